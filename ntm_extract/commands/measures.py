"""``ntm score``, ``ntm compare`` and ``ntm coverage``: how right the tables are, and what a change does to them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from ntm_extract.commands.columns import column_options
from ntm_extract.errors import NtmError
from ntm_extract.terminal import harmless, print_json, print_lines, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ntm_extract.corpus.readers import Columns


@click.command(short_help="Compare tables with observations written down by hand.")
@click.argument("output", metavar="OUTPUT")
@click.argument("gold", metavar="GOLD")
@click.option("--figures", metavar="FILE", help="Gold figures (JSON lines): measure the table of figures, too.")
@click.option(
    "--docs", metavar="FILE",
    help="Score, beside those of GOLD, only these documents: one name (no extension) a line. [default: all of OUTPUT]",
)
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


@click.command(short_help="Compare the tables of two runs over the same texts.")
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


@click.command(short_help="Say what the rules read of a folder of texts, and what they leave.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--show", default=20, show_default=True, metavar="N", help="Lines of each list to show; -1 for all.")
@click.option("--json", "as_json", is_flag=True, help="Print all counts and wordings as JSON.")
@column_options
@click.pass_context
def coverage(ctx: click.Context, sources: Sequence[str], columns: Columns, show: int, as_json: bool) -> None:
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
    from ntm_extract.corpus.readers import count_inputs
    from ntm_extract.instruments.coverage import coverage_of

    names = [os.fsdecode(source) for source in sources]
    with progress(lambda: count_inputs(names)) as done:
        report = coverage_of(names, columns=columns, on_documents=done)
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
