"""Faults on purpose: whatever happens to a run, the next one ends with the tables of a run that nothing happened to.

    python bench/faults.py [--documents N] [--kills N] [--seed N]

Documents are generated (the seed says which), extracted once in peace, and then again and again under faults:

* killed (SIGKILL) at random moments, the run after it killed again, until one ends by itself; then a new output;
* a file system with too little room; an output that may not be written to;
* bytes changed, files cut and lost in what a run keeps for the next one;
* two runs at once on one output, with and without waiting.

After each fault the tables have to be the old ones or the new ones, and after the next undisturbed run the bytes of the
undisturbed tables. The last lines measure a run after one document in a hundred has changed, for these short documents and for
articles as long as those of newspapers. Exit code 1: something differs.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from ntm_extract import read_tables
from ntm_extract.errors import NtmError

from articles import on_the_subject, short

_SETTLED = 2.5  # seconds after which the times of a file are trusted
_DROP_CAPABILITY, _DAC_OVERRIDE = 24, 1  # prctl(2), capabilities(7)


def generate(folder: Path, articles: Iterable[str]) -> None:
    """Write the documents, two hundred to a folder."""
    for number, article in enumerate(articles):
        path = folder / f"{number // 200:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article, encoding="utf-8")


def digests(output: Path) -> dict[str, str]:
    """The public tables by name."""
    paths = [*output.glob("*.parquet"), *output.glob("[a-z]*/*.parquet"), output / "datapackage.json"]
    return {str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}


def _obey_permissions() -> None:
    """Even the superuser may not write where nobody may (Linux: without the right to override file permissions)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DROP_CAPABILITY, _DAC_OVERRIDE, 0, 0, 0)


