"""Write docs/cli.md from the help texts of the command line; with --check, fail if the page is not what they say."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from ntm_extract.cli import cli

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
WIDTH = 90
INTRODUCTION = """\
# The command line

This page is made from the help texts by `python tools/make_cli_docs.py`; change the texts in `ntm_extract/commands/`.

Results go to files or to standard output, everything else to standard error. `-` is standard input. A progress bar and
colours are shown on terminals only; `NO_COLOR=1` turns colours off. Every error says what happened, where, and what to
type next.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | some documents could not be read; `ntm extract` keeps each as a row of `documents`, status `failed`, with its reason |
| 2 | wrong usage, or a run that was given up; the tables are as they were |
| 130, 143 | interrupted, terminated; the tables are as they were or, at its very end, new; the next run goes on where it stopped |
"""


def page() -> str:
    """The page as the help texts of this version make it."""
    parts = [INTRODUCTION, _section("ntm", cli, None)]
    with click.Context(cli, info_name="ntm") as parent:
        parts += [_section(f"ntm {name}", cli.commands[name], parent) for name in cli.list_commands(parent)]
    return "\n".join(parts)


def _section(title: str, command: click.Command, parent: click.Context | None) -> str:
    name = title.rpartition(" ")[2]
    options = ["-h", "--help"]
    context = click.Context(
        command, parent, name, terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=options
    )
    with context:
        lines = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"## {title}\n\n```text\n{lines}\n```\n"


def main() -> int:
    """Write or check the page."""
    made = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == made:
            return 0
        print(f"{PAGE.name} is not what the help texts say; run: python tools/make_cli_docs.py", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
