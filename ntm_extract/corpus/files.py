r"""The files of a folder or a glob pattern, in the order of their ids.

A walk gives regular files, sorted by the path below its root. Hidden names are passed over in silence. A symlinked
directory is never entered: one that points inside would give every document twice, one that points outside would leave
the corpus, one that points up would never end. A symlinked file is read. Pipes, sockets and devices are passed over,
because opening one may block for ever. So is a folder that holds the tables of a run: they are no documents, though the
texts are in them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ntm_extract.corpus.found import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATE_OF_TABLES = ".ntm"  # stands beside the tables of each run
GLOB_SIGNS = re.compile(r"[*?\[]")


def holds_tables(folder: str) -> bool:
    """Whether a folder is one that a run has written to, which a walk passes over."""
    return os.path.isdir(os.path.join(folder, _STATE_OF_TABLES))  # noqa: PTH112, PTH118 - as in the walk


class File(NamedTuple):
    """A file below a root, or a folder that cannot be listed."""

    path: str
    relative: str  # "/"-separated, not yet printable
    error: OSError | None = None
    state: str | None = None  # of a file in a remote store
    format: str | None = None  # what a store says of it


def walk(root: str, exclude: frozenset[str], max_depth: int | None = None) -> Iterator[File]:
    """Regular files below ``root`` in the order of their ids, which "a.txt" < "a/b" < "a0" makes a plain walk."""
    stack: list[File] = []
    real_root = os.path.realpath(root)

    def push(folder: str, relative: str, real: str) -> None:
        try:
            with os.scandir(folder) as entries:
                found = list(entries)
        except OSError as error:
            stack.append(File(folder, relative.rstrip("/") or Path(root).name, error))
            return
        if any(entry.name == _STATE_OF_TABLES for entry in found):
            return
        children = []
        for entry in found:
            if entry.name.startswith("."):
                continue
            if exclude and os.path.normpath(f"{real}/{entry.name}") in exclude:
                continue
            if entry.is_dir(follow_symlinks=False):
                if max_depth is None or relative.count("/") < max_depth:
                    children.append(File(entry.path, f"{relative}{entry.name}/"))
            elif _is_document(entry):
                children.append(File(entry.path, relative + entry.name))
        children.sort(key=lambda file: (printable(file.relative), file.relative), reverse=True)
        stack.extend(children)

    if real_root not in exclude:
        push(root, "", real_root)
    while stack:
        file = stack.pop()
        if file.error is None and file.relative.endswith("/"):
            push(file.path, file.relative, os.path.normpath(f"{real_root}/{file.relative}"))
        else:
            yield file


def _is_document(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file, or a link to nothing, which is told; pipes and devices, which may never end, are none."""
    try:
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path))  # noqa: PTH110 - hot
    except OSError:  # links in a circle
        return True


def matching(pattern: str, exclude: frozenset[str]) -> Iterator[File]:
    """The files that match a glob pattern, below its fixed part."""
    root, rest = split_glob(pattern)
    matches = re.compile(glob_to_regex(rest)).fullmatch
    depth = None if "**" in rest else rest.count("/")
    return (file for file in walk(root, exclude, depth) if file.error or matches(file.relative))


def split_glob(source: str) -> tuple[str, str]:
    """The fixed folder of a pattern, and the rest."""
    parts = source.replace(os.sep, "/").split("/")
    first = next(i for i, part in enumerate(parts) if GLOB_SIGNS.search(part))
    root = "/".join(parts[:first])
    if not root:
        root = "/" if first else "."
    return root, "/".join(part for part in parts[first:] if part)


def glob_to_regex(pattern: str) -> str:
    r"""Translate a glob; ``**`` crosses folders, nothing else does.

    >>> glob_to_regex("20??/**/*.txt")
    '20[^/][^/]/(?:[^/]+/)*[^/]*\\.txt'
    """
    out = []
    for piece in re.findall(r"\*\*/|\*+|\?|\[!?\]?[^\]/]*\]|.", pattern, re.DOTALL):
        if piece == "**/":
            out.append("(?:[^/]+/)*")
        elif piece == "**":
            out.append(".*")
        elif piece[0] == "*":
            out.append("[^/]*")
        elif piece == "?":
            out.append("[^/]")
        elif piece[0] == "[" and len(piece) > 1:
            inside = piece[1:-1].replace("\\", "\\\\").replace("[", "\\[").replace("&", "\\&")
            out.append("[" + ("^/" + inside[1:] if inside[0] == "!" else inside.replace("^", "\\^")) + "]")
        else:
            out.append(re.escape(piece))
    return "".join(out)
