"""The description that goes with the tables: a Frictionless ``datapackage.json``.

It lists each table with its columns (type, meaning, allowed values, whether null is possible) and,
for each file of it, size, SHA-256 and number of rows. It holds no time and no path, and its keys are
sorted: the same tables have the same description.

>>> import json
>>> package = json.loads(data_package({}, {"program_version": "1", "rules_version": "2"}))
>>> package["resources"][0]["schema"]["primaryKey"]
['doc_id']
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ntm_extract.output.columns import TABLES, Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

NAME = "ntm-extract"
_TYPES = {
    "string": "string",
    "float64": "number",
    "int32": "integer",
    "int64": "integer",
    "bool": "boolean",
    "date32": "date",
}


class FileFacts(NamedTuple):
    """What the data package says of a file besides its columns."""

    size: int
    sha256: str
    rows: int

    @classmethod
    def of(cls, path: Path, rows: int) -> FileFacts:
        """Measure the file at ``path``, which holds ``rows`` rows."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(path.stat().st_size, digest, rows)


def data_package(files: Mapping[str, Sequence[tuple[str, FileFacts]]], versions: Mapping[str, str]) -> bytes:
    """Return the data package of all tables as JSON in UTF-8; ``files`` are by table name, each with its path."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": "Figures of the new-rural, poverty-reduction and OCOP programmes, with their sources",
        "description": "Each row quotes the characters it was read from; doc_id leads to the document.",
        **versions,
        "resources": [_resource(table, files.get(table.name, ())) for table in TABLES],
    }
    return as_bytes(package)


def as_bytes(package: Mapping[str, Any]) -> bytes:
    """A data package as it is written."""
    return json.dumps(package, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def table_schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema of one table."""
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": []}
    if table.key:
        schema["primaryKey"] = list(table.key)
    else:
        schema["foreignKeys"] = [
            {"fields": ["doc_id"], "reference": {"resource": "documents", "fields": ["doc_id"]}}
        ]
    return schema


def _resource(table: Table, files: Sequence[tuple[str, FileFacts]]) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name,
        "path": f"{table.name}.parquet",
        "description": table.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": table_schema(table),
    }
    if len(files) == 1 and files[0][0] == resource["path"]:
        facts = files[0][1]
        resource.update(bytes=facts.size, hash=f"sha256:{facts.sha256}", rows=facts.rows)
    elif files:
        resource["path"] = [path for path, _facts in files]
        resource["rows"] = sum(facts.rows for _path, facts in files)
        resource["parts"] = [
            {"path": path, "bytes": facts.size, "hash": f"sha256:{facts.sha256}", "rows": facts.rows} for path, facts in files
        ]
    return resource


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.nullable}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    return {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.description,
        "constraints": constraints,
    }
