"""Tables: what each cell is of, and which tables are left alone."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract.attribution.draft import Anchor, Area, Discourse, Heading, Period
from ntm_extract.attribution.tables.reader import CellReading, Line, is_head, read_table
from ntm_extract.patterns.places import PlaceScanner
from ntm_extract.patterns.scanner import scan_figures
from ntm_extract.patterns.wordings import WordingScanner
from ntm_extract.reference.catalogue import load_catalogue
from ntm_extract.reference.gazetteer import load_gazetteer

CATALOGUE = load_catalogue()
GAZETTEER = load_gazetteer()
WORDINGS = WordingScanner(CATALOGUE)
PLACES = PlaceScanner(GAZETTEER)
LAI_CHAU = Area("Lai Châu", "province")


def discourse(
    area: Area = LAI_CHAU, published: str | None = "2023-12-20", province: str | None = "Lai Châu"
) -> Discourse:
    return Discourse(Anchor(published=published, province=province, area=area, about_ntm=True, about_ocop=True))


def read(text: str, found_in: Discourse | None = None) -> list[CellReading] | None:
    lower = text.lower()
    figures, cues, places = scan_figures(text), WORDINGS.scan(lower), PLACES.scan(text, lower)
    starts = [figure.start for figure in figures]
    lines = []
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped and not set(stripped) <= set("|-: "):
            start = at + raw.index(stripped)
            end = start + len(stripped)
            first = bisect_left(starts, start)
            lines.append(
                Line(
                    start,
                    end,
                    first,
                    [figure for figure in figures if start <= figure.start < end],
                    [cue for cue in cues if start <= cue.start < end],
                    [place for place in places if start <= place.start < end],
                )
            )
        at += len(raw) + 1
    return read_table(lower, lines, found_in or discourse(), CATALOGUE, GAZETTEER)


def brief(cells: list[CellReading] | None) -> list[tuple[object, ...]]:
    return [
        (cell.reading.code, cell.reading.value, cell.reading.unit, cell.area.name, cell.period.label, cell.status)
        for cell in cells or ()
    ]


def codes(text: str) -> set[str]:
    return {cell.reading.code for cell in read(text) or ()}


def test_rows_of_indicators_under_years() -> None:
    found = read(
        "| Chỉ tiêu | Năm 2021 | Năm 2022 |\n|---|---|---|\n| Tỷ lệ hộ nghèo | 7,31% | 6,02% |\n"
        "| Số hộ cận nghèo | 9.415 hộ | 8.120 hộ |\n| Tỷ lệ che phủ rừng | 51 | 52 |"
    )
    assert brief(found) == [
        ("poverty_rate", 7.31, "percent", "Lai Châu", "2021", "actual"),
        ("poverty_rate", 6.02, "percent", "Lai Châu", "2022", "actual"),
        ("near_poor_households", 9415, "household", "Lai Châu", "2021", "actual"),
        ("near_poor_households", 8120, "household", "Lai Châu", "2022", "actual"),
    ]


def test_rows_of_places_under_indicators_with_the_unit_of_the_head() -> None:
    found = read(
        "TT\tHuyện\tTổng số hộ\tSố hộ nghèo\tTỷ lệ hộ nghèo (%)\tBình quân tiêu chí/xã\tThu nhập bình quân "
        "(triệu đồng/người/năm)\tGhi chú\n"
        "1\tThan Uyên\t15.120\t2.268\t15,00\t16,5\t42,5\t\n2\tTân Uyên\t13.400\t1.340\t10.00\t17\t45\t30a\n"
    )
    assert brief(found)[:4] == [
        ("poor_households", 2268, "household", "Than Uyên", "2023-12-20", "actual"),
        ("poverty_rate", 15, "percent", "Than Uyên", "2023-12-20", "actual"),
        ("criteria_per_commune", 16.5, "criteria", "Than Uyên", "2023-12-20", "actual"),
        ("income_per_capita", 42_500_000, "VND", "Than Uyên", "2023-12-20", "actual"),
    ]
    assert found is not None
    assert len(found) == 8
    assert found[3].reading.breakdowns["per"] == "year"
    assert all(cell.area.level == "district" and cell.area_source == "sentence" for cell in found)


def test_cells_parted_by_blanks_and_a_total_without_its_number() -> None:
    found = read(
        "TT  Huyện  Tổng số hộ  Số hộ nghèo  Tỷ lệ hộ nghèo (%)\n1  Than Uyên  15.120  2.268  15,00\n"
        "2  Phong Thổ  16.000  6.400  40,00\n3 Mường Tè 11.000 5.500 50,00\nToàn tỉnh  42.120  14.168  33,64"
    )
    assert [(row[0], row[1], row[3]) for row in brief(found)] == [
        ("poor_households", 2268, "Than Uyên"),
        ("poverty_rate", 15, "Than Uyên"),
        ("poor_households", 6400, "Phong Thổ"),
        ("poverty_rate", 40, "Phong Thổ"),
        ("poor_households", 5500, "Mường Tè"),
        ("poverty_rate", 50, "Mường Tè"),
        ("poor_households", 14168, "Lai Châu"),
        ("poverty_rate", 33.64, "Lai Châu"),
    ]


def test_plan_estimate_and_comparison() -> None:
    found = read(
        "STT | Chỉ tiêu | ĐVT | Kế hoạch 2023 | Ước TH 2023 | So sánh (%)\n"
        "1 | Số xã đạt chuẩn nông thôn mới | Xã | 40 | 41 | 102,5\n2 | Tỷ lệ hộ nghèo | % | 22,5 | 22,1 | 98\n"
        "3 | Thu nhập bình quân đầu người | Triệu đồng/năm | 47 | 48,5 | 103"
    )
    assert [(row[0], row[1], row[4], row[5]) for row in brief(found)] == [
        ("communes_ntm", 40, "2023", "target"),
        ("communes_ntm", 41, "2023", "estimate"),
        ("poverty_rate", 22.5, "2023", "target"),
        ("poverty_rate", 22.1, "2023", "estimate"),
        ("income_per_capita", 47e6, "2023", "target"),
        ("income_per_capita", 48.5e6, "2023", "estimate"),
    ]


def test_fulfilment_of_a_plan_is_no_rate() -> None:
    found = read(
        "Nội dung | Kế hoạch | Thực hiện | Tỷ lệ (%)\nSố hộ nghèo | 1.200 | 1.180 | 98,3\nSố hộ cận nghèo | "
        "900 | 910 | 101"
    )
    assert [(row[0], row[1], row[5]) for row in brief(found)] == [
        ("poor_households", 1200, "target"),
        ("poor_households", 1180, "actual"),
        ("near_poor_households", 900, "target"),
        ("near_poor_households", 910, "actual"),
    ]


def test_units_across() -> None:
    found = read("Nội dung | Số hộ | Tỷ lệ (%)\nHộ nghèo | 1.200 | 8,25\nHộ cận nghèo | 900 | 6,1")
    assert [row[:2] for row in brief(found)] == [
        ("poor_households", 1200),
        ("poverty_rate", 8.25),
        ("near_poor_households", 900),
        ("near_poverty_rate", 6.1),
    ]


def test_two_storeys() -> None:
    found = read(
        "TT | Huyện | Tổng số hộ | Hộ nghèo | Hộ cận nghèo\nSố hộ | Tỷ lệ (%) | Số hộ | Tỷ lệ (%)\n"
        "1 | Sìn Hồ | 16.000 | 8.000 | 50 | 1.600 | 10\n2 | Nậm Nhùn | 6.000 | 2.400 | 40 | 900 | 15"
    )
    assert [row[:2] for row in brief(found)][:4] == [
        ("poor_households", 8000),
        ("poverty_rate", 50),
        ("near_poor_households", 1600),
        ("near_poverty_rate", 10),
    ]
    assert read(
        "Huyện | Hộ nghèo | Dân số\nSố hộ | Tỷ lệ (%)\nSìn Hồ | 8.000 | 50 | 85.000\nNậm Nhùn | 2.400 | 40 | 27.000"
    ) in (None, [])


def test_share_beside_a_count_needs_proof() -> None:
    proven = "Huyện\tTổng số xã\tSố xã đạt chuẩn NTM\tTỷ lệ (%)\nThan Uyên\t11\t8\t72,7\nTân Uyên\t9\t9\t100"
    assert ("communes_ntm", 72.7, "percent") in [row[:3] for row in brief(read(proven))]
    open_ = proven.replace("72,7", "61,5")
    assert [row[:3] for row in brief(read(open_)) if row[2] == "percent"] == []


def test_difference_needs_proof() -> None:
    found = read(
        "Chỉ tiêu | Năm 2021 | Năm 2022 | Tăng/giảm\nTỷ lệ hộ nghèo | 27,9 | 22,5 | -5,4\n"
        "Tỷ lệ hộ cận nghèo | 9,5 | 9,1 | 4,2"
    )
    assert found is not None
    assert [(c.reading.value, c.period.label) for c in found if c.reading.measure == "change"] == [(-5.4, "2022")]


def test_years_in_rows() -> None:
    found = read("Năm\tSố xã đạt chuẩn NTM nâng cao\tTỷ lệ hộ nghèo (%)\n2021\t3\t27,9\n2022\t5\t22,5")
    assert [(row[0], row[1], row[4]) for row in brief(found)] == [
        ("communes_ntm", 3, "2021"),
        ("poverty_rate", 27.9, "2021"),
        ("communes_ntm", 5, "2022"),
        ("poverty_rate", 22.5, "2022"),
    ]
    assert found is not None
    assert found[0].reading.breakdowns["tier"] == "advanced"


def test_places_across() -> None:
    found = read("Chỉ tiêu | Than Uyên | Tân Uyên\nSố xã đạt chuẩn NTM | 8 | 9\nTỷ lệ hộ nghèo (%) | 15 | 10")
    assert [(row[0], row[1], row[3]) for row in brief(found)] == [
        ("communes_ntm", 8, "Than Uyên"),
        ("communes_ntm", 9, "Tân Uyên"),
        ("poverty_rate", 15, "Than Uyên"),
        ("poverty_rate", 10, "Tân Uyên"),
    ]


def test_bands_and_stars() -> None:
    found = (
        read(
            "Chỉ tiêu | Năm 2022\nSố xã đạt 19 tiêu chí | 39\nSố xã đạt từ 15-18 tiêu chí | 6\nSản phẩm OCOP "
            "3 sao | 150"
        )
        or []
    )
    assert [cell.reading.breakdowns for cell in found] == [
        {"criteria_min": 19, "criteria_max": 19},
        {"criteria_min": 15, "criteria_max": 18},
        {"potential": False, "stars_min": 3, "stars_max": 3},
    ]


def test_heading_gives_what_the_table_leaves_open() -> None:
    around = discourse()
    around.headings = [Heading(2, time=Period("2025"), status="target", area=Area("Than Uyên", "district"))]
    found = read("Nội dung | Số liệu\nTỷ lệ hộ nghèo | 3,5%\nSố xã đạt chuẩn NTM | 11/11", around)
    assert brief(found) == [
        ("poverty_rate", 3.5, "percent", "Than Uyên", "2025", "target"),
        ("communes_ntm", 11, "commune", "Than Uyên", "2025", "target"),
    ]
    assert found is not None
    assert found[1].reading.denominator == 11


def test_total_of_some_units_only_has_no_area() -> None:
    text = "Huyện | Số hộ nghèo\nThan Uyên | 2.268\nTân Uyên | 1.340\nCộng | 3.608"
    assert [row[3] for row in brief(read(text))] == ["Than Uyên", "Tân Uyên"]


@pytest.mark.parametrize(
    "label",
    [
        "Số hộ nghèo được vay vốn",
        "Số xã có tỷ lệ hộ nghèo trên 30%",
        "Số khẩu hộ nghèo",
        "Tỷ lệ hộ tái nghèo",
        "Tỷ lệ hộ nghèo DTTS/tổng số hộ nghèo",
        "Hộ nghèo và hộ thoát nghèo",
        "Số xã chưa đạt chuẩn NTM",
        "Số nhà tạm",
        "Thu nhập của hộ nghèo",
        "GRDP bình quân đầu người (triệu đồng)",
        "Số tổ hợp tác",
        "Tổng số hộ",
        "Số xã đạt tiêu chí môi trường",
    ],
)
def test_labels_that_are_refused(label: str) -> None:
    assert codes(f"Chỉ tiêu | Năm 2021 | Năm 2022\n{label} | 12 | 15\nTỷ lệ hộ nghèo | 7 | 6") == {"poverty_rate"}
    assert codes(f"Huyện | {label} | Tỷ lệ hộ cận nghèo\nThan Uyên | 12 | 15\nTân Uyên | 7 | 6") == {
        "near_poverty_rate"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Chỉ tiêu | 2021 | 2022\nTỷ lệ hộ nghèo | 5 | 4 | 3\nTỷ lệ hộ cận nghèo | 5 | 6 | 7",  # one cell too many
        "TT  Huyện  Số hộ nghèo  Số hộ cận nghèo\n1  Than Uyên  2.268\n2  Tân Uyên  1.340",  # one too few
        "Huyện  Số hộ nghèo  Số hộ cận nghèo\nThan Uyên 2 268\nTân Uyên 1 340",  # one number or two
        "Trang chủ | Tin tức\nLiên hệ | Góp ý",
    ],
)
def test_what_cannot_be_aligned_gives_nothing(text: str) -> None:
    assert not read(text)


@pytest.mark.parametrize("cell", ["120", "15,5,5", "-", "x", "(1)", "12 345"])
def test_a_cell_that_cannot_be_of_its_head(cell: str) -> None:
    found = read(f"Huyện | Tỷ lệ hộ nghèo (%) | Số hộ nghèo\nThan Uyên | {cell} | 300\nTân Uyên | 10 | 200") or []
    assert {row[1] for row in brief(found)} <= {1, 10, 300, 200}
    if cell == "120":
        assert [row[0] for row in brief(found)] == ["poor_households", "poor_households"]


def test_half_a_household_spoils_the_column() -> None:
    assert codes("Huyện | Hộ nghèo | Số xã đạt chuẩn NTM\nThan Uyên | 15,5 | 8\nTân Uyên | 10 | 9") == {"communes_ntm"}


def test_lines_that_head_a_part_of_the_table() -> None:
    found = read(
        "TT | Chỉ tiêu | Đơn vị | Thực hiện năm 2022 | Ước thực hiện năm 2023\nI | Nông thôn mới | | |\n"
        "1 | Số xã đạt chuẩn NTM | xã | 38 | 39\n | Trong đó: xã NTM nâng cao | xã | 2 | 3\nII | Giảm nghèo | | |\n"
        "1 | Mức giảm tỷ lệ hộ nghèo | % | 4,1 | 2,8\nIII | Các xã vùng III chưa rõ | | |\n1 | Tỷ lệ hộ nghèo "
        "| % | 60 | 55"
    )
    assert [(row[0], row[1], row[4], row[5]) for row in brief(found)] == [
        ("communes_ntm", 38, "2022", "actual"),
        ("communes_ntm", 39, "2023", "estimate"),
        ("communes_ntm", 2, "2022", "actual"),
        ("communes_ntm", 3, "2023", "estimate"),
        ("poverty_rate", -4.1, "2022", "actual"),
        ("poverty_rate", -2.8, "2023", "estimate"),
    ]


def test_second_table_behind_a_blank_line() -> None:
    found = read(
        "Huyện | Số hộ nghèo | Số hộ cận nghèo\nThan Uyên | 300 | 200\n\nChỉ tiêu | Năm 2021 | Năm 2022\nTỷ "
        "lệ hộ nghèo | 27,9 | 22,5"
    )
    assert [row[1] for row in brief(found)] == [300, 200, 27.9, 22.5]


def test_is_head() -> None:
    assert is_head("TT  Huyện  Tổng số hộ  Số hộ nghèo")
    assert not is_head("2. Kết quả của một số huyện")
    assert not is_head("1  Than Uyên  15.120  2.268")


CELLS = st.sampled_from(
    [
        "TT",
        "Huyện",
        "Số hộ nghèo",
        "Tỷ lệ (%)",
        "Than Uyên",
        "5",
        "1.234",
        "12,5%",
        "2022",
        "",
        "Kế hoạch",
        "Cộng",
        "ĐVT",
        "%",
        "6/9",
        "3 sao",
        "-",
    ]
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=7), st.sampled_from([" | ", "\t", "  "]))
def test_any_table_is_read_within_its_own_cells(rows: list[list[str]], separator: str) -> None:
    text = "\n".join(separator.join(row) for row in rows)
    figures = scan_figures(text)
    for cell in read(text) or ():
        assert figures[cell.figure] is not None
        assert cell.reading.figure == figures[cell.figure]
        assert cell.reading.unit in CATALOGUE.indicators[cell.reading.code].units
