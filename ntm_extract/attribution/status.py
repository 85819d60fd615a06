"""Whether a figure was reached, is estimated, or is planned.

A status word governs to the end of its sentence unless the clause says otherwise ("đã"); the status of
a heading governs its list. "vượt kế hoạch", "chương trình mục tiêu quốc gia" and "Kế hoạch số …" name a
plan without planning the figure. A period that begins after the document's own date is a plan.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Period, Reading, Source, Status
from ntm_extract.attribution.frame import Frame

# plans that reach no further than their own clause
_OF_ITS_CLAUSE = frozenset({"đăng ký", "đề nghị", "đề xuất", "yêu cầu", "lộ trình", "sẽ", "mong muốn", "dự kiến"})


def status_of(frame: Frame, reading: Reading, discourse: Discourse, period: Period) -> tuple[Status, Source]:
    """The status of a reading and where it was read."""
    if reading.status is not None:
        return reading.status, "clause"
    if done_beside(frame, reading):
        return "actual", "clause"
    if any(token.text == "đăng ký" for token in frame.tokens[reading.at : max(reading.cue, reading.at)]):
        return "target", "clause"
    found = _said(frame, reading.at)
    published = discourse.anchor.published
    if found is not None:
        if found[0] == "target" and _expects(frame, reading.at) and published and (period.label or "")[:4] == published[:4]:
            return "estimate", found[1]
        return found
    if discourse.heading_status is not None:
        return discourse.heading_status, "heading"
    if discourse.aiming and opens_with_order(frame):
        return "target", "block"
    if published and period.label and len(period.label) >= 4 and period.label[:4] > published[:4] and "/" not in period.label:
        return "target", "document"
    return "actual", "document"


def aims(frame: Frame, reading: Reading, discourse: Discourse) -> bool:
    """Whether a plan speaks: in the sentence before the figure, or in the heading."""
    found = _said(frame, reading.at)
    if found is not None:
        return found[0] == "target"
    return discourse.heading_status == "target" or (discourse.aiming and opens_with_order(frame))


def done_beside(frame: Frame, reading: Reading) -> bool:
    """Whether "đã" stands between the figure and its wording: "39 xã đã được công nhận"."""
    if reading.cue > reading.at:
        if any(token.text == "đăng ký" for token in frame.tokens[reading.at : reading.cue]):
            return False
        return any("done" in token.concepts for token in frame.tokens[reading.at : reading.cue])
    return False


def _said(frame: Frame, at: int) -> tuple[Status, Source] | None:
    source: Source = "clause"
    depth = frame.depth[at]
    crossed = False
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if token.kind == "mark" and token.text in ",;(":
            source = "sentence"
            crossed = crossed or token.text == ";"
        if not token.concepts or frame.depth[index] > depth:
            continue
        if crossed and token.text in _OF_ITS_CLAUSE:
            continue
        if "estimate" in token.concepts and _estimates(frame, index):
            return "estimate", source
        if "achieved_plan" in token.concepts:
            continue
        if "target" in token.concepts or token.text.startswith(("chỉ tiêu", "mục tiêu")):
            if index and frame.tokens[index - 1].kind == "figure":
                continue  # "đạt 102,6% kế hoạch"
            return "target", source
        if "done" in token.concepts and source == "clause":
            return "actual", source
    return None


def _expects(frame: Frame, at: int) -> bool:
    """ "dự kiến" of the year that is closing is an estimate, of a later one a plan."""
    for index in range(at - 1, -1, -1):
        if "target" in frame.tokens[index].concepts:
            return frame.tokens[index].text == "dự kiến"
    return False


def _estimates(frame: Frame, at: int) -> bool:
    """ "ước" alone estimates only what a figure or a verb follows: not "điều ước", "ước vọng"."""
    if frame.tokens[at].text != "ước":
        return True
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return following is not None and (
        following.kind in ("figure", "time", "cue") or following.text in ("khoảng", "bình", "cả", "giảm", "tăng", "đến", "toàn")
    )


_ORDERS = frozenset({"giảm", "nâng", "tăng", "duy", "công", "hoàn", "đưa", "đạt", "xây", "có", "bảo", "đảm"})
_NEXT_AIMS = frozenset({"tỷ", "tỉ", "tổng", "tốc", "thu", "kim", "số", "về"})


def is_order(word: str) -> bool:
    """Whether a sentence that opens with this word may be one more item of a plan."""
    return word in _ORDERS or word in _NEXT_AIMS


def opens_with_order(frame: Frame) -> bool:
    """ "Giảm tỷ lệ hộ nghèo …" without a subject: one more item of the plan the text is unfolding."""
    first = frame.tokens[0].text.split(" ")[0] if frame.tokens else ""
    if first in _NEXT_AIMS:
        return not any(token.kind == "time" or {"done", "now", "said", "base"} & set(token.concepts) for token in frame.tokens)
    return first in _ORDERS


def frame_status(frame: Frame) -> Status | None:
    """The status a heading or the sentence before a list sets for what follows."""
    words = " ".join(token.text for token in frame.tokens)
    if len(frame.tokens) <= 16 and ("phương hướng" in words or ("nhiệm vụ" in words and "kết quả" not in words)):
        return "target"
    for token in frame.tokens:
        if "achieved_plan" in token.concepts:
            continue
        if "target" in token.concepts:
            return "target"
        if "estimate" in token.concepts:
            return "estimate"
    return None
