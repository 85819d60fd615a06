"""What stands behind a run of words in a parted sentence: where the name ends, its owner, its recognition.

Reads the parts behind one part: the owner directly behind ("<name> của HTX …", "<name> (HTX …)", also across a place or trade
name in brackets or ", sản phẩm OCOP 4 sao"), the stars or OCOP that its clause says were reached, whether words in quotes are
called a product, and whether a line of a list ends there.

Refused: an owner that something else parts from the name, a recognition behind ";" or ":", and, as the end of a name, what a
clause that has run into it adds ("thịt chua Bảo An chinh phục …").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ntm_extract.attribution.products.names import TrimName, has_head
from ntm_extract.attribution.products.owners import Owner
from ntm_extract.attribution.products.parts import Part
from ntm_extract.attribution.products.words import TAILS

_RECOGNISING: Final = frozenset({"đạt", "được", "xếp", "công", "chứng", "vừa", "đã", "cũng", "đều"})
_CUTS: Final = frozenset({"ra", "vào", "lên"})  # half of a verb: the name does not end here
_ASKED: Final = frozenset({"product", "list", "next"})  # where a run may be a name, so that its end matters
_CERTAIN: Final = 3  # words a common name may have without a doubt


def name_end(text: str, parts: Sequence[Part], at: int, start: int, end: int, lead: str, trim: TrimName | None) -> int:
    """The end of a name; ``start`` for none.

    Where a mark, an owner or "và" ends the run, it is the name. Else the clause may have run into it ("thịt chua Bảo An
    chinh phục …"): it ends with its proper name and what can qualify that; without one the models are asked.
    """
    following = parts[at + 1] if at + 1 < len(parts) else None
    words = text[start:end].split(" ")
    if following is None or following.kind in ("of", "owner", "and", "star", "place", "product", "ocop"):
        return end
    if following.kind == "mark" and not (following.text == "," and lead in ("product", "clause")):
        return end
    last = max((index for index, word in enumerate(words) if index and word[:1].isupper()), default=0)
    reached = following.text in _RECOGNISING
    if last:
        tail = words[last + 1 :]
        whole = all(word in TAILS for word in tail) or (reached and len(tail) <= _CERTAIN)
        return end if whole else start + len(" ".join(words[: last + 1]))
    if following.text in _CUTS:
        return start
    if (
        trim is None
        or lead not in _ASKED
        or not has_head(text[start:end])
        or reached
        or len(words) <= _CERTAIN
        or all(word in TAILS for word in words[2:])
    ):
        return end
    first, final = parts[0].start, parts[-1].end
    return first + trim(text[first:final], start - first, end - first)


def owner_behind(parts: Sequence[Part], owners: Sequence[Owner], at: int) -> Owner | None:
    """The owner directly behind a name, across a bracketed place or trade name."""
    index = at + 1
    if index < len(parts) and parts[index].text == "(" and not (index + 1 < len(parts) and parts[index + 1].kind == "owner"):
        closed = next((i for i in range(index, min(index + 8, len(parts))) if parts[i].text == ")"), None)
        if closed is None:
            return None
        index = closed + 1
    while index < len(parts) and parts[index].text in (",", "cùng", "đều", "được"):
        if parts[index].text == "," and not any(part.text in ("do", "của") for part in parts[index + 1 : index + 4]):
            break
        index += 1
    if index + 1 >= len(parts):
        return None
    link, owner = parts[index], parts[index + 1]
    if link.text == "," and index + 5 < len(parts) and parts[index + 1].kind == "product":
        ahead = index + 2  # "…, sản phẩm OCOP 4 sao của HTX …"
        while ahead < len(parts) and parts[ahead].kind in ("ocop", "star"):
            ahead += 1
        if ahead + 1 < len(parts) and parts[ahead].kind == "of" and parts[ahead + 1].kind == "owner":
            return owners[parts[ahead + 1].ref]
    if owner.kind != "owner":
        return None
    if link.kind == "of" or link.text in ("(", "-", "–", "do", "cho", "|"):
        return owners[owner.ref]
    return None


def recognised(parts: Sequence[Part], at: int) -> bool:
    """Whether the clause behind says that stars or OCOP were reached."""
    index = at + 1
    while index < len(parts) and (
        parts[index].kind in ("place", "number") or parts[index].text in (",", "(", ")", "”", '"', "»")
    ):
        index += 1
    if index >= len(parts) or parts[index].text not in _RECOGNISING | {"là"}:
        return False
    for part in parts[index : index + 24]:
        if part.kind in ("star", "ocop"):
            return True
        if part.text in (";", ":"):
            return False
    return False


def called_product(parts: Sequence[Part], at: int) -> bool:
    """Whether the words in quotes are said to be a product: "“…” là một trong 47 sản phẩm"."""
    return any(part.kind == "product" for part in parts[at + 1 : at + 6])


def ends_line(parts: Sequence[Part], at: int) -> bool:
    """Whether no sentence goes on behind the first words of a line of a list."""
    return at + 1 >= len(parts) or parts[at + 1].kind in ("mark", "place", "star", "of", "ocop")
