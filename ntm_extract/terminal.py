"""What the command line writes to a terminal or a pipe: results to standard output, the rest to standard error.

Colour and progress are for terminals; colour is not there when ``NO_COLOR`` is set.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

import click

from ntm_extract.errors import NtmError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


INTERRUPTED = 130
TERMINATED = 143

# all control characters but tabs, line ends and the beginnings of colours
_CONTROLS = re.compile(r"(?!\x1b\[[0-9;]*m)[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def open_streams() -> None:
    """Let what is written to a closed stream (``>&-``) go nowhere, and no file take the stream's number by chance."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()


def _nowhere() -> IO[str]:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - for as long as the program runs


def set_encodings() -> None:
    r"""Let every letter through: what goes to a file or a program is UTF-8, and a terminal writes ``\u1ed9`` for what it lacks.

    Else Windows would write its own code page, which lacks half the Vietnamese letters. ``PYTHONIOENCODING`` has its way.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
            stream.reconfigure(encoding="utf-8")
        if stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def harmless(text: str) -> str:
    r"""A text that cannot steer the terminal it is shown on: names of files and articles may hold anything.

    >>> harmless("a\x1b]0;title\x07.txt")
    'a�]0;title�.txt'
    """
    return _CONTROLS.sub("\ufffd", text)


def show_error(error: NtmError) -> None:
    """Say what happened, where, and what to type next."""
    click.echo(f"{style('error:', sys.stderr, fg='red', bold=True)} {harmless(error.message)}  [{error.code}]", err=True)
    if error.hint:
        click.echo(f"  {harmless(error.hint)}", err=True)


@contextmanager
def progress(length: Callable[[], int | None], *, quiet: bool = False) -> Iterator[Callable[[int], None] | None]:
    """A progress bar where somebody sees it; gives what must be told how many are done. ``length`` is asked only then.

    A length that is not known (None) makes it a count.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    number = length()
    if number is None:
        with _counting() as advance:
            yield advance
        return
    with click.progressbar(length=number, label="reading", file=sys.stderr, update_min_steps=1 + number // 500) as bar:
        yield bar.update


@contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    total = 0

    def advance(number: int) -> None:
        nonlocal total
        total += number
        click.echo(f"\rreading  {total:,} documents", err=True, nl=False)

    yield advance
    click.echo(err=True)


def print_json(value: object) -> None:
    """Print a value for a program to read."""
    click.echo(json.dumps(value, ensure_ascii=False))


def print_summary(value: object) -> None:
    """Print what a program is told of work that is done; the exit code says the same, and nobody need be listening any more."""
    try:
        print_json(value)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else it is tried once more at the end


def print_events(events: Iterable[dict[str, Any]]) -> None:
    """Tell a program what happens, an object a line; if it does not listen any more, the run goes on all the same."""
    with suppress(BrokenPipeError):
        for event in events:
            click.echo(json.dumps(event, ensure_ascii=False), err=True)


@contextmanager
def told_as_events() -> Iterator[None]:
    """What ends a run, an error or an interruption, told to a program as its last event."""
    try:
        yield
    except NtmError as error:
        print_events([{"event": "error", "code": error.code, "message": error.message, "hint": error.hint}])
        raise click.exceptions.Exit(error.exit_code) from error
    except KeyboardInterrupt as interruption:
        print_events([{"event": "interrupted"}])
        raise click.exceptions.Exit(code_of(interruption)) from interruption


def code_of(interruption: KeyboardInterrupt) -> int:
    """The exit code of what was interrupted by Ctrl-C or by SIGTERM (which is raised with its number)."""
    return TERMINATED if interruption.args else INTERRUPTED


def print_closing(lines: Iterable[str]) -> None:
    """Print what is said to a reader when all is done, to standard error; nobody need be listening any more."""
    with suppress(BrokenPipeError):
        for line in lines:
            click.echo(harmless(line), err=True)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines for a reader."""
    for line in lines:
        click.echo(harmless(line))


def colour(stream: IO[Any]) -> bool:
    """Whether a stream is shown in colour."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def style(text: str, stream: IO[Any], **look: Any) -> str:
    """The text as the stream shows it."""
    return click.style(text, **look) if colour(stream) else text


def painter(stream: IO[Any]) -> Callable[[str, str], str]:
    """How a role of the explanation looks on ``stream``."""
    styles: dict[str, dict[str, Any]] = {
        "observed": {"fg": "green", "bold": True},
        "figure": {"fg": "yellow"},
        "name": {"bold": True},
        "faint": {"dim": True},
    }
    return lambda text, role: style(text, stream, **styles[role])
