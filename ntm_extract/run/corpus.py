"""Whole runs: documents in, finished tables and a summary out.

:func:`extract_corpus` streams: inputs are listed in order and cut into shards, the shards are read by other
processes, and what they leave is published in one step. Memory depends on the largest document and on the number of shards.
(Only several sources in one run are listed before they are read, because their documents have to be put in one order.)

**Nothing ends a run but the output itself**; see :mod:`.document` for what becomes of a document that cannot be read.

**A run goes on where the one before it stopped.** Documents that have not changed are not read again; a run that was
stopped leaves its finished shards to the next one. In the same way several runs, on machines that see the same folders,
may each do a *share* of the shards; the run after them finds all shards finished and publishes them.

**Refused before anything is written**, as an :class:`~ntm_extract.errors.NtmError`: a source that does not exist;
sources without a single document, because the usual cause is a missing mount, and the tables of the last good run are
worth more than empty ones; an output folder that is one of the source folders or lies above one, because its tables
would mix with the texts. An output folder *inside* a source is passed over when that source is read. The same holds of an output
in an object store (:mod:`.target`), which also must answer, and hold no other tables than those of this program.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_extract.corpus.readers import (
    Columns,
    ColumnsRead,
    Input,
    InputFailure,
    Limits,
    Nothing,
    Skipped,
    holds_tables,
    list_inputs,
    named_sources,
)
from ntm_extract.errors import NtmError
from ntm_extract.output.publish import Publication, naming_errors
from ntm_extract.output.taken import REPORT
from ntm_extract.run.beside import Beside
from ntm_extract.run.document import Bounds, reference, versions
from ntm_extract.run.opening import Opener
from ntm_extract.run.shards import shards
from ntm_extract.run.target import check_output, target_of

if TYPE_CHECKING:
    from ntm_extract.corpus.readers import Found
    from ntm_extract.output.store import Store
    from ntm_extract.run.shard import Done
    from ntm_extract.run.shards import Shard
    from ntm_extract.run.summary import RunSummary


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is done; none of it changes what is found."""

    jobs: int = 0  # processes that read; 0: as many as there are processors
    bounds: Bounds = field(default_factory=Bounds)
    megabytes: int = 400  # memory of a process that reads; 0: no bound
    wait: bool = False  # for another run on the same output to end
    afresh: bool = False  # read every document again
    max_failures: int | None = None  # documents that may fail before the run is given up
    share: tuple[int, int] | None = None  # (2, 8): only the second of eight shares of the shards, without publishing them
    state: Path | None = None  # of an output in a store: the folder the run works in


def extract_corpus(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str] = "output",
    *,
    settings: Settings | None = None,
    columns: Columns | None = None,
    on_done: Callable[[Done], None] | None = None,
) -> RunSummary:
    """Read all documents of ``sources`` and put the tables in ``output``: a folder, or an address such as ``s3://bucket/tables``.

    ``columns`` names the columns of tables and the keys of JSON lines; those it does not name are guessed.
    ``on_done`` is told of each shard of documents that is finished, in the order in which they are.
    """
    started = time.perf_counter()
    _check_process()
    settings = settings or Settings()
    listed = [sources] if isinstance(sources, (str, os.PathLike)) else sources
    names = named_sources([os.fspath(source) for source in listed])
    target = target_of(output, settings.state, shared=settings.share is not None)
    check_output(names, target)
    folder = target.folder
    store = None if target.address is None else _store(target.address)
    beside = Beside()
    limits = Limits(settings.bounds.max_bytes)
    files = _in_order(list_inputs(names, exclude=target.places, limits=limits), several=len(names) > 1)
    opener = Opener(columns or Columns(), limits, settings.bounds.seconds, settings.megabytes)
    inputs = _documents(opener.expand(files), beside)
    first = next(inputs, None)
    if first is None:
        raise _nothing_to_read(names, beside)
    cut = shards(chain([first], inputs))

    # only now: a wrong source is told before pyarrow is loaded
    from ntm_extract.run.assemble import assemble
    from ntm_extract.run.summary import RunSummary

    summary = RunSummary(target.name, beside=beside, rules_version=versions()[1])
    with opener, Publication(folder, wait=settings.wait, shared=settings.share is not None) as publication:
        done = []
        for item in _finish(cut, publication, settings):
            done.append(item)
            if on_done is not None:
                on_done(item)
            _check_failures(done, settings.max_failures)
        done.sort(key=lambda item: item.number)
        summary.count(done)
        if settings.share is not None:
            summary.seconds = time.perf_counter() - started
            return summary
        with naming_errors(folder):
            summary.tables = assemble(publication, done)
            summary.seconds = time.perf_counter() - started
            _report(summary, folder)
        if store is not None and publication.current is not None:
            summary.upload = store.publish(publication.current, (folder / REPORT).read_bytes())
            summary.seconds = time.perf_counter() - started
    return summary


