r"""The layout of a document: every line of the normalised text gets a role, and its place decides the rest.

A block is one line, or several that a page break or a fixed width parted in mid-sentence. Blocks are ordered, do
not overlap, are trimmed, and hold every character that is not white space.

* **furniture**: see :mod:`ntm_extract.corpus.furniture` for what a line says of itself and
  :mod:`ntm_extract.corpus.furniture_by_position` for what its place makes of it, bylines among it.
* **title**, **dateline**, **lead**: see :mod:`ntm_extract.corpus.head`.
* **heading**: numbered, in capitals, ended by a colon, or a short line without a final stop that something follows.
  Depth, outermost first: 1 Phần, Chương; 2 ``I.``, ``A.``, Mục, capitals; 3 ``1.``, Điều, plain lines; 4 ``1.1``;
  5 ``1.1.1``; 6 ``a)``; 7 a line ended by a colon, which governs what it introduces. Markdown: its own level.
* **list_item**: depth by kind of marker within the list and by indentation. Lines ended by ";" are items without
  a marker.
* **table_row**: cells parted by "|" or tabs, lines of several numbers, and columns flattened into short lines.
* **caption**: a photo credit, the line below an image's file name, a line without a final stop that is
  printed twice, the short lines set apart after a body of single lines (and their copies in the body).

>>> page = "Xã Đông An về đích\n\nNăm 2023, xã đạt 19/19 tiêu chí.\n\nTin mới\nXã khác đạt 12 tiêu chí"
>>> [(b.kind, page[b.start:b.end][:12]) for b in segment_blocks(page)][:3]
[('title', 'Xã Đông An v'), ('paragraph', 'Năm 2023, xã'), ('furniture', 'Tin mới')]
"""

from __future__ import annotations

from itertools import repeat
from operator import add
from typing import TYPE_CHECKING, Final

from ntm_extract.corpus.furniture import is_image_name
from ntm_extract.corpus.furniture_by_position import UNSETTLED, settle_byline, settle_furniture, settle_stamped_lists
from ntm_extract.corpus.head import settle_head, settle_lead, split_run
from ntm_extract.corpus.lines import FURNITURE, PARAGRAPH, SHORT, Layout, ends_sentence, line_roles, read_lines
from ntm_extract.corpus.outline import settle_outline
from ntm_extract.model import Block

if TYPE_CHECKING:
    from collections.abc import Callable

_SETTLED: Final = frozenset(("title", "lead", "paragraph", "caption", "dateline", "furniture"))
_PROSE: Final = frozenset((SHORT, PARAGRAPH))
_CAPTION_LIKE: Final = _PROSE | {"caption"}
_BELOW_BODY: Final = _CAPTION_LIKE | {FURNITURE}
_NEW_BLOCK: Final[Callable[[type[Block], tuple[str, int, int, int]], Block]] = tuple.__new__


def segment_blocks(text: str) -> list[Block]:
    """Blocks of a normalised text: ordered, disjoint, trimmed, holding all that is not white space."""
    page = read_lines(text)
    lines, roles = page.lines, page.roles
    if not lines:
        return []
    if len(lines) == 1 and (split := split_run(text, page)):
        return split
    roles += line_roles(lines)
    kinds = set(roles)
    if not kinds.isdisjoint(UNSETTLED):
        settle_furniture(page)
    settle_stamped_lists(page)
    title = settle_head(page)
    _settle_captions(page, title)
    if title >= 0:
        settle_lead(page, title + 1)
    settle_byline(page, title)
    if not _SETTLED.issuperset(roles):
        settle_outline(page)
    ends = map(add, page.starts, map(len, lines))
    return list(map(_NEW_BLOCK, repeat(Block), zip(roles, page.starts, ends, page.depths, strict=True)))


def _settle_captions(page: Layout, title: int) -> None:
    lines, roles, gaps = page.lines, page.roles, page.gaps
    count = len(lines)
    # Title, lead, body of single lines, and what is set apart after it.
    breaks = [i for i, gap in enumerate(gaps) if gap and i]
    if 2 <= len(breaks) <= 3 and breaks[-1] - breaks[-2] >= 4 and count - breaks[-1] < breaks[-1] - breaks[-2]:
        tail = range(breaks[-1], count)
        single = roles[breaks[-2] : breaks[-1]].count(PARAGRAPH) * 2 > breaks[-1] - breaks[-2]
        if single and all(roles[i] in _BELOW_BODY and len(lines[i]) <= 250 for i in tail):
            for i in tail:
                if roles[i] in _PROSE:
                    roles[i] = "caption"
    if len(set(lines)) < count:
        seen: dict[str, int] = {}
        for i in range(title + 1, count):
            line = lines[i]
            if roles[i] in _CAPTION_LIKE and 20 <= len(line) <= 250 and (j := seen.setdefault(line, i)) != i:
                if roles[i] == "caption" or j == i - 1 or not ends_sentence(line):
                    roles[i] = roles[j] = "caption"
                seen[line] = i
    if FURNITURE in roles:
        for i in range(1, count):
            if roles[i] in _PROSE and len(lines[i]) <= 250 and not gaps[i] and is_image_name(lines[i - 1]):
                roles[i] = "caption"
