"""What a sentence, a heading or a list leaves behind for the sentences after it.

A heading sets time, status and place for all below it until one of its own depth; a line that ends in a colon does so
for its list. The place and the time a sentence opens with govern the ones behind it until another is said; a new
paragraph begins afresh, unless the text was stored one sentence a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ntm_extract.attribution.draft import Area, Discourse, Heading, Observation, Period
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.openings import heading_status, leaves_plan, plan_opened, whole_list, year_opened
from ntm_extract.attribution.places.levels import COUNTRY, RANK
from ntm_extract.attribution.places.naming import is_base, is_example, is_office, is_yardstick
from ntm_extract.attribution.places.scopes import token_area
from ntm_extract.attribution.plans import adopts, idles, is_order, opens_numbered_plan, opens_with_order, plans
from ntm_extract.attribution.readings.houses import leaves_need
from ntm_extract.attribution.readings.listed import FUNDING, subject_of
from ntm_extract.attribution.set_aims import leaves_aims
from ntm_extract.attribution.times.dates import dated, to_period
from ntm_extract.attribution.times.period import last_told
from ntm_extract.attribution.times.reviews import year_of_act
from ntm_extract.attribution.times.roles import of_an_origin, role, says_now
from ntm_extract.attribution.times.spoken import spoken_time
from ntm_extract.attribution.times.stretches import months_in_words
from ntm_extract.model import Block
from ntm_extract.patterns.places import PlaceMention

_LIST_DEPTH = 50  # a list stands below every heading
_SECTION_DEPTH = 6  # a section that its first words open, within the headings of paragraphs
_NUMBERED = re.compile(r"(?:[\divx]{1,4}|[a-zđ])[.)]")  # of a section, not of a line that leads to sections
_NUMBER = re.compile(r"\A(?:\(?\d{1,2}[.)] ?|[-+•*] ?)")  # of an item
_FIRM = 5  # sentences for which the time of a statement with figures goes on; those that take it up soon carry it on
_PASSING = 2  # the same for a sentence that only told what happened then


def enter_block(block: Block, discourse: Discourse, *, one_a_line: bool, colon: bool) -> None:
    """What a new block ends: a heading ends the ones of its depth, a paragraph ends a list."""
    discourse.last = None
    discourse.aimed_last = False
    discourse.time_here = False
    led = discourse.headings[-1] if discourse.led and discourse.headings else None
    discourse.led = False
    if block.kind != "table_row":
        discourse.columns = []
    if block.kind == "heading":
        if block.end - block.start <= 16 and colon:
            return  # "Cụ thể:", "Trong đó:": what follows is still of the same time and place
        discourse.headings = [heading for heading in discourse.headings if heading.depth < block.depth]
        if led is not None and (led.depth >= _SECTION_DEPTH or led.depth == block.depth):  # "… năm 2021 như sau:", "1. Hộ nghèo"
            met = led.time is not None and len(led.time.label or "") > 7  # the day and the town of a meeting govern no section
            discourse.headings.append(replace(led, depth=block.depth - 1, area=None, time=None if met else led.time))
        discourse.time = None
        discourse.area = None
    elif block.kind in ("paragraph", "lead"):
        discourse.headings = [heading for heading in discourse.headings if heading.depth < _LIST_DEPTH]
        if not one_a_line:
            discourse.time = None
            if discourse.anchor.area is not None or discourse.anchor.province is not None:
                discourse.area = None
    elif block.kind in ("list_item", "table_row"):
        discourse.headings = [heading for heading in discourse.headings if heading.depth <= _LIST_DEPTH + block.depth]
        discourse.time = None
        discourse.area = None


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
    discourse.needed = ("căn" in frame.text or "nhà" in frame.text) and leaves_need(frame, discourse)
    discourse.before = [item.reading for item in found]
    told = found[-1] if found and found[-1].reading.measure == "change" else None
    discourse.round_time = told.period if told is not None and told.time_source in ("clause", "sentence") else None
    discourse.last = found[-1].reading if found else None
    if not (discourse.aiming and (opens_with_order(frame) or idles(frame))):
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
    time = _time_left(frame, discourse, found)
    if time is None and found and found[0].time_source in ("clause", "sentence") and found[0].reading.measure == "level":
        first = found[0].reading.at
        label = found[0].period.label
        if label and "/" not in label and any(token.kind == "time" for token in frame.tokens[:first]):
            time = found[0].period
    if discourse.aiming and (time is not None or discourse.aim_time is None) and not frame.any_cue("done", "now"):
        discourse.aim_time = time or discourse.aim_time
    if time is not None and found:
        time = last_told(found) or time
    discourse.time_age += 1
    if time is not None:
        discourse.time = time
        discourse.time_here = True
        discourse.time_age = 0
        discourse.time_reach = _FIRM if found or _measures(frame) else _PASSING
    elif discourse.time_age <= _PASSING and any(item.time_source == "block" for item in found):
        discourse.time_age = 0


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


def _behind_speaker(frame: Frame) -> int:
    """Where the statement begins: behind "Chủ tịch huyện cho biết:"."""
    if ":" not in frame.text:
        return 0
    for at, token in enumerate(frame.tokens[:40]):
        if token.text == ":":
            return at + 1 if frame.has(at - 1, "said") else 0
    return 0


def _open_section(frame: Frame, block: Block, discourse: Discourse) -> None:
    """ "Các chỉ tiêu đạt được năm 2018: Về kinh tế, …": the year of the results that fill this section."""
    if block.kind not in ("lead", "paragraph") or frame.start != block.start:
        return
    planned = discourse.heading_status == "target" and discourse.heading_time is None
    opened = year_opened(frame, discourse, planned=planned)
    ahead = None if opened is not None else plan_opened(frame, discourse)
    if ahead is not None or leaves_plan(frame):
        discourse.headings = [heading for heading in discourse.headings if heading.depth != _SECTION_DEPTH or not heading.opened]
    if ahead is not None:
        discourse.headings.append(Heading(_SECTION_DEPTH, ahead, "target", opened=True))
        return
    if opened is not None:
        discourse.headings = [heading for heading in discourse.headings if planned or heading.depth < _SECTION_DEPTH]
        discourse.headings.append(Heading(_SECTION_DEPTH, opened[0], None if planned else "actual", opened[1]))
        return
    if ":" not in frame.text and "tiêu" not in frame.text:
        return
    time = None
    results = False
    aim = opens_numbered_plan(frame)
    if aim >= 0:
        said = (at for at in range(aim) if frame.tokens[at].kind == "time" and role(frame, at) == "plain")
        year = next((found for found in (to_period(frame, at, discourse) for at in said) if found), None)
        discourse.headings = [heading for heading in discourse.headings if heading.depth < _LIST_DEPTH]
        discourse.headings.append(Heading(_LIST_DEPTH, year, "target"))
        return
    for at, token in enumerate(frame.tokens[:14]):
        if token.kind == "time" and role(frame, at) == "plain":
            time = to_period(frame, at, discourse)
        elif token.text == ":":
            break
        elif token.kind in ("figure", "mark"):
            return
        results = results or token.text.endswith(("chỉ tiêu", "kết quả"))
    else:
        return
    if results and time is not None:
        discourse.headings = [heading for heading in discourse.headings if heading.depth < _SECTION_DEPTH]
        discourse.headings.append(Heading(_SECTION_DEPTH, time))


def introduce(frame: Frame, block: Block, discourse: Discourse, *, colon: bool) -> None:
    """A heading, or a line that ends in a colon, frames what follows."""
    if block.kind != "heading" and not colon:
        _open_section(frame, block, discourse)
        return
    times = [
        to_period(frame, at, discourse)
        for at, token in enumerate(frame.tokens)
        if token.kind == "time" and role(frame, at) == "plain"
    ]
    two = len({period.label for period in times if period}) > 1  # "kết quả 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm"
    time = times[-1] if times and not two else None
    if time is not None and block.kind == "heading" and time.label == discourse.anchor.published:
        time = None  # "Báo Lai Châu - 15/01/2026": the line that signs the text governs nothing
    area = next(
        (
            whole_list(frame, at)
            for at, token in enumerate(frame.tokens)
            if token.kind == "place" and not is_office(frame, at)
        ),
        None,
    )
    if area is None and block.kind == "heading":
        scopes = (
            at for at, token in enumerate(frame.tokens) if token.kind == "cue" and token.concepts[0].startswith("scope_")
        )
        area = next((token_area(frame, at, discourse) for at in scopes if not is_yardstick(frame, at)), None)
    told = discourse.last if colon else None  # "… đạt 980 tỷ đồng, trong đó:"
    aside = discourse.subject if frame.text.startswith("(") else None  # "(Kèm theo Quyết định …)" below the head proper
    is_list = block.kind != "heading" or (colon and block.end - block.start <= 16)
    depth = _LIST_DEPTH + (block.depth if block.kind == "list_item" else 0) if is_list else block.depth
    discourse.headings = [heading for heading in discourse.headings if heading.depth < depth]
    discourse.headings.append(
        Heading(
            depth,
            time or (discourse.time if is_list else None),
            None if two else heading_status(frame, discourse),
            area or (discourse.area if is_list else None),
            FUNDING if told is not None and told.code == "programme_funding" else subject_of(frame) or aside,
        )
    )
    discourse.time = (time or discourse.time) if is_list and block.kind != "list_item" else None
    plain = block.kind == "heading" and colon and not is_list and not _NUMBERED.match(frame.text)
    discourse.led = plain or (is_list and block.kind in ("paragraph", "lead"))
