"""Whether a reading is a level or a change, and the sign of the change.

A change is what a verb of change governs ("tăng 5%"), a rate of the poor "mỗi năm", the next of a row of changes, units
"mới" recognised or recognised within a year, products rated in one round; a part is measured as its whole, and
the rest are levels. So are both ends of "giảm từ 38% xuống còn 33%". A change that the text calls a fall is negative.
A total that can only be a level, such as the number of communes, is left as it was read.
"""

from __future__ import annotations

from itertools import pairwise, takewhile

from ntm_extract.attribution.draft import Discourse, Reading
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.readings.from_to import from_to, remains
from ntm_extract.attribution.readings.parts import added_with, fell_with, raises_total
from ntm_extract.attribution.walk import falls, governor, rises

RATES = frozenset({"poverty_rate", "near_poverty_rate", "multidimensional_poverty_rate"})
_LEVEL_ONLY = frozenset({"communes_total", "criteria_met", "criteria_per_district"})
_ADDED = frozenset({"communes_ntm", "villages_ntm", "districts_ntm", "ocop_products"})  # "thêm 2 xã đạt chuẩn, 6 sản phẩm OCOP"
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


def settle(frame: Frame, reading: Reading, readings: list[Reading], discourse: Discourse) -> None:
    """Level or change, and its sign."""
    at = reading.at
    if reading.code not in _LEVEL_ONLY or reading.rule == "series.change":
        role = governor(frame, at)
        earlier = _part_of_clause(frame, reading, readings)
        if earlier is not None:
            reading.measure = earlier.measure
        elif reading.measure == "change":
            if role == "level" and remains(frame, at):
                reading.measure = "level"
        elif reading.code in RATES and "year" in reading.figure.per:
            reading.measure = "change"  # no share of the poor is so much a year
            if reading.value > 0 and not frame.any_cue("change_up", end=at) and frame.any_cue("change_down", "level_verb", end=at):
                reading.value, reading.upper = -reading.value, -reading.upper if reading.upper is not None else None
        elif (
            role == "change"
            or reading.rule == "series.change"
            or _labelled_change(frame, reading)
            or _row_of_changes(frame, reading, readings)
            or _newly(frame, reading)
            or _recognising(frame, reading)
            or _part_of_round(frame, reading, readings, discourse)
            or _in_a_round(frame, reading, discourse)
            or added_with(frame, reading, readings)
            or fell_with(frame, reading, readings)
            or raises_total(frame, reading)
        ):
            reading.measure = "change"
        if reading.measure == "change" and from_to(frame, at):
            reading.measure = "level"
        if reading.measure == "level" and _same_change(frame, reading, readings):
            reading.measure = "change"
            reading.value = -abs(reading.value) if readings[-1].value < 0 else reading.value
        dated = at + 1 < len(frame.tokens) and frame.tokens[at + 1].kind == "time"
        if reading.measure == "level" and not dated and from_to(frame, at):
            reading.status = "actual"  # "phấn đấu giảm từ 18 xã hiện nay xuống còn 5 xã"
    fell = reading.measure == "change" and reading.value > 0
    if fell and (_names_fall(frame, reading) or falls(frame, at) or fell_with(frame, reading, readings)):
        reading.value = -reading.value
        reading.upper = -reading.upper if reading.upper is not None else None


def _labelled_change(frame: Frame, reading: Reading) -> bool:
    """ "Tỷ lệ hộ nghèo giảm bình quân/năm: 3%": the label ends in the verb of change."""
    index = reading.at - 1
    if reading.cue >= index or index < 1 or frame.tokens[index].text != ":":
        return False
    index -= 1
    while index > reading.cue and (frame.tokens[index].kind == "time" or frame.tokens[index].text in _YEARLY):
        index -= 1
    return index > reading.cue and frame.has(index, "change_up", "change_down")


