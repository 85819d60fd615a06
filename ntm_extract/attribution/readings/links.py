"""What binds a figure to the reading before it: where that one's words end, what leads on, and the reading made like it."""

from __future__ import annotations

from ntm_extract.attribution.draft import Reading, reading_of
from ntm_extract.attribution.frame import Frame
from ntm_extract.model import Figure

# a share of a count is the share of ... : (count's indicator) -> indicator of the percentage
SHARE_OF = {
    "poor_households": "poverty_rate",
    "near_poor_households": "near_poverty_rate",
    "poor_and_near_poor_households": "multidimensional_poverty_rate",
    "communes_ntm": "communes_ntm",
    "communes_by_criteria": "communes_by_criteria",
    "villages_ntm": "villages_ntm",
    "districts_ntm": "districts_ntm",
    "communes_meeting_criterion": "communes_meeting_criterion",
    "ocop_products": "ocop_products",
    "ocop_entities": "ocop_entities",
}
_SAME_STANDARD = frozenset({"ntm_standard", "ntm_weak", "ntm_topic"})


def here(frame: Frame, last: Reading) -> bool:
    """Whether the reading stands in this sentence, not in the one before ("Trong đó, tỉnh X có 8 xã")."""
    return frame.start <= last.figure.start < frame.end


def after_figure(frame: Frame, last: Reading) -> int:
    """First token behind a reading's figure (and the unit written with it)."""
    index = last.at + 1
    while index < len(frame.tokens) and frame.tokens[index].start < last.figure.end:
        index += 1
    return index


def behind_wording(frame: Frame, last: Reading) -> int:
    """First token behind a reading and the wording that announced it."""
    start = max(after_figure(frame, last), last.cue + 1 if last.previous is None and last.cue > last.at else 0)
    if last.previous is not None and last.rule == "restated.percent" and last.previous.cue > last.at:
        start = last.previous.cue + 1  # "2.045 xã (23%) được công nhận đạt chuẩn, tăng 5,9%"
    elif last.previous is not None or last.cue < last.at:
        return start
    end = index = start  # what else the wording says of the same units: "…, đạt chuẩn nông thôn mới nâng cao"
    while index < len(frame.tokens) and index < start + 8:
        token = frame.tokens[index]
        if token.kind == "cue" and any(c in _SAME_STANDARD or c.startswith("tier:") for c in token.concepts):
            end = index + 1
        elif token.kind != "place" and token.text not in (",", "trong", "của", "về", "ở", "tại"):
            break
        index += 1
    return end


def shares(frame: Frame, at: int) -> bool:
    """Whether "chiếm", "tương ứng", "tỷ lệ" stands before the figure."""
    index = at - 1
    while index >= 0 and frame.tokens[index].text in ("khoảng", "tới", "đến", "tỷ", "tỉ", "lệ"):
        index -= 1
    return frame.has(index, "share")


def change_beside(frame: Frame, at: int) -> bool:
    """Whether a verb of change stands directly before the figure."""
    return frame.has(at - 1, "change_up", "change_down")


def like(figure: Figure, at: int, last: Reading, code: str, rule: str, unit: str) -> Reading:
    """A new figure read as the reading before it, with its breakdowns."""
    reading = reading_of(figure, at, code, rule, unit, last.cue, last.reach)
    reading.cue, reading.reach = last.cue, last.reach
    reading.previous = last
    reading.breakdowns = dict(last.breakdowns)
    if rule == "restated.percent" and last.measure == "change":
        reading.measure = "change"
    return reading


def unnamed_region(frame: Frame, at: int) -> bool:
    """ "cả nước (5,2%) và của vùng (8,4%)", "… 8,4% của vùng": the figure of a region that the sentence does not name."""
    near = range(max(0, at - 2), min(at + 2, len(frame.tokens)))
    return any("scope_region" in frame.tokens[index].concepts for index in near) and not any(
        token.kind == "place" and frame.place(index).level == "region" for index, token in enumerate(frame.tokens)
    )


def names_place(frame: Frame, at: int) -> bool:
    """Whether the token names a place, or a scope such as "toàn tỉnh"."""
    token = frame.tokens[at]
    return token.kind == "place" or any(concept.startswith("scope_") for concept in token.concepts)
