"""Which place one word of the sentence stands for.

A mention is its own place. "toàn tỉnh", "cả nước", "cả thành phố", "của khu vực" and a bare level word that opens its
clause ("huyện có …") resolve to the unit of that level the sentence has named, the text is about, or the source speaks
for. "nhiều nhất cả nước", "khu vực nông thôn" and a level word within a clause ("các xã") name none.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Area, Discourse
from ntm_extract.attribution.frame import Frame, is_topical
from ntm_extract.attribution.places.levels import CITIES, COUNTRY, RANK, UNKNOWN, VILLAGES
from ntm_extract.attribution.places.naming import is_base, is_yardstick, named_as_source
from ntm_extract.patterns.places import PlaceLevel

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
    **dict.fromkeys(VILLAGES, "village"),
}
SEVERAL = frozenset("các những mỗi từng cấp liên số nhiều hàng mấy toàn".split())
OPENERS = frozenset({",", ";", ":", ".", "“", '"', "”", "-", "nên", "thì", "mà", "vì", "do", "nhưng", "toàn"})


def token_area(frame: Frame, at: int, discourse: Discourse) -> Area | None:
    """The place a token names: a mention, a scope word, or a bare level word that opens its clause."""
    token = frame.tokens[at]
    if token.kind == "place":
        place = frame.place(at)
        if place.level == "region" and _is_abroad(discourse):
            return UNKNOWN  # "miền Nam" of another country
        if place.level == "region" and _says_what_it_is(frame, at):
            return None
        if of_one_unit(frame, at):
            kind = BARE[frame.tokens[at - 1].text.rsplit(" ", 1)[-1]]
            return _named_before(frame, at - 1, kind, discourse) or resolve_scope(kind, discourse) or UNKNOWN
        return Area(place.name, place.level)
    if token.kind == "cue":
        for concept in token.concepts:
            level = SCOPES.get(concept)
            if level is not None and _only_locates(frame, at, level):
                return None  # "xã A của huyện này"
            if level == "country" and _of_a_country_abroad(frame, at):
                return UNKNOWN
            if level is not None and not (at and frame.tokens[at - 1].text == "nhất"):  # "nhiều nhất cả nước"
                if token.text in ("toàn thành phố", "toàn tp", "cả thành phố"):
                    return _city(discourse)
                found = _named_before(frame, at, level, discourse) or resolve_scope(
                    level, discourse, several=token.text.startswith(("hai", "2"))
                )
                return found or _told_by(frame, at, level) or _named_whole(frame, at, level)
    pointed = _pointed_at(frame, at, discourse) if token.kind == "word" and token.text in BARE else None
    if pointed is not None:
        return pointed
    if token.text == "nước" and _that_country(frame, at):
        return UNKNOWN
    if token.text == "khu" and _of_the_region(frame, at):
        return resolve_scope("region", discourse)
    if token.kind == "word" and token.text in BARE and _opens_clause(frame, at):
        return resolve_scope(BARE[token.text], discourse) or _told_by(frame, at, BARE[token.text])
    return None


def _of_a_country_abroad(frame: Frame, at: int) -> bool:
    """ "tại Lào, tỷ lệ hộ nghèo của cả nước đã giảm": the country named last in the sentence is another one; not "cả nước ta"."""
    if at + 1 < len(frame.tokens) and frame.tokens[at + 1].text == "ta":
        return False
    named = next((i for i in range(at - 1, -1, -1) if frame.tokens[i].kind == "place" or frame.tokens[i].text == ";"), None)
    if named is None or frame.tokens[named].kind != "place":
        return False
    return frame.place(named).level == "abroad" and not (is_base(frame, named) or is_yardstick(frame, named))


def of_one_unit(frame: Frame, at: int) -> bool:
    """ "tỉnh miền núi phía Bắc này", "một huyện Tây Nguyên": a region that only tells what kind of unit is meant."""
    if frame.tokens[at].kind != "place" or frame.place(at).level != "region" or not at:
        return False
    word = frame.tokens[at - 1].text.rsplit(" ", 1)[-1]  # "của tỉnh" is one token
    if BARE.get(word) not in ("province", "district", "commune"):
        return False
    before = frame.before(at - 1)
    return before is None or not (before.kind == "figure" or before.text in SEVERAL)


def _says_what_it_is(frame: Frame, at: int) -> bool:
    """ "Tỉnh A là tỉnh miền núi nằm ở Tây Bắc, có 15 xã biên giới": where it lies."""
    if not at or frame.tokens[at - 1].text not in ("ở", "thuộc", "trong", "của", "phía"):
        return False
    words = [token.text for token in frame.tokens[frame.clause_start(at) : at]]
    return any(one == "là" and two in ("tỉnh", "một", "huyện", "xã", "địa") for one, two in pairwise(words))


def _only_locates(frame: Frame, at: int, level: PlaceLevel) -> bool:
    """ "xã A của huyện", "thôn B trên địa bàn xã": the unit of that level holds the place before."""
    before = frame.before(at)
    return (
        before is not None
        and before.kind == "place"
        and frame.tokens[at].text.startswith(("của ", "trong ", "trên ", "địa bàn "))
        and RANK[frame.place(at - 1).level] > RANK[level]
    )


def _named_before(frame: Frame, at: int, level: PlaceLevel, discourse: Discourse) -> Area | None:
    """The unit of this level that the sentence itself has named, or that holds one it has: "Tại An Giang, … toàn tỉnh có 21 xã"."""
    held: Area | None = None
    for index in range(at - 1, -1, -1):
        if frame.tokens[index].kind != "place" or is_base(frame, index):
            continue
        place = frame.place(index)
        if place.level == level:
            return Area(place.name, level)
        held = held or _holder_of(Area(place.name, place.level), level, discourse)
    return held


def _holder_of(area: Area, level: PlaceLevel, discourse: Discourse) -> Area | None:
    """The unit of a level that a lower place lies in, as the text says."""
    held = discourse.anchor.holders.get((area.level, area.name))
    if held is None or held.doubtful or RANK[area.level] <= RANK[level]:
        return None
    name = held.district if level == "district" else held.province if level == "province" else None
    return Area(name, level) if name is not None else None


def _is_abroad(discourse: Discourse) -> bool:
    near = discourse.area or discourse.heading_area or discourse.anchor.area
    return near is not None and near.level == "abroad"


def resolve_scope(level: PlaceLevel, discourse: Discourse, *, several: bool = False) -> Area | None:
    """The unit that "toàn tỉnh", "toàn huyện", "cả nước" stands for; ``several``: "hai vùng"."""
    if level == "country":
        return UNKNOWN if _is_abroad(discourse) else COUNTRY
    if several and level in discourse.by_level:
        return discourse.by_level[level]
    for area in (discourse.area, discourse.heading_area, discourse.anchor.area):
        if area is not None and area.level == level:
            return area
    for area in (discourse.area, discourse.heading_area, discourse.anchor.area):
        held = _holder_of(area, level, discourse) if area is not None else None
        if held is not None:
            return held
    own = discourse.anchor.province
    if level == "province" and own is not None and discourse.anchor.province_firm:
        return Area(own, "province")  # before one that was only named last: "… có mặt ở Hà Nội. Đến nay, tỉnh có …"
    if level in discourse.by_level:
        return discourse.by_level[level]
    return Area(own, "province") if level == "province" and own is not None else None


def _named_whole(frame: Frame, at: int, level: PlaceLevel) -> Area | None:
    """ "Toàn xã còn 215 hộ nghèo, chiếm 21,8% số hộ toàn xã A": the whole that the sentence goes on to name."""
    for index in range(at + 2, len(frame.tokens)):
        named = frame.tokens[index].kind == "place" and frame.place(index).level == level
        if named and frame.tokens[index - 1].text in ("toàn", "cả"):
            return Area(frame.place(index).name, level)
    return None


def _city(discourse: Discourse) -> Area | None:
    for area in (discourse.area, discourse.heading_area, discourse.anchor.area):
        if area is not None and area.level in ("province", "district") and not area.name[0].isdigit():
            return area
    return resolve_scope("province", discourse)


def _told_by(frame: Frame, at: int, level: PlaceLevel) -> Area | None:
    source = named_as_source(frame, at, level)
    return Area(frame.place(source).name, level) if source is not None else None


def _pointed_at(frame: Frame, at: int, discourse: Discourse) -> Area | None:
    """ "huyện này", "tại xã ấy": the unit of that level named last; "tỉnh bạn", "xã khác": one nobody can name."""
    following = frame.tokens[at + 1].text if at + 1 < len(frame.tokens) else ""
    before = frame.before(at)
    if following not in ("này", "ấy", "bạn", "khác") or (
        before is not None and (before.kind == "figure" or before.text in SEVERAL or before.text in ("hai", "ba", "bốn", "năm"))
    ):
        return None
    if following in ("bạn", "khác"):
        return UNKNOWN
    level = BARE[frame.tokens[at].text]
    named = (_named_before(frame, at, level, discourse), discourse.by_level.get(level), resolve_scope(level, discourse))
    city = frame.tokens[at].text == "tỉnh"  # "tỉnh này": no city
    return next((area for area in named if area is not None and not (city and area.name in CITIES)), UNKNOWN)


def _that_country(frame: Frame, at: int) -> bool:
    """ "Nước này đã có …", "tỷ lệ nghèo của nước này": another country, spoken of before; not "nguồn nước này"."""
    before = frame.before(at)
    following = frame.tokens[at + 1 : at + 2]
    return (
        (before is None or before.text in OPENERS or before.text in ("của", "ở", "tại", "trong", "theo"))
        and bool(following)
        and following[0].text in ("này", "bạn", "láng")
    )


def _of_the_region(frame: Frame, at: int) -> bool:
    """ "thu nhập của khu vực": the region spoken of, but not "khu vực nông thôn", "khu vực I"."""
    words = [token.text for token in frame.tokens[max(0, at - 1) : at + 3]]
    if len(words) < 3 or words[0] not in ("của", "trong", "toàn", "cả") or words[2] != "vực":
        return False
    after = frame.tokens[at + 2] if at + 2 < len(frame.tokens) else None
    return after is None or after.kind in ("mark", "time", "figure") or (after.kind == "cue" and not is_topical(after.concepts))


def in_row_of_levels(frame: Frame, at: int) -> bool:
    """ "ngân sách tỉnh, huyện trên 67 tỷ đồng": the second of two levels whose money or offices are meant, no subject."""
    if at < 2 or frame.tokens[at - 1].text not in (",", "và", "-", "/"):
        return False
    first = frame.tokens[at - 2].text.rsplit(" ", 1)[-1]
    return first in BARE or first == "ương"  # trung ương


def _opens_clause(frame: Frame, at: int) -> bool:
    before = frame.before(at)
    if in_row_of_levels(frame, at):
        return False
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
