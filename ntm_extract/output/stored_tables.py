"""Reading tables back from an object store.

The manifest is read, then the files that it names. Files are never changed, and are still there when the next run has
published; if one is gone all the same, the manifest is another one by then, and everything is read again with it. So the tables
that are given are always of one run.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ntm_extract.errors import NtmError
from ntm_extract.output.manifest import parse
from ntm_extract.output.taken import PACKAGE
from ntm_extract.stores import open_store, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TRIES: Final = 5
_AT_ONCE: Final = 8


def read_stored(address: str, names: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, pa.Table]:
    """The tables ``names`` that the manifest below ``address`` stands for."""
    store, path = open_store(address)
    root = path.rstrip("/")
    before = None
    for _ in range(_TRIES):
        manifest = _manifest(store, root, address)
        if manifest == before:
            break
        before = manifest
        files = _files(manifest, address)
        if absent := next((name for name in names if not files.get(name)), None):
            raise _none(address, f"the {PACKAGE} there names no table {absent}")
        try:
            return {name: _read(store, [f"{root}/{file}" for file in files[name]], columns.get(name)) for name in names}
        except FileNotFoundError:
            store.invalidate_cache()
        except Exception as error:
            raise NtmError(
                "unreadable_table", f"a table in {address} cannot be read: {said(error)}",
                f"try again; if it stays so, take the file away and run ntm extract SOURCE -o {address} again",
            ) from error
    raise NtmError(
        "unreadable_table", f"files that {address}/{PACKAGE} names are not there",
        f"run ntm extract SOURCE -o {address} again: it uploads what is missing",
    )


def _manifest(store: Any, root: str, address: str) -> bytes:
    try:
        return bytes(store.cat_file(f"{root}/{PACKAGE}"))
    except FileNotFoundError as error:
        raise _none(address, f"{PACKAGE} is missing") from error
    except Exception as error:
        hint = "see that address, credentials (such as AWS_PROFILE) and network are right"
        raise NtmError("unreachable", f"{address}/{PACKAGE} cannot be read: {said(error)}", hint) from error


def _files(manifest: bytes, address: str) -> dict[str, list[str]]:
    try:
        return parse(manifest)
    except ValueError as error:
        raise _none(address, f"{PACKAGE} is not of this program's making ({error})") from error


def _none(address: str, why: str) -> NtmError:
    return NtmError(
        "no_tables", f"there are no tables in {address}: {why}",
        f"give the address that a run wrote to, or write there with: ntm extract SOURCE -o {address}",
    )


def _read(store: Any, paths: Sequence[str], columns: Sequence[str] | None) -> pa.Table:
    def part(path: str) -> pa.Table:
        with store.open(path, "rb") as stream, pq.ParquetFile(stream, pre_buffer=True) as file:
            return file.read(None if columns is None else list(columns))

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return pa.concat_tables(pool.map(part, paths))
