"""Web servers and object stores as sources, against servers that the tests start."""

from __future__ import annotations

import gzip
import json
import os
import threading
import time
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from ntm_extract import extract_corpus, read_tables, stores
from ntm_extract.corpus import remote
from ntm_extract.corpus.readers import Input, Limits, iter_inputs, read_document
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.run import shards
from ntm_extract.run.corpus import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("aiohttp")
pytest.importorskip("fsspec")

# newer Pythons warn of any thread when a process is forked; those of the servers here are not its business
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

NEWS = "Huyện Tủa Chùa có {}/12 xã đạt chuẩn nông thôn mới; tỷ lệ hộ nghèo còn 30,4%."
ALONE = Settings(jobs=1)


@pytest.fixture(autouse=True)
def _no_pauses_and_small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_PAUSE", 0.0)
    monkeypatch.setattr(shards, "LEAST", 1)
    monkeypatch.setattr(shards, "MOST", 2)


class _Handler(SimpleHTTPRequestHandler):
    asked: list[str]
    failing: int

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/slow.txt":
            time.sleep(3)
        elif self.path == "/forbidden.txt":
            self.send_error(403)
        elif self.path == "/shaky.txt" and type(self).failing > 0:
            type(self).failing -= 1
            self.send_error(503)
        elif self.path.startswith("/endless"):
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65536)
        else:
            super().do_GET()

    def log_message(self, *_: Any) -> None:
        pass

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path, type[_Handler]]]:
    folder = tmp_path / "site"
    folder.mkdir()
    handler = type("Handler", (_Handler,), {"asked": [], "failing": 0})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", folder, handler
    server.shutdown()
    thread.join()
    server.server_close()


def read(address: str, **limits: int) -> str:
    (found,) = iter_inputs([address])
    assert isinstance(found, Input)
    return read_document(found, Limits(**limits)).text


def test_files_of_a_web_server(site: tuple[str, Path, type[_Handler]]) -> None:
    root, folder, _ = site
    (folder / "tin tức.html").write_text("<html><body><p>Xã đạt 15 tiêu chí.", "utf-8")
    (folder / "page.php").write_text("<html><body><p>Xã đạt 16 tiêu chí.", "utf-8")
    (folder / "a.txt.gz").write_bytes(gzip.compress(NEWS.format(3).encode()))
    lines = b"".join(json.dumps({"text": NEWS.format(n)}).encode() + b"\n" for n in range(3))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines))
    names = ["tin%20t%E1%BB%A9c.html", "page.php?id=7", "a.txt.gz", "b.jsonl.gz"]
    found = list(iter_inputs([f"{root}/{name}" for name in names]))
    documents = [read_document(item) for item in found if isinstance(item, Input)]
    assert [(document.doc_id, document.text) for document in documents] == [
        ("tin tức.html", "Xã đạt 15 tiêu chí."), ("page.php?id=7", "Xã đạt 16 tiêu chí."), ("a.txt.gz", NEWS.format(3)),
        *((f"b.jsonl.gz#{n + 1}", NEWS.format(n)) for n in range(3)),
    ]  # fmt: skip
    assert documents[3].source == f"{root}/b.jsonl.gz#1"


