"""What a run finds besides documents: which columns of tables were read as what, what was left out, which files hold nothing.

Each is said once for all files of which the same is to be said, so that none grows with the number of files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from typing import Any, NamedTuple

from ntm_extract.corpus.readers import Columns, ColumnsRead, Nothing, Skipped
from ntm_extract.shown import counted

_ROLES = ("text", "title", "date", "url", "id")


class _Same(NamedTuple):
    """Columns that were read alike."""

    columns: Columns
    guessed: tuple[str, ...]
    month_first: bool


class _Files(NamedTuple):
    """The files of which the same is said."""

    first: str
    number: int = 0
    unread_dates: int = 0
    unread_date: str = ""

    def named(self) -> str:
        """The files in a few words."""
        return self.first if self.number == 1 else f"{self.first} and {self.number - 1:,} more"


@dataclass(slots=True)
class Beside:
    """What a run finds besides documents."""

    _sources: list[Skipped] = field(default_factory=list)
    _inside: dict[str, tuple[_Files, Counter[str]]] = field(default_factory=dict)
    _columns: dict[_Same, _Files] = field(default_factory=dict)
    _empty: _Files | None = None

    def add(self, item: Skipped | ColumnsRead | Nothing) -> None:
        """Take note of one file, or of one source."""
        if isinstance(item, ColumnsRead):
            same = _Same(item.columns, item.guessed, item.month_first)
            before = self._columns.get(same, _Files(item.source))
            unread = before.unread_dates + item.unread_dates
            self._columns[same] = _Files(before.first, before.number + 1, unread, before.unread_date or item.unread_date)
        elif isinstance(item, Nothing):
            before = self._empty or _Files(item.source)
            self._empty = before._replace(number=before.number + 1)
        elif item.what == "files":
            self._sources.append(item)
        else:
            files, counts = self._inside.get(item.what, (_Files(item.source), Counter()))
            counts.update(dict(item.extensions))
            self._inside[item.what] = files._replace(number=files.number + 1), counts

    @property
    def skipped(self) -> list[Skipped]:
        """What was left out: of each source, and of all files that hold many documents together."""
        inside = (
            Skipped(files.named(), counts.total(), tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))), what)
            for what, (files, counts) in self._inside.items()
        )
        return [*self._sources, *inside]

    @property
    def empty(self) -> str:
        """The files of many documents that hold none, in a few words; "" if there are none."""
        return "" if self._empty is None else self._empty.named()

    def lines(self) -> Iterator[str]:
        """Columns that were read, and what was left out, for people."""
        for item in self.skipped:
            kinds = ", ".join(f"{kind or 'no extension'} {n:,}" for kind, n in item.extensions[:5])
            of = "another kind" if item.count == 1 else "other kinds"
            yield f"left out in {item.source}: {counted(item.count, item.what.removesuffix('s'))} of {of} ({kinds})"
        if self.empty:
            yield f"no document in {self.empty}: nothing stands there"
        for same, files in self._columns.items():
            pairs = [
                f"{role} = {name}{' (guessed)' if role in same.guessed else ''}"
                for role, name in zip(_ROLES, astuple(same.columns), strict=True)
                if name is not None
            ]
            yield f"columns of {files.named()}: {', '.join(pairs)}"
            if same.guessed:
                yield f"  another one is named with --{same.guessed[0]}-column NAME{' and so on' if len(same.guessed) > 1 else ''}"
            if same.month_first:
                yield f"  dates have the month first in {files.named()}"
            if files.unread_dates:
                were = "was" if files.unread_dates == 1 else "were"
                yield f"  {counted(files.unread_dates, 'date')} cannot be read and {were} left out, such as {files.unread_date!r}"

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "skipped": [
                {"source": item.source, item.what: item.count, "extensions": dict(item.extensions)} for item in self.skipped
            ],
            "without_documents": None if self._empty is None else {"first_source": self._empty.first, "files": self._empty.number},
            "columns": [
                {
                    "first_source": files.first, "files": files.number,
                    "columns": {role: name for role, name in zip(_ROLES, astuple(same.columns), strict=True) if name is not None},
                    "guessed": list(same.guessed), "month_first": same.month_first,
                    "unread_dates": files.unread_dates, "unread_date": files.unread_date or None,
                }
                for same, files in self._columns.items()
            ],
        }  # fmt: skip
