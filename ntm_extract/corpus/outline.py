"""Tables, lists and headings among the lines of a page that are neither furniture nor plain prose.

* A numbered line is a heading when it is short, does not end like a sentence, something follows it, and the lines
  around it are not numbered alike; else it is an item (or, after "Điều 3.", a paragraph).
* A line without a marker is a heading when it is short, has no final stop and prose or a list follows, or when it
  ends in a colon.
* Depth of a heading, outermost first: 1 Phần, Chương; 2 ``I.``, ``A.``, Mục, Điều, capitals; 3 ``1.``, plain lines;
  4 ``1.1``; 5 ``1.1.1``; 6 ``a)``; 7 a line ended by a colon, which governs what it introduces. Markdown: its level.
* Depth of an item: 1 for the first marker of its list; a new marker, or the same one further in, is one deeper; a
  marker met before closes what lies below it. Prose or a heading ends the list.
* Six or more short lines in a row, a quarter of them bare numbers, are a table read cell by cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ntm_extract.corpus.lines import (
    BULLET,
    CELL,
    FURNITURE,
    MARKDOWN,
    MAX_SHORT,
    NUMBERED,
    OPEN,
    PARAGRAPH,
    SHORT,
    ends_sentence,
    marker_pattern,
)

if TYPE_CHECKING:
    from ntm_extract.corpus.lines import Layout

_DEPTHS: Final = {
    "part": 1, "roman": 2, "letter": 2, "section": 2, "article": 2, "one": 3, "two": 4, "three": 5, "alpha": 6,
}  # fmt: skip
_CAPITALS_DEPTH: Final = 2
_PLAIN_DEPTH: Final = 3
_COLON_DEPTH: Final = 7
_MAX_HEADING: Final = 100
_MAX_CELL: Final = 40
_TABLE_RUN: Final = 6
_SAME_BULLET: Final = str.maketrans("–—", "--")
_ITEM: Final = "list_item"


def settle_outline(page: Layout) -> None:
    """Turn the roles that are left into block kinds, and give headings and items their depth."""
    _settle_tables(page)
    _settle_open_lists(page)
    roles = page.roles
    markers = {i: _marker(page.lines[i], role) for i, role in enumerate(roles) if role in (BULLET, NUMBERED, OPEN)}
    ahead = nearest = -1  # the next line of running text; the next that is not furniture
    for i in range(len(roles) - 1, -1, -1):
        role = roles[i]
        if role in (FURNITURE, "caption", "dateline"):
            nearest = nearest if role == FURNITURE else i
            continue
        if role == SHORT:
            _settle_short(page, i, ahead)
        elif role == MARKDOWN:
            roles[i] = "heading"
            page.depths[i] = len(page.lines[i]) - len(page.lines[i].lstrip("#"))
        elif role == NUMBERED:
            _settle_numbered(page, i, nearest, markers)
        elif role in (BULLET, OPEN):
            roles[i] = _ITEM
        elif role == CELL:
            roles[i] = PARAGRAPH
        ahead = nearest = i
    _settle_item_depths(page, markers)


def _marker(line: str, role: str) -> str:
    if role == OPEN:
        return ";"
    match = marker_pattern().match(line)
    if match is None:
        return ";"
    if role == BULLET:
        return match["bullet"].translate(_SAME_BULLET)
    style = match.lastgroup or ";"
    return style + ")" if style == "one" and ")" in match.group() else style


def _settle_tables(page: Layout) -> None:
    lines, roles = page.lines, page.roles
    if CELL not in roles:
        return
    run: list[int] = []
    for i in range(len(lines) + 1):
        if i < len(lines) and roles[i] in (SHORT, CELL, "table_row") and len(lines[i]) <= _MAX_CELL:
            run.append(i)
            continue
        if len(run) >= _TABLE_RUN and sum(roles[j] == CELL for j in run) * 4 >= len(run):
            for j in run:
                roles[j] = "table_row"
        run = []


def _settle_open_lists(page: Layout) -> None:
    """Give the line after one that ends in ";" to the list, which it closes."""
    roles, lines = page.roles, page.lines
    if OPEN not in roles:
        return
    for i in range(1, len(lines)):
        if roles[i - 1] != OPEN or roles[i] not in (PARAGRAPH, SHORT) or len(lines[i]) > 2 * MAX_SHORT:
            continue
        if page.gaps[i] == page.gaps[i - 1] and lines[i][-1] != ":":
            roles[i] = _ITEM


def _settle_short(page: Layout, index: int, ahead: int) -> None:
    line = page.lines[index]
    if line[-1] == ":":
        page.roles[index], page.depths[index] = "heading", _COLON_DEPTH
    elif line.startswith("**") and line.endswith("**"):
        page.roles[index], page.depths[index] = "heading", _PLAIN_DEPTH
    elif ahead >= 0 and line.isupper() and " " in line:
        page.roles[index], page.depths[index] = "heading", _CAPITALS_DEPTH
    elif ahead >= 0 and len(line) <= _MAX_HEADING and line[-1] != ",":
        page.roles[index], page.depths[index] = "heading", _PLAIN_DEPTH
    else:
        page.roles[index] = PARAGRAPH


def _settle_numbered(page: Layout, index: int, ahead: int, markers: dict[int, str]) -> None:
    line, style = page.lines[index], markers[index]
    name = style.rstrip(")")
    alone = markers.get(ahead) != style and markers.get(index - 1) != style
    short = len(line) <= MAX_SHORT and (line[-1] == ":" or (line[-1] != ";" and not ends_sentence(line)))
    outer = name in ("part", "roman", "section", "article", "letter")
    if short and ahead >= 0 and (alone or (outer and name != "letter")):
        page.roles[index], page.depths[index] = "heading", _DEPTHS[name]
    elif outer and name != "letter":
        page.roles[index] = PARAGRAPH
    else:
        page.roles[index] = _ITEM


def _settle_item_depths(page: Layout, markers: dict[int, str]) -> None:
    if _ITEM not in page.roles:
        return
    stack: list[tuple[str, int]] = []
    for i, role in enumerate(page.roles):
        if role != _ITEM:
            if role not in (FURNITURE, "caption"):
                stack.clear()
            continue
        marker, indent = markers.get(i, ";"), page.indents[i]
        while stack and stack[-1][1] > indent + 1:
            stack.pop()
        level = next((n for n, (kind, at) in enumerate(stack) if kind == marker and at >= indent - 1), len(stack))
        del stack[level:]
        stack.append((marker, indent))
        page.depths[i] = len(stack)
