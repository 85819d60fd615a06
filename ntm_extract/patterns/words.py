"""Numbers in words: "mười lăm xã", "một trăm linh năm huyện", "một nửa", "hai phần ba", "gấp đôi", "quý I".

An automaton over the UTF-8 bytes finds the last number word with the noun behind it; the words before are
read backwards from there. Only nouns of administration, households and products count: before others, number words are
everyday speech. "một xã" is left out, being "a commune" far more often than "one commune"; "năm xã" is five
only where no year can be meant ("có thêm năm xã"); "hàng nghìn", "vài", "một số" are no numbers. Missing one of these costs little.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from ntm_extract.model import Bound, Figure, FigureKind
from ntm_extract.numerals import (
    NUMBER_WORDS,
    ROMAN_QUARTERS,
    THOUSAND_POWERS,
    UNITS_WORDS,
    words_value,
)
from ntm_extract.patterns.cues import bound_of
from ntm_extract.patterns.dates import ROMAN_QUARTER, YEAR_BEHIND, timed
from ntm_extract.patterns.grammar import NOUNS, unit_of
from ntm_extract.patterns.rule import Rule
from ntm_extract.patterns.trie import trie_pattern, word_set

COUNTED: Final = frozenset(
    {
        "commune",
        "ward",
        "village",
        "district",
        "province",
        "city",
        "household",
        "product",
        "entity",
        "criteria",
        "target",
        "star",
        "works",
        "house",
        "point",
        "day",
    }
)
_COMMON: Final = frozenset({"house", "point", "day"})  # "hai nhà", "mười điểm", "ba công": everyday speech, unless said in full
_LOOK_BACK: Final = 96
_LAST_WORDS: Final = (
    *(word for word in UNITS_WORDS if word not in ("một", "năm", "không")),
    *("mười", "mươi", "trăm", "linh một", "lẻ một", "linh năm", "lẻ năm"),
    *THOUSAND_POWERS,
)
_NOT_BEFORE: Final = word_set(
    "thứ tháng lớp hàng vài mấy số khóa khoá nhiều cấp loại khu tổ quý đầu chục dăm đôi thôn bản "
)
_BEFORE_FIVE: Final = word_set("có thêm gồm với nhận còn lên được cả bằng chọn dựng và ")
_ORDINALS: Final[dict[str, int]] = {
    "nhất": 1,
    "nhì": 2,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_MULTIPLES: Final[dict[str, int]] = {
    "đôi": 2,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_FRACTION: Final = re.compile(
    r"(một|hai|ba|bốn)[ \n]phần[ \n](hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?!\w)", re.IGNORECASE
)


@cache
def _automaton() -> tuple[BytesAhoCorasick, tuple[str, ...]]:
    heads = sorted(
        {
            re.split("[ ,/-]", noun)[0]
            for noun, unit in NOUNS.items()
            if unit and unit.code in COUNTED and noun.islower()
        }
    )
    table: dict[str, str] = {}
    for last in _LAST_WORDS:
        for head in heads:
            table[f"{last} {head}"] = table[f"{last.capitalize()} {head}"] = "count"
    for head in heads:
        table[f"năm {head}"] = table[f"Năm {head}"] = "count"
    for word in ("quý I", "Quý I", "QUÝ I"):
        table[word] = "quarter"
    for word in _ORDINALS:
        table[f"thứ {word}"] = "ordinal"
    for word in _MULTIPLES:
        table[f"gấp {word}"] = "multiple"
    for word in ("một", "hai", "ba", "bốn"):
        table[f"{word} phần "] = table[f"{word.capitalize()} phần "] = "fraction"
    for word in ("một nửa", "Một nửa", "nửa số"):
        table[word] = "half"
    phrases = [phrase.encode() for phrase in table]
    automaton = BytesAhoCorasick(phrases, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return automaton, tuple(table.values())


@cache
def _noun_pattern() -> re.Pattern[str]:
    return re.compile(trie_pattern(NOUNS))


def word_figures(text: str, data: bytes) -> list[Figure]:
    """Find the figures of ``text`` that are written in words; ``data`` is the text in UTF-8."""
    automaton, kinds = _automaton()
    figures: list[Figure] = []
    start = at = 0
    for index, byte_start, byte_end in automaton.find_matches_as_indexes(data):
        start += len(data[at:byte_start].decode("utf-8", "surrogatepass"))
        at = byte_start
        end = start + len(data[byte_start:byte_end].decode())
        if start and text[start - 1].isalnum():
            continue
        figure = _read(text, kinds[index], start, end)
        if figure is not None:
            figures.append(figure)
    return figures


def _read(text: str, kind: str, start: int, end: int) -> Figure | None:
    if kind == "count":
        return _count(text, start, end)
    if kind == "quarter":
        return _quarter(text, start)
    if kind == "fraction":
        match = _FRACTION.match(text, start)
        if match is None:
            return None
        top, bottom = UNITS_WORDS[match[1].lower()], {**UNITS_WORDS, "mười": 10}[match[2].lower()]
        if top >= bottom:
            return None
        return _value(start, match.end(), "ratio", top, bottom, None, "exact", "words.fraction")
    if text[end : end + 1].isalnum():
        return None
    word = text[start:end].rsplit(maxsplit=1)[-1]
    if kind == "ordinal":
        return _value(start, end, "ordinal", _ORDINALS[word], None, None, "exact", "words.ordinal")
    if kind == "multiple":
        if text.startswith(" lần", end):
            end += 4
        elif word != "đôi" and text[end : end + 1] not in ("", ".", ",", ";", ")") and not text.startswith(" so ", end):
            return None  # "gấp ba bộ quần áo"
        return _value(start, end, "count", _MULTIPLES[word], None, "times", "exact", "words.multiple")
    if text.startswith("nửa", start):
        end = start + 3
    elif text[end : end + 4] == " kia":
        return None
    return _value(start, end, "percent", 50, None, "percent", "exact", "words.half")


def _value(
    start: int,
    end: int,
    kind: FigureKind,
    value: float,
    denominator: float | None,
    unit: str | None,
    bound: Bound,
    rule: str,
    number: tuple[int, int] | None = None,
) -> Figure:
    lower, upper = number or (start, end)
    return Figure(
        start,
        end,
        kind,
        float(value),
        None,
        None if denominator is None else float(denominator),
        unit,
        (),
        bound,
        None,
        rule,
        lower,
        upper,
    )


def _count(text: str, start: int, end: int) -> Figure | None:
    cut = text.rindex(" ", start, end)
    match = _noun_pattern().match(text, cut + 1)
    if match is None:
        return None
    unit = unit_of(match[0])
    if unit is None or unit.code not in COUNTED:
        return None
    first = max(0, start - _LOOK_BACK)
    before = text[first:start].split()
    run = [word.lower() for word in text[start:cut].split()]
    at = start
    while before and before[-1].lower() in NUMBER_WORDS and len(run) < 14:
        word = before.pop()
        at = text.rindex(word, first, at)
        run.insert(0, word.lower())
    if before and (before[-1].lower() in _NOT_BEFORE or before[-1][-1].isdecimal()):
        return None
    if run[-1] == "năm" and (run[-2:-1] != [] or not _is_five(text, at, before)) and run[-2:-1] not in (["linh"], ["lẻ"]):
        return None  # "hai mươi năm" is a length of time
    value = words_value(run)
    if value is None or unit.kind == "duration":
        return None
    if unit.code in _COMMON and (len(run) == 1 or " " not in match[0]) and value < 100:
        return None
    bound: Bound = "exact"
    quote = at
    if before:
        bound, taken = bound_of(before)
        if taken:
            quote = text.rindex(before[-taken].lstrip("(“\"'"), first, at)
    kind = unit.kind
    return _value(quote, match.end(), kind, value, None, unit.code, bound, "words.count", (at, cut))


def _is_five(text: str, at: int, before: list[str]) -> bool:
    """Whether "năm" before a noun is five and no year: "có thêm năm sản phẩm", "…, năm xã đạt"; never "trong năm xã …"."""
    opened = text[:at].rstrip(" ")[-1:]
    if opened in (",", ";", "(", ":", ".", "\n", ""):
        return opened != "." or text[at].isupper()
    return bool(before) and before[-1].lower() in _BEFORE_FIVE


def _quarter(text: str, start: int) -> Figure | None:
    match = ROMAN_QUARTER.match(text, start)
    if match is None:
        return None
    quarter = ROMAN_QUARTERS[match[1]]
    year = YEAR_BEHIND.match(text, match.end())
    iso = f"{year[1]}-Q{quarter}" if year else f"-Q{quarter}"
    end = year.end() if year else match.end()
    return timed(start, end, "period", iso, "period.quarter", (match.start(1), end))


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "words.count",
        "number words, counted noun",
        (
            ("Có hai mươi tư huyện", {"quote": "hai mươi tư huyện", "value": 24.0, "unit": "district"}),
            ("hơn một trăm linh năm xã", {"quote": "hơn một trăm linh năm xã", "value": 105.0, "bound": "more_than"}),
            ("Mười lăm xã về đích", {"quote": "Mười lăm xã", "value": 15.0, "unit": "commune"}),
            ("giao cho ba nghìn hai trăm hộ", {"value": 3200.0, "unit": "household"}),
            ("có thêm năm sản phẩm", {"quote": "năm sản phẩm", "value": 5.0, "unit": "product"}),
            ("Năm xã về đích", {"quote": "Năm xã", "value": 5.0, "unit": "commune"}),
            ("làm ba mươi sáu công trình", {"value": 36.0, "unit": "works"}),
            ("xóa hai trăm căn nhà", {"value": 200.0, "unit": "house"}),
        ),
        (
            "một số xã",
            "hàng nghìn hộ",
            "mỗi xã một sản phẩm",
            "một xã",
            "trong năm xã đã",
            "cuối năm xã",
            "hai nhà",
            "mười điểm",
            "vài trăm hộ",
            "hai bên",
            "ba mẹ",
            "đầu tư xã hội",
            "2 nghìn hộ",
            "thứ ba huyện",
            "hai bản án",
        ),
    ),
    Rule(
        "words.half",
        "một nửa",
        (
            ("giảm một nửa", {"quote": "một nửa", "kind": "percent", "value": 50.0}),
            ("nửa số hộ", {"quote": "nửa", "value": 50.0}),
        ),
        ("nửa đầu năm", "một nửa kia"),
    ),
    Rule(
        "words.fraction",
        "so many parts of so many",
        (
            ("chiếm một phần ba", {"kind": "ratio", "value": 1.0, "denominator": 3.0}),
            ("Hai phần ba số hộ", {"quote": "Hai phần ba", "value": 2.0, "denominator": 3.0}),
        ),
        ("một phần năng lượng", "hai phần quà", "bốn phần ba"),
    ),
    Rule(
        "words.multiple",
        "gấp so many",
        (
            ("tăng gấp đôi", {"quote": "gấp đôi", "value": 2.0, "unit": "times"}),
            ("gấp ba lần năm trước", {"quote": "gấp ba lần", "value": 3.0}),
        ),
        ("gấp ba bộ quần áo", "gấp rút"),
    ),
    Rule(
        "words.ordinal",
        "thứ, number word",
        (("lần thứ hai", {"quote": "thứ hai", "kind": "ordinal", "value": 2.0}),),
        ("thứ hạng", "các thứ"),
    ),
)
