"""Whether a figure was reached, is estimated, or is planned.

A status word governs to the end of its sentence unless the clause says otherwise ("đã"); the status of
a heading governs its list. "vượt kế hoạch", "chương trình mục tiêu quốc gia" and "Kế hoạch số …" name a
plan without planning the figure. A period that begins after the document's own date is a plan.
"""

from __future__ import annotations

from ntm_extract.attribution.beside import done_beside, is_marked_estimate, planned_beside, set_off
from ntm_extract.attribution.draft import Anchor, Discourse, Period, Reading, Source, Status
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.plan_papers import grants_funds, unfolds_title
from ntm_extract.attribution.plans import (
    may_reach,
    obliges,
    opens_part,
    opens_with_order,
    plans,
    points_ahead,
    still_to_reach,
    told_beside,
)
from ntm_extract.attribution.readings.from_to import from_level
from ntm_extract.attribution.set_aims import goes_by_paper, goes_on_aiming, lists_results, sets_aims, settles
from ntm_extract.attribution.times.dates import dated, first_and_last_day
from ntm_extract.attribution.times.roles import role

# plans that reach no further than their own clause
_OF_ITS_CLAUSE = frozenset({"đăng ký", "đề nghị", "đề xuất", "yêu cầu", "lộ trình", "sẽ", "mong muốn", "dự kiến"})
_SIDE_BY_SIDE = frozenset({"khi", "hơn"})  # "trong khi mục tiêu là", "thấp hơn kế hoạch"


def status_of(frame: Frame, reading: Reading, discourse: Discourse, period: Period) -> tuple[Status, Source]:
    """The status of a reading and where it was read."""
    if reading.status is not None:
        return reading.status, "clause"
    if done_beside(frame, reading):
        return "actual", "clause"
    if planned_beside(frame, reading):
        return "target", "clause"
    if is_marked_estimate(frame, reading.at):
        return "estimate", "clause"
    if starts_fall_or_rise(frame, reading.at):
        return "actual", "clause"
    if _is_named_aim(frame, reading.at):
        return "target", "clause"
    if set_off(frame, reading.at, discourse):
        return "actual", "clause"
    published = discourse.anchor.published
    found = _said(frame, reading.at, discourse.anchor)
    if found is not None:
        if found[0] == "target" and _expects(frame, reading.at) and (period.label or "-")[:4] == _year_of(discourse):
            return "estimate", found[1]
        if found == ("estimate", "sentence") and published and (period.label or published)[:4] < published[:4]:
            return "actual", "clause"  # "ước còn 9,1% (năm trước là 12,4%)"
        return found
    if discourse.heading_status is not None:
        if discourse.heading_status == "target" and _is_looked_back_on(discourse, period):
            return "actual", "document"
        return discourse.heading_status, "heading"
    if "funding" in reading.code and _is_need(frame, reading.at):
        return "target", "clause"
    if "funding" in reading.code and grants_funds(discourse.anchor, period) and not frame.any_cue("done", "now"):
        return "target", "document"
    if (discourse.aiming and opens_with_order(frame)) or (discourse.aimed_last and opens_part(frame)):
        return "target", "block"
    if goes_on_aiming(frame, reading, discourse):
        return "target", "block"
    if unfolds_title(frame, discourse):
        return "target", "document"
    if published and period.label and len(period.label) >= 4 and period.label[:4] > published[:4] and "/" not in period.label:
        return "target", "document"
    if published and len(period.label or "") == 9 and (period.label or "")[:4] >= published[:4]:
        return "target", "document"  # a stage that begins in the year the text was written in
    return "actual", "document"


def _is_looked_back_on(discourse: Discourse, period: Period) -> bool:
    """ "Năm 2021 có 5 xã …" in a plan for 2022 that was adopted in 2021: a year the plan is not for, and that was there already."""
    label, planned, written = period.label, discourse.heading_time, discourse.anchor.published
    if not label or "/" in label or planned is None or planned.label is None or not written:
        return False
    opening = planned.label[:4]
    return label[:4] <= written[:4] and label[:4] < opening


