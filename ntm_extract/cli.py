"""The command ``ntm``: with :mod:`.terminal` the only code that prints, draws progress and exits.

Results go to files or to standard output; everything else (progress, the closing table, errors) to standard error.
``-`` is standard input. Exit codes: 0 done; 1 done, but some documents failed; 2 wrong usage, nothing written; 130
and 143 interrupted, nothing written. Colour is for terminals, and not there when ``NO_COLOR`` is set.

The commands stand in :mod:`.commands`. Each imports what it needs when it is called, so that ``ntm --help`` is there at once.
"""

from __future__ import annotations

import errno
import gc
import signal
from typing import Any

import click

from ntm_extract.commands.documents import explain, normalize
from ntm_extract.commands.extraction import extract
from ntm_extract.commands.measures import compare, coverage, score
from ntm_extract.commands.tables import catalogue, schema
from ntm_extract.errors import NtmError
from ntm_extract.terminal import code_of, open_streams, set_encodings, show_error
from ntm_extract.version import __version__, rules_version

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
            what = "standard output" if error.filename is None else error.filename
            said = error.strerror or error
            show_error(NtmError("output_failed", f"{what} cannot be used: {said}", "write to another place, or read from one"))
            ctx.exit(NtmError.exit_code)
        except KeyboardInterrupt as interruption:
            kept = ": the tables are as they were or, at its very end, new; the same command goes on where this one stopped"
            click.echo("\ninterrupted" + (kept if ctx.invoked_subcommand == "extract" else ""), err=True)
            ctx.exit(code_of(interruption))


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


for _command in (extract, explain, normalize, catalogue, schema, score, compare, coverage):
    cli.add_command(_command)


def _terminate(number: int, _frame: object) -> None:
    """End as if interrupted, so that what was begun is put away."""
    raise KeyboardInterrupt(number)


def main() -> None:
    """Run the command line."""
    open_streams()
    set_encodings()
    signal.signal(signal.SIGTERM, _terminate)
    gc.set_threshold(*GC_THRESHOLD)
    try:
        cli(prog_name="ntm")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):  # all is done, and the exit code says how
            signal.signal(number, signal.SIG_IGN)
