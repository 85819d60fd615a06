"""Bare communes before the bare district that holds them: "Phú Hải, Phú Hồ (Phú Vang); A Ngo (A Lưới)".

Local papers name the communes of a list without a level word and put their district in brackets. Two bare names say nothing
each, but a commune and the district it lies in, as the gazetteer has them, are no accident: "Hải Dương (Hương Trà)" is the
commune, not the province. Read: every name of the row right before the bracket that the district holds, and the district;
also the district alone behind a commune with its level word ("xã Tam Nghĩa (Núi Thành)").

Refused: a bracket whose name no district bears, or which is a province's too; a row of which the district holds none; the
names of a row further left than the first that it does not hold; a name behind the word for a thing ("gốm Bát Tràng (Gia
Lâm)"). A name that only a province bears, before a district of another ("Hải Dương (Hương Trà)" where lists have no such
commune any more), is a commune all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ntm_extract.patterns.place_guards import can_open_a_name, word_before
from ntm_extract.patterns.place_words import NAME_WORD, PlaceMention
from ntm_extract.reference.gazetteer import Gazetteer

_BRACKET = re.compile(rf" \((?P<name>{NAME_WORD}(?: {NAME_WORD}){{1,3}})(?=[,)])")
_ROW = re.compile(rf"(?P<name>{NAME_WORD}(?: {NAME_WORD}){{1,4}})(?P<link>, | và |; )?\Z")
_LEADING = frozenset("xã và là gồm có tại ở từ của các cho với như thuộc về trong đến phường".split())
_REACH = 40  # characters that one name of the row can be long
_LONGEST = 20  # names of a row


def bracketed(text: str, led: Mapping[int, PlaceMention], gazetteer: Gazetteer) -> Iterable[PlaceMention]:
    """The communes and districts of such rows; ``led`` are the mentions with a level word, by where they end."""
    for match in _BRACKET.finditer(text):
        district = match["name"]
        if gazetteer.province(district, "63") is not None or not gazetteer.find(district, "district"):
            continue
        before = led.get(match.start())
        if before is not None:
            row = [before] if before.level == "commune" and gazetteer.find(before.name, "commune", district=district) else []
            found = []
        else:
            row = found = list(_row_before(text, match.start(), district, gazetteer)) or list(
                _namesake(text, match.start(), district, gazetteer)
            )
        if row:
            yield from found
            yield PlaceMention(match.start("name"), match.end("name"), "district", district, bare=True)


def _namesake(text: str, end: int, district: str, gazetteer: Gazetteer) -> Iterable[PlaceMention]:
    """ "Hải Dương (Hương Trà)": a province's name before a district of another province is a commune's."""
    match = _ROW.search(text, max(0, end - _REACH), end)
    if match is None:
        return
    province = gazetteer.province(" ".join(match["name"].split(" ")[-2:]), "63")
    if province is not None and not gazetteer.find(district, "district", province=province.name):
        yield PlaceMention(end - len(province.name), end, "commune", province.name, bare=True)


def _row_before(text: str, end: int, district: str, gazetteer: Gazetteer) -> Iterable[PlaceMention]:
    """The names right before ``end`` that the district holds, the last first."""
    for _ in range(_LONGEST):
        match = _ROW.search(text, max(0, end - _REACH), end)
        if match is None:
            return
        words = match["name"].split(" ")
        for first in range(len(words) - 1):
            name = " ".join(words[first:])
            if can_open_a_name(words[:first]) and gazetteer.find(name, "commune", district=district):
                start = match.end("name") - len(name)
                before = word_before(text, start)
                if before[-1:].isalnum() and before not in _LEADING and not first:
                    return  # "làng nghề Bát Tràng (Gia Lâm)": the name of a thing
                yield PlaceMention(start, match.end("name"), "commune", name, bare=True)
                break
        else:
            return
        if first:
            return  # the sentence's own word stands before it
        end = start
