"""The stars of each product a sentence names.

Stars belong to the names before them in their clause ("A và B đạt 3 sao; C đạt 4 sao"), or, where they open a list, to the
names behind ("2 sản phẩm đạt 4 sao gồm: A, B"); stars in brackets to the one name before them and those of the same owner.
"3 sao trở lên", "3 sao, 4 sao" and the stars of a count ("12 sản phẩm 3 sao") are no product's. Stars that are proposed or
aimed at are potential.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ntm_extract.attribution.products.parts import Part
from ntm_extract.attribution.products.spans import Named
from ntm_extract.model import Figure

_AIM: Final = re.compile(
    r"tiềm năng|(?<!theo )(?<!cơ sở )đề nghị|đề xuất|phấn đấu|dự kiến|kế hoạch|mục tiêu(?! quốc gia)|mong muốn|(?<!\w)sẽ "
    r"|hướng tới|hướng đến|đăng ký|(?<!\w)trình (?:hội đồng|ubnd|trung ương|bộ )|dự thi"
)
_ALL: Final = re.compile(r"\b(?:đều|cùng)\b")
_COUNTED: Final = re.compile(r"(?:\d|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) sản phẩm")

Stars = tuple[int | None, bool | None]
"""A number of stars, and whether they are only possible so far."""


def stars_said(lower: str, start: int, star: Part, figures: Sequence[Figure]) -> Stars:
    """The stars a figure gives one product, and whether they are only aimed at."""
    figure = figures[star.ref]
    if figure.value is None or figure.upper is not None or figure.bound != "exact":
        return None, None
    aimed = _AIM.search(lower, start, star.start) is not None or lower[star.end : star.end + 14].lstrip(" (").startswith(
        "tiềm năng"
    )
    return int(figure.value), aimed


def stars_of(lower: str, named: Sequence[Named], parts: Sequence[Part], figures: Sequence[Figure]) -> list[Stars]:
    """The stars of each named product, in their order; (None, None) where the text leaves them open."""
    given: list[Stars] = [(None, None)] * len(named)
    closed = [False] * len(named)
    at = [i for i, part in enumerate(parts) if part.kind == "star"]
    at = [
        i
        for n, i in enumerate(at)
        if not (n + 1 < len(at) and lower[parts[i].end : parts[at[n + 1]].start].strip() in ("lên", "lên hạng"))
    ]
    rows = {
        i
        for n, i in enumerate(at)
        for j in (n - 1, n + 1)
        if 0 <= j < len(at) and _in_row(lower, parts[min(i, at[j])], parts[max(i, at[j])])
    }
    last_end = parts[0].start if parts else 0
    for index in at:
        star = parts[index]
        before = [n for n, item in enumerate(named) if item.end <= star.start and not closed[n]]
        after = [n for n, item in enumerate(named) if item.start >= star.end]
        clause = max(last_end, lower.rfind(";", 0, star.start) + 1)
        if before:
            last = named[before[-1]]
            between = lower[last.end : star.start]
            if not _COUNTED.search(between.replace("một trong", "")) or "một trong" in between:
                value = (
                    (None, None) if index in rows else stars_said(lower, _clause_start(lower, last.start, clause), star, figures)
                )
                bracketed = parts[index - 1].text == "("
                for n in before:
                    inner = lower[named[n].end : last.start]
                    same = named[n].owner is not None and named[n].owner == last.owner
                    if n == before[-1] or same or (not bracketed and (";" not in inner or _ALL.search(between))):
                        given[n] = value
            for n in before:
                closed[n] = True
        elif after and _goes_forward(parts, index, named[after[0]]):
            value = (None, None) if index in rows else stars_said(lower, clause, star, figures)
            following = next((i for i in at if i > index and _goes_on_to(parts, i, named)), None)
            for n in after:
                if _COUNTED.search(lower, named[after[0]].start, named[n].start):
                    break  # "…; 14 sản phẩm khác …": another count begins
                if following is None or named[n].end <= parts[following].start:
                    given[n] = value
                    closed[n] = not _bracket_follows(parts, at, index)
        last_end = star.end
    return given


def _clause_start(lower: str, product: int, clause: int) -> int:
    """Where the words begin that may make the stars an aim: "Phấn đấu … có sản phẩm X đạt 4 sao"."""
    return min(product, max(clause, lower.rfind(",", 0, product) + 1, lower.rfind(";", 0, product) + 1, product - 90))


def _in_row(lower: str, one: Part, other: Part) -> bool:
    """Whether two stars are of a whole, not of a product: "3 sao, 4 sao", "3 và 4 sao"."""
    return lower[one.end : other.start].strip() in (",", "và", "hoặc", "-", "–", "đến", "/")


def _bracket_follows(parts: Sequence[Part], at: Sequence[int], index: int) -> bool:
    return any(i > index and i and parts[i - 1].text == "(" for i in at)


def _goes_on_to(parts: Sequence[Part], star: int, named: Sequence[Named]) -> bool:
    """Whether a later star begins a group of its own: behind ";" or "sản phẩm", with names to come."""
    return any(item.start >= parts[star].end for item in named) and parts[star - 1].text != "("


def _goes_forward(parts: Sequence[Part], star: int, first: Named) -> bool:
    """Whether the stars are of the names behind: "4 sao gồm: A", "OCOP 4 sao cho A", "sản phẩm OCOP 4 sao A"."""
    between = [part for part in parts[star + 1 :] if part.end <= first.start]
    texts = [part.text for part in between]
    if any(text in (";", ".") for text in texts):
        return False
    if all(part.kind in ("product", "ocop") or part.text in '“"‘«(' for part in between):
        return True
    return any(text in (":", "gồm", "là", "như", "cho", "đối") for text in texts)
