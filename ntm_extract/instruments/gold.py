"""Files of observations written down by hand: reading them and finding their places.

A line is a JSON object. Where it stands in its document is said by ``start`` and ``end`` (code points of the
decoded text), or by ``nth``: it is the n-th occurrence of its ``quote`` in that text. The latter is for pages,
whose decoded text depends on how markup is taken away.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ntm_extract.errors import NtmError
from ntm_extract.output.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Sequence


def stem(doc_id: str) -> str:
    """The name by which gold knows a document: the last part of its id, without what follows the last dot."""
    return PurePosixPath(doc_id.replace("\\", "/")).stem


def locate(rows: Sequence[dict[str, Any]], output_dir: str | Path, path: str | Path) -> list[dict[str, Any]]:
    """Give each row ``start`` and ``end``, reading the texts of ``output_dir`` where one has only ``nth``.

    Raises NtmError if the quote does not occur that often; ``path`` is the gold file, for the message.
    """
    if all("start" in row for row in rows):
        return list(rows)
    documents = read_tables(output_dir, ["documents"], {"documents": ["doc_id", "text"]})["documents"].to_pylist()
    texts = {stem(row["doc_id"]): row["text"] or "" for row in documents}
    located = []
    for row in rows:
        if "start" in row:
            located.append(row)
            continue
        at = -1
        for _ in range(row["nth"]):
            at = texts.get(row["doc"], "").find(row["quote"], at + 1)
            if at < 0:
                raise NtmError(
                    "bad_gold",
                    f"{path} quotes “{row['quote']}” {row['nth']} times from {row['doc']}, whose text in {output_dir} has fewer",
                    "extract the texts of the gold file, or mend the quote",
                )
        located.append({**row, "start": at, "end": at + len(row["quote"])})
    return located


def read_gold(path: str | Path, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Read a file of JSON lines; a line without document, place or one of ``keys`` is an error that names it.

    The place is ``start`` and ``end``, or ``nth``: which occurrence of the quote it is (see :func:`locate`).
    """
    rows = []
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NtmError(
            "no_gold", f"the gold file {path} cannot be read: {error}", "give a file of JSON lines in UTF-8"
        ) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
                placed = {"start", "end"} if "nth" not in row else set()
                missing = {"doc", "quote", *placed, *keys}.difference(row)
            except (ValueError, TypeError) as error:
                raise _bad_line(path, number, str(error)) from error
            if missing or not isinstance(row, dict):
                raise _bad_line(path, number, f"it lacks {', '.join(sorted(missing)) or 'keys'}")
            rows.append(row)
    return rows


def _bad_line(path: str | Path, number: int, what: str) -> NtmError:
    return NtmError(
        "bad_gold", f"line {number} of {path} is no gold row: {what}",
        'a row looks like {"doc": "a", "quote": "39/94 xã", "start": 10, "end": 18, "indicator": "communes_ntm", ...}',
    )
