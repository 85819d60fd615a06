"""Whether a text leaves the place of a figure open: then the figure is no row, for any place given to it would be a guess.

"Xã còn 18 hộ nghèo", "Toàn huyện có 12 xã" name a place only by its level; where nothing tells which one that is, neither the
province nor the country is it. A list of places that nothing holds is open as well, and another country's figure is no row.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ntm_extract.attribution.draft import Area, Discourse, Reading, Source
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.places.levels import COUNTRY, RANK, allowed
from ntm_extract.attribution.places.naming import chain_head, is_difference, place_list
from ntm_extract.attribution.places.scopes import BARE, OPENERS, SCOPES, in_row_of_levels, token_area

_NOT_BARE = frozenset("nghèo nông ntm biên đặc điểm miền đảo vùng đạt và nào bãi ven khó trắng hội".split())  # a kind of unit
_SEVERAL = frozenset("các những mỗi từng cấp liên số một nhiều hàng tâm mấy toàn văn nhật cơ phiên thị tác".split())
_TOWNS = {  # what a level word of two syllables cannot mean
    ("thành", "phố"): ("commune", "village"),
    ("thị", "xã"): ("commune", "village"),
    ("thị", "trấn"): ("village",),
    ("đặc", "khu"): ("village",),
}
_SOMEWHERE = re.compile(r"(?:nhiều|có|một số|không ít|vài) (?:nơi|địa phương)\b")
_THE_REST = re.compile(
    r"(?:các|những|mấy|số) (?:xã|huyện|thôn|bản|ấp|buôn|tỉnh|địa phương|nơi|vùng|đơn vị) (?:còn lại|khác)\b(?!.*bình quân)"
)
_THOSE = re.compile(r"(?:các|những) (?:khu vực|vùng|địa phương|nơi|huyện|tỉnh) (?:này|đó|ấy)\b")
_AT_SEVERAL = re.compile(r"(?:ở|tại|của) (?:các|những|nhiều) (tỉnh|huyện|xã)\b")
_IN_SOME = re.compile(
    r"(?:^|, )(?:riêng )?(?:ở|tại) (?:nhiều|một số|không ít|vài) (?:nơi|địa phương|xã|huyện|thôn|bản|tỉnh)\b[^,]*,[^,]*$"
)
_SOME_UNIT = re.compile(
    r"(?:có|nhiều|một số) (?:xã|huyện|thôn|bản|ấp|tỉnh) (?!nghèo|nông thôn mới|và|biên giới|đặc biệt|đạt chuẩn)"
)


def why_unplaced(frame: Frame, reading: Reading, discourse: Discourse, area: Area, source: Source) -> str | None:
    """Why a figure has no place of ours, or None: its place is abroad, it compares two places, or nobody knows which is meant."""
    if area.level == "abroad" and area.name:
        return "place_abroad"
    if is_difference(frame, reading.at):
        return "compares_places"
    if source != "clause" and (_beside_its_own(frame, reading.at, area) or _of_several_as_high(frame, reading.at, area)):
        return "unknown_place"
    return "unknown_place" if _unplaced(frame, reading, discourse, area, source) else None


def _beside_its_own(frame: Frame, at: int, area: Area) -> bool:
    """ "các tỉnh của dự án còn 13% so với bình quân cả nước là 7%": what is set beside a place's own figure is not its."""
    likened = False
    for index in range(at + 1, min(at + 10, len(frame.tokens))):
        token = frame.tokens[index]
        if token.kind == "figure" or (token.kind == "mark" and token.text in ";.:"):
            return False
        likened = likened or "base" in token.concepts
        own = "scope_" + area.level in token.concepts or (token.kind == "place" and frame.place(index).name == area.name)
        if likened and own:
            kinds = {one.kind for one in frame.tokens[index + 1 : index + 4]}
            return "figure" in kinds and "time" not in kinds
    return False


def _of_several_as_high(frame: Frame, at: int, area: Area) -> bool:
    """ "ở các tỉnh thuộc dự án, tỷ lệ nghèo là 13%" in a text about one district, which cannot hold several provinces."""
    words: list[str] = []
    for token in reversed(frame.tokens[frame.clause_start(at) : at]):
        if token.kind in ("place", "figure") or token.text == ";":
            break
        words.append(token.text)
    units = _AT_SEVERAL.findall(" ".join(reversed(words)))
    return any(RANK[area.level] >= RANK[BARE[unit]] for unit in units if area.level in RANK)


