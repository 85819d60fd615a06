"""Walks from a figure: what its clause says behind it and before it."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from ntm_extract.attribution.frame import FILLER, Frame, is_topical

# what "nâng cao" raises where it is a verb and no tier: "nâng cao chất lượng", "nâng cao hơn"
VERB_OBJECT = frozenset("chất đời hiệu thu năng nhận vai trình dân sức mức giá kỹ ý vị hơn các trách cao".split())


_ROW_UNITS = frozenset({"commune", "village", "district", "province", "percent"})


UNIT_NOUNS = frozenset(
    "thôn bản ấp buôn làng khóm xóm tổ khu xã phường thị trấn huyện quận thành phố tỉnh".split()
)  # nouns of units, which a list sets side by side


class Clause(NamedTuple):
    """What one side of a figure says."""

    cues: tuple[int, ...]  # tokens of wordings about the subject, nearest first
    figures: tuple[int, ...]  # tokens of figures that qualify this one (a band of criteria, stars)
    unknown: int  # words that are neither filler nor wording
    reach: int  # the last token looked at


def behind(frame: Frame, at: int, *, stop_at_comma: bool = True) -> Clause:
    """The clause behind a figure, up to a comma, a stop, or the next figure that counts something itself."""
    tokens = frame.tokens
    end = frame.figure(at).end
    depth = frame.depth[at]
    cues: list[int] = []
    figures: list[int] = []
    unknown = 0
    index = at + 1
    listing = False
    while index < len(tokens):
        token = tokens[index]
        if token.start < end and token.end <= end:
            index += 1
            continue
        if frame.depth[index] != depth:
            if frame.depth[index] < depth:
                break
            index += 1
            continue
        if token.kind == "mark":
            named = tokens[index - 1].text in ("gồm", "bao gồm", "là", "gồm có")
            if token.text == ":" and (named or _names_those(frame, at, index)):
                listing = True  # "4/4 xã gồm: A, B và C đã hoàn thành …"
            elif token.text == ")" or token.text in ";.:!?…":
                break
            inserted = _inserted_share(frame, index) if token.text == "," and stop_at_comma else 0
            if inserted:
                index = inserted
                continue
            if token.text == "," and stop_at_comma and not listing and not _comma_goes_on(frame, index):
                break
            if token.text == "," and not stop_at_comma and index + 1 < len(tokens) and frame.has(index + 1, "inclusive"):
                break
        elif token.kind == "figure":
            figure = frame.figure(index)
            if figure.kind == "duration" or (index == at + 2 and frame.has(at + 1, "part")):
                index += 1  # a length of time, or the whole of which the figure is a part
                continue
            if figure.unit in ("criteria", "star", "target"):
                figures.append(index)
            elif not _complement(frame, index):
                break
        elif token.kind == "cue":
            if is_topical(token.concepts) and not _plain_verb(frame, index):
                cues.append(index)
            elif "inclusive" in token.concepts:
                break
        elif token.kind == "word" and token.text not in FILLER:
            unknown += 1
        index += 1
    return Clause(tuple(cues), tuple(figures), unknown, index)


def _names_those(frame: Frame, at: int, colon: int) -> bool:
    """ "thêm 5 xã: A, B và C (huyện D) được công nhận …": their names stand directly behind the count."""
    return colon == at + 1 and colon + 1 < len(frame.tokens) and frame.tokens[colon + 1].kind == "place"


def ahead(frame: Frame, at: int, *, commas: bool = False) -> Clause:
    """The clause before a figure, back to a stop, a figure of its own, or (unless ``commas``) a comma with words between."""
    tokens = frame.tokens
    depth = frame.depth[at]
    cues: list[int] = []
    figures: list[int] = []
    unknown = 0
    index = at - 1
    crossed = False
    while index >= 0:
        token = tokens[index]
        if frame.depth[index] > depth:
            index -= 1
            continue
        if frame.depth[index] < depth:
            if unknown or cues:
                break
            depth = frame.depth[index]
        if token.kind == "mark":
            if token.text in ";.!?…":
                break
            if token.text == ",":
                if not commas and (unknown or cues):
                    break
                if unknown > 1:
                    break
                crossed = True
        elif token.kind == "figure":
            figure = frame.figure(index)
            if figure.unit in ("criteria", "star"):
                figures.append(index)
            elif figure.unit != "times" and not _complement(frame, index):
                break
        elif token.kind == "cue":
            if is_topical(token.concepts) and not _plain_verb(frame, index):
                cues.append(index)
                if crossed and unknown > 3:
                    cues.pop()
                    break
        elif token.kind == "word" and token.text not in FILLER:
            unknown += 1
        index -= 1
    return Clause(tuple(cues), tuple(figures), unknown, index)


def shared_predicate(frame: Frame, at: int, after: Clause) -> Clause:
    """ "7 huyện thị, 209 xã đạt chuẩn": what counted things in a row say together, where the first says nothing itself."""
    if after.cues or after.figures or after.unknown or _raised_total(frame, at) or _labelled(frame, at):
        return after
    end = frame.figure(at).end
    for index in range(at + 1, min(at + 9, len(frame.tokens))):
        token = frame.tokens[index]
        if token.start < end or token.text in (",", "và", "số", "các", "cùng", "xã", "thôn", "bản", "huyện"):
            continue
        if token.kind == "figure" and frame.figure(index).unit == frame.figure(at).unit and frame.tokens[index - 1].text == ",":
            return after  # "Huyện có 9 xã, 7 xã đạt chuẩn": no row of two things
        if token.kind == "figure" and frame.figure(index).unit in _ROW_UNITS and index - at > 1:
            return shared_predicate(frame, index, behind(frame, index))
        return after
    return after


def _raised_total(frame: Frame, at: int) -> bool:
    """ "nâng tổng số xã kiểu mẫu lên 5 xã và 3 xã nâng cao": what is raised is said before, and the row is another's."""
    if not at or frame.tokens[at - 1].text != "lên":
        return False
    return any("total_scope" in token.concepts for token in frame.tokens[max(0, at - 10) : at])


