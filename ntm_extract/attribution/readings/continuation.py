"""Figures that continue the one before: the wording stands once, the figures follow.

Read: a change behind its level ("…, tăng 769 xã"), what restates a count or its share (:mod:`.restated`), a
series over years or places ("năm 2023 đạt 6,22%, năm 2024 đạt 6,12%"; "huyện A 20 bản, huyện B 5 bản") and
"từ … xuống còn …". Between the two figures only words may stand that say nothing new; one unknown word
and the figure is left alone, because it may well be about something else. The stars of products end with their clause or
bracket: behind it a bare count of products is of other stars, or of all.
"""

from __future__ import annotations

from collections.abc import Sequence

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import FILLER, Frame, Token, is_topical
from ntm_extract.attribution.readings.from_to import from_to, to_level
from ntm_extract.attribution.readings.links import behind_wording, change_beside, here, like, names_place, unnamed_region
from ntm_extract.attribution.readings.restated import restated
from ntm_extract.attribution.walk import left_the_list
from ntm_extract.model import Figure

# counts that only say where the next figure was measured: "riêng 7 huyện nghèo giảm 6%"
_PLACES_OF = frozenset({"poor_districts", "poor_communes", "special_communes", "special_villages", "border_communes"})
_FIRST = ("dẫn đầu", "đứng đầu", "nhiều nhất", "cao nhất", "thấp nhất", "ít nhất tỉnh", "ít nhất huyện")
_RESPECTIVELY = frozenset({"lượt", "tương ứng", "ứng"})


def continues(
    frame: Frame, at: int, last: Reading | None, earlier: Sequence[Reading] = (), before: Sequence[Reading] = ()
) -> Reading | None:
    """The reading of a figure that continues ``last`` (or, in a series of pairs, the one of its own unit before that)."""
    if last is None:
        return None
    figure = frame.figure(at)
    if figure.value is None:
        return None
    nearest, last = last, _whole_of(frame, at, last, earlier)
    whole = _around_bracket(frame, at, last, earlier)
    found = restated(frame, at, figure, whole or last, [*before, *earlier]) or _series(frame, at, figure, last, nearest)
    if found is None and last is nearest:
        twin = next(
            (
                one
                for one in reversed(earlier)
                if one.unit == figure.unit and (one.code == last.code or last.previous is one or last.code in _PLACES_OF)
            ),
            None,
        )
        if twin is not None and twin is not last:
            found = _series(frame, at, figure, twin, nearest)
    return found


def _whole_of(frame: Frame, at: int, last: Reading, earlier: Sequence[Reading]) -> Reading:
    """Behind a semicolon the whole goes on, not its part: "có 10 xã đạt chuẩn, gồm 3 xã nâng cao; năm 2025 có 12 xã"."""
    if not here(frame, last) or not any(frame.tokens[index].text == ";" for index in range(last.at, at)):
        return last
    wholes = (one for one in reversed(earlier) if one is not last and here(frame, one) and one.code == last.code)
    whole = next((one for one in wholes if one.unit == last.unit and one.at < last.at), None)
    if whole is None or not frame.any_cue("inclusive", start=whole.at, end=last.at):
        return last
    return whole


def _around_bracket(frame: Frame, at: int, last: Reading, earlier: Sequence[Reading]) -> Reading | None:
    """The count before a bracket that names a part of it: "36 xã đạt chuẩn (trong đó có 8 xã biên giới), chiếm 45%"."""
    if not here(frame, last) or frame.depth[last.at] <= frame.depth[at]:
        return None
    return next((one for one in reversed(earlier) if here(frame, one) and frame.depth[one.at] == frame.depth[at]), None)