def _unplaced(frame: Frame, reading: Reading, discourse: Discourse, area: Area, source: Source) -> bool:
    """Whether the sentence names its place only by its level ("toàn huyện", "Xã còn …") and nothing tells which one it is.

    Also a text that never speaks of the country, whether it names local places or none: what has no place in it is not the
    country's.
    """
    if area.level == "abroad" or _some_place(frame, reading) or _each_of_several(frame, reading, area):
        return True
    if _of_each_unit(frame, reading) or _of_numbered_name(frame, reading):
        return True
    if source not in ("clause", "sentence") and _of_the_extreme(frame, reading):
        return True
    if source == "clause":
        return False
    if source != "sentence" and _says_unknown(frame, reading, discourse):
        return True
    for index in range(reading.at - 1, frame.clause_start(reading.at) - 1, -1):
        token = frame.tokens[index]
        if token.kind == "place":
            if source == "sentence":
                return False
            several = len(place_list(frame, index)) > 1 and allowed(reading.code, frame.place(index).level)
            if several and area == COUNTRY:
                return True  # "xóm A và xóm B hiến …": who knows where
        below = _TOWNS.get((frame.tokens[index - 1].text, token.text), ()) if index else ()
        if below and (area == COUNTRY or area.level in below) and _stands_alone(frame, index, index - 1):
            return True  # "Phường có …. Thành phố còn …"
        level = BARE.get(token.text) if token.kind == "word" else None
        if level is not None and level != "region" and allowed(reading.code, level) and _stands_alone(frame, index):
            return level != area.level and token_area(frame, index, discourse) is None
    if source == "document" and area.level == "region" and {"village", "commune"} & set(discourse.by_level):
        return True  # the region of the title, or the village told of
    if source == "document" and area == COUNTRY and discourse.anchor.several:
        return True  # "người dân 3 tỉnh A, B, C …": theirs or the country's
    if source == "document" and area == COUNTRY and discourse.anchor.province is not None and discourse.anchor.area is None:
        return not discourse.anchor.ruled  # some place of a province, or the country
    local = source == "document" and area == COUNTRY and discourse.anchor.area is None and not discourse.anchor.national
    if local and not discourse.by_level:
        return reading.unit != "province"  # a passage that names no place; provinces alone are the country's by themselves
    return local and (
        any(level in discourse.by_level for level in ("province", "district", "commune", "village"))
        or any(_one_of_its_kind(frame, index) for index in range(len(frame.tokens)))
    )


def _each_of_several(frame: Frame, reading: Reading, area: Area) -> bool:
    """ "huyện A và huyện B cùng giảm 5%", "đều có 3 sản phẩm": what each of them has is not what all have."""
    each = False
    for index in range(reading.at - 1, frame.clause_start(reading.at) - 1, -1):
        token = frame.tokens[index]
        if token.kind == "figure":
            return False
        if token.kind == "place":
            group = place_list(frame, chain_head(frame, index)) if each else []
            return len(group) > 1 and all(frame.place(at).name != area.name for at in group)
        each = each or token.text in ("đều", "cùng", "mỗi")
    return False


def _of_each_unit(frame: Frame, reading: Reading) -> bool:
    """ "3 xã có 2 thôn được công nhận", "các xóm đã hoàn thiện 10/10 tiêu chí": what each of several units has."""
    if reading.code == "criteria_met":
        start = frame.clause_start(reading.at)
        said = [token.text for token in frame.tokens[start : reading.at]]
        if "bình quân" in said or any(token.kind == "place" for token in frame.tokens[start : reading.at]):
            return False
        return any(one in ("các", "những") and unit in _UNITS for one, unit in pairwise(said))
    has = reading.at - 1
    if reading.unit not in ("commune", "village") or has < 1 or frame.tokens[has].text not in ("có", "có thêm"):
        return False
    subject = frame.tokens[has - 1]
    if subject.kind == "figure":
        return frame.figure(has - 1).unit in ("commune", "district") and frame.figure(has - 1).unit != reading.unit
    return has > 1 and subject.text in ("xã", "huyện") and frame.tokens[has - 2].text == "các"


