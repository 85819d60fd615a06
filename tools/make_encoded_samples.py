r"""Write a sample text in one of the old Vietnamese encodings, and read it back.

    python tools/make_encoded_samples.py {tcvn3,windows-1258,utf-16} SOURCE.txt TARGET.txt
    python tools/make_encoded_samples.py --decode {tcvn3,windows-1258,utf-16} SOURCE.txt TARGET.txt

The sample corpus holds one file in each of these encodings. They are made from UTF-8 text by this
program and nothing else, so that ``--decode`` followed by the forward way gives the same bytes again
(``tests/test_sample_gold.py`` checks it).

* **TCVN3** (TCVN 5712:1993, "ABC"): one byte a letter. There are capitals for the seven base letters
  Ă Â Ê Ô Ơ Ư Đ only; a capital with a tone mark has no code, because fonts drew the lower-case code as a
  capital. Such a letter is refused here rather than silently lowered: the source text must say
  "THáI BìNH" itself when it wants what an ABC file really holds.
* **windows-1258**: circumflex, breve and horn belong to the letter, the five tones follow it as
  combining marks, as the Windows keyboard writes them.
* **UTF-16**: little-endian with a byte order mark.

>>> encode("Tỷ lệ hộ nghèo", "tcvn3").hex()
'54fb206cd62068e9206e6768cc6f'
>>> decode(encode("Quảng Trị", "windows-1258"), "windows-1258") == "Qua\u0309ng Tri\u0323"
True
"""

from __future__ import annotations

import argparse
import codecs
import unicodedata
from pathlib import Path
from typing import Final

ENCODINGS: Final = ("tcvn3", "windows-1258", "utf-16")
TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")

TCVN3: Final[dict[str, int]] = {
    **dict(zip("ĂÂÊÔƠƯĐăâêôơưđ", range(0xA1, 0xAF), strict=True)),
    **dict(zip("àảãáạ", range(0xB5, 0xBA), strict=True)),
    **dict(zip("ằẳẵắ", range(0xBB, 0xBF), strict=True)),
    **dict(zip("ặầẩẫấậè", range(0xC6, 0xCD), strict=True)),
    **dict(zip("ẻẽéẹềểễếệìỉ", range(0xCE, 0xD9), strict=True)),
    **dict(zip("ĩíịò", range(0xDC, 0xE0), strict=True)),
    **dict(zip("ỏõóọồổỗốộờởỡớợù", range(0xE1, 0xF0), strict=True)),
    **dict(zip("ủũúụừửữứựỳỷỹýỵ", range(0xF1, 0xFF), strict=True)),
}


def encode(text: str, encoding: str) -> bytes:
    """Give the bytes of a text; a character the encoding lacks raises ``ValueError``."""
    text = unicodedata.normalize("NFC", text)
    if encoding == "utf-16":
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    if encoding == "windows-1258":
        return split_tones(text).encode("cp1258")
    lacking = sorted({char for char in text if char not in TCVN3 and not char.isascii()})
    if lacking:
        raise ValueError(f"TCVN3 has no code for {' '.join(lacking)}")
    return bytes(TCVN3.get(char, ord(char)) for char in text)


def decode(data: bytes, encoding: str) -> str:
    """Give the text of some bytes, as the encoding stores it (windows-1258 keeps combining tones)."""
    if encoding == "utf-16":
        return data.decode("utf-16")
    if encoding == "windows-1258":
        return data.decode("cp1258")
    letters = {code: char for char, code in TCVN3.items()}
    return "".join(letters.get(byte) or bytes([byte]).decode("ascii") for byte in data)


def split_tones(text: str) -> str:
    """Take the tone mark off each letter and write it after it, the letter's own marks left on."""
    letters = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in parts if mark in TONES)
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES))
        letters.append(base + tones)
    return "".join(letters)


def main() -> None:
    """Convert one file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--decode", action="store_true", help="from the encoding to UTF-8")
    parser.add_argument("encoding", choices=ENCODINGS)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    args = parser.parse_args()
    data = args.source.read_bytes()
    if args.decode:
        result = unicodedata.normalize("NFC", decode(data, args.encoding)).encode()
    else:
        result = encode(data.decode("utf-8"), args.encoding)
    args.target.write_bytes(result)


if __name__ == "__main__":
    main()
