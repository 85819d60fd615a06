"""Repair of what scanning did to the vocabulary of these programmes, where the repair is certain.

A rule is a frozen value. ``suspects`` says of a single word of the text, as spaces part it, whether it may be damaged so;
only if there is such a word does the ``pattern`` run, and ``repair`` says what should stand in place of the match (None:
nothing certain). ``examples`` and ``rejects`` are its tests.

What counts as certain:

* ``word``: a word that no Vietnamese syllable is spelt like, where the vocabulary leaves one answer
  (:mod:`ntm_extract.corpus.damage`): "trng tâm", "chỉ tiẽu", "đxây dựng", "hộnghèo".
* ``confused``: the damaged word is a syllable, but no sentence has it in this company: "xây đựng", "theo chun mới".
* ``tr``: the letters "tr" read as "ừ" ("ừong"): no syllable begins with ừ and goes on with a vowel.
* ``number``: l, I, O among the digits of a number before a counted noun, of a ratio ("6l/85 xã") or of a date.
* ``decimal``: a space before the comma or stop of a number ("63 ,2 triệu"). A space behind it may part two numbers.
* ``doc_number``: "s29/2013/QĐ-UBND", where the lost letter is that of "số".
* ``space_...``: a lost space between a word and a number, a number and its unit, a word and a name, and after the full stop
  between two Vietnamese words; with it a full stop where a word that opens sentences follows ("làm đườngTheo báo cáo").
* ``context``: in a text where letters of several words were restored, a syllable that is not the one meant ("tỷ lê hộ nghèo").

Only texts that speak of the programmes are looked at, and of their words each only once; that is what makes a clean text
of any other kind cost three look-ups. To miss a repair costs a figure; to make a wrong one writes a false figure.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from ntm_extract.corpus.number_repairs import NUMBER_RULES
from ntm_extract.corpus.space_repairs import SPACE_RULES
from ntm_extract.corpus.syllables import is_syllable
from ntm_extract.corpus.word_repairs import CONFUSED_WORDS, CONTEXT, WORD_RULES

if TYPE_CHECKING:
    import re

    from ntm_extract.corpus.repair_rule import Repair

_TOPIC: Final = ("nông th", "nghèo", "OCOP")
RULES: Final[tuple[Repair, ...]] = (*WORD_RULES, *NUMBER_RULES, *SPACE_RULES)
_OF_LETTERS: Final = frozenset({"word", "tr", "confused"})
_MANY: Final = 2  # restored words that make a text a damaged one


class Edit(NamedTuple):
    """One repair: the span, what stands there instead, and the rule that says so."""

    start: int
    end: int
    replacement: str
    rule: str


def speaks_of_programmes(text: str) -> bool:
    """Whether a word of them is in the text, which is all that most texts are asked."""
    return any(word in text for word in _TOPIC)


def find_repairs(text: str) -> list[Edit]:
    """All certain repairs of a text in NFC, in order and without overlap."""
    if not speaks_of_programmes(text):
        return []
    suspects: dict[int, list[str]] = defaultdict(list)
    for word in [word for word in set(text.split()) if _rules_for(word)]:
        for index in _rules_for(word):
            suspects[index].append(word)
    if not suspects:
        return []
    edits: list[Edit] = []
    for index, words in sorted(suspects.items()):
        rule = RULES[index]
        edits += _applied(rule, rule.pattern(words), text)
    if sum(edit.rule in _OF_LETTERS and edit.replacement != " " for edit in edits) >= _MANY:
        edits += _applied(CONTEXT, CONTEXT.pattern(()), text)
    edits.sort(key=lambda edit: edit[:2])
    return [
        edit for previous, edit in pairwise([Edit(0, 0, "", ""), *edits])
        if edit.start >= previous.end and edit[:2] != previous[:2]
    ]


@lru_cache(maxsize=1 << 16)
def _rules_for(word: str) -> tuple[int, ...]:
    """The rules that suspect a word, by their places in RULES."""
    if word.isalpha() and is_syllable(word) and word.lower() not in CONFUSED_WORDS:
        return ()
    return tuple(index for index, rule in enumerate(RULES) if rule.suspects(word))


def _applied(rule: Repair, pattern: re.Pattern[str], text: str) -> list[Edit]:
    edits = []
    for match in pattern.finditer(text):
        replacement = rule.repair(match)
        if replacement is not None:
            edits.append(_trimmed(match.start(), match[0], replacement, rule.id))
    return edits


def _trimmed(start: int, old: str, new: str, rule: str) -> Edit:
    """Only what differs, so that the offsets of all else stay exact."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(start + head, start + len(old) - tail, new[head : len(new) - tail], rule)
