"""Places by where they stand: in a list headed by its level word, before "là xã …", again after their level was said.

"các xã: A 512 hộ, B 430 hộ" gives A and B the level of the head; "Nậm Tha là xã nghèo" has the level word behind the name;
a name of two syllables that once stood with its level word is the same place when it comes bare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ntm_extract.patterns.place_guards import SURNAMES, inside_name
from ntm_extract.patterns.place_words import LEVELS, NAME_WORD, PlaceLevel, PlaceMention
from ntm_extract.reference.gazetteer import Gazetteer

# behind "các xã: A 512 hộ" the next name of the list, itself with a figure behind it
_NEXT_ITEM = re.compile(
    r"(?:[^,;.\n]|[.,](?=\d)){0,80}?(?:[,;]\s+(?:và\s+)?|\d\)?[^\W\d]{0,6}%?\)?\s+và\s+)"
    rf"(?P<name>{NAME_WORD}(?: {NAME_WORD}){{0,3}})(?=(?: [^\W\dA-Z]+){{0,4}} \(?\d)"
)
# "Tiến độ của các xã năm 2022: A 12/19 tiêu chí": the first name of a list that stands away from its level word
_LIST_HEAD = re.compile(
    rf"\b[Cc]ác (?P<level>xã|huyện|thôn|bản|ấp|buôn)\b[^:.;\n]{{0,50}}: ?(?P<name>{NAME_WORD}(?: {NAME_WORD}){{1,3}})"
    r"(?=(?: [^\W\dA-Z]+){0,4} \(?\d)"
)
# "một số xã giảm nhanh như: A giảm 7%, B 6%": the same behind other words for several, where the lists know every name
_SEVERAL = re.compile(r"\b(?:[Cc]ác|[Mm]ột số|[Nn]hiều|[Nn]hững) (?P<level>xã|huyện)\b[^:.;\n]*\Z")
_FIRST_ITEM = re.compile(rf"{NAME_WORD}(?: {NAME_WORD}){{1,3}}(?=(?: [^\W\dA-Z]+){{0,4}} \(?\d)")
_FAR = 110  # characters from the level word to the list
# what makes one name the first of a list of figures: "các xã A giảm 7,7%, B giảm 6,2%"
_MEASURED = re.compile(r"(?: [^\W\dA-Z]+){0,4} \(?\d")
_NAMED_AS = re.compile(
    rf"(?<![\w ])\s?(?P<name>{NAME_WORD}(?: {NAME_WORD}){{1,2}}) là (?:một |một trong những |những |1 trong những )?"
    r"(?P<level>xã|huyện|thị xã|thị trấn|thôn|bản|ấp|buôn|làng)\b"
)


_HEAD = 300
_OPENED = re.compile(
    rf"(?:\A|\n)[ \t]*(?P<name>{NAME_WORD}(?: {NAME_WORD}){{1,2}})(?= ?: "
    r"| (?:có|thêm|còn|đã|đạt|hiện|giảm|phấn đấu|nỗ lực|huy động|về đích|cán đích|hoàn thành|xóa|xoá|nâng|xây dựng|đẩy mạnh)\b)"
)
# "Đakrông": one word of several syllables, which no Vietnamese word is
_VOWEL = "aăâeêioôơuưy\u00e0-\u00fd\u1ea0-\u1ef9"
_SYLLABLES = re.compile(rf"[{_VOWEL}][^\W\d{_VOWEL}]+[{_VOWEL}]")
_IN_TURN = re.compile(r"[^.;:]{0,30}(?:lần lượt|tương ứng)")


def headed_lists(text: str) -> Iterable[PlaceMention]:
    """ "các xã năm 2022: A 12/19 tiêu chí, B 11/19 tiêu chí"."""
    for match in _LIST_HEAD.finditer(text):
        level = LEVELS[match["level"]]
        yield PlaceMention(match.start("name"), match.end("name"), level, match["name"], bare=True)
        yield from items(text, match.end(), level)


def led_lists(text: str, gazetteer: Gazetteer) -> Iterable[PlaceMention]:
    """ "một số xã giảm nhanh như: A giảm 7%, B 6%", of names that the lists know at this level."""
    for mark in (": ", "như "):
        at = text.find(mark)
        while at >= 0:
            start = at + len(mark)
            first = _FIRST_ITEM.match(text, start)
            head = _SEVERAL.search(text[max(0, at - _FAR) : at]) if first else None
            level = LEVELS[head["level"]] if head else None
            if first and level and _known(gazetteer, first[0], level):
                yield PlaceMention(start, first.end(), level, first[0], bare=True)
                yield from measured(text, first.end(), level, gazetteer)
            at = text.find(mark, start)


def measured(text: str, at: int, level: PlaceLevel, gazetteer: Gazetteer) -> Iterable[PlaceMention]:
    """The other names of "các xã A giảm 7,7%, B giảm 6,2% và C 5%", up to the first that the lists do not know."""
    if level not in ("commune", "district") or _MEASURED.match(text, at) is None:
        return
    for mention in items(text, at, level):
        if not _known(gazetteer, mention.name, level):
            return
        yield mention


def _known(gazetteer: Gazetteer, name: str, level: PlaceLevel) -> bool:
    return any(unit.level == level for unit in gazetteer.find(name))


def opened(text: str, gazetteer: Gazetteer) -> Iterable[PlaceMention]:
    """ "Hàm Yên thêm 2 xã …", "Trảng Bom: 10/16 xã …": a district whose bare name opens one of the first lines, as its subject."""
    for match in _OPENED.finditer(text, 0, _HEAD):
        name = match["name"]
        if gazetteer.province(name, "63") is None and gazetteer.longest_match(name.split(" "), "district") == name.count(" ") + 1:
            yield PlaceMention(match.start("name"), match.end("name"), "district", name, bare=True)


def items(text: str, at: int, level: PlaceLevel) -> Iterable[PlaceMention]:
    """The other names of "các xã: A 512 hộ, B 430 hộ"."""
    while match := _NEXT_ITEM.match(text, at):
        yield PlaceMention(match.start("name"), match.end("name"), level, match["name"], bare=True)
        at = match.end()


def named_as(text: str) -> Iterable[PlaceMention]:
    """ "Nậm Tha là xã nghèo của huyện": the level word stands behind the name."""
    for match in _NAMED_AS.finditer(text):
        name = match["name"]
        if name.split(" ")[0] not in SURNAMES:
            yield PlaceMention(match.start("name"), match.end("name"), LEVELS[match["level"]], name, bare=True)


class Taken:
    """Spans already read; asks whether another overlaps one of them."""

    __slots__ = ("_points",)

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._points: set[int] = set()
        self.add(spans)

    def add(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take more spans."""
        for start, end in spans:
            self._points.update(range(start, end))

    def free(self, start: int, end: int) -> bool:
        """Whether a span overlaps none of them."""
        return start not in self._points and end - 1 not in self._points


