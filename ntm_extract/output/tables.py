"""Reading the tables of a run back.

>>> read_tables("no/such/folder")
Traceback (most recent call last):
    ...
ntm_extract.errors.NtmError: there are no tables in no/such/folder: documents.parquet is missing
  give the output folder of a run, or make one with: ntm extract SOURCE -o no/such/folder

A table is ``NAME.parquet`` or, of a large run, a folder ``NAME`` of Parquet files. All tables are of one
run: the folder of the published run is found once, and what is read comes from there; if another run
takes its place meanwhile, they are read again. Tables that were copied elsewhere are taken as they are.
For those in an object store see :mod:`.stored_tables`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from ntm_extract.errors import NtmError
from ntm_extract.output.columns import TABLES
from ntm_extract.output.publish import current_run
from ntm_extract.stores import local_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

_TRIES = 50  # each time another run has just ended: more in a row is no work of scheduled runs


class Tables(Mapping[str, pa.Table]):
    """The tables of a run by name: ``tables["poverty"]`` for Arrow, ``tables.pandas("poverty")`` for pandas."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> pa.Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name}: {table.num_rows} rows' for name, table in self.items())})"

    def pandas(self, name: str) -> pd.DataFrame:
        """Return one table as a data frame."""
        return self._tables[name].to_pandas()


def read_tables(
    path: str | Path, names: Sequence[str] | None = None, columns: Mapping[str, Sequence[str]] | None = None
) -> Tables:
    """Read the tables ``names`` (all of them by default) from the output ``path``: a folder, or an address such as ``s3://``.

    ``columns`` may name the columns wanted of a table: reading ``documents`` without its texts is fast.
    """
    wanted = [table.name for table in TABLES] if names is None else list(names)
    local = local_path(str(path))
    if local is None:
        from ntm_extract.output.stored_tables import read_stored  # noqa: PLC0415 - only for these

        return Tables(read_stored(str(path), wanted, columns or {}))
    folder = Path(local)
    for tried in range(1, _TRIES + 1):
        run = current_run(folder)
        try:
            return Tables({name: _read(_source(run or folder, name, folder), (columns or {}).get(name)) for name in wanted})
        except NtmError:
            if tried == _TRIES or current_run(folder) == run:
                raise
    raise AssertionError  # the last try returns or raises


def _source(run: Path, name: str, folder: Path) -> Path:
    for path in (run / f"{name}.parquet", run / name):
        if path.exists():
            return path
    raise NtmError(
        "no_tables", f"there are no tables in {folder}: {name}.parquet is missing",
        f"give the output folder of a run, or make one with: ntm extract SOURCE -o {folder}",
    )


def _read(path: Path, columns: Sequence[str] | None) -> pa.Table:
    chosen: Any = None if columns is None else list(columns)
    try:
        if path.is_dir():
            parts = [pq.ParquetFile(part).read(chosen) for part in sorted(path.glob("*.parquet"))]
            return pa.concat_tables(parts)
        with pq.ParquetFile(path) as file:
            return file.read(chosen)
    except (OSError, pa.ArrowInvalid, KeyError, ValueError) as error:
        raise NtmError(
            "unreadable_table", f"{path} cannot be read as a table: {error}",
            f"run ntm extract SOURCE -o {path.parent} again",
        ) from error
