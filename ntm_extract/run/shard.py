"""One shard to finished files: a function of its documents alone, so that it may be done anywhere and done again.

The files of a shard lie in a folder named by its key, a digest of the documents' ids and states and of everything that
decides how they are read. A folder with an intact receipt is finished work, whoever did it: it is taken as it is.

Rows of documents that the published run knows are copied from its files; if that is all of them, the files are linked.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from ntm_extract.corpus.readers import Input, InputFailure, Limits, read_bytes
from ntm_extract.errors import DocumentError
from ntm_extract.model import Document
from ntm_extract.output.arrays import to_batch
from ntm_extract.output.columns import OBSERVATION_TABLES, TABLES, columns_digest
from ntm_extract.output.datapackage import FileFacts
from ntm_extract.output.publish import naming_errors, place
from ntm_extract.output.table_file import TableFile
from ntm_extract.run.document import (
    Bounds,
    describe,
    extract_alone,
    extract_together,
    failed_result,
    read_one,
    versions,
)  # fmt: skip
from ntm_extract.run.earlier import EarlierRows, EarlierShard, Place, marks
from ntm_extract.run.receipts import Failure, Known, Receipt, read_receipt, write_receipt
from ntm_extract.run.shards import Shard
from ntm_extract.tabulate import DocumentResult

RECEIPT = "receipt.json"
MAX_FAILURES = 100  # told by name; the table documents has them all
_NAMES = tuple(table.name for table in TABLES)
_BATCH_DOCUMENTS = 32  # read together
_BATCH_CHARS = 1 << 18
_GROUP_DOCUMENTS = 256  # turned into Arrow together
_GROUP_CHARS = 4 << 20


class Task(NamedTuple):
    """A shard to read."""

    shard: Shard
    work: str  # the folder of finished shards
    earlier: tuple[EarlierShard, ...] = ()  # shards of the published run that may know its documents
    bounds: Bounds = Bounds()
    poisoned: tuple[Failure, ...] = ()  # documents that are not to be tried: they ended a process
    alone: bool = False  # read each document by itself, so that it is known which one ends a process


class Done(NamedTuple):
    """A finished shard in brief; the receipt in its folder has the documents one by one."""

    number: int
    folder: str
    marks: bytes  # of its documents, see .earlier
    documents: int
    empty: int
    failed: int
    extracted: int  # documents that had to be read
    files: dict[str, FileFacts]
    indicators: dict[str, dict[str, int]]
    failures: tuple[Failure, ...]  # the first MAX_FAILURES

    @classmethod
    def of(cls, number: int, folder: Path, receipt: Receipt, extracted: int) -> Done:
        """Sum up a receipt."""
        documents = receipt.documents
        return cls(
            number, str(folder), marks(known.doc_id for known in documents), len(documents),
            sum(known.empty for known in documents), len(receipt.failures), extracted,
            receipt.files, receipt.indicators, receipt.failures[:MAX_FAILURES],
        )


def extract_shard(task: Task, begin: Callable[[int], None]) -> Done:
    """Finish a shard. ``begin`` is told the position of each document before it is read, and -1 when none is."""
    inputs = task.shard.inputs
    seen = [_state(item) for item in inputs]
    key = _key(inputs, seen, task.bounds)
    folder = Path(task.work, key)
    with naming_errors(folder):
        receipt = finished(folder, key)
        if receipt is not None:
            return Done.of(task.shard.number, folder, receipt, 0)
        # a process whose run was killed may still be busy with the same shard: each works in a folder of its own
        draft = folder.with_name(f"{key}.{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        reading = _Reading(task, key, draft, seen)
        receipt = reading.linked() or reading.run(begin)
        write_receipt(receipt, draft / RECEIPT)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    return Done.of(task.shard.number, folder, receipt, reading.extracted)


def finished(folder: Path, key: str) -> Receipt | None:
    """The receipt of a shard that is done; None if it is not, or no longer as it was left."""
    receipt = read_receipt(folder / RECEIPT)
    return receipt if receipt is not None and receipt.key == key and receipt.intact(folder) else None


def _state(item: Input | InputFailure) -> str:
    """What is known of a document without opening it; "" when nothing is."""
    if isinstance(item, InputFailure):
        return ""
    if item.data is not None:
        return hashlib.sha256(item.data + repr(item.metadata).encode("utf-8", "surrogatepass")).hexdigest()
    try:
        status = os.stat(item.path or "")  # noqa: PTH116 - a Path costs more than the call
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def _key(inputs: Sequence[Input | InputFailure], seen: Sequence[str], bounds: Bounds) -> str:
    digest = hashlib.sha256(repr((versions(), columns_digest(), bounds)).encode())
    for item, state in zip(inputs, seen, strict=True):
        digest.update(f"{item.doc_id}\0{item.source}\0{item.format}\0{state}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


class _Reading:
    """A shard on its way to its files."""

    def __init__(self, task: Task, key: str, folder: Path, seen: Sequence[str]) -> None:
        self.extracted = 0
        self._task = task
        self._inputs = task.shard.inputs
        self._key = key
        self._folder = folder
        self._seen = seen
        self._earlier = EarlierRows(task.earlier)
        self._poisoned = {failure.doc_id: failure for failure in task.poisoned}
        self._files: dict[str, TableFile] = {}
        self._documents: list[Known] = []
        self._failures: list[Failure] = []
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in OBSERVATION_TABLES}
        self._read: list[tuple[int, str, Document | Failure]] = []
        self._read_chars = 0
        self._new: list[tuple[Input | InputFailure, str, DocumentResult]] = []
        self._new_chars = 0
        self._old: list[Place] = []

    def linked(self) -> Receipt | None:
        """The shard as the published run has it, if that is the very same documents and none was touched."""
        for number, source in enumerate(self._earlier.sources):
            known = source.receipt.documents
            if (
                len(known) == len(self._inputs)
                and all(
                    doc.doc_id == item.doc_id and doc.source == item.source and doc.seen == state and doc.sha256
                    for doc, item, state in zip(known, self._inputs, self._seen, strict=True)
                )
                and self._earlier.usable(number)
            ):
                for name, path in source.files.items():
                    place(Path(path), self._folder / f"{name}.parquet")
                return source.receipt._replace(key=self._key)
        return None

    def run(self, begin: Callable[[int], None]) -> Receipt:
        """Read what is new, copy what is known."""
        try:
            for index, (item, state) in enumerate(zip(self._inputs, self._seen, strict=True)):
                data = None
                place_ = self._earlier.places.get(item.doc_id)
                if place_ and place_.known.source == item.source and self._earlier.usable(place_.source):
                    if place_.known.seen != state:
                        data = self._bytes(item)
                        if data is not None and hashlib.sha256(data).hexdigest() == place_.known.sha256:
                            place_ = place_._replace(known=place_.known._replace(seen=state))
                        else:
                            place_ = None
                    if place_ is not None:
                        self._extract(begin)
                        self._take(place_)
                        continue
                begin(index)
                found = self._poisoned.get(item.doc_id) or read_one(item, data, self._task.bounds)
                begin(-1)
                self._read.append((index, state, found))
                self._read_chars += len(found.text) if isinstance(found, Document) else 0
                if self._task.alone or len(self._read) >= _BATCH_DOCUMENTS or self._read_chars >= _BATCH_CHARS:
                    self._extract(begin)
            self._extract(begin)
            self._flush_old()
            self._flush_new()
            files = {name: file.close() for name, file in self._files.items()}
        finally:
            for file in self._files.values():
                file.abandon()
        return Receipt(
            self._key, tuple(self._documents), files,
            {name: dict(sorted(counts.items())) for name, counts in self._counts.items()}, tuple(self._failures),
        )

    def _extract(self, begin: Callable[[int], None]) -> None:
        """The rows of the documents that have been read."""
        read, self._read, self._read_chars = self._read, [], 0
        documents = [(index, found) for index, _state, found in read if isinstance(found, Document)]
        results: list[DocumentResult | Failure] = []
        if documents:
            begin(documents[0][0])
            together = extract_together([document for _index, document in documents], self._task.bounds)
            results += together or ()
            for index, document in documents if together is None else ():
                begin(index)
                results.append(extract_alone(document, self._task.bounds))
            begin(-1)
        coming = iter(results)
        for index, state, found in read:
            self._add(self._inputs[index], state, next(coming) if isinstance(found, Document) else found)

    def _bytes(self, item: Input | InputFailure) -> bytes | None:
        """The bytes of a file that was touched; of what came with its bytes, the state has said all."""
        if isinstance(item, InputFailure) or item.data is not None:
            return None
        try:
            return read_bytes(item, Limits(self._task.bounds.max_bytes))
        except DocumentError:
            return None

    def _take(self, known: Place) -> None:
        """Copy a document's rows; neighbours are copied together."""
        self._flush_new()
        last = self._old[-1] if self._old else None
        if last is not None and (last.source, last.position + 1) != (known.source, known.position):
            self._flush_old()
        self._old.append(known)

    def _add(self, item: Input | InputFailure, state: str, result: DocumentResult | Failure) -> None:
        self._flush_old()
        self.extracted += 1
        if isinstance(result, Failure):
            result = self._failed(item, result)
        self._new.append((item, state, result))
        self._new_chars += result.document.n_chars
        if len(self._new) >= _GROUP_DOCUMENTS or self._new_chars >= _GROUP_CHARS:
            self._flush_new()

    def _failed(self, item: Input | InputFailure, why: Failure) -> DocumentResult:
        self._failures.append(why)
        return failed_result(item, why)

    def _flush_old(self) -> None:
        places, self._old = self._old, []
        if not places:
            return
        source, first, last = places[0].source, places[0].position, places[-1].position
        for name in _NAMES:
            for batch in self._earlier.rows(name, source, first, last):
                self._file(name).add_batch(batch)
                if name in self._counts:
                    for pair in batch.column("indicator").value_counts().to_pylist():
                        self._counts[name][pair["values"]] += pair["counts"]
        self._documents += (known.known for known in places)

    def _flush_new(self) -> None:
        new, self._new, self._new_chars = self._new, [], 0
        if not new:
            return
        try:
            batches = _batches([result for _item, _state, result in new])
        except ValueError:
            new = [(item, state, self._checked(item, result)) for item, state, result in new]
            batches = _batches([result for _item, _state, result in new])
        for name, batch in batches.items():
            if batch.num_rows:
                self._file(name).add_batch(batch)
        for item, state, result in new:
            row = result.document
            rows = (1, *(len(getattr(result, name)) for name in _NAMES[1:]))
            empty = row.status == "empty"
            self._documents.append(Known(item.doc_id, item.source, row.sha256 or "", state, empty, rows))
            for name in OBSERVATION_TABLES:
                self._counts[name].update(observation.indicator for observation in getattr(result, name))

    def _checked(self, item: Input | InputFailure, result: DocumentResult) -> DocumentResult:
        """A document whose rows do not fit the columns is a mistake of the program and no reason to lose the others."""
        try:
            _batches([result])
        except ValueError as error:
            return self._failed(item, Failure(item.doc_id, "internal", describe(error)))
        return result

    def _file(self, name: str) -> TableFile:
        if name not in self._files:
            program, rules = versions()
            path = self._folder / f"{name}.parquet"
            table = next(table for table in TABLES if table.name == name)
            self._files[name] = TableFile(table, path, {"program_version": program, "rules_version": rules})
        return self._files[name]


def _batches(results: Sequence[DocumentResult]) -> dict[str, pa.RecordBatch]:
    batches: dict[str, Any] = {"documents": to_batch("documents", [result.document for result in results])}
    for name in _NAMES[1:]:
        batches[name] = to_batch(name, list(chain.from_iterable(getattr(result, name) for result in results)))
    return batches
