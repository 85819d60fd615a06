"""All figures of a text, in one pass of the fused pattern and one of the word automaton.

Each number is decided in a fixed order: codes and links (refused), document numbers, dates, stages of
years, clock times, what the word before says (year, month, ordinal, name, bound), ratios, ranges, and
last the single quantity with its unit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ntm_extract.model import Bound, Figure
from ntm_extract.numerals import number_value, open_reason
from ntm_extract.patterns import date_rules, dates, doc_numbers, names, number_rules, numbers, times, words
from ntm_extract.patterns.cues import LOOK_BACK, OPENING, ROLES, bound_of
from ntm_extract.patterns.dates import NEW
from ntm_extract.patterns.grammar import (
    CLOCK,
    DATE_BEHIND,
    FIRST,
    MORE,
    NOUN,
    SCALE,
    SECOND,
    SEPARATOR,
    digit_places,
    fused,
    noun_follows,
    unit_of,
)
from ntm_extract.patterns.guards import glued, list_mark, phone_end, torn
from ntm_extract.reference.units import PLAIN_KINDS

if TYPE_CHECKING:
    from ntm_extract.patterns.rule import Rule

_THREE_DECIMALS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_SPACED_GROUPS: Final = re.compile(r"(?:[ ][0-9]{3})+(?![0-9])")
_DOCUMENT_OF_YEAR: Final = re.compile(r"[0-9]{1,5}/(?:19|20)[0-9]{2}/[A-ZĐ]")
_CLOSING: Final = ".,;:)\n"  # behind a number these make no code of it
_STROKES: Final = "/-–"
_LABELLED: Final = re.compile(r": ?[0-9]{1,3}(?:,[0-9]+)? ?%")  # "2021: 12,5%"
_ENGLISH: Final = re.compile(
    r"[0-9],[0-9]{3}(?:,[0-9]{3}|\.[0-9]|\s(?:người|hộ|đồng|USD))|[0-9]\.[0-9]{1,2}\s?(?:%|tỷ|triệu|USD)"
)

RULES: Final[tuple[Rule, ...]] = (*doc_numbers.RULES, *date_rules.RULES, *number_rules.RULES, *words.RULES)
"""Every rule by which a figure can be read."""

Found = Figure | list[Figure] | int
"""What a number turned out to be; an integer: nothing, go on there."""


def scan_figures(text: str, utf8: bytes | None = None) -> list[Figure]:
    """Find the figures of ``text`` in order; see the modules of this package for what counts as one.

    ``utf8`` is the text in UTF-8 (lone surrogates passed), where that is at hand.
    """
    figures = _digit_figures(text)
    spelt = words.word_figures(text, text.encode("utf-8", "surrogatepass") if utf8 is None else utf8)
    if not spelt:
        return figures
    taken = sorted((figure.start, figure.end) for figure in spelt)
    kept = []
    index = 0
    for figure in figures:
        while index < len(taken) and taken[index][1] <= figure.start:
            index += 1
        if index == len(taken) or taken[index][0] >= figure.end:
            kept.append(figure)
    return sorted(kept + spelt, key=lambda figure: figure.start)


def _digit_figures(text: str) -> list[Figure]:
    figures: list[Figure] = []
    match_at = fused().match
    pos = 0
    last: Figure | None = None
    reached = 0  # the end of the last figure
    three_decimals: list[int] = []
    for start in digit_places(text):
        if start < pos or (match := match_at(text, start)) is None:
            continue
        pos = end = match.end(FIRST)
        if start and text[start - 1] not in " \n" and glued(text, start, last) and not _damaged_document(text, start):
            continue
        found = _read(text, match, start, end, last, reached)
        if isinstance(found, Figure):
            if last is not None and last.end == start - 2 and torn(text, last, found):
                found = found._replace(value=None, upper=None, reason="torn_number")
            figures.append(found)
            last = found
            if end - start > 4 and found.value is not None and _THREE_DECIMALS.fullmatch(text, start, end):
                three_decimals.append(len(figures) - 1)
        elif isinstance(found, int):
            pos = max(pos, found)
            continue
        else:
            figures += found
            last = found[-1]
        pos = reached = last.end
    if three_decimals and _ENGLISH.search(text):
        for index in three_decimals:  # "7,535" in a text that also prints "2.5%": no telling
            figures[index] = figures[index]._replace(value=None, upper=None, reason="ambiguous_grouping")
    return figures


def _read(text: str, match: re.Match[str], start: int, end: int, last: Figure | None, reached: int) -> Found:
    """Decide what the number from ``start`` to ``end`` is; ``reached`` is where the last figure ends."""
    raw = match[FIRST]
    separator = scale = noun = None
    alone = match.lastindex == FIRST  # nothing that the pattern knows stands behind the number
    if not alone:
        separator, clock, scale, noun = match.group(SEPARATOR, CLOCK, SCALE, NOUN)
        if clock is not None:
            return times.clock(text, match, start)
    if noun is None and scale is None:
        after = end if separator is None else match.end(MORE)
        behind = text[after : after + 2]
        if behind and (behind[-1] in _STROKES if behind[0] == " " else behind[0] not in _CLOSING):
            coded = _coded(text, start, after, behind)
            if coded is not None:
                return coded
    if raw[0] == "0" and (phone := phone_end(text, start)):
        return phone
    floor = max(start - LOOK_BACK, reached)  # a word that belongs to the last figure is no cue for this one
    before = text[floor:start].rsplit(None, 2)
    if before:
        word = before[-1]
        if word[0] in OPENING and len(word) > 1:
            word = before[-1] = word.lstrip(OPENING)
    elif last is not None and reached == floor and text.endswith(("năm", "NĂM"), 0, floor):
        word = "năm"  # "8,5 triệu đồng/người/năm 2013"
    else:
        word = ""
    role = ROLES.get(word)
    if separator is not None:
        dated = times.dated(text, match, start, role, word, last)
        if dated is not None:
            return dated
    elif noun is None:
        if scale is None:
            if raw.count(".") == 2 and (iso := dates.full_date(*raw.split("."))):
                return dates.timed(start, end, "date", iso, "date.full", (start, end))
            in_clause = start > 1 and text[start - 1] == " " and text[start - 2].isalpha()
            if not in_clause and list_mark(text, start, end, word):
                return end
    elif noun in ("tháng", "THÁNG") and scale is None:
        spoken = times.spoken(text, start, role)
        if spoken is not None:
            return spoken

    bound: Bound = "exact"
    quote = start
    if role is not None:
        if role in ("bound", "to"):
            bound, taken = bound_of(before)
            if bound == "more_than" and raw == "1" and noun in ("ha", "m2"):
                bound, taken = "exact", 0  # "thu nhập trên 1 ha": of each hectare
            if taken:
                quote = text.rindex(before[-taken].lstrip(OPENING), 0, start)
        elif before and role not in ("from", "past", "hour"):
            cued = names.cued(text, match, start, role, word, before)
            if cued is not None:
                return cued
    if alone:
        if behind[-1:].isdecimal() and behind[0] == " " and len(raw) <= 3:
            spaced = _spaced(text, match, start, quote, bound, word)
            if spaced is not None:
                return spaced
        return _bare(text, match, start, quote, bound, role, last)
    if separator is None:
        return _single(text, match, noun, scale, start, quote, bound, role, word, last)
    if "/" in separator:
        return numbers.slashed(text, match, quote, bound)
    return _ranged(text, match, start, quote, bound, role, word, last)


def _coded(text: str, start: int, end: int, behind: str) -> Figure | int | None:
    """Of a number before a letter or a stroke: the document number, or where a code ends ("5A", "4G")."""
    letter = behind[0].isalpha()
    if letter or behind[0] in _STROKES or behind[0] == " ":
        document = doc_numbers.doc_number(text, start)
        if document is not None:
            return document
    return end if letter else None


def _bare(
    text: str,
    match: re.Match[str],
    start: int,
    quote: int,
    bound: Bound,
    role: str | None,
    last: Figure | None,
) -> Figure | int:
    """Read the first number alone, without anything that stands behind it."""
    raw, end = match[FIRST], match.end(FIRST)
    if raw.isdecimal():
        length = len(raw)
        if length == 4 and bound == "exact" and dates.year_of(raw):
            return _year(text, start, end, raw, role, last)
        if length > 2 and raw[0] == "0":
            return end  # a code: nobody counts "0231"
        if length < 16:
            return NEW(Figure, (quote, end, "count", float(raw), None, None, None, (), bound, None, "count.bare", start, end, None))
    value = number_value(raw, "whole")
    rule, reason = ("count.bare", None) if value is not None else ("count.open", open_reason(raw, "whole"))
    return NEW(Figure, (quote, end, "count", value, None, None, None, (), bound, None, rule, start, end, reason))


def _year(text: str, start: int, end: int, raw: str, role: str | None, last: Figure | None) -> Figure:
    """Of "2013" without the word: a year behind a word of time, in brackets or in a list of years; else open."""
    number = (start, end)
    if role in ("to", "from", "past", "year") or text[start - 1 : start] == "(" or text[end : end + 1] == ")":
        return dates.timed(start, end, "year", raw, "year.bare", number)
    if (
        last is not None
        and last.iso
        and last.kind in ("year", "period", "date")
        and text[last.end : start] in times.RUNS
    ):
        return dates.timed(start, end, "year", raw, "year.list", number)
    if _LABELLED.match(text, end):
        return dates.timed(start, end, "year", raw, "year.bare", number)
    return dates.timed(start, end, "count", None, "count.open", number, "year_or_count")


def _single(
    text: str,
    match: re.Match[str],
    noun: str | None,
    scale: str | None,
    start: int,
    quote: int,
    bound: Bound,
    role: str | None,
    word: str,
    last: Figure | None,
) -> Found:
    if scale is None:
        unit = unit_of(noun)
        if unit is not None and unit.kind in PLAIN_KINDS and match.lastindex == NOUN:
            raw, end = match[FIRST], match.end()
            behind = text[end : end + 2]
            if (
                raw.isdecimal()
                and len(raw) < 16
                and behind[:1] != "/"
                and behind != " /"
                and text[start - 1 : start] != "$"
            ):
                code, kind = unit.code, unit.kind  # the everyday case, without detours: "12 xã"
                rule = "count.noun" if kind == "count" else kind + ".one"
                number_end = match.end(FIRST)
                return NEW(
                    Figure, (quote, end, kind, float(raw), None, None, code, (), bound, None, rule, start, number_end, None)
                )
        if unit is None and match.end() <= match.end(NOUN if noun is not None else FIRST):
            return _bare(text, match, start, quote, bound, role, last)
        if noun is not None and unit is not None and unit.kind == "duration":
            timely = times.duration(text, match, start, role, noun)
            if timely is not None:
                return timely
            if DATE_BEHIND.match(text, match.end(NOUN)):
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
    return (
        "a" <= text[start - 1] <= "z"
        and (start < 2 or not text[start - 2].isalnum())
        and (_DOCUMENT_OF_YEAR.match(text, start) is not None and doc_numbers.doc_number(text, start) is not None)
    )


def _ranged(
    text: str,
    match: re.Match[str],
    start: int,
    quote: int,
    bound: Bound,
    role: str | None,
    word: str,
    last: Figure | None,
) -> Found:
    """Of "15-18 tiêu chí", "từ 10 đến 14 tiêu chí": one range, or the first number alone."""
    separator, noun, scale, second_end = match[SEPARATOR], match[NOUN], match[SCALE], match.end(SECOND)
    joined = len(separator) == 1
    known = scale is not None or (noun is not None and unit_of(noun) is not None)
    if known or (noun_follows(text, second_end) and (joined or role == "from") and not dates.year_of(match[SECOND])):
        figure = numbers.quantity(text, match, quote, bound, word, as_range=True)
        if figure is not None:
            return (
                figure._replace(start=text.rindex(word, 0, start))
                if role == "from" and figure.start == start
                else figure
            )
    if joined:
        return dates.timed(start, second_end, "range", None, "range.open", (start, second_end), "range_or_score")
    return _bare(text, match, start, quote, bound, role, last)
