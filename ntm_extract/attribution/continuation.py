"""Figures that continue the one before: the wording stands once, the figures follow.

Read: a change behind its level ("…, tăng 769 xã"), a share that restates a count ("3.838 xã (43,02%)"), a
series over years or places ("năm 2023 đạt 6,22%, năm 2024 đạt 6,12%"; "huyện A 20 bản, huyện B 5 bản") and
"từ … xuống còn …". Between the two figures only words may stand that say nothing new; one unknown word
and the figure is left alone, because it may well be about something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.walk import left_the_list, of_plan
from ntm_extract.model import Figure

# a share of a count is the share of ... : (count's indicator) -> indicator of the percentage
_SHARE_OF = {
    "poor_households": "poverty_rate",
    "near_poor_households": "near_poverty_rate",
    "poor_and_near_poor_households": "multidimensional_poverty_rate",
    "communes_ntm": "communes_ntm",
    "communes_by_criteria": "communes_by_criteria",
    "villages_ntm": "villages_ntm",
    "districts_ntm": "districts_ntm",
    "communes_meeting_criterion": "communes_meeting_criterion",
    "ocop_products": "ocop_products",
    "ocop_entities": "ocop_entities",
}
# counts that only say where the next figure was measured: "riêng 7 huyện nghèo giảm 6%"
_PLACES_OF = frozenset({"poor_districts", "poor_communes", "special_communes", "special_villages", "border_communes"})
_RESPECTIVELY = frozenset({"lượt", "tương ứng", "ứng"})
_COUNT_OF = {
    "poverty_rate": "poor_households",
    "near_poverty_rate": "near_poor_households",
    "multidimensional_poverty_rate": "poor_and_near_poor_households",
}


def continues(frame: Frame, at: int, last: Reading | None, earlier: Sequence[Reading] = ()) -> Reading | None:
    """The reading of a figure that continues ``last`` (or, in a series of pairs, the one of its own unit before that)."""
    if last is None:
        return None
    figure = frame.figure(at)
    if figure.value is None:
        return None
    found = _restated(frame, at, figure, last) or _series(frame, at, figure, last, last)
    if found is None:
        twin = next(
            (
                one
                for one in reversed(earlier)
                if one.unit == figure.unit and (one.code == last.code or last.previous is one or last.code in _PLACES_OF)
            ),
            None,
        )
        if twin is not None and twin is not last:
            found = _series(frame, at, figure, twin, last)
    return found


def _restated(frame: Frame, at: int, figure: Figure, last: Reading) -> Reading | None:
    """A percentage beside its count, or a count beside its percentage."""
    if not _here(frame, last):
        return None
    gap_start = _after(frame, last)
    worded = _behind_wording(frame, last)
    if figure.kind == "percent" and last.unit not in ("percent", "VND", "criteria"):
        code = _SHARE_OF.get(last.code)
        beside = (
            _beside(frame, gap_start, at)
            or (worded < at and _beside(frame, worded, at))
            or _at_once(frame, gap_start, at)
            or (worded < at and _at_once(frame, worded, at))
        )
        if code is None or not (beside or _shares(frame, at)):
            return None
        if not beside and not _nothing_between(frame, gap_start, at, last):
            return None
        if code == "poverty_rate" and _of_poor(frame, at):
            code = last.code
        return _like(figure, at, last, code, "restated.percent", "percent")
    if figure.unit != "household" or last.unit != "percent" or last.code not in _COUNT_OF:
        return None
    if not _beside(frame, gap_start, at) and not (_shares(frame, at) and frame.only_filler(gap_start, at)):
        return None
    reading = _like(figure, at, last, _COUNT_OF[last.code], "restated.count", "household")
    if not _change_beside(frame, at):
        reading.measure = last.measure
    return reading


def _nothing_between(frame: Frame, start: int, end: int, last: Reading) -> bool:
    """Only the count's own wording and filler between a count and "chiếm …%"."""
    for index in range(start, end):
        token = frame.tokens[index]
        if token.kind == "figure" or (token.kind == "mark" and token.text in ";."):
            return False
    return end - start <= 30 and (last.cue <= end)


def _series(frame: Frame, at: int, figure: Figure, last: Reading, nearest: Reading) -> Reading | None:
    same_unit = figure.unit == _written_unit(last) or (last.unit == "criteria" and figure.unit == "criteria")
    if not same_unit or (last.code in ("poor_communes", "poor_districts", "special_communes") and left_the_list(frame, at)):
        return None
    start = _behind_wording(frame, nearest) if _here(frame, nearest) else 0
    placed = any(
        token.kind in ("place", "time") or any(concept.startswith("population:") for concept in token.concepts)
        for token in frame.tokens[start:at]
    )
    planned = at >= 2 and "kh" in (frame.tokens[at - 1].text, frame.tokens[at - 2].text)  # "(KH: 88,5%)"
    if start > at or not frame.only_filler(start, at, unknown=int(planned), stops=placed) or of_plan(frame, at):
        return None
    if last.unit == "criteria" and figure.per != last.figure.per and not _change_beside(frame, at):
        return None
    gap = frame.tokens[start:at]
    change = any(c in token.concepts for token in gap for c in ("change_up", "change_down"))
    bracketed = len(gap) <= 4 and any(token.text == "(" for token in gap)
    linked = change or any(
        token.kind in ("time", "place")
        or (bracketed and (token.text == "kh" or "achieved_plan" in token.concepts))
        or {"level_verb", "base", "now", "target"} & set(token.concepts)
        or token.text in ("từ", "xuống", "lên", "đến", "còn")
        for token in gap
    )
    if not linked:
        return None
    reading = _like(figure, at, last, last.code, "series.change" if change else "series.level", last.unit)
    verb = frame.tokens[at - 1]
    remains = verb.text.endswith("còn") or ("level_verb" in verb.concepts and verb.text not in ("đạt", "là", "có", "ở mức"))
    if not change and not remains:
        reading.measure = last.measure  # "năm 2022 giảm 4,6%, năm 2023 6,22%"
    return reading


