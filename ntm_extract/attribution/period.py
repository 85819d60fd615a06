"""Which time a figure is of.

The time that governs the clause wins: one that follows the figure directly ("38,64% năm 2012"), else
the nearest before it. A base of comparison ("so với năm 2020"), the years in the name of a standard or
a document ("chuẩn nghèo giai đoạn 2022-2025") and the date of a decree are no period. "đến nay" and
silence mean the document's own date. A time that is said but has no date ("trước khi triển khai …")
gives none: a wrong year is worse than an open one.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from ntm_extract.attribution.draft import Anchor, Discourse, Period, Reading, Source
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.stretches import bracketed_years, months_in_words, of_bracket, over_unsaid_years, respective, stretch

_FLOWS = frozenset(
    {
        "land_donated",
        "labour_contributed",
        "cash_contributed",
        "programme_funding",
        "road_length",
        "road_works",
        "households_escaped_poverty",
        "temporary_houses_removed",
        "ocop_funding",
    }
)
_BRIDGE = frozenset("của trong vào cuối đầu đến hết tính năm tháng giữa ( ) tại thời điểm ngày từ".split())
_START = re.compile(r"--(\d\d)(?:-(\d\d))?$")


def period_of(frame: Frame, reading: Reading, discourse: Discourse) -> tuple[Period, Source]:
    """The period of a reading and where it was read."""
    at = reading.at
    named = to_period(frame, reading.time_at, discourse) if reading.time_at >= 0 else None
    if named is not None:
        return named, "clause"
    flow = _flows(reading)
    turn = respective(frame, at)
    if turn is not None:
        return to_period(frame, turn, discourse) or Period(None), "clause"
    found = _bracketed(frame, at, discourse) or _right(frame, at, discourse, flow=flow)
    if found is not None:
        return found, "clause"
    found = _span_of_years(frame, at, reading)
    if found is not None:
        return found, "sentence"
    if from_level(frame, at):
        if frame.has(at + 1, "now"):  # "từ 18 xã hiện nay xuống còn 5 xã"
            return Period(discourse.anchor.published), "document"
        return _opening(frame, at), "sentence"
    later = _right_in_clause(frame, reading, discourse, flow=flow)
    left = _left(frame, at, discourse, flow=flow, named=flow or reading.aimed)
    if later is not None and (left is None or left[1] == "sentence"):
        return later, "clause"
    if left is not None:
        return left
    if reading.previous is not None and reading.measure == "change":
        return period_of(frame, reading.previous, discourse)
    found, source = inherited(reading, discourse)
    if source == "document" and reading.measure == "change" and _is_yearly(frame, reading):
        return Period(None), source  # "mỗi năm giảm 3%": of years that are not said
    return found, source


def _flows(reading: Reading) -> bool:
    return reading.code in _FLOWS or reading.measure == "change"


def _is_stage(period: Period) -> bool:
    return period.label is not None and "/" in period.label


def _is_yearly(frame: Frame, reading: Reading) -> bool:
    return "year" in frame.figure(reading.at).per or reading.breakdowns.get("per") == "year"


def inherited(reading: Reading, discourse: Discourse) -> tuple[Period, Source]:
    """The time earlier sentences, the heading or the document leave."""
    if discourse.aim_time is not None and discourse.aiming and reading.aimed:
        return discourse.aim_time, "block"
    running = discourse.time if discourse.time_age <= discourse.time_reach else None
    if running is not None:
        open_end = _is_stage(running) and not _flows(reading)  # a level within a stage: its year is not said
        return Period(None) if open_end else running, "block"
    if discourse.heading_time is not None and not _said_done(reading):
        return discourse.heading_time, "heading"
    if discourse.anchor.title_time is not None and reading.aimed:
        return Period(discourse.anchor.title_time), "document"
    return Period(discourse.anchor.published), "document"


def _said_done(reading: Reading) -> bool:
    return reading.status == "actual"


def role(frame: Frame, at: int) -> str:
    """What a time token does: "plain", "base" of a comparison, or part of a "name"."""
    tokens = frame.tokens
    index = at - 1
    steps = 0
    while index >= 0 and steps < 6:
        token = tokens[index]
        if token.kind == "cue":
            if "base" in token.concepts:
                return "base"
            if "standard_name" in token.concepts:
                return "plain" if "chuẩn" in token.text and steps >= 2 and frame.figure(at).kind == "year" else "name"
            if not frame.has(index, "part", "now", "level_verb", "shield", "this_year", "last_year"):
                return "name" if _names_standard(frame, at, index) else "plain"
        elif token.kind == "other" and steps <= 3:
            return "name"  # "Quyết định số 691/QĐ-TTg ngày 05/6/2018"
        elif token.kind == "figure" or (token.kind == "mark" and token.text not in ",("):
            break
        elif token.kind == "time":
            return role(frame, index) if steps <= 1 and tokens[at - 1].text != "," else "plain"
        elif token.text == "," and steps > 0:
            break
        elif token.text == "hơn" and steps <= 1:
            return "base"
        steps += 1
        index -= 1
    if index >= 0 and tokens[index].kind == "word" and tokens[index].text == "số":
        return "name"
    return "plain"


def _names_standard(frame: Frame, at: int, index: int) -> bool:
    """ "bộ tiêu chí xã nông thôn mới nâng cao giai đoạn 2021-2025", "chuẩn nghèo đa chiều của Chính phủ giai đoạn …"."""
    if frame.figure(at).kind != "period":
        return False
    for token in reversed(frame.tokens[max(0, index - 5) : index]):
        if token.kind in ("figure", "time", "mark"):
            return False
        if "standard_name" in token.concepts and token.text.startswith(
            ("bộ tiêu chí", "chuẩn", "theo chuẩn", "chương trình", "đề án")
        ):
            return True
    return False


def to_period(frame: Frame, at: int, discourse: Discourse) -> Period | None:
    """The period a time token names; None when it is no date of its own."""
    iso = frame.figure(at).iso
    if iso is None:
        return None
    before = [token.text for token in frame.tokens[max(0, at - 2) : at]]
    if iso[0] == "1":
        return None  # before the programmes: history, not statistics
    if iso.startswith("-"):
        return Period(dated(iso, discourse.anchor, ahead=frame.any_cue("target", end=at)))
    if "/" in iso:
        start, end = iso.split("/")
        return Period(end if len(end) == 7 else iso if start != end else end)
    months = months_in_words(frame, at) if len(iso) == 4 else None
    if months is not None:
        return Period(f"{iso}-{months:02d}")
    if len(iso) == 4 and "đầu" in before:
        return Period(f"{iso}-01-01")
    return Period(iso)


def dated(iso: str, anchor: Anchor, *, ahead: bool = False) -> str | None:
    """A date without a year as a full one; None where the text does not tell the year.

    Without a plan (``ahead``) a month later than the document's own is that of the year before.
    """
    half = "/" in iso  # of a year that is not said: "--01/--06"
    if half:
        iso = iso.split("/")[1]
    year = int(anchor.published[:4]) if anchor.published else anchor.year_hint if anchor.year_firm else None
    if year is None:
        return None
    match = _START.match(iso)
    if match is None:
        return f"{year}{iso}" if iso.startswith("-Q") else None
    month, day = match.group(1), match.group(2)
    running = half and anchor.published is not None and anchor.published[5:7] > "03"
    if anchor.published and not ahead and not running and f"{year}-{month}" > anchor.published[:7]:
        year -= 1
    return f"{year}-{month}-{day}" if day else f"{year}-{month}"


def _bracketed(frame: Frame, at: int, discourse: Discourse) -> Period | None:
    """ "so với năm 2010 (15 triệu đồng)": the figure in brackets is of the time before them, base or not."""
    if at >= 2 and frame.tokens[at - 1].text == "(" and frame.tokens[at - 2].kind == "time":
        return to_period(frame, at - 2, discourse)
    return None


def _right(frame: Frame, at: int, discourse: Discourse, *, flow: bool) -> Period | None:
    """A time directly behind the figure: "33,11% năm 2013", "50,79% (năm 2021)", "25 hộ nghèo (4%) năm 2014"."""
    tokens = frame.tokens
    end = frame.figure(at).end
    index = at + 1
    steps = 0
    while index < len(tokens) and steps < 7:
        token = tokens[index]
        if token.start < end or (
            token.kind == "cue" and steps == 0 and frame.has(index, "poor_households", "near_poor_households")
        ):
            index += 1
            continue
        if token.kind == "time":
            if role(frame, index) != "plain" or _heads_next(frame, index):
                return None
            return _span(frame, index, flow=flow) or to_period(frame, index, discourse)
        if token.text == "(" and index + 2 < len(tokens) and tokens[index + 2].text == ")" and tokens[index + 1].kind == "figure":
            index += 3
            continue
        if token.kind == "cue" and steps == 0 and token.text in ("hiện nay", "hiện tại") and index + 1 < len(tokens):
            return Period(discourse.anchor.published) if frame.has(index + 1, "level_verb") else None
        if token.kind == "cue" and not frame.has(
            index, "part", "scope_province", "scope_district", "scope_commune", "scope_country"
        ):
            return None
        if token.kind in ("word", "mark") and token.text not in _BRIDGE:
            return None
        if token.kind in ("figure", "other"):
            return None
        steps += 1
        index += 1
    return None


def _heads_next(frame: Frame, at: int) -> bool:
    """Whether the time opens the next statement: "…, năm 2023 đạt 6,22%"."""
    tokens = frame.tokens
    index = at + 1
    if (
        index < len(tokens)
        and frame.has(index, "level_verb")
        and tokens[index].text not in ("xuống", "xuống còn", "lên", "tăng lên")
    ):
        return index + 1 < len(tokens) and tokens[index + 1].kind == "figure"
    return index < len(tokens) and tokens[index].text == ":"


def from_level(frame: Frame, at: int) -> bool:
    """ "giảm từ 7,8% xuống còn 6%": the first level, whose time is not the statement's."""
    figure = frame.figure(at)
    if not at or figure.upper is not None or not (frame.tokens[at - 1].text == "từ" or frame.tokens[at].text.startswith("từ ")):
        return False
    return any(
        token.text
        in (
            "xuống",
            "xuống còn",
            "lên",
            "còn",
            "tăng lên",
            "giảm còn",
            "chỉ còn",
            "xuống dưới",
            "lên đến",
            "đến",
            "thành",
        )
        for token in frame.tokens[at + 1 : at + 8]
    )


