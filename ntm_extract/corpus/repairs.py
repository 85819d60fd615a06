"""Repair of what scanning did to the vocabulary of these programmes, where the repair is certain.

A rule is a frozen value. Its ``fragments`` are what the gate looks for, all rules in one pass; only if
one is there does the ``pattern`` run, and ``repair`` says what should stand in place of the match (None:
nothing certain). ``examples`` and ``rejects`` are its tests.

What counts as certain:

* ``phrase``: one syllable of a known phrase lost a letter or its marks ("trng tâm", "chỉ tiẽu",
  "đ xây dựng"). The damaged syllable must be impossible in Vietnamese and its neighbour intact; where it
  happens to be possible ("xây đựng", "theo chun mới") the phrase is listed by hand, because no sentence
  says that. What two phrases could have become is left alone, and so are "t đồng" and its like: a wrong
  power of ten is the worst repair there is.
* ``tr``: the letters "tr" read as "ừ" ("ừong"): no syllable begins with ừ and goes on with a vowel.
* ``number``: l, I, O within a number before a counted noun or after "năm" ("l5 xã", "năm 2O15").
* ``doc_number``: "s29/2013/QĐ-UBND", where the lost letter is that of "số".
* ``space``: a lost space between a word and a number, a number and its unit, the syllables of a known
  phrase, and after the full stop between two Vietnamese words.

Only texts that speak of the programmes are looked at; that is what makes a clean text of any other kind
cost three look-ups. To miss a repair costs a figure; to make a wrong one writes a false figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from ntm_extract.corpus.damage import damaged_phrases
from ntm_extract.corpus.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Callable

_TOPIC = ("nông th", "nghèo", "OCOP")
_LETTER = r"[^\W\d_]"
_WORD_END = f"(?!{_LETTER}|[\u0300-\u036f])"
_DIGITS = "0123456789"
_LOWER = "a-z" + "".join(chr(code) for code in (*range(0xDF, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).islower())
_UPPER = "A-Z" + "".join(chr(code) for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).isupper())


class Edit(NamedTuple):
    """One repair: the span, what stands there instead, and the rule that says so."""

    start: int
    end: int
    replacement: str
    rule: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of damage."""

    id: str
    fragments: Callable[[], tuple[str, ...]]  # one of them stands in every text the rule applies to; (): no gate
    pattern: Callable[[frozenset[str]], re.Pattern[str]]  # made for those fragments that were found
    repair: Callable[[re.Match[str]], str | None]
    examples: tuple[tuple[str, str], ...]
    rejects: tuple[str, ...]


def find_repairs(text: str) -> list[Edit]:
    """All certain repairs of a text in NFC, in order and without overlap."""
    if not any(word in text for word in _TOPIC):
        return []
    found = frozenset(_gate().find_matches_as_strings(text, overlapping=True))
    edits: list[Edit] = []
    for rule in RULES:
        fragments = _fragments_of(rule.id)
        own = found & fragments
        if fragments and not own:
            continue
        for match in rule.pattern(own).finditer(text):
            replacement = rule.repair(match)
            if replacement is not None:
                edits.append(_trimmed(match.start(), match[0], replacement, rule.id))
    edits.sort()
    return [
        edit for previous, edit in pairwise([Edit(0, 0, "", ""), *edits])
        if edit.start >= previous.end and edit[:2] != previous[:2]
    ]


@cache
def _gate() -> AhoCorasick:
    fragments = sorted({fragment for rule in RULES for fragment in rule.fragments()})
    return AhoCorasick(fragments, implementation=Implementation.ContiguousNFA)  # the one that is quick to build


@cache
def _fragments_of(rule_id: str) -> frozenset[str]:
    return frozenset(next(rule for rule in RULES if rule.id == rule_id).fragments())


