"""A sentence as a row of tokens: figures, times, places, wordings and the words between them.

Every question asked of a figure (which indicator, place, period, status) is a walk over this row to
the left or to the right. The row keeps what decides such a walk: where a clause ends, what stands in
brackets, and which words carry no meaning of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter
from typing import Literal, NamedTuple

from ntm_extract.model import Figure
from ntm_extract.patterns.places import PlaceMention
from ntm_extract.patterns.wordings import Wording

TokenKind = Literal["figure", "time", "cue", "place", "word", "mark", "other"]

TIME_KINDS = frozenset({"date", "year", "period"})
_OTHER_KINDS = frozenset({"doc_number", "ordinal", "time"})
# a word (the group) or a mark; not the decoration of Markdown: emphasis says nothing of meaning
_WORD = re.compile(r"([^\W_]\w*)|_\w+|[^\w\s*`~#>]")

# words that carry a figure but say nothing of what it counts
FILLER = frozenset(
    "đủ và là có đã được còn với của trên địa bàn toàn tỉnh huyện xã thôn bản khoảng đạt lên xuống tăng giảm thêm so cuối đầu năm "
    "tháng ngày đến nay hiện trong đó tại ở bình quân mỗi hằng hàng từ vào theo tính hết thì chỉ vẫn cả nước thị trấn phường "
    "số các những lượt thành phố quận vùng khu vực ước riêng cụ thể gồm bao nâng đưa tổng cộng hơn gần trung bình này kia ta "
    "tiếp kế đứng nhì rà soát điều tra dân thời điểm do nên mà cao thấp lũy kế đi đầu lần lượt tương ứng đương bằng chiếm "
    "tỷ tỉ lệ nhất cùng kỳ trước sau giai đoạn kết quả mới cũng khi qua quý mức thực tế "
    "dẫn ra về rất nhiều đều ấy đây đấy một tổng hộ người đơn vị cấp trực thuộc trung ương kể như sau dưới gồm: hoặc hay".split()
)


_VERBS = frozenset({"level_verb", "change_up", "change_down", "share"})
_PLACE_UNITS = frozenset({"commune", "village", "district"})
_GROUPS = ("population:poor_districts", "population:special", "population:border", "population:pilot")


_place_of = itemgetter(1, 2)  # start and end of a token


class Token(NamedTuple):
    """One token. ``concepts`` of a cue; ``ref``: which figure or place of the sentence it is."""

    kind: TokenKind
    start: int
    end: int
    text: str  # lower case
    concepts: tuple[str, ...]
    ref: int


class Frame:
    """The tokens of one sentence, with the figures and places they refer to."""

    __slots__ = ("at_figure", "depth", "end", "figures", "places", "start", "text", "tokens")

    def __init__(
        self,
        lower: str,
        span: tuple[int, int],
        figures: Sequence[Figure],
        cues: Sequence[Wording],
        places: Sequence[PlaceMention],
    ) -> None:
        self.start, self.end = span
        self.text = lower[span[0] : span[1]]
        self.figures = figures
        self.places = places
        self.tokens: list[Token] = _tokens(lower, span, self.figures, cues, places)
        self.at_figure = {token.ref: at for at, token in enumerate(self.tokens) if token.kind in ("figure", "time", "other")}
        self.depth = _depths(self.tokens) if "(" in self.text else [0] * len(self.tokens)

    def figure(self, at: int) -> Figure:
        """The figure of the token at ``at``."""
        return self.figures[self.tokens[at].ref]

    def noun(self, at: int) -> str:
        """The noun that is written with a figure, "" where there is none: "ngày công" of "25.000 ngày công"."""
        figure = self.figure(at)
        return self.text[figure.number_end - self.start : figure.end - self.start].strip()

    def lend(self, at: int, unit: str) -> None:
        """Give a figure the unit that stands elsewhere in its sentence."""
        ref = self.tokens[at].ref
        figures = list(self.figures)
        figures[ref] = figures[ref]._replace(unit=unit)
        self.figures = figures

    def place(self, at: int) -> PlaceMention:
        """The place of the token at ``at``."""
        return self.places[self.tokens[at].ref]

    def token_at(self, offset: int) -> int:
        """Index of the first token that starts at or behind ``offset``."""
        return bisect_left(self.tokens, offset, key=lambda token: token.start)

    def has(self, at: int, *concepts: str) -> bool:
        """Whether the token is a cue of one of the concepts."""
        said = self.tokens[at].concepts if 0 <= at < len(self.tokens) else ()
        return bool(said) and any(concept in said for concept in concepts)  # most tokens say nothing

    def before(self, at: int) -> Token | None:
        """The token before, if any."""
        return self.tokens[at - 1] if at > 0 else None

    def any_cue(self, *concepts: str, start: int = 0, end: int | None = None) -> bool:
        """Whether a cue of the concepts stands among the tokens ``start`` to ``end``."""
        wanted = frozenset(concepts)
        return any(not wanted.isdisjoint(token.concepts) for token in self.tokens[start:end] if token.concepts)

    def of_unit(self, at: int) -> bool:
        """Whether a wording began in the unit of a figure that counts no time: no "năm sau" in "triệu đồng/năm sau đó"."""
        token = self.tokens[at]
        begun = at > 0 and self.tokens[at - 1].kind == "figure" and token.end - token.start < len(token.text)
        return begun and self.figure(at - 1).kind != "duration"

    def is_break(self, at: int) -> bool:
        """Whether a clause ends here for certain."""
        return self.tokens[at].kind == "mark" and self.tokens[at].text in ";.!?…:"

    def clause_start(self, at: int, *, through_colon: bool = True) -> int:
        """Index of the first token of the clause: behind the last ``;``, ``.`` (or ``:``), or the open bracket."""
        depth = self.depth[at]
        index = at - 1
        while index >= 0:
            token = self.tokens[index]
            if token.kind == "mark":
                if token.text in ";.!?…" or (token.text == ":" and not through_colon):
                    break
                if token.text == "(" and self.depth[index] == depth and depth:
                    break
            index -= 1
        return index + 1

    def clause_end(self, at: int) -> int:
        """Index behind the last token of the clause."""
        depth = self.depth[at]
        index = at + 1
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.kind == "mark" and (token.text in ";.!?…" or (token.text == ")" and depth and self.depth[index] == depth)):
                break
            index += 1
        return index

    def only_filler(self, start: int, end: int, *, unknown: int = 0, stops: bool = False, brackets: bool = False) -> bool:
        """Whether the tokens between say nothing new: times, places, marks, small words, words of the frame.

        ``brackets``: whatever a bracket that is closed again says goes unasked.
        """
        for index in range(start, end):
            token = self.tokens[index]
            if token.kind in ("time", "place", "other") or (brackets and self.depth[index] > self.depth[end]):
                continue
            if token.kind == "mark":
                if token.text in ".!?" or (token.text == ";" and not stops):
                    return False
                continue
            if token.kind == "cue":
                if is_topical(token.concepts) and not any(c.startswith("population:") for c in token.concepts):
                    return False
                if "negation" in token.concepts:
                    return False
                continue
            if token.kind == "figure" and self.figure(index).unit == "times":
                continue
            if (
                token.kind == "figure"
                and self.figure(index).unit in _PLACE_UNITS
                and self.any_cue(*_GROUPS, start=index, end=index + 2)
            ):
                continue  # "riêng 7 huyện nghèo giảm …"
            if token.kind == "figure" or token.text not in FILLER:
                unknown -= 1
                if unknown < 0:
                    return False
        return True


FRAMING = frozenset(
    {
        "target",
        "estimate",
        "done",
        "achieved_plan",
        "now",
        "undated",
        "base",
        "change_up",
        "change_down",
        "level_verb",
        "share",
        "negation",
        "beneficiary",
        "part",
        "inclusive",
        "total_scope",
        "scope_country",
        "scope_province",
        "scope_district",
        "scope_commune",
        "scope_village",
        "scope_region",
        "standard_name",
        "said",
        "newly",
        "shield",
        "anaphora",
        "norm",
        "this_year",
        "last_year",
        "next_year",
        "reward",
    }
)


def is_topical(concepts: tuple[str, ...]) -> bool:
    """Whether a cue is about the subject matter rather than about the figure's frame."""
    return any(concept not in FRAMING and not concept.startswith("population:") for concept in concepts)


