"""Whether a count says what there is, or only where something happens and to whom.

A stock is said with a frame of existence before it ("có 5 xã nghèo", "còn 12 xã", "toàn tỉnh: 61 xã nghèo", "công nhận 20
sản phẩm"). Any other word directly before the number makes its units the place or the object of an act ("về 5 xã nghèo",
"giúp dân 3 xã", "trưng bày 85 sản phẩm"), and such a count is none. The act may also stand behind the wording ("60 hộ nghèo
theo học", "11 xã nông thôn mới được hỗ trợ"): then the count is of those that took part. Refusing is the safe side: a
stock said without any frame is missed, never a place of charity counted.
"""

from __future__ import annotations

from typing import Final

from ntm_extract.attribution.frame import FILLER, Frame

_LICENSING: Final = frozenset(
    {"level_verb", "share", "change_up", "change_down", "total_scope", "inclusive", "newly", "negation", "target", "part"}
)
_PASSING: Final = frozenset({"now", "done", "estimate", "base", "said", "undated", "this_year", "last_year"})
_STATES: Final = frozenset({"có", "còn", "gồm", "là", "với", "chỉ", "hết", "mất", "nhận", "duyệt", "định", "xếp", "loại", "số"})
_LOOSE: Final = frozenset({"khoảng", "cả", "đã", "được", "thêm", "mới", "vẫn", "thì", "này", "nay", "đủ", "tất"})
_DEGREE: Final = frozenset({"đến", "tới", "những", "từ", "lên"})  # "có đến 45 xã", "giảm từ 30 xã"
_RECOGNISED: Final = frozenset({"công", "công nhận", "đánh", "xếp", "chấm", "phân", "cấp", "thẩm", "xét", "phê", "nâng", "gắn"})
_JOINING: Final = frozenset({"nên", "mà", "nhưng", "vì", "do", "thì", "tuy", "song", "khi", "sau", "trước", "như", "so"})


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
            return index > 0 and (not _LICENSING.isdisjoint(frame.tokens[index - 1].concepts) or frame.tokens[index - 1].text == "giảm")
        elif token.text not in _LOOSE:
            return False
        index -= 1
    return True


def _listed(frame: Frame, index: int) -> bool:
    """Behind a comma or "và": in a row of counts, the first of them decides; otherwise the clause is a new one."""
    for before in range(index - 1, max(-1, index - 9), -1):
        token = frame.tokens[before]
        if token.kind == "figure":
            return frame.figure(before).unit is None or exists(frame, before)
        if token.kind == "mark" and token.text in ";.:":
            return True
        if "beneficiary" in token.concepts and token.text != "của":
            return False  # "tại huyện nghèo và 7 xã biên giới"
    return True


def takes_part(frame: Frame, start: int, end: int, *, words: int = 1) -> bool:
    """Whether behind a wording more is said of those counted: an act they do or that is done to them."""
    unknown = 0
    for index in range(start, min(end, len(frame.tokens))):
        token = frame.tokens[index]
        if token.kind in ("mark", "figure") or token.text in _JOINING:
            break
        if token.kind == "place" or token.kind == "time":
            return False
        following = frame.tokens[index + 1] if index + 1 < len(frame.tokens) else None
        if token.text == "được" and following is not None:
            return following.text not in _RECOGNISED and following.kind in ("word", "cue")
        if "beneficiary" in token.concepts and token.text not in ("tại", "ở", "của", "đối với"):
            return True
        if token.kind == "word" and token.text not in FILLER:
            unknown += 1
            if unknown > words:
                return True
    return False
