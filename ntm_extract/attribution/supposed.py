"""Figures that are of no place and time: supposed ones, what a rule demands of every commune, what bounds each of them.

"Nếu tỷ lệ hộ nghèo còn trên 5% thì …" supposes; "xã đạt chuẩn phải có tỷ lệ hộ nghèo dưới 5%" demands, of nobody in
particular and at no time. Both state nothing that is, was, or is planned somewhere, and give no observation. "Nếu như
năm 2015 tỷ lệ hộ nghèo là 8% thì nay …" only compares two times, and "năm 2024, huyện phải giảm …" is a plan.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Observation
from ntm_extract.attribution.each_unit import bounds_each
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.plans import obliges
from ntm_extract.attribution.walk import governor

_SUPPOSING = ("nếu", "giả sử", "giả dụ", "giả thiết")


def states_nothing(frame: Frame, item: Observation) -> bool:
    """Whether the figure is only supposed, a condition, or what a rule demands."""
    at = item.reading.at
    if _is_supposed(frame, at) or _earns_points(frame, at) or _is_condition(frame, at) or bounds_each(frame, item.reading):
        return True
    return _of_nobody(frame, item) and (_is_threshold(frame, item) or _is_demanded(frame, item))


def _is_supposed(frame: Frame, at: int) -> bool:
    """Between "nếu" and the comma or "thì" that ends its condition."""
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if token.text in (",", ";", ":", "thì", "."):
            return False
        if token.text in _SUPPOSING:
            return not any(one.kind == "time" for one in frame.tokens[index + 1 : index + 4])
    return False


def _earns_points(frame: Frame, at: int) -> bool:
    """ "từ 35% đến 50% số huyện đạt chuẩn được tính 2 điểm"."""
    end = frame.clause_end(at)
    words = [token.text for token in frame.tokens[at + 1 : end]]
    if ("được", "tính") not in pairwise(words):
        return False
    return any(frame.figure(index).unit == "point" for index in range(at + 1, end) if frame.tokens[index].kind == "figure")


def _is_condition(frame: Frame, at: int) -> bool:
    """ "được công nhận khi có 100% số xã đạt chuẩn": what must come first, at no time that is said."""
    if any(token.kind == "time" for token in frame.tokens):
        return False
    for index in range(at - 1, max(frame.clause_start(at), at - 5), -1):
        token = frame.tokens[index]
        if token.text == "," or "done" in token.concepts:
            return False
        if token.text == "khi":
            return frame.tokens[index - 1].text not in _OF_TIMES and frame.has(index + 1, "level_verb")
    return False


_OF_TIMES = frozenset({"trong", "sau", "trước", "từ", "đến"})  # "từ khi có 8 xã đạt chuẩn": a fact


def _of_nobody(frame: Frame, item: Observation) -> bool:
    """Whether neither place nor time is said for it, in its sentence or by what stands above."""
    if item.area_source in ("clause", "sentence"):
        return False
    if item.time_source != "document" and not (item.time_source == "heading" and len(item.period.label or "") == 10):
        return False
    return not any(token.kind in ("time", "place") for token in frame.tokens) and not frame.any_cue("now", "done")


def _is_threshold(frame: Frame, item: Observation) -> bool:
    """ "tỷ lệ hộ nghèo không quá 5%"; of the whole country also "tỷ lệ hộ nghèo dưới 5%", "… từ 4%", where no verb states it."""
    reading, at = item.reading, item.reading.at
    if item.status != "actual" or reading.measure != "level" or reading.unit != "percent":
        return False
    if reading.bound in ("at_least", "at_most"):
        return True
    bounded = reading.bound in ("less_than", "more_than") or frame.tokens[at - 1].text in ("từ", "từ mức")
    ends = at + 1 == len(frame.tokens) or frame.tokens[at + 1].kind == "mark"
    verbless = reading.cue < at and not governor(frame, at) and frame.tokens[at - 1].text != ":"
    return bounded and ends and verbless and item.area.level == "country"


def _is_demanded(frame: Frame, item: Observation) -> bool:
    """ "xã phải có tỷ lệ hộ nghèo dưới 5%": a "phải", "cần" governs it, and no plan."""
    if item.status_source != "clause" or item.status != "target":
        return False
    at = item.reading.at
    return any(
        obliges(frame, index) or frame.tokens[index].text in ("phải đạt", "cần đạt")
        for index in range(at - 1, frame.clause_start(at) - 1, -1)
    )
