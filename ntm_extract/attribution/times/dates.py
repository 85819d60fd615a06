"""Which date a time expression means, and from which day to which day it runs.

A date without a year has the year of the document ("ngày 15/6", "6 tháng đầu năm"), "trong năm" that of the time
spoken of, "từ năm 2021 đến nay" ends with the document, and two years joined are a stage for a flow alone. Years before
the programmes are no date, nor is one whose year the text does not tell: None, or a period without a label.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable

from ntm_extract.attribution.draft import Anchor, Discourse, Period
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.times.roles import ends_span, role
from ntm_extract.attribution.times.stretches import months_in_words, stretch

_REFORM = "1986"  # no rate of poverty is older
_START = re.compile(r"--(\d\d)(?:-(\d\d))?$")


def to_period(frame: Frame, at: int, discourse: Discourse) -> Period | None:
    """The period a time token names; None when it is no date of its own."""
    iso = frame.figure(at).iso
    if iso is None:
        return None
    before = [token.text for token in frame.tokens[max(0, at - 3) : at]]
    if iso[0] == "1":  # before the programmes: history, not statistics, but for the first year of a series: "58% năm 1993"
        return Period(iso) if len(iso) == 4 and iso >= _REFORM and at and frame.tokens[at - 1].kind == "figure" else None
    if iso.startswith("-"):
        if discourse.anchor.published is None and at + 1 < len(frame.tokens) and frame.tokens[at + 1].text == "này":
            return Period(None)  # "đến đầu tháng 9 này": of the day of writing, not of what the text tells of
        year = _year_behind(frame, at, discourse)
        return Period(dated(iso, discourse.anchor, ahead=_is_ahead(frame, at, discourse), year=year))
    if "/" in iso:
        start, end = iso.split("/")
        if before == ["nửa", "đầu", "nhiệm kỳ"]:
            return Period(None)
        edge = _edge(before) if len(iso) == 9 else None
        return Period(edge(start, end) if edge else end if len(end) == 7 else iso if start != end else end)
    months = months_in_words(frame, at) if len(iso) == 4 else None
    if months is not None:
        return Period(f"{iso}-{months:02d}")
    if len(iso) == 4 and before[-2:] == ["nửa", "đầu"]:
        return Period(f"{iso}-06")
    if len(iso) == 4 and before[-2:] == ["tháng", "đầu"]:
        return Period(iso)  # "những tháng đầu năm 2023"
    if len(iso) == 4 and "đầu" in before[-2:]:
        return Period(f"{iso}-01-01")
    return Period(iso)


def _is_ahead(frame: Frame, at: int, discourse: Discourse) -> bool:
    """Whether the time is one of a plan, which may lie behind the document's day: "đến ngày 31-12, phấn đấu có …"."""
    following = (index for index in range(at + 1, len(frame.tokens)) if frame.tokens[index].kind in ("figure", "time"))
    end = next(following, len(frame.tokens))
    return discourse.heading_status == "target" or frame.any_cue("target", end=end)


def _edge(before: list[str]) -> Callable[[str, str], str] | None:
    """ "đầu nhiệm kỳ 2020-2025", "đến hết giai đoạn 2021-2025": one year of the stage."""
    if before[-1:] == ["nhiệm kỳ"]:
        word = before[-2:-1]
    elif before[-2:] == ["giai", "đoạn"]:
        word = before[-3:-2]
    else:
        return None
    if word == ["đầu"]:
        return min
    return max if word in (["cuối"], ["hết"]) else None


def _year_behind(frame: Frame, at: int, discourse: Discourse) -> int | None:
    """The year behind "tháng 9" or "6 tháng đầu năm": "năm ngoái", "năm nay", "năm trước"."""
    behind = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    published = discourse.anchor.published
    if behind is None or not published or not {"this_year", "last_year"} & set(behind.concepts):
        return None
    return int(published[:4]) - (1 if behind.text.endswith(("ngoái", "trước")) else 0)


def dated(iso: str, anchor: Anchor, *, ahead: bool = False, year: int | None = None) -> str | None:
    """A date without a year as a full one; None where the text does not tell the year.

    Without a plan (``ahead``) a date later than the document's own is that of the year before.
    """
    half = "/" in iso  # of a year that is not said: "--01/--06"
    if half:
        iso = iso.split("/")[1]
    published = anchor.published
    said = year is not None
    if year is None:
        year = int(published[:4]) if published else anchor.year_hint if anchor.year_firm else None
    if year is None or (published and len(published) == 4 and not said and not ahead):
        return None
    match = _START.match(iso)
    quarter = int(iso[2]) if match is None and iso.startswith("-Q") else 0
    if match is None and not quarter:
        return None
    month, day = match.groups() if match is not None else (f"{3 * quarter - 2:02d}", None)
    tail = iso[1:] if quarter else f"{month}-{day}" if day else month
    running = half and published is not None and published[5:7] > "03"
    if published and not said and not ahead and not running:
        exact = day is not None and len(published) == 10 and anchor.published_source != "text"
        if f"{year}-{month}-{day}" > published if exact else f"{year}-{month}" > published[:7]:
            year -= 1
    return f"{year}-{tail}"


