"""A set of marks (digests) of eight bytes that takes some sixteen bytes of memory for each; a ``set`` takes seventy.

Open addressing in many small tables, of which each grows by itself: nothing is ever there twice but one of them.

>>> marks = Marks()
>>> marks.add(7), marks.add(8), marks.add(7)
(True, True, False)
"""

from __future__ import annotations

from array import array
from typing import Final

_TABLES: Final = 1024
_SLOTS: Final = 8  # of a table that begins
_NONE: Final = 0


class Marks:
    """Numbers of 64 bits, evenly distributed as digests are."""

    def __init__(self) -> None:
        self._tables: list[array[int] | None] = [None] * _TABLES
        self._numbers = [0] * _TABLES

    def add(self, mark: int) -> bool:
        """Put a mark in; False if it was there."""
        mark = mark or 1
        which = mark % _TABLES
        table = self._tables[which] or self._grown(which)
        if not _put(table, mark):
            return False
        self._numbers[which] += 1
        if 4 * self._numbers[which] > 3 * len(table):
            self._grown(which)
        return True

    def _grown(self, which: int) -> array[int]:
        old = self._tables[which] or array("Q")
        table = array("Q", bytes(8 * max(_SLOTS, 2 * len(old))))
        for mark in old:
            if mark != _NONE:
                _put(table, mark)
        self._tables[which] = table
        return table


def _put(table: array[int], mark: int) -> bool:
    last = len(table) - 1
    at = mark // _TABLES & last
    while (there := table[at]) != _NONE:
        if there == mark:
            return False
        at = at + 1 & last
    table[at] = mark
    return True
