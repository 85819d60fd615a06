"""Figures near the subject that gave no row, and how they are worded: where the next rule is worth writing.

**Which figures.** One that counts or measures, gave no observation, and stands in a sentence with a wording of an
indicator or of one of the programmes (:data:`LOOSE` wordings, which are about anything, do not make a sentence one of
the subject). Its unit must be one that an indicator has. A number before a noun that is no unit is taken as well when
the wording stands within a few words of it: "12 gia đình thuộc diện hộ nghèo" may need a unit, "lớp 5" far from any
wording does not. A sentence that several texts share is looked at once.

**How they are worded.** The words around a figure (:class:`Gap`) are those of its clause, at most ``_REACH`` on either
side: the figure is its kind (``<count> hộ``), other figures, times and places are masked likewise, a wording of the
catalogue is one word. A *wording* is a window cut from these. The windows are chosen one after the other, each time
the one that says most for the most figures not yet explained: the number of figures it adds times the words of meaning
in it, where a wording of the catalogue counts twice. So "<count> hộ thoát nghèo" is chosen before "<count> hộ" and
before a whole sentence that stands once. Windows of small words only come last, and what is left stands alone.

**In which order.** First the wordings with one of the catalogue in them (a figure right beside the subject that no rule
reads), then those with other words of meaning, then those of small words; in each, the most common comes first.
A wording that many figures have is told apart by the words before and behind it ("tại <count> huyện nghèo" places
something else, "có <count> huyện nghèo" counts).

>>> from ntm_extract.instruments.gaps import Gap, group
>>> said = [("hộ", "nghèo", "thoát"), ("hộ", "nghèo", "bỏ"), ("con", "gà", "chết")]
>>> gaps = [Gap("r", f"{n}.txt", "", 0, 0, (), "<count>", tuple((w, 1) for w in words)) for n, words in enumerate(said)]
>>> [(found.wording, found.figures) for found in group(gaps)]
[('<count> hộ nghèo', 2), ('<count> con gà chết', 1)]
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ntm_extract.attribution.frame import FILLER, Frame, is_topical
from ntm_extract.numerals import THOUSAND_POWERS
from ntm_extract.tabulate import NO_FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from ntm_extract.analysis import Analysis
    from ntm_extract.attribution.frame import Token
    from ntm_extract.model import Figure, Sentence
    from ntm_extract.output.rows import FiguresRow
    from ntm_extract.reference.catalogue import Catalogue

# wordings that say what a sentence is about only beside others: they stand in texts on anything
LOOSE: Final = frozenset({
    "ntm_weak", "newly", "other_standard", "other_income", "reward", "funding", "road_building", "ocop_assessed", "ocop_points",
})  # fmt: skip
_WITH_NOUN: Final = frozenset({"count", "ratio", "range", "average"})  # kinds whose noun says what is counted
_REACH: Final = 4  # words on either side
_LONGEST: Final = 5  # words of a window beside the figure
_NEIGHBOURS: Final = 4
_WORD: Final = re.compile(r"\w+")

Word = tuple[str, int]
"""A word and its weight: 0 says nothing of what is counted, 1 a word, 2 a wording of the catalogue."""


Window = tuple[Word, ...]
"""A figure with some of the words around it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure without an observation, with the words around it, the nearest next to it."""

    reason: str
    doc_id: str
    sentence: str
    start: int  # of the quote, in the sentence
    end: int
    before: tuple[Word, ...]
    mask: str
    after: tuple[Word, ...]

    def windows(self) -> Iterator[Window]:
        """Every window around the figure."""
        for left in range(len(self.before) + 1):
            for right in range(min(len(self.after), _LONGEST - left) + 1):
                if left + right:
                    yield self.window(left, right)

    def window(self, left: int, right: int) -> Window:
        """The window of so many words on either side, or of as many as there are."""
        before, after = self.before[max(0, len(self.before) - left) :], self.after[:right]
        return (*before, (self.mask, 0), *after)


@dataclass(frozen=True, slots=True)
class GapWording:
    """A wording with the figures that have it; ``example`` is the shortest sentence."""

    reason: str
    wording: str
    tells: int  # weight of the most telling word: 2 a wording of the catalogue, 1 a word of meaning, 0 small words only
    figures: int
    documents: int
    before: tuple[tuple[str, int], ...]  # the words most often before it, each with how often
    behind: tuple[tuple[str, int], ...]
    example: Gap


class GapFinder:
    """Finds the gaps of documents; remembers the sentences it has seen."""

    def __init__(self, catalogue: Catalogue) -> None:
        concepts = {concept for concept in catalogue.topical if ":" not in concept}
        self._topics = concepts - LOOSE
        self._units = {unit for item in catalogue.indicators.values() for unit in item.units}
        self._units |= {unit for _, unit in catalogue.by_concept}
        self._seen: set[str] = set()

    def find(self, found: Analysis, figures: Sequence[FiguresRow]) -> Iterator[Gap]:
        """The gaps of one document."""
        lower = found.lower
        starts = [figure.start for figure in found.figures]
        cues, places = [cue.start for cue in found.cues], [place.start for place in found.places]
        for sentence in found.sentences:
            first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            if not any(_is_gap(row) for row in figures[first:last]):
                continue
            here = found.cues[bisect_left(cues, sentence.start) : bisect_left(cues, sentence.end)]
            if self._topics.isdisjoint(concept for cue in here for concept in cue.concepts):
                continue
            said = " ".join(lower[sentence.start : sentence.end].split())
            if said in self._seen:
                continue
            self._seen.add(said)
            named = found.places[bisect_left(places, sentence.start) : bisect_left(places, sentence.end)]
            frame = Frame(lower, (sentence.start, sentence.end), found.figures[first:last], here, named)
            for at, row in enumerate(figures[first:last]):
                if _is_gap(row) and self._fits(frame, at):
                    words = _masked(frame, frame.at_figure[at], self._topics, lower)
                    yield _gap(found, row, sentence, *words)

    def _fits(self, frame: Frame, index: int) -> bool:
        """Whether the figure could be one of an indicator."""
        at = frame.at_figure.get(index)
        if at is None:
            return False  # the second half of a pair
        unit = frame.figures[index].unit
        if unit is not None:
            return unit in self._units
        near = frame.tokens[max(0, at - _REACH) : at + _REACH + 1]
        return any(not self._topics.isdisjoint(token.concepts) for token in near)


def _is_gap(row: FiguresRow) -> bool:
    return not row.n_observations and row.reason is not None and row.kind not in NO_FIGURE


def _gap(found: Analysis, row: FiguresRow, sentence: Sentence, words: Sequence[Word | None], at: int) -> Gap:
    before: list[Word] = []
    for word in reversed(words[:at]):
        if word is None or len(before) == _REACH:
            break
        before.insert(0, word)
    after: list[Word] = []
    for word in words[at + 1 :]:
        if word is None or len(after) == _REACH:
            break
        after.append(word)
    start, end = found.normalised.source_span(sentence.start, sentence.end)
    return Gap(
        row.reason or "", row.doc_id, found.document.text[start:end], row.char_start - start, row.char_end - start,
        tuple(before), f"<{row.kind}>", tuple(after),
    )


def _masked(frame: Frame, wanted: int, topics: AbstractSet[str], lower: str) -> tuple[list[Word | None], int]:
    """The words of a sentence with figures, times and places masked, None at the end of a clause; and which is ``wanted``."""
    words: list[Word | None] = []
    place = 0
    for at, token in enumerate(frame.tokens):
        if at == wanted:
            place = len(words)
        if token.kind == "mark":
            if frame.is_break(at):
                words.append(None)
        elif token.kind == "figure":
            words += _figure(frame.figure(at), lower)
        elif token.kind in ("cue", "word"):
            words.append(_word(token, topics, lower))
        else:
            mask = ("<number>" if token.kind == "other" else f"<{token.kind}>", 0)
            if not words or words[-1] != mask:  # a list of places is a place
                words.append(mask)
    return words, place


def _figure(figure: Figure, lower: str) -> list[Word]:
    """The kind of a figure, and the noun of what it counts."""
    words: list[Word] = [(f"<{figure.kind}>", 0)]
    if figure.kind in _WITH_NOUN:
        nouns = [word for word in _WORD.findall(lower, figure.number_end, figure.end) if word not in THOUSAND_POWERS]
        words += [(word, int(word not in FILLER)) for word in nouns if not word.isdigit()]
    return words


def _word(token: Token, topics: AbstractSet[str], lower: str) -> Word:
    text = " ".join(lower[token.start : token.end].split())
    if token.kind == "cue":
        return text, 0 if not is_topical(token.concepts) else 1 if topics.isdisjoint(token.concepts) else 2
    return ("<number>", 0) if text.isdigit() else (text, int(text not in FILLER))


def group(gaps: Iterable[Gap]) -> list[GapWording]:
    """The gaps by reason and wording, in the order of the module's docstring."""
    by_reason: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        by_reason[gap.reason].append(gap)
    return [wording for reason in sorted(by_reason) for wording in _wordings(by_reason[reason])]


