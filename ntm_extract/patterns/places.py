"""Place mentions: a level word with its name, bare names of provinces and regions, and names a text has introduced.

Read: "huyện Than Uyên", "TP. Hà Tĩnh", "xã Khoen On, Tà Mung và Pha Mu" (one level word for a
list), "Gia Lai", "đồng bằng sông Cửu Long", "Duyên hải Nam Trung Bộ và Tây Nguyên" (one region),
and the bare name of a district, commune or village once the same text has named it with its level.

Refused: other bare names. Without a level word one name in five is a surname or another thing
("Đông Xuân" the harvest), and a wrong place is worse than none. A province's name inside a longer
capitalised name ("Nguyễn Thái Bình") is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from ntm_extract.reference.gazetteer import Gazetteer

PlaceLevel = Literal["country", "region", "province", "district", "commune", "village"]

_LEVELS: dict[str, PlaceLevel] = {
    "tỉnh": "province",
    "thành phố": "district",
    "tp": "district",
    "tp.": "district",
    "huyện": "district",
    "thị xã": "district",
    "tx": "district",
    "tx.": "district",
    "quận": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "tt": "commune",
    "tt.": "commune",
    "đặc khu": "commune",
    "thôn": "village",
    "bản": "village",
    "ấp": "village",
    "buôn": "village",
    "làng": "village",
    "khóm": "village",
    "xóm": "village",
    "khu phố": "village",
    "tổ dân phố": "village",
    "sóc": "village",
    "phum": "village",
    "bon": "village",
}
_UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
# bounded, for "A'A'A'" and "A-A-A-" are names from each of their letters on
_NAME_WORD = rf"[{_UPPER}][\w'’]{{0,40}}(?:-[\w'’]{{1,40}}){{0,6}}"
_LEVEL_LED = re.compile(
    r"(?<![^\W\d_])(?P<level>[Tt]ỉnh|TỈNH|[Tt]hành phố|THÀNH PHỐ|T[Pp]\.?|[Hh]uyện|HUYỆN|[Tt]hị xã|THỊ XÃ|T[Xx]\.?|[Qq]uận"
    r"|[Xx]ã|XÃ|[Pp]hường|[Tt]hị trấn|TT\.|[Đđ]ặc khu|[Tt]hôn|[Bb]ản|[Ấấ]p|[Bb]uôn|[Ll]àng|[Kk]hóm|[Xx]óm"
    r"|[Kk]hu phố|[Tt]ổ dân phố|[Ss]óc|[Pp]hum|[Bb]on)"
    r"(?P<kind> (?:(?:nông thôn mới|NTM)(?: nâng cao| kiểu mẫu| thông minh)?|nghèo|điểm|đảo|biên giới|miền núi|đặc biệt khó khăn"
    r"|vùng (?:cao|sâu|xa|biên|bãi ngang)|bãi ngang|ven biển|thuần nông))?"
    rf"(?P<colon> ?:)?(?: số(?= \d))?(?: |(?<=\.))(?P<name>{_NAME_WORD}(?: {_NAME_WORD}| \d{{1,2}}\b){{0,5}}|\d{{1,2}}\b)"
)
# behind "các xã: A 512 hộ" the next name of the list, itself with a figure behind it
_NEXT_ITEM = re.compile(
    r"(?:[^,;.\n]|[.,](?=\d)){0,80}[,;]\s+(?:và\s+)?"
    rf"(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}})(?=(?: [^\W\dA-Z]+){{0,4}} \(?\d)"
)
_NEXT_NAME = re.compile(rf"(?P<gap>\s*,\s*|\s+và\s+|\s*;\s*)(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}})")
# "Tiến độ của các xã năm 2022: A 12/19 tiêu chí": the first name of a list that stands away from its level word
_LIST_HEAD = re.compile(
    rf"\b[Cc]ác (?P<level>xã|huyện|thôn|bản|ấp|buôn)\b[^:.;\n]{{0,50}}: ?(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{1,3}})"
    r"(?=(?: [^\W\dA-Z]+){0,4} \(?\d)"
)
# words that end in a level word but are no place: "Sở Nông nghiệp và Phát triển nông thôn An Giang"
_NOT_LEVEL = frozenset({"nông", "văn", "cơ", "nhật", "kịch", "căn", "ấn", "phiên", "tài", "dị", "xuất", "nguyên", "đô", "dân"})
_NUMBERED = frozenset({"quận", "phường", "thôn", "ấp", "khóm", "xóm", "khu phố", "tổ dân phố", "buôn", "làng"})
_DWELLINGS = frozenset({"thôn", "ấp", "khóm", "xóm", "khu phố", "tổ dân phố"})  # "dân ấp X", but "dân bản", "dân làng"
_SURNAMES = frozenset(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Lương Mai Tô Hà Lò Giàng Vàng".split()
)
_NAMED_AS = re.compile(
    rf"(?<![\w ])\s?(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{1,2}}) là (?:một |một trong những |những |1 trong những )?"
    r"(?P<level>xã|huyện|thị xã|thị trấn|thôn|bản|ấp|buôn|làng)\b"
)
_CENTRAL_CITIES = frozenset({"hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế", "hcm"})


class PlaceMention(NamedTuple):
    """A place as a text names it; ``bare`` when the level word is not said here."""

    start: int
    end: int
    level: PlaceLevel
    name: str
    bare: bool


class PlaceScanner:
    """Finds the place mentions of a text; immutable once made."""

    __slots__ = ("_bare", "_bare_names", "_gazetteer")

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        names: dict[str, tuple[PlaceLevel, str]] = {}
        for spelling, name in gazetteer.province_names().items():
            names[spelling.lower()] = ("province", name)
        for spelling, name in gazetteer.region_names().items():
            names[spelling.lower()] = ("region", name)
        self._bare_names = list(names.values())
        self._bare = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def scan(self, text: str, lower: str) -> list[PlaceMention]:
        """Mentions of a text in order, without overlaps. ``lower`` is its lower-cased form, of the same length."""
        led = list(self._level_led(text))
        taken = _Taken((mention.start, mention.end) for mention in led)
        named = [mention for mention in _named_as(text) if taken.free(mention.start, mention.end)]
        taken.add((mention.start, mention.end) for mention in named)
        named += [mention for mention in _headed_lists(text) if taken.free(mention.start, mention.end)]
        taken.add((mention.start, mention.end) for mention in named)
        led = sorted(led + named)
        bare = [mention for mention in self._bare_provinces(text, lower) if taken.free(mention.start, mention.end)]
        taken.add((mention.start, mention.end) for mention in bare)
        again = [mention for mention in _introduced(text, led) if taken.free(mention.start, mention.end)]
        return _join_regions(text, sorted(led + bare + again))

    def of_province(self, text: str, province: str, found: list[PlaceMention]) -> list[PlaceMention]:
        """``found`` with the bare names of the province's districts, which its own papers seldom introduce."""
        system_unit = self._gazetteer.province(province, "63")
        if system_unit is None:
            return found
        taken = _Taken((mention.start, mention.end) for mention in found)
        more: list[PlaceMention] = []
        for unit in self._gazetteer.districts_of(system_unit):
            name = unit.name
            if " " not in name or self._gazetteer.province(name, "63") is not None:
                continue
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                whole = not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
                if whole and taken.free(at, end) and not _inside_name(text, at):
                    more.append(PlaceMention(at, end, "district", name, bare=True))
                at = text.find(name, end)
        return sorted(found + more) if more else found

    def _level_led(self, text: str) -> Iterable[PlaceMention]:
        reached = 0
        for match in _LEVEL_LED.finditer(text):
            if match.start() < reached:
                continue
            word = match["level"].lower()
            level = _LEVELS[word]
            if level == "village":
                before = _word_before(text, match.start())
                if before in _NOT_LEVEL and not (before == "dân" and (word in _DWELLINGS or " " in match["name"])):
                    continue
                whole = self._whole_name(text, match)
                if whole:
                    reached = match.start() + len(whole)
                    if not self._gazetteer.longest_match(whole.split(" "), "province") and self._gazetteer.longest_match(
                        whole.split(" "), "district"
                    ):
                        yield PlaceMention(match.start(), reached, "district", whole, bare=True)
                    continue
            name = self._known_part(match["name"], level)
            if not name or (name[0].isdigit() and word not in _NUMBERED):
                continue
            if match["kind"] and " " not in name and level != "village" and not self._gazetteer.longest_match([name], level):
                continue  # "xã nghèo Chương trình 135", "xã điểm Trung ương"
            listed = match["colon"] and _word_before(text, match.start()) in ("các", "những")
            if match["kind"] and match["colon"] and not (listed and " " in name):
                continue  # "Xã nông thôn mới nâng cao: Bình quân …"
            if level == "district" and match["level"][0] in "Tt" and name.lower() in _CENTRAL_CITIES:
                level = "province"
            start = match.start("name")
            reached = start + len(name)
            if name.isupper() and not name[0].isdigit():
                name = self._spelt(name, level)
            counted = match["kind"] and text[match.start() - 2 : match.start() - 1].isdigit()  # "3 huyện nghèo A, B, C"
            yield PlaceMention(start if counted else match.start(), reached, level, name, bare=False)
            if listed:
                for mention in _items(text, reached, level):
                    reached = mention.end
                    yield mention
            if level in ("district", "commune", "province"):
                for mention in self._rest_of_list(text, reached, level):
                    reached = mention.end
                    yield mention

    def _whole_name(self, text: str, match: re.Match[str]) -> str:
        """The name whose first word the level word is: "Sóc Trăng", "Buôn Ma Thuột", "ở Bản Phố"; else ""."""
        if match["level"][0].islower() or match["kind"] or match["colon"]:
            return ""
        parts = [match["level"], *match["name"].split(" ")]
        count = max(self._gazetteer.longest_match(parts, level) for level in ("province", "district"))
        before = text[max(0, match.start() - 2) : match.start()]
        if count < 2 and ((before[-1:] == " " and before[0].isalpha()) or text.startswith(" là xã", match.end())):
            count = self._gazetteer.longest_match(parts, "commune")
        return " ".join(parts[:count]) if count > 1 else ""

    def _spelt(self, name: str, level: PlaceLevel) -> str:
        """A name in capitals as the gazetteer spells it."""
        if level == "village":
            return name.title()
        units = self._gazetteer.find(name, level=level)
        return units[0].name if units else name.title()

    def _known_part(self, words: str, level: PlaceLevel) -> str:
        """The longest known name the words begin with, else the words if they can be an unknown name, else ""."""
        parts = words.split(" ")
        if level != "village":
            count = self._gazetteer.longest_match(parts, level)
            if not count and level == "district":
                count = self._gazetteer.longest_match(parts, "province")
            if count == 1 and len(parts) > 1 and level != "province":
                return " ".join(parts[:2])  # an unknown name that begins like a known one
            if count:
                return " ".join(parts[:count])
            if level == "province" or (parts[0] in _SURNAMES and len(parts) > 2):
                return ""
        while parts and len(parts[-1]) > 1 and parts[-1].isupper():
            parts.pop()
        return " ".join(parts[:3])

    def _rest_of_list(self, text: str, at: int, level: PlaceLevel) -> Iterable[PlaceMention]:
        while match := _NEXT_NAME.match(text, at):
            parts = match["name"].split(" ")
            count = self._gazetteer.longest_match(parts, level if level != "village" else None)
            if count != len(parts) or count < 1:
                return
            yield PlaceMention(match.start("name"), match.end("name"), level, match["name"], bare=True)
            at = match.end()

    def _bare_provinces(self, text: str, lower: str) -> Iterable[PlaceMention]:
        size = len(lower)
        for index, start, end in self._bare.find_matches_as_indexes(lower):
            if (start and lower[start - 1].isalnum()) or (end < size and lower[end].isalnum()):
                continue
            level, name = self._bare_names[index]
            if level == "province" and (not text[start].isupper() or _inside_name(text, start)):
                continue
            if level == "region" and _word_before(text, start) in ("phía", "hướng"):
                continue  # a point of the compass
            yield PlaceMention(start, end, level, name, bare=True)


