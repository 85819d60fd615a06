"""Which unit a named place lies in, as the text itself says it somewhere.

"xã Tân Lập, huyện Vũ Thư (Thái Bình)" tells of all three what holds them; the next "xã Tân Lập" of the same text is that one.
In a list ("xã A, B và C của huyện D") the unit behind the last holds them all. Names are borne by several units, so what
the text says wins over any gazetteer. Where a text names two places alike in different units, the name is left open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ntm_extract.attribution.draft import NOWHERE, Holder
from ntm_extract.attribution.places.levels import RANK
from ntm_extract.patterns.places import PlaceMention

_UPWARD = re.compile(r"\s?(?:,|\(|-|–|,? ?thuộc|của|ở)? ?(?:địa bàn )?")
_BESIDE = re.compile(r"(?:\s*[,;]|\s+(?:và|hoặc|hay|cùng)\b| ?\))\s*(?:và\s+)?")


_WORDS = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn"}
Holders = Mapping[tuple[str, str], Holder]


def find_holders(text: str, places: Sequence[PlaceMention]) -> dict[tuple[str, str], Holder]:
    """For each place (level, name) that the text locates, the units that hold it."""
    found: dict[tuple[str, str], Holder] = {}
    above: tuple[str | None, str | None] = (None, None)  # district and province right behind the place at hand
    last: PlaceMention | None = None
    for place in reversed(places):
        if place.level in ("abroad", "country", "region"):
            last = None
            continue
        if last is not None and len(gap := text[place.end : last.start]) < 20:
            if RANK[last.level] < RANK[place.level]:
                held = _UPWARD.fullmatch(gap) is not None
                district, province = above if held else (None, None)
                if held and last.level == "district":
                    above = (last.name, province)
                elif held and last.level == "province":
                    above = (None, last.name)
                elif held and last.level == "commune":
                    above = (district, province)
                else:
                    above = (None, None)
            elif RANK[last.level] > RANK[place.level] or not _BESIDE.fullmatch(gap):
                above = (None, None)
        else:
            above = (None, None)
        if above != (None, None):
            _learn(found, place, Holder(*above))
        last = place
    for (level, name), holder in list(found.items()):  # a commune's district may have its province elsewhere
        if holder.district is not None and holder.province is None:
            higher = found.get(("district", holder.district))
            if higher is not None:
                found[level, name] = holder._replace(province=higher.province)
    for key, kinds in _kinds(text, places).items():
        if len(kinds) == 1:
            found[key] = found.get(key, NOWHERE)._replace(kind=kinds.pop())
    return found


def _kinds(text: str, places: Sequence[PlaceMention]) -> dict[tuple[str, str], set[str]]:
    """The level words each place is named with: "huyện Kỳ Anh" is another place than "thị xã Kỳ Anh"."""
    kinds: dict[tuple[str, str], set[str]] = {}
    for place in places:
        if place.bare or place.level not in ("district", "commune"):
            continue
        word = text[place.start : place.end - len(place.name)].strip().lower()
        if word:
            kinds.setdefault((place.level, place.name), set()).add(_WORDS.get(word.rstrip("."), word))
    return kinds


def _learn(found: dict[tuple[str, str], Holder], place: PlaceMention, said: Holder) -> None:
    key = (place.level, place.name)
    known = found.get(key)
    if known is None:
        found[key] = said
        return
    differ = any(old is not None and new is not None and old != new for old, new in zip(known[:2], said[:2], strict=True))
    found[key] = Holder(known.district or said.district, known.province or said.province, known.doubtful or differ)
