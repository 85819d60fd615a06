"""Measured amounts: averages of criteria, criteria met by one unit, money, land, working days, kilometres of road.

Money is the field of decoys: an income counts only where it is an average or per head, never a household's turnover, a
wage, the poverty line or GRDP; funding counts only where the programme is named in the same sentence or the text's subject,
never the cost of one building. Roads count only where they are built or surfaced.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.decoys import for_ocop, other_money, programme_named
from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.walk import ahead, behind, governor
from ntm_extract.model import Figure

MEASURED = frozenset({"criteria", "target", "VND", "m2", "ha", "km", "m", "day"})
_AVERAGE = frozenset({"bình", "bq", "trung"})
_BUILDINGS = ("nhà ", "trạm ", "trường ", "phòng ", "chợ")
_COST_OF_ONE = frozenset(
    {
        "trường",
        "cầu",
        "nhà",
        "trụ",
        "trạm",
        "mô",
        "dự",
        "gói",
        "tháng",
        "chiếc",
        "con",
        "xe",
        "máy",
        "quà",
        "suất",
        "học",
    }
)


def read_amount(frame: Frame, at: int, discourse: Discourse) -> Reading | Rejection:
    """The indicator an amount is of, or why it is none."""
    figure = frame.figure(at)
    match figure.unit:
        case "criteria" | "target":
            return _criteria(frame, at, figure)
        case "VND":
            return _money(frame, at, figure, discourse)
        case "m2" | "ha":
            return _land(frame, at, figure)
        case "day":
            return _labour(frame, at, figure, discourse)
        case _:
            return _roads(frame, at, figure)


def _criteria(frame: Frame, at: int, figure: Figure) -> Reading | Rejection:
    after = behind(frame, at)
    if "commune" in figure.per:
        reading = reading_of(figure, at, "criteria_per_commune", "criteria_per_commune.per", "criteria", reach=after.reach)
        if _rise(frame, at):
            reading.measure = "change"
        return reading
    if "district" in figure.per:
        return reading_of(figure, at, "criteria_per_district", "criteria_per_district.per", "criteria", reach=after.reach)
    words = {token.text for token in frame.tokens[frame.clause_start(at) : at]}
    average = _said_average(frame, at)
    if average and figure.denominator is None and figure.unit == "criteria":
        code = "criteria_per_district" if "huyện" in words and "xã" not in words else "criteria_per_commune"
        return reading_of(figure, at, code, f"{code}.average", "criteria", reach=after.reach)
    if figure.value is not None and figure.value != int(figure.value):
        return Rejection("no_indicator")
    return _met(frame, at, figure, after.reach)


def _said_average(frame: Frame, at: int) -> bool:
    """ "bình quân các xã đạt 14,2 tiêu chí", "số tiêu chí bình quân đạt …", said in the figure's own clause."""
    for index in range(at - 1, max(-1, at - 16), -1):
        token = frame.tokens[index]
        if token.kind == "mark" and token.text in ";.,":
            if token.text == "," and frame.tokens[index + 1].text == "mỗi":
                continue  # "tính bình quân trên toàn tỉnh, mỗi xã đạt …"
            return False
        if token.text in ("bình", "bq") or "bình quân" in token.text:
            return True
        if token.kind == "figure":
            return False
    return False


def _rise(frame: Frame, at: int) -> bool:
    """ "Tiêu chí tăng bình quân trong năm: 1,5 tiêu chí/xã": the label names a rise."""
    start = frame.clause_start(at)
    for index in range(at - 1, start - 1, -1):
        token = frame.tokens[index]
        if token.kind == "figure":
            return False
        if "level_verb" in token.concepts and token.text not in ("là", "có"):
            return False
        if "change_up" in token.concepts:
            return True
    return False


