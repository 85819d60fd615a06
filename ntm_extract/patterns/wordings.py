"""Wordings: where the phrases of the catalogue stand in a text.

One Aho-Corasick automaton holds every phrase of the catalogue and finds all of them in one pass
over the lower-cased text. A match counts only between word boundaries. Where matches overlap, a
phrase about the subject wins over a word that merely frames a figure, and a longer match wins
over a shorter one: "tỷ lệ hộ cận nghèo" is one wording, not three.

>>> from ntm_extract.reference.catalogue import load_catalogue
>>> scanner = WordingScanner(load_catalogue())
>>> [wording.concepts for wording in scanner.scan("tỷ lệ hộ nghèo giảm còn 3%")]
[('poverty_rate',), ('level_verb',)]
"""

from __future__ import annotations

from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from ntm_extract.reference.catalogue import Catalogue

# words of the frame that must not be broken up: "chuẩn hộ nghèo" is no "hộ nghèo", "thời điểm" no "điểm"
_AS_STRONG = frozenset(
    {"estimate", "norm", "shield", "said", "anaphora", "reward", "now", "undated", "this_year", "last_year", "next_year"}
)


_Hit = tuple[int, int, int]  # start, negative end (so that the longest comes first), phrase


class Wording(NamedTuple):
    """A phrase of the catalogue in a text, and the concepts it stands for."""

    start: int
    end: int
    concepts: tuple[str, ...]


class WordingScanner:
    """Finds the wordings of a text; immutable once made."""

    __slots__ = ("_automaton", "_concepts", "_rank")

    def __init__(self, catalogue: Catalogue) -> None:
        phrases = sorted(catalogue.phrases)
        self._concepts = [catalogue.phrases[phrase] for phrase in phrases]
        self._rank = [
            0 if any(concept in catalogue.topical or concept in _AS_STRONG for concept in concepts) else 1
            for concepts in self._concepts
        ]
        self._automaton = AhoCorasick(phrases, matchkind=MatchKind.Standard, store_patterns=False)

    def scan(self, lower: str) -> list[Wording]:
        """Wordings of a lower-cased text, in order, without overlaps."""
        around = f" {lower} "  # so that every hit has a character before and behind it
        rank = self._rank
        hits: tuple[list[_Hit], list[_Hit]] = ([], [])
        for index, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            if not around[start].isalpha() and not around[end + 1].isalpha():
                hits[rank[index]].append((start, -end, index))
        topical = _leftmost_longest(sorted(hits[0]))
        # first what overlaps none of them: "đã đạt chuẩn nông thôn mới" keeps its "đã" though "đã đạt" is lost
        kept = topical + _leftmost_longest(_outside(sorted(hits[1]), topical))
        kept.sort()
        concepts = self._concepts
        return [Wording(start, -negative_end, concepts[index]) for start, negative_end, index in kept]


def _leftmost_longest(hits: list[_Hit]) -> list[_Hit]:
    """Hits without overlaps: the first to start, the longest of these."""
    kept = []
    reached = 0
    for hit in hits:
        if hit[0] >= reached:
            kept.append(hit)
            reached = -hit[1]
    return kept


def _outside(hits: list[_Hit], taken: list[_Hit]) -> list[_Hit]:
    """Hits that overlap none of the taken ones; both are in order."""
    kept = []
    at = 0
    for hit in hits:
        start, end = hit[0], -hit[1]
        while at < len(taken) and -taken[at][1] <= start:
            at += 1
        if at == len(taken) or taken[at][0] >= end:
            kept.append(hit)
    return kept
