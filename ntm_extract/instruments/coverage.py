"""What the rules read of a collection of texts, and what they leave: which wordings and rules are met, and the gaps.

* **Wordings**: how often each template of ``reference/data/catalogue.toml`` is found, and in how many of these cases
  its sentence gave a row. Counted is what the scanner keeps: a phrase inside a longer wording is not found.
* **Rules**: how often each rule of figures, of products and of observations has read something. The first two are
  declared (:data:`~ntm_extract.patterns.scanner.RULES`, :data:`~ntm_extract.attribution.products.rules.RULES`). The
  rules of observations are known by the rows they make: those of the examples of the catalogue, which every one of
  them should have. A rule that reads a text and none of the examples is named too.
* **Reasons** for which figures were refused.
* **Gaps** (:mod:`.gaps`): figures near the subject without a row.

Only texts about the three programmes are read for wordings; others give their figures alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from ntm_extract.analysis import Analysis
from ntm_extract.attribution.products.rules import RULES as PRODUCT_RULES
from ntm_extract.explain import REASONS
from ntm_extract.instruments.coverage_report import Coverage, Family, WordingCount
from ntm_extract.instruments.gaps import GapFinder, group
from ntm_extract.instruments.texts import Unread, each_document
from ntm_extract.model import Document, SourceMetadata
from ntm_extract.patterns.scanner import RULES as FIGURE_RULES
from ntm_extract.pipeline import analyse, extract_document, load_reference
from ntm_extract.reference.examples import all_examples
from ntm_extract.tabulate import DocumentResult, to_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ntm_extract.analysis import Reference
    from ntm_extract.corpus.readers import Columns
    from ntm_extract.instruments.gaps import Gap
    from ntm_extract.reference.catalogue import Wording

Read = tuple[Analysis, DocumentResult]
"""A document as the pipeline has read it."""

_VERSIONS = ("", "")  # rows that are counted and not written need none


def coverage_of(
    sources: Sequence[str], *, columns: Columns | None = None, on_documents: Callable[[int], None] | None = None
) -> Coverage:
    """Read the documents of ``sources`` one after the other and count; ``on_documents`` is told of each that is done."""
    data = load_reference()

    def read(document: Document) -> Read:
        found = analyse(document, data)
        return found, to_rows(found, data, _VERSIONS)

    def results() -> Iterator[Read | Unread]:
        for result in each_document(sources, read, columns):
            yield result
            if on_documents is not None:
                on_documents(1)

    return coverage(results(), data)


def coverage(results: Iterable[Read | Unread], data: Reference) -> Coverage:
    """Count what reads the documents, and what does not."""
    collected = _Collected(data)
    for item in results:
        if isinstance(item, Unread):
            collected.failures.append(item)
        else:
            collected.add(*item)
    return collected.report(rules_of_examples(data))


def rules_of_examples(data: Reference) -> frozenset[str]:
    """The rules of observations that the examples of the catalogue show."""
    rules: set[str] = set()
    for example in all_examples():
        metadata = SourceMetadata(published=example.published)
        document = Document(example.key, example.key, "txt", "utf-8", "", example.text, metadata)
        rules.update(row.rule for row in _observations(extract_document(document, data, _VERSIONS)))
    return frozenset(rules)


def _observations(rows: DocumentResult) -> list[Any]:
    return [*rows.communes, *rows.poverty, *rows.ocop]


class _Collected:
    """The counts of the documents read so far."""

    def __init__(self, data: Reference) -> None:
        self.failures: list[Unread] = []
        self._catalogue = data.catalogue
        self._gaps_of = GapFinder(data.catalogue)
        self._gaps: list[Gap] = []
        self._documents = self._topical = 0
        self._found: Counter[tuple[str, str]] = Counter()  # of a concept and a phrase
        self._with_row: Counter[tuple[str, str]] = Counter()
        self._rules: dict[str, Counter[str]] = defaultdict(Counter)
        self._reasons: Counter[str] = Counter()

    def add(self, found: Analysis, rows: DocumentResult) -> None:
        """Count what was found in a document."""
        self._documents += 1
        self._topical += bool(found.sentences)
        self._rules["figures"].update(row.rule for row in rows.figures)
        self._rules["observations"].update(row.rule for row in _observations(rows))
        self._rules["products"].update(row.rule for row in rows.ocop_items)
        self._reasons.update(row.reason for row in rows.figures if row.reason is not None)
        if found.sentences:
            self._count_wordings(found)
            self._gaps += self._gaps_of.find(found, rows.figures)

    def _count_wordings(self, found: Analysis) -> None:
        telling = {item.sentence for item in found.observations}
        ends = [sentence.end for sentence in found.sentences]
        for cue in found.cues:
            sentence = bisect_left(ends, cue.end)
            if sentence == len(ends) or cue.start < found.sentences[sentence].start:
                continue  # a menu, a dateline
            phrase = found.lower[cue.start : cue.end]
            with_row = sentence in telling
            for concept in cue.concepts:
                self._found[concept, phrase] += 1
                self._with_row[concept, phrase] += with_row

    def report(self, shown: frozenset[str]) -> Coverage:
        """The counts, and what was never met; ``shown`` are the rules of observations that have examples."""
        observed = self._rules["observations"]
        return Coverage(
            self._documents,
            self._topical,
            [self._wording(wording) for wording in self._catalogue.wordings],
            [
                _family("figures", [rule.id for rule in FIGURE_RULES], self._rules["figures"]),
                _family("observations", shown, observed),
                _family("products", [rule.id for rule in PRODUCT_RULES], self._rules["products"]),
            ],
            sorted(observed.keys() - shown),
            {reason: self._reasons[reason] for reason in sorted(self._reasons.keys() | REASONS.keys())},
            group(self._gaps),
            self.failures,
        )

    def _wording(self, wording: Wording) -> WordingCount:
        def total(counts: Counter[tuple[str, str]]) -> int:
            return sum(counts[wording.concept, phrase] for phrase in wording.phrases)

        subject = wording.concept in self._catalogue.topical
        return WordingCount(wording.concept, wording.template, subject, total(self._found), total(self._with_row))


def _family(name: str, declared: Iterable[str], counts: Counter[str]) -> Family:
    return Family(name, {rule: counts[rule] for rule in sorted({*declared, *counts})})
