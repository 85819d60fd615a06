"""Which place a figure is of.

The clause's own place wins, then the sentence's, then the place earlier sentences are about, the heading's
and the document's. Each indicator allows only places that can have it: communes are counted in a district
or above, criteria are met by one commune or district. A chain "xã A, huyện B, tỉnh C" is its first place; a
place in brackets behind another only says where that one lies. "toàn tỉnh", "cả nước", "huyện có …" resolve
to the unit of that level the text is about. An office ("UBND huyện X") is a place only where nothing better is said.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Area, Discourse, Reading, Source
from ntm_extract.attribution.frame import Frame, is_topical
from ntm_extract.attribution.places.behind import place_behind, tied_behind
from ntm_extract.attribution.places.levels import COUNTRY, HIGHEST, RANK, UNKNOWN, allowed
from ntm_extract.attribution.places.naming import (
    chain_head,
    holder,
    in_turn,
    is_agent,
    is_base,
    is_office,
    is_yardstick,
    lies_abroad,
    of_whole_sector,
    place_list,
    told_by_state,
    told_of_yardstick,
)
from ntm_extract.attribution.places.scopes import of_one_unit, token_area


def area_of(frame: Frame, reading: Reading, discourse: Discourse) -> tuple[Area, Source]:
    """The area of a reading and where it was read."""
    found = token_area(frame, reading.place_at, discourse) if reading.place_at >= 0 else _right(frame, reading, discourse)
    if found is not None:
        return found, "clause"
    if of_whole_sector(frame, reading.at):
        return COUNTRY, "sentence"
    left = _left(frame, reading, discourse)
    tied = tied_behind(frame, reading.at)
    if tied is not None and not is_base(frame, tied):
        area = _named(frame, tied, reading, discourse) if frame.tokens[tied].kind == "place" else token_area(frame, tied, discourse)
        lower = left is None or area is None or RANK[area.level] >= RANK[left[0].level]
        counted = reading.unit != "percent" and frame.tokens[tied - (frame.tokens[tied].kind == "place")].text.startswith("của")
        if area is not None and allowed(reading.code, area.level) and (lower or counted):
            return area, "clause"  # the place the clause opened with holds it, or is another figure's
    if left is not None:
        return left
    behind = place_behind(frame, reading.at)
    if behind is not None:
        area = _named(frame, behind, reading, discourse)
        if area is not None and not is_base(frame, behind):
            return area, "sentence"
    area, source = inherited(reading.code, discourse)
    if source in ("block", "document") and discourse.anchor.area is None and told_by_state(frame, reading.at):
        return COUNTRY, "sentence"
    return area, source


def inherited(code: str, discourse: Discourse) -> tuple[Area, Source]:
    """The area earlier sentences, the heading or the document leave for an indicator."""
    anchor = discourse.anchor
    if discourse.area is not None and allowed(code, discourse.area.level):
        return discourse.area, "block"
    if discourse.heading_area is not None and allowed(code, discourse.heading_area.level):
        return discourse.heading_area, "heading"
    told = discourse.by_level.get("village")
    if anchor.area is not None and anchor.area.level == "region" and told is not None and allowed(code, "village"):
        return told, "block"  # a visit to one village of the region the title names
    if anchor.area is not None and allowed(code, anchor.area.level):
        return anchor.area, "document"
    if code in HIGHEST:
        for level in ("commune", "district"):
            if level in discourse.by_level:
                return discourse.by_level[level], "block"
    if anchor.province is not None and anchor.province_firm and allowed(code, "province"):
        return Area(anchor.province, "province"), "document"
    return COUNTRY, "document"


def _right(frame: Frame, reading: Reading, discourse: Discourse) -> Area | None:
    """ "12 xã của huyện A đạt chuẩn", "44 xã toàn tỉnh": a place the figure's own clause adds behind it."""
    tokens = frame.tokens
    end = frame.figure(reading.at).end
    depth = frame.depth[reading.at]
    joined = False
    steps = 0
    for index in range(reading.at + 1, len(tokens)):
        token = tokens[index]
        if token.start < end:
            continue
        if frame.depth[index] != depth:
            if token.text == "(" and frame.depth[index] == depth + 1:
                continue
            if frame.depth[index] < depth:
                return None
            continue
        if token.kind == "figure" or (token.kind == "mark" and token.text in ",;.:)"):
            return None
        area = token_area(frame, index, discourse)
        if token.kind == "cue" and area is not None and index + 2 < len(tokens) and tokens[index + 1].text == "là":
            return None  # "giảm 2%, bình quân chung cả nước là 9,6%": it opens the next statement
        if area is not None and allowed(reading.code, area.level) and (joined or steps == 0 or token.kind == "cue"):
            return area
        if token.kind == "cue" and is_topical(token.concepts):
            return None
        joined = token.text in ("như", "của", "tại", "ở", "thuộc", "trên", "huyện", "địa", "bàn") or ("part" in token.concepts)
        steps += 1
        if steps > 5:
            return None
    return None


