"""How each figure of one document was read, for a reader at a terminal or a program.

The explanation shows nothing of its own: it is made of the very rows that ``ntm extract`` writes, put below the
sentence they come from. A figure that became no observation is shown with its reason in words (:data:`REASONS`).

Figures of a document without sentences about the three programmes, and those of a dateline, stand below their line.
Dates, years, document numbers and the like never become observations; they are left out unless asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ntm_extract.pipeline import analyse
from ntm_extract.run.document import reference
from ntm_extract.shown import amount, counted
from ntm_extract.tabulate import to_rows
from ntm_extract.version import __version__, rules_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ntm_extract.analysis import Analysis
    from ntm_extract.model import Document
    from ntm_extract.output.rows import CommunesRow, DocumentsRow, FiguresRow, OcopItemsRow, OcopRow, PovertyRow

    ObservationRow = CommunesRow | PovertyRow | OcopRow

Paint = Callable[[str, str], str]
"""A text and its role (observed, figure, name, faint) to the text as it is shown."""

TIMES = frozenset({"date", "year", "period", "doc_number", "ordinal", "time"})

REASONS: Mapping[str, str] = {
    "ambiguous_decimal": "the point may mark thousands or decimals, and nothing nearby decides it",
    "ambiguous_grouping": "the separator may mark thousands or decimals, and nothing nearby decides it",
    "another_length": "it is the length of something else than roads",
    "back_to_poverty": "it counts households that fell back into poverty, which is no indicator",
    "band_of_communes": "it is the band of criteria of the communes counted beside it",
    "beneficiaries": "it counts those who receive something, not all who are poor",
    "compares_places": "it says by how much two places differ",
    "cost_of_one": "it is the price, support or prize of a single item",
    "date_or_ratio": "it may be a date or a part of a whole, and nothing nearby decides it",
    "day_without_month": "it is a day whose month is not said",
    "malformed_number": "the digits and separators make no number",
    "no_indicator": "no indicator of the catalogue fits the words around it",
    "no_place_for_it": "its place is of a level that the indicator does not have",
    "no_share": "it is more than a hundred percent, which no share of people or places is",
    "no_single_unit": "criteria of several places together, or of none that is named",
    "no_topic": "the document says nothing about the three programmes",
    "not_a_total": "it is what one, each or some gave, not the total",
    "not_built": "nothing says that these roads were built",
    "not_of_the_programme": "the money is a reward or another purpose, not the programme's",
    "not_per_head": "the income is not said per head",
    "of_one_maker": "these are the products of one maker, not of a place",
    "other_income": "it is another income than the average per head",
    "other_standard": "it is about another standard or set of criteria",
    "part_exceeds_whole": "the part is greater than the whole it is a part of",
    "part_of_another": "it says more of a figure or a product that stands beside it",
    "place_abroad": "it is told of another country, or of a unit that no list has",
    "plan_fulfilment": "it says how much of a plan is fulfilled",
    "range_or_score": "it may be a range, a score or a date, and nothing nearby decides it",
    "rate_of_units": "it is a rate, so many of each so many, and counts nothing",
    "share_of_cost": "it is a share of a cost or of a reward",
    "table_cell": "it is a cell of a table whose row and column do not say what it counts",
    "threshold": "it is a threshold, not a value of a place",
    "torn_number": "it may be the end of a number that a space has torn",
    "too_long": "the number has more digits than any figure has",
    "unknown_place": "its place is said only by its level or not at all, and nothing tells which one it is",
    "unreadable": "the number cannot be read for certain",
    "year_or_count": "it may be a year or a count, and nothing nearby decides it",
}
_BREAKDOWNS = (
    "per", "population", "tier", "criteria_min", "criteria_max", "criterion", "stars_min", "stars_max", "potential",
)


@dataclass(frozen=True, slots=True)
class ExplainedFigure:
    """A figure with the observations it became."""

    row: FiguresRow
    observations: Sequence[ObservationRow]


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """A stretch of the source with its figures."""

    line: int
    start: int
    end: int
    kind: str  # of its block: title, paragraph, list_item ...
    figures: Sequence[ExplainedFigure]
    products: Sequence[OcopItemsRow]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All sentences of a document that hold a figure or name a product."""

    document: DocumentsRow
    sentences: Sequence[ExplainedSentence]

    def as_dicts(self, *, every: bool) -> Iterator[dict[str, Any]]:
        """Each sentence for a program to read."""
        for sentence in self._chosen(every=every):
            yield {
                "doc_id": self.document.doc_id,
                "line": sentence.line,
                "char_start": sentence.start,
                "char_end": sentence.end,
                "block": sentence.kind,
                "sentence": self._text[sentence.start : sentence.end],
                "figures": [_figure_dict(figure) for figure in sentence.figures],
                "products": [
                    {name: value for name, value in product._asdict().items() if name != "sentence"}
                    for product in sentence.products
                ],
            }

    def lines(self, paint: Paint, *, every: bool) -> Iterator[str]:
        """The explanation for a reader."""
        row = self.document
        yield paint(row.doc_id, "name") + f"  {_about(row)}"
        sentences = self._chosen(every=every)
        for sentence in sentences:
            yield ""
            yield paint(f"line {sentence.line}, {sentence.kind.replace('_', ' ')}", "faint")
            yield self._highlighted(sentence, paint)
            for figure in sentence.figures:
                yield from _figure_lines(figure, paint)
            for product in sentence.products:
                yield from _product_lines(product, paint)
        count = sum(len(figure.observations) for sentence in sentences for figure in sentence.figures)
        shown = sum(len(sentence.figures) for sentence in sentences)
        hidden = row.n_figures - shown
        named = sum(len(sentence.products) for sentence in sentences)
        products = f", {counted(named, 'product')}" if named else ""
        yield ""
        yield f"{counted(shown, 'figure')}, {counted(count, 'observation')}{products}" + (
            f"; not shown: {counted(hidden, 'date')} and the like (years, numbers of documents): --all" if hidden else ""
        )

    @property
    def _text(self) -> str:
        return self.document.text or ""

    def _chosen(self, *, every: bool) -> list[ExplainedSentence]:
        if every:
            return list(self.sentences)
        chosen = []
        for sentence in self.sentences:
            figures = [figure for figure in sentence.figures if figure.observations or figure.row.kind not in TIMES]
            if figures or sentence.products:
                chosen.append(replace(sentence, figures=figures))
        return chosen

    def _highlighted(self, sentence: ExplainedSentence, paint: Paint) -> str:
        parts = []
        at = sentence.start
        for figure in sentence.figures:
            parts.append(self._text[at : figure.row.char_start])
            quote = self._text[max(at, figure.row.char_start) : figure.row.char_end]
            parts.append(paint(quote, "observed" if figure.observations else "figure"))
            at = max(at, figure.row.char_end)
        parts.append(self._text[at : sentence.end])
        return "".join(parts).strip()


