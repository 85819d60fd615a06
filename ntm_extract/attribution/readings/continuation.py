"""Figures that continue the one before: the wording stands once, the figures follow.

Read: a change behind its level ("…, tăng 769 xã"), a share that restates a count ("3.838 xã (43,02%)"), a
series over years or places ("năm 2023 đạt 6,22%, năm 2024 đạt 6,12%"; "huyện A 20 bản, huyện B 5 bản") and
"từ … xuống còn …". Between the two figures only words may stand that say nothing new; one unknown word
and the figure is left alone, because it may well be about something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from ntm_extract.attribution.draft import Reading, reading_of
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.readings.decoys import of_those
from ntm_extract.attribution.walk import left_the_list
from ntm_extract.model import Figure

# a share of a count is the share of ... : (count's indicator) -> indicator of the percentage
SHARE_OF = {
    "poor_households": "poverty_rate",
    "near_poor_households": "near_poverty_rate",
    "poor_and_near_poor_households": "multidimensional_poverty_rate",
    "communes_ntm": "communes_ntm",
    "communes_by_criteria": "communes_by_criteria",
    "villages_ntm": "villages_ntm",
    "districts_ntm": "districts_ntm",
    "communes_meeting_criterion": "communes_meeting_criterion",
    "ocop_products": "ocop_products",
    "ocop_entities": "ocop_entities",
}
# counts that only say where the next figure was measured: "riêng 7 huyện nghèo giảm 6%"
_PLACES_OF = frozenset({"poor_districts", "poor_communes", "special_communes", "special_villages", "border_communes"})
_SAME_STANDARD = frozenset({"ntm_standard", "ntm_weak", "ntm_topic"})
_RESPECTIVELY = frozenset({"lượt", "tương ứng", "ứng"})
_COUNT_OF = {
    "poverty_rate": "poor_households",
    "near_poverty_rate": "near_poor_households",
    "multidimensional_poverty_rate": "poor_and_near_poor_households",
}


def continues(
    frame: Frame, at: int, last: Reading | None, earlier: Sequence[Reading] = (), before: Sequence[Reading] = ()
) -> Reading | None:
    """The reading of a figure that continues ``last`` (or, in a series of pairs, the one of its own unit before that)."""
    if last is None:
        return None
    figure = frame.figure(at)
    if figure.value is None:
        return None
    found = _restated(frame, at, figure, last, [*before, *earlier]) or _series(frame, at, figure, last, last)
    if found is None:
        twin = next(
            (
                one
                for one in reversed(earlier)
                if one.unit == figure.unit and (one.code == last.code or last.previous is one or last.code in _PLACES_OF)
            ),
            None,
        )
        if twin is not None and twin is not last:
            found = _series(frame, at, figure, twin, last)
    return found


def _restated(frame: Frame, at: int, figure: Figure, last: Reading, earlier: Sequence[Reading]) -> Reading | None:
    """A percentage beside its count, or a count beside its percentage."""
    if not here(frame, last) or of_those(frame, at):
        return None
    gap_start = _after(frame, last)
    if gap_start + 1 < at and frame.has(gap_start, "part") and frame.tokens[gap_start + 1].kind == "figure":
        gap_start += 2  # "2.400 trong tổng số 3.400 xã (69,1%)"
    worded = behind_wording(frame, last)
    if figure.kind == "percent" and last.unit not in ("percent", "VND", "criteria"):
        if last.measure == "change" and frame.has(at - 1, "share") and not _change_beside(frame, at):
            whole = next((one for one in reversed(earlier) if one.code == last.code and one.measure == "level"), None)
            if whole is not None and whole.unit == last.unit and here(frame, whole) and frame.only_filler(gap_start, at):
                return like(figure, at, whole, SHARE_OF[whole.code], "restated.percent", "percent") if (
                    whole.code in SHARE_OF
                ) else None  # "249 đơn vị …, tăng 36 đơn vị so với năm 2021, chiếm 38,7%"
        code = SHARE_OF.get(last.code)
        beside = (
            _beside(frame, gap_start, at)
            or (worded < at and _beside(frame, worded, at))
            or _at_once(frame, gap_start, at)
            or (worded < at and _at_once(frame, worded, at))
        )
        if code is None or not (beside or shares(frame, at)):
            return None
        if not beside and not _nothing_between(frame, gap_start, at, last):
            return None
        if last.code.endswith("poor_households") and (
            _of_poor(frame, at) or _is_whole(frame, last) or _part_of(figure, last, earlier)
        ):
            code = last.code
        return like(figure, at, last, code, "restated.percent", "percent")
    if figure.unit != "household" or last.unit != "percent" or last.code not in _COUNT_OF:
        return None
    if not _beside(frame, gap_start, at) and not (shares(frame, at) and frame.only_filler(gap_start, at)):
        return None
    reading = like(figure, at, last, _COUNT_OF[last.code], "restated.count", "household")
    if not _change_beside(frame, at):
        reading.measure = last.measure
    return reading


def _nothing_between(frame: Frame, start: int, end: int, last: Reading) -> bool:
    """Only the count's own wording and filler between a count and "chiếm …%"."""
    for index in range(start, end):
        token = frame.tokens[index]
        if token.kind == "figure" and (index == last.cue or frame.has(index - 1, "part")):
            continue  # "5.177 xã đạt 19 tiêu chí, chiếm …", "263 huyện thuộc 58 tỉnh được công nhận, chiếm …"
        if token.kind == "figure" or (token.kind == "mark" and token.text in ";."):
            return False
    return end - start <= 30 and (last.cue <= end or frame.only_filler(start, end))  # "116 xã, chiếm 91,3%, đạt chuẩn"