def _met(frame: Frame, at: int, figure: Figure, reach: int) -> Reading | Rejection:
    """ "xã … đạt 17/19 tiêu chí": one unit's own count, said with a verb of reaching and a single unit for a subject."""
    before = frame.tokens[at - 1] if at else None
    label = " ".join(token.text for token in frame.tokens[frame.clause_start(at) : at])
    reached = before is not None and (
        (before.text == ":" and "tiêu chí" in label and "đạt" in label)
        or before.text in ("đạt", "được", "hoàn thành", "thành", "đã đạt", "đạt được")
        or "done" in before.concepts
        or (figure.denominator is not None and ("level_verb" in before.concepts or before.text in ("có", "vững")))
    )
    after_words = {token.text for token in frame.tokens[at + 1 : reach]}
    if {"thiếu", "thêm", "nữa"} & {token.text for token in frame.tokens[at + 1 : at + 4]} or (
        before is not None and before.text == "thêm"
    ):
        return Rejection("no_indicator")
    if not reached and not ("đạt" in after_words and figure.denominator is not None):
        return Rejection("no_indicator")
    if governor(frame, at) == "change":
        return Rejection("no_indicator")
    if figure.upper is not None and figure.denominator is None:
        return Rejection("no_single_unit")  # "nhiều xã ở huyện X mới đạt 5 - 7 tiêu chí"
    for index in range(at - 1, frame.clause_start(at) - 1, -1):
        token = frame.tokens[index]
        if token.kind == "place" and frame.place(index).level in ("commune", "district"):
            break
        if token.kind == "figure" and frame.figure(index).unit in ("commune", "village", "percent", "district"):
            return Rejection("band_of_communes")
        if token.text in ("các", "số", "những", "mỗi", "nhiều") and frame.tokens[min(index + 1, at)].text in (
            "xã",
            "thôn",
            "bản",
            "huyện",
            "địa",
        ):
            return Rejection("no_single_unit")
    ntm = frame.any_cue("ntm_standard", "ntm_topic", "tier:smart")
    if not ntm and (
        figure.unit == "target" or "đô thị" in " ".join(token.text for token in frame.tokens) or frame.any_cue("other_standard")
    ):
        return Rejection("other_standard")
    if figure.denominator is None and (frame.any_cue("target", end=at) or not _single_unit(frame, at)):
        return Rejection("no_single_unit")
    unit = figure.unit or "criteria"
    return reading_of(figure, at, "criteria_met", "criteria_met.unit", unit, reach=reach)


def _single_unit(frame: Frame, at: int) -> bool:
    return any(
        (token.kind == "place" and frame.place(index).level in ("commune", "district"))
        or {"scope_commune", "scope_district"} & set(token.concepts)
        for index, token in enumerate(frame.tokens[:at])
    )


def _money(frame: Frame, at: int, figure: Figure, discourse: Discourse) -> Reading | Rejection:
    after = behind(frame, at)
    before = ahead(frame, at, commas=True)
    if frame.any_cue("norm"):
        return Rejection("threshold")
    if frame.any_cue("reward", start=frame.clause_start(at), end=at):
        return Rejection("not_of_the_programme")
    for cue in before.cues[:3]:
        concepts = frame.tokens[cue].concepts
        if "other_income" in concepts:
            return Rejection("other_income")
        if "income" in concepts or "criterion:income" in concepts:
            return _income(frame, at, figure, cue, after.reach, before.unknown)
    if (
        "person" in figure.per
        and figure.unit == "VND"
        and not _is_poverty_line(frame, at, at)
        and frame.any_cue("income")
        and not frame.any_cue("other_income")
    ):
        return reading_of(figure, at, "income_per_capita", "income_per_capita.per_person", "VND", reach=after.reach)
    if figure.per:
        return Rejection("no_indicator")
    return _funds(frame, at, figure, discourse, after.reach)


def _income(frame: Frame, at: int, figure: Figure, cue: int, reach: int, unknown: int) -> Reading | Rejection:
    tokens = frame.tokens
    comma = next((index for index in range(cue - 1, -1, -1) if tokens[index].text == ","), 0)
    if any(token.text in ("lao", "viên", "thợ", "hợp", "công", "nghiệp") for token in tokens[cue + 1 : at]) or any(
        one.text == "mô" and two.text == "hình" for one, two in pairwise(tokens[comma:cue])
    ):
        return Rejection("not_per_head")  # those who work in one cooperative, those who follow one model
    text = " ".join(token.text for token in tokens[max(0, cue - 2) : at])
    average = "bình quân" in text or "đầu người" in text or "trung bình" in text or "bq" in text.split() or "person" in figure.per
    people = tokens[cue].text.endswith(("người dân", "nông dân", "dân cư", "nông thôn", "cư dân")) or _people_of_place(frame, cue)
    if not (average or people):
        return Rejection("not_per_head")
    if unknown > 10 or (
        any(word in text.split() for word in ("hộ", "lao", "công", "chuẩn", "mô", "gia"))
        and "đầu người" not in text
        and "person" not in figure.per
    ):
        return Rejection("not_per_head")
    if _is_poverty_line(frame, at, cue):
        return Rejection("threshold")
    if figure.bound == "at_most" or (cue and {"poor_households", "near_poor_households"} & set(tokens[cue - 1].concepts)):
        return Rejection("threshold")
    if any("chuẩn nghèo" in token.text or token.text == "tiêu chuẩn" for token in tokens[:at]) and frame.depth[at]:
        return Rejection("threshold")
    if any(token.text in ("trở", "dưới") for token in tokens[at + 1 : at + 3]) or "xuống" in {
        t.text for t in tokens[at + 1 : at + 3]
    }:
        return Rejection("threshold")
    return reading_of(figure, at, "income_per_capita", "income_per_capita.before", "VND", cue, reach)


