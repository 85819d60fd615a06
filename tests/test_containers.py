"""Files of many documents: records, columns, ids, damage, and what the next run does with them."""

from __future__ import annotations

import gzip
import io
import json
import random
import tracemalloc
import unicodedata
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract import extract_corpus, read_tables
from ntm_extract.corpus.containers import archive, unpack
from ntm_extract.corpus.containers.days import day_of, month_comes_first
from ntm_extract.corpus.containers.marks import Marks
from ntm_extract.corpus.readers import Columns, ColumnsRead, Found, Input, InputFailure, Limits, Skipped, iter_inputs, read_document
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.run.corpus import Settings
from ntm_extract.run.text import open_document
from ntm_extract.summary import summary_lines

from made import docx, paragraph, pdf

NEWS = "Huyện Tuần Giáo có {}/18 xã đạt chuẩn nông thôn mới; tỷ lệ hộ nghèo còn {},4%."
ALONE = Settings(jobs=1)


def news(number: int) -> str:
    return NEWS.format(3 + number % 12, 10 + number % 30)


def found_in(path: Path | str, columns: Columns | None = None, **limits: int) -> list[Found]:
    return list(iter_inputs([str(path)], columns=columns, limits=Limits(**limits)))


def texts(found: list[Found]) -> dict[str, str]:
    return {item.doc_id: read_document(item).text for item in found if isinstance(item, Input)}


def codes(found: list[Found]) -> dict[str, str]:
    return {item.doc_id: item.error.code for item in found if isinstance(item, InputFailure)}


def columns_of(found: list[Found]) -> ColumnsRead:
    (note,) = [item for item in found if isinstance(item, ColumnsRead)]
    return note


def jsonl(path: Path, *records: Any) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


# --- records and columns


def test_json_lines_with_guessed_columns(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "a.jsonl",
        {"Tiêu đề": "Tin huyện", "Nội dung": news(1), "Ngày đăng": "20/11/2023", "link": "https://tin.example/1", "views": 7},
        {"Tiêu đề": "Tin xã", "Nội dung": news(2), "Ngày đăng": "hôm qua"},
    )
    found = found_in(path)
    first, second, note = found
    assert isinstance(first, Input)
    assert (first.doc_id, first.source) == ("a.jsonl#1", f"{path}#1")
    document = read_document(first)
    assert document.text == f"Tin huyện\n\n{news(1)}"
    assert (document.metadata.title, document.metadata.published, document.metadata.url) == (
        "Tin huyện", "2023-11-20", "https://tin.example/1",
    )
    assert isinstance(second, Input)
    assert second.metadata.published is None
    assert isinstance(note, ColumnsRead)
    assert note.columns == Columns("Nội dung", "Tiêu đề", "Ngày đăng", "link")
    assert note.guessed == ("text", "title", "date", "url")
    assert (note.unread_dates, note.unread_date) == (1, "hôm qua")


def test_named_columns_win_and_may_lie_deeper(tmp_path: Path) -> None:
    record = {"text": "kept short", "body": {"vi": news(1)}, "date": "2020-01-01", "meta": {"day": 1700438400}}
    path = jsonl(tmp_path / "a.jsonl", record)
    found = found_in(path, Columns(text="body.vi", date="meta.day"))
    assert texts(found) == {"a.jsonl#1": news(1)}
    assert found[0].metadata.published == "2023-11-20"  # type: ignore[union-attr]
    assert columns_of(found).guessed == ()


def test_the_longest_column_is_the_text_when_no_name_says_so(tmp_path: Path) -> None:
    long = " ".join(map(news, range(9)))
    assert texts(found_in(jsonl(tmp_path / "a.jsonl", {"c1": "x", "c2": long}))) == {"a.jsonl#1": long}
    (failure,) = found_in(jsonl(tmp_path / "b.jsonl", {"c1": "x", "c2": "y"}))
    assert isinstance(failure, InputFailure)
    assert failure.error.code == "no_text_column"
    assert "c1, c2" in failure.error.message
    assert "--text-column" in failure.error.hint
    (failure,) = found_in(tmp_path / "b.jsonl", Columns(text="c1", date="when"))
    assert isinstance(failure, InputFailure)
    assert "'when'" in failure.error.message


