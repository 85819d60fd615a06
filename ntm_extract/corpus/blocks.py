r"""The layout of a document: every line of the normalised text gets a role, and its place decides the rest.

A block is one line, or several that a page break or a fixed width parted in mid-sentence. Blocks are ordered, do
not overlap, are trimmed, and hold every character that is not white space.

* **furniture**: see :mod:`ntm_extract.corpus.furniture` for what a line says of itself. The heading of a list of
  other articles makes everything below it furniture, if enough body stands before it; several whole sentences
  in a row mean that the body goes on. Before the body it only takes the run of short lines below it. A rating
  or comment box closes the article when more body stands before it than after. A bare name or "Theo …" on the last
  line is a byline.
* **title**: the first line that is no furniture and no date, if it does not read as a paragraph; also its second
  line (after a colon, a section name, or the name of a document kind such as "KẾ HOẠCH").
* **dateline**: a line that is a publication time. One before the title, where another follows it, is the site's
  clock and so furniture.
* **lead**: the first paragraph after the title, where a blank line, a caption or furniture sets it apart.
* **heading**: numbered, in capitals, ended by a colon, or a short line without a final stop that something follows.
  Depth, outermost first: 1 Phần, Chương; 2 ``I.``, ``A.``, Mục, capitals; 3 ``1.``, Điều, plain lines; 4 ``1.1``;
  5 ``1.1.1``; 6 ``a)``; 7 a line ended by a colon, which governs what it introduces. Markdown: its own level.
* **list_item**: depth by kind of marker within the list and by indentation. Lines ended by ";" are items without
  a marker.
* **table_row**: cells parted by "|" or tabs, lines of several numbers, and columns flattened into short lines.
* **caption**: a photo credit, the line below an image's file name, a line without a final stop that is
  printed twice, the short lines set apart after a body of single lines (and their copies in the body).

Swallowing body is the worse error than keeping furniture: a lost figure is never seen again, and a figure out of
furniture still has to find an indicator.

>>> page = "Xã Đông An về đích\n\nNăm 2023, xã đạt 19/19 tiêu chí.\n\nTin mới\nXã khác đạt 12 tiêu chí"
>>> [(b.kind, page[b.start:b.end][:12]) for b in segment_blocks(page)][:3]
[('title', 'Xã Đông An v'), ('paragraph', 'Năm 2023, xã'), ('furniture', 'Tin mới')]
"""

from __future__ import annotations

import re
from bisect import bisect
from itertools import accumulate, repeat
from operator import add
from typing import TYPE_CHECKING, Final, NamedTuple

from ntm_extract.corpus.furniture import (
    CLOSING,
    LINE,
    SECTION,
    WEAK,
    find_glued_dateline,
    is_byline,
    is_image_name,
)
from ntm_extract.corpus.lines import (
    BULLET,
    CELL,
    FURNITURE,
    MAX_SHORT,
    NUMBERED,
    OPEN,
    PARAGRAPH,
    SHORT,
    UPPER,
    Layout,
    ends_sentence,
    line_role,
    line_roles,
    read_lines,
)
from ntm_extract.corpus.outline import settle_outline
from ntm_extract.model import Block

if TYPE_CHECKING:
    from collections.abc import Callable

_SETTLED: Final = frozenset(("title", "lead", "paragraph", "caption", "dateline", "furniture"))
_UNSETTLED_FURNITURE: Final = frozenset((SECTION, CLOSING, LINE, WEAK))
_ASIDE: Final = frozenset(("furniture", "dateline", "caption"))
_BODY: Final = frozenset((PARAGRAPH, BULLET, NUMBERED, OPEN, "table_row"))
_PROSE: Final = frozenset((SHORT, PARAGRAPH))
_CAPTION_LIKE: Final = _PROSE | {"caption"}
_BELOW_BODY: Final = _CAPTION_LIKE | {FURNITURE}
_MAX_TITLE: Final = 220
_FULL_PARAGRAPH: Final = 120
_SENTENCE: Final = 40
_ENOUGH_BODY: Final = 300
_HEAD_LINES: Final = 40
_MAX_LEAD: Final = 900
_NEW_BLOCK: Final[Callable[[type[Block], tuple[str, int, int, int]], Block]] = tuple.__new__
_STAMPED: Final = re.compile(r"\(\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[^()]{0,12}\)$")
_INNER_SENTENCE: Final = re.compile(rf"[a-zà-ỹ0-9)][.!?…][”\"’)]?\s+[“\"]?[{UPPER}]")
_DOCUMENT_KIND: Final = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|BÁO CÁO|THÔNG BÁO|NGHỊ QUYẾT|CHỈ THỊ|TỜ TRÌNH|HƯỚNG DẪN|CHƯƠNG TRÌNH|ĐỀ ÁN|CÔNG VĂN"
    r"|KẾT LUẬN|QUY ĐỊNH|CÔNG ĐIỆN|QUY CHẾ|NGHỊ ĐỊNH|THÔNG TƯ)[:.]?\Z"
)


