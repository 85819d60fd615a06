"""The readings of one sentence: each figure asked in turn, left to right, what it is of."""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution import breakdowns
from ntm_extract.attribution.amounts import MEASURED, read_amount
from ntm_extract.attribution.continuation import same_again
from ntm_extract.attribution.counts import COUNTED, read_count
from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.labels import bare_unit
from ntm_extract.attribution.pairing import Series, paired
from ntm_extract.attribution.seconds import by_place, continues, share_of, with_figure
from ntm_extract.attribution.shares import of_plan, read_share
from ntm_extract.attribution.walk import falls, governor
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

READABLE = COUNTED | MEASURED | {"percent"}
_RATES = frozenset({"poverty_rate", "near_poverty_rate", "multidimensional_poverty_rate"})
_LEVEL_ONLY = frozenset({"communes_total", "criteria_met", "criteria_per_district"})


def read_sentence(frame: Frame, catalogue: Catalogue, discourse: Discourse) -> tuple[list[Reading], dict[int, str]]:
    """The readings of a sentence in order, and for each figure left out the reason (by its index)."""
    readings: list[Reading] = []
    reasons: dict[int, str] = {}
    last = discourse.last
    series = {at: (one, number) for one in paired(frame) for number, at in enumerate(one.figures)}
    for index, figure in enumerate(frame.figures):
        at = frame.at_figure.get(index)
        if at is None or frame.tokens[at].kind != "figure":
            continue
        if figure.value is None:
            reasons[index] = figure.reason or "unreadable"
            continue
        unit = figure.unit or _borrowed(frame, at)
        if unit not in READABLE:
            reasons[index] = "no_indicator"
            continue
        if figure.unit is None:
            frame.lend(at, unit)
        if at in series:
            found = _member(frame, at, *series[at], readings) or _read(frame, at, catalogue, discourse, last, readings)
            if isinstance(found, Reading):
                _name(found, *series[at])
        else:
            found = _read(frame, at, catalogue, discourse, last, readings)
        if isinstance(found, Rejection) and found.reason in ("no_indicator", "not_built"):
            found = by_place(frame, at, last) or found
        if isinstance(found, Rejection):
            reasons[index] = found.reason
            continue
        _settle(frame, found, readings, discourse)
        _same_region(frame, found, readings)
        readings.append(found)
        planned = _planned(frame, index, found)
        if planned is not None:
            readings.append(planned)
        last = found
    return readings, reasons


def _member(frame: Frame, at: int, series: Series, number: int, readings: list[Reading]) -> Reading | Rejection | None:
    """The reading of one figure of a series of pairs; None where the other rules must say what the series is of."""
    if series.kind == "counts":
        count = next((reading for reading in readings if series.partners and reading.at == series.partners[number]), None)
        return (share_of(frame, at, count) if count is not None else None) or Rejection("no_indicator")
    first = next((reading for reading in readings if reading.at == series.figures[0]), None)
    if series.kind == "wordings":
        code = series.codes[number]
        found = reading_of(frame.figure(at), at, code, f"{code}.paired", "household" if code.endswith("_households") else "percent")
        found.cue = series.partners[number]
    elif number == 0:
        return None
    elif first is None:
        return Rejection("no_indicator")
    else:
        found = with_figure(frame, at, first)
    if first is not None:
        found.measure = first.measure
        if first.value < 0:
            found.value = -found.value
    return found


def _name(reading: Reading, series: Series, number: int) -> None:
    if series.kind == "places":
        reading.place_at = series.partners[number]
    elif series.kind == "times":
        reading.time_at = series.partners[number]


def _borrowed(frame: Frame, at: int) -> str | None:
    """ "hơn 2.400 trong tổng số trên 3.400 xã": the unit stands with the whole."""
    if frame.figure(at).value == 1 and "số" not in frame.tokens[min(at + 1, len(frame.tokens) - 1)].text:
        return None  # "là 1 trong 12 xã đạt chuẩn": which one it is, no count
    if frame.has(at + 1, "part") and at + 2 < len(frame.tokens) and frame.tokens[at + 2].kind == "figure":
        unit = frame.figure(at + 2).unit
        return unit if unit in COUNTED else None
    return bare_unit(frame, at)


