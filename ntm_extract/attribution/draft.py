"""What attribution knows of a figure while it decides, and what it carries from sentence to sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ntm_extract.model import Bound, Figure
from ntm_extract.patterns.places import PlaceLevel

Source = Literal["clause", "sentence", "block", "heading", "document"]
Status = Literal["actual", "estimate", "target"]
Measure = Literal["level", "change"]


@dataclass(slots=True)
class Reading:
    """A figure read as an indicator: the draft of an observation."""

    figure: Figure
    at: int  # its token
    code: str
    rule: str
    value: float
    unit: str
    upper: float | None = None
    denominator: float | None = None
    bound: Bound = "exact"
    measure: Measure = "level"
    cue: int = -1  # the token of the wording that announced it
    reach: int = -1  # the last token its clause was read to
    status: Status | None = None  # where the reading itself settles it (reached / planned pairs)
    aimed: bool = False  # a plan speaks in its sentence or heading
    previous: Reading | None = None  # the reading it continues
    place_at: int = -1  # the token of its place or time, where a series of pairs settles it
    time_at: int = -1
    breakdowns: dict[str, str | int | bool] = field(default_factory=dict)


def reading_of(
    figure: Figure, at: int, code: str, rule: str, unit: str, cue: int = -1, reach: int = -1
) -> Reading:
    """The reading of a figure with all that it says itself; the figure must have a value.

    ``cue`` is the token of its wording (its own where there is none), ``reach`` the last token of its clause.
    """
    if figure.value is None:
        raise ValueError(f"figure without a value: {figure.reason}")
    return Reading(
        figure,
        at,
        code,
        rule,
        figure.value,
        unit,
        upper=figure.upper,
        denominator=figure.denominator,
        bound=figure.bound,
        cue=cue if cue >= 0 else at,
        reach=reach if reach >= 0 else at + 1,
    )


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a figure near the topic is no observation: a short code for the figures table."""

    reason: str


@dataclass(frozen=True, slots=True)
class Area:
    """A place as the tables name it."""

    name: str
    level: PlaceLevel


class Holder(NamedTuple):
    """The units a place lies in, as far as its text says; ``doubtful`` where it says two."""

    district: str | None = None
    province: str | None = None
    doubtful: bool = False
    kind: str | None = None  # its own level word where the text always says the same: huyện, thị xã, thành phố, xã …


NOWHERE = Holder()


@dataclass(frozen=True, slots=True)
class Period:
    """A stated time; ``label`` None for a time that is said but has no date."""

    label: str | None


@dataclass(slots=True)
class Anchor:
    """What holds for the whole document where nothing nearer is said."""

    title: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    doc_type: str | None = None
    published: str | None = None  # ISO day, month or year
    published_source: str | None = None  # metadata, dateline, text
    year_hint: int | None = None  # the year that year-less dates of the text belong to
    year_firm: bool = False  # the hint rests on a full date, not on "năm 2018" alone
    title_time: str | None = None  # the year or stage a title names: "Kế hoạch … năm 2024"
    province: str | None = None
    province_firm: bool = False  # the title, the opening or most of the text name it: what says no place is of it
    area: Area | None = None
    holders: Mapping[tuple[str, str], Holder] = field(default_factory=dict)  # what the text says its places lie in
    several: bool = False  # the opening names several provinces and not the country, or the text speaks of one it does not name
    ruled: bool = False  # government and parliament are spoken of more than once
    national: bool = False  # the country, its government or parliament is spoken of
    ntm_main: bool = False  # the programme is the text's subject, not a side remark
    about_ntm: bool = False
    about_poverty: bool = False
    about_ocop: bool = False
    about_houses: bool = False  # the title or the first lines speak of the drive against temporary houses

    @property
    def reported_year(self) -> str | None:
        """The one year that a title says is reported on: "Báo cáo … năm 2022", "… 9 tháng đầu năm 2022"."""
        told = self.title_time or ""
        if self.doc_type != "report" and "/" not in told:
            return None
        return told[:4] if len(told) == 4 or (len(told) == 15 and told[:4] == told[8:12]) else None


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading, or a line that opens a list, sets for all below it; None where it sets nothing."""

    depth: int
    time: Period | None = None
    status: Status | None = None
    area: Area | None = None
    subject: str | None = None  # the concept of the one indicator it names, which bare items below it are of
    opened: bool = False  # no heading at all: the first words of a paragraph
    norm: bool = False  # what stands below is demanded, of nobody in particular


@dataclass(slots=True)
class Discourse:
    """What earlier sentences leave behind for later ones."""

    anchor: Anchor
    area: Area | None = None
    by_level: dict[str, Area] = field(default_factory=dict)  # the last unit named at each level
    time: Period | None = None
    reviewed: Period | None = None  # the year of the review of the poor that the text reports on
    acted: str | None = None  # the one year of the decision that the sentence before told of
    time_age: int = 0  # sentences since that time was said
    time_reach: int = 0  # for how many sentences it holds
    led: bool = False  # the block before ended in a colon: what follows is told by it, sections and all
    time_here: bool = False  # whether it opened the present paragraph, all of which it governs
    headings: list[Heading] = field(default_factory=list)  # the open ones, outermost first
    columns: list[Heading] = field(default_factory=list)  # what the columns of an open table are headed
    aiming: bool = False  # the sentence before opened with a plan
    named: str | None = None  # the one rate that the sentence before named without a value
    aimed_last: bool = False  # the last figure of the sentence before was a plan's
    aim_time: Period | None = None  # the year of the plan it adopted
    before: list[Reading] = field(default_factory=list)  # the readings of the sentence before
    last: Reading | None = None  # the last reading of the sentence before
    round_time: Period | None = None  # the time of the change that the sentence before ended with
    lines: set[float] = field(default_factory=set)  # amounts that were said to be the poverty line
    needed: bool = False  # the houses the sentence before counted are still to be built
    told: set[str] = field(default_factory=set)  # the indicators read so far

    @property
    def heading_time(self) -> Period | None:
        """The time of the nearest heading that sets one."""
        return next((heading.time for heading in reversed(self.headings) if heading.time is not None), None)

    @property
    def heading_status(self) -> Status | None:
        """The status of the nearest heading that sets one."""
        return next((heading.status for heading in reversed(self.headings) if heading.status is not None), None)

    @property
    def heading_area(self) -> Area | None:
        """The area of the nearest heading that sets one."""
        return next((heading.area for heading in reversed(self.headings) if heading.area is not None), None)

    @property
    def norm(self) -> bool:
        """Whether a heading, or the line that opens the list, says that what follows is demanded."""
        return any(heading.norm for heading in self.headings)

    @property
    def subject(self) -> str | None:
        """The concept that the innermost heading names for the bare items below it."""
        return self.headings[-1].subject if self.headings else None


class Observation(NamedTuple):
    """A figure bound to indicator, place, period and status."""

    reading: Reading
    figure: int  # index in the document's figures
    sentence: int  # index in the document's sentences
    area: Area
    area_source: Source
    period: Period
    time_source: Source
    status: str
    status_source: Source
