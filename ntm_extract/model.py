"""The values that pass between the stages: plain, immutable, without behaviour of their own.

Offsets are half-open spans of code points. Up to the pipeline's last step they refer to the
*normalised* text of a document; :mod:`ntm_extract.pipeline` maps them back to the decoded source
text, which is what every table quotes.

The values made in large numbers (figures, sentences, cues) are ``NamedTuple``: as immutable as a
frozen dataclass and several times cheaper to make, which decides the speed of a whole run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

FigureKind = Literal[
    "count",
    "ratio",
    "percent",
    "range",
    "money",
    "area",
    "length",
    "duration",
    "average",
    "date",
    "year",
    "period",
    "doc_number",
    "grade",
    "ordinal",
    "time",
]
Bound = Literal["exact", "approx", "at_least", "at_most", "more_than", "less_than"]
BlockKind = Literal[
    "title",
    "lead",
    "heading",
    "paragraph",
    "list_item",
    "table_row",
    "caption",
    "dateline",
    "furniture",
]


@dataclass(frozen=True, slots=True)
class SourceMetadata:
    """What the container of a document says about it; it wins over what the text suggests."""

    title: str | None = None
    url: str | None = None
    published: str | None = None  # ISO 8601 date


@dataclass(frozen=True, slots=True)
class Document:
    """One decoded document. All offsets that leave the program count code points of ``text``."""

    doc_id: str
    source: str
    format: str  # txt, md, html, docx, pdf
    encoding: str  # utf-8, utf-8-sig, utf-16-le, windows-1258, tcvn3, vni, ...
    sha256: str  # of the source bytes
    text: str
    metadata: SourceMetadata = SourceMetadata()


class Block(NamedTuple):
    """A run of lines with one role in the document's layout."""

    kind: BlockKind
    start: int
    end: int
    depth: int  # nesting of a heading or list item, 0 for everything else


class Sentence(NamedTuple):
    """A sentence of one block; sentences never cross a block."""

    start: int
    end: int
    block: int  # index into the document's blocks


class Figure(NamedTuple):
    """A numeric or time expression as written, before anything is known of its meaning."""

    start: int  # of the quote: its bound word, its number and its whole unit
    end: int
    kind: FigureKind
    value: float | None  # None when the notation is open; then `reason` says why
    upper: float | None  # upper end of a range
    denominator: float | None  # 94 of "39/94 xã"
    unit: str | None  # a unit code of the reference data, None for a noun that is none
    per: tuple[str, ...]  # ("commune",) of "tiêu chí/xã"; ("person", "year") of "đồng/người/năm"
    bound: Bound
    iso: str | None  # of a date, year or period; "--06-09" when the year is not said
    rule: str  # stable id of the rule that read it
    number_start: int  # of the bare number, without bound word and unit
    number_end: int
    reason: str | None = None
