"""The measure of a run: what counts as right, and the same numbers as the reference measure."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ntm_extract.errors import NtmError
from ntm_extract.instruments.scoring import score
from ntm_extract.instruments.scoring_report import Counts, Report
from ntm_extract.output.rows import CommunesRow, DocumentsRow, FiguresRow, OcopRow, PovertyRow
from ntm_extract.output.writer import TableWriter

SHARED = Path(__file__).parents[2] / "shared" / "eval"
REFERENCE = SHARED / "score.py"

OWN = {
    "poverty": {},
    "communes": {"tier": None, "criteria_min": None, "criteria_max": None, "criterion": None},
    "ocop": {"stars_min": None, "stars_max": None, "potential": None},
}
CLASSES: dict[str, Any] = {"poverty": PovertyRow, "communes": CommunesRow, "ocop": OcopRow}


def row(table: str, doc: str, start: int, end: int, **changes: Any) -> Any:
    shared = {
        "indicator": "poverty_rate", "obs_value": 7.5, "obs_value_upper": None, "denominator": None,
        "unit_measure": "percent", "bound": "exact", "measure": "level", "per": None, "obs_status": "actual",
        "ref_area": "Hoà Bình", "ref_area_level": "province", "ref_area_code": None, "ref_area_codelist": None,
        "province": "Hòa Bình", "time_period": "2023", "time_start": None, "time_end": None, "population": None,
        "area_source": "clause", "time_source": "clause", "status_source": "clause", "doc_id": f"{doc}.txt",
        "char_start": start, "char_end": end, "quote": "7,5%", "sentence": "Tỷ lệ hộ nghèo là 7,5%.", "rule": "p",
    }
    return CLASSES[table](**(shared | OWN[table] | changes))


def gold(doc: str = "a", start: int = 10, end: int = 14, **changes: Any) -> dict[str, Any]:
    return {
        "doc": doc, "quote": "7,5%", "start": start, "end": end, "indicator": "poverty_rate", "value": 7.5,
        "unit": "percent", "area": "Hòa Bình", "area_level": "province", "period": "2023",
    } | changes


def figure(doc: str, start: int, end: int, **changes: Any) -> FiguresRow:
    base = FiguresRow(
        f"{doc}.txt", start, end, "percent", "7,5%", 7.5, None, None, "percent", None, "exact", None, "r", 0, "no_topic"
    )
    return base._replace(**changes)


class Run:
    """An output folder with gold beside it."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "output"
        self.gold = folder / "gold.jsonl"
        self.figures = folder / "figures.jsonl"

    def tables(self, **rows: list[Any]) -> Run:
        with TableWriter(self.output, rules_version="1", program_version="1") as writer:
            for name, table_rows in rows.items():
                writer.add(name, sorted(table_rows, key=lambda r: (r.doc_id, r.char_start)))
            writer.commit()
        return self

    def measure(self, *rows: dict[str, Any], figures: list[dict[str, Any]] | None = None, **options: Any) -> Report:
        for path, lines in ((self.gold, rows), (self.figures, figures or [])):
            path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        return score(self.output, self.gold, None if figures is None else self.figures, **options)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def marks(report: Report) -> tuple[int, int, int, int, int]:
    total = report.total
    return total.gold, total.found, total.core, total.full, total.strict


def test_a_row_that_agrees_in_all_is_strictly_right(run: Run) -> None:
    report = run.tables(poverty=[row("poverty", "a", 12, 20)]).measure(gold())
    assert marks(report) == (1, 1, 1, 1, 1)
    assert report.differences == []
    assert report.lines()[-1] == "wrong attributes: none"


@pytest.mark.parametrize("changes", [
    {"indicator": "near_poverty_rate"}, {"obs_value": 7.6}, {"measure": "change"}, {"char_start": 14}, {"char_end": 10},
])
def test_the_core_must_agree(run: Run, changes: dict[str, Any]) -> None:
    found = row("poverty", "a", 10, 14, **changes)
    report = run.tables(poverty=[found]).measure(gold())
    assert marks(report) == (1, 1, 0, 0, 0)
    assert sorted(difference.kind for difference in report.differences) == ["missed", "wrong"]
    missed, wrong = sorted(report.differences, key=lambda difference: difference.kind)
    assert (missed.doc, missed.start, missed.end, missed.gold) == ("a", 10, 14, 7.5)
    assert (wrong.start, wrong.end, wrong.name) == (found.char_start, found.char_end, found.indicator)


