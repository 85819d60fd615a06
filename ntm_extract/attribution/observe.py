"""From a document's figures to its observations: sentence by sentence, with what earlier ones leave behind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from ntm_extract.attribution.area import allowed, area_of, is_base, is_office, token_area, RANK
from ntm_extract.attribution.draft import Anchor, Area, Discourse, Heading, Period, Reading, Source
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.period import period_of, role, to_period
from ntm_extract.attribution.read import READABLE, read_sentence
from ntm_extract.attribution.status import aims, done_beside, frame_status, opens_with_order, status_of
from ntm_extract.model import Block, Figure, Sentence
from ntm_extract.patterns.wordings import Wording
from ntm_extract.patterns.places import PlaceMention
from ntm_extract.reference.catalogue import Catalogue


class Observation(NamedTuple):
    """A figure bound to indicator, place, period and status."""

    reading: Reading
    figure: int  # index in the document's figures
    sentence: int  # index in the document's sentences
    area: Area
    area_source: Source
    period: Period
    time_source: Source
    status: str
    status_source: Source


class Mentions(NamedTuple):
    """Everything found in a text before it is understood."""

    figures: Sequence[Figure]
    cues: Sequence[Wording]
    places: Sequence[PlaceMention]


def attribute(
    lower: str,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    mentions: Mentions,
    anchor: Anchor,
    catalogue: Catalogue,
) -> tuple[list[Observation], dict[int, str]]:
    """The observations of a document, and for every other figure of its body the reason (by index)."""
    discourse = Discourse(anchor)
    observations: list[Observation] = []
    reasons: dict[int, str] = {}
    slices = _Slices(mentions)
    one_a_line = _one_sentence_a_block(blocks, sentences)
    last_block = -1
    for number, sentence in enumerate(sentences):
        block = blocks[sentence.block]
        if block.kind == "dateline":
            continue
        if sentence.block != last_block:
            goes_on = last_block >= 0 and lower[blocks[last_block].end - 1] in ";," and block.kind != "heading"
            if not goes_on:
                _enter_block(block, discourse, one_a_line=one_a_line)
            last_block = sentence.block
        first, figures = slices.figures(sentence)
        frame = Frame(lower, (sentence.start, sentence.end), figures, slices.cues(sentence), slices.places(sentence))
        readings: list[Reading] = []
        if any(figure.unit in READABLE for figure in figures):
            readings, why = read_sentence(frame, catalogue, discourse)
            reasons.update((first + index, reason) for index, reason in why.items())
        found = _observe_all(frame, readings, discourse, first, number, figures)
        for item in [item for item in found if not allowed(item.reading.code, item.area.level)]:
            found.remove(item)
            reasons[item.figure] = "no_place_for_it"
        observations += found
        if block.kind != "caption":
            _leave(frame, discourse, found)
        _introduce(frame, block, discourse, colon=lower[sentence.end - 1] == ":")
    return observations, reasons


class _Slices:
    """The mentions of one sentence, cut from the sorted mentions of the document."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._starts = tuple([item.start for item in group] for group in mentions)

    def _cut(self, kind: int, sentence: Sentence) -> tuple[int, int]:
        starts = self._starts[kind]
        return bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)

    def figures(self, sentence: Sentence) -> tuple[int, Sequence[Figure]]:
        first, last = self._cut(0, sentence)
        return first, self._mentions.figures[first:last]

    def cues(self, sentence: Sentence) -> Sequence[Wording]:
        first, last = self._cut(1, sentence)
        return self._mentions.cues[first:last]

    def places(self, sentence: Sentence) -> Sequence[PlaceMention]:
        first, last = self._cut(2, sentence)
        return self._mentions.places[first:last]


def _one_sentence_a_block(blocks: Sequence[Block], sentences: Sequence[Sentence]) -> bool:
    """Whether the text was stored one sentence a line, so that its blocks are no paragraphs."""
    body = {index for index, block in enumerate(blocks) if block.kind == "paragraph"}
    if len(body) < 6:
        return False
    count = sum(1 for sentence in sentences if sentence.block in body)
    return count <= 1.35 * len(body)


_LIST_DEPTH = 50  # a list stands below every heading


