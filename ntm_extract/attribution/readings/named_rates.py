"""Rates named before their figure: poverty, clean water, health insurance, electricity, the share that meets the standard.

Read: the nearest wording of a rate before the figure, with few unknown words between ("tỷ lệ hộ nghèo còn 3%"), and cuts of it.
Refused: a wording behind another figure, rates the catalogue does not know, falls back into poverty, a rate of those of the poor
who received something, a service of one group, a threshold ("số xã có tỷ lệ hộ nghèo trên 20%") and a percentage with a noun of
its own.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Reading, reading_of
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.readings.decoys import SMALL, another_noun, goes_on, of_a_group, qualified, served
from ntm_extract.attribution.readings.from_to import from_to
from ntm_extract.attribution.readings.labels import noun_behind
from ntm_extract.attribution.readings.people_shares import SERVICES, people_follow
from ntm_extract.attribution.readings.unit_shares import NOUNS, standard_share
from ntm_extract.attribution.walk import Clause, governor, negated
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

_OTHER_RATE = frozenset({"tốc", "tăng trưởng", "cơ", "che", "lạm", "lãi", "suất", "thuế", "trưởng"})
_INSURED = frozenset({"lệ", "bao", "phủ", "tham", "gia", "thẻ", "độ", "mục", "tiêu"})
_PLACE_UNITS = frozenset({"commune", "village", "district", "province"})
_RATE_CONCEPTS = (
    "multidimensional_cut",
    "near_poverty_cut",
    "poverty_cut",
    "multidimensional_rate",
    "near_poverty_rate",
    "poverty_rate",
    "poor_and_near_poor_households",
    "near_poor_households",
    "poor_households",
)


def rate_before(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue) -> Reading | None:
    """The rate named before the figure: the nearest wording, with few unknown words between."""
    unknown = 0
    commas = 0
    skipped = False
    joined = False
    index = at - 1
    depth = frame.depth[at]
    while index >= 0:
        token = frame.tokens[index]
        if frame.depth[index] > depth:
            index -= 1
            continue
        depth = min(depth, frame.depth[index])
        if token.kind == "mark":
            if token.text in ";.!?…":
                return None
            if token.text == ":" and unknown and _lists_units(frame, index):
                return None
            if token.text == ",":
                commas += 1
                if unknown > 2:
                    return None
        elif token.kind == "figure":
            if not (frame.figure(index).unit in _PLACE_UNITS and frame.has(index - 1, "beneficiary", "part")):
                return None
        elif token.kind == "cue":
            concepts = token.concepts
            if "back_to_poverty" in concepts:
                return None
            if "other_standard" in concepts or "income" in concepts:
                unknown += 2
            concept = next((c for c in _RATE_CONCEPTS if c in concepts), None)
            if concept is not None and _included(frame, index):
                joined = True  # "tỷ lệ hộ nghèo, tính cả hộ cận nghèo, là 9,84%"
                index -= 1
                continue
            if concept is not None:
                concept = "multidimensional_rate" if joined and concept == "poverty_rate" else concept
                if unknown > (6 if commas == 0 else 3):
                    return None
                return _rate(frame, at, figure, index, concept, after, catalogue)
            service = next((c for c in SERVICES if c in concepts), None)
            if service is not None:
                if negated(frame, max(0, index - 3), at) or of_a_group(frame, frame.clause_start(index), index):
                    return None
                if not (served(frame, index, at, service) or people_follow(frame, at)):
                    return None
                if _of_units(frame, index) or _of_those_with(frame, index):
                    return None
                if token.text.endswith("bao phủ") and any(one.text == "hiểm" for one in frame.tokens[index + 1 : at]):
                    return None  # "tỷ lệ bao phủ bảo hiểm thất nghiệp": of another insurance
                apart = commas and unknown and not from_to(frame, at)
                if unknown > 4 or apart or frame.tokens[at - 1].text in ("hỗ trợ", "cấp", "đóng"):
                    return None
                if skipped and not frame.any_cue("share", start=max(0, index - 7), end=index):
                    return None  # "công trình nước sạch ở xã nông thôn mới …": no rate is named
                reached = people_follow(frame, at) and frame.tokens[at - 1].text in ("đến", "tới", "cho")
                if service == "health_insurance" and not reached and not _INSURED & {
                    word for token in frame.tokens[max(0, index - 7) : at] for word in token.text.split()
                }:
                    return None
                return reading_of(
                    figure,
                    at,
                    catalogue.by_concept[service, "percent"][0],
                    f"{catalogue.by_concept[service, 'percent'][0]}.before",
                    "percent",
                    index,
                    after.reach,
                )
            if _where(frame, index):
                skipped = True
                index -= 1
                continue
            if "ntm_standard" in concepts or ("ntm_weak" in concepts and frame.any_cue("ntm_topic", "ntm_standard")):
                return standard_share(frame, at, figure, index, after, unknown)
        elif token.kind == "word":
            if token.text in _OTHER_RATE or (token.text == "lệ" and frame.tokens[index - 1].text in ("tỷ", "tỉ")):
                return None
            if token.text == "như" and unknown and _lists_units(frame, index):
                return None
            unknown += token.text not in SMALL
        index -= 1
    return None


def _lists_units(frame: Frame, colon: int) -> bool:
    """ "một số xã có tỷ lệ hộ nghèo cao: Nậm X 41%": behind the colon a name no list knows, whose rate is not the district's."""
    pairs = pairwise(frame.tokens[:colon])
    return any(two.text in (*NOUNS, "phương") and one.text.endswith(("các", "số", "nhiều", "những", "địa")) for one, two in pairs)


