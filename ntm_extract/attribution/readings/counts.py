"""Figures that count units: communes, villages, districts, provinces, households, houses, products, owners, points.

What a count counts stands behind it in its own clause ("39 xã đạt chuẩn nông thôn mới", "165 hộ nghèo", "12 sản phẩm
đạt 4 sao"), or before it as a label ("số xã đạt chuẩn: 39/94 xã"). A label counts only where nothing else is said behind
the figure: "12 xã có chợ" is not what stood before it. People and places that merely receive something ("tặng quà 200 hộ
nghèo") are no count of an indicator; neither are those that do not yet meet it ("chưa đạt").
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.readings.criteria_counts import read_band, read_criterion
from ntm_extract.attribution.readings.existence import exists, of_each, takes_part
from ntm_extract.attribution.readings.households import read_households
from ntm_extract.attribution.readings.labels import label
from ntm_extract.attribution.readings.ocop import read_entities, read_points, read_products
from ntm_extract.attribution.readings.roads import read_roads
from ntm_extract.attribution.readings.standard_counts import read_standard
from ntm_extract.attribution.readings.terrain import leaves_list, with_standard
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
        after = with_standard(frame, shared_predicate(frame, at, after))
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
        return read_households(frame, at, figure, after, role, catalogue, discourse)
    if unit == "works":
        return _works(frame, at, figure, after, discourse)
    if of_each(frame, at):
        return Rejection("rate_of_units")
    if _averaged(frame, at):
        return Rejection("part_of_another")
    if (role == "part" and not _named_by_number(frame, at)) or _row_of_parts(frame, at):
        return Rejection("part_of_another")
    if any("other_standard" in frame.tokens[cue].concepts for cue in after.cues[:1]):
        return Rejection("other_standard")
    if unit == "commune":
        found = read_band(frame, at, figure, after) or read_criterion(frame, at, figure, after)
        if found is not None:
            return found
    found = _area_kind(frame, at, figure, after, catalogue, role)
    if found is not None:
        return found
    found = read_standard(frame, at, figure, after, catalogue, discourse)
    if found is not None:
        return found
    if unit == "commune":
        return _total(frame, at, figure, after) or Rejection("no_indicator")
    return Rejection("no_indicator")


def _named_by_number(frame: Frame, at: int) -> bool:
    """ "tổng số 94 xã" says a total; "của 39 xã đã được công nhận" still counts what is recognised."""
    before = frame.tokens[at - 1]
    return "total_scope" in before.concepts or before.text == "của" or (before.concepts == ("part",) and before.text == "của")


def _averaged(frame: Frame, at: int) -> bool:
    """ "bình quân số tiêu chí đạt chuẩn của 200 xã là 16,02 tiêu chí": what the average is taken over."""
    if at < 3 or frame.tokens[at - 1].text not in ("của", "trên", "các"):
        return False
    words = [word for token in frame.tokens[frame.clause_start(at) : at] for word in token.text.split()]
    return any(words[i : i + 2] in (["bình", "quân"], ["trung", "bình"]) for i in range(len(words)))


def _row_of_parts(frame: Frame, at: int) -> bool:
    """ "một trong 61 huyện nghèo, 47 xã đặc biệt khó khăn": the second of a row says no more than the first."""
    index = at - 1
    if index < 1 or frame.tokens[index].text not in (",", "và"):
        return False
    while index > 0 and frame.tokens[index].kind != "figure":
        token = frame.tokens[index]
        if index < at - 1 and (token.kind == "mark" or "level_verb" in token.concepts):
            return False
        index -= 1
    if index < 2 or at - index > 6 or frame.figure(index).unit not in ("commune", "village", "district"):
        return False
    return frame.tokens[index - 1].text == "trong" and frame.tokens[index - 2].text == "một"


def _area_kind(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue, role: str) -> Reading | None:
    """ "23 xã biên giới", "696 thôn bản đặc biệt khó khăn", "61 huyện nghèo": the kind is part of the name."""
    if role == "beneficiary" or _bracketed_part(frame, at, figure) or _of_lesser_area(frame, at):
        return None
    if not after.cues or frame.has(after.cues[0], "funding"):
        return _labelled_kind(frame, at, figure, after, catalogue)
    cue = after.cues[0]
    between = frame.tokens[at + 1 : cue]
    if frame.tokens[at - 1].text.endswith("còn") and len(between) > 1 and between[0].text in (",", "và"):
        between = between[1:]  # "còn 13 xã và 67 bản đặc biệt khó khăn": what is left of both; "có 13 xã, 67 bản …" may count all
    if any(
        token.end > figure.end
        and "population:special" not in token.concepts  # "59 xã khu vực III thuộc diện đặc biệt khó khăn"
        and not (token.kind in ("figure", "place") or "số" in token.text.split())  # "6 trong tổng số 11 huyện thuộc diện …"
        and token.text
        not in (
            "trong",
            "của",
            "iii",
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
            # "10/114 bản thuộc xã đặc biệt khó khăn được công nhận …" is counted by what follows
            if any("ntm_standard" in frame.tokens[other].concepts for other in after.cues[1:]):
                return None
            if figure.value == 1 and at and frame.tokens[at - 1].text == "là":
                return None  # "là 1 xã nghèo": what the place is, no count
            if left_the_list(frame, at) or leaves_list(frame, cue + 1):
                return None
            if cue + 1 < len(frame.tokens) and frame.tokens[cue + 1].text == "nhất":
                return None  # "3 huyện nghèo nhất cả nước": which ones, not what they are listed as
            if _more_kinds(frame, cue) or (cue + 1 < after.reach and frame.tokens[cue + 1].text == "hoàn thành"):
                return None  # "7/44 xã đặc biệt khó khăn hoàn thành Chương trình 135": only those that did
            if concept == "poor_area" and frame.any_cue("escaped_poverty", start=cue, end=after.reach):
                return None
            if not exists(frame, at) or takes_part(frame, cue + 1, after.reach, words=3):
                return None  # "về 5 xã nghèo", "3 xã biên giới được tặng quà": places of an act
            return reading_of(figure, at, found[0], f"{found[0]}.kind", figure.unit or "", cue, after.reach)
    return None


def _of_lesser_area(frame: Frame, at: int) -> bool:
    """ "59 xã đặc biệt khó khăn, 12 xã khu vực II, 74 xã khu vực I": areas I and II are not the hardest."""
    behind_it = [token.text for token in frame.tokens[at + 1 : at + 4]]
    return behind_it[:2] == ["khu", "vực"] and behind_it[2:] in (["i"], ["ii"], ["1"], ["2"])


def _bracketed_part(frame: Frame, at: int, figure: Figure) -> bool:
    """ "ở 64 huyện nghèo (62 huyện theo Nghị quyết …, 2 huyện nghèo theo …)": parts of a count that is none."""
    if not frame.depth[at]:
        return False
    first = next((i for i in range(at, -1, -1) if frame.depth[i] < frame.depth[at]), -1)
    whole = next((i for i in range(first, max(-1, first - 4), -1) if frame.tokens[i].kind == "figure"), -1)
    return whole >= 0 and frame.figure(whole).unit == figure.unit and not exists(frame, whole)


def _more_kinds(frame: Frame, cue: int) -> bool:
    """ "2.139 xã đặc biệt khó khăn, xã biên giới, xã an toàn khu": one count of several kinds."""
    behind_it = frame.tokens[cue + 1 : cue + 3]
    if len(behind_it) < 2 or behind_it[0].text not in (",", "và") or behind_it[1].kind == "figure":
        return False
    return behind_it[1].text.split(" ")[0] in ("xã", "thôn", "bản")


def _labelled_kind(frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue) -> Reading | None:
    """ "danh sách các xã đặc biệt khó khăn … gồm 291 xã"."""
    if after.unknown > 2:
        return None
    before = ahead(frame, at)
    if not before.cues or governor(frame, at) != "level":
        return None
    between = frame.tokens[before.cues[0] + 1 : at]  # "danh sách các xã đặc biệt khó khăn vùng bãi ngang … gồm 291 xã"
    if sum(token.kind == "word" and token.text not in FILLER for token in between) > 6:
        return None
    for concept in frame.tokens[before.cues[0]].concepts:
        found = catalogue.by_concept.get((concept, figure.unit or ""))
        if found and concept in ("special_area", "border_area", "poor_area"):
            return reading_of(figure, at, found[0], f"{found[0]}.label", figure.unit or "", before.cues[0], after.reach)
    return None


def _total(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | None:
    """ "toàn tỉnh có 94 xã": an area's communes, where nothing more is said of them."""
    if figure.denominator is not None or after.unknown > 3 or after.figures:
        return None
    noun = frame.noun(at)
    if not noun or any(word in noun for word in ("cấp xã", "phường", "thị trấn")):
        return None  # "33 đơn vị"; or wards and towns are counted with them
    end = after.reach
    behind_it = [token for token in frame.tokens[at + 1 : end] if token.end > figure.end]
    text = " ".join(token.text for token in behind_it)
    works = text.startswith(("thực hiện", "triển khai", "xây dựng nông thôn mới", "tham gia xây dựng", "thuộc diện xây dựng"))
    if works and any(concept.startswith("tier:") for token in behind_it for concept in token.concepts):
        return None  # "có 3 xã xây dựng nông thôn mới kiểu mẫu": some of them
    if not works and any(token.text not in ("và", "với", "trực", "thuộc") and token.kind != "place" for token in behind_it):
        return None
    first = at
    joined = at > 2 and frame.tokens[at - 1].text in ("và", ",")
    if joined and frame.tokens[at - 2].kind == "figure" and frame.figure(at - 2).unit == "ward":
        first = at - 2  # "huyện có 1 thị trấn và 28 xã"
    before = frame.tokens[max(0, first - 2) : first]
    if not before or not {"level_verb", "total_scope", "part", "now", "inclusive"} & set(before[-1].concepts):
        return None
    if [token.text for token in before] == ["với", "tổng số"] and frame.any_cue("ntm_standard", "ntm_weak", end=first):
        return None  # "đã đăng ký đạt chuẩn nâng cao, với tổng số 12 xã": of those, not of all
    if _part_of_units(frame, first):
        return reading_of(figure, at, "communes_total", "communes_total.part", "commune", at - 1, after.reach)
    merged = before[-1].text == "còn" and {"sáp", "sắp"} & {token.text for token in frame.tokens[: at - 1]}
    if not merged and before[-1].text not in (
        *("có", "gồm", "tổng số", "trong tổng số", "trên tổng số", "với", "bao gồm", "hiện có", "có tổng số"),
    ):
        return None
    if before[-1].text in ("có", "với", "hiện có", "còn"):
        subject = frame.tokens[first - 2] if first >= 2 else None
        if subject is not None and subject.text == ",":
            if not _described(frame, first):
                return None
            return reading_of(
                figure, at, "communes_total", "communes_total.count", "commune", at - 1, after.reach
            )
        if subject is None or not (subject.kind == "place" or any(c.startswith("scope_") for c in subject.concepts)):
            return None
    return reading_of(figure, at, "communes_total", "communes_total.count", "commune", at - 1, after.reach)


