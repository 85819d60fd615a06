"""A place with a name: what the gazetteer gives, and which list its code belongs to.

- ``gso-2025-06``: the last list of the old system (63 provinces), valid until 30 June 2025;
- ``gso-2025-07``: the first list of the new system (34 provinces), valid from 1 July 2025;
- ``iso-3166-1``: the country ("VN"). Regions and units that ended before have no code.

Codes were reused in 2025, so a code means nothing without its list.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Level = Literal["country", "region", "province", "district", "commune"]
System = Literal["63", "34"]

CODELIST_63: Final = "gso-2025-06"
CODELIST_34: Final = "gso-2025-07"
CODELIST_COUNTRY: Final = "iso-3166-1"


class Unit(NamedTuple):
    """A place with a name. Two units are the same when `position` is the same."""

    name: str  # without its level word, official spelling
    level: Level
    kind: str  # its level word: tỉnh, thành phố, huyện, quận, thị xã, xã, phường, thị trấn, đặc khu, vùng, nước
    code: str | None
    codelist: str | None
    province: str | None  # the province it lies in, in its own system; its own name for a province
    district: str | None  # the district it lies in; its own name for a district
    system: System | None  # None for country and region
    until: str | None  # the last year, for a unit that ended before its system did
    position: int  # in the gazetteer; stable for one version of the data
    parent: int | None  # position of the next higher unit
    successors: tuple[int, ...]  # positions of what replaced it in 2025, the main one first


def system_for(date_iso: str | None) -> System:
    """Name the system in force on a day, month, quarter or year; the old one when no date is known.

    >>> system_for("2025-07-01"), system_for("2025-06"), system_for("2025-Q3"), system_for(None)
    ('34', '63', '34', '63')

    The year 2025 by itself decides nothing; most of its figures were counted in old units:

    >>> system_for("2025"), system_for("2026")
    ('63', '34')
    """
    if date_iso is None:
        return "63"
    year, rest = date_iso[:4], date_iso[4:7]
    late = rest in ("-07", "-08", "-09", "-10", "-11", "-12", "-Q3", "-Q4")
    return "34" if year > "2025" or (year == "2025" and late) else "63"
