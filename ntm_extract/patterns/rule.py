"""A rule of reading as a value, with the examples that prove it beside it.

``pattern`` names the part of the fused scanner that offers a rule its text; ``examples`` are texts in which
exactly this rule reads exactly one figure with the given fields; ``rejects`` are near misses, in which it
reads none. The tests check all three, for every rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Expected = "Mapping[str, object]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of reading a figure."""

    id: str
    shape: str  # what it looks like, in words
    examples: tuple[tuple[str, Mapping[str, object]], ...]
    rejects: tuple[str, ...] = ()
