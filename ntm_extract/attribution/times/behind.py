"""A time that stands behind a figure, or about it in brackets: "33,11% năm 2013", "có 36 xã cán đích vào cuối năm 2016".

It must follow at once, or be brought in by a preposition within the clause, or be set off behind the statement
("…, tính đến hết năm 2018", "(số liệu cuối năm 2018)"). A time that opens the next statement ("…, năm 2023 đạt 6,22%")
is that statement's.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Period, Reading
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.times.dates import span, to_period
from ntm_extract.attribution.times.roles import BRIDGE, SURVEYED, as_of, heads_next, role
from ntm_extract.attribution.times.spoken import spoken_time

_POOR = ("poor_households", "near_poor_households", "poor_and_near_poor_households")
_QUOTES = frozenset("\"“”'’‘")
_DEICTIC = ("năm nay", "năm ngoái", "năm tới", "năm sau")  # "2 xã phấn đấu đạt chuẩn vào cuối năm nay"


def bracketed(frame: Frame, at: int, discourse: Discourse) -> Period | None:
    """ "so với năm 2010 (15 triệu đồng)": the figure in brackets is of the time before them, base or not."""
    if at >= 2 and frame.tokens[at - 1].text == "(" and frame.tokens[at - 2].kind == "time":
        return to_period(frame, at - 2, discourse)
    return None


def right(frame: Frame, at: int, discourse: Discourse, *, flow: bool) -> Period | None:
    """A time directly behind the figure: "33,11% năm 2013", "50,79% (năm 2021)", "25 hộ nghèo (4%) năm 2014"."""
    tokens = frame.tokens
    end = frame.figure(at).end
    index = at + 1
    steps = 0
    while index < len(tokens) and steps < 7:
        token = tokens[index]
        if token.start < end or (
            token.kind == "cue" and steps == 0 and frame.has(index, *_POOR)
        ):
            index += 1
            continue
        if token.kind == "time":
            if role(frame, index) != "plain" or heads_next(frame, index):
                return None
            return span(frame, index, flow=flow) or to_period(frame, index, discourse)
        if token.text == "(" and frame.depth[index] == frame.depth[at] + 1 and (passed := _beside_bracket(frame, index)):
            index = passed
            continue
        if token.kind == "cue" and steps == 0 and token.text in ("hiện nay", "hiện tại") and index + 1 < len(tokens):
            return Period(discourse.anchor.published) if frame.has(index + 1, "level_verb") else None
        if token.kind == "cue" and not frame.has(
            index, "part", "scope_province", "scope_district", "scope_commune", "scope_country"
        ):
            return None
        if token.kind in ("word", "mark") and token.text not in BRIDGE and not (
            frame.depth[index] > frame.depth[at] and token.text in SURVEYED
        ):
            return None
        if token.kind in ("figure", "other"):
            return None
        steps += 1
        index += 1
    return None


def _beside_bracket(frame: Frame, at: int) -> int:
    """ "55% (tương ứng 480 nghìn người) năm 2011", "(25 hộ)": the token behind a bracket that says no time; 0 where it does.

    More than one figure may stand in it only where a time follows at once: then both belong to the statement before.
    """
    tokens = frame.tokens
    close = next((i for i in range(at + 1, len(tokens)) if tokens[i].text == ")" and frame.depth[i] == frame.depth[at]), 0)
    if not close or any(token.kind == "time" for token in tokens[at:close]):
        return 0
    if close == at + 2 and tokens[at + 1].kind == "figure":
        return close + 1
    after = close + 2 if close + 1 < len(tokens) and tokens[close + 1].text in ("vào", "trong", "của") else close + 1
    return close + 1 if after < len(tokens) and tokens[after].kind == "time" else 0


def right_in_clause(frame: Frame, reading: Reading, discourse: Discourse, *, flow: bool) -> Period | None:
    """A time later in the same clause, brought in by a preposition: "có 36 xã cán đích vào cuối năm 2016"."""
    tokens = frame.tokens
    depth = frame.depth[reading.at]
    restated = -1
    for index in range(reading.at + 1, len(tokens)):
        token = tokens[index]
        if token.text == "," and frame.has(index + 1, "share") and index + 2 < len(tokens) and tokens[index + 2].kind == "figure":
            restated = index + 2  # "2.150 hộ nghèo, chiếm 8,2% (năm 2023)"
        if index <= restated:
            continue
        if _same_act(frame, reading, index):
            continue  # "công nhận 10 xã và 7 xã nâng cao năm 2021"
        if token.text in ("(", ",") and frame.depth[index] <= depth + (token.text == "("):
            told = as_of(frame, index)
            if told is not None:
                return to_period(frame, told, discourse)
        if frame.depth[index] != depth:
            if frame.depth[index] < depth:
                return None
            continue
        if token.kind == "figure" and frame.figure(index).unit in ("star", "criteria", "target"):
            continue
        if _is_round(frame, index):
            continue  # "11 sản phẩm OCOP đợt 2 năm 2021"
        if token.text == "và" and reading.cue < reading.at and frame.has(index + 1, "ntm_standard", "ntm_weak"):
            return None  # "hộ nghèo còn dưới 2% và đạt chuẩn nông thôn mới vào năm 2022": when the other is met
        if token.kind == "figure" or (token.kind == "mark" and token.text in ",;.:"):
            return None
        if token.text == "và" and reading.cue < reading.at and frame.has(index + 1, "level_verb", "ntm_standard"):
            return None  # "tỷ lệ hộ nghèo còn dưới 2% và đạt chuẩn nâng cao vào năm 2022": when that was
        said = spoken_time(frame, index, discourse, flow=flow) if token.kind == "cue" and token.text.endswith(_DEICTIC) else None
        if said is not None:
            return said
        if token.kind == "time":
            before = {t.text for t in tokens[max(0, index - 3) : index]}
            # "2 xã đạt chuẩn nông thôn mới nâng cao năm 2022"
            named = reading.at < reading.cue < index and all(
                token.text in _QUOTES
                or frame.depth[other] > depth
                or _is_round(frame, other)
                or _same_act(frame, reading, other)
                or any(c in _OF_UNITS or c.startswith("tier:") for c in token.concepts)
                or (reading.code == "ocop_products" and (token.kind == "place" or token.text in _RATED_BY))
                for other, token in enumerate(tokens[reading.cue + 1 : index], reading.cue + 1)
            )
            named = named and not heads_next(frame, index)
            if role(frame, index) == "plain" and (named or before & {"vào", "trong", "đến", "cuối", "hết", "từ", "trước"}):
                return span(frame, index, flow=flow) or to_period(frame, index, discourse)
            return None
    return None


def raised_by(frame: Frame, reading: Reading, discourse: Discourse) -> Period | None:
    """ "thêm 4 xã đạt chuẩn, nâng tổng số xã đạt chuẩn đến cuối năm 2023 lên 65 xã": when the total is reached, they are added."""
    if reading.measure != "change" or reading.value <= 0:
        return None
    raised = total = -1
    for index in range(reading.at + 1, frame.clause_end(reading.at)):
        token = frame.tokens[index]
        if frame.tokens[index - 1].text == "," and token.text.startswith(("nâng", "đưa")):
            raised = index
        elif token.kind == "figure" and (raised < 0 or total < 0):
            return None
        elif raised >= 0 and token.kind == "time" and total >= 0:
            return to_period(frame, index, discourse) if role(frame, index) == "plain" else None
        elif raised >= 0 and (token.kind == "figure" or index - raised > _TOTAL_REACH):
            return None
        if raised >= 0 and "tổng" in token.text.split():
            total = index
    return None


def behind_the_row(frame: Frame, reading: Reading, discourse: Discourse) -> Period | None:
    """ "hiến 40 nghìn m2 đất, 2.300 ngày công làm đường trong năm 2022": the time behind a row of what one verb gives is of all."""
    if reading.code not in _GIVEN:
        return None
    rows = 0
    for index in range(reading.at + 1, frame.clause_end(reading.at)):
        token = frame.tokens[index]
        if token.kind == "figure":
            if frame.figure(index).unit not in _GIFTS or frame.tokens[index - 1].text not in (",", "và", "cùng", "với"):
                return None
            rows += 1
        elif token.kind == "time":
            led = frame.tokens[index - 1].text in ("trong", "vào") and frame.tokens[index - 2].text != ","
            return to_period(frame, index, discourse) if rows and led and role(frame, index) == "plain" else None
        else:
            ended = token.text == "," and (index + 1 == len(frame.tokens) or frame.tokens[index + 1].kind != "figure")
            if ended or token.kind in ("place", "other") or {"done", "level_verb", "change_up", "now"} & set(token.concepts):
                return None
    return None


_GIVEN = frozenset({"land_donated", "labour_contributed", "cash_contributed"})
_GIFTS = frozenset({"m2", "ha", "day", "VND"})
_TOTAL_REACH = 16
_OF_UNITS = frozenset({"ntm_standard", "ntm_weak"})
_RATED_BY = frozenset({"cấp tỉnh", "cấp huyện", "cấp quốc gia", "cấp", "tỉnh", "huyện", "quốc", "gia", "quốc gia", "của"})


def _is_round(frame: Frame, at: int) -> bool:
    return frame.tokens[at].kind in ("figure", "other") and frame.figure(at).kind == "ordinal"


def _same_act(frame: Frame, reading: Reading, at: int) -> bool:
    """Whether the token counts on in a row of recognitions, or joins it: "công nhận 10 xã nông thôn mới và 7 xã …"."""
    if reading.measure != "change" or reading.code not in ("communes_ntm", "villages_ntm") or reading.unit == "percent":
        return False
    token = frame.tokens[at]
    if token.text in (",", "và"):
        following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
        return following is not None and following.kind == "figure" and frame.figure(at + 1).unit == reading.unit
    return token.kind == "figure" and frame.figure(at).unit == reading.unit and frame.tokens[at - 1].text in (",", "và")


def closed(frame: Frame, at: int) -> bool:
    """ "20% số xã vào năm 2015 và 50% số xã vào năm 2020": the time before closes the statement of an earlier figure."""
    for index in range(at - 1, 0, -1):
        token = frame.tokens[index]
        if token.kind == "figure" or (token.kind == "mark" and token.text in ";.:"):
            return False
        if token.kind == "time" and role(frame, index) == "plain":
            joined = frame.tokens[index + 1].text in ("và", ",", "còn") or index + 1 == at
            return joined and any(
                one.kind == "figure" and frame.figure(other).kind != "duration"
                for other, one in enumerate(frame.tokens[frame.clause_start(at) : index], frame.clause_start(at))
            )
    return False
