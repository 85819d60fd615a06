"""What the first words of a paragraph announce for the paragraphs behind it: the year of a report or of a plan, and the place.

"… thông tin về kết quả … của huyện X năm 2020" dates the results that follow; "Đối với các mục tiêu năm 2021, …" makes what
follows a plan of that year. A year that is not over when the text is written opens no report, one that is over no plan, and
a paragraph that opens with another time or with what was done leaves the plan: a plan taken for a fact is the worse error.
A heading that names indicators of a time to come is a plan's, one of results within a plan leaves it.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Area, Discourse, Period, Status
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.places.naming import holder, is_base, place_list
from ntm_extract.attribution.plan_papers import tells_what_is, titled_plan
from ntm_extract.attribution.plans import frame_status
from ntm_extract.attribution.times.dates import to_period
from ntm_extract.attribution.times.roles import comes_up_to, role


def year_opened(frame: Frame, discourse: Discourse, *, planned: bool) -> tuple[Period, Area | None] | None:
    """The year that the first sentence of a paragraph announces for what follows, in a plan or in a report, and the place.

    In a section of plans: "Đối với các mục tiêu năm 2021, …". Elsewhere: "… thông tin về kết quả … năm 2020", where the year
    stands in the same breath as the results and is over, or about to be, when the text was written.
    """
    start = -1
    for at, token in enumerate(frame.tokens[:60]):
        if start < 0:
            if planned:
                start = at if at < _OPENING and any(word in token.text for word in ("kế hoạch", "mục tiêu", "chỉ tiêu")) else -1
            elif token.text in _RESULTS and at and frame.tokens[at - 1].text in _TELLING:
                start = at
            continue
        if (token.kind == "mark" and token.text in ",;:.(") or token.kind == "figure" or at - start > _OPENING:
            start = -1
        elif token.kind == "time" and frame.figure(at).kind == "year" and role(frame, at) in ("plain", "name"):
            found = to_period(frame, at, discourse)
            written = (discourse.anchor.published or str(discourse.anchor.year_hint or ""))[:4]
            over = found is not None and bool(written) and found.label is not None and found.label[:4] <= written
            named = (i for i in range(start, at) if frame.tokens[i].kind == "place" and not is_base(frame, i))
            return (found, next((whole_list(frame, i) for i in named), None)) if found and (planned or over) else None
    return None


def year_summed_up(frame: Frame, discourse: Discourse) -> Period | None:
    """ "Năm 2023, các chỉ tiêu đều đạt và vượt kế hoạch." in a text that tells no day: the year of what its paragraphs tell."""
    if discourse.anchor.published is not None:
        return None
    found = None
    aims = False
    for at, token in enumerate(frame.tokens[:_SUMMED_UP]):
        if token.kind == "time" and found is None and not aims:
            found = to_period(frame, at, discourse) if frame.figure(at).kind == "year" and role(frame, at) == "plain" else None
        elif found is not None and token.text.endswith("chỉ tiêu"):
            aims = True
        elif aims and token.text.startswith(("đạt", "vượt", "hoàn thành")):
            return found
        elif (token.kind == "mark" and token.text in ";:.") or "negation" in token.concepts or token.kind == "time":
            return None
    return None


_SUMMED_UP = 24


def plan_opened(frame: Frame, discourse: Discourse) -> Period | None:
    """ "Về kế hoạch năm 2021, …", "Đối với các mục tiêu năm 2021, …": the year to come whose plan the paragraphs unfold."""
    said = next((at for at, token in enumerate(frame.tokens[:6]) if token.text.startswith(_AIMS) or token.text.endswith(_AIMS)), -1)
    if said < 1 or not frame.tokens[0].text.startswith(("về", "đối")):
        return None
    for at in range(said + 1, min(said + _OPENING, len(frame.tokens))):
        token = frame.tokens[at]
        if token.kind == "time" and frame.figure(at).kind == "year":
            found = to_period(frame, at, discourse)
            written = (discourse.anchor.published or str(discourse.anchor.year_hint or ""))[:4]
            return found if found and found.label and written and found.label[:4] > written else None
        if token.kind in ("mark", "figure"):
            return None
    return None


def leaves_plan(frame: Frame) -> bool:
    """Whether a paragraph opens with what was done, with what is, or with a year: no more the plan before it."""
    return any(token.kind == "time" or {"done", "now"} & set(token.concepts) for token in frame.tokens[:_OPENING])


_AIMS = ("kế hoạch", "mục tiêu", "chỉ tiêu")
_RESULTS = frozenset({"kết quả", "tình hình"})
_TELLING = frozenset({"về", "cáo", "giá", "thông tin", "qua", "xét", "bố"})  # báo cáo, đánh giá, điểm qua, nhận xét, công bố
_OPENING = 16


def whole_list(frame: Frame, at: int) -> Area | None:
    """The place at ``at``, or what holds the list it is of: "Tại các xã A, B (huyện C)" is about C."""
    group = place_list(frame, at)
    held = holder(frame, group) if len(group) > 1 else at
    return Area(frame.place(held).name, frame.place(held).level) if held is not None else None


def heading_status(frame: Frame, discourse: Discourse) -> Status | None:
    """The status a heading sets; one of results within a plan leaves the plan."""
    said = frame_status(frame)
    if said is None and (_is_ahead(frame, discourse) or _is_of_directions(frame, discourse)):
        return "target"
    within = said is None and (discourse.heading_status == "target" or titled_plan(discourse.anchor))
    return "actual" if within and tells_what_is(frame) else said


def _is_of_directions(frame: Frame, discourse: Discourse) -> bool:
    """ "1. Các chỉ tiêu chủ yếu" below the title "Phương hướng phát triển kinh tế - xã hội huyện A"."""
    title = (discourse.anchor.title or "").lower()
    if not title.startswith(_DIRECTIONS) or "kết quả" in title or len(frame.tokens) > _BARE:
        return False
    if tells_what_is(frame) or "thực hiện" in frame.text or frame.any_cue("done", "now", "base", "level_verb"):
        return False
    return any("chỉ tiêu" in token.text for token in frame.tokens)


_DIRECTIONS = ("phương hướng", "định hướng", "mục tiêu", "nhiệm vụ")
_BARE = 12


def _is_ahead(frame: Frame, discourse: Discourse) -> bool:
    """ "Một số chỉ tiêu chủ yếu nhiệm kỳ 2015-2020:" in a text of 2014: indicators of a time to come."""
    if not any("chỉ tiêu" in token.text for token in frame.tokens):
        return False
    last = max(
        (
            (frame.figure(at).iso or "")[-4:]
            for at, token in enumerate(frame.tokens)
            if token.kind == "time" and frame.figure(at).kind in ("year", "period")
        ),
        default="",
    )
    if not last.isdigit() or frame.any_cue("done", "base", "level_verb") or "thực hiện" in frame.text:
        return False
    anchor = discourse.anchor
    stage = any(token.kind == "time" and frame.figure(at).kind == "period" for at, token in enumerate(frame.tokens))
    if anchor.published is None and not anchor.year_firm and stage:  # of a text that tells no day: its latest years may be aimed at
        return anchor.year_hint is None or str(anchor.year_hint) <= last
    if anchor.published is None and discourse.reported is not None and last > discourse.reported:
        return True  # "I. Kết quả năm 2021 … II. Chỉ tiêu chủ yếu năm 2022"
    written = (anchor.published or str(anchor.year_hint or ""))[:4]
    if not written and anchor.published is None:
        return stage or any(token.kind == "time" and comes_up_to(frame, at) for at, token in enumerate(frame.tokens))
    return last > written
