"""The province a document comes from and the one place it is about, if it has them.

The province is the title's, the opening's, or the one that most of its places lie in; where no name settles it, the one in
which all the named units can lie, or the one whose site or paper published it, if the text speaks of "tỉnh" and not of the
country. A place of the title is what the text is about, unless it names several side by side. The capital is where a
meeting of the state was held, not what it was about. A text of after 1 July 2025 has the provinces of that day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ntm_extract.attribution.draft import NOWHERE, Anchor, Area
from ntm_extract.attribution.places.holders import Holders, find_holders
from ntm_extract.attribution.places.levels import RANK, UNKNOWN
from ntm_extract.attribution.places.site import signed_provinces, site_province
from ntm_extract.model import Block
from ntm_extract.patterns.places import PlaceMention
from ntm_extract.reference.gazetteer import Gazetteer, System, system_for

_NATIONAL = (
    "thủ tướng", "chính phủ", "quốc hội", "bộ trưởng", "cả nước", "toàn quốc", "việt nam", "nước ta", "quốc gia", "trung ương",
    "bộ nông nghiệp", "bộ lao động",
)
_OF_A_PROVINCE = re.compile(r"\b(?:toàn|trong|của|cả|địa bàn|ubnd|hđnd|đoàn) tỉnh\b|\btỉnh (?:ủy|uỷ|ta|nhà|đoàn)\b")
_WHOLE_PROVINCE = re.compile(r"\b[Tt]oàn tỉnh\b(?! [^\W\d_a-zà-ỹ])")  # no name behind it
_OFTEN = 3  # mentions that make a province the text's own, where neither title nor opening names one
_WIDELY = 3  # provinces that a text of the government's names, so that it is of none of them
_SPEAKERS = 2  # mentions of the state's heads, or of the country, that make a text one of the country
_NAME = 24  # no name of a district is longer
_HEADED = 3  # how many blocks may stand before a line that only names the place
_KINDS = {"title": 0, "lead": 1, "dateline": 1}


class Body(NamedTuple):
    """The text of a document and its blocks without the furniture."""

    text: str
    lower: str
    blocks: Sequence[Block]


def settle_places(
    anchor: Anchor, body: Body, places: Sequence[PlaceMention], gazetteer: Gazetteer, url: str | None
) -> None:
    """Set province, area and holders of the anchor."""
    lower, blocks = body.lower, body.blocks
    anchor.holders = find_holders(body.text, places)
    known = _Provinces(gazetteer, anchor.holders, system_for(anchor.published))
    issuer = next((m for m in places if anchor.issuer and m.start < 400 and m.name.lower() in anchor.issuer.lower()), None)
    head, counted = _head_and_counts(blocks, lower, places, known)
    first_text = next((block for block in blocks if block.kind in ("lead", "paragraph")), None)
    anchor.national = any(word in lower for word in _NATIONAL)
    said_nationally = _spoken_by_state(lower) + _of_the_country(lower) >= _SPEAKERS
    if said_nationally and _spoken_by_state(lower) < _SPEAKERS and _measured_by_country(lower):
        said_nationally = False
    anchor.ruled = said_nationally
    if said_nationally:  # the capital is where the meeting was held, not what it was about
        visited = {m.name for m in head[1] if _only_visited(m, lower, places)}
        head[1] = [m for m in head[1] if not _only_visited(m, lower, places)]
        for name in visited - {known.of(m) for m in head[0]}:
            counted.pop(name, None)
        counted.pop("Hà Nội", None) if counted.get("Hà Nội", 0) <= 2 else None
    anchor.province, in_head = _province(head, counted, known)
    if said_nationally and in_head and not head[0] and len(counted) >= _WIDELY:
        in_head = False  # the first of many units that the government recognised: what names no place is not of it
    often = anchor.province is not None and counted[anchor.province] >= _OFTEN and not said_nationally
    anchor.province_firm = in_head or often
    anchor.area, national = _area(anchor, lower, head, issuer, first_text, known)
    if anchor.area is None and not national:
        anchor.area = _headed(body, known)
        if anchor.area is not None and anchor.province is None:
            found = {unit.province for unit in gazetteer.find(anchor.area.name, level="district", system="63")}
            anchor.province = known.now(province) if len(found) == 1 and (province := found.pop()) else None
    if anchor.area is None and not national and not said_nationally:
        anchor.area = _only_district(head[0] + head[1], places, lower) or _own_commune(places, lower)
    anchor.several = anchor.area is None and len({known.of(mention) for mention in head[0] + head[1]} - {None}) > 1
    if national:
        anchor.province = None
    elif anchor.province is None and anchor.area is None and not said_nationally:
        anchor.province = _published_in(body, places, known, url)
        anchor.province_firm = anchor.province is not None
    if anchor.province is None and anchor.area is None and len(_WHOLE_PROVINCE.findall(body.text)) > 1:
        anchor.several = True  # one province's own text, whichever it is


def set_abroad(anchor: Anchor) -> None:
    """Take another country for what the text is about: what says no place is not of ours."""
    if anchor.area is None and anchor.province is None:
        anchor.area = UNKNOWN


def narrow_area(anchor: Anchor, blocks: Sequence[Block], places: Sequence[PlaceMention]) -> None:
    """Take the one district a title names bare for what the text is about, once its province is known."""
    if anchor.area is not None and anchor.area.level != "province":
        return
    titles = [block for block in blocks if block.kind == "title"][:3]
    named = {
        mention.name: mention
        for mention in places
        for title in titles
        if title.start <= mention.start < title.end and mention.level in ("district", "commune")
    }
    if len(named) == 1 and all(mention.level == "district" and mention.bare for mention in named.values()):
        anchor.area = Area(next(iter(named)), "district")


class _Provinces:
    """Which provinces a mention can lie in, as its text and the lists say."""

    def __init__(self, gazetteer: Gazetteer, holders: Holders, system: System) -> None:
        self.gazetteer, self.holders, self.system = gazetteer, holders, system

    def of(self, mention: PlaceMention) -> str | None:
        """The province a mention lies in, where the name or the text settles it."""
        found = self.all(mention)
        return next(iter(found)) if len(found) == 1 else None

    def all(self, mention: PlaceMention) -> set[str]:
        """The provinces that have a unit of the name; what the text says of it goes first."""
        if mention.level == "province":
            return {self.now(mention.name)}
        if mention.level in ("abroad", "country", "region"):
            return set()
        said = self.holders.get((mention.level, mention.name), NOWHERE)
        if said.doubtful:
            return set()
        if said.province is not None:
            return {self.now(said.province)}
        if said.district is not None:
            name, level = said.district, "district"
        elif mention.level == "village":
            return set()
        else:
            name, level = mention.name, mention.level
        wanted: Literal["district", "commune"] = "district" if level == "district" else "commune"
        for system in dict.fromkeys((self.system, "63")):
            units = self.gazetteer.find(name, level=wanted, system=system)
            if units:
                return {self.now(unit.province) for unit in units if unit.province is not None}
        return set()

    def now(self, province: str) -> str:
        """The province of this name on the day of the text."""
        if self.system == "63":
            return province
        return self.gazetteer.province_successor(province) or province


def _headed(body: Body, known: _Provinces) -> Area | None:
    """The district whose name alone is the title, as an encyclopedia heads its entries."""
    titles = [block for block in body.blocks if block.kind == "title"]
    if len(titles) != 1:
        return None
    name = body.text[titles[0].start : titles[0].end].strip()
    if len(name) >= _NAME or name in known.gazetteer.province_names():
        return None  # a town that bears its province's name
    units = known.gazetteer.find(name, level="district", system="63")
    return Area(units[0].name, "district") if len(units) == 1 else None


def _only_district(opening: Sequence[PlaceMention], places: Sequence[PlaceMention], lower: str) -> Area | None:
    """The one district that a text names, in its opening, where it speaks of no province: the text is the district's."""
    named = {mention.name for mention in places if mention.level == "district"}
    higher = any(mention.level in ("province", "region", "country", "abroad") for mention in places)
    if len(named) != 1 or higher or _OF_A_PROVINCE.search(lower) is not None:
        return None
    said = any(mention.level == "district" and not mention.bare for mention in opening)
    return Area(named.pop(), "district") if said else None


