"""Shares of people and households: services and poverty named behind the figure, and parts of the poor.

Read: "95% hộ dân sử dụng nước sạch", "còn 3% hộ nghèo", "chiếm 95% tổng số hộ nghèo". Refused: a service of one group or of other
subjects (schools, pupils), a share under a negation, a share of those that have the service, and a rate of the poor without a
verb of stock or of change before its figure, or with a noun or verb of its own behind it.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Reading, reading_of
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.readings.decoys import SMALL, of_a_group
from ntm_extract.attribution.readings.unit_shares import QUANTIFIERS
from ntm_extract.attribution.walk import Clause, governor, negated
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

SERVICES = ("clean_water", "health_insurance", "electricity")
_OTHER_SUBJECTS = frozenset("học trường trạm doanh cơ thiếu lòng ý cầu kinh phí mức tiền mệnh quỹ".split())
_SOME_PEOPLE = frozenset({"trẻ", "em", "cháu", "bé", "sinh", "bệnh", "nạn", "lao", "công"})


def people_follow(frame: Frame, at: int) -> bool:
    """Whether people or households are the noun behind the figure: "95% số hộ dân"."""
    for token in frame.tokens[at + 1 : at + 5]:
        if token.text in ("hộ", "dân", "người", "nhân", "cư") or token.text.startswith(("người dân", "hộ dân", "dân ")):
            return True
        if token.kind != "word" or token.text not in QUANTIFIERS:
            return False
    return False


def share_of_poor(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "chiếm 95% tổng số hộ nghèo", "chiếm một nửa số hộ nghèo", "trong tổng số hộ nghèo, hộ dân tộc thiểu số chiếm 99,2%"."""
    if not frame.has(at - 1, "share"):
        return _part_of_all_poor(frame, at, figure, after)
    if after.cues and after.cues[0] == at + 1 and _whole_named(frame, at + 1):
        return _poor_part(frame, at, figure, at + 1, after.reach)  # "chiếm 52,7% hộ nghèo cả nước"
    if after.cues:
        gap = " ".join(token.text for token in frame.tokens[at + 1 : after.cues[0]]).split()
        if gap and "số" in gap and set(gap) <= {"tổng", "số", "trên", "của", "trong", "các"}:
            return _poor_part(frame, at, figure, after.cues[0], after.reach)
    start = frame.clause_start(at)
    for index in range(start, at):
        whole = index + (2 if frame.tokens[index + 1].kind == "figure" else 1)
        if (
            frame.has(index, "part")
            and "số" in frame.tokens[index].text
            and frame.has(whole, "poor_households", "near_poor_households")
        ):
            return _poor_part(frame, at, figure, whole, after.reach)
    return None


def _whole_named(frame: Frame, cue: int) -> bool:
    if not frame.has(cue, "poor_households", "near_poor_households") or cue + 1 >= len(frame.tokens):
        return False
    following = frame.tokens[cue + 1]
    return following.kind == "place" or any(concept.startswith("scope_") for concept in following.concepts)


