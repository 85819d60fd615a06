"""The time an undated report is of, as its title says it: "Báo cáo kết quả … 6 tháng đầu năm 2021", "Kết quả năm 2021".

A paper that tells no day stands in the year it reports on: its "hiện nay", "năm nay" and "6 tháng đầu năm" count from there, as
does what it tells without a time. Read only from a title that names results and the one year of them; a plan named beside
them ("… năm 2021, kế hoạch năm 2022") is of what comes after. Refused: a stage of years, a title that only states something
("Xã A đạt chuẩn năm 2022"), two years of results, a base ("so với năm 2020"), and a title whose text goes on into a later
year. A wrong year is worse than an open one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ntm_extract.model import Figure

_RESULTS: Final = re.compile(r"\b(?:kết quả|tình hình|tổng kết|sơ kết|đánh giá|nhìn lại)\b")
_AHEAD: Final = re.compile(
    r"(?<!thực hiện )(?<!hoàn thành )\b(?:kế hoạch|mục tiêu|chỉ tiêu|nhiệm vụ|phương hướng|giải pháp|dự kiến|phấn đấu)\b"
)
_BASE: Final = re.compile(r"\b(?:so với|cùng kỳ|từ|chuẩn nghèo|giai đoạn|nhiệm kỳ|năm học|đến)\b[^,;–-]{0,24}\Z")
_HALF_YEARS: Final = 15  # characters of "2021-01/2021-06"


def reported_time(title: str, figures: Sequence[Figure], start: int, latest: int | None) -> str | None:
    """The year or the last month reported on, where the title says so and the text goes on into no later year.

    ``figures`` are those of the title, which begins at ``start``; ``latest`` is the latest year the text stands in.
    """
    lower = title.lower()
    found: set[str] = set()
    for figure in figures:
        iso = figure.iso or ""
        if figure.kind not in ("year", "period", "date") or iso[:1] != "2":
            continue
        before = lower[: figure.start - start]
        results, ahead = _last(_RESULTS, before), _last(_AHEAD, before)
        if ahead > results:
            continue
        if results < 0 or _BASE.search(before):
            return None
        half = len(iso) == _HALF_YEARS and iso[4:8] == "-01/" and iso[:4] == iso[8:12]
        if not half and len(iso) != len("2021"):
            return None
        found.add(iso[8:] if half else iso)
    told = found.pop() if len(found) == 1 else None
    return told if told is not None and (latest is None or latest <= int(told[:4])) else None


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)
