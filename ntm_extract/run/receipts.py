"""What is written down of a finished shard: enough to publish it, to know it again, and to take rows over from it.

A receipt is a JSON file beside the files of its shard. It begins with a digest of the rest, and names the digest of each
file, so a receipt that was cut off or a file that was damaged is noticed and the shard is read again: nothing here is
trusted because it exists.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from ntm_extract.output.datapackage import FileFacts

DIGEST_CHARS = 64


class Failure(NamedTuple):
    """A document that is in the tables by name only."""

    doc_id: str
    code: str
    message: str


class Known(NamedTuple):
    """A document as it was read: what tells whether it has changed, and its number of rows in each table."""

    doc_id: str
    source: str
    sha256: str  # "" for a document that could not be read
    seen: str  # size, times and inode of its file: unchanged, it need not be opened
    empty: bool
    rows: tuple[int, ...]


class Receipt(NamedTuple):
    """A finished shard."""

    key: str  # of the documents and of everything that decides how they are read
    documents: tuple[Known, ...]
    files: dict[str, FileFacts]  # by table; a table without rows has no file
    indicators: dict[str, dict[str, int]]
    failures: tuple[Failure, ...]

    def intact(self, folder: Path) -> bool:
        """Whether the files of the shard are as they were when the receipt was written."""
        try:
            return all(FileFacts.of(folder / f"{name}.parquet", facts.rows) == facts for name, facts in self.files.items())
        except OSError:
            return False


def write_receipt(receipt: Receipt, path: Path) -> None:
    """Write a receipt whole: under another name first."""
    body = json.dumps(receipt, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    draft.replace(path)


def read_receipt(path: Path) -> Receipt | None:
    """Read a receipt; None when there is none or it is not what was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, body = content[:DIGEST_CHARS], content[DIGEST_CHARS + 1 :]
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    key, documents, files, indicators, failures = _loaded(body)
    return Receipt(
        key,
        tuple(
            Known(doc_id, source, sha256, seen, empty, tuple(rows)) for doc_id, source, sha256, seen, empty, rows in documents
        ),
        {name: FileFacts(*facts) for name, facts in files.items()},
        indicators,
        tuple(Failure(*failure) for failure in failures),
    )


def _loaded(body: bytes) -> Any:
    return json.loads(body.decode("utf-8", "surrogatepass"))