def _labelled(frame: Frame, at: int) -> bool:
    """ "Tổng số xã đạt chuẩn nâng cao là 12 xã và 3 xã kiểu mẫu": the first is what its label says, not what the row says."""
    if not at or frame.tokens[at - 1].text not in ("là", ":"):
        return False
    start = frame.clause_start(at)
    if not any("total_scope" in token.concepts or token.text == "số" for token in frame.tokens[start : start + 2]):
        return False
    return any(is_topical(token.concepts) for token in frame.tokens[start : at - 1])


def governor(frame: Frame, at: int) -> str:
    """What the words directly before a figure make of it: "change", "part", "beneficiary", "level" or ""."""
    index = at - 1
    steps = 0
    while index >= 0 and steps < 4:
        token = frame.tokens[index]
        if token.text in ("lượt", "lần") and index and frame.tokens[index - (token.text == "lượt")].text == "lần":
            index -= 1  # "giảm lần lượt 2,1% và 1,3%"
            continue
        if token.kind == "cue":
            concepts = token.concepts
            if token.text == "đạt" and index and frame.has(index - 1, "change_down"):
                return "change"  # "tỷ lệ hộ nghèo giảm đạt 3,5%": by how much, where "giảm còn" says to what
            if "level_verb" in concepts or "share" in concepts:
                return "level"
            if "change_up" in concepts or "change_down" in concepts or "newly" in concepts:
                return "change"
            if "beneficiary" in concepts:
                return "beneficiary"
            if "part" in concepts:
                return "part"
            if "now" in concepts or "done" in concepts or "estimate" in concepts:
                index -= 1
                steps += 1
                continue
            return ""
        if token.text == "thêm":
            return "change"
        if token.text == "từ" and not steps and frame.figure(at).upper is not None:
            index -= 1  # "giảm từ 4% - 5%": a range, no level it falls from
            continue
        if token.kind == "time" or token.text in (
            "bình",
            "quân",
            "mỗi",
            "hằng",
            "hàng",
            "năm",
            "khoảng",
            "được",
            "(",
            "thêm",
            "trung",
            "đến",
            "tới",
        ):
            index -= 1
            steps += 1
            continue
        return ""
    return ""


