"""The files of one shard: rows of documents just read and rows taken over from earlier, in the order they are handed in.

Both are turned into Arrow some hundred documents at a time. Rows that fit no column are a mistake of the program; they fail
the document they are of and lose no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from ntm_extract.corpus.readers import Input, InputFailure
from ntm_extract.output.arrays import to_batch
from ntm_extract.output.columns import OBSERVATION_TABLES, TABLES, table_named
from ntm_extract.output.copies import place
from ntm_extract.output.datapackage import FileFacts
from ntm_extract.output.table_file import TableFile
from ntm_extract.run.document import describe, failed_result, versions
from ntm_extract.run.earlier import EarlierRows, Place
from ntm_extract.run.receipts import Failure, Known, Receipt
from ntm_extract.tabulate import DocumentResult

_NAMES = tuple(table.name for table in TABLES)
_GROUP_DOCUMENTS = 256
_CONVERTED_ROWS = 1 << 16
_GROUP_CHARS = 1 << 20  # rows of a dense text take some seventy times its size


class _New(NamedTuple):
    """A document that was read; ``state`` tells whether its file is the same another time."""

    item: Input | InputFailure
    state: str
    result: DocumentResult

    @property
    def rows(self) -> tuple[int, ...]:
        """Its number of rows in each table."""
        return (1, *(len(getattr(self.result, name)) for name in _NAMES[1:]))


class ShardWriter:
    """Write the files of a shard to ``folder``; a table without rows gets none."""

    def __init__(self, folder: Path, earlier: EarlierRows) -> None:
        self._folder = folder
        self._earlier = earlier
        self._files: dict[str, TableFile] = {}
        self._documents: list[Known] = []
        self._failures: list[Failure] = []
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in OBSERVATION_TABLES}
        self._pending: list[Place | _New] = []
        self._pending_new = self._pending_chars = 0
        self._untouched: dict[str, tuple[int, int, int]] = {}  # by table: so far these rows of one source, and no others

    def take(self, known: Place) -> None:
        """Copy the rows of a document that is as it was."""
        self._pending.append(known)

    def add(self, item: Input | InputFailure, state: str, result: DocumentResult | Failure) -> None:
        """Write the rows of a document that was read; ``state`` tells whether its file is the same another time."""
        if isinstance(result, Failure):
            result = self._failed(item, result)
        self._pending.append(_New(item, state, result))
        self._pending_new += 1
        self._pending_chars += result.document.n_chars
        if self._pending_new >= _GROUP_DOCUMENTS or self._pending_chars >= _GROUP_CHARS:
            self.flush()

    def close(self, key: str) -> Receipt:
        """Finish the files; the receipt of the shard with this key."""
        self.flush()
        files = {name: facts for name in _NAMES if (facts := self._closed(name)) is not None}
        indicators = {name: dict(sorted(counts.items())) for name, counts in self._counts.items()}
        return Receipt(key, tuple(self._documents), files, indicators, tuple(self._failures))

    def flush(self) -> None:
        """Write what is pending, in order: those that stand together, now and before, in one piece."""
        pending, self._pending = self._pending, []
        self._pending_new = self._pending_chars = 0
        new = [part for part in pending if isinstance(part, _New)]
        try:
            rows = _arrow(new)
        except ValueError:
            new = [part._replace(result=self._checked(part)) for part in new]
            rows = _arrow(new)
        coming = iter(new)
        for _key, parts in groupby(enumerate(pending), _neighbourhood):
            together = [part for _number, part in parts]
            places = [part for part in together if isinstance(part, Place)]
            if places:
                self._take_over(places)
            else:
                self._append(list(islice(coming, len(together))), rows)

    def abandon(self) -> None:
        """Let go of the files, whatever state they are in."""
        for file in self._files.values():
            file.abandon()

    def _failed(self, item: Input | InputFailure, why: Failure) -> DocumentResult:
        self._failures.append(why)
        return failed_result(item, why)

    def _append(self, new: Sequence[_New], rows: dict[str, pa.Table]) -> None:
        """Write the documents whose rows ``rows`` begin with, and take those off."""
        numbers = [part.rows for part in new]
        for name, count in zip(_NAMES, map(sum, zip(*numbers, strict=True)), strict=True):
            if count:
                for batch in rows[name].slice(0, count).to_batches():
                    self._file(name).add_batch(batch)
                rows[name] = rows[name].slice(count)
        for (item, state, result), counts in zip(new, numbers, strict=True):
            row = result.document
            empty = row.status == "empty"
            self._documents.append(Known(item.doc_id, item.source, row.sha256 or "", state, empty, counts))
            for name in OBSERVATION_TABLES:
                self._counts[name].update(observation.indicator for observation in getattr(result, name))

    def _take_over(self, places: Sequence[Place]) -> None:
        """Copy the rows of documents that are neighbours in one source."""
        source, first, last = places[0].source, places[0].position, places[-1].position
        for name in _NAMES:
            begin, end = self._earlier.span(name, source, first, last)
            if begin == end:
                continue
            kept = self._untouched.get(name)
            if name not in self._files and (kept is None or kept[::2] == (source, begin)):
                self._untouched[name] = (source, kept[1] if kept else begin, end)
            else:
                self._copy(name, source, begin, end)
        self._documents += (place.known for place in places)

    def _copy(self, name: str, source: int, begin: int, end: int) -> None:
        file = self._file(name)
        for batch in self._earlier.rows(name, source, begin, end):
            file.add_batch(batch)
            self._count(name, batch)

    def _count(self, name: str, batch: pa.RecordBatch) -> None:
        if name in self._counts:
            for pair in batch.column("indicator").value_counts().to_pylist():
                self._counts[name][pair["values"]] += pair["counts"]

    def _closed(self, name: str) -> FileFacts | None:
        """The finished file of a table; linked, where it is to hold just what an earlier one holds."""
        kept = self._untouched.pop(name, None)
        if kept is not None:
            source, begin, end = kept
            path, facts = self._earlier.file(name, source)
            if (begin, end) == (0, facts.rows):
                place(Path(path), self._folder / f"{name}.parquet")
                self._counts.get(name, Counter()).update(self._earlier.sources[source].receipt.indicators.get(name, {}))
                return facts
            self._copy(name, source, begin, end)
        return self._files[name].close() if name in self._files else None

    def _checked(self, new: _New) -> DocumentResult:
        try:
            _arrow([new])
        except ValueError as error:
            return self._failed(new.item, Failure(new.item.doc_id, "internal", describe(error)))
        return new.result

    def _file(self, name: str) -> TableFile:
        kept = self._untouched.pop(name, None)
        if name not in self._files:
            program, rules = versions()
            path = self._folder / f"{name}.parquet"
            self._files[name] = TableFile(table_named(name), path, {"program_version": program, "rules_version": rules})
        if kept is not None:
            self._copy(name, *kept)
        return self._files[name]


def _arrow(new: Sequence[_New]) -> dict[str, pa.Table]:
    """The rows of some documents by table."""
    rows: dict[str, list[Any]] = {"documents": [part.result.document for part in new]}
    for name in _NAMES[1:]:
        rows[name] = list(chain.from_iterable(getattr(part.result, name) for part in new))
    return {name: _converted(name, of_table) for name, of_table in rows.items()}


def _converted(name: str, rows: Sequence[Any]) -> pa.Table:
    """Rows as Arrow, some at a time: a single document may have a million."""
    starts = range(0, len(rows) or 1, _CONVERTED_ROWS)
    return pa.Table.from_batches([to_batch(name, rows[start : start + _CONVERTED_ROWS]) for start in starts])


def _neighbourhood(numbered: tuple[int, Place | _New]) -> tuple[int, int] | None:
    """The same for documents that stand together now and, if they are known, stood together before."""
    number, part = numbered
    return (part.source, part.position - number) if isinstance(part, Place) else None
