"""Series said in pairs: "lần lượt", "tương ứng" bind the figures behind them, in order, to what was listed before.

Read: shares of counts ("12.400 hộ nghèo, 5.310 hộ cận nghèo, lần lượt chiếm 19,46% và 9,27%"), rates named together ("tỷ lệ
hộ nghèo và cận nghèo lần lượt là 12% và 8%"), one rate over places or years ("ở các huyện A, B, C lần lượt là: 91, 82, 75,4%",
where the last figure lends its unit). A series is paired only where exactly one list before it has as many members as it
has figures. Refused: lists of another length, and two lists that both fit ("huyện A và B năm 2020, 2021 lần lượt …").
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ntm_extract.attribution.frame import Frame

Kind = Literal["counts", "wordings", "places", "times"]

_SEPARATORS = frozenset({",", ";", "và", "/"})
_NAMES_BETWEEN = frozenset({",", ";", "và", "huyện", "xã", "tỉnh", "thị", "thành", "phố", "các", "năm"})
_LEADS = frozenset(": là đạt còn ở mức với tỷ tỉ lệ khoảng số lần lượt , chiếm hộ".split())
_TOGETHER = {
    "multidimensional_rate": ("poverty_rate", "near_poverty_rate"),
    "poor_and_near_poor_households": ("poor_households", "near_poor_households"),
}
_RATE_CUES = ("poverty_rate", "near_poverty_rate", "multidimensional_rate", "clean_water", "health_insurance", "electricity")
_AS_RATE = {"poor_households": "poverty_rate", "near_poor_households": "near_poverty_rate"}
_PLAIN_POOR = re.compile(r"(?<!cận )nghèo")
_QUALIFIERS = frozenset({"times", "star", "criteria", "target", None})
_LEAST = 2


class Series(NamedTuple):
    """Figures and what each is of, in the same order."""

    kind: Kind
    figures: tuple[int, ...]  # tokens
    partners: tuple[int, ...]  # tokens of counts, places or times; of the wording, once for each of ``codes``
    codes: tuple[str, ...] = ()  # of the wordings


def paired(frame: Frame) -> list[Series]:
    """The series of a sentence that are bound in pairs; their bare numbers take the unit of the last."""
    found = []
    for index in range(len(frame.tokens)):
        if not _marks(frame, index):
            continue
        run = _run(frame, index + 1)
        if len(run) < _LEAST:
            continue
        units = {frame.figure(at).unit for at in run}
        unit = frame.figure(run[-1]).unit
        if unit is None or not units <= {unit, None}:
            continue
        series = _partners(frame, frame.clause_start(index), index, run, unit)
        if series is None:
            continue
        for at in run:
            if frame.figure(at).unit is None:
                frame.lend(at, unit)
        found.append(series)
    return found


def _marks(frame: Frame, index: int) -> bool:
    token = frame.tokens[index]
    if token.text.startswith("tương ứng"):
        return True
    if token.text == "lượt":
        before = frame.tokens[index - 1] if index else None
        return before is not None and (before.text == "lần" or before.kind == "time")
    return False


def _run(frame: Frame, index: int) -> tuple[int, ...]:
    tokens = frame.tokens
    start = index
    while index < len(tokens) and index < start + 8 and tokens[index].kind != "figure":
        token = tokens[index]
        framing = {"level_verb", "share", "change_up", "change_down"} & set(token.concepts)
        if not framing and token.text not in _LEADS:
            return ()
        index += 1
    run = []
    while index < len(tokens) and tokens[index].kind == "figure" and frame.figure(index).value is not None:
        run.append(index)
        index += 1
        while index < len(tokens) and tokens[index].text in _SEPARATORS:
            index += 1
    return tuple(run)


def _partners(frame: Frame, start: int, end: int, run: tuple[int, ...], unit: str) -> Series | None:
    size = len(run)
    choices: list[Series] = []
    unequal = False
    counts = tuple(
        at for at in range(start, end) if frame.tokens[at].kind == "figure" and frame.figure(at).unit not in _QUALIFIERS
    )
    if unit == "percent" and len(counts) >= _LEAST and len({frame.figure(at).unit for at in counts}) == 1:
        return Series("counts", run, counts if len(counts) == size else ())  # of unequal length: nothing is sure
    if not counts:
        for kind in ("place", "time"):
            names = _names(frame, start, end, kind)
            unequal = unequal or 0 < len(names) != size
            if len(names) == size:
                choices.append(Series("places" if kind == "place" else "times", run, names))
        wordings = _wordings(frame, start, end, unit)
        if len(wordings) == size and len({code for _, code in wordings}) == size:
            choices.append(Series("wordings", run, tuple(at for at, _ in wordings), tuple(code for _, code in wordings)))
    if len(choices) == 1:
        return choices[0]
    return Series("counts", run, ()) if choices or unequal else None


def _names(frame: Frame, start: int, end: int, kind: str) -> tuple[int, ...]:
    """The one list of places or times before the series; empty where there are two."""
    lists: list[list[int]] = []
    joined = False
    for at in range(start, end):
        token = frame.tokens[at]
        if token.kind == kind:
            if joined and lists:
                lists[-1].append(at)
            else:
                lists.append([at])
            joined = True
        elif token.text not in _NAMES_BETWEEN:
            joined = False
    long = [names for names in lists if len(names) >= _LEAST]
    return tuple(long[0]) if len(long) == 1 else ()


def _wordings(frame: Frame, start: int, end: int, unit: str) -> list[tuple[int, str]]:
    """The rates or groups of households named before the series, each with its code."""
    found: list[tuple[int, str]] = []
    for at in range(start, end):
        token = frame.tokens[at]
        if token.kind != "cue":
            continue
        both = next((codes for concept, codes in _TOGETHER.items() if concept in token.concepts and "cận" in token.text), None)
        if both is not None:
            plain = _PLAIN_POOR.search(token.text)
            ordered = both if plain is not None and plain.start() < token.text.index("cận") else tuple(reversed(both))
            found += [(at, code) for code in ordered]
            continue
        concept = next((c for c in (*_RATE_CUES, *_AS_RATE) if c in token.concepts), None)
        if concept is not None:
            found.append((at, concept))
    if unit == "percent":
        return [(at, _CODES.get(_AS_RATE.get(code, code), _AS_RATE.get(code, code))) for at, code in found]
    return found if unit == "household" and all(code in _AS_RATE for _, code in found) else []


_CODES = {
    "multidimensional_rate": "multidimensional_poverty_rate",
    "clean_water": "clean_water_rate",
    "health_insurance": "health_insurance_rate",
    "electricity": "electricity_rate",
}
