"""What a sentence leaves behind for the sentences after it.

The place and the time a sentence opens with govern the ones behind it until another is said; plans and needs go on
until a sentence reports. Where a block begins, :mod:`ntm_extract.attribution.headings` says what of this ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ntm_extract.attribution.draft import Area, Discourse, Observation, Period
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.openings import whole_list
from ntm_extract.attribution.places.levels import COUNTRY, RANK
from ntm_extract.attribution.places.naming import is_base, is_example, is_office, is_yardstick
from ntm_extract.attribution.places.scopes import token_area
from ntm_extract.attribution.plans import adopts, idles, is_order, names_aims, opens_with_order, plans
from ntm_extract.attribution.readings.houses import leaves_need
from ntm_extract.attribution.readings.listed import subject_of
from ntm_extract.attribution.set_aims import leaves_aims
from ntm_extract.attribution.times.dates import dated, to_period
from ntm_extract.attribution.times.period import last_told
from ntm_extract.attribution.times.reviews import year_of_act
from ntm_extract.attribution.times.roles import of_an_origin, role, says_now, stage_named
from ntm_extract.attribution.times.spoken import spoken_time
from ntm_extract.attribution.times.stretches import months_in_words
from ntm_extract.patterns.places import PlaceMention

_NUMBER = re.compile(r"\A(?:\(?\d{1,2}[.)] ?|[-+•*] ?)")  # of an item
_FIRM = 5  # sentences for which the time of a statement with figures goes on; those that take it up soon carry it on
_PASSING = 2  # the same for a sentence that only told what happened then


def leave(frame: Frame, discourse: Discourse, found: list[Observation], places: Sequence[PlaceMention]) -> None:
    """What a sentence leaves for the next: the units it named, its place, its time."""
    if places:
        beside = {token.start for at, token in enumerate(frame.tokens) if token.kind == "place" and is_base(frame, at)}
        for place in places:
            if place.start not in beside:
                discourse.by_level[place.level] = Area(place.name, place.level)
    area = _area_left(frame, discourse, found)
    if area is not None:
        discourse.area = area
    discourse.named = subject_of(frame) if not found else None
    discourse.aimed_last = bool(found) and found[-1].status == "target"
    if found and all(item.status == "actual" for item in found):
        discourse.aimed_at = set()
    written = (discourse.anchor.published or "")[:4]
    aimed = [(item.reading.code, (item.period.label or "")[-4:]) for item in found if item.status == "target"]
    discourse.aimed_at |= {(code, year) for code, year in aimed if year > written}
    discourse.needed = ("căn" in frame.text or "nhà" in frame.text) and leaves_need(frame, discourse)
    discourse.before = [item.reading for item in found]
    told = found[-1] if found and found[-1].reading.measure == "change" else None
    discourse.round_time = told.period if told is not None and told.time_source in ("clause", "sentence") else None
    discourse.last = found[-1].reading if found else None
    if not (discourse.aiming and (opens_with_order(frame) or idles(frame) or names_aims(frame))):
        adopted = adopts(frame)
        year = _last_year(frame) if adopted else None
        adopted = adopted and not (year and discourse.anchor.published and year < discourse.anchor.published[:4])
        earlier = discourse.aim_time if discourse.aiming and not frame.any_cue("done", "now") else None
        discourse.aim_time = Period(year) if adopted and year else earlier
        reported = bool(found) and all(item.status == "actual" for item in found)  # "Theo báo cáo …, kế hoạch …, đã có 12 xã"
        discourse.aiming = adopted or leaves_aims(frame) or (not reported and any(
            token.concepts and not frame.depth[at] and plans(frame, at) and token.text != "dự kiến"
            for at, token in enumerate(frame.tokens[:12])
        ))
    discourse.acted = year_of_act(frame)
    discourse.stage = stage_named(frame) or discourse.stage
    time = _time_left(frame, discourse, found)
    if time is None and found and found[0].time_source in ("clause", "sentence") and found[0].reading.measure == "level":
        first = found[0].reading.at
        label = found[0].period.label
        if label and "/" not in label and any(token.kind == "time" for token in frame.tokens[:first]):
            time = found[0].period
    if discourse.aiming and (time is not None or discourse.aim_time is None) and not frame.any_cue("done", "now"):
        discourse.aim_time = _end_aimed_at(time, found) or time or discourse.aim_time
    if time is not None and found:
        time = last_told(found) or time
    discourse.time_age += 1
    if time is not None:
        discourse.time = time
        discourse.time_aimed = bool(found) and all(item.status == "target" for item in found)
        discourse.time_here = True
        discourse.time_age = 0
        discourse.time_reach = _FIRM if found or _measures(frame) else _PASSING
    elif discourse.time_age <= _PASSING and any(item.time_source == "block" for item in found):
        discourse.time_age = 0


def _end_aimed_at(time: Period | None, found: list[Observation]) -> Period | None:
    """ "Mục tiêu giai đoạn 2016-2020, phấn đấu đến năm 2020 …": the year within the stage by which its aims are to be reached."""
    stage = time.label if time is not None else None
    if stage is None or len(stage) != len("2016/2020") or not found or found[-1].status != "target":
        return None
    last = found[-1].period
    return last if last.label and len(last.label) == len("2020") and stage[:4] <= last.label <= stage[5:] else None


def _last_year(frame: Frame) -> str | None:
    times = [frame.figure(at) for at, token in enumerate(frame.tokens) if token.kind == "time"]
    years = [time.iso for time in times if time.kind == "year"]
    return years[-1] if years else None


def _measures(frame: Frame) -> bool:
    return any(token.kind == "figure" and frame.figure(at).unit is not None for at, token in enumerate(frame.tokens))


def pass_over(lower: str, start: int, discourse: Discourse, places: Sequence[PlaceMention]) -> None:
    """What a sentence leaves that opens with no place, time or plan: only the units it names."""
    for place in places:
        discourse.by_level[place.level] = Area(place.name, place.level)
    discourse.last = None
    discourse.acted = None
    discourse.named = None
    discourse.aimed_last = False
    discourse.needed = False
    discourse.before = []
    discourse.round_time = None
    discourse.time_age += 1
    opening = _NUMBER.sub("", lower[start : start + 20])
    discourse.aiming = discourse.aiming and (is_order(opening.split(" ", 1)[0]) or opening.startswith("theo đó"))


def _area_left(frame: Frame, discourse: Discourse, found: list[Observation]) -> Area | None:
    if "lượt" in frame.text and any(
        token.text == "lượt" and frame.tokens[at - 1].text == "lần" for at, token in enumerate(frame.tokens) if at
    ):
        return None  # "ở các huyện A, B lần lượt là …": none of them is what comes next is about
    named = [at for at, token in enumerate(frame.tokens) if token.kind == "place"] if frame.places else []
    examples = next((at for at in named if is_example(frame, at)), None)
    if examples is not None and all(item.reading.at > examples for item in found):
        return None
    open_places = {frame.place(at).name for at in named if not frame.depth[at]}
    said = [
        item.area
        for item in found
        if item.area_source in ("clause", "sentence") and (not frame.depth[item.reading.at] or item.area.name in open_places)
    ]
    if said and _beside_the_whole(frame, discourse, found, said[-1]):
        return None
    if said:
        if len({area.name for area in said}) == 1:
            return said[-1]
        first = said[0]
        return first if all(RANK[first.level] < RANK[area.level] for area in said if area != first) else None
    if found:
        return None
    if _told_of_country(frame):
        return COUNTRY
    for at, token in enumerate(frame.tokens[:14]):
        if (
            token.kind == "place"
            and not is_office(frame, at)
            and not is_base(frame, at)
            and not is_example(frame, at)
            and not is_yardstick(frame, at)
            and not (at and frame.tokens[at - 1].text in ("tại", "ở") and _of_the_state(frame, at))
            and (at <= 3 or frame.tokens[at - 1].text in ("tại", "ở"))
        ):
            area = whole_list(frame, at)
            if area is not None and _beside_the_whole(frame, discourse, found, area):
                return None
            own = discourse.anchor.area
            if area is not None and own is not None and own.level in ("district", "commune") and RANK[area.level] < RANK[own.level]:
                return None  # a district's own paper stays with the district
            low = area is not None and area.level in ("commune", "village")
            return (
                None
                if low and discourse.anchor.area is not None and discourse.anchor.area.level not in ("commune", "village")
                else area
            )
        if token.kind == "cue" and any(concept.startswith("scope_") for concept in token.concepts):
            if is_base(frame, at) or is_yardstick(frame, at):
                return None
            return token_area(frame, at, discourse)
        if token.kind == "mark" and token.text in ":;.":
            return None
    return None


def _told_of_country(frame: Frame) -> bool:
    """ "Đại diện … Trung ương cho biết, đã có 30 tỉnh trên cả nước …": who speaks for the country, of the country."""
    said = next((at for at, token in enumerate(frame.tokens) if "said" in token.concepts), None)
    if said is None or not frame.any_cue("scope_country", start=said):
        return False
    speaker = " ".join(token.text for token in frame.tokens[:said])
    return any(word in speaker for word in _STATE)


def _beside_the_whole(frame: Frame, discourse: Discourse, found: list[Observation], said: Area) -> bool:
    """ "94,7%; ở Phú Quốc là 97,3%", "Huyện A có 14 thôn, nhiều nhất tỉnh": a part named beside what the text is about."""
    if found and found[0].area_source not in ("clause", "sentence") and RANK[found[0].area.level] < RANK[said.level]:
        return True
    anchor = discourse.anchor
    whole = anchor.area or (Area(anchor.province, "province") if anchor.province else None)
    if discourse.area not in (whole, None) or (discourse.area is None and discourse.last is None):
        return False  # the sentence before told of something else
    if whole is None or RANK[whole.level] >= RANK[said.level]:
        return False
    word, scope = _LEVEL_WORD.get(whole.level), "scope_" + whole.level
    return any(
        (token.text == word or scope in token.concepts or (token.kind == "place" and frame.place(at).level == whole.level))
        and is_yardstick(frame, at)
        for at, token in enumerate(frame.tokens)
    )


_LEVEL_WORD = {"province": "tỉnh", "district": "huyện"}


def _of_the_state(frame: Frame, at: int) -> bool:
    """ "Sáng 10-11, tại Hà Nội, Bộ Nông nghiệp tổ chức …": where the state's own people met."""
    text = " ".join(token.text for token in frame.tokens[at + 1 : at + 30])
    return any(word in text for word in _STATE)


