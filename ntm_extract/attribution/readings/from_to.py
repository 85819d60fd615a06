"""Levels told by a fall or a rise: "giảm từ 38,64% năm 2012 xuống còn 33,11% năm 2013".

Each figure is asked alone, by the words around it: whether it is the level that the movement starts from ("từ 7,8% …
xuống còn"; never a range) or the level that remains at its end ("xuống còn 3%"). "giảm 3%" is neither.
"""

from __future__ import annotations

from ntm_extract.attribution.frame import Frame, Token

_FROM = frozenset({"từ", "từ mức"})
_TO = frozenset({
    "xuống", "xuống còn", "lên", "đến", "còn", "tăng lên", "giảm còn", "chỉ còn", "xuống dưới", "lên đến", "giảm xuống",
    "giảm xuống còn",
})  # fmt: skip


def from_level(frame: Frame, at: int) -> bool:
    """ "giảm từ 7,8% xuống còn 6%": the first level, whose time is not the statement's."""
    figure = frame.figure(at)
    if not at or figure.upper is not None or not (frame.tokens[at - 1].text in _FROM or frame.tokens[at].text.startswith("từ ")):
        return False
    return any(token.text in _TO or token.text == "thành" for token in open_tokens(frame, at)[:7])


def open_tokens(frame: Frame, at: int) -> list[Token]:
    """The tokens behind a figure without what stands in brackets: "từ 55% (480 nghìn người) năm 2011 đã tăng lên …"."""
    depth = frame.depth[at]
    near = zip(frame.tokens[at + 1 : at + 24], frame.depth[at + 1 : at + 24], strict=True)
    return [token for token, inside in near if inside <= depth]


def to_level(frame: Frame, at: int) -> bool:
    """ "… xuống còn 8,38%" of a stage is the level at its end."""
    return at > 0 and frame.tokens[at - 1].text in (
        "xuống",
        "xuống còn",
        "lên",
        "còn",
        "tăng lên",
        "giảm còn",
        "chỉ còn",
        "xuống dưới",
        "giảm xuống còn",
        "giảm xuống",
    )


def from_to(frame: Frame, at: int) -> bool:
    """ "giảm từ 38,64% … xuống còn 33,11%": the first figure is a level too."""
    before = frame.tokens[at - 1].text if at else ""
    if frame.tokens[at].kind != "figure":
        return False
    figure = frame.figure(at)
    if before not in _FROM or figure.upper is not None:
        return False
    return any(token.text in _TO for token in open_tokens(frame, at)[:13])


def remains(frame: Frame, at: int) -> bool:
    """ "giảm tỷ lệ hộ nghèo xuống còn 3%": what remains, though the wording names the fall."""
    text = frame.tokens[at - 1].text
    return text.endswith(("còn", "xuống")) or text in (
        "còn",
        "xuống",
        "xuống còn",
        "giảm còn",
        "giảm xuống",
        "giảm xuống còn",
        "chỉ còn",
        "vẫn còn",
        "xuống dưới",
        "lên",
        "tăng lên",
        "hạ xuống",
        "dưới mức",
        "ở mức",
    )
