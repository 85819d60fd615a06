r"""Text as the later stages read it, with an exact map back to the text as it was decoded.

Three kinds of change, in this order; all of them leave the quoted source alone, since every span is
mapped back before it is quoted.

1. **Characters.** Odd spaces and stray control characters become a space, odd line ends a newline
   (the ``\r`` of ``\r\n`` a space, a lone one a newline), fullwidth and mathematical letters and digits
   their plain form, Ð and ð (U+00D0, U+00F0) Đ and đ, Cyrillic and Greek look-alikes inside a Latin word
   the Latin letter: all one for one. Zero-width characters, soft hyphens and byte order marks are
   removed. Letters with combining marks are composed (NFC), each by itself. Dashes, quotes and the
   placement of tone marks stay.
2. **Lines and spaces** of a page: hard wraps, page numbers, doubled spaces (:mod:`ntm_extract.corpus.joins`); the last
   two, like the repairs, only in texts that speak of the programmes.
3. **Repairs** of scan damage: :mod:`ntm_extract.corpus.repairs`.

A text that needs nothing is recognised by one pass and returned as it is.

>>> result = normalise("Huye\u0323\u0302n co\u0301 15\u00a0xa\u0303")
>>> result.text, result.source_span(9, 11), result.identity
('Huyện có 15 xã', (12, 14), False)
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ntm_extract.corpus.joins import find_gaps, find_page_numbers, join_lines
from ntm_extract.corpus.repairs import Edit, find_repairs, speaks_of_programmes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

_PLAIN = (
    "\t\n\x20-\x7e\xa1-\xac\xae-\xcf\xd1-\xef\xf1-\u02ff\u1ea0-\u1ef9"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff\u2460-\u27bf"
)
_CLEAN = re.compile(f"[{_PLAIN}]*+")
_ODD = re.compile(f"[^{_PLAIN}\u0300-\u036f]")

_REMOVED = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]+")
_SPACES = frozenset("\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
_NEWLINES = frozenset("\x0b\x0c\x85\u2028\u2029")
_MOST_MARKS = 8  # more than any letter has; a longer run is an attack on the quadratic ordering of marks
_MARKS = re.compile(f"([\u0300-\u036f]{{1,{_MOST_MARKS}}})")
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaesijopcyxdqwABEZHIKMNOPTYXo",
)
_FOREIGN = re.compile("[\u0370-\u052f]")
_WORD = re.compile("[A-Za-z\xc0-\u024f\u0300-\u052f\u1ea0-\u1ef9]+")
_LATIN = re.compile("[A-Za-z\xc0-\u024f\u1ea0-\u1ef9]")


class OffsetMap:
    """Where the characters of an edited text come from; between two edits they are the source's own."""

    __slots__ = ("_edits", "_table")

    def __init__(self, edits: Sequence[tuple[int, int, str]]) -> None:
        """``edits``: source start and end, and what stands there now; in order, without overlap."""
        self._edits = edits
        self._table: tuple[list[int], list[int], list[int], list[int]] | None = None

    def _columns(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """Start and end of the edits, in the new text and in the old; made when the first span is asked for."""
        if self._table is None:
            new_starts, new_ends = [], []
            shift = 0
            for start, end, replacement in self._edits:
                new_starts.append(start + shift)
                shift += len(replacement) - (end - start)
                new_ends.append(end + shift)
            self._table = new_starts, new_ends, [edit[0] for edit in self._edits], [edit[1] for edit in self._edits]
        return self._table

    def source_start(self, position: int) -> int:
        """Where the character at ``position`` begins."""
        new_starts, new_ends, old_starts, old_ends = self._columns()
        index = bisect_right(new_starts, position) - 1
        if index < 0:
            return position
        past = position - new_ends[index]
        return old_ends[index] + past if past >= 0 else old_starts[index]

    def source_end(self, position: int) -> int:
        """Where the character at ``position`` ends."""
        new_starts, new_ends, _, old_ends = self._columns()
        index = bisect_right(new_starts, position) - 1
        if index < 0:
            return position + 1
        return old_ends[index] + max(0, position - new_ends[index] + 1)


class StarterMap:
    """Where the characters of a text come from that had each letter composed with its marks, and nothing else.

    One look at all characters of the source, several times as cheap as a list of the letters that were composed.
    """

    __slots__ = ("_starts",)

    def __init__(self, starts: np.ndarray[Any, np.dtype[np.int64]]) -> None:
        """``starts``: where each letter of the source stands, and at last the length of the source."""
        self._starts = starts

    def source_start(self, position: int) -> int:
        """Where the character at ``position`` begins."""
        return int(self._starts[position])

    def source_end(self, position: int) -> int:
        """Where the character at ``position`` ends."""
        return int(self._starts[position + 1])


class Normalised(NamedTuple):
    """A normalised text; ``identity`` says that it is the source text itself, character for character."""

    text: str
    identity: bool
    maps: tuple[OffsetMap | StarterMap, ...] = ()  # in the order they were made
    repairs: tuple[Edit, ...] = ()  # offsets in the text as it was before the repairs

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Find the span of the source that became ``text[start:end]``."""
        for offsets in reversed(self.maps):
            if start >= end:
                start = end = offsets.source_start(start)
            else:
                start, end = offsets.source_start(start), offsets.source_end(end - 1)
        return start, end


def normalise(source: str) -> Normalised:
    """Normalise one document; the rules stand at the head of this module."""
    text = source
    maps: list[OffsetMap | StarterMap] = []
    if not _CLEAN.fullmatch(text):
        odd = set(_ODD.findall(text))
        if odd:
            text = _replace_characters(text, odd)
            text = _substitute(text, [(m.start(), m.end(), "") for m in _REMOVED.finditer(text)], maps)
            if _FOREIGN.search("".join(odd)):
                text = _WORD.sub(_latinise, text)
        text = _compose(text, maps, plain=not odd or not _ODD.search(text))
    if not speaks_of_programmes(text):
        text = join_lines(text)
        return Normalised(text, text is source or text == source, tuple(maps))
    text = _substitute(text, find_page_numbers(text), maps)
    text = join_lines(text)
    text = _substitute(text, find_gaps(text), maps)
    repairs = tuple(find_repairs(text))
    text = _substitute(text, [(edit.start, edit.end, edit.replacement) for edit in repairs], maps)
    return Normalised(text, text is source or text == source, tuple(maps), repairs)


def _replace_characters(text: str, odd: set[str]) -> str:
    """Everything that is one character for one."""
    for char in sorted(odd):
        text = text.replace(char, _replacement(char))
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text


@lru_cache(maxsize=4096)
def _replacement(char: str) -> str:
    code = ord(char)
    if char in _SPACES:
        return " "
    if char in _NEWLINES:
        return "\n"
    if char == "\xd0":
        return "Đ"
    if char == "\xf0":
        return "đ"
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    if 0x1D400 <= code <= 0x1D7FF:
        plain = unicodedata.normalize("NFKC", char)
        return plain if plain.isascii() else char
    return " " if (code < 32 and char != "\r") or 0x7F <= code < 0xA0 else char


def _latinise(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(_LOOK_ALIKES) if _FOREIGN.search(word) and _LATIN.search(word) else word


def _compose(text: str, maps: list[OffsetMap | StarterMap], *, plain: bool) -> str:
    """NFC. ``plain``: the text has nothing but marks on Latin letters, which compose independently of each other."""
    if not _MARKS.search(text):
        return text
    if plain and (starts := _starters(text)) is not None:
        composed = unicodedata.normalize("NFC", text)
        if len(composed) == len(starts) - 1:
            maps.append(StarterMap(starts))
            return composed
    return _substitute(text, _compositions(text), maps)


def _starters(text: str) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    """Where the characters of a text stand that are no marks, and its length; None if a mark has none to stand on."""
    import numpy as np  # noqa: PLC0415 - few texts need it, and not every command has loaded it anyway

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    starts = np.append(np.flatnonzero(codes - 0x300 >= 0x70), len(text))  # unsigned: below 0x300 wraps to the top
    return starts if starts[0] == 0 and np.diff(starts).max() <= _MOST_MARKS + 1 else None


def _compositions(text: str) -> list[tuple[int, int, str]]:
    edits = []
    position = 0
    parts = _MARKS.split(text)
    for plain, marks in zip(parts[::2], parts[1::2], strict=False):
        position += len(plain)
        letter = plain[-1:] + marks
        composed = _composed(letter)
        if composed != letter and plain:
            edits.append((position - 1, position + len(marks), composed))
        position += len(marks)
    return edits


@lru_cache(maxsize=4096)
def _composed(letter: str) -> str:
    return unicodedata.normalize("NFC", letter)


def _substitute(text: str, edits: Sequence[tuple[int, int, str]], maps: list[OffsetMap | StarterMap]) -> str:
    if not edits:
        return text
    parts = []
    position = 0
    for start, end, replacement in edits:
        parts.append(text[position:start])
        parts.append(replacement)
        position = end
    parts.append(text[position:])
    maps.append(OffsetMap(edits))
    return "".join(parts)
