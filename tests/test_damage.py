"""Texts as scanners, PDF programs and crawlers leave them: the right row comes out, the quote is the source's own."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract import extract_text
from ntm_extract.corpus.damage import restore, restore_in_context
from ntm_extract.corpus.joins import find_gaps, find_page_numbers, join_lines
from ntm_extract.corpus.normalise import normalise
from ntm_extract.corpus.repairs import find_repairs

if TYPE_CHECKING:
    from types import ModuleType

BENCH = Path(__file__).parents[1] / "bench"


def rows(text: str) -> list[tuple[str, float, str]]:
    """Indicator, value and quote of every observation."""
    found = extract_text(text, published="2023-12-20")
    tables = (found.communes, found.poverty, found.ocop)
    return sorted((row.indicator, row.obs_value, row.quote) for table in tables for row in table)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Về nông thôn: năm 2022, tỉnh Lào Cai có15xã đạtchuẩn nôngthôn mới.",
            [("communes_ntm", 15.0, "15xã")],
        ),
        (
            "Cuối năm 2022, tỷ lệ hộnghèo tỉnh Hà Giang còn4,2%.",
            [("poverty_rate", 4.2, "4,2%")],
        ),
        (
            "Xây dựng nông thôn mới: thu nhập bình quân đầu người của huyện Tân Kỳ năm 2022đạt43,5 triệuđồng.",
            [("income_per_capita", 43500000.0, "43,5 triệuđồng")],
        ),
        (
            "Tỉnh Yên Bái, năm 2022 có 6l/150 xã đạt chuẩn nông thôn mới.",
            [("communes_ntm", 61.0, "6l/150 xã")],
        ),
        (
            "Đến hết năm 2O22, tỉnh Yên Bái có l.234 hộ nghèo.",
            [("poor_households", 1234.0, "l.234 hộ")],
        ),
        (
            "Năm 2022, toàn tnh Yên Bái có 15 xã đạt chun nông thôn mới.",
            [("communes_ntm", 15.0, "15 xã")],
        ),
        (
            "T lệ hộ nghèo tỉnh Yên Bái năm 2022 là 9 ,5%.",
            [("poverty_rate", 9.5, "9 ,5%")],
        ),
        (
            "Năm 2022,  tỷ lệ  hộ nghèo  của tỉnh Yên Bái  giảm còn  9,5%.",
            [("poverty_rate", 9.5, "9,5%")],
        ),
        (
            "Năm 2022, tỷ lệ hộ nghèo của tỉnhYên Bái giảm còn 9,5%.",
            [("poverty_rate", 9.5, "9,5%")],
        ),
    ],
)
def test_a_damaged_sentence_gives_its_row(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2022, thu nhập bình quân đầu người nông thôn của huyện Tân Kỳ đạt 43, 5 triệu đồng.",
        "Năm 2022, tỉnh Hà Giang còn 1. 353 thôn đặc biệt khó khăn.",
        "Kinh phí cho chương trình OCOP của tỉnh Hà Giang năm 2022 là 12, 4 tỷ đồng.",
    ],
)
def test_half_of_a_torn_number_is_no_row(text: str) -> None:
    found = extract_text(text, published="2023-12-20")
    assert [*found.communes, *found.poverty, *found.ocop] == []
    assert "torn_number" in {figure.reason for figure in found.figures}


def test_a_list_of_figures_is_no_torn_number() -> None:
    text = "Năm 2021 và 2022, tỉnh Lào Cai giải ngân lần lượt 12, 15 tỷ đồng cho chương trình OCOP."
    assert "torn_number" not in {figure.reason for figure in extract_text(text).figures}


def test_a_caption_without_a_full_stop_makes_no_village() -> None:
    text = "Tỉnh Yên Bái: bà con quét dọn đường làng Tổng vốn của chương trình nông thôn mới năm 2022 là 35 tỷ đồng."
    assert {row.ref_area for row in extract_text(text, published="2023-01-05").communes} <= {"Yên Bái"}


BODY = (
    "Ban Chỉ đạo tỉnh họp bàn việc xây dựng nông thôn mới ở các huyện vùng cao trong sáu tháng cuối năm, sau khi nghe các sở báo "
    "cáo tiến độ từng tiêu chí và những việc còn dở dang ở cơ sở.\n"
    "Năm 2022, tỉnh Yên Bái công nhận thêm 12 xã đạt chuẩn nông thôn mới, nâng tổng số xã đạt chuẩn của tỉnh lên 97 xã; thu nhập "
    "bình quân đầu người ở nông thôn đạt 39,5 triệu đồng, tăng so với năm trước đó.\n"
    "Bà con các bản góp công làm đường, hiến đất mở rộng nhà văn hóa và dọn vệ sinh hằng tuần, nhờ vậy bộ mặt thôn bản đổi khác "
    "nhiều so với khi bắt đầu chương trình."
)


def wrapped(width: int, end: str, page: int = 0) -> str:
    lines: list[str] = []
    for paragraph in BODY.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    out = []
    for number, line in enumerate(lines, start=1):
        out.append(line)
        out.append(f"\n\n{number // page}\n\n" if page and number % page == 0 else end)
    return "".join(out)


@pytest.mark.parametrize("width", [66, 78, 90])
@pytest.mark.parametrize("end", ["\n", "\n\n"])
def test_a_wrapped_text_is_read_as_the_whole_one(width: int, end: str) -> None:
    whole = [row[:2] for row in rows(BODY)]
    assert len(whole) >= 3
    assert [row[:2] for row in rows(wrapped(width, end))] == whole


def test_the_number_of_a_page_is_no_part_of_the_sentence() -> None:
    text = "\n".join(f"Dòng {number} kể chuyện các bản làm đường, trồng rừng và góp ngày công cho chương" for number in range(9))
    page = "\ntrình xây dựng nông thôn mới của huyện và của các xã vùng cao trong tỉnh"
    damaged = text + "\n\n1\n" + page + "\n" + text + "\n\n2\n" + page
    assert [gap.replacement for gap in find_page_numbers(damaged)] == ["\n", "\n"]
    assert [gap.replacement for gap in find_page_numbers(text + "\n\n2\n" + page)] == ["\n"]
    assert find_page_numbers("Số hộ nghèo\n\n2\n\nhộ cận nghèo") == []
    cells = "hộ nghèo\n\n1\n\nxã nghèo\n\n2\n\nbản nghèo\n\n3\n\nhuyện nghèo"
    assert find_page_numbers(cells) == []


@pytest.mark.parametrize(
    "text",
    [
        "Xã  Số hộ nghèo  Tỷ lệ\nĐông An  120  8,5%\nTây An  98  7,1%",
        "  - mục thụt đầu dòng của nông thôn",
        "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH YÊN BÁI                Độc lập - Tự do - Hạnh phúc",
    ],
)
def test_gaps_that_part_cells_stay(text: str) -> None:
    assert find_gaps(text) == []


def test_short_lines_with_empty_lines_between_stay_apart() -> None:
    titles = "Xã Đông An về đích\n\nxã Tây An dồn sức\n\nhuyện Bắc An khởi công cầu\n\nmột bản nhỏ đổi thay"
    assert join_lines(titles) is titles


@pytest.mark.parametrize(
    ("word", "before", "after", "whole"),
    [
        ("chuẩnnông", "", "", "chuẩn nông"),
        ("côngnhận", "", "", "công nhận"),
        ("cáchuyện", "", "", "các huyện"),
        ("tng", "", "nguồn", "tổng"),
        ("câp", "", "huyện", "cấp"),
        ("xuât", "sản", "", "xuất"),
        ("đt", "xã", "chuẩn", "đạt"),
        ("đng", "tỷ", "", "đồng"),
        ("ngừời", "", "dân", "người"),
        # near misses
        ("đt", "xã", "", None),  # a telephone
        ("rađa", "", "", None),
        ("online", "bán", "hàng", None),
        ("ngừời", "mọi", "", None),
        ("nhn", "công", "", None),  # công nhận, công nhân
        ("nng", "chuẩn", "cao", None),  # chuẩn nông (thôn), nâng cao
        ("tng", "", "", None),
    ],
)
def test_what_a_word_was(word: str, before: str, after: str, whole: str | None) -> None:
    assert restore(word, before, after) == whole


def test_amounts_are_not_made_out_of_letters() -> None:
    for damaged in ("t đồng", "tr đồng", "n đồng", "t tỷ"):
        assert find_repairs(f"xã nghèo được vay 5 {damaged}") == []


def test_a_syllable_is_restored_only_between_its_neighbours() -> None:
    assert restore_in_context("hô", ("lệ", "tỷ"), ("nghèo", "")) == "hộ"
    assert restore_in_context("triu", ("0", ""), ("đồng", "")) == "triệu"
    assert restore_in_context("ban", ("họp", ""), ("nông", "thôn")) is None
    assert restore_in_context("đặt", ("xã", "các"), ("chuẩn", "")) is None


CLEAN = (
    "Năm 2023, xã Đông An đặt mục tiêu 100% hộ dùng nước sạch; tiêu chí nông thôn mới được rà soát lại.\n"
    "Gian hàng online của chị Đinh Thị H. ở Krông Nô bán 5l mật ong, 12h mở cửa, ĐT 0912; giá 50.000đ/chai.\n"
    "Số sản phẩm OCOP dự thi là 3, 5 hay 7 thì chưa rõ; quý I/2023, hộ nghèo ở tp Vinh giảm.\n"
    "Ban Chỉ đạo họp giao ban nông thôn; bê tông và rađa, xi măng và đô la cho nông thôn vùng cao."
)


def test_a_clean_text_about_the_programmes_is_left_alone() -> None:
    result = normalise(CLEAN)
    assert result.identity
    assert result.repairs == ()


PIECES = st.lists(
    st.sampled_from([
        "hộ nghèo ", "đạt15xã ", "tỷlệ ", "6l/85 xã ", "9 ,5% ", "chuân ", "trng tâm ", "chỉ tiẽu ", "hô nghèo ", "  ", "\n",
        "\n\n", "7\n\n", "tỉnhLai Châu ", "năm2022có ", "\u00a0", "\u200b", "xa\u0303 ", "ừong ",
        "dài thêm cho đầy một dòng của trang giấy này ",
    ]),
    max_size=40,
).map("".join)  # fmt: skip


@given(PIECES)
def test_offsets_stay_exact(source: str) -> None:
    result = normalise(source)
    previous = 0
    for position, char in enumerate(result.text):
        start, end = result.source_span(position, position + 1)
        assert previous <= start <= end <= len(source)
        previous = start
        if end == start + 1 and source[start].isdigit():
            assert char.isspace() or char == source[start]
    digits = [char for char in result.text if char.isdigit()]
    kept = [char for char in source if char.isdigit()]
    # no digit comes from nowhere but those restored of letters, and none is lost but the number of a page
    assert len(digits) <= len(kept) + source.count("6l")
    start, end = result.source_span(0, len(result.text))
    assert (start, end) <= (len(source), len(source))


@pytest.fixture(scope="module")
def kinds() -> ModuleType:
    spec = importlib.util.spec_from_file_location("damage_kinds", BENCH / "damage_kinds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["damage_kinds"] = module
    spec.loader.exec_module(module)
    return module


def test_damage_is_repeatable_and_carries_the_gold(kinds: ModuleType) -> None:
    quotes = ["12 xã", "97 xã", "39,5 triệu đồng"]
    gold: list[dict[str, Any]] = [
        {"doc": "a", "quote": quote, "start": BODY.index(quote), "end": BODY.index(quote) + len(quote)} for quote in quotes
    ]
    for kind in kinds.KINDS:
        copies = [kinds.damage(BODY, (kind,), "1 a 0") for _ in range(2)]
        assert copies[0] == copies[1]
        assert len(copies[0].text) == len(copies[0].origins)
        kept, lost = kinds.carry(gold, copies[0])
        assert len(kept) + lost == len(gold)
        for row in kept:
            assert copies[0].text[row["start"] : row["end"]] == row["quote"]
            if kind.id not in {"digit_letter", "wrapped_pages"}:
                before = next(old for old in gold if old["start"] == copies[0].origins[row["start"]])
                assert [c for c in row["quote"] if c.isdigit()] == [c for c in before["quote"] if c.isdigit()]
    assert any(kinds.damage(BODY, (kind,), "1").text != BODY for kind in kinds.KINDS)


@pytest.mark.parametrize("bait", ["\n", "\n ", " ", "\n\n7\n\nxã ", "nông", "1l", "a.Aa", "a  b\n", "1,1đạt ", "ừong", "LaiChâu"])
def test_bait_takes_no_quadratic_time(bait: str) -> None:
    text = "hộ nghèo ở nông thôn " + bait * (100_000 // len(bait)) + " xã"
    result = normalise(text)
    assert result.source_span(0, len(result.text)) == (0, len(text))
