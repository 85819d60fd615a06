"""The command line as a user meets it: a process with arguments, streams and an exit code."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[1]
NAMES = ["documents", "figures", "communes", "poverty", "ocop", "ocop_items"]
NEWS = """Mường Chà: 5 xã về đích nông thôn mới

Đến hết năm 2023, huyện Mường Chà có 5/11 xã đạt chuẩn nông thôn mới; tỷ lệ hộ nghèo giảm còn 21,4%.
Toàn huyện có 7 sản phẩm OCOP đạt 3 sao. Bà con góp 1.5 công cho tuyến đường mới.
"""
BINARY = bytes(range(32)) * 40


def environment(**changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "COLUMNS": "100", **changes}


def ntm(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **changes: str) -> Any:
    """Run the command; the result has returncode, stdout and stderr as text."""
    done = subprocess.run(
        [sys.executable, "-m", "ntm_extract", *map(str, arguments)],
        input=stdin, capture_output=True, cwd=cwd, env=environment(**changes), timeout=600, check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "muong-cha.txt").write_text(NEWS, encoding="utf-8")
    (folder / "trang.html").write_text(f"<html><body><h1>Tin</h1><p>{NEWS}</p></body></html>", encoding="utf-8")
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """The tables and their description; the report of the run says when it was."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file() and path.name != "run.json"}