def introduced(text: str, led: list[PlaceMention]) -> Iterable[PlaceMention]:
    """Later bare uses of a name that has two syllables or more and stood with its level word."""
    levels: dict[str, tuple[int, PlaceLevel]] = {}
    for mention in led:
        several = " " in mention.name or _SYLLABLES.search(mention.name.lower())
        if several and mention.level != "province" and not mention.name[-1].isdigit():
            levels.setdefault(mention.name, (mention.end, mention.level))
    for name, (after, level) in levels.items():
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            whole = not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
            if whole and at != after - len(name) and not inside_name(text, at, end):
                yield PlaceMention(at, end, level, name, bare=True)
            at = text.find(name, end)


def join_regions(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """ "Đồng bằng sông Hồng và Bắc Trung Bộ" is one area; the last two of a longer list, or two told in turn, are not."""
    joined: list[PlaceMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        pair = last is not None and last.level == mention.level == "region" and text[last.end : mention.start] in (" và ", " & ")
        listed = pair and len(joined) > 1 and joined[-2].level == "region" and text[joined[-2].end : joined[-1].start] == ", "
        if last and pair and not listed and _IN_TURN.match(text, mention.end) is None:
            joined[-1] = last._replace(end=mention.end, name=f"{last.name} và {mention.name}")
        else:
            joined.append(mention)
    return joined
