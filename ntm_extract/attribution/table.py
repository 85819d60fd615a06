"""Tables: each numeric cell takes indicator, unit, place, time and status from its row and its column.

Read are the lines of one table: cells between bars or tabs, or parted by two spaces and more. The first line is the
head, a second one its lower storey when its cells repeat below the upper ones. Whatever a row or a column can say is
read by one grammar, so it makes no difference which of the two is the indicator, the place or the year. What a figure
leaves unsaid its head says: "Số hộ nghèo" counts households, "Thu nhập bình quân (triệu đồng/người)" gives the scale.

Refused, because a wrong figure is the worse error:

* a line whose cells do not match the head in number, and a table in which few lines match;
* a label with a word this grammar does not know ("Số hộ nghèo được vay vốn"), or that speaks of two things;
* comparisons ("% so với kế hoạch", "TH/KH"), notes, ordinals, totals of what is no indicator ("Tổng số hộ");
* a whole series in which one cell cannot be what the head says: 120 %, half a household;
* "Tỷ lệ (%)" beside a count, and "Tăng/giảm", unless the other cells of the rows prove it by calculation;
* "Cộng" where the table lists only some units of the area, or the area is not the one above them;
* names the gazetteer does not know at the level of the other rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from ntm_extract.attribution.area import COUNTRY, RANK, allowed, resolve_scope
from ntm_extract.attribution.area import inherited as area_left
from ntm_extract.attribution.breakdowns import ALL_CRITERIA, band
from ntm_extract.attribution.draft import Area, Discourse, Period, Reading, Source, Status
from ntm_extract.attribution.frame import Frame, Token
from ntm_extract.attribution.period import inherited as time_left
from ntm_extract.attribution.period import role, to_period
from ntm_extract.model import Figure
from ntm_extract.numerals import NumberUse, number_value
from ntm_extract.patterns.places import PlaceLevel, PlaceMention
from ntm_extract.patterns.wordings import Wording
from ntm_extract.reference.catalogue import Catalogue
from ntm_extract.reference.gazetteer import Gazetteer

_MAX_LINE = 600
_BLANKS = re.compile(r"\s{2,}")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_MARKER = re.compile(r"(?:[-–+*•]|\(?(?:\d{1,3}|[ivxlc]{1,5}|[a-z])[.)])\s*")
_ORDINAL = re.compile(r"(?:s?tt|số tt|số thứ tự|#)\.?")
_ORDER_CELL = re.compile(r"(?:\d{1,3}|[ivxlc]{1,5}|[a-zđ])?[.)]?")
_UNIT_HEAD = re.compile(r"(?:đvt|đ\.v\.t|đơn vị(?: tính| đo)?|đv tính)\.?")
_IGNORED = re.compile(
    r"ghi chú|so sánh|so với|\bso\b|% ?(?:so|đạt|thực|hoàn|kế)|đạt ?\(?%|đạt tỷ lệ|tỷ lệ (?:đạt|hoàn thành|thực hiện)|"
    r"(?:th|ước|thực hiện) ?/ ?(?:kh|th|kế)|tốc độ|cơ cấu|cùng kỳ"
)
_ONE_STOREY = re.compile(r"ghi chú|tổng số|đvt|đơn vị tính")
_TOTAL = re.compile(r"tổng(?: cộng| số| chung)?|cộng|toàn (?:tỉnh|huyện|quốc|xã)|cả (?:nước|tỉnh|huyện)")
_SCOPES: dict[str, PlaceLevel] = {
    "tỉnh": "province", "huyện": "district", "xã": "commune", "quốc": "country", "nước": "country",
}
_SOME_OF = re.compile(r"\b(?:huyện|xã(?! hội)|thôn|bản|tỉnh|vùng|khu vực|miền|thị)\b")
_PLANS = ("kế hoạch", "chỉ tiêu", "mục tiêu")
_PLANNED = re.compile(r"chỉ tiêu(?: (?:tỉnh |được )?giao| kh| kế hoạch| năm| 20| ?\(|$)")
_LEVELS: tuple[tuple[str, PlaceLevel], ...] = (("huyện", "district"), ("xã", "commune"), ("tỉnh", "province"))
_YEAR = re.compile(r"(?:năm\s+)?((?:19|20)\d\d)")
_MONEY = re.compile(r"(?:\b(nghìn|ngàn|triệu|tr|tỷ|tỉ)\b\.?\s*)?(?:đồng|vnđ|đ)\b")
_EXPONENTS = {None: 0, "nghìn": 3, "ngàn": 3, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9}
_NOUNS = {
    "xã": "commune", "thôn": "village", "bản": "village", "ấp": "village", "buôn": "village", "làng": "village",
    "huyện": "district", "tỉnh": "province", "hộ": "household", "khẩu": "person", "người": "person",
    "sản phẩm": "product", "chủ thể": "entity", "tiêu chí": "criteria", "nhà": "house", "căn": "house", "điểm": "point",
}
_NOUN = re.compile(rf"\b(?:{'|'.join(_NOUNS)})\b")
_RURAL = re.compile(r"nông thôn(?: mới)?|người (?:dân|dtts|dân tộc)|đầu người|/ ?(?:người|xã|huyện)")
_COUNTS_PLACES = re.compile(r"(?:tổng )?(?:số )?(?:xã|thôn|bản|ấp|buôn|huyện|khẩu|nhân khẩu|người)\b(?! nghèo|dân tộc)")
_SHARE_OF = re.compile(r"tổng số|/ ?(?:tổng|hộ|số)|trong|chiếm")
_AVERAGE = re.compile(r"bình quân|\bbq\b|trung bình|đầu người|/ ?(?:đầu )?người|/ ?xã|/ ?huyện")
_UP_DOWN = re.compile(r"(?:mức )?tăng[\s(+),/;-]*giảm[\s()+-]*|chênh lệch")
_COMMUNES_TOTAL = re.compile(r"(?:tổng )?số xã")
_SMALL = frozenset(
    "số lượng tổng cộng các và của trên địa bàn toàn theo với trong tại ở là có được đã còn đạt mức tỷ tỉ lệ hộ xã "
    "thôn bản ấp buôn làng huyện thị tỉnh thành phố người dân nhân khẩu đầu bình quân bq trung gia đình đơn vị cuối "
    "năm tháng tính đến hết thời điểm ngày th kh thực hiện chuẩn quốc sản phẩm chủ thể tiêu chí km tham bao phủ độ sử "
    "dụng triệu đồng nghìn ngàn tr đ vnđ công nhận danh hiệu kết quả liệu cả giao phần trăm mới hằng hàng nguồn cư "
    "chung ước".split()
)
_NAMED = (  # what a label can be about
    "multidimensional_cut", "near_poverty_cut", "poverty_cut", "multidimensional_rate", "near_poverty_rate",
    "poverty_rate", "poor_and_near_poor_households", "near_poor_households", "poor_households", "escaped_poverty",
    "clean_water", "health_insurance", "electricity", "income", "ocop", "temporary_houses", "roads", "ntm_standard",
)
_POPULATIONS = {"special_area": "special", "border_area": "border", "poor_area": "poor_districts"}
_QUIET = frozenset({
    "level_verb", "share", "shield", "part", "total_scope", "inclusive", "standard_name", "now", "ntm_topic", "done",
    "this_year",
})
_HARD = frozenset({
    "back_to_poverty", "negation", "other_standard", "other_income", "reward", "norm", "undated", "funding",
    "ocop_assessed",
})
_STANDARD = {
    "commune": "communes_ntm", "village": "villages_ntm", "district": "districts_ntm", "province": "provinces_ntm",
}
_OCOP = {
    "product": ("ocop_products", "product", False), "entity": ("ocop_entities", "entity", False),
    "point": ("ocop_sales_points", "point", False),
}
_SHARES = frozenset({"poor_households", "near_poor_households", "poor_and_near_poor_households"})


class Line(NamedTuple):
    """One line of a table, with what was found in it; ``first``: the index of its first figure in the document."""

    start: int
    end: int
    first: int
    figures: Sequence[Figure]
    cues: Sequence[Wording]
    places: Sequence[PlaceMention]


class CellReading(NamedTuple):
    """A cell that was read, with everything an observation needs."""

    reading: Reading
    figure: int  # index in the document's figures
    area: Area
    area_source: Source
    period: Period
    time_source: Source
    status: Status
    status_source: Source


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Said:
    """What a label says."""

    known: bool = True
    concept: str | None = None
    weak: bool = False  # "đạt chuẩn", of what is not said
    noun: str | None = None
    percent: bool = False
    exponent: int | None = None  # of money
    average: bool = False
    per: str | None = None
    tier: str | None = None
    population: str | None = None
    band: tuple[int, int] | None = None
    stars: tuple[int, int] | None = None
    change: int = 0
    status: Status | None = None
    period: Period | None = None
    area: Area | None = None
    total: bool = False
    text: str = ""

    @property
    def topic(self) -> str | None:
        """What the label is about, if it says so."""
        if self.concept is not None:
            return self.concept
        if self.weak or self.band or self.stars:
            return "ntm_weak" if self.weak else "band" if self.band else "stars"
        return "criteria" if self.noun == "criteria" else None

    @property
    def speaks(self) -> bool:
        """Whether the label says anything that makes a row its own."""
        return bool(self.topic or self.area or self.total or self.period or self.population or self.status or self.tier)


@dataclass(slots=True)
class _Column:
    kind: str  # data, ordinal, unit, ignored, delta, beside (a share of the count to its left)
    said: _Said


@dataclass(slots=True)
class _Value:
    figure: Figure
    index: int
    raw: str
    second: str | None
    negative: bool
    unit: str | None  # what the cell itself says; behind a wide blank the figure may have taken the next cell's word


@dataclass(slots=True)
class _Row:
    cells: list[_Cell]
    said: _Said
    unit: _Said | None
    values: dict[int, _Value] = field(default_factory=dict)
    read: dict[int, tuple[Reading, _Said]] = field(default_factory=dict)


def is_head(line: str) -> bool:
    """Whether a line above rows of cells is their head, and no heading: "TT  Huyện  Tổng số hộ  Số hộ nghèo"."""
    cells = [cell.strip(" \t|*") for cell in re.split(r"\||\t|\s{2,}", line.strip())]
    return sum(bool(cell) for cell in cells) >= 3 and not any(_numeric(cell.lower()) for cell in cells)


def read_table(
    lower: str, lines: Sequence[Line], discourse: Discourse, catalogue: Catalogue, gazetteer: Gazetteer
) -> list[CellReading] | None:
    """The readings of a table's cells, in order; None where the lines are no table with a head."""
    found: list[CellReading] | None = None
    for start, end in _tables(lower, lines):
        part = _Table(lower, discourse, catalogue, gazetteer).read(lines[start:end])
        if part is not None:
            found = [*(found or ()), *part]
    return found


