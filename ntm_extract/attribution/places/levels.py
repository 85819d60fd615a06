"""The levels of places, and which of them an indicator can have.

Communes are counted in a district or above, districts in a province or above; criteria are met by one commune or
district and never by a province. An indicator not listed can be said of any place from a village to the country.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Area

COUNTRY = Area("Việt Nam", "country")
UNKNOWN = Area("", "abroad")  # a place that is said and that nobody can name
RANK: dict[str, int] = {"abroad": 0, "country": 0, "region": 1, "province": 2, "district": 3, "commune": 4, "village": 5}
_LOWEST: dict[str, int] = {  # the lowest level of place an indicator can have
    "communes_total": 3,
    "communes_ntm": 3,
    "communes_by_criteria": 3,
    "criteria_per_commune": 3,
    "communes_meeting_criterion": 3,
    "poor_communes": 3,
    "special_communes": 3,
    "border_communes": 3,
    "districts_ntm": 2,
    "criteria_per_district": 2,
    "poor_districts": 2,
    "provinces_ntm": 1,
    "villages_ntm": 4,
    "special_villages": 4,
    "criteria_met": 4,
}
HIGHEST = {"criteria_met": 3}
CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"})
"""Cities of the rank of a province, which nobody calls "tỉnh"."""
VILLAGES = ("thôn", "bản", "ấp", "buôn", "làng", "khóm", "xóm")
"""What a village is called in one part of the country or another."""


def allowed(code: str, level: str) -> bool:
    """Whether an indicator can be said of a place of this level."""
    rank = RANK[level]
    return HIGHEST.get(code, 0) <= rank <= _LOWEST.get(code, 5)
