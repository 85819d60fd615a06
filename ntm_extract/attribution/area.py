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
from ntm_extract.attribution.naming import (
    holder,
    in_turn,
    is_base,
    is_yardstick,
    named_as_source,
    place_behind,
    place_list,
    told_by_state,
    told_of_yardstick,
)
from ntm_extract.patterns.places import PlaceLevel

COUNTRY = Area("Việt Nam", "country")
RANK: dict[str, int] = {"country": 0, "region": 1, "province": 2, "district": 3, "commune": 4, "village": 5}
_LOWEST: dict[str, int] = {  # the lowest level of place an indicator can have
    "communes_total": 3,
    "communes_ntm": 3,
    "communes_by_criteria": 3,
    "criteria_per_commune": 3,
    "communes_meeting_criterion": 3,
    "poor_communes": 3,
    "special_communes": 3,
    "border_communes": 3,
    "districts_ntm": 2,
    "criteria_per_district": 2,
    "poor_districts": 2,
    "provinces_ntm": 1,
    "villages_ntm": 4,
    "special_villages": 4,
    "criteria_met": 4,
}
_HIGHEST = {"criteria_met": 3}
SCOPES: dict[str, PlaceLevel] = {
    "scope_country": "country",
    "scope_region": "region",
    "scope_province": "province",
    "scope_district": "district",
    "scope_commune": "commune",
    "scope_village": "village",
}
BARE: dict[str, PlaceLevel] = {
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "xã": "commune",
    "phường": "commune",
    "vùng": "region",
    "thôn": "village",
    "bản": "village",
    "ấp": "village",
    "buôn": "village",
    "làng": "village",
    "khóm": "village",
    "xóm": "village",
}
OPENERS = frozenset({",", ";", ":", ".", "“", '"', "”", "-", "nên", "thì", "mà", "vì", "do", "nhưng", "toàn"})
_OFFICES = frozenset(
    {
        "ubnd",
        "hđnd",
        "tịch",
        "thư",
        "sở",
        "ủy",
        "uỷ",
        "đoàn",
        "đảng",
        "ban",
        "phòng",
        "báo",
        "đài",
        "hội",
        "giám",
        "đốc",
        "mttq",
        "ông",
        "bà",
        "trú",
        "ngụ",
        "quê",
    }
)


def allowed(code: str, level: str) -> bool:
    """Whether an indicator can be said of a place of this level."""
    rank = RANK[level]
    return _HIGHEST.get(code, 0) <= rank <= _LOWEST.get(code, 5)


def area_of(frame: Frame, reading: Reading, discourse: Discourse) -> tuple[Area, Source]:
    """The area of a reading and where it was read."""
    found = token_area(frame, reading.place_at, discourse) if reading.place_at >= 0 else _right(frame, reading, discourse)
    if found is not None:
        return found, "clause"
    left = _left(frame, reading, discourse)
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
    if anchor.area is not None and allowed(code, anchor.area.level):
        return anchor.area, "document"
    if code in _HIGHEST:
        for level in ("commune", "district"):
            if level in discourse.by_level:
                return discourse.by_level[level], "block"
    if anchor.province is not None and allowed(code, "province"):
        return Area(anchor.province, "province"), "document"
    return COUNTRY, "document"


def _named_before(frame: Frame, at: int, level: PlaceLevel) -> Area | None:
    """The unit of this level that the sentence itself has named: "Tại An Giang, … toàn tỉnh có 21 xã"."""
    for index in range(at - 1, -1, -1):
        if frame.tokens[index].kind == "place" and frame.place(index).level == level and not is_base(frame, index):
            return Area(frame.place(index).name, level)
    return None


def resolve_scope(level: PlaceLevel, discourse: Discourse, *, several: bool = False) -> Area | None:
    """The unit that "toàn tỉnh", "toàn huyện", "cả nước" stands for; ``several``: "hai vùng"."""
    if level == "country":
        return COUNTRY
    if several and level in discourse.by_level:
        return discourse.by_level[level]
    for area in (discourse.area, discourse.heading_area, discourse.anchor.area):
        if area is not None and area.level == level:
            return area
    if level in discourse.by_level:
        return discourse.by_level[level]
    if level == "province" and discourse.anchor.province is not None:
        return Area(discourse.anchor.province, "province")
    return None


