"""Bare items of a list whose head names the indicator: "Chỉ tiêu bao phủ bảo hiểm y tế:" and below it "- Năm 2017: 82,7%".

The head (a heading, or a line that ends in a colon) names exactly one rate, or numbers of the poor ("Số liệu hộ nghèo năm
2022:" and below it "- Xã A: 312 hộ"), and no other matter. An item then needs no wording
of its own: it has a time or a place, its figure and small words. Refused: an item with any other word or wording, which
speaks of something else, and a percentage without a time or place of its own. Refusing is the safe side.

The same where a sentence names the rate and the next one gives it place by place: "… giao chỉ tiêu giảm tỷ lệ hộ nghèo cho các
huyện. Cụ thể, huyện A giảm 2%; huyện B 3%".
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Reading, reading_of
from ntm_extract.attribution.frame import FILLER, FRAMING, Frame
from ntm_extract.reference.catalogue import Catalogue

FUNDING = "funding"  # the subject of a list of the parts of a sum
_RATES = frozenset({
    "poverty_rate", "near_poverty_rate", "multidimensional_rate", "poverty_cut", "near_poverty_cut", "multidimensional_cut",
    "clean_water", "health_insurance", "electricity",
})  # fmt: skip
_GROUPS = frozenset({"poor_households", "near_poor_households", "poor_and_near_poor_households"})
_NUMBERS = frozenset({"số", "liệu", "lượng", "kê"})  # số hộ nghèo, số liệu, số lượng, thống kê
_BESIDE = frozenset({"ntm_topic", "standard_name"})  # what a head may speak of besides


def subject_of(frame: Frame) -> str | None:
    """The concept of the one rate that a head names; None where it names none, two, or something else as well."""
    named: set[str] = set()
    for at, token in enumerate(frame.tokens):
        if token.kind == "figure":
            return None  # it states a value itself
        if token.kind != "cue":
            continue
        rates = _RATES.intersection(token.concepts)
        if not rates and not _GROUPS.isdisjoint(token.concepts) and _numbered(frame, at):
            rates = _GROUPS.intersection(token.concepts)
        named |= rates
        other = any(c not in FRAMING | _BESIDE and not c.startswith(("population:", "scope_")) for c in token.concepts)
        if (not rates and other) or "negation" in token.concepts:
            return None
    return named.pop() if len(named) == 1 else None


def _numbered(frame: Frame, at: int) -> bool:
    """ "Số liệu hộ nghèo", "thống kê hộ nghèo": a head of counts; not "danh sách hộ nghèo được hỗ trợ"."""
    if not at or not _NUMBERS & set(frame.tokens[at - 1].text.split()):
        return False
    return not any(
        ("beneficiary" in token.concepts and token.text not in ("của", "tại", "ở")) or "escaped_poverty" in token.concepts
        for token in frame.tokens
    )


def listed(frame: Frame, at: int, subject: str | None, catalogue: Catalogue) -> Reading | None:
    """The reading of a bare item below a head that names a rate."""
    figure = frame.figure(at)
    unit = "percent" if subject in _RATES else "household" if subject in _GROUPS else None
    if subject is None or unit is None or figure.unit != unit or figure.value is None or figure.denominator is not None:
        return None
    placed = False
    for index, token in enumerate(frame.tokens):
        if token.kind == "figure":
            other = frame.figure(index)
            if not (other.unit == unit or (index == 0 and other.unit is None)):
                return None
            placed = placed and index >= at
        elif token.kind in ("time", "place"):
            placed = placed or index < at
        elif token.kind == "cue":
            if any(concept not in FRAMING and not concept.startswith("scope_") for concept in token.concepts):
                return None
            if {"beneficiary", "negation", "base", "norm", "achieved_plan"} & set(token.concepts):
                return None
        elif token.kind == "word" and token.text not in FILLER and not (index == 0 and token.text.isdigit()):
            return None
    if not placed:
        return None
    code, cut = catalogue.by_concept[subject, unit]
    reading = reading_of(figure, at, code, f"{code}.listed", unit)
    if cut:
        reading.measure = "change"
    return reading


def unfolded(frame: Frame, at: int, named: str | None, catalogue: Catalogue) -> Reading | None:
    """The reading of "Cụ thể, huyện A giảm 2%; huyện B 3%" behind a sentence that names one rate and gives no value.

    A place opens the figure's clause, and nothing but small words and the verb of change stands between the two.
    """
    figure = frame.figure(at)
    if named not in _RATES or figure.unit != "percent" or figure.value is None or figure.denominator is not None:
        return None
    if " ".join(token.text for token in frame.tokens[:2]) not in _UNFOLDING and frame.tokens[0].text != "cụ thể":
        return None
    start = max((i + 1 for i in range(at) if frame.tokens[i].text in (";", ",")), default=0)
    between = frame.tokens[start:at]
    place = next((i for i, token in enumerate(between) if token.kind == "place"), -1)
    if place < 0 or frame.depth[at] != frame.depth[start]:
        return None
    for token in between[place + 1 :]:
        plain = {"change_down", "change_up", "level_verb"} & set(token.concepts) or (token.kind == "word" and token.text in FILLER)
        if not plain:
            return None
    code, cut = catalogue.by_concept[named, "percent"]
    reading = reading_of(figure, at, code, f"{code}.unfolded", "percent")
    if cut or frame.has(at - 1, "change_down", "change_up"):
        reading.measure = "change"
    if cut:
        reading.value, reading.upper = -reading.value, -reading.upper if reading.upper is not None else None
    return reading


def behind_stop(frame: Frame, at: int, catalogue: Catalogue) -> Reading | None:
    """ "Tỷ lệ hộ nghèo giảm mạnh; các xã A giảm 7,7%, B 6%": the rate stands before the semicolon, without a value of its own.

    The place opens the figure's clause, and a verb of change stands between the two.
    """
    figure = frame.figure(at)
    start = frame.clause_start(at)
    if figure.unit != "percent" or figure.value is None or not start or frame.tokens[start - 1].text != ";":
        return None
    placed = any(token.kind == "place" for token in frame.tokens[start : start + 3])
    if not placed or not frame.has(at - 1, "change_down", "change_up"):
        return None
    named: set[str] = set()
    for token in frame.tokens[:start]:
        if token.kind == "figure" or "negation" in token.concepts:
            return None
        named |= _RATES.intersection(token.concepts)
    small = all(token.kind in ("place", "time") or token.text in FILLER for token in frame.tokens[start : at - 1])
    if len(named) != 1 or not small:
        return None
    code, _ = catalogue.by_concept[named.pop(), "percent"]
    reading = reading_of(figure, at, code, f"{code}.unfolded", "percent")
    reading.measure = "change"
    return reading


_UNFOLDING = frozenset({"cụ thể", "trong đó", "theo đó"})
