"""What stands directly beside a figure and settles its status whatever its sentence plans.

"39 xã đã được công nhận" were, "2 xã đăng ký đạt chuẩn" are not yet, "54 triệu đồng (ước)" is estimated, and "(năm 2020 là 9,4%)"
behind an aim is where the plan began.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Reading
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.plans import reaches_it

_STAGE = 9  # characters of "2021/2025"


def planned_beside(frame: Frame, reading: Reading) -> bool:
    """ "2 xã đăng ký đạt chuẩn", "2 xã phấn đấu đạt chuẩn", "chọn 2 xã xây dựng nông thôn mới": not yet what the wording says."""
    at = reading.at
    for index in range(at + 1, max(at + 1, reading.cue)):
        text = frame.tokens[index].text
        if text == "đề ra" and reaches_it(frame, index):
            continue  # "900 căn nhà được xây, sớm hơn so với mục tiêu Nghị quyết đề ra"
        if frame.has(index, "target") and not text.startswith(("kế hoạch", "chỉ tiêu", "mục tiêu")):
            return True
    before = [token.text for token in frame.tokens[max(0, at - 2) : at]]
    return reading.cue > at and (before[-1:] == ["chọn"] or before == ["chỉ", "đạo"])


def is_marked_estimate(frame: Frame, at: int) -> bool:
    """ "54 triệu đồng (ước)", "(ước năm 2024) còn 6,1%"."""
    behind = frame.tokens[at + 1 : at + 4]
    if [token.text for token in behind[::2]] == ["(", ")"] and "estimate" in behind[1].concepts:
        return True
    close = next((index for index in range(at - 1, max(-1, at - 5), -1) if frame.tokens[index].text == ")"), -1)
    return close >= 3 and frame.tokens[close - 1].kind == "time" and frame.has(close - 2, "estimate")


def done_beside(frame: Frame, reading: Reading) -> bool:
    """Whether "đã" stands between the figure and its wording: "39 xã đã được công nhận"."""
    if reading.cue > reading.at:
        if planned_beside(frame, reading):
            return False
        return any("done" in token.concepts for token in frame.tokens[reading.at : reading.cue + 1])
    return False


def set_off(frame: Frame, at: int, discourse: Discourse) -> bool:
    """ "phấn đấu đến năm 2025 còn 4% (năm 2020 là 9,4%)": in brackets, of a year that was over when the plan was made.

    Where the text tells no day, of the last year of a five-year plan alone: a later one may be on the way.
    """
    verb = at - 1 if frame.has(at - 1, "level_verb") or frame.tokens[at - 1].text == ":" else at
    if verb < 2 or frame.tokens[verb - 1].kind != "time" or frame.tokens[verb - 2].text != "(":
        return False
    year = (frame.figure(verb - 1).iso or "")[:4]
    led = discourse.heading_time if discourse.heading_status == "target" else None
    heading = led.label or "" if led is not None else ""
    opening = heading[:4] if len(heading) == _STAGE else ""
    aimed = [heading, *(frame.figure(index).iso or "" for index in range(verb - 2) if frame.tokens[index].kind == "time")]
    if not year.isdigit() or not any(one[:1] == "2" and one[-4:] > year for one in aimed if "-" not in one):
        return False
    published = discourse.anchor.published
    return year <= published[:4] if published else int(year) % 5 == 0 or year <= opening
