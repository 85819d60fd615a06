"""All tables of a run from rows at hand, published together: for programs that make rows of their own.

Rows come as tuples in column order (:mod:`.rows`), or as record batches made of such tuples (:func:`.arrays.to_batch`),
document after document in the order of their ids; the rows of one document in the order they shall have. A row that comes
before its predecessor's document is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ntm_extract.output.columns import TABLES
from ntm_extract.output.datapackage import data_package
from ntm_extract.output.publish import Publication, naming_errors
from ntm_extract.output.table_file import ROW_GROUP_BYTES, ROW_GROUP_ROWS, TableFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    import pyarrow as pa


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
        self._limits = {"row_group_rows": row_group_rows, "row_group_bytes": row_group_bytes}
        self._publication = Publication(self.out_dir)
        self._files: dict[str, TableFile] = {}
        self._last: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._publication.__enter__()
        built = self._publication.build()
        self._files = {
            table.name: TableFile(table, built / f"{table.name}.parquet", self._versions, **self._limits) for table in TABLES
        }
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
        if rows:
            column = _DOC_ID[table_name]
            self._check_order(table_name, rows[0][column], rows[-1][column])
            with naming_errors(self.out_dir):
                self._files[table_name].add(rows)

    def add_batch(self, table_name: str, batch: pa.RecordBatch) -> None:
        """Append a record batch with the columns of the table, in their order."""
        if batch.num_rows:
            ids = batch.column(_DOC_ID[table_name])
            self._check_order(table_name, ids[0].as_py(), ids[-1].as_py())
        with naming_errors(self.out_dir):
            self._files[table_name].add_batch(batch)

    def commit(self) -> dict[str, int]:
        """Finish all files and put them in place; return the number of rows of each table."""
        with naming_errors(self.out_dir):
            files = {name: [(file.path.name, file.close())] for name, file in self._files.items()}
        paths = [file.path for file in self._files.values()]
        package = data_package(files, self._versions)
        self._publication.publish(paths[0].parent, [path.name for path in paths], package, paths)
        return self.counts

    def _check_order(self, table_name: str, first: str, last: str) -> None:
        before = self._last.get(table_name, "")
        if not before <= first <= last:
            raise ValueError(f"{table_name}: rows of {first!r} to {last!r} come after those of {before!r}")
        self._last[table_name] = last


_DOC_ID = {table.name: table.names.index("doc_id") for table in TABLES}