@pytest.mark.parametrize(
    ("name", "code"),
    [("none.txt", "not_found"), ("forbidden.txt", "forbidden"), ("slow.txt", "unreachable"), ("endless.txt", "too_large")],
)
def test_what_a_server_refuses(
    site: tuple[str, Path, type[_Handler]], monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    monkeypatch.setattr(stores, "ANSWER", 0.2 if name == "slow.txt" else 30)
    monkeypatch.setattr(remote, "_ATTEMPTS", 2)
    with pytest.raises(DocumentError) as caught:
        read(f"{site[0]}/{name}", max_bytes=1_000_000)
    assert caught.value.code == code
    assert f"{site[0]}/{name}" in caught.value.message


def test_a_shaky_server_is_asked_again(site: tuple[str, Path, type[_Handler]]) -> None:
    root, folder, handler = site
    (folder / "shaky.txt").write_text("Xã A", "utf-8")
    handler.failing = 2
    assert read(f"{root}/shaky.txt") == "Xã A"
    handler.failing = 3
    with pytest.raises(DocumentError) as caught:
        read(f"{root}/shaky.txt")
    assert caught.value.code == "unreachable"


@pytest.mark.parametrize("how", [ALONE, Settings(jobs=2)], ids=["one", "two"])
def test_runs_over_a_web_server(site: tuple[str, Path, type[_Handler]], tmp_path: Path, how: Settings) -> None:
    root, folder, handler = site
    for number in range(3):
        (folder / f"{number}.txt").write_text(NEWS.format(number), "utf-8")
        (tmp_path / f"local{number}.txt").write_text(NEWS.format(number), "utf-8")
    (tmp_path / "list.txt").write_text("".join(f"{root}/{number}.txt\n" for number in range(4)), "utf-8")
    sources = [f"@{tmp_path}/list.txt", f"{tmp_path}/local*.txt"]
    summary = extract_corpus(sources, tmp_path / "out", settings=how)
    assert (summary.documents, summary.extracted) == (7, 7)
    assert [failure.code for failure in summary.failures] == ["not_found"]
    handler.asked.clear()
    assert extract_corpus(sources, tmp_path / "out", settings=how).extracted == 1
    assert [path for path in handler.asked if path != "/3.txt"] == [], "what has not changed is not fetched again"
    (folder / "1.txt").write_text(NEWS.format(9) + " Sửa.", "utf-8")
    os.utime(folder / "2.txt", (1, 1))
    assert extract_corpus(sources, tmp_path / "out", settings=how).extracted == 2
    rows = read_tables(tmp_path / "out", ["communes"])["communes"].to_pylist()
    assert {row["obs_value"] for row in rows if row["doc_id"] == "1.txt"} == {9.0}


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    summary = extract_corpus("http://127.0.0.1:9/a.txt", tmp_path / "out", settings=ALONE)
    assert [failure.code for failure in summary.failures] == ["unreachable"]


def test_unknown_states_are_never_the_same() -> None:
    assert remote._state({"size": 3}) != remote._state({"size": 3})  # noqa: SLF001
    assert remote._state({"size": 3, "ETag": "x", "Last-Modified": "1"}) == remote._state({"size": 3, "ETag": "x"})  # noqa: SLF001


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("Install s3fs", name="s3fs")

    monkeypatch.setattr("fsspec.core.url_to_fs", missing)
    with pytest.raises(NtmError) as caught:
        iter_inputs(["s3://bucket/a/"])
    assert caught.value.code == "missing_package"
    assert "pip install s3fs" in caught.value.hint
    monkeypatch.undo()
    with pytest.raises(NtmError) as caught:
        iter_inputs(["nothing://bucket/a/"])
    assert caught.value.code == "bad_address"


# --- object stores


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("how", [ALONE, Settings(jobs=2)], ids=["one", "two"])
def test_runs_over_an_object_store(s3: Any, tmp_path: Path, how: Settings) -> None:
    s3.create_bucket(Bucket="tin")

    def put(name: str, data: bytes) -> None:
        s3.put_object(Bucket="tin", Key=name, Body=data)

    for number in range(4):
        put(f"2024/{number}.txt", NEWS.format(number).encode())
    put("2024/q/b.jsonl.gz", gzip.compress(b"".join(json.dumps({"text": NEWS.format(n)}).encode() + b"\n" for n in range(3))))
    put("2024/anh.png", b"x")
    put("2023/9.txt", b"khac")
    summary = extract_corpus("s3://tin/2024", tmp_path / "out", settings=how)
    assert (summary.documents, summary.extracted, summary.failed) == (7, 7, 0)
    assert [(note.count, note.extensions) for note in summary.skipped] == [(1, ((".png", 1),))]
    rows = read_tables(tmp_path / "out", ["documents"])["documents"].to_pylist()
    assert [row["doc_id"] for row in rows] == [*(f"{n}.txt" for n in range(4)), *(f"q/b.jsonl.gz#{n}" for n in (1, 2, 3))]
    assert extract_corpus("s3://tin/2024", tmp_path / "out", settings=how).extracted == 0
    put("2024/1.txt", NEWS.format(9).encode())
    assert extract_corpus("s3://tin/2024", tmp_path / "out", settings=how).extracted == 1
    assert extract_corpus("s3://tin/2024/*.txt", tmp_path / "more", settings=how).documents == 4
    assert extract_corpus("s3://tin/2024/0.txt", tmp_path / "one", settings=how).documents == 1
    for wrong in ("s3://tin/2019/", "s3://nothing/2024/"):
        with pytest.raises(NtmError) as caught:
            extract_corpus(wrong, tmp_path / "none", settings=how)
        assert caught.value.code == "source_missing"
