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
_TYPES: Final = r"(?:NQ|QĐ|KH|CT|TB|BC|CV|TT|NĐ|HD|ĐA|CTr|TTr|KL|QC|PL|QH[0-9]{1,2}|UBND|TTLT|VBHN|BCĐ|HĐ|SL|HĐND)"
DOC_NUMBER: Final = re.compile(
    r"[0-9]{1,6}[a-zđ]?(?:/[0-9]{4})?+[ ]?[/\-–][ ]?"
    rf"(?:{_FIRST}(?:[ ]?[/\-–][ ]?(?=[A-ZĐ]{{2}})|[-/](?=[A-ZĐ])){_NEXT}(?:[-/.&]{_NEXT}){{0,4}}+"
    rf"|{_TYPES}(?!\w)(?![ ]?[/\-–&.][ ]?[A-ZĐ]))",
)


def doc_number(text: str, start: int) -> Figure | None:
    """Read the document number that begins at ``start``."""
    match = DOC_NUMBER.match(text, start)
    if match is None:
        return None
    end = match.end()
    return Figure(start, end, "doc_number", None, None, None, None, (), "exact", None, "doc.number", start, end)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "doc.number",
        "number, code letters of a document",
        (
            ("Kế hoạch 1050/KH-UBND", {"quote": "1050/KH-UBND", "kind": "doc_number", "value": None}),
            ("Nghị quyết số 07-NQ/TU", {"quote": "07-NQ/TU"}),
            ("số 51/2012/NQ - HĐND", {"quote": "51/2012/NQ - HĐND"}),
            ("số 3360/QĐ-BNN-VPĐP", {"quote": "3360/QĐ-BNN-VPĐP"}),
            ("Nghị quyết 30a/2008/NQ-CP", {"quote": "30a/2008/NQ-CP"}),
            ("Luật số 142/2024/QH15", {"quote": "142/2024/QH15"}),
            ("theo s29/2013/QĐ-UBND", {"quote": "29/2013/QĐ-UBND"}),
            ("số 370 / QĐ - TTg", {"quote": "370 / QĐ - TTg"}),
        ),
        ("QĐ số 488", "giá 23.000/USD", "12/2021", "39/94 xã"),
    ),
)
