"""Times beside numbers: decides whether a number, or two or three, are a date, a period or a time of day.

Built on the calendar of :mod:`.dates`; asked by :mod:`.scanner` before anything is read as a quantity, since
a date that is read as a ratio is a wrong figure.
"""

from __future__ import annotations

import re
from typing import Final

from ntm_extract.model import Figure
from ntm_extract.patterns import dates
from ntm_extract.patterns.cues import CUES, STRONG_DAY_WORDS
from ntm_extract.patterns.grammar import (
    CLOCK,
    DATE_BEHIND,
    FIRST,
    MORE,
    NOUN,
    SCALE,
    SECOND,
    SEPARATOR,
    noun_follows,
    unit_of,
)

_CLOCK_MINUTES: Final = re.compile(r"[ ]?[0-5]?[0-9](?![0-9.,/])(?:[ ]?phút(?!\w))?+")
_CLOCK_PART: Final = re.compile(r"[ ](?:sáng|chiều|tối|trưa|đêm|khuya|ngày|cùng|hôm)(?!\w)")
_DOTTED: Final = re.compile(r"([0-9]{1,2})\.(20[0-9]{2})")  # "tháng 5.2017"
_ISO_DAY: Final = re.compile(r"-([0-9]{2})(?![0-9])")
_AS_OF: Final = re.compile(r"(?:[Tt]ính|[Hh]ết|[Kk]ể)(?:[ ](?:cho[ ])?(?:đến|tới))?[ ]\Z")
EACH: Final = frozenset({"mỗi", "Mỗi", "hàng", "Hàng", "hằng", "một", "từng"})
RUNS: Final = frozenset(
    {",", ", ", " và ", " hoặc ", "; ", "/", "-", " - ", " – ", "–", " hay ", " & ", ",\n", ", và "}
)


def duration(text: str, match: re.Match[str], start: int, role: str | None, noun: str) -> Figure | None:
    """Recognise a point or stretch of time that looks like a length: "6 tháng đầu năm 2022", "8 giờ 30"."""
    raw, end = match[FIRST], match.end(NOUN)
    if noun in ("tháng", "THÁNG") and dates.month_of(raw):
        half = dates.HALF_YEAR.match(text, end)
        year = (half[2] or half[3]) if half is not None else None
        if half is not None and (half[1] or half[2]):
            iso = dates.months_span(int(raw), half[1] or "đầu", year)
            return dates.timed(start, half.end(), "period", iso, "period.months_of_year", (start, match.end(FIRST)))
    if noun in ("giờ", "GIỜ") and raw.isdecimal() and len(raw) <= 2 and int(raw) <= 24:
        minutes = _CLOCK_MINUTES.match(text, end)
        if minutes is not None:
            return dates.timed(start, minutes.end(), "time", None, "time.clock", (start, minutes.end()))
        if role == "hour" or _CLOCK_PART.match(text, end):
            return dates.timed(start, end, "time", None, "time.clock", (start, end))
    return None


def clock(text: str, match: re.Match[str], start: int) -> Figure | int:
    """Read "21:49", "7h30", "48h"; an impossible time is skipped."""
    raw, clock, end = match[FIRST], match[CLOCK], match.end(CLOCK)
    if not raw.isdecimal() or len(raw) > 3 or (text[end : end + 1] == "." and text[end + 1 : end + 2].isalpha()):
        return end
    minutes = clock[1:3]
    if int(raw) <= 24 and (not minutes or int(minutes) < 60):
        return dates.timed(start, end, "time", None, "time.clock", (start, end))
    if not minutes:
        return Figure(
            start,
            end,
            "duration",
            float(raw),
            None,
            None,
            "hour",
            (),
            "exact",
            None,
            "duration.one",
            start,
            match.end(FIRST),
        )
    return end