def segment_blocks(text: str) -> list[Block]:
    """Blocks of a normalised text: ordered, disjoint, trimmed, holding all that is not white space."""
    page = read_lines(text)
    lines, roles = page.lines, page.roles
    if not lines:
        return []
    if len(lines) == 1 and (split := _split_run(text, page)):
        return split
    roles += line_roles(lines)
    kinds = set(roles)
    if not kinds.isdisjoint(_UNSETTLED_FURNITURE):
        _settle_furniture(page)
    if sum([line[-1] == ")" for line in lines]) >= 3:
        _settle_stamped_lists(page)
    title = _settle_head(page)
    _settle_captions(page, title)
    if title >= 0:
        _settle_lead(page, title + 1)
    _settle_byline(page, title)
    if not _SETTLED.issuperset(roles):
        settle_outline(page)
    ends = map(add, page.starts, map(len, lines))
    return list(map(_NEW_BLOCK, repeat(Block), zip(roles, page.starts, ends, page.depths, strict=True)))


def _split_run(text: str, page: Layout) -> list[Block]:
    """Title, date and the rest of an article that comes as one line; nothing if no full publication time is in it."""
    start = page.starts[0]
    end = start + len(page.lines[0])
    found = find_glued_dateline(text, start, min(end, start + 2 * _MAX_TITLE))
    if found is None or not start + 20 <= found[0] <= start + _MAX_TITLE or found[1] >= end - _FULL_PARAGRAPH:
        return []
    title_end, body = found[0], found[1]
    while text[title_end - 1].isspace():
        title_end -= 1
    while text[body].isspace():
        body += 1
    return [
        Block("title", start, title_end, 0),
        Block("dateline", found[0], found[1], 0),
        Block("paragraph", body, end, 0),
    ]


# --- furniture -------------------------------------------------------------------------------------------------


class _Prose(NamedTuple):
    """Where the prose of a page stands, read once however many cues ask."""

    before: list[int]  # characters of prose, items and rows above a line
    starts: list[int]  # first lines of the runs of whole sentences
    after: list[int]  # characters of whole sentences from that run on
    resumes: list[int]  # first lines of the runs that are long enough to be the body again


def _read_prose(page: Layout) -> _Prose:
    """Find the prose. A teaser breaks off with an ellipsis or stands alone below its headline; the body is a run."""
    before, starts, sizes, resumes = [0], [], [], []
    first = lines = size = 0
    for i, line in enumerate([*page.lines, ""]):
        role = page.roles[i] if line else ""
        body = len(line) >= _SENTENCE and role in _BODY
        before.append(before[-1] + len(line) * body)
        if body and role == PARAGRAPH and ends_sentence(line) and not line.endswith(("…", "...")):
            first = first if lines else i
            lines += 1
            size += len(line)
        elif lines:
            starts.append(first)
            sizes.append(size)
            if lines > 2 or (lines == 2 and size >= 2 * _FULL_PARAGRAPH):
                resumes.append(first)
            lines = size = 0
    after = list(accumulate(reversed(sizes)))[::-1]
    return _Prose(before, starts, [*after, 0], resumes)


def _settle_furniture(page: Layout) -> None:
    roles, lines = page.roles, page.lines
    index, count = 0, len(lines)
    prose: _Prose | None = None
    while index < count:
        role = roles[index]
        if role == LINE:
            roles[index] = FURNITURE
        elif role in (SECTION, CLOSING):
            prose = prose or _read_prose(page)
            end = _section_end(page, index, prose)
            roles[index:end] = [FURNITURE] * (end - index)
            index = end
            continue
        index += 1
    for sweep in (range(count), range(count - 1, -1, -1)):
        beside = False
        for i in sweep:
            if roles[i] == WEAK and beside:
                roles[i] = FURNITURE
            beside = roles[i] == FURNITURE
    for i, role in enumerate(roles):
        if role == WEAK:
            roles[i] = line_role(lines[i], furniture=False)


def _section_end(page: Layout, index: int, prose: _Prose) -> int:
    """Index of the first line after the furniture that the cue at ``index`` opens."""
    count = len(page.lines)
    before = prose.before[index]
    after = prose.after[bisect(prose.starts, index)]
    if page.roles[index] == CLOSING:
        return count if before >= after else index + 1
    if before >= _ENOUGH_BODY or before * 2 > after:
        resumed = bisect(prose.resumes, index)
        return prose.resumes[resumed] if resumed < len(prose.resumes) else count
    # A menu above the body: the short lines below it, but not the last one, which is the title.
    end = index + 1
    while end < count and page.roles[end] in (SHORT, LINE, WEAK, BULLET) and len(page.lines[end]) <= MAX_SHORT:
        end += 1
    while end > index + 1 and page.roles[end - 1] != SHORT:
        end -= 1
    return max(index + 1, end - 1)


def _settle_stamped_lists(page: Layout) -> None:
    """Mark lines at the end that each close with a bracketed date: a list of other articles."""
    lines, roles = page.lines, page.roles
    end = len(lines)
    while end and roles[end - 1] == FURNITURE:
        end -= 1
    start = end
    while start and roles[start - 1] in (SHORT, BULLET, NUMBERED) and _STAMPED.search(lines[start - 1]):
        start -= 1
    if end - start >= 3 and lines[start - 1][-1] != ":" and _read_prose(page).before[start] >= _ENOUGH_BODY:
        roles[start:end] = [FURNITURE] * (end - start)