_YEARLY = frozenset({"/", "năm", "bình", "quân", "hằng", "hàng", "mỗi", "trung"})


def _row_of_changes(frame: Frame, reading: Reading, readings: list[Reading]) -> bool:
    """ "công nhận thêm 15 xã đạt chuẩn, 12 xã nâng cao và 4 xã kiểu mẫu": one verb for all of them."""
    if not readings or readings[-1].measure != "change":
        return False
    last = readings[-1]
    stocks = last.code in _STOCKS and reading.code in _STOCKS  # "giảm 1.200 hộ nghèo và 300 hộ cận nghèo"
    shared = last.cue == reading.cue > reading.at and last.value > 0  # "có thêm 15 xã, 61 thôn đạt chuẩn"
    added = {last.code, reading.code} <= _ADDED and _opened_by_added(frame, readings)
    if not stocks and not shared and not added and (last.code != reading.code or last.value < 0 or reading.unit != last.unit):
        return False
    joined = (",", "và", ";") if added and last.value > 0 else (",", "và")
    if reading.figure.kind != last.figure.kind or not reading.at or frame.tokens[reading.at - 1].text not in joined:
        return False
    first = max(last.at, last.cue) + 1 if not shared else last.at + 1
    level = frame.depth[reading.at]  # "2 xã nâng cao (Đại Hiệp, Đại Quang), 1 xã kiểu mẫu"
    if frame.depth[last.at] > level:
        return False  # "764 xã nâng cao (tăng 261 xã) và 83 xã kiểu mẫu"
    between = [frame.tokens[index] for index in range(first, reading.at) if frame.depth[index] <= level]
    return len(between) <= 8 and not any(
        {"level_verb", "base"} & set(token.concepts) or token.kind in ("place", "figure") for token in between
    )


def _opened_by_added(frame: Frame, readings: list[Reading]) -> bool:
    """ "có thêm 6 xã đạt chuẩn, 16 xã nâng cao; 3 huyện đạt chuẩn": whether the row the last reading ends began with "thêm"."""
    row = takewhile(lambda one: one.measure == "change", reversed(readings))
    return any(frame.tokens[one.at - 1].text.endswith(("thêm", "công nhận")) for one in row if one.at)


