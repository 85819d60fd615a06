"""``ntm explain`` and ``ntm normalize``: one document, looked at closely."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ntm_extract.commands.columns import column_options
from ntm_extract.terminal import colour, harmless, painter, print_json

if TYPE_CHECKING:
    from ntm_extract.corpus.readers import Columns


@click.command(short_help="Show how each figure of a document was read.")
@click.argument("file", metavar="FILE")
@click.option("--all", "every", is_flag=True, help="Show dates, years and document numbers as well.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each sentence with figures.")
@column_options
def explain(file: str, columns: Columns, every: bool, as_json: bool) -> None:
    """Show how each figure of one document was read: its sentence, its value, the observation it became with where
    place, period and status were read, or the reason why it became none.

    \b
    Examples:
      ntm explain corpus/a.txt
      ntm explain 'news.jsonl#17'              the 17th record
      ntm explain archive.zip/page.html        a member
      cat corpus/a.txt | ntm explain -
      ntm explain a.html --json | jq '.figures[].reason'
    """
    from ntm_extract.explain import explain_document
    from ntm_extract.run.text import open_document

    explanation = explain_document(open_document(file, columns))
    if as_json:
        for line in explanation.as_dicts(every=every):
            print_json(line)
        return
    for text in explanation.lines(painter(sys.stdout), every=every):
        click.echo(harmless(text), color=colour(sys.stdout))


@click.command(short_help="Print a document as the program reads it.")
@click.argument("file", metavar="[FILE]", default="-")
@column_options
def normalize(file: str, columns: Columns) -> None:
    """Print a document as the program reads it: decoded from whatever encoding it has, freed of markup, with odd
    characters, broken lines and certain scan damage repaired. UTF-8 on standard output.

    \b
    Examples:
      ntm normalize old-tcvn3.txt > new-utf8.txt
      ntm normalize < page.html | grep 'hộ nghèo'
    """
    from ntm_extract.corpus.normalise import normalise
    from ntm_extract.run.text import open_document

    text = normalise(open_document(file, columns).text).text
    click.echo(text.encode("utf-8", "replace"), nl=False)
