"""Figures that count units: communes, villages, districts, provinces, households, houses, products, owners, points.

What a count counts stands behind it in its own clause ("39 xã đạt chuẩn nông thôn mới", "165 hộ nghèo", "12 sản phẩm
đạt 4 sao"), or before it as a label ("số xã đạt chuẩn: 39/94 xã"). A label counts only where nothing else is said behind
the figure: "12 xã có chợ" is not what stood before it. People and places that merely receive something ("tặng quà 200 hộ
nghèo") are no count of an indicator; neither are those that do not yet meet it ("chưa đạt").
"""

from __future__ import annotations

from ntm_extract.attribution import breakdowns
from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.existence import (
    VILLAGE_WORDS,
    built,
    exists,
    labels,
    named_level,
    new_subject,
    of_another_level,
    of_each,
    takes_part,
)
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.households import read_households
from ntm_extract.attribution.labels import label
from ntm_extract.attribution.ocop import read_entities, read_points, read_products
from ntm_extract.attribution.walk import Clause, ahead, behind, governor, left_the_list, negated, shared_predicate
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

COUNTED = frozenset(
    {
        "commune",
        "village",
        "district",
        "province",
        "locality",
        "household",
        "house",
        "product",
        "entity",
        "point",
        "works",
    }
)
_STILL_THE_STANDARD = frozenset(
    {"hoàn", "thành", "nhiệm", "vụ", "quy", "định", "bộ", "tiêu", "chí", "ra", "mắt", "mức", "lên", "trở", "cần", "nữa"}
)
_NTM = ("ntm_standard", "ntm_weak")
_PURPOSE = frozenset({"để", "nhằm", "kiểm", "thẩm", "khảo", "chọn", "phục", "hội", "thi", "tuyên", "truyền", "tìm", "tập"})
_HELPED = frozenset({"cho", "hỗ trợ", "đối với", "thăm", "tặng", "giúp", "khảo sát", "tập huấn", "tại", "ở"})
_REACHED = frozenset({"đạt", "hoàn", "xong", "đủ", "duyệt", "thành", "vượt", "chuẩn", "chưa"})


def read_count(frame: Frame, at: int, catalogue: Catalogue, discourse: Discourse) -> Reading | Rejection:
    """The indicator a count is of, or why it is none."""
    found = _count(frame, at, catalogue, discourse)
    if isinstance(found, Reading) and found.cue < at and found.rule.endswith((".behind", ".kind")):
        found.rule = f"{found.code}.label"
    return found


def _count(frame: Frame, at: int, catalogue: Catalogue, discourse: Discourse) -> Reading | Rejection:
    figure = frame.figure(at)
    unit = figure.unit or ""
    after = behind(frame, at)
    role = governor(frame, at)
    if unit in ("commune", "village", "district", "province"):
        after = shared_predicate(frame, at, after)
    if not after.cues and not after.figures and after.unknown <= 1 and role != "part":
        if negated(frame, at + 1, after.reach):
            return Rejection("no_indicator")  # "… 39 xã đạt chuẩn, còn 55 xã chưa đạt"
        labelled = label(frame, at, unit) if unit not in ("household", "house") else None
        if labelled is not None:
            if unit == "commune" and not labelled[1].cues and not labelled[1].figures:
                return _labelled_total(frame, at, figure) or Rejection("no_indicator")
            after = labelled[1]
    if unit == "product":
        return read_products(frame, at, figure, after, discourse)
    if unit == "entity":
        return read_entities(frame, at, figure, discourse)
    if unit == "point":
        return read_points(frame, at, figure, after)
    if unit in ("household", "house"):
        return read_households(frame, at, figure, after, role, catalogue)
    if unit == "works":
        return _works(frame, at, figure, after)
    if of_each(frame, at):
        return Rejection("rate_of_units")
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


def _named_by_number(frame: Frame, at: int) -> bool:
    """ "tổng số 94 xã" says a total; "của 39 xã đã được công nhận" still counts what is recognised."""
    before = frame.tokens[at - 1]
    return "total_scope" in before.concepts or before.text == "của" or (before.concepts == ("part",) and before.text == "của")


