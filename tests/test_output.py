"""The tables as files: declared once, written fast and all together, the same bytes for the same rows."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import typing
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ntm_extract.errors import NtmError
from ntm_extract.output import publish
from ntm_extract.output.arrays import arrow_schema, to_batch
from ntm_extract.output.columns import OBSERVATION_TABLES, TABLES, table_named
from ntm_extract.output.rows import ROW_CLASSES, CommunesRow, DocumentsRow, FiguresRow, OcopRow
from ntm_extract.output.tables import read_tables
from ntm_extract.output.writer import TableWriter

VERSIONS = {"rules_version": "r1", "program_version": "0.1.0"}


def figure(doc_id: str = "a.txt", start: int = 0, **changes: Any) -> FiguresRow:
    quote = changes.get("quote", "gần 30/41 xã")
    row = FiguresRow(
        doc_id, start, start + len(quote), "ratio", quote, 30.0, None, 41.0, "commune", None, "less_than", None,
        "number.ratio", 1, None,
    )
    return row._replace(**changes)


def document(
    doc_id: str = "a.txt", text: str | None = "Tỉnh có gần 30/41 xã đạt chuẩn.", **changes: Any
) -> DocumentsRow:
    row = DocumentsRow(
        doc_id, f"corpus/{doc_id}", None, "txt", "utf-8", "0" * 64, None, None, None, None, "2024-05", "dateline", "Bắc Kạn",
        len(text or ""), 1, 1, "ok", None, text, "0.1.0", "r1",
    )
    return row._replace(**changes)


def commune(doc_id: str = "a.txt", start: int = 8, **changes: Any) -> CommunesRow:
    row = CommunesRow(
        "communes_ntm", 30.0, None, 41.0, "commune", "less_than", "level", None, "actual", "Bắc Kạn", "province", "06",
        "2024", "Bắc Kạn", "2024-05", dt.date(2024, 5, 1), dt.date(2024, 5, 31), None, "clause", "document", "sentence",
        doc_id, start, start + 12, "gần 30/41 xã", "Tỉnh có gần 30/41 xã đạt chuẩn.", "communes.meet", "standard",
        None, None, None,
    )
    return row._replace(**changes)


def ocop(**changes: Any) -> OcopRow:
    row = OcopRow(*commune()[:27], stars_min=3, stars_max=5, potential=False)
    return row._replace(indicator="ocop_products", unit_measure="product", **changes)


def write(folder: Path, rows: dict[str, list[Any]], **options: Any) -> None:
    with TableWriter(folder, **(VERSIONS | options)) as writer:
        for name, table_rows in rows.items():
            writer.add(name, table_rows)
        writer.commit()


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.is_file()}


def child(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    here = Path(__file__)
    path = os.pathsep.join([str(here.parents[1]), str(here.parent)])
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": path}, timeout=300,
    )


# --- declarations


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_row_class_has_the_declared_columns_with_their_types(table: Any) -> None:
    python = {"string": str, "float64": float, "int32": int, "int64": int, "bool": bool, "date32": dt.date}
    row_class: Any = ROW_CLASSES[table.name]
    hints = typing.get_type_hints(row_class, localns={"date": dt.date})
    assert row_class._fields == table.names
    for column in table.columns:
        expected = python[column.type] | None if column.nullable else python[column.type]
        assert hints[column.name] == expected, column.name


def test_observations_share_their_columns() -> None:
    shared = table_named("poverty").columns
    for name in OBSERVATION_TABLES:
        assert table_named(name).columns[: len(shared)] == shared


def test_every_column_is_described_and_named_once() -> None:
    for table in TABLES:
        assert len(set(table.names)) == len(table.names)
        assert all(column.description[0].isupper() for column in table.columns)
        assert all(column.type == "string" for column in table.columns if column.allowed or column.bulky)


def test_unknown_table_is_named() -> None:
    with pytest.raises(KeyError, match="comunes"):
        table_named("comunes")


# --- rows to Arrow


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(
    TEXTS, st.integers(0, 2**62), st.none() | NUMBERS, st.none() | TEXTS, st.none() | st.sampled_from(["xã", "VND"]),
    st.integers(-(2**31), 2**31 - 1),
), max_size=30))
def test_figures_come_back_as_they_were(values: list[Any]) -> None:
    rows = [
        figure(quote=quote, start=start, char_end=start, value=value, reason=reason, unit=unit, n_observations=count)
        for quote, start, value, reason, unit, count in values
    ]
    batch = to_batch("figures", rows)
    batch.validate(full=True)
    assert [tuple(row.values()) for row in batch.to_pylist()] == rows


@given(st.lists(st.tuples(
    st.none() | st.booleans(), st.none() | st.dates(), st.none() | st.integers(0, 19), st.just("0") | TEXTS,
    st.integers(1, 200)), max_size=20))
def test_observations_come_back_as_they_were(values: list[Any]) -> None:
    rows = [
        ocop(potential=potential, time_start=day, stars_min=stars, sentence=text * times)
        for potential, day, stars, text, times in values
    ]
    batch = to_batch("ocop", rows)
    batch.validate(full=True)
    assert [tuple(row.values()) for row in batch.to_pylist()] == rows


def test_long_and_short_strings_of_every_width() -> None:
    texts = ["", "a", "đ", "số", "😀", "e\u0323\u0302", "\0", "a" * 5000, "ẵ" * 5000, "😀" * 3000]
    rows = [document(f"{index}", text) for index, text in enumerate(texts)]
    assert to_batch("documents", rows).column("text").to_pylist() == texts
    assert to_batch("documents", rows[:7]).column("text").to_pylist() == texts[:7]


@pytest.mark.parametrize("length", [1, 4000])
def test_lone_surrogates_are_replaced_one_for_one(length: int) -> None:
    text = "x\ud800\udfffđ" * length
    (read,) = to_batch("documents", [document(text=text)]).column("text").to_pylist()
    assert read == text.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")
    assert len(read) == len(text)


@pytest.mark.parametrize(("changes", "message"), [
    ({"doc_id": None}, "figures.doc_id: null in row 1"),
    ({"char_start": None}, "figures.char_start: null in row 1"),
    ({"char_start": 1.5}, "figures.char_start"),
    ({"char_start": "1"}, "figures.char_start"),
    ({"kind": "cuont"}, "figures.kind: unknown code 'cuont'"),
    ({"bound": None}, "figures.bound: null in row 1"),
    ({"unit": 3}, "figures.unit"),
    ({"quote": b"30", "char_end": 2}, "figures.quote"),
    ({"value": float("nan")}, "figures.value: a number is not finite"),
    ({"value_upper": float("-inf")}, "figures.value_upper: a number is not finite"),
    ({"value": "30"}, "figures.value"),
    ({"n_observations": 2**31}, "figures.n_observations"),
])
def test_a_row_against_its_declaration_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        to_batch("figures", [figure(), figure(**changes)])


def test_other_refusals() -> None:
    with pytest.raises(ValueError, match="differ in their number of fields"):
        to_batch("figures", [figure(), figure()[:-1]])
    with pytest.raises(ValueError, match="a row has 14 fields, 15 are declared"):
        to_batch("figures", [figure()[:-1]])
    with pytest.raises(ValueError, match=r"ocop.potential"):
        to_batch("ocop", [ocop(potential="yes")])
    with pytest.raises(ValueError, match=r"ocop.time_start"):
        to_batch("ocop", [ocop(time_start="2024-05-01")])


# --- files


ROWS: dict[str, list[Any]] = {
    "documents": [document("a.txt"), document("b/ô nhiễm \t“x”.html", None, status="failed", error="hỏng\0\r\n")],
    "figures": [figure("a.txt", 8), figure("b/ô nhiễm \t“x”.html", 3, quote="S\u0300ố 5\u200b", reason="no_indicator")],
    "communes": [commune()],
    "ocop": [ocop(potential=None, stars_max=None)],
}


def test_all_tables_and_the_data_package_are_there(tmp_path: Path) -> None:
    write(tmp_path / "new" / "output", ROWS)
    expected = [".ntm", *(f"{table.name}.parquet" for table in TABLES), "datapackage.json"]
    assert sorted(path.name for path in (tmp_path / "new" / "output").iterdir()) == sorted(expected)
    read = read_tables(tmp_path / "new" / "output")
    for table in TABLES:
        assert [tuple(row.values()) for row in read[table.name].to_pylist()] == ROWS.get(table.name, [])


def test_schema_carries_versions_and_descriptions(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    for table in TABLES:
        schema = pq.read_schema(tmp_path / f"{table.name}.parquet")
        assert schema.equals(arrow_schema(table))
        assert schema.metadata[b"rules_version"] == b"r1"
        assert schema.metadata[b"program_version"] == b"0.1.0"
        for column in table.columns:
            field = schema.field(column.name)
            assert field.metadata[b"description"].decode() == column.description
            assert field.nullable == column.nullable


def test_read_by_pandas(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    frame = pd.read_parquet(tmp_path / "communes.parquet")
    assert frame["obs_value"].tolist() == [30.0]
    assert frame["quote"].tolist() == ["gần 30/41 xã"]
    assert frame["time_start"].tolist() == [dt.date(2024, 5, 1)]
    assert list(read_tables(tmp_path).pandas("figures").columns) == list(table_named("figures").names)
    for table in TABLES:
        assert len(pd.read_parquet(tmp_path / f"{table.name}.parquet")) == len(ROWS.get(table.name, []))


def test_read_by_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    write(tmp_path, ROWS)
    database = duckdb.connect()
    for table in TABLES:
        count = database.execute(f"select count(*) from '{tmp_path}/{table.name}.parquet'").fetchall()  # noqa: S608
        assert count == [(len(ROWS.get(table.name, [])),)]
    joined = database.execute(
        f"select c.ref_area, c.time_end, d.published from '{tmp_path}/communes.parquet' c "  # noqa: S608
        f"join '{tmp_path}/documents.parquet' d using (doc_id)"
    ).fetchall()
    assert joined == [("Bắc Kạn", dt.date(2024, 5, 31), "2024-05")]


def test_data_package_tells_what_is_there(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    package = json.loads((tmp_path / "datapackage.json").read_bytes())
    assert package["rules_version"] == "r1"
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in TABLES]
    arrow = {"string": pa.string(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
    for resource in package["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        table = pq.read_table(tmp_path / resource["path"])
        assert resource["rows"] == table.num_rows
        assert [field["name"] for field in resource["schema"]["fields"]] == table.column_names
        for field, column in zip(resource["schema"]["fields"], table.columns, strict=True):
            integer = pa.types.is_integer(column.type)
            assert integer if field["type"] == "integer" else column.type == arrow[field["type"]]
            assert not (field["constraints"]["required"] and column.null_count)
            if "enum" in field["constraints"]:
                assert set(column.drop_null().to_pylist()) <= set(field["constraints"]["enum"])


def test_empty_run_gives_empty_tables(tmp_path: Path) -> None:
    write(tmp_path, {})
    assert {name: table.num_rows for name, table in read_tables(tmp_path).items()} == {t.name: 0 for t in TABLES}


@settings(max_examples=12)
@given(cuts=st.lists(st.integers(0, 60), max_size=8), as_batches=st.booleans())
def test_bytes_do_not_depend_on_how_rows_arrive(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], as_batches: bool,
) -> None:
    rows: dict[str, list[Any]] = {
        "figures": [figure(f"{n // 7:04}", n, value=n / 3 if n % 4 else None) for n in range(60)],
        "communes": [commune(f"{n // 7:04}", n, sentence="Xã đạt chuẩn. " * (n % 5)) for n in range(60)],
        "documents": [document(f"{n:04}", "chữ " * n) for n in range(60)],
    }
    limits = {"row_group_rows": 17, "row_group_bytes": 900}
    whole, parts = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("parts")
    write(whole, rows, **limits)
    with TableWriter(parts, **VERSIONS, **limits) as writer:
        for name, table_rows in rows.items():
            bounds = [0, *sorted(cuts), 60]
            for number, (start, end) in enumerate(itertools.pairwise(bounds)):
                if as_batches and number % 2:
                    writer.add_batch(name, to_batch(name, table_rows[start:end]))
                else:
                    writer.add(name, table_rows[start:end])
        assert writer.commit() == {table.name: len(rows.get(table.name, [])) for table in TABLES}
    assert digests(whole) == digests(parts)


def test_row_groups_end_with_the_row_that_fills_them(tmp_path: Path) -> None:
    rows: dict[str, list[Any]] = {
        "figures": [figure("a", n) for n in range(95)],
        "documents": [document(f"{n:03}", "đ" * 50) for n in range(95)],
    }
    write(tmp_path, rows, row_group_rows=40, row_group_bytes=1000)

    def groups(name: str) -> list[int]:
        metadata = pq.ParquetFile(tmp_path / f"{name}.parquet").metadata
        return [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]

    assert groups("figures") == [40, 40, 15]
    assert groups("documents") == [10] * 9 + [5]


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path) -> None:
    code = """
