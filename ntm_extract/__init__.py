"""Figures of Vietnam's new-rural, poverty-reduction and OCOP programmes, from raw texts to tables.

>>> from ntm_extract import extract_text
>>> found = extract_text("Đến nay, huyện Tam Đường có 12/14 xã đạt chuẩn nông thôn mới.", published="2024-05-20")
>>> [(row.indicator, row.obs_value, row.denominator) for row in found.communes]
[('communes_ntm', 12.0, 14.0)]

Nothing heavy is imported before it is used: ``import ntm_extract`` alone costs a millisecond.
"""

from __future__ import annotations

from ntm_extract.version import __version__

TYPE_CHECKING = False  # typing itself is slow to import
if TYPE_CHECKING:
    from ntm_extract.corpus.found import Columns
    from ntm_extract.output.tables import read_tables
    from ntm_extract.run.corpus import Settings, extract_corpus
    from ntm_extract.run.document import Bounds
    from ntm_extract.run.text import extract_text

__all__ = ["Bounds", "Columns", "Settings", "__version__", "extract_corpus", "extract_text", "read_tables"]

_HOMES = {
    "Bounds": "ntm_extract.run.document",
    "Columns": "ntm_extract.corpus.found",
    "Settings": "ntm_extract.run.corpus",
    "extract_corpus": "ntm_extract.run.corpus",
    "extract_text": "ntm_extract.run.text",
    "read_tables": "ntm_extract.output.tables",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