def _series(frame: Frame, at: int, figure: Figure, last: Reading, nearest: Reading) -> Reading | None:
    same_unit = figure.unit == _written_unit(last) or (last.unit == "criteria" and figure.unit == "criteria")
    if here(frame, last) and _left_the_stars(frame, at, last):
        return None
    if not same_unit or (last.code in ("poor_communes", "poor_districts", "special_communes") and left_the_list(frame, at)):
        return None
    start = behind_wording(frame, nearest) if here(frame, nearest) else 0
    placed = any(
        token.kind in ("place", "time") or any(concept.startswith("population:") for concept in token.concepts)
        for token in frame.tokens[start:at]
    )
    planned = at >= 2 and "kh" in (frame.tokens[at - 1].text, frame.tokens[at - 2].text)  # "(KH: 88,5%)"
    stops = placed or _goes_on_changing(frame, start, at) or _later(frame, start, at) or _whole(frame, start, at)
    rises = here(frame, last) and figure.unit == last.figure.unit and from_to(frame, last.at) and to_level(frame, at)
    if start > at or not frame.only_filler(start, at, unknown=int(planned), stops=stops, brackets=rises):
        return None
    if last.unit == "criteria" and figure.per != last.figure.per and not change_beside(frame, at):
        return None
    following = [token for token in frame.tokens[at + 1 : at + 5] if token.start >= figure.end]
    if following and following[0].text.startswith(("so với kế hoạch", "so với chỉ tiêu", "so với mục tiêu")):
        return None  # "vượt 2 xã so với kế hoạch"
    people = len(following) > 1 and following[0].text in ("hộ", "người", "lao", "trẻ", "học", "dân")
    if figure.unit == "percent" and people and following[1].kind == "word" and following[1].text not in FILLER:
        return None  # "còn 5% hộ thiếu đói"
    if any(token.text in ("nữa", "đang") or "negation" in token.concepts for token in following[:2]):
        return None  # "còn 100 xã nữa đang hoàn thiện …"
    if unnamed_region(frame, at) or _from_a_yardstick(frame, at, following):
        return None
    if last.code in _PLACES_OF and [token.text for token in following[:2]] == ["khu", "vực"]:
        return None  # "59 xã khu vực III đặc biệt khó khăn, 12 xã khu vực II": of another kind
    if any(token.text.startswith("tức") for token in frame.tokens[start:at]) and figure.unit != "household":
        return None  # "700.000 đồng/tháng, tức là chỉ 25.000 đồng …": the same said otherwise
    planned_at = at - 2 if at > 1 and frame.tokens[at - 1].text == "kế hoạch" else at - 1  # "vượt chỉ tiêu kế hoạch 118 sản phẩm"
    beaten = "achieved_plan" in frame.tokens[planned_at].concepts and frame.tokens[planned_at].text.startswith("vượt")
    if beaten and not (last.measure == "level" and 0.6 * last.value <= (figure.value or 0) <= last.value):
        return None  # "vượt kế hoạch 1%" says by how much, "đạt 71,6%, vượt mục tiêu 70%" what the aim was
    if any(token.text in ("hỗ trợ", "cho vay", "vay", "tặng", "thưởng") for token in frame.tokens[start:at]):
        return None
    if last.unit == "criteria" and "commune" not in figure.per and _groups_communes(frame, start, at):
        return None
    gap = [token for i, token in enumerate(frame.tokens[start:at], start) if not rises or frame.depth[i] <= frame.depth[at]]
    bracketed = frame.depth[at] > frame.depth[start - 1] if start else False
    change = any(c in token.concepts for token in gap for c in ("change_up", "change_down"))
    in_short_bracket = len(gap) <= 4 and any(token.text == "(" for token in gap)
    linked = change or any(
        token.kind in ("time", "place")
        or (in_short_bracket and (token.text == "kh" or "achieved_plan" in token.concepts))
        or {"level_verb", "base", "now", "target", "achieved_plan"} & set(token.concepts)
        or any(concept.startswith(("population:", "scope_")) for concept in token.concepts)
        or token.text in ("từ", "xuống", "lên", "đến", "còn")
        for token in gap
    )
    if not linked:
        return None
    reading = like(figure, at, last, last.code, "series.change" if change else "series.level", last.unit)
    if any(token.text == ";" for token in gap) and _whole(frame, start, at):
        reading.breakdowns.pop("population", None)
    if beaten or (bracketed and any(token.text.startswith(("kế hoạch", "chỉ tiêu", "mục tiêu", "phấn đấu")) for token in gap)):
        reading.status = "target"  # "đạt 89,7% (kế hoạch giao 88,5%)"
    verb = frame.tokens[at - 1]
    remains = verb.text.endswith("còn") or ("level_verb" in verb.concepts and verb.text not in ("đạt", "là", "có", "ở mức"))
    # "tăng 13 xã so với năm 2020 (47 xã)"
    beside_base = any(token.text == "(" for token in gap) and any("base" in token.concepts for token in gap)
    elsewhere = bracketed and any(
        token.kind in ("time", "place") or any(concept.startswith("scope_") for concept in token.concepts) for token in gap
    )
    if not change and not remains and not beside_base and not elsewhere:
        reading.measure = last.measure  # "năm 2022 giảm 4,6%, năm 2023 6,22%"
    return reading


