"""The grid: the cells of a table's lines, each below its head.

A line is cut at its bars, else at its tabs, else at its wide blanks. The head may have two storeys: the lower one has
as many cells as the upper one, or repeats the same cells below each of the upper cells it divides. A line that lacks
the cell of its ordinal, or holds its numbers behind single blanks, is fitted in where there is but one way to do so.

No grid: lines that do not begin with a head. A grid without rows: more than a third of the lines do not fit the head,
so it is open what the others stand below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from ntm_extract.attribution.tables import Line

_MAX_LINE: Final = 600
_BAR: Final = re.compile(r"\|")
_TAB: Final = re.compile(r"\t")
_BLANKS: Final = re.compile(r"\s{2,}")
_WORD: Final = re.compile(r"\S+")
_ANY_SEPARATOR: Final = re.compile(r"\||\t|\s{2,}")
_ONE_STOREY: Final = re.compile(r"ghi chú|tổng số|đvt|đơn vị tính")
_ONE_BLANK: Final = re.compile(
    r"(?:(?P<order>\d{1,3})[.)]? )?[^\d\s](?:[^\d]*[^\d\s])? (?P<numbers>\d[\d.,]*%?(?: \d[\d.,]*%?)*)"
)
ORDINAL: Final = re.compile(r"(?:s?tt|số tt|số thứ tự|#)\.?")
ORDER_CELL: Final = re.compile(r"(?:\d{1,3}|[ivxlc]{1,5}|[a-zđ])?[.)]?")
YEAR: Final = re.compile(r"(?:năm\s+)?((?:19|20)\d\d)")
NUMBER_CELL: Final = re.compile(
    r"\(?(?P<sign>[-–−+])? ?(?P<number>\d+(?:[.,]\d+)*)(?: ?/ ?(?P<second>\d+(?:\.\d{3})*))? ?"
    r"(?P<unit>%|hộ|xã|thôn|bản|huyện|tiêu chí(?:/xã)?|sản phẩm|"
    r"(?:nghìn|ngàn|triệu|tỷ|tỉ) ?(?:đồng|đ)(?:/(?:người|năm|tháng))*|đồng)?\)?"
)


class Cell(NamedTuple):
    """What stands between two separators: its place in the text, and its words in lower case with single blanks."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's head and the rows that fit it."""

    head: Line  # all its storeys
    heads: list[list[Cell]]  # of each column, from the upper storey to the lower
    rows: list[tuple[Line, list[Cell]]]  # as many cells as heads


def is_head(line: str) -> bool:
    """Whether a line above rows of cells is their head, and no heading.

    >>> is_head("TT  Huyện  Tổng số hộ  Số hộ nghèo"), is_head("2. Kết quả của một số huyện")
    (True, False)
    """
    cells = [cell.strip(" \t|*") for cell in _ANY_SEPARATOR.split(line.strip())]
    return sum(bool(cell) for cell in cells) >= 3 and not any(_numeric(cell.lower()) for cell in cells)


def grid_of(lower: str, lines: Sequence[Line]) -> Grid | None:
    """The cells of the lines below their heads; None where the lines are no table with a head."""
    split = [_cells(lower, line) for line in lines]
    first = next((at for at, cells in enumerate(split) if len(cells) >= 2), len(split))
    lines, split = lines[first:], split[first:]
    if len(split) < 2 or not _are_heads(split[0]):
        return None
    width = max((len(cells) for cells in split[1:] if not _are_heads(cells)), default=0)
    heads, body = [[cell] for cell in split[0]], 1
    if len(split) > 2 and _are_heads(split[1]):
        joined = _storeys(split[0], split[1], width)
        if joined is not None:
            heads, body = joined, 2
    if width < 2 or len(heads) < 2:
        return None
    rows = []
    for line, cells in zip(lines[body:], split[body:], strict=True):
        fitting = _fit(lower, cells, heads)
        if fitting is not None:
            rows.append((line, fitting))
    enough = len(rows) * 3 >= (len(lines) - body) * 2
    return Grid(_joined(lines[:body]), heads, rows if enough else [])


def _joined(lines: Sequence[Line]) -> Line:
    return Line(
        lines[0].start,
        lines[-1].end,
        lines[0].first,
        [figure for line in lines for figure in line.figures],
        [cue for line in lines for cue in line.cues],
        [place for line in lines for place in line.places],
    )


# -- cells


