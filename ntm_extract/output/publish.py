"""How files get into an output folder: all of a run's files, or none of them.

A run holds a lock on the folder, writes every file to a staging folder inside it
(``.staging-<pid>``) and moves the files into place at the end, the data package last.

- The lock is the kernel's, on the file ``.ntm-lock``: it ends with its process, however that ends,
  so no run is ever refused because of a dead one. The process id in the file is for the message.
- A run that ends without publishing removes its staging folder; one that was killed leaves it to
  the next run. The old tables stay as they were.
- The run is decided when ``datapackage.json`` appears in the staging folder, after all other files
  are safely on the disk. A staging folder with that file is never thrown away: the next run moves
  what is left in it into place before it does anything else.

What plain renames cannot give: there are as many renames as files, about a millisecond in all, and
a program that opens two tables within that time can get one old and one new; after a crash within
it this lasts until the next run. :func:`ntm_extract.output.tables.read_tables` sees from the data
packages that this is so, and reads again.
A folder on a file system without locks or without atomic renames is refused or at the user's risk:
object stores are to be filled by copying a finished folder.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

from ntm_extract.errors import NtmError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

LOCK_NAME = ".ntm-lock"
STAGING_PREFIX = ".staging-"
DECISIVE_NAME = "datapackage.json"

_OTHER_FOLDER = "choose another folder with -o FOLDER"


@contextmanager
def naming_errors(path: Path) -> Iterator[None]:
    """Turn what the operating system says about ``path`` into an error that says what to do next."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NtmError(
                "disk-full", f"no room left to write {path}; the tables that were there are unchanged",
                f"free some space and run the same command again, or {_OTHER_FOLDER}",
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise NtmError(
                "output-not-writable", f"the output folder {path} cannot be written to ({error.strerror})",
                f"change its permissions, or {_OTHER_FOLDER}",
            ) from error
        if error.errno in (errno.EEXIST, errno.ENOTDIR, errno.EISDIR):
            raise NtmError(
                "output-not-folder", f"the output {path} is not a folder, or a part of its path is a file",
                f"move that file away, or {_OTHER_FOLDER}",
            ) from error
        raise NtmError(
            "output-failed", f"writing to {path} failed: {error.strerror or error}", f"try again, or {_OTHER_FOLDER}"
        ) from error


class Publication:
    """The exclusive right to publish files in ``folder``; a context manager.

    Leaving it without :meth:`publish` leaves the folder as it was.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.staging = folder / f"{STAGING_PREFIX}{os.getpid()}"
        self._lock: int | None = None
        self._made_folder = False

    def __enter__(self) -> Self:
        with naming_errors(self.folder):
            self._made_folder = not self.folder.exists()
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self.folder / LOCK_NAME)
            try:
                for stale in sorted(self.folder.glob(f"{STAGING_PREFIX}*")):
                    _settle(stale, self.folder)
                self.staging.mkdir()
            except BaseException:
                self._unlock()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not (self.staging / DECISIVE_NAME).exists():
            with suppress(OSError):  # a left-over is harmless: the next run removes it
                _remove(self.staging)
        self._unlock()
        if self._made_folder:
            with suppress(OSError):  # it holds something by now
                self.folder.rmdir()

    def publish(self, names: Sequence[str], decisive: bytes) -> None:
        """Move the staged files ``names`` into place, and ``decisive`` as the data package after them."""
        with naming_errors(self.folder):
            for name in names:
                if (self.folder / name).is_dir():
                    raise NtmError(
                        "output-not-file", f"{self.folder / name} is a folder, where a file is to be written",
                        f"move it away and run the same command again, or {_OTHER_FOLDER}",
                    )
                _sync(self.staging / name)
            draft = self.staging / f"{DECISIVE_NAME}.part"
            draft.write_bytes(decisive)
            _sync(draft)
            draft.replace(self.staging / DECISIVE_NAME)
            _sync(self.staging)
        try:
            with naming_errors(self.folder):
                _settle(self.staging, self.folder)
        except NtmError as error:
            raise NtmError(
                "publish-interrupted",
                f"only some of the new tables could be put in place in {self.folder}: {error.message}",
                "remove the cause and run the same command again; it first puts the rest in place",
            ) from error

    def _unlock(self) -> None:
        if self._lock is not None:
            with suppress(OSError):  # unlink before close: whoever waits for this file takes a new one
                (self.folder / LOCK_NAME).unlink()
            os.close(self._lock)
            self._lock = None


def _settle(staging: Path, folder: Path) -> None:
    """End a run that is decided by moving what it staged into place; remove any other."""
    decisive = staging / DECISIVE_NAME
    if decisive.exists():
        for path in sorted(staging.iterdir()):
            if path != decisive:
                path.replace(folder / path.name)
        _sync(folder)
        decisive.replace(folder / DECISIVE_NAME)
        _sync(folder)
        with suppress(OSError):  # empty by now, and harmless
            staging.rmdir()
    else:
        _remove(staging)


def _remove(staging: Path) -> None:
    for path in staging.iterdir():
        path.unlink()
    staging.rmdir()


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if sys.platform == "win32" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(path: Path) -> int:
    """Take the lock ``path`` and return its descriptor; held by another run, it is an error."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock_descriptor(descriptor)
            # the run before may have removed the file between our opening and locking it
            if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
                os.ftruncate(descriptor, 0)
                os.write(descriptor, f"{os.getpid()}\n".encode())
                return descriptor
        except (BlockingIOError, PermissionError) as error:
            holder = "of unknown number"
            with suppress(OSError):
                holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or holder
            os.close(descriptor)
            raise NtmError(
                "busy", f"another run (process {holder}) is writing to {path.parent}",
                f"wait until it has ended, or {_OTHER_FOLDER}",
            ) from error
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock_descriptor(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock_descriptor(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