def _is_poverty_line(frame: Frame, at: int, cue: int) -> bool:
    """ "hộ cận nghèo có thu nhập bình quân trên 28 triệu đến 36 triệu đồng": what makes a household poor, not what people earn."""
    tokens = frame.tokens
    for index in range(cue - 1, -1, -1):
        if tokens[index].kind == "figure" or tokens[index].text in (";", "."):
            break
        if {"poor_households", "near_poor_households", "poor_and_near_poor_households"} & set(tokens[index].concepts):
            return True
    behind_it = tokens[at + 1 : at + 3]
    if len(behind_it) == 2 and behind_it[0].text in ("đến", "tới") and behind_it[1].kind == "figure":
        return frame.figure(at + 2).unit == "VND"
    return (
        at >= 2 and tokens[at - 1].text in ("đến", "tới") and tokens[at - 2].kind == "figure" and frame.figure(at - 2).unit == "VND"
    )


def _people_of_place(frame: Frame, cue: int) -> bool:
    """ "Nông dân Đồng bằng sông Hồng thu nhập 43,3 triệu": the people of a place, not one family."""
    before = frame.tokens[max(0, cue - 4) : cue]
    return any(token.text in ("nông", "dân", "người") for token in before) and any(
        token.kind == "place" and frame.place(index).level in ("region", "province", "district")
        for index, token in enumerate(frame.tokens[:cue])
        if index >= cue - 4
    )


def _funds(frame: Frame, at: int, figure: Figure, discourse: Discourse, reach: int) -> Reading | Rejection:
    tokens = frame.tokens
    start = max(frame.clause_start(at), 0)
    ntm = programme_named(frame, at)
    if any(token.text == "toàn xã hội" for token in tokens[start:at]):
        return Rejection("not_of_the_programme")  # "tổng vốn đầu tư toàn xã hội"
    if any(token.text in _EACH for token in tokens[max(start, at - 12) : at]):
        return Rejection("rate_of_units")
    if other_money(frame, start, at):
        return Rejection("not_of_the_programme")
    if frame.any_cue("ocop"):
        if for_ocop(frame, start, at, reach):
            return reading_of(figure, at, "ocop_funding", "ocop_funding.sentence", "VND", reach=reach)
        return Rejection("no_indicator")
    words = [token.text for i, token in enumerate(tokens[start:at], start) if not _state(frame, i)]
    if any(word in _COST_OF_ONE and before not in ("nhu", "yêu", "thực") for before, word in [*pairwise(["", *words])][-6:]):
        return Rejection("cost_of_one")
    people = next((index for index in range(at - 1, start - 1, -1) if "cash" in tokens[index].concepts), None)
    behind_people = next((index for index in range(at + 1, min(reach, at + 8)) if "cash" in tokens[index].concepts), None)
    if people is not None and (
        any(token.text == "mỗi" for token in tokens[max(start, people - 2) : at])
        or (tokens[people].text == "tiền mặt" and not frame.any_cue("land"))
    ):
        return Rejection("not_a_total")
    unnamed = people is not None and "dân" not in tokens[people].text.split()
    if people is not None and unnamed and any(token.text in _GIVERS for token in tokens[max(start, people - 3) : people]):
        return Rejection("not_of_the_programme")
    if people is not None and (ntm or discourse.anchor.about_ntm) and at - people < 14:
        return reading_of(figure, at, "cash_contributed", "cash_contributed.before", "VND", people, reach)
    given = frame.any_cue("land", "labour", start=start) or any(token.text.endswith("góp") for token in tokens[start:at])
    from_people = behind_people == at + 2 and tokens[at + 1].text == "từ"
    if behind_people is not None and from_people and (ntm or discourse.anchor.about_ntm):
        return reading_of(figure, at, "cash_contributed", "cash_contributed.from", "VND", behind_people, reach)
    if behind_people is not None and behind_people == at + 1 and given and (ntm or discourse.anchor.about_ntm):
        return reading_of(figure, at, "cash_contributed", "cash_contributed.behind", "VND", behind_people, reach)
    if words[-1:] and words[-1] in ("góp", "ủng", "hộ") and "góp" in words[-2:] and (ntm or discourse.anchor.about_ntm):
        return reading_of(figure, at, "cash_contributed", "cash_contributed.given", "VND", at - 1, reach)
    fund = next((index for index in range(at - 1, start - 1, -1) if "funding" in tokens[index].concepts), None)
    whole = frame.has(at - 1, "total_scope", "part") and tokens[at - 1].text.endswith("tổng số")
    if fund is None and whole and frame.has(at + 1, "funding"):
        fund = at + 1  # "trong tổng số 1.870 tỷ đồng huy động xây dựng nông thôn mới"
    programme = ntm or (discourse.anchor.ntm_main and frame.any_cue("standard_name"))
    text = " ".join(words)
    if "công trình" in text and "các công trình" not in text and "tổng" not in words:
        return Rejection("cost_of_one")
    if any("other_standard" in tokens[i].concepts and tokens[i].text.startswith(_BUILDINGS) for i in range(max(start, at - 3), at)):
        return Rejection("cost_of_one")
    if fund is not None and programme and at - fund < 22:
        reading = reading_of(figure, at, "programme_funding", "programme_funding.sentence", "VND", fund, reach)
        if fund > at:
            reading.time_at = next((i for i in range(fund, min(fund + 5, len(tokens))) if tokens[i].kind == "time"), -1)
        return reading
    return Rejection("no_indicator")


