"""The documents of some sources, each read by itself: one that cannot be read is named and ends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ntm_extract.corpus.readers import Input, InputFailure, iter_inputs, read_document
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.run.document import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ntm_extract.corpus.readers import Columns
    from ntm_extract.model import Document

_Made = TypeVar("_Made")


class Unread(NamedTuple):
    """A document that could not be read, and why."""

    doc_id: str
    code: str
    message: str


def each_document(
    sources: Sequence[str], then: Callable[[Document], _Made], columns: Columns | None = None
) -> Iterator[_Made | Unread]:
    """What ``then`` makes of each document of ``sources``, or why it is not read (``internal``: the program stumbled)."""
    nothing = True
    for item in iter_inputs(sources, columns=columns):
        if not isinstance(item, (Input, InputFailure)):
            continue
        nothing = False
        if isinstance(item, InputFailure):
            yield Unread(item.doc_id, item.error.code, item.error.message)
        else:
            yield _attempt(item, then)
    if nothing:
        raise NtmError(
            "nothing_to_read", f"no document in {', '.join(sources)}: there is nothing to read",
            "name a folder that holds .txt, .html, .docx, .pdf, .jsonl or .csv files",
        )


def _attempt(item: Input, then: Callable[[Document], _Made]) -> _Made | Unread:
    try:
        return then(read_document(item))
    except DocumentError as error:
        return Unread(item.doc_id, error.code, error.message)
    except Exception as error:  # noqa: BLE001 - whatever one document does, the others are read
        return Unread(item.doc_id, "internal", describe(error))
