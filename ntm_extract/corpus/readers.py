"""Finding and reading inputs: the only part of the program that reads what a user names.

:func:`iter_inputs` goes from sources (:mod:`.sources`) to files, and from files that hold many documents to those
(:mod:`.containers`); :func:`read_document` from a document to its text (:mod:`.formats`).

A source that does not exist is an :class:`~ntm_extract.errors.NtmError`, raised before anything is
read. A single document that cannot be read is an :class:`InputFailure`, or a
:class:`~ntm_extract.errors.DocumentError` from :func:`read_document` with one of the codes
``unreadable``, ``too_large``, ``binary``, ``undecodable``, ``too_deep``, ``truncated``, ``damaged``, ``encrypted``,
``no_text_layer``, ``json``, ``unreachable``, ``not_found`` or ``forbidden``. A document without any text is no failure: its
``text`` is ``""``.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_extract.corpus.containers import expand
from ntm_extract.corpus.containers.unpack import unpacked
from ntm_extract.corpus.decoding import decode, html_charset
from ntm_extract.corpus.files import holds_tables
from ntm_extract.corpus.formats import BINARY_FORMATS, binary_text, kind_of_content
from ntm_extract.corpus.found import (
    Columns,
    ColumnsRead,
    Found,
    Input,
    InputFailure,
    Limits,
    Nothing,
    Skipped,
    out_of_memory,
    printable,
    read_bounded,
    too_large,
    unreadable,
)
from ntm_extract.corpus.markup import html_to_text
from ntm_extract.corpus.remote import fetch_remote, read_remote
from ntm_extract.corpus.sources import list_inputs, named_sources
from ntm_extract.errors import NtmError
from ntm_extract.model import Document, SourceMetadata
from ntm_extract.stores import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Columns", "ColumnsRead", "Found", "Input", "InputFailure", "Limits", "Nothing", "Skipped", "count_inputs", "decode_document",
    "expand", "fetch_remote", "find_document", "holds_tables", "iter_inputs", "list_inputs", "named_sources", "out_of_memory",
    "printable", "read_bytes", "read_document",
]  # fmt: skip


def iter_inputs(
    sources: Sequence[str], *, exclude: Sequence[Path | str] = (), limits: Limits | None = None, columns: Columns | None = None,
) -> Iterator[Found]:
    """Check every source, then give the documents they hold in a fixed order; ``exclude`` names files or folders."""
    return expand(list_inputs(sources, exclude=exclude, limits=limits), columns or Columns(), limits or Limits())


def count_inputs(sources: Sequence[str], exclude: Sequence[Path | str] = ()) -> int | None:
    """How many documents there are; None where only opening a file, or asking a server, would tell.

    Standard input is never asked: it can be read once.
    """
    if any(source == "-" or is_address(source) for source in named_sources(sources)):
        return None
    number = 0
    for item in list_inputs(sources, exclude=exclude):
        if isinstance(item, Input) and item.container is not None:
            return None
        number += not isinstance(item, Skipped)
    return number


def find_document(source: str, columns: Columns | None = None) -> Input | InputFailure:
    """The one document that ``source`` names: a file, ``-``, a record (``a.jsonl#3``) or a member (``a.zip/b.txt``)."""
    inside = source
    if not os.path.lexists(source):
        outer = source.rpartition("#")[0]
        inner = next((str(path) for path in Path(outer or source).parents if path.is_file()), None)
        inside = inner or outer or source
    found = (item for item in iter_inputs([inside], columns=columns) if isinstance(item, (Input, InputFailure)))
    if inside != source:
        wanted = (item for item in found if item.source == printable(source))
        item = next(wanted, None)
        if item is None:
            hint = "the column source of the table documents says how each is named"
            raise NtmError("not_a_document", f"{inside} has no document {source}", hint)
        return item
    some = [item for item, _ in zip(found, range(2), strict=False)]
    if len(some) != 1:
        hint = f"name a single one, such as {some[0].source}" if some else "name another one"
        raise NtmError("not_a_document", f"{source} names {'several documents' if some else 'no document'}", hint)
    return some[0]


def read_document(found: Input, limits: Limits | None = None) -> Document:
    """Read one input, and take the text out of it."""
    limits = limits or Limits()
    return decode_document(found, read_bytes(found, limits), limits)


def read_bytes(found: Input, limits: Limits) -> bytes:
    """The bytes of one input, unpacked where its file is compressed."""
    return found.data if found.data is not None else _read_file(found, limits)


def decode_document(found: Input, data: bytes, limits: Limits | None = None) -> Document:
    """Take the text out of the bytes of an input. What its source says about it wins over what it says itself."""
    kind = found.format or kind_of_content(data)
    said, encoding = SourceMetadata(), None
    if kind in BINARY_FORMATS:
        data_text, encoding = binary_text(kind, data, found.source, limits or Limits()), ""
        decoded = decode(data_text.encode("utf-8"))
    else:
        decoded = decode(data, hint=html_charset(data) if kind == "html" else None)
    text, encoding = decoded.text, decoded.encoding
    if kind == "html":
        page = html_to_text(text)
        text = page.text
        said = SourceMetadata(title=page.title, url=page.url, published=page.published)
    given = found.metadata
    return Document(
        doc_id=found.doc_id,
        source=found.source,
        format=kind,
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        text="" if text.isspace() else text,
        metadata=SourceMetadata(given.title or said.title, given.url or said.url, given.published or said.published),
    )


def _read_file(found: Input, limits: Limits) -> bytes:
    path = found.path or ""
    if found.state is not None:
        if found.packing is None:
            return read_remote(path, limits)
        with fetch_remote(path) as stream:
            return read_bounded(unpacked(stream, found.packing, found.source), found.source, limits)
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - a Path costs as much as reading a small file
            status = os.fstat(stream.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > limits.max_bytes:
                raise too_large(found.source, limits)
            source = stream if found.packing is None else unpacked(stream, found.packing, found.source)
            return read_bounded(source, found.source, limits)
    except OSError as error:
        raise unreadable(path, error) from error
