"""JSON lines (jsonlines.org): an object a line, in UTF-8 (or UTF-16 with a mark). Empty lines are passed over.

A line with a million commas is ``too_large`` even where its bytes are not: small values take a hundred times their letters.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ntm_extract.corpus.containers.lines import bounded_lines
from ntm_extract.corpus.containers.records import bad_record, check_columns
from ntm_extract.corpus.found import out_of_memory
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from ntm_extract.corpus.containers.records import Row
    from ntm_extract.corpus.found import Limits


_MOST_VALUES: Final = 1_000_000  # as their commas count them


def objects(stream: BinaryIO, limits: Limits) -> Iterator[Row | DocumentError]:
    """The objects of a stream; instead of a line that is none, an error."""
    for line in bounded_lines(stream, limits):
        if isinstance(line, DocumentError):
            yield line
        elif line.strip():
            try:
                yield _object(line)
            except DocumentError as error:
                yield error
            except MemoryError:
                yield out_of_memory("the line")


def _object(line: bytes) -> Row:
    if len(line) > _MOST_VALUES and line.count(b",") > _MOST_VALUES:
        raise DocumentError("too_large", f"the line has more than {_MOST_VALUES:,} values", "leave out those that are not needed")
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise bad_record(f"the line is not UTF-8: {error.reason} at byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise bad_record(f"the line is no JSON: {str(error)[:200]}") from error
    if not isinstance(value, dict):
        raise bad_record(f"the line holds no object but {type(value).__name__}")
    check_columns(len(value), "the record")
    return value