def _tables(lower: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The lines of each table: behind a blank line another head may follow."""
    if not lines:
        return []
    starts = [0]
    for at in range(1, len(lines)):
        between = lower[lines[at - 1].end : lines[at].start]
        if _BLANK_LINE.search(between) and is_head(lower[lines[at].start : lines[at].end]):
            starts.append(at)
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


class _Table:
    def __init__(self, lower: str, discourse: Discourse, catalogue: Catalogue, gazetteer: Gazetteer) -> None:
        self.lower = lower
        self.discourse = discourse
        self.catalogue = catalogue
        self.gazetteer = gazetteer
        self.columns: list[_Column] = []
        self.label = 0
        self.level: PlaceLevel | None = None

    def read(self, lines: Sequence[Line]) -> list[CellReading] | None:
        split = [self._cells(line) for line in lines]
        while split and len(split[0]) < 2:
            lines, split = lines[1:], split[1:]
        if len(split) < 2 or not _heads(split[0]):
            return None
        width = max((len(cells) for cells in split[1:] if not _heads(cells)), default=0)
        heads = [[cell] for cell in split[0]]
        body = 1
        if len(split) > 2 and _heads(split[1]):
            joined = _storeys(split[0], split[1], width)
            if joined is not None:
                heads, body = joined, 2
        if width < 2 or len(heads) < 2:
            return None
        rows = [self._fit(cells, heads) for cells in split[body:]]
        if sum(cells is not None for cells in rows) * 3 < len(rows) * 2:
            return []
        kept = [(line, cells) for line, cells in zip(lines[body:], rows, strict=True) if cells is not None]
        if not self._lay_out(heads, lines[0:body], [cells for _, cells in kept]):
            return []
        return self._read_rows(kept)

    # -- cells

    def _cells(self, line: Line) -> list[_Cell]:
        start, end = line.start, line.end
        if end - start > _MAX_LINE:
            return []
        start = self.lower.rfind("\n", 0, start) + 1  # a row may begin and end with empty cells
        stop = self.lower.find("\n", end)
        end = len(self.lower) if stop < 0 else stop
        text = self.lower[start:end]
        if "|" in text:
            trimmed = text.strip()
            if trimmed[0] == "|" == trimmed[-1] and len(trimmed) > 1:
                start, end = start + text.index("|") + 1, start + text.rindex("|")
            return self._cut(start, end, re.compile(r"\|"))
        if "\t" in text:
            return self._cut(start, end, re.compile(r"\t"))
        return self._cut(line.start, line.end, _BLANKS)

    def _cut(self, start: int, end: int, separator: re.Pattern[str]) -> list[_Cell]:
        cells = []
        at = start
        for match in [*separator.finditer(self.lower, start, end), None]:
            stop = match.start() if match else end
            raw = self.lower[at:stop]
            text = raw.strip(" \t\n*_")
            first = at + (raw.index(text) if text else 0)
            cells.append(_Cell(first, first + len(text), " ".join(text.split())))
            at = match.end() if match else end
        return cells

    def _fit(self, cells: list[_Cell], heads: list[list[_Cell]]) -> list[_Cell] | None:
        """The cells of a row below their heads; None when that is not certain."""
        if len(cells) == len(heads):
            return cells
        ordered = _ORDINAL.fullmatch(heads[0][0].text) is not None
        short = ordered and len(cells) == len(heads) - 1
        if short and cells[0].text and not _ORDER_CELL.fullmatch(cells[0].text):
            return [_Cell(cells[0].start, cells[0].start, ""), *cells]  # "Toàn tỉnh" has no number of its own
        if len(cells) == 1 and (match := _ONE_BLANK.fullmatch(cells[0].text)):
            parts = match.group("numbers").split()
            fits = bool(match["order"]) == ordered and len(parts) + 1 + ordered == len(heads)
            if fits and not _grouped_by_blanks(parts):
                return self._words(cells[0], len(parts), ordered=ordered)
        return None

    def _words(self, cell: _Cell, numbers: int, *, ordered: bool) -> list[_Cell]:
        spans = [match.span() for match in re.finditer(r"\S+", self.lower[cell.start : cell.end])]
        at = 1 if ordered else 0
        label = (spans[at][0], spans[-numbers - 1][1])
        parts = [(cell.start + a, cell.start + b) for a, b in (*spans[:at], label, *spans[-numbers:])]
        return [_Cell(a, b, " ".join(self.lower[a:b].split())) for a, b in parts]

    # -- heads

    def _lay_out(self, heads: list[list[_Cell]], lines: Sequence[Line], rows: list[list[_Cell]]) -> bool:
        """Find what each column is; False when the table has no column of labels."""
        count = len(heads)
        label = 0
        while label < count and (
            _ORDINAL.fullmatch(heads[label][-1].text)
            or (not heads[label][-1].text and all(_ORDER_CELL.fullmatch(row[label].text) for row in rows))
        ):
            label += 1
        if label >= count - 1:
            return False
        self.label = label
        self.level = self._level([row[label] for row in rows], " ".join(cell.text for cell in heads[label]))
        across = self._level([cells[-1] for cells in heads[label + 1 :]], "") if self.level is None else None
        for at, cells in enumerate(heads):
            if at <= label:
                self.columns.append(_Column("ordinal", _Said()))
                continue
            said = _Said()
            kind = "data"
            for cell in cells:
                if _UNIT_HEAD.fullmatch(cell.text):
                    kind = "unit"
                elif _UP_DOWN.fullmatch(cell.text):
                    kind = "delta"
                elif not cell.text or _IGNORED.search(cell.text):
                    kind = "ignored"
                elif kind == "data":
                    line = next(line for line in lines if _holds(line, cell))
                    said = _merge(said, self._say(cell, line, across)) or _Said(known=False)
            whole = said.noun is not None and said.topic is None and said.text.startswith("tổng số ")
            if kind == "data" and (whole or not said.known):
                kind = "ignored"
            self.columns.append(_Column(kind, said))
        self._settle_shares()
        return True

    def _settle_shares(self) -> None:
        """"Tỷ lệ (%)" without a subject: of the column to its left, of the rows, or of a comparison."""
        data = [column for column in self.columns if column.kind == "data"]
        topical = any(column.said.topic for column in data)
        for at, column in enumerate(self.columns):
            said = column.said
            if column.kind != "data" or said.topic or not said.percent or said.noun == "commune":
                continue
            if topical:
                left = self.columns[at - 1]
                counted = left.kind == "data" and left.said.topic and not left.said.percent
                column.kind = "beside" if counted else "ignored"
            elif not all(other.said.percent or other.said.noun for other in data):
                column.kind = "ignored"  # "Kế hoạch | Thực hiện | Tỷ lệ (%)"

    # -- places

    def _level(self, cells: list[_Cell], head: str) -> PlaceLevel | None:
        """The level of the places that the labels name, if most of them are places."""
        said = [level for word, level in _LEVELS if re.search(rf"\b{word}\b", head)][:1]
        named = [cell.text for cell in cells if cell.text and not _TOTAL.fullmatch(cell.text)]
        known = {
            level: sum(self._unit(name, level) is not None for name in named)
            for level in said or [level for _, level in _LEVELS]
        }
        best = max(known, key=known.__getitem__)
        return best if known[best] * 2 > len(named) else None

    def _unit(self, text: str, level: PlaceLevel) -> Area | None:
        name = _MARKER.sub("", text, count=1) if _MARKER.match(text) else text
        spoken = re.match(r"(tỉnh|thành phố|tp\.?|huyện|thị xã|tx\.?|quận|xã|phường|thị trấn|tt\.?) (?=\S)", name)
        if spoken is not None:
            kind = _KINDS[spoken[1].rstrip(".")]
            if kind != level and not (spoken[1].startswith(("thành phố", "tp")) and level == "province"):
                return None
            name = name[spoken.end() :]
        if not name or name[-1].isdigit() or level not in ("province", "district", "commune"):
            return None
        anchor = self.discourse.anchor
        within = None if level == "province" else anchor.province
        above = self._above()
        district = above.name if level == "commune" and above is not None and above.level == "district" else None
        units = self.gazetteer.find(name, level, province=within, district=district)
        return Area(units[0].name, level) if units else None

    def _above(self) -> Area | None:
        """The area the table is about."""
        return self.discourse.heading_area or self.discourse.anchor.area

    # -- labels

    def _say(self, cell: _Cell, line: Line, level: PlaceLevel | None) -> _Said:
        """What a row label or a column head says."""
        text = _MARKER.sub("", cell.text, count=1) if _MARKER.match(cell.text) and len(cell.text) > 3 else cell.text
        said = _Said(text=text)
        year = _YEAR.fullmatch(text)
        if year is not None:
            said.period = Period(year[1])
            return said
        area = self._unit(text, level) if level is not None else None
        if area is not None:
            said.area = area
            return said
        if _TOTAL.fullmatch(text):
            said.total = True
            scope = _SCOPES.get(text.split()[-1])
            if scope is not None:
                said.area = COUNTRY if scope == "country" else resolve_scope(scope, self.discourse)
                said.known = said.area is not None
            return said
        start = cell.end - len(text) if cell.end - cell.start == len(cell.text) else cell.start
        frame = Frame(
            self.lower, (start, cell.end),
            [_clip(figure, start) for figure in line.figures if start <= figure.number_start < cell.end],
            [cue for cue in line.cues if start <= cue.start and cue.end <= cell.end],
            [place for place in line.places if start <= place.start and place.end <= cell.end],
        )
        said.percent = "%" in text or re.search(r"\bt[ỷỉ] lệ\b", text) is not None
        _measure(said, text)
        areas: list[str] = []
        for at, token in enumerate(frame.tokens):
            said.known = said.known and self._take(frame, at, token, said, areas)
        if areas and said.concept is None and said.noun in ("commune", "village", "district"):
            said.concept = areas[0]
        elif areas:
            said.population = _POPULATIONS[areas[0]]
        if re.search(r"\bước\b", text):
            said.status = "estimate"
        if said.status is None and re.search(r"\bth\b|thực hiện|kết quả", text):
            said.status = "actual"
        if said.status is None and re.search(r"\bkh\b", text):
            said.status = "target"
        if _COMMUNES_TOTAL.fullmatch(text):
            said.concept = "communes_total"
        return said

    def _take(self, frame: Frame, at: int, token: Token, said: _Said, areas: list[str]) -> bool:
        """Take one token of a label; False when the label says more than can be understood."""
        if token.kind == "word":
            return token.text in _SMALL or (token.text.isdigit() and _YEAR.fullmatch(token.text) is not None)
        if token.kind == "mark":
            return True
        if token.kind == "place":
            place = frame.place(at)
            if said.area is None:
                said.area = Area(place.name, place.level)
            return RANK[place.level] <= RANK[said.area.level]
        if token.kind in ("time", "other"):
            if token.kind == "other" or role(frame, at) == "base":
                return False
            if role(frame, at) == "name":
                return True
            period = to_period(frame, at, self.discourse)
            if period is None or said.period is not None:
                return False
            said.period = period
            return True
        if token.kind == "figure":
            return _take_figure(frame.figure(at), said, self.lower)
        return _take_cue(token, said, areas)

    # -- rows

    def _read_rows(self, kept: list[tuple[Line, list[_Cell]]]) -> list[CellReading]:
        unit_at = next((at for at, column in enumerate(self.columns) if column.kind == "unit"), None)
        rows: list[_Row] = []
        section: _Said | None = None
        for line, cells in kept:
            said = self._say(cells[self.label], line, self.level)
            row = _Row(cells, said, None)
            for at in range(self.label + 1, len(cells)):
                value = _value(cells[at], line)
                if value is not None:
                    row.values[at] = value
            if not row.values:  # "A | Các xã điểm | | |" governs the rows below it
                section = said if said.text and not said.total else None
                continue
            if unit_at is not None:
                row.unit = _Said()
                _measure(row.unit, cells[unit_at].text)
                row.unit.percent = cells[unit_at].text == "%"
            if section is not None:
                row.said = _under(said, section)
            rows.append(row)
        bad: set[tuple[str, int]] = set()
        for number, row in enumerate(rows):
            for at, column in enumerate(self.columns):
                if column.kind == "data" and at in row.values and row.said.known:
                    self._read_cell(rows, number, at, bad)
        for number, row in enumerate(rows):
            for at in [at for at in row.read if _series(self.columns[at], number, at) in bad]:
                del row.read[at]
        self._prove(rows)
        self._check_totals(rows)
        found = [
            self._settle(row.values[at], *row.read[at], self.columns[at].said)
            for row in rows
            for at in sorted(row.read)
        ]
        return [cell for cell in found if allowed(cell.reading.code, cell.area.level)]

    def _read_cell(self, rows: list[_Row], number: int, at: int, bad: set[tuple[str, int]]) -> None:
        row, column = rows[number], self.columns[at]
        both = _merge(row.said, column.said)
        if both is None or both.topic is None or not row.said.speaks:
            return
        value = row.values[at]
        found = self._indicator(both, row.unit, value.unit)
        if found is None:
            return
        code, unit, change = found
        reading = _reading(value, code, unit, both)
        if reading is None:
            bad.add(_series(column, number, at))
            return
        known = self.catalogue.indicators[code].breakdowns
        if (both.tier and "tier" not in known) or (both.population and "population" not in known):
            return
        if change or both.change:
            reading.measure = "change"
            reading.value = abs(reading.value) * (-1 if change or both.change < 0 else 1)
            if both.per is None and re.search(r"hằng năm|hàng năm|mỗi năm", both.text):
                reading.breakdowns["per"] = "year"
        elif value.negative:
            bad.add(_series(column, number, at))
            return
        row.read[at] = (reading, both)

    def _indicator(self, said: _Said, unit: _Said | None, own: str | None) -> tuple[str, str, bool] | None:
        """Code, unit and whether the wording names a change."""
        concept, noun, percent = said.concept, said.noun, said.percent or own == "percent"
        if unit is not None and (unit.percent or unit.noun or unit.exponent is not None):
            if unit.percent != percent and percent:
                return None
            percent = unit.percent
            if noun is None or unit.noun == "criteria":
                noun = unit.noun
            elif unit.noun and noun != unit.noun:
                return None
            if unit.exponent is not None:
                said.exponent, said.per = unit.exponent, unit.per or said.per
            said.average = said.average or unit.average
        anchor = self.discourse.anchor
        if said.band is not None:
            banded = noun == "commune" and concept is None
            return ("communes_by_criteria", "percent" if percent else "commune", False) if banded else None
        if concept == "communes_total":
            return None if percent else ("communes_total", "commune", False)
        if noun == "criteria" or ("tiêu chí" in said.text and concept in (None, "ntm_standard")):
            if percent or said.change or _COUNTS_PLACES.match(said.text) or "điểm" in said.text:
                return None
            of_district = "/huyện" in said.text.replace(" ", "")
            average = "criteria_per_district" if of_district else "criteria_per_commune"
            return average if said.average else "criteria_met", "criteria", False
        if concept is None and said.stars is not None and anchor.about_ocop:
            concept = "ocop"
        if concept is None and said.weak and anchor.about_ntm:
            concept = "ntm_standard"
        match concept:
            case "ntm_standard":
                if noun not in _STANDARD or (percent and noun == "province"):
                    return None
                return _STANDARD[noun], "percent" if percent else noun, False
            case "ocop":
                named = anchor.about_ocop or "ocop" in said.text
                return None if percent or not named else _OCOP.get(noun or "product")
            case "income":
                per_head = said.average and noun != "household" and not percent
                return ("income_per_capita", "VND", False) if per_head else None
            case "temporary_houses":
                removed = not percent and re.search(r"x[óo][aá]", said.text)
                return ("temporary_houses_removed", "house", False) if removed else None
            case "roads" | None:
                return None
        if concept in _POPULATIONS:
            wanted = noun or ""
        else:
            if _COUNTS_PLACES.match(said.text):
                return None
            counts = concept in _SHARES or concept == "escaped_poverty"
            wanted = "household" if counts and not percent else "percent"
            if percent and concept in _SHARES and (said.population or _SHARE_OF.search(said.text)):
                return None  # a share of the poor, or the rate of a group: the head does not tell
            if concept.endswith("_rate") and _SHARE_OF.search(said.text):
                return None
            if wanted == "household" and noun == "person":
                return None
            counted = unit is not None and not unit.percent and (unit.noun or unit.exponent is not None)
            if wanted == "percent" and counted:
                return None
        found = self.catalogue.by_concept.get((concept, wanted))
        return None if found is None else (found[0], wanted, found[1])

    # -- proofs

    def _prove(self, rows: list[_Row]) -> None:
        """Read the shares and differences that the other cells of every row bear out."""
        for at, column in enumerate(self.columns):
            if column.kind == "beside":
                self._prove_share(rows, at)
            elif column.kind == "delta":
                self._prove_difference(rows, at)

    def _prove_share(self, rows: list[_Row], at: int) -> None:
        beside = [row for row in rows if at in row.values and at - 1 in row.read]
        if len(beside) < 2:
            return
        shares = [number_value(row.values[at].raw, "percent") for row in beside]
        for total in range(self.label + 1, at - 1):
            wholes = [number_value(row.values[total].raw, "whole") if total in row.values else None for row in beside]
            if all(
                share is not None and whole and abs(100 * row.read[at - 1][0].value / whole - share) < 0.06
                for row, share, whole in zip(beside, shares, wholes, strict=True)
            ):
                for row in beside:
                    self._read_share(row, at)
                return

    def _read_share(self, row: _Row, at: int) -> None:
        part, said = row.read[at - 1]
        shared = _merge(said, self.columns[at].said)
        found = self._indicator(shared, None, row.values[at].unit) if shared is not None else None
        if shared is None or found is None or part.measure != "level":
            return
        reading = _reading(row.values[at], found[0], "percent", shared)
        if reading is not None:
            row.read[at] = (reading, shared)

    def _prove_difference(self, rows: list[_Row], at: int) -> None:
        for row in rows:
            levels = [other for other in sorted(row.read) if other < at and row.read[other][0].measure == "level"]
            value = row.values.get(at)
            if value is None or len(levels) < 2 or value.second is not None:
                continue
            (before, first), (after, said) = row.read[levels[-2]], row.read[levels[-1]]
            use: NumberUse = "whole" if after.unit in _WHOLE else "percent" if after.unit == "percent" else "measure"
            size = number_value(value.raw, use, (said.exponent or 0) if after.unit == "VND" else 0)
            change = round(after.value - before.value, 6)
            if before.code != after.code or not change or size is None or abs(abs(change) - size) > 1e-6:
                continue
            if _later(said.period, first.period) and "target" not in (first.status, said.status):
                row.read[at] = (
                    replace(
                        after, figure=value.figure, value=change, upper=None, denominator=None, bound="exact",
                        measure="change", rule="table.change",
                    ),
                    said,
                )  # fmt: skip

    def _check_totals(self, rows: list[_Row]) -> None:
        """Drop what stands in the line of the total where its area is not certain."""
        places = {row.said.area.name for row in rows if row.said.area is not None and not row.said.total}
        for row in rows:
            if not row.said.total:
                continue
            if self.level is None:
                row.read.clear()
                continue
            area = row.said.area
            if area is None:
                province = self.discourse.anchor.province
                area = self._above() or (Area(province, "province") if province else None)
                if area is None or not self._lists_most(area, len(places)):
                    row.read.clear()
                    continue
            row.read = {at: (reading, replace(said, area=area)) for at, (reading, said) in row.read.items()}

    def _lists_most(self, area: Area, count: int) -> bool:
        """Whether the rows are the units right below the area, and most of them."""
        if area.level == "country":
            return self.level == "province" and count >= 30
        if area.level == "village":
            return False
        for unit in self.gazetteer.find(area.name, area.level, province=self.discourse.anchor.province):
            below = self.gazetteer.districts_of(unit) if self.level == "district" and unit.level == "province" else ()
            if self.level == "commune" and (unit.level == "district" or unit.system == "34"):
                below = self.gazetteer.communes_of(unit)
            if below and count * 10 >= len(below) * 6:
                return True
        return False

    # -- what the table leaves open

    def _settle(self, value: _Value, reading: Reading, said: _Said, column: _Said) -> CellReading:
        discourse = self.discourse
        reading.aimed = said.status == "target"
        area, area_source = area_left(reading.code, discourse)
        if said.area is not None:
            area, area_source = said.area, _side(said.area, column.area)
        period, time_source = time_left(reading, discourse)
        if said.period is not None:
            period, time_source = said.period, _side(said.period, column.period)
        status, status_source = said.status, _side(said.status, column.status)
        if status is None:
            status, status_source = discourse.heading_status or "actual", "heading"
            if discourse.heading_status is None:
                status_source = "document"
                if _later(period, Period((discourse.anchor.published or "")[:4] or None)):
                    status = "target"
        reading.status = status
        return CellReading(reading, value.index, area, area_source, period, time_source, status, status_source)


_KINDS: Mapping[str, PlaceLevel] = {
    "tỉnh": "province", "thành phố": "district", "tp": "district", "huyện": "district", "thị xã": "district",
    "tx": "district", "quận": "district", "xã": "commune", "phường": "commune", "thị trấn": "commune", "tt": "commune",
}
_ONE_BLANK = re.compile(
    r"(?:(?P<order>\d{1,3})[.)]? )?[^\d\s](?:[^\d]*[^\d\s])? (?P<numbers>\d[\d.,]*%?(?: \d[\d.,]*%?)*)"
)


def _later(period: Period | None, than: Period | None) -> bool:
    """Whether both are dated, and the first begins in a later year or, within one, at a later date."""
    one, other = period.label if period else None, than.label if than else None
    if not one or not other or "/" in one or "/" in other:
        return False
    return one[:4] > other[:4] or (one[:4] == other[:4] and len(other) > 4 and (len(one) == 4 or one > other))


def _under(said: _Said, section: _Said) -> _Said:
    """A label below a line that heads a part of the table: "Huyện Than Uyên", "Nông thôn", "II. Giảm nghèo"."""
    if section.area or section.period or section.population:
        part = replace(section, concept=None, noun=None, weak=False, percent=False, text="", status=None)
        return _merge(said, part) or replace(said, known=False)
    if not section.known and _SOME_OF.search(section.text):
        return replace(said, known=False)
    return said


def _side(value: object, of_column: object) -> Source:
    return "heading" if value is of_column or value == of_column else "sentence"


def _series(column: _Column, number: int, at: int) -> tuple[str, int]:
    """The cells that stand or fall together: a column of one indicator, or a row."""
    return ("column", at) if column.said.topic else ("row", number)


def _holds(line: Line, cell: _Cell) -> bool:
    return line.start <= cell.start <= line.end


def _clip(figure: Figure, start: int) -> Figure:
    return figure if figure.start >= start else figure._replace(start=max(start, figure.number_start))


def _grouped_by_blanks(parts: list[str]) -> bool:
    """Whether "9 180" may be one number."""
    return any(b.isdecimal() and len(b) == 3 and a.isdecimal() and len(a) <= 3 for a, b in pairwise(parts))


def _heads(cells: list[_Cell]) -> bool:
    """Whether the cells hold words, or the years that head columns."""
    texts = [cell.text for cell in cells if cell.text]
    return len(texts) >= 2 and not any(map(_numeric, texts))


def _numeric(text: str) -> bool:
    return _NUMBER_CELL.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def _storeys(upper: list[_Cell], lower: list[_Cell], width: int) -> list[list[_Cell]] | None:
    """Each column's head from the upper and the lower storey; None when it is open what stands below what."""
    heads: list[list[_Cell]] = []
    label = 1 if _ORDINAL.fullmatch(upper[0].text) else 0
    if len(upper) == len(lower) == width:
        if any(cell.text not in ("", above.text) for cell, above in zip(lower[: label + 1], upper, strict=False)):
            return None  # "I | Giảm nghèo | | |" opens the body
        spanning: _Cell | None = None
        for above, below in zip(upper, lower, strict=True):
            spanning = above if above.text else (spanning if below.text else None)
            heads.append([cell for cell in (spanning, below) if cell is not None and cell.text] or [above])
            spanning = spanning if below.text else None
        return heads
    over = [at for at, cell in enumerate(upper) if at > label and cell.text and not _ONE_STOREY.match(cell.text)]
    if not over or len(over) != len(upper) + len(lower) - width or len(lower) % len(over) or len(lower) == len(over):
        return None
    each = len(lower) // len(over)
    if len(over) > 1 and any(cell.text != lower[at % each].text for at, cell in enumerate(lower)):
        return None
    for at, cell in enumerate(upper):
        first = over.index(at) * each if at in over else 0
        heads += [[cell, below] for below in lower[first : first + each]] if at in over else [[cell]]
    return heads


def _measure(said: _Said, text: str) -> None:
    """The noun that is counted, the scale of money, the average and its time."""
    noun = _NOUN.search(_RURAL.sub(" ", text))
    said.noun = _NOUNS[noun.group()] if noun else None
    money = _MONEY.search(text)
    if money is not None:
        said.exponent = _EXPONENTS[money[1]]
    said.average = _AVERAGE.search(text) is not None
    per = re.search(r"/ ?(năm|tháng)\b", text)
    said.per = {"năm": "year", "tháng": "month"}[per[1]] if per else None


def _take_figure(figure: Figure, said: _Said, lower: str) -> bool:
    if figure.unit == "criteria" and said.band is None:
        said.band = band(figure)
        if said.noun == "criteria":
            said.noun = "commune" if re.search(r"\bxã\b", said.text) else None
        return said.band is not None
    if figure.unit == "star" and said.stars is None and figure.value is not None and 1 <= figure.value <= 5:
        high = figure.upper or (5 if figure.bound in ("at_least", "more_than") else figure.value)
        said.stars = int(figure.value), int(high)
        return True
    year = lower[figure.number_start : figure.number_end]
    if figure.unit is None and _YEAR.fullmatch(year) and said.period is None:
        said.period = Period(year)
        return True
    return False


def _take_cue(token: Token, said: _Said, areas: list[str]) -> bool:
    concepts = token.concepts
    if "standard_name" in concepts:
        return True
    if _HARD & set(concepts):
        return False
    for concept in concepts:
        if concept.startswith("tier:"):
            if said.tier not in (None, concept[5:]):
                return False
            said.tier = concept[5:]
            return True
    area = next((concept for concept in _POPULATIONS if concept in concepts), None)
    if area is not None:
        areas.append(area)
        return len(areas) == 1
    named = next((concept for concept in _NAMED if concept in concepts), None)
    if named is not None:
        if said.concept not in (None, named):
            return False
        said.concept = named
        return True
    population = next((concept[11:] for concept in concepts if concept.startswith("population:")), None)
    if population is not None:
        if said.population not in (None, population):
            return False
        said.population = population
        return True
    if "ntm_weak" in concepts:
        said.weak = True
        return True
    if "ocop_points" in concepts:
        return True
    if "estimate" in concepts:
        said.status = "estimate"
        return True
    if token.text.startswith("chỉ tiêu") and not _PLANNED.match(said.text):
        return True  # "Chỉ tiêu giảm nghèo" names a row
    if "target" in concepts or ("achieved_plan" in concepts and token.text.startswith(_PLANS)):
        said.status = said.status or "target"
        return True
    if "change_down" in concepts or "change_up" in concepts or "newly" in concepts:
        sign = -1 if "change_down" in concepts else 1
        if said.change == -sign:
            return False
        said.change = sign
        return True
    if any(concept.startswith("scope_") for concept in concepts) or _QUIET & set(concepts):
        return True
    return all(word in _SMALL for word in token.text.split())


def _merge(one: _Said, other: _Said) -> _Said | None:
    """What two labels say together; None when they contradict each other."""
    if not (one.known and other.known):
        return None
    merged = replace(one)
    for name in ("concept", "exponent", "per", "tier", "population", "band", "stars", "status", "period", "area"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if theirs is None:
            continue
        if mine is not None and mine != theirs:
            return None
        setattr(merged, name, theirs)
    if one.change and other.change and one.change != other.change:
        return None
    merged.noun = one.noun if one.topic or not other.noun else other.noun if other.topic else one.noun or other.noun
    merged.weak = one.weak or other.weak
    merged.percent = one.percent or other.percent
    merged.average = one.average or other.average
    merged.change = one.change or other.change
    merged.total = one.total or other.total
    merged.text = (one if one.topic or not (other.topic or other.noun) else other).text
    return merged


def _value(cell: _Cell, line: Line) -> _Value | None:
    """The number of a cell that holds one and nothing else."""
    match = _NUMBER_CELL.fullmatch(cell.text)
    if match is None:
        return None
    found = [
        (index, figure) for index, figure in enumerate(line.figures) if cell.start <= figure.number_start < cell.end
    ]
    if len(found) != 1:
        return None
    index, figure = found[0]
    unit = figure.unit if figure.end <= cell.end else None
    return _Value(figure, line.first + index, match["number"], match["second"], match["sign"] in _MINUS, unit)


_MINUS = ("-", "–", "−")
_NUMBER_CELL = re.compile(
    r"\(?(?P<sign>[-–−+])? ?(?P<number>\d+(?:[.,]\d+)*)(?: ?/ ?(?P<second>\d+(?:\.\d{3})*))? ?"
    r"(?P<unit>%|hộ|xã|thôn|bản|huyện|tiêu chí(?:/xã)?|sản phẩm|"
    r"(?:nghìn|ngàn|triệu|tỷ|tỉ) ?(?:đồng|đ)(?:/(?:người|năm|tháng))*|đồng)?\)?"
)
_LIMITS = {"percent": 100, "criteria": ALL_CRITERIA}
_WHOLE = frozenset({"commune", "village", "district", "province", "household", "product", "entity", "point", "house"})


def _reading(value: _Value, code: str, unit: str, said: _Said) -> Reading | None:
    """The draft of a cell's observation; None when the cell cannot be of this unit."""
    figure = value.figure
    if value.unit not in (None, unit):
        return None
    use: NumberUse = "whole" if unit in _WHOLE else "percent" if unit == "percent" else "measure"
    own = value.unit == unit and figure.value is not None
    if unit == "VND" and not own and said.exponent is None:
        return None
    number = figure.value if own else number_value(value.raw, use, (said.exponent or 0) if unit == "VND" else 0)
    second = number_value(value.second, "whole") if value.second else None
    if number is None or (value.second and (second is None or number > second or unit in ("percent", "VND"))):
        return None
    size = abs(number)
    if (use == "whole" and size != int(size)) or size > _LIMITS.get(unit, size):
        return None
    if unit == "VND" and not 100_000 <= size <= 1_000_000_000:
        return None
    reading = Reading(figure, -1, code, "table.cell", number, unit, denominator=second, bound=figure.bound)
    more = reading.breakdowns
    if code in ("communes_ntm", "criteria_per_commune", "criteria_met", "villages_ntm", "districts_ntm"):
        more["tier"] = said.tier or "standard"
    if said.population:
        more["population"] = said.population
    if said.per and (code == "income_per_capita" or code.endswith("poverty_rate")):
        more["per"] = said.per
    if said.band:
        more.update(criteria_min=said.band[0], criteria_max=said.band[1])
    if code == "ocop_products":
        more["potential"] = False
        if said.stars:
            more.update(stars_min=said.stars[0], stars_max=said.stars[1])
    return reading
