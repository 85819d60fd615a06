"""Who reads the shards: processes that are watched, never the one that watches.

A document that ends its process, makes it hang or fills its memory costs that process and nothing else: the process is
replaced, the shard is read again, each document by itself, and once more without the one that did it: a failed row (``crash``,
``timeout``, ``memory``). Which one it was stands in the clock of the process (:mod:`.worker`). What every shard would meet
(a full disk) ends the run.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, Self

from ntm_extract.errors import NtmError
from ntm_extract.run.document import timeout
from ntm_extract.run.receipts import Failure
from ntm_extract.run.shard import Done, Task
from ntm_extract.run.worker import NOTHING, OUT_OF_MEMORY, UNGUARDED, ending, serve, uninterrupted

_GRACE = 5.0  # seconds beyond the limit of a document, which its process normally keeps by itself
_LOOK_EVERY = 0.25
_DEATHS = 5  # between documents, before it is no document's fault


def extract_shards(tasks: Iterable[Task], processes: int, megabytes: int) -> Iterator[Done]:
    """Finish shards in ``processes`` processes; they come as they are done."""
    # a forked process has all modules and reference data from the start; elsewhere each loads its own
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    coming = iter(tasks)
    with ExitStack() as stack:
        if not gc.get_freeze_count():
            stack.callback(gc.unfreeze)
        gc.freeze()  # collecting garbage would copy the pages that forked processes share
        busy = []
        for task in islice(coming, processes):
            busy.append(stack.enter_context(_Worker(context, megabytes)))
            busy[-1].begin(task)
        while busy:
            wait([handle for worker in busy for handle in worker.handles], timeout=_LOOK_EVERY)
            for worker in list(busy):
                done = worker.look()
                if done is not None:
                    yield done
                    if not worker.begin(next(coming, None)):
                        busy.remove(worker)


class _Worker:
    """One process that is replaced when it ends."""

    def __init__(self, context: Any, megabytes: int) -> None:
        self._context = context
        self._megabytes = megabytes
        self._task: Task | None = None
        self._deaths = 0
        self._stuck = False
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    @property
    def handles(self) -> tuple[Any, Any]:
        """What to wait for: an answer, or the end of the process."""
        return self._pipe, self._process.sentinel

    def begin(self, task: Task | None) -> bool:
        """Give the process a task; False if there is none."""
        self._task, self._deaths = task, 0
        if task is not None:
            self._send()
        return task is not None

    def look(self) -> Done | None:
        """The finished task, if it is; a process that has ended or hangs is replaced and begins again."""
        try:
            if self._pipe.poll():
                answer = self._pipe.recv()
                if isinstance(answer, NtmError):
                    raise answer
                return answer  # type: ignore[no-any-return]
        except (EOFError, ConnectionError):
            pass
        else:
            if self._process.is_alive():
                self._end_if_stuck()
                return None
        self._replace()
        return None

    def _start(self) -> None:
        self._clock = self._context.RawArray("d", (NOTHING, 0.0))
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(target=serve, args=(theirs, self._clock, self._megabytes), daemon=True)
        try:
            with uninterrupted():
                self._process.start()
        except OSError as error:
            raise NtmError(
                "no_process", f"the system starts no further process ({error.strerror})",
                "use fewer: --jobs 1; or let this user have more (ulimit -u), and see if memory is left",
            ) from error
        theirs.close()
        self._stuck = False

    def _send(self) -> None:
        with suppress(ConnectionError):  # the process has ended; the next look sees it
            self._pipe.send(self._task)

    def _end_if_stuck(self) -> None:
        """End the process if its document takes longer than even the document's own alarm allows."""
        position, since = self._clock
        if self._task and position != NOTHING and time.monotonic() - since > self._task.bounds.seconds + _GRACE:
            self._stuck = True
            self._process.kill()

    def _replace(self) -> None:
        task = self._task
        if task is None:
            return
        self._process.join()
        self._pipe.close()
        if self._process.exitcode == UNGUARDED:
            raise NtmError(
                "unguarded_script", "on this system each process reads the script again, and this one would begin the run again",
                'put the call of extract_corpus below: if __name__ == "__main__":',
            )
        why = ending(self._process.exitcode or 0)
        position = int(self._clock[0])
        doc_id = None if position == NOTHING else task.shard.inputs[position].doc_id
        if doc_id is None or any(doc_id == failure.doc_id for failure in task.poisoned):  # one that is not read again does nothing
            self._deaths += 1
            if self._deaths == _DEATHS:
                raise NtmError(
                    "worker_ended", f"a process that reads documents ended again and again ({why})",
                    "see if the machine has memory left; --memory MB lets a process have more, --jobs N starts fewer",
                )
        if not task.alone:
            self._task = task._replace(alone=True)
        elif doc_id is not None:
            self._task = task._replace(poisoned=(*task.poisoned, Failure(doc_id, *self._blame(task, why))))
        self._start()
        self._send()

    def _blame(self, task: Task, why: str) -> tuple[str, str]:
        """What the document did to the process, as code and message."""
        if self._stuck:
            error = timeout(task.bounds.seconds)
            return error.code, error.message
        if self._process.exitcode == OUT_OF_MEMORY:
            return "memory", f"reading it needs more than {self._megabytes} MB of memory; --memory MB allows more"
        message = f"reading it ended the process ({why})"
        if self._process.exitcode == -signal.SIGABRT and self._megabytes:
            message += "; libraries that are refused memory end so: --memory MB allows more"
        return "crash", message
