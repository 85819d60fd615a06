"""Figures that are of no place and time: supposed ones, and what a rule demands of every commune.

"Nếu tỷ lệ hộ nghèo còn trên 5% thì …" supposes; "xã đạt chuẩn phải có tỷ lệ hộ nghèo dưới 5%" demands, of nobody in
particular and at no time. Both state nothing that is, was, or is planned somewhere, and give no observation. "Nếu như
năm 2015 tỷ lệ hộ nghèo là 8% thì nay …" only compares two times, and "năm 2024, huyện phải giảm …" is a plan.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Observation
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.plans import obliges

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
    for index in range(at - 1, max(frame.clause_start(at), at - 5), -1):
        token = frame.tokens[index]
        if token.text == "," or "done" in token.concepts:
            return False
        if token.text == "khi":
            return frame.tokens[index - 1].text not in ("trong", "sau", "trước") and frame.has(index + 1, "level_verb")
    return False


def is_demanded(frame: Frame, item: Observation) -> bool:
    """Whether a "phải", "cần" governs the figure and neither a place nor a time nor a plan is said for it."""
    if item.area_source in ("clause", "sentence") or item.time_source != "document":
        return False
    if any(token.kind in ("time", "place") for token in frame.tokens) or frame.any_cue("now", "done"):
        return False
    if item.status == "actual" and item.reading.measure == "level" and item.reading.unit == "percent":
        return item.reading.bound in ("at_least", "at_most")  # "tỷ lệ hộ nghèo không quá 5%"
    if item.status_source != "clause" or item.status != "target":
        return False
    at = item.reading.at
    for index in range(at - 1, frame.clause_start(at) - 1, -1):
        if obliges(frame, index) or frame.tokens[index].text in ("phải đạt", "cần đạt"):
            return True
    return False