def _left_the_stars(frame: Frame, at: int, last: Reading) -> bool:
    """ "… 15 sản phẩm 3 sao; huyện B có 37 sản phẩm": behind a stop, or outside their bracket, products have no stars of others."""
    if "stars_min" not in last.breakdowns or frame.figure(at).unit != "product":
        return False
    between = range(last.at, at)
    return any(frame.tokens[index].text == ";" or frame.depth[index] < frame.depth[last.at] for index in between)


def _from_a_yardstick(frame: Frame, at: int, following: Sequence[Token]) -> bool:
    """ "cao hơn 2,36 tiêu chí so với bình quân cả nước": how far it lies from another's, no change."""
    if not frame.tokens[at - 1].text.endswith("hơn") or not following or "base" not in following[0].concepts:
        return False
    return any(
        token.kind == "place" or token.text in ("bình", "trung", "mức") or any(c.startswith("scope_") for c in token.concepts)
        for token in following[1:3]
    )


def _groups_communes(frame: Frame, start: int, at: int) -> bool:
    """ "…; số xã dưới 8 tiêu chí còn 5 xã": criteria that name a group of communes, no average."""
    words = [token.text for token in frame.tokens[start:at]]
    return "xã" in words and not {"mỗi", "bình", "quân", "bình quân", "một"} & set(words)


def _whole(frame: Frame, start: int, at: int) -> bool:
    """ "7 huyện nghèo còn tỷ lệ hộ nghèo 18,2%; toàn tỉnh là 6,99%": the same rate of the whole."""
    verb = frame.tokens[at - 1].text in ("là", "còn", "chỉ còn", "ở mức")
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return verb and (following is None or following.kind == "mark") and any(names_place(frame, index) for index in range(start, at))


def _goes_on_changing(frame: Frame, start: int, at: int) -> bool:
    """ "số hộ cận nghèo là 8.668 hộ …; giảm 747 hộ": behind the stop the verb of change comes first."""
    stop = next((index for index in range(at - 1, start - 1, -1) if frame.tokens[index].text == ";"), None)
    return stop is not None and stop == at - 2 and change_beside(frame, at)


def _later(frame: Frame, start: int, at: int) -> bool:
    """ "đầu năm có 7.415 hộ nghèo; đến cuối năm giảm 812 hộ": a new time over the stop, and nothing new behind the figure."""
    if not frame.any_cue("now", "this_year", start=start, end=at):
        return False
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return following is None or following.kind == "mark" or "base" in following.concepts


def _written_unit(last: Reading) -> str | None:
    return last.figure.unit


def leads(frame: Frame, at: int, before: Sequence[Reading]) -> Reading | None:
    """ "Đại Lộc dẫn đầu với 38 sản phẩm", "Huyện A có 14 xã, nhiều nhất tỉnh": a part of what the sentence before counted."""
    figure = frame.figure(at)
    start, end = frame.clause_start(at), frame.clause_end(at)
    here = range(start, min(end, len(frame.tokens)))
    words = " ".join(frame.tokens[index].text for index in here)
    if not any(word in words for word in _FIRST) or not any(frame.tokens[index].kind == "place" for index in range(start, at)):
        return None
    if any(is_topical(frame.tokens[index].concepts) for index in here if frame.tokens[index].kind == "cue"):
        return None
    alike = [one for one in before if one.figure.unit == figure.unit and one.measure == "level" and one.status in (None, "actual")]
    if figure.value is None or not alike or any(one.code != alike[0].code for one in alike):
        return None
    whole = max(alike, key=lambda one: one.value)
    if figure.unit != "percent" and figure.value > whole.value:
        return None
    return like(figure, at, whole, whole.code, "series.leader", whole.unit)


def same_again(frame: Frame, at: int, before: Sequence[Reading]) -> Reading | None:
    """The same indicator with a new figure, for a text that points back to it ("tỷ lệ này")."""
    figure = frame.figure(at)
    alike = [reading for reading in before if reading.figure.unit == figure.unit]
    last = alike[-1] if alike else None
    start = frame.clause_start(at)
    if any(token.text in _RESPECTIVELY for token in frame.tokens[start : at + 4]):
        # "tỷ lệ này lần lượt là 4,1% và 5,2%": in the order of what it points back to
        place = sum(
            1 for token in frame.tokens[start:at] if token.kind == "figure" and frame.figures[token.ref].unit == figure.unit
        )
        kinds = list({reading.code: reading for reading in alike}.values())
        last = kinds[place] if place < len(kinds) else None
    if figure.value is None or last is None:
        return None
    return like(figure, at, last, last.code, "series.pointed", last.unit)
