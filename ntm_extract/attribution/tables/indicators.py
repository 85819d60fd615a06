"""Which indicator of the catalogue a row and a column name together, in which unit.

The concept alone does not settle it: "Hộ nghèo" below "Số hộ" is a count, below "Tỷ lệ (%)" a rate. Refused is what the
label leaves open: a share of the poor, the rate of a group, people instead of households, the income of households,
houses that are not said to be removed, communes that fulfil one criterion.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ntm_extract.attribution.draft import Anchor
from ntm_extract.attribution.tables.labels import AREA_GROUPS
from ntm_extract.attribution.tables.said import Said
from ntm_extract.reference.catalogue import Catalogue

_COUNTS_PLACES: Final = re.compile(
    r"(?:tổng )?(?:số )?(?:xã|thôn|bản|ấp|buôn|huyện|khẩu|nhân khẩu|người)\b(?! nghèo|dân tộc)"
)
_SHARE_OF: Final = re.compile(r"tổng số|/ ?(?:tổng|hộ|số)|trong|chiếm")
_REMOVED: Final = re.compile(r"x[óo][aá]")
_STANDARD: Final = {
    "commune": "communes_ntm", "village": "villages_ntm", "district": "districts_ntm", "province": "provinces_ntm",
}  # fmt: skip
_OCOP: Final = {"product": "ocop_products", "entity": "ocop_entities", "point": "ocop_sales_points"}
_HOUSEHOLDS: Final = frozenset({"poor_households", "near_poor_households", "poor_and_near_poor_households"})


class Named(NamedTuple):
    """An indicator in one of its units; ``change``: its wording names a change, "Hộ thoát nghèo"."""

    code: str
    unit: str
    change: bool = False


def indicator(said: Said, unit: Said | None, own: str | None, anchor: Anchor, catalogue: Catalogue) -> Named | None:
    """What a cell is of: ``said`` by its labels, ``unit`` by a column of units, ``own`` the unit in the cell itself."""
    concept, noun, percent = said.concept, said.noun, said.percent or own == "percent"
    if unit is not None:
        if percent and not unit.percent:
            return None
        percent = unit.percent
        if noun is None or unit.noun == "criteria":
            noun = unit.noun
        elif unit.noun and noun != unit.noun:
            return None
    if said.band is not None:
        banded = noun == "commune" and concept is None
        return Named("communes_by_criteria", "percent" if percent else "commune") if banded else None
    if concept == "communes_total":
        return None if percent else Named("communes_total", "commune")
    if noun == "criteria" or ("tiêu chí" in said.text and concept in (None, "ntm_standard")):
        return None if percent else _criteria(said)
    if concept is None and said.stars is not None and anchor.about_ocop:
        concept = "ocop"
    if concept is None and said.weak and anchor.about_ntm:
        concept = "ntm_standard"
    match concept:
        case "ntm_standard":
            if noun not in _STANDARD or (percent and noun == "province"):
                return None
            return Named(_STANDARD[noun], "percent" if percent else noun)
        case "ocop":
            counted = noun or "product"
            named = (anchor.about_ocop or "ocop" in said.text) and counted in _OCOP and not percent
            return Named(_OCOP[counted], counted) if named else None
        case "income":
            per_head = said.average and noun != "household" and not percent
            return Named("income_per_capita", "VND") if per_head else None
        case "temporary_houses":
            removed = not percent and _REMOVED.search(said.text)
            return Named("temporary_houses_removed", "house") if removed else None
        case "roads" | None:
            return None
    if concept in AREA_GROUPS:
        wanted = noun or ""
    elif _leaves_open(said, concept, noun, percent=percent):
        return None
    elif percent or not _counts(concept):
        wanted = "percent"
        if unit is not None and not unit.percent:
            return None
    else:
        wanted = "household"
    found = catalogue.by_concept.get((concept, wanted))
    return None if found is None else Named(found[0], wanted, found[1])


def _criteria(said: Said) -> Named | None:
    if said.change or _COUNTS_PLACES.match(said.text) or "điểm" in said.text:
        return None
    if not said.average:
        return Named("criteria_met", "criteria")
    of_district = "/huyện" in said.text.replace(" ", "")
    return Named("criteria_per_district" if of_district else "criteria_per_commune", "criteria")


def _counts(concept: str) -> bool:
    return concept in _HOUSEHOLDS or concept == "escaped_poverty"


def _leaves_open(said: Said, concept: str, noun: str | None, *, percent: bool) -> bool:
    """Whether it is open what is counted, or what the rate is a share of."""
    if _COUNTS_PLACES.match(said.text):
        return True
    if percent and concept in _HOUSEHOLDS and (said.population or _SHARE_OF.search(said.text)):
        return True  # a share of the poor, or the rate of a group
    if concept.endswith("_rate") and _SHARE_OF.search(said.text):
        return True
    return _counts(concept) and not percent and noun == "person"
