"""``ntm extract``: documents to tables."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from ntm_extract.commands.columns import column_options
from ntm_extract.terminal import print_closing, print_events, print_summary, progress, told_as_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_extract.corpus.readers import Columns


def _share(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    which, slash, parts = value.partition("/")
    numbers = slash and all(number.isascii() and number.isdecimal() for number in (which, parts))
    if not numbers or not 1 <= int(which) <= int(parts):
        raise click.BadParameter(f"{value!r} is no share; write 1/8 for the first of eight")
    return int(which), int(parts)


@click.command(short_help="Read documents and write the tables.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o", "--output", default="output", show_default=True, metavar="FOLDER",
    help="Folder for the tables, or an address in a store (s3://bucket/tables). Those of an earlier run are replaced all "
    "together, when the run is done.",
)
@click.option(
    "--state", type=click.Path(file_okay=False), metavar="FOLDER",
    help="For an output in a store: the folder of this machine that the run works in. [default: one in your cache folder]",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(0), default=0, metavar="N",
    help="Processes that read; 0, the default: one for each processor.",
)
@column_options
@click.option("--afresh", is_flag=True, help="Read all documents again, unchanged ones as well.")
@click.option("--wait", is_flag=True, help="If another run is writing to FOLDER, wait until it has ended.")
@click.option(
    "--shard", "share", callback=_share, metavar="I/N",
    help="Do only the I-th of N shares of the work, on as many machines as you like; the same command without --shard then "
    "joins them and writes the tables.",
)
@click.option(
    "--timeout", type=click.FloatRange(0.1), default=60.0, show_default=True, metavar="SECONDS",
    help="Longest time for one document; one that takes longer has failed.",
)
@click.option(
    "--memory", type=click.IntRange(0), default=400, show_default=True, metavar="MB",
    help="Most memory for each process that reads (on Linux); a document that needs more has failed. 0: no bound.",
)
@click.option(
    "--max-failures", type=click.IntRange(0), metavar="N", help="Stop when more than N documents have failed; nothing is written."
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first document that fails: --max-failures 0.")
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="What standard error is for: people, or programs (one JSON object a line).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary of the run to standard output as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Show neither progress nor the closing table.")
@click.pass_context
def extract(
    ctx: click.Context, sources: Sequence[str], output: str, state: str | None, jobs: int, columns: Columns, afresh: bool,
    wait: bool, share: tuple[int, int] | None, timeout: float, memory: int, max_failures: int | None, fail_fast: bool,
    log_format: str, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Read documents and write the tables.

    A SOURCE is a folder (read recursively), a file, a quoted glob pattern, @list.txt with a source on each line, an
    address (https:// s3:// gs://), or - for standard input. A document that cannot be read becomes a row with status
    "failed" and its reason; the run goes on.

    \b
    Kinds of files:
      .txt .md .html .docx .pdf                    one document
      .jsonl .csv .tsv .parquet .warc .wet .zip    many documents
      .txt.gz .jsonl.zst ...                       the same, compressed

    A file of another kind that is named itself is read as its content says; of JSON make lines first (jq -c '.[]').
    Columns of tables are guessed where no option names them; the guess is told at the end.

    Documents that have not changed since the last run into FOLDER are not read again. The tables are replaced when the
    run is done; a run that was stopped changes none, and the next one goes on where it stopped.

    \b
    Examples:
      ntm extract corpus/                      tables in output/
      ntm extract 2023/ 2024/ -o tables/       two folders, one set of tables
      ntm extract 'news/**/*.html'             a pattern, in quotes
      ntm extract news.jsonl.gz --text-column body
      ntm extract s3://bucket/2024/ @more.txt  a store, and what a list names
      ntm extract news/ -o s3://bucket/tables  tables in a store
      curl -s URL | ntm extract - --json       one text, the summary as JSON

    Exit code 0: done; 1: done, but some documents failed; 2: wrong usage, or nothing written.
    """
    from pathlib import Path

    from ntm_extract.corpus.readers import count_inputs
    from ntm_extract.run.corpus import Settings, extract_corpus
    from ntm_extract.run.document import Bounds
    from ntm_extract.run.target import target_of
    from ntm_extract.summary import event_lines, share_line, summary_lines

    names = [os.fsdecode(source) for source in sources]
    settings = Settings(
        jobs=jobs, bounds=Bounds(seconds=timeout), megabytes=memory, wait=wait, afresh=afresh, share=share,
        max_failures=0 if fail_fast else max_failures, state=None if state is None else Path(state),
    )
    if log_format == "json":
        with told_as_events():
            summary = extract_corpus(
                names, output, settings=settings, columns=columns, on_done=lambda done: print_events(event_lines(done))
            )
        print_events([{"event": "finished", **summary.as_dict()}])
    else:
        places = target_of(output, settings.state, shared=share is not None).places
        with progress(lambda: count_inputs(names, places), quiet=quiet) as advance:
            on_done = None if advance is None else lambda done: advance(done.documents)
            summary = extract_corpus(names, output, settings=settings, columns=columns, on_done=on_done)
    if as_json:
        print_summary(summary.as_dict())
    elif share is not None and not quiet and log_format == "text":
        print_closing([share_line(summary, *share)])
    elif not quiet and log_format == "text":
        print_closing(summary_lines(summary))
    ctx.exit(1 if summary.failed else 0)
