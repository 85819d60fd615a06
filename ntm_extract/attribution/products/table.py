"""Products in a table: a row for each, with its owner, stars and place in columns of their own.

Read in a text about OCOP: a table with a column headed "Tên sản phẩm" (or "Sản phẩm") beside one of stars ("Phân hạng",
"Hạng sao"), of owners ("Chủ thể", "Cơ sở sản xuất") or of places ("Địa chỉ"). The name is the whole cell. Stars are those of
the row, else those of the heads ("Sản phẩm đạt 4 sao") or of the line that opens a section ("II | Sản phẩm 3 sao | |"). The
place is the first one of the row's address, else what earlier lines leave; none rather than the whole country.

Refused: cells of numbers, of sums ("Tổng cộng") and of kinds of products, and tables without any second column that is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ntm_extract.attribution.draft import Area, Discourse, Reading
from ntm_extract.attribution.places.area import inherited as area_left
from ntm_extract.attribution.places.levels import COUNTRY
from ntm_extract.attribution.products.names import possible
from ntm_extract.attribution.products.owners import Owner, find_owners
from ntm_extract.attribution.products.reader import Product
from ntm_extract.attribution.tables import Line
from ntm_extract.attribution.tables.grid import Cell, Grid, grid_of
from ntm_extract.attribution.times.period import inherited as time_left
from ntm_extract.model import Figure

_NAME: Final = re.compile(r"\A(?:tên )?(?:các )?sản phẩm(?: ocop)?(?: (?:đạt|được công nhận|hạng)\b|\Z)")
_STARS: Final = re.compile(r"\bsao\b|(?:phân|xếp|thứ) hạng|^hạng\b|kết quả")
_OWNER: Final = re.compile(r"chủ thể|cơ sở|nhà sản xuất|chủ sở hữu|đơn vị")
_PLACE: Final = re.compile(r"địa chỉ|địa phương|địa bàn|địa điểm|huyện|\bxã\b")
_GRADE: Final = re.compile(r"(?:đạt |hạng |ocop )*([1-5])\s*(?:sao)?(?P<aim> ?\(?tiềm năng\)?)?")
_GRADED: Final = re.compile(r"\b([1-5]) sao(?! trở lên)")
_AIM: Final = re.compile(r"tiềm năng|đề nghị|đề xuất|dự kiến|đăng ký|kế hoạch")
_SUM: Final = re.compile(r"(?:tổng|cộng|toàn tỉnh|toàn huyện)\b.*")
_PERSON: Final = re.compile(r"(?:(?:ông|bà) )?[A-ZĐÀ-Ỹ]\w+(?: [A-ZĐÀ-Ỹ]\w+){1,3}", re.UNICODE)
_LONGEST: Final = 90
_RULE: Final = "product.table"


def read_product_table(text: str, lower: str, lines: Sequence[Line], discourse: Discourse) -> list[Product]:
    """The products of a table's rows, in order; their sentence is for the caller to say."""
    if not discourse.anchor.about_ocop:
        return []
    grid = grid_of(lower, lines)
    if grid is None or not grid.rows:
        return []
    columns = _columns(grid)
    name_at = columns.get("name")
    if name_at is None or len(columns) < 2:
        return []
    heads = " ".join(cell.text for head in grid.heads for cell in head)
    standing = _graded(heads)
    aimed = _AIM.search(heads) is not None
    found = []
    for line, cells in grid.rows:
        name = cells[name_at]
        section = _section(cells)
        if section is not None:
            standing = section
            continue
        if not _names(text, name):
            continue
        stars, potential = standing, aimed
        if "stars" in columns:
            grade = _GRADE.fullmatch(cells[columns["stars"]].text)
            stars = int(grade[1]) if grade else _graded(cells[columns["stars"]].text)
            potential = aimed or "tiềm năng" in cells[columns["stars"]].text
        owner = _owner(text, cells[columns["owner"]]) if "owner" in columns else None
        area = _place(line, [cells[columns[key]] for key in ("place", "owner") if key in columns]) or _left(discourse)
        found.append(_product(name, owner, stars, potential if stars is not None else None, area, discourse))
    return found


def _columns(grid: Grid) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, head in enumerate(grid.heads):
        text = " ".join(dict.fromkeys(cell.text for cell in head))
        for key, pattern in (("name", _NAME), ("stars", _STARS), ("owner", _OWNER), ("place", _PLACE)):
            if key not in columns and pattern.search(text):
                columns[key] = at
                break
    return columns


def _graded(text: str) -> int | None:
    found = {int(stars) for stars in _GRADED.findall(text)}
    return found.pop() if len(found) == 1 else None


def _section(cells: Sequence[Cell]) -> int | None:
    """The stars of a line that opens a part of the table: "II | Sản phẩm đạt 3 sao | | |"."""
    filled = [cell.text for cell in cells if cell.text]
    return _graded(filled[-1]) if len(filled) <= 2 and filled else None


def _names(text: str, cell: Cell) -> bool:
    name = text[cell.start : cell.end]
    return cell.end - cell.start <= _LONGEST and "\n" not in name and possible(name) and not _SUM.match(cell.text)


def _owner(text: str, cell: Cell) -> Owner | None:
    """Who stands in the cell: a form with its name, or a person's name."""
    owners = find_owners(text, cell.start, cell.end)
    if owners:
        return owners[0]
    if _PERSON.fullmatch(text, cell.start, cell.end):
        return Owner(cell.start, cell.end, "person")
    return None


def _place(line: Line, cells: Sequence[Cell]) -> Area | None:
    for cell in cells:
        for place in line.places:
            if cell.start <= place.start and place.end <= cell.end:
                return Area(place.name, place.level)
    return None


def _left(discourse: Discourse) -> Area | None:
    area = area_left("ocop_items", discourse)[0]
    return None if area == COUNTRY else area


def _product(
    name: Cell, owner: Owner | None, stars: int | None, potential: bool | None, area: Area | None, discourse: Discourse
) -> Product:
    figure = Figure(
        name.start, name.end, "count", 1.0, None, None, "product", (), "exact", None, _RULE, name.start, name.end
    )
    reading = Reading(figure, -1, "ocop_items", _RULE, 1.0, "product")
    period = time_left(reading, discourse)[0]
    return Product(name.start, name.end, owner, stars, potential, area, period, -1, _RULE)
