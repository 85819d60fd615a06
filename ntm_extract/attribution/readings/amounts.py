"""Measured amounts: averages of criteria, criteria met by one unit, land, working days, kilometres of road; money is ``money``'s.

Criteria count only as an average or as what one unit reached, land only where it was given, working days only beside land or
beside contributions in a text about the programme. Roads count only where they are built or surfaced.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.readings.givers import of_one_giver
from ntm_extract.attribution.readings.money import read_money
from ntm_extract.attribution.readings.roads import read_length
from ntm_extract.attribution.walk import behind, governor
from ntm_extract.model import Figure

_LABOURING = frozenset({"huy", "tham", "góp", "đóng", "ủng", "vận"})  # huy động, tham gia, góp, ủng hộ, vận động
MEASURED = frozenset({"criteria", "target", "VND", "m2", "ha", "km", "m", "day"})


def read_amount(frame: Frame, at: int, discourse: Discourse) -> Reading | Rejection:
    """The indicator an amount is of, or why it is none."""
    figure = frame.figure(at)
    match figure.unit:
        case "criteria" | "target":
            return _criteria(frame, at, figure, discourse)
        case "VND":
            money = read_money(frame, at, figure, discourse)
            one = isinstance(money, Reading) and money.code == "cash_contributed" and of_one_giver(frame, at, at)
            return Rejection("not_a_total") if one else money
        case "m2" | "ha":
            land = _land(frame, at, figure)
            one = isinstance(land, Reading) and of_one_giver(frame, at, land.cue)
            return Rejection("not_a_total") if one else land
        case "day":
            return _labour(frame, at, figure, discourse)
        case _:
            return read_length(frame, at, figure, discourse)


def _criteria(frame: Frame, at: int, figure: Figure, discourse: Discourse) -> Reading | Rejection:
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
    mean = figure.denominator is None or (figure.value is not None and figure.value != int(figure.value))  # "bình quân 12,6/19"
    if average and mean and figure.unit == "criteria":
        code = "criteria_per_district" if "huyện" in words and "xã" not in words else "criteria_per_commune"
        return reading_of(figure, at, code, f"{code}.average", "criteria", reach=after.reach)
    if figure.value is not None and figure.value != int(figure.value):
        return Rejection("no_indicator")
    area = discourse.anchor.area
    sheet = area is not None and area.level == "commune" and frame.tokens[at - 1].text == ":"  # one commune's own sheet
    return _met(frame, at, figure, after.reach, sheet=sheet)


def _said_average(frame: Frame, at: int) -> bool:
    """ "bình quân các xã đạt 14,2 tiêu chí", "số tiêu chí bình quân đạt …", said in the figure's own clause."""
    for index in range(at - 1, max(-1, at - 16), -1):
        token = frame.tokens[index]
        if token.kind == "mark" and token.text in ";.,":
            if token.text == "," and frame.tokens[index + 1].text == "mỗi":
                continue  # "tính bình quân trên toàn tỉnh, mỗi xã đạt …"
            return token.text == "," and _opens_with_average(frame, at)
        if token.text in ("bình", "bq") or "bình quân" in token.text:
            return True
        if token.kind == "figure" and frame.figure(index).unit not in ("commune", "district"):
            return False
    return False


def _opens_with_average(frame: Frame, at: int) -> bool:
    """ "Tính trung bình, đến cuối năm 2014, các xã của vùng X đạt 11,2 tiêu chí": an average announced for its clause."""
    start = frame.clause_start(at)
    head = next((i for i in range(start, at) if frame.tokens[i].kind == "mark"), at)
    words = [word for token in frame.tokens[start:head] for word in token.text.split()]
    others = any(frame.tokens[i].kind == "figure" for i in range(start, at))
    return not others and len(words) <= 4 and ("trung bình" in " ".join(words) or "bình quân" in " ".join(words))


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


def _counted_row(frame: Frame, at: int) -> bool:
    """ "2 xã A, B (thị xã C) … đạt 19/19 tiêu chí": what the number before their names counts together."""
    index = at
    while index >= 0 and (frame.tokens[index].kind == "place" or frame.tokens[index].text in (",", "và", "(", ":", "gồm", "là")):
        index -= 1
    if index >= 0 and frame.tokens[index].kind == "figure" and frame.figure(index).unit in ("commune", "district"):
        return True
    while index >= 0 and frame.tokens[index].kind != "figure" and not (_LISTING & set(frame.tokens[index].concepts)):
        index -= 1  # "16 xã gồm: A, B (huyện C); xã D, E (huyện F) đã cơ bản đạt …"
    if index >= 0 and frame.tokens[index].text in ("gồm", "bao gồm", "gồm các"):
        index -= 1
    return index >= 0 and frame.tokens[index].kind == "figure" and frame.figure(index).unit == "commune"


_LISTING = frozenset({"level_verb", "ntm_standard", "ntm_weak", "done"})


