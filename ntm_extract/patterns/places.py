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
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from ntm_extract.patterns.abroad import AbroadScanner, unknown_provinces
from ntm_extract.patterns.place_brackets import bracketed
from ntm_extract.patterns.place_guards import (
    PEOPLES,
    SURNAMES,
    can_be_listed,
    can_open_a_name,
    inside_name,
    is_named_thing,
    word_before,
)
from ntm_extract.patterns.place_rows import (
    Taken,
    headed_lists,
    introduced,
    items,
    join_regions,
    led_lists,
    measured,
    named_as,
    opened,
)
from ntm_extract.patterns.place_words import LEVELS, NAME_WORD, LedLevel, PlaceLevel, PlaceMention
from ntm_extract.reference.gazetteer import Gazetteer

__all__ = ["PlaceLevel", "PlaceMention", "PlaceScanner"]

_LEVEL_LED = re.compile(
    r"(?<![^\W\d_])(?P<level>(?:[Tt]ỉnh|[Tt]hành|[Tt]hị|[Hh]uyện|[Qq]uận) (?:[Ủủ]y|[Uu]ỷ)"
    r"|[Tt]ỉnh|TỈNH|[Tt]hành phố|THÀNH PHỐ|T[Pp]\.?|[Hh]uyện|HUYỆN|[Tt]hị xã|THỊ XÃ|T[Xx]\.?|[Qq]uận|[HQPX]\."
    r"|[Xx]ã|XÃ|[Pp]hường|[Tt]hị trấn|TT\.|[Đđ]ặc khu|[Tt]hôn|[Bb]ản|[Ấấ]p|[Bb]uôn|[Ll]àng|[Kk]hóm|[Xx]óm"
    r"|[Kk]hu phố|[Tt]ổ dân phố|[Ss]óc|[Pp]hum|[Bb]on)"
    r"(?P<kind> (?:(?:nông thôn mới|NTM)(?: nâng cao| kiểu mẫu| thông minh)?|nghèo|điểm|đảo|biên giới|miền núi|đặc biệt khó khăn"
    r"|vùng (?:cao|sâu|xa|biên|bãi ngang)|bãi ngang|ven biển|thuần nông))?"
    r"(?P<colon> ?:)?(?: số(?= \d))?(?: |(?<=\.))"
    rf"(?P<name>(?:Nông trường )?{NAME_WORD}(?: {NAME_WORD}| \d{{1,2}}\b){{0,5}}|\d{{1,2}}\b)"
)
_NEXT_NAME = re.compile(rf"(?P<gap>\s*,\s*|\s+và\s+|\s*;\s*)(?P<name>{NAME_WORD}(?: {NAME_WORD}){{0,3}})")
# words that end in a level word but are no place: "Sở Nông nghiệp và Phát triển nông thôn An Giang"
_NOT_LEVEL = frozenset({"nông", "văn", "cơ", "nhật", "kịch", "căn", "ấn", "phiên", "tài", "dị", "xuất", "nguyên", "đô", "dân"})
_NUMBERED = frozenset({"q.", "p.", "quận", "phường", "thôn", "ấp", "khóm", "xóm", "khu phố", "tổ dân phố", "buôn", "làng"})
_DWELLINGS = frozenset({"thôn", "ấp", "khóm", "xóm", "khu phố", "tổ dân phố"})  # "dân ấp X", but "dân bản", "dân làng"
_COUNTED = re.compile(r"(?:%| (?:hộ|người|nhà|căn|sản phẩm|tiêu chí|xã|thôn|bản|ha|km|triệu|tỷ|nhân khẩu|lao động|công trình)\b)")
_PLURAL = re.compile(r"(?:\b(?:[Cc]ác|[Hh]ai|[Bb]a|[Bb]ốn|[Nn]ăm|[Ss]áu|[Bb]ảy|[Tt]ám|[Cc]hín|[Mm]ười)|\d) \Z")
_BARE_BEFORE = re.compile(rf"(?P<name>{NAME_WORD}(?: {NAME_WORD}){{1,3}})(?: \(|, | - )\Z")
_OURS = ("việt nam", "cả nước", "nước ta", "toàn quốc", "toàn tỉnh", "trong nước", "ở ta ")
_LETTERS = frozenset({"h.", "q.", "p.", "x."})
_CITY_WORDS = frozenset({"thành phố", "tp", "tp."})
# they open a sentence and name no place, not even a village: "… đường làng Tổng vốn là 5 tỷ đồng", a full stop being lost;
# "7 xã Nông thôn mới" is a capital of respect
_OPENERS = frozenset(
    "Nông Tổng So Giai Tỉnh Huyện Xã Năm Đến Theo Tính Tỷ Tỉ Toàn Các Những Việc Để Về Tuy Khi Nhờ Từ Ngày Tháng".split()
)
_CENTRAL_CITIES = frozenset({"hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế", "hcm"})


