"""How a finished run takes the place of the one before it: in one step, or not at all.

An output folder shows the tables of one run through links::

    poverty.parquet   -> .ntm/current/poverty.parquet      (of a large run, a folder: poverty -> .ntm/current/poverty)
    datapackage.json  -> .ntm/current/datapackage.json
    .ntm/current      -> runs/3f2a91c07b5e
    .ntm/runs/...        the files of the run; its name is a digest of what is in it
    .ntm/work/...        finished pieces of a run that has not ended; the next run takes them up
    .ntm/lock            held while a run writes

Whoever follows a name gets a whole run: replacing ``current`` is one rename, which the file system does at once or not
at all, whenever the machine stops. The run that was current until then is removed after it, and the work folder with
it. A run that ends early, however it ends, leaves the tables as they were.

The lock is the kernel's: it ends with its process, so no run is ever refused because of a dead one. The process id in
the file is for the message. Files of those names that are not of this program's making are not replaced: the run is refused
before it begins. Where a file system has no links (some network shares, Windows without the right to make
them), the names are copies (:mod:`.copies`), and change one by one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

from ntm_extract.errors import NtmError
from ntm_extract.output.copies import Copies
from ntm_extract.output.taken import FILES, PACKAGE, check_free, is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

STATE = ".ntm"
_CURRENT = "current"
_MANY = 64  # files from which one flush of everything is cheaper than one for each

_PATIENCE = 1.5  # seconds

_OTHER_FOLDER = "choose another folder with -o FOLDER (of an output in a store: with --state FOLDER)"


@contextmanager
def naming_errors(path: Path) -> Iterator[None]:
    """Turn what the operating system says about ``path`` into an error that says what to do next."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NtmError(
                "disk_full", f"no room left to write {path}; the tables that were there are unchanged",
                f"free some space and run the same command again, or {_OTHER_FOLDER}",
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise NtmError(
                "output_not_writable", f"the output folder {path} cannot be written to ({error.strerror})",
                f"change its permissions, or {_OTHER_FOLDER}",
            ) from error
        if error.errno in (errno.EEXIST, errno.ENOTDIR, errno.EISDIR):
            raise NtmError(
                "output_not_folder", f"the output {path} is not a folder, or a part of its path is a file",
                f"move that file away, or {_OTHER_FOLDER}",
            ) from error
        raise NtmError(
            "output_failed", f"writing to {path} failed: {error.strerror or error}", f"try again, or {_OTHER_FOLDER}"
        ) from error


def current_run(folder: Path) -> Path | None:
    """The folder with the files of the published run, or None where none is."""
    pointer = folder / STATE / _CURRENT
    try:
        name = str(pointer.readlink()) if pointer.is_symlink() else pointer.read_text(encoding="utf-8")
    except OSError:
        return None
    run = folder / STATE / name
    return run if (run / PACKAGE).is_file() else None


