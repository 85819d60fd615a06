"""Time and memory of whole runs by their number of documents, and of the runs of the following nights.

    python bench/scale.py [NUMBER ...] [--texts short|news|subject] [--files] [--jobs N ...]

The articles are generated:

* ``short``: half a kilobyte, one in five on the subject;
* ``news``: three kilobytes on other matters;
* ``subject``: as long, each with some figures of the programmes.

They are the lines of one JSON file, or files of a folder (``--files``). Each number of documents is read with each number of
processes, in runs of their own: for the first time, once more as they are, and after one article in a hundred has changed.
The memory is the most that one process had.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import articles
import news

MEASURED = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "ntm_extract", *sys.argv[1:]], check=False).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(code)
"""
_SETTLED: Final = 2.5  # seconds after which the times of a file are trusted


def _short(number: int) -> str:
    return articles.short(random.Random(number), number)  # noqa: S311 - no secret


KINDS: Final[dict[str, Callable[[int], str]]] = {"short": _short, "news": news.article, "subject": articles.on_the_subject}


def write(folder: Path, texts: Iterator[str], *, files: bool) -> int:
    """Put articles into a folder: as lines of one file, or a file each, two hundred to a folder; the bytes of all."""
    size = 0
    if not files:
        with (folder / "texts.jsonl").open("w", encoding="utf-8") as file:
            for article in texts:
                size += file.write(json.dumps({"text": article}, ensure_ascii=False) + "\n")
        return (folder / "texts.jsonl").stat().st_size
    for number, article in enumerate(texts):
        path = folder / f"{number // 200:05}" / f"{number:07}.txt"
        data = article.encode()
        size += len(data)
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
    return size


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
    parser.add_argument("--texts", choices=KINDS, default="short")
    parser.add_argument("--files", action="store_true")
    parser.add_argument("--jobs", nargs="*", type=int, default=[1, 2])
    args = parser.parse_args()
    article = KINDS[args.texts]
    for count in args.numbers:
        for jobs in args.jobs:
            with tempfile.TemporaryDirectory() as folder:
                texts, output = Path(folder, "texts"), Path(folder, "tables")
                texts.mkdir()
                size = write(texts, map(article, range(count)), files=args.files)
                time.sleep(_SETTLED)
                first, memory = measured(texts, output, jobs)
                again, _ = measured(texts, output, jobs)
                write(texts, (article(number + count * (number % 100 == 7)) for number in range(count)), files=args.files)
                changed, more = measured(texts, output, jobs)
            print(
                f"{count:>9,} {args.texts} articles, {size / 1e6:7.1f} MB, {jobs} process(es): {first:6.1f} s; "
                f"again {again:.1f} s ({again / first:.1%}), a hundredth changed {changed:.1f} s ({changed / first:.1%}); "
                f"{max(memory, more)} MB at most in one",
                flush=True,
            )


if __name__ == "__main__":
    main()
