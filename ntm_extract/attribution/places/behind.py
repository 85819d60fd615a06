"""The place that stands behind the figure it is of.

It is the figure's where a preposition ties it ("3.450 hộ nghèo ở huyện A"), also where the clause opened with what holds it
("Tỉnh A có 20 hộ thoát nghèo ở xã B"), or where the figure's clause only leads up to it ("Từ 12 xã năm 2015, đến nay
huyện A đã có 25 xã"); in "61 xã, huyện A dẫn đầu" it is not.
"""

from __future__ import annotations

from typing import Final

from ntm_extract.attribution.frame import FILLER, Frame, Token, is_topical

_WHERE: Final = frozenset({"ở", "tại", "thuộc", "cho", "của"})
_NEW_STATEMENT: Final = frozenset({"base", "said", "part", "inclusive", "level_verb", "change_up", "change_down", "standard_name"})
_TIES: Final = frozenset({"ở", "tại", "của", "thuộc", "do", "được"})
_LEADS: Final = frozenset("với để nhờ ngoài từ".split())  # the figure is part of what they open
_SETS_OUT: Final = frozenset("từ sau nếu trước khi chỉ kế mục lúc đầu cuối".split())  # "…, đến nay huyện A" answers them
_PARTS: Final = frozenset({"trong", "trên"})
_ONLY_WITHIN: Final = frozenset("tập chủ nhất như phần đa riêng đông nhiều trưng giới tham quảng".split())
_JUDGED: Final = frozenset("xếp hạng phân đánh giá thẩm định công nhận chấm điểm".split())
_AFTER_COMMA: Final = frozenset(
    "đến tới cuối đầu năm tháng hết nay hằng hàng kết quả nhân dân thì hội đồng cấp đảng bộ chính quyền toàn bà con người".split()
)


def place_behind(frame: Frame, at: int) -> int | None:
    """The place behind a figure that is the figure's own, or None."""
    if (led := _list_leads_up(frame, at)) is not None:
        return led
    tokens = frame.tokens
    depth = frame.depth[at]
    comma = -1  # the last comma passed
    goes_on = False  # behind the comma the figure's own predicate goes on
    counted = False  # another figure stands between
    source = False  # "…, theo UBND huyện A"
    for index in range(at + 1, min(len(tokens), at + 26)):
        token = tokens[index]
        if frame.depth[index] > depth:
            continue
        if frame.depth[index] < depth or (token.kind == "mark" and token.text in ";.:!?…)"):
            return None
        if token.text == ",":
            comma = index
        elif token.kind == "figure":
            if comma >= 0:
                return None
            counted = counted or index - at > 1
        elif source and token.kind != "place":
            continue
        elif comma == index - 1 and token.text == "theo":
            source = True
        elif token.kind == "place":
            if source:
                return index
            if comma < 0 or goes_on:
                if tokens[index - 1].text in _TIES and not counted:
                    return index
            else:
                return index if index - comma <= 7 and _leads_up(frame, at, index) else None
        elif comma < 0 and token.text.split(" ")[0] in _ONLY_WITHIN:
            return None
        elif comma >= 0 and token.kind != "time" and "now" not in token.concepts:
            words = set(token.text.split(" "))
            if words <= _JUDGED or is_topical(token.concepts) or (goes_on and token.text in _TIES):
                goes_on = True
            elif goes_on or not words <= _AFTER_COMMA:
                return None
    return None


def _list_leads_up(frame: Frame, at: int) -> int | None:
    """ "Với mục tiêu có thêm 3 xã đạt chuẩn, 2 xã nâng cao, huyện A đã …": the subject behind all that "với" opens."""
    start = frame.clause_start(at)
    if frame.tokens[start].text.split(" ")[0] != "với":
        return None
    for index in range(at + 1, len(frame.tokens) - 1):
        token = frame.tokens[index]
        if (token.kind == "mark" and token.text in ";.:!?…)") or (token.kind == "place" and frame.tokens[index - 1].text != ","):
            return None
        if token.kind == "place":
            goes_on = frame.tokens[index + 1].kind in ("mark", "place")
            return None if goes_on or _counted_again(frame, at, index) else index
    return None


def _counted_again(frame: Frame, at: int, place: int) -> bool:
    """ "Với 30 xã đạt chuẩn, huyện A có 12 xã": the place has a number of its own of the same units."""
    unit = frame.figure(at).unit
    return any(token.kind == "figure" and frame.figure(i).unit == unit for i, token in enumerate(frame.tokens[place:], place))


def tied_behind(frame: Frame, at: int) -> int | None:
    """The place, or word for one, that a figure's own phrase ends in: "20 hộ thoát nghèo ở xã A", "300 căn nhà cho tỉnh A"."""
    end = frame.figure(at).end
    for index in range(at + 1, min(len(frame.tokens) - 1, at + 9)):
        token = frame.tokens[index]
        if token.start < end:
            continue
        following = frame.tokens[index + 1]
        if token.text in _WHERE and (following.kind == "place" or _is_scope(following)):
            return index + 1
        if _is_scope(token):
            return index
        if token.kind != "cue" and not (token.kind == "word" and token.text in FILLER):
            return None
        if not _NEW_STATEMENT.isdisjoint(token.concepts):
            return None
    return None


def _is_scope(token: Token) -> bool:
    return any(concept.startswith("scope_") for concept in token.concepts)


def _leads_up(frame: Frame, at: int, place: int) -> bool:
    """Whether the figure's clause only leads up to the main clause behind it."""
    start = frame.clause_start(at)
    opener = frame.tokens[start]
    first = opener.text.split(" ")[0]
    if first in _PARTS and opener.kind != "time":
        return at > start and frame.tokens[place - 1].text in ("cấp", "đồng")  # the council judged them all
    led = frame.tokens[start:at]
    if first == "với" and _counted_again(frame, at, place):
        return False
    if first in _LEADS and led and not any(token.text == "," or token.kind == "time" for token in led):
        return True
    if first == "để" and not any(token.text == "," for token in led) and any("target" in token.concepts for token in led):
        return True  # "Để thực hiện mục tiêu đến năm 2025 có 20 sản phẩm, hằng năm huyện A …"
    comma = next(index for index in range(place, at, -1) if frame.tokens[index].text == ",")
    answered = any(
        token.kind == "time" or "now" in token.concepts or token.text in ("nay", "kết quả", "quả")
        for token in frame.tokens[comma:place]
    )
    return answered and (
        first in _SETS_OUT or opener.kind == "time" or "undated" in opener.concepts or "target" in opener.concepts
    )
