from __future__ import annotations

import doctest
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract import numerals
from ntm_extract.numerals import NumberUse, number_value, open_reason, words_value
from ntm_extract.patterns import dates, trie

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("module", [numerals, dates, trie])
def test_docstrings_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert result.failed == 0


@pytest.mark.parametrize(
    ("raw", "use", "value"),
    [
        ("1.000", "whole", 1000.0),
        ("46,8", "percent", 46.8),
        ("6,06", "percent", 6.06),
        ("03", "whole", 3.0),
        ("2.2", "percent", 2.2),
        ("10.034,00", "measure", 10034.0),
        ("1,234.5", "measure", 1234.5),
        ("37,794,044", "whole", 37794044.0),
        ("0.75", "whole", 0.75),
        ("0,125", "whole", 0.125),
        ("7,535", "measure", 7.535),
        ("255.142", "measure", 255142.0),
        ("1706,44", "measure", 1706.44),
        ("0", "whole", 0.0),
    ],
)
def test_one_reading(raw: str, use: NumberUse, value: float) -> None:
    assert number_value(raw, use) == value


@pytest.mark.parametrize(
    ("raw", "use", "reason"),
    [
        ("1.5", "whole", "ambiguous_decimal"),
        ("2,500", "whole", "ambiguous_grouping"),
        ("2,500", "currency", "ambiguous_grouping"),
        ("1.234", "percent", "ambiguous_grouping"),
        ("2015,2016", "whole", "malformed_number"),
        ("1,2,3", "whole", "malformed_number"),
        ("1.2.3", "measure", "malformed_number"),
        ("0123,4", "measure", "malformed_number"),
        ("1" * 25, "whole", "too_long"),
    ],
)
def test_open_notation_is_refused_with_its_reason(raw: str, use: NumberUse, reason: str) -> None:
    assert number_value(raw, use) is None
    assert open_reason(raw, use) == reason


def vietnamese(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@given(st.integers(0, 10**15), st.sampled_from(["whole", "measure", "currency"]))
def test_grouped_numbers_round_trip(number: int, use: NumberUse) -> None:
    assert number_value(vietnamese(number), use) == number
    assert number_value(str(number), use) == number


@given(st.integers(0, 10**6), st.integers(0, 99), st.sampled_from([0, 3, 6, 9]))
def test_decimals_are_exact_whatever_the_scale(whole: int, hundredths: int, exponent: int) -> None:
    raw = f"{vietnamese(whole)},{hundredths:02}"
    assert number_value(raw, "measure", exponent) == (whole * 100 + hundredths) * 10**exponent / 100


@given(
    st.text(alphabet="0123456789.,", min_size=1, max_size=30).filter(
        lambda raw: raw[0].isdigit() and raw[-1].isdigit()
    ),
    st.sampled_from(["whole", "measure", "percent", "currency"]),
)
def test_any_spelling_is_read_or_refused_with_a_reason(raw: str, use: NumberUse) -> None:
    if ".." in raw or ",," in raw or ".," in raw or ",." in raw:
        return
    assert number_value(raw, use) is not None or open_reason(raw, use)


ONES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spelt(number: int) -> list[str]:
    """The standard spelling of 1 to 999,999, written independently of the reader."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        tail = (
            []
            if not rest
            else spelt(rest)
            if rest >= 100
            else ["không", "trăm", *(["linh"] if rest < 10 else []), *spelt(rest)]
        )
        return [*spelt(thousands), "nghìn", *tail]
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return [ONES[hundreds], "trăm", *([] if not rest else ["linh", *spelt(rest)] if rest < 10 else spelt(rest))]
    if number >= 10:
        tens, ones = divmod(number, 10)
        last = [] if not ones else ["lăm"] if ones == 5 else ["mốt"] if ones == 1 and tens > 1 else [ONES[ones]]
        return [*(["mười"] if tens == 1 else [ONES[tens], "mươi"]), *last]
    return [ONES[number]]


@given(st.integers(1, 999_999))
def test_number_words_round_trip(number: int) -> None:
    assert words_value(spelt(number)) == number


@pytest.mark.parametrize(
    "words", ["hai ba", "trăm", "mươi", "tư", "mười mười", "hai mươi không", "nghìn hai", "một tỷ tỷ", "linh năm"]
)
def test_words_that_spell_no_number(words: str) -> None:
    assert words_value(words.split()) is None