def _trimmed(start: int, old: str, new: str, rule: str) -> Edit:
    """Only what differs, so that the offsets of all else stay exact."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(start + head, start + len(old) - tail, new[head : len(new) - tail], rule)


def _phrase_fragments() -> tuple[str, ...]:
    return tuple(damaged_phrases())


def _phrase_pattern(found: frozenset[str]) -> re.Pattern[str]:
    longest_first = "|".join(map(re.escape, sorted(found, key=lambda fragment: (-len(fragment), fragment))))
    return re.compile(f"(?<!{_LETTER})(?:{longest_first}){_WORD_END}")


def _repair_phrase(match: re.Match[str]) -> str | None:
    damaged = match[0]
    if damaged[1] == " ":
        # a lone consonant after a figure is a unit or a currency, after a mark it is part of a code
        before = match.string[max(0, match.start() - 2) : match.start()].rstrip(" ")
        if before and not before[-1].isalpha() and before[-1] not in "\n,;":
            return None
    return damaged_phrases()[damaged]


def _repair_tr(match: re.Match[str]) -> str | None:
    rest = match[1]
    return "tr" + rest if not is_syllable(match[0]) and is_syllable("tr" + rest) else None


_COUNTED = (
    r"(?:xã(?!\s+hội)|huyện|tỉnh|thôn|bản|ấp|phường|thị trấn|tiêu chí|hộ|người|sản phẩm|chủ thể|nhà|triệu|tỷ|tỉ)"
    f"(?!{_LETTER})"
)
_NUMBER = re.compile(
    rf"(?<![\w.,/–-])(?:[lIO\d](?:[lIO\d]|[.,](?=[lIO\d])){{0,11}}(?=\s?%|\s{_COUNTED})"
    r"|(?<=[Nn]ăm )2[\dO][\dOlI]{2}(?!\w))",
)
_WELL_FORMED = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d{1,2})?|\d+")


def _repair_number(match: re.Match[str]) -> str | None:
    token = match[0]
    digits = token.translate(str.maketrans("lIO", "110"))
    if digits == token or token.isalpha() or token.endswith("l"):  # "5l" are five litres
        return None
    return digits if _WELL_FORMED.fullmatch(digits) else None


_DOC_NUMBER = re.compile(
    r"(?<![\w/.-])s(?=\d{1,5}(?:/\d{4})?/[A-ZĐ]{2,6}\b|\d{1,4}-(?:NQ|CT|KH|QĐ|KL|TB|HD|CTr|BC)/)",
)
_WORDS_BEFORE_NUMBERS = (
    "đạt", "còn", "có", "là", "gần", "hơn", "trên", "dưới", "khoảng", "giảm", "tăng", "năm", "tháng", "ngày", "đến",
    "từ", "với", "thêm", "xuống", "chiếm", "bằng", "được", "và", "của", "số", "quý", "gồm", "cả", "đã", "mức", "tới",
    "cho",
)
_WORD_NUMBER = re.compile(rf"(?<![\w/#@.-])(?:{'|'.join(_WORDS_BEFORE_NUMBERS)})(?=\d)", re.IGNORECASE)
_UNITS = (
    "tỷ", "tỉ", "triệu", "nghìn", "ngàn", "đồng", "xã", "huyện", "tỉnh", "thôn", "bản", "hộ", "người", "năm", "tháng",
    "ngày", "tiêu chí", "sản phẩm", "điểm", "công",
)
_NUMBER_UNIT = re.compile(rf"\d(?=(?:{'|'.join(_UNITS)})(?:đồng)?(?!{_LETTER}))")
_FULL_STOP = re.compile(rf"\.(?<=[{_LOWER}\d]\.)(?=[{_UPPER}][{_LOWER}])")


def _repair_full_stop(match: re.Match[str]) -> str | None:
    before = re.search(r"(?<![\w.@/])\w+$", match.string[max(0, match.start() - 16) : match.start()])
    after = re.compile(rf"{_LETTER}{{2,8}}(?=[ ,])").match(match.string, match.end())
    if before is None or after is None or not is_syllable(after[0]):
        return None
    word = before[0]
    return ". " if word.isdigit() or (len(word) > 1 and is_syllable(word)) else None


def _spaced(match: re.Match[str]) -> str:
    return match[0] + " "


RULES: tuple[Repair, ...] = (
    Repair(
        "phrase", _phrase_fragments, _phrase_pattern, _repair_phrase,
        examples=(
            ("S xã đạt 10-14 tiêu chí nông thôn", "Số xã đạt 10-14 tiêu chí nông thôn"),
            ("theo chun mới của tỉnh nghèo", "theo chuẩn mới của tỉnh nghèo"),
            ("nhiệm vụ trng tâm, chỉ tiẽu nông thôn mới", "nhiệm vụ trọng tâm, chỉ tiêu nông thôn mới"),
            ("góp công đxây dựng nông thôn mới", "góp công để xây dựng nông thôn mới"),
            ("chính sách htrợ hộ nghèo", "chính sách hỗ trợ hộ nghèo"),
            ("xây đựng nông thôn mới", "xây dựng nông thôn mới"),
            ("hộnghèo còn 3%, chương trình nôngthôn mới", "hộ nghèo còn 3%, chương trình nông thôn mới"),
            ("thu nhập ở nông thôn 63,2 triệuđồng", "thu nhập ở nông thôn 63,2 triệu đồng"),
        ),
        rejects=(
            "đạt 5 t đồng cho nông thôn", "vay 50.000 đ xây dựng nhà cho hộ nghèo", "mặt hàng chun vòng của hộ nghèo",
            "xã đông dân ở nông thôn", "nông thôn Thủy Lợi", "mục tiêu, chỉ tiêu nông thôn mới",
        ),
    ),
    Repair(
        "tr", lambda: (" ừ", "\nừ", "(ừ", "“ừ"), lambda _: re.compile(rf"(?<!\w)ừ({_LETTER}+)"), _repair_tr,
        examples=(("trách nhiệm ừong xây dựng nông thôn mới", "trách nhiệm trong xây dựng nông thôn mới"),),
        rejects=("hộ nghèo ừ một tiếng", "uống nước ừng ực ở nông thôn"),
    ),
    Repair(
        "number",
        lambda: tuple(f"{letter}{digit}" for letter in "lIO" for digit in _DIGITS)
        + tuple(f"{digit}{letter}" for letter in "lIO" for digit in _DIGITS) + ("l.", "I.", "l,", "I,"),
        lambda _: _NUMBER, _repair_number,
        examples=(
            ("có l5 xã đạt chuẩn nông thôn mới", "có 15 xã đạt chuẩn nông thôn mới"),
            ("có 1O xã nông thôn mới", "có 10 xã nông thôn mới"),
            ("l.234 hộ nghèo", "1.234 hộ nghèo"),
            ("đến năm 2O15, nông thôn mới", "đến năm 2015, nông thôn mới"),
        ),
        rejects=("can 5l hộ nghèo được cấp", "khí CO2 ở nông thôn", "giai đoạn I. xã nông thôn", "lO xã nông thôn"),
    ),
    Repair(
        "doc_number", lambda: tuple(f"s{digit}" for digit in _DIGITS), lambda _: _DOC_NUMBER, lambda _: "số ",
        examples=(("Quyết định s29/2013/QĐ-UBND về nông thôn mới", "Quyết định số 29/2013/QĐ-UBND về nông thôn mới"),),
        rejects=("máy ảnh s20/4 của hộ nghèo", "điện thoại s29 ở nông thôn"),
    ),
    Repair(
        "space_before_number",
        lambda: tuple(
            form + digit for word in _WORDS_BEFORE_NUMBERS for form in (word, word.capitalize()) for digit in _DIGITS
        ),
        lambda _: _WORD_NUMBER, _spaced,
        examples=(("thu nhập ở nông thôn đạt63,2 triệu", "thu nhập ở nông thôn đạt 63,2 triệu"),),
        rejects=("hộ nghèo tại /năm2015/tin", "#năm2015 nông thôn"),
    ),
    Repair(
        "space_before_unit", lambda: tuple(digit + unit for unit in _UNITS for digit in _DIGITS),
        lambda _: _NUMBER_UNIT, _spaced,
        examples=(
            ("vốn nông thôn 5.800tỷ", "vốn nông thôn 5.800 tỷ"),
            ("cả 15xã nông thôn mới", "cả 15 xã nông thôn mới"),
        ),
        rejects=("2bảng nông thôn",),
    ),
    Repair(
        "space_after_stop", tuple, lambda _: _FULL_STOP, _repair_full_stop,
        examples=(
            ("nông thôn mới năm 2015.Thực hiện nghị quyết", "nông thôn mới năm 2015. Thực hiện nghị quyết"),
        ),
        rejects=("hộ nghèo ở tp.Hồ Chí Minh", "hộ nghèo, www.baotinh.Com ,", "ThS.Nguyễn Văn, nông thôn"),
    ),
)
