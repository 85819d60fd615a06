"""Documents in object stores and on web servers, through fsspec: ``s3://``, ``gs://``, ``https://`` and its other kinds.

An address of an object store is an object, all objects below a prefix, or a pattern; that of a web server is one file.
What a store says of the version it has (size, tag, time) is the state of the document: as long as it stays the same,
the document is not fetched again. A server that says nothing of it is asked for the document in every run.

A file of many documents is fetched whole into a temporary file before it is read.

Bounds: ten seconds to connect, thirty for each answer, three attempts. Then the document has failed as ``unreachable``
(``not_found`` and ``forbidden`` are not tried again). A prefix that cannot be listed ends the run: without it nothing is
known of what should be there.

An output in a store is passed over when a prefix above it is read, as a local one is.
"""

from __future__ import annotations

import time
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar, cast
from urllib.parse import unquote, urlsplit

from ntm_extract.corpus.files import GLOB_SIGNS, File
from ntm_extract.corpus.found import Limits, read_bounded
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.stores import WEB, canonical, code_of, open_store, said, scheme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import BinaryIO

_FORMATS: Final = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/markdown": "md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
_TAGS: Final = ("ETag", "etag", "md5Hash", "generation", "Content-MD5", "Digest")
_TIMES: Final = ("Last-Modified", "LastModified", "updated", "mtime", "last_modified")
_ATTEMPTS: Final = 3
_PAUSE: Final = 0.5  # seconds, doubled each time
_PIECE: Final = 1 << 20

_Got = TypeVar("_Got")


def check(source: str) -> None:
    """Refuse an address that this installation cannot read, with the command that changes it."""
    open_store(source)


def open_address(source: str, silent: set[str], exclude: Collection[str] = ()) -> tuple[str, Iterator[File], bool]:
    """Name for colliding ids, files, and whether every kind of file is meant.

    ``exclude`` names prefixes that are passed over. ``silent`` gathers servers that did not answer: they are not asked
    again while sources are listed.
    """
    parts = urlsplit(source)
    if scheme_of(source) in WEB:
        return parts.netloc, iter([_web_file(source, silent)]), True
    store, path = open_store(source)
    try:
        found, root = _listing(store, path)
    except NtmError:
        raise
    except Exception as error:
        code = "source_missing" if isinstance(error, FileNotFoundError) else "unreachable"
        hint = "see that address, credentials (such as AWS_PROFILE) and network are right"
        raise NtmError(code, f"{source} cannot be listed: {said(error)}", hint) from error
    if not found:
        raise NtmError("source_missing", f"there is nothing at {source}", "see that the address is right")
    left_out = [f"{canonical(address)}/" for address in exclude]
    names = (name for name in sorted(found) if not any(store.unstrip_protocol(name).startswith(out) for out in left_out))
    named = ((name, name[len(root) :].lstrip("/")) for name in names)
    files = (
        File(store.unstrip_protocol(name), relative, state=_state(found[name]))
        for name, relative in named
        if not any(part.startswith(".") for part in relative.split("/"))
    )
    whole = len(found) == 1 and path in found
    return parts.netloc, files, whole or bool(GLOB_SIGNS.search(path) and "." in path.rpartition("/")[2])


def read_remote(address: str, limits: Limits) -> bytes:
    """The bytes of one object. Raises DocumentError ``unreachable``, ``not_found``, ``forbidden`` or ``too_large``."""
    return _attempt(address, lambda stream: read_bounded(cast("BinaryIO", stream), address, limits))


def fetch_remote(address: str) -> BinaryIO:
    """One object as a temporary file, which goes when it is closed. Errors as those of :func:`read_remote`."""
    import tempfile  # noqa: PLC0415 - only for these

    def copy(stream: IO[bytes]) -> IO[bytes]:
        kept = tempfile.TemporaryFile()  # noqa: SIM115 - given to the caller
        try:
            while part := stream.read(_PIECE):
                kept.write(part)
        except BaseException:
            kept.close()
            raise
        kept.seek(0)
        return kept

    return cast("BinaryIO", _attempt(address, copy))


def _attempt(address: str, read: Callable[[IO[bytes]], _Got]) -> _Got:
    store, path = open_store(address)
    # a stream, without a question for the size before
    options: dict[str, Any] = {"block_size": 0, "size": 1} if scheme_of(address) in WEB else {}
    for attempt in range(_ATTEMPTS):
        try:
            with store.open(path, "rb", **options) as stream:
                return read(stream)
        except DocumentError:
            raise
        except Exception as error:  # each store has errors of its own
            code = code_of(error)
            if code != "unreachable" or attempt == _ATTEMPTS - 1:
                message = f"{address} cannot be read: {said(error)}"
                raise DocumentError(code, message, "see that the address is right and open to you") from error
        time.sleep(_PAUSE * 2**attempt)
    raise AssertionError


def _web_file(address: str, silent: set[str]) -> File:
    """One file of a web server. What cannot be asked now is asked, and told, when the document is read."""
    store, path = open_store(address)
    parts = urlsplit(address)
    name = unquote(parts.path).rstrip("/").rpartition("/")[2] or parts.netloc
    try:
        facts = {} if parts.netloc in silent else store.info(path)
    except Exception as error:  # noqa: BLE001 - many servers do not answer this question
        facts = {}
        if code_of(error) == "unreachable":
            silent.add(parts.netloc)
    mimetype = str(facts.get("mimetype") or "").partition(";")[0].strip().lower()
    return File(address, f"{name}?{parts.query}" if parts.query else name, None, _state(facts), _FORMATS.get(mimetype))


def _listing(store: Any, path: str) -> tuple[dict[str, dict[str, Any]], str]:
    """Files by name with what is known of them, and the part of the names that stands before the ids."""
    if GLOB_SIGNS.search(path):
        found = {name: facts for name, facts in store.glob(path, detail=True).items() if facts.get("type") == "file"}
        return found, GLOB_SIGNS.split(path, maxsplit=1)[0].rpartition("/")[0]
    found = {name: facts for name, facts in store.find(path, detail=True).items() if not name.endswith("/")}
    single = len(found) == 1 and path.rstrip("/") in found
    return found, path.rpartition("/")[0] if single else path


def _state(facts: dict[str, Any]) -> str:
    """The version of a file; of an unknown one a state that no other run will see."""
    said = [str(facts[key]) for key in _TAGS if facts.get(key)] or [str(facts[key]) for key in _TIMES if facts.get(key)]
    # four parts between colons are what is known of a local file
    return f"{facts.get('size')}:{','.join(said).replace(':', '.')}" if said else f"unknown:{time.time_ns()}"
