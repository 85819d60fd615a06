"""Sentence boundaries: what ends a sentence, what only looks so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract.corpus.blocks import segment_blocks
from ntm_extract.corpus.sentences import segment_sentences
from ntm_extract.model import Block


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segment_sentences(text, [Block("paragraph", 0, len(text), 0)])]


@pytest.mark.parametrize(
    "parts",
    [
        ("Xã có 7 thôn.", "Thu nhập đạt 52 triệu đồng."),
        ("Xã đạt 19 tiêu chí./.", "Huyện có 12 xã."),
        ("Đường đã thông!", "Ai cũng vui?", "Vui."),
        ("Trồng chè, quế, lạc...", "Xã có 3 hợp tác xã."),
        ("Trồng chè, quế, lạc…", "Xã có 3 hợp tác xã."),
        ("Ông nói: “Xã đã về đích.”", "Bà con phấn khởi."),
        ('Ông nói: "Xã đã về đích."', '"Thật vui", bà Lan nói.'),
        ("Xã đạt 15 tiêu chí (tăng 2 tiêu chí.)", "Huyện có 3 xã."),
        ("Kết quả đến năm 2023.", "12 xã đã đạt chuẩn."),
        ("Toàn huyện có 12 xã.", "- Số xã đạt 19 tiêu chí: 3 xã"),
        ("Thôn thuộc nhóm A.", "Đến nay còn 3 hộ nghèo."),
        ("Thôn thuộc nhóm A.", "Huyện hỗ trợ 3 con bò."),
        ("Ký hiệu là B.", "Trong năm có 3 hộ."),
        ("Xong giai đoạn II.", "Huyện làm tiếp."),
        ("Có bò, dê, lợn v.v.", "Tuy nhiên, giá còn thấp."),
        ("Diện tích 45,6 ha.", "120 hộ tham gia trong 1.200 hộ."),
        ("Bà con được ăn no.", "Trẻ em đến trường."),
        ("Xã họp\nbàn việc.", "Sau đó\nra về."),
    ],
)
def test_boundary(parts: tuple[str, ...]) -> None:
    assert split(" ".join(parts)) == list(parts)


@pytest.mark.parametrize(
    "text",
    [
        "Lãnh đạo TP. Đông Hà và TX. Quảng Trị cùng dự.",
        "Đoàn do PGS.TS. Lê Minh và ThS. Hà Thu dẫn đầu.",
        "Theo Đ/c. Minh, Tp. Vinh có 3 điểm bán.",
        "Cây giống gồm xoài, nhãn v.v. Nhơn Hòa cũng trồng.",
        "Ông H. (ở ấp Đông) và bà N. Hồng được vay vốn.",
        "Anh X.T. Minh làm chủ trang trại.",
        "I. Mục tiêu chung của kế hoạch",
        "2.1. Kết quả đạt được",
        "- a. Xã Đông An đạt 12 tiêu chí",
        "Điều 3. Văn phòng chịu trách nhiệm thi hành",
        "Tổng vốn 1.000 tỷ đồng, trong đó 5.800 triệu đồng của dân.",
        "Vốn vay 45. 000 triệu đồng cho hộ nghèo.",
        "Xã đạt 19 tiêu chí; Huyện còn 3 xã chưa đạt; Tỉnh hỗ trợ.",
        "Trồng chè... nhờ đó thu nhập tăng.",
        "“Thế nào?”, bà Lan hỏi.",
        "“Xã sẽ về đích!” - ông Nam nói.",
        "Tải tại www.Dongan.Example hoặc TP.HCM",
        "Đường Q.Bình Tân, QL.4D và ĐT.127 đi qua xã.",
    ],
)
def test_no_boundary(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hết năm 2015.Thực hiện 3 năm.", ["Hết năm 2015.", "Thực hiện 3 năm."]),
        ("Đạt 52 triệu đồng.UBND xã họp.", ["Đạt 52 triệu đồng.", "UBND xã họp."]),
        ("Giảm 3,2%.Đến nay còn 12 hộ (2%).Xã mừng.", ["Giảm 3,2%.", "Đến nay còn 12 hộ (2%).", "Xã mừng."]),
    ],
)
def test_lost_space_after_a_stop(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_sentences_of_furniture_are_left_out_and_blocks_are_never_crossed() -> None:
    text = "Xã Đông An\n\nXã có 3 thôn\n\nHuyện có 4 xã. Tỉnh có 5 huyện.\n\nfb yt zl"
    blocks = segment_blocks(text)
    found = segment_sentences(text, blocks)
    assert [text[s.start : s.end] for s in found] == [
        "Xã Đông An",
        "Xã có 3 thôn",
        "Huyện có 4 xã.",
        "Tỉnh có 5 huyện.",
    ]
    assert [s.block for s in found] == [0, 1, 2, 2]


_PIECES = st.sampled_from(
    [
        "Xã đạt 19 tiêu chí", "TP.", "A", "A.", ".", "...", "…", "./.", "!", "?”", " ", " ", "\n", "\n\n", "Đến nay",
        "5.800", "v.v.", "(", ")", "2015.Thực", "- ", "“", '"', "1. ", "ThS. ", "Tin mới", "x",
    ]
)  # fmt: skip


@given(st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=60)))
def test_sentences_partition_their_blocks(text: str) -> None:
    blocks = segment_blocks(text)
    at = 0
    sentences = segment_sentences(text, blocks)
    for start, end, index in sentences:
        block = blocks[index]
        assert block.kind != "furniture"
        assert block.start <= start < end <= block.end
        assert text[start:end] == text[start:end].strip()
        assert start >= at
        if start > block.start:
            assert not text[at:start].strip()
        at = end
    covered = [False] * len(blocks)
    for sentence in sentences:
        covered[sentence.block] = True
    assert all(done == (block.kind != "furniture") for done, block in zip(covered, blocks, strict=True))
    ends = {s.block: s.end for s in sentences}
    assert all(blocks[index].end == end for index, end in ends.items())
