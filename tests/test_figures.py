from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract.patterns.scanner import RULES, scan_figures

if TYPE_CHECKING:
    from ntm_extract.model import Figure

PATTERNS = Path(__file__).parents[1] / "ntm_extract" / "patterns"
EXAMPLES = [(rule.id, text, want) for rule in RULES for text, want in rule.examples]
REJECTS = [(rule.id, text) for rule in RULES for text in rule.rejects]


def fields(text: str, figure: Figure) -> dict[str, object]:
    return {**figure._asdict(), "quote": text[figure.start : figure.end]}


@pytest.mark.parametrize(("rule", "text", "want"), EXAMPLES)
def test_example_is_read_by_its_rule(rule: str, text: str, want: Any) -> None:
    figures = scan_figures(text)
    hits = [figure for figure in figures if figure.rule == rule]
    assert len(hits) == 1, figures
    if not want.get("more") and not rule.startswith("percent."):
        assert len(figures) == 1, figures
    got = fields(text, hits[0])
    assert {key: got[key] for key in want if key != "more"} == {key: want[key] for key in want if key != "more"}
    if got["value"] is None and got["iso"] is None and got["kind"] not in ("doc_number", "time"):
        assert got["reason"], "an open figure says why"


@pytest.mark.parametrize(("rule", "text"), REJECTS)
def test_near_miss_is_not_read_by_the_rule(rule: str, text: str) -> None:
    assert [figure for figure in scan_figures(text) if figure.rule == rule] == []


def test_rules_and_code_name_the_same_ids() -> None:
    named = {rule.id for rule in RULES}
    assert len(named) == len(RULES)
    kinds = "money|area|length|duration|grade|percent|range|ratio|count|average|ordinal|date|period|year|time|doc|words"
    code = "".join(path.read_text("utf-8") for path in PATTERNS.glob("*.py") if not path.name.endswith("_rules.py"))
    written = set(re.findall(rf'"((?:{kinds})\.[a-z_]+)"', code))
    assert written <= named
    assert named - written == {  # made from the kind of the unit
        "area.one",
        "area.range",
        "length.one",
        "length.range",
        "duration.range",
        "grade.one",
        "grade.range",
        "money.range",
    }


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("19 tiêu chí 39 xã", [("19 tiêu chí", 19.0), ("39 xã", 39.0)]),
        ("5 không, 3 sạch", [("5", 5.0), ("3", 3.0)]),
        ("từ 38,64% năm 2012 xuống còn 33,11%", [("38,64%", 38.64), ("năm 2012", None), ("33,11%", 33.11)]),
        ("giảm từ 11,76% xuống 8,38%", [("11,76%", 11.76), ("8,38%", 8.38)]),
        ("hiện có 15 xã, đến 2020 sẽ đạt 19", [("15 xã", 15.0), ("2020", None), ("19", 19.0)]),
        ("từ năm 2021 đến năm 2025", [("năm 2021", None), ("năm 2025", None)]),
        ("từ 5/3 đến 7/3/2022", [("5/3", None), ("7/3/2022", None)]),
        ("năm 2011, 2012 và 2013", [("năm 2011", None), ("2012", None), ("2013", None)]),
        ("0:00 / 0:00", [("0:00", None), ("0:00", None)]),
        ("ngày 9/6 xã Minh Lương giao 12/14 xã", [("9/6", None), ("12/14 xã", 12.0)]),
        ("cao hơn 5%, hơn 5%", [("5%", 5.0), ("hơn 5%", 5.0)]),
        ("Trên dưới 30 xã", [("Trên dưới 30 xã", 30.0)]),
        ("không quá 5 xã, tối thiểu 3 xã", [("không quá 5 xã", 5.0), ("tối thiểu 3 xã", 3.0)]),
        ("39/94\nxã đạt", [("39/94\nxã", 39.0)]),
        ("39\n\nxã đạt", [("39", 39.0)]),
        ("sinh hoạt tại ấp 3, xã Hòa An", []),
        ("đạt 2,75 tiêu chí/xã, năm 2012 đạt 3", [("2,75 tiêu chí/xã", 2.75), ("năm 2012", None), ("3", 3.0)]),
        ("8,5 triệu đồng/người/năm 2013", [("8,5 triệu đồng/người/năm", 8500000.0), ("2013", None)]),
        ("qua 9/11 xã", [("9/11 xã", 9.0)]),
        ("thu nhập trên 1 ha đạt 3 triệu đồng", [("1 ha", 1.0), ("3 triệu đồng", 3000000.0)]),
        ("mất 3 tháng 10 ngày", [("3 tháng", 3.0), ("10 ngày", 10.0)]),
        ("họp báo quý 1-2019", [("quý 1-2019", None)]),
        ("1/2021-12/2022", [("1/2021", None), ("12/2022", None)]),
    ],
)
def test_neighbours_stay_apart(text: str, want: Any) -> None:
    assert [(text[f.start : f.end], f.value) for f in scan_figures(text)] == want


