"""What a process does that reads shards for another one: take a task, finish it, hand back what was done, and again.

In its clock, two numbers in memory that both processes see, it writes the position of the document it is reading and when it
began; whoever watches it reads there which document made it hang or end. It ends with its parent.

**Memory.** Beyond its bound an allocation fails, and the process ends: what one document has torn into pieces would
be missing to the next. The bound is kept by the kernel (Linux; elsewhere there is none).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from ntm_extract.errors import NtmError
from ntm_extract.run.shard import Done, extract_shard

NOTHING = -1.0
OUT_OF_MEMORY = 77  # exit code
UNGUARDED = 78  # exit code of a process that would have begun the run once more
_LOOK_EVERY = 0.2  # seconds
_LEAST_GROWTH = 64 << 20  # bytes; with less no document can be read
_PROGRAM = 96 << 20  # bytes of the program itself; what a process has beyond it at its start is its parent's, such as a notebook's
_PR_SET_PDEATHSIG = 1


def serve(tasks: Connection, clock: MutableSequence[float], megabytes: int) -> None:
    """Finish the tasks that come, until there are no more; ``megabytes`` bounds the memory where the system can."""
    settle(megabytes)

    def begin(position: int) -> None:
        clock[1] = time.monotonic()
        clock[0] = position

    while True:
        try:
            task = tasks.recv()
        except (EOFError, OSError):
            return
        answer: Done | NtmError
        try:
            answer = extract_shard(task, begin)
        except NtmError as error:
            answer = error
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        tasks.send(answer)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off Ctrl-C and SIGTERM to the end of the block: what is raised in the hooks of a fork is lost."""
    if threading.current_thread() is not threading.main_thread():  # no other is interrupted
        yield
        return
    came: list[int] = []
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        if (handler := signal.getsignal(number)) is not None:
            before[number] = handler
            signal.signal(number, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for signalled in came:
            signal.raise_signal(signalled)


def settle(megabytes: int) -> None:
    """Make this process one that works for another: it ends when that one says so, or ends itself, and is bounded in memory."""
    for number in (signal.SIGINT, signal.SIGTERM):  # whoever started the process decides when it ends
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    _end_with_parent()
    _bound_memory(megabytes)


def ending(code: int) -> str:
    """How a process ended, from its exit code.

    >>> ending(-9), ending(3)
    ('SIGKILL', 'exit code 3')
    """
    if code == OUT_OF_MEMORY:
        return "out of memory"
    if code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _end_with_parent() -> None:
    parent = os.getppid()
    if sys.platform == "linux":  # a library that never lets go of the interpreter would keep the thread from looking
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_look_after, args=(parent,), daemon=True).start()


def _look_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)


def _bound_memory(megabytes: int) -> None:
    """Let the process grow to ``megabytes``, beside what is its parent's (the kernel counts what it has reserved)."""
    if not megabytes or sys.platform != "linux":
        return
    import resource

    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"  # the default one may reserve a gigabyte at its first use
    if "pyarrow" in sys.modules:
        import pyarrow as pa

        pa.set_memory_pool(pa.system_memory_pool())
    facts = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines())
    reserved, present = (int(facts[name].split()[0]) << 10 for name in ("VmData", "VmRSS"))
    most = reserved + max((megabytes << 20) - min(present, _PROGRAM), _LEAST_GROWTH)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
