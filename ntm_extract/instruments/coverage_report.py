"""The result of :mod:`.coverage`: what was met how often, what never, the gaps, and how they are shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ntm_extract.explain import REASONS
from ntm_extract.shown import counted, excerpt, first_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ntm_extract.instruments.gaps import GapWording
    from ntm_extract.instruments.texts import Unread

_MANY = 4  # figures of a wording from which on its neighbours are shown
_TEMPLATE = 90  # characters of a template that a line shows


@dataclass(frozen=True, slots=True)
class WordingCount:
    """A template of the catalogue: how often it was found, and how often in a sentence that gave a row."""

    concept: str
    template: str
    subject: bool  # as against the words that frame a figure
    found: int
    with_row: int


@dataclass(frozen=True, slots=True)
class Family:
    """The rules of one kind, each with how often it has read something."""

    name: str
    rules: Mapping[str, int]

    @property
    def never(self) -> list[str]:
        """The rules that read nothing."""
        return [rule for rule, count in self.rules.items() if not count]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the rules read of a collection, and what they leave."""

    documents: int
    topical: int  # of these, about the programmes
    wordings: Sequence[WordingCount]
    families: Sequence[Family]
    without_example: Sequence[str]  # rules of observations that no example of the catalogue shows
    reasons: Mapping[str, int]
    gaps: Sequence[GapWording]  # reason by reason
    failures: Sequence[Unread]  # documents that could not be read

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "documents": self.documents,
            "topical": self.topical,
            "wordings": [asdict(item) for item in self.wordings],
            "rules": {family.name: dict(family.rules) for family in self.families},
            "rules_without_example": list(self.without_example),
            "reasons": dict(self.reasons),
            "gaps": [_gap(item) for item in self.gaps],
            "failures": [failure._asdict() for failure in self.failures],
        }

    def lines(self, show: int | None = 20) -> Iterator[str]:
        """The report for a reader: up to ``show`` lines of each list (None: all)."""
        yield from self._wordings(show)
        for family in self.families:
            yield from _rules(family, show)
        if self.without_example:
            yield f"rules of observations without an example in reference/data/examples.toml: {len(self.without_example)}"
            yield from first_of((f"  {rule}" for rule in self.without_example), len(self.without_example), show, "rule")
            yield ""
        yield from self._gaps(show)
        figures = sum(item.figures for item in self.gaps)
        yield (
            f"{counted(self.documents, 'document')}, {self.topical:,} about the programmes; "
            f"{counted(figures, 'figure')} near the subject without a row"
        )

    def _wordings(self, show: int | None) -> Iterator[str]:
        found = sorted((item for item in self.wordings if item.found), key=lambda item: (-item.found, item.concept, item.template))
        never = [item for item in self.wordings if not item.found]
        subject = [item for item in found if item.subject]
        yield f"wordings of reference/data/catalogue.toml: {len(found)} of {len(self.wordings)} found"
        yield f"  of the subject: {len(subject)}; times found, times in a sentence that gave a row"
        lines = (f"  {item.found:7,} {item.with_row:7,}  {item.concept}: {_clipped(item.template)}" for item in subject)
        yield from first_of(lines, len(subject), show, "wording")
        yield f"  never found: {len(never)}"
        yield from first_of((f"    {item.concept}: {_clipped(item.template)}" for item in never), len(never), show, "wording")
        yield ""

    def _gaps(self, show: int | None) -> Iterator[str]:
        sections = [list(group) for _, group in groupby(self.gaps, key=lambda item: item.reason)]
        sections.sort(key=lambda section: (sum(item.figures for item in section), section[0].reason))
        for section in sections:  # the largest last, where a terminal shows it
            reason = section[0].reason
            figures = sum(item.figures for item in section)
            yield f"{reason}: {REASONS.get(reason, reason.replace('_', ' '))} ({counted(figures, 'figure')})"
            yield f"  {'texts':>5} {'figures':>7}  wording"
            yield from first_of(("\n".join(_gap_lines(item)) for item in section), len(section), show, "wording")
            yield ""


def _clipped(template: str) -> str:
    return template if len(template) <= _TEMPLATE else template[: _TEMPLATE - 1] + "…"


def _rules(family: Family, show: int | None) -> Iterator[str]:
    used = sorted(((rule, count) for rule, count in family.rules.items() if count), key=lambda item: (-item[1], item[0]))
    yield f"rules of {family.name}: {len(used)} of {len(family.rules)} have read something"
    yield from first_of((f"  {count:7,}  {rule}" for rule, count in used), len(used), show, "rule")
    never = family.never
    if never:
        yield f"  never: {len(never)}"
        yield from first_of((f"    {rule}" for rule in never), len(never), show, "rule")
    yield ""


def _gap_lines(item: GapWording) -> Iterator[str]:
    gap = item.example
    yield f"  {item.documents:5,} {item.figures:7,}  {item.wording}"
    if item.figures >= _MANY:
        sides = (("before", item.before), ("behind", item.behind))
        said = (f"{side}: " + ", ".join(f"{word} {count}" for word, count in words) for side, words in sides if words)
        yield f"{'':17}{'; '.join(said)}"
    yield f"{'':17}{gap.doc_id}: {excerpt(gap.sentence, gap.start, gap.end)}"


def _gap(item: GapWording) -> dict[str, Any]:
    gap = item.example
    return {
        "reason": item.reason, "wording": item.wording, "figures": item.figures, "documents": item.documents,
        "before": dict(item.before), "behind": dict(item.behind),
        "example": {
            "doc_id": gap.doc_id, "quote": gap.sentence[gap.start : gap.end], "sentence": gap.sentence,
        },
    }
