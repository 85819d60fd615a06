r"""Bytes to text, with the name of the encoding that was chosen.

The order is that of certainty:

1. a byte order mark (UTF-8, UTF-16, UTF-32);
2. the signature of a known binary format, or mostly control characters: refused as ``binary``;
3. strict UTF-8. What is valid is taken as it is, but for one suspicion: Vietnamese in TCVN3, VNI or
   windows-1258 (or UTF-8 itself) whose bytes some program once read as windows-1252 and stored as
   UTF-8. One letter betrays each of them (đ becomes ®, ñ or ð), so a clean text pays four look-ups.
   Line by line, only what becomes Vietnamese by it is converted; the encoding is then named
   ``utf-8 (tcvn3)`` and so on;
4. UTF-16 without a mark, seen by where its zero bytes stand; any other text with zero bytes is binary;
5. UTF-8 with a few broken bytes, replaced by U+FFFD: ``utf-8 (damaged)``;
6. windows-1258, TCVN3, VNI, windows-1252: whichever makes most Vietnamese syllables; a charset
   declared in HTML decides only near ties, because it is wrong too often;
7. else ``undecodable``. A guess that yields no Vietnamese would yield wrong figures.

>>> decode("Xã đạt chuẩn".encode("utf-8")).encoding
'utf-8'
>>> decode(b"Ch\xad\xacng tr\xd7nh x\xa9y d\xf9ng n\xabng th\xabn m\xedi")
Decoded(text='Chương trình xây dựng nông thôn mới', encoding='tcvn3')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ntm_extract.corpus import legacy
from ntm_extract.corpus.syllables import is_syllable
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable

_SAMPLE = 65_536
_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be", "utf-16-be"),
)
_MARKED = tuple(mark for mark, _, _ in _BOMS)
_SIGNATURES = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP archive or an Office document"), (b"PK\x05\x06", "a ZIP archive"),
    (b"\x89PNG\r\n", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"), (b"\x1f\x8b", "gzip data"), (b"BZh", "bzip2 data"), (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"), (b"7z\xbc\xaf\x27\x1c", "a 7z archive"), (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"), (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"), (b"{\\rtf", "an RTF document"), (b"SQLite format 3\x00", "an SQLite database"),
)
_SIGNED = tuple(signature for signature, _ in _SIGNATURES)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r")) + b"\x7f"
_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROLS = 0.1
_MAX_BROKEN = 0.01

_META_CHARSET = re.compile(rb"<meta[^>]{1,300}?charset\s*+=\s*+[\"']?\s*+([\w-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"\s*<\?xml[^>]{1,100}?encoding\s*=\s*[\"']([\w-]{1,40})", re.IGNORECASE)
_CHARSET_NAMES = {
    "windows-1258": "windows-1258", "cp1258": "windows-1258",
    "tcvn3": "tcvn3", "tcvn": "tcvn3", "x-viet-tcvn": "tcvn3", "x-viet-tcvn5712": "tcvn3", "tcvn-5712": "tcvn3",
    "vni": "vni", "x-viet-vni": "vni",
    "windows-1252": "windows-1252", "cp1252": "windows-1252", "iso-8859-1": "windows-1252", "latin1": "windows-1252",
}
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]*(?:[^\x00-\x7f\s“”‘’–—…•·]++[A-Za-z]*+)++")


class Decoded(NamedTuple):
    """A text and the name of the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, *, hint: str | None = None) -> Decoded:
    """Decode one document; ``hint`` is a declared charset. Raises DocumentError ``binary`` or ``undecodable``."""
    if data.startswith(_MARKED):
        mark, codec, name = next(bom for bom in _BOMS if data.startswith(bom[0]))
        return _with_bom(data[len(mark):], codec, name)
    _refuse_binary(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_zeros(data) if b"\0" in data else _decode_damaged(data) or _decode_legacy(data, hint)
    if b"\0" in data and (wide := _wide_codec(data)):
        return Decoded(data.decode(wide, "replace"), wide)
    if text.isascii():
        return Decoded(text, "utf-8")
    return _restored(text, data) or Decoded(text, "utf-8")


def html_charset(data: bytes) -> str | None:
    """Find the charset an HTML file declares in its head, if it does."""
    head = data[:4096]
    match = _META_CHARSET.search(head) or _XML_CHARSET.match(head)
    return match[1].decode("ascii").lower() if match else None


def vietnamese_share(text: str) -> tuple[int, int]:
    """How many of the words with letters beyond ASCII can be Vietnamese, and how many there are."""
    words = _WORD.findall(text)
    return sum(map(is_syllable, words)), len(words)


def _with_bom(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), name)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    if text.count("\ufffd") > max(1, len(text) * _MAX_BROKEN):
        raise DocumentError("undecodable", f"it is marked as {name}, but is not")
    return Decoded(text, f"{name} (damaged)")


