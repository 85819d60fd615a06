"""The yardstick: the plain program reads what it says it reads, and its tables are scored like any other's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from ntm_extract import read_tables

PROGRAM = Path(__file__).parents[1] / "bench" / "baseline.py"


def test_numbers_go_to_the_nearest_wording_whatever_the_text_says_of_them(tmp_path: Path) -> None:
    texts, out = tmp_path / "texts", tmp_path / "out"
    texts.mkdir()
    text = "Huyện Vị Xuyên năm 2021 có tỷ lệ hộ nghèo 28,4%, giảm 5,1% so với năm 2020; 9/23 xã đạt chuẩn nông thôn mới.\n"
    texts.joinpath("a.txt").write_text(text, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(PROGRAM.parents[1])}
    subprocess.run([sys.executable, str(PROGRAM), str(texts), str(out)], check=True, env=environment)
    tables = read_tables(str(out), ["communes", "poverty"])
    poverty = [(row["obs_value"], row["measure"], row["time_period"]) for row in tables["poverty"].to_pylist()]
    # the fall is given the base year, which stands nearer: what the extractor is there to do better
    assert poverty == [(28.4, "level", "2021"), (-5.1, "change", "2020")]
    commune = tables["communes"].to_pylist()[0]
    assert (commune["indicator"], commune["obs_value"], commune["denominator"], commune["ref_area"]) == (
        "communes_ntm", 9.0, 23.0, "Vị Xuyên",
    )  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    start = text.index("28,4%")
    row = {"doc": "a", "quote": "28,4%", "start": start, "end": start + 5, "indicator": "poverty_rate", "value": 28.4}
    gold.write_text(json.dumps(row) + "\n", "utf-8")
    scored = subprocess.run(
        [sys.executable, "-m", "ntm_extract", "score", str(out), str(gold), "--json"], check=True, capture_output=True, text=True,
        env=environment,
    )  # fmt: skip
    assert json.loads(scored.stdout)["observations"]["core"]["recall"] == 1.0
