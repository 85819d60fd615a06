"""One declaration for each column of each table; everything else about the tables follows from it.

The Arrow schema, the row classes of :mod:`.rows` (a test compares the two), the data package, the
schema page of the documentation and the checks of the writer all read the tuples below. A table is
changed here and nowhere else.

A value outside ``allowed`` and a null in a column that is not ``nullable`` are refused when rows
become Arrow arrays: a code that no reader of the tables knows is worse than a run that stops at
its first test.

>>> [table.name for table in TABLES]
['documents', 'figures', 'communes', 'poverty', 'ocop', 'ocop_items']
>>> table_named("ocop").names[-3:]
('stars_min', 'stars_max', 'potential')
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

ArrowType = Literal["string", "float64", "int32", "int64", "bool", "date32"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name and type, whether it may be null, and what it means."""

    name: str
    type: ArrowType
    description: str
    nullable: bool = False
    allowed: tuple[str, ...] = ()  # empty: any value
    repeats: bool = False  # few different values: worth a dictionary in the file
    bulky: bool = False  # long text: counts towards the size of a row group, has no statistics


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in order, and what one row of it stands for."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()  # columns that name a row, where some do

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


BOUNDS = ("exact", "approx", "at_least", "at_most", "more_than", "less_than")
UNITS = (
    "commune", "village", "district", "province", "household", "person", "product", "entity", "point",
    "criteria", "target", "percent", "VND", "m2", "ha", "km", "day", "house",
)
SOURCES = ("clause", "sentence", "block", "heading", "document")
FIGURE_KINDS = (
    "count", "ratio", "percent", "range", "money", "area", "length", "duration", "average",
    "date", "year", "period", "doc_number", "grade", "ordinal", "time",
)
CRITERIA = (
    "planning", "roads", "irrigation", "electricity", "schools", "culture", "market", "information", "housing",
    "income", "poverty", "labour", "production", "education", "health", "environment", "governance", "security",
)

_DOC_ID = Column(
    "doc_id", "string",
    "Path of the document below its source, parted by /; 'file.jsonl#17' is the 17th record of a file",
    repeats=True,
)
_CHAR_START = Column(
    "char_start", "int64", "First code point of the quote in the decoded text of the document (documents.text)"
)
_CHAR_END = Column("char_end", "int64", "Code point after the last one of the quote")
_QUOTE = Column("quote", "string", "The characters of the source that hold the figure, its bound word and its unit")
_SENTENCE = Column("sentence", "string", "The sentence of the source in which the quote stands", bulky=True)
_REF_AREA_CODE = Column(
    "ref_area_code", "string", "Official code of the place in ref_area_codelist, where the gazetteer has the unit",
    nullable=True, repeats=True,
)
_REF_AREA_CODELIST = Column(
    "ref_area_codelist", "string",
    "The list ref_area_code is of: gso-2025-06 and gso-2025-07 of the statistics office, before and after the reform of 2025, "
    "which gave codes again to other units; iso-3166-1 for the country",
    nullable=True, repeats=True,
)
_PROVINCE = Column(
    "province", "string", "The province the place lies in at the time of the text", nullable=True, repeats=True
)
_TIME_PERIOD = Column(
    "time_period", "string",
    "Period of the value: 2023, 2022-06, 2022-Q1, 2013-12-31 or 2021/2025; null when a time is said that has no date, "
    "or none is said and the document has none",
    nullable=True, repeats=True,
)

