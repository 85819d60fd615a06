"""Rows of a Parquet file, some at a time.

Its foot is at its end: of a file that breaks off, nothing can be read. A table that this program wrote is refused
(``own_table``): the texts in it have been read, and would count twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from ntm_extract.corpus.containers.records import Row

_ROWS: Final = 64  # in memory at once


def rows(stream: BinaryIO, name: str) -> Iterator[Row | DocumentError]:
    """The rows of a file by column name; only columns of texts, numbers, dates and lists of texts are read."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(stream, pre_buffer=False)
        fields = file.schema_arrow
        if b"rules_version" in (fields.metadata or {}):
            raise DocumentError("own_table", f"{name} is a table that a run of this program wrote", "name the sources of that run")
        simple = [field.name for field in fields if not pa.types.is_nested(field.type) or _is_list_of_texts(field.type)]
        batches = file.iter_batches(batch_size=_ROWS, columns=simple, use_threads=False)
        for batch in batches:
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        said = f"{name} is no Parquet file that can be read: {' '.join(str(error).split())[:300]}"
        raise DocumentError("damaged", said, "copy or download it again") from error


def _is_list_of_texts(kind: Any) -> bool:
    import pyarrow as pa  # noqa: PLC0415

    return bool((pa.types.is_list(kind) or pa.types.is_large_list(kind)) and pa.types.is_string(kind.value_type))
