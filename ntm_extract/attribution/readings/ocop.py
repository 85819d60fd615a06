"""Figures of the One Commune One Product programme: products with their stars, owners, sales points.

Products count where they are rated or recognised; those a council only looked at are another indicator, those on show
at a fair are none. Stars stand behind the count ("12 sản phẩm đạt 4 sao") or in its label.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Reading, Rejection, reading_of
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.readings import breakdowns
from ntm_extract.attribution.readings.existence import exists
from ntm_extract.attribution.readings.owned import of_one_maker
from ntm_extract.attribution.walk import Clause, ahead, behind, governor, negated
from ntm_extract.model import Figure

_UNRATED = frozenset({"hồ", "đăng", "đang", "lên", "xuất", "mỗi", "bán", "thụ", "trưng", "bày", "giới", "tham", "kệ", "sàn", "ký"})
_TAKING_PART = frozenset({"dự", "trưng", "giới", "hỗ", "tập", "học", "vay", "ký", "đăng"})
_GRADING = frozenset({"đạt", "hạng", "xếp", "loại", "chuẩn", "được", "sản", "phẩm", "là", "mức"})
_SHOWN = frozenset({"bày", "thiệu", "bán", "thụ", "khẩu", "hàng", "quảng", "bá", "đưa"})


def graded_again(frame: Frame, at: int) -> bool:
    """ "3 sản phẩm đạt 5 sao, 40 đạt 4 sao": a bare number of products, where the noun stood with the one before."""
    figure = frame.figure(at)
    if figure.kind != "count" or figure.value is None or figure.value != int(figure.value):
        return False
    index = at + 1
    while index < min(at + 4, len(frame.tokens)) and _GRADING.issuperset(frame.tokens[index].text.split() or "?"):
        index += 1
    if index >= len(frame.tokens) or frame.tokens[index].kind != "figure" or frame.figure(index).unit != "star":
        return False
    before = [i for i in range(frame.clause_start(at), at) if frame.tokens[i].kind == "figure" and frame.figure(i).unit != "star"]
    return bool(before) and frame.figure(before[-1]).unit == "product"


def read_products(frame: Frame, at: int, figure: Figure, after: Clause, discourse: Discourse) -> Reading | Rejection:
    """The indicator a count of products is of, or why it is none."""
    if frame.noun(at).startswith("hồ"):
        return _files(frame, at, figure, after, discourse)
    grade = next((index for index in after.figures if frame.figure(index).unit == "star"), None)
    stars = breakdowns.stars(frame, grade) if grade is not None else {}
    ocop = frame.any_cue("ocop") or any(_says_ocop(frame, cue) for cue in after.cues)
    assessing = any("ocop_assessed" in frame.tokens[cue].concepts for cue in (*after.cues, *ahead(frame, at).cues[:2]))
    if not ocop and discourse.anchor.about_ocop and _graded_label(frame, at):
        return reading_of(figure, at, "ocop_products", "ocop_products.label", "product", at - 2, after.reach)
    if not ocop and discourse.anchor.about_ocop and _recognised_in_parts(frame, at, after):
        return reading_of(figure, at, "ocop_products", "ocop_products.recognised", "product", at, after.reach)
    if not ocop and not ((stars or assessing) and discourse.anchor.about_ocop):
        return Rejection("no_indicator")
    if _of_council(frame, at) or frame.tokens[at - 1].text in ("xét", "chấm"):
        return Rejection("part_of_another")
    if of_one_maker(frame, at):
        return Rejection("of_one_maker")
    topic = next((cue for cue in after.cues if _says_ocop(frame, cue)), -1)
    if topic > at and negated(frame, at + 1, min(topic, grade or topic)):
        return Rejection("no_indicator")
    assessed = next((cue for cue in after.cues if "ocop_assessed" in frame.tokens[cue].concepts), None)
    if grade is not None and assessed is not None and _stands_for(frame, assessed, grade):
        return Rejection("no_indicator")  # "7 sản phẩm đủ điều kiện dự thi OCOP 5 sao"
    verb = at - 2 if frame.tokens[at - 1].text in ("mới", "được", "lại") else at - 1  # "đánh giá mới 45 sản phẩm OCOP"
    if frame.has(verb, "ocop_assessed") and not stars and not _rated(frame, at, after.reach):
        return reading_of(figure, at, "ocop_products_assessed", "ocop_products_assessed.verb", "product", verb, after.reach)
    if assessed is not None and not stars and not _rated(frame, at, after.reach):
        return reading_of(figure, at, "ocop_products_assessed", "ocop_products_assessed.behind", "product", assessed, after.reach)
    if not stars and not after.cues:
        labelled = _label_of_stars(frame, at)
        if labelled >= 0 and (ocop or discourse.anchor.about_ocop):
            reading = reading_of(figure, at, "ocop_products", "ocop_products.label", "product", labelled, after.reach)
            reading.breakdowns.update(breakdowns.stars(frame, labelled))
            return reading
    if not stars and topic < 0 and ocop and after.unknown <= 2 and _recognised(frame, at, after):
        return reading_of(figure, at, "ocop_products", "ocop_products.recognised", "product", at, after.reach)
    if not stars and topic < 0:
        before = ahead(frame, at)
        if (
            any("ocop_assessed" in frame.tokens[cue].concepts for cue in before.cues[:2])
            and after.unknown <= 3
            and (before.unknown <= 4 or _just_assessed(frame, at, before))
            and not _rated(frame, at, after.reach)
        ):
            return reading_of(
                figure,
                at,
                "ocop_products_assessed",
                "ocop_products_assessed.label",
                "product",
                before.cues[0],
                after.reach,
            )
        if not any("ocop" in frame.tokens[cue].concepts for cue in before.cues[:2]) or (
            after.unknown > 2 and not _rated(frame, at, after.reach)
        ):
            return Rejection("no_indicator")
        topic = before.cues[0]
    if topic < 0 and not stars:
        return Rejection("no_indicator")
    ranked = grade is not None and any(token.text in ("xếp", "hạng", "xếp hạng") for token in frame.tokens[at + 1 : grade])
    said = ranked or _rated(frame, at, after.reach) or exists(frame, at) or _made(frame, at) or at > topic > -1
    if _only_goods(frame, at, after) or not said:
        return Rejection("no_indicator")
    reading = reading_of(
        figure,
        at,
        "ocop_products",
        "ocop_products.behind" if topic > at or stars else "ocop_products.label",
        "product",
        max(topic, grade or -1),
        after.reach,
    )
    reading.breakdowns.update(stars)
    if not stars:
        label = ahead(frame, at)
        grade = next((index for index in label.figures if frame.figure(index).unit == "star"), None)
        if grade is not None and not after.unknown and not _grades_another(frame, grade):
            reading.breakdowns.update(breakdowns.stars(frame, grade))
    return reading


def _just_assessed(frame: Frame, at: int, before: Clause) -> bool:
    """ "đưa hội đồng đánh giá, phân hạng sản phẩm OCOP huyện A 7 sản phẩm": the act stands directly before, whoever does it."""
    act = next(cue for cue in before.cues[:2] if "ocop_assessed" in frame.tokens[cue].concepts)
    other = {"done", "beneficiary", "negation"}  # "phân hạng không đạt đối với 22 sản phẩm"
    between = frame.tokens[act + 1 : at]
    return at - act <= _NEAR and not any("nhận" in token.text or other & set(token.concepts) for token in between)


_NEAR = 6


def _of_council(frame: Frame, at: int) -> bool:
    """ "9 sản phẩm của Hội đồng đánh giá chuyên ngành số 2": whose table they lay on; the act in its name says nothing of them."""
    said = [token.text for token in frame.tokens[at + 1 : at + 4]]
    return said[:1] == ["của"] and " ".join(said[1:]).startswith(("hội đồng", "tổ tư", "tiểu ban"))


def _grades_another(frame: Frame, grade: int) -> bool:
    """Whether stars are of products counted before them: "5 sản phẩm OCOP 4 sao, toàn huyện có 31 sản phẩm OCOP"."""
    counted = (index for index in range(grade - 1, frame.clause_start(grade) - 1, -1) if frame.tokens[index].kind == "figure")
    last = next(counted, None)
    return last is not None and frame.figure(last).unit == "product"


def _recognised_in_parts(frame: Frame, at: int, after: Clause) -> bool:
    """ "UBND tỉnh công nhận 18 sản phẩm, gồm 10 sản phẩm … đạt 3 sao": its parts are graded, so that it is of the programme."""
    if after.unknown or after.cues or not frame.tokens[at - 1].text.endswith("công nhận"):
        return False
    listed = [index for index in range(at + 1, min(at + 4, len(frame.tokens))) if frame.has(index, "inclusive")]
    return bool(listed) and any(one.unit == "star" and one.start > frame.figure(at).end for one in frame.figures)


def _graded_label(frame: Frame, at: int) -> bool:
    """ "Số sản phẩm được công nhận: 2 sản phẩm (1 sản phẩm 4 sao, …)": what the stars behind it are of."""
    if at < 2 or frame.tokens[at - 1].text != ":" or at + 1 >= len(frame.tokens) or frame.tokens[at + 1].text != "(":
        return False
    words = " ".join(token.text for token in frame.tokens[:at])
    starred = any(one.unit == "star" and one.start > frame.figure(at).end for one in frame.figures)
    return starred and words.startswith(("số sản phẩm", "tổng số sản phẩm")) and "công nhận" in words


def _stands_for(frame: Frame, assessed: int, grade: int) -> bool:
    """Whether the stars are only what products are put forward for."""
    first = frame.tokens[assessed].text.split(" ")[0]
    return assessed < grade and first in ("dự", "tham", "đăng", "đề", "trình") and not _rated(frame, assessed, grade)


def _files(frame: Frame, at: int, figure: Figure, after: Clause, discourse: Discourse) -> Reading | Rejection:
    """ "16 hồ sơ sản phẩm … được Hội đồng OCOP thẩm định": products put before a council."""
    if not (frame.any_cue("ocop") or discourse.anchor.about_ocop):
        return Rejection("no_indicator")
    around = (*after.cues, *ahead(frame, at).cues[:1])
    cue = next((cue for cue in around if "ocop_assessed" in frame.tokens[cue].concepts), None)
    if cue is None or negated(frame, at, after.reach):
        return Rejection("no_indicator")
    return reading_of(figure, at, "ocop_products_assessed", "ocop_products_assessed.files", "product", cue, after.reach)


def _label_of_stars(frame: Frame, at: int) -> int:
    """ "4 sao: 21 sản phẩm": the grade as the label of a list; -1 where there is none."""
    if at < 2 or frame.tokens[at - 1].text not in (":", "có", "là", "gồm") or frame.tokens[at - 2].kind != "figure":
        return -1
    return at - 2 if frame.figure(at - 2).unit == "star" else -1


def _recognised(frame: Frame, at: int, after: Clause) -> bool:
    """ "22 sản phẩm được công nhận mới" where OCOP is named elsewhere in the sentence, and nothing else is recognised."""
    if frame.any_cue("other_standard", "negation", start=at, end=after.reach):
        return False
    return any("công nhận" in token.text for token in frame.tokens[at + 1 : at + 3])


def _made(frame: Frame, at: int) -> bool:
    """ "phát triển được 180 sản phẩm OCOP", "cấp giấy chứng nhận cho 15 sản phẩm OCOP": the programme's own result."""
    words = {word for token in frame.tokens[max(0, at - 3) : at] for word in token.text.split()}
    return bool(words & {"triển", "dựng", "hóa", "hoá", "chứng"}) and not words & {"đang", "hồ", "sơ"}


