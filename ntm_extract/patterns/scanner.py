"""All figures of a text, in one pass of the fused pattern and one of the word automaton.

Each number is decided in a fixed order: codes and links (refused), document numbers, dates, stages of
years, clock times, what the word before says (year, month, ordinal, name, bound), ratios, ranges, and
last the single quantity with its unit.
"""

from __future__ import annotations

import re
from typing import Final

from ntm_extract.model import Bound, Figure
from ntm_extract.numerals import number_value, open_reason
from ntm_extract.patterns import numbers
from ntm_extract.patterns.cues import CUES, DOCUMENT_WORDS, LOOK_BACK, OPENING, bound_of
from ntm_extract.patterns.dates import (
    HALF_YEAR, NAMED_YEAR_BEHIND, SPOKEN_DATE, YEAR_BEHIND, day_month, full_date, month_of, months_span, timed, year_of,
)
from ntm_extract.patterns.doc_numbers import doc_number
from ntm_extract.patterns.grammar import CLOCK, FIRST, MORE, NOUN, SCALE, SECOND, SEPARATOR, fused, unit_of
from ntm_extract.patterns.guards import glued, list_mark, phone_end
from ntm_extract.patterns.words import word_figures

_CLOCK_MINUTES: Final = re.compile(r"[ ]?[0-5]?[0-9](?![0-9.,/])(?:[ ]?phút(?!\w))?+")
_CLOCK_PART: Final = re.compile(r"[ ](?:sáng|chiều|tối|trưa|đêm|khuya|ngày|cùng|hôm)(?!\w)")
_THREE_DECIMALS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_SPACED_GROUPS: Final = re.compile(r"(?:[ ][0-9]{3})+(?![0-9])")
_DOCUMENT_OF_YEAR: Final = re.compile(r"[0-9]{1,5}/(?:19|20)[0-9]{2}/[A-ZĐ]")
_ENGLISH: Final = re.compile(r"[0-9],[0-9]{3}(?:,[0-9]{3}|\.[0-9]|\s(?:người|hộ|đồng|USD))|[0-9]\.[0-9]{1,2}\s?(?:%|tỷ|triệu|USD)")
_RUNS: Final = frozenset({",", ", ", " và ", " hoặc ", "; ", "/", "-", " - ", " – ", "–", " hay ", " & ", ",\n", ", và "})
_EACH: Final = frozenset({"mỗi", "Mỗi", "hàng", "Hàng", "hằng", "một", "từng"})
_DAYS_OWN: Final = frozenset({"trong", "cả", "mỗi", "hàng", "hằng", "một", "từng"})
_NUMBERED: Final = frozenset({"tổng", "Tổng", "TỔNG", "trong", "Trong", "con", "chỉ", "hệ", "dân", "Dân", "vào"})

Found = Figure | list[Figure] | int
"""What a number turned out to be; an integer: nothing, go on there."""


def scan_figures(text: str) -> list[Figure]:
    """The figures of ``text`` in order; see the modules of this package for what counts as one."""
    figures = _digit_figures(text)
    words = word_figures(text)
    if not words:
        return figures
    taken = sorted((figure.start, figure.end) for figure in words)
    kept = []
    index = 0
    for figure in figures:
        while index < len(taken) and taken[index][1] <= figure.start:
            index += 1
        if index == len(taken) or taken[index][0] >= figure.end:
            kept.append(figure)
    return sorted(kept + words, key=lambda figure: figure.start)


def _digit_figures(text: str) -> list[Figure]:
    figures: list[Figure] = []
    search = fused().search
    pos = 0
    last: Figure | None = None
    three_decimals: list[int] = []
    while (match := search(text, pos)) is not None:
        start, pos = match.span(FIRST)
        if start and text[start - 1] not in " \n" and glued(text, start, last) and not _damaged_document(text, start):
            continue
        found = _read(text, match, start, last)
        if found.__class__ is Figure:
            figures.append(found)
            last = found
            raw = match[FIRST]
            if "," in raw and found.value is not None and _THREE_DECIMALS.fullmatch(raw):
                three_decimals.append(len(figures) - 1)
        elif isinstance(found, list):
            figures += found
            last = found[-1]
        else:
            pos = max(pos, found)
            continue
        if last.end > pos:
            pos = last.end
    if three_decimals and _ENGLISH.search(text):
        for index in three_decimals:  # "7,535" in a text that also prints "2.5%": no telling
            figures[index] = figures[index]._replace(value=None, upper=None, reason="ambiguous_grouping")
    return figures


