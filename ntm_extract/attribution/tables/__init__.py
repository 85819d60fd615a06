"""Tables: each numeric cell takes indicator, unit, place, time and status from its row and its column.

Read are the lines of one table: cells between bars or tabs, or parted by two spaces and more. The first line is the
head, a second one its lower storey when its cells repeat below the upper ones. Whatever a row or a column can say is
read by one grammar, so it makes no difference which of the two is the indicator, the place or the year. What a figure
leaves unsaid its head says: "Số hộ nghèo" counts households, "Thu nhập bình quân (triệu đồng/người)" gives the scale.

Refused, because a wrong figure is the worse error:

* a line whose cells do not match the head in number, and a table in which few lines match;
* a label with a word this grammar does not know ("Số hộ nghèo được vay vốn"), or that speaks of two things;
* comparisons ("% so với kế hoạch", "TH/KH"), notes, ordinals, totals of what is no indicator ("Tổng số hộ");
* a whole series in which one cell cannot be what the head says: 120 %, half a household;
* "Tỷ lệ (%)" beside a count, and "Tăng/giảm", unless the other cells of the rows prove it by calculation;
* "Cộng" where the table lists only some units of the area, or the area is not the one above them;
* names the gazetteer does not know at the level of the other rows.

A table goes through ``grid`` (cells below heads), ``columns`` (what each column is), ``cells`` (the number in a cell
and what it measures) and ``proofs``; ``reader`` leads through them. ``labels`` hears what a label says (``said``),
``places`` knows the units its rows name, ``indicators`` which indicator row and column make together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ntm_extract.model import Figure
from ntm_extract.patterns.places import PlaceMention
from ntm_extract.patterns.wordings import Wording


class Line(NamedTuple):
    """One line of a table, with what was found in it; ``first``: the index of its first figure in the document."""

    start: int
    end: int
    first: int
    figures: Sequence[Figure]
    cues: Sequence[Wording]
    places: Sequence[PlaceMention]