class Publication:
    """The right to write to an output folder; a context manager.

    One that is ``shared`` leaves finished pieces of a run and publishes nothing: several may do so at once.
    """

    def __init__(self, folder: Path, *, wait: bool = False, shared: bool = False) -> None:
        self.folder = folder
        self.state = folder / STATE
        self.work = self.state / "work"
        self._wait = wait
        self._shared = shared
        self._lock: int | None = None
        self._made: list[Path] = []
        self._copies = Copies(folder, self.state)

    def __enter__(self) -> Self:
        with naming_errors(self.folder):
            self._check_free(FILES)
            self._made = [path for path in (self.work, self.state, self.folder) if not path.exists()]
            self.work.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self.state / "lock", self.folder, wait=self._wait, shared=self._shared)
            try:
                if not self._shared:
                    self._remove_runs_but(self.current)
            except BaseException:
                self._unlock()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._shared:
            self._unlock()
            return
        with suppress(OSError):  # a left-over is harmless: the next run removes it
            self._remove_runs_but(self.current)
            self.work.rmdir()  # unless finished pieces are in it
        if self.current is None and not (self.work.exists() and any(self.work.iterdir())):
            with suppress(OSError):
                (self.state / "lock").unlink()
                (self.state / "runs").rmdir()
        self._unlock()
        for path in self._made:
            with suppress(OSError):  # it holds something by now
                path.rmdir()

    @property
    def current(self) -> Path | None:
        """The published run's folder."""
        return current_run(self.folder)

    def build(self) -> Path:
        """An empty folder in which the files of the run are put together under their public names."""
        built = self.state / "runs" / "new"
        with naming_errors(self.folder):
            shutil.rmtree(built, ignore_errors=True)
            built.mkdir(parents=True)
        return built

    def publish(self, built: Path, names: Sequence[str], package: bytes, written: Sequence[Path]) -> None:
        """Make ``built`` the published run, with its tables under ``names``.

        ``package`` is its data package; ``written`` are the files that may not be on the disk yet.
        """
        with naming_errors(self.folder):
            self._check_free([*names, *FILES])
            (built / PACKAGE).write_bytes(package)
            _flush([*written, built / PACKAGE, built])
            run = built.with_name(_digest(built))
            if run == self.current:  # the same tables again; the files there may have been damaged since
                run = run.with_name(f"{run.name}-again")
            shutil.rmtree(run, ignore_errors=True)
            built.rename(run)
            public = [*names, PACKAGE]
            self._point_at(run, public)
            self._hide_but(public)
            self._remove_runs_but(run)
            shutil.rmtree(self.work, ignore_errors=True)

    def _check_free(self, names: Sequence[str]) -> None:
        ours = self.current is not None or is_ours(self.folder / PACKAGE)
        check_free([self.folder / name for name in names if name not in self._copies.names], ours=ours, hint=_OTHER_FOLDER)

    def _point_at(self, run: Path, public: Sequence[str]) -> None:
        if not self._has_links():
            self._copies.replace(run, public)
            draft = self.state / "current.new"
            draft.write_text(f"runs/{run.name}", encoding="utf-8")
            draft.replace(self.state / _CURRENT)
        else:
            self._copies.make_way(public)
            for name in public:
                _link(f"{STATE}/{_CURRENT}/{name}", self.folder / name)
            _link(f"runs/{run.name}", self.state / _CURRENT)
            self._copies.remove_but(public)
        _flush([self.state, self.folder])

    def _has_links(self) -> bool:
        trial = self.state / "link"
        try:
            trial.unlink(missing_ok=True)
            trial.symlink_to(_CURRENT)
            trial.unlink()
        except (OSError, NotImplementedError):
            return False
        return True

    def _hide_but(self, public: Sequence[str]) -> None:
        """Take away the names of a run that had other files."""
        for path in self.folder.iterdir():
            if path.is_symlink() and path.name not in public and str(path.readlink()) == f"{STATE}/{_CURRENT}/{path.name}":
                path.unlink()

    def _remove_runs_but(self, run: Path | None) -> None:
        runs = self.state / "runs"
        for path in runs.iterdir() if runs.exists() else ():
            if run is None or path.name != run.name:
                shutil.rmtree(path, ignore_errors=True)

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _link(destination: str, path: Path) -> None:
    """Make or replace a symbolic link."""
    if path.is_symlink() and str(path.readlink()) == destination:
        return
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    draft.symlink_to(destination)
    draft.replace(path)


def _digest(built: Path) -> str:
    """A name made from what is in a run, which its lists say: the digest of each file."""
    digest = hashlib.sha256()
    for path in sorted(built.glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _flush(paths: Sequence[Path]) -> None:
    """Wait until files, or the names in folders, are on the disk."""
    if len(paths) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        if sys.platform == "win32" and path.is_dir():
            continue
        descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock(path: Path, folder: Path, *, wait: bool, shared: bool) -> int:
    """Take the lock ``path`` and return its descriptor; held by another run, it is an error unless we ``wait``.

    The processes of a run that was killed hold it for a moment longer.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock_descriptor(descriptor, wait=wait, shared=shared)
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
            if time.monotonic() < deadline:
                time.sleep(_PATIENCE / 20)
                continue
            raise NtmError(
                "busy", f"another run (process {holder}) is writing to {folder}",
                f"wait until it has ended (or let --wait do it), or {_OTHER_FOLDER}",
            ) from error
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _lock_descriptor(descriptor: int, *, wait: bool, shared: bool) -> None:
        if not shared:  # there are no shared locks of this kind
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock_descriptor(descriptor: int, *, wait: bool, shared: bool) -> None:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(descriptor, kind | (0 if wait else fcntl.LOCK_NB))
