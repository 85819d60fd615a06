"""Second figures of a subject that are not its value again: parts, comparisons, the next of a list.

Read: the parts of what was counted ("38,1% là hợp tác xã", "15% đạt 4 sao"), the same rate of the whole or of another place
("thấp hơn mức 2,4% của toàn huyện", "tỷ lệ chung (7,88%)"), the next criterion of a list ("giao thông 10,5%, văn hóa 5,9%").
Refused: a difference ("thấp hơn 2,4% so với tỉnh"), and a percentage with a subject of its own ("100% xã đạt tiêu chí …"),
which continues nothing. What continues the figure before it in earnest is left to ``continuation``.
"""

from __future__ import annotations

from collections.abc import Sequence

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import Frame, is_topical
from ntm_extract.attribution.readings import continuation
from ntm_extract.attribution.readings.breakdowns import stars
from ntm_extract.attribution.readings.links import SHARE_OF, behind_wording, here, like, names_place, shares, unnamed_region
from ntm_extract.attribution.walk import behind
from ntm_extract.model import Figure


def continues(
    frame: Frame, at: int, last: Reading | None, earlier: Sequence[Reading] = (), before: Sequence[Reading] = ()
) -> Reading | None:
    """The reading of a figure that continues the one before it in any way."""
    if last is None:
        return None
    figure = frame.figure(at)
    if figure.value is None or (figure.unit == "percent" and not shares(frame, at) and _own_subject(frame, at)):
        return None
    return (
        _next_criterion(frame, at, figure, last, earlier)
        or _part_share(frame, at, figure, last)
        or _tier_share(frame, at, figure, last)
        or _compared(frame, at, figure, last)
        or _raised_total(frame, at, figure, last)
        or _part_of_points(frame, at, figure, last)
        or _part_of_houses(frame, at, figure, last)
        or continuation.continues(frame, at, last, earlier, before)
    )


def _raised_total(frame: Frame, at: int, figure: Figure, last: Reading) -> Reading | None:
    """ "có thêm 41 sản phẩm được xếp hạng, đưa tổng số lên 129 sản phẩm": the total that the count before adds to."""
    if figure.unit != last.figure.unit or last.code not in _TOTALLED or not here(frame, last) or (figure.value or 0) < last.value:
        return None
    if "stars_min" in last.breakdowns or frame.tokens[at - 1].text not in ("lên", "là", "lên thành"):
        return None
    comma = next((i for i in range(at - 1, last.at, -1) if frame.tokens[i].text in (",", "và")), None)
    if comma is None or any(token.kind == "figure" for token in frame.tokens[comma:at]):
        return None
    words = [word for token in frame.tokens[comma + 1 : at] for word in token.text.split()]
    if words[:1] not in (["đưa"], ["nâng"]) or "tổng" not in words or not frame.only_filler(comma + 1, at, unknown=1):
        return None
    reading = like(figure, at, last, last.code, "series.total", last.unit)
    reading.measure = "level"
    return reading


_TOTALLED = frozenset({"ocop_products", "communes_ntm", "villages_ntm", "districts_ntm", "ocop_entities", "ocop_sales_points"})


def _part_of_points(frame: Frame, at: int, figure: Figure, last: Reading) -> Reading | None:
    """ "100 điểm giới thiệu, bán sản phẩm OCOP, trong đó 12 điểm đặt tại …"."""
    if last.code != "ocop_sales_points" or figure.unit != "point" or not frame.has(at - 1, "inclusive") or not here(frame, last):
        return None
    return like(figure, at, last, last.code, "series.part", last.unit)


def _part_of_houses(frame: Frame, at: int, figure: Figure, last: Reading) -> Reading | None:
    """ "đã xây dựng được 2.480 nhà, bao gồm 2.300 nhà thuộc chỉ tiêu và 180 nhà ngoài chỉ tiêu": parts of those built."""
    if last.code != "temporary_houses_removed" or figure.unit != "house" or not here(frame, last) or figure.value is None:
        return None
    between = range(last.at + 1, at)
    if frame.tokens[at - 1].text == "/":
        return None  # "50 triệu đồng/1 nhà"
    part = last.rule == "series.part" and frame.tokens[at - 1].text in ("và", ",", ";", "có")
    if not (part or any("inclusive" in frame.tokens[i].concepts for i in between)) or figure.value > last.value:
        return None
    left = any(frame.tokens[i].text.endswith("còn") or "negation" in frame.tokens[i].concepts for i in (at - 1, at - 2))
    if left:
        return None
    reading = like(figure, at, last, last.code, "series.part", last.unit)
    reading.status = last.status
    return reading


