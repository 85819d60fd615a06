"""Many documents: what processes, earlier runs, poison and damage may and may not change."""

from __future__ import annotations

import errno
import gc
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ntm_extract import extract_corpus, read_tables
from ntm_extract.corpus.readers import Input
from ntm_extract.errors import NtmError
from ntm_extract.model import Document
from ntm_extract.output.publish import Publication
from ntm_extract.run import assemble, document, shards
from ntm_extract.run.corpus import Settings
from ntm_extract.run.document import Bounds
from ntm_extract.run.earlier import EarlierRows, Source
from ntm_extract.run.receipts import Receipt, read_receipt
from ntm_extract.run.shard_writer import ShardWriter
from ntm_extract.run.worker import uninterrupted

NEWS = (
    "Huyện Mường Chà năm {0} có {1}/11 xã đạt chuẩn nông thôn mới; tỷ lệ hộ nghèo còn {2},5%. "
    "Cả huyện có {1} sản phẩm OCOP đạt 3 sao."
)
TABLES = ("documents", "figures", "communes", "poverty", "ocop", "ocop_items")
ALONE = Settings(jobs=1)
TWO = Settings(jobs=2)


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MEAN", 8)
    monkeypatch.setattr(shards, "LEAST", 3)
    monkeypatch.setattr(shards, "MOST", 12)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(60):
        write(folder, number)
    return folder


def write(folder: Path, number: int, *, year: int = 2021) -> Path:
    path = folder / f"{number:03}.txt"
    path.write_text(NEWS.format(year, 2 + number % 9, 10 + number % 30) + f" Bản tin số {number}.\n", encoding="utf-8")
    return path


def bytes_of(output: Path) -> dict[str, bytes]:
    paths = [*output.glob("*.parquet"), *output.glob("[a-z]*/*.parquet")]
    return {str(path.relative_to(output)): path.read_bytes() for path in sorted(paths)}


def run(texts: Path, output: Path, how: Settings = ALONE) -> int:
    """Extract; the number of documents that were read."""
    return extract_corpus(texts, output, settings=how).extracted


def errors(output: Path) -> dict[str, str]:
    rows = read_tables(output, ["documents"])["documents"].to_pylist()
    return {row["doc_id"]: row["error"].split(":")[0] for row in rows if row["status"] == "failed"}


# --- one run


@pytest.mark.parametrize("few", [0, 10_000], ids=["parts", "files"])
def test_processes_change_nothing(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(assemble, "FEW_DOCUMENTS", few)
    assert run(texts, tmp_path / "one") == 60
    assert run(texts, tmp_path / "two", TWO) == 60
    found = bytes_of(tmp_path / "one")
    assert found == bytes_of(tmp_path / "two")
    assert ("poverty.parquet" in found) == bool(few)
    assert (len(found) > 6 * 3) == (not few)
    tables = read_tables(tmp_path / "two")
    assert tables["documents"]["doc_id"].to_pylist() == [f"{number:03}.txt" for number in range(60)]
    assert tables["poverty"].num_rows == 60


def test_parts_load_like_files(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pd, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    monkeypatch.setattr(assemble, "FEW_DOCUMENTS", 0)
    run(texts, tmp_path / "out")
    expected = read_tables(tmp_path / "out").pandas("communes")
    assert len(expected) == 60
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "out" / "communes"), expected)
    found = duckdb.read_parquet(str(tmp_path / "out" / "communes" / "*.parquet")).fetchall()
    assert len(found) == 60


@settings(max_examples=30)
@given(st.sets(st.integers(0, 999), min_size=1), st.integers(0, 999))
def test_a_document_more_or_less_changes_few_shards(numbers: set[int], other: int) -> None:
    def cut(chosen: set[int]) -> list[tuple[str, ...]]:
        inputs = [Input(f"{number:03}", "", "txt", "") for number in sorted(chosen)]
        return [tuple(item.doc_id for item in shard.inputs) for shard in shards.shards(inputs)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "MOST", 10_000)
        before, after = cut(numbers), cut(numbers ^ {other})
    assert [doc_id for shard in before for doc_id in shard] == [f"{number:03}" for number in sorted(numbers)]
    # a cut is missed where too few stand before it, and then the next ones may be, too; hardly ever many
    assert len(set(after) - set(before)) <= 4 + len(after) // 3


# --- the next run


