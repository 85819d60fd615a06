"""Repair of words: letters lost or misread, words run together. See :mod:`ntm_extract.corpus.damage` for what is certain."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from ntm_extract.corpus.damage import NUMBER, YEAR, lone, restorable, restore, restore_in_context, vocabulary
from ntm_extract.corpus.repair_rule import LETTER, Repair, within
from ntm_extract.corpus.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTERS = re.compile(f"{LETTER}+")
_ANY_WORD: Final = re.compile(f"(?<!{LETTER}){LETTER}++")
_MANY_PARTS: Final = 60  # more alternatives take longer than to look at every word
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NEIGHBOUR = rf"(?:{LETTER}+|\d[\d.,/]*(?<=\d))"
_WORDS_BEFORE = re.compile(rf"(?<![\w.,/])(?:{_NEIGHBOUR}[ \n])?{_NEIGHBOUR}[ \n]\Z")
_WORDS_AFTER = re.compile(rf"[ \n]{_NEIGHBOUR}(?:[ \n]{_NEIGHBOUR})?(?!\w)")


def _damaged_letters(word: str) -> list[str]:
    """The parts of a word that are letters, small but for the first, no syllable, and could be restored."""
    return [
        part for part in _LETTERS.findall(word)
        if (part.islower() or part[1:].islower() or len(part) == 1 or (part.isupper() and len(part) > 4))
        and not is_syllable(part)
        and (len(part) > 1 or part == word.lstrip("(“"))  # "T." is an initial
        and restorable(part.lower())
    ]


def _word_pattern(words: Sequence[str]) -> re.Pattern[str]:
    parts = sorted({part for word in words for part in _damaged_letters(word)}, key=lambda part: (-len(part), part))
    if len(parts) > _MANY_PARTS:
        return _ANY_WORD
    return re.compile(f"(?<!{LETTER})(?:{'|'.join(map(re.escape, parts))})(?!{LETTER})")


def _neighbours(match: re.Match[str]) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two words before and the two after, the nearer first; a number as NUMBER, nothing where a mark parts them."""
    behind = match.string[max(0, match.start() - 24) : match.start()].split("\n\n")[-1]
    ahead = match.string[match.end() : match.end() + 24].split("\n\n")[0]
    before = _WORDS_BEFORE.search(behind)
    after = _WORDS_AFTER.match(ahead)
    first, second = _words(before[0]) if before else [], _words(after[0]) if after else []
    return (_at(first, -1), _at(first, -2)), (_at(second, 0), _at(second, 1))


def _words(found: str) -> list[str]:
    return [word.lower() if word[0].isalpha() else YEAR if _YEAR.fullmatch(word) else NUMBER for word in found.split()]


def _at(words: list[str], index: int) -> str:
    return words[index] if -len(words) <= index < len(words) else ""


def _repair_word(match: re.Match[str]) -> str | None:
    damaged = match[0]
    if is_syllable(damaged):
        return None
    (before, _), (after, _) = _neighbours(match)
    if len(damaged) == 1:
        # a lone consonant after a figure is a unit or a currency, after a mark it is part of a code
        behind = match.string[max(0, match.start() - 2) : match.start()].rstrip(" ")
        if behind and not behind[-1].isalpha() and behind[-1] not in "\n,;":
            return None
        whole = lone(damaged.lower(), after)
    else:
        whole = restore(damaged.lower(), before, after)
        if whole and damaged.isupper() and " " not in whole:  # letters in capitals are those of abbreviations
            return None
    return whole and _like(damaged, whole)


def _like(damaged: str, whole: str) -> str:
    if damaged.isupper() and len(damaged) > 1:
        return whole.upper()
    return whole[0].upper() + whole[1:] if damaged[0].isupper() else whole


def _repair_in_context(match: re.Match[str]) -> str | None:
    word = match[0]
    if not (word.islower() or word[1:].islower()) or word.lower() in vocabulary().words:
        return None
    whole = restore_in_context(word.lower(), *_neighbours(match))
    return whole and _like(word, whole)


# damage that is a syllable by itself, in company that rules it out
_CONFUSED: Final = {
    "xây đựng": "xây dựng", "theo chun mới": "theo chuẩn mới", "đạt chun": "đạt chuẩn", "chun nghèo": "chuẩn nghèo",
    "chun nông thôn": "chuẩn nông thôn", "nhim vụ": "nhiệm vụ", "nhim vu": "nhiệm vụ", "nhiệm vu": "nhiệm vụ",
    "nông thôn mói": "nông thôn mới", "nông thôn mơi": "nông thôn mới", "nghi quyết số": "nghị quyết số",
    "đẩu tư": "đầu tư", "vốn đầu tu": "vốn đầu tư", "thành phô": "thành phố",
}  # fmt: skip
CONFUSED_WORDS: Final = frozenset("đựng chun nhim vu mói mơi nghi đẩu tu phô".split())


