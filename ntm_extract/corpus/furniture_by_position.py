"""Which lines of a page are furniture by where they stand: what a cue closes, opens or has beside it.

:mod:`ntm_extract.corpus.furniture` says what a line is by itself; here its place decides.

* The heading of a list of other articles makes everything below it furniture, if enough body stands before it; several
  whole sentences in a row mean that the body goes on. Before the body it only takes the run of short lines below it.
* A rating or comment box closes the article when more body stands before it than after.
* A weak line is furniture beside furniture, and else what it would be without the cue.
* Three or more lines at the end that each close with a bracketed date are a list of other articles.
* Four or more very short lines at the top, with a longer one to follow, are a menu.
* A bare name or "Theo …" on the last line is a byline.

Swallowing body is the worse error than keeping furniture: a lost figure is never seen again, and a figure out of
furniture still has to find an indicator.
"""

from __future__ import annotations

import re
from bisect import bisect
from itertools import accumulate
from typing import Final, NamedTuple

from ntm_extract.corpus.furniture import CLOSING, LINE, SECTION, WEAK, is_byline
from ntm_extract.corpus.lines import (
    BULLET,
    FURNITURE,
    MAX_SHORT,
    NUMBERED,
    OPEN,
    PARAGRAPH,
    SHORT,
    Layout,
    ends_sentence,
    line_role,
)

UNSETTLED: Final = frozenset((SECTION, CLOSING, LINE, WEAK))
ASIDE: Final = frozenset(("furniture", "dateline", "caption"))
_BODY: Final = frozenset((PARAGRAPH, BULLET, NUMBERED, OPEN, "table_row"))
FULL_PARAGRAPH: Final = 120
_SENTENCE: Final = 40
_ENOUGH_BODY: Final = 300
_STAMPED: Final = re.compile(r"\(\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[^()]{0,12}\)$")


class _Prose(NamedTuple):
    """Where the prose of a page stands, read once however many cues ask."""

    before: list[int]  # characters of prose, items and rows above a line
    starts: list[int]  # first lines of the runs of whole sentences
    after: list[int]  # characters of whole sentences from that run on
    resumes: list[int]  # first lines of the runs that are long enough to be the body again


def settle_furniture(page: Layout) -> None:
    """Settle what the cues among the lines (``UNSETTLED``) make of themselves and of the lines around them."""
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
            if lines > 2 or (lines == 2 and size >= 2 * FULL_PARAGRAPH):
                resumes.append(first)
            lines = size = 0
    after = list(accumulate(reversed(sizes)))[::-1]
    return _Prose(before, starts, [*after, 0], resumes)


def settle_stamped_lists(page: Layout) -> None:
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


def settle_menu(page: Layout, anchor: int) -> None:
    """Four or more very short lines at the top, with a longer one to follow, are a menu."""
    lines, roles = page.lines, page.roles
    end = 0
    while end < anchor and roles[end] in (SHORT, FURNITURE) and len(lines[end]) <= 25 and not lines[end].isupper():
        end += 1
    if end >= 4 and any(roles[i] == SHORT and len(lines[i]) > 25 for i in range(end, anchor)):
        roles[:end] = [FURNITURE] * end


def settle_byline(page: Layout, title: int) -> None:
    """Names on the last line of the body, captions and furniture aside."""
    lines, roles = page.lines, page.roles
    for i in range(len(lines) - 1, max(title, 0), -1):
        if roles[i] in (SHORT, "caption") and is_byline(lines[i]):
            roles[i] = FURNITURE
            return
        if roles[i] not in ASIDE:
            return
