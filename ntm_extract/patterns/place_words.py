"""A place as a text names it, the words that say its level, and the shape of a name."""

from __future__ import annotations

from typing import Literal, NamedTuple

LedLevel = Literal["country", "region", "province", "district", "commune", "village"]
PlaceLevel = Literal["abroad", "country", "region", "province", "district", "commune", "village"]

LEVELS: dict[str, LedLevel] = {
    "tỉnh": "province",
    "thành phố": "district",
    "tp": "district",
    "tp.": "district",
    "huyện": "district",
    "thị xã": "district",
    "tx": "district",
    "tx.": "district",
    "quận": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "tt": "commune",
    "tt.": "commune",
    "đặc khu": "commune",
    "thôn": "village",
    "bản": "village",
    "ấp": "village",
    "buôn": "village",
    "làng": "village",
    "khóm": "village",
    "xóm": "village",
    "khu phố": "village",
    "tổ dân phố": "village",
    "sóc": "village",
    "phum": "village",
    "bon": "village",
    "h.": "district",
    "q.": "district",
    "p.": "commune",
    "x.": "commune",
    "tỉnh ủy": "province",
    "tỉnh uỷ": "province",
    "thành ủy": "district",
    "thành uỷ": "district",
    "thị ủy": "district",
    "thị uỷ": "district",
    "huyện ủy": "district",
    "huyện uỷ": "district",
    "quận ủy": "district",
    "quận uỷ": "district",
}
_UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
# bounded, for "A'A'A'" and "A-A-A-" are names from each of their letters on
NAME_WORD = rf"[{_UPPER}][\w'’]{{0,40}}(?:-[\w'’]{{1,40}}){{0,6}}"


class PlaceMention(NamedTuple):
    """A place as a text names it; ``bare`` when the level word is not said here."""

    start: int
    end: int
    level: PlaceLevel
    name: str
    bare: bool
