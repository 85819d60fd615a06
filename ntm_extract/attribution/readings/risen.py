"""What it is that rose: the breakdown of a rise told beside a level.

"642 sản phẩm OCOP đạt 3 sao trở lên, tăng 86 sản phẩm so với năm 2023": the rise is of products of those stars. A rise cannot be
larger than what it led to: behind "…, trong đó 6 sản phẩm 5 sao, tăng 86 sản phẩm" it is of the whole before the part. Only counts
are looked at, and only a verb of change that stands directly before the number and behind a comma or a bracket.
"""

from __future__ import annotations

from typing import Final

from ntm_extract.attribution.draft import Reading
from ntm_extract.attribution.frame import Frame

_BROKEN_DOWN: Final = {
    "ocop_products": ("stars_min", "stars_max", "potential"),
    "communes_ntm": ("tier",),
    "villages_ntm": ("tier",),
    "districts_ntm": ("tier",),
}


def take_breakdown(frame: Frame, reading: Reading, readings: list[Reading]) -> None:
    """Give a rise the breakdown of the level that rose."""
    keys = _BROKEN_DOWN.get(reading.code)
    # "98 sản phẩm (19 sản phẩm 4 sao, …), tăng 31 sản phẩm": what a bracket counts did not rise
    open_ones = [one for one in readings if frame.depth[one.at] <= frame.depth[reading.at]]
    level = open_ones[-1] if open_ones else None
    if keys is None or level is None or reading.measure != "change" or reading.value <= 0 or reading.unit == "percent":
        return
    if level.code != reading.code or level.unit != reading.unit or level.measure != "level" or not _beside(frame, reading):
        return
    if level.value < reading.value:
        wholes = (one for one in reversed(open_ones) if one.code == level.code and one.unit == level.unit)
        whole = next((one for one in wholes if one.measure == "level" and one.value >= reading.value), None)
    else:
        whole = level if not _own(reading) and _directly(frame, level.at, reading.at - 2) else None
    if whole is None:
        return
    for key in keys:
        reading.breakdowns.pop(key, None)
        if key in whole.breakdowns:
            reading.breakdowns[key] = whole.breakdowns[key]


def _beside(frame: Frame, reading: Reading) -> bool:
    verb = reading.at - 1
    return verb > 0 and frame.has(verb, "change_up") and frame.tokens[verb - 1].text in (",", "(")


def _own(reading: Reading) -> bool:
    return "stars_min" in reading.breakdowns or "tier" in reading.breakdowns


def _directly(frame: Frame, start: int, end: int) -> bool:
    """Whether nothing but the level's own wording stands between."""
    return all(
        frame.tokens[index].text not in (",", ";", ":")
        and (frame.tokens[index].kind != "figure" or frame.figure(index).unit == "star")
        for index in range(start + 1, end)
    )
