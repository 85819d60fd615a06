"""Gains and losses between two runs: what counts as a change, what is left out, and how it is told."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ntm_extract.errors import NtmError
from ntm_extract.instruments.comparison import compare
from ntm_extract.instruments.spans import match, overlapping
from ntm_extract.output.rows import DocumentsRow, FiguresRow, OcopItemsRow, PovertyRow
from ntm_extract.output.writer import TableWriter

ROOT = Path(__file__).parents[1]
TEXT = "Năm 2023, xã Na Ư còn 120 hộ nghèo, bằng 12% số hộ. Năm 2024 còn 12% hộ nghèo."
RATE = TEXT.index("12%")


def poverty(start: int, end: int, doc: str = "a.txt", **changes: Any) -> PovertyRow:
    row = PovertyRow(
        "poverty_rate", 12.0, None, None, "percent", "exact", "level", None, "actual", "Na Ư", "commune", None, None, None,
        "2023", None, None, None, "clause", "clause", "clause", doc, start, end, TEXT[start:end], TEXT[: TEXT.index(".") + 1],
        "poverty_rate.before",
    )
    return row._replace(**changes)


def document(doc: str = "a.txt", **changes: Any) -> DocumentsRow:
    row = DocumentsRow(
        doc, doc, None, "txt", "utf-8", "0" * 64,
        None, None, None, None, None, None, None, len(TEXT), 0, 0, "ok", None, TEXT, "1", "r",
    )
    return row._replace(**changes)


def run(folder: Path, rows: list[PovertyRow], documents: list[DocumentsRow] | None = None, **tables: list[Any]) -> Path:
    with TableWriter(folder, rules_version="r", program_version="1") as writer:
        writer.add("documents", documents or [document()])
        writer.add("poverty", rows)
        for name, more in tables.items():
            writer.add(name, more)
        writer.commit()
    return folder


def compared(tmp_path: Path, before: list[PovertyRow], after: list[PovertyRow]) -> Any:
    return compare(run(tmp_path / "before", before), run(tmp_path / "after", after))


def test_the_same_rows_are_no_difference(tmp_path: Path) -> None:
    rows = [poverty(RATE, RATE + 3), poverty(RATE, RATE + 3, obs_status="target")]
    report = compared(tmp_path, rows, rows)
    assert report.changes == []
    assert (report.total.before, report.total.after, report.total.changed) == (2, 2, 0)
    assert "0 gained, 0 lost, 0 changed" in "\n".join(report.lines())


def test_a_row_with_another_content_has_changed_and_says_from_what_to_what(tmp_path: Path) -> None:
    place = {"ref_area": "Mường Lói", "ref_area_level": "village"}
    new = poverty(RATE - 5, RATE + 3, time_period="2024", rule="poverty_rate.behind", **place)
    report = compared(tmp_path, [poverty(RATE, RATE + 3)], [new])
    (change,) = report.changes
    assert (change.kind, change.rule, change.at) == ("changed", "poverty_rate.behind", RATE - 5)
    assert change.columns == {
        "ref_area": ("Na Ư", "Mường Lói"), "ref_area_level": ("commune", "village"), "time_period": ("2023", "2024"),
    }
    assert report.by_rule()["poverty_rate.behind"].changed == 1
    assert report.by_rule()["poverty_rate.before"].before == 1
    said = "\n".join(report.lines())
    assert "CHANGED poverty_rate: ref_area Na Ư → Mường Lói" in said
    assert "time_period 2023 → 2024" in said
    assert "«bằng 12%» số hộ" in said


def test_each_row_is_paired_with_the_one_most_like_it(tmp_path: Path) -> None:
    before = [poverty(RATE, RATE + 3, obs_value=12.0), poverty(RATE, RATE + 3, obs_value=-3.0, measure="change")]
    after = [poverty(RATE, RATE + 3, obs_value=-3.5, measure="change"), poverty(RATE, RATE + 3, obs_value=12.0)]
    (change,) = compared(tmp_path, before, after).changes
    assert change.columns == {"obs_value": (-3.0, -3.5)}


def test_another_rule_with_the_same_content_is_counted_and_not_listed(tmp_path: Path) -> None:
    before = [poverty(RATE, RATE + 3, obs_value=value) for value in (1.0, 2.0, 3.0)]
    after = [row._replace(rule="poverty_rate.new") for row in before[:2]] + [before[2]._replace(time_source="block")]
    report = compared(tmp_path, before, after)
    assert report.changes == []
    assert report.as_dict()["read_otherwise"] == [
        {"before": "poverty_rate.before", "after": "poverty_rate.before", "rows": 1},
        {"before": "poverty_rate.before", "after": "poverty_rate.new", "rows": 2},
    ]
    assert "poverty_rate.before → poverty_rate.new" in "\n".join(report.lines())


def test_lost_and_gained_rows_say_what_stands_in_their_place(tmp_path: Path) -> None:
    figure = FiguresRow(
        "a.txt", RATE, RATE + 3, "percent", "12%", 12.0, None, None, "percent", None, "exact", None, "r", 0, "threshold"
    )
    before = run(tmp_path / "before", [poverty(RATE, RATE + 3)], figures=[figure._replace(n_observations=1, reason=None)])
    refused = run(tmp_path / "refused", [], figures=[figure])
    (lost,) = compare(before, refused).changes
    assert (lost.kind, lost.reason) == ("lost", "threshold")
    assert "; now: threshold" in next(iter(lost.lines()))
    (gained,) = compare(refused, before).changes
    assert (gained.kind, gained.reason) == ("gained", "threshold")

    other = run(tmp_path / "other", [poverty(RATE, RATE + 3, indicator="near_poverty_rate", rule="near_poverty_rate.before")])
    changes = compare(before, other).changes
    assert [(change.kind, change.name, change.instead) for change in changes] == [
        ("gained", "near_poverty_rate", ["poverty_rate"]), ("lost", "poverty_rate", ["near_poverty_rate"]),
    ]


def test_the_second_of_two_equal_quotes_is_shown_where_it_stands(tmp_path: Path) -> None:
    at = TEXT.rindex("12%")
    last = poverty(at, at + 3, sentence=TEXT[TEXT.index("Năm 2024") :])
    whole = poverty(at, at + 3, sentence=TEXT, indicator="poor_households")
    changes = compared(tmp_path, [], [last, whole]).changes
    assert [change.sentence[change.at :] for change in changes] == ["12% hộ nghèo."] * 2


def test_named_products_are_compared_too(tmp_path: Path) -> None:
    item = OcopItemsRow(
        "Chè Na Ư", None, None, 3, None, None, None, None, None, None, "2023", "a.txt", 0, 8, TEXT[:8], TEXT, "product.owned"
    )
    before = run(tmp_path / "before", [], ocop_items=[item])
    after = run(tmp_path / "after", [], ocop_items=[item._replace(stars=4, owner="HTX Na Ư")])
    (change,) = compare(before, after).changes
    assert (change.name, change.columns) == ("ocop_items", {"owner": (None, "HTX Na Ư"), "stars": (3, 4)})


def test_documents_with_another_text_are_named_and_no_gain_or_loss(tmp_path: Path) -> None:
    names = ["bytes.txt", "failed.txt", "gone.txt", "length.txt", "same.txt"]
    rows = [poverty(RATE, RATE + 3, doc=name) for name in names]
    before = run(tmp_path / "before", rows, [document(name) for name in names])
    after = run(tmp_path / "after", [], [
        document("bytes.txt", sha256="1" * 64),
        document("failed.txt", status="failed", error="internal: KeyError", sha256=None, text=None, n_chars=0),
        document("length.txt", n_chars=7), document("new.txt"), document("same.txt"),
    ])
    report = compare(before, after)
    assert {item.doc_id: item.why.split(":")[0] for item in report.unlike} == {
        "bytes.txt": "another text", "failed.txt": "failed after", "gone.txt": "only before",
        "length.txt": "decoded to another length", "new.txt": "only after",
    }
    assert [(change.doc_id, change.kind) for change in report.changes] == [("same.txt", "lost")]
    said = "\n".join(report.lines())
    assert "not compared: 5 documents" in said
    assert "failed after: internal: KeyError" in said
    with pytest.raises(NtmError, match="no document in common"):
        compare(before, run(tmp_path / "elsewhere", [], [document("z.txt")]))


def test_a_table_that_an_older_program_did_not_write_is_named(tmp_path: Path) -> None:
    before = run(tmp_path / "before", [poverty(RATE, RATE + 3)])
    (before / "ocop_items.parquet").resolve().unlink()
    report = compare(before, run(tmp_path / "after", []))
    assert (report.without, [change.kind for change in report.changes]) == (["ocop_items"], ["lost"])
    assert "one of the runs lacks it: ocop_items" in "\n".join(report.lines())


class Span(NamedTuple):
    start: int
    end: int


def test_overlaps_are_those_of_every_pair() -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(200):
        left, right = ([Span(at, at + chance.randint(1, 9)) for at in chance.choices(range(30), k=8)] for _ in range(2))
        expected = {(i, j) for i, a in enumerate(left) for j, b in enumerate(right) if a.start < b.end and b.start < a.end}
        assert set(overlapping(left, right)) == expected
        pairs = match(left, right, lambda one, other: one + other)
        assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)


def test_many_rows_take_no_square_of_their_number() -> None:
    spans = [Span(10 * at, 10 * at + 5) for at in range(60_000)]
    started = time.process_time()
    assert len(match(spans, spans, lambda _one, _other: 0)) == len(spans)
    assert time.process_time() - started < 10  # a square of them would take an hour


def ntm(*arguments: str | Path) -> Any:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "ntm_extract", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=300, check=False)


def test_the_command_shows_rows_then_sums_and_speaks_json(tmp_path: Path) -> None:
    before = run(tmp_path / "before", [poverty(RATE, RATE + 3, obs_value=float(n)) for n in range(3)])
    after = run(tmp_path / "after", [])
    done = ntm("compare", before, after, "--show", "1")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("LOST    poverty_rate = 0 percent, Na Ư [commune], 2023, actual")
    assert lines[2] == "... and 2 more rows"
    assert lines[-1] == "1 document compared, 3 rows before and 0 after: 0 gained, 3 lost, 0 changed"
    assert ntm("compare", before, after, "--show", "-1").stdout.count("LOST") == 3
    report = json.loads(ntm("compare", before, after, "--json").stdout)
    assert report["indicators"]["poverty_rate"] == {"before": 3, "after": 0, "gained": 0, "lost": 3, "changed": 0}
    assert [change["before"]["obs_value"] for change in report["changes"]] == [0, 1, 2]
    assert ntm("compare", before, after, "--json").stdout == ntm("compare", before, after, "--json").stdout


def test_folders_without_tables_are_refused_with_what_to_type(tmp_path: Path) -> None:
    before = run(tmp_path / "before", [])
    (tmp_path / "empty").mkdir()
    for arguments in ((before, tmp_path / "empty"), (tmp_path / "missing", before)):
        done = ntm("compare", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "there are no tables in" in done.stderr
        assert "ntm extract SOURCE -o" in done.stderr


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository of its own with the package, and the figure of one wording not read yet."""
    if shutil.which("git") is None:
        pytest.skip("no git")
    folder = tmp_path / "clone"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ntm_extract", folder / "ntm_extract", ignore=ignored)
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=ignored)
    texts = folder / "corpus"
    texts.mkdir()
    (texts / "a.txt").write_text("Năm 2023, tỷ lệ hộ bần hàn của huyện Tam Đường còn 12,5%; tỷ lệ hộ nghèo giảm.", encoding="utf-8")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(folder)]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Start"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    return folder


