"""Documents to their rows, whatever they do: nothing a document holds ends a run.

A document that cannot be read, that takes too long, that needs too much memory or on which the program stumbles becomes
a row with status ``failed`` and a reason ``code: message`` (codes of the readers; ``timeout``, ``memory``, ``internal``).

The time limit is an alarm clock that interrupts the reading, which works in the main thread of a process on systems
that have such clocks. What does not let itself be interrupted is ended from outside, by whoever watches the process.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ntm_extract.corpus.readers import Input, InputFailure, Limits, decode_document, read_bytes
from ntm_extract.errors import DocumentError
from ntm_extract.model import Document
from ntm_extract.pipeline import extract_document, extract_documents, load_reference
from ntm_extract.run.receipts import Failure
from ntm_extract.tabulate import DocumentResult, failed
from ntm_extract.version import __version__, rules_version

if TYPE_CHECKING:
    from ntm_extract.analysis import Reference

SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may cost."""

    seconds: float = SECONDS
    max_bytes: int = Limits().max_bytes


@cache
def reference() -> Reference:
    """The packaged reference data: immutable, made on first use."""
    return load_reference()


def versions() -> tuple[str, str]:
    """The versions of program and rules, which each document row carries."""
    return __version__, rules_version()


def bytes_of(found: Input, bounds: Bounds) -> bytes | Failure:
    """The bytes of a document, or why there are none."""
    try:
        with _alarm(bounds.seconds):
            return read_bytes(found, Limits(bounds.max_bytes))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one document never ends a run; its row names what happened
        return _failure(found.doc_id, error)


def read_one(found: Input | InputFailure, data: bytes | Failure | None, bounds: Bounds) -> Document | Failure:
    """The text of a document, or why there is none; ``data`` are its bytes if they have been read, or why they could not be."""
    if isinstance(found, InputFailure):
        return Failure(found.doc_id, found.error.code, found.error.message)
    if isinstance(data, Failure):
        return data
    try:
        with _alarm(bounds.seconds):
            limits = Limits(bounds.max_bytes)
            return decode_document(found, read_bytes(found, limits) if data is None else data, limits)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one document never ends a run; its row names what happened
        return _failure(found.doc_id, error)


def extract_together(documents: Sequence[Document], bounds: Bounds) -> list[DocumentResult] | None:
    """The rows of some documents, read together because that is faster; None if one of them spoils it."""
    try:
        with _alarm(bounds.seconds):
            return extract_documents(documents, reference(), versions())
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - each is read alone then
        return None


def extract_alone(document: Document, bounds: Bounds) -> DocumentResult | Failure:
    """The rows of one document, or why there are none."""
    try:
        with _alarm(bounds.seconds):
            return extract_document(document, reference(), versions())
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one document never ends a run; its row names what happened
        return _failure(document.doc_id, error)


def _failure(doc_id: str, error: Exception) -> Failure:
    if isinstance(error, DocumentError):
        return Failure(doc_id, error.code, error.message)
    return Failure(doc_id, "internal", describe(error))


def failed_result(found: Input | InputFailure, why: Failure) -> DocumentResult:
    """The row of a document that could not be read."""
    url = found.metadata.url if isinstance(found, Input) else None
    row = failed(found.doc_id, found.source, url, found.format, f"{why.code}: {why.message}", versions())
    return DocumentResult(row, (), (), (), (), ())


def timeout(seconds: float) -> DocumentError:
    """A document took longer than it may."""
    return DocumentError("timeout", f"reading it took longer than {seconds:g} seconds", "")


def describe(error: BaseException) -> str:
    """What an unexpected error says, on one line."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:300]}" if said else type(error).__name__


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: Any) -> None:
        raise timeout(seconds)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