def _here(frame: Frame, last: Reading) -> bool:
    """Whether the reading stands in this sentence, not in the one before ("Trong đó, tỉnh X có 8 xã")."""
    return frame.start <= last.figure.start < frame.end


def _written_unit(last: Reading) -> str | None:
    return last.figure.unit


def _after(frame: Frame, last: Reading) -> int:
    """First token behind a reading's figure (and the unit written with it)."""
    index = last.at + 1
    while index < len(frame.tokens) and frame.tokens[index].start < last.figure.end:
        index += 1
    return index


def _behind_wording(frame: Frame, last: Reading) -> int:
    """First token behind a reading and the wording that announced it."""
    return max(_after(frame, last), last.cue + 1 if last.previous is None and last.cue > last.at else 0)


def _beside(frame: Frame, start: int, at: int) -> bool:
    """In the bracket that opens behind the count: "(43,02%)", "(chiếm tỷ lệ 42,41%)", "(hơn 35.700 hộ)"."""
    if start >= at or frame.tokens[start].text != "(":
        if start < at and frame.tokens[start].kind == "cue" and start + 1 < at and frame.tokens[start + 1].text == "(":
            start += 1
        else:
            return False
    return all(
        "share" in token.concepts
        or {"level_verb"} & set(token.concepts)
        or token.text in ("(", "tỷ", "tỉ", "lệ", "đạt", "khoảng", "=", "hơn")
        for token in frame.tokens[start:at]
    )


def _at_once(frame: Frame, start: int, at: int) -> bool:
    """ "21/115 xã, đạt 18,26%": nothing but a comma and a verb between."""
    if at - start == 1:
        return frame.tokens[start].text == ","
    if at - start == 3 and "share" in frame.tokens[start + 1].concepts and _change_beside(frame, at):
        return True  # "…, tương ứng giảm 1,8%"
    return at - start == 2 and frame.tokens[start].text == "," and frame.tokens[start + 1].text in ("đạt", "bằng", "là")


def _shares(frame: Frame, at: int) -> bool:
    index = at - 1
    while index >= 0 and frame.tokens[index].text in ("khoảng", "tới", "đến", "tỷ", "tỉ", "lệ"):
        index -= 1
    return frame.has(index, "share")


def _of_poor(frame: Frame, at: int) -> bool:
    """ "chiếm 86,5% tổng số hộ nghèo": a share of the poor, not of all households."""
    for token in frame.tokens[at + 1 : at + 6]:
        if {"poor_households", "near_poor_households"} & set(token.concepts):
            return True
        if token.text not in (
            "tổng",
            "số",
            "trên",
            "của",
            "trong",
            "tổng số",
            "trong tổng số",
            "trên tổng số",
            "trong số",
        ):
            return False
    return False


def _change_beside(frame: Frame, at: int) -> bool:
    return frame.has(at - 1, "change_up", "change_down")


def _like(figure: Figure, at: int, last: Reading, code: str, rule: str, unit: str) -> Reading:
    assert figure.value is not None  # noqa: S101 - checked by the caller
    reading = Reading(
        figure,
        at,
        code,
        rule,
        figure.value,
        unit,
        upper=figure.upper,
        denominator=figure.denominator,
        bound=figure.bound,
        cue=last.cue,
        reach=last.reach,
        previous=last,
        breakdowns=dict(last.breakdowns),
    )
    if rule == "restated.percent" and last.measure == "change":
        reading.measure = "change"
    return reading


def same_again(frame: Frame, at: int, before: Sequence[Reading]) -> Reading | None:
    """The same indicator with a new figure, for a text that points back to it ("tỷ lệ này")."""
    figure = frame.figure(at)
    alike = [reading for reading in before if reading.figure.unit == figure.unit]
    last = alike[-1] if alike else None
    start = frame.clause_start(at)
    if any(token.text in _RESPECTIVELY for token in frame.tokens[start : at + 4]):
        # "tỷ lệ này lần lượt là 4,1% và 5,2%": in the order of what it points back to
        place = sum(
            1 for token in frame.tokens[start:at] if token.kind == "figure" and frame.figures[token.ref].unit == figure.unit
        )
        kinds = list({reading.code: reading for reading in alike}.values())
        last = kinds[place] if place < len(kinds) else None
    if figure.value is None or last is None:
        return None
    return _like(figure, at, last, last.code, "series.pointed", last.unit)
