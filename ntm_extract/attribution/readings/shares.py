"""Percentages: the order in which a figure in percent is asked what it is of.

A rate is named before its figure ("tỷ lệ hộ nghèo còn 3%", ``named_rates``) unless the figure is followed by its own noun: people
or households ("100% hộ dân có điện", ``people_shares``) or units ("50% số xã đạt chuẩn nông thôn mới", ``unit_shares``). Refused
here: shares of costs, thresholds, and how far a plan was fulfilled ("đạt 121,2% kế hoạch", which the caller asks).
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.readings.decoys import of_a_group
from ntm_extract.attribution.readings.from_to import from_to
from ntm_extract.attribution.readings.named_rates import rate_before
from ntm_extract.attribution.readings.people_shares import SERVICES, people_follow, poor_behind, service_behind, share_of_poor
from ntm_extract.attribution.readings.unit_shares import counted_unit, labelled_share, share_by_stars, share_of_units
from ntm_extract.attribution.walk import Clause, behind, shared_predicate
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

_PLAN = frozenset({"kế hoạch", "chỉ tiêu", "mục tiêu", "dự toán", "nghị quyết"})
RATES = ("poverty_rate", "near_poverty_rate", "multidimensional_rate", "poverty_cut", "near_poverty_cut", "multidimensional_cut")
_COSTS = frozenset({"phí", "chi", "mức", "mệnh", "giá", "kinh", "tiền", "vốn", "lãi", "học", "viện", "giá trị"})


def _norm(frame: Frame, at: int) -> bool:
    """A wording of thresholds; "nếu như năm 2015 … chiếm 8%, thì nay …" only compares two times."""
    if not frame.has(at, "norm"):
        return False
    if frame.tokens[at].text == "từ mức" and from_to(frame, at + 1):
        return False  # "từ mức 30% năm 2015 … giảm xuống 9,2%"
    behind_it = frame.tokens[at + 1 : at + 4]
    return frame.tokens[at].text != "nếu" or not any(token.kind == "time" for token in behind_it)


def of_plan(frame: Frame, at: int) -> bool:
    """ "đạt 120% kế hoạch", "bằng 120% so với kế hoạch": how far a plan was fulfilled."""
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if beyond_plan(frame, at):
        return True
    if following is None or not following.concepts:
        return False
    if following.text.startswith("so với ") and _compares_shares(frame, at + 1):
        return False
    text = following.text.removeprefix("so với ")
    return text.split(",")[0] in _PLAN or text.startswith(("kế hoạch ", "chỉ tiêu ", "mục tiêu "))


def beyond_plan(frame: Frame, at: int) -> bool:
    """ "vượt 7,5% số xã so với mục tiêu", "tăng 11 xã so với kế hoạch": measured from a plan, not from an earlier time."""
    for index in range(at + 1, min(at + 8, len(frame.tokens))):
        token = frame.tokens[index]
        if token.kind in ("figure", "time") or token.text in (",", ";", ".", ":", "("):
            return False
        if _compares_shares(frame, index):
            return False
        against = "base" in token.concepts and index + 1 < len(frame.tokens) and frame.tokens[index + 1].text in _PLAN
        if against or ("achieved_plan" in token.concepts and token.text.startswith("so với")):
            return True
    return False


def _compares_shares(frame: Frame, at: int) -> bool:
    """ "tỷ lệ … đạt 79,3% so với chỉ tiêu 80%": both are rates, and neither says how far a plan was fulfilled or money spent."""
    said = {word for token in frame.tokens[frame.clause_start(at) : at] for word in token.text.split()}
    if "lệ" not in said or "ngân" in said:
        return False
    following = at + 1 if at + 1 < len(frame.tokens) else at
    return frame.has(at, "achieved_plan") and frame.tokens[following].kind == "figure" and frame.figure(following).unit == "percent"


def _share_of_served(frame: Frame, at: int, figure: Figure, reach: int, catalogue: Catalogue) -> Reading | None:
    """ "1.250 hộ sử dụng nước hợp vệ sinh, đạt 98%": the share that restates how many have a service."""
    if at < 3 or not (frame.has(at - 1, "share") or frame.tokens[at - 1].text in ("đạt", "(")):
        return None
    lead = at - 2 if frame.tokens[at - 2].text in (",", "(") else at - 1
    if frame.tokens[lead].text not in (",", "("):
        return None
    start = frame.clause_start(lead)
    count = next((i for i in range(lead - 1, start - 1, -1) if frame.tokens[i].kind == "figure"), None)
    if count is None or frame.figure(count).unit not in ("household", "person") or lead - count > 14:
        return None
    if frame.any_cue("negation", start=count, end=lead):
        return None
    cue = next((i for i in range(count + 1, lead) if set(SERVICES) & set(frame.tokens[i].concepts)), None)
    if cue is None or of_a_group(frame, start, cue, count):
        return None
    code = next(catalogue.by_concept[c, "percent"][0] for c in SERVICES if c in frame.tokens[cue].concepts)
    return reading_of(figure, at, code, f"{code}.served", "percent", cue, reach)


def _own_service(frame: Frame, at: int, after: Clause) -> bool:
    """Whether the service named directly behind the figure is its own: nothing before the figure leads to it."""
    if not after.cues or after.cues[0] - at > 4 or not set(SERVICES) & set(frame.tokens[after.cues[0]].concepts):
        return False
    before = frame.tokens[at - 1] if at else None
    return before is None or before.text in (",", "và", "có", ";", "còn") or "inclusive" in before.concepts


def read_share(frame: Frame, at: int, catalogue: Catalogue, discourse: Discourse) -> Reading | Rejection:
    """The indicator a percentage is of, or why it is none."""
    figure = frame.figure(at)
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if following is not None and (following.text in _COSTS or "reward" in following.concepts):
        return Rejection("share_of_cost")
    if figure.rule == "words.half" and frame.any_cue(*RATES, start=frame.clause_start(at), end=min(at + 6, len(frame.tokens))):
        return Rejection("no_indicator")  # "giảm một nửa tỷ lệ hộ nghèo": half of it, no points
    if any(_norm(frame, index) for index in range(frame.clause_start(at), min(at + 3, len(frame.tokens)))):
        return Rejection("threshold")
    noun = counted_unit(frame, at)
    after = behind(frame, at)
    graded = share_by_stars(frame, at, figure, after.reach, discourse)
    if graded is not None:
        return graded
    poor = share_of_poor(frame, at, figure, after)
    if poor is not None:
        return poor
    if noun is not None:
        found = share_of_units(frame, at, figure, noun, shared_predicate(frame, at, after), discourse)
        return found or Rejection("no_indicator")
    if people_follow(frame, at):
        return (
            service_behind(frame, at, figure, after.cues, catalogue, after.reach, "behind")
            or poor_behind(frame, at, figure, after)
            or (rate_before(frame, at, figure, after, catalogue) if not after.cues and after.unknown <= 1 else None)
            or Rejection("no_indicator")
        )
    if _own_service(frame, at, after):  # "100% hộ có điện và 98,6% sử dụng nước sạch"
        own = service_behind(frame, at, figure, after.cues, catalogue, after.reach, "behind")
        if own is not None:
            return own
    served = _share_of_served(frame, at, figure, after.reach, catalogue)
    if served is not None:
        return served
    before = rate_before(frame, at, figure, after, catalogue) or labelled_share(frame, at, figure, after, discourse)
    if before is not None:
        return before
    poor = poor_behind(frame, at, figure, after)
    if poor is not None:
        return poor
    return service_behind(frame, at, figure, after.cues, catalogue, after.reach, "behind") or Rejection("no_indicator")
