"""Files of many documents, opened in a process of their own: what they may do to it, and what not to a run."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ntm_extract import extract_corpus, read_tables
from ntm_extract.corpus.containers import parquet
from ntm_extract.corpus.readers import Columns, Found, Input, InputFailure, Limits, Skipped, iter_inputs, list_inputs
from ntm_extract.errors import NtmError
from ntm_extract.output.publish import Publication
from ntm_extract.run import opening
from ntm_extract.run.corpus import Settings
from ntm_extract.run.document import Bounds
from ntm_extract.run.opening import Opener

NEWS = "Huyện Mường Ảng có {}/9 xã đạt chuẩn nông thôn mới; tỷ lệ hộ nghèo còn 21,{}%."
BAD_ROW = 100

forked = pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")


def table(path: Path, rows: int = 150) -> Path:
    pq.write_table(pa.table({"text": [NEWS.format(1 + n % 8, n % 10) for n in range(rows)]}), path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.parquet", "bad.parquet", "c.parquet"):
        table(folder / name)
    (folder / "d.jsonl").write_text("".join(json.dumps({"text": NEWS.format(n, n)}) + "\n" for n in range(1, 4)), "utf-8")
    (folder / "e.txt").write_text(NEWS.format(5, 5), "utf-8")
    with zipfile.ZipFile(folder / "f.zip", "w") as package:
        package.writestr("g.txt", NEWS.format(6, 6))
        package.write(folder / "d.jsonl", "h.jsonl")
        package.writestr("anh.png", b"x")
    return folder


def opened(folder: Path, seconds: float = 60.0, megabytes: int = 400) -> list[Found]:
    with Opener(Columns(), Limits(), seconds, megabytes) as opener:
        return list(opener.expand(list_inputs([str(folder)])))


def poison(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let the reader of Parquet do something in the middle of the file that is bad."""
    sound = parquet.rows

    def rows(stream: Any, name: str) -> Iterator[Any]:
        for number, row in enumerate(sound(stream, name)):
            if "bad." in name and number == BAD_ROW:
                act()
            yield row

    monkeypatch.setattr(parquet, "rows", rows)


def crash() -> None:
    signal.signal(signal.SIGABRT, signal.SIG_DFL)  # without the report of those that test
    os.kill(os.getpid(), signal.SIGABRT)


def leave() -> None:
    os._exit(7)


def hang() -> None:
    time.sleep(100)


def swallow() -> None:
    bytearray(3 << 30)


def test_what_is_found_and_its_order_are_the_same(folder: Path) -> None:
    expected = list(iter_inputs([str(folder)]))
    assert len(expected) > 450
    assert any(isinstance(item, Skipped) for item in expected)
    assert opened(folder) == expected


def test_where_processes_are_not_forked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = list(iter_inputs([str(folder)]))
    monkeypatch.setattr(opening, "_FORKED", False)
    assert opened(folder) == expected
    monkeypatch.setattr(opening, "_serve", leave)  # what a script without a guard comes to
    assert opened(folder) == expected


@forked
@pytest.mark.parametrize(
    ("act", "code", "said", "jobs"),
    [
        (crash, "crash", "SIGABRT", 2), (leave, "crash", "exit code 7", 1), (hang, "timeout", "4 seconds", 1),
        (swallow, "memory", "more memory", 2),
    ],
)
def test_a_file_that_ends_its_process_costs_itself_only(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Any, code: str, said: str, jobs: int
) -> None:
    monkeypatch.setattr(opening, "_GRACE", 0.2)
    poison(monkeypatch, act)
    settings = Settings(jobs=jobs, bounds=Bounds(seconds=4.0))
    summary = extract_corpus(folder, tmp_path / "out", settings=settings)
    assert summary.failed == 1
    rows = read_tables(tmp_path / "out", ["documents"])["documents"].to_pylist()
    (failed,) = [row for row in rows if row["status"] == "failed"]
    assert (failed["doc_id"], failed["error"].split(":")[0]) == ("bad.parquet", code)
    assert said in failed["error"]
    names = [row["doc_id"] for row in rows if row["status"] != "failed"]
    before = [name for name in names if name.startswith("bad.parquet#")]
    assert before == [f"bad.parquet#{n}" for n in range(1, len(before) + 1)]
    assert BAD_ROW - 16 < len(before) <= BAD_ROW, "what was read before stands"
    others = [f"{name}.parquet#{n}" for name in "ac" for n in range(1, 151)]
    others += [*(f"d.jsonl#{n}" for n in (1, 2, 3)), "e.txt", "f.zip/g.txt", *(f"f.zip/h.jsonl#{n}" for n in (1, 2, 3))]
    assert sorted(names) == sorted([*before, *others])
    monkeypatch.undo()
    assert extract_corpus(folder, tmp_path / "out", settings=settings).failed == 0, "it is tried again"


