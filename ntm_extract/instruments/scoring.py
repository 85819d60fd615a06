"""How right the tables of a run are, measured against observations written down by hand.

A gold file is JSON lines, one observation each: ``doc`` (the stem of the last part of ``doc_id``), ``start``
and ``end`` (code points; or ``nth``, see :mod:`ntm_extract.instruments.gold`),
``quote``, ``indicator``, ``value`` and whatever else applies. A key that is
left out has its default (bound exact, measure level, status actual, tier standard where the
indicator has tiers, potential false) or is empty. Two keys are about the measure itself:
``optional`` (found or not, the row counts nowhere) and ``also`` (other readings that are accepted).

Rows of gold and of the tables are paired one to one within a document, the best-agreeing first. A pair
needs overlapping spans and the same indicator, value and measure. Right is said in three ways:

core
    there is such a pair;
full
    and unit, denominator, upper end, status, area, area level, the year of the period and every breakdown agree;
strict
    and the bound and the whole period agree.

What is taken as equal: numbers within one part in 10⁹; names whatever their case, hyphens and
placement of tone marks; an attribute that is zero and one that is absent. Area and area level are
compared only where gold states them. Precision counts every row of the scored documents, so a row
for an indicator that gold does not have there is wrong.

Figures are measured by recall alone: is a figure found that overlaps the gold one (span), with the same
ISO form or the same value, denominator and upper end (value), and the same kind (kind)?
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ntm_extract.errors import NtmError
from ntm_extract.instruments.gold import locate, read_gold, stem
from ntm_extract.instruments.scoring_report import AttributeTally, Difference, FigureTally, Report, Tally
from ntm_extract.instruments.spans import match
from ntm_extract.output.columns import OBSERVATION_TABLES
from ntm_extract.output.tables import read_tables
from ntm_extract.shown import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TIERED = frozenset({"communes_ntm", "criteria_per_commune", "criteria_met", "villages_ntm", "districts_ntm"})
_DEFAULTS = {"bound": "exact", "measure": "level", "status": "actual", "tier": "standard", "potential": False}
_COLUMNS = {
    "value": "obs_value", "upper": "obs_value_upper", "unit": "unit_measure", "status": "obs_status",
    "area": "ref_area", "area_level": "ref_area_level", "period": "time_period",
}  # where a column is not called as gold calls it
_FULL = (
    "unit", "denominator", "upper", "status", "tier", "criteria_min", "criteria_max", "criterion", "population",
    "stars_min", "stars_max", "potential", "per",
)
_NAMES = ("area", "area_level")
_STRICT = frozenset({"period", "bound"})
_ATTRIBUTES = ("indicator", "value", "measure", *_FULL, *_NAMES, "period", "bound")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def score(
    output_dir: str | Path,
    gold_path: str | Path,
    figures_path: str | Path | None = None,
    docs: Iterable[str] | None = None,
) -> Report:
    """Measure the tables in ``output_dir`` against gold observations and, if given, gold figures.

    ``docs`` are the stems of the documents to score, those of the gold file always among them;
    by default every document of gold or tables is scored.
    """
    gold = _by_document([_Gold(row) for row in locate(read_gold(gold_path, ("indicator", "value")), output_dir, gold_path)])
    columns = ["doc_id", "char_start", "char_end", "quote", *(_COLUMNS.get(name, name) for name in _ATTRIBUTES)]
    tables = read_tables(output_dir, OBSERVATION_TABLES, dict.fromkeys(OBSERVATION_TABLES, columns))
    found = _by_document([_Found(row) for table in tables.values() for row in table.to_pylist()])
    scored = set(gold) | (set(found) if docs is None else set(docs))
    report = Report(documents=len(scored))
    for doc in sorted(scored):
        _score_document(report, gold.get(doc, []), found.get(doc, []))
    if figures_path is not None:
        _score_figures(report, output_dir, locate(read_gold(figures_path, ("kind",)), output_dir, figures_path))
    report.differences.sort(key=lambda difference: (difference.doc, difference.start, difference.end))
    report.differences = _in_context(report.differences, output_dir)
    return report


def _in_context(differences: Sequence[Difference], output_dir: str | Path) -> list[Difference]:
    """The differences, each with the line of its document that shows it, if the texts are there."""
    concerned = {difference.doc for difference in differences}
    try:
        documents = read_tables(output_dir, ["documents"], {"documents": ["doc_id", "text"]})["documents"]
    except NtmError as error:
        if error.code != "no_tables":
            raise
        return list(differences)
    names = documents["doc_id"].to_pylist()
    texts = {stem(name): text.as_py() or "" for name, text in zip(names, documents["text"], strict=True) if stem(name) in concerned}
    return [replace(difference, context=_context(texts.get(difference.doc, ""), difference)) for difference in differences]


def _context(text: str, difference: Difference) -> str:
    start, end = difference.start, difference.end
    if text[start:end] != difference.quote:
        return ""  # gold of another text
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return excerpt(text[first : last if last >= 0 else len(text)], start - first, end - first)


class _Gold:
    """A gold row as the readings that are accepted for each attribute."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.doc: str = row["doc"]
        self.start: int = row["start"]
        self.end: int = row["end"]
        self.quote: str = row["quote"]
        self.indicator: str = row["indicator"]
        self.optional = bool(row.get("optional"))
        self.stated = frozenset(row)
        also = row.get("also", {})
        self.accepted: dict[str, list[Any]] = {
            name: [row.get(name, _default(name, self.indicator)), *also.get(name, [])] for name in _ATTRIBUTES
        }
        if self.indicator not in TIERED:
            self.accepted["tier"][0] = None


