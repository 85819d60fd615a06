"""The result of a comparison of :mod:`.comparison`: every row that differs, the sums, and how they are shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ntm_extract.shown import amount, counted, excerpt, first_of, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Kind = Literal["gained", "lost", "changed"]
# columns that follow from another one: not said again where that one differs, too
_FOLLOWS = {
    "time_start": "time_period", "time_end": "time_period", "ref_area_code": "ref_area", "ref_area_codelist": "ref_area",
    "province": "ref_area",
}
_SAID = frozenset({
    "indicator", "obs_value", "obs_value_upper", "denominator", "unit_measure", "bound", "obs_status", "ref_area",
    "ref_area_level", "ref_area_code", "ref_area_codelist", "province", "time_period", "time_start", "time_end",
    "area_source", "time_source", "status_source", "char_start", "char_end", "rule", "name", "stars", "owner", "owner_type",
})  # fmt: skip
_SHOWN_UNLIKE = 10


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs."""

    folder: str
    documents: int
    program_version: str
    rules_version: str


@dataclass(frozen=True, slots=True)
class Unlike:
    """A document that is not compared, and why."""

    doc_id: str
    why: str


@dataclass(slots=True)
class RowChange:
    """A row that is in one of the runs only, or says something else in the other."""

    table: str
    doc_id: str
    start: int
    end: int
    kind: Kind
    name: str  # the indicator, or the table of products
    rule: str  # of the row after, of a lost one before
    quote: str
    sentence: str
    columns: Mapping[str, tuple[Any, Any]]  # of a changed row: before and after
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: int = 0  # where the quote stands in the sentence
    instead: list[str] = field(default_factory=list)  # indicators the other run reads from the same characters
    reason: str | None = None  # why the figure is no observation in the other run

    def lines(self) -> Iterator[str]:
        """Say it: what and where, then the quote in its sentence."""
        yield f"{self.kind.upper():7} {self.name}{self._what()}  ({self.rule})"
        yield f"        {self.doc_id}:{self.start}-{self.end}: " + (
            excerpt(self.sentence, self.at, self.at + len(self.quote)) if self.at >= 0 else repr(self.quote)
        )

    def _what(self) -> str:
        if self.kind == "changed":
            differ = [
                f"{column} {_plain(old)} → {_plain(new)}" for column, (old, new) in self.columns.items()
                if _FOLLOWS.get(column) not in self.columns
            ]
            return ": " + ", ".join(differ)
        row = self.before if self.after is None else self.after
        said = f" {_row(row or {})}"
        other = ", ".join(self.instead) or self.reason
        if other is not None:
            said += f"; {'now' if self.kind == 'lost' else 'before'}: {other}"
        return said


@dataclass(slots=True)
class Sums:
    """How many rows there were before and after, of one indicator or rule, and how many of them differ."""

    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0
    changed: int = 0