def _same_change(frame: Frame, reading: Reading, readings: list[Reading]) -> bool:
    """ "giảm 6,26%, tương đương với 11.710 hộ nghèo": the same fall, counted."""
    if not readings or readings[-1].measure != "change" or readings[-1].at >= reading.at or reading.code not in _STOCKS:
        return False
    between = frame.tokens[readings[-1].at + 1 : reading.at]
    return (
        0 < len(between) <= 3
        and between[-1].text.startswith(("tương đương", "tương ứng", "ứng với"))
        and not any(token.kind in ("figure", "time") for token in between)
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


def _names_fall(frame: Frame, reading: Reading) -> bool:
    return (
        (
            reading.rule.endswith(".before")
            and reading.code.endswith("poverty_rate")
            and reading.measure == "change"
            and not rises(frame, reading.at)
        )
        or (reading.previous is not None and reading.rule in ("restated.percent", "restated.count") and reading.previous.value < 0)
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
    if _just_recognised(frame, at):
        return True
    return bool(behind) and (behind[0].text == "mới" or "newly" in behind[0].concepts)


def _just_recognised(frame: Frame, at: int) -> bool:
    """ "6 sản phẩm OCOP 4 sao vừa được công nhận": not the running total."""
    behind = frame.tokens[at + 1 : min(at + 9, frame.clause_end(at))]
    return any(one.text == "vừa" and two.text.startswith("được công nhận") for one, two in pairwise(behind))


def _since_new_year(frame: Frame, at: int) -> bool:
    """ "Từ đầu năm 2022 đến nay, huyện đã công nhận 4 xã": those of the year that runs."""
    said = [token.text for token in frame.tokens[:at]]
    if said[-1:] != ["công nhận"] or len(said) < 6 or said[:2] != ["từ", "đầu"]:
        return False
    return frame.tokens[2].kind == "time" and frame.has(3, "now")


def _recognising(frame: Frame, reading: Reading) -> bool:
    """ "công nhận 5 xã đạt chuẩn", "Quyết định công nhận đạt chuẩn … đối với 6 xã": the act of one day, not the running total.

    "đã công nhận 45 xã" may well be the total; it is an act where "vừa" or a decision says so. Products are often counted over
    years of rounds: "… tổ chức đánh giá, công nhận 2.100 sản phẩm" says nothing of one day.
    """
    if reading.code not in _ADDED or reading.unit == "percent":
        return False
    tokens = frame.tokens
    at = reading.at
    start = frame.clause_start(at)
    if tokens[at - 1].text == "công nhận":
        verb = at - 1
    elif 0 < reading.cue < at and tokens[reading.cue].text.startswith("công nhận") and tokens[at - 1].text in ("đối với", "cho"):
        verb = reading.cue
    else:
        return False
    before = tokens[max(0, verb - 4) : verb]
    words = {word for token in before for word in token.text.split()}
    if reading.code == "ocop_products" and (
        tokens[verb - 1].text in (",", "và") or frame.any_cue("done", end=verb) or _over_years(frame, verb)
    ):
        return False
    decided = not words.isdisjoint({"định", "vừa", "phiếu"})  # quyết định, bỏ phiếu
    if _since_new_year(frame, at):
        return True
    if frame.any_cue("now", end=at) or words & _NOT_YET or any("total_scope" in token.concepts for token in before):
        return False
    if any(word in ("lũy", "luỹ", "tổng") for token in tokens[start:at] for word in token.text.split()):
        return False
    behind = tokens[at + 1 : at + 14]  # "…, nâng tổng số lên 9 xã"
    raised = any(token.text.startswith("nâng") and token.text != "nâng cao" for token in behind)
    return decided or raised or not words & {"đã", "được"}


def _over_years(frame: Frame, end: int) -> bool:
    """ "Sau 5 năm, …"."""
    return any(frame.tokens[index].kind == "figure" and frame.figure(index).unit == "year" for index in range(end))


def _part_of_round(frame: Frame, reading: Reading, readings: list[Reading], discourse: Discourse) -> bool:
    """ "… công nhận 7 xã. Trong đó, huyện A có 2 xã": parts of those the sentence before recognised are of the same act.

    The whole is the last count of the kind there; a total told behind it ("…, nâng tổng số lên 90 sản phẩm") is no act.
    """
    if reading.code not in _IN_ROUNDS or reading.unit == "percent" or not frame.has(0, "inclusive"):
        return False
    if frame.any_cue("now", end=reading.at) or reading.figure.denominator is not None:
        return False
    if any(one.code == reading.code for one in readings):
        return False
    whole = next((one for one in reversed(discourse.before) if one.code == reading.code), None)
    return whole is not None and whole.unit == reading.unit and whole.measure == "change" and whole.value > reading.value


_IN_ROUNDS = frozenset({"communes_ntm", "villages_ntm", "ocop_products"})
_NOT_YET = frozenset({"nghị", "định,", "để", "trình"})


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
    words = frame.text.split()
    if frame.tokens[reading.at - 1].text == "đã có":
        return False
    if not _one_round(words) and not _one_round((discourse.anchor.title or "").lower().split()):
        return False
    return not {"lũy", "đến", "hiện", "tổng", "toàn"} & set(words) and not frame.any_cue("now")


def _one_round(words: list[str]) -> bool:
    """ "đợt 2", "trong đợt này", but not "nhiều đợt", "qua 5 đợt"."""
    return any(
        word == "đợt" and not (at and (words[at - 1] in ("nhiều", "các", "mấy") or words[at - 1].isdigit()))
        for at, word in enumerate(words)
    )