def negated(frame: Frame, start: int, end: int) -> bool:
    """Whether "chưa", "không" stands among the tokens ``start`` to ``end``; what a bracket adds says nothing of the rest."""
    if start >= end:
        return False
    level = min(frame.depth[start:end], default=0)
    inside = range(start, min(end, len(frame.tokens)))
    return any("negation" in frame.tokens[at].concepts and frame.depth[at] <= level for at in inside)


def falls(frame: Frame, at: int) -> bool:
    """Whether the change the figure measures is a fall."""
    for index in range(at - 1, max(-1, at - 9), -1):
        token = frame.tokens[index]
        if "change_down" in token.concepts or token.text.startswith("giảm"):
            return True
        if "change_up" in token.concepts:
            return False
        if token.kind == "mark" and token.text in ";.":
            return False
    return False


def rises(frame: Frame, at: int) -> bool:
    """Whether the verb directly before the figure says that it rises."""
    for index in range(at - 1, max(-1, at - 4), -1):
        token = frame.tokens[index]
        if "change_up" in token.concepts or token.text == "tăng":
            return True
        if token.kind in ("mark", "figure") or "change_down" in token.concepts:
            return False
    return False


def _complement(frame: Frame, at: int) -> bool:
    """ "61 đơn vị cấp huyện thuộc 31 tỉnh": the second count only places the first."""
    return frame.has(at - 1, "part") or (at > 0 and frame.tokens[at - 1].text in ("thuộc", "của", "trong", "tại", "ở", "bàn"))


def _comma_goes_on(frame: Frame, at: int) -> bool:
    """Whether a comma only parts the names of one list: "60% thôn, buôn thuộc …", "ba huyện A, B, C được công nhận"."""
    tokens = frame.tokens
    if 0 < at < len(tokens) - 1 and tokens[at - 1].text in UNIT_NOUNS and tokens[at + 1].text in UNIT_NOUNS:
        return True  # "60% thôn, buôn thuộc …", "100% xã, thị trấn đều …"
    if at + 2 < len(tokens) and tokens[at + 1].text in ("nhóm", "bộ") and tokens[at + 2].text.startswith("sản"):
        return True  # "52 sản phẩm, nhóm sản phẩm đạt 3 sao"
    return at + 1 < len(tokens) and tokens[at + 1].kind == "place"  # "ba huyện Củ Chi, Nhà Bè, Hóc Môn được công nhận"


def _inserted_share(frame: Frame, at: int) -> int:
    """ "116/127 xã, chiếm 91,3%, đạt chuẩn": the token behind a share set between two commas; 0 where the first opens none.

    The second comma may be left out where the standard follows at once: "156 xã, chiếm 96,9% được công nhận …".
    """
    tokens = frame.tokens
    if at + 2 >= len(tokens) or not frame.has(at + 1, "share") or tokens[at + 2].kind != "figure":
        return 0
    if frame.has(at + 3, "ntm_standard", "ntm_weak") and "figure" not in (tokens[at + 1].kind, tokens[at + 3].kind):
        return at + 3
    for index in range(at + 3, min(at + 9, len(tokens))):
        if tokens[index].text == ",":
            return index + 1
        if tokens[index].kind in ("figure", "mark") or "inclusive" in tokens[index].concepts:
            break
    return 0


def _plain_verb(frame: Frame, at: int) -> bool:
    """ "nâng cao chất lượng": the verb, not the higher standard."""
    token = frame.tokens[at]
    if token.text != "nâng cao":
        return False
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return following is not None and following.text in VERB_OBJECT


def left_the_list(frame: Frame, at: int) -> bool:
    """ "22 huyện nghèo thoát khỏi tình trạng nghèo", "2 xã ra khỏi diện đặc biệt khó khăn": who leaves is no stock."""
    behind = [token.text for token in frame.tokens[at + 1 : at + 5]]
    return any(
        first == "thoát" or (first in ("ra", "được") and second in ("khỏi", "thoát"))
        for first, second in pairwise([*behind, ""])
    )