def _opening(frame: Frame, at: int) -> Period:
    """The beginning of a stage that governs the sentence ("giai đoạn 2011-2016 giảm từ …"), else no date."""
    for index in range(at - 1, -1, -1):
        if frame.tokens[index].kind == "time" and role(frame, index) == "plain":
            years = stretch(frame, index)
            if years is not None:
                return Period(years[0])
            iso = frame.figure(index).iso or ""
            return Period(iso[:4] if frame.figure(index).kind == "period" and len(iso) == 9 else None)
    return Period(None)


def _right_in_clause(frame: Frame, reading: Reading, discourse: Discourse, *, flow: bool) -> Period | None:
    """A time later in the same clause, brought in by a preposition: "có 36 xã cán đích vào cuối năm 2016"."""
    tokens = frame.tokens
    depth = frame.depth[reading.at]
    for index in range(reading.at + 1, len(tokens)):
        token = tokens[index]
        if frame.depth[index] != depth:
            if frame.depth[index] < depth:
                return None
            continue
        if token.kind == "figure" or (token.kind == "mark" and token.text in ",;.:"):
            return None
        if token.kind == "time":
            before = {t.text for t in tokens[max(0, index - 3) : index]}
            # "2 xã đạt chuẩn nông thôn mới nâng cao năm 2022"
            named = reading.at < reading.cue < index and all(
                any(concept.startswith("tier:") for concept in token.concepts) for token in tokens[reading.cue + 1 : index]
            )
            named = named and not _heads_next(frame, index)
            if role(frame, index) == "plain" and (named or before & {"vào", "trong", "đến", "cuối", "hết", "từ"}):
                return _span(frame, index, flow=flow) or to_period(frame, index, discourse)
            return None
    return None


