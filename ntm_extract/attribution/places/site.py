"""What the address of a site and the sign of a newspaper say of the province a text comes from.

"baolaocai.vn", "sonnptnt.laocai.gov.vn" name Lào Cai; "LCĐT -" or "(BHG)" at the head of an article are the initials of a paper
("Lào Cai điện tử", "Báo Hà Giang"), which several provinces may share. Both only hint: they say who published, not what it is
about, and settle the province only where nothing in the text does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ntm_extract.model import Block
from ntm_extract.reference.gazetteer import Gazetteer

_HOST = re.compile(r"(?<![a-z0-9.-])(?:[a-z0-9-]{1,63}\.){1,8}vn\b")
_AROUND = frozenset("bao dai tinh tv ptth truyenhinh online portal news dientu cong thanhpho tp".split())
_SIGN = re.compile(r"\(?(?P<sign>[A-ZĐ]{2,6})\)?(?: Online)?\s?[-–:.]\s")
_LONG = 6
_ENDS = ("ĐT", "O", "TV", "")


def site_province(url: str | None, text: str, gazetteer: Gazetteer) -> str | None:
    """The province whose name the document's address bears, else the one that every address in the text bears."""
    slugs = {_slug(unit.name): unit.name for unit in gazetteer.provinces("63")}
    if url:
        named = _of_host(url.lower().split("://")[-1].split("/")[0].split(":")[0], slugs)
        if named is not None:
            return named
    if ".vn" not in text:
        return None
    found = {_of_host(match.group(), slugs) for match in _HOST.finditer(text.lower())} - {None}
    return found.pop() if len(found) == 1 else None


def signed_provinces(text: str, blocks: Sequence[Block], gazetteer: Gazetteer) -> frozenset[str]:
    """The provinces whose paper may have signed the text with its initials."""
    for block in blocks[:6]:
        match = _SIGN.match(text, block.start, block.end) if block.kind in ("lead", "paragraph") else None
        if match is not None:
            return frozenset(_of_sign(match["sign"], gazetteer))
    return frozenset()


def _of_host(host: str, slugs: dict[str, str]) -> str | None:
    official = host.endswith(".gov.vn")  # no firm calls itself so: "nongthonmoituyenquang.gov.vn"
    for label in host.split("."):
        bare = label.replace("-", "")
        for slug, name in slugs.items():
            if slug not in bare:
                continue
            around = set(bare.split(slug, 1))
            if around <= _AROUND | {""} or (official and "" in around and len(slug) >= _LONG):
                return name
    return None


def _of_sign(sign: str, gazetteer: Gazetteer) -> Iterable[str]:
    cores = {sign.removesuffix(end) for end in _ENDS if sign.endswith(end)}
    cores |= {core[1:] for core in cores if core.startswith("B") and len(core) > 2}
    for unit in gazetteer.provinces("63"):
        if "".join(word[0] for word in unit.name.replace("-", " ").split()) in cores:
            yield unit.name


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())
