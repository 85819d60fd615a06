"""Repair of lost spaces: between a word and a number, after a full stop, before a name."""

from __future__ import annotations

import re
from typing import Final

from ntm_extract.corpus.damage import LEADING, restore, vocabulary
from ntm_extract.corpus.repair_rule import LETTER, LOWER, UPPER, Repair, within
from ntm_extract.corpus.syllables import is_syllable

_LETTERS: Final = re.compile(f"{LETTER}+")
_WORD_NUMBER: Final = re.compile(rf"(?<![/#@.\-_])(?<!{LETTER})({LETTER}{{2,24}})(?=\d)")
_NUMBER_WORD: Final = re.compile(rf"(?<![^\W\d])\d(?=({LETTER}{{2,24}})(?!{LETTER}|_))")
_ASCII_UNITS: Final = frozenset({"sao", "trong", "theo", "qua"})


def _repair_word_number(match: re.Match[str]) -> str | None:
    """A space after a Vietnamese word; one without marks may be a name of a user or a file."""
    word = match[1].lower()
    known = word in LEADING or word in _ASCII_UNITS or (
        not word.isascii() and (is_syllable(word) or (restore(word) or "").count(" ") > 0)
    )
    return match[0] + " " if known else None

_FULL_STOP: Final = re.compile(rf"\.(?<=[{LOWER}\d]\.)(?=[{UPPER}][{LOWER}])")
_SHORT: Final = "(?:OCOP|NTM|UBND|HĐND|BHYT|DTTS)"
_NAME: Final = re.compile(
    rf"(?<![\w.@/])(?:[{UPPER}{LOWER}][{LOWER}]+(?=[{UPPER}][{LOWER}]+(?!\w)|{_SHORT}(?!\w))|{_SHORT}(?=[{LOWER}]{{2}}))",
)


def _repair_full_stop(match: re.Match[str]) -> str | None:
    before = re.search(r"(?<![\w.@/])\w+$", match.string[max(0, match.start() - 16) : match.start()])
    after = re.compile(rf"{LETTER}{{2,8}}(?=[ ,])").match(match.string, match.end())
    if before is None or after is None or not is_syllable(after[0]):
        return None
    word = before[0]
    return ". " if word.isdigit() or (len(word) > 1 and is_syllable(word)) else None


# words that open sentences and begin no name
_OPENERS: Final = frozenset(
    "Trong Theo Năm Đến Từ Tại Ngày Các Những Với Sau Trước Khi Để Tuy Hiện Đây Đó Ngoài Bên Riêng Tính Toàn Tổng Số Tỷ Tỉ Nhờ "
    "Cũng Cùng Một Đối Về Qua Ước".split()
)
_LEVELS: Final = frozenset("tỉnh huyện xã phường quận thôn bản ấp buôn làng xóm khóm phố trấn sóc phum".split())
_GOES_ON: Final = re.compile(rf" [{LOWER}\d]")


def _repair_name(match: re.Match[str]) -> str | None:
    first, second = match[0], _LETTERS.match(match.string, match.end())
    if second is None:
        return None
    if first.isupper() or second[0].isupper():  # "sản phẩmOCOP", "UBNDtỉnh"
        word = second[0] if first.isupper() else first
        return first + " " if word.lower() in vocabulary().words else None
    if not is_syllable(first) or not is_syllable(second[0]) or (first + second[0]).isascii():
        return None
    if second[0] in _OPENERS and first not in _LEVELS and _GOES_ON.match(match.string, second.end()):
        return first + ". "  # a caption, a heading or a paragraph has run into the next one
    return first + " " if first[0].isupper() or first in vocabulary().words else None


SPACE_RULES: Final = (
    Repair(
        "space_before_number", within(_WORD_NUMBER, _repair_word_number), lambda _: _WORD_NUMBER, _repair_word_number,
        examples=(
            ("thu nhập ở nông thôn đạt63,2 triệu", "thu nhập ở nông thôn đạt 63,2 triệu"),
            ("Tây Nguyên41,9% xã nông thôn mới, Trong6 tháng", "Tây Nguyên 41,9% xã nông thôn mới, Trong 6 tháng"),
        ),
        rejects=("hộ nghèo tại /năm2015/tin", "#năm2015 nông thôn", "minh90 ở nông thôn", "hộ nghèo mắc Covid19, khí CO2"),
    ),
    Repair(
        "space_before_unit", within(_NUMBER_WORD, _repair_word_number), lambda _: _NUMBER_WORD, _repair_word_number,
        examples=(
            ("năm 2022xuống 3sao, 2020là hộ nghèo", "năm 2022 xuống 3 sao, 2020 là hộ nghèo"),
            ("năm 2022đạt43,5 triệu ở nông thôn", "năm 2022 đạt 43,5 triệu ở nông thôn"),
            ("vốn nông thôn 5.800tỷ", "vốn nông thôn 5.800 tỷ"),
            ("cả 15xã nông thôn mới", "cả 15 xã nông thôn mới"),
        ),
        rejects=("50.000đ cho hộ nghèo", "đường 3km, 12h ở nông thôn", "phòng 2A hộ nghèo", "tổ 5bis hộ nghèo"),
    ),
    Repair(
        "space_after_stop", within(_FULL_STOP, _repair_full_stop), lambda _: _FULL_STOP, _repair_full_stop,
        examples=(
            ("nông thôn mới năm 2015.Thực hiện nghị quyết", "nông thôn mới năm 2015. Thực hiện nghị quyết"),
        ),
        rejects=("hộ nghèo ở tp.Hồ Chí Minh", "hộ nghèo, www.baotinh.Com ,", "ThS.Nguyễn Văn, nông thôn"),
    ),
    Repair(
        "space_before_name", within(_NAME, _repair_name), lambda _: _NAME, _repair_name,
        examples=(
            ("hộ nghèo ở tỉnhLai Châu, huyệnThan Uyên", "hộ nghèo ở tỉnh Lai Châu, huyện Than Uyên"),
            ("bà con xã nghèo làm đườngTheo báo cáo của huyện", "bà con xã nghèo làm đường. Theo báo cáo của huyện"),
            ("hộ nghèo ở BắcQuang, UBNDtỉnh, sản phẩmOCOP", "hộ nghèo ở Bắc Quang, UBND tỉnh, sản phẩm OCOP"),
        ),
        rejects=("hộ nghèo dùng iPhone", "nông thôn VietNam", "rau VietGAP ở nông thôn", "vé VietJet cho hộ nghèo"),
    ),
)  # fmt: skip
