"""Owners of products: companies, cooperatives, groups, households, persons, other makers, with their whole name.

An owner is a form ("HTX", "Công ty TNHH", "hộ ông", "cơ sở") and a name: what it does ("sản xuất và tiêu thụ nông
sản") and what it is called ("Bình Minh"). It ends behind the proper name; its address is not part of it. A form
without a proper name ("các HTX", "của công ty") is nobody. A person counts only where the text says whose product
it is ("của bà Hoa"): names of goods hold such words too ("đồi bà Chúa").

>>> text = "chè của HTX Nông nghiệp và Dịch vụ Tân Lập, xã Tân Lập và hộ ông Vàng A Sử đạt 3 sao"
>>> [(text[o.start : o.end], o.type) for o in find_owners(text, 0, len(text))]
[('HTX Nông nghiệp và Dịch vụ Tân Lập', 'cooperative'), ('hộ ông Vàng A Sử', 'household')]
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from ntm_extract.attribution.products.words import DESCRIPTORS, HEADS, OWNER_STOPS

OwnerType = Literal["cooperative", "cooperative_group", "company", "household", "person", "other"]

_FORM: Final = re.compile(
    r"(?<!\w)(?:"
    r"(?P<cooperative>(?:[Ll]iên hiệp )?(?:HTX|[Hh]ợp tác xã|HỢP TÁC XÃ)(?: \((?:HTX|htx)\))?)"
    r"|(?P<cooperative_group>THT|[Tt]ổ hợp tác(?: \(THT\))?|[Tt]ổ hội(?: nghề nghiệp)?|[Tt]ổ liên kết)"
    r"|(?P<company>(?:[Cc]hi nhánh )?(?:[Tt]ổng )?[Cc]ông ty|CÔNG TY|Cty|CTCP|DNTN|[Dd]oanh nghiệp(?: tư nhân)?|[Tt]ập đoàn)"
    r"|(?P<household>HKD|[Hh]ộ (?:sản xuất,? kinh doanh|kinh doanh|sản xuất|SXKD|KD|gia đình|cá thể)(?: (?:ông|bà|anh|chị))?"
    r"|[Hh]ộ (?:ông|bà|anh|chị)|[Hh]ộ(?= [A-ZĐ])|[Gg]ia đình (?:ông|bà|anh|chị))"
    r"|(?P<person>(?<=của )(?:ông|bà|anh|chị|nghệ nhân|chủ thể|nông dân)(?= [A-ZĐÀ-Ỹ]))"
    r"|(?P<other>[Cc]ơ sở|CSSX|[Tt]rang trại|[Nn]hà máy|[Ll]àng nghề|[Nn]hà vườn|(?<!lạp )(?<!Lạp )[Xx]ưởng)"
    r")(?!\w)"
)
_TOKEN: Final = re.compile(r"[^\W_]+(?:[.&’'/+-][^\W_]+)*|[^\w\s]")
_ADDRESSES: Final = frozenset({"xã", "phường", "huyện", "tỉnh", "thị trấn", "thị xã", "quận", "thành phố"})
_OPENING: Final = "“\"‘«'"
_CLOSING: Final = "”\"’»'"
_ABBREVIATION: Final = 5  # letters
_LONGEST: Final = 24  # syllables


class Owner(NamedTuple):
    """Who makes or owns a product, as written."""

    start: int
    end: int
    type: OwnerType


def find_owners(text: str, start: int, end: int) -> list[Owner]:
    """The owners a sentence names, in order."""
    owners: list[Owner] = []
    reached = start
    for match in _FORM.finditer(text, start, end):
        if match.start() < reached:
            continue
        stop = _name_end(text, match.end(), end)
        if stop:
            owners.append(Owner(match.start(), stop, match.lastgroup))  # type: ignore[arg-type]
            reached = stop
    return owners


def _name_end(text: str, at: int, end: int) -> int:
    """Where the name of an owner ends; 0 when no proper name follows its form."""
    last = 0  # end of the proper name so far
    fallback = 0  # of what may be a name where nothing better comes: an abbreviation, two capitals, goods
    capitals = 0
    goods = False
    tokens = list(_TOKEN.finditer(text, at, min(end, at + 160)))
    index = 0
    while index < len(tokens) and index < _LONGEST:
        token = tokens[index]
        word = token[0]
        following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
        before = tokens[index - 1][0] if index else ""
        if not word[0].isalnum():
            if word == "&" and following:
                index += 1
                continue
            if word in _OPENING and not last:
                closed = next((t for t in tokens[index + 1 :] if t[0] in _CLOSING), None)
                return closed.end() if closed else 0
            if word in ",-–" and not last and following.lower() in DESCRIPTORS:
                index += 1
                continue
            break
        low = word.lower()
        if low == "và":
            if not following or (last and not _goes_on(following)):
                break
            if not last and following.lower() not in DESCRIPTORS and not following[0].isupper():
                break
        elif word[0].isdigit():
            if not (word.isdecimal() and not before[:1].isupper()):
                last = token.end()
        elif word[0].isupper():
            if last and (low in _ADDRESSES or f"{low} {following}" in _ADDRESSES):
                break
            if last:
                last = token.end()
            elif len(word) > 1 and word.isupper() and len(word) <= _ABBREVIATION:
                fallback = token.end() if low not in DESCRIPTORS else fallback
                capitals += 2 if low not in DESCRIPTORS else 0
            elif _opens_phrase(word, before, following):
                goods = goods or low in HEADS  # "Cà phê …", "Hạt điều …": what it deals in
                if low not in DESCRIPTORS and low not in HEADS:
                    fallback, capitals = token.end(), 2
            elif low not in DESCRIPTORS:
                last = token.end()
            else:
                capitals += 1
                fallback = token.end()
                if before.istitle():
                    last = fallback  # "An Phát": two capitals in a row make a name
        elif low in OWNER_STOPS or last:
            break
        index += 1
    if goods and not last and not (fallback and capitals >= 2):
        last = tokens[index - 1].end()  # "HTX Mắm cá lóc": its goods are its name
    return last or (fallback if capitals >= 2 else 0)


def _opens_phrase(word: str, before: str, following: str) -> bool:
    """Whether a capital only opens a phrase of small words: "Cà phê", "Sen quê"."""
    small = following[:1].islower() and following.lower() not in OWNER_STOPS and following != "và"
    return small and word.istitle() and not before.istitle() and following not in _ADDRESSES


def _goes_on(following: str) -> bool:
    """Whether the business goes on behind "và": "Nông sản Hà Lan và Thương mại"."""
    return following[0].isupper() and following.lower() in DESCRIPTORS