def _included(frame: Frame, cue: int) -> bool:
    """ "tính cả hộ cận nghèo", "bao gồm cả hộ cận nghèo": who else is in the rate named before."""
    if not frame.has(cue, "near_poor_households") or cue < 2 or not frame.tokens[cue - 1].text.endswith("cả"):
        return False
    words = " ".join(token.text for token in frame.tokens[max(0, cue - 3) : cue])
    return words.endswith(("tính cả", "gồm cả", "kể cả"))


def _of_units(frame: Frame, cue: int) -> bool:
    """ "tỷ lệ thôn có điện đạt 100%": a share of villages, not of people."""
    opener = next((i for i in range(cue - 1, max(-1, cue - 6), -1) if frame.tokens[i].text.split(" ")[-1] in ("lệ", "số")), None)
    if opener is None:
        return False
    return noun_behind(frame, opener) in ("village", "commune", "district") and not any(
        {"hộ", "dân", "người"} & set(token.text.split()) for token in frame.tokens[opener + 1 : cue]
    )


def _of_those_with(frame: Frame, cue: int) -> bool:
    """ "các địa phương có tỷ lệ bao phủ bảo hiểm y tế dưới 80%": what singles some places out, of nobody known."""
    opener = cue
    while opener and (frame.has(opener - 1, "share", *SERVICES) or frame.tokens[opener - 1].text in _RATE_WORDS):
        opener -= 1
    if opener < 2 or frame.tokens[opener - 1].text not in ("có", "mà"):
        return False
    before = frame.tokens[max(0, opener - 5) : opener - 1]
    several = any(token.text in ("các", "những", "số", "nhiều") for token in before)
    return several and before[-1].text in (*NOUNS, "phương", "nơi", "vị")


_RATE_WORDS = frozenset({"tỷ", "tỉ", "lệ", "độ", "diện", "bao", "phủ", "người", "dân", "tham", "gia", "hộ", "sử", "dụng"})


def _where(frame: Frame, at: int) -> bool:
    """ "ở các xã nông thôn mới": the places a rate was measured in, not the standard as the subject."""
    token = frame.tokens[at]
    if "ntm_standard" not in token.concepts or token.text.split(" ")[0] not in NOUNS:
        return False
    before = frame.tokens[at - 1] if at else None
    if before is not None and before.text in ("các", "những"):
        before = frame.tokens[at - 2] if at > 1 else None
    return before is not None and before.text in ("ở", "tại", "của", "trong", "thuộc")


