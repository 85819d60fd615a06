"""Files that hold many documents, to those documents: one at a time, so that memory does not grow with the file.

===============  ==============================================================================================
unpack.py        gzip and zstd, within bounds
lines.py         lines of a stream, bounded, whatever its encoding
jsonl.py         a JSON object a line
delimited.py     CSV and TSV
parquet.py       Parquet
records.py       objects and rows → documents: text, title, date, address, id
marks.py         which ids came before
columns.py       which column is which, where the user does not say
days.py          dates as tables write them
warc.py          pages of a web archive, and texts made from them
archive.py       members of a ZIP archive
===============  ==============================================================================================

A record that is none is an :class:`InputFailure` with its number (``bad_record``, ``no_text``, ``wrong_type``,
``too_large``) and ends nothing. A container that breaks off or is damaged gives what stands before that, and one failure
under its own name (``truncated``, ``damaged``, ``too_large``, ``no_text_column``). One in which nothing stands is no failure
and is told (:class:`Nothing`).

``doc_id`` of a record is ``file.jsonl#17``, the 17th record from 1, or ``file.jsonl#ID`` with a column of ids; that of a
member ``archive.zip/folder/member.html``. The source is named in the same way below the path of the file.
"""

from __future__ import annotations

import io
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final, cast

from ntm_extract.corpus.containers.unpack import unpacked
from ntm_extract.corpus.found import Columns, Found, Input, InputFailure, Limits, Nothing, out_of_memory, unreadable
from ntm_extract.errors import DocumentError, NtmError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from _typeshed import WriteableBuffer

_BUFFER: Final = 1 << 16


def expand(
    found: Iterable[Found], columns: Columns, limits: Limits, alive: Callable[[], None] = lambda: None
) -> Iterator[Found]:
    """Replace each container by what it holds; everything else stays as it is.

    ``alive`` is called for each step in reading a file.
    """
    for item in found:
        if isinstance(item, Input) and item.container is not None and item.data is None:
            yield from _opened(item, columns, limits, alive)
        else:
            yield item


def _opened(item: Input, columns: Columns, limits: Limits, alive: Callable[[], None]) -> Iterator[Found]:
    try:
        with ExitStack() as stack:
            told = _Told(stack.enter_context(_stream(item)), alive)
            yield from _or_nothing(item, _documents(item, stack.enter_context(io.BufferedReader(told, _BUFFER)), columns, limits))
    except DocumentError as error:
        yield InputFailure(item.doc_id, item.source, item.container, error)
    except NtmError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a hostile file does to those that read it, it ends no run
        yield InputFailure(item.doc_id, item.source, item.container, _stumbled(item, error))


def _or_nothing(item: Input, found: Iterator[Found]) -> Iterator[Found]:
    """What a file holds, or that it holds nothing."""
    some = False
    for part in found:
        some = True
        yield part
    if not some:
        yield Nothing(item.source)


def _stumbled(item: Input, error: Exception) -> DocumentError:
    if isinstance(error, OSError):
        return unreadable(item.source, error)
    if isinstance(error, MemoryError):
        return out_of_memory(item.source)
    said = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    return DocumentError("damaged", f"{item.source} cannot be read: {said}", "copy or download it again")


def _stream(item: Input) -> BinaryIO:
    if item.state is not None:
        from ntm_extract.corpus.remote import fetch_remote  # noqa: PLC0415 - only for addresses

        return fetch_remote(item.path or "")
    return cast("BinaryIO", open(item.path or "", "rb", buffering=0))  # noqa: PTH123 - the caller closes it


class _Told(io.RawIOBase):
    """A file that tells of each time it is read."""

    def __init__(self, stream: BinaryIO, alive: Callable[[], None]) -> None:
        self._stream = stream
        self._alive = alive
        self.seek = stream.seek  # type: ignore[method-assign]
        self.tell = stream.tell  # type: ignore[method-assign]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._alive()
        return self._stream.readinto(buffer)  # type: ignore[attr-defined,no-any-return]


def _documents(item: Input, stream: BinaryIO, columns: Columns, limits: Limits) -> Iterator[Found]:
    if item.container == "zip":
        from ntm_extract.corpus.containers.archive import members  # noqa: PLC0415 - what is needed, when it is

        for found, opened in members(item, stream, limits):
            if opened is None:
                yield found
            else:
                try:
                    with opened:
                        yield from _or_nothing(found, _records(found, opened, columns, limits))
                except DocumentError as error:
                    yield InputFailure(found.doc_id, found.source, found.container, error)
                except Exception as error:  # noqa: BLE001 - see above
                    yield InputFailure(found.doc_id, found.source, found.container, _stumbled(found, error))
        return
    yield from _records(item, unpacked(stream, item.packing, item.source) if item.packing else stream, columns, limits)


def _records(item: Input, stream: BinaryIO, columns: Columns, limits: Limits) -> Iterator[Found]:
    if item.container == "warc":
        from ntm_extract.corpus.containers.warc import pages  # noqa: PLC0415

        return pages(item, stream, limits)
    from ntm_extract.corpus.containers.records import documents  # noqa: PLC0415

    if item.container == "jsonl":
        from ntm_extract.corpus.containers.jsonl import objects  # noqa: PLC0415

        return documents(item, objects(stream, limits), columns, limits)
    if item.container == "parquet":
        from ntm_extract.corpus.containers.parquet import rows as parquet_rows  # noqa: PLC0415

        return documents(item, parquet_rows(stream, item.source), columns, limits)
    from ntm_extract.corpus.containers.delimited import rows  # noqa: PLC0415

    return documents(item, rows(stream, limits, tabs=item.container == "tsv"), columns, limits)