def token_area(frame: Frame, at: int, discourse: Discourse) -> Area | None:
    """The place a token names: a mention, a scope word, or a bare level word that opens its clause."""
    token = frame.tokens[at]
    if token.kind == "place":
        place = frame.place(at)
        return Area(place.name, place.level)
    if token.kind == "cue":
        for concept in token.concepts:
            level = SCOPES.get(concept)
            if level is not None and not (at and frame.tokens[at - 1].text == "nhất"):  # "nhiều nhất cả nước"
                if token.text in ("toàn thành phố", "toàn tp", "cả thành phố"):
                    return _city(discourse)
                found = _named_before(frame, at, level) or resolve_scope(
                    level, discourse, several=token.text.startswith(("hai", "2"))
                )
                return found or _told_by(frame, at, level)
    if token.text == "khu" and _of_the_region(frame, at):
        return resolve_scope("region", discourse)
    if token.kind == "word" and token.text in BARE and _opens_clause(frame, at):
        return resolve_scope(BARE[token.text], discourse) or _told_by(frame, at, BARE[token.text])
    return None


def _of_the_region(frame: Frame, at: int) -> bool:
    """ "thu nhập của khu vực": the region spoken of, but not "khu vực nông thôn", "khu vực I"."""
    words = [token.text for token in frame.tokens[max(0, at - 1) : at + 3]]
    if len(words) < 3 or words[0] not in ("của", "trong", "toàn", "cả") or words[2] != "vực":
        return False
    after = frame.tokens[at + 2] if at + 2 < len(frame.tokens) else None
    return after is None or after.kind in ("mark", "time", "figure") or (after.kind == "cue" and not is_topical(after.concepts))


def _told_by(frame: Frame, at: int, level: PlaceLevel) -> Area | None:
    source = named_as_source(frame, at, level)
    return Area(frame.place(source).name, level) if source is not None else None


def _city(discourse: Discourse) -> Area | None:
    for area in (discourse.area, discourse.heading_area, discourse.anchor.area):
        if area is not None and area.level in ("province", "district") and not area.name[0].isdigit():
            return area
    return resolve_scope("province", discourse)


def _opens_clause(frame: Frame, at: int) -> bool:
    before = frame.before(at)
    opens = before is None or before.text in OPENERS or "now" in before.concepts or before.kind == "time"
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return (
        opens
        and following is not None
        and (
            (following.kind == "cue" and not {"poor_area"} & set(following.concepts))
            or following.text in ("đã", "có", "hiện", "còn")
        )
    )


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
        if area is None or not allowed(reading.code, area.level):
            continue
        if (is_base(frame, head) or is_yardstick(frame, head)) and not told_of_yardstick(frame, index, at):
            continue
        if crossed and token.kind == "place" and head > 8 and _behind_figure(frame, head):
            continue  # "…; riêng huyện A giảm 5%; 90% cư dân …": a place of its own clause alone
        if token.kind == "place" and is_office(frame, head):
            office = office or area
            continue
        subject = _subject_within(frame, head, reading.code) if token.kind == "place" else None
        if subject is not None:
            return subject, "sentence"
        return area, source
    return (office, "sentence") if office is not None else None


def _behind_figure(frame: Frame, at: int) -> bool:
    return any(
        token.text == ";" or (token.kind == "figure" and frame.figure(index).kind != "duration")
        for index, token in enumerate(frame.tokens[:at])
    )


def _named(frame: Frame, at: int, reading: Reading, discourse: Discourse) -> Area | None:
    """The place at ``at``, or what holds all of the list it is of; None where the indicator cannot have it."""
    place = frame.place(at)
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


def _subject_within(frame: Frame, at: int, code: str) -> Area | None:
    """ "xã A là một trong những xã nghèo nhất của huyện B, với tỷ lệ …": A is what the sentence is about."""
    before = frame.tokens[at - 1] if at else None
    if before is None or not (before.text in ("của", "thuộc", "nhất") or "part" in before.concepts):
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
            if RANK[place.level] > RANK[frame.place(at).level] and allowed(code, place.level):
                return Area(place.name, place.level)
            return None
    return None


def chain_head(frame: Frame, at: int) -> int:
    """The first place of "xã A, huyện B, tỉnh C" or "xã A (huyện B)", seen from a later one."""
    rank = RANK[frame.place(at).level]
    index = at - 1
    while index >= 0:
        token = frame.tokens[index]
        if token.kind == "place":
            if RANK[frame.place(index).level] <= rank:
                return at
            return chain_head(frame, index)
        if token.text not in (",", "(", "thuộc", "-", "–", "của", "ở"):
            return at
        index -= 1
    return at


def is_office(frame: Frame, at: int) -> bool:
    """Whether the place only names whose office or person speaks: "UBND huyện X", "Sở Y tế tỉnh Y"."""
    for index in range(at - 1, max(-1, at - 8), -1):
        token = frame.tokens[index]
        if token.kind == "word" and token.text in _OFFICES:
            return not (token.text == "báo" and frame.tokens[index + 1].text == "cáo")
        if token.kind in ("mark", "cue", "figure", "time", "place"):
            return False
    return False
