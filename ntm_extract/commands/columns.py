"""The options that say which column of a table is which: the same for each command that reads tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

_OPTIONS = (
    click.option(
        "--text-column", metavar="NAME", help="Column (or key) with the text, in tables and JSON lines. [default: guessed]"
    ),
    click.option("--title-column", metavar="NAME", help="Column with the title. [default: guessed]"),
    click.option("--date-column", metavar="NAME", help="Column with the day of publication. [default: guessed]"),
    click.option("--url-column", metavar="NAME", help="Column with the address. [default: guessed]"),
    click.option("--id-column", metavar="NAME", help="Column that names the records. [default: their numbers]"),
)


def column_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the five options; it is handed the Columns they make, as ``columns``."""

    @wraps(command)
    def with_columns(
        *args: Any, text_column: str | None, title_column: str | None, date_column: str | None, url_column: str | None,
        id_column: str | None, **others: Any,
    ) -> None:  # fmt: skip
        from ntm_extract.corpus.readers import Columns

        command(*args, columns=Columns(text_column, title_column, date_column, url_column, id_column), **others)

    added: Callable[..., None] = with_columns
    for option in reversed(_OPTIONS):
        added = option(added)
    return added
