"""Tables in object stores: in one that lives in this process, and in an S3 server that the tests start."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from click.testing import CliRunner
from ntm_extract import extract_corpus, read_tables
from ntm_extract.cli import cli
from ntm_extract.errors import NtmError
from ntm_extract.output import store as stores
from ntm_extract.output import stored_tables
from ntm_extract.output.columns import TABLES
from ntm_extract.run import assemble, shards
from ntm_extract.run.corpus import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

fsspec = pytest.importorskip("fsspec")

# newer Pythons warn of any thread when a process is forked; those of the servers here are not its business
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

OUT = "memory://kho/bang"
NEWS = "Huyện Tủa Chùa có {}/12 xã đạt chuẩn nông thôn mới; tỷ lệ hộ nghèo còn 30,4%."


@pytest.fixture(autouse=True)
def _small_shards_without_pauses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shards, "LEAST", 1)
    monkeypatch.setattr(shards, "MOST", 2)
    monkeypatch.setattr(assemble, "FEW_DOCUMENTS", 3)
    monkeypatch.setattr(stores, "_PAUSE", 0.0)
    monkeypatch.setattr(stores, "GRACE", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def memory() -> Iterator[Any]:
    store = fsspec.filesystem("memory")
    store.store.clear()
    yield store
    store.store.clear()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(NEWS.format(number), "utf-8")
    return folder


def run(news: Path | str, output: str = OUT, **settings: Any) -> Any:
    return extract_corpus(news, output, settings=Settings(jobs=1, **settings))


def values(output: str | Path = OUT) -> dict[str, float]:
    rows = read_tables(output, ["communes"])["communes"].to_pylist()
    return {row["doc_id"]: row["obs_value"] for row in rows}


def names(memory: Any) -> set[str]:
    return {name.removeprefix("/kho/bang/") for name in memory.find("/kho/bang")}


def named(memory: Any) -> set[str]:
    package = json.loads(memory.cat_file("/kho/bang/datapackage.json"))
    return {path for resource in package["resources"] for path in resource["path"]}


def test_a_run_into_a_store_is_the_run_into_a_folder(memory: Any, news: Path, tmp_path: Path) -> None:
    summary = run(news)
    assert (summary.output, summary.documents, summary.extracted) == (OUT, 6, 6)
    extract_corpus(news, tmp_path / "local")
    stored, local = read_tables(OUT), read_tables(tmp_path / "local")
    assert {name: stored[name].to_pylist() for name in stored} == {name: local[name].to_pylist() for name in local}
    assert names(memory) == named(memory) | {"datapackage.json", "run.json"}
    assert json.loads(memory.cat_file("/kho/bang/run.json"))["output"] == OUT
    package = json.loads(memory.cat_file("/kho/bang/datapackage.json"))
    for resource in package["resources"]:
        assert [part["path"] for part in resource["parts"]] == resource["path"]
        assert sum(part["rows"] for part in resource["parts"]) == resource["rows"] == stored[resource["name"]].num_rows
        assert all(memory.size(f"/kho/bang/{part['path']}") == part["bytes"] for part in resource["parts"])
    assert read_tables(OUT, ["poverty"], {"poverty": ["doc_id"]})["poverty"].column_names == ["doc_id"]


def test_the_next_run_reads_and_uploads_what_has_changed(memory: Any, news: Path) -> None:
    first = run(news).upload
    assert (first.files, first.present, first.removed) == (len(named(memory)), 0, 0)
    again = run(news)
    assert (again.extracted, again.upload.files, again.upload.removed) == (0, 0, 0)
    before = named(memory)
    (news / "3.txt").write_text(NEWS.format(9), "utf-8")
    changed = run(news)
    assert changed.extracted == 1
    assert 0 < changed.upload.files == len(named(memory) - before) < first.files
    assert values()["3.txt"] == 9.0
    assert before <= names(memory), "who has read the manifest before still finds its files"
    run(news)
    assert before <= names(memory), "a run that changes nothing removes nothing"
    (news / "4.txt").unlink()
    second = named(memory)
    assert run(news).upload.removed == len(before - second - named(memory)) > 0
    assert names(memory) == second | named(memory) | {"datapackage.json", "run.json"}


def test_from_few_documents_to_many_and_back(memory: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for few in (100, 3, 100):
        monkeypatch.setattr(assemble, "FEW_DOCUMENTS", few)
        (news / "0.txt").write_text(NEWS.format(few), "utf-8")
        run(news)
        assert values() == {f"{n}.txt": float(n or few) for n in range(6)} | {"0.txt": values()["0.txt"]}
    assert len(named(memory)) == len(TABLES)


def test_a_lost_state_costs_time_only(memory: Any, news: Path, tmp_path: Path) -> None:
    run(news)
    before = names(memory)
    (news / "5.txt").write_text(NEWS.format(9), "utf-8")
    summary = run(news, state=tmp_path / "new machine")
    assert summary.extracted == 6
    assert summary.upload.files == len(names(memory) - before)
    assert summary.upload.present > 0
    assert (tmp_path / "new machine" / "datapackage.json").exists()
    assert values()["5.txt"] == 9.0


class Broken:
    """A store whose writing fails after some successes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, store: Any, method: str, good: int, error: Exception) -> None:
        self.left = good
        self.tried = 0
        whole: Callable[..., Any] = getattr(type(store), method)
        lock = threading.Lock()

        def action(*arguments: Any, **options: Any) -> Any:
            with lock:
                self.left -= 1
                if self.left < 0:
                    self.tried += 1
                    raise error
            return whole(*arguments, **options)

        monkeypatch.setattr(type(store), method, action)