def _enter_block(block: Block, discourse: Discourse, *, one_a_line: bool) -> None:
    """What a new block ends: a heading ends the ones of its depth, a paragraph ends a list."""
    discourse.last = None
    if block.kind != "table_row":
        discourse.columns = []
    if block.kind == "heading":
        if block.end - block.start <= 16:
            return  # "Cụ thể:", "Trong đó:": what follows is still of the same time and place
        discourse.headings = [heading for heading in discourse.headings if heading.depth < block.depth]
        discourse.time = None
        discourse.area = None
    elif block.kind in ("paragraph", "lead"):
        discourse.headings = [heading for heading in discourse.headings if heading.depth < _LIST_DEPTH]
        if not one_a_line:
            discourse.time = None
            if discourse.anchor.area is not None or discourse.anchor.province is not None:
                discourse.area = None
    elif block.kind in ("list_item", "table_row"):
        discourse.headings = [heading for heading in discourse.headings if heading.depth <= _LIST_DEPTH + block.depth]
        discourse.time = None
        discourse.area = None


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
    index = next(i for i, figure in enumerate(figures) if figure is reading.figure)
    return Observation(reading, first + index, number, area, area_source, period, time_source, status, status_source)


def _leave(frame: Frame, discourse: Discourse, found: list[Observation]) -> None:
    """What a sentence leaves for the next: the units it named, its place, its time."""
    for at, token in enumerate(frame.tokens):
        if token.kind == "place":
            place = frame.place(at)
            discourse.by_level[place.level] = Area(place.name, place.level)
    area = _area_left(frame, discourse, found)
    if area is not None:
        discourse.area = area
    discourse.last = found[-1].reading if found else None
    if not (discourse.aiming and opens_with_order(frame)):
        discourse.aiming = any(
            "target" in token.concepts and "achieved_plan" not in token.concepts for token in frame.tokens[:12]
        )
    time = _time_left(frame, discourse)
    if time is None and found and found[0].time_source in ("clause", "sentence") and found[0].reading.measure == "level":
        first = found[0].reading.at
        label = found[0].period.label
        if label and "/" not in label and any(token.kind == "time" for token in frame.tokens[:first]):
            time = found[0].period
    if time is not None:
        discourse.time = time


def _area_left(frame: Frame, discourse: Discourse, found: list[Observation]) -> Area | None:
    said = [item.area for item in found if item.area_source in ("clause", "sentence") and not frame.depth[item.reading.at]]
    if said:
        if len({area.name for area in said}) == 1:
            return said[-1]
        first = said[0]
        return first if all(RANK[first.level] < RANK[area.level] for area in said if area != first) else None
    if found:
        return None
    for at, token in enumerate(frame.tokens[:14]):
        if token.kind == "place" and not is_office(frame, at) and not is_base(frame, at) and (at <= 3 or frame.tokens[at - 1].text in ("tại", "ở")):
            area = token_area(frame, at, discourse)
            low = area is not None and area.level in ("commune", "village")
            return None if low and discourse.anchor.area is not None and discourse.anchor.area.level not in ("commune", "village") else area
        if token.kind == "cue" and any(concept.startswith("scope_") for concept in token.concepts):
            return token_area(frame, at, discourse)
        if token.kind == "mark" and token.text in ":;.":
            return None
    return None


def _time_left(frame: Frame, discourse: Discourse) -> Period | None:
    """The time at the head of a sentence governs the ones behind it."""
    for at, token in enumerate(frame.tokens[:9]):
        if "now" in token.concepts:
            return Period(discourse.anchor.published)
        if token.kind == "time" and role(frame, at) == "plain" and frame.figure(at).kind != "date":
            return to_period(frame, at, discourse)
        if token.kind == "time" and role(frame, at) == "plain" and at >= 1 and frame.tokens[at - 1].text in ("đến", "hết"):
            return to_period(frame, at, discourse)
        if token.kind == "figure" or (token.kind == "mark" and token.text in ";:."):
            return None
    return None


def _introduce(frame: Frame, block: Block, discourse: Discourse, *, colon: bool) -> None:
    """A heading, or a line that ends in a colon, frames what follows."""
    if block.kind == "title" or (block.kind != "heading" and not colon):
        return
    time = next(
        (
            to_period(frame, at, discourse)
            for at in range(len(frame.tokens) - 1, -1, -1)
            if frame.tokens[at].kind == "time" and role(frame, at) == "plain"
        ),
        None,
    )
    area = next(
        (token_area(frame, at, discourse) for at, token in enumerate(frame.tokens) if token.kind == "place" and not is_office(frame, at)),
        None,
    )
    is_list = block.kind != "heading" or block.end - block.start <= 16
    depth = _LIST_DEPTH + (block.depth if block.kind == "list_item" else 0) if is_list else block.depth
    discourse.headings = [heading for heading in discourse.headings if heading.depth < depth]
    discourse.headings.append(
        Heading(depth, time or (discourse.time if is_list else None), frame_status(frame), area or (discourse.area if is_list else None))
    )
    discourse.time = None
