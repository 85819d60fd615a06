"""Digits and number words to numbers: the only place where a spelling becomes a value.

Vietnamese prints ``1.000`` for a thousand and ``46,8`` for 46.8, but texts mix in the English habit.
A spelling is read when only one reading is possible, given what stands behind the number:

===============  ==========================  =============================================
spelling         reading                     note
===============  ==========================  =============================================
``1.000``        1000                        open before ``%``: could be one, exactly
``46,8``         46.8
``10.034,00``    10034.0                     the later separator is the decimal one
``1,234.5``      1234.5                      likewise
``37,794,044``   37794044                    two groups: English grouping
``2.2``          2.2 of a measure            open of a thing that is counted in wholes
``7,535``        7.535 of a measure          open of a thing that is counted in wholes
``0.75``         0.75                        nothing else can start with a lone zero
===============  ==========================  =============================================

Whatever stays open is refused (``None``), never guessed: a wrong value is the worse error.

>>> number_value("4.945", "measure", 6)
4945000000.0
>>> number_value("63,2", "measure", 6)
63200000.0
>>> number_value("1.5", "whole") is None, open_reason("1.5", "whole")
(True, 'ambiguous_decimal')
>>> number_value("2,500", "whole") is None, open_reason("2,500", "whole")
(True, 'ambiguous_grouping')
>>> words_value(["một", "trăm", "linh", "năm"]), words_value(["hai", "mươi", "tư"])
(105, 24)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

NumberUse = Literal["whole", "measure", "percent", "currency"]
"""What stands behind the number: a thing counted in wholes (or nothing), a measure, a percent sign, a currency
that has cents."""

MAX_DIGITS: Final = 24
"""Longer runs of digits are codes, and would not fit a float64 exactly anyway."""


def number_value(raw: str, use: NumberUse, exponent: int = 0) -> float | None:
    """Return the value of ``raw`` times ten to the ``exponent``, or None when its notation is open.

    Integer arithmetic to the last step, so that "63,2 triệu" is 63200000.0 to the last bit.
    """
    if raw.isdecimal():
        return float(int(raw) * 10**exponent) if len(raw) <= MAX_DIGITS else None
    if len(raw) > MAX_DIGITS:
        return None
    parts = _mantissa(raw, use)
    if parts is None:
        return None
    mantissa, decimals = parts
    if exponent >= decimals:
        return float(mantissa * 10 ** (exponent - decimals))
    return float(mantissa / 10 ** (decimals - exponent))


def open_reason(raw: str, use: NumberUse) -> str:
    """Why :func:`number_value` refused ``raw``."""
    if len(raw) > MAX_DIGITS:
        return "too_long"
    if re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", raw):
        return "ambiguous_grouping"
    if use == "whole" and re.fullmatch(r"[0-9]+\.[0-9]+", raw):
        return "ambiguous_decimal"
    return "malformed_number"


def _mantissa(raw: str, use: NumberUse) -> tuple[int, int] | None:
    """Return the digits of ``raw`` as one integer, and how many of them are decimals."""
    dots, commas = raw.count("."), raw.count(",")
    if not commas:
        head, *groups = raw.split(".")
        if _grouped(head, groups):
            return None if use == "percent" and dots == 1 else (int("".join((head, *groups))), 0)
        if dots == 1 and (head == "0" or (use != "whole" and len(groups[0]) != 3 and _plain(head))):
            return int(head + groups[0]), len(groups[0])
        return None
    if not dots:
        head, *groups = raw.split(",")
        if commas > 1:
            return (int("".join((head, *groups))), 0) if _grouped(head, groups) else None
        tail = groups[0]
        if use in ("whole", "currency") and _grouped(head, groups):
            return None
        if not _plain(head) or (len(head) > 3 and len(tail) > 2):
            return None  # "2015,2016" is a list
        return int(head + tail), len(tail)
    group, decimal = (".", ",") if raw.rindex(",") > raw.rindex(".") else (",", ".")
    whole, _, tail = raw.rpartition(decimal)
    head, *groups = whole.split(group)
    if decimal in whole or not _grouped(head, groups):
        return None
    return int("".join((head, *groups, tail))), len(tail)


def _grouped(head: str, groups: Sequence[str]) -> bool:
    return 1 <= len(head) <= 3 and head[0] != "0" and all(len(group) == 3 for group in groups)


def _plain(head: str) -> bool:
    return head[0] != "0" or len(head) <= 2  # "0,5", "07,5"; never "0123,4"


UNITS_WORDS: Final[dict[str, int]] = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}
TEN_WORD: Final = "mười"
TENS_WORD: Final = "mươi"
HUNDRED_WORD: Final = "trăm"
LINK_WORDS: Final = frozenset({"linh", "lẻ"})
SCALE_WORDS: Final[dict[str, int]] = {
    "chục": 1, "trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9,
}
"""Powers of ten as they stand behind digits ("20 ngàn tỷ")."""

THOUSAND_POWERS: Final[dict[str, int]] = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
NUMBER_WORDS: Final = frozenset({*UNITS_WORDS, TEN_WORD, TENS_WORD, HUNDRED_WORD, *LINK_WORDS, *THOUSAND_POWERS})

_FINAL_ONLY: Final = frozenset({"mốt", "tư", "lăm", "nhăm"})  # forms that follow a ten
_NOT_AFTER_TENS: Final = frozenset({"không"})


def words_value(words: Sequence[str]) -> int | None:
    """Read the number that lower-case ``words`` spell, or None when they spell none.

    >>> words_value(["mười", "lăm"]), words_value(["ba", "nghìn", "hai", "trăm"])
    (15, 3200)
    >>> words_value(["hai", "ba"]), words_value(["trăm"]), words_value([])
    (None, None, None)
    """
    total, last_power, below = 0, 99, list[str]()
    if not words:
        return None
    for word in words:
        power = THOUSAND_POWERS.get(word)
        if power is None:
            below.append(word)
            continue
        group = _below_thousand(below)
        if group is None or power >= last_power:
            return None
        total += group * 10**power
        last_power, below = power, []
    if not below:
        return total
    group = _below_thousand(below)
    return None if group is None else total + group


def _below_thousand(words: Sequence[str]) -> int | None:
    """One to 999: "hai trăm", "một trăm linh năm", "hai mươi tư", "mười lăm", "bảy"."""
    rest = list(words)
    total = 0
    if len(rest) > 1 and rest[1] == HUNDRED_WORD and rest[0] in UNITS_WORDS and rest[0] not in _FINAL_ONLY:
        total = UNITS_WORDS[rest[0]] * 100
        rest = rest[2:]
        if not rest:
            return total
        if rest[0] in LINK_WORDS:
            ones = UNITS_WORDS.get(rest[1]) if len(rest) == 2 else None
            return total + ones if ones else None
        if len(rest) == 1 and rest[0] != TEN_WORD:
            return None  # "một trăm hai": colloquial for 120
    if not rest:
        return None
    if rest[0] == TEN_WORD:
        tens, rest = 10, rest[1:]
    elif len(rest) > 1 and rest[1] == TENS_WORD and UNITS_WORDS.get(rest[0], 0) > 1 and rest[0] not in _FINAL_ONLY:
        tens, rest = UNITS_WORDS[rest[0]] * 10, rest[2:]
    elif len(rest) == 1 and rest[0] in UNITS_WORDS and rest[0] not in _FINAL_ONLY:
        return total + UNITS_WORDS[rest[0]]
    else:
        return None
    if not rest:
        return total + tens
    if len(rest) > 1 or rest[0] not in UNITS_WORDS or rest[0] in _NOT_AFTER_TENS:
        return None
    return total + tens + UNITS_WORDS[rest[0]]


ROMAN_QUARTERS: Final[dict[str, int]] = {"I": 1, "II": 2, "III": 3, "IV": 4}
