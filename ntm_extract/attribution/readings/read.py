"""The readings of one sentence: each figure asked in turn, left to right, what it is of."""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import Frame, Token
from ntm_extract.attribution.readings import breakdowns
from ntm_extract.attribution.readings.aims import aim, aimed_next, reached_next
from ntm_extract.attribution.readings.amounts import MEASURED, read_amount
from ntm_extract.attribution.readings.continuation import leads, same_again
from ntm_extract.attribution.readings.counts import COUNTED, read_count
from ntm_extract.attribution.readings.labels import bare_unit
from ntm_extract.attribution.readings.links import here as in_sentence
from ntm_extract.attribution.readings.listed import behind_stop, unfolded
from ntm_extract.attribution.readings.listed import listed as bare_item
from ntm_extract.attribution.readings.measures import RATES, settle
from ntm_extract.attribution.readings.ocop import graded_again
from ntm_extract.attribution.readings.pairing import Series, paired
from ntm_extract.attribution.readings.parts import larger_than_whole, take_tier
from ntm_extract.attribution.readings.risen import take_breakdown
from ntm_extract.attribution.readings.seconds import by_place, continues, share_of, with_figure
from ntm_extract.attribution.readings.shares import of_plan, read_share
from ntm_extract.attribution.readings.starts import starts
from ntm_extract.attribution.readings.together import together
from ntm_extract.attribution.walk import UNIT_NOUNS
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

_ALL = 100  # percent; no share of people or places is more
READABLE = COUNTED | MEASURED | {"percent"}


def read_sentence(frame: Frame, catalogue: Catalogue, discourse: Discourse) -> tuple[list[Reading], dict[int, str]]:
    """The readings of a sentence in order, and for each figure left out the reason (by its index)."""
    readings: list[Reading] = []
    reasons: dict[int, str] = {}
    last = discourse.last
    series = {at: (one, number) for one in paired(frame) for number, at in enumerate(one.figures)}
    for index, figure in enumerate(frame.figures):
        at = frame.at_figure.get(index)
        if at is None or frame.tokens[at].kind != "figure":
            continue
        if figure.value is None:
            reasons[index] = figure.reason or "unreadable"
            continue
        unit = figure.unit or _borrowed(frame, at)
        if unit not in READABLE:
            reasons[index] = "no_indicator"
            continue
        if figure.unit is None:
            frame.lend(at, unit)
        if at in series:
            found = _member(frame, at, *series[at], readings) or _read(frame, at, catalogue, discourse, last, readings)
            if isinstance(found, Reading):
                _name(found, *series[at])
        else:
            found = _read(frame, at, catalogue, discourse, last, readings)
        if isinstance(found, Rejection) and found.reason in ("no_indicator", "not_built"):
            found = by_place(frame, at, last) or found
        if isinstance(found, Reading) and found.unit == "criteria" and _of_many(found):
            found = Rejection("no_single_unit")  # "toàn huyện đạt 114 tiêu chí/11 xã": of all of them together
        if isinstance(found, Rejection):
            reasons[index] = found.reason
            if found.reason == "threshold" and unit == "VND":
                discourse.lines.add(figure.value)
            continue
        if found.previous is not None and not in_sentence(frame, found.previous):
            found.cue, found.reach = at, at + 1  # "Trong đó, huyện A 5%": its wording is no token of this sentence
        if found.place_at < 0:
            found.place_at = _place_of_list(frame, at)
        if larger_than_whole(frame, found, readings):
            reasons[index] = "part_of_another"
            continue
        if found.unit == "percent" and abs(found.value) > _ALL:
            reasons[index] = "no_share"
            continue
        settle(frame, found, readings, discourse)
        breakdowns.fill(frame, found)
        take_tier(frame, found, readings)
        take_breakdown(frame, found, readings)
        _same_region(frame, found, readings)
        readings.append(found)
        readings += together(frame, found)
        planned = _planned(frame, index, found)
        if planned is not None:
            readings.append(planned)
        last = found
    for index, found in starts(frame, readings, reasons):
        del reasons[index]
        breakdowns.fill(frame, found)
        readings.append(found)
    return readings, reasons


def _of_many(reading: Reading) -> bool:
    return reading.value > breakdowns.ALL_CRITERIA and reading.denominator is None