def _read(
    frame: Frame, at: int, catalogue: Catalogue, discourse: Discourse, last: Reading | None, earlier: list[Reading]
) -> Reading | Rejection:
    unit = frame.figure(at).unit
    here = last if last is not None and (last is not discourse.last or frame.has(0, "inclusive")) else None
    if unit == "percent":
        if of_plan(frame, at):
            return Rejection("plan_fulfilment")
        found = continues(frame, at, here, earlier) or read_share(frame, at, catalogue, discourse)
        if _points_back(frame, at) and discourse.before:
            return same_again(frame, at, discourse.before) or found
        return found
    if unit in COUNTED:
        if at and frame.tokens[at - 1].kind == "place" and here is not None:  # "…, trong đó huyện A 4 xã"
            listed = continues(frame, at, here, earlier)
            if listed is not None:
                return listed
        found = read_count(frame, at, catalogue, discourse)
        if isinstance(found, Reading) and found.code == "communes_total" and frame.tokens[at - 2 : at - 1][0].kind == "place":
            if frame.has(0, "inclusive"):
                found = Rejection("no_indicator")  # "Trong đó, tỉnh X có 8 xã": of those the sentence before counted
            return continues(frame, at, here, earlier) or found
        if isinstance(found, Rejection) and discourse.last is not None and _points_back(frame, at):
            return same_again(frame, at, discourse.before) or found
        if isinstance(found, Rejection) and found.reason in ("no_indicator", "beneficiaries"):
            return continues(frame, at, here, earlier) or found
        return found
    if unit == "criteria" and frame.tokens[at - 1].text == "xã":
        return Rejection("band_of_communes")  # "số xã dưới 8 tiêu chí còn 5 xã"
    if unit == "criteria":
        return continues(frame, at, here, earlier) or read_amount(frame, at, discourse)
    found = read_amount(frame, at, discourse)
    if isinstance(found, Rejection) and found.reason == "no_indicator":
        return continues(frame, at, here, earlier) or found
    return found


def _points_back(frame: Frame, at: int) -> bool:
    """ "Ở huyện X, tỷ lệ này là 61,7%": the wording stood in the sentence before."""
    start = frame.clause_start(at)
    if not frame.any_cue("anaphora", start=start, end=at):
        return False
    return not frame.any_cue("poverty_rate", "near_poverty_rate", "clean_water", "health_insurance", start=start, end=at)


def _settle(frame: Frame, reading: Reading, readings: list[Reading], discourse: Discourse) -> None:
    """Level or change, its sign, and the breakdowns."""
    at = reading.at
    if reading.code not in _LEVEL_ONLY or reading.rule == "series.change":
        role = governor(frame, at)
        earlier = _part_of_clause(frame, reading, readings)
        if earlier is not None:
            reading.measure = earlier.measure
        elif reading.measure == "change":
            if role == "level" and _remains(frame, at):
                reading.measure = "level"
        elif reading.code in _RATES and "year" in reading.figure.per:
            reading.measure = "change"  # no share of the poor is so much a year
            if reading.value > 0 and not frame.any_cue("change_up", end=at) and frame.any_cue("change_down", "level_verb", end=at):
                reading.value, reading.upper = -reading.value, -reading.upper if reading.upper is not None else None
        elif (
            role == "change"
            or reading.rule == "series.change"
            or _row_of_changes(frame, reading, readings)
            or _newly(frame, reading)
            or _in_a_round(frame, reading, discourse)
        ):
            reading.measure = "change"
        if reading.measure == "change" and _from_to(frame, at):
            reading.measure = "level"
        dated = at + 1 < len(frame.tokens) and frame.tokens[at + 1].kind == "time"
        if reading.measure == "level" and not dated and _from_to(frame, at):
            reading.status = "actual"  # "phấn đấu giảm từ 18 xã hiện nay xuống còn 5 xã"
    if reading.measure == "change" and reading.value > 0 and (_names_fall(reading) or falls(frame, at)):
        reading.value = -reading.value
        reading.upper = -reading.upper if reading.upper is not None else None
    breakdowns.fill(frame, reading)


