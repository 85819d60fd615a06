"""Time and memory of whole runs by their number of documents, from one file of JSON lines.

    python bench/scale.py [NUMBER ...] [--jobs N ...]

Short generated articles (``bench/faults.py``), each number of documents with each number of processes, in runs of their own. The
memory is the peak of the process that lists and of the largest that reads. A second run over the same file follows each first one.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from faults import document

MEASURED = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "ntm_extract", *sys.argv[1:]], check=False).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(code)
"""


def write(path: Path, count: int) -> None:
    """As many articles as asked for, one a line."""
    chance = random.Random(count)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"text": document(chance, number)}, ensure_ascii=False) + "\n")


def measured(texts: Path, output: Path, jobs: int) -> tuple[float, int]:
    """Seconds of a run, and the most MB one of its processes had."""
    start = time.perf_counter()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", MEASURED, "extract", str(texts), "-o", str(output), "-q", "--jobs", str(jobs)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return time.perf_counter() - start, int(done.stdout)


def main() -> None:
    """Run the measurements and print them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("numbers", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--jobs", nargs="*", type=int, default=[1, 2])
    args = parser.parse_args()
    for number in args.numbers:
        with tempfile.TemporaryDirectory() as folder:
            texts = Path(folder, "texts.jsonl")
            write(texts, number)
            megabytes = texts.stat().st_size / 1e6
            for jobs in args.jobs:
                output = Path(folder, f"out{jobs}")
                seconds, memory = measured(texts, output, jobs)
                again, _ = measured(texts, output, jobs)
                print(
                    f"{number:>9,} documents, {megabytes:7.1f} MB, {jobs} process(es): {seconds:6.1f} s, "
                    f"{memory} MB at most in one; again {again:.1f} s",
                    flush=True,
                )


if __name__ == "__main__":
    main()