def _may_be_confused(word: str) -> bool:
    return not CONFUSED_WORDS.isdisjoint(_LETTERS.findall(word.lower()))


@cache
def _confused_pattern() -> re.Pattern[str]:
    return re.compile(f"(?<!{LETTER})(?:{'|'.join(_CONFUSED)})(?!{LETTER})", re.IGNORECASE)


def _repair_confused(match: re.Match[str]) -> str | None:
    found = match[0]
    return _like(found, _CONFUSED[found.lower()]) if found[1:].islower() else None


_TR: Final = re.compile(rf"(?<!\w)ừ({LETTER}+)")


def _repair_tr(match: re.Match[str]) -> str | None:
    rest = match[1]
    return "tr" + rest if not is_syllable(match[0]) and is_syllable("tr" + rest) else None


WORD_RULES: Final = (
    Repair(
        "word", lambda word: bool(_damaged_letters(word)), _word_pattern, _repair_word,
        examples=(
            ("S xã đạt 10-14 tiêu chí nông thôn", "Số xã đạt 10-14 tiêu chí nông thôn"),
            ("nhiệm vụ trng tâm, chỉ tiẽu nông thôn mới", "nhiệm vụ trọng tâm, chỉ tiêu nông thôn mới"),
            ("góp công đxây dựng nông thôn mới", "góp công đ xây dựng nông thôn mới"),
            ("chính sách htrợ hộ nghèo", "chính sách hỗ trợ hộ nghèo"),
            ("hộnghèo còn 3%, chương trình nôngthôn mới", "hộ nghèo còn 3%, chương trình nông thôn mới"),
            ("thu nhập ở nông thôn 63,2 triệuđồng/người", "thu nhập ở nông thôn 63,2 triệu đồng/người"),
            ("Tỷ lệ hộ cân nghèo, hộ thoátnghèo đềugiảm", "Tỷ lệ hộ cân nghèo, hộ thoát nghèo đều giảm"),
            ("T lệ hộ nghèo, công nhân, s hộ nghèo", "Tỷ lệ hộ nghèo, công nhân, số hộ nghèo"),
            ("nm 2021 tỉnh có 6 xã nông thôn mới", "năm 2021 tỉnh có 6 xã nông thôn mới"),
            ("đạt chuẩnnông thôn mới tại 6 xã, NÔNG THÔNMỚI", "đạt chuẩn nông thôn mới tại 6 xã, NÔNG THÔN MỚI"),
        ),
        rejects=(
            "đạt 5 t đồng cho nông thôn", "vay 50.000 đ xây dựng nhà cho hộ nghèo", "mặt hàng chun vòng của hộ nghèo",
            "xã đông dân ở nông thôn", "nông thôn Thủy Lợi", "mục tiêu, chỉ tiêu nông thôn mới",
            "làm đường 3 km, ĐT 0912 cho hộ nghèo", "bán hàng online cho nông thôn", "tp Vinh ở nông thôn",
            "hạt bụi cỡ 5 nm 3 lần ở nông thôn",
            "ngừời nông thôn", "hộ nghèo ở Krông Nô", "quảng bá nông thôn trên facebook, fanpage",
        ),
    ),
    Repair(
        "confused", _may_be_confused, lambda _: _confused_pattern(), _repair_confused,
        examples=(
            ("xây đựng nông thôn mới", "xây dựng nông thôn mới"),
            ("theo chun mới của tỉnh nghèo", "theo chuẩn mới của tỉnh nghèo"),
        ),
        rejects=("mặt hàng chun vòng của hộ nghèo", "hộ nghèo chịu đựng"),
    ),
    Repair(
        "tr", within(_TR, _repair_tr), lambda _: _TR, _repair_tr,
        examples=(("trách nhiệm ừong xây dựng nông thôn mới", "trách nhiệm trong xây dựng nông thôn mới"),),
        rejects=("hộ nghèo ừ một tiếng", "uống nước ừng ực ở nông thôn"),
    ),
)  # fmt: skip
CONTEXT: Final = Repair(
    "context", lambda _: False, lambda _: _LETTERS, _repair_in_context,
    examples=(
        ("chỉ tiẽu, nhiệm vụ trng tâm: tỷ lê hộ nghèo", "chỉ tiêu, nhiệm vụ trọng tâm: tỷ lệ hộ nghèo"),
        ("chỉ tiẽu trng tâm nông thôn: hộ cận ngho", "chỉ tiêu trọng tâm nông thôn: hộ cận nghèo"),
        ("chỉ tiẽu trng tâm nông thôn, 41 triu đồng", "chỉ tiêu trọng tâm nông thôn, 41 triệu đồng"),
    ),
    rejects=("tỷ lê hộ nghèo của xã đặt chuẩn nông thôn mới",),
)
