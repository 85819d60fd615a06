"""The indicator catalogue: what is looked for, in which unit, and the wordings that announce it.

Everything is data (``data/catalogue.toml``); this module gives it types. A *concept* is what a
wording is about ("đạt chuẩn nông thôn mới", "tỷ lệ hộ nghèo"); an indicator is a concept in a
unit: the same "đạt chuẩn nông thôn mới" counts communes, villages or districts, whatever unit the
figure beside it has. Loading takes about 30 ms and happens once, on first use.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from ntm_extract.reference.phrases import expand, tone_spellings

# prefix of the concepts of a section, so that "income" the criterion is not "income" the indicator
_SECTIONS = {"concepts": "", "context": "", "criteria": "criterion:", "population": "population:", "tier": "tier:"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure in ``unit`` near ``concept`` is an observation; ``change``: the wording names a change."""

    concept: str
    unit: str
    change: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the catalogue."""

    code: str
    table: str
    title: str
    units: tuple[str, ...]
    breakdowns: tuple[str, ...]
    reads: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording as the data have it: a template of the phrases that stand for its concept."""

    concept: str
    template: str
    phrases: frozenset[str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All indicators, and every phrase with the concepts it stands for."""

    indicators: Mapping[str, Indicator]
    phrases: Mapping[str, tuple[str, ...]]
    by_concept: Mapping[tuple[str, str], tuple[str, bool]]  # (concept, unit) -> (code, change)
    topical: frozenset[str]  # concepts that are about the subject, as against words that frame a figure
    wordings: tuple[Wording, ...]  # in the order of the data

    def table_of(self, code: str) -> str:
        """The table an indicator is written to."""
        return self.indicators[code].table


@functools.cache
def load_catalogue() -> Catalogue:
    """The packaged catalogue. Raises ``ValueError`` when its data contradict themselves."""
    raw = tomllib.loads(resources.files(__package__).joinpath("data/catalogue.toml").read_text(encoding="utf-8"))
    phrases: dict[str, list[str]] = {}
    wordings: list[Wording] = []
    topical: set[str] = set()
    for section, prefix in _SECTIONS.items():
        for name, templates in raw[section].items():
            concept = prefix + name
            if section != "context":
                topical.add(concept)
            for template in templates:
                spelt = {spelling for phrase in expand(template, raw["macros"]) for spelling in tone_spellings(phrase)}
                wordings.append(Wording(concept, template, frozenset(spelt)))
                for spelling in spelt:
                    concepts = phrases.setdefault(spelling, [])
                    if concept not in concepts:
                        concepts.append(concept)
    indicators = {row["code"]: _indicator(row) for row in raw["indicators"]}
    by_concept = {
        (reading.concept, reading.unit): (indicator.code, reading.change)
        for indicator in indicators.values()
        for reading in indicator.reads
    }
    unknown = {concept for concept, _ in by_concept} - set(raw["concepts"])
    if unknown:
        raise ValueError(f"catalogue reads unknown concepts: {sorted(unknown)}")
    return Catalogue(
        MappingProxyType(indicators),
        MappingProxyType({phrase: tuple(concepts) for phrase, concepts in phrases.items()}),
        MappingProxyType(by_concept),
        frozenset(topical),
        tuple(wordings),
    )


def _indicator(row: Mapping[str, Any]) -> Indicator:
    reads = row.get("reads", [])
    return Indicator(
        row["code"],
        row["table"],
        row["title"],
        tuple(row["units"]),
        tuple(row["breakdowns"]),
        tuple(Reading(**reading) for reading in reads),
    )
