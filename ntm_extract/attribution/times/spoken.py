"""Times said without a number: "năm nay", "năm ngoái", "năm tới", "năm qua", "trong năm", "cuối nhiệm kỳ".

What points at the day of writing ("năm nay", "năm ngoái", "năm tới") counts from the document's own year; what points
back ("trong năm", "cuối năm") means the year spoken of, and only then the document's. "những năm qua", "5 năm trước"
are several years, and which is not said: no date, never the one year before. The edge of a stage ("đầu nhiệm kỳ") is
the first or last year of the stage that is spoken of, or no date. A document without a date leaves them all open.
"""

from __future__ import annotations

from ntm_extract.attribution.draft import Discourse, Period
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.times.roles import is_dated, year_said_before

_YEARS = frozenset({"this_year", "last_year", "next_year"})
_SEVERAL = frozenset({"những", "nhiều", "các", "mấy", "vài", "hai", "ba", "bốn", "mươi", "chục", "mười", "số"})
_EDGES = frozenset({"đầu", "cuối", "hết"})
_STAGES = frozenset({"nhiệm kỳ", "kỳ", "đoạn"})


def may_speak(text: str) -> bool:
    """Whether a word that is no wording may still name a time: "giai đoạn", "thời gian"."""
    return text in ("đoạn", "gian")


def spoken_time(frame: Frame, at: int, discourse: Discourse, *, flow: bool) -> Period | None:
    """The time a wording names without a number; None where the token is no such wording, or names no time here."""
    behind = frame.tokens[at + 1].text if at + 1 < len(frame.tokens) else ""
    if frame.tokens[at].text == "gian" and behind == "qua":
        return Period(None) if flow else None  # "trong thời gian qua"
    if frame.tokens[at].text in _STAGES and behind in ("qua", "vừa", "trước", "tới") and (flow or behind == "tới"):
        return Period(None)  # "nhiệm kỳ qua"
    if frame.tokens[at].text in _STAGES and _amid(frame, at):
        return Period(discourse.anchor.published)
    edge = stage_edge(frame, at, discourse)
    if edge is not None:
        return edge
    token = frame.tokens[at]
    if _YEARS.isdisjoint(token.concepts) or is_dated(frame, at):
        return None
    before = frame.tokens[at - 1] if at else None
    if frame.of_unit(at):
        return None
    if before is not None and (before.kind == "time" or "base" in before.concepts or before.text == "hơn"):
        return None  # "tháng 9 năm ngoái" is one time; "so với năm trước" is a base
    if in_turn(frame, at):
        return None
    if _of_several(frame, at):
        until_now = token.text.endswith(("qua", "nay")) and not flow  # what stands after those years stands now
        return None if until_now else Period(None)
    last = "last_year" in token.concepts
    year = (
        str(year)
        if (year := deictic_year(token.text, discourse)) is not None
        else (None if last else year_said_before(frame, at)) or spoken_year(discourse, token.text, last=last)
    )
    if year is None:
        return None
    return Period(f"{year}-01-01" if before is not None and before.text == "đầu" and token.text.startswith("năm") else year)


def _amid(frame: Frame, at: int) -> bool:
    """ "đến giữa nhiệm kỳ", "sau nửa nhiệm kỳ", "giữa giai đoạn": within a stage, of which year is not said."""
    word = at - 2 if frame.tokens[at].text == "đoạn" else at - 1
    return word >= 0 and frame.tokens[word].text in ("giữa", "nửa") and not is_dated(frame, at)


def in_turn(frame: Frame, at: int) -> bool:
    """ "năm sau cao hơn năm trước": no year at all."""
    years = frozenset({"năm trước", "năm sau"})
    around = frame.tokens[max(0, at - 6) : at] + frame.tokens[at + 1 : at + 7]
    return frame.tokens[at].text in years and any(token.text in years - {frame.tokens[at].text} for token in around)


def _of_several(frame: Frame, at: int) -> bool:
    """ "5 năm qua", "những năm qua", "hai năm trước"."""
    if not at:
        return False
    before = frame.tokens[at - 1]
    if before.kind == "figure":
        return frame.figure(at - 1).kind == "duration"
    return before.text in _SEVERAL


def deictic_year(words: str, discourse: Discourse) -> int | None:
    """The year that "năm nay", "năm ngoái", "năm tới" name, counted from the document's own."""
    published = discourse.anchor.published
    if not published:
        return None
    if words.endswith("nay"):
        return int(published[:4])
    if words.endswith("ngoái"):
        return int(published[:4]) - 1
    if words.endswith(("tới", "sau", "sang năm")):
        return int(published[:4]) + 1
    return None


def spoken_year(discourse: Discourse, words: str, *, last: bool) -> str | None:
    """The year that "trong năm", "cả năm", "năm qua" speak of: a text of the first months still speaks of the year before."""
    for said in (discourse.time, discourse.heading_time):
        if said is not None and said.label and not last:
            return said.label[-4:] if "/" in said.label else said.label[:4]
    published = discourse.anchor.published
    if not published or len(published) < 7:
        return None if published or last else discourse.anchor.reported_year  # "Dự kiến cả năm có …" of a report without a date
    if words.endswith("trước"):
        return str(int(published[:4]) - 1)
    early = published[5:7] <= "03" and not words.endswith("nay")
    return str(int(published[:4]) - (1 if early or (last and published[5:7] < "10") else 0))


def stage_edge(frame: Frame, at: int, discourse: Discourse) -> Period | None:
    """ "đầu nhiệm kỳ", "cuối giai đoạn" without years: the first or last year of the stage spoken of."""
    token = frame.tokens[at]
    if not at or token.text not in _STAGES or is_dated(frame, at):
        return None
    word = at - 1
    if token.text == "đoạn" and frame.tokens[word].text == "giai":
        word -= 1
    elif token.text != "nhiệm kỳ":
        return None
    if word < 0 or frame.tokens[word].text not in _EDGES or (word and frame.tokens[word - 1].text == "nửa"):
        return None
    if word and frame.tokens[word - 1].kind == "figure":
        return None  # "từ 12,4% đầu nhiệm kỳ xuống còn 2,1%": the time of the first figure alone
    stage = next(
        (
            frame.figure(index).iso
            for index in range(at - 1, -1, -1)
            if frame.tokens[index].kind == "time" and len(frame.figure(index).iso or "") == 9
        ),
        None,
    )
    for said in (discourse.time, discourse.heading_time):
        stage = stage or (said.label if said is not None and said.label and len(said.label) == 9 else None)
    told = discourse.anchor.title_time
    stage = stage or (told if told is not None and len(told) == 9 else None)
    if stage is None or "/" not in stage:
        return Period(None)
    return Period(stage[:4] if frame.tokens[word].text == "đầu" else stage[5:])
