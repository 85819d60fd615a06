"""What a time expression does in its sentence: governs a figure, or only belongs to something else named there.

A time is "plain" unless it is the base of a comparison ("so với năm 2020"), or part of the name of a standard, a
programme or a document ("chuẩn nghèo giai đoạn 2022-2025", "Quyết định … ngày 05/6/2018"). A plain time may still
govern little: the one figure it stands behind ("50,79% (năm 2021)"), the one that follows at once ("tốc độ tăng
trưởng năm 2018 đạt 12,16%"), the next statement, or a span that it opens. Which date it means is for dates.py to say.
"""

from __future__ import annotations

from ntm_extract.attribution.frame import Frame, is_topical

SURVEYED = frozenset(["kết quả", "rà soát", "điều tra", *"số liệu theo kết quả rà soát điều tra thống kê công bố".split()])
"""What names a survey: "15,38% (số liệu cuối năm 2018)"."""
BRIDGE = frozenset("của trong vào cuối đầu đến hết tính năm tháng giữa ( ) tại thời điểm ngày từ".split())


def role(frame: Frame, at: int) -> str:
    """What a time token does: "plain", "base" of a comparison, or part of a "name"."""
    tokens = frame.tokens
    index = at - 1
    steps = 0
    if index >= 0 and tokens[index].text == "học" and frame.figure(at).kind == "period":
        return "name"  # "năm học 2023-2024"
    while index >= 0 and steps < 6:
        token = tokens[index]
        if token.kind == "cue":
            if "base" in token.concepts:
                return "plain" if steps == 0 and _as_long_ago(frame, index, at) else "base"
            if token.text == "nhiệm kỳ" and not _of_a_body(frame, index):
                return "plain"
            if _kept_plan(frame, index) and len(frame.figure(at).iso or "") == 9:
                return "name"  # "vượt mục tiêu giai đoạn 2021-2025": of the plan
            if token.text in ("tổng kết", "sơ kết") and any("điểm" in one.text for one in tokens[max(0, index - 2) : index]):
                return "plain"  # "tại thời điểm tổng kết tháng 6/2025"
            if "standard_name" in token.concepts:
                return "plain" if "chuẩn" in token.text and steps >= 2 and frame.figure(at).kind == "year" else "name"
            if not frame.has(index, "part", "now", "level_verb", "shield", "this_year", "last_year"):
                return "name" if _names_standard(frame, at, index) else "plain"
        elif token.kind == "other" and steps <= 3 and tokens[index + 1].text == "trước":
            break  # "theo Kế hoạch 12/KH-UBND trước ngày 30/9/2010": by when, not of which day the paper is
        elif token.kind == "other" and steps <= 3 and frame.figure(index).kind != "ordinal":  # "trong đợt 1 năm 2025"
            return "name"  # "Quyết định số 691/QĐ-TTg ngày 05/6/2018"
        elif token.text == ")" and steps == 0:
            index = _opening_of(frame, index) - 1  # "Chương trình Mỗi xã một sản phẩm (OCOP) giai đoạn 2018-2020"
            continue
        elif token.kind == "figure" or (token.kind == "mark" and token.text not in ",("):
            break
        elif token.kind == "time":
            return role(frame, index) if steps <= 1 and tokens[at - 1].text not in (",", "(") else "plain"
        elif token.text == "," and steps > 0:
            if index and tokens[index - 1].kind == "other" and tokens[at - 1].text == "ngày":
                return "name"  # "theo Chỉ thị 12-CT/TU, ngày 13/2/2018"
            break
        elif (token.text == "hơn" and steps <= 1) or (token.text == "so" and steps <= 2):
            return "base"  # "giảm 0,5% so cuối năm 2022"
        steps += 1
        index -= 1
    if index > 0 and tokens[index].kind == "figure" and frame.figure(index).unit is None:
        index -= 1  # "Nghị quyết số 05 ngày 10/6/2021"
    if index >= 0 and tokens[index].kind == "word" and tokens[index].text == "số":
        return "name"
    return "plain"


def _opening_of(frame: Frame, close: int) -> int:
    """The token that opens the bracket closed at ``close``."""
    return next((i for i in range(close - 1, -1, -1) if frame.tokens[i].text == "(" and frame.depth[i] == frame.depth[close]), 0)