def test_extract_writes_tables_and_says_what_was_found(texts: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    done = ntm("extract", texts, "-o", first)
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 read, 0 empty, 0 failed" in done.stderr
    assert "poverty_rate 2" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    assert "ntm explain" in done.stderr

    assert ntm("extract", texts, "-o", second, "--quiet").stderr == ""
    assert files_of(first) == files_of(second), "two runs give the same bytes"
    assert sorted(files_of(first)) == sorted(["datapackage.json", *(f"{name}.parquet" for name in NAMES)])

    for name in NAMES:
        table = pq.read_table(first / f"{name}.parquet")
        frame = pd.read_parquet(first / f"{name}.parquet")
        assert list(frame.columns) == table.column_names
        assert len(frame) == table.num_rows
    documents = pd.read_parquet(first / "documents.parquet").set_index("doc_id")
    communes = pd.read_parquet(first / "communes.parquet")
    for row in communes.itertuples():
        assert documents.text[row.doc_id][row.char_start : row.char_end] == row.quote


def test_tables_load_in_duckdb(texts: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    assert ntm("extract", texts, "-o", tmp_path / "out", "-q").returncode == 0
    poverty = duckdb.read_parquet(str(tmp_path / "out" / "poverty.parquet"))
    assert poverty.filter("indicator = 'poverty_rate'").count("*").fetchall() == [(2,)]


def test_the_bad_inputs_of_a_first_day(texts: Path, tmp_path: Path) -> None:
    (texts / "empty.txt").write_bytes(b"")
    (texts / "binary.txt").write_bytes(BINARY)
    (texts / "broken.txt").write_bytes(NEWS.encode()[:-40] + b"\xe1\xbb" + NEWS.encode()[-40:])
    (texts / "picture.jpg").write_bytes(BINARY)
    (texts / "loop").symlink_to(texts, target_is_directory=True)
    (texts / "dangling.txt").symlink_to(texts / "gone.txt")
    out = tmp_path / "out"
    done = ntm("extract", texts, "-o", out, "--json")
    assert (done.returncode, done.stderr) == (1, "")
    summary = json.loads(done.stdout)
    assert summary["documents"] == {"total": 6, "read": 3, "empty": 1, "failed": 2, "extracted": 6}
    assert {failure["doc_id"]: failure["code"] for failure in summary["failures"]} == {
        "binary.txt": "binary", "dangling.txt": "unreadable",
    }
    assert summary["skipped"][0]["extensions"] == {".jpg": 1}
    rows = pd.read_parquet(out / "documents.parquet").set_index("doc_id")
    assert rows.status.to_dict() == {
        "binary.txt": "failed", "broken.txt": "ok", "dangling.txt": "failed", "empty.txt": "empty",
        "muong-cha.txt": "ok", "trang.html": "ok",
    }
    assert rows.error["binary.txt"].startswith("binary: ")


def test_failed_documents_are_named_ten_at_most(texts: Path, tmp_path: Path) -> None:
    for number in range(12):
        (texts / f"x{number:02}.txt").write_bytes(BINARY)
    done = ntm("extract", texts, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "  x00.txt  binary: " in done.stderr
    assert "x09.txt" in done.stderr
    assert "x10.txt" not in done.stderr
    assert "and 2 more; see the table documents" in done.stderr


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read_is_a_failed_document(texts: Path, tmp_path: Path) -> None:
    (texts / "secret.txt").touch(mode=0)
    done = ntm("extract", texts, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "secret.txt  unreadable: " in done.stderr


def test_wrong_usage_writes_nothing_and_says_what_to_type(texts: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    a_file = tmp_path / "a-file"
    a_file.write_text("x")
    out = tmp_path / "out"
    before = sorted(tmp_path.rglob("*"))
    for arguments, message, hint in (
        (["extract", tmp_path / "text", "-o", out], "no file or folder", "Did you mean"),
        (["extract", empty, "-o", out], "nothing to read", ".txt"),
        (["extract", texts, "-o", a_file], "not a folder", "-o"),
        (["extract", texts, "-o", texts], "source folder itself", "-o output/"),
        (["extract", texts, "-o", tmp_path], "above the source", "-o output/"),
        (["extract"], "Missing argument 'SOURCE...'", "--help"),
        (["extract", texts, "--ouput", out], "No such option", "--help"),
        (["explain", texts], "is a folder", "name one file"),
        (["schema", "povrety"], "no table", "ntm schema poverty"),
        (["catalogue", "poverty_rat"], "no indicator", "ntm catalogue poverty_rate"),
        (["score", empty, a_file], "no gold row", '{"doc": '),
    ):
        done = ntm(*arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert message in done.stderr, arguments
        assert hint in done.stderr, arguments
        assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_source_without_documents_leaves_the_last_tables(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert ntm("extract", texts, "-o", out, "-q").returncode == 0
    before = files_of(out)
    for path in texts.iterdir():
        path.unlink()
    assert ntm("extract", texts, "-o", out).returncode == 2
    assert files_of(out) == before


def test_output_inside_the_source_is_not_read(texts: Path) -> None:
    out = texts / "tables"
    out.mkdir()
    (out / "old.txt").write_text(NEWS, encoding="utf-8")
    done = ntm("extract", ".", "-o", "tables", "--json", cwd=texts)
    assert json.loads(done.stdout)["documents"]["total"] == 2


def test_standard_input(tmp_path: Path) -> None:
    done = ntm("extract", "-", "--json", stdin=NEWS.encode(), cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["observations"] >= 3
    assert pd.read_parquet(tmp_path / "output" / "documents.parquet").doc_id.tolist() == ["stdin"]

    done = ntm("normalize", stdin=b"\xef\xbb\xbfHuye\xcc\xa3\xcc\x82n co\xcc\x81 15\xc2\xa0xa\xcc\x83")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Huyện có 15 xã", "")
    assert ntm("normalize", "-", stdin=BINARY).returncode == 1


def test_explain_shows_figures_values_and_reasons(texts: Path) -> None:
    done = ntm("explain", texts / "muong-cha.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert any("có 5/11 xã đạt chuẩn nông thôn mới" in line for line in lines)
    assert any("communes_ntm = 5 of 11 commune" in line for line in lines)
    assert any("Mường Chà [district" in line and "2023" in line and "actual" in line for line in lines)
    assert any("none: " in line for line in lines), "what became no observation has a reason"
    assert not any("  2023  year" in line for line in lines)
    with_times = ntm("explain", "-", "--all", stdin=NEWS.encode()).stdout
    assert "  year  2023" in with_times


def test_explain_names_the_document_that_cannot_be_read(texts: Path) -> None:
    (texts / "binary.txt").write_bytes(BINARY)
    done = ntm("explain", "binary.txt", cwd=texts)
    assert done.returncode == 1
    assert done.stderr.startswith("error: binary.txt: ")


@pytest.mark.parametrize("arguments", [
    ["explain", "-", "--json"], ["explain", "-", "--json", "--all"], ["catalogue", "--json"],
    ["catalogue", "communes_ntm", "--json"], ["schema", "--json"], ["schema", "ocop", "--json"],
])
def test_json_is_json(arguments: list[str]) -> None:
    done = ntm(*arguments, stdin=NEWS.encode())
    assert (done.returncode, done.stderr) == (0, "")
    values = [json.loads(line) for line in done.stdout.splitlines()]
    assert values
    if arguments[0] == "explain":
        assert sum(len(figure["observations"]) for value in values for figure in value["figures"]) >= 3
        for value in values:
            for figure in value["figures"]:
                assert NEWS[figure["char_start"] : figure["char_end"]] == figure["quote"]
                assert figure["quote"] in value["sentence"]


def test_score_compares_tables_with_gold(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert ntm("extract", texts / "muong-cha.txt", "-o", out, "-q").returncode == 0
    start = NEWS.index("5/11 xã")
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({
        "doc": "muong-cha", "start": start, "end": start + 7, "quote": "5/11 xã",
        "indicator": "communes_ntm", "value": 5, "denominator": 11, "unit": "commune",
        "area": "Mường Chà", "area_level": "district", "period": "2023",
    }), encoding="utf-8")
    docs = tmp_path / "docs"
    docs.write_text("muong-cha\n")
    done = ntm("score", out, gold, "--json", "--docs", docs)
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["observations"]["indicators"]["communes_ntm"]["core"]["recall"] == 1.0
    assert "core" in ntm("score", out, gold, "--show", "0").stdout
    missing = ntm("score", out, gold, "--docs", tmp_path / "nothing")
    assert (missing.returncode, missing.stdout) == (2, "")


def on_a_terminal(*arguments: str, stdin: Any = subprocess.DEVNULL, **changes: str) -> tuple[bytes, int]:
    """Run the command with a terminal as its output; what it shows and its exit code."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ntm_extract", *arguments], stdin=stdin, stdout=terminal, stderr=terminal,
        env=environment(TERM="xterm", **changes),
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(controller, 65536)
        except OSError:  # the other end is closed: the process has ended
            break
        if not part:
            break
        shown += part
    os.close(controller)
    return shown, process.wait(timeout=300)


def test_colours_and_progress_are_for_terminals(texts: Path, tmp_path: Path) -> None:
    path = str(texts / "muong-cha.txt")
    assert b"\x1b[" in on_a_terminal("explain", path)[0]
    assert b"\x1b" not in on_a_terminal("explain", path, NO_COLOR="1")[0]
    shown, code = on_a_terminal("extract", str(texts), "-o", str(tmp_path / "out"))
    assert code == 0
    assert b"reading" in shown
    assert b"100%" in shown
    shown, code = on_a_terminal("extract", str(texts), "-o", str(tmp_path / "out"), "--quiet")
    assert (shown, code) == (b"", 0)


def test_standard_input_is_read_and_not_counted(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"-\n{texts}\n", "utf-8")
    for source in ("-", f"@{tmp_path / 'list.txt'}"):
        with (texts / "muong-cha.txt").open("rb") as text:
            assert on_a_terminal("extract", source, "-o", str(tmp_path / "out"), stdin=text)[1] == 0
        rows = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
        assert {row["doc_id"]: row["status"] for row in rows}["stdin"] == "ok"


def test_help_and_version_are_there_at_once() -> None:
    script = (
        "import sys; from ntm_extract.cli import cli; cli(['--help'], standalone_mode=False); "
        "heavy = {'numpy', 'pyarrow', 'pandas', 'regex', 'ntm_extract.pipeline'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    for option in ("-h", "--help"):
        assert "Commands:" in ntm(option).stdout
    assert ntm("--version").stdout.startswith("ntm 0.")


def test_extract_loads_nothing_it_does_not_need(texts: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from ntm_extract import extract_corpus; extract_corpus(sys.argv[1], sys.argv[2]); "
        "heavy = {'pandas', 'underthesea', 'vietnamadminunits', 'asyncio', 'unittest'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    command = [sys.executable, "-c", script, str(texts), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("options", [(), ("--log-format", "json")])
def test_interrupted_run_leaves_the_last_tables(texts: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    assert ntm("extract", texts, "-o", out, "-q").returncode == 0
    before = files_of(out)
    pipe = tmp_path / "never-written.txt"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "ntm_extract", "extract", str(texts), str(pipe), "-o", str(out), *options],
        stderr=subprocess.PIPE, env=environment(),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - ignored in the background
    )
    deadline = time.monotonic() + 300
    while not (out / ".ntm" / "work").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130
    assert b"interrupted" in said
    if options:
        assert json.loads(said.splitlines()[-1]) == {"event": "interrupted"}
    assert b"Traceback" not in said
    assert files_of(out) == before
    assert ntm("extract", texts, "-o", out, "-q").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_an_error_in_words(texts: Path) -> None:
    command = [sys.executable, "-m", "ntm_extract", "normalize", str(texts / "muong-cha.txt")]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: standard output cannot be used: ")


def test_the_page_about_the_command_line_is_its_help() -> None:
    command = [sys.executable, str(ROOT / "tools" / "make_cli_docs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_line_of_a_hundred_megabytes_is_refused_and_the_run_goes_on(texts: Path, tmp_path: Path) -> None:
    line = tmp_path / "line.txt"
    line.write_bytes("xã nông thôn mới có ".encode() * 4_000_000)
    assert line.stat().st_size > 100_000_000
    done = ntm("extract", line, texts / "muong-cha.txt", "-o", tmp_path / "out", "--json")
    documents = json.loads(done.stdout)["documents"]
    assert (documents["read"], documents["failed"]) == (1, 1)
    assert "larger than" in done.stdout


@pytest.mark.slow
def test_a_line_of_many_megabytes_ends(tmp_path: Path) -> None:
    line = tmp_path / "line.txt"
    line.write_bytes("xã nông thôn mới có ".encode() * 1_000_000)
    done = ntm("extract", line, "-o", tmp_path / "out", "--json", "--memory", "2000")
    assert done.returncode == 0
    assert json.loads(done.stdout)["documents"]["read"] == 1
    if sys.platform == "linux":  # nothing but words of the programmes: no honest text needs so much
        (failure,) = json.loads(ntm("extract", line, "-o", tmp_path / "out", "--json", "--afresh").stdout)["failures"]
        assert failure["code"] == "memory"


def test_operators_are_told_in_json(texts: Path, tmp_path: Path) -> None:
    (texts / "binary.txt").write_bytes(BINARY)
    done = ntm("extract", texts, "-o", tmp_path / "out", "--log-format", "json", "--jobs", "1")
    assert (done.returncode, done.stdout) == (1, "")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert [event["event"] for event in events] == ["failed", "done", "finished"]
    assert (events[0]["doc_id"], events[0]["code"]) == ("binary.txt", "binary")
    assert events[-1]["documents"]["extracted"] == 3
    report = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert {"event": "finished", **report} == events[-1]
    again = ntm("extract", texts, "-o", tmp_path / "out")
    assert "unchanged           2   not read again: taken over from an earlier run" in again.stderr


def test_what_ends_a_run_is_an_event_too(texts: Path, tmp_path: Path) -> None:
    done = ntm("extract", tmp_path / "none", "-o", tmp_path / "out", "--log-format", "json")
    assert done.returncode == 2
    (event,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert (event["event"], event["code"]) == ("error", "source_missing")
    assert str(texts.parent) in event["hint"]


@pytest.mark.parametrize("options", [(), ("--log-format", "json")])
def test_a_run_goes_on_when_nobody_listens(texts: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "ntm_extract", "extract", str(texts), "-o", str(tmp_path / "out"), *options]
    done = subprocess.run(command, stderr=writing, env=environment(), check=False)
    os.close(writing)
    assert done.returncode == 0
    assert (tmp_path / "out" / "poverty.parquet").exists()


@pytest.mark.parametrize("binary", [False, True])
def test_whoever_reads_the_summary_may_go_away(texts: Path, tmp_path: Path, binary: bool) -> None:
    if binary:
        (texts / "binary.txt").write_bytes(BINARY)
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "ntm_extract", "extract", str(texts), "-o", str(tmp_path / "out"), "--json", "-q"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=environment(), check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (int(binary), b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the streams")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams(texts: Path, tmp_path: Path, closed: str) -> None:
    def shell(*arguments: str) -> Any:
        command = ["sh", "-c", f'"$0" -m ntm_extract "$@" {closed}', sys.executable, *arguments]
        return subprocess.run(command, capture_output=True, env=environment(), check=False)

    out = tmp_path / "out"
    done = shell("extract", str(texts), "-o", str(out), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads((out / "run.json").read_bytes())["documents"]["read"] == 2
    assert shell("extract", str(tmp_path / "none"), "-o", str(out)).returncode == 2
    if closed == "<&-":
        done = shell("extract", "-", "-o", str(out))
        assert done.returncode == 1
        assert b"standard input is closed" in done.stderr


@pytest.mark.parametrize(("option", "code"), [(["--fail-fast"], 2), (["--max-failures", "1"], 1), (["--max-failures", "0"], 2)])
def test_a_run_is_given_up_when_too_much_fails(texts: Path, tmp_path: Path, option: list[str], code: int) -> None:
    (texts / "binary.txt").write_bytes(BINARY)
    done = ntm("extract", texts, "-o", tmp_path / "out", *option)
    assert done.returncode == code
    assert (tmp_path / "out" / "poverty.parquet").exists() == (code == 1)
    if code == 2:
        assert "binary.txt" in done.stderr
        assert "--max-failures" in done.stderr


def test_terminated_politely(texts: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "never-written.txt"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "ntm_extract", "extract", str(texts), str(pipe), "-o", str(tmp_path / "out")],
        stderr=subprocess.PIPE, env=environment(),
    )
    deadline = time.monotonic() + 300
    while not (tmp_path / "out" / ".ntm" / "work").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    process.terminate()
    _, said = process.communicate(timeout=300)
    assert process.returncode == 143
    assert b"goes on where this one stopped" in said


AT_THE_END = """
import atexit, signal, sys
from ntm_extract.cli import main
atexit.register(signal.raise_signal, signal.Signals[sys.argv.pop(1)])
main()
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_who_stops_a_run_that_is_done_changes_nothing(texts: Path, tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-c", AT_THE_END, name, "extract", str(texts), "-o", str(tmp_path / "out"), "-q"]
    done = subprocess.run(command, capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (0, b"")


AS_ON_WINDOWS = """
import sys
from ntm_extract.cli import main
for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(encoding="cp1258", errors="strict")
sys.argv = ["ntm", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize(("asked", "shown"), [({}, "Mường Chà"), ({"PYTHONIOENCODING": "cp1258"}, "Mư\\u1eddng")])
def test_letters_that_the_code_page_lacks(texts: Path, asked: dict[str, str], shown: str) -> None:
    kept = {name: value for name, value in environment().items() if name != "PYTHONIOENCODING"}
    command = [sys.executable, "-c", AS_ON_WINDOWS, "explain", str(texts / "muong-cha.txt")]
    done = subprocess.run(command, capture_output=True, env={**kept, **asked}, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout.decode("cp1258" if asked else "utf-8")