def _part_of_all_poor(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "Trong tổng số hộ nghèo, 48% là đồng bào Vân Kiều": a part of the poor named before."""
    tokens = frame.tokens
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if at < 3 or tokens[at - 1].text != "," or following not in ("là", "thuộc", "số hộ"):
        return None
    if not frame.has(at - 2, "poor_households", "near_poor_households"):
        return None
    if not frame.has(at - 3, "part") or "số" not in tokens[at - 3].text:
        return None
    return _poor_part(frame, at, figure, at - 2, after.reach)


def _poor_part(frame: Frame, at: int, figure: Figure, cue: int, reach: int) -> Reading | None:
    code = next((c for c in ("near_poor_households", "poor_households") if c in frame.tokens[cue].concepts), None)
    return reading_of(figure, at, code, f"{code}.share", "percent", cue, reach) if code else None


def poor_behind(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "còn 3% hộ nghèo", "giảm 2% hộ nghèo": the rate named behind its figure, with a verb of stock before it."""
    if not after.cues:
        return None
    cue = after.cues[0]
    gap = [token.text for token in frame.tokens[at + 1 : cue]]
    belongs = "là" in gap or "diện" in gap or "thuộc" in gap
    if belongs and _of_some_people(frame, at):
        return None
    if not belongs and governor(frame, at) not in ("level", "change"):
        return None
    if any(
        text
        not in (
            "số",
            "tỷ",
            "lệ",
            "tỉ",
            "là",
            "thuộc",
            "diện",
            "hộ",
            "dân",
            "vẫn",
            "còn",
            "vẫn còn",
            "“",
            '"',
            "gia",
            "đình",
        )
        for text in gap
    ):
        return None
    concepts = frame.tokens[cue].concepts
    behind_it = [token for token in frame.tokens[cue + 1 : after.reach] if token.kind == "word"]
    if len([token for token in behind_it if token.text not in SMALL]) > 0:
        return None
    for concept, code in (
        ("poor_and_near_poor_households", "multidimensional_poverty_rate"),
        ("near_poor_households", "near_poverty_rate"),
        ("poor_households", "poverty_rate"),
        ("multidimensional_rate", "multidimensional_poverty_rate"),
        ("near_poverty_rate", "near_poverty_rate"),
        ("poverty_rate", "poverty_rate"),
    ):
        if concept in concepts:
            both = code == "poverty_rate" and _and_near_poor(frame, cue)
            named = "multidimensional_poverty_rate" if both else code
            return reading_of(figure, at, named, f"{named}.behind", "percent", cue, after.reach)
    return None


def _and_near_poor(frame: Frame, cue: int) -> bool:
    """ "91% số hộ thuộc diện nghèo và cận nghèo", "… hộ nghèo, cận nghèo": both together; not "… và 5% hộ cận nghèo"."""
    joined = cue + 2 < len(frame.tokens) and frame.tokens[cue + 1].text in ("và", ",", "hoặc", "hay")
    return joined and frame.has(cue + 2, "near_poor_households")


def _of_some_people(frame: Frame, at: int) -> bool:
    """ "1.200 trẻ mắc bệnh tim, trong đó 60% thuộc hộ nghèo": a share of the people counted before, not of the households."""
    count = next((i for i in range(at - 1, -1, -1) if frame.tokens[i].kind == "figure" and frame.figure(i).kind == "count"), None)
    if count is None or not frame.any_cue("inclusive", "part", start=count, end=at + 2):
        return False
    named = [word for token in frame.tokens[count + 1 : count + 4] for word in token.text.split()]
    unit = frame.noun(count).split()
    return bool(_SOME_PEOPLE & {*named[:2], *unit[-2:]}) and not {"hộ", "khẩu", "dân"} & set(named[:2])


def service_behind(
    frame: Frame, at: int, figure: Figure, cues: tuple[int, ...], catalogue: Catalogue, reach: int, side: str
) -> Reading | None:
    """ "95% hộ dân sử dụng nước sạch", "91,7% dân số tham gia BHYT", "100% hộ dân có điện"."""
    if negated(frame, at, reach):
        return None
    # "chiếm 10% số dân sử dụng nước sạch": of those that use it; not "tỷ lệ 86% số dân tham gia"
    share = frame.has(at - 1, "share") and not frame.tokens[at - 1].text.endswith("lệ")
    for cue in cues[:2]:
        for concept in frame.tokens[cue].concepts:
            if concept in SERVICES:
                between = {word for token in frame.tokens[at + 1 : cue] for word in token.text.split()}
                if of_a_group(frame, frame.clause_start(at), cue, at):
                    return None
                if between & _OTHER_SUBJECTS or (share and "số" in between):
                    return None
                code = catalogue.by_concept[concept, "percent"][0]
                return reading_of(figure, at, code, f"{code}.{side}", "percent", cue, reach)
    return None
