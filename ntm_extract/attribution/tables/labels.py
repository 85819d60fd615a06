"""Labels: one grammar for whatever a row or the head of a column can say.

A label is a year, a unit of the level its neighbours name, a total, or a row of tokens each of which must be understood:
wordings of the catalogue, places, times, stars, bands of criteria, units, and small words without a meaning of their own.
One word more, a second concept, a second place beside the first or a comparison ("so với năm 2020"), and the label is
not known: its cells are left alone. "Chỉ tiêu giảm nghèo" names a row, "Chỉ tiêu giao" a plan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from ntm_extract.attribution.draft import Area, Discourse, Period, Status
from ntm_extract.attribution.frame import Frame, Token
from ntm_extract.attribution.places.levels import COUNTRY, RANK
from ntm_extract.attribution.places.scopes import resolve_scope
from ntm_extract.attribution.readings.breakdowns import band
from ntm_extract.attribution.tables import Line
from ntm_extract.attribution.tables.grid import YEAR, Cell
from ntm_extract.attribution.tables.places import MARKER, TOTAL, Places
from ntm_extract.attribution.tables.said import Said
from ntm_extract.attribution.times.dates import to_period
from ntm_extract.attribution.times.roles import role
from ntm_extract.model import Figure
from ntm_extract.reference.gazetteer import Level

_SCOPES: Final[dict[str, Level]] = {
    "tỉnh": "province", "huyện": "district", "xã": "commune", "quốc": "country", "nước": "country",
}  # fmt: skip
_PLANS: Final = ("kế hoạch", "chỉ tiêu", "mục tiêu")
_PLANNED: Final = re.compile(r"chỉ tiêu(?: (?:tỉnh |được )?giao| kh| kế hoạch| năm| 20| ?\(|$)")
_IN_SHORT: Final[tuple[tuple[re.Pattern[str], Status], ...]] = (
    (re.compile(r"\bth\b|thực hiện|kết quả"), "actual"),
    (re.compile(r"\bkh\b|^chỉ tiêu (?:phấn đấu )?(?:giảm|tăng|thêm)\b.*\bnăm 20\d\d"), "target"),
)
_RATE: Final = re.compile(r"%|\bt[ỷỉ] lệ\b")
_COMMUNES_TOTAL: Final = re.compile(r"(?:tổng )?số xã")
_MONEY: Final = re.compile(r"(?:\b(nghìn|ngàn|triệu|tr|tỷ|tỉ)\b\.?\s*)?(?:đồng|vnđ|đ)\b")
_EXPONENTS: Final = {None: 0, "nghìn": 3, "ngàn": 3, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9}
_NOUNS: Final = {
    "xã": "commune", "thôn": "village", "bản": "village", "ấp": "village", "buôn": "village", "làng": "village",
    "huyện": "district", "tỉnh": "province", "hộ": "household", "khẩu": "person", "người": "person",
    "sản phẩm": "product", "chủ thể": "entity", "tiêu chí": "criteria", "nhà": "house", "căn": "house", "điểm": "point",
}  # fmt: skip
_NOUN: Final = re.compile(rf"\b(?:{'|'.join(_NOUNS)})\b")
_RURAL: Final = re.compile(r"nông thôn(?: mới)?|người (?:dân|dtts|dân tộc)|đầu người|/ ?(?:người|xã|huyện)")
_AVERAGE: Final = re.compile(r"bình quân|\bbq\b|trung bình|đầu người|/ ?(?:đầu )?người|/ ?xã|/ ?huyện")
_PER: Final = re.compile(r"/ ?(năm|tháng)\b")
_TIMES: Final = {"năm": "year", "tháng": "month"}
_SMALL: Final = frozenset(
    "số lượng tổng cộng các và của trên địa bàn toàn theo với trong tại ở là có được đã còn đạt mức tỷ tỉ lệ hộ xã "
    "thôn bản ấp buôn làng huyện thị tỉnh thành phố người dân nhân khẩu đầu bình quân bq trung gia đình đơn vị cuối "
    "năm tháng tính đến hết thời điểm ngày th kh thực hiện chuẩn quốc sản phẩm chủ thể tiêu chí km tham bao phủ độ sử "
    "dụng triệu đồng nghìn ngàn tr đ vnđ công nhận danh hiệu kết quả liệu cả giao phần trăm mới hằng hàng nguồn cư "
    "chung ước".split()
)
_NAMED: Final = (  # what a label can be about
    "multidimensional_cut", "near_poverty_cut", "poverty_cut", "multidimensional_rate", "near_poverty_rate",
    "poverty_rate", "poor_and_near_poor_households", "near_poor_households", "poor_households", "escaped_poverty",
    "clean_water", "health_insurance", "electricity", "income", "ocop", "temporary_houses", "roads", "ntm_standard",
)  # fmt: skip
AREA_GROUPS: Final = {"special_area": "special", "border_area": "border", "poor_area": "poor_districts"}
_QUIET: Final = frozenset({
    "level_verb", "share", "shield", "part", "total_scope", "inclusive", "now", "ntm_topic", "done", "this_year",
    "scope_country", "scope_province", "scope_district", "scope_commune", "scope_village", "scope_region",
})  # fmt: skip
_HARD: Final = frozenset({
    "back_to_poverty", "negation", "other_standard", "other_income", "reward", "norm", "undated", "funding",
    "ocop_assessed",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """Hears what the labels of a table say."""

    lower: str
    discourse: Discourse
    places: Places

    def hear(self, cell: Cell, line: Line, level: Level | None) -> Said:
        """What a row label or a column head says; ``level``: of the places its neighbours name."""
        text = MARKER.sub("", cell.text, count=1) if MARKER.match(cell.text) and len(cell.text) > 3 else cell.text
        if year := YEAR.fullmatch(text):
            return Said(text=text, period=Period(year[1]))
        if level is not None and (area := self.places.unit(text, level)):
            return Said(text=text, area=area)
        if TOTAL.fullmatch(text):
            return self._total(text)
        start = cell.end - len(text) if cell.end - cell.start == len(cell.text) else cell.start
        frame = Frame(
            self.lower,
            (start, cell.end),
            [_clip(figure, start) for figure in line.figures if start <= figure.number_start < cell.end],
            [cue for cue in line.cues if start <= cue.start and cue.end <= cell.end],
            [place for place in line.places if start <= place.start and place.end <= cell.end],
        )
        said = Said(text=text, percent=_RATE.search(text) is not None)
        measure(said, text)
        _Sentence(frame, self.discourse, self.lower, said).take_all()
        if _COMMUNES_TOTAL.fullmatch(text):
            said.concept = "communes_total"
        return said

    def _total(self, text: str) -> Said:
        scope = _SCOPES.get(text.rsplit(maxsplit=1)[-1])
        if scope is None:
            return Said(text=text, total=True)
        area = COUNTRY if scope == "country" else resolve_scope(scope, self.discourse)
        return Said(text=text, total=True, area=area, known=area is not None)


def measure(said: Said, text: str) -> None:
    """Take the noun that is counted, the scale of money, the average and its time."""
    noun = _NOUN.search(_RURAL.sub(" ", text))
    said.noun = _NOUNS[noun.group()] if noun else None
    money = _MONEY.search(text)
    said.exponent = _EXPONENTS[money[1]] if money else None
    said.average = _AVERAGE.search(text) is not None
    per = _PER.search(text)
    said.per = _TIMES[per[1]] if per else None


def unit_said(text: str) -> Said | None:
    """What the cell of a column of units says: "Triệu đồng/năm", "%", "Xã"; None when that is no unit."""
    said = Said(percent=text == "%")
    measure(said, text)
    return said if said.percent or said.noun or said.exponent is not None else None


def _clip(figure: Figure, start: int) -> Figure:
    return figure if figure.start >= start else figure._replace(start=max(start, figure.number_start))


class _Sentence:
    """A label's tokens, taken one by one into what it says."""

    __slots__ = ("discourse", "frame", "group", "lower", "said")

    def __init__(self, frame: Frame, discourse: Discourse, lower: str, said: Said) -> None:
        self.frame = frame
        self.discourse = discourse
        self.lower = lower
        self.said = said
        self.group: str | None = None  # of areas: special, border, poor

    def take_all(self) -> None:
        """Take every token, up to the first that is not understood."""
        said = self.said
        said.known = all(self._take(at, token) for at, token in enumerate(self.frame.tokens))
        if self.group and said.concept is None and said.noun in ("commune", "village", "district"):
            said.concept = self.group  # the communes of the group are what is counted
        elif self.group:
            said.population = AREA_GROUPS[self.group]
        if said.status is None:
            said.status = next((status for pattern, status in _IN_SHORT if pattern.search(said.text)), None)

    def _take(self, at: int, token: Token) -> bool:
        """Take one token; False when the label says more than can be understood."""
        match token.kind:
            case "word":
                return token.text in _SMALL or YEAR.fullmatch(token.text) is not None
            case "mark":
                return True
            case "place":
                place = self.frame.place(at)
                if self.said.area is None:
                    self.said.area = Area(place.name, place.level)
                return RANK[place.level] <= RANK[self.said.area.level]
            case "time":
                return self._take_time(at)
            case "figure":
                return self._take_figure(self.frame.figure(at))
            case "cue":
                return self._take_cue(token)
            case "other":
                return False

    def _take_time(self, at: int) -> bool:
        purpose = role(self.frame, at)
        if purpose in ("base", "name"):
            return purpose == "name"
        period = to_period(self.frame, at, self.discourse)
        if period is None or self.said.period is not None:
            return False
        self.said.period = period
        return True

    def _take_figure(self, figure: Figure) -> bool:
        said = self.said
        if figure.unit == "criteria" and said.band is None:
            said.band = band(figure)
            if said.noun == "criteria":
                said.noun = "commune" if re.search(r"\bxã\b", said.text) else None
            return said.band is not None
        if figure.unit == "star" and said.stars is None and figure.value is not None and 1 <= figure.value <= 5:
            high = figure.upper or (5 if figure.bound in ("at_least", "more_than") else figure.value)
            said.stars = int(figure.value), int(high)
            return True
        year = self.lower[figure.number_start : figure.number_end]
        if figure.unit is None and YEAR.fullmatch(year) and said.period is None:
            said.period = Period(year)
            return True
        return False

    def _take_cue(self, token: Token) -> bool:
        said, concepts = self.said, token.concepts
        if "standard_name" in concepts:
            return True
        if not _HARD.isdisjoint(concepts):
            return False
        if tier := _behind("tier:", concepts):
            return self._agree("tier", tier)
        if group := next((concept for concept in AREA_GROUPS if concept in concepts), None):
            alone = self.group is None
            self.group = self.group or group
            return alone
        if named := next((concept for concept in _NAMED if concept in concepts), None):
            return self._agree("concept", named)
        if population := _behind("population:", concepts):
            return self._agree("population", population)
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
        return not _QUIET.isdisjoint(concepts) or all(word in _SMALL for word in token.text.split())

    def _agree(self, name: Literal["tier", "concept", "population"], value: str) -> bool:
        """Take a value, unless the label has said another one."""
        if getattr(self.said, name) not in (None, value):
            return False
        setattr(self.said, name, value)
        return True


def _behind(prefix: str, concepts: tuple[str, ...]) -> str | None:
    return next((concept[len(prefix) :] for concept in concepts if concept.startswith(prefix)), None)