@pytest.mark.parametrize("method", ["put_file", "pipe_file"])
@pytest.mark.parametrize("error", [OSError("connection reset"), PermissionError("denied"), KeyboardInterrupt()])
def test_an_upload_that_stops_changes_nothing(
    memory: Any, news: Path, method: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(news)
    before, old = memory.cat_file("/kho/bang/datapackage.json"), values()
    for number in range(6):
        (news / f"{number}.txt").write_text(NEWS.format(number + 1), "utf-8")
    with monkeypatch.context() as patch:
        good = 2 if method == "put_file" else 0
        broken = Broken(patch, memory, method, good, error)
        with pytest.raises((NtmError, KeyboardInterrupt)) as caught:
            run(news)
    if isinstance(caught.value, NtmError):
        assert caught.value.code == "upload_failed"
        assert "memory:///kho/bang/" in caught.value.message
        assert "the tables there are as they were" in caught.value.message
        assert "same command again" in caught.value.hint
        assert caught.value.exit_code == 2
        assert broken.tried == 3 if method == "pipe_file" and type(error) is OSError else broken.tried >= 1
    assert memory.cat_file("/kho/bang/datapackage.json") == before
    assert values() == old
    summary = run(news)
    assert summary.extracted == 0, "what was read is not read again"
    assert summary.upload.present >= good
    assert values() == {f"{n}.txt": n + 1.0 for n in range(6)}


def test_a_shaky_store_is_asked_again(memory: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fails = iter([True, True])
    whole = type(memory).pipe_file

    def shaky(*arguments: Any, **options: Any) -> None:
        if next(fails, False):
            raise OSError("503")
        whole(*arguments, **options)

    monkeypatch.setattr(type(memory), "pipe_file", shaky)
    run(news)
    assert len(values()) == 6


def test_only_what_is_ours_is_removed(memory: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = ("poverty/2024.parquet", "poverty/part-00000-0a1b2c3d.parquet", "poverty/x/ntm-1.parquet", "doc.md")
    strangers = [*(f"/kho/bang/{name}" for name in below), f"/kho/poverty/ntm-{'0' * 32}.parquet"]
    for name in strangers:
        memory.pipe_file(name, b"x")
    run(news)
    left_over = f"/kho/bang/poverty/ntm-{'0' * 32}.parquet"
    memory.pipe_file(left_over, b"of a run that was stopped")
    (news / "1.txt").write_text(NEWS.format(9), "utf-8")
    monkeypatch.setattr(stores, "GRACE", 86_400)
    assert run(news).upload.removed == 0, "another machine may be about to name it"
    assert memory.exists(left_over)
    monkeypatch.setattr(stores, "GRACE", 0)
    (news / "1.txt").write_text(NEWS.format(8), "utf-8")
    assert run(news).upload.removed > 0
    assert not memory.exists(left_over)
    assert all(memory.cat_file(name) == b"x" for name in strangers)


def test_files_that_cannot_be_removed_are_told(memory: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(news)
    memory.pipe_file(f"/kho/bang/poverty/ntm-{'0' * 32}.parquet", b"x")
    (news / "1.txt").write_text(NEWS.format(9), "utf-8")
    Broken(monkeypatch, memory, "rm_file", 0, PermissionError("may not delete"))
    done = CliRunner().invoke(cli, ["extract", str(news), "-o", OUT, "-j", "1"])
    assert done.exit_code == 0
    assert "may not delete" in done.output
    assert values()["1.txt"] == 9.0


@pytest.mark.parametrize("name", ["datapackage.json", "run.json"])
@pytest.mark.parametrize("content", [b'{"name": "khac", "resources": []}', b"[]", b"", b"\xff{"])
def test_a_place_that_is_taken_is_refused(memory: Any, news: Path, tmp_path: Path, name: str, content: bytes) -> None:
    memory.pipe_file(f"/kho/bang/{name}", content)
    with pytest.raises(NtmError) as caught:
        run(news)
    assert caught.value.code == "output_taken"
    assert name in caught.value.message
    assert names(memory) == {name}
    assert not (tmp_path / "cache").exists(), "before anything is read"


def test_what_another_machine_took_away_is_uploaded_again(memory: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(news)
    (news / "1.txt").write_text(NEWS.format(9), "utf-8")
    whole = type(memory).pipe_file

    def other(store: Any, path: str, value: bytes, **options: Any) -> None:
        whole(store, path, value, **options)
        if path.endswith("datapackage.json"):
            for name in store.find("/kho/bang/communes"):
                store.rm_file(name)

    monkeypatch.setattr(type(memory), "pipe_file", other)
    run(news)
    assert values()["1.txt"] == 9.0


def test_a_reader_of_an_old_manifest_reads_the_new_one(memory: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(news)
    whole = stored_tables._read  # noqa: SLF001
    calls = iter([True])

    def late(store: Any, paths: Any, columns: Any) -> Any:
        if next(calls, False):  # two runs and their cleaning have passed since the manifest was read
            for value in (8, 9):
                for number in range(6):
                    (news / f"{number}.txt").write_text(NEWS.format(value), "utf-8")
                run(news)
        return whole(store, paths, columns)

    monkeypatch.setattr(stored_tables, "_read", late)
    assert set(values().values()) == {9.0}
    monkeypatch.undo()
    gone = next(name for name in named(memory) if name.startswith("communes/"))
    memory.rm_file(f"/kho/bang/{gone}")
    with pytest.raises(NtmError) as caught:
        values()
    assert caught.value.code == "unreadable_table"
    assert f"-o {OUT} again" in caught.value.hint


def test_tables_that_are_not_there() -> None:
    with pytest.raises(NtmError) as caught:
        read_tables("memory://kho/nichts")
    assert caught.value.code == "no_tables"
    assert "ntm extract SOURCE -o memory://kho/nichts" in caught.value.hint


def test_tables_that_were_copied_into_a_store_are_read(
    memory: Any, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assemble, "FEW_DOCUMENTS", 100)
    extract_corpus(news, tmp_path / "local")
    for path in (tmp_path / "local").iterdir():
        if path.is_file():
            memory.pipe_file(f"/kho/bang/{path.name}", path.read_bytes())
    assert values() == values(tmp_path / "local")
    run(news)
    assert memory.exists("/kho/bang/communes.parquet")
    assert values() == values(tmp_path / "local")


def test_damage_in_the_state_does_not_reach_the_store(memory: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = stores.to_store

    def damaged(folder: Path) -> Any:
        package, files = whole(folder)
        path = next(iter(files.values())).path
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content[:-1] + b"x")
        return package, files

    monkeypatch.setattr(stores, "to_store", damaged)
    with pytest.raises(NtmError) as caught:
        run(news)
    assert caught.value.code == "damaged_state"
    assert names(memory) == set()
    monkeypatch.undo()
    run(news, afresh=True)


# --- what is refused, and the command line


def test_an_output_among_the_sources(memory: Any, news: Path, tmp_path: Path) -> None:
    for path in news.iterdir():
        memory.pipe_file(f"/kho/{path.name}", path.read_bytes())
        memory.pipe_file(f"/kho/bang/tin/{path.name}", path.read_bytes())
    for source in (OUT, f"{OUT}/", f"{OUT}/tin", f"{OUT}/*.txt"):
        with pytest.raises(NtmError) as caught:
            run(source)
        assert caught.value.code == "output_is_source", source
    with pytest.raises(NtmError) as caught:
        run(news, state=news)
    assert caught.value.code == "output_is_source"
    assert "--state" in caught.value.hint
    for name in memory.find("/kho/bang"):
        memory.rm_file(name)
    for _ in range(2):
        assert run("memory://kho").documents == 6, "the tables are passed over"
    assert run("memory://kho", "memory://kho/ban").documents > 6, "that prefix is another"
    assert run(tmp_path, state=tmp_path / "state").documents == 6


def test_outputs_that_are_refused(news: Path, tmp_path: Path) -> None:
    for output, settings, code in (
        ("https://example.org/tables", {}, "output_not_writable"), ("nothing://bucket/a", {}, "bad_address"),
        ("memory://", {}, "bad_address"), (OUT, {"share": (1, 2)}, "no_state"),
        (str(tmp_path / "out"), {"state": tmp_path / "state"}, "state_of_folder"),
    ):  # fmt: skip
        with pytest.raises(NtmError) as caught:
            run(news, output, **settings)
        assert caught.value.code == code
        assert caught.value.hint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news"]


def test_a_file_address_is_a_folder(news: Path, tmp_path: Path) -> None:
    run(news, f"file://{tmp_path}/out")
    assert len(values(f"file://{tmp_path}/out")) == len(values(tmp_path / "out")) == 6


def test_shares_of_a_run_into_a_store(memory: Any, news: Path, tmp_path: Path) -> None:
    for which in (1, 2):
        assert run(news, state=tmp_path / "state", share=(which, 2)).upload is None
    assert names(memory) == set()
    assert run(news, state=tmp_path / "state").documents == 6
    assert len(values()) == 6


def test_the_command(memory: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["extract", str(news), "-o", OUT, "-j1"]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    assert "uploaded" in done.output
    assert f"{OUT}/datapackage.json" in done.output
    assert json.loads(CliRunner().invoke(cli, [*command, "-q", "--json"]).stdout)["upload"]["files"] == 0
    (news / "1.txt").write_text(NEWS.format(9), "utf-8")
    Broken(monkeypatch, memory, "put_file", 0, OSError("no route"))
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 2
    assert "no route" in done.output


def test_runs_into_folders_do_not_import_fsspec(news: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from ntm_extract import extract_corpus, read_tables; from ntm_extract.run.corpus import Settings\n"
        f"out = {str(tmp_path / 'out')!r}\n"
        f"extract_corpus({str(news)!r}, out, settings=Settings(jobs=1)); read_tables(out)\n"
        "assert 'ntm_extract.output.store' not in sys.modules\nassert 'fsspec' not in sys.modules, 'fsspec'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- a real protocol


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_s3_server(s3: Any, news: Path, jobs: int) -> None:
    tables = f"s3://kho{jobs}/bang"  # the server keeps buckets from one test to the next
    settings = Settings(jobs=jobs)
    with pytest.raises(NtmError) as caught:
        extract_corpus(news, tables, settings=settings)
    assert caught.value.code == "upload_failed", "there is no such bucket"
    s3.create_bucket(Bucket=f"kho{jobs}")
    first = extract_corpus(news, tables, settings=settings)
    assert first.extracted == 6, "that was told before anything was read"
    assert first.upload is not None
    assert first.upload.files > 0
    for number in range(3):
        (news / "1.txt").write_text(NEWS.format(7 + number), "utf-8")
        later = extract_corpus(news, tables, settings=settings).upload
        assert later is not None
        assert 0 < later.files < first.upload.files
        assert not later.not_removed
        assert (later.removed > 0) == (number > 0)
    assert values(tables) == {f"{n}.txt": 9.0 if n == 1 else float(n) for n in range(6)}
    s3.put_object(Bucket=f"kho{jobs}", Key="0.txt", Body=NEWS.format(4).encode())
    assert extract_corpus(f"s3://kho{jobs}/", tables, settings=settings).documents == 1, "the tables are passed over"
    assert values(f"{tables}/") == {"0.txt": 4.0}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_server_of_google_cloud_storage(gs: Any, news: Path, jobs: int) -> None:
    store = gs("kho")
    tables, settings = "gs://kho/bang", Settings(jobs=jobs)
    first = extract_corpus(news, tables, settings=settings)
    assert first.extracted == 6
    assert first.upload is not None
    (news / "1.txt").write_text(NEWS.format(7), "utf-8")
    later = extract_corpus(news, tables, settings=settings).upload
    assert later is not None
    assert 0 < later.files < first.upload.files
    assert values(tables) == {f"{n}.txt": 7.0 if n == 1 else float(n) for n in range(6)}
    store.pipe_file("kho/tin/0.txt", NEWS.format(4).encode())
    lines = (json.dumps({"text": NEWS.format(n)}) + "\n" for n in range(2))
    store.pipe_file("kho/tin/b.jsonl", "".join(lines).encode())
    read = extract_corpus("gs://kho/", tables, settings=settings)
    assert (read.documents, read.failed) == (3, 0), "the tables are passed over"
    assert values(tables) == {"tin/0.txt": 4.0, "tin/b.jsonl#1": 0.0, "tin/b.jsonl#2": 1.0}
    assert extract_corpus("gs://kho/", tables, settings=settings).extracted == 0
    with pytest.raises(NtmError) as caught:
        extract_corpus("gs://kho/none/", tables, settings=settings)
    assert caught.value.code == "source_missing"


@pytest.mark.filterwarnings("ignore")
def test_the_python_of_the_page_on_batches(s3: Any, news: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    s3.create_bucket(Bucket="trang")
    tables = "s3://trang/tables"
    run(news, tables)
    page = (Path(__file__).parents[1] / "docs" / "batch.md").read_text("utf-8")
    blocks = [block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "s3://bucket/" in block]
    assert len(blocks) == 2
    found: dict[str, Any] = {}
    try:
        for block in blocks:
            exec(compile(block.replace("s3://bucket/", "s3://trang/"), "batch.md", "exec"), found)  # noqa: S102 - our own page
        assert len(found["poverty"]) == 6
        assert len(pd.concat(map(pd.read_parquet, found["files"]["poverty"]))) == 6
        assert duckdb.read_parquet(found["files"]["communes"]).aggregate("count(*)").fetchall() == [(6,)]
    finally:
        duckdb.unregister_filesystem("s3")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.filterwarnings("ignore")
def test_a_run_that_is_killed_while_it_uploads(s3: Any, news: Path) -> None:
    s3.create_bucket(Bucket="chet")
    tables = "s3://chet/bang"
    run(news, tables)
    old = values(tables)
    for number in range(6):
        (news / f"{number}.txt").write_text(NEWS.format(number + 1), "utf-8")
    code = (
        "import os, s3fs\nfrom ntm_extract import extract_corpus\nfrom ntm_extract.run.corpus import Settings\n"
        "whole, left = s3fs.S3FileSystem.put_file, [1, 2]\n"
        "def put(*arguments, **options):\n    left.pop() if left else os.kill(os.getpid(), 9)\n    whole(*arguments, **options)\n"
        "s3fs.S3FileSystem.put_file = put\n"
        f"extract_corpus({str(news)!r}, {tables!r}, settings=Settings(jobs=1))"
    )
    killed = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert killed.returncode == -9, killed.stderr
    assert values(tables) == old
    assert run(news, tables).extracted == 0
    assert values(tables) == {f"{n}.txt": n + 1.0 for n in range(6)}
