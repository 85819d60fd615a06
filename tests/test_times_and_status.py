"""Which period and which status the figures of a text have: short texts with all of their rows.

``cases/times_and_status.txt`` holds them, parted by lines of ``---``. A case opens with ``@`` and the day the text was published
(none where it is not known) and ends with ``=`` and its rows: value, period (``-`` for none), and where they are not
plain levels that were reached, ``change``, ``estimate`` or ``target``.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from ntm_extract.model import Document, SourceMetadata
from ntm_extract.pipeline import analyse, load_reference

CASES: Final = Path(__file__).parent / "cases" / "times_and_status.txt"

reference = functools.cache(load_reference)


class Case(NamedTuple):
    published: str | None
    text: str
    rows: list[str]


def cases() -> list[Case]:
    found = []
    for block in CASES.read_text(encoding="utf-8").split("---\n"):
        if block.strip():
            head, rest = block.split("\n", 1)
            text, rows = rest.rsplit("\n=", 1)
            found.append(Case(head.removeprefix("@") or None, text, [row.strip() for row in rows.split(";") if row.strip()]))
    return found


def rows_of(case: Case) -> list[str]:
    document = Document("x", "x", "txt", "utf-8", "", case.text, SourceMetadata(published=case.published))
    rows = []
    for item in analyse(document, reference()).observations:
        told = [f"{item.reading.value:.15g}", item.period.label or "-"]
        told += ["change"] if item.reading.measure == "change" else []
        told += [item.status] if item.status != "actual" else []
        rows.append(" ".join(told))
    return rows


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text.splitlines()[-1][:60])
def test_period_and_status(case: Case) -> None:
    assert sorted(rows_of(case)) == sorted(case.rows), case.text


def test_no_text_stands_twice() -> None:
    texts = [(case.published, case.text) for case in cases()]
    assert len(texts) == len(set(texts))
