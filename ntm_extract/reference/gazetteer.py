"""The gazetteer: every province, district and commune of Vietnam, with codes, in both systems.

On 1 July 2025 Vietnam went from 63 provinces, 696 districts and 10,035 communes (system ``"63"``) to
34 provinces and 3,321 communes without districts (system ``"34"``). Both end states are here, with
the codes of the General Statistics Office (GSO) and the map from old units to new ones.

**Codes.** The key of a unit is code list *and* code: nearly all new commune codes were in use before,
more than half of them for a commune of another name. `ntm_extract.reference.places` names the lists.

**Names** are stored without their level word, as the official list spells them ("Lai Châu", "Quận 1" is
"1"); what a text spells otherwise is found by its key (`ntm_extract.reference.place_names.fold`).

**Not decided here.** `Gazetteer.find` gives all units of a name, present ones first; the caller
narrows by level, system, province or district, or leaves the name open. Level words are no filter:
a "huyện" of 2015 may be a "thị xã" in the list. Few units that ended before 2025 are known: Hà Tây, and
districts whose name went out of use. They have `Unit.until`, the last year of their existence, and no code.

**Files** (in ``reference/data``) are described in `ntm_extract.reference.listing`. Nothing is read before
`load_gazetteer`.

>>> gazetteer = load_gazetteer()
>>> [unit.code for unit in gazetteer.find("than uyên", level="district")]
['110']
>>> gazetteer.longest_match(["Than", "Uyên", "Lai", "Châu"], "district")
2
>>> gazetteer.province_successor("Hà Giang")
'Tuyên Quang'
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ntm_extract.reference.listing import PREFIX, Listing
from ntm_extract.reference.place_index import WANTED
from ntm_extract.reference.place_names import fold, fold_word, join_key, spellings
from ntm_extract.reference.places import Level, System, Unit, system_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Gazetteer", "Level", "System", "Unit", "fold", "load_gazetteer", "spellings", "system_for"]

DATA_FILE: Final = "data/gazetteer.tsv.gz"
PLACES_FILE: Final = "data/places.tsv"
KINDS: Final = ("thành phố", "tỉnh", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu")


class Gazetteer:
    """All units, read-only. Made by `load_gazetteer`."""

    __slots__ = ("_district_names", "_listing")

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._district_names: dict[int, Mapping[str, str]] = {}

    def unit(self, position: int) -> Unit:
        """Give the unit of a position."""
        return self._listing.unit(position)

    def find(
        self,
        name: str,
        level: Level | None = None,
        system: System | None = None,
        province: str | None = None,
        district: str | None = None,
    ) -> tuple[Unit, ...]:
        """All units of this name that pass the filters; country and regions belong to both systems."""
        known = self._listing.under(fold(name))
        if not known.bits & WANTED[level, system]:
            return ()
        units: Iterable[Unit] = map(self._listing.unit, known.positions)
        if level is not None:
            units = (unit for unit in units if unit.level == level)
        if system is not None:
            units = (unit for unit in units if unit.system is None or unit.system == system)
        if district is not None:
            districts = self._listing.under(fold(district)).positions
            units = (unit for unit in units if unit.position in districts or unit.parent in districts)
        if province is not None:
            provinces = {known.name for known in self._provinces_named(province)}
            units = (unit for unit in units if unit.province in provinces)
        return tuple(units)

    def _provinces_named(self, name: str) -> Iterator[Unit]:
        return (unit for unit in map(self._listing.unit, self._listing.under(fold(name)).positions) if unit.level == "province")

    def longest_match(self, words: Sequence[str], level: Level | None = None, system: System | None = None) -> int:
        """How many of the words, from the first, make the longest known name; 0 when none does.

        The words come without the punctuation of the sentence; a lone hyphen may stand among them.
        """
        wanted = WANTED[level, system]
        parts, found = "", 0
        for count, word in enumerate(words, 1):
            part = fold_word(word)
            if not part:
                continue
            parts += part
            key = join_key(parts)
            if key in self._listing.keys and self._listing.under(key).bits & wanted:
                found = count
            if len(key) >= PREFIX and (key[:PREFIX] not in self._listing.starts or len(key) >= self._listing.longest):
                break
        return found

    def provinces(self, system: System) -> tuple[Unit, ...]:
        """List the provinces of a system in the order of their codes."""
        spans = self._listing.spans
        listed = range(spans.province34) if system == "63" else range(spans.province34, spans.district)
        return tuple(map(self._listing.unit, listed))

    def province(self, name: str, system: System) -> Unit | None:
        """Find the province of a name or alias; None when this system has none ("Hà Giang" in "34")."""
        return next(iter(self.find(name, "province", system)), None)

    def districts_of(self, province: Unit) -> tuple[Unit, ...]:
        """List the districts of an old province; a new one has none."""
        spans = self._listing.spans
        return self._listing.children(spans.district, spans.commune63, province.position, province.position)

    def district_names(self, province: Unit) -> Mapping[str, str]:
        """Map the spellings of a province's districts, other usual ones included, to their listed names."""
        made = self._district_names.get(province.position)
        if made is None:
            made = self._district_names[province.position] = MappingProxyType({
                spelling: unit.name
                for unit in self.districts_of(province)
                for name in (unit.name, *self._listing.aliases.get(fold(unit.name), ()))
                for spelling in spellings(name)
            })
        return made

    def communes_of(self, unit: Unit) -> tuple[Unit, ...]:
        """List the communes of a district or of a province."""
        spans = self._listing.spans
        if unit.system == "34":
            return self._listing.children(spans.commune34, spans.extra, unit.position, unit.position)
        above = (unit,) if unit.level == "district" else self.districts_of(unit)
        if not above:
            return ()
        return self._listing.children(spans.commune63, spans.commune34, above[0].position, above[-1].position)

    def successor(self, unit: Unit) -> tuple[Unit, ...]:
        """Tell what replaced an old unit on 1 July 2025, the main successor of a divided commune first.

        A district gives the communes made of its communes; a new unit gives itself; country, region and
        a district that ended earlier give none.
        """
        if unit.system == "34":
            return (unit,)
        heirs = unit.successors
        if unit.level == "district" and not heirs:
            heirs = tuple(dict.fromkeys(heir for commune in self.communes_of(unit) for heir in commune.successors))
        return tuple(map(self._listing.unit, heirs))

    def province_successor(self, name: str) -> str | None:
        """Name the province that an old province belongs to now; None for an unknown name."""
        old = self.province(name, "63")
        return next((unit.name for unit in self.successor(old)), None) if old else None

    def region(self, name: str) -> Unit | None:
        """Find the region of a name or alias."""
        return next(iter(self.find(name, "region")), None)

    def country(self) -> Unit:
        """Give the country, Việt Nam."""
        return self.find("Việt Nam", "country")[0]

    def province_names(self) -> Mapping[str, str]:
        """Map the spellings that mean a province by themselves, without level word, to its listed name.

        "Hồ Chí Minh" and "HCM" are left out: without "TP" they are the man or the youth union. `province`
        and `find` know them.
        """
        return MappingProxyType(self._listing.province_names)

    def region_names(self) -> Mapping[str, str]:
        """Map the spellings of the regions, abbreviations included, to the name of the region."""
        return MappingProxyType(self._listing.region_names)

    def abroad_names(self) -> Mapping[str, str]:
        """Map the spellings of other countries and parts of the world to their usual name; they are no units."""
        return MappingProxyType(self._listing.abroad_names)


@cache
def load_gazetteer() -> Gazetteer:
    """Read the packaged gazetteer, once per process."""
    folder = Path(__file__).parent
    units = gzip.decompress((folder / DATA_FILE).read_bytes()).decode("utf-8")
    return Gazetteer(Listing(units, (folder / PLACES_FILE).read_text("utf-8")))
