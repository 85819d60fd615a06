"""Repair of what scanning did to the vocabulary of these programmes, where the repair is certain.

A rule is a frozen value. ``suspects`` says of a single word of the text, as spaces part it, whether it may be damaged so;
only if there is such a word does the ``pattern`` run, and ``repair`` says what should stand in place of the match (None:
nothing certain). ``examples`` and ``rejects`` are its tests.

What counts as certain:

* ``word``: a word that no Vietnamese syllable is spelt like, where the vocabulary leaves one answer
  (:mod:`ntm_extract.corpus.damage`): "trng tâm", "chỉ tiẽu", "đxây dựng", "hộnghèo".
* ``confused``: the damaged word is a syllable, but no sentence has it in this company: "xây đựng", "theo chun mới".
* ``tr``: the letters "tr" read as "ừ" ("ừong"): no syllable begins with ừ and goes on with a vowel.
* ``number``: l, I, O among the digits of a number before a counted noun, of a ratio ("6l/85 xã") or of a date.
* ``decimal``: a space before the comma or stop of a number ("63 ,2 triệu"). A space behind it may part two numbers.
* ``doc_number``: "s29/2013/QĐ-UBND", where the lost letter is that of "số".
* ``space_...``: a lost space between a word and a number, a number and its unit, a word and a name, and after the full stop
  between two Vietnamese words.
* ``context``: in a text where letters of several words were restored, a syllable that is not the one meant ("tỷ lê hộ nghèo").

Only texts that speak of the programmes are looked at, and of their words each only once; that is what makes a clean text
of any other kind cost three look-ups. To miss a repair costs a figure; to make a wrong one writes a false figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from ntm_extract.corpus.damage import LEADING, NUMBER, lone, restorable, restore, restore_in_context, vocabulary
from ntm_extract.corpus.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TOPIC: Final = ("nông th", "nghèo", "OCOP")
_LETTER: Final = r"[^\W\d_]"
_LOWER: Final = "a-z" + "".join(chr(code) for code in (*range(0xDF, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).islower())
_UPPER: Final = "A-Z" + "".join(chr(code) for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).isupper())
_MANY: Final = 2  # restored words that make a text a damaged one


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
    suspects: Callable[[str], bool]  # whether a word, as spaces part it, may be damaged so
    pattern: Callable[[Sequence[str]], re.Pattern[str]]  # made for those words that are suspect
    repair: Callable[[re.Match[str]], str | None]
    examples: tuple[tuple[str, str], ...]
    rejects: tuple[str, ...]


def speaks_of_programmes(text: str) -> bool:
    """Whether a word of them is in the text, which is all that most texts are asked."""
    return any(word in text for word in _TOPIC)


def find_repairs(text: str) -> list[Edit]:
    """All certain repairs of a text in NFC, in order and without overlap."""
    if not speaks_of_programmes(text):
        return []
    suspects: dict[int, list[str]] = defaultdict(list)
    for word in [word for word in set(text.split()) if _rules_for(word)]:
        for index in _rules_for(word):
            suspects[index].append(word)
    if not suspects:
        return []
    edits: list[Edit] = []
    for index, words in sorted(suspects.items()):
        rule = RULES[index]
        edits += _applied(rule, rule.pattern(words), text)
    if sum(edit.rule in _OF_LETTERS and edit.replacement != " " for edit in edits) >= _MANY:
        edits += _applied(CONTEXT, CONTEXT.pattern(()), text)
    edits.sort(key=lambda edit: edit[:2])
    return [
        edit for previous, edit in pairwise([Edit(0, 0, "", ""), *edits])
        if edit.start >= previous.end and edit[:2] != previous[:2]
    ]


@lru_cache(maxsize=1 << 16)
def _rules_for(word: str) -> tuple[int, ...]:
    """The rules that suspect a word, by their places in RULES."""
    if word.isalpha() and is_syllable(word) and word.lower() not in _CONFUSED_WORDS:
        return ()
    return tuple(index for index, rule in enumerate(RULES) if rule.suspects(word))


def _applied(rule: Repair, pattern: re.Pattern[str], text: str) -> list[Edit]:
    edits = []
    for match in pattern.finditer(text):
        replacement = rule.repair(match)
        if replacement is not None:
            edits.append(_trimmed(match.start(), match[0], replacement, rule.id))
    return edits


def _within(pattern: re.Pattern[str], repair: Callable[[re.Match[str]], str | None]) -> Callable[[str], bool]:
    """The suspicion of a rule that sees nothing but the word itself."""
    return lambda word: any(repair(match) is not None for match in pattern.finditer(word + " "))


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


# ---- words

_LETTERS = re.compile(f"{_LETTER}+")
_NEIGHBOUR = rf"(?:{_LETTER}+|\d[\d.,/]*(?<=\d))"
_WORDS_BEFORE = re.compile(rf"(?<!\w)(?:{_NEIGHBOUR}[ \n])?{_NEIGHBOUR}[ \n]\Z")
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
    return re.compile(f"(?<!{_LETTER})(?:{'|'.join(map(re.escape, parts))})(?!{_LETTER})")


def _neighbours(match: re.Match[str]) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two words before and the two after, the nearer first; a number as NUMBER, nothing where a mark parts them."""
    behind = match.string[max(0, match.start() - 24) : match.start()].split("\n\n")[-1]
    ahead = match.string[match.end() : match.end() + 24].split("\n\n")[0]
    before = _WORDS_BEFORE.search(behind)
    after = _WORDS_AFTER.match(ahead)
    first, second = _words(before[0]) if before else [], _words(after[0]) if after else []
    return (_at(first, -1), _at(first, -2)), (_at(second, 0), _at(second, 1))


