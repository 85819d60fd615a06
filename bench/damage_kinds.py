"""Kinds of damage that scanners, PDF extractors and crawlers do to a text, each at a stated rate.

A kind strikes a share of the places where it could happen, drawn by a generator seeded with kind, document and copy:
the same seed gives the same text. A damaged text knows from which character of the source each of its characters comes, so
that gold is carried along by its span, whatever became of the quote. No kind deletes a digit; where two figures run
into one ("19" + "38" = "1938") the row says nothing any more and is left out. A digit read as a letter ("l5 xã")
stays in the gold: its value can still be known, and a wrong one must count.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LETTER = r"[^\W\d_]"
TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
FAMILIES = ("aăâ", "eê", "oôơ", "uư")
HOMOGLYPHS = dict(zip("AEIKMHOPCTXaeiopcyx", "АЕІКМНОРСТХаеіорсух", strict=True)) | {"Đ": "\xd0", "đ": "\xf0"}
CAPTIONS = (
    "Bà con trong thôn ra quân dọn vệ sinh đường làng",
    "Lãnh đạo địa phương kiểm tra mô hình trồng cây ăn quả",
    "Con đường bê tông mới được bà con góp sức hoàn thành",
)


class Edit(NamedTuple):
    """``text`` stands in place of the source's characters from ``start`` to ``end``.

    ``origin``: the source offset of its first character where it was moved here from elsewhere.
    """

    start: int
    end: int
    text: str
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of damage; ``rate`` is the share of the places it could strike."""

    id: str
    says: str
    rate: float
    edits: Callable[[str, Random, float], Iterator[Edit]]


class Damaged(NamedTuple):
    """A damaged text, and for each of its characters the offset in the source (-1: from nowhere)."""

    text: str
    origins: list[int]


def damage(source: str, kinds: Sequence[Kind], seed: str) -> Damaged:
    """Apply the kinds one after the other."""
    text, origins = source, list(range(len(source)))
    for kind in kinds:
        random = Random(f"{seed} {kind.id}")  # noqa: S311 - repeatable on purpose
        parts: list[str] = []
        came: list[int] = []
        at = 0
        for start, end, new, origin in sorted(kind.edits(text, random, kind.rate)):
            if start < at:
                continue
            parts += text[at:start], new
            came += origins[at:start]
            if origin is not None:
                came += origins[origin : origin + len(new)]
            elif end > start:
                came += (origins[min(start + k, end - 1)] for k in range(len(new)))
            else:
                came += [-1] * len(new)
            at = end
        parts.append(text[at:])
        came += origins[at:]
        text, origins = "".join(parts), came
    return Damaged(text, origins)


def carry(rows: Sequence[dict[str, Any]], copy: Damaged) -> tuple[list[dict[str, Any]], int]:
    """The gold rows of a document as they stand in its damaged copy, and how many say nothing there any more."""
    places: dict[int, list[int]] = {}
    for place, origin in enumerate(copy.origins):
        places.setdefault(origin, []).append(place)
    kept = []
    for row in rows:
        found = [place for origin in range(row["start"], row["end"]) for place in places.get(origin, ())]
        start, end = min(found), max(found) + 1
        text = copy.text
        run_together = (text[start].isdigit() and text[start - 1 : start].isdigit()) or (
            text[end - 1].isdigit() and text[end : end + 1].isdigit()
        )
        if not run_together:
            kept.append({**row, "quote": text[start:end], "start": start, "end": end})
    return kept, len(rows) - len(kept)


def striking(pattern: str, new: Callable[[re.Match[str], Random], str | None]) -> Callable[[str, Random, float], Iterator[Edit]]:
    """Strike what the pattern matches; None spares it."""
    compiled = re.compile(pattern)

    def edits(text: str, random: Random, rate: float) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            if random.random() < rate and (changed := new(match, random)) is not None:
                yield Edit(match.start(), match.end(), changed)

    return edits


def _wrong_marks(match: re.Match[str], random: Random) -> str | None:
    """The same letter with other marks: ê for ệ, ẽ for ê, ă for â."""
    letter = match[0]
    base = unicodedata.normalize("NFD", letter)[0]
    family = next((letters for letters in FAMILIES if base.lower() in letters), base.lower())
    others = sorted(
        {unicodedata.normalize("NFC", vowel + tone) for vowel in family for tone in ("", *TONES)}
    )
    near = [other for other in others if other != letter.lower() and _shared(other, letter.lower())]
    other = random.choice(near)
    return other.upper() if letter.isupper() else other


def _shared(one: str, other: str) -> bool:
    """Whether only one mark differs, as far as scans go."""
    marks = [set(unicodedata.normalize("NFD", letter)[1:]) for letter in (one, other)]
    return len(marks[0] ^ marks[1]) <= 2 and bool(marks[0] & marks[1] or min(map(len, marks)) == 0)


def _as_letter(match: re.Match[str], random: Random) -> str:
    return "O" if match[0] == "0" else random.choice("lI")


def _foreign(match: re.Match[str], _: Random) -> str:
    return HOMOGLYPHS[match[0]]


def _decomposed(match: re.Match[str], _: Random) -> str:
    return unicodedata.normalize("NFD", match[0])


