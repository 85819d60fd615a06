"""Products of one maker, which are no figure of a place.

"HTX Tân Lập (huyện Đại Từ) có 5 sản phẩm OCOP" says what one cooperative has; put down for the district it would be a wrong
figure. A maker owns what a clause counts if the clause begins with it, alone: with a form ("HTX", "công ty", "gia đình",
"bà") that nothing counts or governs ("28 chủ thể", "các HTX", "của công ty"). What stands behind it is its name and address,
until a place says that now it has or reaches something ("…, toàn tỉnh có 42 sản phẩm"). Makers that are several ("HTX A và 3 cơ sở
khác") or those of a place ("doanh nghiệp trên địa bàn huyện") are not one. A maker named behind the count owns the products too
where only its name stands before what they were recognised as ("… của HTX Tân Lập được công nhận"); "của các HTX", "của HTX được
công nhận" and "của 5 HTX" name none.
"""

from __future__ import annotations

from typing import Final

from ntm_extract.attribution.frame import Frame

_FORMS: Final = (
    "htx", "hợp tác xã", "liên hiệp htx", "tht", "tổ hợp tác", "công ty", "tổng công ty", "cty", "ctcp", "dntn", "doanh nghiệp",
    "tập đoàn", "hkd", "hộ kinh doanh", "hộ sản xuất", "hộ gia đình", "gia đình", "vợ chồng", "cơ sở", "trang trại", "nhà máy",
    "xưởng", "ông", "bà", "anh", "chị",
)  # fmt: skip
_PLURAL: Final = ("doanh nghiệp", "cơ sở", "hộ gia đình", "hộ kinh doanh", "hộ sản xuất", "ông", "bà", "anh", "chị", "trang trại")
_OPENING: Final = frozenset(
    "đến nay hiện hiện nay tới thời điểm này riêng năm trước đó sau cũng trong khi còn nhưng và song đây là đã tính".split()
)
_OFFICES: Final = ("chủ tịch", "bí thư", "trưởng phòng", "trưởng ban", "ubnd", "sở ", "phòng nông nghiệp", "văn phòng")
_SEVERAL: Final = ("trên địa bàn", " và ", " cùng ", " các ", " những ", " nhiều ", "trong tỉnh", "trong huyện", "toàn ")


def of_one_maker(frame: Frame, at: int) -> bool:
    """Whether the products counted at ``at`` are those of one maker, who begins the clause or owns them by name."""
    return _begins(frame, at) or _owned_behind(frame, at)


def _owned_behind(frame: Frame, at: int) -> bool:
    """ "Hai sản phẩm trà khô và trà túi lọc của HTX Tân Lập được công nhận …": one owner by name, then what they became."""
    end = frame.figure(at).end
    for index in range(at + 1, min(at + 16, len(frame.tokens) - 3)):
        token = frame.tokens[index]
        if token.start < end:
            continue
        if token.kind in ("figure", "time", "mark", "place") or "level_verb" in token.concepts or "ntm_weak" in token.concepts:
            return False
        if token.text != "của":
            continue
        form = _form_at(frame, frame.tokens[index + 1].start)
        if not form or form in _PLURAL:
            return False
        begin = frame.tokens[index + 1].start + len(form)
        rest = [one for one in frame.tokens[index + 2 : index + 14] if one.start >= begin]
        verb = next((i for i, one in enumerate(rest) if one.kind == "figure" or one.text.endswith("công nhận")), 0)
        name = rest[:verb]
        return len(name) > 1 and rest[verb].kind != "figure" and not any(
            one.text in (",", ";", "và", "trên", "trong", "các", "tham", "đạt", "tại") for one in name
        )
    return False


def _begins(frame: Frame, at: int) -> bool:
    """Whether the clause begins with the one maker whose products are counted."""
    start = frame.clause_start(at)
    for index in range(start, at):
        token = frame.tokens[index]
        if token.kind in ("figure", "other", "place"):
            return False
        form = _form_at(frame, token.start)
        if form:
            return not _several(frame, index, token.start + len(form), at)
        if token.kind in ("word", "cue") and not _OPENING.issuperset(token.text.split()):
            return False
    return False


def _form_at(frame: Frame, offset: int) -> str:
    """The form of a maker that begins at an offset; "" where none does."""
    text = frame.text[offset - frame.start :]
    return next((form for form in _FORMS if text.startswith(form) and not text[len(form) : len(form) + 1].isalnum()), "")


def _several(frame: Frame, first: int, begin: int, at: int) -> bool:
    """Whether others share in the products, who is named only tells of them, or another subject has come before them."""
    figures = [index for index in range(first, at) if frame.tokens[index].kind == "figure"]
    until = frame.tokens[figures[0]].start if figures else frame.tokens[at].start
    subject = frame.text[begin - frame.start : until - frame.start]
    if any(word in subject for word in (*_SEVERAL, *_OFFICES)) or frame.any_cue("said", start=first, end=at):
        return True
    return any(_is_subject(frame, index, told=bool(figures) and index > figures[0]) for index in range(first, at))


def _is_subject(frame: Frame, at: int, *, told: bool) -> bool:
    """A place that is no address: behind what the maker has ("…, huyện Đại Từ có 31 sản phẩm"), behind a time, as a whole."""
    token, before = frame.tokens[at], frame.tokens[at - 1]
    if token.text.split()[:1] in (["toàn"], ["cả"]):
        return True
    timed = before.kind == "time" or frame.has(at - 1, "now")
    return token.kind == "place" and (timed or (told and frame.has(at + 1, "level_verb")))
