"""CSV (RFC 4180) and TSV with a line of names; ``;``, tab and ``|`` as delimiters, too.

The delimiter is the one that parts the line of names into most columns; with a single name there is none. Fields are
handed on as bytes, and each text is decoded by itself: windows-1258, TCVN3 and VNI leave delimiters, quotes and line
ends as ASCII has them, and UTF-8 does.

A row with more fields than there are names has a delimiter that was not quoted: nobody knows what is in its columns, and
it is a ``bad_record``. A shorter row lacks its last columns. So is a row with a quote that nothing closes: it would have all
rows behind it for its text.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Final

from ntm_extract.corpus.containers.lines import bounded_lines
from ntm_extract.corpus.containers.records import bad_record, check_columns, said
from ntm_extract.corpus.found import too_large
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from ntm_extract.corpus.containers.records import Row
    from ntm_extract.corpus.found import Limits

_DELIMITERS: Final = (",", ";", "\t", "|")
_NONE: Final = "\x1f"  # in no text


def rows(stream: BinaryIO, limits: Limits, *, tabs: bool = False) -> Iterator[Row | DocumentError]:
    """The rows below the line of names, by name; instead of one that cannot be read, an error."""
    csv.field_size_limit(limits.max_bytes)  # the module knows one limit for all
    failures: list[DocumentError] = []
    lines = _Lines(bounded_lines(stream, limits), failures, limits.max_bytes)
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        return
    delimiter = "\t" if tabs and "\t" in first else max(_DELIMITERS, key=lambda sign: len(_fields(first, sign)))
    if len(_fields(first, delimiter)) == 1:
        delimiter = _NONE
    reader = csv.reader(chain([first], lines), delimiter=delimiter)
    names: list[str] | None = None
    while True:
        lines.size = 0
        try:
            fields = next(reader)
        except StopIteration:
            yield from failures
            return
        except csv.Error as error:
            yield too_large("the record", limits) if "limit" in str(error) else bad_record(f"the row cannot be read: {error}")
            continue
        yield from failures
        failures.clear()
        if not fields:
            continue
        if lines.broke_off:
            yield bad_record("a quote is opened and never closed; what stands behind it cannot be told apart")
        elif names is None:
            check_columns(len(fields), "the line of names")
            names = [said(field.encode("latin-1")).strip() for field in fields]
        elif len(fields) > len(names) and any(fields[len(names) :]):
            yield bad_record(f"the row has {len(fields)} fields, the line of names {len(names)}")
        else:
            yield {name: field.encode("latin-1") for name, field in zip(names, fields, strict=False)}


class _Lines:
    """Lines for the reader of the standard library, which itself knows no bound for a record of many lines."""

    def __init__(self, lines: Iterator[bytes | DocumentError], failures: list[DocumentError], most: int) -> None:
        self.size = 0  # of the lines since it was set to 0
        self.broke_off = False  # another line was asked for in the midst of a record, and there is none
        self._lines = lines
        self._failures = failures
        self._most = most

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.size > self._most:
            raise csv.Error("the record is beyond the limit")
        for line in self._lines:
            if not isinstance(line, DocumentError):
                self.size += len(line)
                return line.decode("latin-1")
            self._failures.append(line)
        self.broke_off = self.size > 0
        raise StopIteration


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return []