def _kept_plan(frame: Frame, at: int) -> bool:
    """ "vượt mục tiêu", "hoàn thành các chỉ tiêu"."""
    text = frame.tokens[at].text
    if not any(word in text for word in ("mục tiêu", "kế hoạch", "chỉ tiêu")):
        return False
    if at and frame.tokens[at - 1].kind == "figure" and frame.figure(at - 1).unit == "percent":
        return True  # "đạt 91% mục tiêu giai đoạn 2021-2025"
    return any(one.text.startswith(("hoàn thành", "vượt", "đạt")) for one in frame.tokens[max(0, at - 1) : at + 1])


def _of_a_body(frame: Frame, at: int) -> bool:
    """ "Đại hội Đảng bộ huyện nhiệm kỳ 2020-2025", "Nghị quyết HĐND tỉnh nhiệm kỳ …": a name; else a stage of years."""
    if at and frame.tokens[at - 1].text in ("đầu", "cuối", "hết", "trong", "giữa"):
        return False  # "Đảng bộ huyện: đầu nhiệm kỳ 2015-2020 …"
    return any(word in token.text for token in frame.tokens[max(0, at - 8) : at] for word in _BODIES)


_BODIES = (
    "đại hội", "nghị quyết", "đảng", "hội đồng", "hđnd", "ban chấp", "khóa", "khoá", "đại biểu", "bí thư", "thường vụ", "bầu",
)  # fmt: skip


def _as_long_ago(frame: Frame, base: int, at: int) -> bool:
    """ "(cùng kỳ năm 2022 là 12%)", "Cùng kỳ năm 2022, …": no base but the time of a level of its own."""
    if frame.tokens[base].text != "cùng kỳ":
        return False
    return not base or (frame.tokens[base - 1].text in ("(", ",", ";") and attached(frame, at))


def _names_standard(frame: Frame, at: int, index: int) -> bool:
    """ "bộ tiêu chí xã nông thôn mới nâng cao giai đoạn 2021-2025", "chuẩn nghèo đa chiều của Chính phủ giai đoạn …"."""
    if frame.figure(at).kind != "period":
        return False
    for token in reversed(frame.tokens[max(0, index - 5) : index]):
        if token.kind in ("figure", "time", "mark"):
            return False
        if "standard_name" in token.concepts and token.text.startswith(
            ("bộ tiêu chí", "chuẩn", "theo chuẩn", "chương trình", "đề án")
        ):
            return True
    return False


def of_programme(frame: Frame, at: int) -> bool:
    """ "Chương trình năm 2022", "phong trào giai đoạn 2021-2025": what such a thing cost or moved has its period."""
    if frame.figure(at).kind == "period":
        before = (token for token in reversed(frame.tokens[max(0, at - 6) : at]) if "standard_name" in token.concepts)
        return not next((token.text for token in before), "").startswith(("chuẩn", "theo chuẩn", "bộ tiêu chí"))
    return frame.figure(at).kind == "year" and any(
        token.text.startswith(("chương trình", "phong trào")) for token in frame.tokens[max(0, at - 4) : at]
    )


def stage_named(frame: Frame) -> str | None:
    """ "Chương trình … giai đoạn 2021-2025": the one stage of years that a sentence names; not that of a poverty line."""
    named = set()
    for at, token in enumerate(frame.tokens):
        iso = frame.figure(at).iso or "" if token.kind == "time" else ""
        if len(iso) == 9 and iso[0] == "2" and "/" in iso and (role(frame, at) == "plain" or of_programme(frame, at)):
            named.add(iso)
    return named.pop() if len(named) == 1 else None


def comes_up_to(frame: Frame, at: int) -> bool:
    """ "Chỉ tiêu Nghị quyết Đại hội đến năm 2020 là 6 xã": until when a plan reaches, though a paper's name stands before it."""
    before = [token.text for token in frame.tokens[max(0, at - 2) : at]]
    return frame.figure(at).kind == "year" and any(word.startswith(("đến", "tới")) for word in before)


def is_dated(frame: Frame, at: int) -> bool:
    """ "cuối năm 2016": the year follows."""
    return at + 1 < len(frame.tokens) and frame.tokens[at + 1].kind == "time"


def heads_next(frame: Frame, at: int) -> bool:
    """Whether the time opens the next statement: "…, năm 2023 đạt 6,22%"."""
    tokens = frame.tokens
    index = at + 1
    if (
        index < len(tokens)
        and frame.has(index, "level_verb")
        and tokens[index].text not in ("xuống", "xuống còn", "lên", "tăng lên")
    ):
        return index + 1 < len(tokens) and tokens[index + 1].kind == "figure"
    return index < len(tokens) and tokens[index].text == ":"


