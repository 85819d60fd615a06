"""The tables of a run, written to Parquet a row group at a time and published together.

Rows come as tuples in column order (:mod:`.rows`), or as record batches made of such tuples in
another process (:func:`.arrays.to_batch`), document after document in the order of their ids; the
rows of one document in the order they shall have. A row that comes before its predecessor's
document is refused.

A row group is closed after a fixed number of rows or of bytes of long text. Where it ends depends on
the rows alone, not on how they were handed over, and no file holds a time or a path: the same rows
give the same bytes. The memory needed is that of one open row group for each table, however many
documents there are.

Where the files go, and what a reader sees of an unfinished run: :mod:`.publish`.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ntm_extract.output.arrays import arrow_schema, to_batch
from ntm_extract.output.columns import TABLES, Table
from ntm_extract.output.datapackage import FileFacts, data_package
from ntm_extract.output.publish import Publication, naming_errors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

ROW_GROUP_ROWS = 131_072
ROW_GROUP_BYTES = 16 << 20  # of the bulky columns
_CHUNK_ROWS = 2_048  # rows kept as tuples before they become Arrow
_CHUNK_CHARS = 4 << 20
_COMPRESSION_LEVEL = 3


class TableWriter:
    """Write all tables of one run to ``out_dir``; a context manager.

    Nothing is visible before :meth:`commit`; leaving the context without it leaves ``out_dir`` as it was.
    """

    def __init__(
        self,
        out_dir: str | Path,
        *,
        rules_version: str,
        program_version: str,
        row_group_rows: int = ROW_GROUP_ROWS,
        row_group_bytes: int = ROW_GROUP_BYTES,
    ) -> None:
        self.out_dir = Path(out_dir)
        self._versions = {"program_version": program_version, "rules_version": rules_version}
        self._publication = Publication(self.out_dir)
        staging = self._publication.staging
        limits = (row_group_rows, row_group_bytes)
        self._files = {
            table.name: _TableFile(table, staging / f"{table.name}.parquet", self._versions, *limits)
            for table in TABLES
        }

    def __enter__(self) -> Self:
        self._publication.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            for file in self._files.values():
                file.abandon()
        finally:
            self._publication.__exit__(kind, error, traceback)

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows each table has so far."""
        return {name: file.n_rows for name, file in self._files.items()}

    def add(self, table_name: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Append ``rows``, tuples in column order, to a table."""
        self._files[table_name].add(rows)

    def add_batch(self, table_name: str, batch: pa.RecordBatch) -> None:
        """Append a record batch with the columns of the table, in their order."""
        self._files[table_name].add_batch(batch)

    def commit(self) -> dict[str, int]:
        """Finish all files and put them in place; return the number of rows of each table."""
        facts = {name: file.close() for name, file in self._files.items()}
        names = [f"{name}.parquet" for name in self._files]
        self._publication.publish(names, data_package(facts, self._versions))
        return self.counts


class _TableFile:
    """One table on its way to its file: tuples, then batches, then row groups."""

    def __init__(self, table: Table, path: Path, versions: dict[str, str], max_rows: int, max_bytes: int) -> None:
        self.n_rows = 0
        self._table = table
        self._path = path
        self._schema = arrow_schema(table, versions)
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._bulky = [index for index, column in enumerate(table.columns) if column.bulky]
        self._doc_id = table.names.index("doc_id")
        self._last_doc_id = ""
        self._pending: list[tuple[Any, ...]] = []
        self._pending_chars = 0
        self._batches: list[pa.RecordBatch] = []
        self._group_rows = 0
        self._group_bytes = 0
        self._sink: pa.OSFile | None = None
        self._writer: pq.ParquetWriter | None = None

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows:
            return
        self._check_order(rows[0][self._doc_id], rows[-1][self._doc_id])
        self.n_rows += len(rows)
        self._pending += rows
        for index in self._bulky:
            for row in rows:
                self._pending_chars += len(row[index] or "")
        if len(self._pending) >= _CHUNK_ROWS or self._pending_chars >= _CHUNK_CHARS:
            self._convert()

    def add_batch(self, batch: pa.RecordBatch) -> None:
        if batch.schema.names != self._schema.names or batch.schema.types != self._schema.types:
            raise ValueError(f"{self._table.name}: the batch has other columns than the table")
        if batch.num_rows:
            self._convert()
            doc_ids = batch.column(self._doc_id)
            self._check_order(doc_ids[0].as_py(), doc_ids[-1].as_py())
            for column, values in zip(self._table.columns, batch.columns, strict=True):
                if values.null_count and not column.nullable:
                    raise ValueError(f"{self._table.name}.{column.name}: the batch has nulls")
            self.n_rows += batch.num_rows
            self._append(pa.RecordBatch.from_arrays(batch.columns, schema=self._schema))

    def close(self) -> FileFacts:
        self._convert()
        if self._group_rows:
            self._write_group()
        with naming_errors(self._path.parents[1]):
            self._open().close()
            if self._sink is not None:
                self._sink.close()
            return FileFacts.of(self._path, self.n_rows)

    def abandon(self) -> None:
        """Let go of the file, whatever state it is in."""
        with suppress(OSError, pa.ArrowException):
            if self._writer is not None:
                self._writer.close()
        with suppress(OSError, pa.ArrowException):
            if self._sink is not None:
                self._sink.close()

    def _check_order(self, first: str, last: str) -> None:
        if not self._last_doc_id <= first <= last:
            raise ValueError(
                f"{self._table.name}: rows of {first!r} to {last!r} come after those of {self._last_doc_id!r}"
            )
        self._last_doc_id = last

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
        with naming_errors(self._path.parents[1]):
            self._open().write_table(group, row_group_size=group.num_rows)

    def _open(self) -> pq.ParquetWriter:
        if self._writer is None:
            columns = self._table.columns
            self._sink = pa.OSFile(str(self._path), "wb")
            self._writer = pq.ParquetWriter(
                self._sink,
                self._schema,
                compression="zstd",
                compression_level=_COMPRESSION_LEVEL,
                use_dictionary=[column.name for column in columns if column.repeats],
                write_statistics=[column.name for column in columns if not column.bulky],
            )
        return self._writer