def _read(text: str, match: re.Match[str], start: int, last: Figure | None) -> Found:
    raw, separator, clock, scale, noun = match.group(FIRST, SEPARATOR, CLOCK, SCALE, NOUN)
    if clock is not None:
        return _clock(text, match, start)
    if noun is None and scale is None:
        end = match.end(FIRST if separator is None else MORE)
        behind = text[end : end + 2]
        if behind and (behind[0].isalpha() or behind[0] in "/-–" or behind in (" /", " -", " –")):
            document = doc_number(text, start)
            if document is not None:
                return document
            if behind[0].isalpha():
                return end  # a code: "5A", "4G"
    if raw[0] == "0" and (end := phone_end(text, start) or 0):
        return end
    before = text[start - LOOK_BACK if start > LOOK_BACK else 0 : start].split()
    word = before[-1] if before else ""
    if len(word) > 1 and word[0] in OPENING:
        word = before[-1] = word.lstrip(OPENING)
    cue = CUES.get(word)
    role = cue.role if cue is not None else None
    if separator is not None:
        dated = _dated(text, match, start, role, word, last)
        if dated is not None:
            return dated
    elif noun is None:
        if scale is None:
            if raw.count(".") == 2 and (iso := full_date(*raw.split("."))):
                return timed(start, match.end(FIRST), "date", iso, "date.full", match.span(FIRST))
            if list_mark(text, start, match.end(FIRST), word):
                return match.end(FIRST)
    elif noun in ("tháng", "THÁNG") and scale is None:
        spoken = _spoken(text, start, role)
        if spoken is not None:
            return spoken

    bound: Bound = "exact"
    quote = start
    if role is not None:
        if role in ("bound", "to"):
            bound, taken = bound_of(before)
            if taken:
                quote = text.rindex(before[-taken].lstrip(OPENING), 0, start)
        elif role not in ("from", "past", "hour"):
            cued = _cued(text, match, start, role, word, before)
            if cued is not None:
                return cued
    if separator is None:
        return _single(text, match, start, quote, bound, role, word, last)
    if "/" in separator:
        return numbers.slashed(text, match, quote, bound)
    return _ranged(text, match, start, quote, bound, role, word, last)


def _bare(
    text: str, match: re.Match[str], start: int, quote: int, bound: Bound, role: str | None, last: Figure | None,
) -> Figure | int:
    """The first number alone, without anything that stands behind it."""
    raw, end = match[FIRST], match.end(FIRST)
    if bound == "exact" and year_of(raw):
        if role in ("to", "from", "past") or text[start - 1 : start] == "(" or text[end : end + 1] == ")":
            return timed(start, end, "year", raw, "year.bare", (start, end))
        if last is not None and last.iso and last.kind in ("year", "period", "date") and text[last.end : start] in _RUNS:
            return timed(start, end, "year", raw, "year.list", (start, end))
        return Figure(start, end, "count", None, None, None, None, (), "exact", None, "count.open", start, end, "year_or_count")
    value = number_value(raw, "whole")
    if raw[0] == "0" and len(raw) > 2 and raw.isdecimal():
        return end  # a code: nobody counts "0231"
    if value is None:
        return Figure(
            quote, end, "count", None, None, None, None, (), bound, None, "count.open", start, end, open_reason(raw, "whole"),
        )
    return Figure(quote, end, "count", value, None, None, None, (), bound, None, "count.bare", start, end)


def _single(
    text: str, match: re.Match[str], start: int, quote: int, bound: Bound, role: str | None, word: str, last: Figure | None,
) -> Found:
    noun, scale = match.group(NOUN, SCALE)
    if scale is None:
        unit = unit_of(noun)
        if unit is not None and unit.plain and (end := match.end()) == match.end(NOUN) and text[end : end + 1] != "/" and text[end : end + 2] != " /":
            raw = match[FIRST]
            if raw.isdecimal() and len(raw) < 16 and text[start - 1 : start] != "$":
                code, kind = unit.code, unit.kind  # the everyday case, without detours: "12 xã"
                rule = "count.noun" if kind == "count" else kind + ".one"
                return Figure(
                    quote, end, kind, float(raw), None, None, code, (), bound, None, rule, start, match.end(FIRST),
                )
        if noun is None and text[match.end(FIRST) : match.end(FIRST) + 1] == " " and len(match[FIRST]) <= 3:
            spaced = _spaced(text, match, start, quote, bound, word)
            if spaced is not None:
                return spaced
        if unit is None and match.end() <= match.end(NOUN if noun is not None else FIRST):
            return _bare(text, match, start, quote, bound, role, last)
        if unit is not None and unit.kind == "duration":
            timely = _duration(text, match, start, role, noun)
            if timely is not None:
                return timely
            if numbers.DATE_BEHIND.match(text, match.end(NOUN)):
                return _bare(text, match, start, quote, bound, role, last)
    figure = numbers.quantity(text, match, quote, bound, word)
    if figure is None:
        return _bare(text, match, start, quote, bound, role, last)
    if text[start - 1 : start] == "$" and figure.unit in (None, "VND"):
        scaled = number_value(match[FIRST], "measure", numbers.exponent(match))
        figure = figure._replace(kind="money", unit="USD", value=scaled, reason=None, rule="money.one")
    if noun is not None and figure.unit is not None and text[figure.end : figure.end + 1] in ("/", " "):
        return numbers.second_noun(text, figure, noun)
    return figure


