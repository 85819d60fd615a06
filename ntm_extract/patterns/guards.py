"""What is no figure at all: codes, links, telephone numbers, marks of lists; and halves of torn numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ntm_extract.patterns.cues import CUES

if TYPE_CHECKING:
    from ntm_extract.model import Figure

_PHONE: Final = re.compile(
    r"0[0-9]{1,4}(?:[ .\-][0-9]{2,4}){2,3}(?![0-9])|0[0-9]{8,10}(?![0-9])|0[0-9]{2,4}[ .\-][0-9]{5,8}(?![0-9])"
    r"|0[0-9]{2,4}\)[ .\-]?[0-9](?:[ .\-]?[0-9]){5,8}(?![0-9])"
)
_LINK: Final = re.compile(
    r"://|www\.|@|\.(?:vn|com|net|org|gov|edu|info|html?|jpe?g|png|pdf|mp[34]|aspx?|php)\b", re.IGNORECASE
)
_NUMBERING: Final = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}")
_TOKEN: Final = 120


def glued(text: str, start: int, last: Figure | None) -> bool:
    """Whether the number at ``start`` hangs on what stands before it, and so is a part of a name, code or link.

    A lost space is forgiven behind a lower-case Vietnamese word ("đạt63,2"): codes have no such letters.
    """
    char = text[start - 1]
    before = text[start - 2] if start > 1 else "\n"
    if char.isalpha():
        begin = start - 1
        while begin and start - begin < 12 and text[begin - 1].isalpha():
            begin -= 1
        word = text[begin:start]
        if begin and text[begin - 1] in "-_/0123456789":
            return True
        return not (
            (word.islower() and not word.isascii() and len(word) > 1) or (word in CUES and CUES[word].role == "year")
        )
    if char in "-–":
        if last is not None and last.end == start - 1:
            return False
        return before.isalnum()
    if char == "/":
        if last is not None and last.end == start - 1:
            return last.kind == "doc_number"
        return before.isupper() or before.isdecimal() or (before.isalpha() and _in_link(text, start))
    if char in ".,":
        if before.isupper():
            return char == "." and not (start > 2 and text[start - 3].islower())
        return before.isdecimal() or (char == "." and before.isalpha() and _in_link(text, start))
    return char in "_#@=&?%\\" or char.isdecimal()


def _in_link(text: str, start: int) -> bool:
    end = start + 40
    token = text[max(0, start - _TOKEN) : end].replace("\n", " ")
    head = min(start, _TOKEN)
    left = token.rfind(" ", 0, head) + 1
    right = token.find(" ", head)
    return _LINK.search(token, left, right if right >= 0 else len(token)) is not None


def torn(text: str, last: Figure, figure: Figure) -> bool:
    """Whether a figure may be the end of a number that a space has torn: "đạt 43, 3 triệu đồng", "còn 1. 353 thôn".

    A list of figures that share their unit looks alike: it says "lần lượt", or has more members.
    """
    size = figure.number_end - figure.number_start
    if last.kind != "count" or last.unit is not None or figure.unit is None or last.number_end - last.number_start > 3:
        return False
    before = text[max(0, last.start - 40) : last.start]
    if not before[-2:-1].isalpha() or "lần lượt" in before or "tương ứng" in before:
        return False
    gap = text[last.end : figure.start]
    return (gap == ". " and size == 3) or (gap == ", " and size < 3 and figure.kind in ("money", "percent", "average"))


def phone_end(text: str, start: int) -> int | None:
    """Where the telephone number that begins at ``start`` ends."""
    match = _PHONE.match(text, start)
    return match.end() if match else None


def list_mark(text: str, start: int, end: int, word: str) -> bool:
    """Whether the number only counts the items of a list: "1. ", "2) ", "3.1 Mục tiêu", "(4)"."""
    if text[start - 1 : start] == " " and text[start - 2 : start - 1].isalpha():
        return False
    if end - start > 8 or not _NUMBERING.fullmatch(text, start, end):
        return False
    before = text[start - 1 : start]
    behind = text[end : end + 3]
    if before == "(" and behind[:1] == ")":
        return True
    line = before in ("", "\n") or (
        before == " "
        and text[max(0, start - 3) : start].rsplit("\n", 1)[-1].strip(" ") == ""
        and "\n" in text[max(0, start - 3) : start]
    )
    opened = line or (before == " " and word[-1:] in ".:;")
    if not opened:
        return False
    if behind[:1] in (".", ")", "/"):
        after = behind[1:2]
        if not line and behind[:1] == "." and after in ("", "\n"):
            return False  # "… đặc biệt khó khăn: 28.": a sentence ends with the number
        return after == "" or after.isspace() or after.isalpha()
    dotted = "." in text[start:end]
    return line and (
        (dotted and behind[:1] == " " and not behind[1:2].islower())
        or behind[:2] in ("- ", "– ")
        or (behind[:1] == " " and behind[1:2] in "-–" and behind[2:3] == " ")
    )