def _left(frame: Frame, at: int, discourse: Discourse, *, flow: bool, named: bool) -> tuple[Period, Source] | None:
    """The nearest governing time before the figure in its sentence."""
    source: Source = "clause"
    fallback: Period | None = None
    crossed = -1
    over_years = False
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if token.kind == "mark" and token.text in ",;":
            source = "sentence"
            if token.text == ";":
                crossed = index
        if token.kind == "cue":
            if "now" in token.concepts and index and frame.tokens[index - 1].kind == "figure":
                continue  # "từ 5% hiện nay xuống còn 3%": the time of the first figure alone
            apart = flow and source == "sentence" and _attached(frame, index)
            if "now" in token.concepts and apart and _year_said_before(frame, index):
                continue  # "Năm 2016 …, nâng tổng số đến nay là 404 tiêu chí, có thêm 4 xã"
            if "now" in token.concepts and not _ends_span(frame, index):
                return Period(discourse.anchor.published), "document" if discourse.anchor.published else source
            if "undated" in token.concepts:
                return Period(None), source
            if ("this_year" in token.concepts or "last_year" in token.concepts) and not is_dated(frame, index):
                last = "last_year" in token.concepts
                year = (None if last else _year_said_before(frame, index)) or spoken_year(discourse, token.text, last=last)
                if year is not None:
                    return Period(year), source
            continue
        over_years = over_years or over_unsaid_years(frame, index, flow=flow)
        told = _months_of_title(frame, index, discourse)
        if told is not None:
            return told, source
        months = months_in_words(frame, index) if token.text == "năm" else None
        if months is not None:
            return Period(dated(f"--{months:02d}", discourse.anchor)), source
        if token.kind != "time" or _owned(frame, index, at) or of_bracket(frame, index, at):
            continue
        if crossed >= 0 and _attached(frame, index) and not _leads(frame, index) and index - frame.clause_start(index) > 2:
            continue  # "…; tốc độ tăng trưởng năm 2018 đạt 12%; có 5/6 xã": the time of that clause alone
        what = role(frame, index)
        if what == "plain":
            found = _since(frame, index, discourse, flow=flow) or _span(frame, index, flow=flow)
            found = found or to_period(frame, index, discourse)
            if found is not None:
                if found.label and "/" in found.label and _to_level(frame, at):
                    return Period(found.label.split("/")[1]), source
                return found, source
        elif what == "name" and named and fallback is None and _of_programme(frame, index):
            fallback = to_period(frame, index, discourse)
    if fallback is None and over_years:
        return Period(None), "sentence"
    return (fallback, "sentence") if fallback is not None else None