def _part_of_units(frame: Frame, first: int) -> bool:
    """ "102 đơn vị hành chính cấp xã, trong đó 85 xã": communes, wards and special zones are counted apart."""
    if not frame.has(first - 1, "inclusive", "total_scope") or first < 3:
        return False
    whole = first - 3 if frame.tokens[first - 2].text == "," else first - 2
    return frame.tokens[whole].kind == "figure" and "cấp xã" in frame.noun(whole)


def _described(frame: Frame, first: int) -> bool:
    """ "X là huyện miền núi của tỉnh Y, có 21 xã": the sentence says what the place is, and how many communes it has."""
    start = frame.clause_start(first)
    head = frame.tokens[start : first - 1]
    named = bool(head) and head[0].kind == "place"
    said = [token.text for token in head[1:4]]
    return named and "là" in said and not any(token.kind == "figure" for token in head)


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


def _works(frame: Frame, at: int, figure: Figure, after: Clause, discourse: Discourse) -> Reading | Rejection:
    if frame.noun(at).startswith("tuyến"):
        return read_roads(frame, at, figure, after, discourse)
    if (
        after.cues
        and {"roads", "criterion:roads"} & set(frame.tokens[after.cues[0]].concepts)
        and not any("other_standard" in frame.tokens[cue].concepts for cue in after.cues)
    ):
        return reading_of(figure, at, "road_works", "road_works.behind", "point", after.cues[0], after.reach)
    return Rejection("no_indicator")