def _left(frame: Frame, reading: Reading, discourse: Discourse) -> tuple[Area, Source] | None:
    source: Source = "clause"
    at = reading.at
    inside = frame.depth[at]
    office: Area | None = None
    listed = -1
    crossed = False
    for index in range(at - 1, -1, -1):
        token = frame.tokens[index]
        if token.kind == "mark" and token.text in ",;(:":
            source = "sentence" if token.text != ":" else source
            crossed = crossed or token.text == ";"
        if frame.depth[index] > inside:
            continue
        inside = min(inside, frame.depth[index])
        area = token_area(frame, index, discourse)
        if area is None:
            continue
        head = chain_head(frame, index) if token.kind == "place" else index
        if token.kind == "place":
            area = _named(frame, head, reading, discourse)
            if area is None and _list_is_subject(frame, head, reading):
                listed = head
        if area is None or not allowed(reading.code, area.level):
            continue
        if (is_base(frame, head) or is_yardstick(frame, head)) and not told_of_yardstick(frame, index, at):
            continue
        if crossed and head > 8 and _behind_figure(frame, head):
            continue  # "…; riêng huyện A giảm 5%; 90% cư dân …": a place of its own clause alone
        if (crossed and _aside(frame, head)) or (token.kind == "place" and _names_counted(frame, head, index)):
            continue
        if token.kind == "place" and is_office(frame, head):
            office = office or area
            continue
        if token.kind == "place" and is_agent(frame, head):
            office = office or area
            continue
        if listed > 0 and RANK[area.level] >= RANK[frame.place(listed).level] and _told_before(frame, index, listed):
            return UNKNOWN, source  # "huyện A 2%, còn các huyện B, C là 5%": theirs, and nothing holds them
        subject = _subject_within(frame, head, area, reading.code)
        if subject is not None:
            return subject, "sentence"
        return area, source
    return (office, "sentence") if office is not None else None


def _list_is_subject(frame: Frame, at: int, reading: Reading) -> bool:
    """Whether several places of a level that can have the figure are named as those it is of, and not as a yardstick."""
    several = len(place_list(frame, at)) > 1 and allowed(reading.code, frame.place(at).level)
    aside = is_base(frame, at) or is_yardstick(frame, at) or is_office(frame, at) or is_agent(frame, at)
    return several and not aside


def _told_before(frame: Frame, place_at: int, end: int) -> bool:
    """Whether a place has a figure or a statement of its own before ``end``: what stands behind is of another place."""
    return any(token.kind == "figure" or token.text == ";" for token in frame.tokens[place_at + 1 : end])


def _names_counted(frame: Frame, first: int, last: int) -> bool:
    """ "toàn tỉnh còn 1 huyện nghèo là A, 31 xã nghèo": the name of what was counted, up to its comma."""
    first = min(place_list(frame, first)[0], first)
    if last + 1 >= len(frame.tokens) or frame.tokens[last + 1].text not in (",", ";") or not first:
        return False
    if frame.tokens[first - 1].text not in ("là", "gồm", ":"):
        return False
    for index in range(first - 2, max(-1, first - 7), -1):
        token = frame.tokens[index]
        if token.kind == "figure":
            return frame.figure(index).unit == frame.place(first).level
        if token.kind in ("mark", "place", "time"):
            return False
    return False


def _aside(frame: Frame, at: int) -> bool:
    """ "…, trong đó huyện A đạt chuẩn nâng cao; có 42 xã …": a part of which something without a number is said, and no more."""
    if not any("inclusive" in token.concepts for token in frame.tokens[max(0, at - 2) : at]):
        return False
    end = next((index for index in range(at, len(frame.tokens)) if frame.tokens[index].text == ";"), len(frame.tokens))
    said = frame.tokens[at + 1 : end]
    return len(said) > 1 and not any(token.kind == "figure" or token.text == ":" for token in said)


def _behind_figure(frame: Frame, at: int) -> bool:
    return any(
        token.text == ";" or (token.kind == "figure" and frame.figure(index).kind != "duration")
        for index, token in enumerate(frame.tokens[:at])
    )


def _named(frame: Frame, at: int, reading: Reading, discourse: Discourse) -> Area | None:
    """The place at ``at``, or what holds all of the list it is of; None where the indicator cannot have it."""
    place = frame.place(at)
    if lies_abroad(frame, at):
        return Area(place.name, "abroad")
    if place.level == "region" and (of_one_unit(frame, at) or len(place_list(frame, at)) == 1):
        return token_area(frame, at, discourse)
    if not allowed(reading.code, place.level):
        return None
    group = place_list(frame, at)
    if len(group) == 1:
        return Area(place.name, place.level)
    turn = in_turn(frame, group, reading.at)
    if turn is not None and turn >= 0:
        return Area(frame.place(turn).name, place.level)
    held = holder(frame, group)
    if held is not None and RANK[frame.place(held).level] < RANK[place.level]:
        return Area(frame.place(held).name, frame.place(held).level)
    anchor = discourse.anchor
    for area in (discourse.area, discourse.heading_area, anchor.area):
        if area is not None and RANK[area.level] < RANK[place.level]:
            return area
    return Area(anchor.province, "province") if anchor.province is not None and RANK[place.level] > RANK["province"] else None


def _subject_within(frame: Frame, at: int, whole: Area, code: str) -> Area | None:
    """ "xã A là một trong những xã nghèo nhất của huyện B, với tỷ lệ …": A is what the sentence is about."""
    before = frame.tokens[at - 1] if at else None
    scope = frame.tokens[at].text.startswith("của ")
    if not scope and (before is None or not (before.text in ("của", "thuộc", "nhất") or "part" in before.concepts)):
        return None
    verb = next(
        (
            index
            for index in range(at - 1, max(-1, at - 16), -1)
            if frame.tokens[index].text == "là" or frame.tokens[index].text.startswith("là ")
        ),
        None,
    )
    if verb is None:
        return None
    for index in range(verb - 1, max(-1, verb - 8), -1):
        token = frame.tokens[index]
        if token.kind == "place":
            place = frame.place(chain_head(frame, index))
            if RANK[place.level] > RANK[whole.level] and allowed(code, place.level):
                return Area(place.name, place.level)
            return None
    return None
