"""Reading the tables of a run back.

>>> read_tables("no/such/folder")
Traceback (most recent call last):
    ...
ntm_extract.errors.NtmError: there are no tables in no/such/folder: documents.parquet is missing
  give the output folder of a run, or make one with: ntm extract SOURCE -o no/such/folder

A table is ``NAME.parquet`` or, as engines that write in parts leave it, a folder ``NAME`` of
Parquet files. Tables that a run is just replacing are read again until all are of one run: its
staging folder holds a data package while the tables are moved, and the one beside the tables is
another when they have been. Tables without a data package are taken as they are.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from ntm_extract.errors import NtmError
from ntm_extract.output.columns import TABLES
from ntm_extract.output.publish import DECISIVE_NAME, STAGING_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

_PATIENCE = 2.0  # seconds; a run needs a few milliseconds to move its files
_PAUSE = 0.02


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
    """Read the tables ``names`` (all of them by default) from the output folder ``path``.

    ``columns`` may name the columns wanted of a table: reading ``documents`` without its texts is fast.
    """
    folder = Path(path)
    wanted = [table.name for table in TABLES] if names is None else list(names)
    deadline = time.monotonic() + _PATIENCE
    while True:
        before = _run(folder)
        if before is not None:
            tables = {name: _read(_source(folder, name), (columns or {}).get(name)) for name in wanted}
            if _run(folder) == before:
                return Tables(tables)
        if time.monotonic() > deadline:
            raise NtmError(
                "mixed-tables", f"the tables in {folder} are of two runs: one was stopped while it put them in place",
                f"run the last ntm extract ... -o {folder} again: it puts the rest in place",
            )
        time.sleep(_PAUSE)


def _run(folder: Path) -> bytes | None:
    """Return what tells the published run from others, or None while another one is taking its place."""
    if any(folder.glob(f"{STAGING_PREFIX}*/{DECISIVE_NAME}")):
        return None
    try:
        return (folder / DECISIVE_NAME).read_bytes()
    except OSError:
        return b""


def _source(folder: Path, name: str) -> Path:
    for path in (folder / f"{name}.parquet", folder / name):
        if path.exists():
            return path
    raise NtmError(
        "no-tables", f"there are no tables in {folder}: {name}.parquet is missing",
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
            "unreadable-table", f"{path} cannot be read as a table: {error}",
            f"run ntm extract SOURCE -o {path.parent} again",
        ) from error
