from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ntm_extract.corpus.joins import join_lines
from ntm_extract.corpus.normalise import normalise
from ntm_extract.corpus.repairs import RULES, find_repairs
from ntm_extract.corpus.word_repairs import CONTEXT

if TYPE_CHECKING:
    from ntm_extract.corpus.repair_rule import Repair

LETTERS = st.text(
    alphabet=st.sampled_from(
        "aeoudđsxyAĐ ăâêôơư\u0300\u0301\u0323\u0302\u031b\u00a0\u200b\xad\r\n.,15lO\xd0\xf0А１\ufeff",
    ),
    max_size=60,
)
DAMAGED = st.lists(
    st.sampled_from(
        ["nông thôn mới ", "S xã đạt 15", "trng tâm ", "đxây dựng ", "5.800tỷđồng ", "2015.Thực hiện ", "l5 xã ",
         "\u200b", "hộnghèo ", "\n", "\r\n", "ừong ", "xa\u0303 ", "s29/2013/QĐ-UBND ", "\u00a0", "xây đựng "],
    ),
    max_size=20,
).map("".join)


@pytest.mark.parametrize("rule", [*RULES, CONTEXT], ids=lambda rule: rule.id)
def test_each_repair_rule_does_what_its_examples_say(rule: Repair) -> None:
    for damaged, whole in rule.examples:
        assert normalise(damaged).text == whole
        assert rule.id in {edit.rule for edit in find_repairs(damaged)}
    for text in rule.rejects:
        assert find_repairs(text) == []


def test_repairs_map_to_the_damaged_source() -> None:
    source = "Tổng kết nông thôn mới:\r\nS\u00a0xã đạt 10-14 tiêu chí: 14 xã; vốn5.800tỷđồng, đạt63,2 triệuđồng."
    result = normalise(source)
    assert result.text == (
        "Tổng kết nông thôn mới: \nSố xã đạt 10-14 tiêu chí: 14 xã; vốn 5.800 tỷ đồng, đạt 63,2 triệu đồng."
    )
    for quote, expected in [("14 xã", "14 xã"), ("Số xã", "S\u00a0xã"), ("5.800 tỷ đồng", "5.800tỷđồng"), ("vốn 5", "vốn5")]:
        start = result.text.index(quote)
        begin, end = result.source_span(start, start + len(quote))
        assert source[begin:end] == expected


def test_a_text_that_is_not_about_the_programmes_is_not_repaired() -> None:
    assert normalise("Giá chuyển nhượng 5.800tỷđồng").identity


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("hai mươi\u00a0xã\u2009và\u3000ba", "hai mươi xã và ba"),
        ("nông\u200b thôn\xad mới\ufeff", "nông thôn mới"),
        ("１５ xã, ＯＣＯＰ", "15 xã, OCOP"),
        ("Ðến nay ðạt", "Đến nay đạt"),
        ("Tаm Đưòng, xã Аn", "Tam Đưòng, xã An"),
        ("Москва và Αθήνα", "Москва và Αθήνα"),
        ("một\r\nhai\rba\x0bbốn", "một \nhai\nba\nbốn"),
        ("“giữ” – nguyên — dấu… hoà hòa", "“giữ” – nguyên — dấu… hoà hòa"),
        ("a\x00b\x07c\td", "a b c\td"),
        ("𝐍𝐓𝐌 𝟏𝟓", "NTM 15"),
    ],
)
def test_characters(source: str, text: str) -> None:
    assert normalise(source).text == text


def test_decomposed_text_is_composed_and_mapped() -> None:
    source = unicodedata.normalize("NFD", "Huyện Tân Thượng có 15/20 xã đạt chuẩn, chiếm 75%")
    result = normalise(source)
    assert result.text == unicodedata.normalize("NFC", source)
    for word in result.text.split():
        start = result.text.index(word)
        begin, end = result.source_span(start, start + len(word))
        assert unicodedata.normalize("NFC", source[begin:end]) == word