def _check_process() -> None:
    """Refuse to work where no process can be started, before anything is read."""
    process = multiprocessing.current_process()
    if getattr(process, "_inheriting", False):  # a process of a run that is reading the script which called for the run
        from ntm_extract.run.worker import UNGUARDED

        os._exit(UNGUARDED)
    if process.daemon:
        raise NtmError(
            "daemonic", "documents are read by processes of their own, and a daemonic process of multiprocessing may start none",
            "call it in another: concurrent.futures.ProcessPoolExecutor has such, multiprocessing.Pool has not",
        )


def _store(address: str) -> Store:
    """The store that tables go to, if it can be: before documents are read for hours."""
    from ntm_extract.output.store import Store

    store = Store(address)
    store.check()
    return store


def _finish(cut: Iterator[Shard], publication: Publication, settings: Settings) -> Iterator[Done]:
    """Finished shards as they come."""
    from ntm_extract.run.assemble import earlier_run
    from ntm_extract.run.shard import Task
    from ntm_extract.run.supervise import extract_shards

    reference()  # broken reference data end the run, and no document; processes inherit what is loaded
    earlier = earlier_run(None if settings.afresh else publication.current)
    if settings.share is not None:
        which, parts = settings.share
        cut = (shard for shard in cut if shard.number % parts == which - 1)
    tasks = (
        Task(shard, str(publication.work), earlier.around(item.doc_id for item in shard.inputs), settings.bounds)
        for shard in cut
    )
    return extract_shards(tasks, settings.jobs or processors(), settings.megabytes)


def processors() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check_failures(done: Sequence[Done], most: int | None) -> None:
    failed = sum(item.failed for item in done)
    if most is not None and failed > most:
        for item in done:
            if item.failed:  # else the next run would take the failures over with the shard, however often it is tried
                shutil.rmtree(item.folder, ignore_errors=True)
        first = next(failure for item in done for failure in item.failures)
        raise NtmError(
            "too_many_failures",
            f"{failed} documents failed, {most} may: the first is {first.doc_id} ({first.code}: {first.message})",
            "nothing was written; mend or remove them, or allow more with --max-failures N",
        )


def _report(summary: RunSummary, folder: Path) -> None:
    draft = folder / f"{REPORT}.new"
    draft.write_text(json.dumps(summary.as_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / REPORT)


def _in_order(found: Iterator[Found], *, several: bool) -> Iterator[Found]:
    """Documents by ``doc_id``: one source gives them so, several are put in order together."""
    return iter(sorted(found, key=_order)) if several else found


def _order(item: Found) -> tuple[bool, str]:
    return (False, _id_of(item)) if isinstance(item, (Input, InputFailure)) else (True, item.source)


def _id_of(item: Input | InputFailure) -> str:
    """A folder that cannot be listed is read where its files would stand: with its slash."""
    return f"{item.doc_id}/" if isinstance(item, InputFailure) and Path(item.source).is_dir() else item.doc_id


def _documents(found: Iterator[Found], beside: Beside) -> Iterator[Input | InputFailure]:
    for item in found:
        if isinstance(item, (Skipped, ColumnsRead, Nothing)):
            beside.add(item)
        elif isinstance(item, InputFailure):
            yield item._replace(doc_id=_id_of(item))
        else:
            yield item


def _nothing_to_read(sources: Sequence[str], beside: Beside) -> NtmError:
    named = ", ".join(sources)
    if tables := next(filter(holds_tables, sources), None):
        return NtmError(
            "nothing_to_read", f"no document in {named}: {tables} holds tables of this program, and such folders are passed over",
            "name the folder of the texts; if both lie in one, move the tables away, with the folder .ntm beside them",
        )
    if beside.empty:
        return NtmError(
            "nothing_to_read", f"no document in {named}: nothing stands in {beside.empty}",
            "see why it is empty; tables of an earlier run are as they were",
        )
    if beside.skipped:
        kinds = ", ".join(f"{n} {kind or 'without extension'}" for kind, n in beside.skipped[0].extensions[:5])
        return NtmError(
            "nothing_to_read", f"no document in {named}: its files are of other kinds ({kinds})",
            "folders are searched for the kinds that docs/inputs.md names; to read a file of another name as text, name it itself",
        )
    return NtmError(
        "nothing_to_read", f"no document in {named}: there is nothing to read",
        "name a folder that holds .txt, .html, .docx, .pdf, .jsonl or .csv files; tables of an earlier run are as they were",
    )