def test_the_date_of_a_crawl_is_no_date_of_publication(tmp_path: Path) -> None:
    found = found_in(jsonl(tmp_path / "a.jsonl", {"text": news(1), "date": "2023-01-02", "dump": "CC-MAIN-2023-06"}))
    assert columns_of(found).columns.date is None


def test_a_bad_record_ends_nothing(tmp_path: Path) -> None:
    lines = [
        {"text": news(1)}, "{cut off", [1], {"text": None}, {"text": 5}, {"text": ""}, {"text": "x" * 900}, {"text": news(2)},
        {"text": ["Một.", "Hai."]},
    ]  # fmt: skip
    raw = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n\n" for line in lines).encode()
    (tmp_path / "a.jsonl").write_bytes(raw + b'{"text": "\xff"}\n' + b"[" * 700 + b"\n")
    found = found_in(tmp_path / "a.jsonl", max_bytes=800)
    assert codes(found) == {
        "a.jsonl#2": "bad_record", "a.jsonl#3": "bad_record", "a.jsonl#4": "no_text", "a.jsonl#5": "wrong_type",
        "a.jsonl#7": "too_large", "a.jsonl#10": "bad_record", "a.jsonl#11": "bad_record",
    }  # fmt: skip
    assert texts(found) == {"a.jsonl#1": news(1), "a.jsonl#6": "", "a.jsonl#8": news(2), "a.jsonl#9": "Một.\n\nHai."}
    assert all(item.error.message.startswith("record ") for item in found if isinstance(item, InputFailure))


def test_ids_of_records(tmp_path: Path) -> None:
    names: list[Any] = ["x", "x", 7, None, "x~2", "x", " a\nb "]
    path = jsonl(tmp_path / "a.jsonl", *({"text": news(1), "key": name} for name in names))
    found = found_in(path, Columns(id="key"))
    assert list(texts(found)) == [f"a.jsonl#{name}" for name in ("x", "x~2", "7", "4", "x~2~5", "x~6", "a b")]


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 30).map(lambda number: number << 10), max_size=300))
def test_marks_are_a_set(numbers: list[int]) -> None:
    marks, known = Marks(), set()
    for number in numbers:
        assert marks.add(number) == ((number or 1) not in known)
        known.add(number or 1)


def test_marks_take_little_memory() -> None:
    tracemalloc.start()
    marks = Marks()
    generator = random.Random(7)  # noqa: S311 - of no secret
    assert all(marks.add(generator.getrandbits(64)) for _ in range(60_000))
    assert tracemalloc.get_traced_memory()[1] < 60_000 * 25
    tracemalloc.stop()


def test_html_in_records(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "a.jsonl",
        {"content": "<p>Xã đạt <b>15</b> tiêu chí.</p><p>Hết.</p>", "title": "Tin"}, {"content": "5 < 7", "title": "Tin"},
    )
    found = found_in(path)
    assert texts(found) == {"a.jsonl#1": "Tin\n\nXã đạt 15 tiêu chí.\n\nHết.", "a.jsonl#2": "Tin\n\n5 < 7"}
    assert read_document(found[0]).metadata.title == "Tin"  # type: ignore[arg-type]