def _own_commune(places: Sequence[PlaceMention], lower: str) -> Area | None:
    """The commune that a text without a district or province names again and again, and every other commune once at most.

    "Đảng bộ xã A, hợp nhất từ xã A, xã B và xã C …": what is said without a place is A's, not the province's.
    """
    if any(mention.level in ("district", "province", "region", "abroad") for mention in places):
        return None
    if _OF_A_PROVINCE.search(lower) is not None:
        return None
    named = Counter(mention.name for mention in places if mention.level == "commune" and not mention.bare).most_common(2)
    if not named or named[0][1] < _OFTEN or (len(named) > 1 and named[1][1] > 1):
        return None
    return Area(named[0][0], "commune")


def _head_and_counts(
    blocks: Sequence[Block], lower: str, places: Sequence[PlaceMention], known: _Provinces
) -> tuple[dict[int, list[PlaceMention]], Counter[str]]:
    """The places of the title (0) and of the opening (1), and how often each province is spoken of."""
    head: dict[int, list[PlaceMention]] = {0: [], 1: []}
    counted: Counter[str] = Counter()
    at = 0
    first_text = next((block for block in blocks if block.kind in ("lead", "paragraph")), None)
    for mention in places:
        while at < len(blocks) and blocks[at].end <= mention.start:
            at += 1
        if at == len(blocks):
            break
        if mention.start < blocks[at].start:
            continue
        rank = _KINDS.get(blocks[at].kind, 1 if blocks[at] is first_text else 2)
        if mention.start < 600 and mention.start == blocks[at].start and ":" in lower[mention.start : mention.end]:
            rank = 0  # "Xã: Đại Tâm" at the head of a form
        if at <= _HEADED and (mention.start, mention.end) == (blocks[at].start, blocks[at].end):
            rank = 0  # "Huyện X" on a line of its own below the title
        if rank < 2:
            head[rank].append(mention)
        province = known.of(mention)
        if province:
            counted[province] += 3 if rank == 0 else 2 if rank == 1 else 1
    return head, counted


