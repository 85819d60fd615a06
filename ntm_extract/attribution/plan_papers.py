"""Papers that are plans themselves: which title makes one, which of its items and funds are planned, and what in it is not.

"KẾ HOẠCH … năm 2024" and the aims of a stage that is not over make one; a title of results ("Kết quả thực hiện kế hoạch …")
does not. What a plan opens with about the present ("I. Thực trạng") is no aim, and funds of years before its own were spent.
"""

from __future__ import annotations

from typing import Final

from ntm_extract.attribution.draft import Anchor, Discourse, Period
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.plans import opens_with_order


def unfolds_title(frame: Frame, discourse: Discourse) -> bool:
    """An item of a paper that is itself a plan: "KẾ HOẠCH … năm 2024", "Các chỉ tiêu chủ yếu nhiệm kỳ 2020-2025"."""
    if not titled_plan(discourse.anchor):
        return False
    if discourse.heading_time is not None and discourse.heading_time.label != discourse.anchor.title_time:
        return False
    listed = [token.text for token in frame.tokens[:3]]
    numbered = (listed[:1] == ["("] and listed[2:] == [")"]) or (listed[1:2] == [")"] and len(listed[0]) == 1)
    numbered = numbered or (listed[1:2] == ["."] and listed[0].isdigit() and not tells_what_is(frame))
    return bool(listed) and (numbered or listed[0] in ("-", "+", "•", "*") or opens_with_order(frame))


REPORTING: Final = frozenset({"kết quả", "thực trạng", "trạng", "đánh", "hiện trạng", "tình hình", "hình"})
"""What a section of a plan opens with that tells what is: "1. Đánh giá kết quả năm 2021"."""


def tells_what_is(frame: Frame) -> bool:
    """Whether a heading or an item of a plan opens with what was reached, not with what is aimed at."""
    return any(token.text in REPORTING for token in frame.tokens[:8])


def titled_plan(anchor: Anchor) -> bool:
    """Whether the title is a plan's for a year, or names the aims of a stage that is not over when the text is written."""
    title = (anchor.title or "").lower()
    if anchor.title_time is None or any(word in title for word in _OF_RESULTS):
        return False
    if anchor.doc_type in ("plan", "resolution", "decision") and "kế hoạch" in title:
        return True
    written = (anchor.published or str(anchor.year_hint or ""))[:4]
    stage = len(anchor.title_time) == 9
    if len(anchor.title_time) not in (4, 9) or anchor.title_time[-4:] <= written or any(word in title for word in _TOLD):
        return False
    if not stage and not written:
        return False
    return "chỉ tiêu" in title or ("mục tiêu" in title and anchor.published is None)


def grants_funds(anchor: Anchor, period: Period) -> bool:
    """Whether the text is a plan, or approves one, for years that are not behind it: what it costs is still to be spent.

    Funds of years before the plan's own were spent; a title of results is no plan's.
    """
    title = (anchor.title or "").lower()
    told = anchor.title_time or ""
    if len(told) not in (4, 9) or any(word in title for word in _OF_RESULTS):
        return False
    if not title.startswith(("kế hoạch", "đề án", "dự án")) and "phê duyệt" not in title:
        return False
    if anchor.published is not None and anchor.published[:4] > told[:4]:
        return False
    return period.label is None or period.label[-4:] >= told[:4]


_TOLD = ("thực hiện", "đạt", "hoàn thành", "vượt", "có ", "còn ")  # a title that states something, and is no heading
_OF_RESULTS = ("kết quả", "tổng kết", "sơ kết", "đánh giá", "thực hiện kế hoạch")
