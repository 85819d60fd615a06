"""A sentence parted for the search of products: runs of words that can be a name, and what stands between them.

A sentence is parted at marks, owners, stars, dates, counted things, places with their level word, "sản phẩm", "OCOP", and at
words of grammar and administration. Numbers, dashes and villages stay inside a run where a name goes on behind them
("nước mắm 40 độ đạm", "miến dong Bản Lầu"); a run that is nothing but the bare name of a place is that place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from ntm_extract.attribution.products.owners import Owner, find_owners
from ntm_extract.attribution.products.words import HEADS, STOP_PAIRS, STOPS
from ntm_extract.model import Figure
from ntm_extract.patterns.places import PlaceMention

Kind = Literal["run", "stop", "mark", "owner", "place", "star", "time", "product", "ocop", "of", "and", "number"]

_TOKEN: Final = re.compile(r"[^\W_]+(?:[.&/’'-][^\W_]+)*|\.\.\.|[^\w\s]")
_TIMES: Final = frozenset({"date", "year", "period", "doc_number", "time", "ordinal", "money", "percent", "ratio", "range", "area"})
_NAME_PAIRS: Final = frozenset({"một nắng", "hai nắng"})
_TOURISM: Final = ("du lịch", "điểm du lịch", "làng du lịch", "khu du lịch")


class Part(NamedTuple):
    """A piece of the sentence; ``ref`` is the index of an owner, figure or place."""

    kind: Kind
    start: int
    end: int
    text: str
    ref: int


def parts_of(
    text: str, start: int, end: int, figures: Sequence[Figure], places: Sequence[PlaceMention]
) -> tuple[list[Part], list[Owner]]:
    """The sentence parted into runs and what parts them."""
    owners = find_owners(text, start, end)
    fixed = [Part("owner", o.start, o.end, "", i) for i, o in enumerate(owners)]
    for index, figure in enumerate(figures):
        if figure.unit == "star":
            fixed.append(Part("star", figure.start, figure.end, "", index))
        elif figure.kind in _TIMES or figure.unit is not None:
            tail = (
                figure.end - 8
                if figure.unit == "product" and text[figure.end - 8 : figure.end].lower() == "sản phẩm"
                else figure.end
            )
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
    return _as_places(_runs(text, parts), places), owners


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
        elif low == "gồm" and following == "có":
            kind, last, skip = "stop", tokens[index + 1].end(), index + 1
        elif low == "và":
            kind = "and"
        elif word[0].isdigit() and word.isdecimal():
            kind = "number"
        elif f"{low} {following}" in _NAME_PAIRS:
            kind = "run"
        elif (
            low in STOPS and (word == low or first == start or not word.istitle() or following in ("phẩm", "năm"))
        ) or f"{low} {following}" in STOP_PAIRS:
            kind = "stop"
            if f"{low} {following}" in STOP_PAIRS:
                last, skip = tokens[index + 1].end(), index + 1
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
            if (
                part.text in ("-", "–")
                and after is not None
                and after.kind == "run"
                and text[last.end : part.start] == " "
                and (after.text[0].isupper() or after.text in HEADS)
            ):
                continue  # decided by the run behind
            if (
                part.ref < 0
                and part.kind == "number"
                and part.end - part.start <= 4
                and text[last.end] == " "
                and _number_goes_on(after)
            ):
                joined[-1] = last._replace(end=part.end, text=text[last.start : part.end])
                continue
            if part.ref >= 0 and text[last.end : part.end] == " 100%":
                joined[-1] = last._replace(end=part.end, text=text[last.start : part.end])
                continue
            if (
                part.kind == "place"
                and text[last.end : part.start] == " "
                and (text[part.start].isupper() or last.text.lower().startswith(_TOURISM))
            ):
                joined[-1] = last._replace(end=part.end, text=text[last.start : part.end])
                continue
        joined.append(part)
    return joined


def _number_goes_on(after: Part | None) -> bool:
    """Whether a number inside or at the end of a run belongs to the name: "40 độ đạm", "VD 20 Gò Công", "3 in 1"."""
    return after is None or after.kind in ("run", "of", "mark", "and", "owner")


def _as_places(parts: list[Part], places: Sequence[PlaceMention]) -> list[Part]:
    """A run that is nothing but the bare name of a place is that place."""
    bare = {(place.start, place.end): index for index, place in enumerate(places) if place.bare}
    if not bare:
        return parts
    return [
        part._replace(kind="place", ref=bare[part.start, part.end])
        if part.kind == "run" and (part.start, part.end) in bare
        else part
        for part in parts
    ]