def _words(found: str) -> list[str]:
    return [NUMBER if word[0].isdigit() else word.lower() for word in found.split()]


def _at(words: list[str], index: int) -> str:
    return words[index] if -len(words) <= index < len(words) else ""


def _repair_word(match: re.Match[str]) -> str | None:
    damaged = match[0]
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
_CONFUSED_WORDS: Final = frozenset("đựng chun nhim vu mói mơi nghi đẩu tu phô".split())


def _may_be_confused(word: str) -> bool:
    return not _CONFUSED_WORDS.isdisjoint(_LETTERS.findall(word.lower()))


@cache
def _confused_pattern() -> re.Pattern[str]:
    return re.compile(f"(?<!{_LETTER})(?:{'|'.join(_CONFUSED)})(?!{_LETTER})", re.IGNORECASE)


def _repair_confused(match: re.Match[str]) -> str | None:
    found = match[0]
    return _like(found, _CONFUSED[found.lower()]) if found[1:].islower() else None


_TR: Final = re.compile(rf"(?<!\w)ừ({_LETTER}+)")


def _repair_tr(match: re.Match[str]) -> str | None:
    rest = match[1]
    return "tr" + rest if not is_syllable(match[0]) and is_syllable("tr" + rest) else None


# ---- numbers

_PLACES: Final = r"xã(?!\s+hội)|phường|thị trấn|huyện|tỉnh|thôn|bản|ấp|buôn|tiêu chí|đơn vị"
_COUNTED: Final = (
    rf"(?:{_PLACES}|hộ|người|sản phẩm|chủ thể|nhà|căn|triệu|tỷ|tỉ|nghìn|ngàn|đồng|điểm|mục tiêu|chỉ tiêu|công trình|"
    rf"ngày công|công|km|ha|m2|sao|lần)(?!{_LETTER})"
)
_DIGIT: Final = r"[lIO\d]"
_NUMBER: Final = re.compile(
    rf"(?<![\w.,/–-])(?:{_DIGIT}(?:{_DIGIT}|[.,/](?={_DIGIT})){{0,14}}(?=\s?%|\s{_COUNTED})"
    rf"|(?:(?<=năm )|(?<=Năm )|(?<=tháng )|(?<=ngày )|(?<=Ngày )|(?<=đoạn )){_DIGIT}(?:{_DIGIT}|[./-](?={_DIGIT})){{1,9}}(?!\w)"
    rf"|{_DIGIT}{{1,2}}([/.-]){_DIGIT}{{1,2}}\1(?:2[0O]|[1lI]9){_DIGIT}{{2}}(?!\w))",
)
_TIMELY: Final = re.compile(r"(?:năm|Năm|tháng|ngày|Ngày|đoạn) \Z")
_AFTER_LITRES: Final = re.compile(rf"\s?%|\s(?:{_PLACES})(?!{_LETTER})")
_WELL_FORMED: Final = re.compile(
    r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,3})?|\d{1,5}/\d{1,5}|\d{1,3}\.\d{3}/\d{1,3}\.\d{3}|"
    r"(?:(?:[0-3]?\d[./-])?[01]?\d[./-])?(?:19|20)\d\d(?:-20\d\d)?",
)
_MIXED_NUMBER: Final = re.compile(rf"(?=.*[lIO])\W*(?:\d|[lIO]+[\d.,/]){_DIGIT}*.*")
_IN_DECIMAL: Final = re.compile(
    rf"(?<=\d) (?=,\d{{1,3}}(?:\s?%|\s(?:triệu|tỷ|tỉ|tiêu chí|điểm|km|ha)(?!{_LETTER}))|\.\d{{3}}(?![\d.]))(?<!\d{{4}} )"
)