class Trials:
    """The undisturbed tables, and what is compared with them."""

    def __init__(self, texts: Path, scratch: Path, seed: int) -> None:
        self.texts = texts
        self.scratch = scratch
        self.seed = seed
        self.chance = random.Random(seed)  # noqa: S311
        self.failures: list[str] = []
        self.seconds, _ = self.timed(scratch / "peace")
        self.expected = digests(scratch / "peace")

    def command(self, output: Path, *options: str) -> list[str]:
        """The run as it is started each time."""
        return [sys.executable, "-m", "ntm_extract", "extract", str(self.texts), "-o", str(output), "-q", *options]

    def timed(self, output: Path, *options: str) -> tuple[float, float]:
        """Wall and processor seconds of a run that nothing happens to."""
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(self.command(output, *options), check=True)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return time.perf_counter() - start, spent

    def compare(self, output: Path, what: str) -> None:
        """The tables have to be the undisturbed ones."""
        if digests(output) != self.expected:
            self.failures.append(what)
        leftovers = [path.name for path in (output / ".ntm").iterdir() if path.name not in {"current", "lock", "runs"}]
        if leftovers:
            self.failures.append(f"{what}: {leftovers} left behind")

    def old_or_new(self, output: Path, old: int | None, what: str) -> None:
        """What a reader sees has to be whole: no tables, the old number of documents, or the new."""
        try:
            found: int | None = read_tables(output, ["documents"], {"documents": ["doc_id"]})["documents"].num_rows
        except NtmError as error:
            found = None if error.code == "no_tables" else -1
        if found not in (old, self.documents):
            self.failures.append(f"{what}: {found} documents are seen")

    @property
    def documents(self) -> int:
        """The number of documents there are."""
        return sum(1 for _ in self.texts.rglob("*.txt"))

    def kills(self, count: int) -> Iterator[str]:
        """Kill runs at random moments until ``count`` have been."""
        killed = completed = 0
        output = self.scratch / "killed"
        while killed < count:
            process = subprocess.Popen(self.command(output))  # noqa: S603
            try:
                process.wait(self.chance.uniform(0.05, 0.4) * self.seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
                self.old_or_new(output, None, f"kill {killed}")
                continue
            if process.returncode:
                self.failures.append(f"a run after {killed} kills ended with {process.returncode}")
            self.compare(output, f"the run after kill {killed}")
            completed += 1
            shutil.rmtree(output)
        if subprocess.run(self.command(output), check=False).returncode:  # noqa: S603
            self.failures.append("the last run after the kills failed")
        self.compare(output, "the last run after the kills")
        yield f"{killed} kills, {completed + 1} runs that ended by themselves in between"

    def narrow(self) -> Iterator[str]:
        """A disk without room, and an output that may not be written to."""
        output = self.scratch / "narrow"
        largest = max(path.stat().st_size for path in (self.scratch / "peace").rglob("*.parquet"))
        for limit in (5_000, largest // 4, largest - 1):
            done = subprocess.run(  # noqa: S603
                self.command(output), check=False, capture_output=True, text=True,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},  # Python would leave half a module there
                preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
            )  # fmt: skip
            if done.returncode != 2 or "no room left" not in done.stderr:
                self.failures.append(f"files of at most {limit} bytes: exit code {done.returncode}, {done.stderr[-200:]}")
            self.old_or_new(output, None, f"files of at most {limit} bytes")
        self.timed(output)
        self.compare(output, "the run after the full disk")
        yield "3 full disks"
        closed = self.scratch / "closed"
        self.timed(closed)
        closed.chmod(0o555)
        done = subprocess.run(  # noqa: S603
            self.command(closed), check=False, capture_output=True, text=True, preexec_fn=_obey_permissions
        )
        closed.chmod(0o755)
        if done.returncode != 2:
            self.failures.append(f"read-only output: exit code {done.returncode}, {done.stderr[-200:]}")
        self.compare(closed, "the output that was read-only")
        yield "1 read-only output"

    def damage(self, count: int) -> Iterator[str]:
        """Change, cut and remove files that a run keeps for the next one."""
        output = self.scratch / "damaged"
        self.timed(output)
        for number in range(count):
            kept = sorted(path for path in (output / ".ntm").rglob("*") if path.is_file() or path.is_symlink())
            for path in self.chance.sample(kept, k=min(len(kept), self.chance.randrange(1, 20))):
                self.harm(path)
            self.timed(output)
            self.compare(output, f"the run after damage {number}")
        yield f"{count} times damaged"

    def harm(self, path: Path) -> None:
        """Do one of three things to a file."""
        content = bytearray(path.read_bytes()) if path.is_file() else bytearray()
        act = self.chance.choice(("change", "cut", "lose"))
        path.unlink()
        if act == "change" and content:
            content[self.chance.randrange(len(content))] ^= 0xFF
        if act != "lose":
            path.write_bytes(content if act == "change" else content[: len(content) // 2])

    def together(self) -> Iterator[str]:
        """Two runs at once: one is told to wait, or waits."""
        for options in ((), ("--wait",)):
            output = self.scratch / f"together{len(options)}"
            runs = [subprocess.Popen(self.command(output, *options), stderr=subprocess.PIPE) for _ in range(2)]  # noqa: S603
            said = [process.communicate()[1].decode() for process in runs]
            codes = sorted(process.returncode for process in runs)
            if codes != ([0, 0] if options else [0, 2]) or (not options and "another run" not in "".join(said)):
                self.failures.append(f"two runs at once {options}: exit codes {codes}, {said}")
            self.compare(output, f"two runs at once {options}")
        yield "2 pairs of runs at once"

    def a_hundredth(self) -> Iterator[str]:
        """What a run costs after one document in a hundred has changed, and whether it equals a whole one."""
        yield from self._a_hundredth(self.texts, "short notices, one in five on the subject")
        articles = self.scratch / "articles"
        generate(articles, (on_the_subject(self.seed + number) for number in range(self.documents)))
        yield from self._a_hundredth(articles, "articles on the subject")

    def _a_hundredth(self, texts: Path, kind: str) -> Iterator[str]:
        before, self.texts = self.texts, texts
        time.sleep(_SETTLED)
        output, anew = self.scratch / "nights", self.scratch / "anew"
        whole = self.timed(output)
        paths = sorted(texts.rglob("*.txt"))
        for path in self.chance.sample(paths, len(paths) // 100):
            path.write_text(path.read_text("utf-8") + "Huyện có 2 xã đạt chuẩn nông thôn mới nâng cao.\n", "utf-8")
        again = self.timed(output)
        self.timed(anew)
        self.expected = digests(anew)
        self.compare(output, f"the run after a hundredth has changed ({kind})")
        shutil.rmtree(output)
        shutil.rmtree(anew)
        self.texts = before
        yield (
            f"{len(paths)} {kind}: {whole[0]:.1f} s; after a hundredth has changed {again[0]:.1f} s ({again[0] / whole[0]:.1%}), "
            f"of the processors {again[1] / whole[1]:.1%}"
        )


def main() -> int:
    """Do all of it; say what differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--damages", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ntm-faults-") as folder:
        texts = Path(folder, "texts")
        chance = random.Random(args.seed)  # noqa: S311 - not a secret
        generate(texts, (short(chance, number) for number in range(args.documents)))
        trials = Trials(texts, Path(folder), args.seed)
        print(f"{args.documents} documents, {trials.seconds:.1f} s in peace", flush=True)
        parts = (trials.kills(args.kills), trials.narrow(), trials.damage(args.damages), trials.together(), trials.a_hundredth())
        for line in chain.from_iterable(parts):
            print(line, flush=True)
    for failure in trials.failures:
        print(f"DIFFERS: {failure}")
    print(f"{len(trials.failures)} differences")
    return 1 if trials.failures else 0


if __name__ == "__main__":
    sys.exit(main())