@pytest.mark.parametrize(("changes", "attribute"), [
    ({"unit_measure": "household"}, "unit"), ({"denominator": 9.0}, "denominator"), ({"obs_value_upper": 9.0}, "upper"),
    ({"obs_status": "target"}, "status"), ({"population": "rural"}, "population"), ({"per": "year"}, "per"),
    ({"ref_area": "Sơn La"}, "area"), ({"ref_area_level": "district"}, "area_level"), ({"time_period": "2022"}, "year"),
    ({"time_period": None}, "year"),
])
def test_full_needs_every_attribute(run: Run, changes: dict[str, Any], attribute: str) -> None:
    report = run.tables(poverty=[row("poverty", "a", 10, 14, **changes)]).measure(gold())
    assert marks(report) == (1, 1, 1, 0, 0)
    assert report.wrong_attributes == {attribute: 1}
    (difference,) = report.differences
    assert (difference.attribute, difference.start) == (attribute, 10)
    assert difference.found == next(iter(changes.values()))


@pytest.mark.parametrize(("changes", "attribute"), [
    ({"time_period": "2023-12"}, "period"), ({"time_period": "2021/2023"}, "period"), ({"bound": "at_least"}, "bound"),
])
def test_strict_needs_bound_and_whole_period(run: Run, changes: dict[str, Any], attribute: str) -> None:
    report = run.tables(poverty=[row("poverty", "a", 10, 14, **changes)]).measure(gold())
    assert marks(report) == (1, 1, 1, 1, 0)
    assert report.wrong_attributes == {attribute: 1}


def test_defaults_and_tiers(run: Run) -> None:
    meets = {"indicator": "communes_ntm", "obs_value": 5.0, "unit_measure": "commune"}
    total = meets | {"indicator": "communes_total"}
    wanted = {"value": 5, "unit": "commune"}
    report = run.tables(communes=[
        row("communes", "a", 0, 4, **meets, tier="standard"), row("communes", "a", 10, 14, **meets, tier=None),
        row("communes", "a", 20, 24, **meets, tier="advanced"), row("communes", "a", 30, 34, **total, tier="model"),
    ]).measure(
        *(gold("a", start, start + 4, **wanted, indicator="communes_ntm") for start in (0, 10, 20)),
        gold("a", 30, 34, **wanted, indicator="communes_total"),
    )
    assert marks(report) == (4, 4, 4, 3, 3)
    assert report.wrong_attributes == {"tier": 1}


def test_optional_rows_count_nowhere_and_other_readings_are_right(run: Run) -> None:
    report = run.tables(poverty=[
        row("poverty", "a", 10, 14), row("poverty", "a", 30, 34, obs_status="target"),
    ]).measure(
        gold(optional=True), gold("a", 20, 24, optional=True),
        gold("a", 30, 34, also={"status": ["target"], "period": [None]}),
    )
    assert marks(report) == (1, 1, 1, 1, 1)


def test_pairs_are_one_to_one_and_the_best_agreeing(run: Run) -> None:
    report = run.tables(poverty=[
        row("poverty", "a", 10, 14, obs_status="target", measure="change", obs_value=-3.1),
        row("poverty", "a", 10, 14, obs_status="actual", measure="change", obs_value=-3.1, rule="q"),
        row("poverty", "a", 10, 14, obs_status="actual", measure="change", obs_value=-3.1, rule="r"),
    ]).measure(
        gold(value=-3.1, measure="change", status="actual"), gold(value=-3.1, measure="change", status="target"),
    )
    assert marks(report) == (2, 3, 2, 2, 2)
    assert [difference.kind for difference in report.differences] == ["wrong"]


def test_documents_without_gold_count_for_precision_unless_others_are_named(run: Run) -> None:
    run.tables(poverty=[row("poverty", "a", 10, 14), row("poverty", "z", 10, 14)])
    assert marks(run.measure(gold())) == (1, 2, 1, 1, 1)
    assert marks(run.measure(gold(), docs=["b"])) == (1, 1, 1, 1, 1)
    assert run.measure(gold(), docs=["b"]).documents == 2


