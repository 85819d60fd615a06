"""Files of many documents are opened in a process of their own: what one of them does to its reader, it does not do to the run.

Some are read by libraries of C++, and any may be made to hurt: its reader may crash, hang, or want all the memory there is.
Then that process has ended. The documents it handed over stand, the file is one failure under its own name, and the next
file is opened by a new process:

===========  ========================================================================================
``crash``    the process ended
``timeout``  for so many seconds it neither read on in the file nor handed over a document
``memory``   it wanted more than it may have (on Linux; elsewhere nothing bounds it)
===========  ========================================================================================

There is one process for all files, started for the first of them, so that many small files cost little. It works ahead of
the run by what fits into a pipe, and no further; what it gives, and in which order, is what :func:`expand` gives. It ends
with its parent, whatever becomes of that. What lies in a store is fetched by the run itself first. Where none can be started
(from a script that does not guard its main part, on systems that do not fork), files are opened in this one; on those
systems, so is what lies in a store.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Iterable, Iterator, MutableSequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, Final, Self

from ntm_extract.corpus.readers import Columns, Found, Input, InputFailure, Limits, expand, fetch_remote, out_of_memory
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.run.worker import OUT_OF_MEMORY, ending, settle, uninterrupted

_FORKED: Final = sys.platform == "linux"
_GRACE: Final = 5.0  # seconds
_LOOK_EVERY: Final = 0.25
_STARTS_IN: Final = 60.0
_READY: Final = "ready"
_TOGETHER: Final = 16  # documents in a message; what is lost with a process that ends is fewer
_TOGETHER_BYTES: Final = 1 << 17


class Opener:
    """What opens files of many documents. Its process is gone when the ``with`` ends, or when there are no more files."""

    def __init__(self, columns: Columns, limits: Limits, seconds: float, megabytes: int) -> None:
        self._columns = columns
        self._limits = limits
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: _Process | None = None
        self._possible = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def expand(self, found: Iterable[Found]) -> Iterator[Found]:
        """Replace each file of many documents by what it holds; everything else stays as it is."""
        try:
            for item in found:
                if not isinstance(item, Input) or item.container is None:
                    yield item
                elif (process := self._started(item)) is not None:
                    yield from self._opened(item, process)
                else:
                    yield from expand([item], self._columns, self._limits)
        finally:
            self._end()

    def _opened(self, item: Input, process: _Process) -> Iterator[Found]:
        spoilt = False
        try:
            with _at_hand(item) as here:
                for answer in process.open(here):
                    yield answer
                    spoilt = spoilt or (isinstance(answer, InputFailure) and answer.error.code == "memory")
        except DocumentError as error:
            yield InputFailure(item.doc_id, item.source, item.container, error)
            spoilt = True
        if spoilt:  # what a large file left behind in it is not to be missing for the next
            self._end()

    def _started(self, item: Input) -> _Process | None:
        if item.state is not None and not _FORKED:
            return None
        if self._process is not None and not self._process.lives():
            self._end()
        if self._process is None and self._possible:
            with suppress(OSError):  # no room for a process
                self._process = _Process(self._columns, self._limits, self._seconds, self._megabytes)
            self._possible = self._process is not None and self._process.answers()
            if not self._possible:
                self._end()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
        self._process = None


class _Process:
    """One process that opens files."""

    def __init__(self, columns: Columns, limits: Limits, seconds: float, megabytes: int) -> None:
        context: Any = multiprocessing.get_context("fork" if _FORKED else "spawn")  # as in .supervise
        self._seconds = seconds
        self._clock: MutableSequence[float] = context.RawArray("d", 1)
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._clock, megabytes, columns, limits), daemon=True)
        with uninterrupted():
            self._process.start()
        theirs.close()

    def answers(self) -> bool:
        """Whether it has started."""
        try:
            return bool(self._pipe.poll(_STARTS_IN) and self._pipe.recv() == _READY)
        except (EOFError, OSError):
            return False

    def lives(self) -> bool:
        """Whether it can be given a file."""
        return bool(self._process.is_alive())

    def end(self) -> str:
        """End it; how it ended, in a word."""
        self._process.kill()
        self._process.join()
        self._pipe.close()
        return ending(self._process.exitcode or 0)

    def open(self, item: Input) -> Iterator[Found]:
        """What a file holds. DocumentError ``crash`` or ``timeout`` if the process does not outlive it."""
        try:
            self._pipe.send(item)
            while (answer := self._answer()) is not None:
                if isinstance(answer, NtmError):
                    raise answer
                yield from answer
        except (EOFError, OSError) as error:
            ended = self.end()
            if self._process.exitcode == OUT_OF_MEMORY:
                raise out_of_memory(item.source) from error
            message = f"opening {item.source} ended the process ({ended})"
            raise DocumentError("crash", message, "copy or download it again, or leave it out") from error

    def _answer(self) -> list[Found] | NtmError | None:
        since = time.monotonic()
        while not self._pipe.poll(_LOOK_EVERY):
            if not self.lives() and not self._pipe.poll():  # another thread's process may hold the other end of the pipe open
                raise EOFError
            if time.monotonic() - max(since, self._clock[0]) > self._seconds + _GRACE:
                message = f"for more than {self._seconds:g} seconds nothing more came of opening it"
                raise DocumentError("timeout", message, "see what is in it, or allow more: --timeout SECONDS")
        answer: list[Found] | NtmError | None = self._pipe.recv()
        return answer


@contextmanager
def _at_hand(item: Input) -> Iterator[Input]:
    """A file that the process can open; one in a store is fetched here, where the store has been spoken to before."""
    if item.state is None:
        yield item
        return
    with fetch_remote(item.path or "") as kept:  # it has no name, but this one
        yield item._replace(path=f"/proc/{os.getpid()}/fd/{kept.fileno()}", state=None)


def _serve(files: Connection, clock: MutableSequence[float], megabytes: int, columns: Columns, limits: Limits) -> None:
    """Open the files that come, until there are no more."""
    settle(megabytes)

    def alive() -> None:
        clock[0] = time.monotonic()

    with suppress(EOFError, OSError):
        files.send(_READY)
        while True:
            item = files.recv()
            try:
                for part in _parts(expand([item], columns, limits, alive)):
                    files.send(part)
                files.send(None)
            except NtmError as error:
                files.send(error)
            except MemoryError:
                os._exit(OUT_OF_MEMORY)


def _parts(found: Iterator[Found]) -> Iterator[list[Found]]:
    """Some at a time, for speed."""
    part: list[Found] = []
    size = 0
    for item in found:
        part.append(item)
        size += len(item.data or b"") if isinstance(item, Input) else 0
        if len(part) == _TOGETHER or size > _TOGETHER_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part
