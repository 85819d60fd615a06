"""What can be asked for: the indicators of the catalogue and the columns of the tables, for reader and program."""

from __future__ import annotations

import difflib
import textwrap
from typing import TYPE_CHECKING, Any

from ntm_extract.errors import NtmError
from ntm_extract.output.columns import TABLES, table_named
from ntm_extract.output.datapackage import table_schema
from ntm_extract.reference.catalogue import load_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ntm_extract.output.columns import Table
    from ntm_extract.reference.catalogue import Indicator

_REASON = "reason"
_WORDINGS = 12
_WIDTH = 100


def indicators() -> Iterator[str]:
    """All indicators, table by table."""
    catalogue = load_catalogue()
    width = max(map(len, catalogue.indicators))
    table = ""
    for item in catalogue.indicators.values():
        if item.table != table:
            if table:
                yield ""
            table = item.table
            yield table
        yield f"  {item.code:{width}}  {item.title} ({', '.join(item.units)})"
    yield ""
    yield "One of them with its wordings: ntm catalogue CODE"


def indicator(code: str) -> Iterator[str]:
    """One indicator."""
    item = _indicator(code)
    yield f"{item.code}: {item.title}"
    yield f"  table       {item.table}"
    yield f"  units       {', '.join(item.units)}"
    yield f"  breakdowns  {', '.join(item.breakdowns) or 'none'}"
    wordings = _wordings(item)
    if wordings:
        shown = ", ".join(wordings[:_WORDINGS])
        more = f" and {len(wordings) - _WORDINGS} more" if len(wordings) > _WORDINGS else ""
        yield from textwrap.wrap(
            f"  wordings    {shown}{more}", _WIDTH, subsequent_indent=" " * 14, break_on_hyphens=False
        )
    else:
        yield "  wordings    none of its own: read from the words around it"


def indicators_as_dicts() -> list[dict[str, Any]]:
    """All indicators for a program to read."""
    return [_as_dict(item) for item in load_catalogue().indicators.values()]


def indicator_as_dict(code: str) -> dict[str, Any]:
    """One indicator for a program to read."""
    item = _indicator(code)
    return {**_as_dict(item), "wordings": _wordings(item)}


def tables() -> Iterator[str]:
    """All tables."""
    width = max(len(table.name) for table in TABLES)
    for table in TABLES:
        yield f"{table.name:{width}}  {table.description} ({len(table.columns)} columns)"
    yield ""
    yield "The columns of one of them: ntm schema TABLE"


def columns(name: str) -> Iterator[str]:
    """The columns of one table."""
    table = _table(name)
    yield f"{table.name}: {table.description}"
    width = max(map(len, table.names))
    for column in table.columns:
        kind = column.type + ("?" if column.nullable else "")
        says = column.description + (f": {', '.join(column.allowed)}" if column.allowed else "")
        yield from textwrap.wrap(
            f"  {column.name:{width}}  {kind:8}  {says}", _WIDTH, subsequent_indent=" " * (width + 14),
            break_on_hyphens=False,
        )
    yield "A type with ? may be null."
    if any(column.name == _REASON for column in table.columns):
        yield ""
        yield f"What {_REASON} says:"
        width = max(map(len, reasons()))
        for code, words in reasons().items():
            yield f"  {code:{width}}  {words}"


def reasons() -> Mapping[str, str]:
    """Why figures give no observation, in words."""
    from ntm_extract.explain import REASONS  # noqa: PLC0415 - all that reads a document comes with it

    return REASONS


def tables_as_dicts() -> list[dict[str, Any]]:
    """All tables for a program to read."""
    return [_schema(table) for table in TABLES]


def table_as_dict(name: str) -> dict[str, Any]:
    """One table for a program to read."""
    return _schema(_table(name))


def _schema(table: Table) -> dict[str, Any]:
    schema = table_schema(table)
    for field in schema["fields"]:
        if field["name"] == _REASON:
            field["categories"] = [{"value": code, "label": words} for code, words in reasons().items()]
    return {"name": table.name, "description": table.description, **schema}


def _table(name: str) -> Table:
    names = [table.name for table in TABLES]
    if name not in names:
        raise NtmError("unknown_table", f"there is no table {name!r}", _nearest(name, names, "ntm schema"))
    return table_named(name)


def _indicator(code: str) -> Indicator:
    known = load_catalogue().indicators
    if code not in known:
        raise NtmError("unknown_indicator", f"there is no indicator {code!r}", _nearest(code, known, "ntm catalogue"))
    return known[code]


def _nearest(name: str, known: Iterable[str], command: str) -> str:
    near = difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)
    return f"did you mean: {command} {near[0]}" if near else f"see what there is: {command}"


def _wordings(item: Indicator) -> list[str]:
    """The phrases of the concepts it is read from, the shortest first."""
    concepts = {reading.concept for reading in item.reads}
    phrases = [phrase for phrase, names in load_catalogue().phrases.items() if concepts.intersection(names)]
    return sorted(phrases, key=lambda phrase: (len(phrase), phrase))


def _as_dict(item: Indicator) -> dict[str, Any]:
    return {
        "code": item.code, "table": item.table, "title": item.title, "units": list(item.units),
        "breakdowns": list(item.breakdowns),
    }
