"""The commands of ``ntm``, by what they are about; :mod:`ntm_extract.cli` puts them together."""
