"""How long one small document takes from the command to its tables, against importing Parquet alone.

The limit is three times `import pyarrow.parquet`; the help has to be there in 150 ms. Both are medians of
processes that take turns, so that a busy moment of the machine falls on all of them. Exit code 1 when one is exceeded.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
MOST_IMPORTS = 3.0
MOST_HELP = 0.150
SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "son-la-xoa-nha-tam-2024.txt"


def main() -> int:
    """Measure and compare."""
    ntm = [sys.executable, "-m", "ntm_extract"]
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "import pyarrow.parquet": [sys.executable, "-c", "import pyarrow.parquet"],
            "ntm extract FILE": [*ntm, "extract", str(SAMPLE), "-o", folder, "--quiet"],
            "ntm --help": [*ntm, "--help"],
            "import ntm_extract": [sys.executable, "-c", "import ntm_extract"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS + 1):
            for name, command in commands.items():
                started = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
                times[name].append(time.perf_counter() - started)
    median = {name: statistics.median(taken[1:]) for name, taken in times.items()}  # the first one fills the caches
    for name, seconds in median.items():
        print(f"{name:24} {seconds * 1000:6.0f} ms")
    ratio = median["ntm extract FILE"] / median["import pyarrow.parquet"]
    print(f"one small file takes {ratio:.2f} times the import of Parquet (limit {MOST_IMPORTS:.0f})")
    return int(ratio > MOST_IMPORTS or median["ntm --help"] > MOST_HELP)


if __name__ == "__main__":
    sys.exit(main())
