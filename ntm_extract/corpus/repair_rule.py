"""What a rule of repair is, and the letters all of them are written with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

LETTER: Final = r"[^\W\d_]"
LOWER: Final = "a-z" + "".join(chr(code) for code in (*range(0xDF, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).islower())
UPPER: Final = "A-Z" + "".join(chr(code) for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(code).isupper())


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of damage."""

    id: str
    suspects: Callable[[str], bool]  # whether a word, as spaces part it, may be damaged so
    pattern: Callable[[Sequence[str]], re.Pattern[str]]  # made for those words that are suspect
    repair: Callable[[re.Match[str]], str | None]
    examples: tuple[tuple[str, str], ...]
    rejects: tuple[str, ...]


def within(pattern: re.Pattern[str], repair: Callable[[re.Match[str]], str | None]) -> Callable[[str], bool]:
    """The suspicion of a rule that sees nothing but the word itself."""
    return lambda word: any(repair(match) is not None for match in pattern.finditer(word + " "))