def _headed_lists(text: str) -> Iterable[PlaceMention]:
    """ "các xã năm 2022: A 12/19 tiêu chí, B 11/19 tiêu chí"."""
    for match in _LIST_HEAD.finditer(text):
        level = _LEVELS[match["level"]]
        yield PlaceMention(match.start("name"), match.end("name"), level, match["name"], bare=True)
        yield from _items(text, match.end(), level)


def _items(text: str, at: int, level: PlaceLevel) -> Iterable[PlaceMention]:
    """The other names of "các xã: A 512 hộ, B 430 hộ"."""
    while match := _NEXT_ITEM.match(text, at):
        yield PlaceMention(match.start("name"), match.end("name"), level, match["name"], bare=True)
        at = match.end()


def _named_as(text: str) -> Iterable[PlaceMention]:
    """ "Nậm Tha là xã nghèo của huyện": the level word stands behind the name."""
    for match in _NAMED_AS.finditer(text):
        name = match["name"]
        if name.split(" ")[0] not in _SURNAMES:
            yield PlaceMention(match.start("name"), match.end("name"), _LEVELS[match["level"]], name, bare=True)


def _word_before(text: str, at: int) -> str:
    words = text[max(0, at - 12) : at].split()
    return words[-1].lower() if words and text[at - 1] == " " else ""


