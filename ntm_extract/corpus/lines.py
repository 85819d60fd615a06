"""The lines of a normalised text, and what each one is before its neighbours are looked at.

Lines that a scan or a fixed page width parted in mid-sentence are one line again: the next line begins with a
small letter (or the line ends in "TP." or an initial), no blank line lies between, neither of them is furniture
or a marker. Where a text shows that it was broken so, full lines are also joined to one that begins with a
capital or a number. Two lines wrongly left apart cost a figure its subject; two wrongly joined only blur a
heading, so the joined line must have been long.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from ntm_extract.corpus.furniture import (
    CUE_HEADS,
    FOOT_OPENINGS,
    MAX_CUE,
    cue_class,
    is_dateline,
    is_photo_caption,
    line_class,
)

PARAGRAPH: Final = "paragraph"
FURNITURE: Final = "furniture"
SHORT: Final = "short"  # no final stop: heading, caption, byline, cell or the rest of a sentence
OPEN: Final = "open"  # ends in ";"
BULLET: Final = "bullet"
NUMBERED: Final = "numbered"
MARKDOWN: Final = "markdown"
CELL: Final = "cell"  # a bare number

UPPER: Final = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
STOPS: Final = frozenset(".!?…")
MAX_SHORT: Final = 160
_MAX_JOINED: Final = 8000  # no paragraph is longer; joining without end would take quadratic time

_BODY_FIRST: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ“\"‘'ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ") | frozenset(
    map(chr, range(0x1EA0, 0x1EFA, 2))
)
_PLAIN_LAST: Final = frozenset('.!?…”"')
_NUMBERED_WORDS: Final = frozenset(("Phầ", "Chư", "Điề", "Mục"))
_NO_PROSE_HEADS: Final = CUE_HEADS | {word.lower() for word in _NUMBERED_WORDS}
_UNFINISHED: Final = frozenset(("TP.", "Tp.", "TX.", "TT.", "TS.", "GS.", "hS.", "hs.", "BS.", "Mr."))
LOWER: Final = "a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2)))
_BROKEN: Final = re.compile(rf"\n(?:[^\S\n]*[{LOWER}(]|(?<=(?:TP|Tp|TX|TT|TS|GS|hS|hs|BS|Mr)\.\n))")
_NO_JOIN: Final = frozenset(".!?…:;")
_BULLETS: Final = "•●▪■◦·○♦►➢✓✔➤‣❖"
_NUMBER: Final = re.compile(r"[-+]?\d[\d.,/]*%?\Z")
_INITIAL_END: Final = re.compile(rf"(?:^|[\s.])[{UPPER}]\.\Z")


class Layout(NamedTuple):
    """Parallel lists, one entry per line that is not blank; ``roles`` and ``depths`` are filled in later."""

    starts: list[int]
    indents: list[int]
    lines: list[str]
    gaps: list[bool]  # a blank line stands before
    roles: list[str]
    depths: list[int]


@cache
def marker_pattern() -> re.Pattern[str]:
    """Marker at the head of a line; the group that matched is its kind."""
    return re.compile(
        rf"(?P<bullet>[{_BULLETS}]|[-–—+*](?![-–—+*\d])|o(?=\s+(?-i:[{UPPER}])))\s*(?=\S)"
        r"|(?P<markdown>#{1,6})\s+(?=\S)"
        r"|(?P<part>(?:phần|chương)\s+(?:thứ\s+\w+|[ivxlc]+|\d{1,2})(?=[\s.:]|\Z))"
        r"|(?P<article>điều\s+\d{1,3}(?=[.:]))"
        r"|(?P<section>mục\s+(?:[ivxlc]+|\d{1,2})(?=[.:]))"
        r"|(?P<three>\d{1,2}\.\d{1,2}\.\d{1,2})[.)]?\s+(?=[^\W\d])"
        rf"|(?P<two>\d{{1,2}}\.\d{{1,2}})(?:[.)]\s*|\s+)(?=(?-i:[{UPPER}“\"]))"
        r"|(?P<one>\(?\d{1,2}[.)/])(?:\s+(?=\S)|(?=[^\W\d]))"
        r"|(?P<roman>(?-i:[IVXL]{1,5})[.)/-])\s*(?=\S)"
        rf"|(?P<letter>(?-i:[A-HĐ])\.)\s+(?=(?-i:[{UPPER}]))"
        r"|(?P<alpha>\(?(?-i:[a-zđ])[.)])\s*(?=\S)",
        re.IGNORECASE,
    )


def read_lines(text: str) -> Layout:
    """Lines that are not blank, stripped, with those joined that belong together."""
    starts: list[int] = []
    lines: list[str] = []
    gaps: list[bool] = []
    indented: list[tuple[int, int]] = []
    widths: list[int] = []
    broken = _BROKEN.search(text) is not None
    offset, gap = 0, True
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            gap = True
            offset += len(raw) + 1
            continue
        start = offset
        if line is not raw and raw[0] != line[0]:
            start += raw.index(line[0])
            indented.append((len(lines), start - offset))
        if broken and not gap and _continues(lines[-1], line):
            widths.append(len(lines[-1]) - lines[-1].rfind("\n") - 1)
            lines[-1] = text[starts[-1] : start + len(line)]
            if indented and indented[-1][0] == len(lines):
                indented.pop()
        else:
            starts.append(start)
            lines.append(line)
            gaps.append(gap)
        gap = False
        offset += len(raw) + 1
    indents = [0] * len(lines)
    for index, indent in indented:
        indents[index] = indent
    page = Layout(starts, indents, lines, gaps, [], [0] * len(lines))
    if len(widths) >= 3 and len(widths) * 5 >= len(lines):
        return _join_full_lines(text, page, sorted(widths)[len(widths) // 2])
    return page


def _continues(line: str, following: str) -> bool:
    """Whether ``following`` is the rest of ``line``."""
    if following[0] == "(":
        return _INITIAL_END.search(line) is not None
    if line[-3:] in _UNFINISHED:
        return following[0].isupper() and len(line) >= 20
    if (
        not following[0].islower()
        or not 40 <= len(line) <= _MAX_JOINED
        or (line[-1] in _NO_JOIN and not _INITIAL_END.search(line))
    ):
        return False
    if following[1:2] in (")", ".") or following[:2] == "o ":
        return False
    return line_class(following) is None and line_class(line) is None


def _join_full_lines(text: str, page: Layout, width: int) -> Layout:
    """Join lines of the page's full width to what follows them."""
    joined = Layout([], [], [], [], [], [])
    for start, indent, line, gap in zip(page.starts, page.indents, page.lines, page.gaps, strict=True):
        if joined.lines and not gap:
            before = joined.lines[-1]
            full = len(before) - before.rfind("\n") - 1 >= 0.85 * width
            if (
                full
                and len(before) <= _MAX_JOINED
                and before[-1] not in _NO_JOIN
                and not before.isupper()
                and marker_pattern().match(line) is None
                and line_class(line) is None
                and line_class(before) is None
            ):
                joined.lines[-1] = text[joined.starts[-1] : start + len(line)]
                continue
        joined.starts.append(start)
        joined.indents.append(indent)
        joined.lines.append(line)
        joined.gaps.append(gap)
        joined.depths.append(0)
    return joined