def spoken(text: str, start: int, role: str | None) -> Figure | None:
    """Of "25 tháng 3 năm 2024", and of "25 tháng 3" behind a word of date."""
    spoken = dates.SPOKEN_DATE.match(text, start)
    if spoken is None:
        return None
    if spoken[3]:
        iso = dates.full_date(spoken[1], spoken[2], spoken[3])
    else:
        tail = dates.day_month(spoken[1], spoken[2]) if role == "day" else None
        iso = f"--{tail}" if tail else None
    return dates.timed(start, spoken.end(), "date", iso, "date.spoken", (start, spoken.end())) if iso else None


def dated(
    text: str,
    match: re.Match[str],
    start: int,
    role: str | None,
    word: str,
    last: Figure | None,
) -> Figure | None:
    """Dates and periods made of two or three numbers."""
    raw, separator, second, more = match.group(FIRST, SEPARATOR, SECOND, MORE)
    end = match.end(MORE)
    number = (start, end)
    slash, joined = "/" in separator, len(separator) == 1
    if more:
        parts = re.split("[/-]", more)[1:]
        if slash or more[0] == "-":
            if len(parts) == 1 and (slash or joined):
                iso = dates.full_date(raw, second, parts[0])
                if iso:
                    return dates.timed(start, end, "date", iso, "date.full", number)
                if dates.day_month(raw, second):
                    wrong = "two_digit_year" if len(parts[0]) == 2 else "invalid_date"
                    return dates.timed(start, end, "date", None, "date.open", number, wrong)
            wrong = "invalid_date" if len(parts) == 1 and len(parts[0]) == 4 else "malformed_number"
            return dates.timed(start, end, "ratio", None, "ratio.open", number, wrong)
        return days(text, match, start, role, word, parts)
    first_year = dates.year_of(raw) if len(raw) == 4 else None
    second_year = dates.year_of(second) if len(second) == 4 else None
    if first_year and second_year:
        if (
            first_year < second_year
            and not ("đ" in separator or "t" in separator)
            and (not slash or second_year == first_year + 1)
        ):
            return dates.timed(start, end, "period", f"{raw}/{second}", "period.years", number)
        return None
    if role in ("number", "document"):
        return None
    if first_year and joined and not slash and len(second) == 2:
        day = _ISO_DAY.match(text, end)
        iso = dates.full_date(day[1], second, raw) if day is not None else None
        if day is not None and iso:
            return dates.timed(start, day.end(), "date", iso, "date.full", (start, day.end()))
    if (
        second_year
        and match[NOUN] is None
        and match[SCALE] is None
        and (month := dates.month_of(raw))
        and (slash or (role == "month" and joined))
    ):
        if word.lower() in ("đợt", "vòng"):  # "đợt 1/2018": the first round of that year
            return dates.timed(start, end, "year", second, "year.round", number)
        quote = text.rindex(word, 0, start) if role == "month" else start
        return dates.timed(quote, end, "date", f"{second}-{month}", "date.month", number)
    tail = dates.day_month(raw, second)
    if tail is None or not (slash or joined):
        return None
    cued = role == "day" or (word[-1:] == "," and (cue := CUES.get(word[:-1])) is not None and cue.role == "day")
    unit = unit_of(match[NOUN])
    if unit is not None and word.rstrip(",") not in STRONG_DAY_WORDS:
        cued = False
    if match[SCALE] is not None or (cued and not slash and unit is not None and not unit.administrative):
        return None  # "mỗi ngày 5-6 triệu đồng"
    if not cued:
        if unit is not None and not (unit.kind == "duration" and DATE_BEHIND.match(text, match.end(NOUN))):
            return None
        cued = slash and (
            (text[start - 1 : start] == "(" and not noun_follows(text, end)) or text[end : end + 1] == ")"
        )
        if not cued and last is not None and last.kind == "date" and text[last.end : start] in RUNS | {" đến "}:
            cued = True
        if not cued and slash and role in ("from", "to", "past"):
            cued = re.match(r" (?:đến|tới) (?:ngày )?[0-9]{1,2}/[0-9]", text[end : end + 20]) is not None or (
                last is not None and last.kind == "date" and start - last.end < 12
            )
        if not cued and role == "to" and unit is None and match[SCALE] is None:
            beyond = int(raw) > int(second)  # no part of a whole, no range
            cued = beyond or (slash and _AS_OF.search(text, max(0, start - 16), start) is not None)
            cued = cued and not noun_follows(text, end)
    if not cued:
        return None
    year = dates.NAMED_YEAR_BEHIND.match(text, end)
    if year is not None:
        iso = dates.full_date(raw, second, year[1])
        if iso:
            return dates.timed(start, year.end(), "date", iso, "date.full", (start, year.end()))
    return dates.timed(start, end, "date", f"--{tail}", "date.day_month", number)


