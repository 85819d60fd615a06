"""Tables in an object store: how a run that is published on this machine takes the place of the last one there.

::

    poverty/ntm-<digest>.parquet   the files of a table, named by what is in them (see :mod:`.manifest`)
    datapackage.json               which of them are the tables
    run.json                       what the run found

1. Files that the store does not have are uploaded. No reader knows of them yet.
2. ``datapackage.json`` is replaced, which a store does at once or not at all: **this is the publication**. Before it the
   tables are those of the last run, after it those of the new one, wherever the upload stops.
3. ``run.json`` is replaced; what somebody else took away meanwhile is uploaded again; then files are removed that are of
   this program's naming and that neither the new manifest nor the one before it names: who read that one still finds
   its files. Such files are kept for a day as well, because another machine may be about to name them. A run that
   changes nothing removes nothing.

Nothing else is ever removed, and a ``datapackage.json`` or ``run.json`` of another program is not replaced.
A step is tried three times. If it fails for good that is an NtmError (``upload_failed``); the next run does the rest.
A file that cannot be removed is no failure: it is told, and the next run tries again.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from ntm_extract.errors import NtmError
from ntm_extract.output.columns import TABLES
from ntm_extract.output.datapackage import FileFacts
from ntm_extract.output.manifest import is_ours, parse, to_store
from ntm_extract.output.taken import PACKAGE, REPORT
from ntm_extract.stores import WEB, code_of, open_store, said, scheme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ntm_extract.output.manifest import TableFile

GRACE: Final = 86_400  # seconds
_ATTEMPTS: Final = 3
_PAUSE: Final = 0.5  # seconds, doubled each time
_AT_ONCE: Final = 8
_TIMES: Final = ("LastModified", "updated", "mtime", "created", "last_modified")

_Item = TypeVar("_Item")
_Got = TypeVar("_Got")


@dataclass(slots=True)
class Upload:
    """What was done in the store, in numbers."""

    files: int = 0
    bytes: int = 0
    present: int = 0  # files that were there
    removed: int = 0
    not_removed: str = ""  # why old files are still there


class _Facts(NamedTuple):
    size: int | None
    time: float | None  # when it was written, by the clock of the store


@dataclass(slots=True)
class Store:
    """A prefix of an object store that is, or will be, the place of tables."""

    address: str
    _store: Any = field(init=False, repr=False)
    _root: str = field(init=False, repr=False)
    _published: bool = field(init=False, repr=False, default=False)

    def __post_init__(self) -> None:
        if scheme_of(self.address) in WEB:
            raise NtmError(
                "output_not_writable", f"tables cannot be written to a web server: {self.address}",
                "name a folder, or a prefix of a store: -o s3://bucket/tables",
            )
        self._store, path = open_store(self.address)
        self._root = path.rstrip("/")
        if not self._root:
            raise NtmError("bad_address", f"{self.address} names no place in a store", "name one: -o s3://bucket/tables")

    def check(self) -> None:
        """Refuse a store that does not answer, a bucket that does not exist, and a place that is taken."""
        self._listing()
        self._manifest()

    def _manifest(self) -> bytes | None:
        manifest = self._attempt("read", PACKAGE, self._read)
        try:
            if manifest is not None:
                parse(manifest)
                return manifest
        except ValueError as error:
            raise self._taken(PACKAGE, str(error)) from error
        if self._attempt("read", REPORT, self._read) is not None:
            raise self._taken(REPORT, f"there is no {PACKAGE} with it")
        return None

    def publish(self, run: Path, report: bytes) -> Upload:
        """Make the run that is published in the folder ``run`` the one that readers of the store see."""
        package, files = to_store(run)
        upload = Upload()
        there = self._listing()
        self._upload({name: file for name, file in files.items() if not _is_there(there, name, file)}, upload)
        upload.present = len(files) - upload.files
        before = self._manifest()
        if before != package:
            self._attempt("write", PACKAGE, lambda path: self._store.pipe_file(path, package))
        self._published = True
        self._attempt("write", REPORT, lambda path: self._store.pipe_file(path, report))
        there = self._listing()
        self._upload({name: file for name, file in files.items() if not _is_there(there, name, file)}, upload)
        if before != package:
            self._remove(files, before, there, upload)
        return upload

    def _upload(self, files: Mapping[str, TableFile], upload: Upload) -> None:
        for name, file in files.items():
            if FileFacts.of(file.path, 0).sha256 != file.sha256:
                raise NtmError(
                    "damaged_state", f"{file.path} is damaged, and was not uploaded as {self.address}/{name}",
                    "type the same command again with --afresh",
                )
        _together(files.items(), lambda item: self._put(*item))
        upload.files += len(files)
        upload.bytes += sum(file.size for file in files.values())

    def _put(self, name: str, file: TableFile) -> None:
        self._attempt("write", name, lambda path: self._store.put_file(str(file.path), path))

    def _remove(self, files: Iterable[str], before: bytes | None, there: Mapping[str, _Facts], upload: Upload) -> None:
        """Remove what no reader looks for; the manifest is read again, because another machine may have replaced it."""
        try:
            now = self._read(self._path(PACKAGE))
            kept = {*files}
            for content in filter(None, (before, now)):
                kept.update(path for paths in parse(content).values() for path in paths)
            published = there[PACKAGE].time if PACKAGE in there else None
            old = [
                name for name, facts in there.items()
                if is_ours(name) and name not in kept
                and (facts.time is None or published is None or facts.time <= published - GRACE)
            ]  # fmt: skip
            _together(old, lambda name: self._store.rm_file(self._path(name)))
            upload.removed = len(old)
        except Exception as error:  # noqa: BLE001 - whatever it is, the tables are there
            upload.not_removed = said(error)

    def _listing(self) -> dict[str, _Facts]:
        """Our files and the manifest, with what the store knows of them; other objects below the prefix are not listed."""
        self._store.invalidate_cache()
        found = {}
        for folder in (table.name for table in TABLES):
            found.update(self._attempt("list", folder, lambda path: self._store.find(path, detail=True)))
        found.update(self._attempt("read", PACKAGE, self._info))
        return {name[len(self._root) + 1 :]: _Facts(facts.get("size"), _time(facts)) for name, facts in found.items()}

    def _info(self, path: str) -> dict[str, Mapping[str, Any]]:
        try:
            return {path: self._store.info(path)}
        except FileNotFoundError:
            return {}

    def _read(self, path: str) -> bytes | None:
        try:
            return bytes(self._store.cat_file(path))
        except FileNotFoundError:
            return None

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _attempt(self, what: str, name: str, action: Callable[[str], _Got]) -> _Got:
        path = self._path(name)
        for attempt in range(_ATTEMPTS):
            try:
                return action(path)
            except Exception as error:  # each store has errors of its own
                if code_of(error) != "unreachable" or attempt == _ATTEMPTS - 1:
                    state = "the new tables are there all the same" if self._published else "the tables there are as they were"
                    raise NtmError(
                        "upload_failed",
                        f"{self._store.unstrip_protocol(path)} cannot be {_DONE[what]}: {said(error)}; {state}",
                        "see that the bucket exists, that your credentials may read, list and write there, and that the network "
                        "is up; then type the same command again: it does what is left",
                    ) from error
            time.sleep(_PAUSE * 2**attempt)
        raise AssertionError

    def _taken(self, name: str, why: str) -> NtmError:
        return NtmError(
            "output_taken", f"{self._store.unstrip_protocol(self._path(name))} is not of this program's making: {why}",
            "choose another prefix with -o, or move that object away",
        )


_DONE: Final = {"read": "read", "list": "listed", "write": "written"}


def _is_there(there: Mapping[str, _Facts], name: str, file: TableFile) -> bool:
    return name in there and there[name].size == file.size


def _together(items: Iterable[_Item], action: Callable[[_Item], object]) -> None:
    """Do something with each of many items, some at a time; the first error ends it."""
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        for future in [pool.submit(action, item) for item in items]:
            future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _time(facts: Mapping[str, Any]) -> float | None:
    for key in _TIMES:
        said_time = facts.get(key)
        try:
            if isinstance(said_time, str):
                said_time = datetime.fromisoformat(said_time)
        except ValueError:
            continue
        if isinstance(said_time, datetime):
            return said_time.timestamp()
        if isinstance(said_time, (int, float)):
            return float(said_time)
    return None