def test_clean_text_is_returned_itself() -> None:
    text = "Toàn tỉnh có 120 xã đạt chuẩn nông thôn mới; thu nhập 45,5 triệu đồng/người/năm…\n\n- 5 xã nâng cao\n"
    result = normalise(text)
    assert result.identity
    assert result.text is text
    assert result.source_span(3, 9) == (3, 9)


ONE_FOR_ONE = str.maketrans("\u0410\xd0\xf0\r", "AĐđ\n")
REMOVED = {0x200B: None, 0xAD: None, 0xFEFF: None}


def check_offsets(source: str) -> None:
    result = normalise(source)
    size = len(result.text)
    spans = [result.source_span(position, position + 1) for position in range(size)]
    previous = 0
    for position, (start, end) in enumerate(spans):
        assert 0 <= start <= end <= len(source)
        assert start >= previous
        previous = start
        here, there = result.text[position], source[start:end]
        if end - start == 1 and here != there and not result.repairs:
            assert unicodedata.normalize("NFKC", there) == here or here in " \nĐđA"
        elif end - start > 1 and not result.repairs:
                kept = there.translate(REMOVED)
                plain = unicodedata.normalize("NFKC", kept.translate(ONE_FOR_ONE))
                assert here in unicodedata.normalize("NFC", kept) + plain
    for start in range(0, size, 7):
        for end in range(start, size + 1, 5):
            begin, stop = result.source_span(start, end)
            assert 0 <= begin <= stop <= len(source)
            inserted = end > start and (spans[start][0] == spans[start][1] or spans[end - 1][0] == spans[end - 1][1])
            if end > start and not inserted:
                assert (begin, stop) == (spans[start][0], spans[end - 1][1])
    if result.identity:
        assert result.text == source


@given(LETTERS)
@example("\u0301")
@example("a" + "\u0323\u0301" * 10)
@example("\xad")
def test_every_span_has_its_source(source: str) -> None:
    check_offsets(source)


@given(DAMAGED)
def test_every_span_of_a_repaired_text_has_its_source(source: str) -> None:
    check_offsets(source)


@given(LETTERS | DAMAGED)
def test_normalised_text_stays_as_it_is(source: str) -> None:
    once = normalise(source).text
    again = normalise(once)
    if not again.repairs:  # a lost letter may have hidden another
        # joined lines are longer, restored words more: that changes how full lines look
        assert again.text.split() == once.split()


PARAGRAPHS = (
    "Năm qua, các địa phương trong huyện đã tập trung huy động nguồn lực để làm đường giao thông, xây trường học và "
    "trạm y tế, nông thôn thay đổi rõ rệt, đời sống của bà con ngày càng được nâng lên so với các năm trước.\n"
    "Kết quả cụ thể như sau:\n"
    "- Có 12 xã đạt chuẩn, trong đó 3 xã đạt chuẩn nâng cao, nhiều hơn kế hoạch huyện giao từ đầu năm là 2 xã\n"
    "- Thu nhập bình quân đạt 48 triệu đồng/người/năm, tăng 5 triệu đồng so với năm liền trước theo số liệu thống kê\n"
    "\n"
    "Trong thời gian tới, huyện tiếp tục vận động nhân dân chung tay giữ gìn vệ sinh môi trường và phát triển sản xuất."
)


def wrap(text: str, width: int) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, width, break_on_hyphens=False)) for line in text.split("\n"))


@pytest.mark.parametrize("width", [60, 72, 90])
def test_hard_wraps_are_undone(width: int) -> None:
    assert join_lines(wrap(PARAGRAPHS, width)) == PARAGRAPHS


@pytest.mark.parametrize(
    "text",
    [
        PARAGRAPHS,
        "Xã A\nxã B\nxã C\nxã D\nxã E",
        "1. mục tiêu\n2. giải pháp\nkhác\n\nsố liệu\n",
    ],
)
def test_lines_that_mean_something_stay(text: str) -> None:
    assert join_lines(text) is text


def test_a_list_in_a_wrapped_text_stays_a_list() -> None:
    assert "\n- Có 12 xã" in join_lines(wrap(PARAGRAPHS, 72))
    assert "\n\nTrong thời gian" in join_lines(wrap(PARAGRAPHS, 72))