def test_metadata_of_the_source_reach_the_tables_and_win(tmp_path: Path) -> None:
    text = "Tỷ lệ hộ nghèo năm nay còn 22,4%."
    head = "<head><title>Tin</title><meta property='article:published_time' content='2019-06-05'></head>"
    page = f"<html>{head}<body><p>Huyện Tuần Giáo. {text}"
    record = {"title": "Huyện Tuần Giáo giảm nghèo", "date": "2022-11-20T23:30:00Z", "url": "https://a.example/1"}
    jsonl(tmp_path / "a.jsonl", {"text": text, **record}, {"text": page, **record})
    extract_corpus(tmp_path / "a.jsonl", tmp_path / "out", settings=ALONE)
    tables = read_tables(tmp_path / "out")
    found = [(row["title"], row["published"]) for row in tables["documents"].to_pylist()]
    assert found == [("Huyện Tuần Giáo giảm nghèo", "2022-11-21")] * 2
    assert [row["time_period"] for row in tables["poverty"].to_pylist()] == ["2022", "2022"]
    assert tables["poverty"]["ref_area"][0].as_py() == "Tuần Giáo", "what only the title names holds for the text"


# --- days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-11-20", "2023-11-20"), ("2023-11-20 08:30:00", "2023-11-20"), ("2023-11-20T20:00:00+00:00", "2023-11-21"),
        ("20/11/2023", "2023-11-20"), ("3.4.2023", "2023-04-03"), ("Thứ hai, 20/11/2023 08:30 (GMT+7)", "2023-11-20"),
        ("08:30 20-11-2023", "2023-11-20"), ("20231120", "2023-11-20"), (20231120, "2023-11-20"), ("1700438400", "2023-11-20"),
        (1700438400000, "2023-11-20"), (1700438400.5, "2023-11-20"), ("Mon, 20 Nov 2023 20:00:00 GMT", "2023-11-21"),
        ("11/2023", "2023-11"), ("2023", "2023"), (2023, "2023"), (date(2023, 11, 20), "2023-11-20"),
        (datetime(2023, 11, 20, 18, tzinfo=UTC), "2023-11-21"), ("2023/11/20", "2023-11-20"),
        ("32/01/2023", None), ("hôm qua", None), ("", None), (True, None), (17, None), (float("nan"), None), ([], None),
        ("0001-01-01", None),
    ],
)  # fmt: skip
def test_days(written: Any, day: str | None) -> None:
    assert day_of(written) == day


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans()))
def test_any_value_is_a_day_or_none(value: Any) -> None:
    day = day_of(value)
    assert day is None or 1975 <= int(day[:4]) < 2100


def test_the_column_shows_which_part_is_the_month(tmp_path: Path) -> None:
    assert month_comes_first(["3/4/2023", "11/20/2023"])
    assert not month_comes_first(["20/11/2023", "3/4/2023"])
    assert not month_comes_first(["3/4/2023"])
    found = found_in(jsonl(tmp_path / "a.jsonl", {"text": "a", "date": "3/4/2023"}, {"text": "b", "date": "11/20/2023"}))
    assert [item.metadata.published for item in found if isinstance(item, Input)] == ["2023-03-04", "2023-11-20"]
    assert columns_of(found).month_first


# --- csv, parquet


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize(("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("\t", "a.csv")])
def test_csv(tmp_path: Path, encoding: str, delimiter: str, name: str) -> None:
    text = 'Các xã của tỉnh: 12/18 xã,\n"đạt" chuẩn; nghèo còn 9,4%'
    rows = [["id", "noi_dung", "ngay"], ["1", text, "20/11/2023"], ["2", "Xã A", ""]]
    content = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + "\r\n"
    data = b"".join(map(cp1258, content)) if encoding == "cp1258" else content.encode(encoding)
    (tmp_path / name).write_bytes(data)
    found = found_in(tmp_path / name)
    assert [unicodedata.normalize("NFC", read) for read in texts(found).values()] == [text, "Xã A"]
    assert columns_of(found).columns == Columns("noi_dung", None, "ngay")
    assert [item.metadata.published for item in found if isinstance(item, Input)] == ["2023-11-20", None]


def cp1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        base, *marks = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        rest = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark != tone))
        return (rest + tone).encode("cp1258")


