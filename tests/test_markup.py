from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract.corpus.markup import html_to_text
from ntm_extract.errors import DocumentError

BODY = "Đến nay, toàn huyện có 15/20 xã đạt chuẩn nông thôn mới, tăng 3 xã so với năm trước."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Một</p><p>Hai<br>Ba</p>", "Một\n\nHai\nBa"),
        ("<div>Một</div><div>Hai</div>", "Một\nHai"),
        ("<h2>Mục tiêu</h2>Năm <b>2025</b>: <i>5</i>&nbsp;xã &amp; 3 bản", "Mục tiêu\n\nNăm 2025: 5\xa0xã & 3 bản"),
        ("<ul><li>5 xã<li><p>6 xã</p><li>+ 7 xã<li></ul>Hết", "- 5 xã\n- 6 xã\n+ 7 xã\n\nHết"),
        ("<table><tr><th>Xã<th>Tiêu chí<tr><td><p>Tân Phú</p><td>19</table>", "Xã | Tiêu chí\nTân Phú | 19"),
        ("<table><tr><td>a<br>b<td>c</table>", "a b | c"),
        (
            "<table><tr><td><p>Một</p><p>Hai</p><p>Ba</p><p>Bốn</p></td><td>Năm</td></tr></table>",
            "Một\nHai\nBa\nBốn\nNăm",
        ),
        ("<figure><img><figcaption>Ảnh: đường làng</figcaption></figure>Sau", "Ảnh: đường làng\nSau"),
        ("a<script>b</script><style>c</style><noscript>d</noscript><iframe>e</iframe>f", "af"),
        ("  nhiều \n\t khoảng  trắng ", "nhiều khoảng trắng"),
        ("", ""),
        ("không có thẻ", "không có thẻ"),
    ],
)
def test_structure_becomes_lines(html: str, text: str) -> None:
    assert html_to_text(html).text == text


def test_furniture_is_dropped_by_its_tag_or_role() -> None:
    page = (
        f"<header><a>Trang chủ</a></header><nav>Tin tức</nav><div role=navigation>Mục lục</div><p>{BODY}</p>"
        "<aside>Xem thêm</aside><form>Bình luận</form><footer>Bản quyền</footer><div>Lượt xem: 12</div>"
    )
    assert html_to_text(page).text == f"{BODY}\n\nLượt xem: 12"


def test_a_form_or_unclosed_menu_around_the_page_does_not_swallow_it() -> None:
    assert BODY in html_to_text(f"<form id=aspnetForm><nav>Menu</nav><p>{BODY}</p></form>").text
    assert BODY in html_to_text(f"<nav>Menu<p>{BODY}</p>").text


def test_a_header_with_the_heading_stays() -> None:
    assert html_to_text(f"<header><h1>Tin</h1></header><p>{BODY}</p>").text.startswith("Tin\n\n")


def page(head: str, body: str = BODY) -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (page("<title>Xã Tân Phú về đích - Báo Sông Xanh</title>", "<h1>Báo</h1><h1>Xã Tân Phú  về đích</h1>"), "Báo"),
        (page("<title>Xã Tân Phú về đích | Cổng tỉnh</title>", "<h1>Logo</h1><h1>Xã Tân Phú về đích</h1>"),
         "Xã Tân Phú về đích"),
        (page("<meta property=og:title content='Về đích sớm'><title>Trang</title>", "<h1>Logo</h1>"), "Về đích sớm"),
        (page("<title>Trang tin</title>"), "Trang tin"),
        (page("", "<h1>Một tiêu đề</h1>"), "Một tiêu đề"),
        (page(""), None),
    ],
)
def test_title(html: str, title: str | None) -> None:
    assert html_to_text(html).title == title


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<meta property='article:published_time' content='2024-05-01T20:00:00Z'>", "2024-05-02"),
        ("<meta property='article:published_time' content='2024-05-01T20:00:00+07:00'>", "2024-05-01"),
        ("<meta itemprop=datePublished content='2023-11-30'>", "2023-11-30"),
        ("<script type='application/ld+json'>{\"datePublished\": \"2022-02-03T08:00:00+07:00\"}</script>",
         "2022-02-03"),
        ("<meta name=pubdate content='29/11/2024 08:15'>", "2024-11-29"),
        ("<meta name=pubdate content='11/29/2024 8:15:00 AM'>", "2024-11-29"),
        ("<meta name=pubdate content='03/04/2024'>", None),
        ("<meta name=pubdate content='hôm qua'>", None),
        ("<meta name=pubdate content='99/99/2024'>", None),
    ],
)
def test_published(head: str, published: str | None) -> None:
    assert html_to_text(page(head)).published == published


def test_published_from_a_time_element() -> None:
    assert html_to_text(page("", "<time datetime='2021-07-09T10:00'>hôm nay</time>")).published == "2021-07-09"


def test_url_and_site() -> None:
    found = html_to_text(page("<link rel=canonical href='https://tin.example.vn/a/b.html'>"))
    assert (found.url, found.site) == ("https://tin.example.vn/a/b.html", "tin.example.vn")
    assert html_to_text(page("<meta property=og:url content='javascript:alert(1)'>")).url is None
    assert html_to_text(page("<link rel=canonical href='http://[bad'>")).site is None


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 300_000,
        "<b>" * 100_000,
        "".join(f"<p><font size={i}></p>" for i in range(3_000)),
        "<p " + " ".join(f"a{i}=1" for i in range(60_000)) + ">",
        "<p " + " ".join(f"a{i}='>'" for i in range(60_000)) + ">",
    ],
    ids=["deep", "bold", "font", "attributes", "quoted attributes"],
)
def test_hostile_pages_are_refused_quickly(html: str) -> None:
    begin = time.process_time()
    with pytest.raises(DocumentError) as caught:
        html_to_text(html)
    assert caught.value.code == "too_deep"
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    "html", ["<" * 300_000, "<p>x" * 30_000, "<table><tr><td>x" * 500, "<!--" * 100_000, "&amp;" * 100_000],
)
def test_odd_pages_are_read(html: str) -> None:
    assert isinstance(html_to_text(html).text, str)


TAGS = ["<p>", "</p>", "<td>", "<tr>", "<table>", "</table>", "<li>", "</li>", "<form>", "</form>", "<nav>", "<br>"]
PIECES = [*TAGS, "<pre>", "xã\n", " 15 ", "</td>", "<select>", "<h1>", "<template>"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_lines_are_tidy(html: str) -> None:
    for line in html_to_text(html).text.split("\n"):
        assert line == line.strip()
    assert "\n\n\n" not in html_to_text(html).text
