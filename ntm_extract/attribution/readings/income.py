"""Income per head, in dong: an average of the people of a place.

Refused: what those of one trade, one firm or one model earn, a household's turnover, and the poverty line.
"""

from __future__ import annotations

from itertools import pairwise

from ntm_extract.attribution.draft import Reading, Rejection, reading_of
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.model import Figure


def read_income(frame: Frame, at: int, figure: Figure, cue: int, reach: int, unknown: int) -> Reading | Rejection:
    """The income per head that the figure behind the word for income is; ``unknown`` words stand between them."""
    tokens = frame.tokens
    comma = next((index for index in range(cue - 1, -1, -1) if tokens[index].text in (",", ";", ".")), 0)
    if any(token.text in ("viên", "thợ") or "lao động" in token.text for token in tokens[comma:cue]) or any(
        (one.text, two.text) in (("lao", "động"), ("công", "nhân")) for one, two in pairwise(tokens[comma:cue])
    ):
        return Rejection("not_per_head")  # "người lao động ở khu công nghiệp … thu nhập bình quân"
    if any(token.text in ("lao", "viên", "thợ", "hợp", "công", "nghiệp", "việc") for token in tokens[cue + 1 : at]) or any(
        one.text == "mô" and two.text == "hình" for one, two in pairwise(tokens[comma:cue])
    ):
        return Rejection("not_per_head")  # those who work in one cooperative, those who follow one model
    source = tokens[cue + 1 : cue + 3]
    if len(source) == 2 and source[0].text == "từ" and source[1].kind == "word" and source[1].text not in FILLER:
        return Rejection("not_per_head")  # "thu nhập bình quân từ trồng cam": of one trade
    text = " ".join(token.text for token in tokens[max(0, cue - 2) : at])
    average = "bình quân" in text or "đầu người" in text or "trung bình" in text or "bq" in text.split() or "person" in figure.per
    average = average or [token.text for token in tokens[at + 1 : at + 3]] == ["một", "người"]
    people = tokens[cue].text.endswith(("người dân", "nông dân", "dân cư", "nông thôn", "cư dân")) or _people_of_place(frame, cue)
    if not (average or people):
        return Rejection("not_per_head")
    told_at_once = tokens[cue - 1].text == ":" and at <= cue + 2  # "… các chỉ tiêu như: thu nhập bình quân đầu người đạt 71 triệu"
    if (unknown > 10 and not told_at_once) or (
        any(word in text.split() for word in ("hộ", "lao", "công", "chuẩn", "mô", "gia"))
        and "đầu người" not in text
        and "person" not in figure.per
    ):
        return Rejection("not_per_head")
    limited = figure.bound != "exact" or any(token.text.startswith(("dưới", "trên")) for token in tokens[cue + 1 : at])
    if cue and limited and tokens[cue - 1].kind == "figure" and frame.figure(cue - 1).unit in _UNITS:
        return Rejection("threshold")  # "8 tỉnh thu nhập bình quân đầu người dưới 3 triệu đồng": what they are counted by
    lines = [token for token in tokens[comma:cue] if "chuẩn" in token.text.split() and "ntm_weak" not in token.concepts]
    if lines or is_poverty_line(frame, at, cue):
        return Rejection("threshold")
    if figure.bound == "at_most" or (cue and {"poor_households", "near_poor_households"} & set(tokens[cue - 1].concepts)):
        return Rejection("threshold")
    if any("chuẩn nghèo" in token.text or token.text == "tiêu chuẩn" for token in tokens[:at]) and frame.depth[at]:
        return Rejection("threshold")
    if any(token.text in ("trở", "dưới") for token in tokens[at + 1 : at + 3]) or "xuống" in {
        t.text for t in tokens[at + 1 : at + 3]
    }:
        return Rejection("threshold")
    return reading_of(figure, at, "income_per_capita", "income_per_capita.before", "VND", cue, reach)


_UNITS = frozenset({"province", "district", "commune", "village", "household", "locality"})


def is_poverty_line(frame: Frame, at: int, cue: int) -> bool:
    """ "hộ cận nghèo có thu nhập bình quân trên 28 triệu đến 36 triệu đồng": what makes a household poor, not what people earn."""
    tokens = frame.tokens
    for index in range(cue - 1, -1, -1):
        if tokens[index].kind == "figure" or tokens[index].text in (";", "."):
            break
        if {"poor_households", "near_poor_households", "poor_and_near_poor_households"} & set(tokens[index].concepts):
            return True
    behind_it = tokens[at + 1 : at + 3]
    if len(behind_it) == 2 and behind_it[0].text in ("đến", "tới") and behind_it[1].kind == "figure":
        return frame.figure(at + 2).unit == "VND"
    return (
        at >= 2 and tokens[at - 1].text in ("đến", "tới") and tokens[at - 2].kind == "figure" and frame.figure(at - 2).unit == "VND"
    )


def _people_of_place(frame: Frame, cue: int) -> bool:
    """ "Nông dân Đồng bằng sông Hồng thu nhập 43,3 triệu": the people of a place, not one family."""
    before = frame.tokens[max(0, cue - 4) : cue]
    return any(token.text in ("nông", "dân", "người") for token in before) and any(
        token.kind == "place" and frame.place(index).level in ("region", "province", "district")
        for index, token in enumerate(frame.tokens[:cue])
        if index >= cue - 4
    )
