"""Rows of a Parquet file, some at a time.

Its foot is at its end: of a file that breaks off, nothing can be read. A table that this program wrote is refused
(``own_table``): the texts in it have been read, and would count twice.

In memory are some rows of some megabytes together and, of each column, the pages they stand in, however large the groups
of rows are. A page is as large as whoever wrote the file made it, and a few bytes may say the same long text a thousand
times: what a file unpacks to is bounded like that of a compressed one, and memory by what the process may have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ntm_extract.corpus.containers.records import check_columns
from ntm_extract.corpus.containers.unpack import Budget, size_of
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from ntm_extract.corpus.containers.records import Row

_ROWS: Final = 64  # in memory at once
_BYTES: Final = 16 << 20  # likewise, on average
_PIECE: Final = 1 << 18  # read from a column at once; else it is the whole column of a group of rows
_NO_MEMORY: Final = "bad_alloc"  # as C++ has it
_ROW_BYTES: Final = 64  # that even an empty row stands for


def rows(stream: BinaryIO, name: str) -> Iterator[Row | DocumentError]:
    """The rows of a file by column name; only columns of texts, numbers, dates and lists of texts are read."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import
    import pyarrow.parquet as pq  # noqa: PLC0415

    budget = Budget(size_of(stream), name)
    try:
        file = pq.ParquetFile(stream, pre_buffer=False, buffer_size=_PIECE)
        fields = file.schema_arrow
        if b"rules_version" in (fields.metadata or {}):
            raise DocumentError("own_table", f"{name} is a table that a run of this program wrote", "name the sources of that run")
        check_columns(len(fields), name)
        simple = [field.name for field in fields if _is_read(field.type)]
        for batch in file.iter_batches(batch_size=_rows_at_once(file.metadata), columns=simple, use_threads=False):
            budget.spend(batch.nbytes + _ROW_BYTES * batch.num_rows)
            columns = [_values(column) for column in batch.columns]
            together = zip(*columns, strict=True) if columns else ((),) * batch.num_rows
            yield from (dict(zip(batch.schema.names, row, strict=True)) for row in together)
    except MemoryError:  # also an ArrowException
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        if _NO_MEMORY in str(error):
            raise MemoryError from error
        said = f"{name} is no Parquet file that can be read: {' '.join(str(error).split())[:300]}"
        raise DocumentError("damaged", said, "copy or download it again") from error


def _rows_at_once(metadata: Any) -> int:
    """How many rows have a size that is no burden."""
    sizes = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    largest = max((group.total_byte_size / group.num_rows for group in sizes if group.num_rows > 0), default=0)
    return int(max(1, min(_ROWS, _BYTES / max(1, largest))))


def _is_read(kind: Any) -> bool:
    """Whether the values of a column are texts, numbers, dates or lists of texts; others are not even taken out of the file."""
    from pyarrow import types  # noqa: PLC0415

    if types.is_dictionary(kind):
        return _is_read(kind.value_type)
    if types.is_list(kind) or types.is_large_list(kind):
        return _is_text(kind.value_type)
    return bool(
        _is_text(kind) or types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind)
        or types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind) or types.is_boolean(kind)
        or types.is_date(kind) or types.is_timestamp(kind) or types.is_null(kind) or str(kind) == "binary_view"
    )  # fmt: skip


def _is_text(kind: Any) -> bool:
    from pyarrow import types  # noqa: PLC0415

    return bool(types.is_string(kind) or types.is_large_string(kind) or str(kind) == "string_view")


def _values(column: Any) -> list[Any]:
    """The values of a column; of a moment that no calendar has (some tables have such for "never") its number and type."""
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        column = column.cast(pa.timestamp(column.type.unit, "UTC"))  # the same moments, whatever zone this machine knows
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except (ValueError, OverflowError):
        return [_value(value) for value in column]


def _value(value: Any) -> Any:
    try:
        return value.as_py()
    except (ValueError, OverflowError):
        return f"{value.value} ({value.type})"