def test_a_difference_is_shown_where_it_stands(run: Run) -> None:
    text = "Theo tỉnh: 7,5% số hộ nghèo.\nTin khác."
    document = DocumentsRow(
        "a.txt", "a.txt", None, "txt", "utf-8", "0",
        None, None, None, None, None, None, None, len(text), 0, 0, "ok", None, text, "1", "1"
    )
    start = text.index("7,5%")
    report = run.tables(poverty=[]).measure(gold(start=start, end=start + 4))
    assert [difference.context for difference in report.differences] == [""]
    with TableWriter(run.output, rules_version="1", program_version="1") as writer:
        writer.add("documents", [document])
        writer.commit()
    lines = run.measure(gold(start=start, end=start + 4)).lines()
    assert lines[0].split("\n") == [
        f"a:{start}-{start + 4}: MISSED '7,5%' poverty_rate = 7.5", "        Theo tỉnh: «7,5%» số hộ nghèo.",
    ]
    (run.output / "documents.parquet").resolve().unlink()
    assert "«" not in "".join(run.measure(gold(start=start, end=start + 4)).lines())


def test_by_indicator_and_by_attribute(run: Run) -> None:
    report = run.tables(
        poverty=[row("poverty", "a", 10, 14), row("poverty", "a", 20, 24, bound="approx")],
        ocop=[row("ocop", "a", 40, 44, indicator="ocop_products", unit_measure="product")],
    ).measure(gold(), gold("a", 20, 24), gold("a", 60, 64, indicator="poor_households"))
    assert {name: (tally.gold, tally.found, tally.core) for name, tally in report.indicators.items()} == {
        "poverty_rate": (2, 2, 2), "ocop_products": (0, 1, 0), "poor_households": (1, 0, 0),
    }
    assert (report.attributes["bound"].compared, report.attributes["bound"].wrong) == (2, 1)
    assert report.total.at("core") == Counts(right=2, found=3, gold=3)
    assert [(d.start, d.kind) for d in report.differences] == [(20, "attribute"), (40, "wrong"), (60, "missed")]
    lines = report.lines(show=1)
    assert lines[0] == "a:20-24: '7,5%' poverty_rate: bound: gold 'exact', found 'approx'"
    assert lines[1] == "... and 2 more differences"
    assert report.as_dict()["observations"]["indicators"]["poverty_rate"]["strict"]["recall"] == 0.5


def test_figures(run: Run) -> None:
    none = {"value": None, "unit": None}
    report = run.tables(figures=[
        figure("a", 0, 4), figure("a", 10, 14, value=7.6), figure("a", 20, 30, kind="date", iso="2024-06-09", **none),
        figure("a", 40, 44, kind="money"), figure("a", 50, 54, kind="doc_number", **none),
    ]).measure(figures=[
        {"doc": "a", "quote": "7,5%", "start": 0, "end": 4, "kind": "percent", "value": 7.5},
        {"doc": "a", "quote": "7,5%", "start": 10, "end": 14, "kind": "percent", "value": 7.5},
        {"doc": "a", "quote": "9/6/2024", "start": 22, "end": 30, "kind": "period", "iso": "2024-06-09",
         "also": {"kind": ["date"]}},
        {"doc": "a", "quote": "7,5", "start": 40, "end": 44, "kind": "count", "value": 7.5},
        {"doc": "a", "quote": "5/NQ", "start": 50, "end": 54, "kind": "doc_number"},
        {"doc": "a", "quote": "4 xã", "start": 60, "end": 64, "kind": "count", "value": 4},
    ])
    assert report.figures is not None
    assert report.figures.as_dict() == {"gold": 6, "span": 5 / 6, "value": 4 / 6, "kind": 3 / 6}
    assert [(d.start, d.attribute) for d in report.differences] == [(10, "value"), (40, "kind"), (60, "value")]
    assert report.lines()[-1] == "figures 6: span 0.833  value 0.667  value and kind 0.500"


def test_nothing_wanted_and_nothing_found_is_perfect(run: Run) -> None:
    report = run.tables().measure()
    assert report.total.at("strict").f1 == 1.0


@pytest.mark.parametrize(("line", "message"), [
    ("{", "line 2 of"), ('{"doc": "a"}', "it lacks end, indicator, quote, start, value"), ("[1]", "it lacks"),
    ("7", "line 2 of"),
])
def test_a_bad_gold_line_is_named(run: Run, line: str, message: str) -> None:
    run.tables()
    run.gold.write_text(json.dumps(gold()) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(NtmError, match=message) as caught:
        score(run.output, run.gold)
    assert caught.value.code == "bad_gold"


def test_a_missing_gold_file_is_named(run: Run) -> None:
    with pytest.raises(NtmError, match=r"gold\.jsonl cannot be read"):
        score(run.output, run.gold)


# --- the same numbers as the reference

needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason="the reference measure is not here")