def attached(frame: Frame, at: int) -> bool:
    """ "tốc độ tăng trưởng năm 2018 đạt 12,16%": the time of one figure, which follows at once."""
    return frame.has(at + 1, "level_verb") and at + 2 < len(frame.tokens) and frame.tokens[at + 2].kind == "figure"


def on_topic(frame: Frame, at: int) -> bool:
    """Whether the clause of a time, up to it, is about the subject: "tỷ lệ hộ nghèo năm 2024 là 4%; số hộ nghèo …"."""
    return any(is_topical(token.concepts) for token in frame.tokens[frame.clause_start(at) : at] if token.concepts)


def leads(frame: Frame, at: int) -> bool:
    """ "…, đến cuối năm 2021 có 35 xã; 9 xã …": the time of all that follows."""
    before = [token.text for token in frame.tokens[max(0, at - 3) : at]]
    return bool(before) and (before[-1] == "," or any(word.startswith(("đến", "tính", "hết")) for word in before))


def says_now(frame: Frame, at: int) -> bool:
    """Whether "hiện nay", "vừa qua" is a time of its own: not of "từ 5% hiện nay xuống còn 3%", not of "tháng 9 vừa qua"."""
    before = frame.tokens[at - 1] if at else None
    if before is None or before.kind not in ("figure", "time"):
        return True
    return before.kind == "time" and frame.tokens[at].text not in ("vừa qua", "nay")


def of_an_origin(frame: Frame, at: int) -> bool:
    """ "Đề án được phê duyệt năm 2016.", "Hợp tác xã thành lập năm 2015, …": when a thing came to be, not what is told of it."""
    index = at - 1
    while index > 0 and frame.tokens[index].text in BRIDGE | {","}:
        index -= 1
    said = " ".join(token.text for token in frame.tokens[max(0, index - 1) : index + 1])
    return said.endswith(_ORIGINS) or said == "sinh"


_ORIGINS = ("phê duyệt", "ban hành", "thành lập", "ra đời", "chia tách", "sáp nhập", "tái lập", " sinh")


def ends_span(frame: Frame, at: int) -> bool:
    """ "từ năm 2021 đến nay": a span that a year opens, not the moment alone."""
    if at < 2 or frame.tokens[at - 1].kind != "time":
        return False
    return "từ" in (frame.tokens[at - 2].text, frame.tokens[at - 3].text if at > 2 and frame.tokens[at - 2].text == "đầu" else "")


def as_of(frame: Frame, at: int) -> int | None:
    """The time of "(tính đến 31/12/2018)", ", tính đến hết năm 2018." behind the mark at ``at``: of what it follows."""
    tokens = frame.tokens
    bracket = tokens[at].text == "("
    if bracket and at and tokens[at - 1].kind == "place":
        return None  # "gồm Đan Phượng (2015), Đông Anh (2016)": of the place
    index = at + 1
    while index < len(tokens) and (tokens[index].text in BRIDGE or tokens[index].text in SURVEYED):
        index += 1
    if index >= len(tokens) or tokens[index].kind != "time" or (not bracket and tokens[at + 1].text != "tính"):
        return None
    if bracket and frame.figure(index).kind == "period" and len(frame.figure(index).iso or "") == 9:
        return None  # "nông thôn mới (2021-2025)": of the programme
    ends = index + 1 == len(tokens) or (tokens[index + 1].kind == "mark" and (tokens[index + 1].text == ")" or not bracket))
    return index if ends and role(frame, index) == "plain" else None


def owned(frame: Frame, time_at: int, figure_at: int) -> bool:
    """Whether a time before stands directly behind an earlier figure: "từ 50,79% (năm 2021) xuống còn 20,42%"."""
    tokens = frame.tokens
    if heads_next(frame, time_at):
        return False
    index = time_at - 1
    while index >= 0 and (tokens[index].text in BRIDGE or tokens[index].kind == "other"):
        index -= 1
    if index < 0 or tokens[index].kind != "figure" or index >= figure_at:
        return False
    return frame.figure(index).kind != "duration" and frame.figure(index).unit is not None


def year_said_before(frame: Frame, at: int) -> str | None:
    """ "đầu năm 2022 là 4,53%, cuối năm …": the year the sentence stands in."""
    for index in range(at - 1, -1, -1):
        if frame.tokens[index].kind == "time" and role(frame, index) == "plain":
            iso = frame.figure(index).iso or ""
            return iso[:4] if iso[:1] == "2" and "/" not in iso else None
    return None
