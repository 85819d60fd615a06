"""JSON lines (jsonlines.org): an object a line, in UTF-8 (or UTF-16 with a mark). Empty lines are passed over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ntm_extract.corpus.containers.lines import bounded_lines
from ntm_extract.corpus.containers.records import bad_record
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from ntm_extract.corpus.containers.records import Row
    from ntm_extract.corpus.found import Limits


def objects(stream: BinaryIO, limits: Limits) -> Iterator[Row | DocumentError]:
    """The objects of a stream; instead of a line that is none, an error."""
    for line in bounded_lines(stream, limits):
        if isinstance(line, DocumentError):
            yield line
        elif line.strip():
            yield _object(line)


def _object(line: bytes) -> Row | DocumentError:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return bad_record(f"the line is not UTF-8: {error.reason} at byte {error.start}")
    except (ValueError, RecursionError) as error:
        return bad_record(f"the line is no JSON: {str(error)[:200]}")
    return value if isinstance(value, dict) else bad_record(f"the line holds no object but {type(value).__name__}")
