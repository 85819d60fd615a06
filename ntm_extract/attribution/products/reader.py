"""Named OCOP products: each with its owner, stars, place and period.

A document is looked at only when it speaks of OCOP; in it a sentence that names OCOP or stars, or any sentence of a
text whose subject OCOP is; and the lines of a list that such a sentence opens. :mod:`.spans` finds the names;
here they get what stands around them:

* **stars** are those of the clause: "A của HTX X đạt 4 sao; B đạt 3 sao", or those of the words that open the list
  ("2 sản phẩm đạt 4 sao gồm: A, B"). "3 sao trở lên", "3 sao, 4 sao" and the stars of a count name no product's.
  Stars that are proposed, applied for or aimed at are ``potential``, like "tiềm năng 5 sao".
* **owner**: directly behind the name, shared by the names before it, or the subject ("HTX X có 2 sản phẩm: A, B").
* **place**: the address behind the name or its owner, else what governs the clause, as for a figure; none rather
  than the whole country. **Period**: as for a figure.

A product whose stars are open has none: a wrong number of stars is worse than none. Rows of tables are read in :mod:`.table`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ntm_extract.attribution.draft import Area, Discourse, Period, Reading
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.places.area import area_of
from ntm_extract.attribution.places.levels import COUNTRY
from ntm_extract.attribution.products.names import TrimName, trim_name
from ntm_extract.attribution.products.owners import Owner, OwnerType
from ntm_extract.attribution.products.parts import Part, parts_of
from ntm_extract.attribution.products.spans import Named, find_named
from ntm_extract.attribution.products.stars import stars_of, stars_said
from ntm_extract.attribution.times.period import period_of
from ntm_extract.model import Block, Figure
from ntm_extract.patterns.places import PlaceMention
from ntm_extract.patterns.wordings import Wording

_SUBJECT: Final = re.compile(
    r"\s*+(?:\([^)]*\))?(?:\s*,[^;:]{0,60},)?\s*(?:hiện |đã |đang |cũng |vinh dự )*(?:có|sở hữu|với|gồm)\b"
)
_OF: Final = re.compile(r"sản phẩm[^,;:.]{0,40} của $")
_NEAR: Final = 60  # more than what it matches can take
_OPENS: Final = re.compile(
    r"sản phẩm.{0,90}(?:công nhận|đạt|xếp hạng|phân hạng|gồm|sau đây|như sau|là:)|(?:danh sách|danh mục|các) sản phẩm|\d sản phẩm"
)
_LIST_BLOCKS: Final = frozenset({"list_item", "table_row"})
_NUMBERED: Final = re.compile(r"\(?\d{1,3}\s?[.)/]\s|\d{1,3}\s+(?=[^\W\d_])|[-–•*+]\s")
_GOES_ON: Final = ("đó là ", "gồm ", "bao gồm ", "trong đó", "cụ thể", "trong số này", "trong số đó")
_ADDRESS: Final = 120  # code points to the next place of an address
_ADDRESS_LINKS: Final = frozenset({",", "(", ")", "ở", "tại", "thuộc", "của", "-", "–", "”", '"'})
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

    __slots__ = ("_active", "_discourse", "_lower", "_main", "_near", "_opening", "_text", "_trim")

    def __init__(self, text: str, lower: str, discourse: Discourse, trim: TrimName | None = trim_name) -> None:
        anchor = discourse.anchor
        self._text = text
        self._lower = lower
        self._discourse = discourse
        self._active = anchor.about_ocop
        self._main = self._active and ("ocop" in (anchor.title or "").lower() or lower.count("ocop") >= _MAIN)
        self._opening: Opening | None = None
        self._trim = trim
        self._near = False  # the sentence before speaks of OCOP

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
        near, self._near = self._near, said
        named_here = self._main and lower.find("sản phẩm", start, end) >= 0
        if not (listed or said or named_here or (near and lower.startswith(_GOES_ON, start))):
            return []
        parts, owners = parts_of(self._text, start, end, figures, places)
        named = find_named(
            self._text, parts, owners, programme=said or self._main or listed or near, listed=listed, trim=self._trim
        )
        opening = self._opening if listed else None
        found = self._complete(span, number, named, parts, owners, figures, cues, places, opening) if named else []
        self._open(span, block, found, parts, owners, figures)
        return found

    def _complete(
        self,
        span: tuple[int, int],
        number: int,
        named: Sequence[Named],
        parts: Sequence[Part],
        owners: Sequence[Owner],
        figures: Sequence[Figure],
        cues: Sequence[Wording],
        places: Sequence[PlaceMention],
        opening: Opening | None,
    ) -> list[Product]:
        lower = self._lower
        named = [
            item if item.owner else item._replace(owner=_subject(lower, item, owners) or (opening.owner if opening else None))
            for item in named
        ]
        stars = stars_of(lower, named, parts, figures)
        claimed: set[int] = set()
        names = {item.part for item in named}
        own = [_own_place(item, parts, places, names, claimed) for item in named]
        if len(named) == 2 or any(part.text == ";" for part in parts):
            _share_places(lower, named, own)
        frame, reading_at = self._frame(span, named, owners, figures, cues, places, claimed)
        found = []
        for index, item in enumerate(named):
            figure = frame.figure(reading_at[index])
            reading = Reading(figure, reading_at[index], "ocop_items", item.rule, 1.0, "product")
            place = own[index]
            if place is not None:
                area: Area | None = Area(places[place].name, places[place].level)
            else:
                area = area_of(frame, reading, self._discourse)[0]
            period = self._period(frame, reading, item, parts)
            number_of_stars, potential = stars[index]
            if number_of_stars is None and opening is not None:
                number_of_stars, potential = opening.stars, opening.potential
            found.append(
                Product(
                    item.start,
                    item.end,
                    item.owner,
                    number_of_stars,
                    potential,
                    None if area == COUNTRY else area,
                    period,
                    number,
                    item.rule,
                )
            )
        return found

    def _period(self, frame: Frame, reading: Reading, item: Named, parts: Sequence[Part]) -> Period:
        """The period of a product: the time behind its stars ("đạt 4 sao năm 2021"), else as for a figure."""
        period, source = period_of(frame, reading, self._discourse)
        star = next((part for part in parts if part.kind == "star" and part.start >= item.end), None)
        if source == "clause" or star is None or ";" in self._lower[item.end : star.start]:
            return period
        at = frame.token_at(star.start)
        if at >= len(frame.tokens) or frame.tokens[at].kind != "figure" or frame.tokens[at].start != star.start:
            return period
        behind = Reading(frame.figure(at), at, reading.code, reading.rule, 1.0, "star")
        later, where = period_of(frame, behind, self._discourse)
        return later if where == "clause" else period

    def _frame(
        self,
        span: tuple[int, int],
        named: Sequence[Named],
        owners: Sequence[Owner],
        figures: Sequence[Figure],
        cues: Sequence[Wording],
        places: Sequence[PlaceMention],
        claimed: set[int],
    ) -> tuple[Frame, list[int]]:
        """The sentence with each product standing where a figure would, so that place and time are asked as for one."""
        taken = [(item.start, item.end) for item in named] + [(owner.start, owner.end) for owner in owners]

        def free(start: int, end: int) -> bool:
            return all(end <= s or start >= e for s, e in taken)

        products = [
            Figure(i.start, i.end, "count", 1.0, None, None, "product", (), "exact", None, i.rule, i.start, i.end) for i in named
        ]
        kept = sorted([f for f in figures if free(f.start, f.end)] + products, key=lambda figure: (figure.start, figure.end))
        left = [place for index, place in enumerate(places) if index not in claimed and free(place.start, place.end)]
        frame = Frame(self._lower, span, kept, [cue for cue in cues if free(cue.start, cue.end)], left)
        return frame, [frame.at_figure[kept.index(product)] for product in products]

    def _open(
        self,
        span: tuple[int, int],
        block: Block,
        found: Sequence[Product],
        parts: Sequence[Part],
        owners: Sequence[Owner],
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
        value, potential = stars_said(self._lower, start, stars[-1], figures) if stars else (None, None)
        if len(stars) > 1 and len({figures[part.ref].value for part in stars}) > 1:
            value, potential = None, None
        self._opening = Opening(value, potential, owners[0] if len(owners) == 1 else None)


def _subject(lower: str, item: Named, owners: Sequence[Owner]) -> Owner | None:
    """The owner that the sentence speaks of: "HTX X có 2 sản phẩm: A, B", "2 sản phẩm của HTX X gồm A và B"."""
    before = [owner for owner in owners if owner.end <= item.start]
    if not before:
        return None
    owner = before[-1]
    between = lower[owner.end : item.start]
    if ";" in between and ":" not in between.partition(";")[0]:
        return None  # a clause of its own
    if len(owners) == 1 and lower.endswith("đối với ", 0, owner.start) and item.rule == "product.listed":
        return owner
    if _SUBJECT.match(lower, owner.end, item.start):
        return owner
    if _OF.search(lower, max(0, owner.start - _NEAR), owner.start) and item.rule in ("product.listed", "product.quoted"):
        return owner
    return None


def _own_place(
    item: Named, parts: Sequence[Part], places: Sequence[PlaceMention], names: set[int], claimed: set[int]
) -> int | None:
    """The place that stands as the address of a product or its owner; every place of the address is claimed."""
    behind = [item.end]
    if item.owner is not None and parts[0].start <= item.owner.start < parts[-1].end:
        behind.append(item.owner.end)
    for start in behind:
        found = _address(start, parts, places, names, claimed)
        if found is not None:
            return found
    return None


def _address(start: int, parts: Sequence[Part], places: Sequence[PlaceMention], names: set[int], claimed: set[int]) -> int | None:
    """The first place of an address: ", khu 5, xã A, huyện B", "(xã A)", "ở xã A", "của huyện B"."""
    found: int | None = None
    reached = start
    strange = False
    first = next((i for i, part in enumerate(parts) if part.start >= start), len(parts))
    for index in range(first, len(parts)):
        part = parts[index]
        if part.start - reached > _ADDRESS:
            break
        if part.kind == "place":
            if found is None or (places[found].name.isdigit() and not places[part.ref].name.isdigit()):
                found = part.ref
            claimed.add(part.ref)
            reached = part.end
        elif part.kind == "run" and index not in names and found is None and not strange and parts[index - 1].text in (",", "("):
            strange = True  # "Khu 5A, thị trấn …"
        elif part.kind != "number" and (part.text not in _ADDRESS_LINKS or (part.text == ")" and found is not None)):
            break
    return found


def _share_places(lower: str, named: Sequence[Named], own: list[int | None]) -> None:
    """Names between two ";", or two joined by "và", have the address behind the last: "…; A, B (xã X); C (xã Y)"."""
    for index in range(len(named) - 2, -1, -1):
        between = lower[named[index].end : named[index + 1].start].strip('”"» ')
        if (
            own[index] is None
            and between in ((",", "và") if len(named) > 2 else ("và",))
            and named[index].owner == named[index + 1].owner
        ):
            own[index] = own[index + 1]
