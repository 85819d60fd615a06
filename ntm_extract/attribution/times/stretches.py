"""Times made of more than one token: from one year to another, and months counted in words.

"từ năm 2016 đến năm 2020" is a stage for what flows and its end for what stands; "sáu tháng đầu năm 2023" is June.
Years that do not follow one another make no stretch; "trong 5 năm tới" is a stretch without a date.
"""

from __future__ import annotations

from ntm_extract.attribution.frame import Frame

_MONTHS = {"ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10}
_OPENINGS = frozenset({"từ", "trong", "hai", "các", "những"})  # "hai năm 2016 và 2017"
_JOINTS = frozenset({"và", "đến", "tới", "hết", "cuối", "năm", "đến hết", "đến cuối", "đến cuối năm", "cuối năm"})


def stretch(frame: Frame, at: int) -> tuple[str, str] | None:
    """First and last year of the stretch the time at ``at`` opens or closes.

    None where it stands alone ("từ năm 2020 huyện có 5 xã").
    """
    listed = _listed(frame, at)
    if listed is not None:
        return listed
    first = last = at
    index = _over_joints(frame, at, -1)
    if index is not None:
        first = index
    else:
        index = _over_joints(frame, at, 1)
        if index is None:
            return None
        last = index
    if not first or not (frame.tokens[first - 1].text in _OPENINGS or frame.tokens[first - 1].kind == "figure"):
        return None
    start, end = _year(frame, first), _year(frame, last) or _year_of_date(frame, last)
    return (start, end) if start and end and start < end else None


def _listed(frame: Frame, at: int) -> tuple[str, str] | None:
    """ "trong 3 năm 2020, 2021, 2022", "các năm 2020, 2021 và 2022": years in a row, each one said."""
    years = []
    index = at
    while index >= 0 and (frame.tokens[index].kind == "time" or frame.tokens[index].text in (",", "và", "năm")):
        if frame.tokens[index].kind == "time":
            years.append(_year(frame, index))
        index -= 1
    if len(years) < 2 or None in years:
        return None
    numbers = [int(year) for year in reversed(years) if year is not None]
    counted = index >= 0 and (frame.tokens[index].kind == "figure" or frame.tokens[index].text in ("hai", "ba", "bốn"))
    joined = index < 0 and frame.tokens[at - 1].text == "và"  # "Năm 2022 và năm 2023, …"
    opened = counted or joined or (len(years) > 2 and index >= 0 and frame.tokens[index].text in _OPENINGS)
    return (str(numbers[0]), str(numbers[-1])) if opened and numbers == list(range(numbers[0], numbers[-1] + 1)) else None


def _over_joints(frame: Frame, at: int, step: int) -> int | None:
    """The next time in one direction behind "đến", "đến hết", "đến cuối", "và"."""
    said = False
    index = at + step
    for _ in range(4):
        if not 0 <= index < len(frame.tokens):
            return None
        token = frame.tokens[index]
        if token.kind == "time":
            return index if said else None
        if token.text not in _JOINTS:
            return None
        said = said or token.text.startswith(("đến", "tới", "và"))
        index += step
    return None


def _year(frame: Frame, at: int) -> str | None:
    figure = frame.figure(at)
    return figure.iso if figure.kind == "year" and figure.iso and len(figure.iso) == 4 and figure.iso[0] == "2" else None


def _year_of_date(frame: Frame, at: int) -> str | None:
    """ "từ năm 2021 đến tháng 6/2024"."""
    figure = frame.figure(at)
    return figure.iso[:4] if figure.kind == "date" and figure.iso and figure.iso[0] == "2" else None


def months_in_words(frame: Frame, at: int) -> int | None:
    """6 where "sáu tháng đầu" ends before the token at ``at`` ("năm", or the year)."""
    tokens = frame.tokens
    if at < 3 or tokens[at - 1].text != "đầu" or tokens[at - 2].text != "tháng" or tokens[at - 3].kind != "word":
        return None
    return _MONTHS.get(tokens[at - 3].text)


def over_unsaid_years(frame: Frame, at: int, *, flow: bool) -> bool:
    """ "trong 5 năm tới", and for what flows "trong 10 năm xây dựng nông thôn mới": years that are not said."""
    token = frame.tokens[at]
    if token.kind != "figure":
        return False
    figure = frame.figure(at)
    if figure.kind != "duration" or figure.unit != "year" or (figure.value or 0) < 2:
        return False
    behind = frame.tokens[at + 1] if at + 1 < len(frame.tokens) else None
    if behind is not None and (behind.text == "tới" or behind.kind == "time"):
        return behind.text == "tới"
    if not flow:
        return False
    if not at or frame.tokens[at - 1].kind == "mark":  # "10 năm xây dựng nông thôn mới: …"
        return behind is not None and behind.text.startswith(("thực", "xây", "triển", "làm", "chung"))
    return frame.tokens[at - 1].text in ("trong", "qua", "sau")


def of_bracket(frame: Frame, time_at: int, figure_at: int) -> bool:
    """ "đạt 16,74 tiêu chí (năm 2022 là 16,3); …": a time that dates a figure within its own bracket alone."""
    depth = frame.depth[time_at]
    if depth <= frame.depth[figure_at]:
        return False
    for step in (-1, 1):
        index = time_at
        while 0 <= index < figure_at and frame.depth[index] >= depth:
            if frame.tokens[index].kind == "figure":
                return True
            index += step
    return False


def bracketed_years(frame: Frame, at: int) -> list[str]:
    """ "mỗi năm giảm 4% (từ 36,5% năm 2012 xuống 33,2% năm 2014)", or set off by a comma."""
    years = []
    behind = [token.text for token in frame.tokens[at + 1 : at + 3]]
    if behind[:1] == ["("] or behind == [",", "từ"]:
        for index in range(at + 2, len(frame.tokens)):
            if frame.tokens[index].text in (")", ";", "."):
                break
            if frame.tokens[index].kind == "time":
                years.append((frame.figure(index).iso or "")[:4])
    return [year for year in years if year[:1] == "2"]


def respective(frame: Frame, at: int) -> int | None:
    """ "Năm 2020 và năm 2021, tỷ lệ hộ nghèo lần lượt là 15% và 12%": the time whose turn the figure at ``at`` is."""
    tokens = frame.tokens
    said = next((index for index in range(at - 1, 0, -1) if (tokens[index - 1].text, tokens[index].text) == ("lần", "lượt")), None)
    if said is None or any(token.kind == "time" for token in tokens[said:at]):
        return None
    times = [index for index in range(said) if tokens[index].kind == "time"]
    if len(times) < 2 or "từ" in (tokens[times[0] - 1].text if times[0] else "", tokens[times[-2] - 1].text if times[-2] else ""):
        return None
    turn = sum(1 for token in tokens[said:at] if token.kind == "figure")
    between = tokens[times[0] + 1 : times[-1]]
    if any(token.kind not in ("time", "mark") and token.text not in ("và", "năm", "cuối", "đầu") for token in between):
        return None
    return times[turn] if turn < len(times) else None