def reference(run: Run, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, str(REFERENCE), str(run.output), *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def agree(report: Report, expected: dict[str, Any]) -> None:
    ours = report.as_dict()
    for part, values in expected.items():
        assert {key: ours[part][key] for key in values} == values


def noisy_tables(chance: random.Random, wanted: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return rows that mostly agree with gold, each attribute wrong now and then, some missing, some too many."""
    other: dict[str, list[Any]] = {
        "unit_measure": ["commune", "percent", "VND"], "denominator": [None, 5.0], "obs_status": ["target", "actual"],
        "bound": ["exact", "approx"], "time_period": [None, "2022", "2023-06", "2021/2025"], "per": [None, "year"],
        "ref_area": ["lai châu", "Y Tý", "Phan Rang-Tháp Chàm"], "ref_area_level": ["district", "province"],
        "population": [None, "rural"], "measure": ["change", "level"], "obs_value": [0.0, 4.0],
        "obs_value_upper": [None, 6.0], "indicator": ["communes_total", "communes_ntm"],
    }
    own: dict[str, dict[str, list[Any]]] = {
        "poverty": {},
        "communes": {"tier": [None, "standard", "advanced"], "criteria_min": [None, 0, 15], "criteria_max": [None, 18]},
        "ocop": {"stars_min": [None, 3], "stars_max": [None, 5], "potential": [None, True, False]},
    }
    names = {
        "value": "obs_value", "upper": "obs_value_upper", "unit": "unit_measure", "status": "obs_status",
        "area": "ref_area", "area_level": "ref_area_level", "period": "time_period",
    }
    rows: dict[str, list[Any]] = {"poverty": [], "communes": [], "ocop": []}
    for line in wanted:
        for _ in range(chance.choice([0, 1, 1, 1, 2])):
            table = chance.choice(sorted(rows))
            columns = {"time_period": None} | {names.get(key, key): value for key, value in line.items()}
            known = {key: value for key, value in columns.items() if key in CLASSES[table]._fields}
            for column, values in (other | own[table]).items():
                if chance.random() < 0.08:
                    known[column] = chance.choice(values)
            known["obs_value"] = float(known["obs_value"])
            known.pop("quote")
            shift = chance.randrange(-3, 4)
            rows[table].append(row(table, line["doc"], max(0, line["start"] + shift), line["end"] + 2, **known))
        if chance.random() < 0.1:
            rows["poverty"].append(row("poverty", "elsewhere", 5, 9))
    return rows


@needs_reference
@pytest.mark.parametrize("name", ["gold_seeds.jsonl", "gold_news.jsonl"])
@pytest.mark.parametrize("seed", range(2))
def test_observations_score_as_in_the_reference(run: Run, name: str, seed: int, tmp_path: Path) -> None:
    path = SHARED / name
    wanted = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    run.tables(**noisy_tables(random.Random(seed), wanted))  # noqa: S311 - a fixed sequence is wanted
    report = score(run.output, path)
    assert 0.1 < report.total.at("strict").f1 < report.total.at("core").f1 < 0.95
    agree(report, reference(run, str(path)))
    named = tmp_path / "docs.txt"
    named.write_text("elsewhere nowhere\n", encoding="utf-8")
    agree(score(run.output, path, docs=["elsewhere", "nowhere"]), reference(run, str(path), "--docs", str(named)))


@needs_reference
def test_figures_score_as_in_the_reference(run: Run) -> None:
    chance = random.Random(4)  # noqa: S311 - a fixed sequence is wanted
    observed, figures = SHARED / "gold_seeds.jsonl", SHARED / "figures_seeds.jsonl"
    wanted = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = []
    for line in wanted:
        for _ in range(chance.choice([0, 1, 1, 2])):
            value = line.get("value") if chance.random() < 0.8 else 1.0
            rows.append(figure(
                line["doc"], line["start"], line["end"], kind=line["kind"] if chance.random() < 0.8 else "date",
                value=None if value is None else float(value), iso=line.get("iso") if chance.random() < 0.9 else None,
                denominator=line.get("denominator"), value_upper=line.get("upper"),
            ))
    run.tables(figures=[r._replace(denominator=r.denominator and float(r.denominator)) for r in rows])
    expected = reference(run, str(observed), "--figures", str(figures))
    assert 0.3 < expected["figures"]["kind"] < expected["figures"]["value"] < 0.95
    agree(score(run.output, observed, figures), expected)