# --- title, dateline, lead -------------------------------------------------------------------------------------


def _settle_head(page: Layout) -> int:
    """Mark title and datelines; index of the last title line, or -1."""
    lines, roles = page.lines, page.roles
    count = len(lines)
    anchor = min(count, _HEAD_LINES)
    for i, role in enumerate(roles):
        if len(lines[i]) >= _FULL_PARAGRAPH and role in (PARAGRAPH, BULLET):
            anchor = i
            break
    if anchor > 4:
        _settle_menu(page, anchor)
    first = 0
    while roles[first] in (FURNITURE, "dateline"):
        first += 1
        if first == count:
            return -1
    title = _titles(page, first, anchor)
    if title >= 0:
        early = first and [i for i in range(first) if roles[i] == "dateline"]
        if early and any(roles[i] == "dateline" for i in range(first, min(anchor + 1, count))):
            for i in early:
                roles[i] = FURNITURE
        after = title + 1
        if after < count and lines[after] == lines[title]:
            roles[after] = FURNITURE
    # A date further down is a line of the article unless it says itself that it is more.
    if "dateline" in roles:
        for i in range(max(anchor, title) + 1, count):
            if roles[i] == "dateline" and not lines[i][0].isalpha():
                roles[i] = CELL
    return title


def _settle_menu(page: Layout, anchor: int) -> None:
    """Four or more very short lines at the top, with a longer one to follow, are a menu."""
    lines, roles = page.lines, page.roles
    end = 0
    while end < anchor and roles[end] in (SHORT, FURNITURE) and len(lines[end]) <= 25 and not lines[end].isupper():
        end += 1
    if end >= 4 and any(roles[i] == SHORT and len(lines[i]) > 25 for i in range(end, anchor)):
        roles[:end] = [FURNITURE] * end


def _titles(page: Layout, first: int, anchor: int) -> int:
    """Mark the title lines; index of the last, or -1 when the text begins with a paragraph."""
    lines, roles = page.lines, page.roles
    official = next((i for i in range(first, min(anchor, first + 15)) if _DOCUMENT_KIND.match(lines[i])), -1)
    if official >= 0:
        end = official + 1
        while end < anchor and end - official <= 3 and roles[end] == SHORT and lines[end - 1][-1] != ":":
            end += 1
        for i in range(first, official):
            if roles[i] == SHORT:
                roles[i] = PARAGRAPH
        roles[official:end] = ["title"] * (end - official)
        return end - 1
    line = lines[first]
    if len(line) > _MAX_TITLE or roles[first] == "table_row" or _several_sentences(line):
        return -1
    if line[-1] in ".;":
        if first + 1 >= len(lines) or len(line) > MAX_SHORT:
            return -1
        if not page.gaps[first + 1] and roles[first + 1] != "dateline":
            return -1
    roles[first] = "title"
    dated = False
    for i in range(first + 1, min(anchor, first + 4)):
        if roles[i] == "dateline":
            dated = True
        elif roles[i] != FURNITURE:
            if len(lines[i]) > MAX_SHORT or _several_sentences(lines[i]):
                break
            before_date = not dated and i + 1 < len(lines) and roles[i + 1] == "dateline"
            unended = roles[i] in (SHORT, PARAGRAPH) and not ends_sentence(lines[i])
            second_line = unended and (line[-1] == ":" or before_date or (len(line) < 25 and len(lines[i]) >= 20))
            section_name = dated and len(line) < 40 and page.gaps[i + 1 : i + 2] == [True] and i + 1 < anchor + 1
            if second_line or section_name:
                roles[i] = "title"
                return i
            break
    return first


def _several_sentences(line: str) -> bool:
    return (". " in line or "? " in line or "! " in line) and _INNER_SENTENCE.search(line) is not None


def _settle_lead(page: Layout, after: int) -> None:
    """Mark the paragraph or the few lines after the title that are set apart from the body."""
    lines, roles, gaps = page.lines, page.roles, page.gaps
    count = len(lines)
    while after < count and roles[after] in ("furniture", "dateline"):
        after += 1
    end, size = after, 0
    while end < count and roles[end] == PARAGRAPH and size <= _MAX_LEAD and (end == after or not gaps[end]):
        size += len(lines[end])
        end += 1
    if end == after or size > _MAX_LEAD or end - after > 3 or end >= count:
        return
    if (gaps[end] or roles[end] in _ASIDE) and sum(map(len, lines[end:])) > size:
        roles[after:end] = ["lead"] * (end - after)


# --- captions and byline ---------------------------------------------------------------------------------------


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


def _settle_byline(page: Layout, title: int) -> None:
    """Names on the last line of the body, captions and furniture aside."""
    lines, roles = page.lines, page.roles
    for i in range(len(lines) - 1, max(title, 0), -1):
        if roles[i] in (SHORT, "caption") and is_byline(lines[i]):
            roles[i] = FURNITURE
            return
        if roles[i] not in _ASIDE:
            return