def explain_document(document: Document) -> Explanation:
    """Read ``document`` and say how."""
    found = analyse(document, reference())
    rows = to_rows(found, reference(), (__version__, rules_version()))
    observations: dict[tuple[int, int], list[ObservationRow]] = defaultdict(list)
    for table in (rows.communes, rows.poverty, rows.ocop):
        for item in table:
            observations[item.char_start, item.char_end].append(item)
    by_place: dict[tuple[int, int, str], list[ExplainedFigure]] = defaultdict(list)
    for place, row in zip(_places(found, rows.figures), rows.figures, strict=True):
        by_place[place].append(ExplainedFigure(row, observations.get((row.char_start, row.char_end), ())))
    named: dict[tuple[int, int, str], list[OcopItemsRow]] = defaultdict(list)
    for product, named_row in zip(found.products, rows.ocop_items, strict=True):
        sentence = found.sentences[product.sentence]
        start, end = found.normalised.source_span(sentence.start, sentence.end)
        named[start, end, found.blocks[sentence.block].kind].append(named_row)
    newlines = [index for index, char in enumerate(document.text) if char == "\n"]
    return Explanation(rows.document, [
        ExplainedSentence(
            bisect_right(newlines, place[0]) + 1, *place, by_place.get(place, ()), named.get(place, ())
        )
        for place in sorted(by_place.keys() | named.keys())
    ])


