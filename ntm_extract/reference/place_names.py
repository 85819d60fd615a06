"""Names of places as keys: what may be written differently and still be the same name.

`fold` makes the key of a name. No difference make: letter case, Unicode form, the placement of the tone mark
(hoà = hòa), y and i at the end of a syllable (Mỹ = Mĩ, Quy = Qui, but not Thúy = Thúi), spaces, hyphens,
apostrophes, leading zeros; the syllable Đắk is also Đăk, Đak, Đắc, Dak. All other letters and tones
do: "Tân Lập" is not "Tân Lạp", for a guessed commune would make wrong rows. Full stops and commas stay in
the key, so that a name never runs across them.

>>> fold("Hoà  Bình") == fold("HÒA BÌNH"), fold("Bà Rịa-Vũng Tàu") == fold("Bà Rịa – Vũng Tàu")
(True, True)
>>> fold("Qui Nhơn") == fold("Quy Nhơn"), fold("Thúy") == fold("Thúi")
(True, False)
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ntm_extract.reference.phrases import tone_spellings

_BREAKS: Final = re.compile(r"[\s\u00ad\u2010-\u2015\u2212\u200b-\u200d\ufeff'’‘ʼ`´-]+")
_FINAL_Y: Final = re.compile(r"(qu|[bcdđghklmnpqrstvx]+)([yỳýỷỹỵ])")
_Y_TO_I: Final = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
_MOVED_TONES: Final = tuple(
    (first + last, opening + second)
    for opening, last, firsts, seconds in (
        ("o", "a", "òóỏõọ", "àáảãạ"), ("o", "e", "òóỏõọ", "èéẻẽẹ"), ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for first, second in zip(firsts, seconds, strict=True)
)  # fmt: skip
_DAK: Final = frozenset(("đăk", "đak", "đắc", "đăc", "dak", "đác", "dắk", "dăk"))


@lru_cache(maxsize=16_384)
def fold_word(word: str) -> str:
    """Make the part of a key that one word gives; '' for a word of marks that the key leaves out."""
    key = "".join(_BREAKS.split(unicodedata.normalize("NFC", word).lower().replace("ð", "đ")))
    if key.isdecimal():
        return key.lstrip("0") or "0"
    for old, new in _MOVED_TONES:
        if old in key:
            key = key.replace(old, new)
    final = _FINAL_Y.fullmatch(key)
    return final[1] + _Y_TO_I[final[2]] if final else key


def join_key(parts: str) -> str:
    """Finish a key: Đắk may be a word of its own or not ("ĐắkLắk")."""
    return "đắk" + parts[3:] if parts[:3] in _DAK else parts


def fold(name: str) -> str:
    """Make the look-up key of a name. It is not for printing and not to be folded again."""
    return join_key("".join([fold_word(word) for word in _BREAKS.split(name)]))


def spellings(name: str) -> tuple[str, ...]:
    """Write a name with its hyphens and tone marks in every usual way, itself first.

    >>> spellings("Khánh Hòa")
    ('Khánh Hòa', 'Khánh Hoà')
    """
    forms = [name]
    if " - " in name:
        forms += [name.replace(" - ", dash) for dash in ("-", " – ", "–", " ")]
    for form in tuple(forms):
        forms += sorted(tone_spellings(form))
    return tuple(dict.fromkeys(forms))