def _member(frame: Frame, at: int, series: Series, number: int, readings: list[Reading]) -> Reading | Rejection | None:
    """The reading of one figure of a series of pairs; None where the other rules must say what the series is of."""
    if series.kind == "counts":
        count = next((reading for reading in readings if series.partners and reading.at == series.partners[number]), None)
        return (share_of(frame, at, count) if count is not None else None) or Rejection("no_indicator")
    first = next((reading for reading in readings if reading.at == series.figures[0]), None)
    if series.kind == "wordings":
        code = series.codes[number]
        found = reading_of(frame.figure(at), at, code, f"{code}.paired", "household" if code.endswith("_households") else "percent")
        found.cue = series.partners[number]
    elif number == 0:
        return None
    elif first is None:
        return Rejection("no_indicator")
    else:
        found = with_figure(frame, at, first)
    if first is not None:
        found.measure = first.measure
        if first.value < 0:
            found.value = -found.value
    return found


def _name(reading: Reading, series: Series, number: int) -> None:
    if series.kind == "places":
        reading.place_at = series.partners[number]
    elif series.kind == "times":
        reading.time_at = series.partners[number]


def _borrowed(frame: Frame, at: int) -> str | None:
    """ "hơn 2.400 trong tổng số trên 3.400 xã": the unit stands with the whole."""
    if frame.figure(at).value == 1 and "số" not in frame.tokens[min(at + 1, len(frame.tokens) - 1)].text:
        return None  # "là 1 trong 12 xã đạt chuẩn": which one it is, no count
    if frame.has(at + 1, "part") and at + 2 < len(frame.tokens) and frame.tokens[at + 2].kind == "figure":
        unit = frame.figure(at + 2).unit
        return unit if unit in COUNTED else None
    if frame.tokens[at + 1 : at + 3] and [token.text for token in frame.tokens[at + 1 : at + 3]] == ["đơn", "vị"]:
        return _level_of_units(frame, at)
    return "product" if graded_again(frame, at) else bare_unit(frame, at)


def _level_of_units(frame: Frame, at: int) -> str | None:
    """ "Ở cấp huyện, 152 đơn vị … được công nhận": the level of the units is said before them in their clause."""
    before = frame.text[frame.tokens[frame.clause_start(at)].start - frame.start : frame.tokens[at].start - frame.start]
    levels = {unit for words, unit in (("cấp huyện", "district"), ("cấp xã", "commune")) if words in before}
    if not levels:  # "53/597 xã …, trong đó tỉnh X có 33 đơn vị"
        counts = (frame.figure(i).unit for i in range(at) if frame.tokens[i].kind == "figure")
        levels = {unit for unit in counts if unit in ("commune", "district", "village")}
    return levels.pop() if len(levels) == 1 else None


def _place_of_list(frame: Frame, at: int) -> int:
    """ "100% xã, thị trấn của huyện X": the place behind a list of unit nouns; -1 where there is none."""
    index = at + 1
    listed = False
    while index < len(frame.tokens) and frame.tokens[index].text in UNIT_NOUNS | {",", "và", "số", "các"}:
        listed = listed or (frame.tokens[index].text == "," and index > at + 1)
        index += 1
    if not listed or index + 1 >= len(frame.tokens) or frame.tokens[index].text not in ("của", "ở", "tại", "thuộc"):
        return -1
    return index + 1 if frame.tokens[index + 1].kind == "place" else -1


def _beats(frame: Frame, at: int) -> bool:
    return any(
        {"vượt", "hơn", "kém", "thiếu"} & set(token.text.split()) or {"change_up", "change_down"} & set(token.concepts)
        for token in frame.tokens[max(0, at - 2) : at]
    )


def _read(
    frame: Frame, at: int, catalogue: Catalogue, discourse: Discourse, last: Reading | None, earlier: list[Reading]
) -> Reading | Rejection:
    unit = frame.figure(at).unit
    here = last if last is not None and (last is not discourse.last or frame.has(0, "inclusive")) else None
    if unit == "percent":
        if of_plan(frame, at):
            return Rejection("plan_fulfilment")
        compared = aim(frame, at, earlier) if at and frame.has(at - 1, "achieved_plan") else None
        if compared is not None:
            return compared
        found = continues(frame, at, here, earlier, discourse.before) or read_share(frame, at, catalogue, discourse)
        if _points_back(frame, at) and discourse.before:
            return same_again(frame, at, discourse.before) or found
        if isinstance(found, Rejection) and found.reason == "no_indicator":
            listing = bare_item(frame, at, discourse.subject, catalogue)
            aimed = aim(frame, at, earlier) or aimed_next(frame, at, discourse.before) or reached_next(frame, at, discourse.before)
            listing = listing or unfolded(frame, at, discourse.named, catalogue) or behind_stop(frame, at, catalogue)
            return aimed or leads(frame, at, discourse.before) or listing or found
        return found
    if (unit in COUNTED or unit == "criteria") and of_plan(frame, at) and _beats(frame, at):
        return Rejection("plan_fulfilment")  # "tăng 11 xã so với mục tiêu": by how much the plan was beaten
    if unit in COUNTED:
        if at and frame.tokens[at - 1].kind == "place" and here is not None:  # "…, trong đó huyện A 4 xã"
            listed = continues(frame, at, here, earlier)
            if listed is not None:
                return listed
        found = read_count(frame, at, catalogue, discourse)
        if isinstance(found, Reading) and found.code == "communes_total" and frame.tokens[at - 2 : at - 1][0].kind == "place":
            if frame.has(0, "inclusive"):
                found = Rejection("no_indicator")  # "Trong đó, tỉnh X có 8 xã": of those the sentence before counted
            return continues(frame, at, here, earlier) or leads(frame, at, discourse.before) or found
        if isinstance(found, Rejection) and discourse.last is not None and _points_back(frame, at):
            return same_again(frame, at, discourse.before) or found
        if isinstance(found, Rejection) and found.reason in ("no_indicator", "beneficiaries"):
            item = bare_item(frame, at, discourse.subject, catalogue)
            return continues(frame, at, here, earlier) or leads(frame, at, discourse.before) or item or found
        return found
    if unit == "criteria" and frame.tokens[at - 1].text == "xã":
        return Rejection("band_of_communes")  # "số xã dưới 8 tiêu chí còn 5 xã"
    if unit == "criteria":
        return continues(frame, at, here, earlier) or read_amount(frame, at, discourse)
    found = read_amount(frame, at, discourse)
    if isinstance(found, Rejection) and found.reason == "no_indicator":
        return continues(frame, at, here, earlier) or found
    return found