def test_a_comma_with_three_decimals_depends_on_the_habit_of_the_text() -> None:
    assert scan_figures("chi 7,535 tỷ đồng")[0].value == 7535000000.0
    figures = scan_figures("chi 7,535 tỷ đồng, tăng 2.5%")
    assert (figures[0].value, figures[0].reason) == (None, "ambiguous_grouping")


LETTERS = st.sampled_from(
    [
        *list("0123456789.,/-–: %()đxhngàtáăm\n"),
        " xã",
        " tỷ",
        " triệu đồng",
        " đến ",
        "/năm",
        " tháng ",
        "năm ",
        "từ ",
        "ngày ",
        " trở lên",
        "hai ",
        "mươi ",
        "quý I",
    ]
)


@given(st.lists(LETTERS, max_size=60).map("".join))
def test_any_text_gives_ordered_disjoint_spans(text: str) -> None:
    figures = scan_figures(text)
    assert figures == scan_figures(text)
    before: Figure | None = None
    for figure in figures:
        assert 0 <= figure.start <= figure.number_start < figure.number_end <= figure.end <= len(text)
        if before is not None:
            paired = before.rule == "percent.reached" and figure.rule == "percent.planned"
            assert (figure.start, figure.end) == (before.start, before.end) if paired else figure.start >= before.end
        assert figure.value is not None or figure.iso or figure.reason or figure.kind in ("doc_number", "time")
        before = figure


@given(st.integers(0, 999), st.sampled_from(["xã", "hộ", "sản phẩm"]), st.integers(0, 40))
def test_offsets_move_with_the_text(value: Any, noun: str, shift: int) -> None:
    base = scan_figures(f"có {value} {noun}.")
    moved = scan_figures("ở" * shift + f" có {value} {noun}.")
    assert [
        f._replace(
            start=f.start - shift - 1,
            end=f.end - shift - 1,
            number_start=f.number_start - shift - 1,
            number_end=f.number_end - shift - 1,
        )
        for f in moved
    ] == base


@pytest.mark.parametrize(
    "bait",
    [
        "1",
        "1.",
        "1,000",
        "1/",
        "1-",
        "1 - ",
        "1 đến ",
        "năm ",
        "1 tỷ ",
        "hai ",
        "mươi xã ",
        "một trăm linh ",
        "1/xã/năm",
        "(1)",
        "0123 ",
        "1 000",
        "30/QĐ-A",
        "1 xã, ",
        "\n1. ",
        "a1",
        "/1",
        "1:00",
        "7,535 tỷ ",
        "quý I/",
        "2020, ",
        "hơn ",
        "1 xã/1 xã/",
        "từ 1% ",
    ],
)
def test_time_grows_with_length_only(bait: str) -> None:
    text = bait * (60_000 // len(bait))
    scan_figures(text[:100])
    begin = time.process_time()
    scan_figures(text)
    assert time.process_time() - begin < 1.5


SHARED = Path(__file__).parents[2] / "shared"


@pytest.mark.skipif(not (SHARED / "eval" / "figures_seeds.jsonl").exists(), reason="no gold figures here")
def test_gold_figures_are_found() -> None:
    texts: dict[str, str] = {}
    right = total = 0
    for line in (SHARED / "eval" / "figures_seeds.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        if gold["doc"] not in texts:
            with (SHARED / "corpus" / f"{gold['doc']}.txt").open(encoding="utf-8", newline="") as file:
                texts[gold["doc"]] = file.read()
        total += 1
        for figure in scan_figures(texts[gold["doc"]]):
            if not (figure.start < gold["end"] and gold["start"] < figure.end):
                continue
            if "iso" in gold:
                right += figure.iso is not None and gold["iso"].endswith(figure.iso.lstrip("-"))
            else:
                same = [figure.value, figure.upper, figure.denominator] == [
                    gold.get(k) for k in ("value", "upper", "denominator")
                ]
                right += same and figure.kind in (gold["kind"], *gold.get("also", {}).get("kind", ()))
    assert right / total >= 0.98
