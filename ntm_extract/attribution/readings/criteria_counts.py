"""Counts of communes by criteria: how many meet a number of them, and how many meet one that is named.

Reads ``communes_by_criteria`` ("43/94 xã đạt từ 15 tiêu chí trở lên", "đạt 19 tiêu chí: 39 xã") and
``communes_meeting_criterion`` ("75 xã đạt tiêu chí y tế"), each said behind the count or before it as a label.

Refused: communes that do something about criteria rather than reach them ("chọn 6 xã để rà soát 19 tiêu chí", "78 xã tổ
chức hội thi tìm hiểu tiêu chí môi trường"), those that gained or lost some ("32 xã tăng 2 tiêu chí"), those that do not meet
the criterion ("chưa đạt"), and a number of criteria that is itself one per commune ("bình quân 17 tiêu chí/xã").
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Reading, reading_of
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.readings import breakdowns
from ntm_extract.attribution.walk import Clause, ahead, governor, negated
from ntm_extract.model import Figure

_PURPOSE = frozenset({"để", "nhằm", "kiểm", "thẩm", "khảo", "chọn", "phục", "hội", "thi", "tuyên", "truyền", "tìm", "tập"})
_REACHED = frozenset({"đạt", "hoàn", "xong", "đủ", "duyệt", "thành", "vượt", "chuẩn", "chưa"})


def read_band(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "43/94 xã đạt từ 15 tiêu chí trở lên"; "số xã đạt 15-18 tiêu chí: 10 xã"; "đạt 19 tiêu chí 39 xã"."""
    for index in after.figures:
        other = frame.figure(index)
        limits = breakdowns.band(other) if other.unit == "criteria" and "commune" not in other.per else None
        if limits and _acts(frame, at + 1, index):
            return None  # "chọn 6 xã để rà soát 19 tiêu chí"
        if limits and index > at and governor(frame, index) == "change":
            return None  # "32 xã tăng 2 tiêu chí": how many were added, not how many are met
        if limits and not any(cue < index and "ntm_standard" in frame.tokens[cue].concepts for cue in after.cues):
            reading = reading_of(figure, at, "communes_by_criteria", "communes_by_criteria.behind", "commune", index, after.reach)
            reading.breakdowns.update(criteria_min=limits[0], criteria_max=limits[1])
            return reading
        break
    if after.unknown > 1 or after.cues:
        return None
    index = at - 1
    steps = 0
    while index >= 0 and steps < 4:
        token = frame.tokens[index]
        if token.kind == "figure":
            other = frame.figure(index)
            limits = breakdowns.band(other) if other.unit == "criteria" and "commune" not in other.per else None
            listed = steps == 1 and frame.tokens[index + 1].text == ":"  # "15-18 tiêu chí: 12 xã"
            if limits is None or not (listed or _label_of_communes(frame, index)):
                return None
            reading = reading_of(figure, at, "communes_by_criteria", "communes_by_criteria.label", "commune", index, after.reach)
            reading.breakdowns.update(criteria_min=limits[0], criteria_max=limits[1])
            return reading
        if token.text not in (":", "là", "có", "còn", "gồm", ",", "với", "đạt", "-", "–", "("):
            return None
        steps += 1
        index -= 1
    return None


def read_criterion(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "75 xã đạt tiêu chí y tế"; "xã đạt tiêu chí quốc gia về y tế có 75 xã"; "96/96 xã được phê duyệt quy hoạch chung"."""
    if negated(frame, at, after.reach):
        return None
    name = breakdowns.criterion(frame, after.cues)
    rule = "communes_meeting_criterion.behind"
    reach = after.reach
    first = min([at, *(cue - 6 for cue in after.cues if cue < at)])  # the label, where the criterion stands in it
    said = {word for token in frame.tokens[max(0, first) : after.reach] for word in token.text.split()}
    if name is not None and (not said & _REACHED or _acts(frame, at + 1, after.cues[0])):
        return None  # "78 xã tổ chức hội thi tìm hiểu tiêu chí môi trường"
    if name is None and after.unknown <= 1 and all("road_building" in frame.tokens[cue].concepts for cue in after.cues):
        before = ahead(frame, at)  # "tiêu chí giao thông đã được 75 xã hoàn thành"
        name = breakdowns.criterion(frame, before.cues[:1]) if before.unknown <= 4 else None
        rule = "communes_meeting_criterion.label"
        if name is None:
            return None
        if negated(frame, before.reach + 1, at):
            return None
    if name is None:
        return None
    cue = next((cue for cue in after.cues if f"criterion:{name}" in frame.tokens[cue].concepts), at)
    reading = reading_of(figure, at, "communes_meeting_criterion", rule, "commune", cue, reach)
    reading.breakdowns["criterion"] = name
    return reading


def _acts(frame: Frame, start: int, end: int) -> bool:
    """Whether something is done between the two figures that is not the reaching of criteria."""
    return any(token.text in _PURPOSE or token.text in ("rà soát", "khảo sát") for token in frame.tokens[start:end])


def _label_of_communes(frame: Frame, at: int) -> bool:
    words = [token.text for token in frame.tokens[max(0, at - 6) : at]]
    return "xã" in words or "đạt" in words or "nhóm" in words
