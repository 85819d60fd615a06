"""Every example of the catalogue yields its rows and no others; every near miss yields no row of its indicator.

``KNOWN_FAILURES`` names what the program does not get yet. The marks are strict: whoever makes one of them pass
takes it off the list, and the list says what is left to do.
"""

from __future__ import annotations

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
    communes_total/2 communes_total/3 communes_total/5 communes_total/6 communes_total/8
    communes_ntm/5 communes_ntm/6 communes_ntm/7 communes_ntm/8 communes_ntm/9 communes_ntm/10 communes_ntm/11
    communes_ntm/13 communes_ntm/14 communes_ntm/20 communes_ntm/reject-10 communes_ntm/reject-11
    communes_by_criteria/5 communes_by_criteria/6 communes_by_criteria/7 communes_by_criteria/8
    communes_by_criteria/reject-7
    criteria_per_commune/7
    criteria_met/2 criteria_met/3 criteria_met/6 criteria_met/7 criteria_met/8 criteria_met/9
    communes_meeting_criterion/1 communes_meeting_criterion/6 communes_meeting_criterion/8
    communes_meeting_criterion/9 communes_meeting_criterion/reject-6
    villages_ntm/3 villages_ntm/4 villages_ntm/8 villages_ntm/9 villages_ntm/reject-1 villages_ntm/reject-4
    villages_ntm/reject-6 villages_ntm/reject-7 villages_ntm/reject-8 villages_ntm/reject-9
    districts_ntm/2 districts_ntm/4 districts_ntm/6 districts_ntm/reject-7
    criteria_per_district/3 criteria_per_district/6
    provinces_ntm/4
    land_donated/4 land_donated/5 land_donated/7
    labour_contributed/3 labour_contributed/4 labour_contributed/5
    cash_contributed/4 cash_contributed/6 cash_contributed/7 cash_contributed/reject-6
    programme_funding/6 programme_funding/reject-2 programme_funding/reject-7
    clean_water_rate/2 clean_water_rate/8 clean_water_rate/reject-5
    health_insurance_rate/2 health_insurance_rate/5 health_insurance_rate/6 health_insurance_rate/7
    health_insurance_rate/8 health_insurance_rate/reject-5
    electricity_rate/3 electricity_rate/5
    income_per_capita/1 income_per_capita/8 income_per_capita/10
    road_length/1 road_length/3 road_length/4 road_length/8
    road_works/2 road_works/4 road_works/5 road_works/7 road_works/8
    poverty_rate/6 poverty_rate/11 poverty_rate/12 poverty_rate/13 poverty_rate/16 poverty_rate/17
    poverty_rate/19 poverty_rate/reject-3 poverty_rate/reject-8 poverty_rate/reject-11
    near_poverty_rate/7 near_poverty_rate/reject-5
    poor_households/5 poor_households/7 poor_households/8 poor_households/10 poor_households/12
    near_poor_households/5
    poor_and_near_poor_households/3 poor_and_near_poor_households/5 poor_and_near_poor_households/reject-4
    households_escaped_poverty/4 households_escaped_poverty/6 households_escaped_poverty/8
    households_escaped_poverty/reject-4 households_escaped_poverty/reject-6
    poor_districts/4 poor_districts/5 poor_districts/reject-3
    poor_communes/3 poor_communes/6 poor_communes/reject-1
    special_communes/4 special_communes/6 special_communes/7 special_communes/reject-3
    border_communes/5 border_communes/6 border_communes/7 border_communes/reject-4
    special_villages/4 special_villages/reject-1 special_villages/reject-5
    temporary_houses_removed/4 temporary_houses_removed/8 temporary_houses_removed/10
    temporary_houses_removed/reject-6
    ocop_products/5 ocop_products/6 ocop_products/12 ocop_products/13 ocop_products/15 ocop_products/reject-2
    ocop_products/reject-6 ocop_products/reject-8 ocop_products/reject-9 ocop_products/reject-10
    ocop_products/reject-11
    ocop_products_assessed/4 ocop_products_assessed/5 ocop_products_assessed/6 ocop_products_assessed/7
    ocop_entities/2 ocop_entities/8
    ocop_sales_points/3 ocop_sales_points/5 ocop_sales_points/6 ocop_sales_points/7
    ocop_funding/5 ocop_funding/7 ocop_funding/reject-4 ocop_funding/reject-5
""".split())

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