def _repair_number(match: re.Match[str]) -> str | None:
    token = match[0]
    parts = re.split(r"[/-]", token)
    if token.translate(_TO_DIGITS) == token or not any(part.strip("lIO.,") for part in parts):
        return None
    if any(not part.strip("lIO.,") and "l" not in part for part in parts):  # "I/2023" is a quarter
        return None
    litres = token.endswith("l") and not _TIMELY.search(match.string, max(0, match.start() - 6), match.start())
    if litres and not _AFTER_LITRES.match(match.string, match.end()):  # "5l" are five litres
        return None
    digits = token.translate(_TO_DIGITS)
    return digits if _WELL_FORMED.fullmatch(digits) else None


_TO_DIGITS: Final = str.maketrans("lIO", "110")
_DOC_NUMBER: Final = re.compile(
    r"(?<![\w/.-])s(?=\d{1,5}(?:/\d{4})?/[A-ZĐ]{2,6}\b|\d{1,4}-(?:NQ|CT|KH|QĐ|KL|TB|HD|CTr|BC)/)",
)
_WORD_NUMBER: Final = re.compile(rf"(?<![/#@.\-_])(?<!{_LETTER})({_LETTER}{{2,24}})(?=\d)")
_NUMBER_WORD: Final = re.compile(rf"(?<![^\W\d])\d(?=({_LETTER}{{2,24}})(?!{_LETTER}|_))")
_ASCII_UNITS: Final = frozenset({"sao", "trong", "theo", "qua"})


def _repair_word_number(match: re.Match[str]) -> str | None:
    """A space after a Vietnamese word; one without marks may be a name of a user or a file."""
    word = match[1].lower()
    known = word in LEADING or word in _ASCII_UNITS or (
        not word.isascii() and (is_syllable(word) or (restore(word) or "").count(" ") > 0)
    )
    return match[0] + " " if known else None



# ---- spaces

_FULL_STOP: Final = re.compile(rf"\.(?<=[{_LOWER}\d]\.)(?=[{_UPPER}][{_LOWER}])")
_SHORT: Final = "(?:OCOP|NTM|UBND|HĐND|BHYT|DTTS)"
_NAME: Final = re.compile(
    rf"(?<![\w.@/])(?:[{_UPPER}{_LOWER}][{_LOWER}]+(?=[{_UPPER}][{_LOWER}]+(?!\w)|{_SHORT}(?!\w))|{_SHORT}(?=[{_LOWER}]{{2}}))",
)


def _repair_full_stop(match: re.Match[str]) -> str | None:
    before = re.search(r"(?<![\w.@/])\w+$", match.string[max(0, match.start() - 16) : match.start()])
    after = re.compile(rf"{_LETTER}{{2,8}}(?=[ ,])").match(match.string, match.end())
    if before is None or after is None or not is_syllable(after[0]):
        return None
    word = before[0]
    return ". " if word.isdigit() or (len(word) > 1 and is_syllable(word)) else None