@forked
def test_a_small_file_that_says_a_long_text_often(tmp_path: Path) -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 200, pa.int32()), pa.array(["a" * 30_000_000]))
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": column}), path, compression="zstd", store_schema=False, dictionary_pagesize_limit=1 << 30)
    assert path.stat().st_size < 10_000
    (failure,) = opened(path)
    assert isinstance(failure, InputFailure)
    assert failure.error.code == "memory"


def test_one_process_opens_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Counted(opening._Process):  # noqa: SLF001 - there is no other way to see it
        def __init__(self, *how: Any) -> None:
            super().__init__(*how)
            started.append(self)

    monkeypatch.setattr(opening, "_Process", Counted)
    whole = table(tmp_path / "0.parquet", 2).read_bytes()
    for number in range(1, 200):
        (tmp_path / f"{number}.parquet").write_bytes(whole)
    assert sum(isinstance(item, Input) for item in opened(tmp_path)) == 400
    assert len(started) == 1
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Xã", "utf-8")
    opened(tmp_path / "texts")
    assert len(started) == 1, "texts need none"


@forked
def test_a_file_that_is_read_for_long_is_no_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found in it for longer than a document may take, but it is read all the while."""

    def rows(stream: Any, _name: str) -> Iterator[Any]:
        while stream.read(1 << 18):
            time.sleep(0.1)
        yield {"text": "a"}

    monkeypatch.setattr(opening, "_GRACE", 0.0)
    monkeypatch.setattr(opening, "_LOOK_EVERY", 0.01)
    monkeypatch.setattr(parquet, "rows", rows)
    (tmp_path / "a.parquet").write_bytes(b"x" * (10 << 20))
    start = time.monotonic()
    found = opened(tmp_path, seconds=2.0)
    assert time.monotonic() - start > 3
    assert isinstance(found[0], Input)


def test_a_slow_run_is_no_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_GRACE", 0.0)
    monkeypatch.setattr(opening, "_LOOK_EVERY", 0.01)
    line = json.dumps({"text": NEWS * 1000}) + "\n"
    (tmp_path / "a.jsonl").write_text(line * 40, "utf-8")
    with Opener(Columns(), Limits(), 3.0, 0) as opener:
        number = 0
        for item in opener.expand(list_inputs([str(tmp_path)])):
            assert not isinstance(item, InputFailure)
            number += 1
            time.sleep(3.5 if number == 10 else 0)
    assert number == 41


# --- its end


def test_nothing_is_left_of_a_run_that_ends(folder: Path, tmp_path: Path) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    for settings in (Settings(jobs=1), Settings(jobs=2), Settings(jobs=1, max_failures=0)):
        (folder / "b.jsonl").write_text("{no record\n" * 3000, "utf-8")
        with pytest.raises((KeyboardInterrupt, NtmError)):
            extract_corpus(folder, tmp_path / "out", settings=settings, on_done=None if settings.max_failures == 0 else stop)
        assert not multiprocessing.active_children()


def test_nothing_is_left_of_a_run_that_did_not_begin(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text((json.dumps({"text": NEWS}) + "\n") * 30_000, "utf-8")
    with Publication(tmp_path / "out"), pytest.raises(NtmError) as caught:
        extract_corpus(tmp_path / "a.jsonl", tmp_path / "out")
    assert caught.value.code == "busy"
    assert not multiprocessing.active_children()


STUCK = """
import os, sys
from ntm_extract.corpus.containers import parquet
from ntm_extract.corpus.readers import Columns, Limits, list_inputs
from ntm_extract.run.opening import Opener
import re
def rows(stream, name):
    print(os.getpid(), flush=True)
    re.match("(a*)*b", "a" * 60)  # never lets go of the interpreter
    yield {}
parquet.rows = rows
for item in Opener(Columns(), Limits(), 60.0, 0).expand(list_inputs([sys.argv[1]])):
    pass
"""


@forked
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_its_parent(tmp_path: Path, number: int) -> None:
    path = table(tmp_path / "a.parquet")
    parent = subprocess.Popen([sys.executable, "-c", STUCK, str(path)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(number)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and is_running(child):
        time.sleep(0.02)
    assert not is_running(child)


def is_running(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return False
