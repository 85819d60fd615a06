r"""What the search for documents finds, and the errors of documents that cannot be read.

=================  =========================================================================================
:class:`Input`          a document, not read yet
:class:`InputFailure`   a document or folder of which only the name and what is wrong with it are known
:class:`Skipped`        files (or records) of a source that are of no kind that is read, counted
:class:`ColumnsRead`    which columns of a table were taken for what
:class:`Nothing`        a file of many documents that holds none
=================  =========================================================================================
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from ntm_extract.errors import DocumentError
from ntm_extract.model import SourceMetadata


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one hostile document from taking the whole run down."""

    max_bytes: int = 32_000_000  # the densest text takes some 75 times its size in memory


class Input(NamedTuple):
    """A document that was found, not read yet; or a file that holds many, before it is opened."""

    doc_id: str
    source: str  # the path as the user would type it
    format: str | None  # txt, md, html, docx, pdf; None: to be decided by the content
    path: str | None  # for the operating system, or an address; None when the bytes are in `data`
    data: bytes | None = None
    metadata: SourceMetadata = SourceMetadata()
    packing: str | None = None  # gzip or zstd: how the file is compressed
    container: str | None = None  # jsonl, csv, tsv, parquet, warc, zip: the file holds many documents
    state: str | None = None  # what a remote store says of the version it has; None: `path` is a local file


class InputFailure(NamedTuple):
    """A document or folder that cannot even be listed."""

    doc_id: str
    source: str
    format: str | None
    error: DocumentError


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many files of one source were left out because of their kind; ("", n): n files without extension."""

    source: str
    count: int
    extensions: tuple[tuple[str, int], ...]  # most frequent first
    what: str = "files"  # members or records: left out in a file that holds many


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns (or keys) of records; None: not said, to be guessed, or not there."""

    text: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnsRead:
    """Which columns of one container were read, and whether that was a guess."""

    source: str
    columns: Columns
    guessed: tuple[str, ...]  # text, title, date, url: what the user did not name
    month_first: bool = False  # 11/20/2023
    unread_dates: int = 0
    unread_date: str = ""  # the first of them


class Nothing(NamedTuple):
    """A file of many documents that holds none: an empty one is no failure, but somebody may wait for what was in it."""

    source: str


Found = Input | InputFailure | Skipped | ColumnsRead | Nothing


def printable(path: str) -> str:
    r"""Make a file name valid UTF-8: a byte that is none is written ``\xNN``.

    >>> printable("xã/b\udce1o.txt")
    'xã/b\\xe1o.txt'
    """
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        path = path.encode("utf-8", "surrogateescape" if os.name != "nt" else "surrogatepass").decode(
            "utf-8", "backslashreplace",
        )
    return path


def read_bounded(stream: BinaryIO, name: str, limits: Limits) -> bytes:
    """All bytes of a stream; ``too_large`` when they are more than the limit, which ends the reading."""
    parts, left = [], limits.max_bytes + 1
    while left > 0 and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    if left <= 0:
        raise too_large(name, limits)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def too_large(name: str, limits: Limits) -> DocumentError:
    """A document is larger than the limit."""
    message = f"{printable(name)} is larger than {limits.max_bytes:,} bytes"
    return DocumentError("too_large", message, "Split it into files of one article or document each")


def out_of_memory(name: str) -> DocumentError:
    """Reading a file takes more memory than the process has."""
    message = f"reading {printable(name)} needs more memory than a process may have"
    return DocumentError("memory", message, "allow more, if there is more: --memory MB")


def missing_package(package: str, name: str) -> DocumentError:
    """Reading a file needs a package that is not there."""
    command = f"pip install {package}"
    return DocumentError("missing_package", f"to read {printable(name)}, {package} is needed ({command})", command)


def unreadable(path: str, error: Exception) -> DocumentError:
    """A file cannot be opened or read."""
    said = (error.strerror if isinstance(error, OSError) else None) or error
    return DocumentError("unreadable", f"{printable(path)} cannot be read: {said}", f"See who may read it: ls -l {printable(path)}")
