"""What holds for any input at all: decoder, normaliser, blocks, sentences, figures and whole texts."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ntm_extract import extract_text
from ntm_extract.corpus.blocks import segment_blocks
from ntm_extract.corpus.decoding import decode
from ntm_extract.corpus.markup import html_to_text
from ntm_extract.corpus.normalise import normalise
from ntm_extract.corpus.sentences import MAX_SENTENCE, segment_sentences
from ntm_extract.errors import DocumentError
from ntm_extract.model import Block
from ntm_extract.patterns.scanner import scan_figures

CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258", "cp1252", "latin-1", "gbk")
WORDS = (
    "xã", "Xã", "huyện", "tỉnh Lào Cai", "huyện Mường Khương", "xã Tân Lập", "nông thôn mới", "NTM", "OCOP", "hộ nghèo",
    "hộ cận nghèo", "tỷ lệ hộ nghèo", "đạt chuẩn", "tiêu chí", "sản phẩm", "sao", "3 sao", "trong đó", "lần lượt là", "và", "từ",
    "đến", "xuống còn", "giảm", "tăng", "hơn", "năm", "năm 2023", "giai đoạn 2021-2025", "ngày 12/5/2023", "12/19", "9/12 xã",
    "5,2%", "1.200", "1.200.000 đồng", "45 triệu đồng/người/năm", "5 tỷ 200 triệu", "mười hai", "hai phần ba", "0", "0/0", "-3",
    "phấn đấu", "kế hoạch", "cả nước", "toàn tỉnh", "Hợp tác xã Tân Lập", "“Chè Lan”", "HTX", "Trong đó:", "Quyết định số",
    "12/2021/QĐ-TTg", "Ảnh:", "|", "\t", "-", "–", "(", ")", "“", "”", '"', ",", ".", ";", ":", "/", "%", "…", "1.", "a)", "#",
    "- ", "*", "\n", "\n\n", "\r\n", "\u2028", "\u00a0", "\u200b", "\u0301", "\u202e", "\0", "😀", "İ", "ß", "１２", "²", "½", "٣",
    "Ха", "A-Aa",
)
SOUP = st.lists(st.sampled_from(WORDS), max_size=40).flatmap(
    lambda words: st.sampled_from((" ", "", "  ", "\n")).map(lambda joint: joint.join(words))
)
TEXTS = st.one_of(SOUP, st.text(max_size=80), st.lists(st.one_of(SOUP, st.text(max_size=8)), max_size=5).map(" ".join))
TAGS = st.sampled_from(
    ("<p>", "</p>", "<td>", "<tr>", "</tr>", "<table>", "</table>", "<li>", "<ul>", "<br>", "<b>", "<!--", "-->",
     "<script>", "</script>", "<?x ?>", "<pre>", "<nav>", "<h1>", "<form>", "<svg>", "<math>", "<template>", "<select>",
     "<frameset>", "<plaintext>", "<![CDATA[", "]]>", "<", "&", "&#0;", "\0",
     "<body>", "</body>", "<head>", "</html>", "<a href='", "'>", '"', "=", ">")
)
PAGES = st.lists(st.one_of(TAGS, SOUP, st.text(max_size=6)), max_size=20).map("".join)
MANY = settings(max_examples=150)
MORE = settings(max_examples=4_000)


def check_decoded(data: bytes) -> None:
    try:
        decoded = decode(data)
    except DocumentError as refused:
        if refused.code not in ("binary", "undecodable"):
            raise
        return
    decoded.text.encode()  # no surrogates
    assert len(decoded.text) <= len(data)
    assert decoded.encoding


def check_normalised(source: str) -> None:
    found = normalise(source)
    text = found.text
    assert found.identity == (text == source)
    whole = found.source_span(0, len(text))
    assert 0 <= whole[0] <= whole[1] <= len(source)
    last = 0
    for at in range(len(text)):
        start, end = found.source_span(at, at + 1)
        assert 0 <= start <= end <= len(source)
        assert start >= last
        last = start
        longer = found.source_span(at, len(text))
        assert longer[0] == start
        assert longer[1] >= end


def check_segments(source: str) -> None:
    text = normalise(source).text
    blocks = segment_blocks(text)
    covered = [False] * len(text)
    for block in blocks:
        assert 0 <= block.start < block.end <= len(text)
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        covered[block.start : block.end] = [True] * (block.end - block.start)
    assert all(one.end <= two.start for one, two in pairwise(blocks))
    assert all(held or char.isspace() for held, char in zip(covered, text, strict=True))
    check_sentences(text, blocks)


def check_sentences(text: str, blocks: list[Block]) -> None:
    sentences = segment_sentences(text, blocks)
    assert all(one.end <= two.start for one, two in pairwise(sentences))
    held: list[list[str]] = [[] for _ in blocks]
    for sentence in sentences:
        block = blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        said = text[sentence.start : sentence.end]
        assert said == said.strip()
        held[sentence.block].append(said)
    for block, said in zip(blocks, held, strict=True):
        if block.kind != "furniture":
            assert "".join("".join(said).split()) == "".join(text[block.start : block.end].split())


def check_figures(source: str) -> None:
    text = normalise(source).text
    figures = scan_figures(text)
    assert [figure.start for figure in figures] == sorted(figure.start for figure in figures)
    for figure in figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.start <= figure.number_start < figure.number_end <= figure.end
        assert text[figure.start : figure.end].strip() == text[figure.start : figure.end]
        for value in (figure.value, figure.upper, figure.denominator):
            assert value is None or math.isfinite(value)
        if figure.kind not in ("doc_number", "ordinal", "time", "grade"):
            assert figure.value is not None or figure.iso is not None or figure.reason is not None, figure


def check_text(text: str) -> None:
    found = extract_text(text)
    for name in ("figures", "communes", "poverty", "ocop"):
        for row in getattr(found, name):
            assert row.quote == text[row.char_start : row.char_end]
            assert row.quote
    for name in ("figures", "communes", "poverty", "ocop", "ocop_items"):
        assert len(found.pandas(name)) == len(getattr(found, name))
    assert found.document.n_figures == len(found.figures)


def check_page(html: str) -> None:
    try:
        found = html_to_text(html)
    except DocumentError as refused:
        if refused.code != "too_deep":
            raise
        return
    assert isinstance(found.text, str)
    assert "\n\n\n\n" not in found.text


BYTES = st.one_of(
    st.binary(max_size=200),
    st.tuples(SOUP, st.sampled_from(CODECS), st.binary(max_size=6), st.integers(0, 200)).map(
        lambda parts: (data := parts[0].encode(parts[1], "replace"))[: parts[3]] + parts[2] + data[parts[3] :]
    ),
)


@MANY
@example(b"\xff\xfe\x00\xd8")
@given(BYTES)
def test_any_bytes_are_a_text_or_a_named_failure(data: bytes) -> None:
    check_decoded(data)


@MANY
@given(TEXTS)
def test_any_text_maps_back_to_its_source(source: str) -> None:
    check_normalised(source)


@MANY
@given(TEXTS)
def test_blocks_and_sentences_hold_all_of_a_text(source: str) -> None:
    check_segments(source)


@MANY
@given(st.lists(st.sampled_from((*WORDS, "; ", ", ", " ", "chữ")), min_size=1, max_size=30), st.integers(1, 300))
def test_a_sentence_without_end_is_parted_without_loss(words: list[str], times: int) -> None:
    text = "".join(words * times).strip()
    if text:
        check_sentences(text, [Block("paragraph", 0, len(text), 0)])


def test_no_part_is_longer_than_a_sentence_may_be() -> None:
    text = "chữ, " * 5_000 + "hết."
    parts = segment_sentences(text, [Block("paragraph", 0, len(text), 0)])
    assert all(part.end - part.start <= MAX_SENTENCE for part in parts)


@MANY
@given(TEXTS)
def test_figures_stand_in_the_text(source: str) -> None:
    check_figures(source)


@MANY
@example("nông thôn mới " + "A" + "-Aa" * 40 + " là xã")
@given(TEXTS)
def test_rows_of_any_text_quote_it(text: str) -> None:
    check_text(text)


@MANY
@given(TEXTS)
def test_rows_of_a_text_on_the_subject_quote_it(text: str) -> None:
    check_text(f"Huyện Mường Khương xây dựng nông thôn mới\n\n{text}\n\nSản phẩm OCOP: {text}")


@MANY
@example("<?php echo 1 ?>")
@given(PAGES)
def test_any_page_has_a_text(html: str) -> None:
    check_page(html)


@pytest.mark.slow
@MORE
@given(BYTES, TEXTS, PAGES)
def test_all_of_it_for_longer(data: bytes, text: str, html: str) -> None:
    check_decoded(data)
    check_normalised(text)
    check_segments(text)
    check_figures(text)
    check_text(f"Chương trình nông thôn mới và OCOP\n\n{text}")
    check_page(html)
