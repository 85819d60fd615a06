"""Percentages: poverty rates, shares of communes, villages and products, clean water, health insurance, electricity.

A rate is named before its figure ("tỷ lệ hộ nghèo còn 3%") unless the figure is followed by its own noun ("100% hộ dân
có điện", "50% số xã đạt chuẩn nông thôn mới"). Refused: how far a plan was fulfilled ("đạt 121,2% kế hoạch"), rates the
catalogue does not know, shares of the poor who received something, and a percentage whose noun is another rate's.
"""

from __future__ import annotations

from ntm_extract.attribution import breakdowns
from ntm_extract.attribution.decoys import SMALL, another_noun, of_a_group, qualified, served
from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import Frame, is_topical
from ntm_extract.attribution.labels import label, noun_behind, says_only_noun
from ntm_extract.attribution.walk import Clause, behind, governor, negated, shared_predicate
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

_PLAN = frozenset({"kế hoạch", "chỉ tiêu", "mục tiêu", "dự toán", "nghị quyết"})
_OTHER_RATE = frozenset({"tốc", "tăng trưởng", "cơ", "che", "lạm", "lãi", "suất", "thuế", "trưởng"})
_COSTS = frozenset({"phí", "chi", "mức", "mệnh", "giá", "kinh", "tiền", "vốn", "lãi", "học", "viện", "giá trị"})
_INSURED = frozenset({"lệ", "bao", "phủ", "tham", "gia", "thẻ", "độ", "mục", "tiêu"})
_NOUNS = {
    "xã": "commune",
    "thôn": "village",
    "bản": "village",
    "ấp": "village",
    "buôn": "village",
    "làng": "village",
    "khóm": "village",
    "xóm": "village",
    "huyện": "district",
    "sản": "product",
    "chủ": "entity",
}
_QUANTIFIERS = frozenset({"số", "các", "tổng", "lượng", "của", "trên", "toàn", "bộ", "còn", "lại", "những"})
_PLACE_UNITS = frozenset({"commune", "village", "district", "province"})
_SERVICES = ("clean_water", "health_insurance", "electricity")
_OTHER_SUBJECTS = frozenset({"học", "trường", "trạm", "doanh", "cơ", "thiếu", "lòng", "ý", "cầu"})
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


def _norm(frame: Frame, at: int) -> bool:
    """A wording of thresholds; "nếu như năm 2015 … chiếm 8%, thì nay …" only compares two times."""
    if not frame.has(at, "norm"):
        return False
    behind_it = frame.tokens[at + 1 : at + 4]
    return frame.tokens[at].text != "nếu" or not any(token.kind == "time" for token in behind_it)


def of_plan(frame: Frame, at: int) -> bool:
    """ "đạt 120% kế hoạch", "bằng 120% so với kế hoạch": how far a plan was fulfilled."""
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if following is None or not following.concepts:
        return False
    text = following.text.removeprefix("so với ")
    given = ("kế hoạch giao", "chỉ tiêu giao", "kế hoạch đề ra", "chỉ tiêu được giao")
    return text.split(",")[0] in _PLAN or text.startswith(given)


def read_share(frame: Frame, at: int, catalogue: Catalogue, discourse: Discourse) -> Reading | Rejection:
    """The indicator a percentage is of, or why it is none."""
    figure = frame.figure(at)
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if following is not None and (following.text in _COSTS or "reward" in following.concepts):
        return Rejection("share_of_cost")
    if any(_norm(frame, index) for index in range(frame.clause_start(at), min(at + 3, len(frame.tokens)))):
        return Rejection("threshold")
    noun = _noun(frame, at)
    after = behind(frame, at)
    graded = _graded(frame, at, figure, after.reach, discourse)
    if graded is not None:
        return graded
    poor = _share_of_poor(frame, at, figure, after)
    if poor is not None:
        return poor
    if noun is not None:
        found = _of_units(frame, at, figure, noun, shared_predicate(frame, at, after), discourse)
        return found or Rejection("no_indicator")
    if _people_follow(frame, at):
        return (
            _service(frame, at, figure, after.cues, catalogue, after.reach, "behind")
            or _poor_behind(frame, at, figure, after)
            or (_rate_before(frame, at, figure, after, catalogue) if not after.cues and after.unknown <= 1 else None)
            or Rejection("no_indicator")
        )
    before = _rate_before(frame, at, figure, after, catalogue) or _labelled(frame, at, figure, after, discourse)
    if before is not None:
        return before
    poor = _poor_behind(frame, at, figure, after)
    if poor is not None:
        return poor
    return _service(frame, at, figure, after.cues, catalogue, after.reach, "behind") or Rejection("no_indicator")


