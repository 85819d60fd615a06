"""Columns: which one holds the labels of the rows, and what each of the others is.

Left of the labels stand ordinals only. A column right of them is read ("data") if its head is understood; units and
differences ("Tăng/giảm") are known by their heads; notes, comparisons and wholes of what is no indicator ("Tổng số
hộ") are ignored. "Tỷ lệ (%)" without a subject belongs to the rows where every column is a unit ("Số hộ | Tỷ lệ (%)"),
to the count on its left where that is one ("beside", to be proven), and else is a comparison, which is ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from ntm_extract.attribution.tables import Line
from ntm_extract.attribution.tables.grid import ORDER_CELL, ORDINAL, Cell, Grid
from ntm_extract.attribution.tables.labels import Labels
from ntm_extract.attribution.tables.said import Said, merge
from ntm_extract.reference.gazetteer import Level

ColumnKind = Literal["data", "label", "unit", "ignored", "delta", "beside"]

_UNIT_HEAD: Final = re.compile(r"(?:đvt|đ\.v\.t|đơn vị(?: tính| đo)?|đv tính)\.?")
_UP_DOWN: Final = re.compile(r"(?:mức )?tăng[\s(+),/;-]*giảm[\s()+-]*|chênh lệch")
_IGNORED: Final = re.compile(
    r"ghi chú|so sánh|so với|\bso\b|% ?(?:so|đạt|thực|hoàn|kế)|đạt ?\(?%|đạt tỷ lệ|tỷ lệ (?:đạt|hoàn thành|thực hiện)|"
    r"(?:th|ước|thực hiện) ?/ ?(?:kh|th|kế)|tốc độ|cơ cấu|cùng kỳ"
)


@dataclass(slots=True)
class Column:
    """A column and what its head says of the cells below."""

    kind: ColumnKind  # label: the labels of the rows, and their ordinals
    said: Said


@dataclass(frozen=True, slots=True)
class Layout:
    """What each column is; ``label``: the index of the labels, ``level``: of the places they name, if they do."""

    columns: list[Column]
    label: int
    level: Level | None


def lay_out(grid: Grid, labels: Labels) -> Layout | None:
    """Find what each column is; None when the table has no column of labels."""
    heads, label = grid.heads, 0
    while label < len(heads) and _counts_rows(grid, label):
        label += 1
    if label >= len(heads) - 1:
        return None
    names = [cells[label].text for _, cells in grid.rows]
    level = labels.places.level(names, " ".join(cell.text for cell in heads[label]))
    across = labels.places.level(cells[-1].text for cells in heads[label + 1 :]) if level is None else None
    columns = [Column("label", Said()) for _ in range(label + 1)]
    columns += [_column(cells, grid.head, labels, across) for cells in heads[label + 1 :]]
    _settle_shares(columns)
    return Layout(columns, label, level)


def _counts_rows(grid: Grid, at: int) -> bool:
    head = grid.heads[at][-1].text
    if not head:
        return all(ORDER_CELL.fullmatch(cells[at].text) for _, cells in grid.rows)
    return ORDINAL.fullmatch(head) is not None


def _column(cells: list[Cell], head: Line, labels: Labels, across: Level | None) -> Column:
    kind: ColumnKind = "data"
    said = Said()
    for cell in cells:
        if _UNIT_HEAD.fullmatch(cell.text):
            kind = "unit"
        elif _UP_DOWN.fullmatch(cell.text):
            kind = "delta"
        elif not cell.text or _IGNORED.search(cell.text):
            kind = "ignored"
        elif kind == "data":
            said = merge(said, labels.hear(cell, head, across)) or Said(known=False)
    whole = said.noun is not None and said.topic is None and said.text.startswith("tổng số ")
    if kind == "data" and (whole or not said.known):
        kind = "ignored"
    return Column(kind, said)


def _settle_shares(columns: list[Column]) -> None:
    """Find whose share a "Tỷ lệ (%)" without a subject is."""
    data = [column for column in columns if column.kind == "data"]
    topical = any(column.said.topic for column in data)
    for at, column in enumerate(columns):
        said = column.said
        if column.kind != "data" or said.topic or not said.percent or said.noun == "commune":
            continue
        if topical:
            left = columns[at - 1]
            counted = left.kind == "data" and left.said.topic and not left.said.percent
            column.kind = "beside" if counted else "ignored"
        elif not all(other.said.percent or other.said.noun for other in data):
            column.kind = "ignored"  # "Kế hoạch | Thực hiện | Tỷ lệ (%)"