class _Taken:
    """Spans already read; asks whether another overlaps one of them."""

    __slots__ = ("_points",)

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._points: set[int] = set()
        self.add(spans)

    def add(self, spans: Iterable[tuple[int, int]]) -> None:
        for start, end in spans:
            self._points.update(range(start, end))

    def free(self, start: int, end: int) -> bool:
        return start not in self._points and end - 1 not in self._points


def _inside_name(text: str, start: int) -> bool:
    """Whether the word before is capitalised but is no abbreviation: "Nguyễn Thái Bình"."""
    before = text[max(0, start - 12) : start].rstrip(" ")
    if not before or before[-1] in '.,;:!?()-–\n“"…/':
        return False
    word = before.split()[-1]
    return (
        word[0].isupper()
        and not word.isupper()
        and word.lower() not in {"tỉnh", "báo", "đài", "tại", "ở", "và", "từ", "của", "riêng", "như", "đến"}
    )


def _introduced(text: str, led: list[PlaceMention]) -> Iterable[PlaceMention]:
    """Later bare uses of a name that has two syllables or more and stood with its level word."""
    levels: dict[str, tuple[int, PlaceLevel]] = {}
    for mention in led:
        if " " in mention.name and mention.level != "province" and not mention.name[-1].isdigit():
            levels.setdefault(mention.name, (mention.end, mention.level))
    for name, (after, level) in levels.items():
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            whole = not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
            if whole and at != after - len(name) and not _inside_name(text, at):
                yield PlaceMention(at, end, level, name, bare=True)
            at = text.find(name, end)


def _join_regions(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """ "Đồng bằng sông Hồng và Bắc Trung Bộ" is one area."""
    joined: list[PlaceMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and last.level == mention.level == "region" and text[last.end : mention.start] in (" và ", " & "):
            joined[-1] = last._replace(end=mention.end, name=f"{last.name} và {mention.name}")
        else:
            joined.append(mention)
    return joined