def _only_goods(frame: Frame, at: int, after: Clause) -> bool:
    """Goods made, sold or shown ("20.000 sản phẩm OCOP mỗi tháng"), and products whose grade has run out or is still to come."""
    behind_it = [token for token in frame.tokens[at + 1 : after.reach] if token.start >= frame.figure(at).end]
    grade = next((index for index in after.figures if frame.figure(index).unit == "star"), after.reach)
    named = next((i for i in range(at + 1, after.reach) if frame.tokens[i].text in ("là", "gồm", ":")), after.reach)
    if named < after.reach:  # "… 4 sao là chả cá của hộ kinh doanh Hồ Văn A": the names of the goods and of their owners
        behind_it = [token for token in behind_it if token.start < frame.tokens[named].start]
    words = [word for token in behind_it if "ocop" not in token.concepts for word in token.text.split()]
    if {"hết", "hạn"} <= set(words) or negated(frame, at + 1, grade):  # "… 5 sao là chanh không hạt": its name
        return True
    if not _rated(frame, at, after.reach) and _UNRATED & set(words):
        return True
    before = [word for token in frame.tokens[max(0, at - 4) : at] if token.kind != "mark" for word in token.text.split()]
    return bool(_SHOWN & set(before[-3:]))


def _says_ocop(frame: Frame, cue: int) -> bool:
    """The programme's name, also as the standard that is met ("đạt chuẩn OCOP")."""
    return "ocop" in frame.tokens[cue].concepts or frame.tokens[cue].text.endswith(" ocop")


