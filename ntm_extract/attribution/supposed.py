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


def is_demanded(frame: Frame, item: Observation) -> bool:
    """Whether a "phải", "cần" governs the figure and neither a place nor a time nor a plan is said for it."""
    if item.status_source != "clause" or item.status != "target" or item.area_source in ("clause", "sentence"):
        return False
    if item.time_source != "document" or any(token.kind in ("time", "place") for token in frame.tokens):
        return False
    at = item.reading.at
    for index in range(at - 1, frame.clause_start(at) - 1, -1):
        if obliges(frame, index) or frame.tokens[index].text in ("phải đạt", "cần đạt"):
            return True
    return False
