"""The places a table names: units of one level in its rows or its heads, and the unit they make up together.

A name counts only at the level most of the names have, within the province of the document and, for communes, within
the district the table is about: "Tân Lập" alone is one of many. A total over the rows is one of the area above them
only if they are most of its units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ntm_extract.attribution.draft import Area, Discourse
from ntm_extract.reference.gazetteer import Gazetteer, Level

MARKER: Final = re.compile(r"(?:[-–+*•]|\(?(?:\d{1,3}|[ivxlc]{1,5}|[a-z])[.)])\s*")
TOTAL: Final = re.compile(r"tổng(?: cộng| số| chung)?|cộng|toàn (?:tỉnh|huyện|quốc|xã)|cả (?:nước|tỉnh|huyện)")
_LEVELS: Final[dict[str, Level]] = {"huyện": "district", "xã": "commune", "tỉnh": "province"}
_KINDS: Final[dict[str, Level]] = {
    "tỉnh": "province", "thành phố": "district", "tp": "district", "huyện": "district", "thị xã": "district",
    "tx": "district", "quận": "district", "xã": "commune", "phường": "commune", "thị trấn": "commune", "tt": "commune",
}  # fmt: skip
_KIND: Final = re.compile(
    r"(tỉnh|thành phố|tp\.?|huyện|thị xã|tx\.?|quận|xã|phường|thị trấn|tt\.?) (?=\S)"
)


@dataclass(frozen=True, slots=True)
class Places:
    """The units of the gazetteer as a table in this discourse can mean them."""

    gazetteer: Gazetteer
    discourse: Discourse

    @property
    def above(self) -> Area | None:
        """The area the table is about."""
        return self.discourse.heading_area or self.discourse.anchor.area

    def level(self, names: Iterable[str], head: str = "") -> Level | None:
        """The level of the places that the labels name, if most of them are places; the head may say which."""
        named = [name for name in names if name and not TOTAL.fullmatch(name)]
        spoken = next((level for word, level in _LEVELS.items() if re.search(rf"\b{word}\b", head)), None)
        known = {
            level: sum(self.unit(name, level) is not None for name in named)
            for level in ([spoken] if spoken else _LEVELS.values())
        }
        best = max(known, key=known.__getitem__)
        return best if known[best] * 2 > len(named) else None

    def unit(self, label: str, level: Level) -> Area | None:
        """The unit of the level that a label names and nothing else: "1. Huyện Than Uyên"."""
        name = MARKER.sub("", label, count=1) if MARKER.match(label) else label
        spoken = _KIND.match(name)
        if spoken is not None:
            kind = _KINDS[spoken[1].rstrip(".")]
            if kind != level and not (spoken[1].startswith(("thành phố", "tp")) and level == "province"):
                return None
            name = name[spoken.end() :]
        if not name or name[-1].isdigit():
            return None
        province = None if level == "province" else self.discourse.anchor.province
        above = self.above if level == "commune" else None
        district = above.name if above is not None and above.level == "district" else None
        units = self.gazetteer.find(name, level, province=province, district=district)
        return Area(units[0].name, level) if units else None

    def make_up(self, count: int, level: Level, area: Area) -> bool:
        """Whether so many units of the level are the units right below the area, and most of them."""
        if area.level == "country":
            return level == "province" and count >= 30
        if area.level == "abroad":
            return False
        if area.level == "village":
            return False
        for unit in self.gazetteer.find(area.name, area.level, province=self.discourse.anchor.province):
            below = self.gazetteer.districts_of(unit) if level == "district" and unit.level == "province" else ()
            if level == "commune" and (unit.level == "district" or unit.system == "34"):
                below = self.gazetteer.communes_of(unit)
            if below and count * 10 >= len(below) * 6:
                return True
        return False
