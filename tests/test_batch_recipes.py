"""The recipes of docs/batch.md, as far as a process can try them: the very lines, with the folder exchanged."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ntm_extract import read_tables

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
HOME = "/srv/ntm"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder as the recipes have it: the program in .venv/bin, documents in news."""
    program = tmp_path / ".venv" / "bin" / "ntm"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m ntm_extract "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "news").mkdir()
    text = "Huyện Mường Chà năm 2021 có 3/11 xã đạt chuẩn nông thôn mới."
    (tmp_path / "news" / "a.txt").write_text(text, encoding="utf-8")
    return tmp_path


def fenced(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def do(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, env=environment, check=False)


def unit(number: int) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(fenced("ini")[number])
    return parser


def test_the_line_for_cron(home: Path) -> None:
    (line,) = fenced("cron")
    command = line.strip().split(None, 5)[5].replace(HOME, str(home))
    for _ in range(2):
        done = do(command, home)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert read_tables(home / "tables")["communes"].num_rows == 1


def test_the_service(home: Path) -> None:
    service = unit(0)["Service"]
    assert service["WorkingDirectory"] == HOME
    done = do(service["ExecStart"].replace(HOME, str(home)), home)
    assert done.returncode == 0
    assert json.loads(done.stderr.splitlines()[-1])["event"] == "finished"
    (home / "news" / "b.txt").write_bytes(bytes(range(256)))
    done = do(service["ExecStart"].replace(HOME, str(home)), home)
    assert str(done.returncode) == service["SuccessExitStatus"]
    assert json.loads((home / "tables" / "run.json").read_text("utf-8"))["documents"]["failed"] == 1


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_the_units_are_valid(home: Path) -> None:
    for name, content in zip(("ntm-extract.service", "ntm-extract.timer"), fenced("ini"), strict=True):
        (home / name).write_text(content.replace(HOME, str(home)), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(home / "ntm-extract.timer")], capture_output=True, text=True, check=False
    )
    assert "ntm-extract" not in done.stderr


def test_the_timer_wakes_the_service_of_its_name() -> None:
    timer = unit(1)
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d", timer["Timer"]["OnCalendar"])
    assert timer["Timer"]["Persistent"] == "true"
    assert "Unit" not in timer["Timer"], "so it is the service with the same name"


def test_the_lines_for_several_machines(home: Path) -> None:
    lines = [line for block in fenced("sh") for line in block.splitlines() if "--shard" in line or "joins" in line]
    assert len(lines) == 4
    for line in lines:
        done = do(f'PATH="{home}/.venv/bin:$PATH"; {line}', home)
        assert done.returncode == 0, done.stderr
    assert read_tables(home / "tables")["communes"].num_rows == 1
    assert json.loads((home / "tables" / "run.json").read_text("utf-8"))["documents"]["extracted"] == 0


def test_the_script(home: Path) -> None:
    (script,) = (block for block in fenced("python") if "extract_corpus" in block)
    (home / "nightly.py").write_text(script, encoding="utf-8")
    for extracted in (1, 0):
        done = do(f"{shlex.quote(sys.executable)} nightly.py", home)
        assert done.returncode == 0, done.stderr
        assert done.stdout == "1 []\n"
        assert json.loads((home / "tables" / "run.json").read_text(encoding="utf-8"))["documents"]["extracted"] == extracted
