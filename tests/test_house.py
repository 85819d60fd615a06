"""What the README promises is what the program does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from ntm_extract.output.columns import TABLES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(*command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=True)
    return done.stdout.decode()


def test_the_example_of_the_readme_is_its_output() -> None:
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        command, *shown = block.splitlines()
        assert command.startswith("$ ntm ")
        output = run(sys.executable, "-m", "ntm_extract", *command.split()[2:]).splitlines()
        excerpt = [line for line in shown if line != "..."]
        assert any(output[at : at + len(excerpt)] == excerpt for at in range(len(output))), "\n".join(output)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the sample corpus."""
    folder = tmp_path_factory.mktemp("house") / "output"
    run(sys.executable, "-m", "ntm_extract", "extract", "corpus/", "-o", str(folder), "--quiet")
    return folder


@pytest.mark.parametrize("page", ["README.md", "docs/tables.md"])
def test_the_python_of_a_page_runs(page: str, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(output.parent)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, page, "exec"), names)  # noqa: S102 - our own page


def test_the_sql_of_the_page_about_tables_finds_rows(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(output.parent)
    (query,) = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "tables.md").read_text(encoding="utf-8"), re.DOTALL)
    assert duckdb.sql(query).fetchall()


def test_the_page_about_tables_names_what_there_is() -> None:
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    known = {column.name for table in TABLES for column in table.columns}
    told = {name for row in re.findall(r"^\| (`.*?) \|", page, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert told
    assert told <= known


def test_the_counts_and_links_of_the_readme_hold() -> None:
    assert len(list((ROOT / "corpus").iterdir())) == int(re.findall(r"holds (\d+) sample texts", README)[0])
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    for page in [*pages, *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.skipif(not (ROOT / "Makefile").exists(), reason="an installed copy has no Makefile")
def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in README
    assert "make test" in script.read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert named <= verbs | {"sure"}