_STOCKS = frozenset(
    {
        "poor_households",
        "near_poor_households",
        "poor_and_near_poor_households",
        "poor_districts",
        "poor_communes",
        "special_communes",
        "special_villages",
    }
)
_KIND_OF = {
    "border_communes": "border",
    "special_communes": "special",
    "special_villages": "special",
    "poor_districts": "poor_districts",
}


def _same_region(frame: Frame, reading: Reading, readings: list[Reading]) -> None:
    """ "22 xã biên giới …; tỷ lệ nghèo ở vùng này còn 41%", "38 bản đạt chuẩn, riêng bản thuộc xã đặc biệt khó khăn 14 bản"."""
    last = readings[-1] if readings else None
    if last is None or last.at >= reading.at:
        return
    group = _KIND_OF.get(last.code)
    between = frame.tokens[last.at + 1 : reading.at]
    if group and reading.code in _RATES and "population" not in reading.breakdowns:
        pairs = {f"{one.text} {two.text}" for one, two in pairwise(between)} | {token.text for token in between}
        if pairs & {"vùng này", "khu vực này", "xã này", "thôn này", "bản này", "huyện này", "nơi này"}:
            reading.breakdowns["population"] = group
    group = _KIND_OF.get(reading.code)
    if (
        group
        and reading.rule.endswith(".label")
        and last.code in ("villages_ntm", "communes_ntm")
        and last.unit == reading.unit
        and any("inclusive" in token.concepts for token in between)
    ):
        reading.code, reading.rule = last.code, "series.level"
        reading.breakdowns = {**last.breakdowns, "population": group}
        reading.previous = last


def _row_of_changes(frame: Frame, reading: Reading, readings: list[Reading]) -> bool:
    """ "công nhận thêm 15 xã đạt chuẩn, 12 xã nâng cao và 4 xã kiểu mẫu": one verb for all of them."""
    if not readings or readings[-1].measure != "change":
        return False
    last = readings[-1]
    stocks = last.code in _STOCKS and reading.code in _STOCKS  # "giảm 1.200 hộ nghèo và 300 hộ cận nghèo"
    if not stocks and (last.code != reading.code or last.value < 0 or reading.unit != last.unit):
        return False
    if reading.figure.kind != last.figure.kind or not reading.at or frame.tokens[reading.at - 1].text not in (",", "và"):
        return False
    between = frame.tokens[max(last.at, last.cue) + 1 : reading.at]
    return len(between) <= 8 and not any(
        {"level_verb", "base"} & set(token.concepts) or token.kind in ("place", "figure") for token in between
    )


def _part_of_clause(frame: Frame, reading: Reading, readings: list[Reading]) -> Reading | None:
    """ "…: 1,5 tiêu chí/xã; trong đó các xã điểm: từ 3 tiêu chí trở lên/xã": a part is measured as its whole."""
    if not readings or readings[-1].code != reading.code or reading.code != "criteria_per_commune":
        return None
    start = frame.clause_start(reading.at)
    if any(token.text.endswith("đạt") for token in frame.tokens[start : reading.at]):
        return None  # "riêng 8 xã điểm đạt bình quân 16,6 tiêu chí/xã"
    if not frame.has(start, "inclusive") or start <= readings[-1].at:
        return None
    return next((r for r in reversed(readings) if r.code == reading.code and r.figure.per == reading.figure.per), readings[-1])


def _names_fall(reading: Reading) -> bool:
    return (
        (reading.rule.endswith(".before") and reading.code.endswith("poverty_rate") and reading.measure == "change")
        or (reading.previous is not None and reading.rule == "restated.percent" and reading.previous.value < 0)
        or _slower(reading)
        or (
            reading.previous is not None
            and reading.previous.measure == "change"
            and reading.previous.value < 0
            and reading.rule == "series.level"
        )
    )


def _slower(reading: Reading) -> bool:
    """ "giảm từ 40% xuống còn 28% (bình quân 4%/năm)": so much a year of a fall between two levels."""
    level = reading.previous
    first = level.previous if level is not None else None
    if level is None or first is None or "year" not in reading.figure.per or not reading.rule.startswith("series"):
        return False
    return level.measure == first.measure == "level" and level.value < first.value