def _months_of_title(frame: Frame, at: int, discourse: Discourse) -> Period | None:
    """ "Trong 6 tháng, nhân dân góp …" in a text on "6 tháng đầu năm 2019"."""
    told = discourse.anchor.title_time
    token = frame.tokens[at]
    if token.kind != "figure" or told is None or len(told) != 15 or not at or frame.tokens[at - 1].text not in ("trong", "qua"):
        return None
    figure = frame.figure(at)
    return Period(told[8:]) if figure.unit == "month" and figure.value == int(told[13:]) and told[4:8] == "-01/" else None


def _span(frame: Frame, at: int, *, flow: bool) -> Period | None:
    """ "từ năm 2016 đến năm 2020": the stage of a flow."""
    years = stretch(frame, at) if flow else None
    return Period("/".join(years)) if years else None


def _to_level(frame: Frame, at: int) -> bool:
    """ "… xuống còn 8,38%" of a stage is the level at its end."""
    return at > 0 and frame.tokens[at - 1].text in (
        "xuống",
        "xuống còn",
        "lên",
        "còn",
        "tăng lên",
        "giảm còn",
        "chỉ còn",
        "xuống dưới",
        "giảm xuống còn",
        "giảm xuống",
    )


def _of_programme(frame: Frame, at: int) -> bool:
    """ "Chương trình năm 2022", "phong trào giai đoạn 2021-2025": what such a thing cost or moved has its period."""
    if frame.figure(at).kind == "period":
        return True
    return frame.figure(at).kind == "year" and any(
        token.text.startswith(("chương trình", "phong trào")) for token in frame.tokens[max(0, at - 4) : at]
    )


