"""Named products in one sentence: where each name stands, whose it is, and which rule found it.

A sentence is parted at what can be no part of a name: marks, owners, stars, dates, places with their level word,
"sản phẩm", "OCOP", and words of grammar and administration. What is left between are *runs* of words; a run is a
name only with evidence beside it, in this order (the ids of :data:`.product_rules.RULES`):

=====================  ====================================================================================
``product.owned``      an owner directly behind: "<name> của HTX …", "<name> (HTX …)", "<name> - Công ty …", "do …"
``product.quoted``     quotation marks, behind "sản phẩm" or before a recognition
``product.listed``     an item of a list that "sản phẩm" opens: "các sản phẩm gồm: A, B; C"
``product.introduced`` "sản phẩm <name>" with a proper name or a kind of goods of two syllables or more
``product.recognised`` "<name> … đạt OCOP 4 sao" at the head of a clause
``product.shared``     a neighbour of an owned one: "A, B và C của HTX …"
=====================  ====================================================================================

Refused: kinds of products ("sản phẩm nông sản", "rau củ quả"), counts ("222 sản phẩm OCOP"), and whatever holds a
word no name can hold. A wrong name is worse than a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ntm_extract.attribution.products.behind import called_product, ends_line, name_end, owner_behind, recognised
from ntm_extract.attribution.products.lists import OPENERS, list_regions
from ntm_extract.attribution.products.names import TrimName, has_head, possible, proper, specific
from ntm_extract.attribution.products.owners import Owner
from ntm_extract.attribution.products.parts import Part
from ntm_extract.attribution.products.words import GENERIC


class Named(NamedTuple):
    """A product's name in the text, the owner that stands with it, the part it is, and the rule."""

    start: int
    end: int
    owner: Owner | None
    part: int
    rule: str


_OPENING: Final = '“"‘«'
_CLOSING: Final = '”"’»'
_BULLET: Final = re.compile(r"\s*(?:[-–•*+]|\(?\d{1,3}[.)]|\d{1,3}(?= [^\W\d])|[a-zđ][.)])\s*")


def find_named(
    text: str,
    parts: Sequence[Part],
    owners: Sequence[Owner],
    *,
    programme: bool,
    listed: bool = False,
    trim: TrimName | None = None,
) -> list[Named]:
    """The named products of a parted sentence. ``programme``: it speaks of OCOP; ``listed``: a line of a list of products."""
    reader = _Sentence(text, parts, owners, programme=programme, listed=listed, trim=trim)
    return reader.read()


