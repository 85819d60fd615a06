r"""Text as the later stages read it, with an exact map back to the text as it was decoded.

Three kinds of change, in this order; all of them leave the quoted source alone, since every span is
mapped back before it is quoted.

1. **Characters.** Odd spaces and stray control characters become a space, odd line ends a newline
   (the ``\r`` of ``\r\n`` a space, a lone one a newline), fullwidth and mathematical letters and digits
   their plain form, Ð and ð (U+00D0, U+00F0) Đ and đ, Cyrillic and Greek look-alikes inside a Latin word
   the Latin letter: all one for one. Zero-width characters, soft hyphens and byte order marks are
   removed. Letters with combining marks are composed (NFC), each by itself. Dashes, quotes and the
   placement of tone marks stay.
2. **Line joins.** In a text that is visibly hard-wrapped, the newline after a filled line that does not
   end a sentence becomes a space. Never before a list item, an empty line or after a line in capitals,
   never in a text whose lines are its paragraphs.
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
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ntm_extract.corpus.repairs import Edit, find_repairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLAIN = "\t\n\x20-\x7e\xa1-\xac\xae-\u02ff\u1ea0-\u1ef9\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff\u2460-\u27bf"
_CLEAN = re.compile(f"[{_PLAIN}]*+")
_ODD = re.compile(f"[^{_PLAIN}]|[\xd0\xf0]")

_REMOVED = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]+")
_SPACES = frozenset("\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
_NEWLINES = frozenset("\x0b\x0c\x85\u2028\u2029")
# eight marks are more than any letter has; a longer run is an attack on the quadratic ordering of marks
_COMBINED = re.compile("[^\\W\\d_][\u0300-\u036f]{1,8}")
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaesijopcyxdqwABEZHIKMNOPTYXo",
)
_MIXED = re.compile("[A-Za-z\xc0-\u024f\u0370-\u052f\u1ea0-\u1ef9]*[\u0370-\u052f][A-Za-z\xc0-\u024f\u0370-\u052f\u1ea0-\u1ef9]*")
_LATIN = re.compile("[A-Za-z\xc0-\u024f\u1ea0-\u1ef9]")

_LOWER = "a-z" + "".join(chr(code) for code in (*range(0xDF, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).islower())
_CONTINUED = re.compile(f"\n(?=[{_LOWER}])")
_LIST_ITEM = re.compile(r"[-+*•●○▪■–—·>|(]|\d{1,3}(?:\.\d{1,2})*[.)/]|[a-zđA-ZĐ][.)]|[IVX]{1,5}[.)]")
_ENDS = frozenset(".!?:;…”\"»|")


class OffsetMap:
    """Where the characters of an edited text come from; between two edits they are the source's own."""

    __slots__ = ("_new_ends", "_new_starts", "_old_ends", "_old_starts")

    def __init__(self, edits: Iterable[tuple[int, int, int]]) -> None:
        """``edits``: source start and end, and length of what stands there now; in order, without overlap."""
        self._old_starts: list[int] = []
        self._old_ends: list[int] = []
        self._new_starts: list[int] = []
        self._new_ends: list[int] = []
        shift = 0
        for start, end, length in edits:
            self._old_starts.append(start)
            self._old_ends.append(end)
            self._new_starts.append(start + shift)
            self._new_ends.append(start + shift + length)
            shift += length - (end - start)

    def source_start(self, position: int) -> int:
        """Where the character at ``position`` begins."""
        index = bisect_right(self._new_starts, position) - 1
        if index < 0:
            return position
        past = position - self._new_ends[index]
        return self._old_ends[index] + past if past >= 0 else self._old_starts[index]

    def source_end(self, position: int) -> int:
        """Where the character at ``position`` ends."""
        index = bisect_right(self._new_starts, position) - 1
        if index < 0:
            return position + 1
        past = position - self._new_ends[index]
        return self._old_ends[index] + past + 1 if past >= 0 else self._old_ends[index]


class Normalised(NamedTuple):
    """A normalised text; ``identity`` says that it is the source text itself, character for character."""

    text: str
    identity: bool
    maps: tuple[OffsetMap, ...] = ()  # in the order they were made
    repairs: tuple[Edit, ...] = ()  # offsets in the text as it was before the repairs

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that became ``text[start:end]``."""
        for offsets in reversed(self.maps):
            if start >= end:
                start = end = offsets.source_start(start)
            else:
                start, end = offsets.source_start(start), offsets.source_end(end - 1)
        return start, end


def normalise(source: str) -> Normalised:
    """Normalise one document; the rules stand at the head of this module."""
    text = source
    maps: list[OffsetMap] = []
    clean = _CLEAN.match(text)
    if clean is None or clean.end() < len(text) or "\xf0" in text or "\xd0" in text:
        text = _replace_characters(text)
        text = _substitute(text, [(m.start(), m.end(), "") for m in _REMOVED.finditer(text)], maps)
        text = _substitute(text, list(_compositions(text)), maps)
    text = join_lines(text)
    repairs = tuple(find_repairs(text))
    if repairs:
        text = _substitute(text, [(edit.start, edit.end, edit.replacement) for edit in repairs], maps)
    return Normalised(text, text is source or text == source, tuple(maps), repairs)


def join_lines(text: str) -> str:
    """Undo hard wraps, one character for one; the text itself if it has none."""
    # a text wrapped by a program breaks most lines within a sentence
    n_continued = len(_CONTINUED.findall(text))
    if n_continued < 3:
        return text
    lines = text.split("\n")
    filled = sorted(len(line.rstrip()) for line in lines if line and not line.isspace())
    width = filled[int(len(filled) * 0.9)]
    if not 45 <= width <= 180 or n_continued < 0.25 * len(filled) or filled[-1] > 2 * width:
        return text
    out = []
    for index, line in enumerate(lines[:-1]):
        out.append(line)
        out.append(" " if _continues(line.rstrip(), lines[index + 1], width) else "\n")
    return "".join(out) + lines[-1]


def _continues(line: str, following: str, width: int) -> bool:
    ahead = following.lstrip()
    if len(line) < max(30, 0.7 * width) or not ahead or line[-1] in _ENDS or _LIST_ITEM.match(ahead):
        return False
    first = ahead[0]
    if line.isupper():
        return False
    if first.islower():
        return True
    # before a figure or a name the line must be so full that the next word had no room
    room = width - len(line)
    word = len(ahead.split(maxsplit=1)[0])
    return (first.isdigit() or first.isalpha()) and room <= word + 4 and not ahead[:40].isupper()


def _replace_characters(text: str) -> str:
    """Everything that is one character for one."""
    table = {}
    for char in set(_ODD.findall(text)):
        new = _replacement(char)
        if new != char:
            table[char] = new
    for char, new in table.items():
        text = text.replace(char, new)
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return _MIXED.sub(_latinise, text) if _MIXED.search(text) else text


@cache
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
    return " " if code < 32 and char != "\r" or 0x7F <= code < 0xA0 else char


def _latinise(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(_LOOK_ALIKES) if _LATIN.search(word) else word


def _compositions(text: str) -> Iterable[tuple[int, int, str]]:
    for match in _COMBINED.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0]:
            yield match.start(), match.end(), composed


def _substitute(text: str, edits: Sequence[tuple[int, int, str]], maps: list[OffsetMap]) -> str:
    if not edits:
        return text
    parts = []
    position = 0
    for start, end, replacement in edits:
        parts.append(text[position:start])
        parts.append(replacement)
        position = end
    parts.append(text[position:])
    maps.append(OffsetMap((start, end, len(replacement)) for start, end, replacement in edits))
    return "".join(parts)
