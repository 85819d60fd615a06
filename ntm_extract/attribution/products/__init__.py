"""The OCOP products a text names: read sentence by sentence in :mod:`.reader`."""
