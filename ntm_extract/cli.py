"""The command ``ntm``: with :mod:`.terminal` the only code that prints, draws progress and exits.

Results go to files or to standard output; everything else (progress, the closing table, errors) to standard error.
``-`` is standard input. Exit codes: 0 done; 1 done, but some documents failed; 2 wrong usage, nothing written; 130
interrupted, nothing written. Colour is for terminals, and not there when ``NO_COLOR`` is set.

Every command imports what it needs when it is called, so that ``ntm --help`` is there at once.
"""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from ntm_extract.errors import NtmError
from ntm_extract.terminal import colour, harmless, painter, print_events, print_json, print_lines, progress, show_error
from ntm_extract.version import __version__, rules_version

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
TERMINATED = 143
GC_THRESHOLD = (100_000, 50, 50)
"""What a start makes stays: looking for garbage in it takes a tenth of a short run."""


class _Commands(click.Group):
    """A group whose commands may raise the package's own errors."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error or an interruption becomes a message and an exit code."""
        try:
            return super().invoke(ctx)
        except NtmError as error:
            show_error(error)
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has seen enough; click ends quietly
                raise
            show_error(NtmError("output_failed", f"the output cannot be written: {error}", "write it to another place"))
            ctx.exit(NtmError.exit_code)
        except KeyboardInterrupt as interruption:
            click.echo("\ninterrupted: the tables are as they were; the same command goes on where this one stopped", err=True)
            ctx.exit(TERMINATED if interruption.args else INTERRUPTED)


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"ntm {__version__} (rules {rules_version()})")
        ctx.exit()


def _share(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    which, slash, parts = value.partition("/")
    numbers = slash and all(number.isascii() and number.isdecimal() for number in (which, parts))
    if not numbers or not 1 <= int(which) <= int(parts):
        raise click.BadParameter(f"{value!r} is no share; write 1/8 for the first of eight")
    return int(which), int(parts)


_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=_Commands, context_settings=_CONTEXT)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help="Show the versions of program and rules, and exit.",
)
def cli() -> None:
    """Read figures out of Vietnamese news and notices about the new-rural programme (nông thôn mới), poverty
    reduction and OCOP, and write them as Parquet tables. Every row names the indicator, the place, the period and
    whether it was reached, estimated or planned, and quotes the characters it was read from.

    \b
    Start with:
      ntm extract corpus/ -o output/     read a folder, write the tables
      ntm explain corpus/a.txt           see how each figure of a text was read
    """


