"""Cutting the documents of a run into shards: fixed lists that are read, kept and published together.

A shard ends with a document whose name says so: about one name in :data:`MEAN` does. The cut depends on the names alone, so a
document that comes or goes changes the shard it stands in, or the two it joins or parts, and no other.

>>> from ntm_extract.corpus.readers import Input
>>> inputs = [Input(f"{n:04}.txt", f"{n:04}.txt", "txt", f"{n:04}.txt") for n in range(2000)]
>>> cut = list(shards(iter(inputs)))
>>> [item for shard in cut for item in shard.inputs] == inputs
True
>>> without_the_first = {shard.inputs for shard in shards(iter(inputs[1:]))}
>>> len(cut), [shard.number for shard in cut if shard.inputs not in without_the_first]
(8, [0])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from ntm_extract.corpus.readers import Input, InputFailure

MEAN = 256
LEAST, MOST = 32, 1024
MOST_BYTES = 4 << 20  # of documents whose bytes are handed over with them: some are held for each process


class Shard(NamedTuple):
    """Some documents of a run, in order; ``number`` counts the shards from 0."""

    number: int
    inputs: tuple[Input | InputFailure, ...]


def shards(inputs: Iterable[Input | InputFailure]) -> Iterator[Shard]:
    """Cut documents, in order, into shards; memory holds one of them."""
    number = size = 0
    part: list[Input | InputFailure] = []
    for item in inputs:
        part.append(item)
        size += len(item.data or b"") if isinstance(item, Input) else 0
        ends = len(part) >= LEAST and crc32(item.doc_id.encode("utf-8", "surrogatepass")) % MEAN == 0
        if ends or len(part) >= MOST or size >= MOST_BYTES:
            yield Shard(number, tuple(part))
            number, size, part = number + 1, 0, []
    if part:
        yield Shard(number, tuple(part))
