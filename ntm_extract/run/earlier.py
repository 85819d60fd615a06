"""What the published run knows of the documents of a shard, and their rows.

A document is the same as before if it has the same id, the same source and the same bytes, and the same rules read it.
Its bytes are the same without opening it if size, times and inode of its file are; else its digest decides. Documents
that could not be read are read again by each run.

Which shard a document was in is looked up by its mark, four bytes made of its id: eight bytes of memory for each document.
Two ids may have the same mark; then a shard too many is looked into.

The files are checked against their receipts before a row is taken from them; a damaged one counts as not there.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq

from ntm_extract.output.columns import TABLES
from ntm_extract.output.datapackage import FileFacts
from ntm_extract.run.receipts import Known, Receipt, read_receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


def mark(doc_id: str) -> int:
    """A number for an id."""
    return crc32(doc_id.encode("utf-8", "surrogatepass"))


def marks(doc_ids: Iterable[str]) -> bytes:
    """The marks of some documents, four bytes each."""
    return array("I", map(mark, doc_ids)).tobytes()


class EarlierShard(NamedTuple):
    """Where a shard of the published run lies."""

    receipt: str
    files: Mapping[str, str]  # by table


class EarlierRun:
    """The shards of the published run, found by the documents that were in them."""

    def __init__(self, shards: Sequence[EarlierShard] = (), index: array[int] | None = None) -> None:
        self._shards = shards
        self._index = index or array("Q")  # sorted: the mark in the upper half, the number of the shard in the lower

    def around(self, doc_ids: Iterable[str]) -> tuple[EarlierShard, ...]:
        """The shards that may know the documents."""
        numbers = set()
        for doc_id in doc_ids:
            wanted = mark(doc_id)
            at = bisect_left(self._index, wanted << 32)
            while at < len(self._index) and self._index[at] >> 32 == wanted:
                numbers.add(self._index[at] & 0xFFFF_FFFF)
                at += 1
        return tuple(self._shards[number] for number in sorted(numbers) if number < len(self._shards))


def index_of(shards: Iterable[bytes]) -> bytes:
    """The index of a run from the marks of each of its shards, with its digest before it."""
    content = array("Q", sorted(found << 32 | number for number, part in enumerate(shards) for found in array("I", part))).tobytes()
    return sha256(content).digest() + content


def read_index(path: Path) -> array[int]:
    """The index of a run. A damaged one is a ValueError."""
    content = path.read_bytes()
    digest, body = content[:32], content[32:]
    if sha256(body).digest() != digest:
        raise ValueError(f"{path} is damaged")
    index = array("Q")
    index.frombytes(body)
    return index


class Source(NamedTuple):
    """A shard of the published run as something to take documents from."""

    receipt: Receipt
    files: Mapping[str, str]

    def intact(self) -> bool:
        """Whether each file is what the receipt says."""
        try:
            return set(self.files) == set(self.receipt.files) and all(
                FileFacts.of(Path(path), self.receipt.files[name].rows) == self.receipt.files[name]
                for name, path in self.files.items()
            )
        except OSError:
            return False


class Place(NamedTuple):
    """A known document, and where its rows are: in which source, at which position."""

    known: Known
    source: int
    position: int


class EarlierRows:
    """The documents of some published shards by id; their rows are read when they are asked for."""

    def __init__(self, shards: Iterable[EarlierShard]) -> None:
        self.sources: list[Source] = []
        self.places: dict[str, Place] = {}
        self._checked: dict[int, bool] = {}
        self._groups: dict[str, tuple[int, int, pa.Table]] = {}  # by table: source, number and rows of the group in memory
        self._sizes: dict[tuple[int, str], list[int]] = {}  # rows of each group
        self._starts: dict[tuple[int, str], list[int]] = {}
        for shard in shards:
            receipt = read_receipt(Path(shard.receipt))
            if receipt is None:
                continue
            for position, known in enumerate(receipt.documents):
                if known.sha256:
                    self.places[known.doc_id] = Place(known, len(self.sources), position)
            self.sources.append(Source(receipt, shard.files))

    def usable(self, source: int) -> bool:
        """Whether the files of a source are intact; looked at once."""
        if source not in self._checked:
            self._checked[source] = self.sources[source].intact()
        return self._checked[source]

    def span(self, name: str, source: int, first: int, last: int) -> tuple[int, int]:
        """Which rows of table ``name`` the documents at positions ``first`` to ``last`` of a source have."""
        if name not in self.sources[source].files:
            return 0, 0
        starts = self._offsets(name, source)
        return starts[first], starts[last + 1]

    def file(self, name: str, source: int) -> tuple[str, FileFacts]:
        """The file of a table of a source, and what it holds."""
        return self.sources[source].files[name], self.sources[source].receipt.files[name]

    def rows(self, name: str, source: int, begin: int, end: int) -> Iterator[pa.RecordBatch]:
        """Some rows of table ``name`` of a source; memory holds one group of them."""
        key = source, name
        if key not in self._sizes:
            with pq.ParquetFile(self.sources[source].files[name]) as file:
                groups = range(file.metadata.num_row_groups)
                self._sizes[key] = [file.metadata.row_group(number).num_rows for number in groups]
        first = 0
        for number, size in enumerate(self._sizes[key]):
            low, high = max(begin - first, 0), min(end - first, size)
            if low < high:
                yield from self._group(name, source, number).slice(low, high - low).to_batches()
            first += size

    def _group(self, name: str, source: int, number: int) -> pa.Table:
        kept = self._groups.get(name)
        if kept is None or kept[:2] != (source, number):
            self._groups.pop(name, None)
            del kept
            with pq.ParquetFile(self.sources[source].files[name]) as file:
                self._groups[name] = source, number, file.read_row_group(number, use_threads=False)
        return self._groups[name][2]

    def _offsets(self, name: str, source: int) -> list[int]:
        key = source, name
        if key not in self._starts:
            column = [table.name for table in TABLES].index(name)
            counts = (known.rows[column] for known in self.sources[source].receipt.documents)
            self._starts[key] = list(accumulate(counts, initial=0))
        return self._starts[key]
