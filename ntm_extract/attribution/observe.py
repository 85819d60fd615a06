"""From a document's figures to its observations: sentence by sentence, with what earlier ones leave behind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ntm_extract.attribution.context import leave, pass_over
from ntm_extract.attribution.draft import Anchor, Discourse, Observation, Reading
from ntm_extract.attribution.frame import TIME_KINDS, Frame, is_topical
from ntm_extract.attribution.headings import enter_block, introduce
from ntm_extract.attribution.places.area import area_of
from ntm_extract.attribution.places.levels import allowed
from ntm_extract.attribution.places.unplaced import why_unplaced
from ntm_extract.attribution.products.reader import Product, ProductReader
from ntm_extract.attribution.products.table import read_product_table
from ntm_extract.attribution.readings.aims import aims_open
from ntm_extract.attribution.readings.read import READABLE, read_sentence
from ntm_extract.attribution.status import aims, done_beside, status_of
from ntm_extract.attribution.supposed import states_nothing
from ntm_extract.attribution.tables.reader import Line, is_head, read_table
from ntm_extract.attribution.times.period import period_of
from ntm_extract.attribution.times.reviews import OPENING, REVIEW, review_year
from ntm_extract.attribution.titles import settle_titles
from ntm_extract.model import Block, Figure, Sentence
from ntm_extract.patterns.places import PlaceMention
from ntm_extract.patterns.wordings import Wording
from ntm_extract.reference.catalogue import Catalogue
from ntm_extract.reference.gazetteer import Gazetteer


class Mentions(NamedTuple):
    """Everything found in a text before it is understood."""

    figures: Sequence[Figure]
    cues: Sequence[Wording]
    places: Sequence[PlaceMention]


class Body(NamedTuple):
    """The text of a document and its parts."""

    text: str
    lower: str
    blocks: Sequence[Block]
    sentences: Sequence[Sentence]


class Attributed(NamedTuple):
    """What the figures of a document say, and its products in order; ``reasons``: why a figure (by index) is no observation."""

    observations: list[Observation]
    products: list[Product]
    reasons: dict[int, str]


def attribute(
    body: Body, mentions: Mentions, anchor: Anchor, catalogue: Catalogue, gazetteer: Gazetteer
) -> Attributed:
    """The observations of a document and the products it names; for every other figure of its body the reason."""
    text, lower, blocks, sentences = body
    discourse = Discourse(anchor)
    observations: list[Observation] = []
    products: list[Product] = []
    named = ProductReader(text, lower, discourse)
    reasons: dict[int, str] = {}
    slices = _Slices(mentions)
    one_a_line = _one_sentence_a_block(blocks, sentences)
    starts = [sentence.start for sentence in sentences]
    tables = {run[0]: run for run in _table_runs(blocks, lower)}
    in_table: set[int] = set()
    last_block = -1
    for number, sentence in enumerate(sentences):
        if sentence.block in in_table:
            continue
        block = blocks[sentence.block]
        if block.kind == "dateline":
            continue
        if one_a_line and _measures(block, lower, slices):
            block = block._replace(kind="paragraph")
        colon = lower[sentence.end - 1] == ":"
        if sentence.block != last_block:
            goes_on = last_block >= 0 and lower[blocks[last_block].end - 1] in ";," and block.kind != "heading"
            run = tables.get(sentence.block)
            if not goes_on:
                first_row = blocks[run[1]] if run and len(run) > 1 else block  # the head of a table is no heading
                parts = lower.startswith("trong đó", block.start)
                enter_block(first_row, discourse, one_a_line=one_a_line, colon=lower[block.end - 1] == ":", parts=parts)
            last_block = sentence.block
            if run is not None:
                lines = [
                    Line(
                        blocks[b].start,
                        blocks[b].end,
                        *slices.figures(blocks[b]),
                        slices.cues(blocks[b]),
                        slices.places(blocks[b]),
                    )
                    for b in run
                ]
                listed = read_product_table(text, lower, lines, discourse)
                products += [replace(item, sentence=bisect_right(starts, item.start) - 1) for item in listed]
                cells = read_table(lower, lines, discourse, catalogue, gazetteer)
                if cells is None and listed:
                    cells = []
                if cells is not None:
                    in_table.update(run)
                    for line in lines:
                        reasons.update((line.first + index, "table_cell") for index in range(len(line.figures)))
                    for cell in cells:
                        at = bisect_right(starts, cell.reading.figure.start) - 1
                        observations.append(Observation(cell.reading, cell.figure, at, *cell[2:]))
                    continue
        first, figures = slices.figures(sentence)
        cues, places = slices.cues(sentence), slices.places(sentence)
        here = named.read((sentence.start, sentence.end), block, number, figures, cues, places)
        products += here
        named_before = discourse.subject is not None or discourse.named is not None
        bare = named_before or (discourse.last is not None and aims_open(lower, sentence.start))
        reads = _worth_reading(figures, cues) or (bare and _bare_item(figures))
        reviewing = sentence.block < OPENING and REVIEW in lower[sentence.start : sentence.end]
        whole = reads or colon or reviewing or block.kind == "heading"
        end = sentence.end if whole else min(sentence.end, sentence.start + _HEAD)
        if end < sentence.end and not _says_context(end, figures, cues, places):
            pass_over(lower, sentence.start, discourse, places)
            continue
        frame = Frame(lower, (sentence.start, end), figures, cues, places)
        if reviewing:
            discourse.reviewed = review_year(frame, discourse) or discourse.reviewed
        found: list[Observation] = []
        if reads:
            readings, why = read_sentence(frame, catalogue, discourse)
            reasons.update((first + index, reason) for index, reason in why.items())
            for item in _observe_all(frame, readings, discourse, first, number, figures):
                unplaced = why_unplaced(frame, item.reading, discourse, item.area, item.area_source)
                if discourse.norm or states_nothing(frame, item):
                    reasons[item.figure] = "threshold"
                elif unplaced is not None:
                    reasons[item.figure] = unplaced
                elif allowed(item.reading.code, item.area.level):
                    found.append(item)
                else:
                    reasons[item.figure] = "no_place_for_it"
            observations += found
            discourse.told.update(item.reading.code for item in found)
            said = {item.reading.breakdowns.get(key) for item in found for key in ("stars_min", "stars_max")}
            said |= {product.stars for product in here}
            stars = (first + index for index, one in enumerate(figures) if one.unit == "star" and one.value in said)
            reasons.update(dict.fromkeys(stars, "part_of_another"))
        if block.kind != "caption":
            leave(frame, discourse, found, places)
        if block.kind == "title":
            discourse.aiming = False  # what a headline aims at is told in the body again
        introduce(frame, block, discourse, colon=colon)
    products.sort(key=lambda product: (product.start, product.end))
    return Attributed(settle_titles(observations, sentences, blocks), products, reasons)


def _measures(block: Block, lower: str, slices: _Slices) -> bool:
    """Whether a short line of a text without paragraphs is one more statement: no heading, no row."""
    if block.kind != "heading" and (block.kind != "table_row" or "|" in lower[block.start : block.end]):
        return False
    return any(figure.unit == "percent" for figure in slices.figures(block)[1])


def _table_runs(blocks: Sequence[Block], lower: str) -> Iterator[list[int]]:
    """The blocks of each table: its rows, with the head that may stand above them as a heading."""
    index = 0
    while index < len(blocks):
        if blocks[index].kind != "table_row":
            index += 1
            continue
        run = [index]
        after = index + 1
        while after < len(blocks) and (
            blocks[after].kind == "table_row"
            or (blocks[after].kind == "furniture" and not lower[blocks[after].start : blocks[after].end].strip("|-: \n"))
        ):
            if blocks[after].kind == "table_row":
                run.append(after)
            after += 1
        above = blocks[index - 1] if index else None
        if above is not None and above.kind in ("heading", "title") and is_head(lower[above.start : above.end]):
            run.insert(0, index - 1)
        yield run
        index = after


def _says_context(end: int, figures: Sequence[Figure], cues: Sequence[Wording], places: Sequence[PlaceMention]) -> bool:
    """Whether the head of a sentence names a place, a time or a plan."""
    return (
        bool(places and places[0].start < end)
        or any(figure.start < end and figure.kind in TIME_KINDS for figure in figures[:3])
        or any(cue.start < end and not _CONTEXT.isdisjoint(cue.concepts) for cue in cues)
    )


_CONTEXT = frozenset(
    {
        "now",
        "target",
        "scope_country",
        "scope_region",
        "scope_province",
        "scope_district",
        "scope_commune",
        "scope_village",
    }
)
_HEAD = 160  # a sentence without a figure to read leaves only what it opens with
_LENDING = frozenset(
    {"ntm_standard", "special_area", "border_area", "poor_area", "escaped_poverty", "poor_households", "near_poor_households"}
)
_SELF_TELLING = frozenset({"criteria", "target", "product", "entity", "commune"})


def _worth_reading(figures: Sequence[Figure], cues: Sequence[Wording]) -> bool:
    """Whether a sentence can hold an observation: a readable figure, and a wording or a unit of the subject."""
    units = {figure.unit for figure in figures} & READABLE
    if not units:  # "số xã đạt chuẩn nông thôn mới: 178": the label lends the number its unit
        return any(figure.kind == "count" and figure.unit is None for figure in figures) and any(
            not _LENDING.isdisjoint(cue.concepts) for cue in cues
        )
    return bool(units & _SELF_TELLING) or any(
        is_topical(cue.concepts) or "inclusive" in cue.concepts or "anaphora" in cue.concepts for cue in cues
    )


def _bare_item(figures: Sequence[Figure]) -> bool:
    """Whether an item of a list whose head names the indicator has a share, a sum or a number of households."""
    return any(figure.unit in ("percent", "VND", "household") for figure in figures)


class _Slices:
    """The mentions of one sentence, cut from the sorted mentions of the document."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._starts = tuple([item.start for item in group] for group in mentions)

    def _cut(self, kind: int, sentence: Sentence | Block) -> tuple[int, int]:
        starts = self._starts[kind]
        return bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)

    def figures(self, sentence: Sentence | Block) -> tuple[int, Sequence[Figure]]:
        first, last = self._cut(0, sentence)
        return first, self._mentions.figures[first:last]

    def cues(self, sentence: Sentence | Block) -> Sequence[Wording]:
        first, last = self._cut(1, sentence)
        return self._mentions.cues[first:last]

    def places(self, sentence: Sentence | Block) -> Sequence[PlaceMention]:
        first, last = self._cut(2, sentence)
        return self._mentions.places[first:last]


