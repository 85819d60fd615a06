"""Named products in one sentence: where each name stands, whose it is, and which rule found it.

A sentence is parted at what can be no part of a name: marks, owners, stars, dates, places with their level word,
"sản phẩm", "OCOP", and words of grammar and administration. What is left between are *runs* of words; a run is a
name only with evidence beside it, in this order (the ids of :data:`RULES`):

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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from ntm_extract.attribution.owners import Owner, find_owners
from ntm_extract.attribution.product_words import GENERIC, GENERIC_FIRST, HEADS, STOP_PAIRS, STOPS
from ntm_extract.model import Figure
from ntm_extract.patterns.places import PlaceMention

Kind = Literal["run", "stop", "mark", "owner", "place", "star", "time", "product", "ocop", "of", "and", "number"]
TrimName = Callable[[str, int, int], int]
"""Of a run whose end is uncertain: text, start, end; gives the end of the name."""


@dataclass(frozen=True, slots=True)
class ProductRule:
    """A way of finding a named product, with sentences that show it and near misses."""

    id: str
    examples: tuple[tuple[str, tuple[str, ...]], ...]
    rejects: tuple[str, ...] = ()


RULES: Final = (
    ProductRule(
        "product.owned",
        (
            ("Chè đinh Tân Sơn của HTX Chè Tân Sơn đạt OCOP 4 sao.", ("Chè đinh Tân Sơn",)),
            ("Miến dong Bản Lầu (HTX Bản Lầu) đạt OCOP 3 sao.", ("Miến dong Bản Lầu",)),
        ),
        ("Sản phẩm của HTX Chè Tân Sơn đạt OCOP 4 sao.", "Các sản phẩm OCOP của các HTX trên địa bàn tỉnh."),
    ),
    ProductRule(
        "product.quoted",
        (("Sản phẩm “Hương quê xứ Đoài” đạt OCOP 4 sao.", ("Hương quê xứ Đoài",)),),
        ("Tọa đàm “Khởi nghiệp từ OCOP” của thanh niên.",),
    ),
    ProductRule(
        "product.listed",
        (("Các sản phẩm OCOP gồm: cam sành Bản Khun, chè dây Bản Khun.", ("cam sành Bản Khun", "chè dây Bản Khun")),),
        ("Sản phẩm OCOP gồm 6 nhóm: thực phẩm, đồ uống, dược liệu.", "Nhiều sản phẩm OCOP như mật ong, chè, gạo."),
    ),
    ProductRule(
        "product.introduced",
        (("Huyện có sản phẩm lê Tai Nung Bản Xen đạt OCOP 3 sao.", ("lê Tai Nung Bản Xen",)),),
        ("Sản phẩm nông sản chủ lực đạt OCOP 3 sao.",),
    ),
    ProductRule(
        "product.recognised",
        (("Nem nắm Giao Thủy được công nhận OCOP 4 sao.", ("Nem nắm Giao Thủy",)),),
        ("Hội đồng được công nhận OCOP 4 sao.",),
    ),
    ProductRule(
        "product.shared",
        (("Bún khô, phở khô của HTX Bình Minh đạt OCOP 3 sao.", ("Bún khô", "phở khô")),),
        ("Toàn huyện có 5 HTX, chè của HTX Bình Minh đạt OCOP 3 sao.",),
    ),
)


class Part(NamedTuple):
    """A piece of the sentence; ``ref`` is the index of an owner, figure or place."""

    kind: Kind
    start: int
    end: int
    text: str
    ref: int


class Named(NamedTuple):
    """A product's name in the text, the owner that stands with it, the part it is, and the rule."""

    start: int
    end: int
    owner: Owner | None
    part: int
    rule: str


_TOKEN: Final = re.compile(r"[^\W_]+(?:[.&/’'-][^\W_]+)*|\.\.\.|[^\w\s]")
_OPENING: Final = "“\"‘«"
_CLOSING: Final = "”\"’»"
_OPENERS: Final = frozenset({"gồm", "như", "là", "đó"})
_RECOGNISING: Final = frozenset({"đạt", "được", "xếp", "công", "chứng", "vừa", "đã", "cũng", "đều"})
_BULLET: Final = re.compile(r"\s*(?:[-–•*+]|\(?\d{1,3}[.)]|\d{1,3}(?= [^\W\d])|[a-zđ][.)])\s*")
_TIMES: Final = frozenset({"date", "year", "period", "doc_number", "time", "ordinal", "money", "percent", "ratio", "range", "area"})
_TOURISM: Final = ("du lịch", "điểm du lịch", "làng du lịch", "khu du lịch")
_MEASURES: Final = frozenset({"độ", "loại", "số"})