import resource, sys
from test_output import TableWriter, VERSIONS, document, figure
peaks = []
with TableWriter(sys.argv[1], **VERSIONS, row_group_rows=5000, row_group_bytes=2 << 20) as writer:
    for n in range(9000):
        writer.add("documents", [document(f"{n:06}", f"{n} xã đạt chuẩn nông thôn mới. " * 200)])
        writer.add("figures", [figure(f"{n:06}", k) for k in range(5)])
        if n in (3000, 8999):
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    writer.commit()
print(peaks[1] - peaks[0])
"""
    done = child(code, str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 16 << 10  # KiB; 48 MB of text went by between the two


def test_rows_out_of_document_order_are_refused(tmp_path: Path) -> None:
    with TableWriter(tmp_path, **VERSIONS) as writer:
        writer.add("figures", [figure("b")])
        with pytest.raises(ValueError, match="'a' to 'a' come after those of 'b'"):
            writer.add("figures", [figure("a")])
        with pytest.raises(ValueError, match="come after"):
            writer.add_batch("figures", to_batch("figures", [figure("a")]))


def test_a_foreign_batch_is_refused(tmp_path: Path) -> None:
    with TableWriter(tmp_path, **VERSIONS) as writer:
        with pytest.raises(ValueError, match="other columns"):
            writer.add_batch("figures", to_batch("documents", [document()]))
        batch = to_batch("figures", [figure()])
        nulls = batch.set_column(3, pa.field("kind", pa.string()), pa.nulls(1, pa.string()))
        with pytest.raises(ValueError, match=r"figures.kind: the batch has nulls"):
            writer.add_batch("figures", nulls)


def test_nothing_heavy_is_imported(tmp_path: Path) -> None:
    code = """