@cli.command(short_help="Read documents and write the tables.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o", "--output", default="output", show_default=True, metavar="FOLDER",
    help="Folder for the tables. Those of an earlier run are replaced all together, when the run is done.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(0), default=0, metavar="N",
    help="Processes that read; 0, the default: one for each processor.",
)
@click.option(
    "--text-column", metavar="NAME", help="Column (or key) with the text, in tables and JSON lines. [default: guessed]"
)
@click.option("--title-column", metavar="NAME", help="Column with the title. [default: guessed]")
@click.option("--date-column", metavar="NAME", help="Column with the day of publication. [default: guessed]")
@click.option("--url-column", metavar="NAME", help="Column with the address. [default: guessed]")
@click.option("--id-column", metavar="NAME", help="Column that names the records. [default: their numbers]")
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
    "--memory", type=click.IntRange(0), default=0, metavar="MB",
    help="Most memory for each process that reads (on Linux); a document that needs more has failed.",
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
    ctx: click.Context, sources: Sequence[str], output: str, jobs: int, text_column: str | None, title_column: str | None,
    date_column: str | None, url_column: str | None, id_column: str | None, afresh: bool, wait: bool,
    share: tuple[int, int] | None, timeout: float, memory: int, max_failures: int | None, fail_fast: bool, log_format: str,
    as_json: bool, quiet: bool,
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

    A file of another kind that is named itself is read as its content says. Columns of tables are guessed where no
    option names them; the guess is told at the end.

    Documents that have not changed since the last run into FOLDER are not read again. The tables are replaced when the
    run is done; a run that was stopped changes none, and the next one goes on where it stopped.

    \b
    Examples:
      ntm extract corpus/                      tables in output/
      ntm extract 2023/ 2024/ -o tables/       two folders, one set of tables
      ntm extract 'news/**/*.html'             a pattern, in quotes
      ntm extract news.jsonl.gz --text-column body
      ntm extract s3://bucket/2024/ @more.txt  a store, and what a list names
      curl -s URL | ntm extract - --json       one text, the summary as JSON

    Exit code 0: done; 1: done, but some documents failed; 2: wrong usage, or nothing written.
    """
    from pathlib import Path

    from ntm_extract.corpus.readers import Columns, count_inputs
    from ntm_extract.run.corpus import Settings, extract_corpus
    from ntm_extract.run.document import Bounds
    from ntm_extract.summary import event_lines, share_line, summary_lines

    names = [os.fsdecode(source) for source in sources]
    settings = Settings(
        jobs=jobs, bounds=Bounds(seconds=timeout), megabytes=memory, wait=wait, afresh=afresh, share=share,
        max_failures=0 if fail_fast else max_failures,
    )
    columns = Columns(text_column, title_column, date_column, url_column, id_column)
    if log_format == "json":
        summary = extract_corpus(
            names, output, settings=settings, columns=columns, on_done=lambda done: print_events(event_lines(done))
        )
        print_events([{"event": "finished", **summary.as_dict()}])
    else:
        with progress(lambda: count_inputs(names, [Path(output)]), quiet=quiet or "-" in names) as advance:
            on_done = None if advance is None else lambda done: advance(done.documents)
            summary = extract_corpus(names, output, settings=settings, columns=columns, on_done=on_done)
    if as_json:
        print_json(summary.as_dict())
    elif share is not None and not quiet and log_format == "text":
        click.echo(share_line(summary, *share), err=True)
    elif not quiet and log_format == "text":
        for line in summary_lines(summary, names[0]):
            click.echo(harmless(line), err=True)
    ctx.exit(1 if summary.failed else 0)


@cli.command(short_help="Show how each figure of a document was read.")
@click.argument("file", metavar="FILE")
@click.option("--all", "every", is_flag=True, help="Show dates, years and document numbers as well.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each sentence with figures.")
def explain(file: str, every: bool, as_json: bool) -> None:
    """Show how each figure of one document was read: its sentence, its value, the observation it became with where
    place, period and status were read, or the reason why it became none.

    \b
    Examples:
      ntm explain corpus/a.txt
      ntm explain 'news.jsonl#17'              the 17th record
      cat corpus/a.txt | ntm explain -
      ntm explain a.html --json | jq '.figures[].reason'
    """
    from ntm_extract.explain import explain_document
    from ntm_extract.run.text import open_document

    explanation = explain_document(open_document(file))
    if as_json:
        for line in explanation.as_dicts(every=every):
            print_json(line)
        return
    for text in explanation.lines(painter(sys.stdout), every=every):
        click.echo(harmless(text), color=colour(sys.stdout))


@cli.command(short_help="Print a document as the program reads it.")
@click.argument("file", metavar="[FILE]", default="-")
def normalize(file: str) -> None:
    """Print a document as the program reads it: decoded from whatever encoding it has, freed of markup, with odd
    characters, broken lines and certain scan damage repaired. UTF-8 on standard output.

    \b
    Examples:
      ntm normalize old-tcvn3.txt > new-utf8.txt
      ntm normalize < page.html | grep 'hộ nghèo'
    """
    from ntm_extract.corpus.normalise import normalise
    from ntm_extract.run.text import open_document

    text = normalise(open_document(file).text).text
    click.echo(text.encode("utf-8", "replace"), nl=False)


@cli.command(short_help="List the indicators, or show one of them.")
@click.argument("code", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def catalogue(code: str | None, as_json: bool) -> None:
    """List the indicators with their units, or show one of them with its breakdowns and the wordings that announce it.

    \b
    Examples:
      ntm catalogue
      ntm catalogue poverty_rate
      ntm catalogue --json | jq -r '.[].code'
    """
    from ntm_extract import describe

    if as_json:
        print_json(describe.indicators_as_dicts() if code is None else describe.indicator_as_dict(code))
    else:
        print_lines(describe.indicators() if code is None else describe.indicator(code))


@cli.command(short_help="List the tables, or the columns of one of them.")
@click.argument("table", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print a Frictionless Table Schema.")
def schema(table: str | None, as_json: bool) -> None:
    """List the tables, or the columns of one of them with type, meaning and allowed values.

    \b
    Examples:
      ntm schema
      ntm schema poverty
      ntm schema communes --json
    """
    from ntm_extract import describe

    if as_json:
        print_json(describe.tables_as_dicts() if table is None else describe.table_as_dict(table))
    else:
        print_lines(describe.tables() if table is None else describe.columns(table))


@cli.command(short_help="Compare tables with observations written down by hand.")
@click.argument("output", metavar="OUTPUT")
@click.argument("gold", metavar="GOLD")
@click.option("--figures", metavar="FILE", help="Gold figures (JSON lines): measure the table of figures, too.")
@click.option("--docs", metavar="FILE", help="Score only these documents: a file with one name (no extension) a line.")
@click.option("--show", default=40, show_default=True, metavar="N", help="Differences to show; -1 for all.")
@click.option("--json", "as_json", is_flag=True, help="Print the measures and all differences as JSON.")
def score(output: str, gold: str, figures: str | None, docs: str | None, show: int, as_json: bool) -> None:
    """Compare the tables in the folder OUTPUT with observations written down by hand (GOLD, JSON lines): precision,
    recall and F1 at three levels of strictness, each indicator by itself, and every difference.

    \b
    Examples:
      ntm score output/ gold.jsonl
      ntm score output/ gold.jsonl --figures figures.jsonl --show -1
      ntm score output/ gold.jsonl --json | jq .observations.core
    """
    from ntm_extract.instruments.scoring import score as measure

    report = measure(output, gold, figures, None if docs is None else _lines_of(docs))
    if as_json:
        print_json(report.as_dict())
    else:
        print_lines(report.lines(None if show < 0 else show))


@cli.command(short_help="Compare the tables of two runs over the same texts.")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--show", default=40, show_default=True, metavar="N", help="Rows to show; -1 for all.")
@click.option("--json", "as_json", is_flag=True, help="Print the sums and all rows that differ as JSON.")
def compare(before: str, after: str, show: int, as_json: bool) -> None:
    """Compare the tables of two runs over the same texts, the folders BEFORE and AFTER, to see what a change of the
    rules gains and loses: each row that appeared, vanished or says something else, quoted in its sentence, and the
    sums by indicator and by rule. Documents whose text is not the same in both are named and left out.

    \b
    Examples:
      ntm compare before/ after/
      ntm compare before/ after/ --show -1 | grep -A 1 LOST
      ntm compare before/ after/ --json | jq '.changes[] | select(.rule == "poverty_rate.before")'

    Exit code 0, whether or not there are differences; 2 if there are no tables or no common documents.
    """
    from ntm_extract.instruments.comparison import compare as compared

    report = compared(before, after)
    if as_json:
        print_json(report.as_dict())
    else:
        print_lines(report.lines(None if show < 0 else show))


@cli.command(short_help="Say what the rules read of a folder of texts, and what they leave.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--show", default=20, show_default=True, metavar="N", help="Lines of each list to show; -1 for all.")
@click.option("--json", "as_json", is_flag=True, help="Print all counts and wordings as JSON.")
@click.pass_context
def coverage(ctx: click.Context, sources: Sequence[str], show: int, as_json: bool) -> None:
    """Say what the rules read of the documents in SOURCE, and what they leave: how often each wording of the catalogue
    and each rule was met, and which never; and the figures near the subject that gave no row, by reason and by
    wording. A wording is the words around the figure, which is shown as its kind: "<count> hộ thoát nghèo". Those with
    a wording of the catalogue in them come first, then the most common. There the next rule is worth writing.

    \b
    Examples:
      ntm coverage corpus/
      ntm coverage corpus/ --show -1 | less
      ntm coverage corpus/ --json | jq -r '.gaps[] | select(.reason == "no_indicator").wording'

    Exit code 0: done; 1: done, but some documents failed; 2: wrong usage.
    """
    from ntm_extract.instruments.coverage import coverage_of
    from ntm_extract.instruments.texts import count_documents

    names = [os.fsdecode(source) for source in sources]
    with progress(lambda: count_documents(names), quiet="-" in names) as done:
        report = coverage_of(names, on_documents=done)
    if as_json:
        print_json(report.as_dict())
    else:
        print_lines(report.lines(None if show < 0 else show))
        for failure in report.failures:
            click.echo(harmless(f"failed: {failure.doc_id}  {failure.code}: {failure.message}"), err=True)
    ctx.exit(1 if report.failures else 0)


def _lines_of(path: str) -> list[str]:
    try:
        with click.open_file(path, encoding="utf-8") as file:
            return [line.strip() for line in file if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise NtmError(
            "unreadable", f"{path} cannot be read: {error}", "give a text file with one document name a line"
        ) from error


def _terminate(number: int, _frame: object) -> None:
    """End as if interrupted, so that what was begun is put away."""
    raise KeyboardInterrupt(number)


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGTERM, _terminate)
    gc.set_threshold(*GC_THRESHOLD)
    cli(prog_name="ntm")