def _graded(frame: Frame, at: int, figure: Figure, reach: int, discourse: Discourse) -> Reading | None:
    """ "sản phẩm 3 sao chiếm 68,5%, 4 sao chiếm 30,3%"."""
    if at < 2 or not frame.has(at - 1, "share") or frame.tokens[at - 2].kind != "figure" or frame.figure(at - 2).unit != "star":
        return None
    products = any(token.text in ("sản", "phẩm") for token in frame.tokens[max(0, at - 12) : at - 2])
    if not products or not (frame.any_cue("ocop") or discourse.anchor.about_ocop):
        return None
    reading = _make(figure, at, "ocop_products", "ocop_products.share", at - 2, reach)
    reading.breakdowns.update(breakdowns.stars(frame, at - 2))
    return reading


def _share_of_poor(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "chiếm 95% tổng số hộ nghèo", "chiếm một nửa số hộ nghèo", "trong tổng số hộ nghèo, hộ dân tộc thiểu số chiếm 99,2%"."""
    if not frame.has(at - 1, "share"):
        return None
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


def _poor_part(frame: Frame, at: int, figure: Figure, cue: int, reach: int) -> Reading | None:
    code = next((c for c in ("near_poor_households", "poor_households") if c in frame.tokens[cue].concepts), None)
    return _make(figure, at, code, f"{code}.share", cue, reach) if code else None


def _make(figure: Figure, at: int, code: str, rule: str, cue: int, reach: int) -> Reading:
    return reading_of(figure, at, code, rule, "percent", cue, reach)


def _noun(frame: Frame, at: int) -> str | None:
    """The unit counted in "50% số xã", "100% các xã", "62,2% sản phẩm"."""
    for token in frame.tokens[at + 1 : at + 8]:
        if token.kind == "word" and token.text in _NOUNS:
            return _NOUNS[token.text]
        if token.text == "cấp huyện":
            return "district"
        if token.text in ("đơn", "vị", "hành", "chính"):
            continue
        if (
            token.kind == "cue"
            and token.text.split(" ")[0] in ("xã", "thôn", "bản", "ấp", "huyện")
            and not {"poor_area"} & set(token.concepts)
        ):
            return _NOUNS[token.text.split(" ")[0]]
        if not (token.kind == "word" and token.text in _QUANTIFIERS) and not {"part", "total_scope"} & set(token.concepts):
            return None
    return None


def _people_follow(frame: Frame, at: int) -> bool:
    for token in frame.tokens[at + 1 : at + 5]:
        if token.text in ("hộ", "dân", "người", "nhân", "cư") or token.text.startswith(("người dân", "hộ dân", "dân ")):
            return True
        if token.kind != "word" or token.text not in _QUANTIFIERS:
            return False
    return False


def _of_units(frame: Frame, at: int, figure: Figure, noun: str, after: Clause, discourse: Discourse) -> Reading | None:
    cues = after.cues
    if negated(frame, at, cues[0] if cues else after.reach):
        return None
    if any("other_standard" in frame.tokens[cue].concepts for cue in cues[:1]):
        return None
    if noun == "product":
        grade = next((index for index in after.figures if frame.figure(index).unit == "star"), None)
        if grade is None or not (frame.any_cue("ocop") or discourse.anchor.about_ocop):
            return None
        reading = _make(figure, at, "ocop_products", "ocop_products.share", grade, after.reach)
        reading.breakdowns.update(breakdowns.stars(frame, grade))
        return reading
    if noun == "entity":
        if not (frame.any_cue("ocop") or discourse.anchor.about_ocop):
            return None
        return _make(figure, at, "ocop_entities", "ocop_entities.share", at, after.reach)
    if noun == "commune":
        for index in after.figures:
            limits = breakdowns.band(frame.figure(index))
            if limits and not any("ntm_standard" in frame.tokens[cue].concepts for cue in cues if cue < index):
                reading = _make(figure, at, "communes_by_criteria", "communes_by_criteria.share", index, after.reach)
                reading.breakdowns.update(criteria_min=limits[0], criteria_max=limits[1])
                return reading
            break
        name = breakdowns.criterion(frame, cues)
        if name is not None:
            reading = _make(figure, at, "communes_meeting_criterion", "communes_meeting_criterion.share", at, after.reach)
            reading.breakdowns["criterion"] = name
            return reading
    code = {"commune": "communes_ntm", "village": "villages_ntm", "district": "districts_ntm"}.get(noun)
    if code is None or (at > 1 and frame.tokens[at - 1].text in ("có", "với") and _subject_counts(frame, at)):
        return None
    for cue in cues:
        concepts = frame.tokens[cue].concepts
        if "ntm_standard" in concepts or (
            "ntm_weak" in concepts and (frame.any_cue("ntm_topic", "ntm_standard") or discourse.anchor.about_ntm)
        ):
            if frame.has(at - 1, "share") and frame.any_cue("ntm_standard", start=frame.clause_start(at), end=at):
                return None  # "41 huyện … hoàn thành, chiếm 48,8% số huyện đạt chuẩn": of those that meet it
            if "ntm_standard" not in concepts and not frame.only_filler(at + 1, cue, unknown=1):
                return None  # "100% số xã có hệ thống điện đạt chuẩn"
            return _make(figure, at, code, f"{code}.share", cue, after.reach)
        if is_topical(concepts) and "criterion:" not in concepts[0] and "special_area" not in concepts:
            return None
    return None


def _labelled(frame: Frame, at: int, figure: Figure, after: Clause, discourse: Discourse) -> Reading | None:
    """ "số xã đạt 15-18 tiêu chí là 4,7%", "tỷ lệ xã đạt chuẩn quốc gia về y tế 97,5%"."""
    if after.cues or after.figures or after.unknown > 1:
        return None
    name = _listed_criterion(frame, at)
    if name is not None:
        reading = _make(figure, at, "communes_meeting_criterion", "communes_meeting_criterion.list", at - 1, after.reach)
        reading.breakdowns["criterion"] = name
        return reading
    found = label(frame, at, "percent")
    if found is None or found[0] not in ("commune", "village", "district"):
        return None
    return _of_units(frame, at, figure, found[0], found[1], discourse)


def _listed_criterion(frame: Frame, at: int) -> str | None:
    """ "các tiêu chí có tỷ lệ xã đạt thấp gồm: giao thông 61%, …": the criterion stands directly before its figure."""
    concepts = frame.tokens[at - 1].concepts if at else ()
    if not concepts or not all(concept.startswith("criterion:") for concept in concepts):
        return None
    start = frame.clause_start(at)
    colon = next((i for i in range(start, at - 1) if frame.tokens[i].text == ":"), None)
    if colon is None or any(frame.tokens[i].kind == "figure" and frame.figure(i).unit != "percent" for i in range(start, at)):
        return None
    head = " ".join(token.text for token in frame.tokens[start:colon])
    if "tiêu chí" not in head or not any(phrase in head for phrase in ("lệ xã đạt", "số xã đạt", "lệ số xã đạt")):
        return None
    return concepts[0].removeprefix("criterion:")


def _subject_counts(frame: Frame, at: int) -> bool:
    """ "03 địa phương có 100% số xã đạt chuẩn": the count of places is the observation."""
    for index in range(at - 2, max(-1, at - 9), -1):
        token = frame.tokens[index]
        if token.kind == "figure":
            return frame.figure(index).unit in ("province", "locality", "district", "city")
        if token.kind in ("mark", "place"):
            return False
    return False


def _rate_before(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue) -> Reading | None:
    """The rate named before the figure: the nearest wording, with few unknown words between."""
    unknown = 0
    commas = 0
    skipped = False
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
            if concept is not None:
                if unknown > (6 if commas == 0 else 3):
                    return None
                return _rate(frame, at, figure, index, concept, after, catalogue)
            service = next((c for c in _SERVICES if c in concepts), None)
            if service is not None:
                if negated(frame, max(0, index - 3), at) or of_a_group(frame, frame.clause_start(at), index):
                    return None
                if not (served(frame, index, at, service) or _people_follow(frame, at)):
                    return None
                if unknown > 4 or (commas and unknown) or frame.tokens[at - 1].text in ("hỗ trợ", "cấp", "đóng"):
                    return None
                if skipped and not frame.any_cue("share", start=max(0, index - 7), end=index):
                    return None  # "công trình nước sạch ở xã nông thôn mới …": no rate is named
                if service == "health_insurance" and not _INSURED & {
                    word for token in frame.tokens[max(0, index - 7) : at] for word in token.text.split()
                }:
                    return None
                return _make(
                    figure,
                    at,
                    catalogue.by_concept[service, "percent"][0],
                    f"{catalogue.by_concept[service, 'percent'][0]}.before",
                    index,
                    after.reach,
                )
            if _where(frame, index):
                skipped = True
                index -= 1
                continue
            if "ntm_standard" in concepts or ("ntm_weak" in concepts and frame.any_cue("ntm_topic", "ntm_standard")):
                return _standard_share(frame, at, figure, index, after, unknown)
        elif token.kind == "word":
            if token.text in _OTHER_RATE or (token.text == "lệ" and frame.tokens[index - 1].text in ("tỷ", "tỉ")):
                return None
            unknown += token.text not in SMALL
        index -= 1
    return None


def _where(frame: Frame, at: int) -> bool:
    """ "ở các xã nông thôn mới": the places a rate was measured in, not the standard as the subject."""
    token = frame.tokens[at]
    if "ntm_standard" not in token.concepts or token.text.split(" ")[0] not in _NOUNS:
        return False
    before = frame.tokens[at - 1] if at else None
    if before is not None and before.text in ("các", "những"):
        before = frame.tokens[at - 2] if at > 1 else None
    return before is not None and before.text in ("ở", "tại", "của", "trong", "thuộc")


def _standard_share(frame: Frame, at: int, figure: Figure, cue: int, after: Clause, unknown: int) -> Reading | None:
    """ "tỷ lệ xã đạt chuẩn nông thôn mới đạt 70%"."""
    opener = next(
        (i for i in range(cue - 1, max(-1, cue - 7), -1) if frame.tokens[i].text.split(" ")[-1] in ("lệ", "số")), None
    )
    if opener is None or unknown > 3 or not says_only_noun(frame, opener, cue) or negated(frame, max(0, cue - 3), at):
        return None
    noun = noun_behind(frame, opener)  # "tỷ lệ tham gia BHYT ở các xã nông thôn mới" is no share of communes
    code = {"commune": "communes_ntm", "village": "villages_ntm", "district": "districts_ntm"}.get(noun or "")
    return _make(figure, at, code, f"{code}.rate", cue, after.reach) if code else None


def _rate(frame: Frame, at: int, figure: Figure, cue: int, concept: str, after: Clause, catalogue: Catalogue) -> Reading | None:
    if frame.tokens[cue - 1].text == "có" and frame.tokens[cue - 2].text in _NOUNS and cue > 1:
        return None  # "số xã có tỷ lệ hộ nghèo trên 20%": a threshold
    bracket = concept == "poverty_rate" and cue + 1 < at and frame.tokens[cue + 1].text == "("
    if bracket and frame.has(cue + 2, "poor_and_near_poor_households"):
        concept = "multidimensional_rate"  # "tỷ lệ hộ nghèo đa chiều (hộ nghèo và hộ cận nghèo)"
    code, cut = catalogue.by_concept[concept, "percent"]
    if another_noun(frame, at) or qualified(frame, cue, at):
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
    text = {token.text for token in frame.tokens[cue + 1 : at]}
    if text & {"tăng trưởng", "vay", "sử", "dụng", "tham", "tiếp", "học"} and not text & {"cận"}:
        return None
    if code == "poverty_rate" and frame.tokens[cue + 1].text == "(" and frame.has(cue + 2, "poor_and_near_poor_households"):
        code = "multidimensional_poverty_rate"  # "tỷ lệ hộ nghèo đa chiều (hộ nghèo và hộ cận nghèo)"
    if code == "multidimensional_poverty_rate" and not cut:
        code = _one_of_two(frame, cue, at) or code
    reading = _make(figure, at, code, f"{code}.before", cue, after.reach)
    if (
        households
        and _minority(frame, cue, at)
        and "chiếm" in {t.text for t in frame.tokens[cue:at]} | {w for t in frame.tokens[cue:at] for w in t.text.split()}
    ):
        # "hộ nghèo là đồng bào dân tộc thiểu số chiếm 86,5%": what share of the poor they are
        reading.code = {"poverty_rate": "poor_households", "near_poverty_rate": "near_poor_households"}.get(code, code)
        reading.rule = f"{reading.code}.share"
    elif cut:
        reading.measure = "change"
    return reading


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


def _poor_behind(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "còn 3% hộ nghèo", "giảm 2% hộ nghèo": the rate named behind its figure, with a verb of stock before it."""
    if not after.cues:
        return None
    cue = after.cues[0]
    gap = [token.text for token in frame.tokens[at + 1 : cue]]
    belongs = "là" in gap or "diện" in gap or "thuộc" in gap
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
        ("poverty_rate", "poverty_rate"),
    ):
        if concept in concepts:
            return _make(figure, at, code, f"{code}.behind", cue, after.reach)
    return None


def _service(
    frame: Frame, at: int, figure: Figure, cues: tuple[int, ...], catalogue: Catalogue, reach: int, side: str
) -> Reading | None:
    """ "95% hộ dân sử dụng nước sạch", "91,7% dân số tham gia BHYT", "100% hộ dân có điện"."""
    if negated(frame, at, reach):
        return None
    share = frame.has(at - 1, "share")  # "chiếm 10% số dân sử dụng nước sạch": of those that use it
    for cue in cues[:2]:
        for concept in frame.tokens[cue].concepts:
            if concept in _SERVICES:
                between = {word for token in frame.tokens[at + 1 : cue] for word in token.text.split()}
                if of_a_group(frame, frame.clause_start(at), cue, at):
                    return None
                if between & _OTHER_SUBJECTS or (share and "số" in between):
                    return None
                code = catalogue.by_concept[concept, "percent"][0]
                return _make(figure, at, code, f"{code}.{side}", cue, reach)
    return None
