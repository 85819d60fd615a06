"""Places that are not ours: other countries, parts of the world, and provinces that no list of Vietnam has.

A figure told of one of them is nobody's row here, so they are read as places like any other and refused once they are
chosen; a figure of Vietnam beside them keeps its own place ("ở Lào là 18%, ở Việt Nam là 2,9%").

Read is a name only where it says where something is: behind "ở", "tại", "của", "nước", "chính phủ", at the head of a
sentence, behind a comma before a verb, in brackets behind a place, or in a list that began so. "xuất sang Nhật Bản", "biên giới
Việt Nam - Lào", "giáp Trung Quốc", "chuyên gia Hàn Quốc" name no place of a figure. Names of one syllable ("Anh", "Đức",
"Ý") are also words and parts of other names: they need a firm preposition, and no capital behind them.

The list of provinces is complete, so "tỉnh" before any other name is a province abroad, one that ended long ago or a
slip of the pen. In each case nobody knows the place.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

_FIRM_TIES = frozenset({"ở", "tại", "nước"})
_TIES = _FIRM_TIES | {"của", "trong", "thuộc", "bạn", "riêng", "như", "phủ", "nghèo"}
_VERBS = tuple(f"{verb} " for verb in "có đã còn hiện là đang chỉ cũng giảm đạt chiếm vẫn cho".split())
_OPENS = re.compile(r"(?:^|[.!?…:;\n“\"]\s*|[-–]\s)\Z")
_JOINS = re.compile(r"\s*,\s*|\s+và\s+|\s*,\s*và\s+")
_LOOK_BACK = 12


class Abroad(NamedTuple):
    """A name that is no place of ours, or our own country named beside such."""

    start: int
    end: int
    name: str


class AbroadScanner:
    """Finds names of other countries where they say where something is; immutable once made."""

    __slots__ = ("_automaton", "_names")

    def __init__(self, names: Mapping[str, str]) -> None:
        spelt = {spelling.lower(): name for spelling, name in names.items()} | {"việt nam": "Việt Nam"}
        self._names = list(spelt.values())
        self._automaton = AhoCorasick(list(spelt), matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def scan(self, text: str, lower: str) -> list[Abroad]:
        """The names that say a place; "Việt Nam" is among them only beside another country."""
        found: list[Abroad] = []
        foreign = False
        for index, start, end in self._automaton.find_matches_as_indexes(lower):
            if not _whole(text, start, end):
                continue
            name = self._names[index]
            if self._locates(text, lower, start, end, found):
                found.append(Abroad(start, end, name))
                foreign = foreign or name != "Việt Nam"
        return found if foreign else []

    def spoken_of(self, text: str, lower: str) -> int:
        """How often other countries are named at all, whatever of them is said."""
        found = self._automaton.find_matches_as_indexes(lower)
        return sum(self._names[index] != "Việt Nam" and end - start > 4 and _whole(text, start, end) for index, start, end in found)

    def _locates(self, text: str, lower: str, start: int, end: int, found: list[Abroad]) -> bool:
        syllable = " " not in text[start:end] and "-" not in text[start:end] and len(text[start:end]) <= 4
        following = text[end : end + 2]
        if syllable and len(following) == 2 and following[0] in " -–" and following[1].isupper():
            return False  # "Mỹ Đức", "Anh Sơn"
        if text[end : end + 3] in (" - ", " – ") or text[end : end + 1] == "-":
            return False  # "Việt Nam - Lào"
        before = lower[max(0, start - _LOOK_BACK) : start]
        words = before.split()
        if words and before[-1] == " " and words[-1] in (_FIRM_TIES if syllable else _TIES):
            return True
        if syllable and words and words[-1] == "như":
            return text[end : end + 2] in (" (", ", ")
        if found and _JOINS.fullmatch(text[found[-1].end : start]):
            return True
        if syllable:
            return False
        if _OPENS.search(before) and (start == 0 or before):
            return not before.rstrip().endswith(("-", "–")) and text[end : end + 1] in (" ", ",", "\n", "")
        if before.endswith("("):
            return text[end : end + 1] == ")"
        return before.endswith(", ") and lower.startswith(_VERBS, end + 1)


def _whole(text: str, start: int, end: int) -> bool:
    if not (text[start].isupper() or text.startswith("châu ", start)):
        return False
    return not (start and (text[start - 1].isalnum() or text[start - 1] == "-")) and not (end < len(text) and text[end].isalnum())


_UNKNOWN_PROVINCE = re.compile(r"(?<![^\W\d_])[Tt]ỉnh (?P<name>(?:[^\W\d_a-zà-ỹ][\w'’-]*)(?: [^\W\d_a-zà-ỹ][\w'’-]*){0,3})")


def unknown_provinces(text: str, surnames: Container[str]) -> Iterator[Abroad]:
    """ "tỉnh Vân Nam", "tỉnh Luang Namtha": names behind "tỉnh"; the caller leaves out those that are known."""
    for match in _UNKNOWN_PROVINCE.finditer(text):
        name = match["name"]
        words = name.split(" ")
        if words[0].isupper() or (len(words) > 2 and words[0] in surnames):
            continue  # "tỉnh NTM", headings in capitals, "Chủ tịch UBND tỉnh Trần Văn An"
        if len(words) == 1 and (len(name) < 5 or not name.isalpha()):
            continue  # "tỉnh Đoàn", "tỉnh Ủy": an office
        yield Abroad(match.start(), match.end(), name)
