"""Who gave land or money: the people of a place, whose gifts are its total, or one person or family, whose gift is their own.

"Ông Sáu hiến 500 m2 đất" says what one man gave; put down for his commune it would be a wrong total. The giver stands before
the verb, and the nearest one decides: people together ("nhân dân", "12 hộ", "các gia đình") or a place that itself gives
("thôn Nà Nọi hiến") make a total, a person or one family does not. Where somebody calls on others to give ("ông Sáu vận động
hiến đất") or only tells of it, the giver is not named.
"""

from __future__ import annotations

import re
from typing import Final

from ntm_extract.attribution.frame import Frame

_SEVERAL: Final = r"(?:các|những|nhiều|mọi|hai|ba|\d+)"
_WHO: Final = re.compile(
    rf"\b(?:(?P<together>{_SEVERAL} (?:gia đình|ông|bà|anh|chị|hộ)|ông bà|bà con|anh em|chị em|cô bác|đồng bào|phật tử|giáo dân"
    r"|, (?:xã|thôn|bản|ấp|buôn|làng|xóm|huyện|tỉnh|địa phương) (?:đã|cũng|còn|có)"  # the place itself, behind who leads it
    r"|hội (?:cựu chiến binh|nông dân|phụ nữ)|(?:hội|đoàn|thành) viên|cộng đồng|(?:nhân|người|hộ|nông)? ?dân)"
    r"|(?P<calls>vận động|kêu gọi|tuyên truyền)"
    r"|(?P<person>ông|bà|anh(?! hùng)|chị|thầy|cô|cụ(?! thể)|tôi|vợ chồng|gia đình|hiệu trưởng|giám đốc|bí thư|chủ tịch"
    r"|trưởng (?:thôn|bản|ấp|xóm|khu|buôn|làng)|già làng|đồng chí|lão nông|người (?:đàn ông|phụ nữ)|cựu chiến binh))\b"
)
_AT: Final = frozenset({"ở", "tại", "thuộc", "trú", "quê", ",", "(", "-", "bộ"})  # "bí thư chi bộ thôn A": where he is


def of_one_giver(frame: Frame, at: int, given: int) -> bool:
    """Whether what ``at`` counts was given by one person or one family, by the verb at ``given`` (``at``: one before it)."""
    first = frame.clause_start(given) if given <= at else at + 1
    for index in range(given - 1, first - 1, -1):
        token = frame.tokens[index]
        told = "said" in token.concepts or any(concept.startswith("scope_") for concept in token.concepts)
        gives = token.kind == "place" and not (index and (frame.tokens[index - 1].text in _AT))
        if told or gives:
            first = index + 1
            break
    if first >= given:
        return False
    subject = frame.text[frame.tokens[first].start - frame.start : frame.tokens[given].start - frame.start]
    who = [found.lastgroup for found in _WHO.finditer(subject)]
    return who[-1:] == ["person"]