def test_unchanged_documents_are_not_read_again(texts: Path, tmp_path: Path) -> None:
    run(texts, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    assert run(texts, tmp_path / "out") == 0
    os.utime(texts / "007.txt", (1, 1))
    assert run(texts, tmp_path / "out", TWO) == 0, "another time of the same bytes is no change"
    assert bytes_of(tmp_path / "out") == before
    assert run(texts, tmp_path / "out", Settings(jobs=1, afresh=True)) == 60
    assert bytes_of(tmp_path / "out") == before


@pytest.mark.parametrize("few", [0, 10_000], ids=["parts", "files"])
def test_changed_new_and_missing_documents(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(assemble, "FEW_DOCUMENTS", few)
    run(texts, tmp_path / "out")
    write(texts, 5, year=2022)
    write(texts, 59, year=2023)
    write(texts, 100)
    (texts / "sub").mkdir()
    write(texts / "sub", 1)
    for number in (0, 17, 18, 40):
        (texts / f"{number:03}.txt").unlink()
    (texts / "020.txt").rename(texts / "020b.txt")
    assert run(texts, tmp_path / "out", TWO) == 5
    run(texts, tmp_path / "anew")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "anew")
    assert run(texts, tmp_path / "out") == 0


def test_a_same_sized_change_at_the_same_time_is_seen(texts: Path, tmp_path: Path) -> None:
    path = texts / "003.txt"
    run(texts, tmp_path / "out")
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    path.write_text(path.read_text("utf-8").replace("2021", "2020"), "utf-8")
    os.utime(path, ns=times)
    assert run(texts, tmp_path / "out") == 1
    rows = read_tables(tmp_path / "out", ["poverty"])["poverty"].to_pylist()
    assert {row["time_period"] for row in rows if row["doc_id"] == "003.txt"} == {"2020"}


def test_a_record_that_is_now_of_another_format_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    text = "Huyện Mường Chà có 2&nbsp;111 hộ nghèo; tỷ lệ hộ nghèo còn 10,5%."
    for name in ("content_html", "content"):
        path.write_text(json.dumps({name: text}) + "\n", encoding="utf-8")
        run(path, tmp_path / "out")
    run(path, tmp_path / "fresh")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_nobody_writes_to_any_more(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(NEWS.format(2021, 2, 10), "utf-8"))
    writer.start()
    assert extract_corpus(pipe, tmp_path / "out", settings=Settings(jobs=1)).read == 1
    writer.join()
    impatient = Settings(jobs=1, bounds=Bounds(seconds=1.0))
    assert extract_corpus(pipe, tmp_path / "out", settings=impatient).failed == 1
    assert errors(tmp_path / "out") == {"a.txt": "timeout"}


def test_other_rules_read_everything_again(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(texts, tmp_path / "out")
    for module in ("document", "shard", "shard_writer", "assemble", "corpus"):
        monkeypatch.setattr(sys.modules[f"ntm_extract.run.{module}"], "versions", lambda: ("0", "other"))
    assert run(texts, tmp_path / "out") == 60
    assert set(read_tables(tmp_path / "out")["documents"]["rules_version"].to_pylist()) == {"other"}


def test_failed_documents_are_tried_again(texts: Path, tmp_path: Path) -> None:
    (texts / "030.txt").write_bytes(bytes(range(256)) * 40)
    run(texts, tmp_path / "out")
    assert errors(tmp_path / "out") == {"030.txt": "binary"}
    assert run(texts, tmp_path / "out") == 1
    write(texts, 30)
    assert run(texts, tmp_path / "out") == 1
    assert errors(tmp_path / "out") == {}


@pytest.mark.parametrize(
    "victim", ["current", "shards.json", "shards.index", "receipts/*.json", "shards/poverty/*.parquet", "datapackage.json"]
)
@pytest.mark.parametrize("how", ["cut", "flip", "gone"])
def test_damage_to_what_is_kept_costs_time_only(texts: Path, tmp_path: Path, victim: str, how: str) -> None:
    out = tmp_path / "out"
    run(texts, out)
    expected = bytes_of(out)
    kept = out / ".ntm" / "current"
    paths = [kept] if victim == "current" else sorted(kept.resolve().glob(victim))
    assert paths
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        path.unlink()
        if how == "cut":
            path.write_bytes(content[: len(content) // 2])
        elif how == "flip":
            path.write_bytes(content[:-200] + b"?" + content[-199:])
    assert run(texts, out) in range(61)
    assert bytes_of(out) == expected
    assert read_tables(out)["poverty"].num_rows == 60


# --- poison


def poison(monkeypatch: pytest.MonkeyPatch, act: Any, *names: str) -> None:
    extract = document.extract_documents

    def stumble(found: Sequence[Document], *others: Any) -> Any:
        if any(one.doc_id in names for one in found):
            act()
        return extract(found, *others)

    monkeypatch.setattr(document, "extract_documents", stumble)
    monkeypatch.setattr(document, "extract_document", lambda found, *others: stumble([found], *others)[0])


def hang_deaf() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    time.sleep(100)


def sleep() -> None:
    time.sleep(100)


def swallow() -> None:
    bytearray(3 << 30)


def nibble() -> None:
    kept = [bytes(bytearray(1 << 20)) for _ in range(3000)]
    assert kept


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")
@pytest.mark.parametrize(
    ("act", "code", "jobs"),
    [
        (crash, "crash", 1), (crash, "crash", 2), (hang_deaf, "timeout", 2), (sleep, "timeout", 2),
        (swallow, "memory", 2), (nibble, "memory", 1),
    ],
)  # fmt: skip
def test_a_poisonous_document_costs_itself_only(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Any, code: str, jobs: int
) -> None:
    monkeypatch.setattr("ntm_extract.run.supervise._GRACE", 0.3)
    poison(monkeypatch, act, "011.txt", "012.txt", "044.txt")
    how = Settings(jobs=jobs, bounds=Bounds(seconds=1.5 if code == "timeout" else 30.0))
    summary = extract_corpus(texts, tmp_path / "out", settings=how)
    assert summary.failed == 3
    assert errors(tmp_path / "out") == dict.fromkeys(("011.txt", "012.txt", "044.txt"), code)
    tables = read_tables(tmp_path / "out")
    assert tables["documents"].num_rows == 60
    assert tables["poverty"].num_rows == 57


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")
@pytest.mark.parametrize(("act", "code"), [(crash, "crash"), (swallow, "memory")])
def test_even_a_single_document_ends_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Any, code: str) -> None:
    poison(monkeypatch, act, "001.txt")
    assert extract_corpus(write(tmp_path, 1), tmp_path / "out", settings=ALONE).failed == 1
    assert errors(tmp_path / "out") == {"001.txt": code}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_is_put_off_and_not_lost(number: int) -> None:
    heard: list[int] = []
    before = signal.signal(number, lambda number, _frame: heard.append(number))
    try:
        with uninterrupted():
            signal.raise_signal(number)
            assert not heard
        assert heard == [number]
        signal.signal(number, signal.SIG_IGN)
        with uninterrupted():
            signal.raise_signal(number)
        assert signal.getsignal(number) == signal.SIG_IGN
    finally:
        signal.signal(number, before)


def test_alone_a_slow_document_is_interrupted(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(monkeypatch, sleep, "001.txt")
    run(texts, tmp_path / "out", Settings(jobs=1, bounds=Bounds(seconds=2.0)))
    assert errors(tmp_path / "out") == {"001.txt": "timeout"}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")
def test_a_library_that_ends_the_process_may_have_wanted_memory(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison(monkeypatch, lambda: os.kill(os.getpid(), signal.SIGABRT), "011.txt")
    (failure,) = extract_corpus(texts, tmp_path / "out", settings=ALONE).failures
    assert failure.code == "crash"
    assert "--memory" in failure.message


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")
def test_a_document_is_blamed_once(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends the process while the rows of a failed document are written is not that document."""
    poison(monkeypatch, crash, "011.txt")
    flush = ShardWriter.flush

    def full(writer: ShardWriter) -> None:
        if any(getattr(part, "item", None) and part.item.doc_id == "011.txt" for part in writer._pending):  # type: ignore[union-attr]  # noqa: SLF001
            crash()
        flush(writer)

    monkeypatch.setattr(ShardWriter, "flush", full)
    with pytest.raises(NtmError) as caught:
        run(texts, tmp_path / "out")
    assert caught.value.code == "worker_ended"


def test_rows_are_copied_group_by_group(tmp_path: Path) -> None:
    """However large the file is that they are copied from."""
    whole = pa.table({"n": range(95)})
    pq.write_table(whole, tmp_path / "figures.parquet", row_group_size=10)
    earlier = EarlierRows(())
    earlier.sources.append(Source(Receipt("", (), {}, {}, ()), {"figures": str(tmp_path / "figures.parquet")}))
    for begin, end in ((0, 95), (0, 1), (9, 11), (10, 20), (35, 62), (94, 95), (3, 3)):
        batches = list(earlier.rows("figures", 0, begin, end))
        assert [n for batch in batches for n in batch.column("n").to_pylist()] == list(range(begin, end))
        assert all(batch.num_rows <= 10 for batch in batches)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is not bounded here")
def test_memory_of_whoever_starts_a_run_is_not_that_of_its_documents(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = b"x" * (400 << 20)
    poison(monkeypatch, lambda: bytearray(150 << 20), "011.txt")
    assert extract_corpus(texts, tmp_path / "out", settings=Settings(jobs=1, megabytes=300)).failed == 0
    assert len(kept) == 400 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")
def test_processes_that_always_end_end_the_run(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ntm_extract.run.worker.extract_shard", lambda *_: crash())
    with pytest.raises(NtmError) as caught:
        run(texts, tmp_path / "out", TWO)
    assert caught.value.code == "worker_ended"
    assert "SIGSEGV" in caught.value.message


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")
def test_a_system_without_room_for_a_process_is_named(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    with pytest.raises(NtmError) as caught:
        run(texts, tmp_path / "out")
    assert caught.value.code == "no_process"
    assert not (tmp_path / "out").exists()


def extract_here(texts: str, output: str) -> str:
    try:
        extract_corpus(texts, output)
    except NtmError as error:
        return error.code
    return "done"


def test_from_a_process_that_may_start_none(texts: Path, tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(extract_here, (str(texts), str(tmp_path / "out"))) == "daemonic"
    assert not (tmp_path / "out").exists()


def test_what_a_run_froze_is_let_go(texts: Path, tmp_path: Path) -> None:
    run(texts, tmp_path / "out")
    assert gc.get_freeze_count() == 0


# --- stopped runs

RUN = """
import sys
from ntm_extract import extract_corpus
from ntm_extract.run import shards
from ntm_extract.run.corpus import Settings
shards.MEAN, shards.LEAST, shards.MOST = 8, 3, 12
if __name__ == "__main__":
    extract_corpus(sys.argv[1], sys.argv[2], settings=Settings(jobs=int(sys.argv[3])))
"""


def test_failures_are_tried_again_after_a_run_that_gave_up(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Settings(jobs=1, max_failures=0)
    with monkeypatch.context() as patch:
        poison(patch, crash, "011.txt")
        with pytest.raises(NtmError, match=r"011\.txt"):
            run(texts, tmp_path / "out", strict)
    assert 0 < run(texts, tmp_path / "out", strict) <= 60


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_is_taken_up(texts: Path, tmp_path: Path, jobs: str) -> None:
    run(texts, tmp_path / "whole")
    out = tmp_path / "out"
    process = subprocess.Popen([sys.executable, "-c", RUN, str(texts), str(out), jobs])
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and not any("." not in path.parent.name for path in out.glob(".ntm/work/*/receipt.json")):
        time.sleep(0.001)
    process.kill()
    process.wait()
    assert run(texts, out, Settings(jobs=int(jobs))) < 60
    assert bytes_of(out) == bytes_of(tmp_path / "whole")
    assert not (out / ".ntm" / "work").exists()


def test_shares_are_joined_by_the_run_after_them(texts: Path, tmp_path: Path) -> None:
    run(texts, tmp_path / "whole")
    out = tmp_path / "out"
    shares = [extract_corpus(texts, out, settings=Settings(jobs=1, share=(which, 3))) for which in (3, 1, 2)]
    assert sum(share.documents for share in shares) == 60
    assert all(share.documents for share in shares)
    assert not (out / "poverty.parquet").exists()
    assert run(texts, out) == 0
    assert bytes_of(out) == bytes_of(tmp_path / "whole")


def test_shares_may_be_done_at_once_but_not_beside_a_run(texts: Path, tmp_path: Path) -> None:
    with Publication(tmp_path / "out", shared=True):
        extract_corpus(texts, tmp_path / "out", settings=Settings(jobs=1, share=(1, 2)))
        with pytest.raises(NtmError, match="another run"):
            run(texts, tmp_path / "out")


def test_work_of_others_is_taken_as_it_is(texts: Path, tmp_path: Path) -> None:
    """Finished shards may come from anywhere: another process, another machine with the same folder."""
    out = tmp_path / "out"
    run(texts, out)
    finished = [read_receipt(path) for path in sorted((out / ".ntm" / "current" / "receipts").iterdir())]
    assert sum(len(receipt.documents) for receipt in finished if receipt) == 60
    work = tmp_path / "again" / ".ntm" / "work"
    for number, receipt in enumerate(finished):
        assert receipt is not None
        folder = work / receipt.key
        folder.mkdir(parents=True)
        shutil.copy(out / ".ntm" / "current" / "receipts" / f"{number:05}.json", folder / "receipt.json")
        for name in receipt.files:
            (part,) = (out / ".ntm" / "current" / "shards" / name).glob(f"part-{number:05}-*")
            shutil.copy(part, folder / f"{name}.parquet")
    assert run(texts, tmp_path / "again") == 0
    assert bytes_of(tmp_path / "again") == bytes_of(out)