def _wordings(gaps: Sequence[Gap]) -> list[GapWording]:
    having: dict[Window, set[int]] = defaultdict(set)
    for index, gap in enumerate(gaps):
        for window in gap.windows():
            having[window].add(index)
    left = set(range(len(gaps)))
    chosen: list[tuple[Window, set[int]]] = []
    for telling in (True, False):  # windows of small words come last
        chosen += _cover({window: having[window] for window in having if bool(_weight(window)) is telling}, left)
    chosen += [(gaps[index].window(2, 3), {index}) for index in left]
    found = [_found(window, [gaps[index] for index in sorted(indices)]) for window, indices in chosen]
    return sorted(found, key=lambda item: (-item.tells, -item.documents, -item.figures, item.wording, item.example.sentence))


def _weight(window: Window) -> int:
    return sum(weight for _, weight in window)


def _cover(having: dict[Window, set[int]], left: set[int]) -> list[tuple[Window, set[int]]]:
    """Choose windows that several of the gaps ``left`` have, the most telling first; takes their gaps out of ``left``.

    A window is worth less once its gaps are explained by another one, never more, so it is weighed anew when it comes up.
    """

    def worth(window: Window) -> float:
        return (len(having[window] & left) - 1) * (_weight(window) + 0.1 * len(window))

    queue = [(-worth(window), window) for window, indices in having.items() if len(indices) > 1]
    heapq.heapify(queue)
    chosen = []
    while queue:
        value, window = heapq.heappop(queue)
        now = worth(window)
        if now <= 0:
            continue
        if -value > now:
            heapq.heappush(queue, (-now, window))
            continue
        indices = having[window] & left
        chosen.append((window, indices))
        left -= indices
    return chosen


def _found(window: Window, gaps: Sequence[Gap]) -> GapWording:
    example = min(gaps, key=lambda gap: (len(gap.sentence), gap.doc_id, gap.start))
    said, tells = " ".join(word for word, _ in window), max(weight for _, weight in window)
    left = _left(window, gaps[0])
    right = len(window) - left - 1
    before = Counter(gap.before[-left - 1][0] for gap in gaps if len(gap.before) > left)
    behind = Counter(gap.after[right][0] for gap in gaps if len(gap.after) > right)
    documents = len({gap.doc_id for gap in gaps})
    return GapWording(example.reason, said, tells, len(gaps), documents, _ranked(before), _ranked(behind), example)


def _left(window: Window, gap: Gap) -> int:
    """How many words of the window stand before the figure."""
    return next(left for left in range(len(window)) if gap.window(left, len(window) - left - 1) == window)


def _ranked(words: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(words.items(), key=lambda item: (-item[1], item[0])))[:_NEIGHBOURS]
