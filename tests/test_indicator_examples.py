"""Every example of the catalogue yields its rows and no others; every near miss yields no row of its indicator.

``KNOWN_FAILURES`` names what the program does not get yet. The marks are strict: whoever makes one of them pass
takes it off the list, and the list says what is left to do.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any, Final

import pytest
from ntm_extract.model import Document, SourceMetadata
from ntm_extract.pipeline import extract_document, load_reference
from ntm_extract.reference.catalogue import load_catalogue
from ntm_extract.reference.examples import Example, ExpectedRow, all_examples, examples_of, rejects_of

if TYPE_CHECKING:
    from ntm_extract.analysis import Reference

EXAMPLES: Final = 6  # at least, for each indicator
REJECTS: Final = 4

# keys of what is not read as it should be, a line for each indicator
KNOWN_FAILURES: Final = frozenset("""
    communes_meeting_criterion/1
    poverty_rate/13
    households_escaped_poverty/8
""".split())

# sentences that are read with the one before them
GOES_ON: Final = (
    "Trong đó, huyện Lệ Thủy 5%.", "Trong đó, huyện Lệ Thủy 5 xã.", "Gồm 3 huyện.", "Tỷ lệ này là 5%.", "Mục tiêu đạt 90%.",
    "Kết quả đạt 80%.", "Huyện Lệ Thủy dẫn đầu với 5 xã.", "Trong đó: 3 chủ thể; 4 sản phẩm.",
)  # fmt: skip

_COLUMNS: Final = {
    "indicator": "indicator", "value": "obs_value", "upper": "obs_value_upper", "denominator": "denominator",
    "unit": "unit_measure", "bound": "bound", "measure": "measure", "status": "obs_status", "population": "population",
    "tier": "tier", "criteria_min": "criteria_min", "criteria_max": "criteria_max", "criterion": "criterion",
    "stars_min": "stars_min", "stars_max": "stars_max", "potential": "potential",
    "area": "ref_area", "area_level": "ref_area_level", "period": "time_period", "per": "per",
}  # fmt: skip
_OPEN: Final = frozenset({"area", "area_level", "period", "per"})
_BREAKDOWNS: Final = ("tier", "criteria_min", "criteria_max", "criterion", "population", "per", "stars_min", "potential")
_DEFAULTS: Final = {"tier": "standard", "potential": False}

reference = functools.cache(load_reference)


def rows_of(example: Example, ready: Reference) -> list[dict[str, Any]]:
    """The rows the program finds, named as in the examples."""
    metadata = SourceMetadata(published=example.published)
    document = Document(example.key, example.key, "txt", "utf-8", "0" * 64, example.text, metadata)
    result = extract_document(document, ready, ("0", "0"))
    found = []
    for row in (*result.communes, *result.poverty, *result.ocop):
        named = {name: getattr(row, column, None) for name, column in _COLUMNS.items()}
        for name, default in _DEFAULTS.items():
            named[name] = named[name] or default
        found.append(named)
    return found


def agrees(expected: ExpectedRow, row: dict[str, Any]) -> bool:
    """Whether a row is the expected one in every column that is not left open."""
    compared = [name for name in _COLUMNS if name not in _OPEN or name in expected.stated]
    return all(
        row[name] == (pytest.approx(expected.value, rel=1e-9) if name == "value" else getattr(expected, name))
        for name in compared
    )


def differences(example: Example, found: list[dict[str, Any]]) -> tuple[list[ExpectedRow], list[dict[str, Any]]]:
    """What was expected and not found, and what was found and not expected."""
    rest = list(found)
    missing = []
    for expected in sorted(example.rows, key=lambda row: -len(row.stated)):
        match = next((row for row in rest if agrees(expected, row)), None)
        if match is not None:
            rest.remove(match)
        elif not expected.optional:
            missing.append(expected)
    return missing, rest


def marked() -> list[Any]:
    """All examples, the known failures marked."""
    return [
        pytest.param(item, id=item.key, marks=[pytest.mark.xfail(strict=True)] if item.key in KNOWN_FAILURES else [])
        for item in all_examples()
    ]


@pytest.mark.parametrize("example", marked())
def test_the_program_reads_it_so(example: Example) -> None:
    found = rows_of(example, reference())
    if "/reject-" in example.key:
        assert [row for row in found if row["indicator"] == example.code] == []
        return
    missing, surplus = differences(example, found)
    assert (missing, surplus) == ([], []), example.text


@pytest.mark.parametrize("following", GOES_ON)
def test_a_sentence_may_go_on_with_any_other(following: str) -> None:
    """It is shorter than the one before: what that one was read at is no place in it."""
    for example in all_examples()[::4]:
        rows_of(dataclasses.replace(example, text=f"{example.text.rstrip()} {following}"), reference())


@pytest.mark.parametrize("code", list(load_catalogue().indicators))
def test_every_indicator_has_enough_of_both(code: str) -> None:
    assert len(examples_of(code)) >= EXAMPLES
    assert len(rejects_of(code)) >= REJECTS


def test_the_data_speak_the_language_of_the_catalogue() -> None:
    known = load_catalogue().indicators
    for example in all_examples():
        assert example.code in known
        assert not example.rows or any(row.indicator == example.code for row in example.rows), example.key
        for row in example.rows:
            assert row.unit in known[row.indicator].units, example.key
            used = {name for name in _BREAKDOWNS if getattr(row, name) not in {None, False, "standard"}}
            assert used <= set(known[row.indicator].breakdowns), (example.key, used)


def test_no_text_stands_twice() -> None:
    texts = [example.text for example in all_examples()]
    assert len(texts) == len(set(texts))


def test_known_failures_name_examples() -> None:
    assert {example.key for example in all_examples()} >= KNOWN_FAILURES
