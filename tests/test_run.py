"""Whole runs inside one process: what a document may do to a run, and what the public functions promise."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import ntm_extract
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ntm_extract import describe, extract_corpus, extract_text, pipeline, read_tables
from ntm_extract.corpus.readers import Input, InputFailure
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.explain import REASONS, explain_document
from ntm_extract.model import Document
from ntm_extract.output.columns import TABLES
from ntm_extract.run import corpus as run
from ntm_extract.run import document as one
from ntm_extract.run import shard_writer, shards
from ntm_extract.run.corpus import Settings
from ntm_extract.version import RULE_PARTS, digest_of, rules_version

PACKAGE = Path(ntm_extract.__file__).parent
NEWS = "Năm 2022, xã Na Tông giảm 34 hộ nghèo; tỷ lệ hộ nghèo còn 18,2%. Huyện có 9/12 xã đạt chuẩn nông thôn mới."


def write(folder: Path, count: int, text: str = NEWS) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def statuses(output: Path) -> dict[str, tuple[str, str | None]]:
    table = read_tables(output, ["documents"])["documents"]
    return {row["doc_id"]: (row["status"], row["error"]) for row in table.to_pylist()}


def test_a_stumble_over_one_document_fails_that_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract = pipeline.extract_documents

    def stumble(documents: Sequence[Document], *others: Any) -> Any:
        if any(document.doc_id == "001.txt" for document in documents):
            raise RecursionError("too\ndeep")
        return extract(documents, *others)

    monkeypatch.setattr(one, "extract_documents", stumble)
    monkeypatch.setattr(one, "extract_document", lambda document, *others: stumble([document], *others)[0])
    summary = extract_corpus(write(tmp_path / "in", 3), tmp_path / "out")
    assert (summary.documents, summary.read, summary.failed) == (3, 2, 1)
    assert summary.failures == [("001.txt", "internal", "RecursionError: too deep")]
    assert statuses(tmp_path / "out") == {
        "000.txt": ("ok", None), "001.txt": ("failed", "internal: RecursionError: too deep"), "002.txt": ("ok", None),
    }


def test_rows_that_fit_no_column_fail_their_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract = pipeline.extract_documents

    def misfit(documents: Sequence[Document], *others: Any) -> Any:
        results = extract(documents, *others)
        for index, result in enumerate(results):
            if result.document.doc_id == "002.txt":
                rows = [row._replace(unit_measure="furlong") for row in result.poverty]
                results[index] = replace(result, poverty=rows)
        return results

    monkeypatch.setattr(one, "extract_documents", misfit)
    summary = extract_corpus(write(tmp_path / "in", 4), tmp_path / "out")
    assert (summary.documents, summary.failed) == (4, 1)
    error = statuses(tmp_path / "out")["002.txt"][1]
    assert error is not None
    assert "furlong" in error
    tables = read_tables(tmp_path / "out")
    assert set(tables["poverty"]["doc_id"].to_pylist()) == {"000.txt", "001.txt", "003.txt"}
    assert set(tables["figures"]["doc_id"].to_pylist()) == {"000.txt", "001.txt", "003.txt"}
    assert sum(summary.indicators["poverty"].values()) == tables["poverty"].num_rows


def test_documents_are_listed_as_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [0]
    listing = run.list_inputs

    def counted(*arguments: Any, **options: Any) -> Any:
        for item in listing(*arguments, **options):
            found[0] += 1
            yield item

    done: list[int] = []

    def on_done(item: Any) -> None:
        done.append(item.documents)
        assert found[0] - sum(done) <= 2 * 40, "no more than the next shards are listed before their turn"

    monkeypatch.setattr(run, "list_inputs", counted)
    monkeypatch.setattr(shards, "MOST", 40)
    extract_corpus(write(tmp_path / "in", 200), tmp_path / "out", settings=Settings(jobs=1), on_done=on_done)
    assert sum(done) == 200
    assert len(done) >= 5


@pytest.mark.parametrize("size", [1, 3, 256])
def test_tables_do_not_depend_on_the_size_of_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    folder = write(tmp_path / "in", 7)
    extract_corpus(folder, tmp_path / "one")
    monkeypatch.setattr(shard_writer, "_GROUP_DOCUMENTS", size)
    extract_corpus(folder, tmp_path / "two")
    for table in TABLES:
        name = f"{table.name}.parquet"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_several_sources_are_put_in_order(tmp_path: Path) -> None:
    second = write(tmp_path / "b", 2)
    first = write(tmp_path / "a", 2)
    (first / "zz.txt").write_text(NEWS, encoding="utf-8")
    summary = extract_corpus([second, first, str(first / "zz.txt")], tmp_path / "out")
    assert summary.documents == 5
    assert list(statuses(tmp_path / "out")) == ["000.txt", "001.txt", "a/000.txt", "a/001.txt", "zz.txt"]


def test_a_folder_that_cannot_be_listed_keeps_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "in", 1)
    closed = folder / "a"
    closed.mkdir()
    inputs = [
        Input("a-1.txt", "a-1.txt", "txt", None, NEWS.encode()),
        InputFailure("a", str(closed), None, DocumentError("unreadable", f"{closed} cannot be read")),
        Input("a0.txt", "a0.txt", "txt", None, NEWS.encode()),
    ]
    monkeypatch.setattr(run, "list_inputs", lambda *_arguments, **_options: iter(inputs))
    assert extract_corpus(folder, tmp_path / "out").failed == 1
    assert list(statuses(tmp_path / "out")) == ["a-1.txt", "a/", "a0.txt"]


def test_broken_reference_data_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ValueError("catalogue reads unknown concepts")

    monkeypatch.setattr(run, "reference", broken)
    with pytest.raises(ValueError, match="unknown concepts"):
        extract_corpus(write(tmp_path / "in", 2), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("source", "output", "refused"), [
    ("in", "in", True), ("in", ".", True), ("in/*.txt", "in", True), ("in", "in/out", False),
    ("in/000.txt", "in", False), ("in", "in-out", False),
])
def test_output_and_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, output: str, *, refused: bool
) -> None:
    write(tmp_path / "in", 1)
    monkeypatch.chdir(tmp_path)
    if refused:
        with pytest.raises(NtmError) as caught:
            extract_corpus(source, output)
        assert caught.value.code == "output_is_source"
    else:
        for _ in range(2):
            assert extract_corpus(source, output).documents == 1


def test_an_output_without_a_name_is_not_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in", 1)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NtmError, match="empty name"):
        extract_corpus("in", "")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_source_that_holds_tables_itself_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in", 1)
    monkeypatch.chdir(tmp_path)
    extract_corpus("in/000.txt", "in")
    with pytest.raises(NtmError, match="in holds tables of this program") as caught:
        extract_corpus("in", "out")
    assert caught.value.code == "nothing_to_read"


def test_why_there_is_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    for name, said in {"a.png": "other kinds", "b.csv": "nothing stands in"}.items():
        (tmp_path / "none" / name).touch()
        with pytest.raises(NtmError, match=said):
            extract_corpus(tmp_path / "none", tmp_path / "out")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="for the owner of everything no folder is closed")
def test_a_pattern_in_a_closed_folder_fails_as_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "closed", 1)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "closed").chmod(0)
    try:
        summary = extract_corpus("closed/*.txt", "out")
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert [failure.code for failure in summary.failures] == ["unreadable"]


def test_a_table_that_there_is_not_is_named(tmp_path: Path) -> None:
    extract_corpus(write(tmp_path / "in", 1), tmp_path / "out")
    with pytest.raises(NtmError, match="no table 'povert'"):
        read_tables(tmp_path / "out", ["povert"])
    with pytest.raises(NtmError, match="no table 'ocop' was read"):
        read_tables(tmp_path / "out", ["poverty"]).pandas("ocop")


def test_extract_text_gives_rows_and_frames() -> None:
    found = extract_text(NEWS, published=date(2022, 12, 20), title="Na Tông giảm nghèo", doc_id="bai-1")
    assert found.document.published == "2022-12-20"
    assert found.document.text == NEWS
    assert {row.indicator for row in found.poverty} >= {"poverty_rate"}
    assert all(NEWS[row.char_start : row.char_end] == row.quote for row in found.figures)
    frame = found.pandas("poverty")
    assert frame.doc_id.unique().tolist() == ["bai-1"]
    assert frame.obs_value.dtype == float
    assert len(found.pandas("ocop")) == 0
    with pytest.raises(NtmError, match="no table"):
        found.pandas("documents")
    with pytest.raises(NtmError, match="not a date"):
        extract_text(NEWS, published="20/12/2022")


@settings(max_examples=60)
@example("\ud800", 0)
@given(st.text(st.characters(exclude_categories=[]), max_size=300), st.integers(0, 3))
def test_any_text_gives_rows_that_fit_their_tables(noise: str, at: int) -> None:
    parts = ["Xã Na Tông có ", "12/14 hộ nghèo, ", "5,5% ", "nông thôn mới. "]
    parts.insert(at, noise)
    text = "".join(parts)
    found = extract_text(text)
    for name in ("figures", "communes", "poverty", "ocop"):
        for row in found.pandas(name).itertuples():
            quote = text[row.char_start : row.char_end]
            assert row.quote == re.sub("[\ud800-\udfff]", "\ufffd", quote)


def test_importing_the_package_is_cheap() -> None:
    script = (
        "import sys; before = set(sys.modules); import ntm_extract; ntm_extract.__version__; "
        "new = set(sys.modules) - before; assert len(new) < 20, sorted(new)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=PACKAGE.parent, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert set(ntm_extract.__all__) <= set(dir(ntm_extract))
    with pytest.raises(AttributeError, match="no attribute 'extract'"):
        _ = ntm_extract.extract


def test_the_rules_version_covers_what_reads_a_text(tmp_path: Path) -> None:
    parts = {path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    others = {
        "__init__.py", "__main__.py", "cli.py", "commands", "describe.py", "errors.py", "explain.py", "instruments",
        "output", "run", "shown.py", "stores.py", "summary.py", "terminal.py", "version.py",
    }
    assert parts == set(RULE_PARTS) | others, "a new module either decides what is read or does not: say which"
    assert rules_version() == digest_of(PACKAGE)
    copy = tmp_path / "elsewhere"
    for part in RULE_PARTS:
        for path in [PACKAGE / part] if part.endswith(".py") else (PACKAGE / part).rglob("*"):
            if path.is_file():
                target = copy / path.relative_to(PACKAGE)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
    assert digest_of(copy) == rules_version(), "the place of the package does not matter"
    catalogue = copy / "reference" / "data" / "catalogue.toml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert digest_of(copy) != rules_version()


def test_every_reason_has_words() -> None:
    """Reasons are written where a figure is refused; a new one needs its sentence in REASONS."""
    written: set[object] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Rejection":
                written.update(arg.value for arg in node.args if isinstance(arg, ast.Constant))
            if isinstance(node, ast.keyword) and node.arg == "reason":
                written.update(part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant))
    assert len(written) > 5
    assert written - {None} <= set(REASONS)


def test_an_explanation_is_the_rows_and_the_source() -> None:
    text = f"Tin huyện Điện Biên\nĐiện Biên, ngày 3/2/2023\n\n{NEWS}\nCó 1.234 hộ\u0300 khác, 3\u00a0ha rừng."
    document = Document("a.txt", "a.txt", "txt", "utf-8", "0" * 64, text)
    explanation = explain_document(document)
    rows = extract_text(text)
    explained = [figure for sentence in explanation.sentences for figure in sentence.figures]
    assert sorted(figure.row.char_start for figure in explained) == [row.char_start for row in rows.figures]
    observed = [row.quote for figure in explained for row in figure.observations]
    tables = (rows.communes, rows.poverty, rows.ocop)
    assert sorted(observed) == sorted(getattr(row, "quote") for row in chain.from_iterable(tables))  # noqa: B009
    for sentence in explanation.sentences:
        assert text.count("\n", 0, sentence.start) + 1 == sentence.line
    shown = "\n".join(explanation.lines(lambda words, _role: words, every=True))
    for sentence in explanation.sentences:
        assert text[sentence.start : sentence.end].strip() in shown


def test_a_text_about_something_else_is_explained_line_by_line() -> None:
    document = Document("a.txt", "a.txt", "txt", "utf-8", "0" * 64, "Đội bóng thắng 3 trận.\nCó 500 người xem.")
    lines = list(explain_document(document).lines(lambda words, _role: words, every=False))
    assert "Có 500 người xem." in lines
    assert any(REASONS["no_topic"] in line for line in lines)


def test_every_indicator_and_table_can_be_described() -> None:
    codes = [item["code"] for item in describe.indicators_as_dicts()]
    listed = "\n".join(describe.indicators())
    for code in codes:
        assert code in listed
        assert next(iter(describe.indicator(code))).startswith(code)
    for table in TABLES:
        text = "\n".join(describe.columns(table.name))
        assert all(f"  {name} " in text for name in table.names)
        assert all(code in text for code in REASONS) == (table.name == "figures")