def _remains(frame: Frame, at: int) -> bool:
    """ "giảm tỷ lệ hộ nghèo xuống còn 3%": what remains, though the wording names the fall."""
    text = frame.tokens[at - 1].text
    return text.endswith(("còn", "xuống")) or text in (
        "còn",
        "xuống",
        "xuống còn",
        "giảm còn",
        "giảm xuống",
        "giảm xuống còn",
        "chỉ còn",
        "vẫn còn",
        "xuống dưới",
        "lên",
        "tăng lên",
        "hạ xuống",
        "dưới mức",
        "ở mức",
    )


def _from_to(frame: Frame, at: int) -> bool:
    """ "giảm từ 38,64% … xuống còn 33,11%": the first figure is a level too."""
    before = frame.tokens[at - 1].text if at else ""
    figure = frame.figure(at)
    if before != "từ" or figure.upper is not None:
        return False
    return any(
        token.text in ("xuống", "xuống còn", "lên", "đến", "còn", "tăng lên", "giảm còn", "chỉ còn", "xuống dưới", "lên đến")
        for token in frame.tokens[at + 1 : at + 14]
    )


def _newly(frame: Frame, reading: Reading) -> bool:
    """ "5 xã mới đạt chuẩn", "năm 2023 có 11 xã được công nhận": recognised within a time, not the running total."""
    if reading.code not in ("communes_ntm", "villages_ntm", "districts_ntm", "ocop_products") or reading.unit == "percent":
        return False
    at = reading.at
    end = reading.figure.end
    tokens = frame.tokens
    if tokens[at - 1].text == "công nhận" and reading.code == "districts_ntm":
        return frame.any_cue("done", end=at) and not frame.any_cue("now") and any(token.kind == "time" for token in tokens[at:])
    if _within_year(frame, at) or (0 < reading.cue < at and tokens[reading.cue - 1].text == "mới"):
        return True  # "huyện có nhiều xã mới được công nhận nhất với 4 xã"
    behind = [token for token in tokens[at + 1 : at + 4] if token.start >= end]
    return bool(behind) and (behind[0].text == "mới" or "newly" in behind[0].concepts)


def _within_year(frame: Frame, at: int) -> bool:
    """ "Năm 2023 có 11 xã được công nhận", "trong năm có 9 xã được công nhận": those of that year."""
    tokens = frame.tokens
    following = next((token for token in tokens[at + 1 : at + 4] if token.start >= frame.figure(at).end), None)
    if following is None or not following.text.startswith("được công nhận") or tokens[at - 1].text not in ("có", "đã có"):
        return False
    index = at - 2
    while index >= 0 and (
        tokens[index].kind == "place" or tokens[index].text == "," or any(c.startswith("scope_") for c in tokens[index].concepts)
    ):
        index -= 1
    if index < 0:
        return False
    if tokens[index].text == "trong năm":
        return True
    return (
        tokens[index].kind == "time"
        and frame.figure(index).kind == "year"
        and (index == 0 or tokens[index - 1].text in ("trong", "riêng", ",", "-"))
    )


def _in_a_round(frame: Frame, reading: Reading, discourse: Discourse) -> bool:
    """Products rated in one round of assessment add to the total: "đợt 2 … 14 sản phẩm đạt 4 sao"."""
    if reading.code != "ocop_products" or reading.unit == "percent":
        return False
    words = " ".join(token.text for token in frame.tokens).split()
    if "đợt" not in words and "đợt" not in (discourse.anchor.title or "").lower().split():
        return False
    return not {"lũy", "đến", "hiện", "tổng", "toàn"} & set(words) and not frame.any_cue("now")


def _planned(frame: Frame, index: int, reading: Reading) -> Reading | None:
    """The second half of "giảm 3,68/3,1%": what was planned."""
    figures = frame.figures
    if reading.figure.rule != "percent.reached" or index + 1 >= len(figures) or figures[index + 1].rule != "percent.planned":
        return None
    planned: Figure = figures[index + 1]
    if planned.value is None:
        return None
    sign = -1 if reading.value < 0 else 1
    return Reading(
        planned,
        reading.at,
        reading.code,
        reading.rule,
        sign * planned.value,
        "percent",
        bound=planned.bound,
        measure=reading.measure,
        cue=reading.cue,
        reach=reading.reach,
        status="target",
        previous=reading,
        breakdowns=dict(reading.breakdowns),
    )
