"""Input that nobody wrote to be read: each case ends in a named failure or in sound tables, in bounded time."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import ntm_extract
import pytest
from ntm_extract import extract_corpus, extract_text, read_tables
from ntm_extract.corpus.readers import Input, InputFailure, Limits, iter_inputs
from ntm_extract.run.document import Bounds, extract_alone, read_one
from ntm_extract.run.receipts import Failure

from hostile_bytes import BYTES, PAGES
from hostile_patterns import at_most, attacks, patterns, seconds_of, uses
from hostile_texts import HEAD, PHRASES, SENTENCE, WORDS, bait, framed, numbers

if TYPE_CHECKING:
    from ntm_extract.run.text import TextResult
    from ntm_extract.tabulate import DocumentResult

ROOT = Path(__file__).parents[1]
SMALL = 3_000
TEXTS = bait(SMALL)
SECONDS = 5.0  # of the processor, for a megabyte or less, on a busy machine
LOUD = ("77/88",)  # figures that stand only where no reader of a page sees them
PARQUET = {".parquet", ".json", ".jsonl"}


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    extract_text(framed("5 xã"))


def extract_one(found: Input | InputFailure, data: bytes | None, bounds: Bounds) -> DocumentResult | Failure:
    document = read_one(found, data, bounds)
    return document if isinstance(document, Failure) else extract_alone(document, bounds)


def is_read(found: object) -> bool:
    rows = getattr(found, "communes", ())
    return any("9/12 xã" in row.quote for row in rows)


def check_rows(text: str, found: TextResult) -> None:
    """Every row quotes what it says, and no number is none."""
    for table in (found.figures, found.communes, found.poverty, found.ocop):
        for row in table:
            assert 0 <= row.char_start < row.char_end <= len(text)
            assert row.quote == text[row.char_start : row.char_end]
    for figure in found.figures:
        for value in (figure.value, figure.value_upper, figure.denominator):
            assert value is None or math.isfinite(value)
        assert figure.denominator is None or figure.denominator > 0
    assert found.pandas("figures").shape[0] == len(found.figures)


def read_bounded(text: str, seconds: float = SECONDS) -> TextResult:
    start = time.process_time()
    with at_most(12 * seconds):
        found = extract_text(text)
    assert time.process_time() - start < seconds
    return found


def test_there_are_many_cases() -> None:
    assert len(BYTES) + len(PAGES) + len(numbers()) + len(TEXTS) > 450


@pytest.mark.parametrize("name", TEXTS)
def test_a_sentence_behind_a_flood_of_words_is_read(name: str) -> None:
    text = framed(TEXTS[name])
    found = read_bounded(text)
    check_rows(text, found)
    assert is_read(found)


@pytest.mark.parametrize("name", numbers())
def test_a_number_that_is_none_has_no_value(name: str) -> None:
    text = framed(f"Toàn huyện có {numbers()[name]} xã đạt chuẩn nông thôn mới.")
    found = read_bounded(text)
    check_rows(text, found)
    assert is_read(found)


def outcome(name: str, form: str, data: bytes) -> str:
    path = f"{name}.{form}"
    start = time.process_time()
    found = extract_one(Input(path, path, form, None, data), data, Bounds(12 * SECONDS))
    assert time.process_time() - start < SECONDS
    if isinstance(found, Failure):
        assert found.message
        return found.code
    assert not any(loud in row.quote for row in found.figures for loud in LOUD)
    return "read" if is_read(found) else "text"


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_honest_text(name: str) -> None:
    make, expected = BYTES[name]
    assert outcome(name, "txt", make()) == expected


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_are_no_honest_pages(name: str) -> None:
    make, expected = PAGES[name]
    assert outcome(name, "html", make()) == expected


@pytest.mark.parametrize("name", ["a share", "a name", "a row", "tags", "fences", "links of markdown", "emphasis"])
def test_floods_of_markdown(name: str) -> None:
    unit = WORDS.get(name) or PHRASES[name] + "\n"
    assert outcome(name, "md", framed(unit * (SMALL // len(unit))).encode()) == "read"


# ---- names, folders, files


NAMES = {
    "a line end": "a\nb.txt",
    "a tab": "a\tb.txt",
    "an escape": "a\x1b[31m.txt",
    "turned round": "\u202etxt.exe.txt",
    "zero width": "\u200b.txt",
    "not UTF-8": "a\udcff.txt",
    "nothing but an ending twice": "a.txt.txt",
    "blanks": "   .txt",
    "a blank at the end": "a .txt",
    "two dots": "..a.txt.",
    "quotes": "a\"'`$(b).txt",
    "a star": "*?[a].txt",
    "a hyphen": "--output=x.txt",
    "a percent": "%00%2e%2e.txt",
    "a backslash": "..\\..\\a.txt",
    "a formula": "=cmd|'!A1.txt",
    "an at sign": "@SUM(1).txt",
    "of 255 bytes": "a" * 251 + ".txt",
    "of 255 bytes of letters": "ế" * 83 + "a" * 2 + ".txt",
    "apart": "e\u0301.txt",
    "together": "\u00e9.txt",
    "emoji": "👨‍👩‍👧.txt",
    "the name of a device": "con.txt",
    "capitals of the ending": "a.TXT",
    "a private character": "\ue000.txt",
}


def make_file(folder: Path, name: str) -> bool:
    try:
        (folder / name).write_text(framed(""), encoding="utf-8")
    except (OSError, UnicodeError):  # a file system that refuses the name
        return False
    return True


def test_files_of_any_name_are_read(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    made = [name for name in NAMES.values() if make_file(corpus, name)]
    hidden = [name for name in made if name.startswith(".") or not name.lower().endswith(".txt")]
    summary = extract_corpus(corpus, tmp_path / "out")
    assert (summary.documents, summary.failed) == (len(made) - len(hidden), 0)
    rows = read_tables(tmp_path / "out", ["documents"])["documents"].to_pylist()
    assert len({row["doc_id"] for row in rows}) == len(rows)
    for row in rows:
        row["doc_id"].encode()  # what was no UTF-8 is written so that it can be


def test_what_a_run_writes_is_no_spreadsheet(tmp_path: Path) -> None:
    """Cells that begin with = + - @ run as formulas in a spreadsheet: nothing here writes one, and quotes stay as they are."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "=1+1.txt").write_text(framed("=2+2 hộ nghèo; +9 hộ nghèo; @3 hộ nghèo; -4 hộ nghèo."), encoding="utf-8")
    extract_corpus(corpus, tmp_path / "out")
    written = {path.suffix for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert ".parquet" in written
    assert not written & {".csv", ".tsv", ".xls", ".xlsx", ".ods"}
    rows = read_tables(tmp_path / "out", ["documents"])["documents"].to_pylist()
    assert rows[0]["doc_id"] == "=1+1.txt"
    for source in Path(ntm_extract.__file__).parent.rglob("*.py"):
        assert "to_csv" not in (code := source.read_text(encoding="utf-8")), source
        assert "to_excel" not in code, source


def found_in(folder: Path, **options: Limits) -> dict[str, str]:
    """What each file of a folder comes to."""
    results = {}
    for item in iter_inputs([str(folder)]):
        if isinstance(item, InputFailure | Input):
            limits = options.get("limits", Limits())
            result = extract_one(item, None, Bounds(SECONDS, limits.max_bytes))
            results[item.doc_id] = result.code if isinstance(result, Failure) else "read" if is_read(result) else "text"
    return results


def test_names_do_not_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b]0;b\x07.txt").write_bytes(b"\0" * 100)
    command = [sys.executable, "-m", "ntm_extract", "extract", str(tmp_path), "-o", str(tmp_path.parent / "out")]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert b"binary" in done.stdout + done.stderr
    assert b"\x07" not in done.stdout + done.stderr
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_link_to_a_pipe_does_not_block(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    os.mkfifo(tmp_path / "pipe")
    (corpus / "pipe.txt").symlink_to(tmp_path / "pipe")
    make_file(corpus, "sound.txt")
    assert found_in(corpus) == {"sound.txt": "read"}


def test_links_and_loops(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "a").mkdir(parents=True)
    make_file(tmp_path, "outside.txt")
    make_file(corpus, "sound.txt")
    (corpus / "a/loop").symlink_to(corpus, target_is_directory=True)
    (corpus / "self.txt").symlink_to(corpus / "self.txt")
    (corpus / "one.txt").symlink_to(corpus / "two.txt")
    (corpus / "two.txt").symlink_to(corpus / "one.txt")
    (corpus / "lost.txt").symlink_to(tmp_path / "nowhere.txt")
    (corpus / "folder.txt").symlink_to(corpus / "a")
    (corpus / "zero.txt").symlink_to("/dev/zero")
    found = found_in(corpus)
    assert found.pop("sound.txt") == "read"
    assert found.items() >= {"lost.txt": "unreadable"}.items()
    assert set(found.values()) <= {"unreadable"}
    assert "zero.txt" not in found


def test_what_is_no_file(tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    (corpus / "x.txt").mkdir(parents=True)
    make_file(corpus / "x.txt", "within.txt")
    make_file(corpus, "sound.txt")
    os.mkfifo(corpus / "pipe.txt")
    place = Path.cwd()
    os.chdir(corpus)  # the path of a socket is short
    try:
        server = socket.socket(socket.AF_UNIX)
        server.bind("socket.txt")
        server.close()
    finally:
        os.chdir(place)
    assert found_in(corpus) == {"sound.txt": "read", "x.txt/within.txt": "read"}


def test_a_deep_tree(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    for _ in range(300):
        folder = folder / "a"
    folder.mkdir(parents=True)
    make_file(folder, "deep.txt")
    assert list(found_in(tmp_path / "corpus").values()) == ["read"]


def test_a_file_of_a_gigabyte_is_too_large(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as stream:
        stream.truncate(1 << 30)  # all hole: no room is taken
    make_file(tmp_path, "sound.txt")
    start = time.process_time()
    assert found_in(tmp_path) == {"huge.txt": "too_large", "sound.txt": "read"}
    assert time.process_time() - start < 10


def test_a_file_that_vanishes_before_it_is_read(tmp_path: Path) -> None:
    make_file(tmp_path, "a.txt")
    make_file(tmp_path, "b.txt")
    items = [item for item in iter_inputs([str(tmp_path)]) if isinstance(item, Input)]
    (tmp_path / "a.txt").unlink()
    results = [extract_one(item, None, Bounds()) for item in items]
    assert isinstance(results[0], Failure)
    assert results[0].code == "unreadable"
    assert is_read(results[1])


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    make_file(tmp_path, "a.txt")
    item = next(item for item in iter_inputs([str(tmp_path)]) if isinstance(item, Input))
    (tmp_path / "a.txt").write_bytes(b"a" * 10_000)
    found = extract_one(item, None, Bounds(SECONDS, 5_000))
    assert isinstance(found, Failure)
    assert found.code == "too_large"


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may read everything can")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    make_file(tmp_path, "a.txt")
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "closed").chmod(0)
    try:
        assert set(found_in(tmp_path).values()) == {"unreadable"}
    finally:
        (tmp_path / "closed").chmod(0o700)


# ---- time that grows with the text and no faster


def test_all_patterns_are_found() -> None:
    found = patterns()
    assert len(found) > 130
    assert any("RULES" in name for name in found)
    assert any("_byline_pattern" in name for name in found)


PATTERNS = patterns()
LONG = 12_000  # where a square would take seconds


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_takes_the_square_of_a_text(name: str) -> None:
    pattern, used = PATTERNS[name], uses(name)
    for text in attacks(pattern, LONG):
        taken = min(seconds_of(pattern, text, 60.0, used) for _ in range(2)) if seconds_of(pattern, text, 60.0, used) > 0.2 else 0
        assert taken < 0.2, text[:80]


def time_of(text: str) -> float:
    start = time.process_time()
    with at_most(240):
        extract_text(text)
    return time.process_time() - start


GROWING = (
    "counted households", "rates that fall", "communes of digits", "named communes", "owners", "marks", "and",
    "a share in commas", "a rate in sentences", "a product in and", "products in lines", "a row in lines", "capitals in lines",
    "a number in lines",
)


def assert_linear(texts: tuple[str, str, str]) -> None:
    """Twice the text, no more than three times the time; measured again on a longer one where the machine was busy."""
    one, two, four = map(framed, texts)
    first, second = time_of(one), time_of(two)
    assert second < 3 * first + 0.1 or time_of(four) < 3 * second + 0.1


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    size = 8_000
    assert_linear((bait(size)[name], bait(2 * size)[name], bait(4 * size)[name]))


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_twice_a_long_text_takes_twice_the_time(name: str) -> None:
    size = 60_000
    assert_linear((bait(size)[name], bait(2 * size)[name], bait(4 * size)[name]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("{} hộ nghèo", 25_000), ("xã Tân Lập", 20_000), ("- Xã Tân Lập có {} hộ nghèo\n", 40_000),
        ("Xã Tân Lập có tỷ lệ hộ nghèo {},5%. ", 20_000), ("Tân Lập | {} | 5,2% | 19\n", 10_000), ("đường bê tông ", 75_000),
    ],
)
def test_a_megabyte_of_one_kind_ends(kind: str, count: int) -> None:
    text = framed(" ".join(kind.replace("{}", str(at)) for at in range(count)))
    found = read_bounded(text, 180)
    assert is_read(found)


MEASURE = """
import resource, sys
from hostile_texts import WORDS, filled, framed
from ntm_extract import extract_text
extract_text(framed(""))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in sys.argv[2:]:
    extract_text(framed(filled(WORDS[name], int(sys.argv[1]))))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is counted in other units")
def test_memory_grows_with_the_text_and_no_faster() -> None:
    size = 300_000
    command = [sys.executable, "-c", MEASURE, str(size), "pairs of digits", "named communes", "letters", "marks", "percentages"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert int(done.stdout) * 1024 < 600 * size  # measured: 200 bytes for each of the text


def test_a_sentence_has_an_end_and_its_rest_is_read() -> None:
    names = ", ".join(f"thôn {at} làm thêm một đoạn đường" for at in range(400))
    text = f"{HEAD}Năm 2023, {names}, và {SENTENCE[0].lower()}{SENTENCE[1:]}"
    assert is_read(extract_text(text))
