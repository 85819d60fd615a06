"""The files of the gazetteer, decoded as far as they are asked for.

``data/gazetteer.tsv.gz`` is made by ``tools/build_gazetteer.py``: a header (format, number of units of each table), the
units (kind, name, code, line of the parent, lines of the successors) and the keys (key, lines of its units), with an empty
line between. ``data/places.tsv`` is written by hand: regions, other spellings, former units, other countries.

A key is a folded name (`ntm_extract.reference.place_names.fold`), a position the line of a unit; what ``places.tsv`` adds
stands behind the last line. Making a `Listing` decodes the keys; single units are decoded when they are asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from ntm_extract.reference.place_index import BITS, NOTHING, Known, Spans
from ntm_extract.reference.place_names import fold, spellings
from ntm_extract.reference.places import CODELIST_34, CODELIST_63, CODELIST_COUNTRY, Level, System, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT: Final = "ntm-gazetteer-1"
PREFIX: Final = 9  # length of the key starts that tell early that no longer name can follow


class Listing:
    """Units by position, positions by key, and the spellings that mean a place by themselves."""

    __slots__ = (
        "_known", "_lines", "_next", "_units", "abroad_names", "aliases", "keys", "longest", "province_names", "region_names",
        "spans", "starts",
    )  # fmt: skip

    def __init__(self, units_text: str, places_text: str) -> None:
        """Decode the two files; another format, or a line that leads nowhere, is a ValueError."""
        header, units, keys = units_text.rstrip("\n").split("\n\n")
        form, *counts = header.split("\t")
        if form != FORMAT:
            raise ValueError(f"the packaged gazetteer is {form!r}, this program reads {FORMAT!r}")
        ends = [sum(map(int, counts[: n + 1])) for n in range(len(counts))]
        self.spans = Spans(*ends)
        self._lines = units.split("\n")
        self.keys: dict[str, str] = {}  # to positions as the file writes them
        for line in keys.split("\n"):
            key, _, positions = line.partition("\t")
            self.keys[key] = positions
        self._known: dict[str, Known] = {}
        self._units: dict[int, Unit] = {}
        self._next = self.spans.extra
        self.province_names: dict[str, str] = {}
        self.region_names: dict[str, str] = {}
        self.abroad_names: dict[str, str] = {}
        self.aliases: dict[str, tuple[str, ...]] = {}  # by key
        for unit in map(self.unit, range(self.spans.province34)):
            if unit.name != "Hồ Chí Minh":  # by itself it is the man far more often than the city
                self.province_names.update(dict.fromkeys(spellings(unit.name), unit.name))
        for line in places_text.splitlines():
            if line and not line.startswith("#"):
                self._add_place(*line.split("\t"))
        self._known.clear()  # what was looked up before the last spelling came
        self.longest = max(map(len, self.keys))
        self.starts = frozenset(key[:PREFIX] for key in self.keys if len(key) > PREFIX)

    def under(self, key: str) -> Known:
        """Look a key up; only keys that exist are remembered, so that texts cannot fill the memory."""
        known = self._known.get(key)
        if known is None:
            listed = self.keys.get(key)
            if listed is None:
                return NOTHING
            positions = tuple(map(int, listed.split(",")))
            bits = 0
            for position in positions:
                bits |= BITS[self._level(position)]
            known = self._known[key] = Known(positions, bits)
        return known

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

    def children(self, start: int, end: int, first: int, last: int) -> tuple[Unit, ...]:
        """Give the units of a table whose parents lie in a range; tables are sorted by parent."""

        def parent(position: int) -> int:
            return int(self._lines[position].split("\t", 4)[3])

        table = range(start, end)
        low, high = bisect_left(table, first, key=parent), bisect_left(table, last + 1, key=parent)
        return tuple(map(self.unit, table[low:high]))

    def _level(self, position: int) -> tuple[Level, System | None]:
        spans = self.spans
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

    def _add_place(self, record: str, name: str, *fields: str) -> None:
        """Take one line of ``places.tsv``."""
        if record == "former":
            self._add_former(name, *fields)
            return
        others = tuple(filter(None, fields[0].split("|")))
        if record == "abroad":
            for spelling in (name, *others):
                self.abroad_names.update(dict.fromkeys(spellings(spelling), name))
            return
        position = self._next
        if record == "country":
            unit = Unit(name, "country", "nước", "VN", CODELIST_COUNTRY, None, None, None, None, position, None, ())
            self._add_unit(unit, (name, *others))
        elif record == "region":
            unit = Unit(name, "region", "vùng", None, None, None, None, None, None, position, None, ())
            self._add_unit(unit, (name, *others))
            for spelling in (name, *others):
                self.region_names.update(dict.fromkeys(spellings(spelling), name))
        else:
            self._alias(name, others, None if record == "alias" else "province")
            if record == "province":
                for spelling in others:
                    self.province_names.update(dict.fromkeys(spellings(spelling), name))

    def _add_former(self, name: str, kind: str, province: str, until: str, successor: str) -> None:
        position = self._next
        above = self._province(successor, "34") if kind == "tỉnh" else self._province(province, "63")
        if above is None:
            raise ValueError(f"places.tsv: unknown province {successor or province!r} of {name!r}")
        if kind == "tỉnh":
            unit = Unit(name, "province", kind, None, None, name, None, "63", until, position, None, (above.position,))
            self.province_names.update(dict.fromkeys(spellings(name), name))
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
        meant = [n for n in self.under(fold(name)).positions if level is None or self.unit(n).level == level]
        if not meant:
            raise ValueError(f"places.tsv: no unit {name!r} to give another spelling")
        self.aliases[fold(name)] = (*self.aliases.get(fold(name), ()), *others)
        for key in dict.fromkeys(map(fold, others)):
            self._append(key, meant)

    def _append(self, key: str, positions: Iterable[int]) -> None:
        before = self.under(key).positions
        self.keys[key] = ",".join(map(str, dict.fromkeys((*before, *positions))))
        self._known.pop(key, None)

    def _province(self, name: str, system: System) -> Unit | None:
        wanted = "province", system
        return next((self.unit(position) for position in self.under(fold(name)).positions if self._level(position) == wanted), None)
