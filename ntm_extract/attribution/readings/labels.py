"""Labels: the counted thing is named before its figure, which stands bare or with its unit behind.

Read: "số xã đạt chuẩn nông thôn mới: 39 xã", "số huyện nghèo của tỉnh X giảm từ 4 huyện", "số xã đạt 15-18 tiêu chí
là 4,7%", "tỷ lệ xã đạt chuẩn quốc gia về y tế 97,5%". A label opens with "số …", "tỷ lệ …" or "nhóm …" and a unit's noun,
and only its own wording, places, times and verbs of stock may stand between it and the figure. Refused: a label whose noun
is not the figure's unit, one that denies ("số xã chưa đạt"), and one behind another figure of its own.
"""

from __future__ import annotations

from ntm_extract.attribution.frame import FILLER, Frame, is_topical
from ntm_extract.attribution.places.levels import VILLAGES
from ntm_extract.attribution.readings.breakdowns import ALL_CRITERIA
from ntm_extract.attribution.walk import UNIT_NOUNS, Clause

_NOUNS = {
    "xã": "commune",
    **dict.fromkeys(VILLAGES, "village"),
    "huyện": "district",
    "tỉnh": "province",
    "hộ": "household",
}
_LONG_NOUNS = (
    (("khu", "dân", "cư"), "village"),
    (("đơn", "vị", "cấp", "huyện"), "district"),
    (("đơn", "vị", "hành", "chính", "cấp", "huyện"), "district"),
    (("sản", "phẩm"), "product"),
    (("chủ", "thể"), "entity"),
    (("công", "trình"), "works"),
    (("điểm", "bán"), "point"),
    (("điểm", "giới", "thiệu"), "point"),
    (("điểm", "trưng", "bày"), "point"),
)
_OPENERS = frozenset({"số", "lệ", "nhóm", "lượng"})
_BINDERS = frozenset({"level_verb", "change_up", "change_down", "share", "now", "done", "target", "estimate", "achieved_plan"})
_HOUSEHOLDS = ("poor_households", "near_poor_households", "poor_and_near_poor_households")
_REACH = 28  # tokens a label may stretch over


def label(frame: Frame, at: int, unit: str | None) -> tuple[str, Clause] | None:
    """The noun of a figure's label as a unit, and what the label says; None where no label leads to the figure."""
    if not at or not _bound(frame, at):
        return None
    cues: list[int] = []
    figures: list[int] = []
    unknown = 0
    depth = frame.depth[at]
    for index in range(at - 1, max(-1, at - _REACH), -1):
        token = frame.tokens[index]
        if frame.depth[index] > depth:
            continue
        if frame.depth[index] < depth or "negation" in token.concepts or "inclusive" in token.concepts:
            return None
        noun = noun_behind(frame, index) if _opens(frame, index) else None
        if noun is not None:
            if unit not in (None, "percent", noun):
                return None
            first = min([*cues, *figures, at])
            if unknown > 3 or not says_only_noun(frame, index, first):
                return None
            return noun, Clause(tuple(reversed(cues)), tuple(reversed(figures)), 0, at + 1)
        if token.kind == "mark":
            if token.text in ";.!?…" or (token.text == "," and not _goes_on(frame, index)):
                return None
        elif token.kind == "figure":
            if frame.tokens[index - 1].text in ("đợt", "vòng", "lần") and index:
                continue
            if frame.figure(index).unit not in ("criteria", "star") or (frame.figure(index).denominator is not None and cues):
                return None
            figures.append(index)
        elif token.kind == "cue":
            if is_topical(token.concepts):
                cues.append(index)
            elif {"beneficiary"} & set(token.concepts) and token.text not in ("ở", "tại", "của"):
                return None
        elif token.kind == "word" and token.text not in FILLER and token.text not in _OF_NOUN:
            unknown += 1
    return None


def _bound(frame: Frame, at: int) -> bool:
    """Whether the figure is said of what stands before it: behind ":", a verb of stock or change, "từ", or its wording."""
    before = frame.tokens[at - 1]
    if before.text in (":", "từ", "được", "còn") or not _BINDERS.isdisjoint(before.concepts) or before.kind in ("time", "place"):
        return True
    return before.kind == "cue" and is_topical(before.concepts)


