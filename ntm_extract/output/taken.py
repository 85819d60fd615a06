"""The files of an output by name, and whether one of these names is somebody else's: then nothing is written.

A folder is one of ours if a run has written to it or its tables were copied there, as its ``datapackage.json`` says; there
files of these names are replaced. A folder in the way of a file, or of the parts of a table, never is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ntm_extract.errors import NtmError
from ntm_extract.output.columns import TABLES
from ntm_extract.output.datapackage import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PACKAGE = "datapackage.json"
REPORT = "run.json"  # what the run found
FILES = (PACKAGE, REPORT, *(f"{table.name}.parquet" for table in TABLES))


def is_ours(package: Path) -> bool:
    """Whether a data package is one of this program, or a link, as only a run makes it."""
    if package.is_symlink():
        return True
    try:
        return bool(json.loads(package.read_bytes())["name"] == NAME)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def check_free(paths: Iterable[Path], *, ours: bool, hint: str) -> None:
    """Refuse paths that are taken: by a folder, or by a file where the folder they lie in is not ``ours``."""
    for path in paths:
        if path.is_symlink() or not path.exists() or (ours and path.is_file()):
            continue
        raise NtmError(
            "output_taken", f"{path} is a {'folder' if path.is_dir() else 'file'} that is not of this program's making",
            f"move it away and run the same command again, or {hint}",
        )
