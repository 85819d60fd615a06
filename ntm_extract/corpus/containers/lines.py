"""Lines of a stream, each within a bound.

Lines are bytes. A stream marked as UTF-16 or UTF-32 (or that is UTF-16 without a mark, as its zero bytes show) is recoded
to UTF-8; every other encoding is left to whoever decodes the documents, one by one.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, Final

from ntm_extract.corpus.found import too_large

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from ntm_extract.corpus.found import Limits
    from ntm_extract.errors import DocumentError

_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_SAMPLE: Final = 4096
_FEW_ZEROS: Final = 0.3


def bounded_lines(stream: BinaryIO, limits: Limits) -> Iterator[bytes | DocumentError]:
    """The lines of a stream with their ends; instead of one that is too long, an error."""
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(stream)  # type: ignore[type-var]
    head = buffered.peek(_SAMPLE)[:_SAMPLE]
    codec = _wide_codec(head)
    if codec is not None:
        text = io.TextIOWrapper(buffered, encoding=codec, errors="replace", newline="\n")
        try:
            yield from _bounded(lambda most: text.readline(most).encode("utf-8", "replace"), limits)
        finally:
            text.detach()  # whoever opened the stream closes it
        return
    if head.startswith(codecs.BOM_UTF8):
        buffered.read(len(codecs.BOM_UTF8))
    yield from _bounded(buffered.readline, limits)


def _bounded(readline: _ReadLine, limits: Limits) -> Iterator[bytes | DocumentError]:
    most = limits.max_bytes + 1
    while line := readline(most):
        if len(line) < most:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = readline(1 << 16)
        yield too_large("the record", limits)


def _wide_codec(head: bytes) -> str | None:
    marked = next((codec for mark, codec in _WIDE if head.startswith(mark)), None)
    if marked is not None:
        return marked
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > half * _FEW_ZEROS:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > half * _FEW_ZEROS else None


if TYPE_CHECKING:
    from collections.abc import Callable

    _ReadLine = Callable[[int], bytes]
