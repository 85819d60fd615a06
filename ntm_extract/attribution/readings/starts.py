"""Where a movement began, said before what it is of: "Từ 3 huyện năm 2015, đến cuối năm 2020 tỉnh X có 9 huyện đạt chuẩn".

The first figure says neither indicator nor place; the figure it leads to says both. It is read with them if "từ" opens its
clause, nothing but a verb of stock and a time stands beside it, the clause ends there, and the next reading of the sentence
is of its unit and told as a later state ("đến nay", "lên", "xuống còn"). Refused: a start without a time of its own, unless
"từ" stands directly before it or the text says that it was the beginning, since the date of the text would be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import FILLER, Frame
from ntm_extract.attribution.readings.links import like

REFUSED: Final = frozenset({"no_indicator", "no_single_unit", "beneficiaries"})
_OPENING: Final = frozenset({"chỗ", "chỉ", "có", "đạt", "xuất", "phát", "điểm", "mới", "với", "con", "số", "mức", "ban", "đầu"})
_LATER: Final = frozenset({"lên", "xuống", "tăng", "giảm", "đến", "nay", "nâng"})
_BY_UNIT: Final = {"communes_ntm": "commune", "villages_ntm": "village", "districts_ntm": "district"}


def starts(frame: Frame, readings: Sequence[Reading], reasons: Mapping[int, str]) -> list[tuple[int, Reading]]:
    """The readings of figures from which a movement began, each with the index of its figure."""
    found = []
    for index, reason in reasons.items():
        at = frame.at_figure.get(index, -1)
        if reason not in REFUSED or at < 1 or frame.tokens[at].kind != "figure" or frame.figure(at).value is None:
            continue
        later = next((one for one in readings if one.at > at), None)
        if later is None or not _same_kind(frame, at, later) or not _opened(frame, at):
            continue
        time = _left_alone(frame, at, later.at)
        if time is None:
            continue
        reading = like(frame.figure(at), at, later, later.code, "series.start", frame.figure(at).unit or later.unit)
        reading.time_at = time
        reading.place_at = later.place_at if later.place_at >= 0 else _place(frame, at, later.at)
        found.append((index, reading))
    return found


def _same_kind(frame: Frame, at: int, later: Reading) -> bool:
    unit = frame.figure(at).unit
    return unit is not None and unit in (later.figure.unit, _BY_UNIT.get(later.code))


def _opened(frame: Frame, at: int) -> bool:
    """Whether "từ" opens the clause, with nothing but a verb of stock before the figure."""
    for index in range(at - 1, max(-1, at - 7), -1):
        token = frame.tokens[index]
        if token.text in ("từ", "từ mức"):
            directly = index == at - 1
            dated = any(other.kind == "time" for other in frame.tokens[at + 1 : at + 6])
            begun = frame.any_cue("undated", start=index, end=at)
            opens = index == 0 or frame.tokens[index - 1].kind in ("mark", "time")
            return opens and (directly or dated or begun)
        if token.kind != "time" and not set(token.text.split()) <= _OPENING and "level_verb" not in token.concepts:
            return False
    return False


def _left_alone(frame: Frame, at: int, later: int) -> int | None:
    """The token of the figure's own time (-1: none), where its clause says no more and the later state is told as one."""
    time = -1
    index = at + 1
    while index < later and not (frame.tokens[index].kind == "mark" and frame.tokens[index].text in ",;"):
        token = frame.tokens[index]
        if token.kind == "time":
            time = index
        elif token.kind == "figure" or not set(token.text.split()) <= FILLER | _LATER:
            return None
        if token.text in _LATER:
            break
        index += 1
    between = frame.tokens[index:later]
    if any(token.text == ";" for token in between):
        return None
    told = time >= 0 or any(
        _LATER & set(token.text.split()) or {"now", "change_up", "change_down"} & set(token.concepts) for token in between
    )
    return time if told else None


def _place(frame: Frame, at: int, later: int) -> int:
    return next((index for index in range(later - 1, at, -1) if frame.tokens[index].kind == "place"), -1)
