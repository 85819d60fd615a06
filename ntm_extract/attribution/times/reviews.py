"""The year of the review of poor households that a text reports on, and of the decision that a sentence tells of.

"UBND tỉnh phê duyệt kết quả rà soát hộ nghèo, hộ cận nghèo năm 2022": what such a text says of poverty afterwards, without a
time of its own, was found by that review; the day the text was written is no time of it. Read only where the results of the
review are named at the opening of the text, with a year behind the poor, and that year is the text's own or the one
before it. A review still to be made ("triển khai rà soát hộ nghèo năm 2024"), the years of a standard ("theo chuẩn nghèo giai
đoạn 2022-2025") and the number of a circular name none.
"""

from __future__ import annotations

from typing import Final

from ntm_extract.attribution.draft import Discourse, Period, Reading
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.times.dates import to_period

FOUND_BY_REVIEW: Final = frozenset(
    {
        "poor_households",
        "near_poor_households",
        "poor_and_near_poor_households",
        "poverty_rate",
        "near_poverty_rate",
        "multidimensional_poverty_rate",
    }
)
REVIEW: Final = "kết quả rà soát"
OPENING: Final = 5  # blocks: the title, the date, the lead and what follows it
_REACH: Final = 30  # "… và hộ nông nghiệp có mức sống trung bình năm 2025"


def review_year(frame: Frame, discourse: Discourse) -> Period | None:
    """The year of the review whose results the sentence names, or None."""
    for index, token in enumerate(frame.tokens):
        said = " ".join(one.text for one in frame.tokens[max(0, index - 2) : index])
        if token.text != "rà soát" or not said.endswith("kết quả"):
            continue
        poor = False
        for other in range(index + 1, min(index + _REACH, len(frame.tokens))):
            one = frame.tokens[other]
            if one.text in ("theo", "chuẩn", "để") or one.kind == "figure" or (one.kind == "mark" and one.text != ","):
                break
            poor = poor or not FOUND_BY_REVIEW.isdisjoint(one.concepts)
            if one.kind == "time":
                period = to_period(frame, other, discourse) if poor and frame.figure(other).kind == "year" else None
                return period if period is not None and _recent(period, discourse) else None
    return None


def _recent(period: Period, discourse: Discourse) -> bool:
    written = discourse.anchor.published
    if written is None or period.label is None:
        return period.label is not None
    return 0 <= int(written[:4]) - int(period.label[:4]) <= 1


def reviewed(reading: Reading, discourse: Discourse) -> Period | None:
    """The year of the review for a reading that it found."""
    if reading.code in FOUND_BY_REVIEW and reading.measure == "level" and not reading.aimed and reading.status != "target":
        return discourse.reviewed
    return None


def year_of_act(frame: Frame) -> str | None:
    """ "… phê duyệt kết quả phân hạng sản phẩm OCOP năm 2021": the one year said of what a decision recognised."""
    times = [at for at, token in enumerate(frame.tokens) if token.kind == "time"]
    years = {frame.figure(at).iso for at in times if frame.figure(at).kind == "year"}
    decided = any(phrase in frame.text for phrase in ("phê duyệt kết quả", "công nhận"))
    return years.pop() if decided and len(years) == 1 and all(frame.figure(at).kind in ("year", "date") for at in times) else None