def _opens(frame: Frame, index: int) -> bool:
    words = frame.tokens[index].text.split()
    return bool(words) and words[-1] in _OPENERS


def noun_behind(frame: Frame, index: int) -> str | None:
    """The unit named behind "số", "tỷ lệ", "nhóm": "số các xã", "tỷ lệ đơn vị cấp huyện"."""
    words: list[str] = []
    for token in frame.tokens[index + 1 : index + 8]:
        if token.kind in ("figure", "time", "mark"):
            break
        words += token.text.split()
    while words and words[0] in ("các", "lượng", "số", "những"):
        words = words[1:]
    for phrase, unit in _LONG_NOUNS:
        if tuple(words[: len(phrase)]) == phrase:
            return unit
    return _NOUNS.get(words[0]) if words else None


def says_only_noun(frame: Frame, opener: int, cue: int) -> bool:
    """Whether the noun leads straight to its wording: "số xã đạt chuẩn", not "số xã có cán bộ đạt chuẩn"."""
    return all(
        word in FILLER or word in _OF_NOUN
        for token in frame.tokens[opener + 1 : cue]
        if token.kind == "word"
        for word in token.text.split()
    )


_OF_NOUN = frozenset(
    "tiêu chí chuẩn quốc gia hoàn thành thuộc diện đạt khu dân cư đơn vị hành chính cấp sản phẩm chủ thể công trình điểm "
    "ấp buôn làng khóm xóm lượng đủ nhóm về đích yêu cầu phường thị trấn".split()
)


def _goes_on(frame: Frame, index: int) -> bool:
    """A comma within a label: "được thẩm định, chấm điểm", "…, đến nay là"."""
    following = frame.tokens[index + 1] if index + 1 < len(frame.tokens) else None
    if following is None:
        return False
    if frame.tokens[index - 1].text in UNIT_NOUNS and following.text in UNIT_NOUNS:
        return True  # "tỷ lệ xã, phường, thị trấn đạt tiêu chí …"
    said = {"change_up", "change_down", "level_verb"} & set(frame.tokens[index - 1].concepts)
    return (
        (following.kind in ("time", "place") and not said)
        or bool({"now", "this_year"} & set(following.concepts))
        or following.text in ("đến", "tính")
        or ("ocop_assessed" in following.concepts and frame.has(index - 1, "ocop_assessed"))
    )


def _of_criteria(frame: Frame, at: int) -> bool:
    """ "nâng số tiêu chí đạt chuẩn lên 17/19", "số tiêu chí đạt được: 12/19"."""
    before = frame.tokens[at - 1] if at else None
    if before is None or not (before.text in (":", "lên") or "level_verb" in before.concepts):
        return False
    words = [word for token in frame.tokens[max(frame.clause_start(at), at - 14) : at] for word in token.text.split()]
    return any(words[i : i + 3] == ["số", "tiêu", "chí"] for i in range(len(words)))


def bare_unit(frame: Frame, at: int) -> str | None:
    """The unit of a number without one that a label leads to: "số xã đạt chuẩn nông thôn mới: 178;"."""
    figure = frame.figure(at)
    if figure.kind == "ratio" and figure.denominator == ALL_CRITERIA:
        return "criteria" if _of_criteria(frame, at) else None
    if figure.kind != "count" or figure.value is None or figure.value != int(figure.value) or not at:
        return None
    if frame.tokens[at - 1].text not in (":", "là"):
        return None
    named = next((c for c in frame.tokens[at - 2].concepts if c in _HOUSEHOLDS), None) if at > 1 else None
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    ends = following is None or (following.kind == "mark" and following.text in ";.,)(")
    if named and ends and at > 2 and (frame.has(at - 3, "inclusive") or frame.tokens[at - 3].text == "số"):
        return "household"  # "trong đó hộ nghèo là 21.800"
    found = label(frame, at, None)
    if found is None or not (found[1].cues or found[1].figures):
        return None
    noun = found[0]
    if ends or (noun == "village" and following is not None and following.text in ("khu", "làng")):
        return noun
    return None
