r"""From rows to Arrow: tuples in column order become one record batch.

The arrays are put together from their buffers instead of by ``pyarrow.array``, which imports
pandas (0.2 s) as soon as it is handed a Python sequence; a command that reads one small file
would spend most of its time on that. What is refused, always with a ``ValueError`` that names
table, column and value, because a row that does not fit its declaration is a mistake of the
program and never of a document:

- a row with too few or too many fields;
- a null where the column is not nullable, a code that is not among the allowed ones;
- a value of another type: ``3.5`` or ``"3"`` for an integer, a number for a string;
- NaN and infinities, which no text says.

One thing is changed: lone surrogates (``"\ud800"`` in a JSON record), which UTF-8 cannot hold,
become U+FFFD one for one, so that every offset stays true.

>>> batch = to_batch("documents", [])
>>> batch.num_rows, batch.num_columns
(0, 20)
"""

from __future__ import annotations

import re
from array import array
from datetime import date
from functools import cache
from itertools import repeat
from operator import is_not
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from ntm_extract.output.columns import Column, Table, table_named

if TYPE_CHECKING:
    from collections.abc import Sequence

_TYPES: dict[str, Any] = {
    "string": pa.string(),
    "float64": pa.float64(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "bool": pa.bool_(),
    "date32": pa.date32(),
}
_TYPECODES = {"float64": "d", "int32": "i", "int64": "q"}
_EPOCH = date(1970, 1, 1).toordinal()
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_SHORT = 256  # mean length in characters up to which one pass over all bytes beats a call per value


def arrow_schema(table: Table, metadata: dict[str, str] | None = None) -> pa.Schema:
    """Return the schema of ``table``; each field carries its description, the whole ``metadata``."""
    fields = [
        pa.field(column.name, _TYPES[column.type], nullable=column.nullable,
                 metadata={"description": column.description})
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"description": table.description, **(metadata or {})})


@cache
def _schema_named(table_name: str) -> pa.Schema:
    return arrow_schema(table_named(table_name))


def to_batch(table_name: str, rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
    """Return ``rows`` of the named table as a record batch; what does not fit is a ValueError."""
    table = table_named(table_name)
    try:
        values: list[tuple[Any, ...]] = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    except ValueError:
        raise ValueError(f"{table.name}: the rows differ in their number of fields") from None
    if len(values) != len(table.columns):
        raise ValueError(f"{table.name}: a row has {len(values)} fields, {len(table.columns)} are declared")
    arrays = [_array(table, column, column_values) for column, column_values in zip(table.columns, values, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=_schema_named(table_name))


def _array(table: Table, column: Column, values: tuple[Any, ...]) -> pa.Array:
    arrow_type = _TYPES[column.type]
    # elsewhere a null fails as a wrong type does; counting flags is faster than comparing every value with None
    present_flags = bytes(map(is_not, values, repeat(None))) if column.nullable else b""
    nulls = present_flags.count(0)
    if nulls == len(values):
        return pa.nulls(len(values), arrow_type)
    try:
        validity = _bitmap(present_flags) if nulls else None
        if column.type == "string":
            _check_allowed(column, values)
            present: Sequence[Any] = ["" if value is None else value for value in values] if nulls else values
            buffers = [validity, *_string_buffers(present)]
        elif column.type == "bool":
            buffers = [validity, _bitmap(_booleans(values))]
        elif column.type == "date32":
            days = array("i", [0 if value is None else value.toordinal() - _EPOCH for value in values])
            buffers = [validity, pa.py_buffer(days)]
        else:
            present = [0 if value is None else value for value in values] if nulls else values
            numbers = array(_TYPECODES[column.type], present)
            if column.type == "float64":
                _check_finite(numbers)
            buffers = [validity, pa.py_buffer(numbers)]
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        cause = error if column.nullable or None not in values else f"null in row {values.index(None)}"
        raise ValueError(f"{table.name}.{column.name}: {cause}") from error
    return pa.Array.from_buffers(arrow_type, len(values), buffers, nulls)


def _check_allowed(column: Column, values: tuple[Any, ...]) -> None:
    if column.allowed:
        unknown = set(values).difference(column.allowed, (None,))
        if unknown:
            raise ValueError(f"unknown code {min(map(repr, unknown))}")


def _check_finite(numbers: array[float]) -> None:
    if not np.isfinite(np.frombuffer(numbers)).all():
        raise ValueError("a number is not finite")


def _string_buffers(values: Sequence[str]) -> list[pa.Buffer]:
    """Return the offsets and the UTF-8 data of ``values``."""
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    try:
        if lengths.sum() > _SHORT * len(values):
            encoded = [value.encode() for value in values]
            data = b"".join(encoded)
            ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(values)))
        else:
            data = "".join(values).encode()
            ends = np.cumsum(lengths)
            if ends[-1] != len(data):
                # the byte after each code point: every byte that does not continue one starts the next
                starts = np.flatnonzero((np.frombuffer(data, np.uint8) & 0xC0) != 0x80)
                ends = np.append(starts, len(data))[ends]
    except UnicodeEncodeError:
        return _string_buffers([re.sub("[\ud800-\udfff]", "\ufffd", value) for value in values])
    if len(data) > 0x7FFF_FFFF:
        raise ValueError("more than 2 GiB of text in one batch of rows")
    offsets = np.zeros(len(values) + 1, np.int32)
    offsets[1:] = ends
    return [pa.py_buffer(offsets), pa.py_buffer(data)]


def _booleans(values: Sequence[Any]) -> bytes:
    if not {True, False, None}.issuperset(values):
        raise TypeError("a value is neither true, false nor null")
    return bytes(value is True for value in values)


def _bitmap(flags: bytes) -> pa.Buffer:
    """Pack flags (one byte, 0 or 1, for each) into bits, the first one lowest, through one big integer."""
    digits = flags.translate(_DIGITS)[::-1]
    return pa.py_buffer(int(digits or b"0", 2).to_bytes((len(flags) + 7) // 8, "little"))