def _places(found: Analysis, figures: Sequence[FiguresRow]) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of block of the sentence each figure stands in; its line where it stands in none."""
    starts = [sentence.start for sentence in found.sentences]
    block_starts = [block.start for block in found.blocks]
    text = found.document.text
    for figure, row in zip(found.figures, figures, strict=True):
        block = found.blocks[max(0, bisect_right(block_starts, figure.start) - 1)].kind if block_starts else "paragraph"
        index = bisect_right(starts, figure.start) - 1
        if index >= 0 and figure.start < found.sentences[index].end:
            start, end = found.normalised.source_span(found.sentences[index].start, found.sentences[index].end)
            yield start, max(end, row.char_end), block
        else:
            end = text.find("\n", row.char_end)
            yield text.rfind("\n", 0, row.char_start) + 1, end if end >= 0 else len(text), block


def _figure_dict(figure: ExplainedFigure) -> dict[str, Any]:
    observations = [
        {name: _plain(value) for name, value in row._asdict().items() if name != "sentence"}
        for row in figure.observations
    ]
    return {**figure.row._asdict(), "reason_text": _in_words(figure.row.reason), "observations": observations}


def _in_words(reason: str | None) -> str | None:
    return None if reason is None else REASONS.get(reason, reason.replace("_", " "))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _about(row: DocumentsRow) -> str:
    known = [
        f"{row.format}, {row.encoding}",
        " ".join(part for part in (row.doc_type, row.doc_number) if part),
        f"published {row.published} ({row.published_source})" if row.published else "",
        f"province {row.province}" if row.province else "",
    ]
    return "; ".join(part for part in known if part)


def _figure_lines(figure: ExplainedFigure, paint: Paint) -> Iterator[str]:
    row = figure.row
    quote = paint(" ".join(row.quote.split()), "observed" if figure.observations else "figure")
    yield f"  {quote}  {row.kind}  {_value(row)}  {paint(row.rule, 'faint')}"
    for observation in figure.observations:
        yield from _observation_lines(observation, paint)
    if not figure.observations and row.reason is not None:
        yield f"    none: {_in_words(row.reason)}  {paint(row.reason, 'faint')}"


def _observation_lines(row: ObservationRow, paint: Paint) -> Iterator[str]:
    yield f"    {paint(row.indicator, 'name')} = {_amount(row)}  {paint(row.rule, 'faint')}"
    period = row.time_period or "no date"
    code = f" {row.ref_area_code}" if row.ref_area_code else ""
    yield (
        f"      {row.ref_area} [{row.ref_area_level}{code}] ({row.area_source})"
        f" · {period} ({row.time_source}) · {row.obs_status} ({row.status_source})"
    )
    more = [f"{name} {value}" for name in _BREAKDOWNS if (value := getattr(row, name, None)) not in (None, False)]
    if row.measure != "level":
        more.insert(0, row.measure)
    if more:
        yield f"      {', '.join(more)}"


def _product_lines(row: OcopItemsRow, paint: Paint) -> Iterator[str]:
    stars = "" if row.stars is None else f"  {row.stars} stars" + (" (potential)" if row.potential else "")
    yield f"  {paint(row.name, 'observed')}  product{stars}  {paint(row.rule, 'faint')}"
    owner = f"{row.owner} [{row.owner_type}] · " if row.owner else ""
    place = f"{row.ref_area} [{row.ref_area_level}]" if row.ref_area else "no place"
    yield f"    {owner}{place} · {row.time_period or 'no date'}"


def _value(row: FiguresRow) -> str:
    if row.iso is not None:
        return row.iso
    if row.value is None:
        return "no value"
    said = amount(row.value, row.value_upper, row.denominator, row.unit, row.bound)
    return f"{said} per {row.per}" if row.per else said


def _amount(row: ObservationRow) -> str:
    return amount(row.obs_value, row.obs_value_upper, row.denominator, row.unit_measure, row.bound)
