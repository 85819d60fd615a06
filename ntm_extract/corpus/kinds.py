"""Which kind of file a name says it is: its format, the container it is, how it is compressed.

>>> kind_of("2023/tin.txt"), kind_of("tin.HTML.gz"), kind_of("crawl.warc.gz"), kind_of("anh.png")
(Kind(format='txt', container=None, packing=None), Kind(format='html', container=None, packing='gzip'), \
Kind(format=None, container='warc', packing='gzip'), None)
"""

from __future__ import annotations

import os
from typing import Final, NamedTuple

FORMATS: Final = {
    ".txt": "txt", ".text": "txt",
    ".md": "md", ".markdown": "md",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".docx": "docx", ".docm": "docx",
    ".pdf": "pdf",
}  # fmt: skip
CONTAINERS: Final = {
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".csv": "csv", ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc", ".wet": "warc",
    ".zip": "zip",
}  # fmt: skip
PACKINGS: Final = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd"}
_WHOLE_FILE: Final = frozenset(("parquet", "zip"))  # compressed by themselves, and read from their end


class Kind(NamedTuple):
    """What a name says; exactly one of format and container is there, or neither when the content is to decide."""

    format: str | None
    container: str | None
    packing: str | None


def kind_of(name: str) -> Kind | None:
    """The kind of file a name says it is; None for one that is not read."""
    stem, extension = os.path.splitext(name)  # noqa: PTH122 - names, not paths
    packing = PACKINGS.get(extension.lower())
    if packing is not None:
        extension = os.path.splitext(stem)[1]  # noqa: PTH122
    extension = extension.lower()
    container = CONTAINERS.get(extension)
    if container is not None:
        return None if packing is not None and container in _WHOLE_FILE else Kind(None, container, packing)
    found = FORMATS.get(extension)
    return None if found is None else Kind(found, None, packing)


def any_kind(name: str) -> Kind:
    """The kind of a file that was named itself: where its name says nothing, its content will."""
    return kind_of(name) or Kind(None, None, PACKINGS.get(os.path.splitext(name)[1].lower()))  # noqa: PTH122


def extension_of(name: str) -> str:
    """The extension under which a file that is not read is counted."""
    stem, extension = os.path.splitext(name)  # noqa: PTH122
    inner = os.path.splitext(stem)[1] if extension.lower() in PACKINGS else ""  # noqa: PTH122
    return (inner + extension).lower()
