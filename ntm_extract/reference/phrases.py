"""Expansion of wordings: short templates of the reference data become plain phrases.

A template is lower-case text with three marks, which may be nested::

    [x|y]   may be left out, or is one of several      "đạt [chuẩn] {ntm}"
    (x|y)   is one of several                          "(tỷ lệ|tỉ lệ) hộ nghèo"
    {name}  stands for a macro

Every phrase is made in both placements of the tone mark that are in use (``hoà`` and ``hòa``), so
that texts need not be rewritten before they are searched.

>>> sorted(expand("(tỷ|tỉ) lệ [hộ] nghèo", {}))
['tỉ lệ hộ nghèo', 'tỉ lệ nghèo', 'tỷ lệ hộ nghèo', 'tỷ lệ nghèo']
>>> sorted(tone_spellings("hoá"))
['hoá', 'hóa']
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PAIRS = ("oa", "oe", "uy")
# an open oa, oe or uy with a tone on one of the two vowels; the gap between words is a space, comma or slash
_OPEN_TONED = re.compile(
    "(?:"
    + "|".join(
        spelt
        for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
        for tone in _TONES
        for spelt in (
            unicodedata.normalize("NFC", first + tone) + second,
            first + unicodedata.normalize("NFC", second + tone),
        )
    )
    + r")(?![^\W\d_])"
)


def expand(template: str, macros: Mapping[str, str]) -> set[str]:
    """All phrases of a template. Raises ``ValueError`` on an unknown macro or an unclosed mark."""
    for _ in range(8):
        if "{" not in template:
            break
        try:
            template = template.format_map(macros)
        except KeyError as error:
            raise ValueError(f"unknown macro {error} in {template!r}") from None
    phrases, rest = _alternatives(template, 0, closing="")
    if rest != len(template):
        raise ValueError(f"unbalanced mark at {rest} in {template!r}")
    return {_tidy(phrase) for phrase in phrases} - {""}


def tone_spellings(phrase: str) -> set[str]:
    """The phrase with the tone of open oa, oe, uy on the first and on the second vowel."""
    if not _OPEN_TONED.search(phrase):
        return {phrase}
    words = [sorted(_word_spellings(word)) for word in phrase.split(" ")]
    return {" ".join(choice) for choice in itertools.product(*words)}


def _tidy(phrase: str) -> str:
    return " ".join(phrase.split()).replace(" ,", ",")


def _alternatives(text: str, at: int, closing: str) -> tuple[list[str], int]:
    """Phrases from ``at`` up to the closing mark, and the place behind it."""
    options: list[str] = []
    current = [""]
    while at < len(text):
        char = text[at]
        if char in "[(":
            inner, at = _alternatives(text, at + 1, "]" if char == "[" else ")")
            if char == "[":
                inner = [*inner, ""]
            current = [head + tail for head in current for tail in inner]
        elif closing and char == closing:
            return options + current, at + 1
        elif char in "])" and not closing:
            raise ValueError(f"unbalanced {char!r} in {text!r}")
        elif char == "|" and closing:
            options += current
            current = [""]
            at += 1
        else:
            current = [head + char for head in current]
            at += 1
    if closing:
        raise ValueError(f"missing {closing!r} in {text!r}")
    return options + current, at


def _word_spellings(word: str) -> set[str]:
    spellings = {word}
    marks = unicodedata.normalize("NFD", word)
    tones = [char for char in marks if char in _TONES]
    if len(tones) != 1:
        return spellings
    bare = unicodedata.normalize("NFC", "".join(char for char in marks if char not in _TONES))
    for pair in _PAIRS:
        at = bare.find(pair)
        if at >= 0 and at + 2 == len(bare) and not (pair == "uy" and bare.startswith("qu")):
            for vowel in (at, at + 1):
                spelt = bare[: vowel + 1] + tones[0] + bare[vowel + 1 :]
                spellings.add(unicodedata.normalize("NFC", spelt))
    return spellings
