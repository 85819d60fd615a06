"""Numbers of documents: "1050/KH-UBND", "07-NQ/TU", "51/2012/NQ - HĐND", "30a/2008/NQ-CP", "142/2024/QH15".

The code letters behind the number make it one. A single code without a second part must be a known type of
document, so that "23.000/USD" stays money.
"""

from __future__ import annotations

import re
from typing import Final

from ntm_extract.model import Figure
from ntm_extract.patterns.rule import Rule

_FIRST: Final = r"(?:[A-ZĐ]{2}[A-Za-zĐđ]{0,8}+|L|Tr|Ttr)[0-9]{0,3}+"
_NEXT: Final = r"[A-ZĐ][A-Za-zĐđ]{0,11}+[0-9]{0,3}+"
_TYPES: Final = (
    r"(?:NQ|QĐ|KH|CT|TB|BC|CV|TT|NĐ|HD|ĐA|CTr|TTr|KL|QC|PL|QH[0-9]{1,2}|UBND|TTLT|VBHN|BCĐ|HĐ|SL|HĐND)"
)
DOC_NUMBER: Final = re.compile(
    r"[0-9]{1,6}[a-zđ]?(?:/[0-9]{4})?+[ ]?[/\-–][ ]?"
    rf"(?:{_FIRST}(?:[ ]?[/\-–][ ]?(?=[A-ZĐ]{{2}})|[-/](?=[A-ZĐ])){_NEXT}(?:[-/.&]{_NEXT}){{0,4}}+"
    rf"|{_TYPES}(?!\w)(?![ ]?[/\-–&.][ ]?[A-ZĐ]))",
)


def doc_number(text: str, start: int) -> Figure | None:
    """The document number that begins at ``start``."""
    match = DOC_NUMBER.match(text, start)
    if match is None:
        return None
    end = match.end()
    return Figure(start, end, "doc_number", None, None, None, None, (), "exact", None, "doc.number", start, end)


RULES: Final[tuple[Rule, ...]] = ()
