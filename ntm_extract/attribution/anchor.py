"""What a document says of itself: title, date, issuer, number, province, the place it is about.

The date is the container's if it gives one, else the date line's, else the first dated happening the text opens
with ("Ngày 25 tháng 3 năm 2024, UBND tỉnh ban hành …"). A date without a year gets the year the rest of the text
stands in, if it stands in one for certain; a doubtful year is left open, because every "đến nay" would inherit it.
Its places are settled in :mod:`.places.home`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ntm_extract.attribution.draft import Anchor
from ntm_extract.attribution.places.home import Body, settle_places
from ntm_extract.attribution.times.reported import reported_time
from ntm_extract.model import Block, Figure, SourceMetadata
from ntm_extract.patterns.places import PlaceMention
from ntm_extract.reference.gazetteer import Gazetteer

_DOC_TYPES = (
    ("kế hoạch", "plan"),
    ("báo cáo", "report"),
    ("thông báo", "notice"),
    ("quyết định", "decision"),
    ("nghị quyết", "resolution"),
    ("công văn", "letter"),
    ("kết luận", "notice"),
    ("hướng dẫn", "guideline"),
    ("tờ trình", "submission"),
    ("chỉ thị", "directive"),
)
_ENUMERATED = re.compile(r"^(?:(?:phụ lục|biểu)(?: số)?(?: [\divx]{1,4})?[.:]?\s+|[a-z\d]{1,4}[.)]\s+)+")  # "G. KẾ HOẠCH …"
_DOC_TYPE_WORDS = tuple(word for word, _ in _DOC_TYPES)
_ISSUER = re.compile(
    r"(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|SỞ|BAN CHỈ ĐẠO|VĂN PHÒNG|HĐND|HỘI ĐỒNG|TỈNH ỦY|HUYỆN ỦY"
    r"|BỘ|CHÍNH PHỦ|THỦ TƯỚNG)\b[^\n]{0,80}"
)
# below the title of what is attached to a paper: "(Kèm theo Quyết định số 45/QĐ-UBND ngày 12/3/2024 của UBND huyện X)"
_ATTACHED = re.compile(
    r"\(?(?:Ban hành )?[Kk]èm theo (?:Quyết định|Kế hoạch|Nghị quyết|Công văn|Báo cáo|Tờ trình|Thông báo|Đề án)[^\n()]{0,60}?"
    r"ngày\s+(?P<day>\d{1,2})(?:/| tháng )(?P<month>\d{1,2})(?:/| năm )(?P<year>20\d\d) của (?P<issuer>[^\n()]{4,60})"
)
_OWN_NUMBER = re.compile(
    r"Số ?: ?\d{1,5}(?:/(?P<series>20\d\d))?[/-][\w/-]{2,24}"
    r"(?:[\s|,]+(?:[^\d\n|,]{2,30}, ?)?ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>20\d\d))?[\s|.]*$",
    re.IGNORECASE,
)
_ORGAN = re.compile(r"(?:ỦY BAN|UỶ BAN|HỘI ĐỒNG) NHÂN DÂN|UBND|HĐND|BAN CHỈ ĐẠO|BAN CHẤP HÀNH")  # whose it is, the next line says
_WHOSE = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN) [^\n|]{2,40}")
# what stands before a date, in small letters: to ignore the case of a long alternative costs more than to make them
# "trước ngày 10-9" is a limit
_DATE_LED = re.compile(r"(?<!trước )(?:ngày|sáng|chiều|tối|trưa|hôm|mới đây|vừa qua)[^.;:\n]{0,24}$")
_REFERENCE = re.compile(
    r"(?:số|căn cứ|luật|pháp lệnh|quyết định|nghị quyết|kế hoạch số|thông tư|nghị định|công văn|chỉ thị|thông báo)[^.;\n]{0,60}$"
)
_SIGNED = re.compile(
    r"(?:[^\d|]{2,40}\s?[|•–-]\s*+)?(?:ngày\s++(?:đăng\s*+(?::\s*+)?)?)?(?:\d{1,2}:\d{2},?\s++)?"
    r"(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)(?:\s*+(?:[|,–-]\s*+)?\d{1,2}:\d{2})?\s*+"
    r"(?:\(?GMT ?\+ ?\d{1,2}\)?\s*+)?(?:\|\s*+[^\d|]{2,30})?",
    re.IGNORECASE,
)
_AGENCY = re.compile(  # "Hà Nội (TTXVN 25/10/2023)" at the head of the text
    r"(?:[^\d(\n]{2,24}[ ,])?\((?:[A-ZĐ]{2,8}|Báo [^\d(),\n]{2,20})(?: Online)?[ ,–-]{1,3}"
    r"(?:ngày )?(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)\)"
)
_RUBRIC = re.compile(  # "Nhà đất 11/04/2021 - 09:22" on a line of its own
    r"(?:(?!(?:đến|ngày|tính|từ|hết|số|trước|sau|vào|năm|tháng|qua|và|tại)\b)[^\W\d]{1,12} ){1,4}"
    r"(\d{1,2})[-/](\d{1,2})[-/](20\d\d)(?:\s*+(?:[|,–-]\s*+)?\d{1,2}:\d{2})?\s*+",
    re.IGNORECASE,
)
_ENTITLED = re.compile(  # the day that ends a title, in brackets or behind them: "… (06/2016) 14/07/2016"
    r"(?:\((?=[\d./-]+\)\s*\Z)|(?<=\))\s+)(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)\)?\s*\Z"
)
_AS_OF = re.compile(r"(?:số liệu|thông tin|tính)\b.{0,20}\b(?:đến|ngày)\b")
_UNTIL = re.compile(r"(?>.*?(?:kết quả|tiến độ|tình hình|thực trạng|số liệu)\b).*\bđến(?: hết)?(?: ngày)?\s*$", re.DOTALL)
_NUMBERED = re.compile(r"[Ss]ố:?\s*$")
_AIMED = re.compile(r"(?:mục tiêu|phấn đấu|kế hoạch|dự kiến|nhiệm vụ|phương hướng)[^.\n]*$")
_FIRST_YEAR = 2006  # no text of these programmes is older
_BASE_YEAR = re.compile(r"(?:so với|cùng kỳ|đến|tới|để|giai đoạn|từ|hết|vào)\s+(?:cuối\s+|đầu\s+)?(?:năm\s+)?$")


def find_anchor(
    text: str,
    lower: str,
    blocks: Sequence[Block],
    figures: Sequence[Figure],
    places: Sequence[PlaceMention] | None,
    metadata: SourceMetadata,
    gazetteer: Gazetteer,
) -> Anchor:
    """The anchor of a document; every part of it may be missing. ``places`` is None for a text on other matters."""
    body = [block for block in blocks if block.kind != "furniture"]
    anchor = Anchor()
    titles = [block for block in body if block.kind == "title"][:3]
    anchor.title = metadata.title or " ".join(" ".join(text[b.start : b.end].split()) for b in titles) or None
    if titles:
        named = [
            f.iso
            for f in takewhile(lambda figure: figure.start < titles[-1].end, figures)
            if f.kind in ("year", "period") and f.iso and f.iso[0] != "-"
            if any(title.start <= f.start < title.end for title in titles)
        ]
        anchor.title_time = named[-1] if named else None
    _papers(anchor, text, body, figures)
    if places is not None or any(figure.iso is not None and figure.iso[0] == "-" for figure in figures[:8]):
        anchor.year_hint, anchor.year_firm = _year_hint(text, body, figures)
    _publish(anchor, text, body, figures, metadata)
    if anchor.published is None and titles and anchor.title_time is not None:
        _report(anchor, text, titles, figures)
    if anchor.published is None and not anchor.year_firm and anchor.reported_year is not None:
        anchor.year_hint, anchor.year_firm = int(anchor.reported_year), True
    if places is not None:
        _topics(anchor, lower)
        settle_places(anchor, Body(text, lower, body), places, gazetteer, metadata.url)
    return anchor


_LEAD = 600
# not the ministry's name with an adverb behind it: "Bộ Nông nghiệp và Phát triển nông thôn mới đây đã phê duyệt …"
_PROGRAMME = re.compile(r"(?<!nông nghiệp và phát triển )(?<!nông nghiệp - phát triển )nông thôn mới(?! đây)|ntm")


def _topics(anchor: Anchor, lower: str) -> None:
    said = sum(1 for _ in _PROGRAMME.finditer(lower))
    anchor.about_ntm = said >= 1
    title = (anchor.title or "").lower()
    anchor.ntm_main = said >= 3 or "nông thôn mới" in title or "ntm" in title.split()
    anchor.about_poverty = "nghèo" in lower
    anchor.about_houses = "nhà tạm" in lower[:_LEAD] or "dột nát" in lower[:_LEAD]
    anchor.about_ocop = "ocop" in lower or "mỗi xã một sản phẩm" in lower


def _papers(anchor: Anchor, text: str, body: Sequence[Block], figures: Sequence[Figure]) -> None:
    """Issuer, number and type of an official paper, as its head shows them."""
    title = _ENUMERATED.sub("", (anchor.title or "").lower())
    if title.startswith(_DOC_TYPE_WORDS):
        anchor.doc_type = next(name for word, name in _DOC_TYPES if title.startswith(word))
    head = body[0].end + 1500 if body else 0
    for block, below in zip(body[:6], (*body[1:7], None), strict=False):
        match = _ISSUER.match(text, block.start, block.end) if text[block.end - 1] != "." else None
        if match:  # a line of its own, no sentence of what an office asks another for
            anchor.issuer = " ".join(match.group().split())
            whose = _WHOSE.match(text, below.start, below.end) if below and _ORGAN.fullmatch(anchor.issuer) else None
            if whose:
                anchor.issuer += " " + " ".join(whose.group().split())
            break
    else:
        for block in body[:6]:
            if (attached := _ATTACHED.match(text, block.start, block.end)) is not None:
                anchor.issuer = " ".join(attached["issuer"].split())
                break
    for figure in figures:
        if figure.start > head:
            break
        if figure.kind == "doc_number" and (anchor.doc_type or _NUMBERED.search(text[max(0, figure.start - 6) : figure.start])):
            before = text[max(0, figure.start - 60) : figure.start].lower()
            if "ban hành" in before or "số" in before[-6:]:
                anchor.doc_number = text[figure.start : figure.end]
                break


def _report(anchor: Anchor, text: str, titles: Sequence[Block], figures: Sequence[Figure]) -> None:
    """The time that the title of a text without a date reports on stands for its date."""
    start, end = titles[0].start, titles[-1].end
    told = reported_time(text[start:end], [figure for figure in figures if start <= figure.start < end], start, anchor.year_hint)
    if told is not None:
        anchor.published, anchor.published_source = told, "text"


def _year_hint(text: str, body: Sequence[Block], figures: Sequence[Figure]) -> tuple[int | None, bool]:
    """The latest year the text stands in: of full dates and months first, else of "năm 2018" that is no base and no aim.

    The words before are looked at for those years only that can be the answer, from the latest down.
    """
    datelines = [block for block in body if block.kind == "dateline"]
    told = [
        figure
        for figure in figures
        if figure.kind in ("date", "year") and figure.iso and figure.iso[0] != "-" and not _within(figure, datelines)
    ]
    days = [figure for figure in told if figure.iso and figure.kind == "date"]
    firm = max((int(figure.iso[:4]) for figure in days if figure.iso), default=0)
    firm = firm if firm >= _FIRST_YEAR else 0
    if firm and all(_REFERENCE.search(text[max(0, figure.start - 60) : figure.start].lower()) for figure in days):
        latest = next(_plain_years(text, told), 0)
        if latest > firm + 1:
            return latest, False  # what papers the text rests on were dated years ago, and nothing else is
    doubtful = False
    for year in _plain_years(text, told):
        if year <= firm:
            break
        if firm and year > firm + 1:
            doubtful = True  # an event of long ago may be all that is dated to the day
            continue
        return year, firm > 0 and not doubtful
    return firm or None, firm > 0 and not doubtful


def _plain_years(text: str, told: Sequence[Figure]) -> Iterator[int]:
    """The years a text names as "năm 2018", the latest first, that are no base and no aim."""
    years = [(int(figure.iso[:4]), figure.start) for figure in told if figure.iso and figure.kind == "year"]
    for year, start in sorted(years, reverse=True):
        if year < _FIRST_YEAR:
            return
        before = text[max(0, start - 40) : start].lower()
        if not _BASE_YEAR.search(before) and not _AIMED.search(before):
            yield year


def _publish(anchor: Anchor, text: str, body: Sequence[Block], figures: Sequence[Figure], metadata: SourceMetadata) -> None:
    if metadata.published:
        anchor.published, anchor.published_source = metadata.published[:10], "metadata"
        return
    dates = [figure for figure in figures if figure.kind == "date" and figure.iso]
    datelines = [block for block in body if block.kind == "dateline"]
    if datelines:
        full = [f for f in dates if f.iso and len(f.iso) == 10 and f.iso[0] != "-"]
        latest = max((int((f.iso or "")[:4]) for f in full if not _within(f, datelines)), default=None)
        for block in datelines:
            for figure in dates:
                if block.start <= figure.start < block.end and figure.iso and len(figure.iso) == 10:
                    after_title = any(other.kind == "title" and other.start < block.start for other in body)
                    gap = int(figure.iso[:4]) - max(latest or 0, anchor.year_hint or 0) if latest or anchor.year_hint else 0
                    if gap <= (2 if after_title else 1):  # else it is the clock of the site the text was stored from
                        anchor.published, anchor.published_source = figure.iso, "dateline"
                        return
    for block in body[:4]:
        signed = _signature(text, block)
        day = _day_of(signed, (anchor.year_hint or 0) - 1) if signed is not None else None
        if day is not None:
            anchor.published, anchor.published_source = day, "dateline"
            return
    if (numbered := _dated_by_number(text, body)) is not None:
        anchor.published, anchor.published_source = numbered, "dateline"
        return
    for block in body[:8]:
        if block.end - block.start < 60 and text[block.start] in "SsTt" and _AS_OF.match(text[block.start : block.end].lower()):
            as_of = next((f.iso for f in figures if block.start <= f.start < block.end and f.kind == "date"), None)
            if as_of is not None and as_of[0] != "-":
                anchor.published, anchor.published_source = as_of, "text"
                return
    for title in (block for block in body[:3] if block.kind == "title"):  # "Tiến độ thực hiện … đến 30/9/2015"
        within = (f for f in dates if title.start <= f.start < title.end)
        told = next((f for f in within if f.iso and f.iso[0] != "-" and len(f.iso) == 10), None)
        if told is not None and _UNTIL.match(text[title.start : told.start].lower()):
            anchor.published, anchor.published_source = told.iso, "text"
            return
    opening = [block for block in body[:8] if block.kind not in ("title", "caption", "dateline")][:4]
    for block in opening:
        for figure in dates:
            if figure.start >= block.end:
                break
            if figure.start < block.start or not figure.iso:
                continue
            if not _DATE_LED.search(text[max(block.start, figure.start - 30) : figure.number_start].lower()):
                continue
            if _REFERENCE.search(text[max(block.start, figure.start - 60) : figure.start].lower()):
                continue
            early = figure.iso.startswith(("--01", "--02", "--03")) and not anchor.year_firm
            iso = None if early else _full_date(figure.iso, anchor.year_hint)  # in spring texts still speak of last year
            past = iso is not None and int(iso[:4]) < max(_FIRST_YEAR, (anchor.year_hint or 0) - 2)  # what the text opens with
            if iso is not None and not past:
                anchor.published, anchor.published_source = iso, "text"
            return


def _dated_by_number(text: str, body: Sequence[Block]) -> str | None:
    """The day, or at least the year, of a paper by the line of its number: "Số: 12/KH-UBND  Sơn La, ngày 5 tháng 3 năm 2022"."""
    for block in body[:6]:
        attached = _ATTACHED.match(text, block.start, block.end)
        own = attached
        if own is None and block.end - block.start < 120 and block.kind != "title":
            own = _OWN_NUMBER.match(text, block.start, block.end)
        if own is None:
            continue
        day, month, year = own["day"], own["month"], own["year"]
        if day and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return f"{year}-{int(month):02d}-{int(day):02d}"
        return None if attached is not None else own["series"]  # "Số: 18/2019/NQ-HĐND"
    return None


def _signature(text: str, block: Block) -> re.Match[str] | None:
    """The day a paper signs an article with: "Hà Nội (TTXVN 25/10/2023)", "ĐBSCL | 05-12-2019", "Kinh tế 20-01-2021"."""
    if block.kind in ("title", "heading") and (entitled := _ENTITLED.search(text, block.start, block.end)) is not None:
        return entitled
    if block.kind == "title":
        return None
    agency = _AGENCY.match(text, block.start, block.end)
    if agency is not None or block.end - block.start >= _LINE:
        return agency
    return _SIGNED.fullmatch(text, block.start, block.end) or _RUBRIC.fullmatch(text, block.start, block.end)


def _day_of(signed: re.Match[str], first_year: int) -> str | None:
    day, month, year = (int(part) for part in signed.groups())
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 and year >= first_year else None


_LINE = 70


def _within(figure: Figure, blocks: Sequence[Block]) -> bool:
    return any(block.start <= figure.start < block.end for block in blocks)


def _full_date(iso: str, year: int | None) -> str | None:
    if len(iso) == 10 and iso[0] != "-":
        return iso
    if iso.startswith("--") and len(iso) == 7 and year is not None:
        return f"{year}-{iso[2:]}"
    return None
