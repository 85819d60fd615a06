"""A rule of reading as a value, with the examples that prove it beside it.

Rules share one fused pattern (:mod:`.grammar`), so that a text is read once, and one order of decisions
(:mod:`.scanner`); the rule is the name under which a decision is recorded in :attr:`Figure.rule`.
``examples`` are texts in which this rule and no other reads figures, with the fields they must have;
``rejects`` are near misses, in which it reads none. The tests check both ways: every example hits its rule,
and every rule that the scanner can name is hit by an example.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of reading a figure."""

    id: str
    shape: str  # what it looks like, in words
    examples: tuple[tuple[str, Mapping[str, object]], ...]  # text; "quote" and fields of the figure
    rejects: tuple[str, ...] = ()