_EACH = frozenset({"mỗi", "từng"})
_GIVERS = frozenset({"mạnh", "hảo", "ty", "doanh", "kiều", "tài", "từ", "bệnh", "ngân hàng"})


def _state(frame: Frame, at: int) -> bool:
    """ "ngân sách nhà nước": the state, no house."""
    return frame.tokens[at].text == "nhà" and at + 1 < len(frame.tokens) and frame.tokens[at + 1].text == "nước"


def _land(frame: Frame, at: int, figure: Figure) -> Reading | Rejection:
    start = frame.clause_start(at)
    tokens = frame.tokens
    for index in range(at - 1, start - 1, -1):
        if "land" in tokens[index].concepts:
            return reading_of(figure, at, "land_donated", "land_donated.before", figure.unit or "m2", index)
        if tokens[index].kind == "figure" and frame.figure(index).unit not in (
            "m2",
            "ha",
            "household",
            "VND",
            "day",
            "person",
            "m",
        ):
            break
        if at - index > 26:
            break
    if start > 2 and start == at and tokens[at - 2].text == "đất" and frame.has(at - 3, "land"):  # "hiến đất (trên 346.250 m2)"
        return reading_of(figure, at, "land_donated", "land_donated.before", figure.unit or "m2", at - 3)
    behind_it = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if behind_it == "đất" and any("land" in token.concepts for token in tokens[:at]):
        return reading_of(figure, at, "land_donated", "land_donated.sentence", figure.unit or "m2")
    after = behind(frame, at)
    given = next((cue for cue in after.cues if "land" in tokens[cue].concepts), None)
    if given is not None and behind_it == "đất" and after.unknown <= 4 and not frame.any_cue("negation", start=at, end=given):
        return reading_of(figure, at, "land_donated", "land_donated.behind", figure.unit or "m2", given)  # "… đất đã được dân hiến"
    return Rejection("no_indicator")


def _labour(frame: Frame, at: int, figure: Figure, discourse: Discourse) -> Reading | Rejection:
    if frame.any_cue("land") or (frame.any_cue("cash", "labour") and (discourse.anchor.about_ntm or frame.any_cue("ntm_topic"))):
        return reading_of(figure, at, "labour_contributed", "labour_contributed.sentence", "day")
    return Rejection("no_indicator")


def _roads(frame: Frame, at: int, figure: Figure) -> Reading | Rejection:
    after = behind(frame, at)
    tokens = frame.tokens
    start = frame.clause_start(at)
    near = [
        index
        for index in (*after.cues[:2], *ahead(frame, at, commas=True).cues[:4])
        if {"roads", "criterion:roads"} & set(tokens[index].concepts)
    ]
    if not near:
        return Rejection("no_indicator")
    following = next((token for token in tokens[at + 1 :] if token.start >= figure.end), None)
    if (
        following is not None
        and following.kind == "word"
        and following.text not in FILLER | {"đường", "lộ", "tuyến"}
        and near[0] < at
    ):
        return Rejection("another_length")
    if frame.any_cue("negation", start=at, end=after.reach) or (at and frame.tokens[at - 1].text == "còn"):
        return Rejection("not_built")
    built = frame.any_cue("road_building", start=start, end=after.reach)
    if not built:
        return Rejection("not_built")
    if figure.unit == "m" and (figure.value or 0) < 50:
        return Rejection("another_length")
    reading = reading_of(figure, at, "road_length", "road_length.built", "km", near[0], after.reach)
    if figure.unit == "m":
        reading.value = reading.value / 1000
    return reading
