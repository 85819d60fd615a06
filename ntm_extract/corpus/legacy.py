r"""The Vietnamese encodings from before Unicode, and what became of them when they were stored as UTF-8.

* **TCVN3 (ABC)**, TCVN 5712:1993 in its third variant: one byte per letter. It has no toned capitals;
  headings in capitals were made with a second font. The case is restored where it is certain: in a
  word whose plain letters are all capitals.
* **VNI**: a letter and, for most marks, a second byte after it.
* **windows-1258**: base letters and combining tones; Python's own codec reads it. The text stays
  decomposed, as the file has it.

The tables are the published code charts. Where a byte has no Vietnamese meaning it is read as
windows-1252, which is what the typographic quotes and dashes of such files are.

>>> decode_tcvn3("Ch\xad\xacng tr\xd7nh TR\xd7NH".encode("latin-1"))
'Chương trình TRÌNH'
>>> decode_vni("Chöông trình noâng thoân môùi".encode("latin-1"))
'Chương trình nông thôn mới'
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậ",
    0xCC: "è",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_VNI_TONES = {"\xf8": "\u0300", "\xf9": "\u0301", "\xfb": "\u0309", "\xf5": "\u0303", "\xef": "\u0323"}
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VNI_CIRCUMFLEX = dict(zip("\xe2\xe0\xe1\xe5\xe3\xe4", _TONES, strict=True))
_VNI_BREVE = dict(zip("\xea\xe8\xe9\xfa\xfc\xeb", _TONES, strict=True))
_VNI_SINGLE = dict(zip("\xf1\xed\xec\xe6\xf3\xf2\xee\xf4\xf6", "đíìỉĩịỵơư", strict=True))


@cache
def western_bytes() -> str:
    """windows-1252, with the five bytes it leaves open read as latin-1: every byte has a character."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "cp1252") for byte in range(256)
    )


@cache
def tcvn3_bytes() -> str:
    """List the character of each byte in TCVN3."""
    table = list(western_bytes())
    for first, letters in _TCVN3_RUNS.items():
        table[first : first + len(letters)] = letters
    return "".join(table)


@cache
def vni_sequences() -> dict[str, str]:
    """Map each VNI sequence to its letter, as it looks when its bytes are read as windows-1252."""
    table: dict[str, str] = {}

    def add(sequence: str, letter: str) -> None:
        composed = unicodedata.normalize("NFC", letter)
        table[sequence] = composed
        table[sequence.upper()] = composed.upper()
        if len(sequence) > 1:
            # writers often forget to change the case of the mark with that of its letter
            table[sequence[0].upper() + sequence[1:]] = composed.upper()

    for base in "aeouy":
        for mark, tone in _VNI_TONES.items():
            add(base + mark, base + tone)
    for base in "aeo":
        for mark, tone in _VNI_CIRCUMFLEX.items():
            add(base + mark, base + "\u0302" + tone)
    for mark, tone in _VNI_BREVE.items():
        add("a" + mark, "a\u0306" + tone)
    for base, letter in (("\xf4", "o\u031b"), ("\xf6", "u\u031b")):
        for mark, tone in _VNI_TONES.items():
            add(base + mark, letter + tone)
    for sequence, letter in _VNI_SINGLE.items():
        add(sequence, letter)
    return table


@cache
def _vni_pattern() -> re.Pattern[str]:
    second = "".join(sorted({sequence[1] for sequence in vni_sequences() if len(sequence) > 1}))
    single = "".join(sorted(sequence for sequence in vni_sequences() if len(sequence) == 1))
    return re.compile(f"[AEOUYaeouy\xd4\xd6\xf4\xf6][{second}]|[{single}]")


@cache
def _western_to_byte() -> dict[int, int]:
    return {ord(char): byte for byte, char in enumerate(western_bytes()) if ord(char) != byte}


def decode_tcvn3(data: bytes) -> str:
    """Bytes of TCVN3 as text."""
    return tcvn3_from_western(decode_western(data))


def decode_vni(data: bytes) -> str:
    """Bytes of VNI as text."""
    return vni_from_western(decode_western(data))


def decode_western(data: bytes) -> str:
    """Bytes of windows-1252 as text; never fails."""
    return codecs.charmap_decode(data, "strict", western_bytes())[0]


def tcvn3_from_western(text: str) -> str:
    """TCVN3 whose bytes were read as windows-1252."""
    table = tcvn3_bytes()
    mapping = {ord(western): table[byte] for byte, western in enumerate(western_bytes()) if table[byte] != western}
    return _CAPITAL_WORD.sub(_capitals, text.translate(mapping))


def vni_from_western(text: str) -> str:
    """VNI whose bytes were read as windows-1252."""
    table = vni_sequences()
    return _vni_pattern().sub(lambda match: table.get(match[0]) or _vni_apart(match[0], table), text)


def windows_1258_from_western(text: str) -> str:
    """windows-1258 whose bytes were read as windows-1252; characters of no byte stay."""
    return "".join(
        part if index % 2 else part.translate(_western_to_byte()).encode("latin-1").decode("cp1258", "replace")
        for index, part in enumerate(_no_byte_pattern().split(text))
    )


def utf8_from_western(text: str) -> str:
    """UTF-8 whose bytes were read as windows-1252; broken sequences become U+FFFD."""
    return "".join(
        part if index % 2 else part.translate(_western_to_byte()).encode("latin-1").decode("utf-8", "replace")
        for index, part in enumerate(_no_byte_pattern().split(text))
    )


@cache
def _no_byte_pattern() -> re.Pattern[str]:
    known = "".join(re.escape(char) for char in western_bytes() if ord(char) > 0xFF)
    return re.compile(f"([^\x00-\xff{known}]+)")


_CAPITAL_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}(?![^\W\d_])")


def _capitals(match: re.Match[str]) -> str:
    word = match[0]
    plain = [char for char in word if char.isascii()]
    return word.upper() if plain and all(char.isupper() for char in plain) and not word.isascii() else word


def _vni_apart(sequence: str, table: dict[str, str]) -> str:
    """Read a pair that is no sequence: its characters stand for themselves."""
    return "".join(table.get(char, char) for char in sequence)
