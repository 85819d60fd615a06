from __future__ import annotations

import json
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ntm_extract.analysis import Reference
from ntm_extract.attribution.draft import Anchor, Discourse
from ntm_extract.attribution.products.owners import find_owners
from ntm_extract.attribution.products.reader import Product, ProductReader
from ntm_extract.attribution.products.rules import RULES, ProductRule
from ntm_extract.model import Block, BlockKind
from ntm_extract.output.columns import table_named
from ntm_extract.patterns.scanner import scan_figures
from ntm_extract.pipeline import load_reference

GOLD = [json.loads(line) for line in (Path(__file__).parent / "gold" / "products.jsonl").read_text("utf-8").splitlines()]
ALONE = [row for row in GOLD if not row.get("model") and not row.get("known_failure")]


@cache
def reference() -> Reference:
    return load_reference()


def read(*lines: tuple[str, BlockKind] | str, anchor: Anchor | None = None, models: bool = False) -> tuple[str, list[Product]]:
    """The products of a text given as blocks of one sentence each."""
    blocks: list[Block] = []
    text = ""
    for line in lines:
        words, kind = (line, "paragraph") if isinstance(line, str) else line
        blocks.append(Block(kind, len(text), len(text) + len(words), 0))  # type: ignore[arg-type]
        text += words + "\n"
    lower = text.lower()
    discourse = Discourse(anchor or Anchor(about_ocop=True, published="2024-05-01"))
    reader = ProductReader(text, lower, discourse) if models else ProductReader(text, lower, discourse, trim=None)
    known = reference()
    figures, cues, places = scan_figures(text), known.cues.scan(lower), known.places.scan(text, lower)
    found: list[Product] = []
    for number, block in enumerate(blocks):
        start, end = block.start, block.end
        found += reader.read(
            (start, end),
            block,
            number,
            [f for f in figures if start <= f.start < end],
            [c for c in cues if start <= c.start < end],
            [p for p in places if start <= p.start < end],
        )
    return text, found


def names(*lines: tuple[str, BlockKind] | str) -> list[str]:
    text, found = read(*lines)
    return [text[p.start : p.end] for p in found]


def as_gold(text: str, product: Product) -> dict[str, object]:
    row: dict[str, object] = {"name": text[product.start : product.end]}
    if product.owner is not None:
        row["owner"] = text[product.owner.start : product.owner.end]
        row["owner_type"] = product.owner_type
    if product.stars is not None:
        row |= {"stars": product.stars, "potential": product.potential}
    if product.area is not None:
        row["area"] = product.area.name
    return row


@pytest.mark.parametrize("row", ALONE, ids=lambda row: row["text"][:50])
def test_gold_sentences_without_the_models(row: dict[str, object]) -> None:
    text, found = read(str(row["text"]))
    assert [as_gold(text, product) for product in found] == row["products"]


@pytest.mark.xfail(strict=True, reason="neither the lists nor the models know where the clause begins")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("row", [row for row in GOLD if row.get("known_failure")], ids=lambda row: row["text"][:50])
def test_known_failures(row: dict[str, object]) -> None:
    text, found = read(str(row["text"]), models=True)
    assert [as_gold(text, product) for product in found] == row["products"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("row", [row for row in GOLD if row.get("model")], ids=lambda row: row["text"][:50])
def test_common_names_that_a_clause_runs_into_end_where_the_models_say(row: dict[str, object]) -> None:
    text, found = read(str(row["text"]), models=True)
    assert [as_gold(text, product) for product in found] == row["products"]


def test_the_models_are_not_loaded_where_no_name_is_in_doubt() -> None:
    before = "underthesea" in sys.modules
    for row in ALONE[:20]:
        read(row["text"], models=True)
    assert ("underthesea" in sys.modules) == before


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_hit_by_its_examples_and_by_no_reject(rule: ProductRule) -> None:
    for sentence, expected in rule.examples:
        text, found = read(sentence)
        assert [text[p.start : p.end] for p in found] == list(expected)
        assert rule.id in {p.rule for p in found}
    for sentence in rule.rejects:
        assert read(sentence)[1] == []


def test_a_document_that_is_not_about_ocop_has_no_products() -> None:
    _, found = read("Chè đinh Tân Sơn của HTX Chè Tân Sơn đạt OCOP 4 sao.", anchor=Anchor())
    assert found == []


def test_products_of_a_list_take_stars_and_owner_from_the_line_that_opens_it() -> None:
    text, found = read(
        "Các sản phẩm của HTX Tân Thành được công nhận OCOP 4 sao gồm:",
        ("1. Miến dong Bản Giang", "list_item"),
        ("2. Tương ớt Bản Giang", "list_item"),
        "Huyện có 12 xã.",
        ("3. Hội nghị tổng kết", "list_item"),
    )
    assert [as_gold(text, p) for p in found] == [
        {"name": name, "owner": "HTX Tân Thành", "owner_type": "cooperative", "stars": 4, "potential": False}
        for name in ("Miến dong Bản Giang", "Tương ớt Bản Giang")
    ]


def test_lines_of_a_list_with_their_owners_and_addresses() -> None:
    text, found = read(
        ("Danh sách sản phẩm được công nhận OCOP 5 sao", "heading"),
        ("1. Mật hoa dừa - Công ty TNHH Vinh Phát, xã Phú Cần, huyện Tiểu Cần", "list_item"),
        ("2. Đường phèn Trà Khúc - Cơ sở Bảy Lành, xã Nghĩa Dõng", "list_item"),
    )
    assert [(as_gold(text, p)["owner"], p.stars, p.area and p.area.name) for p in found] == [
        ("Công ty TNHH Vinh Phát", 5, "Phú Cần"),
        ("Cơ sở Bảy Lành", 5, "Nghĩa Dõng"),
    ]


def test_a_list_of_tasks_under_a_heading_about_ocop_is_no_list_of_products() -> None:
    assert names(("Nhiệm vụ phát triển sản phẩm OCOP", "heading"), ("- Đào tạo nghề cho lao động", "list_item")) == []


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("Năm 2022, chè đinh Tân Sơn của HTX Tân Sơn đạt OCOP 4 sao.", "2022"),
        ("Chè đinh Tân Sơn của HTX Tân Sơn được công nhận OCOP 4 sao năm 2021.", "2021"),
        ("Chè đinh Tân Sơn của HTX Tân Sơn đạt OCOP 4 sao.", "2024-05-01"),
    ],
)
def test_period_is_the_clause_s_or_the_document_s(sentence: str, period: str) -> None:
    _, found = read(sentence)
    assert [p.period.label for p in found] == [period]


