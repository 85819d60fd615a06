"""A title says again what its text says in full: place and time of the same figure hold for it.

"10/16 xã được công nhận …" above "Tính đến cuối tháng 6, huyện A có 10/16 xã …" is of huyện A and of June. Taken over only
where the title itself named no place (no time) and every statement of the same indicator, value and kind in the text agrees;
a title that no statement repeats keeps the document's own place and date. What a title only states ("Năm 2025: 80% số xã đạt
chuẩn") is planned where the text only aims at that figure for the same year, and nowhere says that it was reached.
"""

from __future__ import annotations

from collections.abc import Sequence

from ntm_extract.attribution.draft import Observation
from ntm_extract.model import Block, Sentence


def settle_titles(found: list[Observation], sentences: Sequence[Sentence], blocks: Sequence[Block]) -> list[Observation]:
    """``found`` with the places and times of titles taken from what repeats them."""
    titled = [index for index, item in enumerate(found) if blocks[sentences[item.sentence].block].kind == "title"]
    if not titled or len(titled) == len(found):
        return found
    told = [item for index, item in enumerate(found) if index not in set(titled)]
    settled = list(found)
    for index in titled:
        item = found[index]
        same = [other for other in told if _repeats(item, other)]
        aimed = [other for other in told if _repeats(item, other, aimed=True)]
        stated = item.status == "actual" and item.status_source == "document" and item.time_source != "document"
        if not same and aimed and stated and all(other.period == item.period for other in aimed):
            item, same = item._replace(status="target"), aimed
        if item.area_source == "document":
            areas = {(other.area, other.area_source) for other in same}
            if len({area for area, _ in areas}) == 1:
                area, _ = areas.pop()
                item = item._replace(area=area)
        if item.time_source == "document":
            if not same and item.period.label is None:  # an undated text whose figures of this kind are all of one time
                same = [other for other in told if other.reading.code == item.reading.code and other.status == item.status]
            periods = {other.period for other in same if other.time_source != "document"}
            if len(periods) == 1 and (period := periods.pop()).label is not None:
                item = item._replace(period=period)
        settled[index] = item
    return settled


def _repeats(title: Observation, other: Observation, *, aimed: bool = False) -> bool:
    """``aimed``: whether the text aims at what the title only states."""
    one, two = title.reading, other.reading
    same = (one.code, one.value, one.upper, one.unit, one.measure) == (two.code, two.value, two.upper, two.unit, two.measure)
    if not same or other.status != ("target" if aimed else title.status) or (one.denominator or two.denominator) != two.denominator:
        return False
    return all(two.breakdowns.get(key, value) == value for key, value in one.breakdowns.items())
