"""Every error a user can meet: a code, what happened, and what to do next.

An ``NtmError`` ends a command with its exit code. A ``DocumentError`` concerns one document only:
the run records it as a failed row and goes on.
"""

from __future__ import annotations


class NtmError(Exception):
    """A run cannot go on. ``hint`` tells what to type next; ``exit_code`` is the command's."""

    exit_code = 2

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[NtmError], tuple[str, str, str]]:
        return type(self), (self.code, self.message, self.hint)

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class DocumentError(NtmError):
    """One document cannot be read; ``code`` is stable and short, ``message`` names the cause."""

    exit_code = 1
