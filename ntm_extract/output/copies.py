"""The public names of a run where the file system has no symbolic links: names of their own for its files, or copies of them.

All of them are made first, then each takes its place, one after the other: whoever opens two tables within that moment may get one
of each run. Which names are the program's own is written down before the first one changes, so that the next run knows
them wherever this one is stopped::

    .ntm/copies.json     names in the output folder
    .ntm/copies/...      what is on its way to its name, or has lost it
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Copies:
    """The copies in an output folder."""

    def __init__(self, folder: Path, state: Path) -> None:
        self._folder = folder
        self._list = state / "copies.json"
        self._drafts = state / "copies"

    @property
    def names(self) -> frozenset[str]:
        """The names that are copies, those of a run that did not end included."""
        try:
            listed = json.loads(self._list.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return frozenset()
        return frozenset(name for name in listed if isinstance(name, str) and name == Path(name).name)

    def replace(self, run: Path, public: Sequence[str]) -> None:
        """Give the files of a run their public names, and take away those of the runs before."""
        shutil.rmtree(self._drafts, ignore_errors=True)
        for name in public:
            for source in sorted((run / name).iterdir()) if (run / name).is_dir() else [run / name]:
                place(source, self._drafts / source.relative_to(run))
        earlier = self.names
        self._write(earlier | set(public))
        for name in public:
            _give_way(self._folder / name, self._drafts / f"{name}.old")
            (self._drafts / name).replace(self._folder / name)
        self._remove(earlier - set(public))
        self._write(public)
        shutil.rmtree(self._drafts, ignore_errors=True)

    def make_way(self, public: Iterable[str]) -> None:
        """Take away the folders among the copies, where names will be links now."""
        self._remove(name for name in self.names & set(public) if (self._folder / name).is_dir())

    def remove_but(self, public: Iterable[str]) -> None:
        """Take away what is left of copies, now that names are links."""
        if self._list.exists():
            self._remove(self.names - set(public))
            self._list.unlink()

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            path = self._folder / name
            if path.is_symlink():
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def _write(self, names: Iterable[str]) -> None:
        draft = self._list.with_suffix(".new")
        draft.write_text(json.dumps(sorted(names)), encoding="utf-8")
        draft.replace(self._list)


def place(source: Path, target: Path) -> None:
    """Give a finished file a second name; it is copied where the file system cannot."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _give_way(path: Path, aside: Path) -> None:
    """A file is replaced in one step, a folder or a link has to go first."""
    if path.is_symlink():
        path.unlink()
    elif path.is_dir():
        with suppress(FileNotFoundError):
            path.replace(aside)