def _year_of(discourse: Discourse) -> str:
    """The year the text was written in, as far as it is told."""
    anchor = discourse.anchor
    return anchor.published[:4] if anchor.published else str(anchor.year_hint)


def _is_need(frame: Frame, at: int) -> bool:
    """ "Tổng nhu cầu vốn năm 2022 của Chương trình là …": money that is asked for."""
    return any(
        (frame.tokens[index - 1].text, frame.tokens[index].text) == ("nhu", "cầu")
        for index in range(frame.clause_start(at) + 1, at)
    )


def aims(frame: Frame, reading: Reading, discourse: Discourse) -> bool:
    """Whether a plan speaks: in the sentence before the figure, or in the heading."""
    found = _said(frame, reading.at, discourse.anchor)
    if found is not None:
        return found[0] == "target"
    if discourse.heading_status is not None:
        return discourse.heading_status == "target"
    unfolds = (discourse.aiming and opens_with_order(frame)) or (discourse.aimed_last and opens_part(frame))
    return unfolds or goes_on_aiming(frame, reading, discourse) or unfolds_title(frame, discourse)


def _said(frame: Frame, at: int, anchor: Anchor) -> tuple[Status, Source] | None:
    source: Source = "clause"
    depth = frame.depth[at]
    crossed = False
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if frame.has(index, "inclusive"):
            source = "clause"  # what is told of the whole is told of its parts
        if token.kind == "mark" and token.text in ",;(" and not (token.text == "," and _goes_on(frame, index)):
            source = "sentence"
            if token.text == ";" and not crossed:
                crossed = True
                if _is_over(frame, index, at, anchor):
                    return "actual", source
        if frame.depth[index] > depth:
            continue
        if "said" in token.concepts and _is_report(frame) and any(one.kind == "time" for one in frame.tokens[index : at + 2]):
            return None  # "Báo cáo …, dự kiến kế hoạch năm 2025 cho biết năm 2024 …": what the report is called
        if token.text == "khi" and index and frame.tokens[index - 1].text == "trong" and _stands(frame, index, at):
            return "actual", source
        if token.text in ("vì", "bởi") and _stands(frame, index, at):
            return "actual", source  # "phải phấn đấu tiếp, vì thu nhập mới đạt 33 triệu đồng": the reason is what is
        if token.text == "kh" and index and frame.tokens[index - 1].text == "(":
            return "target", source
        if source == "clause" and (obliges(frame, index) or may_reach(frame, index) or still_to_reach(frame, index)):
            return "target", source
        if points_ahead(frame, index):
            return "target", source
        fact = token.text == "tế" and index > 0 and frame.tokens[index - 1].text == "thực"
        if fact and source == "clause" and _tells_outcome(frame, index):
            return "actual", source
        if sets_aims(frame, index) or goes_by_paper(frame, index):
            return "target", source
        if not token.concepts:
            continue
        if token.text == "thực hiện" and source == "clause" and _tells_outcome(frame, index):
            return "actual", source
        if crossed and token.text in _OF_ITS_CLAUSE and frame.tokens[index + 1].text != ":":
            continue
        if "achieved_plan" in token.concepts and _tells_beaten_aim(frame, index, at):
            return "target", source
        if source == "clause" and frame.has(index, "achieved_plan") and index and frame.tokens[index - 1].text == "nhằm":
            return "target", source  # "nhằm đạt mục tiêu đề ra có thêm 4 xã đạt chuẩn"
        if token.text == "hiện trạng" and not crossed:
            return "actual", source  # "xã đăng ký đạt chuẩn nâng cao, hiện trạng đạt 10/15 tiêu chí"
        if "done" in token.concepts and lists_results(frame, index, at):
            return "actual", source
        if "estimate" in token.concepts and _estimates(frame, index):
            return "estimate", source
        if plans(frame, index):
            if _compared(frame, index) and any(t.kind == "figure" for t in frame.tokens[index:at]):
                return ("target", source) if _lists_aims(frame, index, at) else None
            return "target", source
        done = "done" in token.concepts and not frame.has(index - 1, "estimate") and not settles(frame, index)
        done = done and not (token.text == "kết quả" and index > 0 and frame.tokens[index - 1].text == "đạt")  # it may be aimed at
        if not crossed and source == "clause" and done:
            return "actual", source
        stands = not crossed or token.text.endswith(("đến nay", "tới nay", "hiện nay"))
        if stands and "now" in token.concepts and _is_present(frame, index):
            return "actual", source
    return None


