"""Which place a figure is given: whole small texts, the figures of each with the place they must have."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from ntm_extract.analysis import Reference
from ntm_extract.attribution.places.holders import find_holders
from ntm_extract.attribution.places.site import signed_provinces, site_province
from ntm_extract.model import Block, Document, SourceMetadata
from ntm_extract.pipeline import analyse, load_reference
from ntm_extract.tabulate import to_rows

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "place_cases.toml").read_text("utf-8"))["case"]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_each_figure_has_its_place(reference: Reference, case: dict[str, Any]) -> None:
    metadata = SourceMetadata(published=case.get("published"), url=case.get("url"))
    found = to_rows(analyse(Document("t", "t", "txt", "utf-8", "", case["text"], metadata), reference), reference, ("1", "1"))
    coded = any(row.count("/") > 1 for row in case["rows"])
    rows = [
        f"{row.obs_value:g} {row.ref_area}/{row.ref_area_level}"
        + (f"/{row.ref_area_code}/{row.ref_area_codelist}/{row.province}" if coded else "")
        for table in (found.communes, found.poverty, found.ocop)
        for row in table
    ]
    assert sorted(rows) == sorted(case["rows"])


def _mentions(reference: Reference, text: str) -> list[tuple[str, str]]:
    return [(mention.level, mention.name) for mention in reference.places.scan(text, text.lower())]


@pytest.mark.parametrize(
    "text",
    [
        "Bà Nguyễn Hà Giang phát biểu.",
        "Xe chạy trên đường Điện Biên Phủ.",
        "Vùng biển Thái Bình Dương rất rộng.",
        "Sinh viên Đại học Thái Nguyên về bản.",
        "Tuyến cao tốc Nội Bài - Lào Cai thông xe.",
        "Hợp tác xã Lai Châu trồng chè.",
        "Công ty TNHH Bắc Giang thu mua vải.",
    ],
)
def test_names_within_names_are_no_places(reference: Reference, text: str) -> None:
    assert _mentions(reference, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bí thư Tỉnh ủy Lào Cai Trần Văn An dự họp.", ("province", "Lào Cai")),
        ("Thường trực Huyện ủy Sìn Hồ họp bàn.", ("district", "Sìn Hồ")),
        ("Sản xuất ở Sìn Hồ (Lai Châu) gặp khó.", ("district", "Sìn Hồ")),
        ("Người dân ở Nhật Bản thích làng nghề.", ("abroad", "Nhật Bản")),
        ("Đoàn đến từ tỉnh Xiêng Khoảng thăm bản.", ("abroad", "Xiêng Khoảng")),
        ("Ở Ấn Độ, nhiều làng đã đổi thay.", ("abroad", "Ấn Độ")),
    ],
)
def test_names_that_are_places(reference: Reference, text: str, found: tuple[str, str]) -> None:
    assert found in _mentions(reference, text)


@pytest.mark.parametrize(
    "text",
    [
        "Vải thiều được xuất sang Nhật Bản và Úc.",
        "Tuyến đường biên giới Việt Nam - Lào được mở.",
        "Anh Đức kể về vụ chè.",
        "Chè bán sang thị trường Trung Quốc.",
        "Xã có 5 thôn giáp Lào.",
    ],
)
def test_countries_that_say_no_place(reference: Reference, text: str) -> None:
    assert not [level for level, _ in _mentions(reference, text) if level == "abroad"]


def test_what_holds_a_place_is_learnt_from_the_text(reference: Reference) -> None:
    text = "Xã Tân Lập, Minh Hòa (huyện Hưng Hà, Thái Bình) và xã Tân Lập của huyện Vũ Thư cùng về đích."
    holders = find_holders(text, reference.places.scan(text, text.lower()))
    assert holders["commune", "Minh Hòa"][:2] == ("Hưng Hà", "Thái Bình")
    assert holders["district", "Hưng Hà"].province == "Thái Bình"
    assert holders["commune", "Tân Lập"].doubtful


@pytest.mark.parametrize(
    ("url", "province"),
    [
        ("https://baolaocai.vn/tin/1.html", "Lào Cai"),
        ("http://sonnptnt.quangtri.gov.vn/x", "Quảng Trị"),
        ("https://baobariavungtau.com.vn/a", "Bà Rịa - Vũng Tàu"),
        ("https://nongthonviet.vn/a", None),
        ("https://hanoimoi.vn/a", None),
        (None, None),
    ],
)
def test_the_site_names_its_province(reference: Reference, url: str | None, province: str | None) -> None:
    assert site_province(url, "", reference.gazetteer) == province


def test_the_initials_of_a_paper(reference: Reference) -> None:
    text = "BYB - Vụ chè năm nay được mùa."
    blocks = [Block("paragraph", 0, len(text), 0)]
    assert signed_provinces(text, blocks, reference.gazetteer) == {"Yên Bái"}
    text = "LCĐT - Vụ chè năm nay được mùa."
    blocks = [Block("paragraph", 0, len(text), 0)]
    assert signed_provinces(text, blocks, reference.gazetteer) == {"Lào Cai", "Lai Châu"}