def months_of_title(frame: Frame, at: int, discourse: Discourse) -> Period | None:
    """ "Trong 6 tháng, nhân dân góp …" in a text on "6 tháng đầu năm 2019"."""
    told = discourse.anchor.title_time
    token = frame.tokens[at]
    if token.kind != "figure" or told is None or len(told) != 15 or not at or frame.tokens[at - 1].text not in ("trong", "qua"):
        return None
    figure = frame.figure(at)
    return Period(told[8:]) if figure.unit == "month" and figure.value == int(told[13:]) and told[4:8] == "-01/" else None


def span(frame: Frame, at: int, *, flow: bool) -> Period | None:
    """ "từ năm 2016 đến năm 2020": the stage of a flow, and where the first of them is met, its end for what stands."""
    if not flow and not (at and frame.tokens[at - 1].text == "từ"):
        return None
    years = stretch(frame, at)
    if years is None:
        return None
    if flow:
        return Period("/".join(years))
    return Period(years[1]) if frame.figure(at).iso == years[0] else None


def since(frame: Frame, at: int, discourse: Discourse, *, flow: bool) -> Period | None:
    """ "từ năm 2021 đến nay": for a flow the span up to the document's year, for a level the document's date."""
    if not (at + 1 < len(frame.tokens) and "now" in frame.tokens[at + 1].concepts and ends_span(frame, at + 1)):
        return None
    published = discourse.anchor.published
    if not flow or published is None:
        return Period(published)
    iso = frame.figure(at).iso or ""
    return Period(f"{iso[:4]}/{published[:4]}") if iso[:4] < published[:4] else Period(published[:4])


def _own_year(frame: Frame, at: int) -> str | None:
    lead = at - 2 if frame.tokens[at - 1].text in ("từ", "từ mức") else at - 1
    first = frame.figure(lead).iso if frame.tokens[lead].kind == "time" and role(frame, lead) == "plain" else None
    if first is None or len(first) != 4:
        return None
    end = next((i for i in range(at + 1, min(at + 9, len(frame.tokens) - 1)) if frame.tokens[i].kind == "figure"), None)
    behind = (frame.figure(end + 1).iso or "") if end is not None and frame.tokens[end + 1].kind == "time" else ""
    return first if len(behind) == 4 and behind > first else None


def opening(frame: Frame, at: int, discourse: Discourse) -> Period:
    """The beginning of a stage that governs the sentence ("giai đoạn 2011-2016 giảm từ …"), else no date.

    A year directly before it is its own where the level at the end has a year too: "năm 2021 từ 12% xuống còn 9% năm 2022".
    """
    if at > 1 and (own := _own_year(frame, at)) is not None:
        return Period(own)
    for index in range(at - 1, -1, -1):
        if frame.tokens[index].kind == "time" and role(frame, index) == "plain":
            years = stretch(frame, index)
            if years is not None:
                return Period(years[0])
            iso = frame.figure(index).iso or ""
            return Period(iso[:4] if frame.figure(index).kind == "period" and len(iso) == 9 else None)
    told = discourse.heading_time
    return Period(told.label[:4] if told is not None and told.label and len(told.label) == 9 else None)


def first_and_last_day(label: str | None) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a period label of the tables.

    >>> first_and_last_day("2022-Q1")
    (datetime.date(2022, 1, 1), datetime.date(2022, 3, 31))
    >>> first_and_last_day("2021/2025")[1]
    datetime.date(2025, 12, 31)
    """
    if not label:
        return None, None
    if "/" in label:
        start, end = label.split("/")
        return first_and_last_day(start)[0], first_and_last_day(end)[1]
    try:
        year = int(label[:4])
        if len(label) == 4:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if label[5] == "Q":
            quarter = int(label[6])
            last = quarter * 3
            return dt.date(year, last - 2, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
        month = int(label[5:7])
        if len(label) == 7:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        day = dt.date.fromisoformat(label)
    except (ValueError, IndexError):
        return None, None
    return day, day
