"""Counts of communes, villages, districts and provinces that meet the new-rural standard.

Reads "39 xã đạt chuẩn nông thôn mới", "có 3 xã được công nhận mới", "12 tỉnh có 100% số xã đạt chuẩn", and the label before
the figure ("số xã đạt chuẩn: 39/94 xã"). Words that say only "recognised" or "met" count where the new-rural programme is
what the sentence or the text is about.

Refused: another standard ("thôn văn hóa"), units that do not meet it yet or lost it ("chưa đạt", "thu hồi bằng công nhận của
2 xã"), the programme at work ("12 xã được kiểm tra"), the standard of another level ("7 ấp của xã nông thôn mới X"), and
communes of that name that only take part or receive ("11 xã nông thôn mới được hỗ trợ máy tính"), and communes of two tiers
under one number ("6 xã đạt chuẩn nâng cao, kiểu mẫu").
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Discourse, Reading, reading_of
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.readings.existence import (
    VILLAGE_WORDS,
    built,
    exists,
    labels,
    modern,
    named_level,
    new_subject,
    of_another_level,
    takes_part,
)
from ntm_extract.attribution.walk import Clause, ahead, behind, governor, negated
from ntm_extract.model import Figure
from ntm_extract.reference.catalogue import Catalogue

_NTM = ("ntm_standard", "ntm_weak")
_STILL_THE_STANDARD = frozenset(
    {"hoàn", "thành", "nhiệm", "vụ", "quy", "định", "bộ", "tiêu", "chí", "ra", "mắt", "mức", "lên", "trở", "cần", "nữa",
     "đợt", "này", "nay", "lần"}
)
_PROVINCES = 63
_HELPED = frozenset({"cho", "hỗ trợ", "đối với", "thăm", "tặng", "giúp", "khảo sát", "tập huấn", "tại", "ở"})


def read_standard(
    frame: Frame, at: int, figure: Figure, after: Clause, catalogue: Catalogue, discourse: Discourse
) -> Reading | None:
    """The indicator of units that meet the standard, said behind the count or before it as a label."""
    unit = _level_of(frame, at, figure, after)
    if [token.text for token in frame.tokens[max(0, at - 2) : at]] == ["địa", "bàn"]:
        return None  # "83 thôn kiểu mẫu trên địa bàn 4 huyện"
    if unit == "village" and _kind_of_village(frame, at, figure):
        return None
    for cue in after.cues:
        concepts = frame.tokens[cue].concepts
        if "other_standard" in concepts:
            return None
        concept = next((c for c in _NTM if c in concepts), None)
        if concept is None:
            continue
        if concept == "ntm_weak" and (not _ntm_is_topic(frame, discourse) or _told_of_another(frame, at)):
            return None
        found = catalogue.by_concept.get((concept, unit))
        if concept == "ntm_standard" and of_another_level(frame, cue, unit):
            continue  # "7 ấp của xã nông thôn mới X": the commune's name, not what the hamlets are
        if modern(frame, cue):
            return None
        if unit == "commune" and (_of_two_tiers(frame, cue) or _of_standard_and_tier(frame, cue, at)):
            return None  # "6 xã đạt chuẩn nâng cao, kiểu mẫu": how many of each is not said
        if concept == "ntm_weak" and _at_work(frame, at, cue):
            return None
        if found is None or _unmet(frame, at, cue) or _only_aims(frame, at, cue) or _nearly(frame, cue):
            return None
        there = frame.tokens[at - 1].text != "của" and (exists(frame, at) or built(frame, at))
        if named_level(frame, cue) and (not there or takes_part(frame, cue + 1, after.reach)):
            return None  # "11 xã nông thôn mới được hỗ trợ máy tính", "thăm 3 xã nông thôn mới"
        if new_subject(frame, at, cue):
            continue
        if _does_something(frame, at, cue):
            return None
        if concept == "ntm_weak" and _says_more(frame, cue, after.reach):
            return None
        if any(token.text == "này" for token in frame.tokens[cue + 1 : cue + 2]):
            return None  # "29 xã đạt chuẩn này": another standard, told before
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
    if after.unknown > 1 or after.cues or (after.figures and unit == "village"):
        return None  # "1 thôn đạt 10/10 tiêu chí" is not recognised yet
    before = ahead(frame, at)
    if frame.tokens[at - 1].text in ("tại", "ở"):
        return None  # "5 xã nâng cao tại 3 huyện": where they are
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
        if any(token.text.startswith("đề nghị") or token.text == "hồ" for token in frame.tokens[max(0, cue - 5) : cue]):
            return None  # "hồ sơ đề nghị xét, công nhận … cho 8 xã"
        if any(_of_standard_and_tier(frame, index, at) for index in range(max(0, cue - 6), cue + 1)):
            return None  # "công nhận đạt chuẩn nông thôn mới và nông thôn mới nâng cao đối với 3 xã"
        if any("standard_name" in t.concepts and t.text.endswith("tiêu chí") for t in frame.tokens[max(0, cue - 2) : cue]):
            return None  # "thực hiện Bộ tiêu chí xã nông thôn mới nâng cao đối với 4 xã": what the rules are called
        return reading_of(figure, at, found[0], f"{found[0]}.label", unit, cue, after.reach)
    return None


def _kind_of_village(frame: Frame, at: int, figure: Figure) -> bool:
    """ "23 làng quan họ cổ được công nhận": villages of a craft or a custom, named by a word of their own."""
    following = next((token for token in frame.tokens[at + 1 :] if token.start >= figure.end), None)
    named = following is not None and following.kind == "word" and following.text not in FILLER
    return named and frame.noun(at).endswith("làng")


def _told_of_another(frame: Frame, at: int) -> bool:
    """ "Về phổ cập giáo dục: đã có 158/159 xã và 8/8 huyện đạt chuẩn": the standard that the sentence opens with."""
    colon = next((index for index in range(at) if frame.tokens[index].text == ":"), 0)
    said = (concept for token in frame.tokens[:colon] for concept in token.concepts)
    another = any(concept == "other_standard" or concept.startswith("criterion:") for concept in said)
    return another and not frame.any_cue("ntm_topic", "ntm_standard", end=at)


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
    """What "địa phương" stands for: places whose communes all meet the standard are provinces or districts; "" where unsaid.

    There are no more than 63 provinces, and none within one ("53 địa phương các tỉnh Tây Nguyên" are of some lower level).
    """
    if figure.unit != "locality":
        return figure.unit or ""
    words = [token.text for token in frame.tokens[at + 1 : after.reach]]
    if {"huyện", "cấp"} & set(words):
        return "district"
    inside = _of_districts(frame, at) or any(word in ("tỉnh", "toàn tỉnh", "trong tỉnh") for word in words) or any(
        token.kind == "place" and frame.places[token.ref].level == "province" and last.text in ("của", "ở", "tại", "thuộc", "trong")
        for last, token in pairwise(frame.tokens[at : after.reach])
    )
    return "" if inside or (figure.value or 0) > _PROVINCES else "province"


def _of_districts(frame: Frame, at: int) -> bool:
    """ "trong 9 huyện, thị xã có 3 địa phương …", "huyện A và huyện B là 2 địa phương …": the places counted are districts."""
    start = frame.clause_start(at)
    told = frame.tokens[start:at]
    if any(token.kind == "figure" and frame.figure(start + i).unit in ("district", "city") for i, token in enumerate(told)):
        return True
    named = [frame.places[token.ref].level for token in told if token.kind == "place"]
    return bool(named) and named[-1] in ("district", "commune") and frame.tokens[at - 1].text == "là"


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


def _of_two_tiers(frame: Frame, cue: int) -> bool:
    """ "9 xã nâng cao, kiểu mẫu" where no number of its own follows the second tier."""
    tokens = frame.tokens
    first = next((at for at in range(cue, min(cue + 3, len(tokens))) if _tier_at(frame, at)), None)
    if first is None or first + 2 >= len(tokens) or tokens[first + 1].text not in (",", "và", "hoặc", "/"):
        return False
    second = first + 2
    while second < len(tokens) and (frame.has(second, "ntm_topic", "ntm_standard") or tokens[second].text in ("xã", "ntm")):
        second += 1
    if second >= len(tokens) or _tier_at(frame, second) in ("", _tier_at(frame, first)):
        return False
    return not any(token.kind == "figure" for token in tokens[second + 1 : second + 5])


def _of_standard_and_tier(frame: Frame, cue: int, at: int) -> bool:
    """ "3 xã đạt chuẩn nông thôn mới, nông thôn mới nâng cao" where neither has a number of its own; not "…, nâng cao thu nhập"."""
    if not frame.has(cue, "ntm_standard") or _tier_at(frame, cue):
        return False
    joint = cue + 1
    while joint < len(frame.tokens) and frame.depth[joint] > frame.depth[cue]:
        joint += 1  # "đạt chuẩn nông thôn mới (NTM) và …"
    second = joint + 1
    if second + 1 >= len(frame.tokens) or frame.tokens[joint].text not in (",", "và"):
        return False
    if not frame.has(second, "ntm_topic", "ntm_standard") or not (_tier_at(frame, second) or _tier_at(frame, second + 1)):
        return False
    behind_it = range(second + 1, min(second + 6, len(frame.tokens)))
    return not any(frame.tokens[index].kind == "figure" for index in behind_it if index != at)


def _at_work(frame: Frame, at: int, cue: int) -> bool:
    """ "3 xã xây dựng nông thôn mới kiểu mẫu": what they work at, unless it is told as planned, done or recognised."""
    between = frame.tokens[at + 1 : cue]
    chosen = frame.tokens[at - 1].text in ("chọn", "đạo") or frame.any_cue("target", start=frame.clause_start(at), end=at)
    if chosen or not any(token.text.startswith("xây dựng") and "ntm_topic" in token.concepts for token in between):
        return False
    told = {"target", "done", "ntm_standard"}
    words = {word for token in between for word in token.text.split()}
    return not words & {"hoàn", "thành", "công", "đạt", "xong", "về"} and not any(told & set(token.concepts) for token in between)


def _tier_at(frame: Frame, at: int) -> str:
    return next((concept for concept in frame.tokens[at].concepts if concept.startswith("tier:")), "")


def _nearly(frame: Frame, cue: int) -> bool:
    """ "23 xã cơ bản đạt chuẩn": nearly, and not recognised."""
    return [token.text for token in frame.tokens[max(0, cue - 2) : cue]] == ["cơ", "bản"]


def _does_something(frame: Frame, at: int, cue: int) -> bool:
    """ "12 xã củng cố minh chứng đạt chuẩn": words of an act of their own between the units and the standard they would meet.

    What they were ("được công nhận", "đã", "đều") leads to the standard through any words; without it only a word or two may
    stand between, and none that belongs to neither place nor degree may follow the units.
    """
    between = [token for token in frame.tokens[at + 1 : cue] if token.start >= frame.figure(at).end]
    if any({"được", "đã", "đều", "cùng", "vừa"} & set(token.text.split()) or token.kind == "figure" for token in between):
        return False
    if frame.tokens[cue].text.startswith(("được", "công nhận")):
        return False
    strange = [token for token in between if token.kind == "word" and token.text not in FILLER | VILLAGE_WORDS | _KINDS]
    return bool(strange)


_KINDS = frozenset(
    "nữa miền núi ven biển cơ bản đầu tiên đồng bằng bãi ngang biên giới đặc biệt khó khăn điểm thuần nông an toàn khu duy nhất "
    "loại i ii iii hải đảo đăng ký phấn đấu đủ điều kiện hoàn thiện làng tiêu chí phum sóc hoàn thành xác định rẻo cao giữa "
    "nội ngoại thuộc vừa lần mục chuẩn bị dự kiến xây dựng nhiệm vụ quốc gia thứ".split()
)


def _only_aims(frame: Frame, at: int, cue: int) -> bool:
    """ "12 xã xây dựng nông thôn mới", "5 xã điểm", "6 xã được kiểm tra": the programme at work, not its result."""
    words = {token.text for token in frame.tokens[at + 1 : cue]}
    if any(token.text.startswith("đề nghị") for token in frame.tokens[at + 1 : cue]):
        return True  # "8 xã đủ điều kiện đề nghị thẩm định, công nhận"
    if {"kiểm", "thẩm", "khảo", "thẩm định"} & {token.text for token in frame.tokens[max(0, at - 2) : at]}:
        return True
    if "nữa" in words and not frame.has(at - 1, "change_up"):
        return True
    if governor(frame, at) == "beneficiary" and frame.tokens[at - 1].text in _HELPED:
        return not {"bằng", "công nhận", "nhận"} & {token.text for token in frame.tokens[max(0, at - 8) : at]}
    return bool(words & {"sắp", "bị", "đang", "để", "kiểm", "thẩm", "khảo", "chọn", "xét", "sát", "đề", "trình", "hồ"})