def _series(frame: Frame, at: int, figure: Figure, last: Reading, nearest: Reading) -> Reading | None:
    same_unit = figure.unit == _written_unit(last) or (last.unit == "criteria" and figure.unit == "criteria")
    if not same_unit or (last.code in ("poor_communes", "poor_districts", "special_communes") and left_the_list(frame, at)):
        return None
    start = behind_wording(frame, nearest) if here(frame, nearest) else 0
    placed = any(
        token.kind in ("place", "time") or any(concept.startswith("population:") for concept in token.concepts)
        for token in frame.tokens[start:at]
    )
    planned = at >= 2 and "kh" in (frame.tokens[at - 1].text, frame.tokens[at - 2].text)  # "(KH: 88,5%)"
    stops = placed or _goes_on_changing(frame, start, at) or _later(frame, start, at) or _whole(frame, start, at)
    if start > at or not frame.only_filler(start, at, unknown=int(planned), stops=stops):
        return None
    if last.unit == "criteria" and figure.per != last.figure.per and not _change_beside(frame, at):
        return None
    following = [token for token in frame.tokens[at + 1 : at + 5] if token.start >= figure.end]
    if following and following[0].text.startswith(("so với kế hoạch", "so với chỉ tiêu", "so với mục tiêu")):
        return None  # "vượt 2 xã so với kế hoạch"
    people = len(following) > 1 and following[0].text in ("hộ", "người", "lao", "trẻ", "học", "dân")
    if figure.unit == "percent" and people and following[1].kind == "word" and following[1].text not in FILLER:
        return None  # "còn 5% hộ thiếu đói"
    if any(token.text in ("nữa", "đang") or "negation" in token.concepts for token in following[:2]):
        return None  # "còn 100 xã nữa đang hoàn thiện …"
    if any(token.text.startswith("tức") for token in frame.tokens[start:at]) and figure.unit != "household":
        return None  # "700.000 đồng/tháng, tức là chỉ 25.000 đồng …": the same said otherwise
    beaten = "achieved_plan" in frame.tokens[at - 1].concepts and frame.tokens[at - 1].text.startswith("vượt")
    if beaten and not (last.measure == "level" and 0.6 * last.value <= (figure.value or 0) <= last.value):
        return None  # "vượt kế hoạch 1%" says by how much, "đạt 71,6%, vượt mục tiêu 70%" what the aim was
    if any(token.text in ("hỗ trợ", "cho vay", "vay", "tặng", "thưởng") for token in frame.tokens[start:at]):
        return None
    if last.unit == "criteria" and "commune" not in figure.per and _groups_communes(frame, start, at):
        return None
    gap = frame.tokens[start:at]
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
    return stop is not None and stop == at - 2 and _change_beside(frame, at)


def _later(frame: Frame, start: int, at: int) -> bool:
    """ "đầu năm có 7.415 hộ nghèo; đến cuối năm giảm 812 hộ": a new time over the stop, and nothing new behind the figure."""
    if not frame.any_cue("now", "this_year", start=start, end=at):
        return False
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return following is None or following.kind == "mark" or "base" in following.concepts


def here(frame: Frame, last: Reading) -> bool:
    """Whether the reading stands in this sentence, not in the one before ("Trong đó, tỉnh X có 8 xã")."""
    return frame.start <= last.figure.start < frame.end


def _written_unit(last: Reading) -> str | None:
    return last.figure.unit


def _after(frame: Frame, last: Reading) -> int:
    """First token behind a reading's figure (and the unit written with it)."""
    index = last.at + 1
    while index < len(frame.tokens) and frame.tokens[index].start < last.figure.end:
        index += 1
    return index


