"""Figures that count units: communes, villages, districts, provinces, households, houses, products, owners, points.

What a count counts stands behind it in its own clause ("39 xã đạt chuẩn nông thôn mới", "165 hộ nghèo", "12 sản phẩm
đạt 4 sao"), or before it as a label ("số xã đạt chuẩn: 39/94 xã"). A label counts only where nothing else is said behind
the figure: "12 xã có chợ" is not what stood before it. People and places that merely receive something ("tặng quà 200 hộ
nghèo") are no count of an indicator; neither are those that do not yet meet it ("chưa đạt").
"""

from __future__ import annotations

from ntm_extract.attribution import breakdowns
from ntm_extract.attribution.draft import Discourse, Reading, Rejection
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.walk import Clause, ahead, behind, governor, negated, shared_predicate
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

COUNTED = frozenset({
    "commune", "village", "district", "province", "locality", "household", "house", "product", "entity", "point", "works",
})
_HOUSEHOLD = ("poor_and_near_poor_households", "near_poor_households", "poor_households", "escaped_poverty", "temporary_houses")
_STILL_THE_STANDARD = frozenset({"hoàn", "thành", "nhiệm", "vụ", "quy", "định", "bộ", "tiêu", "chí", "ra", "mắt", "mức", "lên", "trở", "cần", "nữa"})
_NTM = ("ntm_standard", "ntm_weak")


def read_count(frame: Frame, at: int, catalogue: Catalogue, discourse: Discourse) -> Reading | Rejection:
    """The indicator a count is of, or why it is none."""
    figure = frame.figure(at)
    unit = figure.unit or ""
    after = behind(frame, at)
    role = governor(frame, at)
    if unit in ("commune", "village", "district", "province"):
        after = shared_predicate(frame, at, after)
    if unit == "product":
        return _products(frame, at, figure, after, discourse)
    if unit == "entity":
        return _entities(frame, at, figure, discourse)
    if unit == "point":
        return _points(frame, at, figure, after)
    if unit in ("household", "house"):
        return _households(frame, at, figure, after, role, catalogue)
    if unit == "works":
        return _works(frame, at, figure, after, discourse)
    if role == "part" and not _named_by_number(frame, at):
        return Rejection("part_of_another")
    if any("other_standard" in frame.tokens[cue].concepts for cue in after.cues[:1]):
        return Rejection("other_standard")
    if unit == "commune":
        found = _band(frame, at, figure, after) or _criterion(frame, at, figure, after)
        if found is not None:
            return found
    found = _area_kind(frame, at, figure, after, catalogue, role)
    if found is not None:
        return found
    found = _standard(frame, at, figure, after, catalogue, discourse)
    if found is not None:
        return found
    if unit == "commune":
        return _total(frame, at, figure, after) or Rejection("no_indicator")
    return Rejection("no_indicator")


def _reading(figure: Figure, at: int, code: str, rule: str, unit: str, cue: int, reach: int) -> Reading:
    assert figure.value is not None  # noqa: S101 - figures without a value are turned away before
    return Reading(
        figure, at, code, rule, figure.value, unit, upper=figure.upper, denominator=figure.denominator, bound=figure.bound,
        cue=cue, reach=reach,
    )


def _named_by_number(frame: Frame, at: int) -> bool:
    """"tổng số 94 xã" says a total; "của 39 xã đã được công nhận" still counts what is recognised."""
    before = frame.tokens[at - 1]
    return "total_scope" in before.concepts or before.text == "của" or (before.concepts == ("part",) and before.text == "của")