def parts_of(text: str, start: int, end: int, figures: Sequence[Figure], places: Sequence[PlaceMention]) -> tuple[list[Part], list[Owner]]:
    """The sentence parted into runs and what parts them."""
    owners = find_owners(text, start, end)
    fixed = [Part("owner", o.start, o.end, "", i) for i, o in enumerate(owners)]
    for index, figure in enumerate(figures):
        if figure.unit == "star":
            fixed.append(Part("star", figure.start, figure.end, "", index))
        elif figure.kind in _TIMES or figure.unit is not None:
            tail = figure.end - 8 if figure.unit == "product" and text[figure.end - 8 : figure.end].lower() == "sản phẩm" else figure.end
            fixed.append(Part("time" if figure.kind in _TIMES else "number", figure.start, tail, "", index))
    fixed.extend(Part("place", p.start, p.end, "", i) for i, p in enumerate(places) if not p.bare)
    fixed.sort(key=lambda part: (part.start, -part.end))
    parts: list[Part] = []
    at = start
    for part in fixed:
        if part.start < at:
            continue
        _loose(text, at, part.start, parts)
        parts.append(part)
        at = part.end
    _loose(text, at, end, parts)
    return _runs(text, parts), owners


def _loose(text: str, start: int, end: int, parts: list[Part]) -> None:
    """Tokens of the text between the fixed parts; names are put together afterwards."""
    tokens = list(_TOKEN.finditer(text, start, end))
    skip = -1
    for index, token in enumerate(tokens):
        if index <= skip:
            continue
        word = token[0]
        low = word.lower()
        after = tokens[index + 1][0] if index + 1 < len(tokens) else ""
        following = after.lower()
        first, last = token.span()
        kind: Kind
        if not word[0].isalnum():
            kind = "mark"
        elif low == "sản" and following == "phẩm":
            kind, last, skip = "product", tokens[index + 1].end(), index + 1
        elif low == "ocop":
            kind = "ocop"
        elif low == "của":
            kind = "of"
        elif low == "và":
            kind = "and"
        elif word[0].isdigit() and word.isdecimal():
            kind = "number"
        elif (low in STOPS and (word == low or first == start or not word.istitle() or following in ("phẩm", "năm"))) or f"{low} {following}" in STOP_PAIRS:
            kind = "stop"
        elif low in ("ông", "bà") and not (after[:1].isupper() and parts and parts[-1].kind == "run"):
            kind = "stop"
        else:
            kind = "run"
        parts.append(Part(kind, first, last, low if kind != "run" else word, -1))


