"""What a line of a page is when it is not the article: furniture, datelines, photo credits.

Every judgement here looks at one line alone; :mod:`ntm_extract.corpus.furniture_by_position` decides by position. A line is

* ``SECTION``: the heading of a list of other articles or of links. The whole line is the cue, so
  "Tin mới" is one and "Tin mới nhất từ Sở cho biết …" is not;
* ``CLOSING``: a rating widget or a comment box. What follows it is not the article either;
* ``LINE``: furniture by itself (menu, share bar, visit counter, player, file name, footer, author line);
* ``WEAK``: furniture only beside other furniture. "Tháng 04 : 5.332" is a visit counter below
  "Lượt truy cập" and a row of an article anywhere else;
* ``None``: no furniture as far as the line itself tells.

Refused on purpose: anything that reads as a sentence. A lost article is worse than a menu kept, so the
patterns either cover the whole line or begin with words that no sentence begins with.

>>> line_class("TIN CÙNG CHUYÊN MỤC (12)"), line_class("Đang truy cập17"), line_class("Hôm nay : 664")
('section', 'line', 'weak')
>>> line_class("Bình luận về kết quả này, ông cho biết xã đã đạt 19 tiêu chí.") is None
True
>>> is_dateline("Chủ nhật, 31/12/2023 - 09:55'"), is_dateline("Ngày 12/6/2025, xã đón bằng công nhận.")
(True, False)
>>> is_photo_caption("Cán bộ xã kiểm tra mô hình trồng chè. Ảnh: Phương Linh")
True
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

LineClass = Literal["section", "closing", "line", "weak"]

SECTION: Final = "section"
CLOSING: Final = "closing"
LINE: Final = "line"
WEAK: Final = "weak"

MAX_CUE: Final = 60
"""Longest line, in characters, that can be a cue as a whole."""

_DECORATION: Final = " \t\xa0:.…>»›<«|-–—•*#+()[]0123456789/\\_~■●▪►"


def _listed(text: str) -> frozenset[str]:
    return frozenset(item.strip() for item in text.replace("\n", "|").split("|") if item.strip())


_RULER: Final = "-=_*~.–—•| "

_SECTION_CUES: Final = """
    tin mới|tin mới nhất|tin mới cập nhật|tin mới đăng|tin tức mới|tin nóng|tin hot|tin khác|các tin khác|những tin khác
    tin cũ hơn|tin mới hơn|các tin cũ hơn|các tin mới hơn|những tin mới hơn|những tin cũ hơn|các bài mới hơn
    các bài cũ hơn|tin có liên quan|tin liên quan|các tin liên quan|tin bài liên quan|tin, bài liên quan
    bài liên quan|bài viết liên quan
    các bài viết liên quan|nội dung liên quan|chủ đề liên quan|tin tức liên quan|thông tin liên quan|các bài liên quan
    tin cùng chuyên mục|cùng chuyên mục|bài cùng chuyên mục|các tin cùng chuyên mục|bài viết cùng chuyên mục
    tin cùng loại|tin cùng chủ đề|cùng chủ đề|tin trong chuyên mục|tin cùng mục|tin cùng chuyên đề|cùng tác giả
    các tin đã đăng|tin đã đăng|các tin đã đưa|tin đã đưa|các bài đã đăng|tin bài đã đăng|các tin trước|các tin tiếp
    các tin tiếp theo|các tin trước đó|tin tiếp theo|tin trước đó|bài trước|bài tiếp theo|bài kế tiếp|bài sau
    bài viết khác|các bài viết khác|bài khác|các bài khác|tin bài khác|tin, bài khác|các tin bài khác|các tin, bài khác
    bài viết mới|bài viết mới nhất|bài mới|bài mới nhất|tin bài mới|bài viết nổi bật|bài nổi bật|tin tiêu điểm
    tin nổi bật|tin tức nổi bật|nổi bật|tiêu điểm|tin đáng chú ý|tin đọc nhiều|tin xem nhiều|tin xem nhiều nhất
    đọc nhiều|đọc nhiều nhất|xem nhiều|xem nhiều nhất|tin được quan tâm|được quan tâm|bài đọc nhiều|bài đọc nhiều nhất
    xem thêm|đọc thêm|xem tiếp|có thể bạn quan tâm|bạn có thể quan tâm|có thể bạn thích|bạn quan tâm|đừng bỏ lỡ
    đề xuất cho bạn|dành cho bạn|gợi ý cho bạn|mời bạn đọc thêm|mời quý độc giả xem thêm|tin đọc thêm|xem các tin khác
    văn bản mới|văn bản mới ban hành|văn bản mới nhất|văn bản chỉ đạo điều hành|văn bản pháp luật mới|thông báo mới
    danh sách liên kết|liên kết website|liên kết web|liên kết trang|liên kết ngoài|website liên kết|các website liên kết
    liên kết các trang web|liên kết hữu ích|trang thông tin liên kết|thống kê truy cập|thống kê lượt truy cập
    video nổi bật|video mới|thư viện ảnh|thư viện video|hình ảnh hoạt động|album ảnh|chuyên mục khác
    tin ảnh|tin video|ảnh - video|báo in|infographic khác|các chuyên mục|chuyên mục|nhiều người đọc|mới nhất
