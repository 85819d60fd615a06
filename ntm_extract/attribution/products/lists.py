"""The lists of products in a parted sentence: which part stands in one, and how surely its items are names.

A list opens behind "sản phẩm" in the same clause: at a colon, at "gồm", "như", "là" or "đó", or in a bracket behind stars that
holds several runs ("4 sản phẩm đạt 4 sao (A; B; C)"). A line of a list of products (``listed``) is one from its start. It is

* ``list`` where its items are the products: behind a colon, "gồm", or "là" after a count of products;
* ``weak`` where they are examples ("như", "chủ yếu là"), and an item needs more to be a name;
* nothing behind groups ("6 nhóm: …", "các ngành: …"), whose items are kinds of goods.

It ends at the next "sản phẩm" (but not in a line of a list) and at a word that no list goes on with, and pauses in
brackets; behind ";" it opens again unless its items are examples.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ntm_extract.attribution.products.parts import Part

OPENERS: Final = frozenset({"gồm", "như", "là", "đó"})


def list_regions(text: str, parts: Sequence[Part], *, listed: bool) -> list[str]:
    """For each part the list it stands in: "list", "weak" or ""."""
    kinds: list[str] = []
    region = "list" if listed else ""
    reopen = ""
    depth = 0
    bracketed = False  # "4 sản phẩm đạt 4 sao (A; B; C)"
    seen = False  # "sản phẩm" in this clause
    grouped = False  # "6 nhóm: …"
    for index, part in enumerate(parts):
        if part.kind == "mark" and part.text == "(":
            depth += 1
            bracketed = seen and index > 0 and parts[index - 1].kind == "star" and _opens_list(parts, index)
        elif part.kind == "mark" and part.text == ")":
            depth = max(0, depth - 1)
        kinds.append(region if not depth else "list" if bracketed else "")
        if depth:
            continue
        if part.kind == "product":
            seen = True
            if region and not listed:
                region = ""
        if (
            part.text.startswith(("nhóm", "ngành", "lĩnh"))
            and index
            and (parts[index - 1].kind == "number" or parts[index - 1].text in ("các", "những", "theo", "nhiều"))
        ):
            grouped = True
        if part.text == ":" and seen:
            examples = index > 0 and parts[index - 1].text == "như"
            region = "" if grouped else "weak" if examples else "list"
            reopen = "" if examples else region
        elif part.kind == "stop" and part.text in OPENERS and seen and not region:
            mostly = index > 0 and parts[index - 1].text in ("chủ", "chủ yếu")
            strong = part.text == "gồm" or (part.text == "là" and _counted(text, parts, index) and not mostly)
            region = "" if grouped else "list" if strong else "weak"
            reopen = region if strong else ""
        elif (
            part.kind in ("stop", "of")
            and region
            and not (part.kind == "of" and _next_is_owner(parts, index))
            and part.text != "do"
        ):
            if part.text not in OPENERS or parts[index - 1].kind in ("run", "place", "owner", "mark"):
                region = ""
        elif part.kind == "mark" and part.text == ";":
            region = reopen
            seen = seen and bool(reopen)
    return kinds


def _opens_list(parts: Sequence[Part], at: int) -> bool:
    """Whether a bracket holds several runs."""
    inside = []
    for part in parts[at + 1 :]:
        if part.text == ")":
            break
        inside.append(part)
    return sum(part.kind == "run" for part in inside) >= 2 and all(
        part.kind in ("run", "mark", "and", "owner", "of", "place") for part in inside
    )


def _counted(text: str, parts: Sequence[Part], at: int) -> bool:
    """Whether it is said how many names follow: "2 sản phẩm … là A và B"."""
    return any(
        (part.kind == "product" and index and parts[index - 1].kind == "number")
        or (part.kind == "product" and re.search(r"\d\s*$", text[: part.start][-3:]) is not None)
        or (
            part.kind == "product"
            and re.search(r"(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các)\s*$", text[: part.start][-6:].lower()) is not None
        )
        for index, part in enumerate(parts[:at])
    )


def _next_is_owner(parts: Sequence[Part], at: int) -> bool:
    return at + 1 < len(parts) and parts[at + 1].kind == "owner"