_ELIDED = frozenset({"house", "product", "km"})
_LEADING = frozenset(
    "làm được xong hoàn thành dẫn đầu với kế đó là tiếp đến theo đứng thứ hai nhất nhì nhiều tỉnh huyện xã thị đã có riêng "
    ", ; và".split()
)


def by_place(frame: Frame, at: int, last: Reading | None) -> Reading | None:
    """ "… 1.870 km đường. Huyện A làm được 405 km, dẫn đầu tỉnh; huyện B 362 km": the noun stood in the sentence before."""
    figure = frame.figure(at)
    if last is None or figure.value is None or figure.unit not in _ELIDED or figure.unit != last.unit:
        return None
    if here(frame, last) and last.rule != "series.by_place":
        return None
    following = next((token for token in frame.tokens[at + 1 :] if token.start >= figure.end), None)
    if following is not None and (following.kind != "mark" or following.text not in ",;.)"):
        return None
    start = next((i + 1 for i in range(at - 1, -1, -1) if frame.tokens[i].kind == "figure"), 0)
    if not start and frame.tokens[0].kind != "place":
        return None
    placed = False
    for token in frame.tokens[start:at]:
        if token.kind == "place":
            placed = True
        elif not set(token.text.split()) <= _LEADING or "negation" in token.concepts:
            return None
    return like(figure, at, last, last.code, "series.by_place", last.unit) if placed else None


def _own_subject(frame: Frame, at: int) -> bool:
    """ "…, 100% xã đạt tiêu chí an ninh": a share of its own, not of the count before it."""
    following = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    return (
        following is not None
        and following.text.split(" ")[0] in ("xã", "thôn", "số", "các", "hộ", "người", "dân", "huyện", "bản", "ấp")
        and bool(behind(frame, at).cues)
    )


def _next_criterion(frame: Frame, at: int, figure: Figure, last: Reading, earlier: Sequence[Reading]) -> Reading | None:
    """ "số xã đạt tiêu chí giao thông 10,5%, cơ sở vật chất văn hóa 5,9%": a list of criteria under one heading."""
    head = next((r for r in (last, *reversed(earlier)) if r.code == "communes_meeting_criterion" and r.unit == figure.unit), None)
    if head is None or not here(frame, head):
        return None
    name = None
    for index in range(at - 1, head.at, -1):
        token = frame.tokens[index]
        if token.kind == "figure":
            return _of_criterion(figure, at, head, name) if name and frame.figure(index).unit == figure.unit else None
        criteria = [c for c in token.concepts if c.startswith("criterion:")]
        if criteria:
            if name is not None:
                return None
            name = criteria[0].removeprefix("criterion:")
        elif token.text not in _IN_LIST and "level_verb" not in token.concepts:
            return None
    return _of_criterion(figure, at, head, name) if name else None  # directly behind the head of the list


_IN_LIST = frozenset({",", ";", "và", "tiêu", "chí", "về", "mới", "chỉ", "tỷ", "lệ", "có", "số", ":"})


def _of_criterion(figure: Figure, at: int, head: Reading, name: str) -> Reading:
    reading = like(figure, at, head, head.code, "series.criterion", head.unit)
    reading.breakdowns["criterion"] = name
    return reading


_OWNERS = (("hợp", "tác"), ("doanh", "nghiệp"), ("tổ", "hợp"), ("cơ", "sở"), ("hộ",), ("công", "ty"), ("htx",), ("chủ", "hộ"))


def _part_share(frame: Frame, at: int, figure: Figure, last: Reading) -> Reading | None:
    """ "5.610 chủ thể, trong đó 38,1% là hợp tác xã"; "105 sản phẩm …, 80% đạt 3 sao": a part of what was counted."""
    if figure.unit != "percent" or last.code not in ("ocop_entities", "ocop_products") or not here(frame, last):
        return None
    start = behind_wording(frame, last)
    start += frame.has(start, "ocop")
    stops = frame.any_cue("inclusive", start=start, end=at)  # "5.214 chủ thể; trong đó, có 37,4% là hợp tác xã"
    if not frame.only_filler(start, at, unknown=2, stops=stops) or not frame.has(at + 1, "level_verb"):
        return None
    if frame.tokens[at + 1].text not in ("là", "đạt"):
        return None
    following = frame.tokens[at + 2 : at + 4]
    reading = like(figure, at, last, last.code, f"{last.code}.part", "percent")
    if last.code == "ocop_products":
        if not following or following[0].kind != "figure" or frame.figure(at + 2).unit != "star":
            return None
        reading.breakdowns.update(stars(frame, at + 2))
        reading.cue = at + 2
        return reading
    words = tuple(word for token in following for word in token.text.split())
    if not any(words[: len(owner)] == owner for owner in _OWNERS):
        return None
    reading.cue = at + 3  # the kind of owner is said: the next part follows it
    return reading


