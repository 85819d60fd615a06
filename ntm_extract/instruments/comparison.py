"""What a change of the program gains and loses: the tables of two runs over the same texts, row by row.

The rows of one document and one indicator are paired where their spans overlap, the most alike first. A row without
a partner has been gained or lost; a pair that differs in a column of its content (value, unit, bound, measure, place,
period, status, a breakdown; of a product: name, owner, stars ...) has changed. A pair with one content that was read
by another rule, or whose place or time was found elsewhere, is no change: such pairs are counted by their rules. So a
rule that is renamed, or that takes over from another, is seen at once and hides nothing.

A lost row says what stands in its place: the indicators that now quote its characters, or the reason why the figure
gives no observation any more. A gained row says the same of the time before.

Only what both runs have read alike is compared. A document is named and its rows are left out when it is in one of
the runs only, when its bytes differ (``sha256``), when it could be read in one of them only, or when its decoded text
has another length, so that the offsets do not speak of the same characters. Two runs without a common document
compare nothing, which is an error. A table or column that the program of one of the runs did not know yet is left out.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from ntm_extract.errors import NtmError
from ntm_extract.instruments.comparison_report import Comparison, RowChange, Side, Unlike
from ntm_extract.instruments.spans import match, overlapping
from ntm_extract.output.columns import OBSERVATION_TABLES, table_named
from ntm_extract.output.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ntm_extract.instruments.comparison_report import Kind

ITEMS = "ocop_items"
TABLES = (*OBSERVATION_TABLES, ITEMS)
_PLACE = ("doc_id", "char_start", "char_end", "quote", "sentence", "indicator")
_WAY = ("rule", "area_source", "time_source", "status_source")  # how a row was read, as against what it says
_DOCUMENT = ("doc_id", "sha256", "n_chars", "status", "error", "program_version", "rules_version")


class _Row(NamedTuple):
    """A row of a table with its place."""

    start: int
    end: int
    values: Mapping[str, Any]


def compare(before: str | Path, after: str | Path) -> Comparison:
    """Compare the tables in the folders ``before`` and ``after``."""
    documents = [_documents(folder) for folder in (before, after)]
    unlike = dict(_unlike(*documents))
    alike = sorted(documents[0].keys() & documents[1].keys() - unlike.keys())
    if not alike:
        raise NtmError(
            "nothing_in_common", f"{before} and {after} have no document in common that was read from the same bytes",
            "compare two runs over the same folder: ntm extract SOURCE -o before/ and, after the change, -o after/",
        )
    report = Comparison(
        _side(before, documents[0]), _side(after, documents[1]), len(alike), [unlike[name] for name in sorted(unlike)]
    )
    pair = _Pair(report, [_Run(folder, alike) for folder in (before, after)])
    for table in TABLES:
        try:
            pair.compare(table)
        except NtmError as error:
            if error.code != "no_tables":
                raise
            report.without.append(table)  # the program of one of the runs did not know it yet
    pair.explain()
    report.changes.sort(key=lambda change: (change.doc_id, change.start, change.end, change.name, change.kind))
    return report


def _documents(folder: str | Path) -> dict[str, dict[str, Any]]:
    rows = read_tables(folder, ["documents"], {"documents": _DOCUMENT})["documents"].to_pylist()
    return {row["doc_id"]: row for row in rows}


def _side(folder: str | Path, documents: Mapping[str, Mapping[str, Any]]) -> Side:
    def versions(name: str) -> str:
        return ", ".join(sorted({row[name] for row in documents.values()}))

    return Side(str(folder), len(documents), versions("program_version"), versions("rules_version"))


def _unlike(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, Unlike]]:
    """The documents that cannot be compared, each with what is the matter."""
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        why = None
        if old is None or new is None:
            why = "only after" if old is None else "only before"
        elif "failed" in (old["status"], new["status"]) and old["status"] != new["status"]:
            why = f"failed after: {new['error']}" if new["status"] == "failed" else f"failed before: {old['error']}"
        elif old["sha256"] != new["sha256"]:
            why = "another text"
        elif old["n_chars"] != new["n_chars"]:
            why = f"decoded to another length: {old['n_chars']:,} characters before, {new['n_chars']:,} after"
        if why is not None:
            yield name, Unlike(name, why)


class _Run:
    """The tables of one run, for the documents that are compared."""

    def __init__(self, folder: str | Path, documents: Sequence[str]) -> None:
        self._folder = folder
        self._documents = documents

    def rows(self, table: str) -> dict[tuple[str, str], list[_Row]]:
        """The rows of a table by document and indicator."""
        rows: dict[tuple[str, str], list[_Row]] = defaultdict(list)
        for row in self._read(table, table_named(table).names, self._documents):
            rows[row["doc_id"], row.get("indicator", table)].append(_Row(row["char_start"], row["char_end"], row))
        return rows

    def figures(self, documents: Sequence[str]) -> dict[str, list[_Row]]:
        """The figures of some documents."""
        figures: dict[str, list[_Row]] = defaultdict(list)
        for row in self._read("figures", ("doc_id", "char_start", "char_end", "n_observations", "reason"), documents):
            figures[row["doc_id"]].append(_Row(row["char_start"], row["char_end"], row))
        return figures

    def texts(self, documents: Sequence[str]) -> dict[str, str]:
        """The decoded texts of some documents."""
        return {row["doc_id"]: row["text"] or "" for row in self._read("documents", ("doc_id", "text"), documents)}

    def _read(self, table: str, columns: Sequence[str], documents: Sequence[str]) -> list[dict[str, Any]]:
        found = read_tables(self._folder, [table], {table: columns})[table]
        wanted = pc.is_in(found["doc_id"].cast(pa.string()), pa.array(documents, pa.string()))
        return [{name: _plain(value) for name, value in row.items()} for row in found.filter(wanted).to_pylist()]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


class _Pair:
    """Two runs, and the report that is made of them."""

    def __init__(self, report: Comparison, runs: Sequence[_Run]) -> None:
        self._report = report
        self._runs = runs
        self._quoted: list[dict[str, list[_Row]]] = [defaultdict(list), defaultdict(list)]

    def compare(self, table: str) -> None:
        """Find what differs in one table."""
        before, after = (run.rows(table) for run in self._runs)
        for side, groups in enumerate((before, after)):
            for (doc_id, _), rows in groups.items():
                self._quoted[side][doc_id].extend(rows)
        known = [rows[0].values.keys() for groups in (before, after) for rows in groups.values()]  # an older run may lack a column
        content = [
            name for name in table_named(table).names
            if name not in _PLACE and name not in _WAY and all(name in columns for columns in known)
        ]
        for doc_id, name in sorted(before.keys() | after.keys()):
            self._group(table, name, before.get((doc_id, name), []), after.get((doc_id, name), []), content)

    def _group(self, table: str, name: str, before: list[_Row], after: list[_Row], content: Sequence[str]) -> None:
        def cost(one: int, other: int) -> int:
            old, new = before[one].values, after[other].values
            moved = before[one][:2] != after[other][:2]
            differing = sum(bool(old[key] != new[key]) for key in content)
            return 100 * differing + 10 * moved + bool(old["rule"] != new["rule"])

        report = self._report
        pairs = dict(match(before, after, cost))
        for one, old in enumerate(before):
            if one not in pairs:
                report.changes.append(_change(table, name, "lost", old, {}, before=old))
                continue
            new = after[pairs[one]]
            differing = {key: (old.values[key], new.values[key]) for key in content if old.values[key] != new.values[key]}
            if differing:
                report.changes.append(_change(table, name, "changed", new, differing, before=old, after=new))
            report.pair(name, old.values["rule"], new.values["rule"], changed=bool(differing))
            if not differing and any(old.values.get(key) != new.values.get(key) for key in _WAY):
                report.otherwise(old.values["rule"], new.values["rule"])
        taken = set(pairs.values())
        for other, new in enumerate(after):
            if other not in taken:
                report.changes.append(_change(table, name, "gained", new, {}, after=new))

    def explain(self) -> None:
        """Say of each lost and gained row what stands in its place, and of every row where its sentence shows it."""
        concerned = sorted({change.doc_id for change in self._report.changes})
        if not concerned:
            return
        texts = self._runs[0].texts(concerned)
        figures = [run.figures(concerned) for run in self._runs]
        for change in self._report.changes:
            text = texts[change.doc_id]
            first = text.rfind(change.sentence, max(0, change.end - len(change.sentence)), change.start + len(change.sentence))
            change.at = change.start - first if first >= 0 else change.sentence.find(change.quote)
        for side, kind in enumerate(("gained", "lost")):  # a gained row had something else before, a lost one has after
            here: dict[str, list[RowChange]] = defaultdict(list)
            for change in self._report.changes:
                if change.kind == kind:
                    here[change.doc_id].append(change)
            for doc_id, changes in here.items():
                rows, found = self._quoted[side][doc_id], figures[side][doc_id]
                for index, other in overlapping(changes, rows):
                    changes[index].instead.append(rows[other].values.get("indicator", ITEMS))
                for index, other in overlapping(changes, found):
                    if not changes[index].instead and found[other].values["reason"]:
                        changes[index].reason = found[other].values["reason"]
        for change in self._report.changes:
            change.instead = sorted(set(change.instead))


def _change(
    table: str, name: str, kind: Kind, row: _Row, columns: Mapping[str, tuple[Any, Any]],
    before: _Row | None = None, after: _Row | None = None,
) -> RowChange:
    values = row.values
    return RowChange(
        table, values["doc_id"], row.start, row.end, kind, name, values["rule"], values["quote"], values["sentence"],
        columns, before and _content(before), after and _content(after),
    )


def _content(row: _Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name not in ("doc_id", "quote", "sentence")}