def days(text: str, match: re.Match[str], start: int, role: str | None, word: str, parts: list[str]) -> Figure | None:
    """Of "22-23/4/2024", "5 đến 7/3": the days from one to the other; of "tháng 4-6/2022" the months."""
    raw, second, end = match[FIRST], match[SECOND], match.end(MORE)
    number = (start, end)
    if role == "month" and len(parts) == 1 and dates.year_of(parts[0]):
        first, last = dates.month_of(raw), dates.month_of(second)
        if first and last and first < last:
            quote = text.rindex(word, 0, start)
            return dates.timed(quote, end, "period", f"{parts[0]}-{first}/{parts[0]}-{last}", "period.months", number)
    if len(parts) == 2:
        first, last = dates.full_date(raw, *parts), dates.full_date(second, *parts)
        if first and last and first < last:
            return dates.timed(start, end, "period", f"{first}/{last}", "period.days", number)
    if len(parts) == 1 and (role == "day" or text[start - 1 : start] == "("):
        first, last = dates.day_month(raw, parts[0]), dates.day_month(second, parts[0])
        if first and last and first < last:
            return dates.timed(start, end, "period", f"--{first}/--{last}", "period.days", number)
    if "đ" in match[SEPARATOR] or "t" in match[SEPARATOR] or " " in match[SEPARATOR]:
        return None
    return Figure(
        start, end, "range", None, None, None, None, (), "exact", None, "range.open", *number, "malformed_number"
    )


def month(
    text: str,
    match: re.Match[str],
    start: int,
    word: str,
    second_last: str,
    *,
    measured: bool,
) -> Figure | None:
    """Read "tháng 6/2022", "tháng 11 năm 2013", "tháng 4 đến 6", "tháng 6"."""
    raw, separator, second = match.group(FIRST, SEPARATOR, SECOND)
    dotted = _DOTTED.fullmatch(raw) if separator is None and len(raw) > 5 else None
    if dotted is not None and (of_year := dates.month_of(dotted[1])):
        end = match.end(FIRST)
        return dates.timed(text.rindex(word, 0, start), end, "date", f"{dotted[2]}-{of_year}", "date.month", (start, end))
    month = dates.month_of(raw)
    if month is None or measured or second_last in EACH:
        return None
    quote, end = text.rindex(word, 0, start), match.end(FIRST)
    if separator is not None and "/" not in separator:
        last = dates.month_of(second)
        if last and month < last and match[NOUN] is None:
            end = match.end(SECOND)
            year = dates.NAMED_YEAR_BEHIND.match(text, end)
            head = f"{year[1]}-" if year else "--"
            end = year.end() if year else end
            return dates.timed(quote, end, "period", f"{head}{month}/{head}{last}", "period.months", (start, end))
    year = dates.YEAR_BEHIND.match(text, end)
    if year is not None:
        return dates.timed(quote, year.end(), "date", f"{year[1]}-{month}", "date.month", (start, year.end()))
    return dates.timed(quote, end, "date", f"--{month}", "date.month", (start, end))
