"""What a heading, a list's first line or a section's first words set for all below them.

A heading sets time, status and place for all below it until one of its own depth; a line that ends in a colon does so
for its list, and the first sentence of a section that says what the section is of does so for its paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ntm_extract.attribution.draft import Discourse, Heading
from ntm_extract.attribution.frame import Frame
from ntm_extract.attribution.openings import heading_status, leaves_plan, plan_opened, whole_list, year_opened, year_summed_up
from ntm_extract.attribution.places.naming import is_office, is_yardstick
from ntm_extract.attribution.places.scopes import token_area
from ntm_extract.attribution.plan_papers import tells_what_is
from ntm_extract.attribution.plans import opens_numbered_plan
from ntm_extract.attribution.readings.listed import FUNDING, subject_of
from ntm_extract.attribution.times.dates import to_period
from ntm_extract.attribution.times.roles import role
from ntm_extract.model import Block

_LIST_DEPTH = 50  # a list stands below every heading
_SECTION_DEPTH = 6  # a section that its first words open, within the headings of paragraphs
# "… là thôn có ít nhất 2 trong 3 tiêu chí sau đây:", "Tiêu chí phân định xã theo trình độ phát triển:"
_NORM = re.compile(
    r"ít nhất\s+\w+(?:\s+trong(?:\s+số)?\s+\w+)?\s+(?:tiêu chí|điều kiện)"
    r"|(?:tiêu chí|điều kiện)\s+(?:để\s+)?(?:phân định|phân loại|xác định|lựa chọn|xét|công nhận)"
)
_RESULTS = re.compile(r"kết quả|đã đạt|đạt được|thực hiện|tình hình")
_NUMBERED = re.compile(r"(?:[\divx]{1,4}|[a-zđ])[.)]")  # of a section, not of a line that leads to sections


def enter_block(block: Block, opening: str, discourse: Discourse, *, one_a_line: bool, colon: bool) -> None:
    """What a new block, which begins with ``opening``, ends: a heading ends the ones of its depth, a paragraph ends a list.

    A paragraph that opens with parts ("Trong đó, …") goes on with the time of the one before it.
    """
    discourse.last = None
    discourse.aimed_at = set()
    discourse.aimed_last = False
    discourse.time_here = False
    led = discourse.headings[-1] if discourse.led and discourse.headings else None
    discourse.led = False
    bare, discourse.bare = discourse.bare, False
    if block.kind != "table_row":
        discourse.columns = []
    if block.kind == "heading":
        if block.end - block.start <= 16 and colon:
            return  # "Cụ thể:", "Trong đó:": what follows is still of the same time and place
        _end_headings(block.depth, opening, discourse, bare=bare)
        if led is not None and (led.depth >= _SECTION_DEPTH or led.depth == block.depth):  # "… năm 2021 như sau:", "1. Hộ nghèo"
            met = led.time is not None and len(led.time.label or "") > 7  # the day and the town of a meeting govern no section
            discourse.headings.append(replace(led, depth=block.depth - 1, area=None, time=None if met else led.time))
        discourse.time = None
        discourse.area = None
    elif block.kind in ("paragraph", "lead"):
        discourse.headings = [heading for heading in discourse.headings if heading.depth < _LIST_DEPTH]
        if not one_a_line:
            discourse.time = discourse.time if opening.startswith("trong đó") else None
            if discourse.anchor.area is not None or discourse.anchor.province is not None:
                discourse.area = None
    elif block.kind in ("list_item", "table_row"):
        discourse.headings = [heading for heading in discourse.headings if heading.depth <= _LIST_DEPTH + block.depth]
        discourse.time = None
        discourse.area = None


def _end_headings(depth: int, opening: str, discourse: Discourse, *, bare: bool) -> None:
    """A heading ends those of its depth, but for the one of aims or results whose section it is.

    "CÁC CHỈ TIÊU CHỦ YẾU NHIỆM KỲ …" with "I. Về kinh tế" directly behind it holds that section and the ones marked alike.
    """
    style, rank = marker(opening)
    outer = discourse.headings[-1] if bare and discourse.headings else None
    if outer is not None and outer.depth >= depth and style and marker_holds(outer, style, rank):
        inner = replace(outer, depth=depth - 1, parts=style, parts_depth=depth)
        discourse.headings = [*(heading for heading in discourse.headings[:-1] if heading.depth < depth - 1), inner]
        return
    outer_ones = (heading for heading in discourse.headings if heading.depth < depth)
    discourse.headings = [heading for heading in outer_ones if _still_open(heading, depth, style, rank)]


def _still_open(heading: Heading, depth: int, style: str, rank: int | None) -> bool:
    if heading.parts is None or style == heading.parts:
        return True
    outranked = heading.rank is not None and rank is not None and rank <= heading.rank
    return depth > heading.parts_depth and not outranked


def marker_holds(outer: Heading, style: str, rank: int | None) -> bool:
    """Whether a heading may hold a section of this marker: no section of its own kind or of a higher one."""
    if outer.rank is None:
        return rank != 1
    return style == _ABOUT or (rank is not None and rank > outer.rank)


def marker(opening: str) -> tuple[str, int | None]:
    """The kind of the marker a heading opens with, and how high it stands; "" and None for one without."""
    if opening.startswith(("phần ", "chương ")):
        return "part", 1
    if opening.startswith(("về ", "- về ", "* về ")):
        return _ABOUT, None
    found = _MARKER.match(opening)
    if found is None:
        return "", None
    if found["number"]:
        levels = found["number"].count(".") + 1
        return f"number{levels}", 2 + levels
    return ("roman", 2) if found["roman"] else ("letter", 2)


_ABOUT = "về"
_MARKER = re.compile(r"(?:(?P<number>\d{1,2}(?:\.\d{1,2})*)|(?P<roman>[ivx]{1,4})|(?P<letter>[a-zđ]))(?:[.)]|\s*[-–/])\s?")
_SETS_PARTS = ("chỉ tiêu", "mục tiêu", "kết quả")


def introduce(frame: Frame, block: Block, discourse: Discourse, *, colon: bool) -> None:
    """A heading, or a line that ends in a colon, frames what follows."""
    numbered = marker(frame.text)[1] if block.kind == "title" else None  # an excerpt that begins with "II. Kết quả năm 2021"
    if block.kind != "heading" and not colon and numbered is None:
        _open_section(frame, block, discourse)
        return
    times = [
        to_period(frame, at, discourse)
        for at, token in enumerate(frame.tokens)
        if token.kind == "time" and role(frame, at) == "plain"
    ]
    two = len({period.label for period in times if period}) > 1  # "kết quả 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm"
    time = times[-1] if times and not two else None
    if time is not None and block.kind == "heading" and time.label == discourse.anchor.published:
        time = None  # "Báo Lai Châu - 15/01/2026": the line that signs the text governs nothing
    area = next(
        (
            whole_list(frame, at)
            for at, token in enumerate(frame.tokens)
            if token.kind == "place" and not is_office(frame, at)
        ),
        None,
    )
    if area is None and block.kind == "heading":
        scopes = (
            at for at, token in enumerate(frame.tokens) if token.kind == "cue" and token.concepts[0].startswith("scope_")
        )
        area = next((token_area(frame, at, discourse) for at in scopes if not is_yardstick(frame, at)), None)
    told = discourse.last if colon else None  # "… đạt 980 tỷ đồng, trong đó:"
    aside = discourse.subject if frame.text.startswith("(") else None  # "(Kèm theo Quyết định …)" below the head proper
    is_list = (block.kind != "heading" and numbered is None) or (colon and block.end - block.start <= 16)
    depth = _LIST_DEPTH + (block.depth if block.kind == "list_item" else 0) if is_list else numbered or block.depth
    discourse.headings = [heading for heading in discourse.headings if heading.depth < depth]
    discourse.headings.append(
        Heading(
            depth,
            time or (discourse.time if is_list else None),
            None if two else heading_status(frame, discourse),
            area or (discourse.area if is_list else None),
            FUNDING if told is not None and told.code == "programme_funding" else subject_of(frame) or aside,
            norm=_NORM.search(frame.text) is not None and not _RESULTS.search(frame.text),
            rank=marker(frame.text)[1],
        )
    )
    if time is not None and time.label and block.kind != "list_item" and tells_what_is(frame):
        discourse.reported = time.label[-4:] if "/" in time.label else time.label[:4]
    discourse.bare = block.kind == "heading" and not colon and any(word in frame.text for word in _SETS_PARTS)
    discourse.time = (time or discourse.time) if is_list and block.kind != "list_item" else None
    plain = block.kind == "heading" and colon and not is_list and not _NUMBERED.match(frame.text)
    discourse.led = plain or (is_list and block.kind in ("paragraph", "lead"))


def _open_section(frame: Frame, block: Block, discourse: Discourse) -> None:
    """ "Các chỉ tiêu đạt được năm 2018: Về kinh tế, …": the year of the results that fill this section."""
    if block.kind not in ("lead", "paragraph"):
        return
    if frame.start != block.start:
        if opens_numbered_plan(frame) >= 0:  # "Mục tiêu chung: …. Mục tiêu cụ thể: (1) …"
            discourse.headings.append(Heading(_LIST_DEPTH, None, "target"))
        return
    planned = discourse.heading_status == "target" and discourse.heading_time is None
    opened = year_opened(frame, discourse, planned=planned)
    ahead = None if opened is not None else plan_opened(frame, discourse)
    if ahead is not None or leaves_plan(frame):
        discourse.headings = [heading for heading in discourse.headings if heading.depth != _SECTION_DEPTH or not heading.opened]
    if ahead is not None:
        discourse.headings.append(Heading(_SECTION_DEPTH, ahead, "target", opened=True))
        return
    summed = year_summed_up(frame, discourse) if "chỉ tiêu" in frame.text and not discourse.headings else None
    if summed is not None:
        discourse.headings.append(Heading(_SECTION_DEPTH, summed, opened=True))
        return
    if opened is not None:
        discourse.headings = [heading for heading in discourse.headings if planned or heading.depth < _SECTION_DEPTH]
        discourse.headings.append(Heading(_SECTION_DEPTH, opened[0], None if planned else "actual", opened[1]))
        return
    if ":" not in frame.text and "tiêu" not in frame.text:
        return
    time = None
    results = False
    aim = opens_numbered_plan(frame)
    if aim >= 0:
        said = (at for at in range(aim) if frame.tokens[at].kind == "time" and role(frame, at) == "plain")
        year = next((found for found in (to_period(frame, at, discourse) for at in said) if found), None)
        discourse.headings = [heading for heading in discourse.headings if heading.depth < _LIST_DEPTH]
        discourse.headings.append(Heading(_LIST_DEPTH, year, "target"))
        return
    for at, token in enumerate(frame.tokens[:14]):
        if token.kind == "time" and role(frame, at) == "plain":
            time = to_period(frame, at, discourse)
        elif token.text == ":":
            break
        elif token.kind in ("figure", "mark"):
            return
        results = results or token.text.endswith(("chỉ tiêu", "kết quả"))
    else:
        return
    if results and time is not None:
        discourse.headings = [heading for heading in discourse.headings if heading.depth < _SECTION_DEPTH]
        discourse.headings.append(Heading(_SECTION_DEPTH, time))