def _runs(text: str, parts: list[Part]) -> list[Part]:
    """Neighbouring words become runs, with numbers, dashes and villages that stand inside a name."""
    joined: list[Part] = []
    for index, part in enumerate(parts):
        last = joined[-1] if joined else None
        after = parts[index + 1] if index + 1 < len(parts) else None
        if last is not None and last.kind == "run":
            if part.kind == "run" and text[last.end : part.start] in (" ", " - ", " – "):
                joined[-1] = last._replace(end=part.end, text=text[last.start : part.end])
                continue
            if part.text in ("-", "–") and after is not None and after.kind == "run" and text[last.end : part.start] == " " and (
                after.text[0].isupper() or after.text in HEADS
            ):
                continue  # decided by the run behind
            if part.kind == "number" and part.end - part.start <= 8 and after is not None and after.kind == "run" and after.text in _MEASURES:
                joined[-1] = last._replace(end=part.end, text=text[last.start : part.end])
                continue
            if part.kind == "place" and text[last.end : part.start] == " " and (
                text[part.start].isupper() or last.text.lower().startswith(_TOURISM)
            ):
                joined[-1] = last._replace(end=part.end, text=text[last.start : part.end])
                continue
        joined.append(part)
    return joined


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
        self.regions = self._regions()

    def read(self) -> list[Named]:
        found: dict[int, Named] = {}
        for at, part in enumerate(self.parts):
            if part.kind == "run" or (part.kind == "mark" and part.text in _OPENING):
                named = self._named(at)
                if named is not None:
                    found[at] = named
        for at in sorted(found, reverse=True):
            if found[at].owner is not None:
                self._share(at, found)
        return sorted(found.values())

    def _named(self, at: int) -> Named | None:
        part = self.parts[at]
        if part.kind == "mark":
            return self._quoted(at)
        if self._in_quotes(at):
            return None
        start, end = part.start, part.end
        end = self._end(at, start, end)
        if not possible(self.text[start:end]):
            return None
        lead = self._lead(at)
        owner = self._owner_behind(at) if end == part.end else None
        name = self.text[start:end]
        if owner is not None and (lead in ("product", "list", "line") or (self.programme and (specific(name) or _head(name)))):
            return Named(start, end, owner, at, "product.owned")
        if lead in ("list", "line") and specific(name):
            return Named(start, end, None, at, "product.listed")
        if lead == "weak" and proper(name) and _head(name):
            return Named(start, end, None, at, "product.listed")
        if lead == "product" and self.programme and specific(name):
            return Named(start, end, None, at, "product.introduced")
        if lead == "clause" and self.programme and proper(name) and _head(name) and self._recognised(at):
            return Named(start, end, None, at, "product.recognised")
        return None

    def _quoted(self, at: int) -> Named | None:
        closed = next((i for i in range(at + 1, min(at + 12, len(self.parts))) if self.parts[i].text in _CLOSING and self.parts[i].kind == "mark"), None)
        if closed is None:
            return None
        start, end = self.parts[at].end, self.parts[closed].start
        name = self.text[start:end].strip()
        if not 1 < len(name.split()) <= 14 or "ocop" in name.lower() or any(self.parts[i].kind in ("star", "product", "time") for i in range(at, closed)):
            return None
        lead = self._lead(at)
        owner = self._owner_behind(closed)
        good = lead in ("product", "list") or (self.programme and (_head(name) or self._called_product(closed)) and (owner is not None or self._recognised(closed)))
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

    def _called_product(self, at: int) -> bool:
        """"“…” là một trong 47 sản phẩm"."""
        return any(part.kind == "product" for part in self.parts[at + 1 : at + 6])

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
        if before.text == "," and index and self.parts[index - 1].kind in ("owner", "place") and not _head(self.parts[at].text):
            return ""  # an address: "…, Khu 5A, thị trấn …"
        if before.kind in ("mark", "and", "stop") and (before.text in (",", ";", ":", "và") or before.text in _OPENERS) and region:
            return region
        if before.kind == "mark" and before.text in ",;:":
            return "clause"
        if before.kind == "and" and index and self.parts[index - 1].kind in ("star", "ocop", "owner", "place"):
            return "clause"
        return ""

    def _product_before(self, index: int) -> bool:
        """"sản phẩm", "sản phẩm OCOP", "sản phẩm OCOP 4 sao" before."""
        for _ in range(3):
            if index < 0:
                return False
            if self.parts[index].kind == "product":
                return True
            if self.parts[index].kind not in ("ocop", "star"):
                return False
            index -= 1
        return False

    def _regions(self) -> list[str]:
        """For each part the list it stands in: "list", "weak" or ""."""
        kinds: list[str] = []
        region = "list" if self.listed else ""
        reopen = ""
        depth = 0
        seen = False  # "sản phẩm" in this clause
        grouped = False  # "6 nhóm: …"
        for index, part in enumerate(self.parts):
            if part.kind == "mark" and part.text == "(":
                depth += 1
            elif part.kind == "mark" and part.text == ")":
                depth = max(0, depth - 1)
            kinds.append(region if not depth else "")
            if depth:
                continue
            if part.kind == "product":
                seen = True
                if region and not self.listed:
                    region = ""
            if part.text in ("nhóm", "ngành", "lĩnh", "loại"):
                grouped = True
            if part.kind == "mark" and part.text in (":",) and seen:
                region = reopen = "" if grouped else "list"
            elif part.kind == "stop" and part.text in _OPENERS and seen and not region:
                strong = part.text == "gồm" or (part.text == "là" and self._counted(index))
                region = "" if grouped else "list" if strong else "weak"
                reopen = region if strong else ""
            elif part.kind in ("stop", "of") and region and not (part.kind == "of" and self._next_is_owner(index)) and part.text != "do":
                if part.text not in _OPENERS or self.parts[index - 1].kind in ("run", "place", "owner", "mark"):
                    region = ""
            elif part.kind == "mark" and part.text == ";":
                region = reopen
                seen = seen and bool(reopen)
        return kinds

    def _counted(self, at: int) -> bool:
        """"2 sản phẩm … là A và B": how many names follow is said."""
        return any(
            part.kind == "product" and index and self.parts[index - 1].kind == "number" or
            (part.kind == "product" and re.search(r"\d\s*$", self.text[: part.start][-3:]) is not None) or
            (part.kind == "product" and re.search(r"(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các)\s*$", self.text[: part.start][-6:].lower()) is not None)
            for index, part in enumerate(self.parts[:at])
        )

    def _next_is_owner(self, at: int) -> bool:
        return at + 1 < len(self.parts) and self.parts[at + 1].kind == "owner"

    def _owner_behind(self, at: int) -> Owner | None:
        """The owner directly behind a name, across a bracketed place or trade name."""
        index = at + 1
        parts = self.parts
        if index < len(parts) and parts[index].text == "(" and not (index + 1 < len(parts) and parts[index + 1].kind == "owner"):
            closed = next((i for i in range(index, min(index + 8, len(parts))) if parts[i].text == ")"), None)
            if closed is None:
                return None
            index = closed + 1
        if index + 1 >= len(parts):
            return None
        link, owner = parts[index], parts[index + 1]
        if link.text == "," and index + 5 < len(parts) and parts[index + 1].kind == "product":
            ahead = index + 2  # "…, sản phẩm OCOP 4 sao của HTX …"
            while ahead < len(parts) and parts[ahead].kind in ("ocop", "star"):
                ahead += 1
            if ahead + 1 < len(parts) and parts[ahead].kind == "of" and parts[ahead + 1].kind == "owner":
                return self.owners[parts[ahead + 1].ref]
        if owner.kind != "owner":
            return None
        if link.kind == "of" or link.text in ("(", "-", "–", "do", "cho", "|"):
            return self.owners[owner.ref]
        return None

    def _recognised(self, at: int) -> bool:
        """Whether the clause behind says that stars or OCOP were reached."""
        index = at + 1
        parts = self.parts
        while index < len(parts) and (parts[index].kind in ("place", "number") or parts[index].text in (",", "(", ")", "”", '"', "»")):
            index += 1
        if index >= len(parts) or parts[index].text not in _RECOGNISING | {"là"}:
            return False
        for part in parts[index : index + 24]:
            if part.kind in ("star", "ocop"):
                return True
            if part.text in (";", ":"):
                return False
        return False

    def _end(self, at: int, start: int, end: int) -> int:
        """The end of a name; an uncertain one (words go on behind the proper name) is asked of ``trim``."""
        name = self.text[start:end]
        following = self.parts[at + 1] if at + 1 < len(self.parts) else None
        hard = following is None or following.kind in ("mark", "of", "owner", "and", "star")
        if not hard and self.trim is not None and _runs_on(name):
            return self.trim(self.text, start, end)
        return end

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