def _spaced(text: str, match: re.Match[str], start: int, quote: int, bound: Bound, word: str) -> Figure | None:
    """Of "1 200 000 đồng": one number; of "2 500 hộ" one or two, which stays open."""
    groups = _SPACED_GROUPS.match(text, match.end(FIRST))
    if groups is None or match[FIRST][0] == "0":
        return None
    tail = fused().match(text, groups.end() - 3)
    figure = numbers.quantity(text, tail, quote, bound, word) if tail is not None and tail[SEPARATOR] is None else None
    if tail is None or figure is None or tail.end(FIRST) != groups.end():
        return None
    raw = match[FIRST] + groups[0].replace(" ", "")
    value = number_value(raw, "whole", numbers.exponent(tail)) if groups.end() - groups.start() > 4 else None
    return figure._replace(value=value, number_start=start, reason=None if value is not None else "ambiguous_grouping")


def _damaged_document(text: str, start: int) -> bool:
    """Whether one stray letter before a document number with a year hides it: "s29/2013/QĐ-UBND"."""
    return "a" <= text[start - 1] <= "z" and (start < 2 or not text[start - 2].isalnum()) and (
        _DOCUMENT_OF_YEAR.match(text, start) is not None and doc_number(text, start) is not None)


def _duration(text: str, match: re.Match[str], start: int, role: str | None, noun: str) -> Figure | None:
    """What looks like a length of time and is a point in it: "6 tháng đầu năm 2022", "8 giờ 30"."""
    raw, end = match[FIRST], match.end(NOUN)
    if noun in ("tháng", "THÁNG") and month_of(raw):
        half = HALF_YEAR.match(text, end)
        if half is not None:
            iso = months_span(int(raw), half[1], half[2])
            return timed(start, half.end(), "period", iso, "period.months_of_year", (start, match.end(FIRST)))
    if noun in ("giờ", "GIỜ") and raw.isdecimal() and len(raw) <= 2 and int(raw) <= 24:
        minutes = _CLOCK_MINUTES.match(text, end)
        if minutes is not None:
            return timed(start, minutes.end(), "time", None, "time.clock", (start, minutes.end()))
        if role == "hour" or _CLOCK_PART.match(text, end):
            return timed(start, end, "time", None, "time.clock", (start, end))
    return None


def _clock(text: str, match: re.Match[str], start: int) -> Found:
    raw, clock, end = match[FIRST], match[CLOCK], match.end(CLOCK)
    if not raw.isdecimal() or len(raw) > 3 or text[end : end + 1] == "." and text[end + 1 : end + 2].isalpha():
        return end
    minutes = clock[1:3]
    if int(raw) <= 24 and (not minutes or int(minutes) < 60):
        return timed(start, end, "time", None, "time.clock", (start, end))
    if not minutes:
        return Figure(
            start, end, "duration", float(raw), None, None, "hour", (), "exact", None, "duration.one", start, match.end(FIRST),
        )
    return end


def _spoken(text: str, start: int, role: str | None) -> Figure | None:
    """Of "25 tháng 3 năm 2024", and of "25 tháng 3" behind a word of date."""
    spoken = SPOKEN_DATE.match(text, start)
    if spoken is None:
        return None
    if spoken[3]:
        iso = full_date(spoken[1], spoken[2], spoken[3])
    else:
        tail = day_month(spoken[1], spoken[2]) if role == "day" else None
        iso = f"--{tail}" if tail else None
    return timed(start, spoken.end(), "date", iso, "date.spoken", (start, spoken.end())) if iso else None