def _band(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "43/94 xã đạt từ 15 tiêu chí trở lên"; "số xã đạt 15-18 tiêu chí: 10 xã"; "đạt 19 tiêu chí 39 xã"."""
    for index in after.figures:
        other = frame.figure(index)
        limits = breakdowns.band(other) if other.unit == "criteria" and "commune" not in other.per else None
        if limits and _acts(frame, at + 1, index):
            return None  # "chọn 6 xã để rà soát 19 tiêu chí"
        if limits and not any(cue < index and "ntm_standard" in frame.tokens[cue].concepts for cue in after.cues):
            reading = reading_of(figure, at, "communes_by_criteria", "communes_by_criteria.behind", "commune", index, after.reach)
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
            reading = reading_of(figure, at, "communes_by_criteria", "communes_by_criteria.label", "commune", index, after.reach)
            reading.breakdowns.update(criteria_min=limits[0], criteria_max=limits[1])
            return reading
        if token.text not in (":", "là", "có", "còn", "gồm", ",", "với", "đạt", "-", "–", "("):
            return None
        steps += 1
        index -= 1
    return None


def _acts(frame: Frame, start: int, end: int) -> bool:
    """Whether something is done between the two figures that is not the reaching of criteria."""
    return any(token.text in _PURPOSE or token.text in ("rà soát", "khảo sát") for token in frame.tokens[start:end])


def _label_of_communes(frame: Frame, at: int) -> bool:
    words = [token.text for token in frame.tokens[max(0, at - 6) : at]]
    return "xã" in words or "đạt" in words or "nhóm" in words


def _criterion(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "75 xã đạt tiêu chí y tế"; "xã đạt tiêu chí quốc gia về y tế có 75 xã"; "96/96 xã được phê duyệt quy hoạch chung"."""
    if negated(frame, at, after.reach):
        return None
    name = breakdowns.criterion(frame, after.cues)
    rule = "communes_meeting_criterion.behind"
    reach = after.reach
    said = {word for token in frame.tokens[at : after.reach] for word in token.text.split()}
    if name is not None and (not said & _REACHED or _acts(frame, at + 1, after.cues[0])):
        return None  # "78 xã tổ chức hội thi tìm hiểu tiêu chí môi trường"
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
    cue = next((cue for cue in after.cues if f"criterion:{name}" in frame.tokens[cue].concepts), at)
    reading = reading_of(figure, at, "communes_meeting_criterion", rule, "commune", cue, reach)
    reading.breakdowns["criterion"] = name
    return reading


def _area_kind(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue, role: str) -> Reading | None:
    """ "23 xã biên giới", "696 thôn bản đặc biệt khó khăn", "61 huyện nghèo": the kind is part of the name."""
    if role == "beneficiary":
        return None
    if not after.cues:
        return _labelled_kind(frame, at, figure, after, catalogue)
    cue = after.cues[0]
    between = frame.tokens[at + 1 : cue]
    if any(
        token.end > figure.end
        and token.text
        not in (
            "thuộc",
            "diện",
            "vùng",
            "khu",
            "vực",
            "có",
            "nằm",
            "trong",
            "là",
            "kinh",
            "tế",
            "-",
            "xã",
            "hội",
            "vào",
            "danh",
            "sách",
            "điều",
            "kiện",
        )
        for token in between
    ):
        return None
    for concept in frame.tokens[cue].concepts:
        found = catalogue.by_concept.get((concept, figure.unit or ""))
        if found and concept in ("special_area", "border_area", "poor_area"):
            # "10/114 bản thuộc các xã đặc biệt khó khăn được công nhận …" is counted by what follows
            if any("ntm_standard" in frame.tokens[other].concepts for other in after.cues[1:]):
                return None
            if figure.value == 1 and at and frame.tokens[at - 1].text == "là":
                return None  # "là 1 xã nghèo": what the place is, no count
            if left_the_list(frame, at):
                return None
            if concept == "poor_area" and frame.any_cue("escaped_poverty", start=cue, end=after.reach):
                return None
            if not exists(frame, at) or takes_part(frame, cue + 1, after.reach, words=3):
                return None  # "về 5 xã nghèo", "3 xã biên giới được tặng quà": places of an act
            return reading_of(figure, at, found[0], f"{found[0]}.kind", figure.unit or "", cue, after.reach)
    return None


def _labelled_kind(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue) -> Reading | None:
    """ "danh sách các xã đặc biệt khó khăn … gồm 291 xã"."""
    if after.unknown > 2:
        return None
    before = ahead(frame, at)
    if not before.cues or before.unknown > 6 or governor(frame, at) != "level":
        return None
    for concept in frame.tokens[before.cues[0]].concepts:
        found = catalogue.by_concept.get((concept, figure.unit or ""))
        if found and concept in ("special_area", "border_area", "poor_area"):
            return reading_of(figure, at, found[0], f"{found[0]}.label", figure.unit or "", before.cues[0], after.reach)
    return None


def _standard(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue, discourse: Discourse) -> Reading | None:
    unit = _level_of(frame, at, figure, after)
    for cue in after.cues:
        concepts = frame.tokens[cue].concepts
        if "other_standard" in concepts:
            return None
        concept = next((c for c in _NTM if c in concepts), None)
        if concept is None:
            continue
        if concept == "ntm_weak" and not _ntm_is_topic(frame, discourse):
            return None
        found = catalogue.by_concept.get((concept, unit))
        if concept == "ntm_standard" and of_another_level(frame, cue, unit):
            continue  # "7 ấp của xã nông thôn mới X": the commune's name, not what the hamlets are
        if found is None or _unmet(frame, at, cue) or _only_aims(frame, at, cue):
            return None
        there = frame.tokens[at - 1].text != "của" and (exists(frame, at) or built(frame, at))
        if named_level(frame, cue) and (not there or takes_part(frame, cue + 1, after.reach)):
            return None  # "11 xã nông thôn mới được hỗ trợ máy tính", "thăm 3 xã nông thôn mới"
        if new_subject(frame, at, cue):
            continue
        if concept == "ntm_weak" and _says_more(frame, cue, after.reach):
            return None
        return reading_of(figure, at, found[0], f"{found[0]}.behind", unit, cue, after.reach)
    if unit in ("province", "district") and not after.cues:
        found_all = _all_communes(frame, at, figure, after, catalogue, unit)
        if found_all is not None:
            return found_all
    if _then_newly(frame, at, figure) and _ntm_is_topic(frame, discourse) and not after.cues and after.unknown <= 1:
        found = catalogue.by_concept.get(("ntm_standard", unit))
        return reading_of(figure, at, found[0], f"{found[0]}.newly", unit, at, after.reach) if found else None
    if frame.has(at - 1, "newly") and _ntm_is_topic(frame, discourse) and not after.cues and after.unknown <= 1:
        found = catalogue.by_concept.get(("ntm_standard", unit))
        return reading_of(figure, at, found[0], f"{found[0]}.newly", unit, at - 1, after.reach) if found else None
    if after.unknown > 1 or after.cues:
        return None
    before = ahead(frame, at)
    for cue in before.cues[:2]:
        concepts = frame.tokens[cue].concepts
        if any(c.startswith(("criterion:", "tier:")) for c in concepts) and "ntm_weak" not in concepts:
            continue
        concept = next((c for c in _NTM if c in concepts), None)
        found = catalogue.by_concept.get((concept or "", unit))
        if found is None or before.unknown > 4 or negated(frame, before.reach + 1, at):
            return None
        if not labels(frame, cue, at, unit) or negated(frame, at, after.reach):
            return None  # "xã nông thôn mới Nam Hồng giáp 4 xã", "sau khi được công nhận …, hai xã vừa bị thu hồi bằng"
        if concept == "ntm_weak" and not _ntm_is_topic(frame, discourse):
            return None
        return reading_of(figure, at, found[0], f"{found[0]}.label", unit, cue, after.reach)
    return None


def _then_newly(frame: Frame, at: int, figure: Figure) -> bool:
    """ "có 3 xã được công nhận mới"."""
    behind_it = [token for token in frame.tokens[at + 1 : at + 4] if token.start >= figure.end]
    return bool(behind_it) and "newly" in behind_it[0].concepts and "công nhận" in behind_it[0].text


def _says_more(frame: Frame, cue: int, reach: int) -> bool:
    """ "được công nhận thôn, buôn văn hóa": what was recognised is said, and it is not the standard."""
    depth = frame.depth[cue]
    for index in range(cue + 1, min(len(frame.tokens), cue + 5)):
        token = frame.tokens[index]
        if frame.depth[index] > depth:
            continue
        if token.kind == "mark" and token.text in ",;:":
            if index - cue == 2 and frame.tokens[index - 1].text in VILLAGE_WORDS:
                continue  # "được công nhận thôn, buôn văn hóa"
            break
        if token.kind == "figure":
            break
        if token.kind == "word" and token.text not in FILLER | _STILL_THE_STANDARD | VILLAGE_WORDS:
            return True
        if "criterion:culture" in token.concepts and frame.tokens[index - 1].text in VILLAGE_WORDS | FILLER:
            return True
    return any("other_standard" in token.concepts for token in frame.tokens[cue + 1 : reach])


def _all_communes(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue, unit: str) -> Reading | None:
    """ "12 tỉnh có 100% số xã đạt chuẩn": a unit all of whose communes meet the standard."""
    index = after.reach
    if index >= len(frame.tokens) or frame.tokens[index].kind != "figure" or frame.figure(index).unit != "percent":
        return None
    if frame.figure(index).value != 100 or "xã" not in {token.text.split(" ")[0] for token in frame.tokens[index + 1 : index + 4]}:
        return None
    clause = behind(frame, index)
    cue = next((c for c in clause.cues if set(_NTM) & set(frame.tokens[c].concepts)), None)
    found = catalogue.by_concept.get(("ntm_standard", unit))
    if cue is None or found is None:
        return None
    return reading_of(figure, at, found[0], f"{found[0]}.all_communes", unit, cue, clause.reach)


def _level_of(frame: Frame, at: int, figure: Figure, after: Clause) -> str:
    """What "địa phương" stands for: places whose communes all meet the standard are provinces or districts."""
    if figure.unit != "locality":
        return figure.unit or ""
    words = {token.text for token in frame.tokens[at + 1 : after.reach]}
    return "district" if {"huyện", "cấp"} & words else "province"


def _ntm_is_topic(frame: Frame, discourse: Discourse) -> bool:
    if frame.any_cue("ntm_standard", "ntm_topic"):
        return True
    return discourse.anchor.about_ntm and not frame.any_cue("other_standard", "ocop")


def _unmet(frame: Frame, at: int, cue: int) -> bool:
    if negated(frame, at + 1, cue) or negated(frame, max(0, at - 2), at):
        return True
    before = frame.tokens[max(0, at - 7) : at]
    if any(token.text in ("thu hồi", "tước", "hủy", "rút") for token in before):
        return True  # "thu hồi bằng công nhận của 2 xã"
    return bool(before) and before[-1].text in ("thiếu", "nhiều", "ít", "kém", "hụt", "hơn")


def _only_aims(frame: Frame, at: int, cue: int) -> bool:
    """ "12 xã xây dựng nông thôn mới", "5 xã điểm", "6 xã được kiểm tra": the programme at work, not its result."""
    words = {token.text for token in frame.tokens[at + 1 : cue]}
    if {"kiểm", "thẩm", "khảo", "thẩm định"} & {token.text for token in frame.tokens[max(0, at - 2) : at]}:
        return True
    if "nữa" in words and not frame.has(at - 1, "change_up"):
        return True
    if governor(frame, at) == "beneficiary" and frame.tokens[at - 1].text in _HELPED:
        return not {"bằng", "công nhận", "nhận"} & {token.text for token in frame.tokens[max(0, at - 8) : at]}
    return bool(words & {"sắp", "bị", "đang", "để", "kiểm", "thẩm", "khảo", "chọn", "xét", "sát", "đề", "trình", "hồ"})


def _total(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "toàn tỉnh có 94 xã": an area's communes, where nothing more is said of them."""
    if figure.denominator is not None or after.unknown > 3 or after.figures:
        return None
    end = after.reach
    behind_it = [token for token in frame.tokens[at + 1 : end] if token.end > figure.end]
    text = " ".join(token.text for token in behind_it)
    works = text.startswith(("thực hiện", "triển khai", "xây dựng nông thôn mới", "tham gia xây dựng", "thuộc diện xây dựng"))
    if not works and any(token.text not in ("và", "với", "trực", "thuộc") and token.kind != "place" for token in behind_it):
        return None
    first = at
    if at > 2 and frame.tokens[at - 1].text in ("và", ",") and frame.tokens[at - 2].kind == "figure" and frame.figure(at - 2).unit == "ward":
        first = at - 2  # "huyện có 1 thị trấn và 28 xã"
    before = frame.tokens[max(0, first - 2) : first]
    if not before or not {"level_verb", "total_scope", "part", "now"} & set(before[-1].concepts):
        return None
    merged = before[-1].text == "còn" and {"sáp", "sắp"} & {token.text for token in frame.tokens[: at - 1]}
    if not merged and before[-1].text not in (
        *("có", "gồm", "tổng số", "trong tổng số", "trên tổng số", "với", "bao gồm", "hiện có", "có tổng số"),
    ):
        return None
    if before[-1].text in ("có", "với", "hiện có", "còn"):
        subject = frame.tokens[first - 2] if first >= 2 else None
        if subject is None or not (subject.kind == "place" or any(c.startswith("scope_") for c in subject.concepts)):
            return None
    return reading_of(figure, at, "communes_total", "communes_total.count", "commune", at - 1, after.reach)


def _labelled_total(frame: Frame, at: int, figure: Figure) -> Reading | None:
    """ "tổng số xã: 94 xã", "tổng số xã của tỉnh là 94"."""
    index = at - 1
    while index > 0 and (
        frame.tokens[index].kind in ("place", "time")
        or frame.tokens[index].text in (":", "là", "có", "của", "toàn tỉnh", "toàn huyện", "hiện nay", "hiện có", "cả nước")
    ):
        index -= 1
    if figure.denominator is not None or frame.tokens[index].text != "xã" or not frame.has(index - 1, "total_scope"):
        return None
    return reading_of(figure, at, "communes_total", "communes_total.label", "commune", index, at + 1)


def _works(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | Rejection:
    if (
        after.cues
        and {"roads", "criterion:roads"} & set(frame.tokens[after.cues[0]].concepts)
        and not any("other_standard" in frame.tokens[cue].concepts for cue in after.cues)
    ):
        return reading_of(figure, at, "road_works", "road_works.behind", "point", after.cues[0], after.reach)
    return Rejection("no_indicator")
