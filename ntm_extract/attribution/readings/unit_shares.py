"""Shares of counted units: what part of the communes, villages, districts, products or producers the figure is.

Read: "50% số xã đạt chuẩn nông thôn mới", "20% số xã đạt 15-18 tiêu chí", "100% số xã đạt tiêu chí giao thông", a label or a
list before its figure ("tỷ lệ xã đạt chuẩn quốc gia về y tế 97,5%", "tỷ lệ xã đạt chuẩn nông thôn mới đạt 70%"), products by
their stars. Refused: a share under a negation or another standard, a share of those that already meet the standard, a share
beside a count of places ("03 địa phương có 100% số xã đạt chuẩn"), and products or producers where nothing speaks of OCOP.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Reading, reading_of
from ntm_extract.attribution.frame import Frame, is_topical
from ntm_extract.attribution.places.levels import VILLAGES
from ntm_extract.attribution.readings import breakdowns
from ntm_extract.attribution.readings.decoys import of_those
from ntm_extract.attribution.readings.existence import modern, named_level
from ntm_extract.attribution.readings.labels import label, noun_behind, says_only_noun
from ntm_extract.attribution.walk import Clause, negated
from ntm_extract.model import Figure

NOUNS = {
    "xã": "commune",
    **dict.fromkeys(VILLAGES, "village"),
    "huyện": "district",
    "sản": "product",
    "chủ": "entity",
}
QUANTIFIERS = frozenset({"số", "các", "tổng", "lượng", "của", "trên", "toàn", "bộ", "còn", "lại", "những"})
_MEETING = {"commune": "communes_ntm", "village": "villages_ntm", "district": "districts_ntm"}


def counted_unit(frame: Frame, at: int) -> str | None:
    """The unit counted in "50% số xã", "100% các xã", "62,2% sản phẩm"."""
    for token in frame.tokens[at + 1 : at + 8]:
        if token.kind == "word" and token.text in NOUNS:
            return NOUNS[token.text]
        if token.text == "cấp huyện":
            return "district"
        if token.text in ("đơn", "vị", "hành", "chính"):
            continue
        if (
            token.kind == "cue"
            and token.text.split(" ")[0] in ("xã", "thôn", "bản", "ấp", "huyện")
            and not {"poor_area"} & set(token.concepts)
        ):
            return NOUNS[token.text.split(" ")[0]]
        if not (token.kind == "word" and token.text in QUANTIFIERS) and not {"part", "total_scope"} & set(token.concepts):
            break
    return _level_before(frame, at)


def _level_before(frame: Frame, at: int) -> str | None:
    """ "Ở cấp huyện, 51% đã hoàn thành nhiệm vụ, 20% đạt chuẩn nâng cao": the level opens it, and nothing else is counted."""
    opening = " ".join(token.text for token in frame.tokens[:3])
    unit = next((unit for words, unit in _LEVELS if opening.startswith((words, "ở " + words, "về " + words))), None)
    if unit is None:
        return None
    earlier = (frame.figure(i) for i in range(at) if frame.tokens[i].kind == "figure")
    plain = all(figure.kind == "percent" for figure in earlier)
    return unit if plain and frame.tokens[at - 1].text in (",", "và", "có", ":") and not frame.any_cue("poverty_rate") else None


_LEVELS = (("cấp huyện", "district"), ("cấp xã", "commune"))


def share_by_stars(frame: Frame, at: int, figure: Figure, reach: int, discourse: Discourse) -> Reading | None:
    """ "sản phẩm 3 sao chiếm 68,5%, 4 sao chiếm 30,3%"."""
    if at < 2 or not frame.has(at - 1, "share") or frame.tokens[at - 2].kind != "figure" or frame.figure(at - 2).unit != "star":
        return None
    products = any(token.text in ("sản", "phẩm") for token in frame.tokens[max(0, at - 12) : at - 2])
    if not products or not (frame.any_cue("ocop") or discourse.anchor.about_ocop):
        return None
    reading = _make(figure, at, "ocop_products", "ocop_products.share", at - 2, reach)
    reading.breakdowns.update(breakdowns.stars(frame, at - 2))
    return reading


def share_of_units(frame: Frame, at: int, figure: Figure, noun: str, after: Clause, discourse: Discourse) -> Reading | None:
    """The indicator the share of a counted unit is of: the standard, a criterion, a band of criteria, stars or producers."""
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
    if _title_of_culture(frame, after):
        return None
    code = _MEETING.get(noun)
    stated = at > 1 and frame.tokens[at - 1].text.split()[-1:] in (["có"], ["với"], ["đạt"])
    if code is None or (stated and _subject_counts(frame, at)):
        return None
    kinds = {"special_area", "border_area"}
    far = _far_standard(frame, after) if all(kinds & set(frame.tokens[c].concepts) for c in cues) else None
    if far is not None:
        return _make(figure, at, code, f"{code}.share", far, after.reach)
    if not cues and after.unknown <= 1 and _completed_in(frame, at):
        return _make(figure, at, code, f"{code}.completed", at, after.reach)
    for cue in cues:
        concepts = frame.tokens[cue].concepts
        if "ntm_standard" in concepts or (
            "ntm_weak" in concepts and (frame.any_cue("ntm_topic", "ntm_standard") or discourse.anchor.about_ntm)
        ):
            if of_those(frame, at) or modern(frame, cue):
                return None
            if "ntm_standard" not in concepts and not frame.only_filler(at + 1, cue, unknown=1):
                return None  # "100% số xã có hệ thống điện đạt chuẩn"
            return _make(figure, at, code, f"{code}.share", _recognised_as(frame, cue, cues), after.reach)
        if is_topical(concepts) and "criterion:" not in concepts[0] and "special_area" not in concepts:
            return None
    return None


def _recognised_as(frame: Frame, cue: int, cues: tuple[int, ...]) -> int:
    """ "25% số huyện đạt chuẩn được công nhận huyện nâng cao": what they are recognised as says the tier."""
    for other in cues:
        led = frame.tokens[cue + 1 : other]
        if other > cue and frame.has(other, "ntm_standard", "ntm_weak") and all(token.text == "là" for token in led):
            cue = other
    return cue


def _title_of_culture(frame: Frame, after: Clause) -> bool:
    """ "tỷ lệ thôn đạt danh hiệu thôn văn hóa": another title, where the standard itself is not named."""
    if any("ntm_standard" in frame.tokens[cue].concepts for cue in after.cues):
        return False
    return any("criterion:culture" in frame.tokens[cue].concepts for cue in after.cues)


def _far_standard(frame: Frame, after: Clause) -> int | None:
    """ "60% số thôn thuộc các xã biên giới, vùng núi, hải đảo được công nhận đạt chuẩn …": behind the list of places."""
    tokens = frame.tokens
    if after.reach >= len(tokens) or tokens[after.reach].text != ",":
        return None
    for index in range(after.reach, min(after.reach + 24, len(tokens))):
        token = tokens[index]
        if token.kind == "figure" or token.text in (";", ".", ":") or "negation" in token.concepts:
            return None
        if "ntm_standard" in token.concepts or "ntm_weak" in token.concepts:
            led = token.text.startswith(("được", "đạt", "công nhận")) and named_level(frame, index) is None
            return index if led else None
    return None


def _completed_in(frame: Frame, at: int) -> bool:
    """ "hoàn thành nông thôn mới ở 100% số xã"."""
    ways = ("ở", "tại", "trên", "cho")
    index = at - 2
    met = index >= 0 and frame.has(index, "ntm_standard") and named_level(frame, index) is None
    return met and frame.tokens[at - 1].text in ways


def labelled_share(frame: Frame, at: int, figure: Figure, after: Clause, discourse: Discourse) -> Reading | None:
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
    return share_of_units(frame, at, figure, found[0], found[1], discourse)


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


def standard_share(frame: Frame, at: int, figure: Figure, cue: int, after: Clause, unknown: int) -> Reading | None:
    """ "tỷ lệ xã đạt chuẩn nông thôn mới đạt 70%"."""
    opener = next(
        (i for i in range(cue - 1, max(-1, cue - 7), -1) if frame.tokens[i].text.split(" ")[-1] in ("lệ", "số")), None
    )
    if opener is None or unknown > 3 or not says_only_noun(frame, opener, cue) or negated(frame, max(0, cue - 3), at):
        return None
    if "ntm_standard" not in frame.tokens[cue].concepts and frame.any_cue("criterion:culture", start=cue, end=at):
        return None  # "tỷ lệ thôn đạt danh hiệu thôn văn hóa"
    if modern(frame, cue):
        return None
    noun = noun_behind(frame, opener)  # "tỷ lệ tham gia BHYT ở các xã nông thôn mới" is no share of communes
    code = _MEETING.get(noun or "")
    return _make(figure, at, code, f"{code}.rate", cue, after.reach) if code else None


def _make(figure: Figure, at: int, code: str, rule: str, cue: int, reach: int) -> Reading:
    return reading_of(figure, at, code, rule, "percent", cue, reach)
