"""Dates as tables and exports write them, to ISO 8601 days.

Read are ISO 8601 with or without a time, ``20231120``, ``20/11/2023`` (also with ``-`` or ``.``, and among other words:
"Thứ hai, 20/11/2023 08:30"), RFC 2822, seconds or milliseconds since 1970, a month or a year alone, and the date types of
Parquet. A moment with a time zone, and one counted since 1970, is the day it was in Vietnam.

``3/4/2023`` is 3 April, as Vietnam writes it, unless the column shows that it has the month first.

>>> day_of("20/11/2023"), day_of("11/20/2023", month_first=True), day_of("2023-11-20T23:30:00Z"), day_of(1700438400)
('2023-11-20', '2023-11-20', '2023-11-21', '2023-11-20')
>>> day_of("31/02/2023"), day_of("hôm qua"), day_of(17)
(None, None, None)
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Final

_VIETNAM: Final = timezone(timedelta(hours=7))
_ISO_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SLASHED: Final = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})|(\d{1,2})/(\d{4})")
_YEAR: Final = re.compile(r"\d{4}")
_NUMBER: Final = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_SECONDS: Final = (6.0e8, 4.1e9)  # 1989 to 2099
_YEARS: Final = range(1975, 2100)
_LONGEST: Final = 100


def day_of(value: Any, *, month_first: bool = False) -> str | None:
    """The day (or month, or year) that a value says; None where it says none that can be read."""
    try:
        found = _day(value, month_first=month_first)
    except (ValueError, OverflowError, TypeError, OSError):
        return None
    return found if found is not None and int(found[:4]) in _YEARS else None


def month_comes_first(values: list[Any]) -> bool:
    """Whether some of the dates of a column can only be read with the month first, and none only with the day first."""
    texts = [value[:_LONGEST] for value in values if isinstance(value, str)]
    pairs = [(int(match[1]), int(match[3])) for text in texts if (match := _SLASHED.search(text))]
    return any(second > 12 >= first for first, second in pairs) and all(first <= 12 for first, _ in pairs)


def _day(value: Any, *, month_first: bool) -> str | None:
    if isinstance(value, datetime):
        return (value.astimezone(_VIETNAM) if value.tzinfo else value).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _of_number(float(value))
    return _of_text(value.strip()[:_LONGEST], month_first=month_first) if isinstance(value, str) else None


def _of_number(value: float) -> str | None:
    if value == int(value) and _COMPACT.fullmatch(str(int(value))):
        return _of_text(str(int(value)), month_first=False)
    if value == int(value) and int(value) in _YEARS:
        return str(int(value))
    low, high = _SECONDS
    for unit in (1, 1e3, 1e6, 1e9):
        if low <= value / unit < high:
            return datetime.fromtimestamp(value / unit, _VIETNAM).date().isoformat()
    return None


def _of_text(text: str, *, month_first: bool) -> str | None:
    if _NUMBER.fullmatch(text):
        return _of_number(float(text))
    if match := _COMPACT.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    if _YEAR.fullmatch(text):
        return text
    if match := _MONTH.fullmatch(text):
        year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        return date(int(year), int(month), 1).isoformat()[:7]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date().isoformat()
    if match := _ISO_DAY.match(text):
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    if match := _SLASHED.search(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        day, month = (second, first) if month_first else (first, second)
        return date(year, month, day).isoformat()
    moment = parsedate_to_datetime(text)
    return (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date().isoformat()