def _met(frame: Frame, at: int, figure: Figure, reach: int, *, sheet: bool = False) -> Reading | Rejection:
    """ "xã … đạt 17/19 tiêu chí": one unit's own count, said with a verb of reaching and a single unit for a subject."""
    lead = at - 1
    while lead > 0 and frame.tokens[lead].text in ("tất", "cả", "đủ", "toàn", "bộ", "toàn bộ", "trọn"):
        lead -= 1  # "hoàn thành tất cả 19 tiêu chí"
    before = frame.tokens[lead] if at else None
    label = " ".join(token.text for token in frame.tokens[frame.clause_start(at) : at])
    reached = before is not None and (
        (before.text == ":" and "tiêu chí" in label and "đạt" in label)
        or before.text in ("đạt", "được", "hoàn thành", "thành", "đã đạt", "đạt được")
        or "done" in before.concepts
        or (figure.denominator is not None and ("level_verb" in before.concepts or before.text in ("có", "vững", "lên")))
        or (figure.denominator is not None and (_unit_before(frame, at) or _listed(frame, at)))
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
            if _counted_row(frame, index):
                return Rejection("band_of_communes")
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
    if figure.denominator is None and (frame.any_cue("target", end=at) or not (sheet or _single_unit(frame, at))):
        return Rejection("no_single_unit")
    unit = figure.unit or "criteria"
    if unit == "criteria" and max(figure.value or 0, figure.denominator or 0) > _CRITERIA:
        return Rejection("no_single_unit")  # "toàn tỉnh đạt 1.586/2.888 tiêu chí": of all its communes together
    return reading_of(figure, at, "criteria_met", "criteria_met.unit", unit, reach=reach)


_CRITERIA = 25
"""More than any commune or district is measured by."""


def _unit_before(frame: Frame, at: int) -> bool:
    """ "xã Mỹ Hòa 15/19 tiêu chí; xã Mỹ Lợi: 17/19 tiêu chí": the unit itself leads to its figure."""
    index = at - 2 if frame.tokens[at - 1].text == ":" else at - 1
    return index >= 0 and frame.tokens[index].kind == "place" and frame.place(index).level in ("commune", "district")


def _listed(frame: Frame, at: int) -> bool:
    """ "đạt 4/9 tiêu chí, 21/36 chỉ tiêu": what the unit reached, in two measures."""
    if at < 2 or frame.tokens[at - 1].text not in (",", "và", "(", "với") or frame.tokens[at - 2].kind != "figure":
        return False
    other = frame.figure(at - 2)
    return other.denominator is not None and {other.unit, frame.figure(at).unit} == {"criteria", "target"}


def _single_unit(frame: Frame, at: int) -> bool:
    return any(
        (token.kind == "place" and frame.place(index).level in ("commune", "district"))
        or {"scope_commune", "scope_district"} & set(token.concepts)
        for index, token in enumerate(frame.tokens[:at])
    )


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
    said = next((index for index in range(at - 1, -1, -1) if "land" in tokens[index].concepts), None)
    if behind_it == "đất" and said is not None:
        return reading_of(figure, at, "land_donated", "land_donated.sentence", figure.unit or "m2", said)
    after = behind(frame, at)
    given = next((cue for cue in after.cues if "land" in tokens[cue].concepts), None)
    by_people = tokens[at + 2].text in ("được", "do") if given is not None and given > at + 2 else False
    close = after.unknown <= (8 if by_people else 4)
    if given is not None and behind_it == "đất" and close and not frame.any_cue("negation", start=at, end=given):
        reading = reading_of(figure, at, "land_donated", "land_donated.behind", figure.unit or "m2", given)
        if by_people:  # "3.200 m2 đất được bà con thôn X hiến": theirs is the place
            reading.place_at = next((index for index in range(at + 2, given) if tokens[index].kind == "place"), -1)
        return reading
    return Rejection("no_indicator")


def _labour(frame: Frame, at: int, figure: Figure, discourse: Discourse) -> Reading | Rejection:
    paid = frame.tokens[at + 1].text if at + 1 < len(frame.tokens) else ""
    if paid in ("lương", "thu", "thu nhập", "tiền"):  # "ủng hộ một ngày lương": money, not work
        return Rejection("no_indicator")
    if frame.any_cue("land") or (frame.any_cue("cash", "labour") and (discourse.anchor.about_ntm or frame.any_cue("ntm_topic"))):
        return reading_of(figure, at, "labour_contributed", "labour_contributed.sentence", "day")
    work = frame.noun(at).endswith(("ngày công", "công lao động"))
    if work and (discourse.anchor.about_ntm or frame.any_cue("ntm_topic")):
        start = frame.clause_start(at)
        near = frame.tokens[max(start, at - 8) : at]
        if any(token.text.split(" ")[0] in _LABOURING for token in near):
            return reading_of(figure, at, "labour_contributed", "labour_contributed.raised", "day")
    return Rejection("no_indicator")
