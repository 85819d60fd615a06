"""``ntm catalogue`` and ``ntm schema``: what is looked for, and what the tables hold."""

from __future__ import annotations

import click

from ntm_extract.terminal import print_json, print_lines


@click.command(short_help="List the indicators, or show one of them.")
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


@click.command(short_help="List the tables, or the columns of one of them.")
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
