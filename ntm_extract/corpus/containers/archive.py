"""Members of a ZIP archive, by their names: documents, and files that hold many documents.

Members are given in the order of their names. Hidden names and those of other kinds are left out as in a folder; an
archive within an archive is one of those. A member may be as large as a file may. All of them together may be what
:mod:`.unpack` grants a compressed file, and there may be a million of them; an archive that goes beyond is a trap:
``too_large``.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

from ntm_extract.corpus.containers.unpack import Budget, size_of, unpacked
from ntm_extract.corpus.found import Input, InputFailure, Limits, Skipped, printable, read_bounded
from ntm_extract.corpus.kinds import extension_of, kind_of
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from _typeshed import WriteableBuffer

_MOST_MEMBERS: Final = 1_000_000
_ENCRYPTED: Final = 1
_PASSED_OVER: Final = "__MACOSX"
_BUFFER: Final = 1 << 17


def members(item: Input, stream: BinaryIO, limits: Limits) -> Iterator[tuple[Any, BinaryIO | None]]:
    """Documents, failures and what was left out; with a stream, a member that holds many documents."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        hint = "copy or download it again"
        raise DocumentError("damaged", f"{item.source} is no ZIP archive that can be read: {error}", hint) from error
    budget = Budget(size_of(stream), item.source)
    left: Counter[str] = Counter()
    with archive:
        if len(archive.infolist()) > _MOST_MEMBERS:
            raise DocumentError("too_large", f"{item.source} has more than {_MOST_MEMBERS:,} members", "unpack it by hand")
        before, times = "", 0
        for info in sorted(archive.infolist(), key=_name):
            name = _name(info)
            if info.is_dir() or any(part.startswith(".") or part == _PASSED_OVER for part in name.split("/")):
                continue
            kind = kind_of(name)
            if kind is None or kind.container == "zip":
                left[extension_of(name)] += 1
                continue
            budget.spend(0)
            times = times + 1 if name == before else 1
            before = name
            if times > 1:
                name = f"{name}~{times}"
            member = Input(
                f"{item.doc_id}/{name}", f"{item.source}/{name}", kind.format, None, packing=kind.packing, container=kind.container
            )
            yield _opened(archive, info, member, budget, limits)
    if left:
        ranked = tuple(sorted(left.items(), key=lambda pair: (-pair[1], pair[0])))
        yield Skipped(item.source, left.total(), ranked, "members"), None


def _name(info: zipfile.ZipInfo) -> str:
    return printable(info.filename.replace("\\", "/"))


def _opened(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: Input, budget: Budget, limits: Limits
) -> tuple[Input | InputFailure, BinaryIO | None]:
    if info.flag_bits & _ENCRYPTED:
        locked = DocumentError("encrypted", f"{member.source} is protected by a password", "unpack the archive by hand")
        return InputFailure(member.doc_id, member.source, member.format, locked), None
    try:
        stream: BinaryIO = cast("BinaryIO", io.BufferedReader(_Member(archive.open(info), member.source, budget), _BUFFER))
        if member.packing is not None:
            stream = unpacked(stream, member.packing, member.source)
        if member.container == "parquet":
            return member, _on_disk(stream)
        if member.container is not None:
            return member, stream
        return member._replace(data=read_bounded(stream, member.source, limits)), None
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        damaged = DocumentError("damaged", f"{member.source} cannot be unpacked: {error}", "unpack the archive by hand")
        return InputFailure(member.doc_id, member.source, member.format, damaged), None
    except DocumentError as error:
        return InputFailure(member.doc_id, member.source, member.format, error), None


def _on_disk(stream: BinaryIO) -> BinaryIO:
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - given to the caller
    shutil.copyfileobj(stream, kept)
    kept.seek(0)
    return cast("BinaryIO", kept)


class _Member(io.RawIOBase):
    """A member as a stream whose errors are ours."""

    def __init__(self, stream: Any, name: str, budget: Budget) -> None:
        self._stream = stream
        self._name = name
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(len(view))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise DocumentError("damaged", f"{self._name} cannot be unpacked: {error}", "copy or download it again") from error
        self._budget.spend(len(data))
        view[: len(data)] = data
        return len(data)
