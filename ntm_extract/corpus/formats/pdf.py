"""The text layer of a PDF file, read with PDFium.

Lines are those of the page; what a fixed page width parted in mid-sentence is joined later, by
:mod:`ntm_extract.corpus.lines`. Wide gaps within a line part the columns of a table and become tabs: those of more
than the font size and a half, and smaller ones that are twice as wide as another gap of the line, or stand between numbers.
The gap after the label of a list is none. A gap between lines that is clearly larger than those of the page becomes an empty
line. The number of the page at its head or foot is left out; hyphens that PDFium marks as those of a broken word are
taken away with the break.

Refused: a file that asks for a password (``encrypted``), one that is no PDF inside or has pages of which none can be opened
(``damaged``; a damaged page among good ones is left out), and one whose pages are images with hardly any letters
(``no_text_layer``): a scan that nobody ran text recognition on. The stamp that a digital signature leaves on a scanned
page is no text layer, either.
"""

from __future__ import annotations

import ctypes
import re
import statistics
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCAN_LETTERS: Final = 200  # letters a page; a scan with a signature's stamp has fewer, a page of text many more
_SURE_GAP: Final = 1.5  # of the font size: no two words of a sentence stand so far apart
_LIKELY_GAP: Final = 0.75  # two words of a justified line may, but then all of them do
_WIDER: Final = 2.0
_SPACE, _NEW_LINE = 32, 10
_BLANK: Final = frozenset((_SPACE, _NEW_LINE, 13))
_NOTHING: Final = frozenset((0, 13))
_LABEL: Final = re.compile(r"[-–—+*•●▪■◦·○►➢✓✔➤❖o]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ]|[IVXL]{1,5}|[A-HĐ])[.)]")
_PARAGRAPH_GAP: Final = 1.35  # of the usual distance of two lines
_BROKEN_WORD: Final = re.compile("[\ufffe\x02]\n?")
_PAGE_NUMBER: Final = re.compile(r"[-–—\s]*(?:trang\s+)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)


def pdf_text(data: bytes, name: str) -> str:
    """The text of all pages. Raises DocumentError ``encrypted``, ``damaged`` or ``no_text_layer``."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refusal(str(error), name) from error
    try:
        found = [_page(document, number) for number in range(len(document))]
    finally:
        document.close()
    read = [page for page in found if page is not None]
    if found and not read:
        raise _refusal("none of its pages can be read", name)
    pages = [text for text, _has_image in read]
    images = any(has_image for _text, has_image in read)
    letters = sum(character.isalpha() for page in pages for character in page)
    if images and letters < _SCAN_LETTERS * len(pages):
        few = f"only {letters} letters on {len(pages)} pages" if letters else "no letters"
        raise DocumentError(
            "no_text_layer", f"{name} is a scan without a text layer: its pages are images with {few}",
            "run text recognition on it first, for instance: ocrmypdf -l vie scan.pdf text.pdf",
        )
    return "\n".join(page for page in pages if page)


def _refusal(said: str, name: str) -> DocumentError:
    if "password" in said.lower() or "security" in said.lower():
        return DocumentError("encrypted", f"{name} is protected by a password", "save a copy without a password")
    return DocumentError("damaged", f"{name} is no PDF that can be opened: {said}", "open it in a PDF viewer and save it again")


def _page(document: pdfium.PdfDocument, number: int) -> tuple[str, bool] | None:
    """The text of a page and whether it has an image; None of a damaged one."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return None
    try:
        has_image = any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        text_page = page.get_textpage()
        try:
            lines = list(_lines(text_page))
        finally:
            text_page.close()
    finally:
        page.close()
    lines = _without_number(lines, number + 1)
    heights = [before - after for (before, _), (after, _) in pairwise(lines) if before > after]
    usual = statistics.median_low(heights) if heights else 0.0
    parts = []
    for index, (height, line) in enumerate(lines):
        if index and lines[index - 1][0] - height > usual * _PARAGRAPH_GAP:
            parts.append("")
        parts.append(line)
    return _BROKEN_WORD.sub("", "\n".join(parts)), has_image


def _lines(text_page: pdfium.PdfTextPage) -> Iterator[tuple[float, str]]:
    """The lines of a page, each with the height at which it stands."""
    handle = text_page.raw
    box = raw.FS_RECTF()

    def edges(index: int) -> tuple[float, float, float]:  # with the room the font gives each letter
        raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box))
        return box.left, box.right, box.bottom

    line: list[str] = []
    gaps: list[tuple[int, float]] = []  # where a space stands in the line, and how wide it is in font sizes
    height = 0.0
    count = raw.FPDFText_CountChars(handle)
    codes = [raw.FPDFText_GetUnicode(handle, index) for index in range(count)]
    for index, code in enumerate(codes):
        if code == _NEW_LINE:
            yield height, _with_columns(line, gaps)
            line, gaps = [], []
        elif code == _SPACE and line and index + 1 < count and codes[index + 1] not in _BLANK:
            gap = edges(index + 1)[0] - edges(index - 1)[1]
            gaps.append((len(line), gap / (raw.FPDFText_GetFontSize(handle, index - 1) or 1.0)))
            line.append(" ")
        elif code not in _NOTHING:
            if not line:
                height = edges(index)[2]
            line.append(chr(code))
    if line:
        yield height, _with_columns(line, gaps)


def _with_columns(line: list[str], gaps: list[tuple[int, float]]) -> str:
    """A line with tabs where columns part. ``gaps``: where its spaces stand, and how wide they are in font sizes."""
    if line and "\ue000" <= line[0] <= "\uf8ff":
        line[0] = "-"  # a bullet of a font of signs
    narrowest = min((width for _, width in gaps), default=0.0)
    for at, width in gaps:
        numbers = line[at - 1].isdigit() and line[at + 1].isdigit()
        parts = width > _SURE_GAP or (width > _LIKELY_GAP and (numbers or width > _WIDER * narrowest))
        if parts and not _LABEL.fullmatch("".join(line[:at]).strip()):
            line[at] = "\t"
    return "".join(line).strip()


def _without_number(lines: list[tuple[float, str]], number: int) -> list[tuple[float, str]]:
    while lines and not lines[-1][1]:
        lines = lines[:-1]
    for at in (-1, 0):
        if lines and (match := _PAGE_NUMBER.fullmatch(lines[at][1])) and int(match[1]) == number:
            lines = lines[:-1] if at else lines[1:]
            break
    return lines
