"""What a label says, and what two labels say together.

The label of a row and the head of its column complete each other: "Tỷ lệ hộ nghèo" and "Ước năm 2023". Where both
speak of the same thing and differ, they contradict each other, and the cell they meet in is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from ntm_extract.attribution.draft import Area, Period, Status

_SOME_OF: Final = re.compile(r"\b(?:huyện|xã(?! hội)|thôn|bản|tỉnh|vùng|khu vực|miền|thị)\b")
_SINGLE: Final = ("concept", "exponent", "per", "tier", "population", "band", "stars", "status", "period", "area")


@dataclass(slots=True)
class Said:
    """What a label says."""

    known: bool = True  # every word of it was understood
    concept: str | None = None
    weak: bool = False  # "đạt chuẩn", of what is not said
    noun: str | None = None  # what is counted
    percent: bool = False
    exponent: int | None = None  # of money
    average: bool = False
    per: str | None = None
    tier: str | None = None
    population: str | None = None
    band: tuple[int, int] | None = None
    stars: tuple[int, int] | None = None
    change: int = 0  # 1 up, -1 down
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


def merge(one: Said, other: Said) -> Said | None:
    """What two labels say together; None when they contradict each other, or one of them is not understood.

    >>> merge(Said(concept="poverty_rate"), Said(status="estimate")).status
    'estimate'
    >>> merge(Said(concept="poverty_rate"), Said(concept="near_poverty_rate"))
    """
    if not (one.known and other.known) or (one.change and other.change and one.change != other.change):
        return None
    merged = replace(one)
    for name in _SINGLE:
        mine, theirs = getattr(one, name), getattr(other, name)
        if theirs is None:
            continue
        if mine is not None and mine != theirs:
            return None
        setattr(merged, name, theirs)
    merged.noun = one.noun if one.topic or not other.noun else other.noun if other.topic else one.noun or other.noun
    merged.weak = one.weak or other.weak
    merged.percent = one.percent or other.percent
    merged.average = one.average or other.average
    merged.change = one.change or other.change
    merged.total = one.total or other.total
    merged.text = (one if one.topic or not (other.topic or other.noun) else other).text
    return merged


def below(section: Said, said: Said) -> Said:
    """A label below a line that heads a part of the table: "Huyện Than Uyên", "Nông thôn", "II. Giảm nghèo"."""
    if section.area or section.period or section.population:
        part = replace(section, concept=None, noun=None, weak=False, percent=False, text="", status=None)
        return merge(said, part) or replace(said, known=False)
    if not section.known and _SOME_OF.search(section.text):
        return replace(said, known=False)
    return said


def with_unit(said: Said, unit: Said | None) -> Said:
    """What the labels of a cell say, its scale and time from the column of units where that has them."""
    if unit is None:
        return said
    exponent, per = said.exponent, said.per
    if unit.exponent is not None:
        exponent, per = unit.exponent, unit.per or per
    return replace(said, exponent=exponent, per=per, average=said.average or unit.average)