_STATE = ("thủ tướng", "chính phủ", "quốc hội", "bộ trưởng", "toàn quốc", "trung ương", "bộ nông nghiệp", "bộ lao động")


def _time_left(frame: Frame, discourse: Discourse, told: list[Observation]) -> Period | None:
    """The time at the head of a sentence governs the ones behind it, unless it only dates how something came to be."""
    start = _behind_speaker(frame)
    for at in range(start, min(start + 9, len(frame.tokens))):
        token = frame.tokens[at]
        if "now" in token.concepts and says_now(frame, at):
            return Period(discourse.anchor.published)
        said = spoken_time(frame, at, discourse, flow=False) if at <= start + 2 else None
        if said is not None:
            return said
        if token.kind == "time" and not told and of_an_origin(frame, at):
            return None
        if token.kind == "time" and at and frame.tokens[at - 1].text == "từ":
            continue  # "từ năm 2020 đến nay": "đến nay" is what goes on
        if token.kind == "time" and role(frame, at) == "plain" and frame.figure(at).kind != "date":
            found = to_period(frame, at, discourse)
            if found is not None and "/" in (found.label or "") and _says_now_next(frame, at):
                return Period(discourse.anchor.published)
            since_start = [one.text for one in frame.tokens[max(0, at - 2) : at]] == ["từ", "đầu"]
            return Period(found.label[:4]) if since_start and found and found.label else found  # "từ đầu năm 2017": in that year
        if token.kind == "time" and role(frame, at) == "plain" and at >= 1 and frame.tokens[at - 1].text in ("đến", "hết"):
            return to_period(frame, at, discourse)
        months = months_in_words(frame, at) if token.text == "năm" else None
        if months is not None:
            return Period(dated(f"--{months:02d}", discourse.anchor))
        if token.kind == "figure" and frame.figure(at).unit in ("year", "month"):
            continue  # "Trong 5 năm 2011-2015"
        if token.kind == "figure" or (token.kind == "mark" and token.text in ";:."):
            return None
    return None