def test_rows_that_do_not_fit_their_names(tmp_path: Path) -> None:
    rows = ["text,date", "Xã A đạt,2023-01-01", "Xã B, xã C,2023-01-02", "Xã D", "", "x" * 300 + ",", "Xã E,", ""]
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    found = found_in(tmp_path / "a.csv", max_bytes=200)
    assert texts(found) == {"a.csv#1": "Xã A đạt", "a.csv#3": "Xã D", "a.csv#5": "Xã E"}
    assert codes(found) == {"a.csv#2": "bad_record", "a.csv#4": "too_large"}


def test_parquet(tmp_path: Path) -> None:
    table = pa.table({
        "content": [news(1), None, "x" * 500], "published_at": pa.array([1700438400, None, 0], pa.timestamp("s", "UTC")),
        "parts": [[1], [2], None], "title": ["Tin", "", None],
    })  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    found = found_in(tmp_path / "a.parquet", max_bytes=400)
    assert texts(found) == {"a.parquet#1": f"Tin\n\n{news(1)}"}
    assert found[0].metadata.published == "2023-11-20"  # type: ignore[union-attr]
    assert codes(found) == {"a.parquet#2": "no_text", "a.parquet#3": "too_large"}
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[:-20])
    assert codes(found_in(tmp_path / "a.parquet")) == {"a.parquet": "damaged"}


def test_records_of_too_many_values(tmp_path: Path) -> None:
    many = ",".join(["{}"] * 1_000_002)
    wide = ",".join(f'"{number}":1' for number in range(10_001))
    (tmp_path / "a.jsonl").write_text(f'{{"text":"a","b":[{many}]}}\n{{"text":"a",{wide}}}\n{{"text":"b"}}\n', "utf-8")
    found = found_in(tmp_path / "a.jsonl")
    assert codes(found) == {"a.jsonl#1": "too_large", "a.jsonl#2": "too_large"}
    assert texts(found) == {"a.jsonl#3": "b"}
    (tmp_path / "b.csv").write_text("text," * 10_001 + "\na\n", "utf-8")
    assert codes(found_in(tmp_path / "b.csv")) == {"b.csv": "too_large"}
    pq.write_table(pa.table({f"c{number}": [1] for number in range(10_001)}), tmp_path / "c.parquet")
    assert codes(found_in(tmp_path / "c.parquet")) == {"c.parquet": "too_large"}


def test_a_record_of_many_lines_has_an_end(tmp_path: Path) -> None:
    rows = ["text,date", "Xã A,2023-01-01", '"a' + '\n","a' * 50 + '"', "Xã B,2023-01-02", ""]
    (tmp_path / "a.csv").write_text("\n".join(rows), "utf-8")
    found = found_in(tmp_path / "a.csv", max_bytes=100)
    assert texts(found)["a.csv#1"] == "Xã A"
    assert list(texts(found).values())[-1] == "Xã B"
    assert "too_large" in codes(found).values()


def test_what_a_parquet_file_unpacks_to_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "FREE", 20_000_000)
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 3000, pa.int32()), pa.array(["a" * 100_000]))
    pq.write_table(pa.table({"text": column}), tmp_path / "a.parquet", compression="zstd", store_schema=False)
    found = found_in(tmp_path / "a.parquet")
    assert codes(found) == {"a.parquet": "too_large"}
    assert 100 < len(texts(found)) < 300