class _Found:
    """A row of a table under the names gold uses."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.doc = stem(row["doc_id"])
        self.start: int = row["char_start"]
        self.end: int = row["char_end"]
        self.quote: str = row.get("quote") or ""
        self.indicator: str = row["indicator"]
        self.values: dict[str, Any] = {}
        for name in _ATTRIBUTES:
            value = row.get(_COLUMNS.get(name, name))
            self.values[name] = _default(name, self.indicator) if value is None else value
        if self.indicator not in TIERED:
            self.values["tier"] = None


def _default(name: str, indicator: str) -> Any:
    return None if name == "tier" and indicator not in TIERED else _DEFAULTS.get(name)


_Row = TypeVar("_Row", _Gold, _Found)


def _by_document(rows: list[_Row]) -> dict[str, list[_Row]]:
    documents: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        documents[row.doc].append(row)
    return dict(documents)


def _score_document(report: Report, gold_rows: list[_Gold], found_rows: list[_Found]) -> None:
    pairs = _pair(gold_rows, found_rows)
    for gold, found in pairs:
        if not gold.optional:
            _score_pair(report, gold, found)
    paired_gold = {id(gold) for gold, _ in pairs}
    paired_found = {id(found) for _, found in pairs}
    for gold in gold_rows:
        if id(gold) not in paired_gold and not gold.optional:
            for tally in _tallies(report, gold.indicator):
                tally.gold += 1
            value = gold.accepted["value"][0]
            report.differences.append(Difference(
                gold.doc, gold.start, gold.end, "missed", gold.quote, gold.indicator, None, value, None
            ))
    for found in found_rows:
        if id(found) not in paired_found:
            for tally in _tallies(report, found.indicator):
                tally.found += 1
            value = found.values["value"]
            report.differences.append(Difference(
                found.doc, found.start, found.end, "wrong", found.quote, found.indicator, None, None, value
            ))


def _score_pair(report: Report, gold: _Gold, found: _Found) -> None:
    compared = _compare(gold, found)
    wrong = {name for name, right in compared.items() if not right}
    for tally in _tallies(report, gold.indicator):
        tally.gold += 1
        tally.found += 1
        tally.core += 1
        tally.full += wrong <= _STRICT
        tally.strict += not wrong
    for name, right in compared.items():
        attribute = report.attributes.setdefault(name, AttributeTally())
        attribute.compared += 1
        if not right:
            attribute.wrong += 1
            source = "period" if name == "year" else name
            report.differences.append(Difference(
                gold.doc, gold.start, gold.end, "attribute", gold.quote, gold.indicator, name,
                gold.accepted[source][0], found.values[source],
            ))


def _tallies(report: Report, indicator: str) -> tuple[Tally, Tally]:
    return report.total, report.indicators.setdefault(indicator, Tally())


def _pair(gold_rows: list[_Gold], found_rows: list[_Found]) -> list[tuple[_Gold, _Found]]:
    """Pair the rows that agree at the core, one to one, the best-agreeing first."""

    def cost(g: int, f: int) -> int | None:
        gold, found = gold_rows[g], found_rows[f]
        if not _agree_at_core(gold, found):
            return None
        return sum(1 if name in _STRICT else 10 for name, right in _compare(gold, found).items() if not right)

    return [(gold_rows[g], found_rows[f]) for g, f in match(gold_rows, found_rows, cost)]


def _agree_at_core(gold: _Gold, found: _Found) -> bool:
    return all(_any_same(gold.accepted[name], found.values[name]) for name in ("indicator", "value", "measure"))


def _compare(gold: _Gold, found: _Found) -> dict[str, bool]:
    """Say for each attribute beyond the core whether it agrees; the period only where the year does."""
    compared = {name: _any_same(gold.accepted[name], found.values[name]) for name in _FULL}
    for name in _NAMES:
        if name in gold.stated:
            compared[name] = _fold(found.values[name]) in map(_fold, gold.accepted[name])
    periods, period = gold.accepted["period"], found.values["period"]
    compared["year"] = _year(period) in map(_year, periods)
    if compared["year"]:
        compared["period"] = period in periods
    compared["bound"] = found.values["bound"] in gold.accepted["bound"]
    return compared


def _score_figures(report: Report, output_dir: str | Path, gold_rows: Sequence[dict[str, Any]]) -> None:
    columns = ["doc_id", "char_start", "char_end", "kind", "value", "value_upper", "denominator", "iso"]
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_tables(output_dir, ["figures"], {"figures": columns})["figures"].to_pylist():
        found[stem(row["doc_id"])].append(row)
    report.figures = FigureTally()
    for gold in gold_rows:
        near = [
            row for row in found[gold["doc"]] if row["char_start"] < gold["end"] and gold["start"] < row["char_end"]
        ]
        right = [row for row in near if _same_figure(gold, row)]
        kinds = {gold["kind"], *gold.get("also", {}).get("kind", [])}
        kind_right = any(row["kind"] in kinds for row in right)
        for tally in (report.figures, report.figure_kinds.setdefault(gold["kind"], FigureTally())):
            tally.gold += 1
            tally.span += bool(near)
            tally.value += bool(right)
            tally.kind += kind_right
        if not kind_right:
            readings = [(row["kind"], row.get("iso") or row.get("value")) for row in near]
            report.differences.append(Difference(
                gold["doc"], gold["start"], gold["end"], "figure", gold["quote"], gold["kind"],
                "kind" if right else "value", gold.get("iso", gold.get("value")), readings,
            ))


def _same_figure(gold: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    if "iso" in gold and row.get("iso") == gold["iso"]:
        return True
    if "value" in gold:
        return row.get("value") is not None and all(
            _same(gold.get(name), row.get(column))
            for name, column in (("value", "value"), ("denominator", "denominator"), ("upper", "value_upper"))
        )
    return "iso" not in gold and bool(row["kind"] == gold["kind"])


def _any_same(accepted: Iterable[Any], value: Any) -> bool:
    return any(_same(reading, value) for reading in accepted)


def _same(one: Any, other: Any) -> bool:
    if _is_number(one) and _is_number(other):
        return bool(abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other)))
    return bool((one or None) == (other or None))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _year(period: str | None) -> str | None:
    return period.rsplit("/", 1)[-1][:4] if period else None


def _fold(name: str | None) -> str:
    """Return a name as it is compared: Hòa Bình and hoà bình, Phan Rang-Tháp Chàm with its hyphen or without."""
    words = unicodedata.normalize("NFD", (name or "").casefold()).split()
    moved = ("".join(sorted(word, key=_TONES.__contains__)) for word in words)
    return " ".join(" ".join(moved).replace("-", " ").split())