def _says_now_next(frame: Frame, at: int) -> bool:
    """ "Qua 5 năm (2018-2023) thực hiện …, đến nay …": behind the stage, and before any count, it comes to the present."""
    for index in range(at + 1, len(frame.tokens)):
        if "now" in frame.tokens[index].concepts:
            return says_now(frame, index) and frame.tokens[index - 1].text == ","
        if frame.tokens[index].kind in ("figure", "time") or frame.tokens[index].text in ";:.":
            return False
    return False


_STATING = frozenset({"rõ", "nêu", "thấy"})  # "Báo cáo nêu rõ: …", "Kết quả cho thấy: …"


def _behind_speaker(frame: Frame) -> int:
    """Where the statement begins: behind "Chủ tịch huyện cho biết:", behind the paper's name in "(Baolaichau.vn) - …"."""
    if frame.tokens and frame.tokens[0].text == "(":
        close = next((at for at, token in enumerate(frame.tokens[:8]) if token.text == ")"), 0)
        signed = close and not any(token.kind in ("figure", "time", "place") for token in frame.tokens[:close])
        if signed and frame.tokens[close + 1 : close + 2] and frame.tokens[close + 1].text in ("-", "–"):
            return close + 2
    if ":" not in frame.text:
        return 0
    for at, token in enumerate(frame.tokens[:40]):
        if token.text == ":":
            return at + 1 if frame.has(at - 1, "said") or frame.tokens[at - 1].text in _STATING else 0
    return 0
