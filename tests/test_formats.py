"""Word documents and PDF files: their text with its layout, and what is refused."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from ntm_extract.corpus.blocks import segment_blocks
from ntm_extract.corpus.formats.docx_numbers import _written
from ntm_extract.corpus.formats.pdf import _with_columns
from ntm_extract.corpus.readers import Input, Limits, decode_document, iter_inputs, read_document
from ntm_extract.errors import DocumentError
from ntm_extract.run.text import open_document

from made import docx, paragraph, pdf, table

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "Năm 2023, huyện Mường Ảng có 6/9 xã đạt chuẩn nông thôn mới."


def text_of(data: bytes, kind: str, **limits: int) -> str:
    return decode_document(Input("a", "a", kind, None), data, Limits(**limits)).text


def refused(data: bytes, kind: str, **limits: int) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        text_of(data, kind, **limits)
    return caught.value


# --- docx


def test_paragraphs_and_tables_of_word() -> None:
    body = paragraph("Kết quả") + paragraph(NEWS) + table(["Xã", "Hộ nghèo"], ["Búng Lao", "210"]) + paragraph("Hết.")
    assert text_of(docx(body), "docx") == f"Kết quả\n{NEWS}\n\nXã | Hộ nghèo\nBúng Lao | 210\n\nHết."


def test_what_word_shows_is_read() -> None:
    body = (
        "<w:p><w:r><w:t>Tỷ lệ hộ nghèo còn </w:t></w:r><w:del><w:r><w:delText>15,2</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>12,5</w:t></w:r></w:ins><w:r><w:t>%</w:t><w:tab/><w:t>năm</w:t><w:br/><w:t>2023</w:t></w:r>"
        "<w:sdt><w:sdtContent><w:r><w:t> (ước)</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert text_of(docx(body), "docx") == "Tỷ lệ hộ nghèo còn 12,5% năm\n2023 (ước)"


def test_headings_stand_alone_and_lists_have_their_numbers() -> None:
    styles = (
        '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/><w:numPr><w:ilvl w:val="0"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="Mine"><w:basedOn w:val="H1"/></w:style>'
    )
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        '<w:abstractNum w:abstractNumId="7">' + level.format(0, "upperRoman", "%1.") + level.format(1, "decimal", "%1.%2.")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="8">' + level.format(0, "bullet", "") + "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    body = (
        paragraph("Kết quả", '<w:pStyle w:val="H1"/>') + paragraph("Giảm nghèo", numbered.format(1, 1))
        + paragraph("Thu nhập", numbered.format(1, 1)) + paragraph("Hạn chế", '<w:pStyle w:val="Mine"/>')
        + paragraph("Nguồn lực", numbered.format(1, 1)) + paragraph("Vốn thấp;", numbered.format(0, 2))
    )  # fmt: skip
    assert text_of(docx(body, styles=styles, numbering=numbering), "docx").split("\n") == [
        "I. Kết quả", "", "I.1. Giảm nghèo", "I.2. Thu nhập", "", "II. Hạn chế", "", "II.1. Nguồn lực", "- Vốn thấp;",
    ]


def test_merged_cells_and_layout_tables() -> None:
    merged = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("Hộ nghèo") + "</w:tc><w:tc>" + paragraph("Xã")
        + "</w:tc></w:tr><w:tr><w:tc>" + paragraph("12") + "</w:tc><w:tc>" + paragraph("14")
        + "</w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr>" + paragraph("") + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    assert text_of(docx(merged), "docx") == "Hộ nghèo |  | Xã\n12 | 14 | "
    assert text_of(docx(table(["ỦY BAN NHÂN DÂN", "Số: 12/BC-UBND"])), "docx") == "ỦY BAN NHÂN DÂN\nSố: 12/BC-UBND"


def test_the_layout_of_word_becomes_blocks() -> None:
    body = (
        paragraph("Xã Ẳng Nưa về đích nông thôn mới", '<w:outlineLvl w:val="0"/>') + paragraph(NEWS)
        + table(["Xã", "Hộ nghèo"], ["Búng Lao", "210"], ["Ẳng Tở", "198"])
    )  # fmt: skip
    text = text_of(docx(body), "docx")
    assert [block.kind for block in segment_blocks(text)] == ["title", "paragraph", "table_row", "table_row", "table_row"]


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("Hộp chữ.") + "</w:txbxContent>"
    alternate = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert text_of(docx(f"<w:p><w:r><w:t>Trước.</w:t>{alternate}</w:r></w:p>"), "docx") == "Trước.\nHộp chữ."


def test_bad_word_documents_have_codes() -> None:
    assert refused(docx("<w:sdt>" * 5000 + paragraph(NEWS) + "</w:sdt>" * 5000), "docx").code == "too_deep"
    assert refused(b"PK\x03\x04 cut off", "docx").code == "damaged"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "docx").code == "encrypted"
    whole = docx(paragraph(NEWS))
    assert refused(whole[: len(whole) // 2], "docx").code == "damaged"
    assert refused(docx(paragraph("a" * 50_000)), "docx", max_bytes=10_000).code == "too_large"
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    assert refused(stream.getvalue(), "docx").code == "damaged"


@pytest.mark.parametrize(
    ("number", "style", "shown"), [(9, "lowerRoman", "ix"), (27, "upperLetter", "AA"), (3, "ordinal", "3"), (0, "upperRoman", "0")]
)
def test_numbers_of_lists(number: int, style: str, shown: str) -> None:
    assert _written(number, style) == shown


# --- pdf


def test_lines_columns_and_paragraphs_of_pdf() -> None:
    first = [
        (60, 780, "Năm 2023, huyện Mường Ảng có 6/9 xã đạt chuẩn nông thôn mới, tỷ lệ"), (60, 764, "hộ nghèo còn 22,4%."),
        (60, 748, "Thu nhập đạt 31 triệu đồng."), (60, 700, "Xã"), (260, 700, "Hộ nghèo"), (60, 684, "Búng Lao"), (260, 684, "210"),
        (290, 30, "1"),
    ]  # fmt: skip
    text = text_of(pdf(first, [(60, 780, "Trang sau có chữ.")]), "pdf")
    assert text == (
        "Năm 2023, huyện Mường Ảng có 6/9 xã đạt chuẩn nông thôn mới, tỷ lệ\nhộ nghèo còn 22,4%.\nThu nhập đạt 31 triệu đồng.\n\n"
        "Xã\tHộ nghèo\nBúng Lao\t210\nTrang sau có chữ."
    )
    assert "tỷ lệ\nhộ nghèo" in next(text[block.start : block.end] for block in segment_blocks(text))


def test_gaps_that_part_columns_and_gaps_that_do_not() -> None:
    def line(*words: tuple[int, str]) -> str:
        return text_of(pdf([(x, 700, word) for x, word in words]), "pdf")

    assert line((60, "Búng Lao"), (121, "98"), (148, "10,1")) == "Búng Lao\t98\t10,1", "letters are 6 wide"
    assert line((60, "đạt"), (87, "chuẩn"), (126, "mới")) == "đạt chuẩn mới", "a justified line"
    assert line((60, "1."), (100, "Về giảm nghèo")) == "1. Về giảm nghèo"
    assert _with_columns(list("\uf0b7 Về"), [(1, 3.0)]) == "- Về", "a bullet of a font of signs"
    assert line((60, "98"), (100, "Tổng")) == "98\tTổng"


def test_a_scan_is_named(tmp_path: Path) -> None:
    stamp = [(300, 800, "Ký bởi: Văn phòng huyện")]
    (tmp_path / "quet.pdf").write_bytes(pdf(stamp, [], [], scan=True))
    with pytest.raises(DocumentError) as caught:
        open_document(str(tmp_path / "quet.pdf"))
    assert caught.value.code == "no_text_layer"
    assert "quet.pdf" in caught.value.message
    assert "ocrmypdf" in caught.value.hint
    page = [(60, 780 - 16 * line, NEWS) for line in range(10)]
    assert text_of(pdf(page, scan=True), "pdf").count("Mường Ảng") == 10, "a picture beside the text is no scan"
    assert text_of(pdf([]), "pdf") == ""


def test_bad_pdf_files_have_codes() -> None:
    assert refused(pdf([(60, 780, NEWS)], locked=True), "pdf").code == "encrypted"
    assert refused(b"%PDF-1.7 nothing", "pdf").code == "damaged"


def test_pages_that_cannot_be_opened() -> None:
    whole = pdf([(60, 780, NEWS)], [(60, 780, "Trang sau có chữ.")])
    (kids,) = re.findall(rb"/Kids\[(\d+) 0 R (\d+) 0 R\]", whole)
    assert text_of(whole.replace(b"[%b 0 R" % kids[0], b"[97 0 R"), "pdf") == "Trang sau có chữ."
    broken = whole.replace(b"[%b 0 R %b 0 R]" % kids, b"[97 0 R 98 0 R]")
    error = refused(broken, "pdf")
    assert (error.code, "none of its pages" in error.message) == ("damaged", True)


def test_unknown_names_are_decided_by_the_content(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(pdf([(60, 780, NEWS)]))
    (tmp_path / "two").write_bytes(docx(paragraph(NEWS)))
    documents = [read_document(found) for found in iter_inputs([str(tmp_path / "one"), str(tmp_path / "two")])]
    assert [(document.format, document.text) for document in documents] == [("pdf", NEWS), ("docx", NEWS)]


@pytest.mark.parametrize(("content", "refused"), [
    (b'{"text": "x"}\n{"text": "y"}', True), (b'\xef\xbb\xbf [\n {"n\xe1\xbb\x99i dung" : 1}]', True), (b'{"a \\" b": 1}', True),
    (b"[{}]", False), (b"{ghi chu} 12/14", False), (b'["12/14"] x', False), (b'"a": 1', False), (b'{"a" 1}', False),
    (b'[1] {"a"}: x', False), (b"", False),
])
def test_json_without_its_name_is_no_text(tmp_path: Path, content: bytes, *, refused: bool) -> None:
    (tmp_path / "a.json").write_bytes(content)
    (tmp_path / "a.txt").write_bytes(content)
    (named, text) = iter_inputs([str(tmp_path / "a.json"), str(tmp_path / "a.txt")])
    assert read_document(text).format == "txt", "a name that says it is a text is believed"
    if refused:
        with pytest.raises(DocumentError) as caught:
            read_document(named)
        assert (caught.value.code, ".jsonl" in caught.value.message) == ("json", True)
    else:
        assert read_document(named).format == "txt"


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.delitem(sys.modules, "ntm_extract.corpus.formats.pdf")
    error = refused(pdf([]), "pdf")
    assert (error.code, error.hint) == ("missing_package", "pip install pypdfium2")


def test_readers_of_formats_wait_for_their_documents() -> None:
    code = "import sys, ntm_extract.run.text; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"pypdfium2", "warcio", "fsspec", "pyarrow"}.isdisjoint(done.stdout.split())
