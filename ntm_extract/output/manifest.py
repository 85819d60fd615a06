"""The data package of tables in an object store, which decides what the tables are.

In a store nothing has two names and nothing is renamed, so what is one step in a folder is one object here: every file of
a table is named by what is in it (``poverty/ntm-<digest>.parquet``), is written once and never changed, and
``datapackage.json`` names the files that count. Whoever reads it has the tables of one run.

A ``datapackage.json`` that another program made is not taken for one of this; see :func:`parse`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ntm_extract.output.datapackage import NAME, as_bytes
from ntm_extract.output.taken import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FILE: Final = re.compile(r"[a-z_]+/ntm-[0-9a-f]{32}\.parquet")


class TableFile(NamedTuple):
    """A file of a table of the published run, on this machine."""

    path: Path
    size: int
    sha256: str


def to_store(run: Path) -> tuple[bytes, dict[str, TableFile]]:
    """The manifest of a published run, and the files by the names that it gives them."""
    package = json.loads((run / PACKAGE).read_bytes())
    files = {}
    for resource in package["resources"]:
        parts = resource.pop("parts", None) or [
            {"path": resource["path"], "bytes": resource.pop("bytes"), "hash": resource.pop("hash"), "rows": resource["rows"]}
        ]
        for part in parts:
            sha256 = part["hash"].removeprefix("sha256:")
            file = TableFile(run / part["path"], part["bytes"], sha256)
            part["path"] = f"{resource['name']}/ntm-{sha256[:32]}.parquet"
            files[part["path"]] = file
        resource.update(path=[part["path"] for part in parts], parts=parts)
    return as_bytes(package), files


def parse(content: bytes) -> dict[str, list[str]]:
    """The files of each table that a manifest names. One that is not of this program's making is a ValueError.

    Tables that somebody copied into the store from a folder have other names; they are read, and never removed.
    """
    try:
        package = json.loads(content)
        if package["name"] != NAME:
            raise ValueError(f"its name is {package['name']}")
        named = {resource["name"]: _paths(resource) for resource in package["resources"]}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("it is no data package") from error
    return named


def is_ours(name: str) -> bool:
    """Whether a name below the prefix is one that only this program gives.

    >>> is_ours("poverty/ntm-0123456789abcdef0123456789abcdef.parquet"), is_ours("poverty/2024.parquet")
    (True, False)
    """
    return _FILE.fullmatch(name) is not None


def _paths(resource: Mapping[str, Any]) -> list[str]:
    paths = resource["path"]
    return [paths] if isinstance(paths, str) else [str(path) for path in paths]
