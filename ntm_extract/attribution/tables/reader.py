"""The reader of tables: from lines to the readings of their cells.

Behind a blank line another head may begin another table. Each row and its columns give a cell its indicator; the cells
of a series (a column of one indicator, else the row) stand or fall together. What the table leaves open is taken, as for
a sentence, from what stands above it: area and period from the discourse, the status from the heading, and a level
that is dated later than the document is a target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ntm_extract.attribution.draft import Area, Discourse, Period, Reading, Source, Status
from ntm_extract.attribution.places.area import inherited as area_left
from ntm_extract.attribution.places.levels import allowed
from ntm_extract.attribution.plan_papers import titled_plan
from ntm_extract.attribution.tables import Line
from ntm_extract.attribution.tables.cells import Row, Value, reading_of, value_of
from ntm_extract.attribution.tables.columns import Layout, lay_out
from ntm_extract.attribution.tables.grid import Grid, grid_of, is_head
from ntm_extract.attribution.tables.indicators import indicator
from ntm_extract.attribution.tables.labels import Labels, unit_said
from ntm_extract.attribution.tables.places import Places
from ntm_extract.attribution.tables.proofs import Proofs, later
from ntm_extract.attribution.tables.said import Said, below, merge, with_unit
from ntm_extract.attribution.times.period import inherited as time_left
from ntm_extract.reference.catalogue import Catalogue
from ntm_extract.reference.gazetteer import Gazetteer

__all__ = ["CellReading", "Line", "is_head", "read_table"]

_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")
_YEARLY: Final = re.compile(r"hằng năm|hàng năm|mỗi năm")


class CellReading(NamedTuple):
    """A cell that was read, with everything an observation needs."""

    reading: Reading
    figure: int  # index in the document's figures
    area: Area
    area_source: Source
    period: Period
    time_source: Source
    status: Status
    status_source: Source


def read_table(
    lower: str, lines: Sequence[Line], discourse: Discourse, catalogue: Catalogue, gazetteer: Gazetteer
) -> list[CellReading] | None:
    """The readings of a table's cells, in order; None where the lines are no table with a head."""
    labels = Labels(lower, discourse, Places(gazetteer, discourse))
    found: list[CellReading] | None = None
    for part in _tables(lower, lines):
        grid = grid_of(lower, part)
        if grid is None:
            continue
        found = found or []
        layout = lay_out(grid, labels) if grid.rows else None
        if layout is not None:
            found += _Body(layout, labels, catalogue).read(grid)
    return found


def _tables(lower: str, lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines of each table: behind a blank line another head may follow."""
    start = 0
    for at in range(1, len(lines)):
        between = lower[lines[at - 1].end : lines[at].start]
        if _BLANK_LINE.search(between) and is_head(lower[lines[at].start : lines[at].end]):
            yield lines[start:at]
            start = at
    yield lines[start:]


class _Body:
    """The rows of one table below its head."""

    def __init__(self, layout: Layout, labels: Labels, catalogue: Catalogue) -> None:
        self.layout = layout
        self.labels = labels
        self.catalogue = catalogue
        self.discourse = labels.discourse
        untold = not any(column.said.topic or column.said.noun for column in layout.columns)
        subject = self.discourse.subject if untold else None
        named = subject is not None and (subject, "percent") in catalogue.by_concept
        self.above = Said(concept=subject, percent=True, text="tỷ lệ") if named else None  # what the head above names

    def read(self, grid: Grid) -> list[CellReading]:
        """The readings of the cells that are certain, row by row."""
        columns = self.layout.columns
        rows = self._rows(grid)
        spoilt: set[tuple[str, int]] = set()
        for number, row in enumerate(rows):
            for at, column in enumerate(columns):
                if column.kind == "data" and at in row.values and not self._read_cell(row, at):
                    spoilt.add(self._series(number, at))
        for number, row in enumerate(rows):
            row.read = {at: read for at, read in row.read.items() if self._series(number, at) not in spoilt}
        Proofs(rows, self.layout, self.labels.places, self.discourse.anchor, self.catalogue).apply()
        found = [
            self._settle(row.values[at], *row.read[at], columns[at].said) for row in rows for at in sorted(row.read)
        ]
        return [cell for cell in found if allowed(cell.reading.code, cell.area.level)]

    def _rows(self, grid: Grid) -> list[Row]:
        unit_at = next((at for at, column in enumerate(self.layout.columns) if column.kind == "unit"), None)
        label = self.layout.label
        rows: list[Row] = []
        section: Said | None = None
        for line, cells in grid.rows:
            said = self.labels.hear(cells[label], line, self.layout.level)
            values = {at: value_of(cell, line) for at, cell in enumerate(cells) if at > label}
            numbers = {at: value for at, value in values.items() if value is not None}
            if not numbers:  # "A | Các xã điểm | | |" governs the rows below it
                section = said if said.text and not said.total else None
                continue
            if section is not None:
                said = below(section, said)
            rows.append(Row(said, unit_said(cells[unit_at].text) if unit_at is not None else None, numbers))
        return rows

    def _series(self, number: int, at: int) -> tuple[str, int]:
        """The cells that stand or fall together: a column of one indicator, or a row."""
        return ("column", at) if self.layout.columns[at].said.topic else ("row", number)

    def _read_cell(self, row: Row, at: int) -> bool:
        """Read a cell if row and column name an indicator; False when it then cannot be what they name."""
        both = merge(row.said, self.layout.columns[at].said)
        if both is not None and both.topic is None and (both.period or both.area) and self.above is not None:
            both = merge(both, self.above)
        if both is None or both.topic is None or not row.said.speaks:
            return True
        value = row.values[at]
        both = with_unit(both, row.unit)
        named = indicator(both, row.unit, value.unit, self.discourse.anchor, self.catalogue)
        if named is None:
            return True
        reading = reading_of(value, named.code, named.unit, both)
        if reading is None:
            return False
        known = self.catalogue.indicators[named.code].breakdowns
        if (both.tier and "tier" not in known) or (both.population and "population" not in known):
            return True
        if named.change or both.change:
            reading.measure = "change"
            reading.value = abs(reading.value) * (-1 if named.change or both.change < 0 else 1)
            if both.per is None and _YEARLY.search(both.text):
                reading.breakdowns["per"] = "year"
        elif value.negative:
            return False
        row.read[at] = (reading, both)
        return True

    def _settle(self, value: Value, reading: Reading, said: Said, column: Said) -> CellReading:
        """Add what the table leaves open."""
        discourse = self.discourse
        reading.aimed = said.status == "target"
        area, area_source = area_left(reading.code, discourse)
        if said.area is not None:
            area, area_source = said.area, _side(said.area, column.area)
        period, time_source = time_left(reading, discourse)
        if said.period is not None:
            period, time_source = said.period, _side(said.period, column.period)
        status, status_source = self._status(said, column, period)
        reading.status = status
        return CellReading(reading, value.index, area, area_source, period, time_source, status, status_source)

    def _status(self, said: Said, column: Said, period: Period) -> tuple[Status, Source]:
        if said.status is not None:
            return said.status, _side(said.status, column.status)
        if self.discourse.heading_status is not None:
            return self.discourse.heading_status, "heading"
        anchor = self.discourse.anchor
        published = Period((anchor.published or "")[:4] or None)
        if published.label is None and titled_plan(anchor):
            return "target", "document"
        return "target" if later(period, published) else "actual", "document"


def _side(value: object, of_column: object) -> Source:
    """Where a value was read: in the head of the column, or in the row."""
    return "heading" if value == of_column else "sentence"
