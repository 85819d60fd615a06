"""What a table proves by its own numbers: shares, differences and totals.

A "Tỷ lệ (%)" beside a count is the share that the count has of a column further left, in every row of two and more. A
"Tăng/giảm" is the change between the two levels on its left where it equals their difference and the second is the
later one, none of them planned. The line of a total is of the area above the rows if these are most of its units.
What is not borne out is not read, and a total of an uncertain area is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ntm_extract.attribution.draft import Anchor, Area, Period
from ntm_extract.attribution.tables.cells import Row, amount, reading_of
from ntm_extract.attribution.tables.columns import Layout
from ntm_extract.attribution.tables.indicators import indicator
from ntm_extract.attribution.tables.places import Places
from ntm_extract.attribution.tables.said import merge
from ntm_extract.numerals import number_value
from ntm_extract.reference.catalogue import Catalogue


def later(period: Period | None, than: Period | None) -> bool:
    """Whether both are dated, and the first begins in a later year or, within one, at a later date.

    >>> later(Period("2022"), Period("2021")), later(Period("2022"), Period("2022-06")), later(Period("2022"), None)
    (True, True, False)
    """
    one, other = period.label if period else None, than.label if than else None
    if not one or not other or "/" in one or "/" in other:
        return False
    return one[:4] > other[:4] or (one[:4] == other[:4] and len(other) > 4 and (len(one) == 4 or one > other))


@dataclass(frozen=True, slots=True)
class Proofs:
    """The proofs over the rows of one table; each adds to what was read of them, or takes from it."""

    rows: Sequence[Row]
    layout: Layout
    places: Places
    anchor: Anchor
    catalogue: Catalogue

    def apply(self) -> None:
        """Read the shares and differences that the other cells bear out, and drop totals of an uncertain area."""
        for at, column in enumerate(self.layout.columns):
            if column.kind == "beside":
                self._prove_share(at)
            elif column.kind == "delta":
                for row in self.rows:
                    _prove_difference(row, at)
        for row in self.rows:
            if row.said.total:
                self._place_total(row)

    def _prove_share(self, at: int) -> None:
        beside = [row for row in self.rows if at in row.values and at - 1 in row.read]
        if len(beside) < 2:
            return
        wholes = range(self.layout.label + 1, at - 1)
        if any(all(_is_share(row, at, whole) for row in beside) for whole in wholes):
            for row in beside:
                self._read_share(row, at)

    def _read_share(self, row: Row, at: int) -> None:
        part, said = row.read[at - 1]
        shared = merge(said, self.layout.columns[at].said)
        if shared is None or part.measure != "level":
            return
        named = indicator(shared, None, row.values[at].unit, self.anchor, self.catalogue)
        reading = reading_of(row.values[at], named.code, "percent", shared) if named is not None else None
        if reading is not None:
            row.read[at] = (reading, shared)

    def _place_total(self, row: Row) -> None:
        area = row.said.area or self._area_of_rows()
        if area is None or self.layout.level is None:
            row.read.clear()
            return
        row.read = {at: (reading, replace(said, area=area)) for at, (reading, said) in row.read.items()}

    def _area_of_rows(self) -> Area | None:
        """The area the rows make up together."""
        province = self.anchor.province
        area = self.places.above or (Area(province, "province") if province else None)
        names = {row.said.area.name for row in self.rows if row.said.area is not None and not row.said.total}
        level = self.layout.level
        made_up = area is not None and level is not None and self.places.make_up(len(names), level, area)
        return area if made_up else None


def _is_share(row: Row, at: int, whole_at: int) -> bool:
    """Whether the percentage is the share of the count on its left in a whole, as exactly as it is rounded."""
    share = number_value(row.values[at].raw, "percent")
    whole = number_value(row.values[whole_at].raw, "whole") if whole_at in row.values else None
    return share is not None and bool(whole) and abs(100 * row.read[at - 1][0].value / (whole or 1) - share) < 0.06


def _prove_difference(row: Row, at: int) -> None:
    levels = [row.read[other] for other in sorted(row.read) if other < at and row.read[other][0].measure == "level"]
    value = row.values.get(at)
    if value is None or len(levels) < 2 or value.second is not None:
        return
    (before, first), (after, said) = levels[-2:]
    size = amount(value, after.unit, said)
    change = round(after.value - before.value, 6)
    if before.code != after.code or not change or size is None or abs(abs(change) - size) > 1e-6:
        return
    if later(said.period, first.period) and "target" not in (first.status, said.status):
        reading = replace(
            after, figure=value.figure, value=change, upper=None, denominator=None, bound="exact", measure="change",
            rule="table.change",
        )  # fmt: skip
        row.read[at] = (reading, said)
