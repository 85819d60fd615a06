"""The fused pattern: one number with everything that can follow it, tried once at each run of digits.

It leads with a digit, shares the number among all shapes, never gives back what it took (possessive), and
holds the nouns as a trie; so its cost is that of finding digits. What stands before the number is looked up
afterwards (:mod:`.cues`). Each part can only match a bounded stretch or plain digits: no text makes it slow.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ntm_extract.numerals import SCALE_WORDS
from ntm_extract.patterns.trie import trie_pattern, word_set
from ntm_extract.reference.units import PER_NOUNS, Unit, unit_forms

NUMBER: Final = r"[0-9]++(?:[.,][0-9]++)*+"
_BLANK: Final = r"(?:[ ]{1,2}+|\n)?+"
_BILLION_COMPOUNDS: Final = r"(?![ \n](?:lệ|LỆ|số|SỐ|trọng|giá|phú|suất|ph[uú]\b))"

# group numbers of the fused pattern
FIRST, SEPARATOR, SECOND, MORE, CLOCK, SCALE, SCALE_2, NOUN, UP_1, PER, UP_2 = range(1, 12)


def _scale() -> str:
    words = "|".join(sorted({*SCALE_WORDS, *(word.upper() for word in SCALE_WORDS)}, reverse=True))
    return rf"(?:{words}){_BILLION_COMPOUNDS}(?=[đĐU]|\W|\Z)"


def _nouns() -> dict[str, Unit | None]:
    table = dict(unit_forms())
    for noun, unit in unit_forms():
        if len(noun) > 1:
            table.setdefault(noun.upper(), unit)
    return table


NOUNS: Final = _nouns()
"""Every noun in the spellings that the pattern knows; None for a longer word that only begins like a unit."""

RATES: Final = {**{noun.upper(): code for noun, code in PER_NOUNS.items() if len(noun) > 1}, **PER_NOUNS}
"""The nouns of rates, in lower and upper case."""


def unit_of(noun: str | None) -> Unit | None:
    """Look up the unit of a noun that the pattern matched."""
    if noun is None:
        return None
    return NOUNS[noun] if noun in NOUNS else NOUNS[" ".join(noun.split())]


_FUNCTION_WORDS: Final = word_set(
    "so cho để trong từ năm và lên xuống trở đến với mỗi của thì là vào ở tại nữa rồi một tiền vốn do được bằng "
    "nhưng hoặc hay nên mà sẽ đã đang vì khi sau trước theo như tới trên dưới hơn cùng qua gồm tăng giảm còn "
    "không có thuộc bởi đối tháng ngày cũng chỉ ra đi cả nhằm về mới này đó nay chiếm đạt toàn "
)
_NEXT_WORD: Final = re.compile(r"[ \n]([^\W\d_]+)")
DATE_BEHIND: Final = re.compile(
    r"[ \n](?:(?:19|20)[0-9]{2}(?![0-9])(?![ ]?[-–][ ]?(?:19|20)[0-9]{2})"
    r"|[0-9]{1,2}(?:[/-][0-9]|[ \n](?:tháng|năm)(?!\w)))",
)
"""What makes a noun of time behind a number the beginning of a date: "đạt 11 năm 2013", "lúc 7 ngày 10/7"."""


def noun_follows(text: str, end: int) -> bool:
    """Whether an unknown lower-case noun stands at ``end``: "1,6 triệu lượt khách" is no money."""
    match = _NEXT_WORD.match(text, end)
    return match is not None and match[1].islower() and match[1] not in _FUNCTION_WORDS


def digit_places(text: str) -> list[int]:
    """Give the places of all digits in order: looking for one character is ten times as fast as for a class."""
    places: list[int] = []
    for digit in "0123456789":
        at = text.find(digit)
        while at >= 0:
            places.append(at)
            at = text.find(digit, at + 1)
    places.sort()
    return places


@cache
def fused() -> re.Pattern[str]:
    """Compile the pattern of :func:`ntm_extract.patterns.scanner.scan_figures`."""
    scale = _scale()
    per = trie_pattern(RATES)
    up = r"([ \n]trở[ \n](?:lên|xuống))?+"
    return re.compile(
        rf"({NUMBER})"
        r"(?:"
        rf"([ ]?[/\-–—][ ]?|[ \n](?:đến|tới)[ \n])({NUMBER})((?:/[0-9]++|-[0-9]{{4}}(?![0-9]))*+)"
        r"|(:[0-9]{2}(?![0-9])(?::[0-9]{2}(?![0-9]))?+|[hH][0-9]{0,2}(?!\w))"
        r")?+"
        rf"(?:{_BLANK}({scale})(?:{_BLANK}({scale}))?+)?+"
        rf"(?:{_BLANK}({trie_pattern(NOUNS)}))?+"
        rf"{up}((?:[ ]?/[ ]?(?:1[ ])?(?:{per}))++(?:(?<=người),[ ]?(?:năm|tháng)(?!\w)(?![ \n][0-9]))?+"
        rf"|[ \n]mỗi[ \n](?:{per}))?+{up}",
    )
