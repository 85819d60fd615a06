"""What stands under a key of the gazetteer, and where its tables begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from ntm_extract.reference.places import Level, System


class Known(NamedTuple):
    """What stands under a key: positions, and a bit for each level and system among them."""

    positions: tuple[int, ...]
    bits: int


BITS: Final[Mapping[tuple[Level, System | None], int]] = {
    ("province", "63"): 1, ("province", "34"): 2, ("district", "63"): 4, ("commune", "63"): 8,
    ("commune", "34"): 16, ("region", None): 32, ("country", None): 64,
}  # fmt: skip


def _wanted(level: Level | None, system: System | None) -> int:
    return sum(
        bit
        for (has_level, has_system), bit in BITS.items()
        if level in (None, has_level) and (has_system is None or system in (None, has_system))
    )


_LEVELS: Final = ("country", "region", "province", "district", "commune", None)
WANTED: Final = {
    (level, system): _wanted(level, system) for level in _LEVELS for system in ("63", "34", None)
}


class Spans(NamedTuple):
    """Where each table of units begins; they follow one another."""

    province34: int
    district: int
    commune63: int
    commune34: int
    extra: int  # country, regions and former units


NOTHING: Final = Known((), 0)