_OBSERVATION = (
    Column("indicator", "string", "Code of the indicator in the catalogue", repeats=True),
    Column("obs_value", "float64", "The value, in unit_measure; a fall is negative where measure is change"),
    Column("obs_value_upper", "float64", "Upper end, where the text gives a range", nullable=True),
    Column("denominator", "float64", "The second number of a ratio: 94 of '39/94 xã'", nullable=True),
    Column("unit_measure", "string", "Unit of the value; VND are đồng, an entity owns products, a point is a site or a work",
           allowed=UNITS, repeats=True),
    Column("bound", "string", "What the wording makes of the value: 'hơn', 'gần', 'ít nhất' ...",
           allowed=BOUNDS, repeats=True),
    Column("measure", "string", "Whether the value is a level or a change of it",
           allowed=("level", "change"), repeats=True),
    Column("per", "string", "Time unit, where the figure is a rate per time",
           nullable=True, allowed=("year", "month"), repeats=True),
    Column("obs_status", "string", "Whether it has happened (actual), is expected (estimate) or is aimed at (target)",
           allowed=("actual", "estimate", "target"), repeats=True),
    Column("ref_area", "string", "The place, without its level word, as the gazetteer spells it", repeats=True),
    Column("ref_area_level", "string", "Level of the place",
           allowed=("country", "region", "province", "district", "commune", "village"), repeats=True),
    _REF_AREA_CODE,
    _REF_AREA_CODELIST,
    _PROVINCE,
    _TIME_PERIOD,
    Column("time_start", "date32", "First day of time_period", nullable=True),
    Column("time_end", "date32", "Last day of time_period", nullable=True),
    Column("population", "string", "The group the value is about; null for everyone", nullable=True, repeats=True,
           allowed=("rural", "urban", "ethnic_minority", "poor_districts", "border", "special", "pilot")),
    Column("area_source", "string", "Where the place was read, from near to far (document: what the document is about)",
           allowed=SOURCES, repeats=True),
    Column("time_source", "string", "Where the period was read, from near to far (document: its date, or the year it reviews)",
           allowed=SOURCES, repeats=True),
    Column("status_source", "string", "Where the status was read, from near to far (document: its kind, or nothing says otherwise)",
           allowed=SOURCES, repeats=True),
    _DOC_ID,
    _CHAR_START,
    _CHAR_END,
    _QUOTE,
    _SENTENCE,
    Column("rule", "string", "Stable id of the rule that read the indicator", repeats=True),
)

_COMMUNES = (
    *_OBSERVATION,
    Column("tier", "string", "Tier of the new-rural standard; null where the indicator has none",
           nullable=True, allowed=("standard", "advanced", "model", "smart"), repeats=True),
    Column("criteria_min", "int32", "Lower end of a band of criteria: 15 of '15-18 tiêu chí'", nullable=True),
    Column("criteria_max", "int32", "Upper end of a band of criteria", nullable=True),
    Column("criterion", "string", "The one criterion communes_meeting_criterion is about",
           nullable=True, allowed=CRITERIA, repeats=True),
)

_OCOP = (
    *_OBSERVATION,
    Column("stars_min", "int32", "Lowest number of stars of the products counted", nullable=True),
    Column("stars_max", "int32", "Highest number of stars of the products counted", nullable=True),
    Column("potential", "bool", "Whether the stars are only possible so far ('tiềm năng 5 sao')", nullable=True),
)

_OCOP_ITEMS = (
    Column("name", "string", "Name of the product as the text gives it"),
    Column("owner", "string", "Who makes or owns it", nullable=True, repeats=True),
    Column("owner_type", "string", "Legal form of the owner", nullable=True, repeats=True,
           allowed=("cooperative", "cooperative_group", "company", "household", "person", "other")),
    Column("stars", "int32", "Number of stars", nullable=True),
    Column("potential", "bool", "Whether the stars are only possible so far", nullable=True),
    Column("ref_area", "string", "The place it comes from, without its level word", nullable=True, repeats=True),
    Column("ref_area_level", "string", "Level of the place", nullable=True, repeats=True,
           allowed=("country", "region", "province", "district", "commune", "village")),
    _REF_AREA_CODE,
    _REF_AREA_CODELIST,
    _PROVINCE,
    _TIME_PERIOD,
    _DOC_ID,
    _CHAR_START,
    _CHAR_END,
    Column("quote", "string", "The characters of the source that name the product"),
    _SENTENCE,
    Column("rule", "string", "Stable id of the rule that read the product", repeats=True),
)