def _band(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """"43/94 xã đạt từ 15 tiêu chí trở lên"; "số xã đạt 15-18 tiêu chí: 10 xã"; "đạt 19 tiêu chí 39 xã"."""
    for index in after.figures:
        other = frame.figure(index)
        limits = breakdowns.band(other) if other.unit == "criteria" and "commune" not in other.per else None
        if limits and not any(cue < index and "ntm_standard" in frame.tokens[cue].concepts for cue in after.cues):
            reading = _reading(figure, at, "communes_by_criteria", "communes_by_criteria.behind", "commune", index, after.reach)
            reading.breakdowns.update(criteria_min=limits[0], criteria_max=limits[1])
            return reading
        break
    if after.unknown > 1 or after.cues:
        return None
    index = at - 1
    steps = 0
    while index >= 0 and steps < 4:
        token = frame.tokens[index]
        if token.kind == "figure":
            other = frame.figure(index)
            limits = breakdowns.band(other) if other.unit == "criteria" and "commune" not in other.per else None
            if limits is None or not _label_of_communes(frame, index):
                return None
            reading = _reading(figure, at, "communes_by_criteria", "communes_by_criteria.label", "commune", index, after.reach)
            reading.breakdowns.update(criteria_min=limits[0], criteria_max=limits[1])
            return reading
        if token.text not in (":", "là", "có", "còn", "gồm", ",", "với", "đạt", "-", "–", "("):
            return None
        steps += 1
        index -= 1
    return None


def _label_of_communes(frame: Frame, at: int) -> bool:
    words = [token.text for token in frame.tokens[max(0, at - 6) : at]]
    return "xã" in words or "đạt" in words or "nhóm" in words


def _criterion(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """"75 xã đạt tiêu chí y tế"; "xã đạt tiêu chí quốc gia về y tế có 75 xã"; "96/96 xã được phê duyệt quy hoạch chung"."""
    if negated(frame, at, after.reach):
        return None
    name = breakdowns.criterion(frame, after.cues)
    rule = "communes_meeting_criterion.behind"
    reach = after.reach
    if name is None and not after.cues and after.unknown <= 1:
        before = ahead(frame, at)
        name = breakdowns.criterion(frame, before.cues[:1]) if before.unknown <= 4 else None
        rule = "communes_meeting_criterion.label"
        if name is None:
            return None
        if negated(frame, before.reach + 1, at):
            return None
    if name is None:
        return None
    reading = _reading(figure, at, "communes_meeting_criterion", rule, "commune", at, reach)
    reading.breakdowns["criterion"] = name
    return reading


def _area_kind(
    frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue, role: str
) -> Reading | None:
    """"23 xã biên giới", "696 thôn bản đặc biệt khó khăn", "61 huyện nghèo": the kind is part of the name."""
    if role == "beneficiary":
        return None
    if not after.cues:
        return _labelled_kind(frame, at, figure, after, catalogue)
    cue = after.cues[0]
    between = frame.tokens[at + 1 : cue]
    if any(token.end > figure.end and token.text not in ("thuộc", "diện", "vùng", "khu", "vực", "có", "nằm", "trong", "là", "kinh", "tế", "-", "xã", "hội", "vào", "danh", "sách", "điều", "kiện") for token in between):
        return None
    for concept in frame.tokens[cue].concepts:
        found = catalogue.by_concept.get((concept, figure.unit or ""))
        if found and concept in ("special_area", "border_area", "poor_area"):
            # "10/114 bản thuộc các xã đặc biệt khó khăn được công nhận …" is counted by what follows
            if any("ntm_standard" in frame.tokens[other].concepts for other in after.cues[1:]):
                return None
            if figure.value == 1 and at and frame.tokens[at - 1].text == "là":
                return None  # "là 1 xã nghèo": what the place is, no count
            if concept == "poor_area" and _left_the_list(frame, cue, after.reach):
                return None
            return _reading(figure, at, found[0], f"{found[0]}.kind", figure.unit or "", cue, after.reach)
    return None


def _labelled_kind(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue) -> Reading | None:
    """"danh sách các xã đặc biệt khó khăn … gồm 291 xã"."""
    if after.unknown > 2:
        return None
    before = ahead(frame, at)
    if not before.cues or before.unknown > 6 or governor(frame, at) != "level":
        return None
    for concept in frame.tokens[before.cues[0]].concepts:
        found = catalogue.by_concept.get((concept, figure.unit or ""))
        if found and concept in ("special_area", "border_area", "poor_area"):
            return _reading(figure, at, found[0], f"{found[0]}.label", figure.unit or "", before.cues[0], after.reach)
    return None


def _left_the_list(frame: Frame, start: int, end: int) -> bool:
    return frame.any_cue("escaped_poverty", start=start, end=end)


def _standard(
    frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue, discourse: Discourse
) -> Reading | None:
    unit = _level_of(frame, at, figure, after)
    for cue in after.cues:
        concepts = frame.tokens[cue].concepts
        if "other_standard" in concepts:
            return None
        concept = next((c for c in _NTM if c in concepts), None)
        if concept is None:
            continue
        if concept == "ntm_weak" and not _ntm_is_topic(frame, cue, discourse):
            return None
        found = catalogue.by_concept.get((concept, unit))
        if found is None or _unmet(frame, at, cue) or _only_aims(frame, at, cue):
            return None
        if concept == "ntm_weak" and _says_more(frame, cue, after.reach):
            return None
        return _reading(figure, at, found[0], f"{found[0]}.behind", unit, cue, after.reach)
    if unit in ("province", "district") and not after.cues:
        found_all = _all_communes(frame, at, figure, after, catalogue, unit)
        if found_all is not None:
            return found_all
    if frame.has(at - 1, "newly") and _ntm_is_topic(frame, at, discourse) and not after.cues and after.unknown <= 1:
        found = catalogue.by_concept.get(("ntm_standard", unit))
        return _reading(figure, at, found[0], f"{found[0]}.newly", unit, at - 1, after.reach) if found else None
    if after.unknown > 1 or after.cues:
        return None
    before = ahead(frame, at)
    for cue in before.cues[:2]:
        concepts = frame.tokens[cue].concepts
        if any(c.startswith("criterion:") or c.startswith("tier:") for c in concepts) and "ntm_weak" not in concepts:
            continue
        concept = next((c for c in _NTM if c in concepts), None)
        found = catalogue.by_concept.get((concept or "", unit))
        if found is None or before.unknown > 4 or negated(frame, before.reach + 1, at):
            return None
        if concept == "ntm_weak" and not _ntm_is_topic(frame, cue, discourse):
            return None
        return _reading(figure, at, found[0], f"{found[0]}.label", unit, cue, after.reach)
    return None


def _says_more(frame: Frame, cue: int, reach: int) -> bool:
    """"được công nhận thôn, buôn văn hóa": what was recognised is said, and it is not the standard."""
    depth = frame.depth[cue]
    for index in range(cue + 1, min(reach, cue + 5)):
        token = frame.tokens[index]
        if frame.depth[index] > depth:
            continue
        if token.kind == "mark" and token.text in ",;:":
            break
        if token.kind == "word" and token.text not in FILLER | _STILL_THE_STANDARD:
            return True
    return any("other_standard" in token.concepts for token in frame.tokens[cue + 1 : reach])


def _all_communes(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue, unit: str) -> Reading | None:
    """"12 tỉnh có 100% số xã đạt chuẩn": a unit all of whose communes meet the standard."""
    index = after.reach
    if index >= len(frame.tokens) or frame.tokens[index].kind != "figure" or frame.figure(index).unit != "percent":
        return None
    if frame.figure(index).value != 100 or not {"xã"} & {token.text.split(" ")[0] for token in frame.tokens[index + 1 : index + 4]}:
        return None
    clause = behind(frame, index)
    cue = next((c for c in clause.cues if set(_NTM) & set(frame.tokens[c].concepts)), None)
    found = catalogue.by_concept.get(("ntm_standard", unit))
    if cue is None or found is None:
        return None
    return _reading(figure, at, found[0], f"{found[0]}.all_communes", unit, cue, clause.reach)


def _level_of(frame: Frame, at: int, figure: Figure, after: Clause) -> str:
    """What "địa phương" stands for: places whose communes all meet the standard are provinces or districts."""
    if figure.unit != "locality":
        return figure.unit or ""
    words = {token.text for token in frame.tokens[at + 1 : after.reach]}
    return "district" if {"huyện", "cấp"} & words else "province"


def _ntm_is_topic(frame: Frame, cue: int, discourse: Discourse) -> bool:
    if frame.any_cue("ntm_standard", "ntm_topic"):
        return True
    return discourse.anchor.about_ntm and not frame.any_cue("other_standard", "ocop")


def _unmet(frame: Frame, at: int, cue: int) -> bool:
    return negated(frame, at + 1, cue) or negated(frame, max(0, at - 2), at)


def _only_aims(frame: Frame, at: int, cue: int) -> bool:
    """"12 xã xây dựng nông thôn mới", "5 xã điểm", "6 xã được kiểm tra": the programme at work, not its result."""
    words = {token.text for token in frame.tokens[at + 1 : cue]}
    if {"kiểm", "thẩm", "khảo", "thẩm định"} & {token.text for token in frame.tokens[max(0, at - 2) : at]}:
        return True
    return bool(words & {"đang", "để", "nữa", "kiểm", "thẩm", "khảo", "chọn", "xét", "sát", "đề", "trình", "hồ"})


def _total(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """"toàn tỉnh có 94 xã": an area's communes, where nothing more is said of them."""
    if figure.denominator is not None or after.unknown > 3 or after.figures:
        return None
    end = after.reach
    behind_it = [token for token in frame.tokens[at + 1 : end] if token.end > figure.end]
    text = " ".join(token.text for token in behind_it)
    works = text.startswith(("thực hiện", "triển khai", "xây dựng nông thôn mới", "tham gia xây dựng"))
    if not works and any(token.text not in ("và", "với", "trực", "thuộc") and token.kind not in ("place",) for token in behind_it):
        return None
    before = frame.tokens[max(0, at - 2) : at]
    if not before or not {"level_verb", "total_scope", "part"} & set(before[-1].concepts):
        return None
    if before[-1].text not in ("có", "gồm", "tổng số", "trong tổng số", "trên tổng số", "với", "bao gồm"):
        return None
    if before[-1].text in ("có", "với"):
        subject = frame.tokens[at - 2] if at >= 2 else None
        if subject is None or not (subject.kind == "place" or any(c.startswith("scope_") for c in subject.concepts)):
            return None
    return _reading(figure, at, "communes_total", "communes_total.count", "commune", at - 1, after.reach)


def _households(frame: Frame, at: int, figure: Figure, after: Clause, role: str, catalogue: Catalogue) -> Reading | Rejection:
    if not after.cues and figure.unit == "household":
        return _labelled_households(frame, at, figure, after)
    cue = after.cues[0] if after.cues else -1
    concepts = frame.tokens[cue].concepts if cue >= 0 else ()
    concept = next((c for c in _HOUSEHOLD if c in concepts), None)
    if figure.unit == "house" and concept is None:
        before = ahead(frame, at)
        cue = next((i for i in before.cues[:1] if "temporary_houses" in frame.tokens[i].concepts), -1)
        if cue < 0:  # "… nhà tạm với 10.636 căn, gồm 7.884 nhà làm mới và 2.752 nhà sửa chữa"
            around = [*range(at - 1, -1, -1), *range(at + 1, len(frame.tokens))]
            cue = next((i for i in around if "temporary_houses" in frame.tokens[i].concepts), -1)
        concept = "temporary_houses" if cue >= 0 else None
    if (at and frame.tokens[at - 1].text == "quân") or any(token.text == "cứ" for token in frame.tokens[:at]):
        return Rejection("rate_of_units")
    if concept is None or negated(frame, at + 1, max(cue, at + 1)):
        return Rejection("no_indicator")
    if any("back_to_poverty" in frame.tokens[c].concepts for c in after.cues[:2]):
        return Rejection("back_to_poverty")
    found = catalogue.by_concept.get((concept, figure.unit or ""))
    if found is None:
        return Rejection("no_indicator")
    if concept in ("poor_households", "near_poor_households", "poor_and_near_poor_households"):
        gap = [token for token in frame.tokens[at + 1 : cue] if token.start >= figure.end]
        if gap and not all(token.text in ("thuộc", "diện", "là", "dân", "gia", "đình") for token in gap):
            return Rejection("no_indicator")
        escaped = next((c for c in after.cues[1:] if "escaped_poverty" in frame.tokens[c].concepts), None)
        if escaped is not None:
            return _reading(figure, at, "households_escaped_poverty", "households_escaped_poverty.behind", "household", escaped, after.reach)
        if role in ("beneficiary", "part") or not _stock(frame, at, after, cue):
            return Rejection("beneficiaries")
    rule = f"{found[0]}.behind"
    unit = "house" if concept == "temporary_houses" else figure.unit or ""
    return _reading(figure, at, found[0], rule, unit, cue, after.reach)


def _stock(frame: Frame, at: int, after: Clause, cue: int) -> bool:
    """Whether households are counted, not helped: "còn 165 hộ nghèo", "(25 hộ nghèo)", "giảm 1.200 hộ nghèo"."""
    if cue + 1 < len(frame.tokens) and frame.tokens[cue + 1].text == "nhất":
        return False  # "hai hộ nghèo nhất thôn"
    behind_it = [token for token in frame.tokens[cue + 1 : after.reach] if token.kind == "word" or "beneficiary" in token.concepts]
    if any("beneficiary" in token.concepts or token.text in ("được", "nhận", "vay", "mua", "xây", "sửa", "làm", "tham", "dự", "nhu") for token in behind_it[:3]):
        return False
    if at == 0:
        return not behind_it
    before = frame.tokens[at - 1]
    if {"level_verb", "change_up", "change_down", "share", "total_scope", "inclusive", "now", "done"} & set(before.concepts):
        return _not_helping(frame, at)
    if any(concept.startswith("scope_") for concept in before.concepts):
        return _not_helping(frame, at)
    if before.kind in ("time", "place") or before.text in ("(", ":", "từ", ",", "số", "cả", "và", ";", "đã", "hết", "tổng", "được", "thì", "thành", "tới", "đến", "chỉ", "lên"):
        return _not_helping(frame, at)
    return False


def _not_helping(frame: Frame, at: int) -> bool:
    """No verb of help governs the clause: "hỗ trợ … cho 200 hộ nghèo"."""
    for index in range(at - 1, max(-1, at - 9), -1):
        token = frame.tokens[index]
        if token.kind == "mark" and token.text in ";.:":
            return True
        if "beneficiary" in token.concepts and token.text in ("hỗ trợ", "tặng", "cho", "giúp", "trao", "cấp", "tặng quà", "giúp đỡ", "dành cho", "bàn giao", "thăm", "cho vay", "vay vốn", "vay"):
            return False
    return True


def _labelled_households(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | Rejection:
    """"số hộ nghèo còn 1.234 hộ"; "tổng số hộ thoát nghèo: 512 hộ"."""
    if after.unknown > 1 or frame.tokens[at - 1].text == "/":
        return Rejection("no_indicator")
    before = ahead(frame, at)
    if not before.cues or before.unknown > 3:
        return Rejection("no_indicator")
    concepts = frame.tokens[before.cues[0]].concepts
    if governor(frame, at) in ("beneficiary", "part") or "hộ" not in frame.tokens[before.cues[0]].text.split() + [t.text for t in frame.tokens[max(0, before.cues[0] - 2) : before.cues[0]]]:
        return Rejection("beneficiaries")
    for concept, code in (
        ("back_to_poverty", ""), ("escaped_poverty", "households_escaped_poverty"),
        ("poor_and_near_poor_households", "poor_and_near_poor_households"), ("near_poor_households", "near_poor_households"),
        ("poor_households", "poor_households"), ("poverty_cut", "poor_households"), ("near_poverty_cut", "near_poor_households"),
    ):
        if concept in concepts and code:
            reading = _reading(figure, at, code, f"{code}.label", "household", before.cues[0], after.reach)
            if concept.endswith("_cut") and governor(frame, at) != "level":
                reading.measure = "change"
            return reading
    return Rejection("no_indicator")


def _products(frame: Frame, at: int, figure: Figure, after: Clause, discourse: Discourse) -> Reading | Rejection:
    grade = next((index for index in after.figures if frame.figure(index).unit == "star"), None)
    stars = breakdowns.stars(frame, grade) if grade is not None else {}
    ocop = frame.any_cue("ocop")
    assessing = any("ocop_assessed" in frame.tokens[cue].concepts for cue in (*after.cues, *ahead(frame, at).cues[:2]))
    if not ocop and not ((stars or assessing) and discourse.anchor.about_ocop):
        return Rejection("no_indicator")
    topic = next((cue for cue in after.cues if "ocop" in frame.tokens[cue].concepts), -1)
    assessed = next((cue for cue in after.cues if "ocop_assessed" in frame.tokens[cue].concepts), None)
    if frame.has(at - 1, "ocop_assessed") and not stars and not _rated(frame, at, after.reach):
        return _reading(figure, at, "ocop_products_assessed", "ocop_products_assessed.verb", "product", at - 1, after.reach)
    if assessed is not None and not stars and not _rated(frame, at, after.reach):
        return _reading(figure, at, "ocop_products_assessed", "ocop_products_assessed.behind", "product", assessed, after.reach)
    if not stars and topic < 0:
        before = ahead(frame, at)
        if any("ocop_assessed" in frame.tokens[cue].concepts for cue in before.cues[:2]) and after.unknown <= 3 and not _rated(frame, at, after.reach):
            return _reading(figure, at, "ocop_products_assessed", "ocop_products_assessed.label", "product", before.cues[0], after.reach)
        if not any("ocop" in frame.tokens[cue].concepts for cue in before.cues[:2]) or (after.unknown > 2 and not _rated(frame, at, after.reach)):
            return Rejection("no_indicator")
        topic = before.cues[0]
    if topic < 0 and not stars:
        return Rejection("no_indicator")
    reading = _reading(figure, at, "ocop_products", "ocop_products.behind" if topic > at or stars else "ocop_products.label", "product", max(topic, grade or -1), after.reach)
    reading.breakdowns.update(stars)
    if not stars:
        label = ahead(frame, at)
        grade = next((index for index in label.figures if frame.figure(index).unit == "star"), None)
        if grade is not None and not after.unknown:
            reading.breakdowns.update(breakdowns.stars(frame, grade))
    return reading


def _rated(frame: Frame, start: int, end: int) -> bool:
    """Whether products are recognised, not only put forward."""
    words = [token.text for token in frame.tokens[start:end]]
    return any(word in ("công nhận", "được công nhận", "đạt", "đạt chuẩn") for word in words) or ("công" in words and "nhận" in words)


def _entities(frame: Frame, at: int, figure: Figure, discourse: Discourse) -> Reading | Rejection:
    if not (frame.any_cue("ocop") or discourse.anchor.about_ocop):
        return Rejection("no_indicator")
    return _reading(figure, at, "ocop_entities", "ocop_entities.count", "entity", at, at + 1)


def _points(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | Rejection:
    start = max(0, at - 1)
    if frame.any_cue("ocop", start=start) and (frame.any_cue("ocop_points", start=at, end=after.reach) or "trưng" in {t.text for t in frame.tokens[at : after.reach]}):
        return _reading(figure, at, "ocop_sales_points", "ocop_sales_points.behind", "point", at, after.reach)
    return Rejection("no_indicator")


def _works(frame: Frame, at: int, figure: Figure, after: Clause, discourse: Discourse) -> Reading | Rejection:
    if after.cues and {"roads", "criterion:roads"} & set(frame.tokens[after.cues[0]].concepts) and not any(
        "other_standard" in frame.tokens[cue].concepts for cue in after.cues
    ):
        return _reading(figure, at, "road_works", "road_works.behind", "point", after.cues[0], after.reach)
    return Rejection("no_indicator")