import sys
from ntm_extract.output.rows import FiguresRow
from ntm_extract.output.writer import TableWriter
with TableWriter(sys.argv[1], rules_version="1", program_version="1") as writer:
    writer.add("figures", [FiguresRow("a", 0, 1, "count", "5", 5.0, *[None] * 4, "exact", None, "r", 0, "no_topic")])
    writer.commit()
print([name for name in ("pandas", "duckdb", "pyarrow.compute", "pyarrow.dataset") if name in sys.modules])
"""
    assert child(code, str(tmp_path)).stdout == "[]\n"


# --- all or nothing


def test_leaving_without_commit_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    before = digests(tmp_path)
    good = [figure("z", n) for n in range(4000)]
    with pytest.raises(ValueError, match="null in row 4000"):
        write(tmp_path, {"documents": [document("z")], "figures": [*good, figure("z", rule=None)]}, row_group_rows=9)
    with TableWriter(tmp_path, **VERSIONS):
        pass
    assert digests(tmp_path) == before


def test_a_new_folder_is_not_left_behind_empty(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), TableWriter(tmp_path / "out", **VERSIONS):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


NEW = {"documents": [document("new.txt")], "figures": [figure("new.txt", n) for n in range(3000)]}
_STEPS = (
    (os, ("replace", "rename", "unlink", "rmdir", "mkdir", "fsync")),
    (Path, ("replace", "rename", "symlink_to", "unlink", "mkdir", "write_bytes", "write_text")),
)


def write_so_far(folder: Path, steps: int, left: Any) -> None:
    """Write new tables and be killed after so many steps; what is left of them is told."""

    def counted(act: Any) -> Any:
        def step(*arguments: Any, **options: Any) -> Any:
            nonlocal steps
            steps -= 1
            if steps < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*arguments, **options)

        return step

    for owner, names in _STEPS:
        for name in names:
            setattr(owner, name, counted(getattr(owner, name)))
    write(folder, NEW)
    left.value = steps


def steps_left(folder: Path, steps: int) -> int | None:
    """Write new tables in a process of its own; None when it was killed."""
    context = multiprocessing.get_context("fork")
    left = context.Value("i", -1)
    process = context.Process(target=write_so_far, args=(folder, steps, left))
    process.start()
    process.join()
    return left.value if process.exitcode == 0 else None


@pytest.mark.skipif(sys.platform != "linux", reason="a process made from this one")
def test_killed_at_any_step_a_run_leaves_the_old_tables_or_the_new(tmp_path: Path) -> None:
    write(tmp_path / "new", NEW)
    write(tmp_path / "old", ROWS)
    old_digests, new_digests = digests(tmp_path / "old"), digests(tmp_path / "new")
    folder = tmp_path / "0"
    write(folder, ROWS)
    steps = 100 - (steps_left(folder, 100) or 0)
    assert steps > 10
    seen = []
    for step in range(steps):
        folder = tmp_path / f"at-{step}"
        write(folder, ROWS)
        assert steps_left(folder, step) is None
        found = digests(folder)
        assert found in (old_digests, new_digests)
        assert read_tables(folder)["documents"].num_rows == (2 if found == old_digests else 1)
        seen.append(found == new_digests)
        write(folder, NEW)
        assert digests(folder) == new_digests
        assert [path.name for path in (folder / ".ntm" / "runs").iterdir()] == [publish.current_run(folder).name]
    assert sorted(seen) == seen, "once the new tables are there, they stay"
    assert not seen[0]
    assert seen[-1]


def without_links(monkeypatch: pytest.MonkeyPatch, *, hard: bool) -> None:
    """As on Windows without the right to make links; without hard ones too, as on a memory stick."""

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    if not hard:
        monkeypatch.setattr(os, "link", refuse)


def publish_parts(folder: Path, names: tuple[str, ...], source: Path) -> None:
    """Publish tables of a large run: a folder of parts for each."""
    with publish.Publication(folder) as publication:
        built = publication.build()
        for name in names:
            (built / name).mkdir()
            shutil.copyfile(source / f"{name}.parquet", built / name / "part-00000.parquet")
        publication.publish(built, names, b"{}", [])


@pytest.mark.parametrize("hard", [True, False])
def test_without_links_tables_are_copied_into_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, hard: bool) -> None:
    write(tmp_path / "links", ROWS)
    without_links(monkeypatch, hard=hard)
    for rows in ({}, ROWS):
        write(tmp_path / "copies", rows)
    assert not any(path.is_symlink() for path in (tmp_path / "copies").iterdir())
    assert digests(tmp_path / "copies") == digests(tmp_path / "links")
    assert read_tables(tmp_path / "copies")["documents"].num_rows == 2


@pytest.mark.parametrize("hard", [True, False])
def test_without_links_nothing_is_left_of_tables_of_another_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, hard: bool
) -> None:
    out = tmp_path / "out"
    write(tmp_path / "small", ROWS)
    small = sorted(path.name for path in (tmp_path / "small").iterdir())
    parts = [".ntm", "datapackage.json", "documents", "figures"]
    without_links(monkeypatch, hard=hard)
    for _ in range(2):
        write(out, ROWS)
        assert sorted(path.name for path in out.iterdir()) == small
        for _again in range(2):
            publish_parts(out, ("documents", "figures"), tmp_path / "small")
            assert sorted(path.name for path in out.iterdir()) == parts
            assert read_tables(out, ["documents"])["documents"].num_rows == 2
    monkeypatch.undo()  # the folder was moved to where there are links
    write(out, ROWS)
    assert sorted(path.name for path in out.iterdir()) == small
    assert (out / "documents.parquet").is_symlink()
    assert not (out / ".ntm" / "copies.json").exists()
    without_links(monkeypatch, hard=hard)  # and back
    publish_parts(out, ("documents", "figures"), tmp_path / "small")
    assert sorted(path.name for path in out.iterdir()) == parts
    assert not (out / "documents").is_symlink()


def test_without_links_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "small", ROWS)
    out = tmp_path / "out"
    (out / "figures").mkdir(parents=True)
    (out / "figures" / "mine.txt").write_text("mine")
    without_links(monkeypatch, hard=True)
    with pytest.raises(NtmError) as caught:
        publish_parts(out, ("documents", "figures"), tmp_path / "small")
    assert caught.value.code == "output_taken"
    assert (out / "figures" / "mine.txt").read_text() == "mine"
    write(out, ROWS)
    assert (out / "figures" / "mine.txt").read_text() == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="a process made from this one")
def test_killed_while_copies_take_their_place_the_next_run_repairs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "new", NEW)
    write(tmp_path / "small", ROWS)
    without_links(monkeypatch, hard=False)
    names = ("documents", "figures")
    folder = tmp_path / "0"
    publish_parts(folder, names, tmp_path / "small")
    steps = 200 - (steps_left(folder, 200) or 0)
    assert steps > 20
    for step in range(steps):
        folder = tmp_path / f"at-{step}"
        publish_parts(folder, names, tmp_path / "small")
        assert steps_left(folder, step) is None
        assert read_tables(folder, ["documents"])["documents"].num_rows in (1, 2)
        if step % 2:
            write(folder, NEW)
            assert digests(folder) == digests(tmp_path / "new")
            assert not any(path.is_dir() for path in folder.glob("[a-z]*"))
        else:  # the run after is of the old tables again
            publish_parts(folder, names, tmp_path / "small")
            assert sorted(path.name for path in folder.iterdir()) == [".ntm", "datapackage.json", *names]
        assert not (folder / ".ntm" / "copies").exists()


def test_tables_of_another_shape_take_the_place_of_the_old_ones(tmp_path: Path) -> None:
    write(tmp_path / "small", ROWS)
    out = tmp_path / "out"
    write(out, ROWS)
    publish_parts(out, ("figures", "documents"), tmp_path / "small")
    assert sorted(path.name for path in out.iterdir()) == [".ntm", "datapackage.json", "documents", "figures"]
    assert read_tables(out, ["documents"])["documents"].num_rows == 2
    write(out, ROWS)
    assert not (out / "figures").exists()


def test_a_copied_folder_is_read_as_it_is(tmp_path: Path) -> None:
    write(tmp_path / "out", ROWS)
    shutil.copytree(tmp_path / "out", tmp_path / "plain", ignore=shutil.ignore_patterns(".ntm"))
    shutil.rmtree(tmp_path / "out")
    assert read_tables(tmp_path / "plain")["documents"].num_rows == 2


def test_a_reader_never_gets_a_mixture(tmp_path: Path) -> None:
    write(tmp_path, {"documents": [document("0000")], "figures": [figure("0000")]})

    seen: set[str] = set()

    def publish_often() -> None:
        for number in range(1, 2000):
            write(tmp_path, {"documents": [document(f"{number:04}")], "figures": [figure(f"{number:04}")]})
            if number >= 40 and len(seen) > 1:  # on a busy machine the reader may come late
                break

    publisher = threading.Thread(target=publish_often)
    publisher.start()
    while publisher.is_alive():
        read = read_tables(tmp_path, ["documents", "figures"])
        (doc_id,) = read["documents"]["doc_id"].to_pylist()
        assert read["figures"]["doc_id"].to_pylist() == [doc_id]
        seen.add(doc_id)
    publisher.join()
    assert len(seen) > 1


# --- errors


def test_a_second_run_is_told_to_wait(tmp_path: Path) -> None:
    with TableWriter(tmp_path, **VERSIONS) as writer:
        with pytest.raises(NtmError) as caught, TableWriter(tmp_path, **VERSIONS):
            pass
        assert caught.value.code == "busy"
        assert str(os.getpid()) in caught.value.message
        assert "-o FOLDER" in caught.value.hint
        writer.add("figures", [figure()])
        writer.commit()
    write(tmp_path, ROWS)


def test_a_second_run_may_wait(tmp_path: Path) -> None:
    with publish.Publication(tmp_path):
        waiting = threading.Thread(target=lambda: publish.Publication(tmp_path, wait=True).__enter__().__exit__(None, None, None))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
    waiting.join(300)
    assert not waiting.is_alive()


def test_a_lock_of_a_dead_run_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".ntm").mkdir()
    (tmp_path / ".ntm" / "lock").write_text(f"{os.getpid()}\n")
    write(tmp_path, ROWS)


@pytest.mark.parametrize("below", ["", "deeper"])
def test_output_that_is_a_file(tmp_path: Path, below: str) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(NtmError) as caught, TableWriter(tmp_path / "out" / below, **VERSIONS):
        pass
    assert caught.value.code == "output_not_folder"
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_in_the_way_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "ocop.parquet").mkdir()
    with pytest.raises(NtmError) as caught:
        write(tmp_path, ROWS)
    assert caught.value.code == "output_taken"
    assert [path.name for path in tmp_path.iterdir()] == ["ocop.parquet"]


@pytest.mark.parametrize("name", ["datapackage.json", "run.json", "poverty.parquet"])
def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text('{"name": "mine"}', "utf-8")
    with pytest.raises(NtmError) as caught:
        write(out, ROWS)
    assert caught.value.code == "output_taken"
    assert {path.name: path.read_text("utf-8") for path in out.iterdir()} == {name: '{"name": "mine"}'}
    (out / name).rename(out / "mine.json")
    write(out, ROWS)
    assert (out / "mine.json").exists()


@pytest.mark.parametrize("kept", [True, False])
def test_tables_that_were_copied_may_be_replaced(tmp_path: Path, kept: bool) -> None:
    write(tmp_path / "one", ROWS)
    shutil.copytree(tmp_path / "one", tmp_path / "two", symlinks=kept)
    shutil.rmtree(tmp_path / "two" / ".ntm")  # where the links led
    (tmp_path / "two" / "run.json").write_text("{}", "utf-8")
    write(tmp_path / "two", NEW)
    assert read_tables(tmp_path / "two")["documents"].num_rows == len(NEW["documents"])


def test_output_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(NtmError) as caught, TableWriter(tmp_path / "out", **VERSIONS):
        pass
    assert caught.value.code == "output_not_writable"
    assert "Permission denied" in caught.value.message


def test_a_full_disk_leaves_the_old_tables(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    before = digests(tmp_path)
    code = """
