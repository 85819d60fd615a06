"""Layout: what is the article, what is its furniture, and which role each line of it has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract.corpus.blocks import segment_blocks
from ntm_extract.corpus.furniture import is_byline, is_dateline, is_photo_caption, line_class

SHARED = Path(__file__).parents[2] / "shared"

ROADS = (
    "Năm 2023, xã Đông An huy động 12,5 tỷ đồng làm 8 km đường trục thôn, trong đó nhân dân hiến 4.200 m2 đất và "
    "góp 1.350 ngày công lao động."
)
POVERTY = (
    "Đến nay, tỷ lệ hộ nghèo của xã còn 3,2%, giảm 1,1% so với năm trước; thu nhập bình quân đầu người đạt 52 triệu "
    "đồng, xã có 4 sản phẩm OCOP 3 sao."
)
SCHOOLS = (
    "Cùng với đó, xã đầu tư 3 phòng học và 1 nhà văn hóa, vận động 100% hộ dân tham gia bảo hiểm y tế, giữ vững "
    "trật tự ở cả 7 thôn."
)
BODY = f"{ROADS}\n\n{POVERTY}\n\n{SCHOOLS}"


def kinds(text: str) -> list[str]:
    return [block.kind for block in segment_blocks(text)]


def outline(text: str) -> list[tuple[str, int, str]]:
    return [(b.kind, b.depth, text[b.start : b.end]) for b in segment_blocks(text)]


def furniture(text: str) -> list[str]:
    return [text[b.start : b.end] for b in segment_blocks(text) if b.kind == "furniture"]


@pytest.mark.parametrize(
    "line",
    [
        "A- A A+ | Tăng tương phản Giảm tương phản",
        "fb yt zl",
        "Facebook Twitter Zalo",
        "print   send mail",
        "Lượt truy cập hiện tại : 12",
        "• Đang truy cập25",
        "Tổng lượt truy cập: 1,204,331",
        "Lượt xem: 315",
        "lượt xem: 315 | lượt tải:12",
        "1.204 lượt xem",
        "0:00 / 3:15",
        "xa-dong-an_img-0012.JPG",
        "ke-hoach-2024.pdf",
        "Bạn cần đăng nhập để gửi bình luận.",
        "Trang chủ » Tin tức » Nông thôn mới",
        "Đăng nhập",
        "© 2024 Cổng thông tin xã Đông An",
        "Bản quyền thuộc về Ủy ban nhân dân huyện Nam Giang.",
        "Ghi rõ nguồn khi phát hành lại thông tin từ trang này.",
        "Giấy phép số 12/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 3/4/2020",
        "Chịu trách nhiệm nội dung: Phòng Văn hóa huyện",
        "Điện thoại: 0213 000 111 - Fax: 0213 000 112",
        "Email: vanphong@example.vn",
        "Từ khóa: nông thôn mới, giảm nghèo",
        "Tags: OCOP, huyện Nam Giang",
        "Tác giả: Minh Hà",
        "Nguồn: Sở Nông nghiệp",
        "Xem thêm: Huyện Nam Giang có 12 xã về đích",
        ">> Xã Tây An đón bằng công nhận",
        "**********",
    ],
)
def test_line_is_furniture_by_itself(line: str) -> None:
    assert line_class(line) == "line"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tin mới", "section"),
        ("TIN LIÊN QUAN", "section"),
        ("Tin cùng chuyên mục:", "section"),
        ("» Các tin đã đăng (15)", "section"),
        ("Có thể bạn quan tâm", "section"),
        ("Văn bản mới", "section"),
        ("Những tin mới hơn", "section"),
        ("Đọc nhiều", "section"),
        ("Bình luận", "closing"),
        ("Bình luận (3)", "closing"),
        ("Hiện tại chưa có bình luận", "closing"),
        ("Chưa có bình luận nào.", "closing"),
        ("Ý kiến bạn đọc", "closing"),
        ("Tổng số điểm của bài viết là: 5 trong 1 đánh giá", "closing"),
        ("Click để đánh giá bài viết", "closing"),
        ("Hôm nay : 664", "weak"),
        ("Tháng 04 : 5.332", "weak"),
    ],
)
def test_line_opens_furniture(line: str, expected: str) -> None:
    assert line_class(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Bình luận về kết quả này, ông Nam nói xã đạt 19 tiêu chí.",
        "Tin mới nhất từ Sở cho biết toàn tỉnh có 57 xã đạt chuẩn.",
        "Xem thêm nhiều mô hình, đoàn chọn 3 hợp tác xã để hỗ trợ.",
        "Nguồn: ngân sách tỉnh 3 tỷ đồng",
        "Nguồn vốn huy động đạt 45 tỷ đồng",
        "Thực hiện: 39/94 xã",
        "Chịu trách nhiệm chính về tiến độ là Ủy ban nhân dân xã.",
        "Bản quyền nhãn hiệu đã cấp cho 12 sản phẩm OCOP.",
        "Ghi rõ nguồn gốc là yêu cầu bắt buộc với sản phẩm OCOP 4 sao.",
        "Hôm nay, huyện có thêm 2 xã về đích",
        "Điện thoại đã phủ sóng tới 100% thôn bản",
        "Tổng số hộ nghèo: 1.204",
        "Đánh giá chung",
        "Số xã đạt 19 tiêu chí: 39 xã",
        "39/94 xã",
    ],
)
def test_line_of_the_article_is_no_furniture(line: str) -> None:
    assert line_class(line) is None


@pytest.mark.parametrize("cue", ["Tin mới", "Tin liên quan", "Các tin đã đăng", "Có thể bạn quan tâm", "Bài viết khác"])
def test_list_of_other_articles_is_furniture_to_the_end(cue: str) -> None:
    teaser = "Xã Bắc An công bố 9 sản phẩm OCOP mới, nâng tổng số sản phẩm của xã lên 15, vượt kế hoạch năm..."
    text = f"Xã Đông An về đích\n\n{BODY}\n\n{cue}\n\nXã Bắc An có 15 sản phẩm OCOP\n\n{teaser}\n\nfb yt zl"
    assert kinds(text) == ["title", "lead", "paragraph", "paragraph"] + ["furniture"] * 4


def test_body_goes_on_below_a_box_of_links() -> None:
    text = (
        f"Xã Đông An về đích\n{ROADS}\n{SCHOOLS}\n{ROADS[5:]}\n"
        f"Tin liên quan\nXã Bắc An đạt 15 tiêu chí\n{POVERTY}\n{SCHOOLS[10:]}"
    )
    assert furniture(text) == ["Tin liên quan", "Xã Bắc An đạt 15 tiêu chí"]


def test_menu_above_the_body_takes_only_its_own_lines() -> None:
    text = (
        "Trang chủ\nGiới thiệu\nTin tức\nVăn bản\n\nTin nổi bật\nXã Tây An có 12 sản phẩm OCOP\n"
        f"Xã Đông An đạt chuẩn nông thôn mới nâng cao\nThứ ba, 12/03/2024 10:20\n{BODY}"
    )
    assert "Xã Tây An có 12 sản phẩm OCOP" in furniture(text)
    assert ("title", 0, "Xã Đông An đạt chuẩn nông thôn mới nâng cao") in outline(text)
    assert not any("Năm 2023" in line for line in furniture(text))


def test_rating_box_above_the_body_is_one_line() -> None:
    text = f"Xã Đông An về đích\n\nĐánh giá bài viết\n\n{BODY}"
    assert furniture(text) == ["Đánh giá bài viết"]


def test_comments_are_furniture() -> None:
    comment = "Xã tôi năm nay cũng đạt 19 tiêu chí, bà con phấn khởi lắm, mong đường về bản sớm được đổ bê tông."
    text = f"Xã Đông An về đích\n\n{BODY}\n\nBình luận (2)\n\n{comment}\n\n{comment[3:]}"
    assert furniture(text) == ["Bình luận (2)", comment, comment[3:]]


def test_counters_need_company() -> None:
    rows = f"Xã Đông An về đích\n\n{ROADS}\n\nTháng 04 : 5.332\n\nTháng 05 : 6.100\n\n{POVERTY}"
    assert "furniture" not in kinds(rows)
    counters = f"Xã Đông An về đích\n\n{BODY}\n\nLượt truy cập : 9\nHôm nay : 664\nTháng 04 : 5.332"
    assert furniture(counters) == ["Lượt truy cập : 9", "Hôm nay : 664", "Tháng 04 : 5.332"]


def test_stamped_list_at_the_end_is_furniture_but_not_inside_the_article() -> None:
    stamped = "\n".join(f"• Họp giao ban tháng {n}   (0{n}/02/2014)" for n in range(1, 5))
    assert len(furniture(f"Thông báo kết luận\n\n{BODY}\n\n{stamped}")) == 4
    assert not furniture(f"Thông báo kết luận\n\n{BODY}\n\nCác xã được công nhận:\n{stamped}\n\n{ROADS[9:]}")


def test_everything_may_be_furniture_or_nothing() -> None:
    assert kinds("Bình luận") == ["furniture"]
    assert kinds("") == []
    assert kinds(" \n\t\n") == []
    assert kinds(BODY.replace("\n", " ")) == ["paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "Thứ năm - 12/06/2025 21:49 41 0",
        "Chủ nhật, 31/12/2023 - 09:55'",
        "Cập nhật lúc 10:20 ngày 3/5/2022",
        "Thứ bảy, 13/04/2024, 22:38 [GMT+7]",
        "Thứ hai, ngày 12 tháng 6 năm 2023",
        "Ngày đăng: 05/11/2021 | Lượt xem: 120",
        "Đông Sơn, ngày 12 tháng 3 năm 2024",
        "03/05/2022",
        "Chuyên mục: Kinh tế | Đăng ngày: 07/06/2021",
        "Ngày đăng bài: 10/12/2019 | Tác giả: Minh Hà",
        "03/11/2023 20:33 CH Xem cỡ chữ",
        "Minh Hà 10:47, 27/02/2024",
        "06/07/2017 14:37 G7T+7",
    ],
)
def test_dateline(line: str) -> None:
    assert is_dateline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ngày 12/6/2025, xã đón bằng",
        "2021-2025",
        "39/94 xã",
        "Từ 1/1/2023 đến 3/4/2023",
        "1.204",
        "Lễ công bố lúc 08:00, 27/02/2024",
        "Xã về đích 10:47, 27/02/2024 thì có",
        "Tác giả: Minh Hà đã viết năm 2020",
        "Chuyên mục: nông thôn mới năm 2021",
        "Tính đến 10:47, 27/02/2024",
    ],
)
def test_no_dateline(line: str) -> None:
    assert not is_dateline(line)


def test_site_clock_is_furniture_only_beside_a_dateline() -> None:
    clock = "Thứ bảy, 13/04/2024, 22:38 [GMT+7]"
    both = f"{clock}\nXã Đông An về đích\n\nChủ nhật, 31/12/2023 - 09:55\n{BODY}"
    assert kinds(both)[:4] == ["furniture", "title", "dateline", "lead"]
    assert kinds(f"{clock}\nXã Đông An về đích\n\n{BODY}")[:3] == ["dateline", "title", "lead"]


def test_second_title_line() -> None:
    text = f"Lan tỏa phong trào:\n\n“Chung tay vì người nghèo”\n\nThứ ba, 2/1/2024 - 09:55\n{BODY}"
    assert kinds(text)[:4] == ["title", "title", "dateline", "lead"]


def test_official_document() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nHUYỆN NAM GIANG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 45/KH-UBND\nNam Giang, ngày 12 tháng 3 năm 2024\n\nKẾ HOẠCH\nXây dựng nông thôn mới năm 2024\n\n"
        f"I. MỤC TIÊU\n1. Mục tiêu chung\n{ROADS}\n2. Mục tiêu cụ thể\n- Công nhận 5 xã;\n+ Xã Đông An;\n+ Xã Tây An.\n"
        f"- Có 45 thôn đạt chuẩn.\n2.1. Thu nhập\n{POVERTY}\na) Vùng cao:\n- Đạt 30 triệu đồng.\n"
        f"II. TỔ CHỨC THỰC HIỆN\nĐiều 1. Phạm vi\n{SCHOOLS}\nĐiều 2. Văn phòng chịu trách nhiệm thi hành."
    )
    found = outline(text)
    assert [t for k, _, t in found if k == "title"] == ["KẾ HOẠCH", "Xây dựng nông thôn mới năm 2024"]
    assert [(d, t) for k, d, t in found if k == "heading"] == [
        (2, "I. MỤC TIÊU"),
        (3, "1. Mục tiêu chung"),
        (3, "2. Mục tiêu cụ thể"),
        (4, "2.1. Thu nhập"),
        (6, "a) Vùng cao:"),
        (2, "II. TỔ CHỨC THỰC HIỆN"),
        (2, "Điều 1. Phạm vi"),
    ]
    assert [(d, t[0]) for k, d, t in found if k == "list_item"] == [(1, "-"), (2, "+"), (2, "+"), (1, "-"), (1, "-")]
    assert found[-1][0] == "paragraph"
    assert ("dateline", 0, "Nam Giang, ngày 12 tháng 3 năm 2024") in found


def test_headings_without_numbers() -> None:
    text = (
        f"Xã Đông An về đích\n\n{ROADS}\n\nCụ thể:\n\n+ Đường: 8 km\n\n"
        f"Mục tiêu năm 2024:\n\n{POVERTY}\n\nKhó khăn còn đó\n\n{SCHOOLS}"
    )
    assert [(d, t) for k, d, t in outline(text) if k == "heading"] == [
        (7, "Cụ thể:"),
        (7, "Mục tiêu năm 2024:"),
        (3, "Khó khăn còn đó"),
    ]


def test_a_number_in_a_bracket_may_head_a_part() -> None:
    text = "Báo cáo kết quả\n\n1) Mục tiêu\nNăm 2023, xã đạt 19/19 tiêu chí theo quy định của huyện.\n"
    assert kinds(text) == ["title", "heading", "paragraph"]


def test_numbered_neighbours_are_items_and_numbers_are_not_markers() -> None:
    text = (
        f"Danh sách các xã về đích\n\n{ROADS}\n\n1. Xã Tây An\n2. Xã Bắc An\n3. Xã Nam An\n\n"
        f"1.200 hộ được vay vốn.\n\n{POVERTY}"
    )
    assert kinds(text) == ["title", "lead", "list_item", "list_item", "list_item", "paragraph", "paragraph"]


def test_items_without_marker_and_by_indentation() -> None:
    text = f"Kết quả\n\n{ROADS}\n\nCụ thể:\nĐạt 19 tiêu chí: 1 xã;\nĐạt 10-14 tiêu chí: 14 xã;\nDưới 5 tiêu chí: 2 xã."
    assert kinds(text)[-3:] == ["list_item"] * 3
    nested = "Kết quả rà soát năm 2023\n\n* Xã A\n  * Thôn 1\n  * Thôn 2\n* Xã B"
    assert [b.depth for b in segment_blocks(nested)][1:] == [1, 2, 2, 1]


def test_tables() -> None:
    text = (
        f"Kết quả rà soát các xã\n\n{ROADS}\n\nXã | Số tiêu chí | Năm\nĐông An | 19 | 2023\n\nSTT\nXã\nTiêu chí\n1\n"
        f"Tây An\n17\n2\nBắc An\n15\n\n1 Nam An 19 120 3,2\n\n{POVERTY}\n\n{SCHOOLS}"
    )
    assert [k for k in kinds(text) if k == "table_row"] == ["table_row"] * 12


@pytest.mark.parametrize(
    "line",
    [
        "Đường về thôn Hạ được mở rộng. Ảnh: Minh Hà",
        "Người dân thôn Hạ góp công làm đường - Ảnh: MINH HÀ.",
        "Ảnh minh họa",
        "Lễ đón bằng công nhận (Ảnh: Minh Hà).",
    ],
)
def test_photo_caption(line: str) -> None:
    assert is_photo_caption(line)


def test_captions() -> None:
    photo = "Sản phẩm chè của hợp tác xã Đông An được công nhận OCOP 4 sao"
    text = (
        f"Xã Đông An về đích\n\n{ROADS}\n{photo}\n{photo}\n{POVERTY}\n\n"
        f"img-20.jpg\nĐồng chí Chủ tịch xã phát biểu.\n\n{SCHOOLS}"
    )
    assert kinds(text) == ["title", "lead", "caption", "caption", "paragraph", "furniture", "caption", "paragraph"]
    lines = "\n".join((ROADS, POVERTY, SCHOOLS, ROADS[9:], "Minh Hà"))
    text = f"Xã Đông An về đích\n\nXã đã đạt 19/19 tiêu chí sau 5 năm phấn đấu.\n\n{lines}\n\nĐường làng rợp cờ hoa."
    assert kinds(text) == ["title", "lead", *["paragraph"] * 4, "furniture", "caption"]


def test_byline() -> None:
    assert is_byline("Minh Hà - Thu Trang")
    assert is_byline("Theo Chinhphu")
    assert is_byline("Minh Hà (tổng hợp)")
    assert not is_byline("Đạt 19 tiêu chí")
    assert not is_byline("Thu Trang cho biết")


def test_article_in_one_line_is_parted_at_its_publication_time() -> None:
    text = f"Xã Đông An về đích nông thôn mới Thứ ba - 12/03/2024 10:20 {ROADS} {POVERTY}"
    assert [(k, t[:9]) for k, _, t in outline(text)] == [
        ("title", "Xã Đông A"),
        ("dateline", "Thứ ba - "),
        ("paragraph", "Năm 2023,"),
    ]


def test_lines_parted_by_a_fixed_width_are_joined() -> None:
    text = (
        "Xã Đông An về đích nông thôn mới\n\n"
        "Thực hiện chương trình mục tiêu quốc gia xây dựng nông thôn mới, huyện\n"
        "đã huy động nguồn lực của nhân dân, trong đó Ủy ban nhân dân tỉnh\n"
        "Đông Sơn hỗ trợ 12 tỷ đồng. Các xã vào cuộc tích cực, đến nay đã có\n"
        "15 xã đạt chuẩn, vượt 3 xã so với kế hoạch. Nhân dân phấn khởi vì\n"
        "đường sá được mở rộng.\n\n"
        "- Xã Đông An đạt 19 tiêu chí, thu nhập bình quân đạt 52 triệu đồng,\n"
        "tăng 5 triệu đồng;\n- Xã Tây An đạt 17 tiêu chí."
    )
    assert kinds(text) == ["title", "paragraph", "list_item", "list_item"]
    assert (
        kinds("Tin vắn trong tuần\n\nVụ việc xảy ra trên địa bàn TP.\nĐông Hà vào sáng nay.\nĐoàn đã đi.")[1:]
        == ["paragraph"] * 2
    )


_LINES = st.sampled_from(
    [
        "", " ", "Tin mới", "Bình luận", "Xem thêm", "Hôm nay : 12", "fb yt", "0:00", "a.jpg", "12", "1 2 3",
        "I. MỤC TIÊU", "1. Xã", "- Đạt 5 xã;", "  + Thôn", "a) Nước:", "Cụ thể:", "KẾ HOẠCH",
        "Thứ ba, 12/03/2024 10:20", "Minh Hà", "của xã", "# Đề mục", "Ảnh: A", "A | B | C", "Số 5;", "TP.", ROADS,
        "1) Mục tiêu", "2)Nhà ở",
        POVERTY, SCHOOLS, "Đường mới ở xã", "(x)", "|", "…",
    ]
)  # fmt: skip


@given(st.one_of(st.lists(_LINES, max_size=25).map("\n".join), st.text("aĐ.:;-1 \n\t|()#+•ế", max_size=80)))
def test_blocks_hold_all_text_once_in_order(text: str) -> None:
    at = 0
    for block in segment_blocks(text):
        assert not text[at : block.start].strip()
        assert block.start < block.end <= len(text)
        piece = text[block.start : block.end]
        assert piece == piece.strip()
        assert block.kind in {
            "title", "lead", "heading", "paragraph", "list_item", "table_row", "caption", "dateline", "furniture",
        }  # fmt: skip
        assert (block.depth > 0) == (block.kind in {"heading", "list_item"})
        at = block.end
    assert not text[at:].strip()


@given(st.lists(st.sampled_from([ROADS, POVERTY, SCHOOLS]), min_size=2, max_size=8))
def test_prose_is_never_furniture(paragraphs: list[str]) -> None:
    assert "furniture" not in kinds("\n".join(paragraphs))


@pytest.mark.skipif(not SHARED.exists(), reason="evaluation texts are not part of the package")
@pytest.mark.parametrize(
    ("gold", "folder"),
    [("figures_seeds.jsonl", "corpus"), ("gold_seeds.jsonl", "corpus"), ("gold_news.jsonl", "corpus_news")],
)
def test_no_figure_of_an_article_is_in_its_furniture(gold: str, folder: str) -> None:
    for row in map(json.loads, (SHARED / "eval" / gold).read_text("utf-8").splitlines()):
        text = (SHARED / folder / f"{row['doc']}.txt").read_text("utf-8")
        holding = [b.kind for b in segment_blocks(text) if b.start <= row["start"] and row["end"] <= b.end]
        assert len(holding) == 1, row
        assert holding[0] != "furniture", row
