r"""Finding and reading inputs: the only part of the program that reads what a user names.

A source is a folder, a file, a glob pattern or ``-`` (standard input).

* **Folder**: read recursively, sorted by ``doc_id``. Only ``.txt .text .md .markdown .html .htm
  .xhtml`` are taken; other files are counted and reported once, as a :class:`Skipped` value. Hidden
  names are passed over in silence. A symlinked directory is never entered: one that points inside
  would give every document twice, one that points outside would leave the corpus, one that points up
  would never end. A symlinked file is read. Pipes, sockets and devices inside a folder are skipped,
  because opening one may block for ever.
* **File**: read whatever its name is; an unknown extension is decided by the content.
* **Glob** (``*``, ``?``, ``[...]``, ``**``): matched against the tree below its fixed part, which is
  also the root of its ids. A pattern that names an extension takes what it names, any other pattern
  takes the known extensions.
* **-**: read at once, so that the input can be handed to another process; its id is ``stdin``.

``doc_id`` is the path below the source, ``/``-separated, in the form the disk has it (no Unicode
normalisation). Bytes of a name that are no UTF-8 are written ``\xNN``. Where two sources give the
same id, the later one is prefixed with the name of its source folder. A file that two sources name is
given once.

A source that does not exist is an :class:`~ntm_extract.errors.NtmError`, raised before anything is
read. A single document that cannot be read is an :class:`InputFailure`, or a
:class:`~ntm_extract.errors.DocumentError` from :func:`read_document` with one of the codes
``unreadable``, ``too_large``, ``binary``, ``undecodable`` or ``too_deep``. A document without any text
is no failure: its ``text`` is ``""``.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import stat
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from ntm_extract.corpus.decoding import decode, html_charset
from ntm_extract.corpus.markup import html_to_text
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.model import Document, SourceMetadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMATS = {
    ".txt": "txt", ".text": "txt",
    ".md": "md", ".markdown": "md",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}
STDIN_ID = "stdin"

_GLOB_SIGNS = re.compile(r"[*?\[]")
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?><!--.{0,2000}?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one hostile document from taking the whole run down."""

    max_bytes: int = 32_000_000  # the densest text takes some 75 times its size in memory


class Input(NamedTuple):
    """A document that was found, not read yet."""

    doc_id: str
    source: str  # the path as the user would type it
    format: str | None  # txt, md, html; None: to be decided by the content
    path: str | None  # for the operating system; None when the bytes are in `data`
    data: bytes | None = None
    metadata: SourceMetadata = SourceMetadata()