class _Sentence:
    """One sentence while its names are looked for."""

    def __init__(
        self, text: str, parts: Sequence[Part], owners: Sequence[Owner], *, programme: bool, listed: bool, trim: TrimName | None
    ) -> None:
        self.text = text
        self.parts = parts
        self.owners = owners
        self.programme = programme
        self.listed = listed
        self.trim = trim
        self.found: dict[int, Named] = {}
        self.regions = list_regions(text, parts, listed=listed)

    def read(self) -> list[Named]:
        found = self.found
        for at, part in enumerate(self.parts):
            if part.kind == "run" or (part.kind == "mark" and part.text in _OPENING):
                named = self._named(at)
                if named is not None:
                    found[at] = named
        for at in sorted(found, reverse=True):
            if found[at].owner is not None:
                self._share(at, found)
        return _apart(sorted(found.values()))

    def _named(self, at: int) -> Named | None:
        part = self.parts[at]
        if part.kind == "mark":
            return self._quoted(at)
        if self._in_quotes(at):
            return None
        start, end = part.start, part.end
        lead = self._lead(at)
        end = name_end(self.text, self.parts, at, start, end, lead, self.trim)
        if end <= start or not possible(self.text[start:end]):
            return None
        owner = owner_behind(self.parts, self.owners, at) if end == part.end else None
        name = self.text[start:end]
        if owner is not None and (
            lead in ("product", "list", "line")
            or (self.programme and (has_head(name) or (proper(name) and lead in ("clause", "next"))))
        ):
            return Named(start, end, owner, at, "product.owned")
        if (lead == "list" or (lead == "line" and has_head(name) and ends_line(self.parts, at))) and specific(name):
            return Named(start, end, None, at, "product.listed")
        if lead == "weak" and proper(name) and has_head(name):
            return Named(start, end, None, at, "product.listed")
        if lead == "product" and self.programme and specific(name) and (has_head(name) or recognised(self.parts, at)):
            return Named(start, end, None, at, "product.introduced")
        if lead == "next" and specific(name) and has_head(name) and (proper(name) or owner is not None or self._in_series(at)):
            return Named(start, end, owner, at, "product.owned" if owner else "product.shared")
        if lead == "clause" and self.programme and proper(name) and has_head(name) and recognised(self.parts, at):
            return Named(start, end, None, at, "product.recognised")
        return None

    def _quoted(self, at: int) -> Named | None:
        closed = next(
            (
                i
                for i in range(at + 1, min(at + 12, len(self.parts)))
                if self.parts[i].text in _CLOSING and self.parts[i].kind == "mark"
            ),
            None,
        )
        if closed is None:
            return None
        start, end = self.parts[at].end, self.parts[closed].start
        name = self.text[start:end].strip()
        if (
            not 1 < len(name.split()) <= 14
            or "ocop" in name.lower()
            or any(
                self.parts[i].kind in ("star", "time") or (self.parts[i].kind == "product" and not name.startswith("Bộ "))
                for i in range(at, closed)
            )
        ):
            return None
        lead = self._lead(at)
        owner = owner_behind(self.parts, self.owners, closed)
        good = lead in ("product", "list") or (
            self.programme
            and (has_head(name) or called_product(self.parts, closed))
            and (owner is not None or recognised(self.parts, closed))
        )
        if not good or name.lower() in GENERIC or (not possible(name) and lead != "product"):
            return None
        return Named(start, end, owner, at, "product.quoted")

    def _in_quotes(self, at: int) -> bool:
        """Whether a quotation mark is open before the part."""
        for index in range(at - 1, max(-1, at - 12), -1):
            part = self.parts[index]
            if part.kind == "mark":
                if part.text == '"':
                    return sum(1 for p in self.parts[:at] if p.text == '"') % 2 == 1
                if part.text in _CLOSING:
                    return False
                if part.text in _OPENING:
                    return True
        return False

    def _lead(self, at: int) -> str:
        """What stands before a run: "product", "list", "weak" (a list of examples), "line", "clause", or ""."""
        index = at - 1
        while index >= 0 and self.parts[index].kind == "mark" and self.parts[index].text in _OPENING + _CLOSING:
            index -= 1
        if index < 0 or _BULLET.fullmatch(self.text, self.parts[0].start, self.parts[at].start):
            return "line" if self.listed else "clause"
        before = self.parts[index]
        if before.kind in ("product", "ocop", "star"):
            return "product" if self._product_before(index) else ""
        region = self.regions[at]
        if before.text == "," and index and self.parts[index - 1].kind in ("owner", "place") and not has_head(self.parts[at].text):
            return ""  # an address: "…, Khu 5A, thị trấn …"
        if (
            before.kind in ("mark", "and", "stop")
            and (before.text in (",", ";", ":", "và", "(") or before.text in OPENERS)
            and region
        ):
            return region
        if (before.kind == "and" or before.text == ",") and self._follows_name(index):
            return "next"
        if before.kind == "mark" and before.text in ",;:":
            return "clause"
        if before.kind == "and" and index and self.parts[index - 1].kind in ("star", "ocop", "owner", "place"):
            return "clause"
        return ""

    def _follows_name(self, index: int) -> bool:
        """Whether a name was found directly before the comma or "và"."""
        ahead = index - 1
        while ahead > 0 and self.parts[ahead].kind == "mark" and self.parts[ahead].text in _CLOSING:
            ahead -= 1
        return ahead in self.found or any(named.end == self.parts[ahead].end for named in self.found.values())

    def _in_series(self, at: int) -> bool:
        """Whether "và" stands on one side: "giò lụa, chả mỡ và nem chua"."""
        return any(0 <= index < len(self.parts) and self.parts[index].kind == "and" for index in (at - 1, at + 1))

    def _product_before(self, index: int) -> bool:
        """Whether "sản phẩm", "sản phẩm OCOP", "sản phẩm OCOP 4 sao" stands before."""
        for _ in range(3):
            if index < 0:
                return False
            if self.parts[index].kind == "product":
                return True
            if self.parts[index].kind not in ("ocop", "star"):
                return False
            index -= 1
        return False

    def _share(self, at: int, found: dict[int, Named]) -> None:
        """Give the owner of a name to its neighbours before: "A, B và C của HTX"."""
        owner = found[at].owner
        index = at
        while True:
            ahead = index - 1
            if ahead >= 0 and self.parts[ahead].text in _OPENING:
                ahead -= 1
            if ahead < 1 or not (self.parts[ahead].kind == "and" or self.parts[ahead].text == ","):
                return
            ahead -= 1
            if self.parts[ahead].text == ")":
                opened = next((i for i in range(ahead - 1, -1, -1) if self.parts[i].text == "("), 0)
                if opened < 1 or any(self.parts[i].kind in ("owner", "place") for i in range(opened, ahead)):
                    return
                ahead = opened - 1
            if self.parts[ahead].kind == "mark" and self.parts[ahead].text in _CLOSING:
                ahead = next((i for i in range(ahead - 1, -1, -1) if self.parts[i].text in _OPENING), ahead)
            part = self.parts[ahead]
            old = found.get(ahead)
            if old is not None:
                if old.owner is not None:
                    return
                found[ahead] = old._replace(owner=owner)
            elif part.kind == "run" and possible(part.text) and (self.regions[ahead] or specific(part.text)) and self._lead(ahead):
                found[ahead] = Named(part.start, part.end, owner, ahead, "product.shared")
            else:
                return
            index = ahead


def _apart(named: list[Named]) -> list[Named]:
    """Names without overlaps: the first of two that share words."""
    kept: list[Named] = []
    for item in named:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept
