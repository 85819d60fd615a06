"""Numbers, amounts and quotes as a reader at a terminal is shown them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BOUNDS = {
    "exact": "", "approx": "about ", "at_least": "at least ", "at_most": "at most ", "more_than": "more than ",
    "less_than": "less than ",
}


def number(value: float) -> str:
    """A number as tables show it.

    >>> number(164_300_000_000.0), number(16.76)
    ('164,300,000,000', '16.76')
    """
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def amount(value: float, upper: float | None, denominator: float | None, unit: str | None, bound: str) -> str:
    """What a figure says.

    >>> amount(39, None, 94, "commune", "exact"), amount(3.5, 4, None, "percent", "more_than")
    ('39 of 94 commune', 'more than 3.5 to 4 percent')
    """
    text = _BOUNDS[bound] + number(value)
    if upper is not None:
        text += f" to {number(upper)}"
    if denominator is not None:
        text += f" of {number(denominator)}"
    return f"{text} {unit}" if unit else text


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def excerpt(sentence: str, start: int, end: int, width: int = 110) -> str:
    """A quote (from ``start`` to ``end`` of its sentence) between marks, with what stands around it, on one line.

    >>> excerpt("Đến nay, toàn huyện có 12 xã về đích; tỷ lệ hộ nghèo còn 4,5%.", 23, 28, width=30)
    '… huyện có «12 xã» về đích; tỷ …'
    """
    before, quote, after = (" ".join(part.split()) for part in (sentence[:start], sentence[start:end], sentence[end:]))
    room = max(0, width - len(quote))
    left = max(room // 2, room - len(after))
    right = max(room - room // 2, room - len(before))
    if len(before) > left:
        before = "… " + before[len(before) - left :].partition(" ")[2]
    if len(after) > right:
        after = after[:right].rpartition(" ")[0] + " …"
    gap = " " if after[:1].isalnum() or after[:1] in "…(" else ""
    return f"{before} «{quote}»{gap}{after}".strip()


def first_of(lines: Iterable[str], total: int, show: int | None, what: str) -> Iterator[str]:
    """The first ``show`` of ``total`` lines (None: all), and how many more there are."""
    shown = total if show is None else min(show, total)
    for _, line in zip(range(shown), lines, strict=False):
        yield line
    if shown < total:
        yield f"... and {counted(total - shown, f'more {what}')}"
