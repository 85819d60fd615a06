"""Finished shards to the folder that is published.

A run of few documents has one file for each table; a large one has a folder for each, with a part for each shard that has
rows. Parts are named by their number and by a digest of what is in them, so a name never comes to mean other rows.
Beside the tables, for the next run: the receipts, a list that says where each shard lies, and an index of their documents.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from ntm_extract.output.columns import TABLES, columns_digest
from ntm_extract.output.copies import place
from ntm_extract.output.datapackage import FileFacts, data_package
from ntm_extract.output.table_file import TableFile
from ntm_extract.run.document import versions
from ntm_extract.run.earlier import EarlierRun, EarlierShard, index_of, read_index
from ntm_extract.run.shard import RECEIPT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_extract.output.publish import Publication
    from ntm_extract.run.shard import Done

FEW_DOCUMENTS = 2_000
LIST = "shards.json"
INDEX = "shards.index"


def earlier_run(run: Path | None) -> EarlierRun:
    """What the published run leaves to be used; nothing if other rules or columns made it, or its list is damaged."""
    if run is None:
        return EarlierRun()
    try:
        listed = json.loads((run / LIST).read_text(encoding="utf-8"))
        if listed["made_by"] != _maker():
            return EarlierRun()
        shards = [
            EarlierShard(str(run / receipt), {name: str(run / path) for name, path in files.items()})
            for receipt, files in listed["shards"]
        ]
        return EarlierRun(shards, read_index(run / INDEX))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return EarlierRun()


def assemble(publication: Publication, done: Sequence[Done]) -> dict[str, int]:
    """Publish finished shards, given in order; the number of rows of each table."""
    built = publication.build()
    few = sum(item.documents for item in done) <= FEW_DOCUMENTS
    parts: dict[str, list[tuple[str, FileFacts]]] = defaultdict(list)
    listed = []
    written: list[Path] = []
    for number, item in enumerate(done):
        receipt = f"receipts/{number:05}.json"
        place(Path(item.folder, RECEIPT), built / receipt)
        files = {}
        for name, facts in item.files.items():
            path = f"{name}/part-{number:05}-{facts.sha256[:8]}.parquet"
            path = f"shards/{path}" if few else path
            place(Path(item.folder, f"{name}.parquet"), built / path)
            parts[name].append((path, facts))
            files[name] = path
            written.append(built / path)
        listed.append([receipt, files])
    for table in TABLES:
        if few or table.name not in parts:
            whole = f"{table.name}.parquet" if few else f"{table.name}/part-00000.parquet"
            facts = _joined(table.name, [built / path for path, _facts in parts[table.name]], built / whole)
            parts[table.name] = [(whole, facts)]
            written.append(built / whole)
    text = json.dumps({"made_by": _maker(), "shards": listed}, ensure_ascii=False, separators=(",", ":"))
    (built / LIST).write_text(text + "\n", encoding="utf-8")
    (built / INDEX).write_bytes(index_of(item.marks for item in done))
    program, rules = versions()
    package = data_package(parts, {"program_version": program, "rules_version": rules})
    names = [f"{table.name}.parquet" if few else table.name for table in TABLES]
    publication.publish(built, names, package, [*written, built / LIST, built / INDEX])
    return {name: sum(facts.rows for _path, facts in files) for name, files in parts.items()}


def _joined(name: str, parts: Sequence[Path], path: Path) -> FileFacts:
    """One file with the rows of all parts."""
    if len(parts) == 1:
        place(parts[0], path)
        with pq.ParquetFile(path) as file:
            return FileFacts.of(path, file.metadata.num_rows)
    path.parent.mkdir(exist_ok=True)
    program, rules = versions()
    table = next(table for table in TABLES if table.name == name)
    whole = TableFile(table, path, {"program_version": program, "rules_version": rules})
    try:
        for part in parts:
            with pq.ParquetFile(part) as file:
                for batch in file.iter_batches():
                    whole.add_batch(batch)
        return whole.close()
    finally:
        whole.abandon()


def _maker() -> list[str]:
    return [*versions(), columns_digest()]

