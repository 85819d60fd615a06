"""Speed and memory of the whole way, measured on texts of your choice.

    python bench/throughput.py [FOLDER | --news] [--rounds N] [--no-peer]

FOLDER holds UTF-8 texts (the sample corpus if none is named; it is read repeatedly until 8 MB are together). ``--news`` are
articles on other matters, made by ``bench/news.py``, one text of the sample corpus among every two hundred of them. Reported,
in one run on one machine so that the figures can be compared with each other:

* MB/s of UTF-8 through the whole way in one process: decode, normalise, blocks, figures, attribution, Parquet;
* MB/s of underthesea's word_tokenize on the same texts (a part of them, it is slow);
* seconds of ``ntm extract`` on one small file against ``python -c "import pyarrow.parquet"``;
* peak memory of a run over the texts once and ten times.

Times are CPU seconds of the process, the median of the rounds; a shared machine is noisy, the ratios are not.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ntm_extract.cli import GC_THRESHOLD
from ntm_extract.corpus.decoding import decode
from ntm_extract.errors import DocumentError
from ntm_extract.model import Document
from ntm_extract.output.writer import TableWriter
from ntm_extract.pipeline import extract_documents, load_reference

from news import article

WANTED = 8_000_000
VERSIONS = ("bench", "bench")
BATCH = 32  # documents read together, as a run does


def read_texts(folder: Path) -> list[bytes]:
    """The files of a folder as UTF-8 bytes, repeated until they are large enough to measure."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".txt", ".md"} and path.is_file():
            try:
                texts.append(decode(path.read_bytes()).text.encode())
            except DocumentError:
                continue
    if not texts:
        sys.exit(f"no .txt or .md files in {folder}")
    size = sum(map(len, texts))
    return texts * max(1, -(-WANTED // size))


def whole_way(texts: list[bytes], out: str) -> float:
    """CPU seconds from bytes to committed tables."""
    reference = load_reference()
    start = time.process_time()
    with TableWriter(out, rules_version="bench", program_version="bench") as writer:
        for first in range(0, len(texts), BATCH):
            results = extract_documents(decoded(texts, first), reference, VERSIONS)
            writer.add("documents", [result.document for result in results])
            for table in ("figures", "communes", "poverty", "ocop", "ocop_items"):
                writer.add(table, [row for result in results for row in getattr(result, table)])
        writer.commit()
    return time.process_time() - start


def make_news(sample: Path) -> list[bytes]:
    """General news: hardly a text of it is on the programmes."""
    topical = itertools.cycle(read_texts(sample))
    count = WANTED // 3_200  # bytes of an article
    return [next(topical) if number % 200 == 100 else article(number).encode() for number in range(count)]


def decoded(texts: list[bytes], first: int) -> list[Document]:
    """The documents of the batch that begins with text ``first``."""
    batch = []
    for number, data in enumerate(texts[first : first + BATCH], first):
        name = f"{number:08d}.txt"
        found = decode(data)
        batch.append(Document(name, name, "txt", found.encoding, "", found.text))
    return batch


def peer(texts: list[bytes], limit: int = 300_000) -> float:
    """MB/s of underthesea.word_tokenize on the first ``limit`` bytes."""
    from underthesea import word_tokenize  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to import

    word_tokenize("khởi động")
    size = 0
    start = time.process_time()
    for data in texts:
        word_tokenize(data.decode())
        size += len(data)
        if size >= limit:
            break
    return size / 1e6 / (time.process_time() - start)


def startup(rounds: int) -> tuple[float, float]:
    """Median wall seconds of ``ntm extract`` on one small file, and of importing pyarrow.parquet."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "a.txt")
        text.write_text("Đến nay, toàn tỉnh có 39/94 xã đạt chuẩn nông thôn mới.\n", encoding="utf-8")
        ours = [sys.executable, "-m", "ntm_extract", "extract", str(text), "-o", str(Path(folder, "out")), "--quiet"]
        base = [sys.executable, "-c", "import pyarrow.parquet"]
        times: dict[int, list[float]] = {0: [], 1: []}
        # an installed program has its bytecode
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        for _ in range(rounds + 1):
            for which, command in enumerate((ours, base)):
                start = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603
                times[which].append(time.perf_counter() - start)
        return statistics.median(times[0][1:]), statistics.median(times[1][1:])


def memory_of(arguments: list[str], times: int) -> float:
    """Peak MB of a process that extracts the texts of the arguments ``times`` times."""
    command = [sys.executable, __file__, *arguments, "--memory", str(times)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603


def main() -> None:
    """Run the measurements and print them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[1] / "corpus")
    parser.add_argument("--news", action="store_true", help="articles on other matters, made for the purpose")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    gc.set_threshold(*GC_THRESHOLD)
    texts = make_news(args.folder) if args.news else read_texts(args.folder)
    with tempfile.TemporaryDirectory() as out:
        if args.memory:
            whole_way(texts * args.memory, out)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            return
        size = sum(map(len, texts)) / 1e6
        whole_way(texts[:50], out)
        speeds = sorted(size / whole_way(texts, out) for _ in range(args.rounds))
    print(f"{len(texts)} texts, {size:.1f} MB of UTF-8, {args.rounds} rounds")
    print(f"whole way, one process: {statistics.median(speeds):.1f} MB/s (min {speeds[0]:.1f}, max {speeds[-1]:.1f})")
    if not args.no_peer:
        print(f"underthesea word_tokenize: {peer(texts):.2f} MB/s")
    ours, base = startup(args.rounds)
    print(f"ntm extract on one small file: {ours:.2f} s, import pyarrow.parquet: {base:.2f} s, ratio {ours / base:.2f}")
    again = [str(args.folder), *(["--news"] if args.news else [])]
    print(f"peak memory: {memory_of(again, 1):.0f} MB once, {memory_of(again, 5):.0f} MB for five times the documents")


if __name__ == "__main__":
    main()
