"""The words before a number that make it no quantity: a year, a month, a place in a series, a name.

"Quyết định 582", "tổ dân phố số 8", "Quận 1" are names: no figure. A word of name before a number with a unit
decides nothing ("mục 5 triệu đồng"), unless the unit is a level of place itself ("thôn 3 xã Tân Lập").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ntm_extract.model import Figure
from ntm_extract.patterns import dates, times
from ntm_extract.patterns.cues import DOCUMENT_WORDS, OPENING
from ntm_extract.patterns.grammar import DATE_BEHIND, FIRST, NOUN, SCALE, SECOND, SEPARATOR, noun_follows, unit_of

if TYPE_CHECKING:
    import re

_DAYS_OWN: Final = frozenset({"trong", "cả", "mỗi", "hàng", "hằng", "một", "từng"})
_YEAR: Final = 4  # digits
_NUMBERED: Final = frozenset({"tổng", "Tổng", "TỔNG", "trong", "Trong", "con", "chỉ", "hệ", "dân", "Dân", "vào"})


def cued(
    text: str,
    match: re.Match[str],
    start: int,
    role: str,
    word: str,
    before: list[str],
) -> Figure | int | None:
    """Decide what the word before makes of the number."""
    raw, separator, noun, scale = match.group(FIRST, SEPARATOR, NOUN, SCALE)
    end = match.end(FIRST)
    number = (start, end)
    second_last = before[-2].lstrip(OPENING) if len(before) > 1 else ""
    unit = unit_of(noun)
    if role == "year":
        if dates.year_of(raw) and second_last not in times.EACH:
            return dates.timed(text.rindex(word, 0, start), end, "year", raw, "year.named", number)
        if len(raw) > _YEAR and raw.isdecimal() and dates.year_of(raw[:_YEAR]):  # "năm 2020230 hộ": a year and a count run together
            return dates.timed(start, end, "count", None, "count.open", number, "malformed_number")
        return None
    if role == "month":
        return times.month(
            text,
            match,
            start,
            word,
            second_last,
            measured=scale is not None
            or (unit is not None and (unit.kind in ("money", "percent", "area", "length") or unit.code == "times")),
        )
    if role == "quarter":
        if separator not in (None, "/", " / ", "-", " - ", "–") or raw not in (
            "1",
            "2",
            "3",
            "4",
            "01",
            "02",
            "03",
            "04",
        ):
            return None
        year = dates.YEAR_BEHIND.match(text, end)
        quote = text.rindex(word, 0, start)
        iso = f"{year[1]}-Q{int(raw)}" if year else f"-Q{int(raw)}"
        return dates.timed(quote, year.end() if year else end, "period", iso, "period.quarter", number)
    if role == "day":
        if word.lower() != "ngày" or separator is not None or scale is not None or second_last in _DAYS_OWN:
            return None
        if not raw.isdecimal() or not 1 <= int(raw[:3]) <= 31 or (unit is not None and unit.code != "month"):
            return None
        return Figure(
            start, end, "date", None, None, None, None, (), "exact", None, "date.open", *number, "day_without_month"
        )
    if scale is not None:
        return None
    if role == "ordinal":
        if not raw.isdecimal() or len(raw) > 4:
            return None
        counts = separator is not None or unit is not None
        if word.lower() in ("đợt", "vòng"):  # "đợt 2 tại …" numbers the round, "đợt 12 xã" counts communes
            years = unit is not None and unit.code == "year" and separator is None
            if counts and not (years and DATE_BEHIND.match(text, match.end(NOUN))):
                return None
        elif word.lower() != "thứ" and (counts or noun_follows(text, end)):
            return None  # "được cấp 4 con bò"
        quote = text.rindex(word, 0, start)
        return Figure(quote, end, "ordinal", float(raw), None, None, None, (), "exact", None, "ordinal.digit", *number)
    if role == "number":
        if unit is not None or (second_last in _NUMBERED and not (second_last == "chỉ" and separator is not None)):
            return None  # "tổng số 94"; but "địa chỉ số 203/11"
    elif role == "document":
        if unit is not None or (second_last.lower(), word.lower()) not in DOCUMENT_WORDS:
            return None
    elif unit is not None and (role == "heading" or separator is not None or not unit.administrative):
        return None
    return match.end(SECOND) if separator is not None and separator in "/-–" else end