def test_memory_does_not_grow_with_a_group_of_rows(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        long = [f"{number} {news(number)} " * 40 for number in range(number)]
        pq.write_table(
            pa.table({"text": long}), tmp_path / "a.parquet", row_group_size=number, use_dictionary=False, compression=None
        )
        pool = pa.proxy_memory_pool(pa.system_memory_pool())
        before = pa.default_memory_pool()
        pa.set_memory_pool(pool)
        try:
            for _ in iter_inputs([str(tmp_path / "a.parquet")]):
                pass
        finally:
            pa.set_memory_pool(before)
        return int(pool.max_memory())

    assert peak(12_000) < peak(1_000) + 3_000_000


# --- web archives


def warc(kind: str, uri: str, block: bytes, content_type: str = "application/http; msgtype=response") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-05-06T00:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{len(block)}>\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def http(body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{more}\r\n".encode() + body


@pytest.mark.parametrize("packed", [False, True])
def test_web_archives(tmp_path: Path, packed: bool) -> None:
    page = f"<html><head><title>Tin</title></head><body><p>{news(1)}</p></body></html>".encode()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    records = [
        warc("warcinfo", "", b"software: x\r\n", "application/warc-fields"),
        warc("response", "https://tin.example/1", http(page)),
        warc("response", "https://tin.example/2", http(chunked, more="Transfer-Encoding: chunked\r\n")),
        warc("response", "https://tin.example/3", http(gzip.compress(page), more="Content-Encoding: gzip\r\n")),
        warc("response", "https://tin.example/4", http(b"\x89PNG", "image/png")),
        warc("response", "https://tin.example/5", http(page, status="404 Not Found")),
        warc("conversion", "https://tin.example/6", news(6).encode(), "text/plain"),
        warc("response", "https://tin.example/7", http(b"<p>" + b"x" * 5000)),
        warc("request", "https://tin.example/8", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
    ]
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(gzip.compress(record) if packed else record for record in records))
    found = found_in(path, max_bytes=1000)
    name = path.name
    assert texts(found) == {f"{name}#2": news(1), f"{name}#3": news(1), f"{name}#4": news(1), f"{name}#7": news(6)}
    assert codes(found) == {f"{name}#8": "too_large"}
    document = read_document(found[0])  # type: ignore[arg-type]
    assert (document.metadata.url, document.metadata.title, document.metadata.published) == ("https://tin.example/1", "Tin", None)
    (left,) = [item for item in found if isinstance(item, Skipped)]
    assert (left.what, dict(left.extensions)) == ("records", {"image/png": 1, "status 404": 1})


def test_a_web_archive_that_breaks_off(tmp_path: Path) -> None:
    records = [warc("conversion", f"https://a.example/{n}", news(n).encode(), "text/plain") for n in range(5)]
    whole = b"".join(records)
    (tmp_path / "a.wet").write_bytes(whole[: len(whole) - 60])
    found = found_in(tmp_path / "a.wet")
    assert list(texts(found)) == [f"a.wet#{n}" for n in range(1, 5)]
    assert codes(found) == {"a.wet": "truncated"}
    packed = b"".join(map(gzip.compress, records))
    (tmp_path / "a.wet.gz").write_bytes(packed[: len(packed) - 60])
    found = found_in(tmp_path / "a.wet.gz")
    assert list(texts(found)) == [f"a.wet.gz#{n}" for n in range(1, 5)]
    assert codes(found) == {"a.wet.gz": "truncated"}
    (tmp_path / "b.warc").write_bytes(b"no archive at all\n" * 50)
    assert codes(found_in(tmp_path / "b.warc")) == {"b.warc": "damaged"}


# --- zip, gzip, zstd


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return path


def test_members_of_zip_archives(tmp_path: Path) -> None:
    table = io.BytesIO()
    pq.write_table(pa.table({"text": [news(8)]}), table)
    path = zipped(tmp_path / "a.zip", {
        "xã/b.txt": news(1).encode(), "a.html": b"<p>Xin", "c.docx": docx(paragraph(news(2))), "d.pdf": pdf([(60, 700, news(3))]),
        "e.jsonl": json.dumps({"text": news(4)}).encode(), "f.csv.gz": gzip.compress(f"text\n{news(5)}\n".encode()),
        "g.txt.gz": gzip.compress(news(6).encode()), "h.parquet": table.getvalue(), "anh.png": b"?", "in.zip": b"PK",
        ".hidden.txt": b"x", "__MACOSX/a.txt": b"x", "big.txt": b"x" * 90_000,
    })  # fmt: skip
    found = found_in(path, max_bytes=80_000)
    assert texts(found) == {
        "a.zip/a.html": "Xin", "a.zip/c.docx": news(2), "a.zip/d.pdf": news(3), "a.zip/e.jsonl#1": news(4),
        "a.zip/f.csv.gz#1": news(5), "a.zip/g.txt.gz": news(6), "a.zip/h.parquet#1": news(8), "a.zip/xã/b.txt": news(1),
    }  # fmt: skip
    assert codes(found) == {"a.zip/big.txt": "too_large"}
    (left,) = [item for item in found if isinstance(item, Skipped)]
    assert dict(left.extensions) == {".png": 1, ".zip": 1}


def test_bad_zip_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": news(1).encode() * 50, "b.txt": news(2).encode()})
    data = bytearray(path.read_bytes())
    data[40:60] = b"?" * 20
    path.write_bytes(data)
    found = found_in(path)
    assert codes(found) == {"a.zip/a.txt": "damaged"}
    assert list(texts(found)) == ["a.zip/b.txt"]
    path.write_bytes(data[:50])
    assert codes(found_in(path)) == {"a.zip": "damaged"}
    zipped(path, {"a.txt": b"x"})
    data = bytearray(path.read_bytes())
    for at in (6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    path.write_bytes(data)
    assert codes(found_in(path)) == {"a.zip/a.txt": "encrypted"}
    monkeypatch.setattr(unpack, "FREE", 100_000)
    zipped(path, {f"{number}.txt": b"x" * 60_000 for number in range(9)})
    found = found_in(path)
    assert codes(found)["a.zip"] == "too_large"
    assert len(found) < 9
    monkeypatch.setattr(archive, "_MOST_MEMBERS", 3)
    assert codes(found_in(path)) == {"a.zip": "too_large"}


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_compressed_files(tmp_path: Path, ending: str) -> None:
    def pack(name: str, data: bytes) -> None:
        packed = gzip.compress(data) if ending == ".gz" else pa.compress(data, "zstd", asbytes=True)
        (tmp_path / (name + ending)).write_bytes(packed)

    pack("a.txt", news(1).encode())
    pack("b.jsonl", b"".join(json.dumps({"text": news(n)}).encode() + b"\n" for n in range(3)))
    pack("c.docx", docx(paragraph(news(2))))
    pack("d.png", b"x")
    found = found_in(tmp_path)
    assert list(texts(found)) == [f"a.txt{ending}", *(f"b.jsonl{ending}#{n}" for n in (1, 2, 3)), f"c.docx{ending}"]
    assert [item.extensions for item in found if isinstance(item, Skipped)] == [((f".png{ending}", 1),)]
    pack("a.txt", b"x" * 5000)
    summary = extract_corpus(tmp_path / f"a.txt{ending}", tmp_path / "out", settings=ALONE)
    assert summary.failed == 0
    whole = (tmp_path / f"a.txt{ending}").read_bytes()
    (tmp_path / f"a.txt{ending}").write_bytes(whole[: len(whole) // 2])
    assert extract_corpus(tmp_path / f"a.txt{ending}", tmp_path / "out", settings=ALONE).failures[0].code == "truncated"
    (tmp_path / f"a.txt{ending}").write_bytes(b"no such thing")
    assert extract_corpus(tmp_path / f"a.txt{ending}", tmp_path / "out", settings=ALONE).failures[0].code == "damaged"


def test_a_container_that_breaks_off_gives_what_stands_before(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"text": f"{news(n)} {n * 7919}"}).encode() + b"\n" for n in range(5000))
    packed = gzip.compress(lines)
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    found = found_in(tmp_path / "a.jsonl.gz")
    assert codes(found) == {"a.jsonl.gz": "truncated"}
    number = len(texts(found))
    assert 2000 < number < 3000
    assert list(texts(found)) == [f"a.jsonl.gz#{n}" for n in range(1, number + 1)]
    assert columns_of(found).columns.text == "text"


def test_traps_end_in_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "FREE", 20_000_000)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"0" * 60_000_000, 1))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"0" * 10_000_000))
    tracemalloc.start()
    try:
        first, second = found_in(tmp_path, max_bytes=1_000_000)
        assert isinstance(second, Input)
        assert codes([first]) == {"a.jsonl.gz": "too_large"}
        with pytest.raises(DocumentError) as caught:
            read_document(second, Limits(1_000_000))
        assert caught.value.code == "too_large"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_container(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        with gzip.open(tmp_path / "a.jsonl.gz", "wb", 1) as stream:
            for n in range(number):
                stream.write(json.dumps({"text": f"{news(n)} " * 20}).encode() + b"\n")
        tracemalloc.start()
        for _ in iter_inputs([str(tmp_path / "a.jsonl.gz")]):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    small = peak(200)
    assert peak(4000) < small + 300_000


@given(st.data())
def test_no_damage_ends_a_run(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(_WHOLE)))
    damaged = bytearray(_WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as folder:
        path = Path(folder, f"a{kind}")
        path.write_bytes(damaged[: data.draw(st.integers(1, len(damaged)))])
        for item in found_in(path):
            if isinstance(item, Input):
                with suppress(DocumentError):
                    read_document(item)


def _parquet(text: str) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table({"text": [text] * 3, "date": ["2023-01-01"] * 3}), stream)
    return stream.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


