"""The command ``ntm``: the only code that prints, draws progress and exits.

Results go to files or to standard output; everything else (progress, the closing table, errors) to standard error.
``-`` is standard input. Exit codes: 0 done; 1 done, but some documents failed; 2 wrong usage, nothing written; 130
interrupted, nothing written. Colour is for terminals, and not there when ``NO_COLOR`` is set.

Every command imports what it needs when it is called, so that ``ntm --help`` is there at once.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import sys
from typing import IO, TYPE_CHECKING, Any

import click

from ntm_extract.errors import NtmError
from ntm_extract.version import __version__, rules_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

INTERRUPTED = 130


class _Commands(click.Group):
    """A group whose commands may raise the package's own errors."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error or an interruption becomes a message and an exit code."""
        try:
            return super().invoke(ctx)
        except NtmError as error:
            _show(error)
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has seen enough; click ends quietly
                raise
            _show(NtmError("output_failed", f"the output cannot be written: {error}", "write it to another place"))
            ctx.exit(NtmError.exit_code)
        except KeyboardInterrupt:
            click.echo("\ninterrupted: nothing was written; run the same command again", err=True)
            ctx.exit(INTERRUPTED)


def _show(error: NtmError) -> None:
    """Say what happened, where, and what to type next."""
    click.echo(f"{_style('error:', sys.stderr, fg='red', bold=True)} {error.message}  [{error.code}]", err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"ntm {__version__} (rules {rules_version()})")
        ctx.exit()


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
@click.option("--json", "as_json", is_flag=True, help="Print the summary of the run to standard output as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Show neither progress nor the closing table.")
@click.pass_context
def extract(ctx: click.Context, sources: Sequence[str], output: str, as_json: bool, quiet: bool) -> None:
    """Read documents and write the tables.

    A SOURCE is a folder (read recursively: .txt .text .md .markdown .html .htm .xhtml), a file of any name, a quoted
    glob pattern, or - for standard input. A document that cannot be read becomes a row with status "failed" and its
    reason; the run goes on.

    \b
    Examples:
      ntm extract corpus/                      tables in output/
      ntm extract 2023/ 2024/ -o tables/       two folders, one set of tables
      ntm extract 'news/**/*.html'             a pattern, in quotes
      curl -s URL | ntm extract - --json       one text, the summary as JSON

    Exit code 0: done; 1: done, but some documents failed; 2: wrong usage, nothing written.
    """
    from ntm_extract.run import count_inputs, extract_corpus
    from ntm_extract.summary import summary_lines

    names = [os.fsdecode(source) for source in sources]
    if sys.stderr.isatty() and not quiet and "-" not in names:
        length = count_inputs(names, output)
        steps = 1 + length // 500
        with click.progressbar(length=length, label="reading", file=sys.stderr, update_min_steps=steps) as bar:
            summary = extract_corpus(names, output, on_document=lambda _doc_id: bar.update(1))
    else:
        summary = extract_corpus(names, output)
    if as_json:
        _print_json(summary.as_dict())
    elif not quiet:
        for line in summary_lines(summary, names[0]):
            click.echo(line, err=True)
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
      cat corpus/a.txt | ntm explain -
      ntm explain a.html --json | jq '.figures[].reason'
    """
    from ntm_extract.explain import explain_document
    from ntm_extract.run import open_document

    explanation = explain_document(open_document(file))
    if as_json:
        for line in explanation.as_dicts(every=every):
            _print_json(line)
        return
    for text in explanation.lines(_painter(sys.stdout), every=every):
        click.echo(text, color=_colour(sys.stdout))


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
    from ntm_extract.run import open_document

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
        _print_json(describe.indicators_as_dicts() if code is None else describe.indicator_as_dict(code))
    else:
        _print_lines(describe.indicators() if code is None else describe.indicator(code))


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
        _print_json(describe.tables_as_dicts() if table is None else describe.table_as_dict(table))
    else:
        _print_lines(describe.tables() if table is None else describe.columns(table))


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
    from ntm_extract.scoring import score as measure

    report = measure(output, gold, figures, None if docs is None else _lines_of(docs))
    if as_json:
        _print_json(report.as_dict())
    else:
        _print_lines(report.lines(None if show < 0 else show))


def _lines_of(path: str) -> list[str]:
    try:
        with click.open_file(path, encoding="utf-8") as file:
            return [line.strip() for line in file if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise NtmError(
            "unreadable", f"{path} cannot be read: {error}", "give a text file with one document name a line"
        ) from error


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _colour(stream: IO[Any]) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR")


def _style(text: str, stream: IO[Any], **style: Any) -> str:
    return click.style(text, **style) if _colour(stream) else text


def _painter(stream: IO[Any]) -> Callable[[str, str], str]:
    """How a role of the explanation looks on ``stream``."""
    styles: dict[str, dict[str, Any]] = {
        "observed": {"fg": "green", "bold": True},
        "figure": {"fg": "yellow"},
        "name": {"bold": True},
        "faint": {"dim": True},
    }
    return lambda text, role: _style(text, stream, **styles[role])


def main() -> None:
    """Run the command line."""
    # what a start makes stays: looking for garbage in it takes a tenth of a short run
    gc.set_threshold(100_000, 50, 50)
    cli(prog_name="ntm")
