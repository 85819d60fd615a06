"""Rows of a table or objects of JSON lines, to documents.

The text is a string, bytes (decoded like a file) or a list of strings, which are its paragraphs. A text that begins with a
tag, or stands in a column whose name says so, is HTML. A title that the text does not begin with is put above it, because
places and times that only the title names hold for the text. Title, day and address of the row win over what the
text says of itself; a date that cannot be read is left out and counted.

Without a column of ids, a record has its number. An id that came before gets the number as well: ``file.jsonl#ID~17``;
to notice that, a table with ids takes some sixteen bytes of memory for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from html import escape
from itertools import chain
from typing import Any, Final

from ntm_extract.corpus.containers.columns import ROLES, choose, lookup, plain
from ntm_extract.corpus.containers.days import day_of, month_comes_first
from ntm_extract.corpus.containers.marks import Marks
from ntm_extract.corpus.decoding import decode
from ntm_extract.corpus.found import Columns, ColumnsRead, Found, Input, InputFailure, Limits, out_of_memory, printable, too_large
from ntm_extract.errors import DocumentError
from ntm_extract.model import SourceMetadata

Row = Mapping[str, Any]

_PEEKED: Final = 20  # rows that say which column is which
_PEEKED_BYTES: Final = 8 << 20
_VALUE_BYTES: Final = 100  # of memory that each value takes beside its letters, about
_MOST_COLUMNS: Final = 10_000
_HEAD: Final = 400  # characters of a text in which its title would stand
_LONGEST_TITLE: Final = 500
_LONGEST_ID: Final = 200
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_BEGINS_WITH_TAG: Final = re.compile(
    rb"\s*<(?:!doctype|html|head|body|p|div|article|section|main|span|h[1-6]|table|ul|ol|strong|b|br|img|figure)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_WHOLE_PAGE: Final = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def documents(item: Input, rows: Iterable[Row | DocumentError], named: Columns, limits: Limits) -> Iterator[Found]:
    """The documents of one table, and last which columns were read."""
    coming = iter(rows)
    peeked, broken = _peek(coming)
    first = [row for row in peeked if not isinstance(row, DocumentError)]
    columns = choose(first, named, item.source) if first else named
    reading = _Reading(item, columns, limits, first)
    is_table = bool(first)
    del first
    number = 0
    try:
        for row in chain(_taken_from(peeked), () if broken else coming):
            number += 1
            yield reading.failure(number, row) if isinstance(row, DocumentError) else reading.document(number, row)
            del row  # it may be large, and so may the next
    except DocumentError as error:
        broken = error
    if is_table:
        yield reading.note(named)
    if broken is not None:
        raise broken


def bad_record(message: str) -> DocumentError:
    """A record that is none."""
    return DocumentError("bad_record", message, "mend or remove that record")


def check_columns(number: int, name: str) -> None:
    """DocumentError ``too_large`` for more columns than any table of texts has."""
    if number > _MOST_COLUMNS:
        message = f"{name} has {number:,} columns, {_MOST_COLUMNS:,} may be"
        raise DocumentError("too_large", message, "leave out those that are not needed")


def said(value: bytes | str) -> str:
    """A short value as text."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    try:
        return decode(value).text
    except DocumentError:
        return value.decode("utf-8", "replace")


def _peek(rows: Iterator[Row | DocumentError]) -> tuple[list[Row | DocumentError], DocumentError | None]:
    peeked: list[Row | DocumentError] = []
    size = 0
    try:
        for row in rows:
            peeked.append(row)
            if not isinstance(row, DocumentError):
                size += _weight(row)
            if len(peeked) == _PEEKED or size > _PEEKED_BYTES:
                break
    except DocumentError as error:
        return peeked, error
    return peeked, None


def _taken_from(rows: list[Row | DocumentError]) -> Iterator[Row | DocumentError]:
    rows.reverse()
    while rows:
        yield rows.pop()


def _weight(row: Row) -> int:
    """What a row takes of memory, about."""
    size, left = 0, [*row.keys(), *row.values()]
    while left:
        value = left.pop()
        size += _VALUE_BYTES + (len(value) if isinstance(value, (str, bytes)) else 0)
        if isinstance(value, dict):
            left += value.keys()
            left += value.values()
        elif isinstance(value, list):
            left += value
    return size