def _year_said_before(frame: Frame, at: int) -> str | None:
    """ "đầu năm 2022 là 4,53%, cuối năm …": the year the sentence stands in."""
    for index in range(at - 1, -1, -1):
        if frame.tokens[index].kind == "time" and role(frame, index) == "plain":
            iso = frame.figure(index).iso or ""
            return iso[:4] if iso[:1] == "2" and "/" not in iso else None
    return None


def is_dated(frame: Frame, at: int) -> bool:
    """ "cuối năm 2016": the year follows."""
    return at + 1 < len(frame.tokens) and frame.tokens[at + 1].kind == "time"


def spoken_year(discourse: Discourse, words: str, *, last: bool) -> str | None:
    """The year that "trong năm", "cả năm", "năm qua" speak of: a text of the first months still speaks of the year before."""
    for said in (discourse.time, discourse.heading_time):
        if said is not None and said.label and not last:
            return said.label[-4:] if "/" in said.label else said.label[:4]
    published = discourse.anchor.published
    if not published or len(published) < 7:
        return None
    early = published[5:7] <= "03" and not words.endswith("nay")
    return str(int(published[:4]) - (1 if early or (last and published[5:7] < "10") else 0))


def _attached(frame: Frame, at: int) -> bool:
    """ "tốc độ tăng trưởng năm 2018 đạt 12,16%": the time of one figure, which follows at once."""
    return frame.has(at + 1, "level_verb") and at + 2 < len(frame.tokens) and frame.tokens[at + 2].kind == "figure"


def _leads(frame: Frame, at: int) -> bool:
    """ "…, đến cuối năm 2021 có 35 xã; 9 xã …": the time of all that follows."""
    before = [token.text for token in frame.tokens[max(0, at - 3) : at]]
    return bool(before) and (before[-1] == "," or any(word.startswith(("đến", "tính", "hết")) for word in before))


def _ends_span(frame: Frame, at: int) -> bool:
    """ "từ năm 2021 đến nay": a span that a year opens, not the moment alone."""
    return at >= 2 and frame.tokens[at - 1].kind == "time" and frame.tokens[at - 2].text == "từ"


def _since(frame: Frame, at: int, discourse: Discourse, *, flow: bool) -> Period | None:
    """ "từ năm 2021 đến nay": for a flow the span up to the document's year, for a level the document's date."""
    if not (at + 1 < len(frame.tokens) and "now" in frame.tokens[at + 1].concepts and _ends_span(frame, at + 1)):
        return None
    published = discourse.anchor.published
    if not flow or published is None:
        return Period(published)
    iso = frame.figure(at).iso or ""
    return Period(f"{iso[:4]}/{published[:4]}") if iso[:4] < published[:4] else Period(published[:4])


def _owned(frame: Frame, time_at: int, figure_at: int) -> bool:
    """Whether a time before stands directly behind an earlier figure: "từ 50,79% (năm 2021) xuống còn 20,42%"."""
    tokens = frame.tokens
    if _heads_next(frame, time_at):
        return False
    index = time_at - 1
    while index >= 0 and (tokens[index].text in _BRIDGE or tokens[index].kind == "other"):
        index -= 1
    return index >= 0 and tokens[index].kind == "figure" and index < figure_at and frame.figure(index).kind != "duration"


def _span_of_years(frame: Frame, at: int, reading: Reading) -> Period | None:
    """ "bình quân giảm 7,6%/năm" behind two dated levels has the period of the whole span."""
    if reading.measure != "change" or not _is_yearly(frame, reading):
        return None
    years = []
    for index in range(at):
        if frame.tokens[index].kind == "time":
            time = frame.figure(index)
            if time.kind == "period" and role(frame, index) == "plain" and time.iso and len(time.iso) == 9:
                return Period(time.iso)
            if time.iso and time.iso[0] != "-" and role(frame, index) == "plain":
                years.append(time.iso[:4])
    if len(years) < 2:
        years = bracketed_years(frame, at)
    if len(years) >= 2 and min(years) < max(years):
        return Period(f"{min(years)}/{max(years)}")
    return None


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
