"""The head of an article: its title, its datelines and its lead, also where all of it comes as one line.

* **title**: the first line that is no furniture and no date, if it does not read as a paragraph; also its second
  line (after a colon, a section name, or the name of a document kind such as "KẾ HOẠCH").
* **dateline**: a line that is a publication time. One before the title, where another follows it, is the site's
  clock and so furniture; one further down is a line of the article unless it says itself that it is more.
* **lead**: the first paragraph after the title, where a blank line, a caption or furniture sets it apart.

A text of one line is parted only at a full publication time with a title's length before it and a paragraph behind it.
"""

from __future__ import annotations

import re
from typing import Final

from ntm_extract.corpus.furniture import find_glued_dateline
from ntm_extract.corpus.furniture_by_position import ASIDE, FULL_PARAGRAPH, settle_menu
from ntm_extract.corpus.lines import (
    BULLET,
    CELL,
    FURNITURE,
    MAX_SHORT,
    PARAGRAPH,
    SHORT,
    UPPER,
    Layout,
    ends_sentence,
)
from ntm_extract.model import Block

_MAX_TITLE: Final = 220
_HEAD_LINES: Final = 40
_MAX_LEAD: Final = 900
_INNER_SENTENCE: Final = re.compile(rf"[a-zà-ỹ0-9)][.!?…][”\"’)]?\s+[“\"]?[{UPPER}]")
_DOCUMENT_KIND: Final = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|BÁO CÁO|THÔNG BÁO|NGHỊ QUYẾT|CHỈ THỊ|TỜ TRÌNH|HƯỚNG DẪN|CHƯƠNG TRÌNH|ĐỀ ÁN|CÔNG VĂN"
    r"|KẾT LUẬN|QUY ĐỊNH|CÔNG ĐIỆN|QUY CHẾ|NGHỊ ĐỊNH|THÔNG TƯ)[:.]?\Z"
)


def split_run(text: str, page: Layout) -> list[Block]:
    """Title, date and the rest of an article that comes as one line; nothing if no full publication time is in it."""
    start = page.starts[0]
    end = start + len(page.lines[0])
    found = find_glued_dateline(text, start, min(end, start + 2 * _MAX_TITLE))
    if found is None or not start + 20 <= found[0] <= start + _MAX_TITLE or found[1] >= end - FULL_PARAGRAPH:
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


def settle_head(page: Layout) -> int:
    """Mark title and datelines; index of the last title line, or -1."""
    lines, roles = page.lines, page.roles
    count = len(lines)
    anchor = min(count, _HEAD_LINES)
    for i, role in enumerate(roles):
        if len(lines[i]) >= FULL_PARAGRAPH and role in (PARAGRAPH, BULLET):
            anchor = i
            break
    if anchor > 4:
        settle_menu(page, anchor)
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


def settle_lead(page: Layout, after: int) -> None:
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
    if (gaps[end] or roles[end] in ASIDE) and sum(map(len, lines[end:])) > size:
        roles[after:end] = ["lead"] * (end - after)
