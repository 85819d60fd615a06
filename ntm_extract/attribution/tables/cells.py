"""The number in a cell, and what it measures once its indicator is known.

A cell counts if it holds one number and nothing else, or two of the form "6/9". Refused is a number that cannot be of
its indicator: a fraction of a commune, more than 100 %, more than 19 criteria, an income no one has, money without a
scale, a unit of its own that is another one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.readings.breakdowns import ALL_CRITERIA
from ntm_extract.attribution.tables import Line
from ntm_extract.attribution.tables.grid import NUMBER_CELL, Cell
from ntm_extract.attribution.tables.said import Said
from ntm_extract.model import Figure
from ntm_extract.numerals import NumberUse, number_value

_MINUS: Final = ("-", "–", "−")
_LIMITS: Final = {"percent": 100, "criteria": ALL_CRITERIA}
_INCOMES: Final = (100_000, 1_000_000_000)
_WHOLE: Final = frozenset({
    "commune", "village", "district", "province", "household", "product", "entity", "point", "house",
})  # fmt: skip
_TIERED: Final = ("communes_ntm", "criteria_per_commune", "criteria_met", "villages_ntm", "districts_ntm")


@dataclass(frozen=True, slots=True)
class Value:
    """The number of a cell."""

    figure: Figure
    index: int  # in the document's figures
    raw: str
    second: str | None  # "6/9"
    negative: bool
    unit: str | None  # what the cell itself says; behind a wide blank the figure may have taken the next cell's word


@dataclass(slots=True)
class Row:
    """A row of the body: what it says, its numbers by column, and what was read of them."""

    said: Said
    unit: Said | None
    values: dict[int, Value]
    read: dict[int, tuple[Reading, Said]] = field(default_factory=dict)


def value_of(cell: Cell, line: Line) -> Value | None:
    """The number of a cell that holds one and nothing else."""
    match = NUMBER_CELL.fullmatch(cell.text)
    if match is None:
        return None
    found = [at for at, figure in enumerate(line.figures) if cell.start <= figure.number_start < cell.end]
    if len(found) != 1:
        return None
    figure = line.figures[found[0]]
    unit = figure.unit if figure.end <= cell.end else None
    return Value(figure, line.first + found[0], match["number"], match["second"], match["sign"] in _MINUS, unit)


def amount(value: Value, unit: str, said: Said) -> float | None:
    """The number as one of this unit, by the scale of its labels; None when its spelling does not allow that."""
    use: NumberUse = "whole" if unit in _WHOLE else "percent" if unit == "percent" else "measure"
    return number_value(value.raw, use, (said.exponent or 0) if unit == "VND" else 0)


def reading_of(value: Value, code: str, unit: str, said: Said) -> Reading | None:
    """The draft of a cell's observation; None when the cell cannot be of this unit."""
    figure = value.figure
    if value.unit not in (None, unit):
        return None
    own = value.unit == unit and figure.value is not None
    if unit == "VND" and not own and said.exponent is None:
        return None
    number = figure.value if own else amount(value, unit, said)
    whole = number_value(value.second, "whole") if value.second else None
    if number is None or not _possible(abs(number), unit):
        return None
    if value.second and (whole is None or number > whole or unit in ("percent", "VND")):
        return None
    return Reading(
        figure, -1, code, "table.cell", number, unit, denominator=whole, bound=figure.bound,
        breakdowns=_breakdowns(code, said),
    )  # fmt: skip


def _possible(size: float, unit: str) -> bool:
    if unit == "VND":
        return _INCOMES[0] <= size <= _INCOMES[1]
    return size <= _LIMITS.get(unit, size) and (unit not in _WHOLE or size == int(size))


def _breakdowns(code: str, said: Said) -> dict[str, str | int | bool]:
    found: dict[str, str | int | bool] = {}
    if code in _TIERED:
        found["tier"] = said.tier or "standard"
    if said.population:
        found["population"] = said.population
    if said.per and (code == "income_per_capita" or code.endswith("poverty_rate")):
        found["per"] = said.per
    if said.band:
        found.update(criteria_min=said.band[0], criteria_max=said.band[1])
    if code == "ocop_products":
        found["potential"] = False
        if said.stars:
            found.update(stars_min=said.stars[0], stars_max=said.stars[1])
    return found
