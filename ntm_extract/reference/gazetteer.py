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

**Files** (in ``reference/data``). ``gazetteer.tsv.gz`` is made by ``tools/build_gazetteer.py``: a header
(format, number of units of each table), the units (kind, name, code, line of the parent, lines of the
successors) and the keys (key, lines of its units), with an empty line between. ``places.tsv`` is
written by hand: regions, other spellings, former units, other countries. Nothing is read before `load_gazetteer`;
it decodes the keys, and single units when they are asked for.

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
from bisect import bisect_left
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ntm_extract.reference.place_index import BITS, NOTHING, WANTED, Known, Spans
from ntm_extract.reference.place_names import fold, fold_word, join_key, spellings
from ntm_extract.reference.places import (
    CODELIST_34,
    CODELIST_63,
    CODELIST_COUNTRY,
    Level,
    System,
    Unit,
    system_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Gazetteer", "Level", "System", "Unit", "fold", "load_gazetteer", "spellings", "system_for"]

FORMAT: Final = "ntm-gazetteer-1"
DATA_FILE: Final = "data/gazetteer.tsv.gz"
PLACES_FILE: Final = "data/places.tsv"
KINDS: Final = ("thành phố", "tỉnh", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu")

_PREFIX: Final = 9  # length of the key starts that tell early that no longer name can follow


class Gazetteer:
    """All units, read-only. Made by `load_gazetteer`."""

    __slots__ = (
        "_abroad_names", "_aliases", "_district_names", "_known", "_lines", "_listed", "_longest", "_next",
        "_province_names", "_region_names", "_spans", "_starts", "_units",
    )  # fmt: skip

    def __init__(self, units_text: str, places_text: str) -> None:
        header, units, keys = units_text.rstrip("\n").split("\n\n")
        form, *counts = header.split("\t")
        if form != FORMAT:
            raise ValueError(f"the packaged gazetteer is {form!r}, this program reads {FORMAT!r}")
        ends = [sum(map(int, counts[: n + 1])) for n in range(len(counts))]
        self._spans = Spans(*ends)
        self._lines = units.split("\n")
        self._listed: dict[str, str] = {}  # key -> positions as the file writes them
        for line in keys.split("\n"):
            key, _, positions = line.partition("\t")
            self._listed[key] = positions
        self._known: dict[str, Known] = {}
        self._units: dict[int, Unit] = {}
        self._next = self._spans.extra
        self._province_names: dict[str, str] = {}
        self._region_names: dict[str, str] = {}
        self._abroad_names: dict[str, str] = {}
        self._aliases: dict[str, tuple[str, ...]] = {}
        self._district_names: dict[int, Mapping[str, str]] = {}
        for unit in self.provinces("63"):
            if unit.name != "Hồ Chí Minh":  # by itself it is the man far more often than the city
                self._province_names.update(dict.fromkeys(spellings(unit.name), unit.name))
        for line in places_text.splitlines():
            if line and not line.startswith("#"):
                self._add_place(*line.split("\t"))
        self._known.clear()  # what was looked up before the last spelling came
        self._longest = max(map(len, self._listed))
        self._starts = frozenset(key[:_PREFIX] for key in self._listed if len(key) > _PREFIX)

    # -- reading

    def _add_place(self, record: str, name: str, *fields: str) -> None:
        """Take one line of ``places.tsv``."""
        if record == "former":
            self._add_former(name, *fields)
            return
        others = tuple(filter(None, fields[0].split("|")))
        if record == "abroad":
            for spelling in (name, *others):
                self._abroad_names.update(dict.fromkeys(spellings(spelling), name))
            return
        position = self._next
        if record == "country":
            unit = Unit(name, "country", "nước", "VN", CODELIST_COUNTRY, None, None, None, None, position, None, ())
            self._add_unit(unit, (name, *others))
        elif record == "region":
            unit = Unit(name, "region", "vùng", None, None, None, None, None, None, position, None, ())
            self._add_unit(unit, (name, *others))
            for spelling in (name, *others):
                self._region_names.update(dict.fromkeys(spellings(spelling), name))
        else:
            self._alias(name, others, None if record == "alias" else "province")
            if record == "province":
                for spelling in others:
                    self._province_names.update(dict.fromkeys(spellings(spelling), name))

    def _add_former(self, name: str, kind: str, province: str, until: str, successor: str) -> None:
        position = self._next
        above = self.province(successor, "34") if kind == "tỉnh" else self.province(province, "63")
        if above is None:
            raise ValueError(f"{PLACES_FILE}: unknown province {successor or province!r} of {name!r}")
        if kind == "tỉnh":
            unit = Unit(name, "province", kind, None, None, name, None, "63", until, position, None, (above.position,))
            self._province_names.update(dict.fromkeys(spellings(name), name))
        else:
            unit = Unit(
                name, "district", kind, None, None, above.name, name, "63", until, position, above.position, (),
            )  # fmt: skip
        self._add_unit(unit, (name,))

    def _add_unit(self, unit: Unit, names: Iterable[str]) -> None:
        self._units[unit.position] = unit
        self._next += 1
        for key in dict.fromkeys(map(fold, names)):
            self._append(key, (unit.position,))

    def _alias(self, name: str, others: Iterable[str], level: Level | None) -> None:
        meant = [n for n in self._under(fold(name)).positions if level is None or self.unit(n).level == level]
        if not meant:
            raise ValueError(f"{PLACES_FILE}: no unit {name!r} to give another spelling")
        self._aliases[fold(name)] = (*self._aliases.get(fold(name), ()), *others)
        for key in dict.fromkeys(map(fold, others)):
            self._append(key, meant)

    def _append(self, key: str, positions: Iterable[int]) -> None:
        before = self._under(key).positions
        self._listed[key] = ",".join(map(str, dict.fromkeys((*before, *positions))))
        self._known.pop(key, None)

    def _under(self, key: str) -> Known:
        """Look a key up; only keys that exist are remembered, so that texts cannot fill the memory."""
        known = self._known.get(key)
        if known is None:
            listed = self._listed.get(key)
            if listed is None:
                return NOTHING
            positions = tuple(map(int, listed.split(",")))
            bits = 0
            for position in positions:
                bits |= BITS[self._level(position)]
            known = self._known[key] = Known(positions, bits)
        return known

    def _level(self, position: int) -> tuple[Level, System | None]:
        spans = self._spans
        if position >= spans.extra:
            unit = self._units[position]
            return unit.level, unit.system
        if position >= spans.commune34:
            return "commune", "34"
        if position >= spans.commune63:
            return "commune", "63"
        if position >= spans.district:
            return "district", "63"
        return "province", "34" if position >= spans.province34 else "63"

    def unit(self, position: int) -> Unit:
        """Give the unit of a position."""
        made = self._units.get(position)
        if made is not None:
            return made
        level, system = self._level(position)
        kind, name, code, above, heirs = self._lines[position].split("\t")
        parent = self.unit(int(above)) if above else None
        made = self._units[position] = Unit(
            name, level, kind, code, CODELIST_63 if system == "63" else CODELIST_34,
            parent.province if parent else name,
            name if level == "district" else parent.district if parent else None,
            system, None, position, parent.position if parent else None,
            tuple(map(int, heirs.split(","))) if heirs else (),
        )  # fmt: skip
        return made

    def _children(self, start: int, end: int, first: int, last: int) -> tuple[Unit, ...]:
        """Give the units of a table whose parents lie in a range; tables are sorted by parent."""

        def parent(position: int) -> int:
            return int(self._lines[position].split("\t", 4)[3])

        table = range(start, end)
        low, high = bisect_left(table, first, key=parent), bisect_left(table, last + 1, key=parent)
        return tuple(map(self.unit, table[low:high]))

    # -- asking

    def find(
        self,
        name: str,
        level: Level | None = None,
        system: System | None = None,
        province: str | None = None,
        district: str | None = None,
    ) -> tuple[Unit, ...]:
        """All units of this name that pass the filters; country and regions belong to both systems."""
        known = self._under(fold(name))
        if not known.bits & WANTED[level, system]:
            return ()
        units: Iterable[Unit] = map(self.unit, known.positions)
        if level is not None:
            units = (unit for unit in units if unit.level == level)
        if system is not None:
            units = (unit for unit in units if unit.system is None or unit.system == system)
        if district is not None:
            districts = self._under(fold(district)).positions
            units = (unit for unit in units if unit.position in districts or unit.parent in districts)
        if province is not None:
            provinces = {known.name for known in self._provinces_named(province)}
            units = (unit for unit in units if unit.province in provinces)
        return tuple(units)

    def _provinces_named(self, name: str) -> Iterator[Unit]:
        return (unit for unit in map(self.unit, self._under(fold(name)).positions) if unit.level == "province")

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
            if key in self._listed and self._under(key).bits & wanted:
                found = count
            if len(key) >= _PREFIX and (key[:_PREFIX] not in self._starts or len(key) >= self._longest):
                break
        return found

    def provinces(self, system: System) -> tuple[Unit, ...]:
        """List the provinces of a system in the order of their codes."""
        spans = self._spans
        listed = range(spans.province34) if system == "63" else range(spans.province34, spans.district)
        return tuple(map(self.unit, listed))

    def province(self, name: str, system: System) -> Unit | None:
        """Find the province of a name or alias; None when this system has none ("Hà Giang" in "34")."""
        return next(iter(self.find(name, "province", system)), None)

    def districts_of(self, province: Unit) -> tuple[Unit, ...]:
        """List the districts of an old province; a new one has none."""
        return self._children(self._spans.district, self._spans.commune63, province.position, province.position)

    def district_names(self, province: Unit) -> Mapping[str, str]:
        """Map the spellings of a province's districts, other usual ones included, to their listed names."""
        made = self._district_names.get(province.position)
        if made is None:
            made = self._district_names[province.position] = MappingProxyType({
                spelling: unit.name
                for unit in self.districts_of(province)
                for name in (unit.name, *self._aliases.get(fold(unit.name), ()))
                for spelling in spellings(name)
            })
        return made

    def communes_of(self, unit: Unit) -> tuple[Unit, ...]:
        """List the communes of a district or of a province."""
        spans = self._spans
        if unit.system == "34":
            return self._children(spans.commune34, spans.extra, unit.position, unit.position)
        above = (unit,) if unit.level == "district" else self.districts_of(unit)
        if not above:
            return ()
        return self._children(spans.commune63, spans.commune34, above[0].position, above[-1].position)

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
        return tuple(map(self.unit, heirs))

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
        return MappingProxyType(self._province_names)

    def region_names(self) -> Mapping[str, str]:
        """Map the spellings of the regions, abbreviations included, to the name of the region."""
        return MappingProxyType(self._region_names)

    def abroad_names(self) -> Mapping[str, str]:
        """Map the spellings of other countries and parts of the world to their usual name; they are no units."""
        return MappingProxyType(self._abroad_names)



@cache
def load_gazetteer() -> Gazetteer:
    """Read the packaged gazetteer, once per process."""
    folder = Path(__file__).parent
    units = gzip.decompress((folder / DATA_FILE).read_bytes()).decode("utf-8")
    return Gazetteer(units, (folder / PLACES_FILE).read_text("utf-8"))
