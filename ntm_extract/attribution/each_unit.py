"""Bounds that hold for each of several units: "các xã đều có tỷ lệ hộ nghèo dưới 5%", "17/17 xã có thu nhập trên 60 triệu đồng".

Such a bound says how far the last of the units has come, and nothing of the rate of the district they lie in. It is known by
its subject, units in the plural that are named by no single figure ("các xã", "tất cả các thôn", "100% số xã", "mỗi xã"), and by
"đều", which hands what follows to each of them. A plain "có" does the same behind a count or a share of units, and behind
several of them as the subject ("một số xã có tỷ lệ hộ nghèo trên 50%", "không xã nào có …"; a range runs from the best of them
to the worst). Left alone: an exact figure, which holds for the whole as well, the rate of a group taken together ("tỷ lệ hộ
nghèo ở các xã vùng cao còn trên 30%") or of one the catalogue knows, years or rates that are "đều" so ("năm 2023 và 2024 đều
dưới 5%"), and what stands behind a comma on its own.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import Frame

_UNITS = frozenset("xã thôn bản ấp buôn làng khóm xóm phường huyện tỉnh quận phương vị khu".split())
_SEVERAL = frozenset({"các", "những", "mọi", "cả", "bộ", "số", "nhiều", "từng", "mỗi"})
_PLACE_UNITS = frozenset({"commune", "village", "district", "province", "locality"})
_RATED = frozenset({"percent", "VND", "criteria"})
_OWN_COUNTS = frozenset(  # what is counted of units, not measured in each of them
    {"communes_ntm", "villages_ntm", "districts_ntm", "communes_meeting_criterion", "communes_by_criteria", "provinces_ntm"}
)


def bounds_each(frame: Frame, reading: Reading) -> bool:
    """Whether the figure bounds the value of each of several units, and is no value of the place that holds them."""
    if reading.unit not in _RATED or reading.code in _OWN_COUNTS or reading.measure != "level":
        return False
    ranged = reading.upper is not None
    if reading.bound == "exact" and not ranged:
        return False
    at = reading.at
    start = _statement(frame, at)
    handed = next((index for index in range(at - 1, start - 1, -1) if frame.tokens[index].text.startswith("đều")), -1)
    if handed >= 0:
        return any(_several(frame, index) for index in range(start, handed))
    if reading.cue >= at or frame.tokens[reading.cue].kind != "cue":
        return False
    verb = _verb_before(frame, reading.cue)
    if verb <= start:
        return False
    return _counted(frame, verb - 1) or ("population" not in reading.breakdowns and _subject_of_several(frame, start, verb))


def _statement(frame: Frame, at: int) -> int:
    """Where the statement of a figure begins: its clause, or the comma behind which a new subject may stand.

    A comma behind a figure that "đều" hands out as well goes on with the same units: "đều có thu nhập trên 60 triệu đồng, tỷ lệ
    hộ nghèo dưới 5%"; so does one between two ranges.
    """
    start = frame.clause_start(at)
    for index in range(at - 1, start - 1, -1):
        token = frame.tokens[index]
        if token.text == "," and frame.depth[index] <= frame.depth[at]:
            before = frame.tokens[index - 1] if index else None
            if before is None or before.kind in ("place", "time"):
                continue  # "ở các xã A, B đều …", "Năm 2024, …"
            named = any(one.kind == "place" for one in frame.tokens[index:at])
            handed = before.kind == "figure" and any(one.text.startswith("đều") for one in frame.tokens[start:index])
            handed = handed or (before.kind == "figure" and None not in (frame.figure(index - 1).upper, frame.figure(at).upper))
            if not handed or named:
                return index + 1
    return start


def _several(frame: Frame, index: int) -> bool:
    """Whether units in the plural, or each of them, are named at a token."""
    token = frame.tokens[index]
    if token.kind == "figure":
        return _counted(frame, index)
    words = token.text.split()
    if not words or (_UNITS.isdisjoint((words[0], words[-1])) and token.kind != "place"):
        return False
    if index + 1 < len(frame.tokens) and frame.tokens[index + 1].text == "nào":
        return True
    noun = index - 1 if index and frame.tokens[index - 1].text in ("địa", "đơn") else index  # địa phương, đơn vị
    before = frame.tokens[noun - 1].text.split()[-1:] if noun else []
    return bool(before) and before[0] in _SEVERAL


def _counted(frame: Frame, index: int) -> bool:
    """ "17/17 xã", "100% số xã": a count or a share of units at or right before a token."""
    if index < 0:
        return False
    token = frame.tokens[index]
    if token.kind == "figure":
        return frame.figure(index).unit in _PLACE_UNITS
    lead = index
    while lead > index - 3 and lead > 0 and frame.tokens[lead].text in _UNITS | {"số", "các"}:
        lead -= 1
    return lead < index and frame.tokens[lead].kind == "figure" and frame.figure(lead).unit == "percent"


def _verb_before(frame: Frame, cue: int) -> int:
    """The "có" or "đạt" by which units have the rate named at ``cue``; -1 where there is none."""
    index = cue - 1
    while index > 0 and index > cue - 4 and frame.tokens[index].text in ("mức", "tỷ", "tỉ", "lệ"):
        index -= 1
    if index > 1 and frame.tokens[index].text == "," and frame.tokens[index - 1].kind == "figure":
        start = frame.clause_start(cue)  # "các xã có thu nhập từ 55 đến 70 triệu đồng, tỷ lệ hộ nghèo từ 2 đến 5%"
        index = next((one for one in range(start, index) if frame.tokens[one].text == "có"), index)
    return index if index >= 0 and frame.tokens[index].text in ("có", "đạt") else -1


def _subject_of_several(frame: Frame, start: int, verb: int) -> bool:
    head = next((index for index in range(start, verb) if _several(frame, index)), -1)
    if head < 0 or frame.tokens[head].kind == "figure":
        return False
    return not any(token.kind == "figure" or token.text in ("ở", "tại", "với") for token in frame.tokens[start:head])
