"""Whether words can be the name of a product, and where a doubtful one ends.

>>> possible("rau củ quả"), possible("mật ong bạc hà")
(False, True)
>>> specific("cà phê"), specific("cà phê Khe Sanh"), specific("khô cá lóc")
(False, True, True)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ntm_extract import language
from ntm_extract.attribution.products.words import GENERIC, GENERIC_FIRST, HEADS, TAILS

TrimName = Callable[[str, int, int], int]
"""Of a run whose end is uncertain: its sentence, start, end; gives the end of the name."""

_ENDING: Final = frozenset({"V", "R", "E", "C", "L", "A"})  # tags of words that are no part of a common name


def possible(name: str) -> bool:
    """Whether the words can be a product's name at all."""
    words = name.split()
    if not 1 <= len(words) <= 14 or len(name) < 3:
        return False
    low = name.lower()
    if (
        low in GENERIC
        or words[0] in ("từ", "bằng")
        or words[0].isdigit()
        or (words[0] == "Bộ" and words[1:2] and words[1][0].isupper())
    ):
        return False
    first = words[0].lower()
    if first in GENERIC_FIRST and not (first in HEADS and len(words) > 2) and not proper(name):
        return False
    return not (len(words) == 1 and not words[0][0].isupper() and first not in HEADS)


def proper(name: str) -> bool:
    """Whether a capital stands inside the name: the sign of a brand or a place."""
    return any(word[0].isupper() or (word[0].isdigit() and not word.isdecimal()) for word in re.split(r"[ (]+", name)[1:] if word)


def has_head(name: str) -> bool:
    """Whether the first word is a kind of goods."""
    return name.split(maxsplit=1)[0].lower() in HEADS


def specific(name: str) -> bool:
    """Whether a name speaks for itself: a proper name in it, or goods named by two syllables or more."""
    words = name.split()
    return (proper(name) and (len(words) > 1)) or (len(words) >= 2 and has_head(name) and name.lower() not in _PLAIN)


_PLAIN: Final = frozenset(
    {
        "mật ong",
        "mắc ca",
        "cà phê",
        "nước mắm",
        "hồ tiêu",
        "tinh dầu",
        "trái cây",
        "rau củ",
        "thủy sản",
        "hạt điều",
        "thanh long",
        "sầu riêng",
        "hạt tiêu",
        "gạo sạch",
        "thịt lợn",
        "thịt gà",
        "cá tôm",
        "dầu ăn",
        "mắm các",
        "cà gai",
        "đông trùng",
        "nấm ăn",
        "bánh tráng",
        "bưởi da",
    }
)


def trim_name(sentence: str, start: int, end: int) -> int:
    """Where a name without a proper name ends, asked of the models: before the first word that is a verb, an adverb or a link.

    Words that say how goods are made ("sấy", "rang") are verbs to the models and part of the name to the text; and two
    syllables are always kept, the kind of goods.
    """
    for word in language.words(sentence):
        if word.start <= start or word.start >= end or word.tag not in _ENDING:
            continue
        if len(sentence[start : word.start].split()) >= 2 and TAILS.isdisjoint(sentence[word.start : word.end].lower().split()):
            return start + len(sentence[start : word.start].rstrip())
    return end