def _of_numbered_name(frame: Frame, reading: Reading) -> bool:
    """ "xã A đạt 11/19 tiêu chí, Sơn Thành 2 đạt 15/19": a name that ends in its number is another commune's."""
    verb = reading.at - 1
    if verb < 3 or not {"level_verb", "done"} & set(frame.tokens[verb].concepts):
        return False
    number, *name = (frame.tokens[index] for index in range(verb - 1, verb - 4, -1))
    bare = number.kind == "figure" and frame.figure(verb - 1).unit is None and (frame.figure(verb - 1).value or 0) < _NUMBERED
    opens = verb < 4 or frame.tokens[verb - 4].text in (",", ";", "và", ":")
    return bare and opens and all(token.kind == "word" for token in name)


_NUMBERED = 10


def _of_the_extreme(frame: Frame, reading: Reading) -> bool:
    """ "địa phương có tỷ lệ hộ nghèo cao nhất là X chiếm 11%": of one part; not "… cao nhất tỉnh, chiếm 11%"."""
    start = frame.clause_start(reading.at)
    words = frame.tokens[start : reading.at]
    most = next(
        (i for i in range(len(words) - 1) if words[i].text in ("cao", "thấp", "nhiều", "ít") and words[i + 1].text == "nhất"), None
    )
    if most is None or reading.unit not in ("percent", "household") or any(token.text == "đây" for token in words):
        return False
    behind = frame.tokens[start + most + 2]
    if behind.text == "là" and any(one.startswith("population:") for one in frame.tokens[start + most + 3].concepts):
        return False  # "nhiều nhất là dân tộc Thái với 310 hộ"
    return behind.kind == "figure" or behind.text in ("là", "với", "chiếm", "(", ",", "còn", "đạt")


_UNITS = frozenset("xã thôn bản ấp xóm làng buôn khóm huyện".split())


def _one_of_its_kind(frame: Frame, at: int) -> bool:
    """Whether a level word speaks of one unit, if only in an office's name: "Hội Nông dân xã", "cán bộ thôn"."""
    before, following = frame.before(at), frame.tokens[at + 1 : at + 2]
    return (
        frame.tokens[at].text in BARE
        and frame.tokens[at].text != "vùng"
        and not (before is not None and (before.text in _SEVERAL or before.kind == "figure"))
        and not (following and following[0].text.split(" ")[0] in _NOT_BARE)
    )


def _stands_alone(frame: Frame, at: int, start: int | None = None) -> bool:
    """Whether a level word is a subject of its own: "Xã có 3 sản phẩm", "hiện huyện chọn …"."""
    before = frame.before(at if start is None else start)
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if in_row_of_levels(frame, at) or (following is not None and following.text == "thuộc"):
        return False  # "huyện, thị xã, thành phố thuộc tỉnh": of what kind
    return (
        (
            before is None
            or before.text in OPENERS
            or before.kind == "time"
            or not {"now", "said"}.isdisjoint(before.concepts)
            or (before.text in ("ở", "tại") and following is not None and following.text == ",")
        )
        and following is not None
        and (following.kind not in ("place", "mark") or (before is not None and before.text in ("ở", "tại")))
        and following.text.split(" ")[0] not in _NOT_BARE
    )


def _says_unknown(frame: Frame, reading: Reading, discourse: Discourse) -> bool:
    """Whether the sentence names its place only as "toàn tỉnh", "trong thôn", and nothing tells which one that is."""
    for index in range(min(len(frame.tokens), reading.at + 6) - 1, -1, -1):
        if frame.tokens[index].kind == "place" and index < reading.at:
            return False
        for concept in frame.tokens[index].concepts:
            level = SCOPES.get(concept)
            if level in ("province", "district", "commune", "village") and allowed(reading.code, level):
                return token_area(frame, index, discourse) is None
    return False


def _some_place(frame: Frame, reading: Reading) -> bool:
    """ "nhiều nơi tỷ lệ hộ nghèo còn trên 50%", "có xã đạt 17 tiêu chí": some place or other."""
    words: list[str] = []
    for index in range(reading.at - 1, -1, -1):
        token = frame.tokens[index]
        if token.kind in ("place", "figure") or (token.kind == "mark" and token.text in ";.:("):
            break
        words.append(token.text)
    said = " ".join(reversed(words))
    own = said.rsplit(",", 1)[-1]
    if _SOMEWHERE.search(own) or _THOSE.search(said) or _THE_REST.search(own) or _IN_SOME.search(said):
        return True
    return reading.unit in ("percent", "VND", "criteria") and _SOME_UNIT.search(own) is not None
