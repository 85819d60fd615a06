"""Bytes of one document to its text, for formats that are no text themselves.

======  ====================================================================
docx    :mod:`.docx`: Word documents
pdf     :mod:`.pdf`: the text layer of PDF files
======  ====================================================================

Text, Markdown and HTML are decoded by :mod:`ntm_extract.corpus.decoding` and :mod:`ntm_extract.corpus.markup`. What comes
out of a document here goes through the same decoding, because many of them hold TCVN3 or VNI in disguise.
Each reader is imported when the first document of its kind is met.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ntm_extract.corpus.found import missing_package
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from ntm_extract.corpus.found import Limits

BINARY_FORMATS: Final = frozenset(("docx", "pdf"))
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?><!--.{0,2000}?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_LOOKS_LIKE_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*+(?:\[\s*+)?+\{\s*+"(?:[^"\\]|\\.){1,200}+"\s*+:')


def kind_of_content(data: bytes) -> str:
    """The format of a document whose name does not say it. JSON is a DocumentError: it is records, and would be read as words."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04") and b"word/document.xml" in data:
        return "docx"
    if _LOOKS_LIKE_JSON.match(data):
        message = "it is JSON, not a text; a file of one object a line is read if its name ends in .jsonl"
        raise DocumentError("json", message, "make lines of it: jq -c '.[]' a.json > a.jsonl (of one object: jq -c . a.json)")
    return "html" if _LOOKS_LIKE_HTML.match(data) else "txt"


def binary_text(kind: str, data: bytes, name: str, limits: Limits) -> str:
    """The text of a document; ``name`` is what messages call it."""
    if kind == "pdf":
        try:
            from ntm_extract.corpus.formats.pdf import pdf_text  # noqa: PLC0415 - see above
        except ImportError as error:
            raise missing_package("pypdfium2", name) from error
        return pdf_text(data, name)
    from ntm_extract.corpus.formats.docx import docx_text  # noqa: PLC0415

    return docx_text(data, name, limits)
