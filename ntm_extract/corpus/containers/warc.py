"""Pages of a web archive (WARC, ISO 28500) and the plain texts made from them (WET).

Taken are answers of the kind HTML, plain text and PDF with status 200, such ``resource`` records, and ``conversion`` records;
other answers are counted, other records passed over. The address is that of the record. Its date is when the page was
fetched, which says nothing of when it was published, and is not used. Records are numbered as they stand in the file.

A record that is not there to its end (``truncated``) or does not say its length (``damaged``) ends the reading: its page would be
half a page, or hold those behind it. So does one whose head is none. One that goes on behind its end is told after all others.
"""

from __future__ import annotations

import io
from collections import Counter
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, Any, Final, cast

from ntm_extract.corpus.found import Found, Input, InputFailure, Limits, Skipped, missing_package, printable, read_bounded
from ntm_extract.errors import DocumentError
from ntm_extract.model import SourceMetadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_FORMATS: Final = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt", "application/pdf": "pdf"}
_TAKEN: Final = frozenset(("response", "resource", "conversion"))
_OK: Final = "200"
_PIECE: Final = 1 << 16


def pages(item: Input, stream: BinaryIO, limits: Limits) -> Iterator[Found]:
    """The documents of an archive, and last what was left out."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - what is needed, when it is
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415
    except ImportError as error:
        raise missing_package("warcio", item.source) from error
    left: Counter[str] = Counter()
    try:
        archive = ArchiveIterator(_Pieces(stream))
        number = longer = 0  # the first record that goes on behind its end
        for number, record in enumerate(_records(archive), 1):
            longer = longer or (archive.err_count and number - 1)
            if record.format == "warc" and record.rec_headers.get_header("Content-Length") is None:
                raise _broken(item, number, "damaged" if record.raw_stream.read(1) else "truncated")
            kind = _kind(record)
            page = _page(item, number, record, kind, limits) if kind in _FORMATS.values() else None
            if not _is_whole(record):
                raise _broken(item, number, "truncated")
            if page is not None:
                yield page
            elif kind:
                left[kind] += 1
        if longer or archive.err_count:
            raise _broken(item, longer or number, "damaged")
    except ArchiveLoadFailed as error:
        said = " ".join(str(error).split())[:300]
        raise DocumentError("damaged", f"{item.source} is no web archive that can be read: {said}", "download it again") from error
    finally:
        ranked = tuple(sorted(left.items(), key=lambda pair: (-pair[1], pair[0])))
    if ranked:
        yield Skipped(item.source, left.total(), ranked, "records")


def _records(archive: Any) -> Iterator[Any]:
    """The records; the library would write its warnings to standard error, in the midst of ours."""
    while True:
        with redirect_stderr(io.StringIO()):
            record = next(archive, None)
        if record is None:
            return
        yield record


def _is_whole(record: Any) -> bool:
    """Whether the file goes on to where a record says that it ends."""
    while record.raw_stream.read(_PIECE):
        pass
    return bool(getattr(record.raw_stream, "limit", 0) <= 0)


def _broken(item: Input, number: int, code: str) -> DocumentError:
    said = "breaks off in" if code == "truncated" else "has a wrong length in"
    return DocumentError(code, f"{item.source} {said} record {number}", "copy or download it again")


class _Pieces:
    """A stream that gives what it has: to wait for a whole piece would lose what stands before a break."""

    def __init__(self, stream: BinaryIO) -> None:
        self.read = getattr(stream, "read1", stream.read)


def _kind(record: Any) -> str:
    """The format of a record; of an answer that is not taken, what it is; of other records nothing."""
    if record.rec_type not in _TAKEN:
        return ""
    if record.rec_type == "conversion":
        return "txt"
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    if record.http_headers is not None and record.http_headers.get_statuscode() != _OK:
        return f"status {record.http_headers.get_statuscode()}"
    mimetype = (headers.get_header("Content-Type") or "no type").partition(";")[0].strip().lower()
    return _FORMATS.get(mimetype, mimetype)


def _page(item: Input, number: int, record: Any, kind: str, limits: Limits) -> Input | InputFailure:
    doc_id, source = f"{item.doc_id}#{number}", f"{item.source}#{number}"
    try:
        data = read_bounded(cast("BinaryIO", record.content_stream()), f"record {number}", limits)
    except DocumentError as error:
        if error.code != "too_large":  # the archive itself breaks off
            raise
        return InputFailure(doc_id, source, kind, error)
    address = record.rec_headers.get_header("WARC-Target-URI")
    return Input(doc_id, source, kind, None, data, SourceMetadata(url=printable(address.strip("<>")) if address else None))