def _repair_name(match: re.Match[str]) -> str | None:
    first, second = match[0], _LETTERS.match(match.string, match.end())
    if second is None:
        return None
    if first.isupper() or second[0].isupper():  # "sản phẩmOCOP", "UBNDtỉnh"
        word = second[0] if first.isupper() else first
        return first + " " if word.lower() in vocabulary().words else None
    if not is_syllable(first) or not is_syllable(second[0]) or (first + second[0]).isascii():
        return None
    return first + " " if first[0].isupper() or first in vocabulary().words else None


RULES: Final[tuple[Repair, ...]] = (
    Repair(
        "word", lambda word: bool(_damaged_letters(word)), _word_pattern, _repair_word,
        examples=(
            ("S xã đạt 10-14 tiêu chí nông thôn", "Số xã đạt 10-14 tiêu chí nông thôn"),
            ("nhiệm vụ trng tâm, chỉ tiẽu nông thôn mới", "nhiệm vụ trọng tâm, chỉ tiêu nông thôn mới"),
            ("góp công đxây dựng nông thôn mới", "góp công đ xây dựng nông thôn mới"),
            ("chính sách htrợ hộ nghèo", "chính sách hỗ trợ hộ nghèo"),
            ("hộnghèo còn 3%, chương trình nôngthôn mới", "hộ nghèo còn 3%, chương trình nông thôn mới"),
            ("thu nhập ở nông thôn 63,2 triệuđồng/người", "thu nhập ở nông thôn 63,2 triệu đồng/người"),
            ("Tỷ lệ hộ cân nghèo, hộ thoátnghèo đềugiảm", "Tỷ lệ hộ cân nghèo, hộ thoát nghèo đềugiảm"),
            ("T lệ hộ nghèo, công nhân, s hộ nghèo", "Tỷ lệ hộ nghèo, công nhân, số hộ nghèo"),
            ("đạt chuẩnnông thôn mới tại 6 xã, NÔNG THÔNMỚI", "đạt chuẩn nông thôn mới tại 6 xã, NÔNG THÔN MỚI"),
        ),
        rejects=(
            "đạt 5 t đồng cho nông thôn", "vay 50.000 đ xây dựng nhà cho hộ nghèo", "mặt hàng chun vòng của hộ nghèo",
            "xã đông dân ở nông thôn", "nông thôn Thủy Lợi", "mục tiêu, chỉ tiêu nông thôn mới",
            "làm đường 3 km, ĐT 0912 cho hộ nghèo", "bán hàng online cho nông thôn", "tp Vinh ở nông thôn",
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
        "tr", _within(_TR, _repair_tr), lambda _: _TR, _repair_tr,
        examples=(("trách nhiệm ừong xây dựng nông thôn mới", "trách nhiệm trong xây dựng nông thôn mới"),),
        rejects=("hộ nghèo ừ một tiếng", "uống nước ừng ực ở nông thôn"),
    ),
    Repair(
        "number", lambda word: _MIXED_NUMBER.fullmatch(word) is not None, lambda _: _NUMBER, _repair_number,
        examples=(
            ("có l5 xã đạt chuẩn nông thôn mới", "có 15 xã đạt chuẩn nông thôn mới"),
            ("2O/l2/2022 nông thôn mới, năm 202l có", "20/12/2022 nông thôn mới, năm 2021 có"),
            ("có 1O xã nông thôn mới", "có 10 xã nông thôn mới"),
            ("l.234 hộ nghèo", "1.234 hộ nghèo"),
            ("đến năm 2O15, nông thôn mới", "đến năm 2015, nông thôn mới"),
            ("6l/85 xã nông thôn mới, có 2l xã", "61/85 xã nông thôn mới, có 21 xã"),
            ("ngày l2/3/2O14, hộ nghèo còn 9l,8%", "ngày 12/3/2014, hộ nghèo còn 91,8%"),
            ("4.8O0 tỷ đồng cho nông thôn giai đoạn 202l-2025", "4.800 tỷ đồng cho nông thôn giai đoạn 2021-2025"),
        ),
        rejects=(
            "can 5l hộ nghèo được cấp", "khí CO2 ở nông thôn", "giai đoạn I. xã nông thôn", "lO xã nông thôn",
            "tháng I/2023, hộ nghèo", "mục I.2 xã nông thôn", "tuyến QL1 hộ nghèo", "I/19 tiêu chí nông thôn",
        ),
    ),
    Repair(
        "decimal", lambda word: word[0] in ",." and word[1:2].isdigit(), lambda _: _IN_DECIMAL, lambda _: "",
        examples=(
            ("63 ,2 triệu đồng ở nông thôn", "63,2 triệu đồng ở nông thôn"),
            ("1 .234 hộ nghèo", "1.234 hộ nghèo"),
        ),
        rejects=("12 ,13 xã nông thôn", "năm 2015 ,5 triệu hộ nghèo", "hộ nghèo 3, 5%"),
    ),
    Repair(
        "doc_number", lambda word: word[0] == "s" and word[1:2].isdigit(), lambda _: _DOC_NUMBER, lambda _: "số ",
        examples=(("Quyết định s29/2013/QĐ-UBND về nông thôn mới", "Quyết định số 29/2013/QĐ-UBND về nông thôn mới"),),
        rejects=("máy ảnh s20/4 của hộ nghèo", "điện thoại s29 ở nông thôn"),
    ),
    Repair(
        "space_before_number", _within(_WORD_NUMBER, _repair_word_number), lambda _: _WORD_NUMBER, _repair_word_number,
        examples=(
            ("thu nhập ở nông thôn đạt63,2 triệu", "thu nhập ở nông thôn đạt 63,2 triệu"),
            ("Tây Nguyên41,9% xã nông thôn mới, Trong6 tháng", "Tây Nguyên 41,9% xã nông thôn mới, Trong 6 tháng"),
        ),
        rejects=("hộ nghèo tại /năm2015/tin", "#năm2015 nông thôn", "minh90 ở nông thôn", "hộ nghèo mắc Covid19, khí CO2"),
    ),
    Repair(
        "space_before_unit", _within(_NUMBER_WORD, _repair_word_number), lambda _: _NUMBER_WORD, _repair_word_number,
        examples=(
            ("năm 2022xuống 3sao, 2020là hộ nghèo", "năm 2022 xuống 3 sao, 2020 là hộ nghèo"),
            ("năm 2022đạt43,5 triệu ở nông thôn", "năm 2022 đạt 43,5 triệu ở nông thôn"),
            ("vốn nông thôn 5.800tỷ", "vốn nông thôn 5.800 tỷ"),
            ("cả 15xã nông thôn mới", "cả 15 xã nông thôn mới"),
        ),
        rejects=("50.000đ cho hộ nghèo", "đường 3km, 12h ở nông thôn", "phòng 2A hộ nghèo", "tổ 5bis hộ nghèo"),
    ),
    Repair(
        "space_after_stop", _within(_FULL_STOP, _repair_full_stop), lambda _: _FULL_STOP, _repair_full_stop,
        examples=(
            ("nông thôn mới năm 2015.Thực hiện nghị quyết", "nông thôn mới năm 2015. Thực hiện nghị quyết"),
        ),
        rejects=("hộ nghèo ở tp.Hồ Chí Minh", "hộ nghèo, www.baotinh.Com ,", "ThS.Nguyễn Văn, nông thôn"),
    ),
    Repair(
        "space_before_name", _within(_NAME, _repair_name), lambda _: _NAME, _repair_name,
        examples=(
            ("hộ nghèo ở tỉnhLai Châu, huyệnThan Uyên", "hộ nghèo ở tỉnh Lai Châu, huyện Than Uyên"),
            ("hộ nghèo ở BắcQuang, UBNDtỉnh, sản phẩmOCOP", "hộ nghèo ở Bắc Quang, UBND tỉnh, sản phẩm OCOP"),
        ),
        rejects=("hộ nghèo dùng iPhone", "nông thôn VietNam", "rau VietGAP ở nông thôn", "vé VietJet cho hộ nghèo"),
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
_OF_LETTERS: Final = frozenset({"word", "tr", "confused"})
