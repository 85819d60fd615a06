"""Whether a text leaves the place of a figure open: then the figure is no row, for any place given to it would be a guess.

"Xã còn 18 hộ nghèo", "Toàn huyện có 12 xã" name a place only by its level; where nothing tells which one that is, neither the
province nor the country is it. A list of places that nothing holds is open as well.
"""

from __future__ import annotations

from ntm_extract.attribution.area import BARE, COUNTRY, OPENERS, SCOPES, allowed, token_area
from ntm_extract.attribution.draft import Area, Discourse, Reading, Source
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.naming import place_list

_NOT_BARE = frozenset("nghèo nông ntm biên đặc điểm miền đảo vùng đạt và nào bãi ven khó trắng".split())  # a kind, not one of them


def unplaced(frame: Frame, reading: Reading, discourse: Discourse, area: Area, source: Source) -> bool:
    """Whether the sentence names its place only by its level ("toàn huyện", "Xã còn …") and nothing tells which one it is.

    Also a text that speaks of local places and never of the country: what has no place in it is not the country's.
    """
    if source == "clause":
        return False
    if source == "document" and _says_unknown(frame, reading, discourse):
        return True
    for index in range(reading.at - 1, frame.clause_start(reading.at) - 1, -1):
        token = frame.tokens[index]
        if token.kind == "place":
            if source == "sentence":
                return False
            if area == COUNTRY and len(place_list(frame, index)) > 1 and allowed(reading.code, frame.place(index).level):
                return True  # "xóm A và xóm B hiến …": who knows where
        level = BARE.get(token.text) if token.kind == "word" else None
        if level is not None and level != "region" and allowed(reading.code, level) and _stands_alone(frame, index):
            return level != area.level and token_area(frame, index, discourse) is None
    local = source == "document" and area == COUNTRY and discourse.anchor.area is None and not discourse.anchor.national
    return local and any(level in discourse.by_level for level in ("province", "district", "commune", "village"))


def _stands_alone(frame: Frame, at: int) -> bool:
    """Whether a level word is a subject of its own: "Xã có 3 sản phẩm", "hiện huyện chọn …"."""
    before = frame.before(at)
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return (
        (before is None or before.text in OPENERS or before.kind == "time" or "now" in before.concepts)
        and following is not None
        and following.kind not in ("place", "mark")
        and following.text.split(" ")[0] not in _NOT_BARE
    )


def _says_unknown(frame: Frame, reading: Reading, discourse: Discourse) -> bool:
    """Whether the clause names its place only as "toàn tỉnh", "toàn huyện", and nothing tells which one that is."""
    start = frame.clause_start(reading.at)
    for index in range(min(len(frame.tokens), reading.at + 6) - 1, start - 1, -1):
        for concept in frame.tokens[index].concepts:
            level = SCOPES.get(concept)
            if level in ("province", "district", "commune", "village") and allowed(reading.code, level):
                return token_area(frame, index, discourse) is None
    return False
