"""What a run finds besides documents: which columns of tables were read as what, and what was left out.

Both are said once for all files of which the same is to be said, so that neither grows with the number of files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from typing import Any, NamedTuple

from ntm_extract.corpus.readers import Columns, ColumnsRead, Skipped

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

    def add(self, item: Skipped | ColumnsRead) -> None:
        """Take note of one file, or of one source."""
        if isinstance(item, ColumnsRead):
            same = _Same(item.columns, item.guessed, item.month_first)
            before = self._columns.get(same, _Files(item.source))
            unread = before.unread_dates + item.unread_dates
            self._columns[same] = _Files(before.first, before.number + 1, unread, before.unread_date or item.unread_date)
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

    def lines(self) -> Iterator[str]:
        """Columns that were read, and what was left out, for people."""
        for item in self.skipped:
            kinds = ", ".join(f"{kind or 'no extension'} {n:,}" for kind, n in item.extensions[:5])
            yield f"left out in {item.source}: {item.count:,} {item.what} of other kinds ({kinds})"
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
                yield f"  {files.unread_dates:,} dates cannot be read and were left out, such as {files.unread_date!r}"

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "skipped": [
                {"source": item.source, item.what: item.count, "extensions": dict(item.extensions)} for item in self.skipped
            ],
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