def _tokens(
    lower: str,
    span: tuple[int, int],
    figures: Sequence[Figure],
    cues: Sequence[Wording],
    places: Sequence[PlaceMention],
) -> list[Token]:
    start, end = span
    spans: list[Token] = []
    closed = -1
    numbered = [(place.start, place.end) for place in places if place.name[-1:].isdigit()]
    for index, figure in enumerate(figures):
        if figure.end > end:
            break
        if figure.unit is None and any(s < figure.start and figure.end <= e for s, e in numbered):
            continue  # "xã A Lưới 1": part of the name
        if figure.start < closed:
            continue  # the second figure of a pair shares the span of the first
        kind: TokenKind = "time" if figure.kind in TIME_KINDS else "other" if figure.kind in _OTHER_KINDS else "figure"
        spans.append(Token(kind, figure.start, figure.end, "", (), index))
        closed = figure.end
    taken = [(token.start, token.end) for token in spans]
    for index, place in enumerate(places):
        if place.end > end:
            continue
        first = next((e for s, e in taken if s < place.start < e < place.end), place.start)  # "hai huyện A và B"
        while first < place.end and first > place.start and not lower[first].isalnum():
            first += 1  # "6 xã: A, B": the colon is a mark
        if _free(taken, first, place.end):
            spans.append(Token("place", first, place.end, "", (), index))
    taken = sorted((token.start, token.end) for token in spans)
    for cue in cues:
        if cue.end > end:
            break
        at = cue.start
        if not _free(taken, cue.start, cue.end):
            # "25 hộ nghèo": the wording begins with the figure's unit
            over = next((e for s, e in taken if s < cue.start < e < cue.end), None)
            if over is None or not _free(taken, over, cue.end):
                # "xuống dưới 1,2%": its last word is the figure's bound
                begun = next((s for s, e in taken if cue.start < s < cue.end <= e), None)
                if begun is not None and not _VERBS.isdisjoint(cue.concepts) and _free(taken, cue.start, begun):
                    spans.append(Token("cue", cue.start, begun, lower[cue.start : begun].rstrip(), cue.concepts, -1))
                continue
            at = over
        spans.append(Token("cue", at, cue.end, lower[cue.start : cue.end], cue.concepts, -1))
    spans.sort(key=_place_of)
    tokens: list[Token] = []
    at = start
    for token in spans:
        if token.start > at:
            _words(lower, at, token.start, tokens)
        tokens.append(token)
        at = max(at, token.end)
    if at < end:
        _words(lower, at, end, tokens)
    return tokens


def _free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    for first, last in taken:  # noqa: SIM110 - a generator costs more than the few spans it goes through
        if last > start and first < end:
            return False
    return True


def _words(lower: str, start: int, end: int, tokens: list[Token]) -> None:
    new = tuple.__new__  # past the keyword handling of the class: these are most of all tokens
    tokens += [
        new(Token, ("word" if match.lastindex else "mark", match.start(), match.end(), match[0], (), -1))
        for match in _WORD.finditer(lower, start, end)
    ]


def _depths(tokens: list[Token]) -> list[int]:
    depth = 0
    depths = []
    for token in tokens:
        if token.text == "(" and token.kind == "mark":
            depth += 1
            depths.append(depth)
        elif token.text == ")" and token.kind == "mark":
            depths.append(depth)
            depth = max(0, depth - 1)
        else:
            depths.append(depth)
    return depths