def _points_back(frame: Frame, at: int) -> bool:
    """ "Ở huyện X, tỷ lệ này là 61,7%": the wording stood in the sentence before."""
    start = frame.clause_start(at)
    if not frame.any_cue("anaphora", start=start, end=at):
        return False
    return not frame.any_cue("poverty_rate", "near_poverty_rate", "clean_water", "health_insurance", start=start, end=at)


_KIND_OF = {
    "border_communes": "border",
    "special_communes": "special",
    "special_villages": "special",
    "poor_districts": "poor_districts",
}


def _same_region(frame: Frame, reading: Reading, readings: list[Reading]) -> None:
    """ "22 xã biên giới …; tỷ lệ nghèo ở vùng này còn 41%", "38 bản đạt chuẩn, riêng bản thuộc xã đặc biệt khó khăn 14 bản"."""
    last = readings[-1] if readings else None
    if last is None or last.at >= reading.at:
        return
    group = _KIND_OF.get(last.code)
    between = frame.tokens[last.at + 1 : reading.at]
    if group and reading.code in RATES and "population" not in reading.breakdowns:
        pairs = {f"{one.text} {two.text}" for one, two in pairwise(between)} | {token.text for token in between}
        if pairs & {"vùng này", "khu vực này", "xã này", "thôn này", "bản này", "huyện này", "nơi này"}:
            reading.breakdowns["population"] = group
    said = last.breakdowns.get("population")
    poor = all(one.code.endswith(("poor_households", "poverty_rate")) for one in (last, reading))
    if isinstance(said, str) and said in _KIND_OF.values() and poor and not any(_elsewhere(token) for token in between):
        reading.breakdowns.setdefault("population", said)  # "hộ nghèo ở 64 huyện nghèo là …, hộ cận nghèo là …"
    group = _KIND_OF.get(reading.code)
    bracketed = any(token.text == "(" for token in between)  # "36 xã đạt chuẩn (trong đó có 8 xã biên giới)"
    if (
        group
        and (reading.rule.endswith(".label") or bracketed)
        and last.code in ("villages_ntm", "communes_ntm")
        and last.unit == reading.unit
        and any("inclusive" in token.concepts for token in between)
    ):
        reading.code, reading.rule = last.code, "series.level"
        reading.breakdowns = {**last.breakdowns, "population": group}
        reading.previous = last


def _elsewhere(token: Token) -> bool:
    scope = any(concept.startswith("scope_") for concept in token.concepts)
    return scope or token.kind in ("place", "time", "figure") or token.text == ";"


def _planned(frame: Frame, index: int, reading: Reading) -> Reading | None:
    """The second half of "giảm 3,68/3,1%": what was planned."""
    figures = frame.figures
    if reading.figure.rule != "percent.reached" or index + 1 >= len(figures) or figures[index + 1].rule != "percent.planned":
        return None
    planned: Figure = figures[index + 1]
    if planned.value is None:
        return None
    sign = -1 if reading.value < 0 else 1
    return Reading(
        planned,
        reading.at,
        reading.code,
        reading.rule,
        sign * planned.value,
        "percent",
        bound=planned.bound,
        measure=reading.measure,
        cue=reading.cue,
        reach=reading.reach,
        status="target",
        previous=reading,
        breakdowns=dict(reading.breakdowns),
    )