class PlaceScanner:
    """Finds the place mentions of a text; immutable once made."""

    __slots__ = ("_abroad", "_bare", "_bare_names", "_gazetteer")

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        names: dict[str, tuple[PlaceLevel, str]] = {}
        for spelling, name in gazetteer.province_names().items():
            names[spelling.lower()] = ("province", name)
        for spelling, name in gazetteer.region_names().items():
            names[spelling.lower()] = ("region", name)
        self._bare_names = list(names.values())
        self._abroad = AbroadScanner(gazetteer.abroad_names())
        self._bare = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def scan(self, text: str, lower: str) -> list[PlaceMention]:
        """Mentions of a text in order, without overlaps. ``lower`` is its lower-cased form, of the same length."""
        led = list(self._level_led(text))
        taken = Taken((mention.start, mention.end) for mention in led)
        named = [mention for mention in named_as(text) if taken.free(mention.start, mention.end)]
        taken.add((mention.start, mention.end) for mention in named)
        named += [mention for mention in headed_lists(text) if taken.free(mention.start, mention.end)]
        taken.add((mention.start, mention.end) for mention in named)
        named += [mention for mention in led_lists(text, self._gazetteer) if taken.free(mention.start, mention.end)]
        taken.add((mention.start, mention.end) for mention in named)
        led = sorted(led + named)
        ends = {mention.end: mention for mention in led}
        rows = [mention for mention in bracketed(text, ends, self._gazetteer) if taken.free(mention.start, mention.end)]
        rows += [mention for mention in opened(text, self._gazetteer) if taken.free(mention.start, mention.end)]
        taken.add((mention.start, mention.end) for mention in rows)
        bare = [mention for mention in self._bare_provinces(text, lower) if taken.free(mention.start, mention.end)]
        bare = self._namesakes(led, bare)
        taken.add((mention.start, mention.end) for mention in bare)
        held = [mention for mention in self._held(text, led + rows + bare) if taken.free(mention.start, mention.end)]
        taken.add((mention.start, mention.end) for mention in held)
        again = [mention for mention in introduced(text, sorted(led + rows + held)) if taken.free(mention.start, mention.end)]
        taken.add((mention.start, mention.end) for mention in again)
        away = [mention for mention in self._away(text, lower) if taken.free(mention.start, mention.end)]
        return join_regions(text, sorted(led + rows + bare + held + again + away))

    def of_province(self, text: str, province: str, found: list[PlaceMention]) -> list[PlaceMention]:
        """``found`` with the bare names of the province's districts, which its own papers seldom introduce."""
        system_unit = self._gazetteer.province(province, "63")
        if system_unit is None:
            return found
        taken = Taken((mention.start, mention.end) for mention in found)
        more: list[PlaceMention] = []
        for spelling, name in self._gazetteer.district_names(system_unit).items():
            if " " not in spelling or self._gazetteer.province(name, "63") is not None:
                continue
            at = text.find(spelling)
            while at >= 0:
                end = at + len(spelling)
                whole = not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
                if whole and taken.free(at, end) and not inside_name(text, at, end):
                    more.append(PlaceMention(at, end, "district", name, bare=True))
                at = text.find(spelling, end)
        return sorted(found + more) if more else found

    def tells_of_abroad(self, text: str, lower: str, found: list[PlaceMention]) -> bool:
        """Whether a text names other countries and no place of ours, not even the country itself."""
        if any(mention.level != "abroad" for mention in found) or any(word in lower for word in _OURS):
            return False
        return self._abroad.spoken_of(text, lower) > 1

    def _level_led(self, text: str) -> Iterable[PlaceMention]:
        reached = 0
        for match in _LEVEL_LED.finditer(text):
            if match.start() < reached:
                continue
            word = match["level"].lower()
            level = LEVELS[word]
            if level == "village":
                before = word_before(text, match.start())
                if before in _NOT_LEVEL and not (before == "dân" and (word in _DWELLINGS or " " in match["name"])):
                    continue
                if match["name"] in PEOPLES or f"gười {match['name']}" in text:
                    continue  # "bản Mông", "làng Chăm": whose it is
                whole = self._whole_name(text, match)
                if whole:
                    reached = match.start() + len(whole)
                    if not self._gazetteer.longest_match(whole.split(" "), "province") and self._gazetteer.longest_match(
                        whole.split(" "), "district"
                    ):
                        yield PlaceMention(match.start(), reached, "district", whole, bare=True)
                    continue
            if word == "xã" and word_before(text, match.start()) in ("tác", "tấn"):
                continue  # "hợp tác xã Lai Châu", "thông tấn xã"
            name = self._city(match["name"]) if word in _CITY_WORDS else self._known_part(match["name"], level)
            if word in _LETTERS and not (name[:1].isdigit() or self._gazetteer.find(name)):
                continue  # "P. Thanh Hà": initials
            if word in _CITY_WORDS and not name and _names_a_city(word, match["name"].split(" ")):
                yield PlaceMention(match.start(), match.end(), "abroad", match["name"], bare=False)
            if not name or (name[0].isdigit() and word not in _NUMBERED):
                continue
            if match["kind"] and " " not in name and level != "village" and not self._gazetteer.longest_match([name], level):
                continue  # "xã nghèo Chương trình 135", "xã điểm Trung ương"
            listed = match["colon"] and word_before(text, match.start()) in ("các", "những")
            if match["kind"] and match["colon"] and not (listed and " " in name):
                continue  # "Xã nông thôn mới nâng cao: Bình quân …"
            if level == "district" and match["level"][0] in "Tt" and name.lower() in _CENTRAL_CITIES:
                level = "province"
            start = match.start("name")
            if name[-1].isdigit() and " " in name and _COUNTED.match(text, start + len(name)):
                name = name.rpartition(" ")[0]  # "bản Na Ca 7 hộ nghèo"
            reached = start + len(name)
            if name.isupper() and not name[0].isdigit():
                name = self._spelt(name, level)
            counted = match["kind"] and text[match.start() - 2 : match.start() - 1].isdigit()  # "3 huyện nghèo A, B, C"
            office = word[-2:] in ("ủy", "uỷ")  # "Huyện ủy X" names the district's office
            yield PlaceMention(start if counted or office else match.start(), reached, level, name, bare=False)
            if listed:
                for mention in items(text, reached, level):
                    reached = mention.end
                    yield mention
            if level in ("district", "commune", "province", "village"):
                for mention in self._rest_of_list(text, match.start(), reached, level, word):
                    reached = mention.end
                    yield mention
                if not listed and _PLURAL.search(text, max(0, match.start() - 14), match.start()):
                    for mention in measured(text, reached, level, self._gazetteer):
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

    def _city(self, words: str) -> str:
        """The known city the words begin with, else "": the list of cities is complete, any other lies abroad."""
        parts = words.split(" ")
        count = max(self._gazetteer.longest_match(parts, level) for level in ("district", "province"))
        return " ".join(parts[:count])

    def _spelt(self, name: str, level: LedLevel) -> str:
        """A name in capitals as the gazetteer spells it."""
        if level == "village":
            return name.title()
        units = self._gazetteer.find(name, level=level)
        return units[0].name if units else name.title()

    def _known_part(self, words: str, level: LedLevel) -> str:
        """The longest known name the words begin with, else the words if they can be an unknown name, else ""."""
        parts = words.split(" ")
        if len(parts) == 1 and words in _OPENERS:
            return ""
        if level != "village":
            count = self._gazetteer.longest_match(parts, level)
            if not count and level == "district":
                count = self._gazetteer.longest_match(parts, "province")
            if count == 1 and len(parts) > 1 and level != "province":
                return " ".join(parts[:2])  # an unknown name that begins like a known one
            if count:
                return " ".join(parts[:count])
            if level == "province" or (parts[0] in SURNAMES and len(parts) > 2):
                return ""
        while parts and len(parts[-1]) > 1 and parts[-1].isupper():
            parts.pop()
        return " ".join(parts[:3])

    def _rest_of_list(self, text: str, start: int, at: int, level: LedLevel, word: str) -> Iterable[PlaceMention]:
        several = _PLURAL.search(text, max(0, start - 14), start) is not None
        while match := _NEXT_NAME.match(text, at):
            parts = match["name"].split(" ")
            count = self._gazetteer.longest_match(parts, level) if level != "village" else 0
            if count != len(parts) and not (several and level != "province" and can_be_listed(parts)):
                return
            lists_cities = several and word != "huyện"
            if level == "district" and not lists_cities and self._gazetteer.longest_match(parts, "province") == count:
                return  # "huyện Hưng Hà, Thái Bình": the province it lies in
            yield PlaceMention(match.start("name"), match.end("name"), level, match["name"], bare=True)
            at = match.end()

    def _bare_provinces(self, text: str, lower: str) -> Iterable[PlaceMention]:
        size = len(lower)
        for index, start, end in self._bare.find_matches_as_indexes(lower):
            if (start and lower[start - 1].isalnum()) or (end < size and lower[end].isalnum()):
                continue
            level, name = self._bare_names[index]
            if level == "province" and not (text[start].isupper() and text[_last_word(text, start, end)].isupper()):
                continue  # "Hòa bình", "thái bình": words
            if level == "province" and inside_name(text, start, end):
                continue
            if level == "region" and (word_before(text, start) in ("phía", "hướng") or is_named_thing(text, start)):
                continue  # a point of the compass, "Đại học Tây Nguyên"
            yield PlaceMention(start, end, level, name, bare=True)

    def _namesakes(self, led: list[PlaceMention], bare: list[PlaceMention]) -> list[PlaceMention]:
        """Bare names of provinces; one is the commune or district of its name where the text named that before, and no province.

        A city named like its own province ("thành phố Lai Châu") is never meant by the bare name.
        """
        provinces = {mention.name for mention in led if mention.level == "province"}
        lower = {
            mention.name: mention
            for mention in reversed(led)
            if mention.level in ("commune", "district")
            and mention.name not in provinces
            and not (mention.level == "district" and self._gazetteer.find(mention.name, "district", province=mention.name))
        }
        return [
            mention._replace(level=lower[mention.name].level)
            if mention.level == "province" and mention.name in lower and lower[mention.name].start < mention.start
            else mention
            for mention in bare
        ]

    def _held(self, text: str, named: list[PlaceMention]) -> Iterable[PlaceMention]:
        """ "Đoan Hùng (Phú Thọ)", "Hùng Long, Đoan Hùng": a bare name right before the unit that the lists say holds it."""
        for above in named:
            if above.level not in ("province", "district"):
                continue
            before = _BARE_BEFORE.search(text, max(0, above.start - 32), above.start)
            if before is None:
                continue
            words = before["name"].split(" ")
            level: Literal["district", "commune"] = "district" if above.level == "province" else "commune"
            for first in range(len(words) - 1):  # names of two syllables or more
                name = " ".join(words[first:])
                if level == "district":
                    units = self._gazetteer.find(name, level, province=above.name)
                else:
                    units = self._gazetteer.find(name, level, district=above.name)
                if units and can_open_a_name(words[:first]):
                    yield PlaceMention(before.end("name") - len(name), before.end("name"), level, name, bare=True)
                    break

    def _away(self, text: str, lower: str) -> Iterable[PlaceMention]:
        """Places that are not ours, which no figure here may be given to."""
        for start, end, name in unknown_provinces(text, SURNAMES):
            yield PlaceMention(start, end, "abroad", name, bare=False)
        for start, end, name in self._abroad.scan(text, lower):
            yield PlaceMention(start, end, "country" if name == "Việt Nam" else "abroad", name, bare=True)


def _names_a_city(word: str, parts: list[str]) -> bool:
    """Whether what stands behind "thành phố" can be a city of no list: no person ("Chủ tịch TP Trần Văn An"), no slip."""
    if len(parts) == 1:
        return word == "thành phố" and parts[0][0].isupper()
    return parts[0][0].isupper() and parts[0] not in SURNAMES


def _last_word(text: str, start: int, end: int) -> int:
    """Where the last word of a span begins."""
    return max(text.rfind(mark, start, end) for mark in " -–.") + 1 if " " in text[start:end] else start
