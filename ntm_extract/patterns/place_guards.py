"""Names that hold a place's name and are none: persons, roads, firms, schools, and longer names.

"Lê Hà Giang" is a person, "đường Lai Châu" a road, "Đại học Thái Nguyên" a school, "cao tốc Nội Bài - Lào Cai" a road again,
"Thái Bình Dương" an ocean. A bare name behind the word for a thing that bears names of its own, or before or behind another
capitalised word of one name, is therefore no place. Offices ("Sở Y tế Lào Cai", "Báo Lào Cai") are not here: who
speaks tells which place a text is about.
"""

from __future__ import annotations

import re

SURNAMES = frozenset(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Lương Mai Tô Hà Lò Giàng Vàng".split()
)
PEOPLES = frozenset(
    "Mông|H'Mông|H’Mông|HMông|Thái|Tày|Nùng|Dao|Mường|Chăm|Khmer|Khơ Me|Kinh|Hoa|Ê Đê|Êđê|Gia Rai|Jrai|Ba Na|Bahnar|Cơ Tu|Khơ Mú"
    "|Xơ Đăng|Hrê|Cơ Ho|K'Ho|Raglai|Bru|Vân Kiều|Pa Cô|Pa Kô|Sán Chay|Sán Dìu|Giáy|Hà Nhì|La Hủ|Lô Lô|Phù Lá|M'nông|Mnông|Mạ"
    "|Xtiêng".split("|")
)
_BODIES = frozenset("Hội Ban Sở Bộ Cục Chi Đoàn Đảng Phòng Trung Công Liên Ủy Uỷ Tổng Tập Văn Ngân Quỹ Mặt Trường Viện Hợp".split())
_BEFORE_A_PLACE = frozenset("tỉnh báo đài tại ở và từ của riêng như đến theo khi với trong".split())
_OWN_NAMES = re.compile(  # what bears names of its own, right before one
    r"(?:\b(?:đường|phố|cầu|sông|chợ|trường|xe|ga|cảng|đèo|núi|chùa|đền|vịnh|htx|clb|quán)"
    r"|công ty(?: (?:cổ phần|tnhh|cp|xổ số|điện lực))*|tập đoàn|ngân hàng|đại học|cao đẳng|học viện|bệnh viện|khách sạn|nhà máy"
    r"|thủy điện|thuỷ điện|quốc lộ|tỉnh lộ|sân bay|siêu thị|nhà hàng|nhà hát|thương hiệu|nhãn hiệu|hợp tác xã|bến xe|chiến dịch"
    r"|chiến thắng)[ ]$"
)
_OF_A_FIRM = re.compile(  # "HTX Nông nghiệp sạch Thăng Bình": the firm's name goes on to the place
    r"\b(?:htx|hợp tác xã)(?: (?!(?:ở|tại|của|trên|thuộc|huyện|xã|tỉnh|và|có|cho|trong|từ|đến|là|do|với)\b)[^\s,.;:()\n]+){1,6} $"
)
_ROUTE = re.compile(
    r"(?:cao tốc|tuyến|đường sắt|đường|quốc lộ|hành lang(?: kinh tế)?) (?:[^\s\d.,;:()]+ ){0,3}?(?:[^\s.,;:()–-]+ ?[-–] ?)+$"
)
_LOOK_BACK = 40


_STOPS = '.,;:!?()-–\n“"…/'
_PERSONS = frozenset("ông bà anh chị em cô chú bác cụ thầy".split())


def word_before(text: str, at: int) -> str:
    """The word that ends right before ``at``, in lower case; "" where none does."""
    words = text[max(0, at - 12) : at].split()
    return words[-1].lower() if words and text[at - 1] == " " else ""


def can_open_a_name(words: list[str]) -> bool:
    """Whether capitalised words before a name belong to the sentence and not to it: "Tại Hùng Long", "UBND Hùng Long"."""
    return all(word.isupper() or word.lower() in _BEFORE_A_PLACE for word in words)


def can_be_listed(words: list[str]) -> bool:
    """Whether a name that no list of places has can stand in a row of them: "các xã A, B và Nà Khoa", not "và Hội Nông dân"."""
    return len(words) in (2, 3) and words[0] not in SURNAMES | _BODIES and not any(word.isupper() for word in words)


def inside_name(text: str, start: int, end: int) -> bool:
    """Whether a bare name is part of another: of a person, a road, a firm, or a longer name."""
    return _behind_capital(text, start) or _before_capital(text, end) or is_named_thing(text, start)


def _behind_capital(text: str, start: int) -> bool:
    """ "Nguyễn Thái Bình"; an abbreviation before it, or a small word at the head of a sentence, is no part of the name."""
    before = text[max(0, start - 14) : start].rstrip(" ")
    if not before or before[-1] in _STOPS:
        return False
    word = before.split()[-1]
    if word.lower() in _PERSONS:
        return True
    if not word[0].isupper() or word.isupper() or word.lower() in _BEFORE_A_PLACE:
        return False
    ahead = before[: -len(word)].rstrip(" ")
    opens = ahead[-1] in _STOPS if ahead else start - len(word) < 2
    return not opens or word in SURNAMES  # "Hiện Yên Bái có …": capital because the sentence begins


def _before_capital(text: str, end: int) -> bool:
    """ "Thái Bình Dương", "Điện Biên Phủ"; not "Chủ tịch Lào Cai Trần Văn An", "Bắc Giang OCOP"."""
    if text[end : end + 1] != " " or not text[end + 1 : end + 2].isupper():
        return False
    words = text[end + 1 : end + 20].split(maxsplit=2)
    word = words[0].strip(".,;:)")
    person = word in SURNAMES and len(words) > 1 and words[1][0].isupper()
    return len(word) > 1 and word[1:].islower() and not person


def is_named_thing(text: str, start: int) -> bool:
    """Whether the word before is of a thing that bears names of its own, or the name ends a route."""
    before = text[max(0, start - _LOOK_BACK) : start].lower()
    if _OWN_NAMES.search(before) is not None or _OF_A_FIRM.search(before) is not None:
        return True
    return before[-2:] in ("- ", "– ") and _ROUTE.search(before) is not None
