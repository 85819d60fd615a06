"""Tables of products: a row of ``ocop_items`` for each, and tables that name none."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from ntm_extract.analysis import Reference
from ntm_extract.model import Document, SourceMetadata
from ntm_extract.pipeline import extract_document, load_reference

HEAD = "# Danh sách sản phẩm OCOP tỉnh Yên Bái được công nhận\n\n"


@cache
def reference() -> Reference:
    return load_reference()


def items(table: str, head: str = HEAD) -> list[Any]:
    document = Document("t", "t", "md", "utf-8", "0" * 64, head + table, SourceMetadata(published="2023-11-20"))
    return extract_document(document, reference(), ("0", "0")).ocop_items


def test_a_row_is_a_product_with_owner_stars_and_place() -> None:
    found = items(
        "| TT | Tên sản phẩm | Chủ thể | Địa chỉ | Phân hạng |\n|---|---|---|---|---|\n"
        "| 1 | Chè Shan Suối Giàng | HTX Suối Giàng | Xã Suối Giàng, huyện Văn Chấn | 4 sao |\n"
        "| 2 | Miến đao Giới Phiên | Hoàng Thị Lụa | Xã Giới Phiên | 3 sao |\n"
        "| Tổng cộng | 2 | | | |\n"
    )
    assert [(row.name, row.owner, row.owner_type, row.stars, row.ref_area) for row in found] == [
        ("Chè Shan Suối Giàng", "HTX Suối Giàng", "cooperative", 4, "Suối Giàng"),
        ("Miến đao Giới Phiên", "Hoàng Thị Lụa", "person", 3, "Giới Phiên"),
    ]


def test_a_line_that_opens_a_part_gives_the_stars() -> None:
    found = items(
        "| TT | Sản phẩm | Cơ sở sản xuất |\n|---|---|---|\n| I | Sản phẩm đạt 4 sao | |\n"
        "| 1 | Quế vỏ Văn Yên | Công ty TNHH Hương Quế |\n| II | Sản phẩm đạt 3 sao | |\n"
        "| 1 | Mật ong Mù Cang Chải | HTX Nậm Khắt |\n"
    )
    assert [(row.name, row.stars) for row in found] == [("Quế vỏ Văn Yên", 4), ("Mật ong Mù Cang Chải", 3)]


def test_tabs_and_bare_stars() -> None:
    found = items(
        "STT\tSản phẩm\tĐơn vị sản xuất\tHạng sao\n1\tKhô cá lóc Hai Tâm\tCơ sở Hai Tâm\t3\n"
        "2\tGạo huyết rồng\tHTX Tân Cường\t4\n"
    )
    assert [(row.name, row.stars) for row in found] == [("Khô cá lóc Hai Tâm", 3), ("Gạo huyết rồng", 4)]


@pytest.mark.parametrize(
    "table",
    [
        "| Huyện | Sản phẩm OCOP | Chủ thể |\n|---|---|---|\n| Văn Yên | 25 | 14 |\n| Trấn Yên | 30 | 21 |\n",
        "| Tên sản phẩm | Sản lượng |\n|---|---|\n| Chè búp tươi | 1.200 |\n",
    ],
)
def test_counts_and_goods_are_no_products(table: str) -> None:
    assert items(table) == []


def test_a_text_about_something_else_has_none() -> None:
    table = "| TT | Tên sản phẩm | Cơ sở |\n|---|---|---|\n| 1 | Chè Shan Suối Giàng | HTX Suối Giàng |\n"
    assert items(table, "# Danh mục hàng hóa hỗ trợ hộ nghèo\n\n") == []