import random, resource, sys
from test_output import NtmError, TableWriter, VERSIONS, document
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
chance = random.Random(0)
try:
    with TableWriter(sys.argv[1], **VERSIONS, row_group_bytes=10_000) as writer:
        for n in range(50):
            text = "".join(chr(chance.randrange(300, 9000)) for _ in range(3000))
            writer.add("documents", [document(f"{n:03}", text)])
        writer.commit()
except NtmError as error:
    print(error.code)
"""
    done = child(code, str(tmp_path))
    assert done.stdout == "disk_full\n", done.stderr
    assert digests(tmp_path) == before


@pytest.mark.parametrize("content", [b"", b"PAR1 is not enough"])
def test_reading_what_is_no_table(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, ROWS)
    (tmp_path / "ocop.parquet").write_bytes(content)
    with pytest.raises(NtmError, match=r"ocop.parquet cannot be read") as caught:
        read_tables(tmp_path)
    assert caught.value.code == "unreadable_table"


def test_reading_where_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(NtmError, match="no tables in") as caught:
        read_tables(tmp_path / "nowhere")
    assert caught.value.code == "no_tables"


def test_reading_parts_and_some_columns(tmp_path: Path) -> None:
    write(tmp_path / "1", {"figures": [figure("a")]})
    write(tmp_path / "2", {"figures": [figure("b")]})
    (tmp_path / "figures").mkdir()
    for part in "12":
        (tmp_path / part / "figures.parquet").resolve().rename(tmp_path / "figures" / f"part-{part}.parquet")
    read = read_tables(tmp_path, ["figures"], {"figures": ["doc_id", "kind"]})
    assert read["figures"].to_pylist() == [{"doc_id": "a", "kind": "ratio"}, {"doc_id": "b", "kind": "ratio"}]
    assert repr(read) == "Tables(figures: 2 rows)"
