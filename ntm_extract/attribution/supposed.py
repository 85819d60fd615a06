"""Figures that are of no place and time: supposed ones, and what a rule demands of every commune.

"Nếu tỷ lệ hộ nghèo còn trên 5% thì …" supposes; "xã đạt chuẩn phải có tỷ lệ hộ nghèo dưới 5%" demands, of nobody in
particular and at no time. Both state nothing that is, was, or is planned somewhere, and give no observation. "Nếu như
năm 2015 tỷ lệ hộ nghèo là 8% thì nay …" only compares two times, and "năm 2024, huyện phải giảm …" is a plan.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Observation
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.plans import obliges
from ntm_extract.attribution.walk import governor

_SUPPOSING = ("nếu", "giả sử", "giả dụ", "giả thiết")


def is_supposed(frame: Frame, at: int) -> bool:
    """Whether the figure stands in a condition: between "nếu" and the comma or "thì" that ends it."""
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if token.text in (",", ";", ":", "thì", "."):
            return False
        if token.text in _SUPPOSING:
            return not any(one.kind == "time" for one in frame.tokens[index + 1 : index + 4])
    return False


def is_condition(frame: Frame, at: int) -> bool:
    """ "được công nhận khi có 100% số xã đạt chuẩn": what must come first, at no time that is said."""
    if any(token.kind == "time" for token in frame.tokens):
        return False
    behind = [token.text for token in frame.tokens[at + 1 : frame.clause_end(at)]]
    if ("được", "tính") in pairwise(behind) and any(word.startswith("điểm") for word in [*behind, *_units(frame, at)]):
        return True  # "từ 20% đến 30% số huyện đạt chuẩn được tính 1 điểm"
    for index in range(at - 1, max(frame.clause_start(at), at - 5), -1):
        token = frame.tokens[index]
        if token.text == "," or "done" in token.concepts:
            return False
        if token.text == "khi":
            return frame.tokens[index - 1].text not in ("trong", "sau", "trước") and frame.has(index + 1, "level_verb")
    return False


def _units(frame: Frame, at: int) -> list[str]:
    """What the figures behind count: "point" of "1 điểm"."""
    behind = (frame.figure(index).unit for index in range(at + 1, len(frame.tokens)) if frame.tokens[index].kind == "figure")
    return ["điểm" for unit in behind if unit == "point"]


def is_demanded(frame: Frame, item: Observation) -> bool:
    """Whether a "phải", "cần" governs the figure and neither a place nor a time nor a plan is said for it."""
    if item.area_source in ("clause", "sentence"):
        return False
    if item.time_source != "document" and not (item.time_source == "heading" and len(item.period.label or "") == 10):
        return False
    if any(token.kind in ("time", "place") for token in frame.tokens) or frame.any_cue("now", "done"):
        return False
    if item.status == "actual" and item.reading.measure == "level" and item.reading.unit == "percent":
        at = item.reading.at
        if item.reading.bound in ("at_least", "at_most"):
            return True  # "tỷ lệ hộ nghèo không quá 5%"
        bounded = item.reading.bound in ("less_than", "more_than") or frame.tokens[at - 1].text in ("từ", "từ mức")
        ends = at + 1 == len(frame.tokens) or frame.tokens[at + 1].kind == "mark"
        verbless = item.reading.cue < at and not governor(frame, at) and frame.tokens[at - 1].text != ":"
        return bounded and ends and verbless  # "tỷ lệ hộ nghèo dưới 5%"
    if item.status_source != "clause" or item.status != "target":
        return False
    at = item.reading.at
    for index in range(at - 1, frame.clause_start(at) - 1, -1):
        if obliges(frame, index) or frame.tokens[index].text in ("phải đạt", "cần đạt"):
            return True
    return False