class InputFailure(NamedTuple):
    """A document or folder that cannot even be listed."""

    doc_id: str
    source: str
    format: str | None
    error: DocumentError


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many files of one source were left out because of their kind; ("", n): n files without extension."""

    source: str
    count: int
    extensions: tuple[tuple[str, int], ...]  # most frequent first


Found = Input | InputFailure | Skipped


class _File(NamedTuple):
    path: str
    relative: str  # "/"-separated, not yet printable
    error: OSError | None = None


def iter_inputs(
    sources: Sequence[str], *, exclude: Sequence[Path] = (), limits: Limits | None = None,
) -> Iterator[Found]:
    """Check every source, then give what they hold in a fixed order; ``exclude`` names files or folders."""
    if not sources:
        raise NtmError("no_source", "no source was named", "Type a folder or a file: ntm extract corpus/")
    for source in sources:
        _check_source(source)
    return _iter_inputs(sources, frozenset(os.path.realpath(path) for path in exclude), limits or Limits())


def read_document(found: Input, limits: Limits | None = None) -> Document:
    """Read, decode and, for HTML, take the text out of one input."""
    return decode_document(found, read_bytes(found, limits or Limits()))


def read_bytes(found: Input, limits: Limits) -> bytes:
    """The bytes of one input."""
    return found.data if found.data is not None else _read_bytes(found, limits)


def decode_document(found: Input, data: bytes) -> Document:
    """Decode the bytes of an input and, for HTML, take the text out of them."""
    kind = found.format or ("html" if _LOOKS_LIKE_HTML.match(data) else "txt")
    decoded = decode(data, hint=html_charset(data) if kind == "html" else None)
    text, metadata = decoded.text, SourceMetadata()
    if kind == "html":
        page = html_to_text(text)
        text = page.text
        metadata = SourceMetadata(title=page.title, url=page.url, published=page.published)
    return Document(
        doc_id=found.doc_id,
        source=found.source,
        format=kind,
        encoding=decoded.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        text="" if text.isspace() else text,
        metadata=metadata,
    )


def printable(path: str) -> str:
    r"""Make a file name valid UTF-8: a byte that is none is written ``\xNN``.

    >>> printable("xã/b\udce1o.txt")
    'xã/b\\xe1o.txt'
    """
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        path = path.encode("utf-8", "surrogateescape" if os.name != "nt" else "surrogatepass").decode(
            "utf-8", "backslashreplace",
        )
    return path


def _check_source(source: str) -> None:
    if source == "-" or os.path.lexists(source) or _GLOB_SIGNS.search(source):
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


def _iter_inputs(sources: Sequence[str], exclude: frozenset[str], limits: Limits) -> Iterator[Found]:
    ids: set[str] = set()
    paths: set[str] = set()
    several = len(sources) > 1
    for source in sources:
        if source == "-":
            yield _standard_input(_unique(STDIN_ID, "", ids), limits)
            continue
        label, files, any_kind = _open_source(source, exclude)
        skipped: Counter[str] = Counter()
        n_files = 0
        for file in files:
            n_files += 1
            extension = os.path.splitext(file.relative)[1].lower()  # noqa: PTH122 - names, not paths
            kind = FORMATS.get(extension)
            if file.error is None and kind is None and not any_kind:
                skipped[printable(extension)] += 1
                continue
            if several:
                real = os.path.realpath(file.path)
                if real in paths:
                    continue
                paths.add(real)
            name = printable(file.relative)
            doc_id = _unique(name, label, ids) if several else name
            if file.error is not None:
                yield InputFailure(doc_id, printable(file.path), kind, _unreadable(file.path, file.error))
            else:
                yield Input(doc_id, printable(file.path), kind, file.path)
        if skipped:
            ranked = sorted(skipped.items(), key=lambda item: (-item[1], item[0]))
            yield Skipped(printable(source), skipped.total(), tuple(ranked))
        if not n_files and _GLOB_SIGNS.search(source) and not os.path.lexists(source):
            hint = "Put the pattern in quotes and try it first: ls " + printable(source)
            raise NtmError("source_missing", f"no file matches {printable(source)}", hint)


def _open_source(source: str, exclude: frozenset[str]) -> tuple[str, Iterator[_File], bool]:
    """Name for colliding ids, files, and whether every kind of file is meant."""
    path = Path(source)
    if path.is_dir():
        label = path.name or Path(os.path.realpath(source)).name
        return printable(label), _walk(source, exclude), False
    if os.path.lexists(source):
        return printable(path.absolute().parent.name), iter([_File(source, path.name)]), True
    root, pattern = _split_glob(source)
    matches = re.compile(_glob_to_regex(pattern)).fullmatch
    depth = None if "**" in pattern else pattern.count("/")
    files = (file for file in _walk(root, exclude, depth) if file.error or matches(file.relative))
    label = Path(os.path.realpath(root)).name
    return printable(label), files, bool(os.path.splitext(pattern)[1])  # noqa: PTH122


def _walk(root: str, exclude: frozenset[str], max_depth: int | None = None) -> Iterator[_File]:
    """Regular files below ``root`` in the order of their ids, which "a.txt" < "a/b" < "a0" makes a plain walk."""
    stack: list[_File] = []
    real_root = os.path.realpath(root)

    def push(folder: str, relative: str, real: str) -> None:
        try:
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            stack.append(_File(folder, relative.rstrip("/") or Path(root).name, error))
            return
        children = []
        for entry in found:
            if exclude and os.path.normpath(f"{real}/{entry.name}") in exclude:
                continue
            if entry.is_dir(follow_symlinks=False):
                if max_depth is None or relative.count("/") < max_depth:
                    children.append(_File(entry.path, f"{relative}{entry.name}/"))
            elif _is_document(entry):
                children.append(_File(entry.path, relative + entry.name))
        children.sort(key=lambda file: printable(file.relative), reverse=True)
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


def _split_glob(source: str) -> tuple[str, str]:
    parts = source.replace(os.sep, "/").split("/")
    first = next(i for i, part in enumerate(parts) if _GLOB_SIGNS.search(part))
    root = "/".join(parts[:first])
    if not root:
        root = "/" if first else "."
    return root, "/".join(part for part in parts[first:] if part)


def _glob_to_regex(pattern: str) -> str:
    r"""Translate a glob; ``**`` crosses folders, nothing else does.

    >>> _glob_to_regex("20??/**/*.txt")
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


def _unique(doc_id: str, label: str, taken: set[str]) -> str:
    number = 1
    candidate = doc_id
    while candidate in taken:
        mark = "" if number == 1 else f"~{number}"
        candidate = f"{label}{mark}/{doc_id}" if label else f"{doc_id}~{number + 1}"
        number += 1
    taken.add(candidate)
    return candidate


def _standard_input(doc_id: str, limits: Limits) -> Input | InputFailure:
    try:
        data = _read_bounded(sys.stdin.buffer, doc_id, limits)
    except OSError as error:
        return InputFailure(doc_id, "-", None, _unreadable("-", error))
    except DocumentError as error:
        return InputFailure(doc_id, "-", None, error)
    return Input(doc_id, "-", None, None, data)


def _read_bytes(found: Input, limits: Limits) -> bytes:
    path = found.path or ""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - a Path costs as much as reading a small file
            status = os.fstat(stream.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > limits.max_bytes:
                raise _too_large(found.source, limits)
            return _read_bounded(stream, found.source, limits)
    except OSError as error:
        raise _unreadable(path, error) from error


def _read_bounded(stream: BinaryIO, name: str, limits: Limits) -> bytes:
    data = stream.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise _too_large(name, limits)
    return data


def _too_large(name: str, limits: Limits) -> DocumentError:
    message = f"{printable(name)} is larger than {limits.max_bytes:,} bytes"
    return DocumentError("too_large", message, "Split it into files of one article or document each")


def _unreadable(path: str, error: OSError) -> DocumentError:
    message = f"{printable(path)} cannot be read: {error.strerror or error}"
    return DocumentError("unreadable", message, f"See who may read it: ls -l {printable(path)}")
