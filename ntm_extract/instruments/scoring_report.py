"""The result of a measure of :mod:`ntm_extract.instruments.scoring`: counts, every difference, and how they are shown.

>>> Counts(right=6, found=8, gold=12).precision, Counts(right=6, found=8, gold=12).recall
(0.75, 0.5)
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ntm_extract.shown import first_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Level = Literal["core", "full", "strict"]
LEVELS: tuple[Level, ...] = ("core", "full", "strict")


@dataclass(frozen=True, slots=True)
class Counts:
    """Precision, recall and F1 from how many are right, found and wanted."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 when nothing was found and nothing wanted."""
        return self.right / self.found if self.found else float(self.gold == 0)

    @property
    def recall(self) -> float:
        """Share of the wanted that is right; 1 when nothing was wanted."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Tally:
    """What was wanted, found and right, of one indicator or of all."""

    gold: int = 0
    found: int = 0
    core: int = 0
    full: int = 0
    strict: int = 0

    def at(self, level: Level) -> Counts:
        """Return the counts at one level of agreement."""
        return Counts({"core": self.core, "full": self.full, "strict": self.strict}[level], self.found, self.gold)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts, and the three measures of each level."""
        levels = {level: self.at(level) for level in LEVELS}
        return {"gold": self.gold, "found": self.found} | {
            level: {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
            for level, counts in levels.items()
        }


@dataclass(slots=True)
class AttributeTally:
    """In how many pairs an attribute was compared, and in how many it differed."""

    compared: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement, with the place in the document where it is seen."""

    doc: str
    start: int
    end: int
    kind: Literal["missed", "wrong", "attribute", "figure"]
    quote: str
    name: str  # the indicator; of a figure, its kind
    attribute: str | None
    gold: Any
    found: Any
    context: str = ""  # the quote between marks, with what stands around it

    def lines(self) -> Iterator[str]:
        """Say it in one line, and show where it stands."""
        yield self.line()
        if self.context:
            yield f"        {self.context}"

    def line(self) -> str:
        """Say it in one line."""
        where = f"{self.doc}:{self.start}-{self.end}: "
        if self.kind == "missed":
            return f"{where}MISSED {self.quote!r} {self.name} = {self.gold}"
        if self.kind == "wrong":
            return f"{where}WRONG {self.quote!r} {self.name} = {self.found}"
        label = "FIGURE " if self.kind == "figure" else ""
        return f"{where}{label}{self.quote!r} {self.name}: {self.attribute}: gold {self.gold!r}, found {self.found!r}"


@dataclass(slots=True)
class FigureTally:
    """How many gold figures were found: anywhere in their span, with their value, with value and kind."""

    gold: int = 0
    span: int = 0
    value: int = 0
    kind: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the number of gold figures and the three recalls."""
        return {"gold": self.gold} | {
            name: count / self.gold if self.gold else 1.0
            for name, count in (("span", self.span), ("value", self.value), ("kind", self.kind))
        }


@dataclass(slots=True)
class Report:
    """The whole measure; ``differences`` are in the order of documents and characters."""

    documents: int = 0
    total: Tally = field(default_factory=Tally)
    indicators: dict[str, Tally] = field(default_factory=dict)
    attributes: dict[str, AttributeTally] = field(default_factory=dict)
    figures: FigureTally | None = None
    figure_kinds: dict[str, FigureTally] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    @property
    def wrong_attributes(self) -> dict[str, int]:
        """How often each attribute of a pair was wrong, the worst first."""
        wrong = {name: tally.wrong for name, tally in self.attributes.items() if tally.wrong}
        return dict(sorted(wrong.items(), key=lambda item: (-item[1], item[0])))

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        report: dict[str, Any] = {
            "documents": self.documents,
            "observations": self.total.as_dict() | {
                "wrong_attributes": self.wrong_attributes,
                "indicators": {name: tally.as_dict() for name, tally in sorted(self.indicators.items())},
                "attributes": {name: asdict(tally) for name, tally in sorted(self.attributes.items())},
            },
        }
        if self.figures is not None:
            report["figures"] = self.figures.as_dict() | {
                "kinds": {name: tally.as_dict() for name, tally in sorted(self.figure_kinds.items())}
            }
        report["differences"] = [asdict(difference) for difference in self.differences]
        return report

    def lines(self, show: int | None = 40) -> list[str]:
        """Return the report for a reader: up to ``show`` differences (None: all), then the measures."""
        listed = ("\n".join(difference.lines()) for difference in self.differences)
        lines = list(first_of(listed, len(self.differences), show, "difference"))
        lines += ["", f"{'indicator':30} {'gold':>5} {'found':>5} {'core F1':>8} {'full F1':>8} {'strict F1':>9}"]
        for name, tally in sorted(self.indicators.items()):
            scores = [tally.at(level).f1 for level in LEVELS]
            lines.append(f"{name:30} {tally.gold:5} {tally.found:5} {scores[0]:8.3f} {scores[1]:8.3f} {scores[2]:9.3f}")
        lines += ["", f"gold {self.total.gold}  found {self.total.found}  documents {self.documents}"]
        for level in LEVELS:
            counts = self.total.at(level)
            lines.append(
                f"{level:7} precision {counts.precision:.3f}  recall {counts.recall:.3f}  F1 {counts.f1:.3f}"
            )
        wrong = ", ".join(
            f"{name} {count} of {self.attributes[name].compared}" for name, count in self.wrong_attributes.items()
        )
        lines.append(f"wrong attributes: {wrong or 'none'}")
        if self.figures is not None:
            share = self.figures.as_dict()
            lines.append(
                f"figures {share['gold']}: span {share['span']:.3f}  value {share['value']:.3f}  "
                f"value and kind {share['kind']:.3f}"
            )
        return lines
