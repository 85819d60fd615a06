r"""What the user names, to files: folders, files, patterns, lists, addresses, standard input.

* **Folder**: read recursively, sorted by ``doc_id``; see :mod:`.files` for what a walk passes over. Only the kinds of
  :mod:`.kinds` are taken; other files are counted and reported once, as a :class:`Skipped` value.
* **File**: read whatever its name is; an unknown extension is decided by the content.
* **Glob** (``*``, ``?``, ``[...]``, ``**``): matched against the tree below its fixed part, which is
  also the root of its ids. A pattern that names an extension takes what it names, any other pattern
  takes the known extensions.
* **@list.txt**: a source a line, relative to the current folder, without lists of its own. Empty lines and lines that
  begin with ``#`` are passed over. A file whose own name begins with ``@`` is that file.
* **Address** (``s3://``, ``gs://``, ``https://`` ...): see :mod:`.remote`.
* **-**: read at once, so that the input can be handed to another process; its id is ``stdin``.

``doc_id`` is the path below the source, ``/``-separated, in the form the disk has it (no Unicode
normalisation). Bytes of a name that are no UTF-8 are written ``\xNN``. Where two sources give the
same id, the later one is prefixed with the name of its source folder. A file that two sources name is
given once. Where one source has two names that are written alike, the one that is no UTF-8 gets ``~2``.

A source that does not exist is an :class:`~ntm_extract.errors.NtmError`, raised before anything is read.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ntm_extract.corpus import remote
from ntm_extract.corpus.files import GLOB_SIGNS, File, matching, split_glob, walk
from ntm_extract.corpus.found import Found, Input, InputFailure, Limits, Skipped, printable, read_bounded, unreadable
from ntm_extract.corpus.kinds import Kind, any_kind, extension_of, kind_of
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.stores import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN_ID = "stdin"
_ANY = Kind(None, None, None)


class _Excluded(NamedTuple):
    """What is passed over."""

    paths: frozenset[str]
    addresses: frozenset[str]

    @classmethod
    def of(cls, named: Sequence[Path | str]) -> _Excluded:
        addresses = frozenset(str(name) for name in named if is_address(str(name)))
        return cls(frozenset(os.path.realpath(name) for name in named if str(name) not in addresses), addresses)


def named_sources(sources: Sequence[str]) -> list[str]:
    """The sources, with each list replaced by what it names. A list that cannot be read is an NtmError."""
    return [name for source in sources for name in (_listed(source) if _is_list(source) else (source,))]


def list_inputs(
    sources: Sequence[str], *, exclude: Sequence[Path | str] = (), limits: Limits | None = None,
) -> Iterator[Found]:
    """Check every source, then give the files they hold in a fixed order; ``exclude`` names files, folders or addresses."""
    if not sources:
        raise NtmError("no_source", "no source was named", "Type a folder or a file: ntm extract corpus/")
    named = named_sources(sources)
    for source in named:
        _check_source(source)
    return _list_inputs(named, _Excluded.of(exclude), limits or Limits())


def _is_list(source: str) -> bool:
    return source.startswith("@") and not os.path.lexists(source)


def _listed(source: str) -> list[str]:
    path = Path(source[1:])
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        hint = f"@{path} means: the sources that {path} names, one a line, in UTF-8"
        raise NtmError("source_missing", f"the list {printable(str(path))} cannot be read: {error}", printable(hint)) from error
    names = [name for line in lines if (name := line.strip()) and not name.startswith("#")]
    if nested := next((name for name in names if _is_list(name)), None):
        raise NtmError("nested_list", f"{path} names another list: {nested}", "name both when you start: @a.txt @b.txt")
    if not names:
        raise NtmError("no_source", f"the list {path} names no source", "put a folder, file or address on each line")
    return names


def _check_source(source: str) -> None:
    if not source:
        raise NtmError("no_source", "a source is an empty name", "name a folder or a file; is a variable of the command unset?")
    if is_address(source):
        remote.check(source)
        return
    if source == "-" or os.path.lexists(source) or GLOB_SIGNS.search(source):
        return
    path = Path(source)
    folder = path.parent
    if folder.is_dir():
        try:
            near = difflib.get_close_matches(path.name, sorted(entry.name for entry in folder.iterdir()), n=1)
        except OSError:
            near = []
        hint = f"Did you mean {printable(str(folder / near[0]))}?" if near else f"Look what is there: ls {folder}"
    else:
        hint = f"The folder {printable(str(folder))} does not exist either; the current one is {Path.cwd()}"
    raise NtmError("source_missing", f"there is no file or folder {printable(source)}", printable(hint))


def _list_inputs(sources: Sequence[str], exclude: _Excluded, limits: Limits) -> Iterator[Found]:
    ids: set[str] = set()
    paths: set[str] = set()
    silent: set[str] = set()
    several = len(sources) > 1
    for source in sources:
        if source == "-":
            yield _standard_input(unique(STDIN_ID, "", ids), limits)
            continue
        label, files, every_kind = _open_source(source, exclude, silent)
        skipped: Counter[str] = Counter()
        n_files = 0
        for file in files:
            n_files += 1
            kind = any_kind(file.relative) if every_kind else kind_of(file.relative)
            if file.error is None and kind is None:
                skipped[printable(extension_of(file.relative))] += 1
                continue
            if several:
                real = os.path.realpath(file.path) if file.state is None else file.path
                if real in paths:
                    continue
                paths.add(real)
            name = printable(file.relative)
            if several:
                name = unique(name, label, ids)
            elif _looks_like_another(file):
                name = f"{name}~2"
            yield _found(file, kind or _ANY, name)
        if skipped:
            ranked = sorted(skipped.items(), key=lambda item: (-item[1], item[0]))
            yield Skipped(printable(source), skipped.total(), tuple(ranked))
        if not n_files and GLOB_SIGNS.search(source) and not os.path.lexists(source):
            hint = "Put the pattern in quotes and try it first: ls " + printable(source)
            raise NtmError("source_missing", f"no file matches {printable(source)}", hint)


def _found(file: File, kind: Kind, doc_id: str) -> Input | InputFailure:
    source = printable(file.path)
    if file.error is not None:
        return InputFailure(doc_id, source, kind.format, unreadable(file.path, file.error))
    return Input(
        doc_id, source, kind.format or file.format, file.path,
        packing=kind.packing, container=kind.container, state=file.state,
    )


def _looks_like_another(file: File) -> bool:
    r"""Whether a name with bytes that are no UTF-8 is written like one that has those very ``\xNN`` as letters."""
    shown = printable(file.path)
    return shown != file.path and os.path.lexists(shown)


def _open_source(source: str, exclude: _Excluded, silent: set[str]) -> tuple[str, Iterator[File], bool]:
    """Name for colliding ids, files, and whether every kind of file is meant."""
    if is_address(source):
        return remote.open_address(source, silent, exclude.addresses)
    path = Path(source)
    if os.path.isdir(source):  # noqa: PTH112 - Path.is_dir fails below a folder that may not be entered
        label = path.name or Path(os.path.realpath(source)).name
        return printable(label), walk(source, exclude.paths), False
    if os.path.lexists(source):
        return printable(path.absolute().parent.name), iter([File(source, path.name)]), True
    root, pattern = split_glob(source)
    label = Path(os.path.realpath(root)).name
    return printable(label), matching(source, exclude.paths), bool(os.path.splitext(pattern)[1])  # noqa: PTH122


def unique(doc_id: str, label: str, taken: set[str]) -> str:
    """An id that is not taken: the id itself, else with the label before it, else with a number. It is taken then."""
    number = 1
    candidate = doc_id
    while candidate in taken:
        mark = "" if number == 1 else f"~{number}"
        candidate = f"{label}{mark}/{doc_id}" if label else f"{doc_id}~{number + 1}"
        number += 1
    taken.add(candidate)
    return candidate


def _standard_input(doc_id: str, limits: Limits) -> Input | InputFailure:
    if sys.stdin is None:
        closed = DocumentError("unreadable", "standard input is closed", "leave <&- out, or name a file")
        return InputFailure(doc_id, "-", None, closed)
    try:
        data = read_bounded(sys.stdin.buffer, doc_id, limits)
    except OSError as error:
        return InputFailure(doc_id, "-", None, unreadable("-", error))
    except DocumentError as error:
        return InputFailure(doc_id, "-", None, error)
    return Input(doc_id, "-", None, None, data)