def _tier_share(frame: Frame, at: int, figure: Figure, last: Reading) -> Reading | None:
    """ "tỷ lệ xã đạt chuẩn … 75%, trong đó ít nhất 12% đạt chuẩn kiểu mẫu": the share of a higher tier."""
    if figure.unit != "percent" or last.unit != "percent" or last.code not in _TIERED or not here(frame, last):
        return None
    start = behind_wording(frame, last)
    met = at + 1 < len(frame.tokens) and frame.has(at + 1, "ntm_standard", "ntm_weak")
    if not met or not frame.any_cue("inclusive", start=start, end=at) or not frame.only_filler(start, at, unknown=1):
        return None
    tier = next((c for token in frame.tokens[at + 1 : at + 4] for c in token.concepts if c.startswith("tier:")), None)
    if tier is None:
        return None
    reading = like(figure, at, last, last.code, f"{last.code}.part", "percent")
    reading.cue = at + 1
    reading.breakdowns["tier"] = tier.removeprefix("tier:")
    return reading


_TIERED = frozenset({"communes_ntm", "villages_ntm", "districts_ntm"})


def _compared(frame: Frame, at: int, figure: Figure, last: Reading) -> Reading | None:
    """ "…, thấp hơn mức 2,4% của toàn huyện"; "gấp 5 lần tỷ lệ chung (7,88%)": the same rate of more people or another place."""
    if figure.unit != last.unit or not here(frame, last) or figure.unit not in ("percent", "criteria", "VND"):
        return None
    index = at - 1
    named = False
    while index > last.at and (frame.tokens[index].text in ("(", "là", "đạt", "của", "toàn") or names_place(frame, index)):
        named = named or names_place(frame, index)
        index -= 1
    words = [word for token in frame.tokens[max(last.at, index - 3) : index + 1] for word in token.text.split()]
    common = words[-2:] == ["lệ", "chung"] or words[-3:] == ["bình", "quân", "chung"] or words[-2:] == ["mức", "chung"]
    if named and "hơn" in words and frame.tokens[at - 1].text not in ("(", "là"):
        return None  # "thấp hơn mức chung của tỉnh 18 triệu đồng": by so much
    common = common or (named and words[-2:] == ["bình", "quân"])
    if not common and not (words[-1:] in (["mức"], ["lệ"], ["quân"]) and "hơn" in words[-5:]):
        return None
    if not all(
        token.kind in ("mark", "place", "time")
        or (token.kind == "cue" and not is_topical(token.concepts))
        or (token.kind == "figure" and frame.figure(i).unit == "times")
        or token.text in _COMPARING
        for i, token in enumerate(frame.tokens[behind_wording(frame, last) : at], behind_wording(frame, last))
    ):
        return None
    whose = frame.tokens[at + 1 : at + 5]
    placed = any(names_place(frame, at + 1 + i) for i in range(len(whose)))
    its_place = next((at + 1 + i for i, token in enumerate(whose) if token.kind == "place"), -1)
    if (not placed and not common) or unnamed_region(frame, at):
        return None
    reading = like(figure, at, last, last.code, "series.compared", last.unit)
    reading.breakdowns.pop("population", None)
    reading.reach = behind(frame, at).reach
    if "hơn" in words:
        reading.place_at = its_place
    return reading


_COMPARING = frozenset("khi thấp cao hơn mức tỷ tỉ lệ chung bình quân gấp so nhiều vẫn còn của và gần rất toàn là đạt".split())


def share_of(frame: Frame, at: int, count: Reading) -> Reading | None:
    """The percentage that restates a count, where the text pairs them ("lần lượt chiếm 19,46% và 9,27%")."""
    code = SHARE_OF.get(count.code)
    return like(frame.figure(at), at, count, code, "restated.percent", "percent") if code is not None else None


def with_figure(frame: Frame, at: int, first: Reading) -> Reading:
    """The next member of a series over places or times."""
    return like(frame.figure(at), at, first, first.code, "series.paired", first.unit)
