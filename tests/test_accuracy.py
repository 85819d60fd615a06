"""The whole way against hand-made gold: a floor under accuracy, so that a change of rules cannot lower it unseen."""

from pathlib import Path

import pytest
from ntm_extract import extract_corpus
from ntm_extract.instruments.scoring import score
from ntm_extract.instruments.scoring_report import Report
from ntm_extract.output.tables import read_tables

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the sample corpus."""
    out = tmp_path_factory.mktemp("sample") / "out"
    extract_corpus([str(ROOT / "corpus")], out)
    return out


def floors(report: Report, core: float, full: float, precision: float) -> None:
    """Fail with the differences listed, so that the reader sees what was lost."""
    worst = "\n".join(report.lines(show=30))
    assert report.total.at("core").f1 >= core, worst
    assert report.total.at("full").f1 >= full, worst
    assert report.total.at("core").precision >= precision, worst


def test_sample_corpus(sample: Path) -> None:
    report = score(sample, GOLD / "sample.jsonl", figures_path=GOLD / "sample_figures.jsonl")
    floors(report, core=0.90, full=0.82, precision=0.96)
    assert report.figures is not None
    assert report.figures.value / report.figures.gold >= 0.97


def test_named_products(sample: Path) -> None:
    named = [row for row in read_tables(sample)["ocop_items"].to_pylist() if row["doc_id"].startswith("binh-dinh-san-pham")]
    assert [(row["name"], row["owner"], row["owner_type"], row["stars"], row["ref_area"]) for row in named] == [
        ("nước mắm Đề Gi", "HTX Thủy sản Cát Khánh", "cooperative", 4, "Cát Khánh"),
        ("bún gạo An Thái", "Công ty TNHH Bún Nhơn Phúc", "company", 4, "Nhơn Phúc"),
        ("Bánh tráng nước dừa Tam Quan", "hộ kinh doanh Nắng Dừa", "household", 3, "Tam Quan"),
        ("Trà dung An Toàn", "HTX Nông nghiệp An Toàn", "cooperative", 3, "An Toàn"),
        ("Mật ong Vĩnh Sơn", "tổ hợp tác Nuôi ong Vĩnh Sơn", "cooperative_group", 3, "Vĩnh Thạnh"),
        ("Nón ngựa Phú Gia", "HTX Làng nghề Cát Tường", "cooperative", 3, "Cát Tường"),
    ]
    assert all(row["quote"] in row["sentence"] for row in named)


def test_a_text_of_decoys_gives_no_observation(sample: Path) -> None:
    tables = read_tables(sample)
    for name in ("communes", "poverty", "ocop"):
        found = [row for row in tables[name].to_pylist() if row["doc_id"] == "hai-duong-kinh-te-2023.txt"]
        assert not found


@pytest.mark.skipif(not SHARED.exists(), reason="the reference texts are not beside this checkout")
@pytest.mark.parametrize(
    ("texts", "gold", "figures", "core", "full"),
    [
        ("corpus", "gold_seeds.jsonl", "figures_seeds.jsonl", 0.97, 0.93),
        ("corpus_news", "gold_news.jsonl", None, 0.95, 0.90),
    ],
)
def test_reference_texts(tmp_path: Path, texts: str, gold: str, figures: str | None, core: float, full: float) -> None:
    extract_corpus([str(SHARED / texts)], tmp_path / "out")
    eval_dir = SHARED / "eval"
    report = score(tmp_path / "out", eval_dir / gold, figures_path=eval_dir / figures if figures else None)
    floors(report, core=core, full=full, precision=0.95)
    if figures:
        assert report.figures is not None
        assert report.figures.value / report.figures.gold >= 0.98


def test_every_row_quotes_the_source(sample: Path) -> None:
    tables = read_tables(sample)
    texts = {row["doc_id"]: row["text"] for row in tables["documents"].to_pylist()}
    for name in ("figures", "communes", "poverty", "ocop"):
        for row in tables[name].select(["doc_id", "char_start", "char_end", "quote"]).to_pylist():
            assert texts[row["doc_id"]][row["char_start"] : row["char_end"]] == row["quote"]


def test_no_figure_vanishes(sample: Path) -> None:
    """A figure is an observation, a time or a paper's number, or it says why it is none."""
    silent = {"date", "year", "period", "doc_number", "ordinal", "time", "duration"}
    for row in read_tables(sample)["figures"].to_pylist():
        assert row["n_observations"] > 0 or row["reason"] or row["kind"] in silent, row
        assert not (row["n_observations"] > 0 and row["reason"]), row


def test_every_observation_has_its_figure(sample: Path) -> None:
    tables = read_tables(sample)
    figures = {(row["doc_id"], row["char_start"], row["char_end"]) for row in tables["figures"].to_pylist()}
    for name in ("communes", "poverty", "ocop"):
        for row in tables[name].to_pylist():
            assert (row["doc_id"], row["char_start"], row["char_end"]) in figures
