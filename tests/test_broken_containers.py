"""Files of many documents that are not what they say: no row is lost in silence, and none holds what is another's."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ntm_extract.corpus.readers import Columns, ColumnsRead, Found, Input, InputFailure, iter_inputs, read_document

NEWS = "Huyện Mường Ảng có {}/9 xã đạt chuẩn nông thôn mới."


def found_in(path: Path, columns: Columns | None = None) -> tuple[dict[str, str], dict[str, str], list[Found]]:
    """Texts and codes by id, and all that was found."""
    found = list(iter_inputs([str(path)], columns=columns))
    texts = {item.doc_id: read_document(item).text for item in found if isinstance(item, Input)}
    return texts, {item.doc_id: item.error.code for item in found if isinstance(item, InputFailure)}, found


# --- web archives


def answer(number: int, length: int = 0) -> bytes:
    """The answer of a web server as a record; ``length`` is how much longer it says it is."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + NEWS.format(number).encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://tin.example/{number}\r\n"
    return f"{head}Content-Length: {len(block) + length}\r\n\r\n".encode() + block + b"\r\n\r\n"


RECORDS = [answer(number) for number in range(1, 4)]
UNSIZED = RECORDS[1].replace(b"Content-Length", b"Content-Longth")


@pytest.mark.parametrize(
    ("data", "texts", "code"),
    [
        (b"".join(RECORDS)[:-9], 2, "truncated"),
        (b"".join(RECORDS)[: -len(RECORDS[2]) + 30], 2, "damaged"),  # within a head
        (b"".join(RECORDS)[: -len(RECORDS[2]) + 8], 2, "truncated"),
        (b"".join(RECORDS)[:-4], 3, None),  # but the blank lines at its end
        (RECORDS[0] + answer(2, 10_000) + RECORDS[2], 1, "truncated"),
        (RECORDS[0] + UNSIZED + RECORDS[2], 1, "damaged"),
        (RECORDS[0] + answer(2, -1) + RECORDS[2], 3, "damaged"),
        (RECORDS[0] + RECORDS[1] + answer(3, -1), 3, "damaged"),
        (RECORDS[0] + answer(2, -30) + b"\r\n" + RECORDS[2], 3, "damaged"),
        (b"".join(RECORDS), 3, None),
    ],
)
def test_records_that_are_not_as_long_as_they_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, texts: int, code: str | None
) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    found, codes, _ = found_in(tmp_path)
    assert list(found) == [f"a.warc#{number}" for number in range(1, texts + 1)]
    assert all(text.count("Huyện") == 1 for text in found.values())
    assert codes == ({} if code is None else {"a.warc": code})
    assert capsys.readouterr() == ("", "")


def test_a_request_that_breaks_off(tmp_path: Path) -> None:
    request = RECORDS[2].replace(b"Type: response", b"Type: metadata")
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(RECORDS[0]) + gzip.compress(request[:-20]))
    found, codes, _ = found_in(tmp_path)
    assert (list(found), codes) == (["a.warc.gz#1"], {"a.warc.gz": "truncated"})


# --- CSV


@pytest.mark.parametrize("end", ["", "\n", '\n"Xã C",2024\n'])
def test_a_quote_that_nothing_closes(tmp_path: Path, end: str) -> None:
    (tmp_path / "a.csv").write_text(f'text,date\nXã A,2023\n"Xã B,2023\nXã D,2022{end.replace(chr(34), "")}', "utf-8")
    found, codes, _ = found_in(tmp_path)
    assert (found, codes) == ({"a.csv#1": "Xã A"}, {"a.csv#2": "bad_record"})


@pytest.mark.parametrize("last", ['"Xã B\nở lại",2023', '"Xã ""B""",2023', 'Xã B,"2023"', "Xã B,2023", 'Xã "B,2023', '"Xã B"\n\n'])
def test_quotes_that_are_closed(tmp_path: Path, last: str) -> None:
    (tmp_path / "a.csv").write_text(f"text,date\nXã A,2023\n{last}", "utf-8")
    found, codes, _ = found_in(tmp_path)
    assert (len(found), codes) == (2, {})


# --- Parquet

TEXTS = [NEWS.format(1), NEWS.format(2)]


def table(path: Path, **columns: Any) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    "column",
    [
        pa.array(TEXTS).dictionary_encode(), pa.array(TEXTS, pa.large_string()), pa.array([text.encode() for text in TEXTS]),
        pa.array([[text] for text in TEXTS]), pa.array([[text] for text in TEXTS], pa.large_list(pa.large_string())),
    ],
    ids=lambda column: str(column.type)[:20],
)
def test_texts_of_every_type(tmp_path: Path, column: Any) -> None:
    found, codes, _ = found_in(table(tmp_path / "a.parquet", text=column))
    assert (list(found.values()), codes) == (TEXTS, {})


def test_columns_that_are_not_read_cost_nothing(tmp_path: Path) -> None:
    others = {
        "a": pa.array([2**62, 0], pa.duration("s")), "b": pa.array([{"text": "x"}] * 2), "c": pa.array([1, 2], pa.time64("ns")),
        "d": pa.array([[("k", 1)]] * 2, pa.map_(pa.string(), pa.int32())), "e": pa.array([[pow(2, 40)]] * 2),
    }
    found, codes, _ = found_in(table(tmp_path / "a.parquet", text=TEXTS, **others))
    assert (list(found.values()), codes) == (TEXTS, {})
    _, codes, seen = found_in(table(tmp_path / "b.parquet", **others))
    assert codes == {"b.parquet": "no_text_column"}
    assert next(item.error.message for item in seen if isinstance(item, InputFailure)).endswith("none that can be read")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (pa.array([2**62, 1_700_000_000_000], pa.timestamp("ms")), [None, "2023-11-14"]),
        (pa.array([-(2**62), 1_700_000_000_000_000], pa.timestamp("us", "UTC")), [None, "2023-11-15"]),
        (pa.array([0, 1_700_000_000_000_000], pa.timestamp("us", "Mars/Olympus")), [None, "2023-11-15"]),
        (pa.array([2**30, 19_675], pa.date32()), [None, "2023-11-14"]),
    ],
    ids=lambda value: str(getattr(value, "type", "")),
)
def test_moments_that_no_calendar_has(tmp_path: Path, dates: Any, expected: list[str | None]) -> None:
    found, codes, seen = found_in(table(tmp_path / "a.parquet", text=TEXTS, published=dates))
    assert (list(found.values()), codes) == (TEXTS, {})
    assert [item.metadata.published for item in seen if isinstance(item, Input)] == expected
    (note,) = [item for item in seen if isinstance(item, ColumnsRead)]
    assert note.unread_dates == 1
