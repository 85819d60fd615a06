"""Aims told without their own wording, because what they are of was said before.

"… tỷ lệ bao phủ đạt 76%. Mục tiêu năm 2017 đạt trên 80%; năm 2018 đạt 85%": a sentence that opens with the aim and comes
at once to a share goes on with the one share that the sentence before told; so does one that opens with the outcome of the
one aim told before ("Kết quả đến nay đã đạt 74,2%").

"đạt 66%, thấp hơn 10% so với chỉ tiêu được giao là 75,8%": the aim that what was reached is compared with. Read where "so với
chỉ tiêu", "chưa đạt mục tiêu" leads over words of giving and setting to "là" and the figure, behind a level of the same unit
in the same sentence that it could be the aim of. By how much the aim was missed is no value of a place and stays unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.readings.links import here, like

_SETTING: Final = frozenset("được giao đề ra đặt quốc hội hđnd nghị quyết chính phủ thủ tướng trung ương tỉnh cả năm".split())
_OUTCOME: Final = "kết quả"
_AIMS: Final = ("chỉ tiêu", "mục tiêu", "kế hoạch")
_REACH: Final = 9


def aim(frame: Frame, at: int, earlier: Sequence[Reading]) -> Reading | None:
    """The reading of a figure that says what was aimed at; None where it says nothing of the kind."""
    figure = frame.figure(at)
    if figure.value is None or at < 2:
        return None
    beside = frame.has(at - 1, "achieved_plan") and frame.tokens[at - 1].text.startswith("so với")  # "79% so với chỉ tiêu 80%"
    if not beside and (frame.tokens[at - 1].text != "là" or not _names_aim(frame, at - 1)):
        return None
    reached = next((one for one in reversed(earlier) if one.figure.unit == figure.unit and one.measure == "level"), None)
    if reached is None or not here(frame, reached) or not 0.5 * reached.value <= figure.value <= 2 * reached.value:
        return None
    reading = like(figure, at, reached, reached.code, "series.aim", reached.unit)
    reading.status = "target"
    return reading


def aims_open(lower: str, start: int) -> bool:
    """Whether a sentence opens with an aim, or with what came of one: its figures may be of what the sentence before was of."""
    return lower.startswith((*_AIMS, _OUTCOME), start)


def aimed_next(frame: Frame, at: int, before: Sequence[Reading]) -> Reading | None:
    """The aim for the share that the sentence before told; None unless that told one alone."""
    figure = frame.figure(at)
    if figure.value is None or figure.unit != "percent" or not frame.tokens[0].text.startswith(_AIMS):
        return None
    for token in frame.tokens[1:at]:
        plain = token.kind == "time" or "level_verb" in token.concepts or set(token.text.split()) <= FILLER | _SETTING
        if not plain:
            return None
    alike = {one.code for one in before if one.unit == "percent" and one.measure == "level"}
    told = before[-1] if before else None
    if told is None or alike != {told.code} or any(one.unit != "percent" for one in before):
        return None
    reading = like(figure, at, told, told.code, "series.aimed", told.unit)
    reading.status = "target"
    return reading


def reached_next(frame: Frame, at: int, before: Sequence[Reading]) -> Reading | None:
    """ "Chỉ tiêu đến năm 2025 là 80% số xã đạt chuẩn. Kết quả đến nay đã đạt 74,2%": how far the one aim before was reached."""
    figure = frame.figure(at)
    told = before[-1] if len(before) == 1 else None
    if told is None or figure.value is None or figure.unit != "percent" or frame.tokens[0].text != _OUTCOME or at < 2:
        return None
    if told.unit != "percent" or told.measure != "level" or not (told.aimed or told.status == "target"):
        return None
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if (following is not None and following.kind != "mark") or not frame.has(at - 1, "level_verb", "done"):
        return None
    for token in frame.tokens[1:at]:
        plain = token.kind == "time" or {"level_verb", "now", "done"} & set(token.concepts) or set(token.text.split()) <= FILLER
        if not plain or "base" in token.concepts or "negation" in token.concepts:
            return None
    reading = like(figure, at, told, told.code, "series.reached", told.unit)
    reading.status = "actual"
    return reading


def _names_aim(frame: Frame, end: int) -> bool:
    for index in range(end - 1, max(-1, end - _REACH), -1):
        token = frame.tokens[index]
        if any(word in token.text for word in _AIMS):
            return True
        if token.kind in ("figure", "mark") or not set(token.text.split()) <= FILLER | _SETTING:
            return token.kind == "cue" and index > 0 and any(word in frame.tokens[index - 1].text for word in _AIMS)
    return False
