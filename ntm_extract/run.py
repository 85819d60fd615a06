"""Whole runs: documents in, finished tables and a summary out.

:func:`extract_corpus` streams: a document is read, analysed and handed to the table writer before the next one is
opened, so that memory depends on the largest document and never on their number. (Only several sources in one run are
listed before they are read, because tables are sorted by ``doc_id`` and a merge needs to know the ids.)

**Nothing ends a run but the output itself.** A document that cannot be read becomes a row with status ``failed`` and
a reason ``code: message``. So does one on which the program itself stumbles (code ``internal``), and one whose rows do
not fit the declared columns (``internal`` too): documents are turned into Arrow batches in small groups, and when a
group is refused each of its documents is tried alone.

**Refused before anything is written**, as an :class:`~ntm_extract.errors.NtmError`: a source that does not exist;
sources without a single document, because the usual cause is a missing mount, and the tables of the last good run are
worth more than empty ones; an output folder that is one of the source folders or lies above one, because its tables
would mix with the texts. An output folder *inside* a source is passed over when that source is read.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ntm_extract.corpus.readers import Input, InputFailure, Skipped, iter_inputs, read_document
from ntm_extract.errors import DocumentError, NtmError
from ntm_extract.model import Document, SourceMetadata
from ntm_extract.pipeline import extract_document, extract_documents, load_reference
from ntm_extract.tabulate import DocumentResult, failed
from ntm_extract.version import __version__, rules_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from ntm_extract.analysis import Reference
    from ntm_extract.corpus.readers import Found
    from ntm_extract.output.rows import CommunesRow, DocumentsRow, FiguresRow, OcopItemsRow, OcopRow, PovertyRow
    from ntm_extract.output.writer import TableWriter

MAX_FAILURES = 100  # kept by name in the summary; documents.parquet has them all
_BATCH_DOCUMENTS = 32  # read together, stage by stage
_BATCH_CHARS = 1 << 18
_GROUP_DOCUMENTS = 256
_GROUP_CHARS = 4 << 20
_OBSERVATIONS = ("communes", "poverty", "ocop")
_READ = ("figures", *_OBSERVATIONS, "ocop_items")  # what a text gives rows of
_GLOB_SIGNS = re.compile(r"[*?\[]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ISO_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


class Failure(NamedTuple):
    """A document that is in the tables by name only."""

    doc_id: str
    code: str
    message: str


@dataclass(slots=True)
class RunSummary:
    """What a run found, in numbers."""

    output: str
    documents: int = 0
    empty: int = 0
    failed: int = 0
    figures: int = 0
    tables: dict[str, int] = field(default_factory=dict)  # rows, of every table
    indicators: dict[str, dict[str, int]] = field(default_factory=dict)  # by table, most frequent first
    failures: list[Failure] = field(default_factory=list)  # the first MAX_FAILURES
    skipped: list[Skipped] = field(default_factory=list)
    seconds: float = 0.0
    program_version: str = __version__
    rules_version: str = ""

    @property
    def read(self) -> int:
        """Documents with text."""
        return self.documents - self.empty - self.failed

    @property
    def observations(self) -> int:
        """Rows of the three tables of observations."""
        return sum(self.tables.get(name, 0) for name in _OBSERVATIONS)

    def as_dict(self) -> dict[str, Any]:
        """The summary for a program to read."""
        return {
            "output": self.output,
            "documents": {
                "total": self.documents, "read": self.read, "empty": self.empty, "failed": self.failed,
            },
            "figures": self.figures,
            "observations": self.observations,
            "tables": self.tables,
            "indicators": self.indicators,
            "failures": [failure._asdict() for failure in self.failures],
            "skipped": [
                {"source": item.source, "files": item.count, "extensions": dict(item.extensions)}
                for item in self.skipped
            ],
            "seconds": round(self.seconds, 3),
            "program_version": self.program_version,
            "rules_version": self.rules_version,
        }


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

        names = _READ
        if table not in names:
            raise NtmError("unknown_table", f"a text has no table {table!r}", f"ask for one of {', '.join(names)}")
        return pa.Table.from_batches([to_batch(table, getattr(self, table))]).to_pandas()


@functools.cache
def reference() -> Reference:
    """The packaged reference data: immutable, made on first use."""
    return load_reference()


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
    found = extract_document(document, reference(), (__version__, rules_version()))
    return TextResult(found.document, found.figures, found.communes, found.poverty, found.ocop, found.ocop_items)


def open_document(source: str) -> Document:
    """Read the one document that ``source`` (a file, or ``-``) names."""
    if Path(source).is_dir():
        raise NtmError(
            "not_a_document", f"{source} is a folder", f"name one file of it, or run: ntm extract {source}"
        )
    found = [item for item in iter_inputs([source]) if not isinstance(item, Skipped)]
    if len(found) != 1:
        raise NtmError("not_a_document", f"{source} names {len(found)} files", "name a single one")
    try:
        if isinstance(found[0], InputFailure):
            raise found[0].error
        return read_document(found[0])
    except DocumentError as error:
        where = "" if source in error.message else f"{source}: "
        hint = error.hint or "give a text, Markdown or HTML file in any of the encodings of Vietnamese"
        raise DocumentError(error.code, where + error.message, hint) from error


def count_inputs(sources: Sequence[str], output: str | Path) -> int:
    """How many documents a run will have; reads folders, no documents."""
    return sum(not isinstance(item, Skipped) for item in iter_inputs(sources, exclude=[Path(output)]))


def extract_corpus(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str] = "output",
    *,
    on_document: Callable[[str], None] | None = None,
) -> RunSummary:
    """Read all documents of ``sources`` and put the tables in the folder ``output``.

    ``on_document`` is told the ``doc_id`` of each document when it is done.
    """
    started = time.perf_counter()
    listed = [sources] if isinstance(sources, (str, os.PathLike)) else sources
    names = [os.fspath(source) for source in listed]
    folder = Path(output)
    check_output(names, folder)
    summary = RunSummary(str(folder), rules_version=rules_version())
    inputs = _documents(_in_order(iter_inputs(names, exclude=[folder]), several=len(names) > 1), summary)
    first = next(inputs, None)
    if first is None:
        raise _nothing_to_read(names, summary)

    # only now: a wrong source is told before pyarrow is loaded
    from ntm_extract.output.writer import TableWriter

    with TableWriter(folder, rules_version=summary.rules_version, program_version=__version__) as writer:
        group = _Group(writer, summary)
        data = reference()
        for batch in _in_batches(chain([first], inputs), summary):
            for result in _extract(batch, data, summary):
                group.add(result)
                if on_document is not None:
                    on_document(result.document.doc_id)
        group.flush()
        summary.tables = writer.commit()
    summary.indicators = {name: _ranked(counts) for name, counts in group.counts.items()}
    summary.figures = summary.tables["figures"]
    summary.seconds = time.perf_counter() - started
    return summary


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def check_output(sources: Sequence[str], output: Path) -> None:
    """Refuse an output folder that is a source folder or holds one."""
    target = Path(os.path.realpath(output))
    for source in sources:
        named = source
        if _GLOB_SIGNS.search(source) and not os.path.lexists(source):
            named = re.split(_GLOB_SIGNS, source, maxsplit=1)[0].rpartition("/")[0] or "."
        elif source == "-" or not Path(source).is_dir():
            continue
        folder = Path(os.path.realpath(named))
        if target == folder or target in folder.parents:
            what = "is the source folder itself" if target == folder else f"is a folder above the source {source}"
            raise NtmError(
                "output_is_source", f"the output folder {output} {what}; its tables would lie among the texts",
                "choose a folder of its own: ntm extract SOURCE -o output/",
            )


def _in_order(found: Iterator[Found], *, several: bool) -> Iterator[Found]:
    """Documents by ``doc_id``: one source gives them so, several are put in order together."""
    return iter(sorted(found, key=_order)) if several else found


def _order(item: Found) -> tuple[bool, str]:
    return (False, _id_of(item)) if not isinstance(item, Skipped) else (True, item.source)


def _id_of(item: Input | InputFailure) -> str:
    """A folder that cannot be listed is read where its files would stand: with its slash."""
    return f"{item.doc_id}/" if isinstance(item, InputFailure) and Path(item.source).is_dir() else item.doc_id


def _documents(found: Iterator[Found], summary: RunSummary) -> Iterator[Input | InputFailure]:
    for item in found:
        if isinstance(item, Skipped):
            summary.skipped.append(item)
        elif isinstance(item, InputFailure):
            yield item._replace(doc_id=_id_of(item))
        else:
            yield item


def _nothing_to_read(sources: Sequence[str], summary: RunSummary) -> NtmError:
    named = ", ".join(sources)
    if summary.skipped:
        kinds = ", ".join(f"{n} {kind or 'without extension'}" for kind, n in summary.skipped[0].extensions[:5])
        return NtmError(
            "nothing_to_read", f"no document in {named}: its files are of other kinds ({kinds})",
            "folders are searched for .txt, .md and .html; to read a file of another name as text, name it itself",
        )
    return NtmError(
        "nothing_to_read", f"no document in {named}: there is nothing to read",
        "name a folder that holds .txt, .md or .html files; tables of an earlier run are as they were",
    )


def _in_batches(
    inputs: Iterable[Input | InputFailure], summary: RunSummary
) -> Iterator[list[Document | DocumentResult]]:
    """Read documents, and hand them on a few at a time; one that cannot be read is a result at once."""
    batch: list[Document | DocumentResult] = []
    chars = 0
    for found in inputs:
        read = _read(found, summary)
        batch.append(read)
        chars += len(read.text) if isinstance(read, Document) else 0
        if len(batch) >= _BATCH_DOCUMENTS or chars >= _BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _read(found: Input | InputFailure, summary: RunSummary) -> Document | DocumentResult:
    try:
        if isinstance(found, Input):
            return read_document(found)
        code, message = found.error.code, found.error.message
    except DocumentError as error:
        code, message = error.code, error.message
    except Exception as error:  # noqa: BLE001 - one document never ends a run; its row names what happened
        code, message = "internal", _describe(error)
    return _failed(found.doc_id, found.source, found.format, Failure(found.doc_id, code, message), summary)


def _extract(batch: Sequence[Document | DocumentResult], data: Reference, summary: RunSummary) -> list[DocumentResult]:
    """The results of a batch, in its order; if the program stumbles over it, each document is tried alone."""
    documents = [item for item in batch if isinstance(item, Document)]
    try:
        results = extract_documents(documents, data, (summary.program_version, summary.rules_version))
    except Exception:  # noqa: BLE001 - one document never ends a run
        results = [_extract_alone(document, data, summary) for document in documents]
    found = iter(results)
    return [next(found) if isinstance(item, Document) else item for item in batch]


def _extract_alone(document: Document, data: Reference, summary: RunSummary) -> DocumentResult:
    try:
        return extract_document(document, data, (summary.program_version, summary.rules_version))
    except Exception as error:  # noqa: BLE001 - its row names what happened
        why = Failure(document.doc_id, "internal", _describe(error))
        return _failed(document.doc_id, document.source, document.format, why, summary)


def _describe(error: Exception) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:300]}" if said else type(error).__name__


def _failed(doc_id: str, source: str, kind: str | None, why: Failure, summary: RunSummary) -> DocumentResult:
    if len(summary.failures) < MAX_FAILURES:
        summary.failures.append(why)
    versions = (summary.program_version, summary.rules_version)
    return DocumentResult(failed(doc_id, source, kind, f"{why.code}: {why.message}", versions), (), (), (), (), ())


class _Group:
    """Documents on their way to the writer, turned into Arrow together because one by one is slow."""

    def __init__(self, writer: TableWriter, summary: RunSummary) -> None:
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in _OBSERVATIONS}
        self._writer = writer
        self._summary = summary
        self._results: list[DocumentResult] = []
        self._chars = 0

    def add(self, result: DocumentResult) -> None:
        self._results.append(result)
        self._chars += result.document.n_chars
        if len(self._results) >= _GROUP_DOCUMENTS or self._chars >= _GROUP_CHARS:
            self.flush()

    def flush(self) -> None:
        results, self._results, self._chars = self._results, [], 0
        try:
            batches = _batches(results)
        except ValueError:
            results = [self._checked(result) for result in results]
            batches = _batches(results)
        for name, batch in batches.items():
            self._writer.add_batch(name, batch)
        for result in results:
            self._summary.documents += 1
            self._summary.empty += result.document.status == "empty"
            self._summary.failed += result.document.status == "failed"
            for name in _OBSERVATIONS:
                self.counts[name].update(row.indicator for row in getattr(result, name))

    def _checked(self, result: DocumentResult) -> DocumentResult:
        try:
            _batches([result])
        except ValueError as error:
            row = result.document
            why = Failure(row.doc_id, "internal", _describe(error))
            return _failed(row.doc_id, row.source, row.format, why, self._summary)
        return result


def _batches(results: Sequence[DocumentResult]) -> Mapping[str, Any]:
    from ntm_extract.output.arrays import to_batch

    batches = {"documents": to_batch("documents", [result.document for result in results])}
    for name in _READ:
        batches[name] = to_batch(name, list(chain.from_iterable(getattr(result, name) for result in results)))
    return batches