_WHOLE = {
    ".parquet": _parquet(news(1)),
    ".zip": _zip({"a.txt": news(1).encode(), "b.jsonl": b'{"text": "a"}\n', "c.docx": docx(paragraph(news(2)))}),
    ".warc": warc("response", "https://a.example/", http(b"<p>Xin")) + warc("conversion", "https://a.example/", b"a", "text/plain"),
    ".warc.gz": gzip.compress(warc("response", "https://a.example/", http(gzip.compress(b"a"), more="Content-Encoding: gzip\r\n"))),
    ".jsonl.gz": gzip.compress(b'{"text": "a"}\n' * 9),
    ".csv": b'text;date\n"a";2023-01-01\nb;c\n',
    ".jsonl.zst": pa.compress(b'{"text": "a"}\n' * 9, "zstd", asbytes=True),
    ".docx": docx(paragraph(news(1))),
    ".pdf": pdf([(60, 700, news(1))]),
}


# --- runs


@pytest.mark.parametrize("how", [ALONE, Settings(jobs=2)], ids=["one", "two"])
def test_the_next_run_reads_what_is_new(tmp_path: Path, how: Settings) -> None:
    records = [{"text": news(n), "id": n} for n in range(300)]
    folder = tmp_path / "in"
    folder.mkdir()
    jsonl(folder / "a.jsonl", *records)
    (folder / "b.txt").write_text(news(1), "utf-8")
    summary = extract_corpus(folder, tmp_path / "out", settings=how)
    assert (summary.documents, summary.extracted) == (301, 301)
    assert extract_corpus(folder, tmp_path / "out", settings=how).extracted == 0
    records[200]["text"] = news(301) + " Sửa."
    jsonl(folder / "a.jsonl", *records, {"text": "Thêm.", "id": 300})
    assert extract_corpus(folder, tmp_path / "out", settings=how).extracted == 2
    records[5]["date"] = "2020-05-05"
    jsonl(folder / "a.jsonl", *records)
    assert extract_corpus(folder, tmp_path / "out", settings=how).extracted == 1, "its day of publication has changed"


