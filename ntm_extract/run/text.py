"""One text or one document at hand, without any output folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_extract.corpus.readers import Columns, InputFailure, find_document, read_document
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.model import Document, SourceMetadata
from ntm_extract.pipeline import extract_document
from ntm_extract.run.document import reference, versions

if TYPE_CHECKING:
    import pandas as pd

    from ntm_extract.output.rows import CommunesRow, DocumentsRow, FiguresRow, OcopItemsRow, OcopRow, PovertyRow

_TABLES = ("figures", "communes", "poverty", "ocop", "ocop_items")  # what a text gives rows of
_SURROGATES = re.compile("[\ud800-\udfff]")
_ISO_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class TextResult:
    """The rows of one text: named tuples in the columns of the tables of the same name."""

    document: DocumentsRow
    figures: Sequence[FiguresRow]
    communes: Sequence[CommunesRow]
    poverty: Sequence[PovertyRow]
    ocop: Sequence[OcopRow]
    ocop_items: Sequence[OcopItemsRow]

    def pandas(self, table: str) -> pd.DataFrame:
        """One of the five tables as a data frame, with the column types of the files."""
        import pyarrow as pa

        from ntm_extract.output.arrays import to_batch

        if table not in _TABLES:
            raise NtmError("unknown_table", f"a text has no table {table!r}", f"ask for one of {', '.join(_TABLES)}")
        return pa.Table.from_batches([to_batch(table, getattr(self, table))]).to_pandas()


def extract_text(
    text: str, *, published: str | date | None = None, title: str | None = None, doc_id: str = "text"
) -> TextResult:
    """The figures and observations of a text at hand.

    ``published`` (2024-03-15, 2024-03 or 2024) and ``title`` are what is known besides the text; they win over what
    it says itself. Lone surrogates, which no file can hold, are read as U+FFFD, one for one.
    """
    day = published.isoformat()[:10] if isinstance(published, date) else published
    if day is not None and not _ISO_DAY.fullmatch(day):
        raise NtmError("bad_date", f"published is {day!r}, not a date", "write it as 2024-03-15, 2024-03 or 2024")
    text = _SURROGATES.sub("\ufffd", text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(doc_id, doc_id, "txt", "utf-8", digest, text, SourceMetadata(title=title, published=day))
    found = extract_document(document, reference(), versions())
    return TextResult(found.document, found.figures, found.communes, found.poverty, found.ocop, found.ocop_items)


def open_document(source: str, columns: Columns | None = None) -> Document:
    """Read the one document that ``source`` names: a file, ``-``, a record ``a.jsonl#3``, a member ``a.zip/b.txt``.

    ``columns`` names the columns of tables; those it does not name are guessed.
    """
    if Path(source).is_dir():
        raise NtmError(
            "not_a_document", f"{source} is a folder", f"name one file of it, or run: ntm extract {source}"
        )
    found = find_document(source, columns)
    try:
        if isinstance(found, InputFailure):
            raise found.error
        return read_document(found)
    except DocumentError as error:
        where = "" if source in error.message else f"{source}: "
        hint = error.hint or "give a text, Markdown, HTML, Word or PDF file"
        raise DocumentError(error.code, where + error.message, hint) from error