"""
_CLOSING_CUES: Final = """
    bình luận|các bình luận|viết bình luận|gửi bình luận|thêm bình luận|bình luận bài viết|ý kiến bình luận
    hiện tại chưa có bình luận|chưa có bình luận|chưa có bình luận nào|hiện chưa có bình luận|hiện chưa có bình luận nào
    hãy là người đầu tiên bình luận|bình luận của bạn|nội dung bình luận|bình luận mới nhất|bình luận qua facebook
    ý kiến bạn đọc|ý kiến độc giả|ý kiến của bạn|gửi ý kiến|gửi ý kiến của bạn|ý kiến phản hồi|gửi phản hồi|phản hồi
    gửi ý kiến bạn đọc|bạn đọc bình luận|đánh giá bài viết|đánh giá của bạn|click để đánh giá bài viết
    nhấn để đánh giá bài viết|bạn đánh giá bài viết này thế nào|xếp hạng bài viết|comments|leave a comment
    mời bạn bình luận|vui lòng nhập bình luận
"""
_LINE_CUES: Final = """
    trang chủ|trang nhất|giới thiệu|liên hệ|sơ đồ cổng|sơ đồ site|sơ đồ trang|sơ đồ website|đăng nhập|đăng ký|đăng xuất
    quên mật khẩu|tìm kiếm|tra cứu|hỏi đáp|góp ý|rss|english|tiếng việt|menu|thư điện tử|thư công vụ|danh mục
    tăng tương phản|giảm tương phản|tăng tương phản giảm tương phản|cỡ chữ|phóng to|thu nhỏ|nghe bài viết|nghe đọc bài
    đọc bài viết|lưu bài|lưu bài viết|in bài|in bài viết|in trang|bản in|gửi bài viết|gửi bài|gửi email|gửi cho bạn bè
    chia sẻ|chia sẻ bài viết|chia sẻ facebook|chia sẻ bài viết này|chia sẻ lên facebook|theo dõi chúng tôi|quay lại
    về đầu trang|lên đầu trang|đầu trang|trở về|về trang trước|gửi|hủy|xóa|trả lời|thích|báo cáo|mã bảo mật|mã xác nhận
    họ và tên|họ tên|tiêu đề|nội dung|địa chỉ email|tải về|tải xuống|tệp đính kèm|file đính kèm|tập tin đính kèm
    cộng hòa xã hội chủ nghĩa việt nam|độc lập - tự do - hạnh phúc|độc lập – tự do – hạnh phúc|play|pause|mute|quảng cáo
    bài viết thể hiện quan điểm riêng của tác giả|skip to content|toggle navigation|facebook comments