def ends_sentence(line: str) -> bool:
    """Whether the line ends like a sentence, closing quotes and brackets aside."""
    return line.rstrip("”\"’')»] ")[-1:] in STOPS


def line_roles(lines: list[str]) -> list[str]:
    """:func:`line_role` of every line; the test for plain prose is inlined, as nearly all lines are that."""
    return [
        PARAGRAPH
        if line[-1] in _PLAIN_LAST
        and line[0] in _BODY_FIRST
        and line[:4] not in FOOT_OPENINGS
        and "." not in line[1:6]
        and (":" not in line or line.find(":", -60) < 0)
        and (len(line) > MAX_CUE or _is_short_prose(line))
        else line_role(line)
        for line in lines
    ]


def _is_short_prose(line: str) -> bool:
    """Whether a short line that reads as a sentence can be no cue, credit, numbered line or row."""
    return (
        line[:3].lower() not in _NO_PROSE_HEADS
        and line[0] not in "ẢH"
        and "(" not in line
        and "|" not in line
        and "\t" not in line
    )


def line_role(line: str, *, furniture: bool = True) -> str:
    """Role of a line judged alone: a class of furniture, a block kind, or one of this module's roles."""
    first, last = line[0], line[-1]
    plain = first in _BODY_FIRST and "." not in line[1:6]
    if plain and last in _PLAIN_LAST and line[:4] not in FOOT_OPENINGS:
        # Reads as a sentence; only a cue, a photo credit or a row of cells can still look so.
        if len(line) <= MAX_CUE:
            if furniture and (cue := cue_class(line)) is not None:
                return cue
            if line[:3] in _NUMBERED_WORDS and marker_pattern().match(line) is not None:
                return NUMBERED
        if is_photo_caption(line):
            return "caption"
        return "table_row" if " | " in line or "\t" in line else PARAGRAPH
    if furniture and (found := line_class(line)) is not None:
        return found
    if is_photo_caption(line):
        return "caption"
    if is_dateline(line):
        return "dateline"
    if " | " in line or "\t" in line or first == "|":
        return "table_row"
    if not plain and (marker := marker_pattern().match(line)) is not None:
        kind = marker.lastgroup
        return BULLET if kind == "bullet" else MARKDOWN if kind == "markdown" else NUMBERED
    if plain and line[:3].capitalize() in _NUMBERED_WORDS and marker_pattern().match(line) is not None:
        return NUMBERED
    if last == ";":
        return OPEN
    if ends_sentence(line):
        return PARAGRAPH
    if (last.isdigit() or last == "%" or first.isdigit()) and ":" not in line:
        words = line.split()
        numbers = len([word for word in words if _NUMBER.match(word)])
        if numbers == len(words):
            return CELL
        if numbers >= 3 and numbers * 3 >= len(words) and len(line) <= MAX_SHORT:
            return "table_row"
    if len(line) <= MAX_SHORT:
        return SHORT
    return PARAGRAPH