def _province(
    head: dict[int, list[PlaceMention]], counted: Counter[str], known: _Provinces
) -> tuple[str | None, bool]:
    """The province, and whether title or opening name it."""
    for rank in (0, 1):
        found = {name for name in map(known.of, head[rank]) if name}
        if len(found) == 1:
            return found.pop(), True
    ranked = counted.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        return ranked[0][0], False
    return None, False


def _of_the_country(lower: str) -> int:
    """How often "cả nước" is said; 0 where "toàn tỉnh" is said more: a province's own paper measures itself by the country."""
    said = lower.count("cả nước")
    return said if said >= lower.count("toàn tỉnh") else 0


def _area(
    anchor: Anchor,
    lower: str,
    head: dict[int, list[PlaceMention]],
    issuer: PlaceMention | None,
    first_text: Block | None,
    known: _Provinces,
) -> tuple[Area | None, bool]:
    """What the text is about, and whether that is the country rather than any province."""
    heads = {mention.name: mention for mention in head[0] if mention.level != "village"}
    if issuer is not None and not any(mention.level in ("commune", "district") for mention in heads.values()):
        heads = {issuer.name: issuer} if issuer.level in ("commune", "district") or not heads else heads
    if len(heads) == 1:
        only = next(iter(heads.values()))
        return Area(only.name, only.level), False
    if heads:
        first = _behind_province(heads, lower, known) or next(iter(heads.values()))
        nested = len({known.of(other) for other in heads.values()} - {None}) <= 1 and first.level in ("commune", "district")
        if nested and sum(mention.level == first.level for mention in heads.values()) > 1:  # "xã A và xã B, huyện C"
            above = (other for other in heads.values() if RANK[other.level] < RANK[first.level])
            first = next(above, first)
            nested = first.level != heads[next(iter(heads))].level
        return (Area(first.name, first.level) if nested else None), False
    opening = lower[: (first_text.end if first_text else 0)]
    national = any(
        word in (anchor.title or "").lower() for word in ("việt nam", "cả nước", "toàn quốc", "quốc hội", "chính phủ")
    )
    if not anchor.ruled and not national and anchor.province is not None and _measured_by_country(lower):
        return None, False
    said = _of_the_country(lower)
    if national or (said and "cả nước" in opening) or "toàn quốc" in opening or said >= 3:
        return Area("Việt Nam", "country"), national or not any(mention.level == "province" for mention in head[1])
    return None, False


def _behind_province(heads: dict[str, PlaceMention], lower: str, known: _Provinces) -> PlaceMention | None:
    """ "Yên Bái: Huyện Trấn Yên có …": the one unit a title names behind the province it lies in and a colon."""
    if len(heads) != 2:
        return None
    province, unit = heads.values()
    led = province.level == "province" and unit.level in ("district", "commune") and province.start < unit.start
    return unit if led and lower[province.end : unit.start].strip() == ":" and known.of(unit) == known.of(province) else None


def _measured_by_country(lower: str) -> bool:
    """ "… cao hơn bình quân cả nước. Toàn tỉnh có …": a province's text, which speaks of it more than of the country."""
    own = len(_OF_A_PROVINCE.findall(lower))
    return own > 1 and own >= lower.count("cả nước") + lower.count("toàn quốc")


def _spoken_by_state(lower: str) -> int:
    return sum(lower.count(word) for word in ("thủ tướng", "bộ trưởng", "quốc hội"))


def _only_visited(mention: PlaceMention, lower: str, places: Sequence[PlaceMention]) -> bool:
    """ "tại hội nghị ở Nam Định", "chuyến thăm Hải Dương": where those who speak for the country were, said once or twice."""
    if mention.level != "province" or sum(other.name == mention.name for other in places) >= _OFTEN:
        return False
    before = lower[max(0, mention.start - 12) : mention.start]
    return before.removesuffix("tỉnh ").endswith(("tại ", " ở ", "thăm ", " đến ", " về "))


def _published_in(body: Body, places: Sequence[PlaceMention], known: _Provinces, url: str | None) -> str | None:
    """The province that all named units can lie in, or the publisher's where the text speaks of one province."""
    sets = {(m.level, m.name): known.all(m) for m in places}
    options = [found for found in sets.values() if found]
    if len(options) > 1 and len(shared := set.intersection(*options)) == 1:
        return shared.pop()
    if _OF_A_PROVINCE.search(body.lower) is None:
        return None
    hinted = signed_provinces(body.text, body.blocks, known.gazetteer)
    site = site_province(url, body.text, known.gazetteer)
    hints = {known.now(name) for name in (hinted & {site} or {site} if site else hinted)}
    if options:
        hints = {name for name in hints if any(name in found for found in options)}
    return hints.pop() if len(hints) == 1 else None