_FIGURES = (
    _DOC_ID,
    _CHAR_START,
    _CHAR_END,
    Column("kind", "string", "What the expression is", allowed=FIGURE_KINDS, repeats=True),
    _QUOTE,
    Column("value", "float64", "The number; null for a time, a document number or an open notation", nullable=True),
    Column("value_upper", "float64", "Upper end of a range", nullable=True),
    Column("denominator", "float64", "The second number of a ratio", nullable=True),
    Column("unit", "string", "Unit that stands with the number", nullable=True, repeats=True),
    Column("per", "string", "What the figure is counted by: 'person/year' of 'đồng/người/năm'",
           nullable=True, repeats=True),
    Column("bound", "string", "What the wording makes of the value", allowed=BOUNDS, repeats=True),
    Column("iso", "string", "ISO 8601 form of a date, year or period", nullable=True, repeats=True),
    Column("rule", "string", "Stable id of the rule that read the figure", repeats=True),
    Column("n_observations", "int32", "Number of rows of communes, poverty and ocop that quote this figure"),
    Column("reason", "string",
           "Why the figure gave no observation (ntm schema figures says it in words); null when it gave one, and for times "
           "and document numbers",
           nullable=True, repeats=True),
)

_DOCUMENTS = (
    _DOC_ID,
    Column("source", "string", "Where the document was read: a path or URL"),
    Column("format", "string", "Format of the source: txt, md, html, docx, pdf ...", nullable=True, repeats=True),
    Column("encoding", "string", "Encoding the text was decoded from", nullable=True, repeats=True),
    Column("sha256", "string", "SHA-256 of the source bytes, in hexadecimal digits", nullable=True),
    Column("title", "string", "Title of the article", nullable=True),
    Column("issuer", "string", "Body that issued the document", nullable=True, repeats=True),
    Column("doc_number", "string", "Number of an official document, such as 07-NQ/TU", nullable=True),
    Column("doc_type", "string", "Kind of an official document: plan, report, notice, decision ...; null for news",
           nullable=True, repeats=True),
    Column("published", "string", "Date of the document: 2025-06-12, or 2025-06 or 2025 where no more is known",
           nullable=True),
    Column("published_source", "string", "Where the date was read: metadata (of the file or its record), dateline, text",
           nullable=True, repeats=True),
    Column("province", "string", "The province the document is about", nullable=True, repeats=True),
    Column("n_chars", "int64", "Length of the text in code points"),
    Column("n_figures", "int64", "Number of its rows in figures"),
    Column("n_observations", "int64", "Number of its rows in communes, poverty and ocop"),
    Column("status", "string", "Whether the document was read", allowed=("ok", "empty", "failed"), repeats=True),
    Column("error", "string", "Why a failed document could not be read: a code, a colon and words", nullable=True),
    Column("text", "string", "The decoded text that all offsets refer to", nullable=True, bulky=True),
    Column("program_version", "string", "Version of the program that read the document", repeats=True),
    Column("rules_version", "string", "Version of the rules that read the document", repeats=True),
)

TABLES: tuple[Table, ...] = (
    Table("documents", "One row for each input document", _DOCUMENTS, key=("doc_id",)),
    Table("figures", "One row for each numeric or time expression of a document", _FIGURES),
    Table("communes", "Observations of the new-rural programme: a value of one indicator, place and period", _COMMUNES),
    Table("poverty", "Observations of poverty and its reduction", _OBSERVATION),
    Table("ocop", "Observations of the One Commune One Product programme", _OCOP),
    Table("ocop_items", "One row for each OCOP product that is named", _OCOP_ITEMS),
)
OBSERVATION_TABLES = ("communes", "poverty", "ocop")


def table_named(name: str) -> Table:
    """Return the declaration of a table; an unknown name is an error of the caller."""
    for table in TABLES:
        if table.name == name:
            return table
    raise KeyError(f"no table is called {name!r}; there are {', '.join(t.name for t in TABLES)}")


def columns_digest() -> str:
    """A digest of all declarations: tables with the same one can be put together."""
    return sha256(repr(TABLES).encode()).hexdigest()[:12]
