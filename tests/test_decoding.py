from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract.corpus.decoding import decode, html_charset
from ntm_extract.corpus.legacy import tcvn3_bytes, vni_sequences, western_bytes
from ntm_extract.corpus.syllables import is_syllable
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = (
    "Báo cáo kết quả xây dựng nông thôn mới của huyện Phú Xuyên Thượng\n"
    "Đến nay, toàn huyện có 12/18 xã được công nhận đạt chuẩn; tỷ lệ hộ nghèo giảm còn 3,25%.\n"
    "Người dân đã hiến 4.500 m2 đất, góp hơn 2 tỷ đồng để mở rộng đường ngõ xóm, sửa nhà văn hóa."
)
TONES = "\u0300\u0301\u0303\u0309\u0323"


def to_tcvn3(text: str) -> bytes:
    bytes_of = {char: byte for byte, char in reversed(list(enumerate(tcvn3_bytes())))}
    return bytes(bytes_of[char] if char in bytes_of else bytes_of[char.lower()] for char in text)


def to_vni(text: str) -> bytes:
    sequence_of = {letter: sequence for sequence, letter in vni_sequences().items()}
    return "".join(sequence_of.get(char, char) for char in text).encode("latin-1")


def to_1258(text: str) -> bytes:
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            letters = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in letters if mark in TONES)
            base = unicodedata.normalize("NFC", letters.replace(tone, ""))
            out += (base + tone).encode("cp1258")
    return out


def stored_as_utf8(data: bytes) -> bytes:
    """What a program makes of legacy bytes that it takes for windows-1252."""
    return "".join(western_bytes()[byte] for byte in data).encode("utf-8")


LEGACY = [("tcvn3", to_tcvn3), ("vni", to_vni), ("windows-1258", to_1258)]


@pytest.mark.parametrize(("name", "encode"), LEGACY)
def test_legacy_encodings_are_told_apart(name: str, encode: Callable[[str], bytes]) -> None:
    decoded = decode(encode(TEXT))
    assert decoded.encoding == name
    assert unicodedata.normalize("NFC", decoded.text) == TEXT


@pytest.mark.parametrize(("name", "encode"), LEGACY)
def test_legacy_encodings_stored_as_utf8_are_restored(name: str, encode: Callable[[str], bytes]) -> None:
    decoded = decode(stored_as_utf8(encode(TEXT)))
    assert decoded.encoding == f"utf-8 ({name})"
    assert unicodedata.normalize("NFC", decoded.text) == TEXT


def test_utf8_stored_twice_is_restored() -> None:
    decoded = decode(stored_as_utf8(TEXT.encode()))
    assert decoded == (TEXT, "utf-8 (utf-8)")


def test_windows_1258_keeps_its_combining_tones() -> None:
    assert "\u0323" in decode(to_1258(TEXT)).text


def test_tcvn3_capitals_are_restored_in_words_of_capitals_only() -> None:
    assert decode(to_tcvn3("CHƯƠNG TRÌNH XÂY DỰNG NÔNG THÔN MỚI, xã Đại Đồng")).text == (
        "CHƯƠNG TRÌNH XÂY DỰNG NÔNG THÔN MỚI, xã Đại Đồng"
    )


def test_only_the_damaged_lines_of_a_mixed_page_are_converted() -> None:
    head = "Cổng thông tin điện tử tỉnh – người dùng đã đăng nhập\n"
    decoded = decode(head.encode() + stored_as_utf8(to_tcvn3(TEXT)))
    assert decoded == (head + TEXT, "utf-8 (tcvn3)")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Sản phẩm mang nhãn hiệu Trà Xuân® đạt 4 sao",
        "El Niño làm hạn hán kéo dài, hộ nghèo tăng",
        "Năm 2019, số hộ ñược hỗ trợ tăng lên",
        "Le café à côté, 5 × 3 « déjà »",
        "plain ASCII",
        "",
    ],
)
def test_good_utf8_is_left_alone(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32-le"),
        ("utf-32-be", b"\0\0\xfe\xff", "utf-32-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_marks_and_wide_encodings(codec: str, mark: bytes, name: str) -> None:
    assert decode(mark + TEXT.encode(codec)) == (TEXT, name)


def test_a_few_broken_bytes_do_not_cost_the_document() -> None:
    data = TEXT.encode()
    decoded = decode(data[:60] + b"\xff" + data[60:] + "đ".encode()[:1])
    assert decoded.encoding == "utf-8 (damaged)"
    assert decoded.text.count("\ufffd") == 2
    assert "12/18 xã" in decoded.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "binary"),
        (b"PK\x03\x04 rest of an archive", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"\xff\xd8\xff\xe0 a photograph", "binary"),
        (b"\x01\x02\x03\x04\x05\x06 text", "binary"),
        (bytes(range(128, 256)) * 20, "undecodable"),
        ("新農村の建設".encode("euc-jp") * 20, "undecodable"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(data)
    assert caught.value.code == code


def test_western_text_is_read_as_windows_1252() -> None:
    assert decode("Le café de Saint-Étienne – “voilà”".encode("cp1252")) == (
        "Le café de Saint-Étienne – “voilà”", "windows-1252",
    )


def test_html_charset_decides_a_tie_but_not_against_the_text() -> None:
    page = b"<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1258'></head>"
    assert html_charset(page) == "windows-1258"
    assert html_charset(b"<meta charset=UTF-8>") == "utf-8"
    assert html_charset(b"<p>charset=utf-8") is None
    tie = "Ông An ra Hà Giang".encode("cp1258")
    assert decode(tie, hint="windows-1258").encoding == "windows-1258"
    assert decode(to_tcvn3(TEXT), hint="windows-1258").encoding == "tcvn3"


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_named_refusal(data: bytes) -> None:
    try:
        decoded = decode(data)
    except DocumentError as error:
        assert error.code in {"binary", "undecodable"}  # noqa: PT017
    else:
        decoded.text.encode("utf-8")


@pytest.mark.parametrize("word", "nghiêng quyết giếng gì quốc khuỷu hoà hòa thuở yếu uống ý Đắc xoèn oan Quảng".split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", "trng đxây xuât phuơng đông1 strong câp bbộ ngh quă aáh".split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)