def _dated(
    text: str, match: re.Match[str], start: int, role: str | None, word: str, last: Figure | None,
) -> Found | None:
    """Dates and periods made of two or three numbers."""
    raw, separator, second, more = match.group(FIRST, SEPARATOR, SECOND, MORE)
    end = match.end(MORE)
    number = (start, end)
    slash, joined = "/" in separator, len(separator) == 1
    if more:
        parts = re.split("[/-]", more)[1:]
        if slash or more[0] == "-":
            if len(parts) == 1 and (slash or joined):
                iso = full_date(raw, second, parts[0])
                if iso:
                    return timed(start, end, "date", iso, "date.full", number)
                if day_month(raw, second):
                    return Figure(start, end, "date", None, None, None, None, (), "exact", None, "date.open", *number,
                                  "two_digit_year" if len(parts[0]) == 2 else "invalid_date")
            return Figure(start, end, "ratio", None, None, None, None, (), "exact", None, "ratio.open", *number,
                          "malformed_number")
        return _days(text, match, start, role, parts)
    first_year, second_year = year_of(raw), year_of(second)
    if first_year and second_year:
        if first_year < second_year and not ("đ" in separator or "t" in separator) and (
            not slash or second_year == first_year + 1
        ):
            return timed(start, end, "period", f"{raw}/{second}", "period.years", number)
        return None
    if role in ("number", "document"):
        return None
    if second_year and match[NOUN] is None and match[SCALE] is None and (month := month_of(raw)) and (
        slash or (role == "month" and joined)
    ):
        quote = text.rindex(word, 0, start) if role == "month" else start
        return timed(quote, end, "date", f"{second}-{month}", "date.month", number)
    tail = day_month(raw, second)
    if tail is None or not (slash or joined):
        return None
    cued = role == "day" or (word[-1:] == "," and (cue := CUES.get(word[:-1])) is not None and cue.role == "day")
    unit = unit_of(match[NOUN])
    if match[SCALE] is not None or (cued and not slash and unit is not None and not unit.administrative):
        return None  # "mỗi ngày 5-6 triệu đồng"
    if not cued:
        if unit is not None and not (unit.kind == "duration" and numbers.DATE_BEHIND.match(text, match.end(NOUN))):
            return None
        cued = slash and (
            (text[start - 1 : start] == "(" and not numbers.noun_follows(text, end)) or text[end : end + 1] == ")")
        if not cued and last is not None and last.kind == "date" and text[last.end : start] in _RUNS | {" đến "}:
            cued = True
        if not cued and slash and role in ("from", "to", "past"):
            cued = (re.match(r" (?:đến|tới) (?:ngày )?[0-9]{1,2}/[0-9]", text[end : end + 20]) is not None
                    or (last is not None and last.kind == "date" and start - last.end < 12))
    if not cued:
        return None
    year = NAMED_YEAR_BEHIND.match(text, end)
    if year is not None:
        iso = full_date(raw, second, year[1])
        if iso:
            return timed(start, year.end(), "date", iso, "date.full", (start, year.end()))
    return timed(start, end, "date", f"--{tail}", "date.day_month", number)


def _days(text: str, match: re.Match[str], start: int, role: str | None, parts: list[str]) -> Found | None:
    """Of "22-23/4/2024", "5 đến 7/3": the days from one to the other; of "tháng 4-6/2022" the months."""
    raw, second, end = match[FIRST], match[SECOND], match.end(MORE)
    number = (start, end)
    if role == "month" and len(parts) == 1 and year_of(parts[0]):
        first, last = month_of(raw), month_of(second)
        if first and last and first < last:
            return timed(start, end, "period", f"{parts[0]}-{first}/{parts[0]}-{last}", "period.months", number)
    if len(parts) == 2:
        first, last = full_date(raw, *parts), full_date(second, *parts)
        if first and last and first < last:
            return timed(start, end, "period", f"{first}/{last}", "period.days", number)
    if len(parts) == 1 and (role == "day" or text[start - 1 : start] == "("):
        first, last = day_month(raw, parts[0]), day_month(second, parts[0])
        if first and last and first < last:
            return timed(start, end, "period", f"--{first}/--{last}", "period.days", number)
    if "đ" in match[SEPARATOR] or "t" in match[SEPARATOR] or " " in match[SEPARATOR]:
        return None
    return Figure(start, end, "range", None, None, None, None, (), "exact", None, "range.open", *number, "malformed_number")


