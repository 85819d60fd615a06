"""Where processes cannot be forked (macOS, Windows): each one starts anew and reads the script that started it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NO_FORK = """
import sys
sys.platform = "darwin"
"""
SCRIPT = """
from ntm_extract import extract_corpus
extract_corpus("texts", "tables")
"""
GUARDED = """
from ntm_extract import Settings, extract_corpus
if __name__ == "__main__":
    summary = extract_corpus("texts", "tables", settings=Settings(jobs=2))
    print([(failure.doc_id, failure.code) for failure in summary.failures])
"""
DEADLY = """
import os, time
from ntm_extract.run import shard

def deadly(read):
    def reading(item, *others):
        if item.doc_id == "end.txt":
            os._exit(3)
        return read(item, *others)
    return reading

shard.read_one = deadly(shard.read_one)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this is so here anyway")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(NO_FORK)
    (tmp_path / "texts").mkdir()
    for number in range(3):
        text = f"Năm 2023, huyện Tam Đường có {number + 3}/14 xã đạt chuẩn nông thôn mới, tỷ lệ hộ nghèo còn {number + 4}%."
        (tmp_path / "texts" / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def script(home: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run a script of a user."""
    (home / "script.py").write_text(text, encoding="utf-8")
    path = os.pathsep.join([str(home / "site"), str(ROOT)])
    return subprocess.run(
        [sys.executable, "script.py"], cwd=home, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.parquet")}


def test_the_tables_are_the_same(home: Path) -> None:
    done = script(home, GUARDED)
    assert done.stdout == "[]\n", done.stderr
    command = [sys.executable, "-m", "ntm_extract", "extract", "texts", "-o", "forked", "--quiet"]
    subprocess.run(command, cwd=home, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert digests(home / "tables") == digests(home / "forked")


def test_a_document_that_ends_its_process_is_found(home: Path) -> None:
    with (home / "site" / "sitecustomize.py").open("a") as customize:
        customize.write(DEADLY)
    (home / "texts" / "end.txt").write_text("Xã Bản Bo có 5 hộ nghèo.", encoding="utf-8")
    done = script(home, GUARDED)
    assert done.stdout == "[('end.txt', 'crash')]\n", done.stderr


def test_a_script_that_would_run_itself_again_is_told_so(home: Path) -> None:
    done = script(home, SCRIPT)
    assert done.returncode == 1
    assert done.stderr.count("Traceback") == 1
    assert 'put the call of extract_corpus below: if __name__ == "__main__":' in done.stderr
    assert not (home / "tables").exists()
