"""Repair of what scanning did to the vocabulary of these programmes, where the repair is certain.

A rule is a frozen value. Its ``fragments`` are what the gate looks for, all rules in one pass; only if
one is there does the ``pattern`` run, and ``repair`` says what should stand in place of the match (None:
nothing certain). ``examples`` and ``rejects`` are its tests.

What counts as certain:

* ``phrase``: one syllable of a known phrase lost a letter or its marks ("trng tâm", "chỉ tiẽu",
  "đ xây dựng"). The damaged syllable must be impossible in Vietnamese and its neighbour intact; where it
  happens to be possible ("xây đựng", "theo chun mới") the phrase is listed by hand, because no sentence
  says that. What two phrases could have become is left alone, and so are "t đồng" and its like: a wrong
  power of ten is the worst repair there is.
* ``tr``: the letters "tr" read as "ừ" ("ừong"): no syllable begins with ừ and goes on with a vowel.
* ``number``: l, I, O within a number before a counted noun or after "năm" ("l5 xã", "năm 2O15").
* ``doc_number``: "s29/2013/QĐ-UBND", where the lost letter is that of "số".
* ``space``: a lost space between a word and a number, a number and its unit, the syllables of a known
  phrase, and after the full stop between two Vietnamese words.

Only texts that speak of the programmes are looked at; that is what makes a clean text of any other kind
cost four look-ups. To miss a repair costs a figure; to make a wrong one writes a false figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from ntm_extract.corpus.damage import damaged_phrases
from ntm_extract.corpus.syllables import is_syllable

_TOPIC = ("nghèo", "nông thôn", "OCOP", "NTM", "nôngthôn", "tiêu chí")
_L = r"[^\W\d_]"  # a letter


class Edit(NamedTuple):
    """One repair: the span, what stands there instead, and the rule that says so."""

    start: int
    end: int
    replacement: str
    rule: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of damage."""

    id: str
    fragments: Callable[[], tuple[str, ...]]  # one of them stands in every text the rule applies to
    pattern: Callable[[], re.Pattern[str]]
    repair: Callable[[re.Match[str]], str | None]
    examples: tuple[tuple[str, str], ...]
    rejects: tuple[str, ...]


def find_repairs(text: str) -> list[Edit]:
    """All certain repairs of a text in NFC, in order, without overlap; of two that overlap the first rule's."""
    if not any(word in text for word in _TOPIC):
        return []
    hits = set(_gate().find_matches_as_indexes(text)) if not text.isascii() else set()
    suspects = {_rule_of_fragment()[fragment] for fragment, _, _ in hits}
    edits: list[Edit] = []
    for index, rule in enumerate(RULES):
        if index not in suspects and rule.fragments is not None:
            continue
        for match in rule.pattern().finditer(text):
            replacement = rule.repair(match)
            if replacement is not None:
                edits.append(_trimmed(match.start(), match[0], replacement, rule.id))
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return [edit for previous, edit in pairwise([Edit(0, 0, "", ""), *edits]) if edit.start >= previous.end]


def _trimmed(start: int, old: str, new: str, rule: str) -> Edit:
    """Only what differs, so that the offsets of all else stay exact."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(start + head, start + len(old) - tail, new[head : len(new) - tail], rule)


# --- phrase -----------------------------------------------------------------------------------------


def _phrase_fragments() -> tuple[str, ...]:
    return tuple(damaged_phrases())


@cache
def _phrase_pattern() -> re.Pattern[str]:
    raise NotImplementedError
