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
from collections.abc import MutableSequence
from multiprocessing.connection import Connection
from pathlib import Path

from ntm_extract.errors import NtmError
from ntm_extract.run.shard import Done, extract_shard

NOTHING = -1.0
OUT_OF_MEMORY = 77  # exit code
_LOOK_EVERY = 0.2  # seconds
_LEAST_GROWTH = 64 << 20  # bytes; with less no document can be read


def serve(tasks: Connection, clock: MutableSequence[float], megabytes: int) -> None:
    """Finish the tasks that come, until there are no more; ``megabytes`` bounds the memory where the system can."""
    for number in (signal.SIGINT, signal.SIGTERM):  # whoever started the process decides when it ends
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _bound_memory(megabytes)

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


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)


def _bound_memory(megabytes: int) -> None:
    """Let the process grow to ``megabytes``, by what it has in memory now (the kernel counts what it has reserved)."""
    if not megabytes or sys.platform != "linux":
        return
    import resource

    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())  # the default one may reserve a gigabyte at its first use
    facts = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines())
    reserved, present = (int(facts[name].split()[0]) << 10 for name in ("VmData", "VmRSS"))
    most = reserved + max((megabytes << 20) - present, _LEAST_GROWTH)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
