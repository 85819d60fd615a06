"""Parts that "trong đó", "gồm" name of a count, and counts that raise a total: what of them was added, of which tier.

Parts are measured as their whole, have its tier, and are no larger.

"có thêm 6 xã đạt chuẩn nâng cao, trong đó 5 xã thuộc huyện A": the five were added as well. "…, trong đó 4 xã đã được công nhận"
says no tier of its own and speaks of the same communes. A number that is larger than the one before it is no part of that one:
of which other count it is, or of how many together, the text leaves open ("6 xã nâng cao, 2 xã kiểu mẫu, trong đó 5 xã của huyện
A"). Left alone: a total that is told behind the whole ("trong đó lũy kế …", "đến nay có …"), shares and ratios, which have a
whole of their own, and what stands behind a semicolon, unless the colon of "trong đó:" opened a list.
"""

from __future__ import annotations

from typing import Final

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import Frame

_COUNTED: Final = frozenset({"communes_ntm", "villages_ntm", "districts_ntm", "ocop_products"})
_TOTALS: Final = frozenset({"lũy", "luỹ", "tổng", "cộng", "nâng", "đưa"})
_FRAMED: Final = frozenset({"now", "total_scope", "base"})


def whole_of(frame: Frame, reading: Reading, readings: list[Reading]) -> Reading | None:
    """The count of which the reading is a part; None where the text names it as no part."""
    if reading.code not in _COUNTED or reading.unit == "percent" or reading.figure.denominator is not None:
        return None
    opened = _opener(frame, reading.at)
    if opened < 0 and "stars_min" in reading.breakdowns:
        opened = _behind_whole(frame, reading.at)
    if opened < 0:
        return None
    level = frame.depth[opened]  # "5.775 xã đạt chuẩn (tăng 160 xã), trong đó có 764 xã …": not of those in the bracket
    whole = next((one for one in reversed(readings) if one.at < opened and frame.depth[one.at] <= level), None)
    if whole is None or whole.figure.unit != reading.figure.unit:
        return None
    between = (index for index in range(whole.at + 1, opened) if frame.depth[index] <= level)
    if any(frame.tokens[index].text == ";" or _counts(frame, index) for index in between):
        return None
    return whole if whole.code == reading.code and whole.unit == reading.unit else None


def added_with(frame: Frame, reading: Reading, readings: list[Reading]) -> bool:
    """Whether the reading is a part of units that were added."""
    whole = whole_of(frame, reading, readings)
    return whole is not None and whole.measure == "change" and whole.value >= reading.value > 0


def fell_with(frame: Frame, reading: Reading, readings: list[Reading]) -> bool:
    """ "giảm 2.800 hộ nghèo, trong đó có 1.000 hộ nghèo dân tộc thiểu số": a part of the fall; not "…, trong đó còn 300 hộ"."""
    if reading.unit != "household" or "poor" not in reading.code or reading.figure.denominator is not None:
        return False
    opened = _opener(frame, reading.at)
    whole = next((one for one in reversed(readings) if one.at < opened), None)
    if whole is None or whole.code != reading.code or whole.measure != "change":
        return False
    if not 0 < reading.value <= -whole.value:
        return False
    left = (token.text for token in frame.tokens[opened : reading.at])
    return not any("còn" in text or "hiện" in text for text in left)


def larger_than_whole(frame: Frame, reading: Reading, readings: list[Reading]) -> bool:
    """Whether the number cannot be a part of the count whose wording it was read with."""
    whole = whole_of(frame, reading, readings)
    return whole is not None and reading.value > whole.value and reading.bound == whole.bound == "exact"


def raises_total(frame: Frame, reading: Reading) -> bool:
    """ "có 3 xã nâng cao, bằng 150% kế hoạch, nâng tổng số xã nâng cao lên 14 xã": those that are new; not "hiện có 16 xã, …"."""
    figure = reading.figure
    if reading.code not in _COUNTED or reading.unit == "percent" or figure.denominator is not None:
        return False
    start, end = frame.clause_start(reading.at), frame.clause_end(reading.at)
    if frame.any_cue("now", start=start, end=reading.at):
        return False
    raised = False
    for index in range(reading.at + 1, end):
        token = frame.tokens[index]
        if token.kind == "figure" and token.start >= figure.end and _counts(frame, index):
            return raised and frame.figure(index).unit == figure.unit and (frame.figure(index).value or 0) > reading.value
        if frame.tokens[index - 1].text == "," and token.text.startswith(("nâng", "đưa")) and token.text != "nâng cao":
            raised = any("tổng" in one.text.split() for one in frame.tokens[index : index + 3])
    return False


def take_tier(frame: Frame, reading: Reading, readings: list[Reading]) -> None:
    """The tier of the whole, for a part whose wording only says "được công nhận", "đạt chuẩn"."""
    if "tier" not in reading.breakdowns or reading.breakdowns["tier"] != "standard" or reading.cue < reading.at:
        return
    whole = whole_of(frame, reading, readings)
    if whole is None or whole.value < reading.value or not frame.has(reading.cue, "ntm_weak"):
        return
    said = " ".join(token.text for token in frame.tokens[reading.at : frame.clause_end(reading.at)])
    if "nông thôn mới" not in said and "ntm" not in said.split():
        reading.breakdowns["tier"] = whole.breakdowns.get("tier", "standard")


def _opener(frame: Frame, at: int) -> int:
    """The "trong đó" or "gồm" that opens the parts among which the figure stands; -1 where there is none."""
    stop = False
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if "inclusive" in token.concepts:
            listed = index + 1 < len(frame.tokens) and frame.tokens[index + 1].text == ":"
            return index if token.text != "riêng" and (listed or not stop) else -1
        if not _FRAMED.isdisjoint(token.concepts) or not _TOTALS.isdisjoint(token.text.split()) or token.text in (".", ")"):
            return -1
        stop = stop or token.text == ";"
    return -1


def _behind_whole(frame: Frame, at: int) -> int:
    """The bracket or colon that opens stars: "công nhận 60 sản phẩm (20 sản phẩm 4 sao, 40 sản phẩm 3 sao)"; -1 where none does."""
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if token.text in ("(", ":"):
            return index
        if token.text in (";", ".", ")") or not _FRAMED.isdisjoint(token.concepts) or not _TOTALS.isdisjoint(token.text.split()):
            return -1
    return -1


def _counts(frame: Frame, at: int) -> bool:
    """Whether another count stands at a token, of which the part may be."""
    return frame.tokens[at].kind == "figure" and frame.figure(at).unit not in ("criteria", "star", "target", "percent", None)
