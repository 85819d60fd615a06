"""Figures that count households and houses: the poor, the near-poor, those that left poverty, homes rebuilt.

A household counts as poor where it is counted, not where it is helped: "còn 165 hộ nghèo" is a figure of poverty, "tặng quà
200 hộ nghèo" a figure of charity. What stands before the number decides: a verb of stock or of change, a bracket, a label.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.readings.begun import only_begun
from ntm_extract.attribution.readings.existence import given, takes_part
from ntm_extract.attribution.readings.houses import (
    OWNERS,
    a_gift,
    damaged,
    for_the_poor,
    house_of_the_drive,
    only_stands,
    rehoused,
    still_needed,
    year_behind,
)
from ntm_extract.attribution.walk import Clause, ahead, governor, negated
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

_HOUSEHOLD = (
    "poor_and_near_poor_households",
    "near_poor_households",
    "poor_households",
    "escaped_poverty",
    "temporary_houses",
)


_POOR = ("poor_households", "near_poor_households", "poor_and_near_poor_households")


def _names_programme(frame: Frame, at: int) -> bool:
    """ "Chương trình mỗi năm giảm 1.000 hộ nghèo được triển khai": what a programme is called, not what came of it."""
    index = at - 1
    if index < 2 or not frame.has(index, "change_down", "poverty_cut"):
        return False
    while index > 1 and frame.tokens[index - 1].text in ("mỗi", "năm", "hằng", "hàng"):
        index -= 1
    name = " ".join(token.text for token in frame.tokens[max(0, index - 2) : index])
    return name.endswith(("chương trình", "đề án", "phong trào"))


def read_households(
    frame: Frame, at: int, figure: Figure, after: Clause, role: str, catalogue: Catalogue, discourse: Discourse
) -> Reading | Rejection:
    """The indicator a count of households or houses is of, or why it is none."""
    if not after.cues and figure.unit == "household":
        return _labelled_households(frame, at, figure, after)
    cue = after.cues[0] if after.cues else -1
    concepts = frame.tokens[cue].concepts if cue >= 0 else ()
    concept = next((c for c in _HOUSEHOLD if c in concepts), None)
    if figure.unit == "house" and concept != "temporary_houses" and (concept is None or _same_kind(frame, at, cue)):
        before = ahead(frame, at)
        cue = next((i for i in before.cues[:1] if "temporary_houses" in frame.tokens[i].concepts), -1)
        if cue < 0:  # "… nhà tạm với 10.636 căn, gồm 7.884 nhà làm mới và 2.752 nhà sửa chữa"
            around = [*range(at - 1, -1, -1), *range(at + 1, frame.clause_end(at))]
            cue = next((i for i in around if "temporary_houses" in frame.tokens[i].concepts), -1)
        concept = "temporary_houses" if cue >= 0 else None
    if (at and frame.tokens[at - 1].text == "quân") or any(token.text == "cứ" for token in frame.tokens[:at]):
        return Rejection("rate_of_units")
    if figure.unit == "house" and a_gift(frame, at):
        return Rejection("beneficiaries")
    if figure.unit == "house" and (still_needed(frame, at, discourse) or only_begun(frame, at)):
        return Rejection("not_built")
    if figure.unit == "house" and (concept is None or concept in OWNERS) and for_the_poor(frame, at):
        reading = reading_of(figure, at, "temporary_houses_removed", "temporary_houses_removed.for_poor", "house", at, after.reach)
        reading.time_at = year_behind(frame, at)
        return reading
    if concept is None and figure.unit == "house" and house_of_the_drive(frame, at, after, discourse):
        return reading_of(
            figure, at, "temporary_houses_removed", "temporary_houses_removed.topic", "house", at, after.reach
        )
    if concept is None or negated(frame, at + 1, max(cue, at + 1)):
        return Rejection("no_indicator")
    if concept == "temporary_houses" and cue > at and only_stands(frame, at, cue, after.reach, discourse):
        return Rejection("not_built")
    if figure.unit == "house" and damaged(frame, at, after.reach):
        return Rejection("no_indicator")
    if concept == "temporary_houses" and any(token.text in ("cần", "phải", "nhu") for token in frame.tokens[max(0, at - 5) : at]):
        return Rejection("no_indicator")
    if concept == "temporary_houses" and (negated(frame, at + 1, after.reach) or frame.tokens[at - 1].text.endswith("còn")):
        return Rejection("no_indicator")  # "còn 18 căn nhà tạm chưa được xóa"
    if any("back_to_poverty" in frame.tokens[c].concepts for c in after.cues[:2]):
        return Rejection("back_to_poverty")
    found = catalogue.by_concept.get((concept, figure.unit or ""))
    if found is None:
        return Rejection("no_indicator")
    if concept in _POOR and _names_programme(frame, at):
        return Rejection("no_indicator")
    if concept in _POOR:
        gap = [token for token in frame.tokens[at + 1 : cue] if token.start >= figure.end]
        if gap and not all(token.text in ("thuộc", "diện", "là", "dân", "gia", "đình") for token in gap):
            return Rejection("no_indicator")
        escaped = next((c for c in after.cues[1:] if "escaped_poverty" in frame.tokens[c].concepts), None)
        if escaped is not None:
            if _only_tries(frame, at, escaped, figure):
                return Rejection("no_indicator")
            return reading_of(
                figure,
                at,
                "households_escaped_poverty",
                "households_escaped_poverty.behind",
                "household",
                escaped,
                after.reach,
            )
        homes = next((c for c in after.cues[1:] if "temporary_houses" in frame.tokens[c].concepts), None)
        if homes is not None and rehoused(frame, cue, homes):
            return reading_of(
                figure, at, "temporary_houses_removed", "temporary_houses_removed.owners", "house", homes, after.reach
            )
        if frame.tokens[at - 1].text == "là" and at > 1 and frame.tokens[at - 2].text in ("đây", "đó", "cũng"):
            return Rejection("beneficiaries")  # "Đây là ba hộ nghèo của xã": those just told of
        if role == "beneficiary" or (role == "part" and not _whole(frame, at)) or not _stock(frame, at, after, cue):
            return Rejection("beneficiaries")
    if concept == "escaped_poverty" and _only_tries(frame, at, cue, figure):
        return Rejection("no_indicator")
    rule = f"{found[0]}.behind"
    unit = "house" if concept == "temporary_houses" else figure.unit or ""
    return reading_of(figure, at, found[0], rule, unit, cue, after.reach)


def _whole(frame: Frame, at: int) -> bool:
    """ "Trong tổng số 12.540 hộ nghèo …" at the head of a clause, not "2 trong số 70 hộ nghèo được sửa điện"."""
    return "số" in frame.tokens[at - 1].text and (at < 2 or frame.tokens[at - 2].kind in ("mark", "time"))


def _only_tries(frame: Frame, at: int, cue: int, figure: Figure) -> bool:
    """ "phát động 200 hộ nghèo thi đua thoát nghèo", "120 hộ viết đơn xin thoát nghèo", "giúp để 8 hộ sớm thoát nghèo"."""
    if at and frame.tokens[at - 1].text in ("để", "cho", "động", "viên", "khích"):
        return True
    words = {token.text for token in frame.tokens[at + 1 : cue] if token.start >= figure.end}
    return bool(words & {"viết", "đơn", "xin", "thi", "đua", "sớm", "muốn", "cam", "kết", "tuyên", "chí", "ước", "quyết"})


_COUNTING = frozenset({"level_verb", "change_up", "change_down", "share", "total_scope", "inclusive", "now", "done", "part"})


_GETTING = frozenset({"được", "nhận", "vay", "mua", "xây", "sửa", "làm", "tham", "dự", "nhu"})


def _mixed(frame: Frame, cue: int) -> bool:
    """ "100 hộ nghèo, gia đình chính sách": the count holds others too."""
    behind_it = frame.tokens[cue + 1 : cue + 3]
    if len(behind_it) < 2 or behind_it[0].text not in (",", "và", "-", "/") or behind_it[1].kind != "word":
        return False
    return behind_it[1].text in ("gia", "đối", "người", "học", "hộ", "neo", "chính")


def _listed_with_helped(frame: Frame, at: int, cue: int) -> bool:
    """ "… 283 người có công; 18 hộ cận nghèo; 21 hộ nghèo đã được vay vốn": what the last of a list got, all of them got."""
    tokens = frame.tokens
    if not at or tokens[at - 1].text != ";":
        return False
    index = cue + 1
    while index + 2 < len(tokens) and tokens[index].text == ";" and tokens[index + 1].kind == "figure":
        end = frame.clause_end(index + 1)
        said = [word for token in tokens[index + 2 : end] for word in token.text.split()]
        if "được" in said[:5]:
            return True
        if any("level_verb" in token.concepts for token in tokens[index + 2 : end]):
            return False
        index = end
    return False


def _same_kind(frame: Frame, at: int, cue: int) -> bool:
    """ "sửa chữa 75 căn cho hộ nghèo" behind the houses themselves: the noun is left out, and only the owners are said."""
    end = frame.figure(at).end
    gap = [token.text for token in frame.tokens[at + 1 : cue] if token.start >= end]
    return all(text in ("cho", "của", "các", "nhà", "căn") for text in gap)


def _stock(frame: Frame, at: int, after: Clause, cue: int) -> bool:
    """Whether households are counted, not helped: "còn 165 hộ nghèo", "(25 hộ nghèo)", "giảm 1.200 hộ nghèo"."""
    if cue + 1 < len(frame.tokens) and frame.tokens[cue + 1].text == "nhất":
        return False  # "hai hộ nghèo nhất thôn"
    if cue + 1 < len(frame.tokens) and frame.tokens[cue + 1].text == "về":
        return False  # "16.594 hộ nghèo về thu nhập"
    if _mixed(frame, cue) or given(frame, cue + 1, frame.clause_end(cue)) or _listed_with_helped(frame, at, cue):
        return False
    behind_it = [token for token in frame.tokens[cue + 1 : after.reach] if token.kind == "word" or "beneficiary" in token.concepts]
    if any(
        ("beneficiary" in token.concepts and token.text not in ("tại", "ở", "của")) or token.text in _GETTING
        for token in behind_it[:3]
    ) or takes_part(frame, cue + 1, after.reach, words=2):
        return False
    if at == 0:
        return not behind_it
    before = frame.tokens[at - 1]
    if before.text == "được" and at > 1 and frame.tokens[at - 2].text in ("xóa", "xoá"):
        return False  # "mỗi năm xóa được 15 hộ nghèo": those that are poor no more
    if before.text == "với" and frame.tokens[at - 2].text in ("kết", "hợp", "tác"):
        return False  # "liên kết với 50 hộ nghèo"
    if not _COUNTING.isdisjoint(before.concepts):
        return _not_helping(frame, at)
    if any(concept.startswith("scope_") for concept in before.concepts):
        return _not_helping(frame, at)
    if before.kind in ("time", "place") or before.text in (
        "(",
        ":",
        "từ",
        ",",
        "số",
        "cả",
        "và",
        ";",
        "đã",
        "hết",
        "tổng",
        "được",
        "thì",
        "thành",
        "tới",
        "đến",
        "chỉ",
        "lên",
    ):
        return _not_helping(frame, at)
    return False


def _not_helping(frame: Frame, at: int) -> bool:
    """No verb of help governs the clause: "hỗ trợ … cho 200 hộ nghèo"."""
    for index in range(at - 1, max(-1, at - 9), -1):
        token = frame.tokens[index]
        if token.kind == "mark" and token.text in ";.:":
            return True
        if "beneficiary" in token.concepts and token.text in (
            "hỗ trợ",
            "tặng",
            "cho",
            "giúp",
            "trao",
            "cấp",
            "tặng quà",
            "giúp đỡ",
            "dành cho",
            "bàn giao",
            "thăm",
            "cho vay",
            "vay vốn",
            "vay",
        ):
            return False
    return True


def _of_places(frame: Frame, cue: int) -> bool:
    """ "số hộ nghèo ở 85 xã đặc biệt khó khăn còn …": where the counted households live."""
    kinds = ("population:poor_districts", "population:special", "population:border")
    return frame.has(cue, *kinds) and frame.tokens[cue - 1].kind == "figure"


def _labelled_households(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | Rejection:
    """ "số hộ nghèo còn 1.234 hộ"; "tổng số hộ thoát nghèo: 512 hộ"."""
    if after.unknown > 1 or frame.tokens[at - 1].text == "/":
        return Rejection("no_indicator")
    before = ahead(frame, at)
    if not before.cues or before.unknown > 3:
        return Rejection("no_indicator")
    cue = next((cue for cue in before.cues if not _of_places(frame, cue)), before.cues[0])
    concepts = frame.tokens[cue].concepts
    said = [*frame.tokens[cue].text.split(), *(token.text for token in frame.tokens[max(0, cue - 2) : cue])]
    if governor(frame, at) in ("beneficiary", "part") or "hộ" not in said:
        return Rejection("beneficiaries")
    for concept, code in (
        ("back_to_poverty", ""),
        ("escaped_poverty", "households_escaped_poverty"),
        ("poor_and_near_poor_households", "poor_and_near_poor_households"),
        ("near_poor_households", "near_poor_households"),
        ("poor_households", "poor_households"),
        ("poverty_cut", "poor_households"),
        ("near_poverty_cut", "near_poor_households"),
    ):
        if concept in concepts and code:
            reading = reading_of(figure, at, code, f"{code}.label", "household", cue, after.reach)
            if concept.endswith("_cut") and governor(frame, at) != "level":
                reading.measure = "change"
            return reading
    return Rejection("no_indicator")
