"""The kinds of land behind a count of units: "19 xã khó khăn vùng bãi ngang, ven biển và hải đảo đã đạt chuẩn".

The list of lands says where the units lie, and its commas end nothing: what the units did stands behind it. Only words of
land may stand in it; any other word ends it.
"""

from __future__ import annotations

from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.walk import Clause

_LANDS = frozenset("vùng khu vực bãi ngang ven biển hải đảo núi miền cao sâu xa biên giới an toàn khu thuộc các xã".split())
_STANDARD = ("ntm_standard", "ntm_weak")


def past_lands(frame: Frame, at: int) -> int:
    """The first token that the list of lands beginning at ``at`` does not hold; ``at`` itself where there is no list."""
    index = at
    while index < len(frame.tokens):
        token = frame.tokens[index]
        listed = token.text in (",", "và")
        land = set(token.text.split()) <= _LANDS or not {"special_area", "border_area"}.isdisjoint(token.concepts)
        if not (listed or (land and token.kind in ("word", "cue"))):
            break
        index += 1
    return index - 1 if index > at and frame.tokens[index - 1].text == "," else index


def with_standard(frame: Frame, after: Clause) -> Clause:
    """What is said behind a count, with the standard that units of these lands met behind a comma of the list."""
    if not after.cues or after.reach >= len(frame.tokens) or frame.tokens[after.reach].text != ",":
        return after
    first = after.cues[-1] + 1
    if not frame.has(after.cues[-1], "special_area", "border_area"):
        return after
    index = past_lands(frame, first)
    if index <= after.reach or not frame.has(index, "done", *_STANDARD) or frame.tokens[index].text.startswith(("xã", "thôn")):
        return after
    first = last = index if frame.has(index, *_STANDARD) else index + 1
    while last < len(frame.tokens) and frame.has(last, *_STANDARD):
        last += 1
    return after._replace(cues=(*after.cues, *range(first, last)), reach=last)


def leaves_list(frame: Frame, at: int) -> bool:
    """ "19 xã đặc biệt khó khăn vùng bãi ngang, ven biển đã thoát khỏi tình trạng …": units that are no more of the list."""
    index = past_lands(frame, at)
    if index < len(frame.tokens) and frame.has(index, "done"):
        index += 1
    words = [word for token in frame.tokens[index : index + 3] for word in token.text.split()]
    return words[:1] == ["thoát"] or words[:2] in (["ra", "khỏi"], ["được", "thoát"])
