"""Whether a count says what there is, or only where something happens and to whom.

A stock is said with a frame of existence before it ("có 5 xã nghèo", "còn 12 xã", "toàn tỉnh: 61 xã nghèo", "công nhận 20
sản phẩm"). Any other word directly before the number makes its units the place or the object of an act ("về 5 xã nghèo",
"giúp dân 3 xã", "trưng bày 85 sản phẩm"), and such a count is none. The act may also stand behind the wording ("60 hộ nghèo
theo học", "11 xã nông thôn mới được hỗ trợ"): then the count is of those that took part. Refusing is the safe side: a
stock said without any frame is missed, never a place of charity counted.

A wording that begins with a level of unit ("xã nông thôn mới") is the name of such a unit: it says what a count of the
same level is, but not what the hamlets of that commune are.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.places.levels import VILLAGES

_LICENSING: Final = frozenset(
    {"level_verb", "share", "change_up", "change_down", "total_scope", "inclusive", "newly", "negation", "target", "part"}
)
_PASSING: Final = frozenset({"now", "done", "estimate", "base", "said", "undated", "this_year", "last_year"})
_STATES: Final = frozenset({"có", "còn", "gồm", "là", "với", "chỉ", "hết", "mất", "nhận", "duyệt", "định", "xếp", "hạng", "số"})
_LOOSE: Final = frozenset({"khoảng", "cả", "đã", "được", "thêm", "mới", "vẫn", "thì", "này", "nay", "đủ", "tất"})
_DEGREE: Final = frozenset({"đến", "tới", "những", "từ", "lên"})  # "có đến 45 xã", "giảm từ 30 xã"
_RECOGNISED: Final = frozenset({"công", "công nhận", "đánh", "xếp", "chấm", "phân", "cấp", "thẩm", "xét", "phê", "nâng", "gắn"})
_ACTS: Final = frozenset({"viết", "tham", "theo", "nhận", "vay", "được", "đến", "xin", "học"})
_DOING: Final = frozenset({"viết", "tham", "vay", "xin", "học", "dự"})
_JOINING: Final = frozenset({"nên", "mà", "nhưng", "vì", "do", "thì", "tuy", "song", "khi", "sau", "trước", "như", "so", "rất"})

VILLAGE_WORDS: Final = frozenset({*VILLAGES, "thôn,", "khu"})
_UNIT_WORDS: Final = VILLAGE_WORDS | {"xã", "huyện", "tỉnh", "địa", "đơn", "hộ"}
_LEVELS: Final = {"xã": "commune", "huyện": "district", "thị": "district"}


def exists(frame: Frame, at: int) -> bool:
    """Whether the number at ``at`` is said to be there, to grow or to shrink, or stands as a label's or a list's value."""
    index = at - 1
    while index >= 0:
        token = frame.tokens[index]
        if token.kind == "mark":
            if token.text == ",":
                return _listed(frame, index)
            return token.text not in "\"“”'/"
        if token.kind in ("time", "place"):
            return True
        if token.kind == "cue":
            concepts = token.concepts
            if not _LICENSING.isdisjoint(concepts) or not _STATES.isdisjoint(token.text.split()):
                return True
            if any(concept.startswith("scope_") for concept in concepts):
                return True
            if _PASSING.isdisjoint(concepts):
                return False
        elif token.kind == "figure":
            return False
        elif token.text in ("và", "cùng"):
            return _listed(frame, index)
        elif token.text in _STATES:
            return True
        elif token.text in _DEGREE:
            before = frame.tokens[index - 1] if index else None
            return before is None or (not _LICENSING.isdisjoint(before.concepts) or before.text == "giảm")
        elif token.text not in _LOOSE:
            return False
        index -= 1
    return True


def _listed(frame: Frame, index: int) -> bool:
    """Behind a comma or "và": in a row of counts, the first of them decides; otherwise the clause is a new one."""
    for before in range(index - 1, max(-1, index - 9), -1):
        token = frame.tokens[before]
        if token.kind == "figure" and frame.figure(before).unit not in ("star", "criteria"):
            return frame.figure(before).unit is None or exists(frame, before)
        if token.kind == "mark" and token.text in ";.:":
            return True
        if "beneficiary" in token.concepts and token.text != "của":
            return False  # "tại huyện nghèo và 7 xã biên giới"
    return True


def of_each(frame: Frame, at: int) -> bool:
    """ "trung bình mỗi huyện có 4 xã": so many for each unit, no total."""
    start = max(frame.clause_start(at), at - 12)
    return any(
        one.text in ("mỗi", "từng") and two.text.split(" ")[0] in _UNIT_WORDS for one, two in pairwise(frame.tokens[start:at])
    )


def takes_part(frame: Frame, start: int, end: int, *, words: int = 1) -> bool:
    """Whether behind a wording more is said of those counted: an act they do or that is done to them."""
    unknown = 0
    for index in range(start, min(end, len(frame.tokens))):
        token = frame.tokens[index]
        if token.kind in ("mark", "figure") or token.text in _JOINING:
            break
        if token.kind in ("place", "time"):
            return any(one.text in _ACTS for one in frame.tokens[index + 1 : min(end, index + 3)])
        following = frame.tokens[index + 1] if index + 1 < len(frame.tokens) else None
        if token.text == "được" and following is not None:
            return following.text not in _RECOGNISED and following.kind in ("word", "cue")
        if "negation" in token.concepts or (index < start + 2 and token.text in _DOING):
            return True
        if "beneficiary" in token.concepts and token.text not in ("tại", "ở", "của", "đối với"):
            return True
        if token.kind == "word" and token.text not in FILLER:
            unknown += 1
            if unknown > words:
                return True
    return False


def given(frame: Frame, start: int, end: int) -> bool:
    """ "100 hộ nghèo ở 5 xã được công ty trao tặng bồn nước": behind the wording something is done for those counted."""
    depth = frame.depth[start] if start < len(frame.tokens) else 0
    for index in range(start, min(end, len(frame.tokens))):
        token = frame.tokens[index]
        if frame.depth[index] > depth:
            continue
        if token.kind == "mark" and token.text not in ("(", ")", "-", "–", '"'):
            return False
        if token.text in ("quà", "phần quà", "suất quà"):
            return True  # "88 hộ nghèo ở xã A với phần quà là …"
        if token.text == "được" and index + 1 < len(frame.tokens):
            return frame.tokens[index + 1].text not in _RECOGNISED
    return False


def built(frame: Frame, at: int) -> bool:
    """ "xây dựng được 60 khu dân cư nông thôn mới": made, so that they are there."""
    return any(token.text in ("dựng", "xây dựng", "xây dựng thành công") for token in frame.tokens[max(0, at - 3) : at])


def new_subject(frame: Frame, at: int, cue: int) -> bool:
    """ "6 xã lên phường và thành phố hoàn thành …": what is said behind "và" is said of another unit."""
    tokens = frame.tokens
    for index in range(at + 2, cue):
        if tokens[index].text == "và" and tokens[index + 1].text in ("tp", "thành", "huyện", "tỉnh", "xã", "thị"):
            return any(token.kind == "word" and token.text not in FILLER for token in tokens[at + 1 : index])
    return False


def named_level(frame: Frame, cue: int) -> str | None:
    """The level of unit that a wording such as "xã nông thôn mới" names; None for "đạt chuẩn nông thôn mới"."""
    first, _, rest = frame.tokens[cue].text.partition(" ")
    if not rest or "ntm_standard" not in frame.tokens[cue].concepts:
        return None
    return _LEVELS.get(first) or ("village" if first in VILLAGE_WORDS else None)


def of_another_level(frame: Frame, cue: int, unit: str) -> bool:
    """ "7 ấp … xã nông thôn mới": unless it is said that all of them are ("12 huyện có 100% xã …" is read elsewhere)."""
    level = named_level(frame, cue)
    return (
        level is not None
        and level != unit
        and not {"đạt", "công nhận", "danh hiệu", "được công nhận"} & {token.text for token in frame.tokens[max(0, cue - 2) : cue]}
    )


def modern(frame: Frame, cue: int) -> bool:
    """ "10% số xã đạt chuẩn nông thôn mới hiện đại": the tier of 2026-2030 that the tables do not know, and not the standard."""
    index = cue + 1
    while index < len(frame.tokens) and (frame.tokens[index].text in "()" or frame.has(index, "ntm_standard", "ntm_topic")):
        index += 1
    words = [word for token in frame.tokens[index : index + 3] for word in token.text.split()]
    return words[:2] == ["hiện", "đại"] and words[2:3] not in (["hóa"], ["hoá"])


def labels(frame: Frame, cue: int, at: int, unit: str) -> bool:
    """ "số xã nông thôn mới: 12 xã": a label of the figure's own level, not the name of one place."""
    if cue and named_level(frame, cue - 1):
        cue -= 1  # "xã nông thôn mới | nâng cao"
    elif named_level(frame, cue) is None:
        return True
    if named_level(frame, cue) != unit:
        return False
    tokens = frame.tokens
    if cue and tokens[cue - 1].kind == "figure":
        return True  # "thêm 42 thôn nông thôn mới kiểu mẫu, lũy kế 268 thôn"
    if "place" in (tokens[cue + 1].kind, tokens[min(cue + 2, at)].kind) and tokens[cue + 1].text not in ("của", "ở", "tại"):
        return False
    near = (*tokens[max(0, cue - 2) : cue], *tokens[cue + 1 : cue + 4], tokens[at - 1])
    return any(token.text in (":", "số", "tổng") or "level_verb" in token.concepts for token in near)
