"""What the rules read and what they leave: counts of wordings and rules, and the figures without a row by wording."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ntm_extract.analysis import Reference
from ntm_extract.explain import REASONS
from ntm_extract.instruments.coverage import coverage, coverage_of, rules_of_examples
from ntm_extract.instruments.coverage_report import Coverage
from ntm_extract.instruments.gaps import Gap, GapFinder, group
from ntm_extract.model import Document, SourceMetadata
from ntm_extract.pipeline import analyse, load_reference
from ntm_extract.tabulate import to_rows

ROOT = Path(__file__).parents[1]
READ = "Năm 2023, tỷ lệ hộ nghèo của huyện Tam Đường còn 12,5%."
# nothing is said of what becomes of these households: no rule reads them
LEFT = "Hộ nghèo ở huyện {place} vẫn ngóng chờ {n} hộ dân láng giềng kể chuyện."

reference = cache(load_reference)


def document(text: str, name: str = "a.txt") -> Document:
    return Document(name, name, "txt", "utf-8", "0" * 64, text, SourceMetadata(published="2024-01-01"))


def covered(*texts: str) -> Coverage:
    data: Reference = reference()
    found = [analyse(document(text, f"{number}.txt"), data) for number, text in enumerate(texts)]
    return coverage([(one, to_rows(one, data, ("", ""))) for one in found], data)


def gaps(*texts: str) -> list[Gap]:
    data = reference()
    finder = GapFinder(data.catalogue)
    found = []
    for number, text in enumerate(texts):
        analysis = analyse(document(text, f"{number}.txt"), data)
        rows = to_rows(analysis, data, ("", ""))
        found += finder.find(analysis, rows.figures)
    return found


def gap(name: str, before: str, after: str, reason: str = "no_indicator") -> Gap:
    def words(text: str) -> tuple[tuple[str, int], ...]:
        return tuple((word.strip("+"), 2 if word.startswith("+") else 1) for word in text.split())

    return Gap(reason, name, f"{before} 5 {after}", 0, 1, words(before), "<count>", words(after))


def test_wordings_and_rules_are_counted_and_those_never_met_are_listed() -> None:
    report = covered(READ, READ)
    counts = {(item.concept, item.template): item for item in report.wordings}
    rates = [item for item in report.wordings if item.concept == "poverty_rate" and item.found]
    assert [(item.found, item.with_row) for item in rates] == [(2, 2)]
    assert counts["roads", "km đường"].found == 0
    families = {family.name: family for family in report.families}
    assert families["observations"].rules["poverty_rate.before"] == 2
    assert "communes_ntm.behind" in families["observations"].never
    assert families["figures"].rules["percent.one"] == 2
    assert "money.one" in families["figures"].never
    assert set(families["products"].never) == set(families["products"].rules)
    assert report.reasons["threshold"] == 0
    said = "\n".join(report.lines(None))
    assert "    roads: km đường" in said
    assert "    communes_ntm.behind" in said


def test_a_rule_that_no_example_shows_is_named() -> None:
    data = reference()
    shown = rules_of_examples(data)
    assert "communes_ntm.behind" in shown
    report = covered(READ)
    assert set(report.without_example) == set(report.families[1].rules) - shown


def test_figures_near_the_subject_are_masked_with_their_places_and_times() -> None:
    found = gaps(LEFT.format(place="Tam Đường", n=5), LEFT.format(place="Than Uyên", n="1.200"))
    assert [item.sentence[item.start : item.end] for item in found] == ["5 hộ dân", "1.200 hộ dân"]
    (wording,) = group(found)
    assert (wording.figures, wording.documents) == (2, 2)
    assert "<count> hộ dân" in wording.wording
    assert "láng giềng" in wording.wording
    words = [word for word, _ in found[0].before + found[0].after]
    assert not {"tam", "đường", "5"} & set(words)


def test_what_can_be_no_gap_is_left_out() -> None:
    assert gaps("Anh Tư, 40 tuổi, thuộc hộ nghèo của xã.") == [], "no indicator has this unit"
    assert gaps("Con anh học lớp 7 trường làng, gia đình ở xa lắm, cách trung tâm rất xa, là hộ nghèo.") == [], "far and no unit"
    assert gaps("Đội bóng của huyện có 25 hộ dân cổ vũ. Hộ nghèo được mời.") == [], "another sentence"
    assert gaps(READ) == [], "it was read"
    twice = LEFT.format(place="Tam Đường", n=5)
    assert len(gaps(twice, twice)) == 1, "a sentence of several texts is looked at once"


def test_common_wordings_come_first_and_the_catalogues_before_them() -> None:
    rare = [gap(f"r{n}.txt", "", "+thoát_nghèo") for n in range(2)]
    common = [gap(f"c{n}.txt", "trao", "suất") for n in range(5)]
    alone = [gap("z.txt", "nuôi", "miệng")]
    other = [gap("o.txt", "a", "b", reason="threshold")]
    order = [(item.reason, item.wording, item.figures) for item in group([*other, *alone, *common, *rare])]
    assert order == [
        ("no_indicator", "<count> thoát_nghèo", 2), ("no_indicator", "trao <count> suất", 5),
        ("no_indicator", "nuôi <count> miệng", 1), ("threshold", "a <count> b", 1),
    ]
    assert group(reversed([*other, *alone, *common, *rare])) == group([*other, *alone, *common, *rare])


def test_each_figure_stands_in_one_wording() -> None:
    found = [gap(f"{n}.txt", "có", "hộ vay vốn" if n % 2 else "hộ vay tiền") for n in range(6)]
    found += [gap(f"{n}.txt", "gồm", "hộ vay vốn") for n in range(2)]
    assert [(item.wording, item.figures) for item in group(found)] == [("có <count> hộ vay", 6), ("gồm <count> hộ vay vốn", 2)]


def test_every_reason_met_in_the_sample_has_words() -> None:
    report = coverage_of([str(ROOT / "corpus")])
    assert set(report.reasons) <= set(REASONS)
    assert sum(family.rules["poverty_rate.before"] for family in report.families if family.name == "observations") > 10


def test_a_common_wording_is_told_apart_by_its_neighbours() -> None:
    found = [gap(f"{n}.txt", "tại" if n < 3 else "có", "huyện +nghèo") for n in range(4)]
    (wording,) = group(found)
    assert (wording.wording, wording.before, wording.behind) == ("<count> huyện nghèo", (("tại", 3), ("có", 1)), ())
    assert group([gap("a.txt", "", ""), gap("b.txt", "", "")])[0].before == ()


def ntm(*arguments: str | Path) -> Any:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "ntm_extract", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=300, check=False)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, place in enumerate(("Tam Đường", "Than Uyên", "Mường Tè")):
        (folder / f"{number}.txt").write_text(f"{READ} {LEFT.format(place=place, n=number + 5)}", encoding="utf-8")
    return folder


def test_the_command_lists_gaps_and_speaks_json(texts: Path) -> None:
    done = ntm("coverage", texts)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("wordings of reference/data/catalogue.toml: ")
    assert any(line.startswith("... and ") for line in lines), "lists are cut"
    assert lines[-1] == "3 documents, 3 about the programmes; 3 figures near the subject without a row"
    at = next(number for number, line in enumerate(lines) if "láng giềng" in line and "<count>" in line)
    assert lines[at].split()[:2] == ["3", "3"]
    assert "«7 hộ dân»" in lines[at + 1] or "«5 hộ dân»" in lines[at + 1]
    report = json.loads(ntm("coverage", texts, "--json").stdout)
    assert report["rules"]["observations"]["poverty_rate.before"] == 3
    (found,) = report["gaps"]
    assert (found["figures"], found["documents"]) == (3, 3)
    assert found["example"]["quote"] in found["example"]["sentence"]


def test_bad_inputs_are_named(texts: Path, tmp_path: Path) -> None:
    (texts / "binary.txt").write_bytes(bytes(range(32)) * 40)
    done = ntm("coverage", texts)
    assert done.returncode == 1
    assert "failed: binary.txt  binary: " in done.stderr
    assert done.stdout.splitlines()[-1].startswith("3 documents")
    assert [failure.doc_id for failure in coverage_of([str(texts)]).failures] == ["binary.txt"]
    (tmp_path / "empty").mkdir()
    for arguments, message, hint in (
        ([tmp_path / "text"], "no file or folder", "Did you mean"), ([tmp_path / "empty"], "nothing to read", ".txt"),
        ([], "Missing argument", "--help"),
    ):
        done = ntm("coverage", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert hint in done.stderr