def _rated(frame: Frame, start: int, end: int) -> bool:
    """Whether products are recognised, not only put forward."""
    words = [token.text for token in frame.tokens[start:end]]
    return any(word in ("công nhận", "được công nhận", "đạt", "đạt chuẩn") for word in words) or (
        "công" in words and "nhận" in words
    )


def read_entities(frame: Frame, at: int, figure: Figure, discourse: Discourse) -> Reading | Rejection:
    """The indicator a count of owners is of, or why it is none."""
    if not (frame.any_cue("ocop") or discourse.anchor.about_ocop):
        return Rejection("no_indicator")
    behind_it = behind(frame, at)
    words = {word for token in frame.tokens[at + 1 : behind_it.reach] for word in token.text.split()}
    made = at and frame.tokens[at - 1].text == "do"  # "83 sản phẩm do 45 chủ thể sản xuất"
    made = made or (at and frame.tokens[at - 1].text == "cho" and _certified(frame, at))
    if not (made or exists(frame, at)) or words & _TAKING_PART:
        return Rejection("beneficiaries")  # "thu hút 120 chủ thể tham gia", "tập huấn cho 60 chủ thể"
    return reading_of(figure, at, "ocop_entities", "ocop_entities.count", "entity", at, at + 1)


def _certified(frame: Frame, at: int) -> bool:
    """ "trao giấy chứng nhận cho 12 chủ thể": to owners whose products were recognised."""
    words = [word for token in frame.tokens[max(0, at - 14) : at] for word in token.text.split()]
    return any(words[i : i + 2] in (["chứng", "nhận"], ["công", "nhận"]) for i in range(len(words)))


