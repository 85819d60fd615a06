"""The one door to underthesea: the words of a sentence, as spans of the very text that was given.

underthesea keeps no offsets, rewrites tone marks and joins what white space parts. Here its tokens are laid over the
text again, letter by letter, with tone marks and case left out of the comparison; a sentence whose tokens cannot
be laid over it gives nothing rather than a shifted span.

The library takes a third of a second to import and its models a second more, so both wait for the first question: a
run that asks none never loads it. Nothing is asked about more than ``LONGEST`` characters.

>>> text = "Sản phẩm  hoà tan"
>>> align(text, ["Sản phẩm", "hòa", "tan"])
[Span(start=0, end=8), Span(start=10, end=13), Span(start=14, end=17)]
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from types import ModuleType

LONGEST: Final = 2_000
"""Code points of the longest sentence the models are asked about."""


class Span(NamedTuple):
    """A half-open span of code points."""

    start: int
    end: int


class Word(NamedTuple):
    """A word with its part of speech (N, Np, V, A, E, C, CH …)."""

    start: int
    end: int
    tag: str


def words(text: str) -> list[Word]:
    """The words of a sentence with their parts of speech; [] where they cannot be laid over the text."""
    if not text.strip() or len(text) > LONGEST:
        return []
    tagged: Sequence[Sequence[str]] = _library().pos_tag(text)
    spans = align(text, [entry[0] for entry in tagged])
    return [Word(*span, entry[1]) for span, entry in zip(spans, tagged, strict=False)]


def align(text: str, tokens: Iterable[str]) -> list[Span]:
    """Where the tokens stand in the text; [] as soon as one does not."""
    spans: list[Span] = []
    at = 0
    size = len(text)
    for token in tokens:
        start = -1
        for letter in token:
            if letter.isspace() or letter == "_":
                continue
            while at < size and text[at].isspace():
                at += 1
            if at >= size or _bare(text[at]) != _bare(letter):
                return []
            if start < 0:
                start = at
            at += 1
        if start < 0:
            return []
        spans.append(Span(start, at))
    return spans


def _bare(letter: str) -> str:
    """A letter without case and tone; underthesea may move a tone to the neighbouring vowel."""
    marks = unicodedata.normalize("NFD", letter.lower())
    return marks[0]


@cache
def _library() -> ModuleType:
    import underthesea  # noqa: PLC0415  # a third of a second, for the few documents that need it

    library: Any = underthesea
    return library  # type: ignore[no-any-return]
