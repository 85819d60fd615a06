"""The closing table of a run: what was found, what failed, where it is and what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ntm_extract.output.store import Upload
    from ntm_extract.run.shard import Done
    from ntm_extract.run.summary import RunSummary

SHOWN_FAILURES = 10
SHOWN_INDICATORS = 3


def summary_lines(summary: RunSummary) -> Iterator[str]:
    """The lines shown at the end of ``ntm extract``."""
    yield ""
    yield f"{'documents':12}{_number(summary.documents):>9}   {_documents(summary)}"
    unchanged = summary.documents - summary.extracted
    if unchanged:
        yield f"{'unchanged':12}{_number(unchanged):>9}   not read again: taken over from an earlier run"
    yield f"{'figures':12}{_number(summary.figures):>9}"
    for name, counts in summary.indicators.items():
        yield f"{name:12}{_number(summary.tables.get(name, 0)):>9}   {_most_frequent(counts)}".rstrip()
    yield f"{'ocop_items':12}{_number(summary.tables.get('ocop_items', 0)):>9}   products with their names".rstrip()
    yield from summary.beside.lines()
    if summary.upload is not None:
        yield from _upload(summary.upload)
    if summary.failed:
        yield ""
        yield "failed"
        shown = summary.failures[:SHOWN_FAILURES]
        for failure in shown:
            yield f"  {failure.doc_id}  {failure.code}: {failure.message}".replace("\n", "\ufffd")  # names may hold line ends
        if summary.failed > len(shown):
            yield f"  and {_number(summary.failed - len(shown))} more; see the table documents (status, error)"
    yield ""
    folder = summary.output.rstrip("/") + "/"
    yield f"The tables are in {folder} (Parquet, described in {folder}datapackage.json). In Python:"
    yield f'  from ntm_extract import read_tables; read_tables({summary.output!r}).pandas("communes")'
    yield "How a figure was read, with its source: ntm explain FILE; the columns: ntm schema"
    if summary.failed:
        yield "Repair what failed and run the same command again: it reads that, and nothing that has not changed"


def share_line(summary: RunSummary, which: int, parts: int) -> str:
    """What is said at the end of a share of a run."""
    return (
        f"share {which} of {parts}: {_number(summary.documents)} documents are done, {_number(summary.failed)} of them failed; "
        "when all shares are, run the same command without --shard"
    )


def event_lines(done: Done) -> Iterator[dict[str, Any]]:
    """What a program is told of finished documents: each failure, then their number."""
    for failure in done.failures:
        yield {"event": "failed", **failure._asdict()}
    yield {"event": "done", "documents": done.documents, "extracted": done.extracted, "failed": done.failed}


def _upload(upload: Upload) -> Iterator[str]:
    yield (
        f"{'uploaded':12}{_number(upload.files):>9}   files, {_number(upload.bytes)} bytes; "
        f"{_number(upload.present)} were there, {_number(upload.removed)} old ones removed"
    )
    if upload.not_removed:
        yield f"files of earlier runs are still there, nobody reads them: {upload.not_removed}"


def _documents(summary: RunSummary) -> str:
    return f"{_number(summary.read)} read, {_number(summary.empty)} empty, {_number(summary.failed)} failed"


def _most_frequent(counts: Mapping[str, int]) -> str:
    named = [f"{code} {_number(n)}" for code, n in list(counts.items())[:SHOWN_INDICATORS]]
    more = len(counts) - len(named)
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _number(value: int) -> str:
    return f"{value:,}"