def _goes_on(frame: Frame, comma: int) -> bool:
    """ "đã giảm từ 12,4% (đầu năm 2021), xuống còn 5,1%", "…, gồm …": no new statement behind the comma, but its end or parts."""
    if frame.has(comma + 1, "inclusive"):
        return True
    return frame.has(comma + 1, "level_verb") and frame.tokens[comma + 1].text.startswith(("xuống", "lên"))


def _is_over(frame: Frame, start: int, end: int, anchor: Anchor) -> bool:
    """ "chỉ tiêu 95%; đến hết tháng 9/2023 đạt 93,2%": behind a plan a time that is past when the text is written."""
    published = anchor.published
    if published is None:
        return False
    for index in range(start, end):
        if frame.tokens[index].kind == "time" and role(frame, index) == "plain":
            iso = frame.figure(index).iso or ""
            iso = (dated(iso, anchor) or "") if iso[:1] == "-" else iso
            last = first_and_last_day(iso)[1] if iso[:1] == "2" and len(iso) in (7, 10) else None
            if last is not None and last.isoformat() <= published:
                return True
    return False


def _tells_outcome(frame: Frame, at: int) -> bool:
    """ "kế hoạch giảm 5%, thực hiện đạt 6,12%"."""
    behind = at + 2 if frame.has(at + 1, "level_verb", "change_up", "change_down") else at + 1
    before = frame.tokens[at - 1] if at else None
    return (
        behind < len(frame.tokens)
        and frame.tokens[behind].kind == "figure"
        and (before is None or (before.kind == "mark" or before.text in ("kết", "quả", "đã", "nhưng", "tế", "thực")))
    )


def _tells_beaten_aim(frame: Frame, at: int, figure: int) -> bool:
    """ "giảm 4,2%, vượt mục tiêu Nghị quyết giảm 3%": what follows at once is the aim; not "vượt kế hoạch 5 xã"."""
    text = frame.tokens[at].text
    inside = frame.depth[at] > 0 and text.startswith("đạt")  # "giảm 1,08% (đạt chỉ tiêu giảm 1-1,5%)"
    if not (text.startswith("vượt") or text == "so với mục tiêu" or inside) or text.endswith(("giao", "đề ra", "đặt ra")):
        return False
    between = frame.tokens[at + 1 : figure]
    if any(token.kind in ("figure", "mark") or token.text in ("với", "khi") for token in between):
        return False
    return any({"change_down", "change_up", "level_verb", "poverty_cut"} & set(token.concepts) for token in between)


def _is_named_aim(frame: Frame, at: int) -> bool:
    """ "mỗi huyện đạt 5 tiêu chí vào cuối năm 2023 là mục tiêu của tỉnh": the aim named behind the figure."""
    depth = frame.depth[at]
    for index in range(at + 1, len(frame.tokens)):
        token = frame.tokens[index]
        if frame.depth[index] != depth:
            continue
        if token.kind == "mark" and token.text in ";.:":
            return False
        if token.text == "là" and index + 1 < len(frame.tokens):
            return frame.tokens[index + 1].text in ("mục tiêu", "chỉ tiêu", "kế hoạch") and plans(frame, index + 1)
    return False


