"""What a run found, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ntm_extract.output.columns import OBSERVATION_TABLES
from ntm_extract.run.beside import Beside
from ntm_extract.run.receipts import Failure
from ntm_extract.run.shard import MAX_FAILURES
from ntm_extract.version import __version__

if TYPE_CHECKING:
    from ntm_extract.corpus.readers import Skipped
    from ntm_extract.output.store import Upload
    from ntm_extract.run.shard import Done


@dataclass(slots=True)
class RunSummary:
    """What a run found, in numbers."""

    output: str
    documents: int = 0
    empty: int = 0
    failed: int = 0
    extracted: int = 0  # read in this run; the others are unchanged
    tables: dict[str, int] = field(default_factory=dict)  # rows, of every table
    indicators: dict[str, dict[str, int]] = field(default_factory=dict)  # by table, most frequent first
    failures: list[Failure] = field(default_factory=list)  # the first MAX_FAILURES
    beside: Beside = field(default_factory=Beside)
    upload: Upload | None = None  # of an output in a store
    seconds: float = 0.0
    program_version: str = __version__
    rules_version: str = ""

    def count(self, done: Sequence[Done]) -> None:
        """Add finished shards, in order."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in OBSERVATION_TABLES}
        for item in done:
            self.documents += item.documents
            self.empty += item.empty
            self.failed += item.failed
            self.extracted += item.extracted
            for name, facts in item.files.items():
                self.tables[name] = self.tables.get(name, 0) + facts.rows
            self.failures += item.failures[: MAX_FAILURES - len(self.failures)]
            for name, found in item.indicators.items():
                counts[name].update(found)
        self.indicators = {
            name: dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))) for name, found in counts.items()
        }

    @property
    def skipped(self) -> list[Skipped]:
        """What was left out."""
        return self.beside.skipped

    @property
    def figures(self) -> int:
        """Figures of all documents."""
        return self.tables.get("figures", 0)

    @property
    def read(self) -> int:
        """Documents with text."""
        return self.documents - self.empty - self.failed

    @property
    def observations(self) -> int:
        """Rows of the three tables of observations."""
        return sum(self.tables.get(name, 0) for name in OBSERVATION_TABLES)

    def as_dict(self) -> dict[str, Any]:
        """The summary for a program to read."""
        return {
            "output": self.output,
            "documents": {
                "total": self.documents, "read": self.read, "empty": self.empty, "failed": self.failed,
                "extracted": self.extracted,
            },
            "figures": self.figures,
            "observations": self.observations,
            "tables": self.tables,
            "indicators": self.indicators,
            "failures": [failure._asdict() for failure in self.failures],
            **self.beside.as_dict(),
            **({} if self.upload is None else {"upload": asdict(self.upload)}),
            "seconds": round(self.seconds, 3),
            "program_version": self.program_version,
            "rules_version": self.rules_version,
        }