"""
# These are also what a form or a notice says of itself; without other furniture around they stay.
_WEAK_CUES: Final = (
    "giới thiệu|liên hệ|hỏi đáp|góp ý|tra cứu|tiêu đề|nội dung|danh mục|họ tên|họ và tên|trả lời|thích|báo cáo|gửi|xóa"
    "|hủy|chia sẻ|đăng ký|tìm kiếm|trở về"
)


_IMAGE_NAME: Final = re.compile(r"\S.{0,90}\.(?:jpe?g|png|gif|webp|bmp|jfif|heic)\Z", re.IGNORECASE)
_FILE_NAME: Final = re.compile(
    r"\S.{0,90}\.(?:jpe?g|png|gif|webp|bmp|jfif|heic|svg|mp[34]|m4a|pdf|docx?|xlsx?|pptx?|rar|zip)\Z", re.IGNORECASE
)


_CUES: Final[dict[str, LineClass]] = {
    **dict.fromkeys(_listed(_SECTION_CUES), SECTION),
    **dict.fromkeys(_listed(_CLOSING_CUES), CLOSING),
    **dict.fromkeys(_listed(_LINE_CUES), LINE),
    **dict.fromkeys(_listed(_WEAK_CUES), WEAK),
}
CUE_HEADS: Final = frozenset(cue[:3] for cue in _CUES)
"""How cues begin, which few other lines do."""
_SHARE_WORDS: Final = _listed(
    "a|x|-|/|a+|a-|aa|in|fb|yt|zl|tw|ig|facebook|twitter|zalo|youtube|google|google+|linkedin|pinterest|instagram|tiktok"
    "|telegram|viber|messenger|email|mail|e-mail|print|print,|send|share|like|tweet|copy|link|rss|sms|top|down|up"
) | {"|"}
_WEAK_COUNTER: Final = (
    r"(?:hôm nay|hôm qua|tuần này|tuần trước|tháng này|tháng trước|tháng hiện tại|năm nay|tất cả|tổng cộng|tổng số"
    r"|tháng \d{1,2}|thành viên|khách|trong (?:ngày|tuần|tháng|năm))\s*+:?\s*+[\d.,]+(?:\s*(?:lượt|người))?"
)
FOOT_OPENINGS: Final = frozenset(
    cue.ljust(4)
    for cue in _listed(
        # first four letters of a footer or widget that may end like a sentence
        "© 20|©202|© Bả|Copy|COPY|® Gh|®Ghi|Bản |BẢN |Giấy|GIẤY|Chịu|CHỊU|Ghi |GHI |Cơ q|CƠ Q|Tổng|TỔNG|Bạn |Clic"
        "|Nhấn|Điện|ĐIỆN|Đơn |Xem |XEM |Đọc |>>> |>> >|> > |Phát|Thiế|Vui |Tags|Từ k|TỪ K|Your|Mời |Lượt|* Bà|Hotl"
        "|Emai|Webs|Tòa"
    )
)
_DIGIT_OR_PERCENT: Final = re.compile(r"[\d%]")

_YEAR: Final = re.compile(r"[12][09]\d\d")
_UPPER: Final = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
_WEEKDAY: Final = r"(?:thứ\s+(?:hai|ba|tư|bốn|năm|sáu|bảy|bẩy|[2-7])|chủ\s+nhật|t[2-7]|cn)"
_DATE: Final = (
    r"(?:ngày\s+)?(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}\s+tháng\s+\d{1,2}[\s,]+năm\s+\d{4}|\d{1,2}\s+tháng\s+\d{1,2}[\s,]+\d{4})"
)
_CLOCK: Final = r"(?:\d{1,2}\s?(?:[:h]|giờ)\s?\d{2}(?::\d{2})?(?:\s*phút)?['’′]?(?:\s?(?:am|pm|sa|ch))?)"


@cache
def _line_pattern() -> re.Pattern[str]:
    """One pattern over the lower-cased line: group 1 is furniture by itself, 2 a weak counter, 3 a closing widget."""
    alone = (
        r"a-\s*a\s*a\+?\b.*|"
        r"(?:tổng )?(?:số )?(?:lượt|luợt|khách|số người|tổng|đang) ?(?:đang )?(?:truy cập|online|viếng thăm|trực tuyến)"
        r"(?![^\W\d_])[^\d]{0,20}[\d.,]*(?: lượt| người| khách)?|"
        r"(?:máy chủ tìm kiếm|thành viên online|khách viếng thăm|tổng lượt|đang xem|đang online)\s*+:?\s*+[\d.,]+|"
        r"(?:số )?(?:lượt|lần)\s*(?:xem|đọc|tải|view|thích)\s*:\s*[\d.,]+"
        r"(?:\s*+\|?\s*+(?:số )?lượt\s*(?:tải|xem)\s*+:?\s*+[\d.,]+)?|"
        r"(?:đã xem|lượt xem|views?)\s*+:?\s*+[\d.,]+|"
        r"[\d.,]+\s*(?:lượt (?:xem|đọc|tải|thích)|views?|bình luận|chia sẻ)|"
        r"\d{1,2}:\d\d(?::\d\d)?(?:\s*/\s*\d{1,2}:\d\d(?::\d\d)?)?(?:\s*\d(?:\.\d+)?x)?|"
        r"trang chủ\s*(?:[>»›|/]|→).*|"
        r"bạn (?:đã không sử dụng site|cần đăng nhập|chưa đăng nhập|phải đăng nhập).*|"
        r"(?:vui lòng|hãy|mời bạn) (?:đăng nhập|nhập mã|bật javascript).*|"
        r"your browser (?:does|is).*|"
        r"(?:©|copyright\b|bản quyền (?:©|thuộc|\d{4})).*|"
        r"(?:®\s*)?(?:(?:vui lòng|đề nghị|xin) )?ghi rõ nguồn\b(?! gốc).*|"
        r"(?:số )?(?:giấy phép|gpxb|gp)\b.{0,60}?(?:/gp|gp-|btttt|bvhtt|ttđt|cbc).*|"
        r"(?:chịu trách nhiệm|tổng biên tập|phó tổng biên tập|cơ quan chủ quản|đơn vị chủ quản|quản lý nội dung"
        r"|trưởng ban biên tập|ban biên tập)[^:.;]{0,40}:.{0,120}|"
        r"(?:tòa soạn|toà soạn|điện thoại|đt|đtdđ|tel|fax|hotline|đường dây nóng|email|e-mail|website|số fax)"
        r"(?:\s*/\s*(?:fax|zalo|email))?\s*:.{0,160}|"
        r"(?:thiết kế|phát triển|vận hành|xây dựng) bởi\b.{0,80}|"
        r"(?:designed|powered|developed) by\b.*|"
        r"(?:từ khóa|từ khoá|tags?|hashtag)\s*:.*|"
        r"(?:xem thêm|đọc thêm|xem tiếp|tin liên quan|xem video|mời xem|mời đọc|tin nên đọc|bài liên quan"
        r"|có thể bạn quan tâm)\s*(?:clip\s*)?(?::|>|»).*|"
        r"(?:xem thêm|xem chi tiết|chi tiết xem|tải về|xem file)(?: chi tiết)? tại (?:đây|file|tệp).{0,30}|"
        r"(?:(?:>\s*){2,3}|»\s*)\w.{0,200}|"
        r"bài viết thể hiện quan điểm.*|"
        r"(?:tác giả|người viết|bài|tin|ảnh và bài|bài và ảnh|bài, ảnh|tin, ảnh|tin, bài|tin và ảnh|nguồn|nguồn tin"
        r"|theo nguồn|người đăng|đăng bởi|biên tập|bbt|thực hiện|sưu tầm|tổng hợp)\s*:\s*(?!.*%).{2,70}(?<![.;:])"
    )
    closing = (
        r"tổng số điểm của bài viết.*|"
        r"(?:click|nhấn|bấm)(?: vào đây)? để đánh giá.*|"
        r"xếp hạng\s*+:?\s*+[\d.,]+\s*[-/]\s*[\d.,]+.{0,40}|"
        r"(?:đánh giá|bình chọn)\s*+:?\s*+[\d.,]+ ?/ ?[\d.,]+.{0,40}|"
        r"(?:bình luận|ý kiến bạn đọc|ý kiến|phản hồi)\s*\(\s*\d+\s*\)"
    )
    return re.compile(rf"(?:({alone})|({_WEAK_COUNTER})|({closing}))\Z")


def cue_class(line: str) -> LineClass | None:
    """Class of a line that is a cue as a whole."""
    bare = line.strip(_DECORATION)
    return _CUES.get(bare.lower()) if bare[:3].lower() in CUE_HEADS else None


def line_class(line: str) -> LineClass | None:
    """Class of a stripped line, judged alone."""
    low = line.lower()
    if len(line) <= MAX_CUE:
        if (cue := _CUES.get(low.strip(_DECORATION))) is not None:
            return cue
        if low.partition(" ")[0] in _SHARE_WORDS and _SHARE_WORDS.issuperset(low.split()) and not line.isdigit():
            return LINE if len(line) > 3 else WEAK
    if line[-1] in '.!?…”"' and line[:4] not in FOOT_OPENINGS:
        return None
    if not line.strip(_RULER):
        return LINE
    if line.find(".", -6) > 0 and _FILE_NAME.match(line):
        return LINE
    if (match := _line_pattern().match(low.lstrip("•●▪■-–*► "))) is None:
        return None
    group = match.lastindex
    if group == 1:
        # An author or source line names somebody; with a number in it, it may be the article speaking.
        opening = line.partition(":")[0].lower()
        if opening in _SOURCE_OPENINGS and _DIGIT_OR_PERCENT.search(line):
            return None
        return LINE
    return WEAK if group == 2 else CLOSING


_SOURCE_OPENINGS: Final = _listed(
    "tác giả|người viết|bài|tin|nguồn|nguồn tin|thực hiện|biên tập|tổng hợp|sưu tầm|theo nguồn|người đăng"
)


@cache
def _dateline_token() -> re.Pattern[str]:
    label = (
        r"(?:cập nhật(?: lần cuối)?|đăng|ngày (?:đăng(?: (?:bài|tin))?|viết|xuất bản|cập nhật|gửi|tạo)|xuất bản|thời gian)"
        r"(?: lúc)?\s*:?"
    )
    noise = (
        r"[\s,;|:()\[\]'’•–-]|g\wt\s?\+\s?\d|(?:lúc|vào|ngày|am|pm|sa|ch|lượt xem|đã xem|(?:xem )?cỡ chữ)\b"
        r"|(?:chuyên mục|tác giả|người đăng)\s?:[^|:.\d]{2,40}(?:\||\Z)|\d{1,6}(?![/\d])"
    )
    return re.compile(
        rf"(?P<date>{_DATE})|(?P<clock>{_CLOCK})|(?P<weekday>{_WEEKDAY})\b|(?P<label>{label})|{noise}", re.IGNORECASE
    )


@cache
def _place_and_date() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_][^\d:;.]{1,38},\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}\Z")


@cache
def _name_and_hour() -> re.Pattern[str]:
    """ "Minh Hà 08:15, 06/03/2023": who wrote it, and the hour."""
    name = rf"\A(?-i:[{_UPPER}][^\W\d_{_UPPER}]{{1,12}}+ ){{2,4}}"
    return re.compile(rf"{name}(?:[|•,–-] ?)?{_CLOCK}\s?[,|–-]?\s?{_DATE}\Z", re.IGNORECASE)


def is_dateline(line: str) -> bool:
    """Whether the whole line says when the article was published (or what the site's clock shows)."""
    if len(line) > 90 or _YEAR.search(line) is None:
        return False
    if _place_and_date().match(line) or _name_and_hour().match(line):
        return True
    token = _dateline_token()
    at = dates = 0
    while at < len(line):
        if (match := token.match(line, at)) is None:
            return False
        dates += match.lastgroup == "date"
        at = match.end()
    return dates == 1


@cache
def _glued_dateline() -> re.Pattern[str]:
    gap = r"[\s,|–-]+"
    zone = r"(?:\s*\(?gmt\s?\+\d\)?)?"
    bare = rf"(?<!ngày )(?<!lúc )(?<!hồi )(?<!đến )(?:{_DATE}{gap}{_CLOCK}{zone}|{_CLOCK}{gap}{_DATE})"
    return re.compile(
        rf"{_WEEKDAY}[\s,–-]+{_DATE}[\s,|–-]*{_CLOCK}{zone}|(?:{bare}|\|\s?{_DATE})(?=\s+[“\"]?(?-i:[{_UPPER}])\w)", re.IGNORECASE
    )


def find_glued_dateline(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Span of a publication time with hour inside a run-together text: with its weekday, or before a word in capitals."""
    match = _glued_dateline().search(text, start, end)
    return match.span() if match else None


_CREDIT_WORDS: Final = ("ảnh", "minh h", "đồ h", "video", "clip")


@cache
def _credit_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before the last colon of a credit; a credit as the whole line; a bracket that is one."""
    return (
        re.compile(
            r"(?:\A|[\s(–-])[(]?(?:ảnh|ảnh minh h(?:ọa|oạ)|ảnh chụp|ảnh tư liệu|đồ h(?:ọa|oạ)|nguồn ảnh|video|clip)"
            r"\s?\Z"
        ),
        re.compile(r"\(?(?:ảnh minh h(?:ọa|oạ)|ảnh tư liệu|hình minh h(?:ọa|oạ)|ảnh internet)\)?[^:]{0,40}\Z"),
        re.compile(r"\((?:ảnh[^()]{0,40}|minh h(?:ọa|oạ)[^()]{0,20})\)\.?\Z"),
    )


def is_photo_caption(line: str) -> bool:
    """Whether a line ends in (or is) a photo credit. A long paragraph with a credit run into it is not one."""
    if (":" not in line and "(" not in line and line[0] not in "ẢảHh") or len(line) > 400:
        return False
    tail = line[-100:].lower()
    colon, bracket = tail.rfind(":"), tail.rfind("(")
    if (colon < 0 and bracket < 0 and line[0] not in "ẢảHh") or not any(map(tail.__contains__, _CREDIT_WORDS)):
        return False
    before_colon, whole, in_bracket = _credit_patterns()
    return (
        (colon >= 0 and 1 < len(tail) - colon <= 61 and before_colon.search(tail, max(0, colon - 16), colon) is not None)
        or whole.match(tail) is not None
        or (bracket >= 0 and in_bracket.match(tail, bracket) is not None)
    )


def is_image_name(line: str) -> bool:
    """Whether the line is the file name of an image; the line below one is its caption."""
    return _IMAGE_NAME.match(line) is not None


@cache
def _byline_pattern() -> re.Pattern[str]:
    upper = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
    word = rf"(?:[{upper}][^\W\d_]*\.?)"
    name = rf"{word}(?:\s+{word}){{0,4}}"
    more = r"(?:\s*\((?:[Tt]ổng hợp|[Tt]\s?/\s?h|[Tt]heo [^()]{2,40}|TTXVN|VOV)\))?"
    return re.compile(
        rf"{name}(?:\s*[-–,&]\s*{name}){{0,3}}{more}\Z"
        rf"|Theo\s+[^\s\d]\S*(?:\s\S+){{0,3}}(?<![.,;:])\Z"
    )


def is_byline(line: str) -> bool:
    """Whether a line is nothing but names or a source. Only its place, at the end, makes it an author line."""
    return 2 < len(line) <= 60 and line[-1] not in ".:;,!?…" and _byline_pattern().match(line) is not None
