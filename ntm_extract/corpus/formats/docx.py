"""The text of a Word document (.docx, ECMA-376 part 1), with its structure as lines.

The package is read as it is, a ZIP of XML parts, because what the document *shows* is wanted: text that was inserted while
changes are tracked is there and deleted text is not, content controls and text boxes are, and the numbers and bullets
that Word makes by itself stand before their paragraphs. Field codes, comments, headers, footers and notes are left out.

Headings stand between empty lines, every other paragraph on a line of its own; a table row is one line, its cells joined
by `` | `` and the paragraphs of a cell by a space. A merged cell is written once, and the cells it continues into are
empty. A table of a single column or row is layout: its paragraphs are lines, and so are those of a table in a cell.

Refused: a document under a password (``encrypted``), a package without a readable main part (``damaged``), one nested
beyond any honest document (``too_deep``), one whose parts unpack to more than the limit (``too_large``). Title and dates
among the properties are not read: they are those of the template as often as not.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from ntm_extract.corpus.formats.docx_numbers import Numbering
from ntm_extract.corpus.found import too_large
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ntm_extract.corpus.found import Limits

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSED_OVER: Final = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "instrText", "delText")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_CHARACTERS: Final = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_P, _TBL, _TR, _TC, _T = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}t"


def docx_text(data: bytes, name: str, limits: Limits) -> str:
    """The text of a document. Raises DocumentError ``encrypted``, ``damaged``, ``too_deep`` or ``too_large``."""
    if data.startswith(_OLE):
        said = f"{name} is protected by a password, or it is a .doc and no .docx"
        raise DocumentError("encrypted", said, "save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = _part(package, "word/document.xml", name, limits)
            styles = _part(package, "word/styles.xml", name, limits)
            numbering = _part(package, "word/numbering.xml", name, limits)
    except RuntimeError as error:  # what zipfile says to an encrypted part
        raise DocumentError("encrypted", f"{name} is protected by a password", "save it without one") from error
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, NotImplementedError, EOFError, OSError, ValueError) as error:
        said = f"{name} is no Word document that can be read: {error}"
        raise DocumentError("damaged", said, "open it in Word and save it again") from error
    if body is None:
        raise DocumentError("damaged", f"{name} is no Word document: it has no part word/document.xml", "save it as .docx")
    try:
        return _Body(Numbering(styles, numbering)).text(body)
    except RecursionError:
        raise DocumentError("too_deep", f"{name} is nested deeper than any honest document", "save it anew") from None


def _part(package: zipfile.ZipFile, path: str, name: str, limits: Limits) -> ET.Element | None:
    try:
        with package.open(path) as stream:
            content = stream.read(limits.max_bytes + 1)
    except KeyError:
        return None
    if len(content) > limits.max_bytes:
        raise too_large(f"{path} of {name}", limits)
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:
        raise ValueError(f"{path} declares entities")
    return ET.fromstring(content.replace(_STRICT, _TRANSITIONAL))  # noqa: S314 - no entities


class _Body:
    """The lines of a document, as they are gathered."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._lines: list[str] = []

    def text(self, root: ET.Element) -> str:
        """The text of the main part."""
        self._blocks(root)
        lines = self._lines
        kept = [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
        return "\n".join(kept).strip("\n")

    def _blocks(self, element: ET.Element) -> None:
        for child in element:
            if child.tag == _P:
                self._paragraph(child)
            elif child.tag == _TBL:
                self._table(child)
            elif child.tag not in _PASSED_OVER:
                self._blocks(child)

    def _paragraph(self, paragraph: ET.Element) -> None:
        text = _text(paragraph)
        boxes = list(paragraph.iter(f"{W}txbxContent"))
        if text.strip():
            label, heading = self._numbering.of(paragraph)
            line = f"{label} {text.strip()}" if label else text.strip()
            self._lines += ["", line, ""] if heading else line.split("\n")
        else:
            self._lines.append("")
        seen: set[str] = set()
        for box in boxes:
            box_text = _text(box)
            if box_text not in seen:  # a drawing and its older form hold the same box
                self._blocks(box)
            seen.add(box_text)

    def _table(self, table: ET.Element) -> None:
        rows = [list(_children(row, _TC)) for row in _children(table, _TR)]
        self._lines.append("")
        if len(rows) <= 1 or max(map(len, rows), default=0) <= 1:
            for cell in (cell for row in rows for cell in row):
                self._blocks(cell)
        else:
            for row in rows:
                cells = [self._cell(cell) for cell in row]
                if any(cells):
                    spread = (part for text, cell in zip(cells, row, strict=True) for part in (text, *[""] * (_span(cell) - 1)))
                    self._lines.append(" | ".join(spread))
                for cell in row:
                    for inner in _children(cell, _TBL):
                        self._table(inner)
        self._lines.append("")

    def _cell(self, cell: ET.Element) -> str:
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and merged.get(f"{W}val", "continue") == "continue":
            return ""
        parts = []
        for paragraph in _children(cell, _P):
            text = " ".join(_text(paragraph).split())
            if text:
                label, _ = self._numbering.of(paragraph)
                parts.append(f"{label} {text}" if label else text)
        return " ".join(parts).replace("|", "/")


def _children(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Children of a kind, those in content controls and tracked insertions among them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _PASSED_OVER and child.tag not in (_P, _TBL, _TR, _TC):
            yield from _children(child, tag)


def _span(cell: ET.Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return min(int(value), 60) if value.isdigit() else 1


def _text(element: ET.Element) -> str:
    """What a paragraph shows, its text boxes apart."""
    parts: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        if node.tag == _T:
            parts.append(node.text or "")
        elif node.tag in _CHARACTERS:
            parts.append(_CHARACTERS[node.tag])
        elif node.tag not in _PASSED_OVER and (node.tag != f"{W}txbxContent" or node is element):
            stack += reversed(node)
    return "".join(parts)