def test_several_sources_are_put_in_order_before_containers_are_opened(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    jsonl(tmp_path / "one" / "b.jsonl", *({"text": news(n)} for n in range(12)))
    (tmp_path / "two" / "a.txt").write_text("Xã A", "utf-8")
    (tmp_path / "two" / "c.txt").write_text("Xã C", "utf-8")
    extract_corpus([tmp_path / "one", tmp_path / "two"], tmp_path / "out", settings=ALONE)
    names = read_tables(tmp_path / "out", ["documents"])["documents"]["doc_id"].to_pylist()
    assert names == ["a.txt", *(f"b.jsonl#{n}" for n in range(1, 13)), "c.txt"]


def test_files_that_hold_nothing_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,title\n", "utf-8")
    (tmp_path / "b.jsonl").touch()
    (tmp_path / "c.warc").touch()
    zipped(tmp_path / "d.zip", {"e.jsonl": b"", "f.txt": news(1).encode()})
    zipped(tmp_path / "g.zip", {})
    summary = extract_corpus(tmp_path, tmp_path / "out", settings=ALONE)
    assert (summary.documents, summary.failed) == (1, 0)
    assert f"no document in {tmp_path}/a.csv and 4 more: nothing stands there" in summary_lines(summary)
    assert summary.as_dict()["without_documents"] == {"first_source": f"{tmp_path}/a.csv", "files": 5}


def test_guesses_are_said(tmp_path: Path) -> None:
    for name in ("a", "b"):
        jsonl(tmp_path / f"{name}.jsonl", {"body": news(1), "ngay": "không rõ"})
    summary = extract_corpus(tmp_path, tmp_path / "out", settings=ALONE)
    said = "\n".join(summary_lines(summary))
    assert f"columns of {tmp_path}/a.jsonl and 1 more: text = body (guessed), date = ngay (guessed)" in said
    assert "--text-column NAME" in said
    assert "2 dates cannot be read and were left out, such as 'không rõ'" in said
    (told,) = summary.as_dict()["columns"]
    assert (told["columns"], told["guessed"], told["files"]) == ({"text": "body", "date": "ngay"}, ["text", "date"], 2)


def test_one_document_of_many_can_be_opened(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"text": news(1)}, {"text": news(2)})
    assert open_document(f"{path}#2").text == news(2)
    inside = zipped(tmp_path / "b.zip", {"x/c.txt": news(3).encode(), "d.jsonl": path.read_bytes()})
    assert open_document(f"{inside}/x/c.txt").text == news(3)
    assert open_document(f"{inside}/d.jsonl#1").text == news(1)
    jsonl(tmp_path / "named.jsonl", {"text": "Tin vắn", "noi_dung_goc": news(4), "ma": "x9"})
    assert open_document(f"{tmp_path}/named.jsonl#x9", Columns(text="noi_dung_goc", id="ma")).text == news(4)
    for wrong in (f"{path}#9", str(path), f"{inside}/none.txt", str(tmp_path / "none.txt")):
        with pytest.raises(NtmError):
            open_document(wrong)