def _refuse_binary(data: bytes) -> None:
    if data.startswith(_SIGNED):
        what = next(what for signature, what in _SIGNATURES if data.startswith(signature))
        raise DocumentError("binary", f"it is {what}, not a text", "Convert it to text first")
    middle = len(data) // 2
    sample = data[:512] + data[max(512, middle) : max(512, middle) + 512]
    n_controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if n_controls > _MAX_CONTROLS * len(sample) and not _wide_codec(data):
        raise DocumentError("binary", "it consists of control characters, not of text")


def _wide_codec(data: bytes) -> str | None:
    """UTF-16 without a mark: most high bytes of a text with spaces and Latin letters are zero."""
    sample = data[: min(_SAMPLE, len(data) & ~1)]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even < half * 0.02:
        codec = "utf-16-le"
    elif even > half * 0.4 and odd < half * 0.02:
        codec = "utf-16-be"
    else:
        return None
    controls = len(_CONTROL_CHARACTERS.findall(sample.decode(codec, "replace")))
    return codec if controls <= _MAX_CONTROLS * half else None


def _decode_zeros(data: bytes) -> Decoded:
    codec = _wide_codec(data)
    if codec is None:
        raise DocumentError("binary", "it holds zero bytes, as no text does")
    return _with_bom(data, codec, codec)


def _decode_damaged(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    n_broken = text.count("\ufffd")
    # every letter beyond ASCII takes two or three bytes in UTF-8, one in a legacy encoding
    n_whole = len(data) - len(text)
    if n_broken <= max(1, len(text) * _MAX_BROKEN) and n_whole >= 4 * n_broken:
        return Decoded(text, "utf-8 (damaged)")
    return None


def _decode_legacy(data: bytes, hint: str | None) -> Decoded:
    decoders: tuple[tuple[str, Callable[[bytes], str]], ...] = (
        ("windows-1258", lambda raw: raw.decode("cp1258", "replace")),
        ("tcvn3", legacy.decode_tcvn3),
        ("vni", legacy.decode_vni),
        ("windows-1252", legacy.decode_western),
    )
    declared = _CHARSET_NAMES.get(hint or "")
    sample = data[:_SAMPLE]
    best_name, best_score = "", -1.0
    best_decoder: Callable[[bytes], str] = legacy.decode_western
    for name, decoder in decoders:
        n_good, n_words = vietnamese_share(decoder(sample))
        # two words of credit for doubt: a lone "xã" proves less than a page
        score = n_good / (n_words + 2) + (0.1 if name == declared else 0.0)
        if score > best_score + 1e-9:
            best_name, best_score, best_decoder = name, score, decoder
    n_high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if best_score < 0.25:
        if n_high > 0.3 * len(sample):
            raise DocumentError(
                "undecodable", "it is neither UTF-8 nor Vietnamese in any encoding known here", "Save it as UTF-8",
            )
        best_name, best_decoder = "windows-1252", legacy.decode_western
    return Decoded(best_decoder(data), best_name)


_RESTORERS: tuple[tuple[str, bytes, str, Callable[[str], str]], ...] = (
    # what betrays it, a byte of it in UTF-8 that few texts have, its name, the way back
    ("®", b"\xc2", "tcvn3", legacy.tcvn3_from_western),
    ("ñ", b"\xc3", "vni", legacy.vni_from_western),
    ("ð", b"\xc3", "windows-1258", legacy.windows_1258_from_western),
    ("á»", b"\xc2", "utf-8", legacy.utf8_from_western),
)
_BEYOND_WESTERN = re.compile("[\u0102-\u0151\u0154-\u015f\u0162-\u0177\u01a0-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")


def _restored(text: str, data: bytes) -> Decoded | None:
    for letter, sign, name, convert in _RESTORERS:
        if sign in data and letter in text and (restored := _convert_lines(text, convert)) is not None:
            return Decoded(restored, f"utf-8 ({name})")
    return None


def _convert_lines(text: str, convert: Callable[[str], str]) -> str | None:
    """Convert the lines that are Vietnamese only afterwards; None if that is not clearly the case."""
    lines = text.split("\n")
    before = after = n_words = 0
    for index, line in enumerate(lines):
        if line.isascii() or _BEYOND_WESTERN.search(line):
            continue
        converted = convert(line)
        n_before, _ = vietnamese_share(line)
        n_after, n_line = vietnamese_share(converted)
        if n_after < n_before:
            continue
        lines[index] = converted
        before, after, n_words = before + n_before, after + n_after, n_words + n_line
    if after < 3 or after < 0.8 * n_words or after < 1.5 * before:
        return None
    return "\n".join(lines)
