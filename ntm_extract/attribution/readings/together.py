"""One figure said of two things: "99% dân số được sử dụng điện và nước sạch", "129 xã đạt tiêu chí quy hoạch và tiêu chí điện".

The second thing is joined to the first by "và" or a comma and is of its kind: a service beside a service, a criterion beside a
criterion. Only words that lead to it may stand between ("được sử dụng", "tiêu chí về"); a word more and the figure is of the
first alone. Refused: a second thing with a figure of its own behind it ("… tiêu chí điện 45 xã").
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import Frame

_SERVICES: Final = {
    "clean_water": "clean_water_rate",
    "electricity": "electricity_rate",
    "health_insurance": "health_insurance_rate",
}
_LEADING: Final = frozenset(
    "được sử dụng dùng có tham gia tiêu chí về số hộ dân lưới quốc gia thẻ sinh hoạt an toàn thường xuyên ổn định".split()
)
_JOINING: Final = frozenset({"và", ",", "cùng"})
_FARTHEST: Final = 9  # tokens between the two


def together(frame: Frame, first: Reading) -> list[Reading]:
    """The further readings of a figure whose first one is read."""
    if first.previous is not None or first.cue <= first.at:
        return []
    criterion = first.code == "communes_meeting_criterion"
    if not criterion and first.code not in _SERVICES.values():
        return []
    cue = _cue(frame, first) if criterion else first.cue
    found: list[Reading] = []
    said = {first.breakdowns.get("criterion") if criterion else first.code}
    while cue >= 0:
        cue = _next(frame, cue, criterion=criterion)
        if cue < 0:
            break
        name = _named(frame, cue, criterion=criterion)
        if name is None or name in said:
            continue
        said.add(name)
        reading = replace(first, cue=cue, breakdowns=dict(first.breakdowns))
        if criterion:
            reading.breakdowns["criterion"] = name
        else:
            reading.code = name
        reading.rule = f"{reading.code}.together"
        found.append(reading)
    return found


def _cue(frame: Frame, first: Reading) -> int:
    """The token that names the criterion of the first reading."""
    wanted = f"criterion:{first.breakdowns.get('criterion')}"
    return next((at for at in range(first.at + 1, len(frame.tokens)) if wanted in frame.tokens[at].concepts), -1)


def _named(frame: Frame, at: int, *, criterion: bool) -> str | None:
    for concept in frame.tokens[at].concepts:
        if criterion and concept.startswith("criterion:"):
            return concept.removeprefix("criterion:")
        if not criterion and concept in _SERVICES:
            return _SERVICES[concept]
    return None


def _next(frame: Frame, at: int, *, criterion: bool) -> int:
    """The token of the next thing that is joined to the one at ``at``; -1 where there is none."""
    joined = False
    for index in range(at + 1, min(at + _FARTHEST, len(frame.tokens))):
        token = frame.tokens[index]
        if _named(frame, index, criterion=criterion) is not None:
            return index if joined and not _has_own(frame, index) else -1
        if token.text in _JOINING:
            joined = True
        elif token.kind in ("mark", "figure") or not set(token.text.split()) <= _LEADING:
            return -1
    return -1


def _has_own(frame: Frame, at: int) -> bool:
    """Whether a figure of its own follows: "…, tiêu chí điện 45 xã", "và nước sạch đạt 92%"."""
    for token in frame.tokens[at + 1 : at + 5]:
        if token.kind == "figure":
            return True
        if token.kind == "mark":
            return False
    return False
