"""Named OCOP products: each with its owner, stars, place and period.

A document is looked at only when it speaks of OCOP; in it a sentence that names OCOP or stars, or any sentence of a
text whose subject OCOP is; and the lines of a list that such a sentence opens. :mod:`.product_spans` finds the names;
here they get what stands around them:

* **stars** are those of the clause: "A của HTX X đạt 4 sao; B đạt 3 sao", or those of the words that open the list
  ("2 sản phẩm đạt 4 sao gồm: A, B"). "3 sao trở lên", "3 sao, 4 sao" and the stars of a count name no product's.
  Stars that are proposed, applied for or aimed at are ``potential``, like "tiềm năng 5 sao".
* **owner**: directly behind the name, shared by the names before it, or the subject ("HTX X có 2 sản phẩm: A, B").
* **place**: the address behind the name or its owner, else what governs the clause, as for a figure; none rather
  than the whole country. **Period**: as for a figure.

A product whose stars are open has none: a wrong number of stars is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ntm_extract.attribution.area import COUNTRY, area_of
from ntm_extract.attribution.draft import Area, Discourse, Period, Reading
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.owners import Owner, OwnerType
from ntm_extract.attribution.period import period_of
from ntm_extract.attribution.product_spans import Named, Part, TrimName, find_named, parts_of
from ntm_extract.model import Block, Figure
from ntm_extract.patterns.places import PlaceMention
from ntm_extract.patterns.wordings import Wording

_AIM: Final = re.compile(r"tiềm năng|đề nghị|đề xuất|phấn đấu|dự kiến|kế hoạch|mục tiêu|mong muốn|sẽ |hướng tới|hướng đến|đăng ký|trình |tham gia thi|dự thi")
_ALL: Final = re.compile(r"\b(?:đều|cùng)\b")
_SUBJECT: Final = re.compile(r"\s*(?:\([^)]*\))?(?:\s*,[^;:]{0,60},)?\s*(?:hiện |đã |đang |cũng |vinh dự )*(?:có|sở hữu|với|gồm)\b")
_OF: Final = re.compile(r"sản phẩm[^,;:.]{0,40} của $")
_COUNTED: Final = re.compile(r"(?:\d|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) sản phẩm")
_OPENS: Final = re.compile(r"sản phẩm|ocop")
_LIST_BLOCKS: Final = frozenset({"list_item", "table_row"})
_NUMBERED: Final = re.compile(r"\(?\d{1,3}\s?[.)/]\s|\d{1,3}\s+(?=[^\W\d_])|[-–•*+]\s")
_MAIN: Final = 3  # so often a text says "OCOP" whose subject it is


@dataclass(frozen=True, slots=True)
class Product:
    """A named product; offsets are those of the normalised text."""

    start: int
    end: int
    owner: Owner | None
    stars: int | None
    potential: bool | None
    area: Area | None
    period: Period
    sentence: int
    rule: str

    @property
    def owner_type(self) -> OwnerType | None:
        """Legal form of the owner."""
        return self.owner.type if self.owner else None


class Opening(NamedTuple):
    """What the words that open a list say of its items."""

    stars: int | None
    potential: bool | None
    owner: Owner | None


class ProductReader:
    """Reads the sentences of one document in order; remembers only the list that is open."""

    __slots__ = ("_active", "_discourse", "_lower", "_main", "_opening", "_text", "_trim")

    def __init__(self, text: str, lower: str, discourse: Discourse, trim: TrimName | None = None) -> None:
        anchor = discourse.anchor
        self._text = text
        self._lower = lower
        self._discourse = discourse
        self._active = anchor.about_ocop
        self._main = self._active and ("ocop" in (anchor.title or "").lower() or lower.count("ocop") >= _MAIN)
        self._opening: Opening | None = None
        self._trim = trim

    def read(
        self,
        span: tuple[int, int],
        block: Block,
        number: int,
        figures: Sequence[Figure],
        cues: Sequence[Wording],
        places: Sequence[PlaceMention],
    ) -> list[Product]:
        """The products of a sentence; call it before the sentence leaves its own place and time to the discourse."""
        if not self._active:
            return []
        start, end = span
        lower = self._lower
        listed = self._opening is not None and (block.kind in _LIST_BLOCKS or _NUMBERED.match(lower, start, end) is not None)
        if not listed and block.kind not in ("list_item", "table_row", "caption"):
            self._opening = None
        said = lower.find("ocop", start, end) >= 0 or any(figure.unit == "star" for figure in figures)
        if not listed and not said and not (self._main and lower.find("sản phẩm", start, end) >= 0):
            return []
        parts, owners = parts_of(self._text, start, end, figures, places)
        named = find_named(self._text, parts, owners, programme=said or self._main or listed, listed=listed, trim=self._trim)
        opening = self._opening if listed else None
        found = self._complete(span, number, named, parts, owners, figures, cues, places, opening) if named else []
        self._open(span, block, found, parts, owners, figures)
        return found

    def _complete(
        self, span: tuple[int, int], number: int, named: Sequence[Named], parts: Sequence[Part], owners: Sequence[Owner],
        figures: Sequence[Figure], cues: Sequence[Wording], places: Sequence[PlaceMention], opening: Opening | None,
    ) -> list[Product]:
        lower = self._lower
        named = [item if item.owner else item._replace(owner=_subject(lower, item, owners) or (opening.owner if opening else None)) for item in named]
        stars = _stars(lower, named, parts, figures)
        claimed: set[int] = set()
        own = [_own_place(item, parts, places, claimed) for item in named]
        if any(part.text == ";" for part in parts):
            _share_places(lower, named, own)
        frame, reading_at = self._frame(span, named, parts, owners, figures, cues, places, claimed)
        found = []
        for index, item in enumerate(named):
            figure = frame.figure(reading_at[index])
            reading = Reading(figure, reading_at[index], "ocop_items", item.rule, 1.0, "product")
            place = own[index]
            if place is not None:
                area: Area | None = Area(places[place].name, places[place].level)
            else:
                area = area_of(frame, reading, self._discourse)[0]
            period = period_of(frame, reading, self._discourse)[0]
            number_of_stars, potential = stars[index]
            if number_of_stars is None and opening is not None:
                number_of_stars, potential = opening.stars, opening.potential
            found.append(Product(item.start, item.end, item.owner, number_of_stars, potential, None if area == COUNTRY else area, period, number, item.rule))
        return found

    def _frame(
        self, span: tuple[int, int], named: Sequence[Named], parts: Sequence[Part], owners: Sequence[Owner],
        figures: Sequence[Figure], cues: Sequence[Wording], places: Sequence[PlaceMention], claimed: set[int],
    ) -> tuple[Frame, list[int]]:
        """The sentence with each product standing where a figure would, so that place and time are asked as for one."""
        taken = [(item.start, item.end) for item in named] + [(owner.start, owner.end) for owner in owners]

        def free(start: int, end: int) -> bool:
            return all(end <= s or start >= e for s, e in taken)

        products = [
            Figure(i.start, i.end, "count", 1.0, None, None, "product", (), "exact", None, i.rule, i.start, i.end) for i in named
        ]
        kept = sorted([figure for figure in figures if free(figure.start, figure.end)] + products)
        left = [place for index, place in enumerate(places) if index not in claimed and free(place.start, place.end)]
        frame = Frame(self._lower, span, kept, [cue for cue in cues if free(cue.start, cue.end)], left)
        return frame, [frame.at_figure[kept.index(product)] for product in products]

    def _open(
        self, span: tuple[int, int], block: Block, found: Sequence[Product], parts: Sequence[Part], owners: Sequence[Owner],
        figures: Sequence[Figure],
    ) -> None:
        """Remember a line that opens a list of products, or a heading over one."""
        start, end = span
        colon = self._text[start:end].rstrip().endswith(":")
        if found or not (colon or block.kind in ("heading", "title")) or not _OPENS.search(self._lower, start, end):
            return
        if "nhóm" in self._lower[start:end]:
            return
        stars = [part for part in parts if part.kind == "star"]
        value, potential = _value(self._lower, start, stars[-1], figures) if stars else (None, None)
        if len(stars) > 1 and len({figures[part.ref].value for part in stars}) > 1:
            value, potential = None, None
        self._opening = Opening(value, potential, owners[0] if len(owners) == 1 else None)


def _subject(lower: str, item: Named, owners: Sequence[Owner]) -> Owner | None:
    """The owner that the sentence speaks of: "HTX X có 2 sản phẩm: A, B", "2 sản phẩm của HTX X gồm A và B"."""
    before = [owner for owner in owners if owner.end <= item.start]
    if not before:
        return None
    owner = before[-1]
    if _SUBJECT.match(lower, owner.end, item.start) and ";" not in lower[owner.end : item.start]:
        return owner
    if _OF.search(lower[: owner.start]) and ";" not in lower[owner.end : item.start] and item.rule in ("product.listed", "product.quoted"):
        return owner
    return None


def _value(lower: str, start: int, star: Part, figures: Sequence[Figure]) -> tuple[int | None, bool | None]:
    """The stars a figure gives one product, and whether they are only aimed at."""
    figure = figures[star.ref]
    if figure.value is None or figure.upper is not None or figure.bound != "exact":
        return None, None
    aimed = _AIM.search(lower, start, star.start) is not None or lower[star.end : star.end + 14].lstrip(" (").startswith("tiềm năng")
    return int(figure.value), aimed


def _stars(lower: str, named: Sequence[Named], parts: Sequence[Part], figures: Sequence[Figure]) -> list[tuple[int | None, bool | None]]:
    given: list[tuple[int | None, bool | None]] = [(None, None)] * len(named)
    closed = [False] * len(named)
    at = [i for i, part in enumerate(parts) if part.kind == "star"]
    at = [i for n, i in enumerate(at) if not (n + 1 < len(at) and lower[parts[i].end : parts[at[n + 1]].start].strip() in ("lên", "lên hạng"))]
    rows = {i for n, i in enumerate(at) for j in (n - 1, n + 1) if 0 <= j < len(at) and _in_row(lower, parts[min(i, at[j])], parts[max(i, at[j])])}
    last_end = parts[0].start if parts else 0
    for index in at:
        star = parts[index]
        before = [n for n, item in enumerate(named) if item.end <= star.start and not closed[n]]
        after = [n for n, item in enumerate(named) if item.start >= star.end]
        clause = max(last_end, lower.rfind(";", 0, star.start) + 1)
        if before:
            last = named[before[-1]]
            between = lower[last.end : star.start]
            if not _COUNTED.search(between.replace("một trong", "")) or "một trong" in between:
                value = (None, None) if index in rows else _value(lower, _clause_start(lower, last.start, clause), star, figures)
                bracketed = parts[index - 1].text == "("
                for n in before:
                    inner = lower[named[n].end : last.start]
                    same = named[n].owner is not None and named[n].owner == last.owner
                    if n == before[-1] or same or (not bracketed and (";" not in inner or _ALL.search(between))):
                        given[n] = value
            for n in before:
                closed[n] = True
        elif after and _goes_forward(lower, parts, index, named[after[0]]):
            value = (None, None) if index in rows else _value(lower, clause, star, figures)
            following = next((i for i in at if i > index and _goes_on_to(parts, i, named)), None)
            for n in after:
                if following is None or named[n].end <= parts[following].start:
                    given[n] = value
                    closed[n] = not _bracket_follows(parts, at, index)
        last_end = star.end
    return given


def _clause_start(lower: str, product: int, clause: int) -> int:
    """Where the words begin that may make the stars an aim: "Phấn đấu … có sản phẩm X đạt 4 sao"."""
    return min(product, max(clause, lower.rfind(",", 0, product) + 1, lower.rfind(";", 0, product) + 1, product - 90))


def _in_row(lower: str, one: Part, other: Part) -> bool:
    """"3 sao, 4 sao", "3 và 4 sao": stars of a whole, not of a product."""
    return lower[one.end : other.start].strip() in (",", "và", "hoặc", "-", "–", "đến", "/")


def _bracket_follows(parts: Sequence[Part], at: Sequence[int], index: int) -> bool:
    return any(i > index and i and parts[i - 1].text == "(" for i in at)


def _goes_on_to(parts: Sequence[Part], star: int, named: Sequence[Named]) -> bool:
    """Whether a later star begins a group of its own: behind ";" or "sản phẩm", with names to come."""
    return any(item.start >= parts[star].end for item in named) and parts[star - 1].text != "("


def _goes_forward(lower: str, parts: Sequence[Part], star: int, first: Named) -> bool:
    """Whether the stars are of the names behind: "4 sao gồm: A", "OCOP 4 sao cho A", "sản phẩm OCOP 4 sao A"."""
    between = [part for part in parts[star + 1 :] if part.end <= first.start]
    texts = [part.text for part in between]
    if any(text in (";", ".") for text in texts):
        return False
    if all(part.kind in ("product", "ocop") or part.text in "“\"‘«" for part in between):
        return True
    return any(text in (":", "gồm", "là", "như", "cho", "đối") for text in texts)


def _own_place(item: Named, parts: Sequence[Part], places: Sequence[PlaceMention], claimed: set[int]) -> int | None:
    """The place that stands as the address of a product or its owner; every place of the address is claimed."""
    starts = [item.end]
    if item.owner is not None and parts[0].start <= item.owner.start < parts[-1].end:
        starts.append(item.owner.end)
    found: int | None = None
    for start in starts:
        index = next((i for i, part in enumerate(parts) if part.start >= start), len(parts))
        strange = 0
        while index < len(parts) and parts[index].start - start < 120:
            part = parts[index]
            if part.kind == "place":
                if found is None or (places[found].name.isdigit() and not places[part.ref].name.isdigit()):
                    found = part.ref
                claimed.add(part.ref)
                start = part.end
            elif part.kind == "run" and found is None and strange < 1 and parts[index - 1].text in (",", "("):
                strange += 1  # "Khu 5A, thị trấn …"
            elif part.kind not in ("number",) and part.text not in (",", "(", ")", "ở", "tại", "thuộc", "-", "–", "”", '"'):
                break
            elif part.text == ")" and found is not None:
                break
            index += 1
        if found is not None:
            break
    return found


def _share_places(lower: str, named: Sequence[Named], own: list[int | None]) -> None:
    """"…; A, B (xã X); C (xã Y)": names between two ";" have the address behind the last."""
    for index in range(len(named) - 2, -1, -1):
        between = lower[named[index].end : named[index + 1].start].strip("”\"» ")
        if own[index] is None and between in (",", "và") and named[index].owner == named[index + 1].owner:
            own[index] = own[index + 1]


def with_owner(product: Product, owner: Owner | None) -> Product:
    """The product with another owner."""
    return replace(product, owner=owner)
