"""Times: days, months, quarters, years, stages of years, clock times.

A day and month without a year ("25/3") look like a ratio; they are read as a day only behind a word of date
("ngày", "sáng", ...), in brackets, or in a run of dates, and only if the calendar has that day. The year
that is not said stays open in the ISO form ("--03-25"). Invalid dates are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ntm_extract.model import Bound, Figure, FigureKind

_Fields = tuple[
    int, int, FigureKind, float | None, float | None, float | None, str | None, tuple[str, ...], Bound, str | None,
    str, int, int, str | None,
]  # fmt: skip
NEW: Final[Callable[[type[Figure], _Fields], Figure]] = tuple.__new__
"""Make a figure of all its fields: half the time of calling the class, which counts with millions of them."""

_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_OLDEST, _LATEST = 1000, 2100


def year_of(raw: str) -> int | None:
    """Read a year as texts of this time write it, 1900 to 2099.

    >>> year_of("2024"), year_of("2.024"), year_of("1875")
    (2024, None, None)
    """
    return int(raw) if len(raw) == 4 and raw.isdecimal() and raw[:2] in ("19", "20") else None


def day_month(day: str, month: str) -> str | None:
    """``MM-DD``, if the calendar has that day.

    >>> day_month("9", "6"), day_month("31", "4"), day_month("1.5", "2")
    ('06-09', None, None)
    """
    if not (day.isdecimal() and month.isdecimal() and len(day) <= 2 and len(month) <= 2):
        return None
    d, m = int(day), int(month)
    return f"{m:02}-{d:02}" if 1 <= m <= 12 and 1 <= d <= _DAYS[m - 1] else None


def full_date(day: str, month: str, year: str) -> str | None:
    """``YYYY-MM-DD``, if the calendar has that day.

    >>> full_date("29", "2", "2024"), full_date("29", "2", "2023"), full_date("1", "2", "24")
    ('2024-02-29', None, None)
    """
    tail = day_month(day, month)
    if tail is None or len(year) != 4 or not _OLDEST <= int(year) <= _LATEST:
        return None
    y = int(year)
    if tail == "02-29" and (y % 4 or (y % 100 == 0 and y % 400)):
        return None
    return f"{year}-{tail}"


def month_of(raw: str) -> str | None:
    """Two digits of a month, 01 to 12."""
    return f"{int(raw):02}" if raw.isdecimal() and len(raw) <= 2 and 1 <= int(raw) <= 12 else None


def timed(
    start: int,
    end: int,
    kind: FigureKind,
    iso: str | None,
    rule: str,
    number: tuple[int, int],
    reason: str | None = None,
) -> Figure:
    """Make a figure that has no number for a value: a time, or with a ``reason`` an open notation."""
    number_start, number_end = number
    return NEW(Figure, (start, end, kind, None, None, None, None, (), "exact", iso, rule, number_start, number_end, reason))


YEAR_BEHIND: Final = re.compile(r"(?:,?[ \n](?:năm|NĂM)[ \n]|[ ]?/[ ]?|[ ]?-[ ]?|,[ ])((?:19|20)[0-9]{2})(?![0-9./,-]?[0-9])")
"""The year behind "tháng 6" and "quý I"."""
NAMED_YEAR_BEHIND: Final = re.compile(r",?[ \n](?:năm|NĂM)[ \n]((?:19|20)[0-9]{2})(?![0-9])")
SPOKEN_DATE: Final = re.compile(
    r"([0-9]{1,2})[ \n](?:tháng|THÁNG)[ \n]([0-9]{1,2})(?![0-9])"
    r"(?:(?:,?[ \n](?:năm|NĂM)[ \n]|/|-|,[ ])((?:19|20)[0-9]{2})(?![0-9]))?+",
)
HALF_YEAR: Final = re.compile(
    r"(?:[ \n](đầu|cuối|ĐẦU|CUỐI))?(?:[ \n](?:của|CỦA))?"
    r"(?:[ \n](?:năm|NĂM)(?!\w)(?:[ \n]((?:19|20)[0-9]{2})(?![0-9]))?+|[ \n]((?:19|20)[0-9]{2})(?![0-9./-]?[0-9]))",
)
"""Behind "6 tháng": "đầu năm 2022", "đầu năm", "đầu 2022", "năm 2022"; "6 tháng năm" alone is no part of a year."""
ROMAN_QUARTER: Final = re.compile(r"(?:quý|Quý|QUÝ)[ \n](IV|I{1,3})(?!\w)")


def months_span(count: int, which: str, year: str | None) -> str:
    """Give the ISO span of the first or last ``count`` months of a year.

    >>> months_span(6, "đầu", "2022"), months_span(6, "cuối", "2021"), months_span(9, "đầu", None)
    ('2022-01/2022-06', '2021-07/2021-12', '--01/--09')
    """
    first, last = (1, count) if which.lower() == "đầu" else (13 - count, 12)
    head = f"{year}-" if year else "--"
    return f"{head}{first:02}/{head}{last:02}"
