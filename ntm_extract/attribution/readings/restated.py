"""A count and its share said together: "3.838 xã (43,02%)", "165 hộ nghèo, chiếm 3%", "tỷ lệ 5,05%, tức 22.016 hộ".

Read where the second figure stands in the bracket behind the first, directly behind its comma, or behind "chiếm",
"tương ứng" with nothing but the first one's own words between. A share behind a rise restates the level that rose. A share
of the poor is one of the poor where the text says so, or where the size of the counts proves it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.readings.decoys import of_those
from ntm_extract.attribution.readings.links import SHARE_OF, after_figure, behind_wording, change_beside, here, like, shares
from ntm_extract.model import Figure

_COUNT_OF = {
    "poverty_rate": "poor_households",
    "near_poverty_rate": "near_poor_households",
    "multidimensional_poverty_rate": "poor_and_near_poor_households",
}


_UNIT_OF = {
    "communes_ntm": "commune",
    "communes_by_criteria": "commune",
    "communes_meeting_criterion": "commune",
    "villages_ntm": "village",
    "districts_ntm": "district",
    "provinces_ntm": "province",
}


def restated(frame: Frame, at: int, figure: Figure, last: Reading, earlier: Sequence[Reading]) -> Reading | None:
    """A percentage beside its count, or a count beside its percentage."""
    if not here(frame, last) or of_those(frame, at):
        return None
    gap_start = after_figure(frame, last)
    if gap_start + 1 < at and frame.has(gap_start, "part") and frame.tokens[gap_start + 1].kind == "figure":
        gap_start += 2  # "2.400 trong tổng số 3.400 xã (69,1%)"
    worded = behind_wording(frame, last)
    if figure.kind == "percent" and last.unit not in ("percent", "VND", "criteria"):
        if last.measure == "change" and frame.has(at - 1, "share") and not change_beside(frame, at):
            whole = next((one for one in reversed(earlier) if one.code == last.code and one.measure == "level"), None)
            if whole is not None and whole.unit == last.unit and here(frame, whole) and frame.only_filler(gap_start, at):
                if _of_the_change(frame, at, figure, last, whole, earlier):
                    return like(figure, at, last, SHARE_OF.get(last.code, last.code), "restated.percent", "percent")
                if frame.depth[at] > frame.depth[whole.at]:
                    return None  # "120 xã (tăng 10 xã so với năm 2021, chiếm 60%)": of which of the two is not said
                share = SHARE_OF.get(whole.code)  # "249 đơn vị …, tăng 36 đơn vị so với năm 2021, chiếm 38,7%"
                return like(figure, at, whole, share, "restated.percent", "percent") if share else None
        code = SHARE_OF.get(last.code)
        beside = (
            _beside(frame, gap_start, at)
            or (worded < at and _beside(frame, worded, at))
            or _at_once(frame, gap_start, at)
            or (worded < at and _at_once(frame, worded, at))
        )
        if code is None or not (beside or shares(frame, at)):
            return None
        if not beside and not _nothing_between(frame, gap_start, at, last):
            return None
        if last.code.endswith("poor_households") and (
            _of_poor(frame, at) or _is_whole(frame, last) or _part_of(figure, last, earlier)
        ):
            code = last.code
        return like(figure, at, last, code, "restated.percent", "percent")
    if figure.unit == _UNIT_OF.get(last.code) and figure.denominator is not None and last.unit == "percent":
        if not _names_units(frame, gap_start, at):
            return None
        return like(figure, at, last, last.code, "restated.count", figure.unit or "")
    if figure.unit != "household" or last.unit != "percent" or last.code not in _COUNT_OF:
        return None
    if not _beside(frame, gap_start, at) and not (shares(frame, at) and frame.only_filler(gap_start, at)):
        return None
    reading = like(figure, at, last, _COUNT_OF[last.code], "restated.count", "household")
    if not change_beside(frame, at):
        reading.measure = last.measure
    return reading


def _of_the_change(
    frame: Frame, at: int, figure: Figure, last: Reading, whole: Reading, earlier: Sequence[Reading]
) -> bool:
    """ "165 hộ nghèo, chiếm 3,2% (tăng 10 hộ so với đầu năm, chiếm 0,19%)": the rise as a share, by its word or its size."""
    if frame.tokens[at - 1].text.startswith(("tương ứng", "tương đương", "ứng với")):
        return True
    code = SHARE_OF.get(whole.code)
    level = next((one for one in reversed(earlier) if one.code == code and one.unit == "percent" and one.measure == "level"), None)
    if level is None or not here(frame, level) or not whole.value or not figure.value:
        return False
    expected = abs(last.value) / whole.value * level.value
    return abs(expected - figure.value) <= 0.006 + 0.1 * expected


def _names_units(frame: Frame, start: int, at: int) -> bool:
    """ "100% số xã (263/263 xã)": nothing but the units' noun between the share and the bracket."""
    words = [word for token in frame.tokens[start : at - 1] for word in token.text.split()]
    return frame.tokens[at - 1].text == "(" and all(word in FILLER for word in words)


def _nothing_between(frame: Frame, start: int, end: int, last: Reading) -> bool:
    """Only the count's own wording and filler between a count and "chiếm …%"."""
    for index in range(start, end):
        token = frame.tokens[index]
        if frame.depth[index] > frame.depth[end] and frame.depth[last.at] == frame.depth[end]:
            continue  # a bracket that names a part
        if token.kind == "figure" and (index == last.cue or frame.has(index - 1, "part")):
            continue  # "5.177 xã đạt 19 tiêu chí, chiếm …", "263 huyện thuộc 58 tỉnh được công nhận, chiếm …"
        if token.kind == "figure" or (token.kind == "mark" and token.text in ";."):
            return False
    return end - start <= 30 and (last.cue <= end or frame.only_filler(start, end))  # "116 xã, chiếm 91,3%, đạt chuẩn"


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
    if at - start == 3 and "share" in frame.tokens[start + 1].concepts and change_beside(frame, at):
        return True  # "…, tương ứng giảm 1,8%"
    return at - start == 2 and frame.tokens[start].text == "," and frame.tokens[start + 1].text in ("đạt", "bằng", "là")


def _is_whole(frame: Frame, last: Reading) -> bool:
    """ "Trong tổng số 12.540 hộ nghèo …, hộ dân tộc thiểu số chiếm 94,6%": the count is the whole of the share."""
    return frame.has(last.at - 1, "part") and "số" in frame.tokens[last.at - 1].text


def _part_of(figure: Figure, last: Reading, earlier: Sequence[Reading]) -> bool:
    """ "5.600 hộ nghèo, trong đó 5.410 hộ …, chiếm 96,6%": the share is the one count in the other, by its size."""
    wholes = (one for one in earlier if one.code == last.code and one.unit == last.unit and one.value > last.value > 0)
    return any(abs(100 * last.value / whole.value - (figure.value or 0)) < 1 for whole in wholes)


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
