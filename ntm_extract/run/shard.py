"""One shard to finished files: a function of its documents alone, so that it may be done anywhere and done again.

The files of a shard lie in a folder named by its key, a digest of the documents' ids and states and of everything that
decides how they are read. A folder with an intact receipt is finished work, whoever did it: it is taken as it is.

Rows of documents that the published run knows are copied from its files; if that is all of them, the files are linked.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ntm_extract.corpus.readers import Input, InputFailure
from ntm_extract.model import Document
from ntm_extract.output.columns import columns_digest
from ntm_extract.output.copies import place
from ntm_extract.output.datapackage import FileFacts
from ntm_extract.output.publish import naming_errors
from ntm_extract.run.document import Bounds, bytes_of, extract_alone, extract_together, read_one, versions
from ntm_extract.run.earlier import EarlierRows, EarlierShard, Place, marks
from ntm_extract.run.receipts import Failure, Receipt, read_receipt, write_receipt
from ntm_extract.run.shard_writer import ShardWriter
from ntm_extract.run.shards import Shard
from ntm_extract.tabulate import DocumentResult

RECEIPT = "receipt.json"
MAX_FAILURES = 100  # told by name; the table documents has them all
_BATCH_DOCUMENTS = 32  # read together
_BATCH_CHARS = 1 << 18
_TICK = 2_000_000_000  # nanoseconds; file systems know times to two seconds or better


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
        return hashlib.sha256(item.data + repr((item.format, item.metadata)).encode("utf-8", "surrogatepass")).hexdigest()
    if item.state is not None:
        return item.state
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


class _Read(NamedTuple):
    """A document that was read, or why it could not be; ``at`` is its place in the shard."""

    at: int
    found: Document | Failure


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
        self._writer = ShardWriter(folder, self._earlier)
        self._pending: list[Place | _Read] = []  # documents as they come, known ones between those that were read
        self._pending_read = self._pending_chars = 0

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
        poisoned = {failure.doc_id: failure for failure in self._task.poisoned}
        try:
            for index, item in enumerate(self._inputs):
                known = self._known(item)
                if known is not None and known.known.seen == self._seen[index]:
                    self._pending.append(known)
                    continue
                begin(index)
                found = poisoned.get(item.doc_id) or self._read(item, self._seen[index], known)
                begin(-1)
                if isinstance(found, Place):
                    self._pending.append(found)
                    continue
                self._pending.append(_Read(index, found))
                self._pending_read += 1
                self._pending_chars += len(found.text) if isinstance(found, Document) else 0
                if self._task.alone or self._pending_read >= _BATCH_DOCUMENTS or self._pending_chars >= _BATCH_CHARS:
                    self._extract(begin)
            self._extract(begin)
            return self._writer.close(self._key)
        finally:
            self._writer.abandon()

    def _known(self, item: Input | InputFailure) -> Place | None:
        """Where the published run has a document, whatever has become of it since."""
        known = self._earlier.places.get(item.doc_id)
        return known if known is not None and known.known.source == item.source and self._earlier.usable(known.source) else None

    def _read(self, item: Input | InputFailure, state: str, known: Place | None) -> Document | Failure | Place:
        """Read a document, but not one whose file was touched and holds the same bytes."""
        data = None
        if known is not None and isinstance(item, Input) and item.data is None:  # of what came with its bytes, the state says all
            data = bytes_of(item, self._task.bounds)
            if isinstance(data, bytes) and hashlib.sha256(data).hexdigest() == known.known.sha256:
                return known._replace(known=known.known._replace(seen=_settled(state)))
        return read_one(item, data, self._task.bounds)

    def _extract(self, begin: Callable[[int], None]) -> None:
        """The rows of the documents that are pending: those that were read together, all in their order."""
        pending, self._pending = self._pending, []
        self._pending_read = self._pending_chars = 0
        read = [part for part in pending if isinstance(part, _Read)]
        results = iter(self._results([(part.at, part.found) for part in read if isinstance(part.found, Document)], begin))
        for part in pending:
            if isinstance(part, Place):
                self._writer.take(part)
            else:
                result = next(results) if isinstance(part.found, Document) else part.found
                self._writer.add(self._inputs[part.at], _settled(self._seen[part.at]), result)
        if self._task.alone and read:
            begin(read[0].at)
            self._writer.flush()
            begin(-1)
        self.extracted += len(read)

    def _results(
        self, documents: Sequence[tuple[int, Document]], begin: Callable[[int], None],
    ) -> Sequence[DocumentResult | Failure]:
        if not documents:
            return ()
        begin(documents[0][0])
        results: Sequence[DocumentResult | Failure] | None
        results = extract_together([document for _index, document in documents], self._task.bounds)
        if results is None:
            results = []
            for index, document in documents:
                begin(index)
                results.append(extract_alone(document, self._task.bounds))
        begin(-1)
        return results


def _settled(state: str) -> str:
    """A state that can be trusted another time: a file that was changed just now may change again within the same tick."""
    parts = state.split(":")
    return "" if len(parts) == 4 and time.time_ns() - int(parts[2]) < _TICK else state