@dataclass(slots=True)
class Comparison:
    """All differences, in the order of documents and characters."""

    before: Side
    after: Side
    documents: int
    unlike: list[Unlike]
    without: list[str] = field(default_factory=list)  # tables that one of the runs lacks
    changes: list[RowChange] = field(default_factory=list)
    _pairs: Counter[tuple[str, str, str, bool]] = field(default_factory=Counter, init=False)
    _otherwise: Counter[tuple[str, str]] = field(default_factory=Counter, init=False)

    def pair(self, name: str, old_rule: str, new_rule: str, *, changed: bool) -> None:
        """Count two rows that belong together."""
        self._pairs[name, old_rule, new_rule, changed] += 1

    def otherwise(self, old_rule: str, new_rule: str) -> None:
        """Count two rows that say the same and were read in another way."""
        self._otherwise[old_rule, new_rule] += 1

    @property
    def total(self) -> Sums:
        """The sums of all rows."""
        return self._sums(lambda _name, _rule: "").get("", Sums())

    def by_indicator(self) -> dict[str, Sums]:
        """The sums of each indicator; the named products are one."""
        return self._sums(lambda name, _rule: name)

    def by_rule(self) -> dict[str, Sums]:
        """The sums of each rule; a changed row counts for the rule that reads it now."""
        return self._sums(lambda _name, rule: rule)

    def _sums(self, key: Callable[[str, str], str]) -> dict[str, Sums]:
        sums: dict[str, Sums] = {}
        for (name, old_rule, new_rule, changed), count in self._pairs.items():
            sums.setdefault(key(name, old_rule), Sums()).before += count
            after = sums.setdefault(key(name, new_rule), Sums())
            after.after += count
            after.changed += count * changed
        for change in self.changes:
            if change.kind == "changed":
                continue
            tally = sums.setdefault(key(change.name, change.rule), Sums())
            if change.kind == "gained":
                tally.gained += 1
                tally.after += 1
            else:
                tally.lost += 1
                tally.before += 1
        return dict(sorted(sums.items()))

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values."""
        return {
            "before": asdict(self.before),
            "after": asdict(self.after),
            "documents": self.documents,
            "not_compared": [asdict(item) for item in self.unlike],
            "tables_not_compared": list(self.without),
            "total": asdict(self.total),
            "indicators": {name: asdict(sums) for name, sums in self.by_indicator().items()},
            "rules": {name: asdict(sums) for name, sums in self.by_rule().items()},
            "read_otherwise": [
                {"before": old, "after": new, "rows": count} for (old, new), count in sorted(self._otherwise.items())
            ],
            "changes": [asdict(change) for change in self.changes],
        }

    def lines(self, show: int | None = 40) -> Iterator[str]:
        """The comparison for a reader: up to ``show`` rows (None: all), then the sums."""
        listed = ("\n".join(change.lines()) for change in self.changes)
        yield from first_of(listed, len(self.changes), show, "row")
        if self.changes:
            yield ""
        yield from _table("indicator", self.by_indicator())
        yield from _table("rule", self.by_rule())
        if self._otherwise:
            yield "the same rows, read in another way"
            for (old, new), count in sorted(self._otherwise.items(), key=lambda item: (-item[1], item[0])):
                if old != new:
                    yield f"  {count:6,}  {old} → {new}"
            elsewhere = sum(count for (old, new), count in self._otherwise.items() if old == new)
            if elsewhere:
                yield f"  {elsewhere:6,}  by the same rule; place, time or status were found elsewhere"
            yield ""
        if self.unlike:
            yield f"not compared: {counted(len(self.unlike), 'document')}"
            named = (f"  {item.doc_id}  {item.why}" for item in self.unlike)
            yield from first_of(named, len(self.unlike), None if show is None else _SHOWN_UNLIKE, "document")
            yield ""
        if self.without:
            yield f"not compared, as one of the runs lacks it: {', '.join(self.without)}"
            yield ""
        for label, side in (("before", self.before), ("after", self.after)):
            versions = f"program {side.program_version}, rules {side.rules_version}"
            yield f"{label:7} {side.folder}: {counted(side.documents, 'document')}, {versions}"
        total = self.total
        yield (
            f"{counted(self.documents, 'document')} compared, {number(total.before)} rows before and {number(total.after)} after: "
            f"{number(total.gained)} gained, {number(total.lost)} lost, {number(total.changed)} changed"
        )


def _table(title: str, sums: Mapping[str, Sums]) -> Iterator[str]:
    """The sums that differ, those with most differences first."""
    differing = [(name, one) for name, one in sums.items() if one.gained or one.lost or one.changed]
    if not differing:
        return
    differing.sort(key=lambda item: (-(item[1].gained + item[1].lost + item[1].changed), item[0]))
    width = max(30, *(len(name) for name, _ in differing))
    yield f"{title:{width}} {'before':>7} {'after':>7} {'gained':>7} {'lost':>7} {'changed':>8}"
    for name, one in differing:
        yield f"{name:{width}} {one.before:7,} {one.after:7,} {one.gained:7,} {one.lost:7,} {one.changed:8,}"
    yield ""


def _row(row: Mapping[str, Any]) -> str:
    """What a row of observations or of products says."""
    place = f"{row['ref_area']} [{row['ref_area_level']}]" if row["ref_area"] else "no place"
    if "obs_value" in row:
        value = amount(row["obs_value"], row["obs_value_upper"], row["denominator"], row["unit_measure"], row["bound"])
        head = [f"= {value}", place, row["time_period"] or "no date", row["obs_status"]]
    else:
        head = [f"“{row['name']}”", *([f"of {row['owner']}"] if row["owner"] else [])]
        head += [*([f"{row['stars']} stars"] if row["stars"] else []), place, row["time_period"] or "no date"]
    more = [
        f"{name} {_plain(value)}" for name, value in row.items()
        if name not in _SAID and value not in (None, False, "level")
    ]
    return ", ".join([*head, *more])


def _plain(value: object) -> str:
    """A value of a column.

    >>> _plain(12.0), _plain(None), _plain("2023")
    ('12', 'none', '2023')
    """
    if value is None:
        return "none"
    return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
