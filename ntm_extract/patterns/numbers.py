"""Quantities: counts, ratios, ranges, percents, money, measures, averages.

The unit decides the kind, and which notations of its number are certain (:mod:`ntm_extract.numerals`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ntm_extract.model import Bound, Figure
from ntm_extract.numerals import SCALE_WORDS, NumberUse, number_value, open_reason
from ntm_extract.patterns import dates
from ntm_extract.patterns.dates import NEW
from ntm_extract.patterns.grammar import (
    DATE_BEHIND,
    FIRST,
    MORE,
    NOUN,
    NUMBER,
    PER,
    RATES,
    SCALE,
    SCALE_2,
    SECOND,
    UP_1,
    UP_2,
    noun_follows,
    unit_of,
)

if TYPE_CHECKING:
    from ntm_extract.reference.units import Unit

_COMPOUND: Final = re.compile(rf"[ \n]({NUMBER})[ ]?(triệu|nghìn|ngàn)(?:[ ]?(đồng|VNĐ|VND|đ|USD))?(?!\w)")
_PERCENT_RANGE: Final = re.compile(rf"[ ]?[-–—][ ]?({NUMBER})[ ]?%")
_PERCENT_TO: Final = re.compile(rf"[ \n](?:đến|tới)[ \n]({NUMBER})[ ]?%")
_SECOND_NOUN: Final = re.compile(rf"[ ]?/[ ]?({NUMBER})[ ]?")
_CURRENCY_BEHIND: Final = re.compile(r"[ ][A-Z]{3}(?!\w)")
_PEOPLE_BEFORE: Final = re.compile(r"(?:dân số|số dân|số người|số hộ|số lượng|lượt)(?!\w)[^.;\n]*\Z")
_SHARE_BEHIND: Final = re.compile(r"[ \n](?:số|tổng|diện|dân|chặng|quãng|thời|chiều)(?!\w)")


def exponent(match: re.Match[str]) -> int:
    """Give the power of ten that the scale words behind the number make: 12 of "nghìn tỷ"."""
    scale, scale_2 = match[SCALE], match[SCALE_2]
    if scale is None:
        return 0
    return SCALE_WORDS[scale.lower()] + (SCALE_WORDS[scale_2.lower()] if scale_2 else 0)


def per_of(raw: str | None) -> tuple[str, ...]:
    """Give the codes of "/người/năm", "/người, năm", "/1 xã", " mỗi năm"."""
    if raw is None:
        return ()
    known = RATES
    if raw[0] in " \n" and "/" not in raw:
        return (known[" ".join(raw.split()[1:])],)
    codes = []
    for part in raw.split("/")[1:]:
        name = " ".join(part.split()).removeprefix("1 ")  # "14 tiêu chí/1 xã"
        if name not in known:
            name, _, behind = name.partition(",")
            codes += [known[name.strip()], known[behind.strip()]]
            continue
        codes.append(known[name])
    return tuple(codes)


def quantity(
    text: str,
    match: re.Match[str],
    start: int,
    bound: Bound,
    previous: str,
    *,
    as_range: bool = False,
) -> Figure | None:
    """Make the figure of one number or one range with its unit; None where a range is none."""
    raw, noun, scale = match.group(FIRST, NOUN, SCALE)
    last = SECOND if as_range else FIRST
    number_end = match.end(last)
    unit: Unit | None = None
    end = number_end
    per: str | None = None
    up: str | None = None
    if noun is not None:
        unit = unit_of(noun)
        if (
            unit is not None
            and noun[0] in "ntNT"
            and unit.kind == "duration"
            and DATE_BEHIND.match(text, match.end(NOUN))
        ):
            unit = noun = None  # "775 triệu năm 1980": the noun belongs to the date behind it
    if unit is not None or noun is None:
        if (match.lastindex or 0) > NOUN:
            up, per = match[UP_1] or match[UP_2], match[PER]
        if unit is not None or (match[NOUN] is None and (up or per)):
            end = match.end()
        else:
            up = per = None
            if scale:
                end = match.end(SCALE_2 if match[SCALE_2] else SCALE)
    elif scale:
        end = match.end(SCALE_2 if match[SCALE_2] else SCALE)
    use: NumberUse = "measure" if scale else unit.use if unit is not None else "whole"
    power = exponent(match) if scale else 0
    value = number_value(raw, use, power)
    upper: float | None = None
    reason: str | None = None
    if as_range:
        upper = number_value(match[SECOND], use, power)
        if value is None or upper is None or value >= upper:
            return None
    elif value is None:
        reason = open_reason(raw, use)
    if scale and match[SCALE_2] and SCALE_WORDS[scale.lower()] == SCALE_WORDS[match[SCALE_2].lower()]:
        value, upper, reason = None, None, "malformed_number"  # "42 triệu triệu đồng": one of them is a slip, and who knows which
    if up:
        bound = "at_least" if up.endswith("lên") else "at_most"
        if previous in ("từ", "Từ", "TỪ"):
            start = text.rindex(previous, 0, start)
    code: str | None
    if unit is not None:
        kind, code = unit.kind, unit.code
        if kind == "percent":
            return _percent(text, match, start, end, value, upper, per, bound, previous, reason)
        rule = "money.one" if kind == "money" else f"{kind}.one"
    elif (scale and scale.lower() in ("triệu", "tỷ", "tỉ")) or match[SCALE_2]:
        counted = noun is not None or (not per and noun_follows(text, end)) or _CURRENCY_BEHIND.match(text, end)
        if not counted and not _PEOPLE_BEFORE.search(text, max(0, start - 40), start):
            compound = _COMPOUND.match(text, end) if per is None and not as_range else None
            if compound is not None:
                return _compound(compound, start, match.start(), value, bound)
            kind, code, rule = "money", "VND", "money.scale_only"
        else:
            kind, code, rule = "count", None, "count.bare"
    else:
        kind, code, rule = "count", None, "count.bare"
    if kind == "count":
        rule = "count.noun" if code else "count.bare"
        if as_range:
            kind, rule = "range", "range.noun" if code else "range.bare"
        elif per:
            kind, rule = "average", "average.per"
    elif as_range:
        rule = f"{kind}.range"
    elif per and kind != "money":
        kind, rule = "average", "average.per"  # "40 km/h"
    rate = per_of(per) if per else ()
    number_start = match.start()
    return NEW(
        Figure, (start, end, kind, value, upper, None, code, rate, bound, None, rule, number_start, number_end, reason)
    )


def _percent(
    text: str,
    match: re.Match[str],
    start: int,
    end: int,
    value: float | None,
    upper: float | None,
    per: str | None,
    bound: Bound,
    previous: str,
    reason: str | None,
) -> Figure:
    rule = "percent.range" if upper is not None else "percent.one"
    number_end = match.end(SECOND if upper is not None else FIRST)
    if upper is None and per is None and value is not None:
        tail = _PERCENT_RANGE.match(text, end)
        if tail is None and previous in ("từ", "Từ", "TỪ"):
            tail = _PERCENT_TO.match(text, end)
            if tail is not None:
                start = text.rindex(previous, 0, start)
        if tail is not None:
            top = number_value(tail[1], "percent")
            if top is not None and top > value:
                upper, end, number_end, rule = top, tail.end(), tail.end(1), "percent.range"
    rate = per_of(per) if per else ()
    number_start = match.start()
    return NEW(
        Figure, (start, end, "percent", value, upper, None, "percent", rate, bound, None, rule, number_start, number_end, reason)
    )


def _compound(tail: re.Match[str], start: int, number_start: int, value: float | None, bound: Bound) -> Figure:
    """Of "1 tỷ 200 triệu đồng": one amount."""
    rest = number_value(tail[1], "measure", SCALE_WORDS[tail[2]])
    total = value + rest if value is not None and rest is not None and rest < value else None
    code, number_end = "USD" if tail[3] == "USD" else "VND", tail.end(1)
    reason = None if total is not None else "malformed_number"
    rule = "money.compound"
    return Figure(
        start, tail.end(), "money", total, None, None, code, (), bound, None, rule, number_start, number_end, reason
    )


def slashed(text: str, match: re.Match[str], start: int, bound: Bound) -> list[Figure]:
    """Of "39/94 xã", "3,68/3,1%" and "7/20": a ratio, a pair of percents, or an open notation."""
    noun = match[NOUN]
    unit = unit_of(noun)
    number = match.start(), match.end(SECOND)
    if unit is not None and unit.kind == "duration" and DATE_BEHIND.match(text, match.end(NOUN)):
        unit = None
    end = match.end() if unit is not None else number[1]
    if unit is not None and unit.kind == "percent":
        values = [number_value(match[group], "percent") for group in (FIRST, SECOND)]
        return [
            Figure(
                start,
                end,
                "percent",
                value,
                None,
                None,
                "percent",
                per_of(match[PER]),
                bound,
                None,
                rule,
                *number,
                None if value is not None else open_reason(match[group], "percent"),
            )
            for value, rule, group in zip(values, ("percent.reached", "percent.planned"), (FIRST, SECOND), strict=True)
        ]
    if match[MORE]:
        wrong = "invalid_date" if dates.year_of(match[MORE][1:]) else "malformed_number"
        return [dates.timed(number[0], match.end(MORE), "ratio", None, "ratio.open", number, wrong)]
    if unit is not None and unit.kind == "money":  # reached and planned: what was reached
        sums = [number_value(match[group], "measure", exponent(match)) for group in (FIRST, SECOND)]
        if None in sums:
            return [dates.timed(number[0], number[1], "ratio", None, "ratio.open", number, "malformed_number")]
        of = per_of(match[PER])
        return [Figure(start, end, "money", sums[0], None, None, unit.code, of, bound, None, "money.one", *number)]
    use: NumberUse = unit.use if unit is not None else "whole"
    value = number_value(match[FIRST], use)
    denominator = number_value(match[SECOND], use)
    reason: str | None = None
    if value is None or denominator is None or not denominator:
        reason = "malformed_number"
    elif value > denominator and (unit is None or dates.day_month(match[FIRST], match[SECOND])):
        reason = "part_exceeds_whole"  # a house number, a pressure; or "từ 31/3 người dân ..."
    elif unit is None and dates.day_month(match[FIRST], match[SECOND]) and not _SHARE_BEHIND.match(text, end):
        reason = "date_or_ratio"
    if reason is not None:
        return [dates.timed(number[0], number[1], "ratio", None, "ratio.open", number, reason)]
    code, rule = (None, "ratio.bare") if unit is None else (unit.code, "ratio.noun")
    per = per_of(match[PER]) if unit is not None else ()
    return [Figure(start, end, "ratio", value, None, denominator, code, per, bound, None, rule, *number)]


def second_noun(text: str, figure: Figure, noun: str) -> Figure | list[Figure]:
    """Of "52 xã/136 xã": the one ratio that the two counts are; of "78,5%/75%": what was reached and what was planned."""
    tail = _SECOND_NOUN.match(text, figure.end)
    if tail is None or not text.startswith(noun, tail.end()):
        return figure
    end = tail.end() + len(noun)
    if figure.unit == "percent":
        planned = number_value(tail[1], "percent")
        if planned is None or figure.upper is not None or figure.value is None:
            return figure
        pair = ((figure.value, "percent.reached"), (planned, "percent.planned"))
        return [figure._replace(end=end, value=value, rule=rule, number_end=tail.end(1)) for value, rule in pair]
    denominator = number_value(tail[1], "whole")
    if not denominator or figure.value is None or text[end : end + 1].isalnum():
        return figure
    return figure._replace(
        end=end, kind="ratio", denominator=denominator, rule="ratio.two_nouns", number_end=tail.end(1)
    )