def _compared(frame: Frame, at: int) -> bool:
    """ "so với chỉ tiêu được giao là 75,8%", "trong khi mục tiêu là 91%": the plan of the next figure alone."""
    if "achieved_plan" in frame.tokens[at].concepts and told_beside(frame, at):
        return True
    if any(token.text == ":" for token in frame.tokens[at + 1 : at + 4]):
        return False  # "…, với các mục tiêu: giảm từ 34% xuống còn 21%": all that is listed
    if at > 0 and frame.tokens[at - 1].text == "với":
        return at < 2 or frame.tokens[at - 2].kind == "mark" or frame.tokens[at - 2].text in _LIKENED
    return at > 0 and (frame.tokens[at - 1].text in (*_SIDE_BY_SIDE, "/") or frame.has(at - 1, "base"))


def _is_report(frame: Frame) -> bool:
    return " ".join(token.text for token in frame.tokens[:2]).startswith("báo cáo")


def _lists_aims(frame: Frame, at: int, figure: int) -> bool:
    """ "Với mục tiêu có thêm 3 xã đạt chuẩn, 2 xã nâng cao, huyện A …": the next of a list, before anything else is told."""
    if at != 1:
        return False
    first = next(index for index in range(at, figure) if frame.tokens[index].kind == "figure")
    told = frame.tokens[first + 1 : figure]
    verbs = {"level_verb", "change_up", "change_down", "done", "now"}
    return not any(
        token.kind in ("place", "time") or token.text in ";:" or not verbs.isdisjoint(token.concepts) for token in told
    )


_LIKENED = frozenset("so sánh đối chiếu bằng cùng cao thấp tương đương khác".split())
"""What sets one thing beside another: "đối chiếu với chỉ tiêu"; "…, với mục tiêu giảm 5%" may stand beside as well."""


def _stands(frame: Frame, start: int, end: int) -> bool:
    """ "trong khi đầu năm 2022 vẫn còn 12 xã": against the plan before it stands what is."""
    if any(plans(frame, index) for index in range(start, end) if frame.tokens[index].concepts):
        return False
    return any(
        token.text in ("vẫn", "vẫn còn", "mới", "chỉ", "chỉ còn", "chỉ có", "thực", "tế") or {"now", "done"} & set(token.concepts)
        for token in frame.tokens[start:end]
    )


def _is_present(frame: Frame, at: int) -> bool:
    """ "hiện cả nước còn 74 huyện": not "từ nay đến năm 2025", "so với hiện nay", "5% hiện nay lên 10%"."""
    before = frame.tokens[at - 1] if at else None
    return before is None or (before.kind != "figure" and before.text not in ("từ", "năm") and "base" not in before.concepts)


def starts_fall_or_rise(frame: Frame, at: int) -> bool:
    """ "mục tiêu giảm từ 7,8% xuống còn 6%": the level a plan starts from is a fact."""
    return from_level(frame, at) and any(
        token.text.startswith(("xuống", "lên", "còn", "giảm còn", "tăng lên")) for token in frame.tokens[at + 1 : at + 8]
    )


def _expects(frame: Frame, at: int) -> bool:
    """ "dự kiến" of the year that is closing is an estimate, of a later one a plan."""
    for index in range(at - 1, -1, -1):
        if "target" in frame.tokens[index].concepts:
            return frame.tokens[index].text == "dự kiến"
        if may_reach(frame, index):
            return True
    return False


def _estimates(frame: Frame, at: int) -> bool:
    """ "ước" alone estimates only what a figure or a verb follows: not "điều ước", "ước vọng"."""
    if at and frame.tokens[at - 1].text in ("mơ", "điều", "hiệp", "quy", "công", "thỏa", "khế", "mong"):
        return False
    if frame.tokens[at].text != "ước":
        return True
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return following is not None and (
        following.kind in ("figure", "time", "cue")
        or following.text in ("khoảng", "bình", "cả", "giảm", "tăng", "đến", "toàn", "cuối", "hết", "trong")
    )
