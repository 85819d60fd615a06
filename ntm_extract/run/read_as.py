"""Which columns of the tables of a run were read as what: said once for all files that have the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from typing import Any, NamedTuple

from ntm_extract.corpus.readers import Columns, ColumnsRead

_ROLES = ("text", "title", "date", "url", "id")


class Same(NamedTuple):
    """Columns that were read alike."""

    columns: Columns
    guessed: tuple[str, ...]
    month_first: bool


class Files(NamedTuple):
    """The files they were read in."""

    first: str
    number: int
    unread_dates: int
    unread_date: str


ReadAs = dict[Same, Files]


def count_columns(known: ReadAs, read: ColumnsRead) -> None:
    """Add one file."""
    key = Same(read.columns, read.guessed, read.month_first)
    before = known.get(key, Files(read.source, 0, 0, ""))
    unread = before.unread_dates + read.unread_dates
    known[key] = Files(before.first, before.number + 1, unread, before.unread_date or read.unread_date)


def columns_lines(known: ReadAs) -> Iterator[str]:
    """What was read as what, for people."""
    for same, files in known.items():
        where = files.first if files.number == 1 else f"{files.first} and {files.number - 1:,} more"
        pairs = [
            f"{role} = {name}{' (guessed)' if role in same.guessed else ''}"
            for role, name in zip(_ROLES, astuple(same.columns), strict=True)
            if name is not None
        ]
        yield f"columns of {where}: {', '.join(pairs)}"
        if same.guessed:
            option = f"--{same.guessed[0]}-column NAME"
            yield f"  another one is named with {option}" + (" and so on" if len(same.guessed) > 1 else "")
        if same.month_first:
            yield f"  dates have the month first in {where}"
        if files.unread_dates:
            yield f"  {files.unread_dates:,} dates cannot be read and were left out, such as {files.unread_date!r}"


def columns_as_dicts(known: ReadAs) -> list[dict[str, Any]]:
    """What was read as what, for programs."""
    return [
        {
            "first_source": files.first, "files": files.number,
            "columns": {role: name for role, name in zip(_ROLES, astuple(same.columns), strict=True) if name is not None},
            "guessed": list(same.guessed), "month_first": same.month_first,
            "unread_dates": files.unread_dates, "unread_date": files.unread_date or None,
        }
        for same, files in known.items()
    ]  # fmt: skip