def behind_wording(frame: Frame, last: Reading) -> int:
    """First token behind a reading and the wording that announced it."""
    start = max(_after(frame, last), last.cue + 1 if last.previous is None and last.cue > last.at else 0)
    if last.previous is not None and last.rule == "restated.percent" and last.previous.cue > last.at:
        start = last.previous.cue + 1  # "2.045 xã (23%) được công nhận đạt chuẩn, tăng 5,9%"
    elif last.previous is not None or last.cue < last.at:
        return start
    end = index = start  # what else the wording says of the same units: "…, đạt chuẩn nông thôn mới nâng cao"
    while index < len(frame.tokens) and index < start + 8:
        token = frame.tokens[index]
        if token.kind == "cue" and any(c in _SAME_STANDARD or c.startswith("tier:") for c in token.concepts):
            end = index + 1
        elif token.kind != "place" and token.text not in (",", "trong", "của", "về", "ở", "tại"):
            break
        index += 1
    return end


def _beside(frame: Frame, start: int, at: int) -> bool:
    """In the bracket that opens behind the count: "(43,02%)", "(chiếm tỷ lệ 42,41%)", "(hơn 35.700 hộ)"."""
    if start >= at or frame.tokens[start].text != "(":
        if start < at and frame.tokens[start].kind == "cue" and start + 1 < at and frame.tokens[start + 1].text == "(":
            start += 1
        else:
            return False
    return all(
        "share" in token.concepts
        or {"level_verb"} & set(token.concepts)
        or token.text in ("(", "tỷ", "tỉ", "lệ", "đạt", "khoảng", "=", "hơn")
        for token in frame.tokens[start:at]
    )


def _at_once(frame: Frame, start: int, at: int) -> bool:
    """ "21/115 xã, đạt 18,26%": nothing but a comma and a verb between."""
    if at - start == 1:
        return frame.tokens[start].text == ","
    if at - start == 3 and "share" in frame.tokens[start + 1].concepts and _change_beside(frame, at):
        return True  # "…, tương ứng giảm 1,8%"
    return at - start == 2 and frame.tokens[start].text == "," and frame.tokens[start + 1].text in ("đạt", "bằng", "là")


def shares(frame: Frame, at: int) -> bool:
    """Whether "chiếm", "tương ứng", "tỷ lệ" stands before the figure."""
    index = at - 1
    while index >= 0 and frame.tokens[index].text in ("khoảng", "tới", "đến", "tỷ", "tỉ", "lệ"):
        index -= 1
    return frame.has(index, "share")


def _is_whole(frame: Frame, last: Reading) -> bool:
    """ "Trong tổng số 12.540 hộ nghèo …, hộ dân tộc thiểu số chiếm 94,6%": the count is the whole of the share."""
    return frame.has(last.at - 1, "part") and "số" in frame.tokens[last.at - 1].text


def _part_of(figure: Figure, last: Reading, earlier: Sequence[Reading]) -> bool:
    """ "5.600 hộ nghèo, trong đó 5.410 hộ …, chiếm 96,6%": the share is the one count in the other, by its size."""
    wholes = (one for one in earlier if one.code == last.code and one.unit == last.unit and one.value > last.value > 0)
    return any(abs(100 * last.value / whole.value - (figure.value or 0)) < 1 for whole in wholes)


def _of_poor(frame: Frame, at: int) -> bool:
    """ "chiếm 86,5% tổng số hộ nghèo": a share of the poor, not of all households."""
    for token in frame.tokens[at + 1 : at + 6]:
        if {"poor_households", "near_poor_households"} & set(token.concepts):
            return True
        if token.text not in (
            "tổng",
            "số",
            "trên",
            "của",
            "trong",
            "tổng số",
            "trong tổng số",
            "trên tổng số",
            "trong số",
        ):
            return False
    return False


def _change_beside(frame: Frame, at: int) -> bool:
    return frame.has(at - 1, "change_up", "change_down")


def like(figure: Figure, at: int, last: Reading, code: str, rule: str, unit: str) -> Reading:
    """A new figure read as the reading before it, with its breakdowns."""
    reading = reading_of(figure, at, code, rule, unit, last.cue, last.reach)
    reading.cue, reading.reach = last.cue, last.reach
    reading.previous = last
    reading.breakdowns = dict(last.breakdowns)
    if rule == "restated.percent" and last.measure == "change":
        reading.measure = "change"
    return reading


def names_place(frame: Frame, at: int) -> bool:
    """Whether the token names a place, or a scope such as "toàn tỉnh"."""
    token = frame.tokens[at]
    return token.kind == "place" or any(concept.startswith("scope_") for concept in token.concepts)


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
