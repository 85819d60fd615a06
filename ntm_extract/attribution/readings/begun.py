"""Houses that are begun and not finished: "đã khởi công 250 căn nhà", "45 căn đang thi công".

A house counts when it stands. The run of verbs directly before the number, or the verb behind it, says how far the work is:
"khởi công", "động thổ" and "đang …" only begin it, unless the same run goes on to end it ("khởi công và hoàn thành 120 căn").
Parts that a bracket, "gồm" or "trong đó" names of a number that is only begun are begun, too, unless they are told to be
finished: "khởi công 250 căn (xây mới 180 căn, sửa chữa 70 căn)" against "khởi công 250 căn, trong đó hoàn thành 80 căn".
A number that is missed is cheaper than one that counts a house twice, as begun and as built.

>>> _how_far("đã khởi công xây mới"), _how_far("khởi công và hoàn thành"), _how_far("đã sửa chữa được")
(True, False, None)
"""

from __future__ import annotations

import re

from ntm_extract.attribution.frame import Frame

_BEGUN = re.compile(r"khởi công|động thổ|đang(?= (?:được )?(?:thi|xây|hoàn|triển|sửa|làm|trong|tiến|cải|hỗ))|đang$")
_FINISHED = re.compile(r"hoàn th(?:ành|iện)|bàn giao|khánh thành|xong|sử dụng|(?:xóa|xoá) được")
_RUN = frozenset(  # what may stand between the verb that begins the work and the number
    "đã đang được cho tổng số là hơn gần trên khoảng và , - hỗ trợ xây dựng mới làm sửa chữa cải tạo thi công triển khai xóa "
    " xoá nhà ở tạm dột nát căn thêm lại thực hiện vào đưa các khởi động thổ hoàn thành thiện bàn giao khánh xong sử dụng".split()
)
_REACH = 12


def only_begun(frame: Frame, at: int) -> bool:
    """Whether the houses counted at ``at`` are begun and no more."""
    told = _how_far(_run_before(frame, at))
    if told is None:
        told = _how_far(_predicate(frame, at))
    return _part_of_begun(frame, at) if told is None else told


def _how_far(said: str) -> bool | None:
    """Begun (True), finished (False) or neither (None)."""
    begun = [match.end() for match in _BEGUN.finditer(said)]
    if not begun:
        return False if _FINISHED.search(said) else None
    return "đang" in said or not _FINISHED.search(said, begun[-1])


def _run_before(frame: Frame, at: int) -> str:
    """The verbs directly before the number; up to a comma they may be the predicate of the number before."""
    first = comma = at
    for index in range(at - 1, max(-1, at - _REACH), -1):
        token = frame.tokens[index]
        if token.kind == "figure":
            first = index + 1 if frame.tokens[index + 1].text == "và" else comma
        if token.kind not in ("word", "cue", "mark") or not _RUN.issuperset(token.text.split()):
            break
        first = index
        comma = index if token.text == "," else comma
    return " ".join(token.text for token in frame.tokens[first:at])


def _predicate(frame: Frame, at: int) -> str:
    """What is said behind the number, up to a comma, another figure or a part of it."""
    last = at
    for index in range(at + 1, min(at + _REACH, frame.clause_end(at))):
        token = frame.tokens[index]
        another_name = frame.has(index + 1, "temporary_houses")  # "nhà tạm, nhà dột nát"
        if token.kind == "figure" or "inclusive" in token.concepts or token.text == "(" or (token.text == "," and not another_name):
            break
        last = index
    return " ".join(token.text for token in frame.tokens[at + 1 : last + 1])


def _part_of_begun(frame: Frame, at: int) -> bool:
    opened = False
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if token.text in (";", "."):
            return False
        opened = opened or token.text in ("(", ":") or "inclusive" in token.concepts
        if token.kind == "figure" and frame.figure(index).unit == "house" and opened:
            return only_begun(frame, index)
    return False