def test_the_country_is_no_place_of_a_product() -> None:
    assert [p.area for p in read("Miến dong Bản Lầu của HTX Bản Lầu đạt OCOP 3 sao.")[1]] == [None]


@pytest.mark.parametrize(
    ("sentence", "stars", "potential"),
    [
        ("Sản phẩm chè Tân Sơn đạt OCOP từ 3 sao trở lên.", None, None),
        ("Sản phẩm chè Tân Sơn đạt OCOP 3 sao, 4 sao.", None, None),
        ("Sản phẩm chè Tân Sơn phấn đấu đạt OCOP 4 sao.", 4, True),
        ("Thực hiện chương trình mục tiêu quốc gia, sản phẩm chè Tân Sơn đạt OCOP 4 sao.", 4, False),
        ("Theo đề nghị của hội đồng, UBND tỉnh công nhận OCOP 4 sao cho sản phẩm chè Tân Sơn.", 4, False),
        ("Sau sản phẩm chè Tân Sơn, huyện có 12 sản phẩm OCOP 3 sao.", None, None),
    ],
)
def test_stars_are_those_of_the_product_and_of_nothing_else(sentence: str, stars: int | None, potential: bool | None) -> None:
    text, found = read(sentence)
    assert [(text[p.start : p.end], p.stars, p.potential) for p in found] == [("chè Tân Sơn", stars, potential)]


@pytest.mark.parametrize(
    ("text", "owner", "kind"),
    [
        ("của HTX Nông nghiệp và Dịch vụ Tân Lập, xã Tân Lập", "HTX Nông nghiệp và Dịch vụ Tân Lập", "cooperative"),
        ("của Hợp tác xã (HTX) sản xuất, kinh doanh An Lộ", "Hợp tác xã (HTX) sản xuất, kinh doanh An Lộ", "cooperative"),
        ("của Công ty TNHH Cà phê Buôn Hồ và gạo ST", "Công ty TNHH Cà phê Buôn Hồ", "company"),
        ("của Công ty CP Tập đoàn “Sông Xanh” đạt", "Công ty CP Tập đoàn “Sông Xanh”", "company"),
        ("của tổ hợp tác Bản Phung được", "tổ hợp tác Bản Phung", "cooperative_group"),
        ("của hộ kinh doanh Trần Thị Ba và", "hộ kinh doanh Trần Thị Ba", "household"),
        ("của bà Điểu Thị Hương, thôn 3", "bà Điểu Thị Hương", "person"),
        ("của cơ sở sản xuất Bà Liễu đạt", "cơ sở sản xuất Bà Liễu", "other"),
    ],
)
def test_owner_keeps_its_whole_name_and_nothing_more(text: str, owner: str, kind: str) -> None:
    assert [(text[o.start : o.end], o.type) for o in find_owners(text, 0, len(text))] == [(owner, kind)]


@pytest.mark.parametrize("text", ["của các HTX trên địa bàn", "các công ty, doanh nghiệp và hộ kinh doanh", "lạp xưởng Minh Châu"])
def test_a_form_without_a_name_is_nobody(text: str) -> None:
    assert find_owners(text, 0, len(text)) == []


def test_owner_types_are_those_of_the_table() -> None:
    allowed = next(column.allowed for column in table_named("ocop_items").columns if column.name == "owner_type")
    assert {row["owner_type"] for gold in GOLD for row in gold["products"] if "owner_type" in row} <= set(allowed)


_WORDS = st.sampled_from(
    'sản phẩm OCOP gạo Séng cù của HTX Minh Ngọc Công ty TNHH ( ) , ; : . “ ” " - và gồm là đạt '
    "4 sao 3 xã Y Tý được 100% năm 2022".split()
)


@settings(max_examples=150)
@given(st.lists(_WORDS, max_size=30))
def test_any_words_give_trimmed_spans_without_overlaps(words: list[str]) -> None:
    text, found = read(" ".join(words))
    assert all(0 <= p.start < p.end <= len(text) and text[p.start : p.end].strip() for p in found)
    ordered = sorted(found, key=lambda p: p.start)
    assert all(before.end <= after.start for before, after in pairwise(ordered))
