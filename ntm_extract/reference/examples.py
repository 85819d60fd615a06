"""What each indicator looks like in a text, and what only looks like it: the catalogue by example.

``data/examples.toml`` holds, for every indicator, texts with all the rows they yield and near misses that yield
none of it. It is written from the reader's side: a text is there because papers, reports and plans are worded so,
whether or not the program gets it yet. Nothing of a run reads it; ``ntm catalogue CODE`` and the tests do.

What an expected row leaves out has its default (bound exact, measure level, status actual, tier standard, no
denominator, band, stars or population). Four columns left out are left open instead: area, area_level, period and
per. ``period = ""`` is a time that is said but has no date, and becomes the ``None`` of the tables.

A spelling mistake in the data is an error when it is loaded (``ValueError``), not an example that says nothing.

>>> first = examples_of("poverty_rate")[0]
>>> first.key, first.rows[0].indicator
('poverty_rate/1', 'poverty_rate')
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from importlib import resources
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from ntm_extract.model import Bound

ExampleStatus = Literal["actual", "estimate", "target"]
_OPEN: Final = ("area", "area_level", "period", "per")  # the columns a row may leave open
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "bound": get_args(Bound),
    "measure": ("level", "change"),
    "status": get_args(ExampleStatus),
    "area_level": ("country", "region", "province", "district", "commune", "village"),
    "per": ("month", "year"),
    "tier": ("standard", "advanced", "model", "smart"),
    "population": ("rural", "urban", "ethnic_minority", "poor_districts", "border", "special", "pilot"),
})


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """One row a text yields. ``stated`` names the columns that may be left open and are not."""

    indicator: str
    value: float
    unit: str
    upper: float | None = None
    denominator: float | None = None
    bound: Bound = "exact"
    measure: Literal["level", "change"] = "level"
    status: ExampleStatus = "actual"
    area: str | None = None
    area_level: str | None = None
    period: str | None = None
    per: str | None = None
    tier: str = "standard"
    criteria_min: int | None = None
    criteria_max: int | None = None
    criterion: str | None = None
    population: str | None = None
    stars_min: int | None = None
    stars_max: int | None = None
    potential: bool = False
    optional: bool = False  # another reader may leave it out
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """A text and every row it yields; for a reject no row of ``code``, and ``rows`` is empty."""

    key: str  # "poverty_rate/3"; "poverty_rate/reject-2"
    code: str
    text: str
    published: str | None
    rows: tuple[ExpectedRow, ...]


_ROW_KEYS: Final = frozenset(field.name for field in fields(ExpectedRow)) - {"stated"}


def examples_of(code: str) -> Sequence[Example]:
    """The texts that show an indicator; none for a code that has none."""
    return _load()[0].get(code, ())


def rejects_of(code: str) -> Sequence[Example]:
    """The texts that look like an indicator and are not."""
    return _load()[1].get(code, ())


def all_examples() -> Sequence[Example]:
    """Examples, then rejects, in the order of the catalogue."""
    return [item for part in _load() for items in part.values() for item in items]


@functools.cache
def _load() -> tuple[Mapping[str, tuple[Example, ...]], Mapping[str, tuple[Example, ...]]]:
    raw = tomllib.loads(resources.files(__package__).joinpath("data/examples.toml").read_text(encoding="utf-8"))
    shown = {code: _examples(code, "", entry.get("examples", [])) for code, entry in raw.items()}
    refused = {code: _examples(code, "reject-", entry.get("rejects", [])) for code, entry in raw.items()}
    return MappingProxyType(shown), MappingProxyType(refused)


def _examples(code: str, prefix: str, entries: Sequence[Mapping[str, Any]]) -> tuple[Example, ...]:
    return tuple(_example(f"{code}/{prefix}{number}", code, entry) for number, entry in enumerate(entries, 1))


def _example(key: str, code: str, entry: Mapping[str, Any]) -> Example:
    unknown = set(entry) - {"text", "published", "rows"}
    if unknown or ("rows" in entry) == ("/reject-" in key):
        raise ValueError(f"example {key}: wrong keys {sorted(entry)}")
    rows = tuple(_row(key, row) for row in entry.get("rows", ()))
    return Example(key, code, entry["text"], entry.get("published"), rows)


def _row(key: str, row: Mapping[str, Any]) -> ExpectedRow:
    unknown = set(row) - _ROW_KEYS
    if unknown:
        raise ValueError(f"example {key}: a row has no key {sorted(unknown)}")
    for name, choices in _CHOICES.items():
        if name in row and row[name] not in choices:
            raise ValueError(f"example {key}: {name} is none of {', '.join(choices)}: {row[name]!r}")
    values = dict(row)
    if values.get("period") == "":
        values["period"] = None
    return ExpectedRow(**values, stated=frozenset(name for name in _OPEN if name in row))