class _Reading:
    """One table on its way to documents."""

    def __init__(self, item: Input, columns: Columns, limits: Limits, first: list[Row]) -> None:
        self._item = item
        self._columns = columns
        self._limits = limits
        self._is_html = "html" in plain(columns.text or "").split("_")
        self._ids = Marks()
        self._unread_dates = 0
        self._unread_date = ""
        dates = [_string(lookup(row, columns.date)) for row in first] if columns.date else []
        self._month_first = month_comes_first(dates)

    def document(self, number: int, row: Row) -> Input | InputFailure:
        """One row as a document, or why it is none."""
        name = self._name(number, row)
        try:
            return self._found(name, row)
        except DocumentError as error:
            return self.failure(number, error, name)
        except MemoryError:
            return self.failure(number, out_of_memory("it"), name)

    def _found(self, name: str, row: Row) -> Input:
        text = self._text(row)
        is_html = self._is_html or _BEGINS_WITH_TAG.match(text) is not None
        metadata = self._metadata(row)
        if metadata.title:
            text = _with_title(text, metadata.title, is_html=is_html)
        source = f"{self._item.source}#{name}"
        return Input(f"{self._item.doc_id}#{name}", source, "html" if is_html else "txt", None, text, metadata)

    def failure(self, number: int, error: DocumentError, name: str | None = None) -> InputFailure:
        """A record that is no document."""
        name = name or self._unique(str(number), number)
        told = DocumentError(error.code, f"record {number}: {error.message}", error.hint)
        return InputFailure(f"{self._item.doc_id}#{name}", f"{self._item.source}#{name}", self._item.container, told)

    def note(self, named: Columns) -> ColumnsRead:
        """What was read as what."""
        guessed = tuple(role for role in ROLES if getattr(named, role) is None and getattr(self._columns, role) is not None)
        return ColumnsRead(self._item.source, self._columns, guessed, self._month_first, self._unread_dates, self._unread_date)

    def _name(self, number: int, row: Row) -> str:
        value = lookup(row, self._columns.id) if self._columns.id else None
        if isinstance(value, (str, bytes)):
            name = printable(" ".join(said(value).split()))[:_LONGEST_ID]
        else:
            name = "" if value is None or isinstance(value, (dict, list)) else str(value)
        return self._unique(name or str(number), number)

    def _unique(self, name: str, number: int) -> str:
        if self._columns.id is None:
            return name
        candidate, again = name, 0
        while not self._ids.add(int.from_bytes(blake2b(candidate.encode(), digest_size=8).digest())):
            again += 1
            candidate = f"{name}~{number}" if again == 1 else f"{name}~{number}~{again}"
        return candidate

    def _text(self, row: Row) -> bytes:
        value = lookup(row, self._columns.text or "")
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if value is None:
            raise DocumentError("no_text", f"it has no {self._columns.text!r}", "name the column of the text: --text-column NAME")
        if not isinstance(value, (str, bytes)):
            message = f"{self._columns.text!r} is no text but {type(value).__name__}"
            raise DocumentError("wrong_type", message, "name another column: --text-column NAME")
        data = _SURROGATES.sub("\ufffd", value).encode() if isinstance(value, str) else value
        if len(data) > self._limits.max_bytes:
            raise too_large("its text", self._limits)
        return data

    def _metadata(self, row: Row) -> SourceMetadata:
        columns = self._columns
        title = " ".join(_string(lookup(row, columns.title)).split())[:_LONGEST_TITLE] if columns.title else ""
        url = _string(lookup(row, columns.url)).strip() if columns.url else ""
        return SourceMetadata(title or None, url or None, self._day(lookup(row, columns.date)) if columns.date else None)

    def _day(self, value: Any) -> str | None:
        value = said(value) if isinstance(value, bytes) else value
        if value is None or value != value or (isinstance(value, str) and not value.strip()):  # noqa: PLR0124 - not a number
            return None
        day = day_of(value, month_first=self._month_first)
        if day is None:
            self._unread_dates += 1
            self._unread_date = self._unread_date or _string(value)[:60] or repr(value)[:60]
        return day


def _string(value: Any) -> str:
    return said(value) if isinstance(value, (str, bytes)) else ""


def _with_title(text: bytes, title: str, *, is_html: bool) -> bytes:
    if is_html and _WHOLE_PAGE.match(text):
        return text
    try:
        content = decode(text).text
    except DocumentError:
        return text
    if not content.strip() or title.casefold() in " ".join(content[: _HEAD + 2 * len(title)].split()).casefold():
        return text
    heading = f"<h1>{escape(title)}</h1>" if is_html else title
    return f"{heading}\n\n{content}".encode("utf-8", "replace")