def test_tables_of_a_run_are_no_documents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(news(1), "utf-8")
    extract_corpus(tmp_path, tmp_path / "sub" / "out", settings=ALONE)
    assert list(texts(found_in(tmp_path))) == ["a.txt"]
    kept = (tmp_path / "sub" / "out" / "documents.parquet").read_bytes()
    (tmp_path / "copy.parquet").write_bytes(kept)
    assert codes(found_in(tmp_path)) == {"copy.parquet": "own_table"}


# --- lists


def test_lists_of_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one/a.txt", "two/b.txt", "c.txt", "@d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Xã", "utf-8")
    (tmp_path / "list.txt").write_text("\ufeff# các thư mục\n\none\n two \n", "utf-8")
    found = [item.doc_id for item in iter_inputs(["@list.txt", "c.txt", "@d.txt"]) if isinstance(item, Input)]
    assert found == ["a.txt", "b.txt", "c.txt", "@d.txt"]
    for content, code in (("@list.txt", "nested_list"), ("# nothing", "no_source"), ("nowhere", "source_missing")):
        (tmp_path / "bad.txt").write_text(content, "utf-8")
        with pytest.raises(NtmError) as caught:
            iter_inputs(["@bad.txt"])
        assert caught.value.code == code
    with pytest.raises(NtmError):
        extract_corpus("@list.txt", tmp_path / "one", settings=ALONE)
    with pytest.raises(NtmError):
        iter_inputs(["@none.txt"])