def _cued(
    text: str, match: re.Match[str], start: int, role: str, word: str, before: list[str],
) -> Found | None:
    """What the word before makes of the number."""
    raw, separator, noun, scale = match.group(FIRST, SEPARATOR, NOUN, SCALE)
    end = match.end(FIRST)
    number = (start, end)
    second_last = before[-2].lstrip(OPENING) if len(before) > 1 else ""
    unit = unit_of(noun)
    if role == "year":
        if year_of(raw) and second_last not in _EACH:
            return timed(text.rindex(word, 0, start), end, "year", raw, "year.named", number)
        return None
    if role == "month":
        return _month(text, match, start, word, second_last, measured=scale is not None or (
            unit is not None and (unit.kind in ("money", "percent", "area", "length") or unit.code == "times")))
    if role == "quarter":
        if separator not in (None, "/", " / ") or raw not in ("1", "2", "3", "4", "01", "02", "03", "04"):
            return None
        year = YEAR_BEHIND.match(text, end)
        quote = text.rindex(word, 0, start)
        iso = f"{year[1]}-Q{int(raw)}" if year else f"-Q{int(raw)}"
        return timed(quote, year.end() if year else end, "period", iso, "period.quarter", number)
    if role == "day":
        if word.lower() != "ngày" or separator is not None or scale is not None or second_last in _DAYS_OWN:
            return None
        if not raw.isdecimal() or not 1 <= int(raw[:3]) <= 31 or (unit is not None and unit.code != "month"):
            return None
        return Figure(start, end, "date", None, None, None, None, (), "exact", None, "date.open", *number, "day_without_month")
    if scale is not None:
        return None
    if role == "ordinal":
        if not raw.isdecimal() or len(raw) > 4:
            return None
        if word.lower() != "thứ" and (separator is not None or unit is not None or numbers.noun_follows(text, end)):
            return None  # "được cấp 4 con bò"
        quote = text.rindex(word, 0, start)
        return Figure(quote, end, "ordinal", float(raw), None, None, None, (), "exact", None, "ordinal.digit", *number)
    if role == "number":
        if unit is not None or second_last in _NUMBERED:
            return None
    elif role == "document":
        if unit is not None or (second_last.lower(), word.lower()) not in DOCUMENT_WORDS:
            return None
    elif unit is not None and (role == "heading" or separator is not None or not unit.administrative):
        return None
    return match.end(SECOND) if separator is not None and separator in "/-–" else end


def _month(
    text: str, match: re.Match[str], start: int, word: str, second_last: str, *, measured: bool,
) -> Figure | None:
    raw, separator, second = match.group(FIRST, SEPARATOR, SECOND)
    month = month_of(raw)
    if month is None or measured or second_last in _EACH:
        return None
    quote, end = text.rindex(word, 0, start), match.end(FIRST)
    if separator is not None and "/" not in separator:
        last = month_of(second)
        if last and month < last and match[NOUN] is None:
            end = match.end(SECOND)
            year = NAMED_YEAR_BEHIND.match(text, end)
            head = f"{year[1]}-" if year else "--"
            end = year.end() if year else end
            return timed(quote, end, "period", f"{head}{month}/{head}{last}", "period.months", (start, end))
    year = YEAR_BEHIND.match(text, end)
    if year is not None:
        return timed(quote, year.end(), "date", f"{year[1]}-{month}", "date.month", (start, year.end()))
    return timed(quote, end, "date", f"--{month}", "date.month", (start, end))


def _ranged(
    text: str, match: re.Match[str], start: int, quote: int, bound: Bound, role: str | None, word: str, last: Figure | None,
) -> Found:
    """Of "15-18 tiêu chí", "từ 10 đến 14 tiêu chí": one range, or the first number alone."""
    separator, noun, scale, second_end = match[SEPARATOR], match[NOUN], match[SCALE], match.end(SECOND)
    joined = len(separator) == 1
    known = scale is not None or (noun is not None and unit_of(noun) is not None)
    if known or (numbers.noun_follows(text, second_end) and (joined or role == "from")):
        figure = numbers.quantity(text, match, quote, bound, word, as_range=True)
        if figure is not None:
            return figure._replace(start=text.rindex(word, 0, start)) if role == "from" and figure.start == start else figure
    if joined:
        return Figure(quote, second_end, "range", None, None, None, None, (), bound, None, "range.open", start, second_end,
                      "range_or_score")
    return _bare(text, match, start, quote, bound, role, last)
