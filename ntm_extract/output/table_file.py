"""One Parquet file on its way: tuples become record batches, batches become row groups.

A row group is closed after a fixed number of rows or of bytes of long text. Where it ends depends on the rows alone,
not on how they were handed over, and no file holds a time or a path: the same rows give the same bytes. The memory
needed is that of one open row group, however many rows there are.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ntm_extract.output.arrays import arrow_schema, to_batch
from ntm_extract.output.columns import Table
from ntm_extract.output.datapackage import FileFacts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROW_GROUP_ROWS = 131_072
ROW_GROUP_BYTES = 16 << 20  # of the bulky columns
_CHUNK_ROWS = 2_048  # rows kept as tuples before they become Arrow
_CHUNK_CHARS = 4 << 20
_COMPRESSION_LEVEL = 3


class TableFile:
    """Write one table to ``path``; nothing is there before the first row group, nothing is whole before :meth:`close`."""

    def __init__(
        self,
        table: Table,
        path: Path,
        versions: Mapping[str, str],
        *,
        row_group_rows: int = ROW_GROUP_ROWS,
        row_group_bytes: int = ROW_GROUP_BYTES,
    ) -> None:
        self.n_rows = 0
        self.path = path
        self._table = table
        self._schema = arrow_schema(table, dict(versions))
        self._max_rows = row_group_rows
        self._max_bytes = row_group_bytes
        self._bulky = [index for index, column in enumerate(table.columns) if column.bulky]
        self._pending: list[tuple[Any, ...]] = []
        self._pending_chars = 0
        self._batches: list[pa.RecordBatch] = []
        self._group_rows = 0
        self._group_bytes = 0
        self._sink: pa.OSFile | None = None
        self._writer: pq.ParquetWriter | None = None

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Append rows, tuples in column order."""
        if not rows:
            return
        self.n_rows += len(rows)
        self._pending += rows
        for index in self._bulky:
            for row in rows:
                self._pending_chars += len(row[index] or "")
        if len(self._pending) >= _CHUNK_ROWS or self._pending_chars >= _CHUNK_CHARS:
            self._convert()

    def add_batch(self, batch: pa.RecordBatch) -> None:
        """Append a record batch with the columns of the table, in their order."""
        if batch.schema.names != self._schema.names or batch.schema.types != self._schema.types:
            raise ValueError(f"{self._table.name}: the batch has other columns than the table")
        if batch.num_rows:
            self._convert()
            for column, values in zip(self._table.columns, batch.columns, strict=True):
                if values.null_count and not column.nullable:
                    raise ValueError(f"{self._table.name}.{column.name}: the batch has nulls")
            self.n_rows += batch.num_rows
            self._append(pa.RecordBatch.from_arrays(batch.columns, schema=self._schema))

    def close(self) -> FileFacts:
        """Write what is left and the footer."""
        self._convert()
        if self._group_rows:
            self._write_group()
        self._open().close()
        if self._sink is not None:
            self._sink.close()
        return FileFacts.of(self.path, self.n_rows)

    def abandon(self) -> None:
        """Let go of the file, whatever state it is in."""
        with suppress(OSError, pa.ArrowException):
            if self._writer is not None:
                self._writer.close()
        with suppress(OSError, pa.ArrowException):
            if self._sink is not None:
                self._sink.close()

    def _convert(self) -> None:
        if self._pending:
            batch = to_batch(self._table.name, self._pending)
            self._pending = []
            self._pending_chars = 0
            self._append(batch.replace_schema_metadata(self._schema.metadata))

    def _append(self, batch: pa.RecordBatch) -> None:
        """Put the rows of ``batch`` into row groups; a group ends with the row that fills it."""
        sizes = self._bulk_sizes(batch)
        while batch.num_rows:
            room = self._max_rows - self._group_rows
            if sizes is not None:
                filled = int(np.searchsorted(np.cumsum(sizes), self._max_bytes - self._group_bytes))
                room = min(room, filled + 1)
            part = batch.slice(0, room)
            self._batches.append(part)
            self._group_rows += part.num_rows
            if sizes is not None:
                self._group_bytes += int(sizes[:room].sum())
                sizes = sizes[room:]
            if part.num_rows == room:
                self._write_group()
            batch = batch.slice(room)

    def _bulk_sizes(self, batch: pa.RecordBatch) -> np.ndarray[Any, np.dtype[np.int64]] | None:
        """Return the bytes of long text in each row."""
        if not self._bulky:
            return None
        sizes = np.zeros(batch.num_rows, np.int64)
        for index in self._bulky:
            column = batch.column(index)
            if column.null_count < len(column):
                offsets = np.frombuffer(column.buffers()[1], np.int32)
                sizes += np.diff(offsets[column.offset : column.offset + len(column) + 1])
        return sizes

    def _write_group(self) -> None:
        group = pa.Table.from_batches(self._batches, self._schema).combine_chunks()
        self._batches = []
        self._group_rows = self._group_bytes = 0
        self._open().write_table(group, row_group_size=group.num_rows)

    def _open(self) -> pq.ParquetWriter:
        if self._writer is None:
            columns = self._table.columns
            self._sink = pa.OSFile(str(self.path), "wb")
            self._writer = pq.ParquetWriter(
                self._sink,
                self._schema,
                compression="zstd",
                compression_level=_COMPRESSION_LEVEL,
                use_dictionary=[column.name for column in columns if column.repeats],
                write_statistics=[column.name for column in columns if not column.bulky],
            )
        return self._writer