def _parted(match: re.Match[str], random: Random) -> str:
    return random.choice((" {}", "{} ")).format(match[0])


def _wrapped(text: str, random: Random, rate: float, end: str = "\n", page: int = 0) -> Iterator[Edit]:
    """Lines of a fixed width, as a page has them; ``rate`` of the documents, in columns from 64 to 92."""
    if random.random() >= rate:
        return
    width = random.randrange(64, 93)
    n_lines = 0
    at = 0
    for line in text.split("\n"):
        start, stop = at, at + len(line)
        while stop - start > width:
            cut = text.rfind(" ", start, start + width + 1)
            if cut <= start:
                break
            n_lines += 1
            broken = f"\n\n{n_lines // page + 1}\n\n" if page and n_lines % page == 0 else end
            yield Edit(cut, cut + 1, broken)
            start = cut + 1
        if end == "\n\n" and text[stop : stop + 1] and line:
            yield Edit(stop, stop + 1, end)
        at = stop + 1


def _bodies(text: str) -> list[re.Match[str]]:
    """The paragraphs: long lines that end a sentence."""
    return list(re.finditer(r"^[^\W\d].{60,}[.!?]$", text, re.MULTILINE))


def _captioned(text: str, random: Random, rate: float) -> Iterator[Edit]:
    for match in _bodies(text):
        if random.random() < rate:
            yield Edit(match.start(), match.start(), random.choice(CAPTIONS) + " ")


def _lead_last(text: str, random: Random, rate: float) -> Iterator[Edit]:
    bodies = _bodies(text)
    if len(bodies) > 2 and random.random() < rate:
        start, end = bodies[0].span()
        last = bodies[-1].end()
        yield Edit(start, min(end + 1, len(text)), "")
        yield Edit(last, last, "\n")
        yield Edit(last, last, text[start:end], start)


MARKED = "[ạ-ỹăâêôơưáàảãéèẻẽíìỉĩóòỏõúùủũý]"
SPACE_OF_NUMBER = rf"(?<={LETTER}{{2}}) (?=\d)|(?<=\d) (?={LETTER}{{2}})|(?<=tỷ) (?=đồng)|(?<=triệu) (?=đồng)"
SPACE_OF_STOP = r"(?<=[^\W\d]{2}[.,;)]) (?=\w)|(?<=\d[.,;]) (?=[^\W\d])"
ODD_SPACES = ("\xa0", "\xa0", "\u2009", "\u202f", "\u200b ", " \ufeff", "\xad ")
KINDS: tuple[Kind, ...] = (
    Kind("space_number", "space lost between word and number, number and unit", 0.15, striking(SPACE_OF_NUMBER, lambda *_: "")),
    Kind("space_words", "space lost between two words", 0.03, striking(rf"(?<={LETTER}) (?={LETTER})", lambda *_: "")),
    Kind("space_stop", "space lost after a stop, comma or bracket", 0.3, striking(SPACE_OF_STOP, lambda *_: "")),
    Kind("space_double", "space doubled", 0.1, striking(r"(?<=\S) (?=\S)", lambda *_: "  ")),
    Kind("space_mark", "space before a comma, stop, bracket or %", 0.1, striking(r"(?<=\w)(?=[,;.:%)])(?![.,]\d)", lambda *_: " ")),
    Kind("space_decimal", "space at the comma or stop of a number", 0.05, striking(r"(?<=\d)[.,](?=\d)", _parted)),
    Kind("space_odd", "no-break, thin, zero-width space, soft hyphen", 0.15, striking(" ", lambda _, r: r.choice(ODD_SPACES))),
    Kind("letter_lost", "letter with marks lost", 0.02, striking(MARKED, lambda *_: "")),
    Kind("letter_marks", "letter with other marks", 0.02, striking(MARKED, _wrong_marks)),
    Kind("letter_tr", "“tr” read as “ừ”", 0.3, striking(rf"\btr(?=[aoăâêôơiy]|{MARKED})", lambda *_: "ừ")),
    Kind("letter_foreign", "Cyrillic look-alikes, Icelandic ð", 0.03, striking(f"[{''.join(HOMOGLYPHS)}]", _foreign)),
    Kind("digit_letter", "0 and 1 of a number read as O, l, I", 0.05, striking(r"\b[01](?=[\d.,]*\d)|(?<=\d)[01]", _as_letter)),
    Kind("decomposed", "letters and marks apart (NFD)", 1.0, striking(r"[^\x00-\x7f]+", _decomposed)),
    Kind("wrapped", "lines broken at a page's width", 1.0, _wrapped),
    Kind("wrapped_apart", "the same, an empty line after each", 1.0, lambda *of: _wrapped(*of, end="\n\n")),
    Kind("wrapped_pages", "the same, with page numbers between", 1.0, lambda *of: _wrapped(*of, page=12)),
    Kind("one_paragraph", "all lines run into one", 1.0, striking(r"\s*\n\s*", lambda *_: " ")),
    Kind("caption", "caption run into the paragraph that follows", 0.4, _captioned),
    Kind("lead_last", "lead moved to the end", 1.0, _lead_last),
)
MIXED = ("space_number", "space_words", "space_stop", "space_odd", "letter_lost", "letter_marks", "letter_tr", "wrapped")
