r"""Lines and spaces that a page put into a text: hard wraps, page numbers within a sentence, doubled spaces.

* **Hard wraps.** In a text that is visibly hard-wrapped, the newline after a filled line that does not end a sentence
  becomes a space. Never before a list item, an empty line or after a line in capitals, never in a text whose lines
  are its paragraphs. Where every line of such a text is followed by an empty one, as some programs write pages out,
  the empty lines part nothing and the same holds for the pair of newlines.
* **Page numbers.** Where all lines that are nothing but a number count up by one, pages apart, they go, and the two lines
  around one are neighbours; between sentences an empty line stays.
* **Doubled spaces** within prose become one. Not in the rows of a table, where they part the cells: a line is prose if
  it ends a sentence or is long, and most of its words are parted by single spaces; a short line only if its
  neighbours have no gaps either.

Two lines wrongly left apart cost a figure its subject, two wrongly joined give it the subject of another; a table
whose gaps are closed is lost whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import Final, NamedTuple

from ntm_extract.corpus.repair_rule import LOWER

# all begin with the character that is rare, which is what makes them fast
_CONTINUED: Final = re.compile(f"\n(?<!\n\n)(?=[{LOWER}])")
_LINE_END: Final = re.compile(r"\S[ \t]*\n")
_CONTINUED_ANYHOW: Final = re.compile(rf"\n(?:[ \t]*\n)?(?=[{LOWER}])")
_APART: Final = re.compile(r"\n[ \t]*\n")
_LIST_ITEM: Final = re.compile(
    r"[-+*•●○▪■–—·>|]|\((?:\d{1,2}|[a-zđ]|[ivx]{1,4})\)|\d{1,3}(?:\.\d{1,2})*[.)/](?!\d)|[a-zđA-ZĐ][.)]|[IVX]{1,5}[.)]"
)
_ENDS: Final = frozenset('.!?:;…”"»|')
_LINES: Final = r"[ \t]*+(?:\n[ \t]*+){0,2}"  # no more of them: what is not bounded takes quadratic time on a text of newlines
_PAGE_NUMBER: Final = re.compile(rf"\n{_LINES}[-–—]? ?(\d{{1,3}}) ?[-–—]?[ \t]*+\n{_LINES}(?=\S)")
_GAP: Final = re.compile(r"(?<! )  ++(?=\S)")
_LONG: Final = 160


class Gap(NamedTuple):
    """A span that becomes something shorter."""

    start: int
    end: int
    replacement: str


def join_lines(text: str) -> str:
    """Undo hard wraps, one character for one; the text itself if it has none."""
    # a text wrapped by a program breaks lines within a sentence
    if _CONTINUED_ANYHOW.search(text) is None:
        return text
    if _CONTINUED.search(text):
        return _joined(text, text.split("\n"), None)
    if 5 * len(_APART.findall(text)) >= 4 * (len(_LINE_END.findall(text))):
        return _joined(text, _APART.split(text), _APART.findall(text))
    return text


def _joined(text: str, lines: list[str], breaks: list[str] | None) -> str:
    filled = sorted(len(line.rstrip()) for line in lines if line and not line.isspace())
    width = filled[int(len(filled) * 0.9)]
    if not 45 <= width <= 180 or filled[-1] > 2 * width or not _is_wrapped(lines, len(filled), filled[-1]):
        return text
    out: list[str] = []
    for index, line in enumerate(lines[:-1]):
        gap = "\n" if breaks is None else breaks[index]
        out += line, " " * len(gap) if _continues(line.rstrip(), lines[index + 1], width) else gap
    return "".join(out) + lines[-1]


def _is_wrapped(lines: list[str], n_filled: int, longest: int) -> bool:
    """Whether many lines go on in small letters, or no long line had room for the word that follows it."""
    n_continued = n_full = n_roomy = 0
    for line, following in pairwise(lines):
        here, ahead = line.rstrip(), following.lstrip()
        if not here or not ahead or here[-1] in _ENDS or _LIST_ITEM.match(ahead):
            continue
        n_continued += ahead[0].islower()
        if len(here) + len(ahead.split(maxsplit=1)[0]) >= longest:
            n_full += 1
        elif len(here) > longest // 2:
            n_roomy += 1
    return (n_continued >= 3 and n_continued >= 0.25 * n_filled) or (
        n_full >= 3 and n_continued >= 1 and n_full >= 4 * n_roomy and 55 <= longest <= 130
    )


def _continues(line: str, following: str, width: int) -> bool:
    ahead = following.lstrip()
    if len(line) < max(30, 0.7 * width) or not ahead or line[-1] in _ENDS or _LIST_ITEM.match(ahead):
        return False
    first = ahead[0]
    if line.isupper():
        return False
    if first.islower():
        return True
    # before a figure or a name the line must be so full that the next word had no room
    room = width - len(line)
    word = len(ahead.split(maxsplit=1)[0])
    return (first.isdigit() or first.isalpha() or first in '(“"') and room <= word + 4 and not ahead[:40].isupper()


def find_page_numbers(text: str) -> list[Gap]:
    """The numbers of pages, with the white space around them; a newline stands there within a sentence, else an empty line."""
    found = list(_PAGE_NUMBER.finditer(text))
    numbers = [int(match[1]) for match in found]
    if not found or any(later != earlier + 1 for earlier, later in pairwise(numbers)):
        return []
    if text.count("\n", found[0].start(), found[-1].end()) < 8 * (len(found) - 1):  # close to each other: cells of a table
        return []
    if len(found) == 1 and not (numbers[0] < 3 and _parts_a_sentence(text, found[0])):
        return []
    gaps = []
    for match in found:
        last = text[max(0, match.start() - 40) : match.start()].rstrip()[-1:]
        ahead = text[match.end() : match.end() + 12]
        within = last and last not in _ENDS and not _LIST_ITEM.match(ahead)
        gaps.append(Gap(match.start(), match.end(), "\n" if within else "\n\n"))
    return gaps


def _parts_a_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether a filled line without an end stands before, and a small letter behind."""
    line = text[max(0, match.start() - 200) : match.start()].rstrip().rpartition("\n")[2]
    return len(line) >= 45 and line[-1] not in _ENDS and text[match.end()].islower()


def find_gaps(text: str) -> list[Gap]:
    """Doubled spaces within prose; one space stands there instead."""
    if "  " not in text:
        return []
    gaps = [match.span() for match in _GAP.finditer(text) if match.start() and not text[match.start() - 1].isspace()]
    starts = [start for start, _ in gaps]
    found = []
    at = 0
    before_has_gap = False
    ends = [match.start() for match in re.finditer(r"\n(?![ \t]*\n)|\Z", text)]
    for index, end in enumerate(ends):
        first, last = bisect_left(starts, at), bisect_left(starts, end)
        if first < last:
            line = text[at:end].strip()
            following = ends[min(index + 1, len(ends) - 1)]
            alone = not before_has_gap and bisect_right(starts, following) == last
            n_words = len(line.split())
            if "|" not in line and "\t" not in line and (
                (last - first) * 2 <= n_words if line[-1] in _ENDS or len(line) > _LONG
                else alone and (last - first) * 4 <= n_words
            ):
                found += [Gap(start, stop, " ") for start, stop in gaps[first:last]]
            before_has_gap = True
        else:
            before_has_gap = False
        at = end + 1
    return found