def possible(name: str) -> bool:
    """Whether the words can be a product's name at all."""
    words = name.split()
    if not 1 <= len(words) <= 14 or len(name) < 3:
        return False
    low = name.lower()
    if low in GENERIC or words[0].isdigit():
        return False
    first = words[0].lower()
    if first in GENERIC_FIRST and not (first in HEADS and len(words) > 2) and not proper(name):
        return False
    return not (len(words) == 1 and not words[0][0].isupper() and first not in HEADS)


def proper(name: str) -> bool:
    """Whether a capital stands inside the name: the sign of a brand or a place."""
    return any(word[0].isupper() or word[0].isdigit() for word in re.split(r"[ (]+", name)[1:] if word)


def _head(name: str) -> bool:
    return name.split()[0].lower() in HEADS


def specific(name: str) -> bool:
    """Whether a name speaks for itself: a proper name in it, or goods named by two syllables or more."""
    words = name.split()
    return (proper(name) and (len(words) > 1)) or (len(words) >= 2 and _head(name) and name.lower() not in _PLAIN)


_PLAIN: Final = frozenset({
    "mật ong", "cà phê", "nước mắm", "hồ tiêu", "tinh dầu", "trái cây", "rau củ", "thủy sản", "hạt điều", "thanh long", "sầu riêng",
    "hạt tiêu", "gạo sạch", "thịt lợn", "thịt gà", "cá tôm", "dầu ăn", "mắm các", "cà gai", "đông trùng", "nấm ăn", "bánh tráng", "bưởi da",
})


def _runs_on(name: str) -> bool:
    """Whether small words follow the proper name: "thịt chua Bảo An ngâm tỏi", or no name's words any more."""
    words = name.split()
    return len(words) > 3 and proper(name) and not (words[-1][0].isupper() or words[-1][0].isdigit())
