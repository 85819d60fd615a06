"""Compressed streams (gzip, zstd), within bounds.

What breaks off is a DocumentError ``truncated``, what is no such stream or does not agree with its checksum ``damaged``.
All that stands before has been given by then. What unpacks to a multiple of its size that no text reaches (or to more
than a gigabyte of nothing) is a trap: ``too_large``.
"""

from __future__ import annotations

import io
import os
import zlib
from typing import TYPE_CHECKING, Any, Final, cast

from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from typing import BinaryIO

    from _typeshed import WriteableBuffer

_BUFFER: Final = 1 << 17
FREE: Final = 1 << 30  # bytes that any file may unpack to
RATIO: Final = 200  # times its size that a larger one may


def unpacked(stream: BinaryIO, packing: str, name: str) -> BinaryIO:
    """The content of a compressed stream."""
    budget = Budget(size_of(stream), name)
    return cast("BinaryIO", io.BufferedReader(_Unpacked(stream, packing, name, budget), _BUFFER))


def size_of(stream: BinaryIO) -> int:
    """The bytes of a stream that can be sought in; 0 for another one."""
    try:
        here = stream.tell()
        size = stream.seek(0, os.SEEK_END)
        stream.seek(here)
    except (OSError, ValueError):
        return 0
    return size


class Budget:
    """What one compressed file may still unpack to."""

    def __init__(self, size: int, name: str) -> None:
        self._left = max(FREE, RATIO * size)
        self._name = name

    def spend(self, number: int) -> None:
        """Take note of unpacked bytes."""
        self._left -= number
        if self._left < 0:
            message = f"{self._name} unpacks to {RATIO} times its size and more, as no text does"
            raise DocumentError("too_large", message, "unpack it by hand and see what is in it")


class _Unpacked(io.RawIOBase):
    def __init__(self, stream: BinaryIO, packing: str, name: str, budget: Budget) -> None:
        self._name = name
        self._budget = budget
        self._source: Any
        if packing == "gzip":
            import gzip  # noqa: PLC0415 - only for these

            self._source = gzip.GzipFile(fileobj=stream, mode="rb")
            self._read = self._source.read1
        else:
            import pyarrow as pa  # noqa: PLC0415 - only for these

            self._source = pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd")
            self._read = self._source.read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._read(len(view))
        except EOFError as error:
            raise self._truncated() from error
        except (OSError, zlib.error) as error:
            if "truncated" in str(error).lower():
                raise self._truncated() from error
            hint = "copy or download it again"
            raise DocumentError("damaged", f"{self._name} cannot be unpacked: {error}", hint) from error
        self._budget.spend(len(data))
        view[: len(data)] = data
        return len(data)

    def _truncated(self) -> DocumentError:
        return DocumentError("truncated", f"{self._name} breaks off in the middle", "copy or download it again")