def read_points(frame: Frame, at: int, figure: Figure, after: Clause) -> Reading | Rejection:
    """The indicator a count of sales points is of, or why it is none."""
    labelled = {concept for cue in after.cues if cue < at for concept in frame.tokens[cue].concepts}
    if {"ocop", "ocop_points"} <= labelled:  # "số điểm bán hàng OCOP: 35 điểm"
        return reading_of(figure, at, "ocop_sales_points", "ocop_sales_points.label", "point", after.cues[0], after.reach)
    if not after.cues and after.unknown <= 1 and governor(frame, at) == "level":
        before = ahead(frame, at)
        said = {concept for cue in before.cues for concept in frame.tokens[cue].concepts}
        if {"ocop", "ocop_points"} <= said and before.unknown <= 4:  # "số điểm giới thiệu sản phẩm OCOP của tỉnh là 32 điểm"
            return reading_of(figure, at, "ocop_sales_points", "ocop_sales_points.label", "point", before.cues[0], after.reach)
    start = max(0, at - 1)
    if frame.any_cue("ocop", start=start) and (
        frame.any_cue("ocop_points", start=at, end=after.reach) or "trưng" in {t.text for t in frame.tokens[at : after.reach]}
    ):
        topic = next((cue for cue in reversed(after.cues) if "ocop" in frame.tokens[cue].concepts), at)
        return reading_of(figure, at, "ocop_sales_points", "ocop_sales_points.behind", "point", topic, after.reach)
    return Rejection("no_indicator")