def _one_sentence_a_block(blocks: Sequence[Block], sentences: Sequence[Sentence]) -> bool:
    """Whether the text was stored one sentence a line, so that its blocks are no paragraphs."""
    body = {index for index, block in enumerate(blocks) if block.kind == "paragraph"}
    if len(body) < 6:
        return False
    count = sum(1 for sentence in sentences if sentence.block in body)
    return count <= 1.35 * len(body)


def _observe_all(
    frame: Frame, readings: list[Reading], discourse: Discourse, first: int, number: int, figures: Sequence[Figure]
) -> list[Observation]:
    found: list[Observation] = []
    for reading in readings:
        observation = _observe(frame, reading, discourse, first, number, figures)
        if reading.rule.startswith("restated"):  # the same fact said twice: "3.838 xã (43,02%)"
            twin = next((other for other in found if other.reading is reading.previous), None)
            if twin is not None:
                observation = twin._replace(reading=reading, figure=observation.figure)
        found.append(observation)
    return found


def _observe(
    frame: Frame, reading: Reading, discourse: Discourse, first: int, number: int, figures: Sequence[Figure]
) -> Observation:
    if reading.status is None and done_beside(frame, reading):
        reading.status = "actual"
    reading.aimed = reading.status is None and aims(frame, reading, discourse)
    area, area_source = area_of(frame, reading, discourse)
    period, time_source = period_of(frame, reading, discourse)
    status, status_source = status_of(frame, reading, discourse, period)
    index = next(
        i for i, figure in enumerate(figures) if figure.start == reading.figure.start and figure.rule == reading.figure.rule
    )
    return Observation(reading, first + index, number, area, area_source, period, time_source, status, status_source)