def gains(clone: Path, *arguments: str) -> Any:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["TMPDIR"] = str(clone.parent)
    command = [sys.executable, str(clone / "tools" / "gains_and_losses.py"), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=clone, env=environment, timeout=600, check=False
    )


def test_gains_of_the_working_tree_against_a_commit(clone: Path) -> None:
    before = sorted(path for path in clone.parent.rglob("*") if ".git" not in path.parts)
    catalogue = clone / "ntm_extract" / "reference" / "data" / "catalogue.toml"
    data = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(data.replace('poverty_rate = ["', 'poverty_rate = ["{rate} hộ bần hàn", "', 1), encoding="utf-8")
    done = gains(clone)
    assert done.returncode == 0, done.stderr
    assert "GAINED  poverty_rate = 12.5 percent, Tam Đường [district], 2023" in done.stdout
    assert "before: no_indicator" in done.stdout
    assert "Start; after: the working tree" in done.stderr
    assert sorted(path for path in clone.parent.rglob("*") if ".git" not in path.parts) == before, "nothing is left behind"


def test_gains_says_what_to_type_when_it_cannot(clone: Path) -> None:
    for arguments, message in (
        (["no-such-folder"], "make gains TEXTS=folder"), (["--base", "no-such-commit"], "git log --oneline"),
        (["tools"], "could not read"),
    ):
        done = gains(clone, *arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert message in done.stderr
        assert "Traceback" not in done.stderr
    assert not list(clone.parent.glob("ntm-gains-*"))
