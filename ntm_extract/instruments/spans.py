"""Pairs of spans that overlap: the rows of one reading of a text beside those of another.

>>> from collections import namedtuple
>>> Span = namedtuple("Span", "start end")
>>> match([Span(0, 4), Span(2, 9)], [Span(3, 5)], lambda left, right: -left)
[(1, 0)]
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Span(Protocol):
    """Anything with a place in a text."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character behind its last one."""


def match(
    left: Sequence[Span], right: Sequence[Span], cost: Callable[[int, int], int | None]
) -> list[tuple[int, int]]:
    """Pair spans that overlap, one to one, by their indices: the pair of least ``cost`` first, then the earlier ones.

    ``cost`` is asked about overlapping spans only; where it gives None the two are never a pair. As the spans of a
    text overlap few others, the time grows with their number and not with its square.
    """
    candidates = []
    for one, other in overlapping(left, right):
        price = cost(one, other)
        if price is not None:
            candidates.append((price, one, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in sorted(candidates):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return list(pairs.items())


def overlapping(left: Sequence[Span], right: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The indices of all spans of ``left`` and ``right`` that share a character."""
    order = sorted(range(len(right)), key=lambda index: right[index].start)
    starts = [right[index].start for index in order]
    reach = list(accumulate((right[index].end for index in order), max))  # the furthest end so far
    for one, span in enumerate(left):
        at = bisect_left(starts, span.end) - 1
        while at >= 0 and reach[at] > span.start:
            if right[order[at]].end > span.start:
                yield one, order[at]
            at -= 1
