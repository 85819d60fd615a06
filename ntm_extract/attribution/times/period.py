"""Which time a figure is of.

The time that governs the clause wins: one that follows the figure directly ("38,64% năm 2012"), else
the nearest before it. A base of comparison ("so với năm 2020"), the years in the name of a standard or
a document ("chuẩn nghèo giai đoạn 2022-2025") and the date of a decree are no period. "đến nay" and
silence mean the document's own date. A time that is said but has no date ("trước khi triển khai …")
gives none: a wrong year is worse than an open one.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Discourse, Observation, Period, Reading, Source
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.readings.from_to import from_level, to_level
from ntm_extract.attribution.times.behind import behind_the_row, bracketed, closed, raised_by, right, right_in_clause
from ntm_extract.attribution.times.dates import dated, months_of_title, opening, since, span, to_period
from ntm_extract.attribution.times.reviews import reviewed
from ntm_extract.attribution.times.roles import (
    attached,
    comes_up_to,
    ends_span,
    leads,
    of_programme,
    on_topic,
    owned,
    role,
    says_now,
    year_said_before,
)
from ntm_extract.attribution.times.spoken import may_speak, spoken_time
from ntm_extract.attribution.times.stretches import bracketed_years, months_in_words, of_bracket, over_unsaid_years, respective

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
    found = bracketed(frame, at, discourse) or right(frame, at, discourse, flow=flow)
    if found is not None:
        return found, "clause"
    found = _span_of_years(frame, at, reading)
    if found is not None:
        return found, "sentence"
    if from_level(frame, at):
        if frame.has(at + 1, "now"):  # "từ 18 xã hiện nay xuống còn 5 xã"
            return Period(discourse.anchor.published), "document"
        return opening(frame, at, discourse), "sentence"
    later = right_in_clause(frame, reading, discourse, flow=flow)
    left = _left(frame, reading, discourse, flow=flow)
    yearly = _each_year(frame, at) or (reading.measure == "change" and _is_yearly(frame, reading))
    if left is not None and left[1] == "sentence" and yearly and len(left[0].label or "") == 4:
        # "Giai đoạn 2021-2025 …; đến năm 2025 còn 10%; mỗi năm có 5 xã": of the stage
        left = _stage_said(frame, at) or _stage_titled(left[0], discourse) or left
        kept = any("achieved_plan" in token.concepts for token in frame.tokens[max(0, at - 8) : at])
        if kept and reading.aimed and discourse.stage and len(left[0].label or "") == 4:
            left = Period(discourse.stage), "block"  # "năm 2021 giảm 4%, đạt mục tiêu của Chương trình (giảm 3%/năm)"
    if later is not None and (left is None or left[1] == "sentence" or closed(frame, at)):
        return later, "clause"
    if left is not None:
        return left
    aim_of_years = reading.aimed and yearly
    if reading.previous is not None and reading.measure == "change" and reading.previous.figure.start >= frame.start and not (
        aim_of_years and not reading.previous.aimed
    ):
        return period_of(frame, reading.previous, discourse)
    later = raised_by(frame, reading, discourse) or behind_the_row(frame, reading, discourse)
    if later is not None:
        return later, "sentence"
    if discourse.round_time is not None and reading.measure == "change" and frame.has(0, "inclusive"):
        return discourse.round_time, "block"  # "Trong đó, 10 sản phẩm 4 sao": of the round told before
    found, source = inherited(reading, discourse)
    if found.label is None and discourse.anchor.published is None and discourse.acted and _unfolds_act(frame):
        return Period(discourse.acted), "block"
    if source == "heading" and found.label and len(found.label) == 9 and to_level(frame, at) and reading.previous is not None:
        return Period(found.label[5:]), source  # "từ 40% xuống còn 12%" under "Kết quả nhiệm kỳ 2015-2020"
    yearly = flow and (_is_yearly(frame, reading) or _each_year(frame, at))
    if yearly and reading.aimed and source == "block" and found.label and (discourse.stage or "").endswith(f"/{found.label}"):
        return Period(discourse.stage), source  # so much in each year of the stage that ends then
    counted = source == "block" and reading.measure == "level"  # "hàng năm có 5 hộ thoát nghèo", whatever year was told before
    told = source == "document" and not _is_stage(found)
    if yearly and (told or counted or (len(found.label or "") > 7 and not _is_stage(found))):
        return Period(discourse.stage if reading.aimed else None), source  # "mỗi năm giảm 3%": of years that are not said
    return found, source


def _unfolds_act(frame: Frame) -> bool:
    """ "Theo đó, tỉnh công nhận 21 sản phẩm" behind the decision of a year, in a text without a date; not "… đến nay"."""
    return [token.text for token in frame.tokens[:2]] == ["theo", "đó"] and not frame.any_cue("now")


_AT_FIRST = frozenset({"lúc", "từ", "với", "điểm", "gian", "là", "đoạn", "ngày", "năm"})


def _flows(reading: Reading) -> bool:
    return reading.code in _FLOWS or reading.measure == "change"


def _is_stage(period: Period) -> bool:
    return period.label is not None and "/" in period.label


def _is_yearly(frame: Frame, reading: Reading) -> bool:
    return "year" in frame.figure(reading.at).per or reading.breakdowns.get("per") == "year"


def _each_year(frame: Frame, at: int) -> bool:
    """ "Mỗi năm, huyện giảm 300 hộ nghèo"."""
    words = [word for token in frame.tokens[frame.clause_start(at) : at] for word in token.text.split()]
    return any(first in ("mỗi", "hằng", "hàng") and second == "năm" for first, second in pairwise(words))


def _stage_said(frame: Frame, at: int) -> tuple[Period, Source] | None:
    """The stage of years that the sentence speaks of before the figure."""
    for index in range(at - 1, -1, -1):
        iso = frame.figure(index).iso or "" if frame.tokens[index].kind == "time" else ""
        if len(iso) == 9 and role(frame, index) == "plain":
            return Period(iso), "sentence"
    return None


def _stage_titled(end: Period, discourse: Discourse) -> tuple[Period, Source] | None:
    """ "đến năm 2030 …; tỷ lệ hộ nghèo giảm bình quân 1%/năm" below "… nhiệm kỳ 2025-2030": so much in each year of the term."""
    stage = discourse.anchor.title_time or ""
    return (Period(stage), "document") if len(stage) == 9 and stage.endswith(f"/{end.label}") else None


def inherited(reading: Reading, discourse: Discourse) -> tuple[Period, Source]:
    """The time earlier sentences, the heading or the document leave."""
    if discourse.aim_time is not None and discourse.aiming and reading.aimed:
        return discourse.aim_time, "block"
    running = discourse.time if discourse.time_here or discourse.time_age <= discourse.time_reach else None
    if running is not None and discourse.time_aimed and discourse.anchor.published is None and not reading.aimed:
        running = None  # "Mục tiêu đến năm 2025 …. Huyện đã có 12 xã": when, is not said
    if running is not None:
        open_end = _is_stage(running) and not _flows(reading)  # a level within a stage: its year is not said
        return Period(None) if open_end else running, "block"
    reported = reading.aimed and discourse.heading_status == "actual"  # what is aimed at is not of the year that was reported
    if discourse.heading_time is not None and not _said_done(reading) and not reported:
        return discourse.heading_time, "heading"
    review = reviewed(reading, discourse)
    if review is not None:
        return review, "block"
    if discourse.anchor.title_time is not None and reading.aimed:
        return Period(discourse.anchor.title_time), "document"
    return Period(discourse.anchor.published), "document"


def _said_done(reading: Reading) -> bool:
    return reading.status == "actual"


def _left(frame: Frame, reading: Reading, discourse: Discourse, *, flow: bool) -> tuple[Period, Source] | None:
    """The nearest governing time before the figure in its sentence."""
    at = reading.at
    yearly = flow and _is_yearly(frame, reading)
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
            if "now" in token.concepts and (frame.depth[index] > frame.depth[at] or not says_now(frame, index)):
                continue  # "có 18 xã (hiện có 12 xã); …": of the bracket alone
            if "undated" in token.concepts and index and (
                frame.tokens[index - 1].kind == "figure" or frame.has(index - 1, "base")
            ):
                continue  # "từ 20% trước đây xuống còn 5%", "tăng 3 tiêu chí so với khi bắt đầu; …"
            kind = token.text == "ban đầu" and index and frame.tokens[index - 1].kind == "word"
            if kind and frame.tokens[index - 1].text not in _AT_FIRST:
                continue  # "chăm sóc sức khỏe ban đầu": of what kind, not when
            apart = flow and source == "sentence" and attached(frame, index)
            if "now" in token.concepts and apart and year_said_before(frame, index):
                continue  # "Năm 2016 …, nâng tổng số đến nay là 404 tiêu chí, có thêm 4 xã"
            if "now" in token.concepts and not ends_span(frame, index):
                return Period(discourse.anchor.published), "document" if discourse.anchor.published else source
            if "undated" in token.concepts:
                return Period(None), source
            said = spoken_time(frame, index, discourse, flow=flow)
            if said is not None:
                return said, source
            continue
        vague = spoken_time(frame, index, discourse, flow=flow) if may_speak(token.text) else None
        if vague is not None:
            return vague, source
        over_years = over_years or over_unsaid_years(frame, index, flow=flow)
        told = months_of_title(frame, index, discourse)
        if told is not None:
            return told, source
        months = months_in_words(frame, index) if token.text == "năm" else None
        if months is not None:
            return Period(dated(f"--{months:02d}", discourse.anchor)), source
        if token.kind != "time" or owned(frame, index, at) or of_bracket(frame, index, at):
            continue
        if crossed == index + 1 and index - frame.clause_start(index) > 3:
            continue  # "…, đạt nâng cao vào cuối năm 2020; …": it closes that clause
        inside = index - frame.clause_start(index) > 2
        if crossed >= 0 and inside and attached(frame, index) and not on_topic(frame, index) and not leads(frame, index):
            continue  # "…; tốc độ tăng trưởng năm 2018 đạt 12%; có 5/6 xã": the time of that clause alone
        what = role(frame, index)
        if what == "plain":
            found = since(frame, index, discourse, flow=flow) or span(frame, index, flow=flow)
            found = found or to_period(frame, index, discourse)
            if found is not None and _not_yet(frame, index, reading, found, discourse):
                continue
            if found is not None:
                before = [token.text for token in frame.tokens[max(0, index - 2) : index]]
                if flow and before[-1:] == ["sau"]:
                    return Period(None), source  # "sau năm 2020": up to when is not said
                if flow and before == ["từ", "đầu"] and found.label:
                    return Period(found.label[:4]), source  # "từ đầu năm 2023": in that year
                if yearly and found.label == frame.figure(index).iso and frame.tokens[index - 1].text == "từ":
                    return Period(None), source  # "kể từ năm 2020 giảm bình quân 3%/năm": up to when is not said
                if found.label and "/" in found.label and to_level(frame, at):
                    return Period(found.label.split("/")[1]), source
                return found, source
        elif what == "name" and fallback is None:
            until = reading.aimed and comes_up_to(frame, index)
            if until or ((flow or reading.aimed) and of_programme(frame, index)):
                fallback = to_period(frame, index, discourse)
    if fallback is None and over_years:
        return Period(None), "sentence"
    return (fallback, "sentence") if fallback is not None else None


def _not_yet(frame: Frame, time: int, reading: Reading, found: Period, discourse: Discourse) -> bool:
    """ "Thực hiện Đề án đến năm 2020, huyện đã có 7 xã" in a text of 2019: what was done is of no year to come."""
    published = discourse.anchor.published
    year = found.label if found.label and len(found.label) == len("2020") else None
    if published is None or reading.aimed or year is None or year <= published[:4]:
        return False
    return any("done" in token.concepts for token in frame.tokens[time : reading.at])


def _span_of_years(frame: Frame, at: int, reading: Reading) -> Period | None:
    """ "bình quân giảm 7,6%/năm" behind two dated levels has the period of the whole span."""
    if reading.measure != "change" or not (_is_yearly(frame, reading) or _each_year(frame, at)):
        return None
    years = []
    stages = _stage_said(frame, at)
    if stages is not None:
        return stages[0]
    for index in range(at):
        if frame.tokens[index].kind == "time":
            time = frame.figure(index)
            if time.iso and time.iso[0] != "-" and role(frame, index) == "plain":
                years.append(time.iso[:4])
    if len(years) < 2:
        years = bracketed_years(frame, at)
    if len(years) >= 2 and min(years) < max(years):
        return Period(f"{min(years)}/{max(years)}")
    return None


def last_told(found: list[Observation]) -> Period | None:
    """ "Năm 2015 … là 19%, đến năm 2022 còn 8%": the later of two dated levels is what comes next is about."""
    told = [item for item in found if item.time_source in ("clause", "sentence") and item.status == "actual"]
    levels = [item for item in told if item.reading.measure == "level"]
    if len(levels) < 2 or levels[0].reading.code != levels[-1].reading.code:
        return None
    first, last = levels[0].period.label, levels[-1].period.label
    return levels[-1].period if first and last and "/" not in last and first[:4] < last[:4] else None