def _cells(lower: str, line: Line) -> list[Cell]:
    if line.end - line.start > _MAX_LINE:
        return []
    start = lower.rfind("\n", 0, line.start) + 1  # a row may begin and end with empty cells
    stop = lower.find("\n", line.end)
    end = len(lower) if stop < 0 else stop
    text = lower[start:end]
    if "|" in text:
        trimmed = text.strip()
        if trimmed[0] == "|" == trimmed[-1] and len(trimmed) > 1:
            start, end = start + text.index("|") + 1, start + text.rindex("|")
        return _cut(lower, start, end, _BAR)
    if "\t" in text:
        return _cut(lower, start, end, _TAB)
    return _cut(lower, line.start, line.end, _BLANKS)


def _cut(lower: str, start: int, end: int, separator: re.Pattern[str]) -> list[Cell]:
    gaps = [match.span() for match in separator.finditer(lower, start, end)]
    cells = []
    for at, stop in zip([start, *(behind for _, behind in gaps)], [*(before for before, _ in gaps), end], strict=True):
        raw = lower[at:stop]
        text = raw.strip(" \t\n*_")
        first = at + (raw.index(text) if text else 0)
        cells.append(_cell(lower, first, first + len(text)))
    return cells


def _cell(lower: str, start: int, end: int) -> Cell:
    return Cell(start, end, " ".join(lower[start:end].split()))


def _are_heads(cells: list[Cell]) -> bool:
    """Whether the cells hold words, or the years that head columns."""
    texts = [cell.text for cell in cells if cell.text]
    return len(texts) >= 2 and not any(map(_numeric, texts))


def _numeric(text: str) -> bool:
    return NUMBER_CELL.fullmatch(text) is not None and YEAR.fullmatch(text) is None


# -- the head


def _storeys(upper: list[Cell], lower: list[Cell], width: int) -> list[list[Cell]] | None:
    """Each column's head from the upper and the lower storey; None when it is open what stands below what."""
    label = 1 if ORDINAL.fullmatch(upper[0].text) else 0
    if len(upper) == len(lower) == width:
        return _storeys_alike(upper, lower, label)
    over = [at for at, cell in enumerate(upper) if at > label and cell.text and not _ONE_STOREY.match(cell.text)]
    if not over or len(over) != len(upper) + len(lower) - width or len(lower) % len(over) or len(lower) == len(over):
        return None
    each = len(lower) // len(over)
    if len(over) > 1 and any(cell.text != lower[at % each].text for at, cell in enumerate(lower)):
        return None
    heads: list[list[Cell]] = []
    below = iter(lower)
    for at, cell in enumerate(upper):
        heads += [[cell, next(below)] for _ in range(each)] if at in over else [[cell]]
    return heads


def _storeys_alike(upper: list[Cell], lower: list[Cell], label: int) -> list[list[Cell]] | None:
    """Storeys of as many cells: an upper cell stands over the lower ones up to the next upper one."""
    if any(cell.text not in ("", above.text) for cell, above in zip(lower[: label + 1], upper, strict=False)):
        return None  # "I | Giảm nghèo | | |" opens the body
    heads = []
    spanning: Cell | None = None
    for above, below in zip(upper, lower, strict=True):
        spanning = above if above.text else (spanning if below.text else None)
        heads.append([cell for cell in (spanning, below) if cell is not None and cell.text] or [above])
        spanning = spanning if below.text else None
    return heads


# -- rows


def _fit(lower: str, cells: list[Cell], heads: list[list[Cell]]) -> list[Cell] | None:
    """The cells of a row below their heads; None when that is not certain."""
    if len(cells) == len(heads):
        return cells
    ordered = ORDINAL.fullmatch(heads[0][0].text) is not None
    short = ordered and len(cells) == len(heads) - 1
    if short and cells[0].text and not ORDER_CELL.fullmatch(cells[0].text):
        return [Cell(cells[0].start, cells[0].start, ""), *cells]  # "Toàn tỉnh" has no number of its own
    if len(cells) == 1 and (match := _ONE_BLANK.fullmatch(cells[0].text)):
        numbers = match["numbers"].split()
        fits = bool(match["order"]) == ordered and len(numbers) + 1 + ordered == len(heads)
        if fits and not _grouped_by_blanks(numbers):
            return _words(lower, cells[0], len(numbers), ordered=ordered)
    return None


def _grouped_by_blanks(parts: list[str]) -> bool:
    """Whether "9 180" may be one number."""
    return any(b.isdecimal() and len(b) == 3 and a.isdecimal() and len(a) <= 3 for a, b in pairwise(parts))


def _words(lower: str, cell: Cell, numbers: int, *, ordered: bool) -> list[Cell]:
    """The cells of a line with single blanks: an ordinal, the label, and the numbers at its end."""
    words = [match.span() for match in _WORD.finditer(lower, cell.start, cell.end)]
    at = 1 if ordered else 0
    label = (words[at][0], words[-numbers - 1][1])
    return [_cell(lower, *span) for span in (*words[:at], label, *words[-numbers:])]