def _rate(frame: Frame, at: int, figure: Figure, cue: int, concept: str, after: Clause, catalogue: Catalogue) -> Reading | None:
    if frame.tokens[cue - 1].text == "có" and frame.tokens[cue - 2].text in NOUNS and cue > 1:
        return None  # "số xã có tỷ lệ hộ nghèo trên 20%": a threshold
    bracket = concept == "poverty_rate" and cue + 1 < at and frame.tokens[cue + 1].text == "("
    if bracket and frame.has(cue + 2, "poor_and_near_poor_households"):
        concept = "multidimensional_rate"  # "tỷ lệ hộ nghèo đa chiều (hộ nghèo và hộ cận nghèo)"
    code, cut = catalogue.by_concept[concept, "percent"]
    if another_noun(frame, at) or qualified(frame, cue, at) or _superlative(frame, cue, at):
        return None
    if _of_the_majority(frame, cue, at):
        return None
    role = governor(frame, at)
    households = concept.endswith("_households")
    if households:
        if not _opens(frame, cue):
            return None
        if frame.any_cue("beneficiary", start=cue + 1, end=at) or role == "beneficiary":
            return None
        if role not in ("level", "change") and frame.tokens[at - 1].text not in ("(", ":", "từ", "dưới") and cue != at - 1:
            return None
        counted = frame.tokens[cue - 1] if cue else None
        if counted is not None and counted.kind == "figure" and frame.figure(cue - 1).kind == "percent":
            return None
    if frame.any_cue("negation", start=cue + 1, end=at) and not frame.any_cue("level_verb", start=cue + 1, end=at):
        return None
    text = {token.text for index, token in enumerate(frame.tokens[cue + 1 : at], cue + 1) if not goes_on(frame, index)}
    if text & {"tăng trưởng", "vay", "sử", "dụng", "tham", "tiếp", "học"} and not text & {"cận"}:
        return None
    if code == "poverty_rate" and frame.tokens[cue + 1].text == "(" and frame.has(cue + 2, "poor_and_near_poor_households"):
        code = "multidimensional_poverty_rate"  # "tỷ lệ hộ nghèo đa chiều (hộ nghèo và hộ cận nghèo)"
    if code == "multidimensional_poverty_rate" and not cut:
        code = _one_of_two(frame, cue, at) or code
    reading = reading_of(figure, at, code, f"{code}.before", "percent", cue, after.reach)
    if (
        households
        and _minority(frame, cue, at)
        and "chiếm" in {t.text for t in frame.tokens[cue:at]} | {w for t in frame.tokens[cue:at] for w in t.text.split()}
    ):
        # "hộ nghèo là đồng bào dân tộc thiểu số chiếm 86,5%": what share of the poor they are
        reading.code = {"poverty_rate": "poor_households", "near_poverty_rate": "near_poor_households"}.get(code, code)
        reading.rule = f"{reading.code}.share"
    elif cut and not {"nhưng", "song", "vẫn"} & text:  # "giảm tỷ lệ hộ nghèo, song vẫn ở mức 31%": what is left of it
        reading.measure = "change"
    return reading


def _of_the_majority(frame: Frame, cue: int, at: int) -> bool:
    """ "tỷ lệ nghèo của người Kinh là 4%": a group that the catalogue does not know, and not everyone."""
    words = [word for token in frame.tokens[cue + 1 : at] for word in token.text.split()]
    return any(one in ("người", "tộc") and two == "kinh" for one, two in pairwise(words))


def _superlative(frame: Frame, cue: int, at: int) -> bool:
    """ "xã A và B có tỷ lệ hộ nghèo giảm ít nhất toàn huyện là …": of the places named before, not of the district."""
    scope = next((i for i in range(at - 1, cue, -1) if any(c.startswith("scope_") for c in frame.tokens[i].concepts)), None)
    if scope is None or not any(token.text.endswith("nhất") for token in frame.tokens[cue:scope]):
        return False
    if not any({"giảm", "tăng"} & set(token.text.split()) for token in frame.tokens[cue + 1 : scope]):
        return False
    return not any(token.kind == "place" for token in frame.tokens[scope:at])


def _one_of_two(frame: Frame, cue: int, at: int) -> str | None:
    """ "tỷ lệ hộ nghèo và cận nghèo tương ứng 0,02% và 0,2%": two rates in turn, not one of both."""
    between = frame.tokens[cue + 1 : at]
    if not any(token.text == "lượt" or "ứng" in token.text.split() for token in between):
        return None
    place = sum(1 for token in between if token.kind == "figure" and frame.figures[token.ref].unit == "percent")
    return ("poverty_rate", "near_poverty_rate")[place] if place < 2 else None


def _opens(frame: Frame, cue: int) -> bool:
    """Whether "hộ nghèo" is what the clause speaks of, not whose income, house or loan it is."""
    if cue == 0:
        return True
    before = frame.tokens[cue - 1]
    if before.kind in ("mark", "time", "place") or before.text in (
        "số",
        "lệ",
        "còn",
        "và",
        "thì",
        "nay",
        "quả",
        "sát",
        "mà",
        "nhưng",
        "là",
    ):
        return True
    return bool({"inclusive", "level_verb", "now", "change_down", "target"} & set(before.concepts)) or (
        before.kind == "cue" and any(c.startswith(("population:", "scope_")) for c in before.concepts)
    )


def _minority(frame: Frame, cue: int, at: int) -> bool:
    return frame.any_cue("population:ethnic_minority", start=cue, end=at) and frame.tokens[cue + 1].text in (
        "là",
        "người",
    )
