"""The text of an HTML page, with its block structure as lines.

What becomes of the structure: headings, paragraphs and tables stand between empty lines; every other
block, a ``<br>`` and a caption on a line of its own; a list item on a line that begins with ``- ``
(unless it brings its own bullet); a table row on one line, its cells joined by `` | ``. A row whose
cells hold paragraphs or tables of their own is layout, not data, and keeps its lines.

What is dropped: scripts, styles, templates, ``noscript``, frames, form controls, hidden elements; and
``nav``, ``aside``, ``footer``, ``form``, a page's ``header`` and the ARIA roles of the same meaning,
unless such an element holds a third of the page's text or its main heading. That exception is what
keeps pages whose whole body is one form, as many portals serve them, and pages with an unclosed
``<nav>``: to lose an article is worse than to keep a menu, which later stages know from its text.

Bounds: no recursion. The HTML algorithm itself is quadratic in the nesting of elements and in the
attributes of one tag, and multiplies unclosed ``<b>`` and ``<font>``, so a page that goes beyond any honest
page is refused as ``too_deep`` before it is parsed.

Metadata come from :mod:`ntm_extract.corpus.page`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from ntm_extract.corpus.page import read_metadata
from ntm_extract.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_DROPPED = frozenset(  # as word lists, which read better than sixty quoted strings
    "script style noscript iframe template svg math canvas object embed head select option datalist button input "
    "textarea frameset frame audio video progress meter dialog".split(),
)
_DOUBTFUL = frozenset("nav aside footer form header".split())
_DOUBTFUL_ROLES = frozenset("navigation complementary contentinfo banner search menu menubar dialog alert".split())
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre article section main".split())
_LINES = frozenset(
    "div li dt dd figure figcaption caption tr address fieldset legend center hr details summary body thead "
    "tbody tfoot hgroup nav aside footer form header".split(),
)
_BULLET = re.compile(r"[-+*•●○▪■◦–—·]|\(?\d{1,2}[.)]|[a-zđ][.)]")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_NOT_NESTING = frozenset(
    # void elements, and those that end by themselves
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp html head body".split(),
)
_MAX_DEPTH_TIMES_TAGS = 100_000_000
_MAX_FORMATTING_TIMES_TAGS = 4_000_000
_MAX_ROW_CELL = 300
_MANY_ATTRIBUTES = 20_000
_QUOTED = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")


class HtmlText(NamedTuple):
    """The text of a page and what its head says about it; ``published`` is an ISO 8601 date."""

    text: str
    title: str | None
    published: str | None
    url: str | None
    site: str | None


def html_to_text(html: str) -> HtmlText:
    """Take text and metadata out of a page; raises DocumentError ``too_deep``."""
    _refuse_deep(html)
    _refuse_crowded(html)
    tree = LexborHTMLParser(html)
    text = _text(tree.body) if tree.body is not None else ""
    metadata = read_metadata(tree, html)
    return HtmlText(text, metadata.title, metadata.published, metadata.url, metadata.site)


def _refuse_deep(html: str) -> None:
    n_tags = html.count("<")
    if n_tags < 500:
        return
    depth = deepest = formatting = most_formatting = 0
    for slash, tag in _TAG.findall(html):
        name = tag.lower()
        if name in _NOT_NESTING:
            continue
        step = -1 if slash else 1
        depth = max(0, depth + step)
        deepest = max(deepest, depth)
        if name in _FORMATTING:
            formatting = max(0, formatting + step)
            most_formatting = max(most_formatting, formatting)
    if deepest * n_tags > _MAX_DEPTH_TIMES_TAGS or (most_formatting - 8) * n_tags > _MAX_FORMATTING_TIMES_TAGS:
        message = f"its HTML tags nest {deepest:,} deep, as no honest page does"
        raise DocumentError("too_deep", message, "Take the text out of the page first")


def _refuse_crowded(html: str) -> None:
    """Refuse tags with tens of thousands of attributes."""
    if len(html) < _MANY_ATTRIBUTES * 2:
        return
    if html.count("=") > _MANY_ATTRIBUTES:  # a ">" in a quoted value ends no tag
        html = _QUOTED.sub("=", html)
    for part in html.split(">"):
        if len(part) > _MANY_ATTRIBUTES and (tag := _TAG.search(part)):
            n_attributes = sum(part.count(sign, tag.start()) for sign in " \n\t/=")
            if n_attributes > _MANY_ATTRIBUTES:
                message = f"one of its HTML tags has {n_attributes:,} attributes, as none on an honest page has"
                raise DocumentError("too_deep", message, "Take the text out of the page first")


class _Buffer:
    """Text parts with pending breaks: a line never begins or ends with a space, never three breaks in a row."""

    __slots__ = ("breaks", "length", "n_lines", "parts", "prefix", "space")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.prefix = ""
        self.breaks = 0
        self.space = False
        self.length = 0
        self.n_lines = 1

    def line(self, breaks: int = 1) -> None:
        if self.parts:
            self.breaks = max(self.breaks, breaks)
        self.space = False

    def add(self, text: str) -> None:
        collapsed = _SPACES.sub(" ", text)
        stripped = collapsed.strip(" ")
        if not stripped:
            self.space = self.space or bool(collapsed)
            return
        if self.breaks:
            self.parts.append("\n" * self.breaks)
            self.n_lines += 1
        elif self.parts and (self.space or collapsed[0] == " "):
            self.parts.append(" ")
        if self.prefix:
            if not _BULLET.match(stripped):
                self.parts.append(self.prefix)
            self.prefix = ""
        self.parts.append(stripped)
        self.length += len(stripped)
        self.breaks = 0
        self.space = collapsed[-1] == " "

    def absorb(self, other: _Buffer) -> None:
        """Take over what another buffer holds, as lines of its own."""
        if not other.parts:
            return
        self.line()
        if self.breaks:
            self.parts.append("\n" * self.breaks)
        self.parts += other.parts
        self.length += other.length
        self.n_lines += other.n_lines
        self.breaks = 0
        self.line()


class _Row:
    """A table row under construction: the buffer around it and those of its cells."""

    __slots__ = ("around", "cells", "is_layout")

    def __init__(self, around: _Buffer) -> None:
        self.around = around
        self.cells: list[_Buffer] = []
        self.is_layout = False

    def close(self) -> None:
        out = self.around
        filled = [cell for cell in self.cells if cell.parts]
        if self.is_layout or any(cell.length > _MAX_ROW_CELL or cell.n_lines > 3 for cell in filled):
            for cell in filled:
                out.absorb(cell)
        elif filled:
            out.line()
            out.add(" | ".join(" ".join("".join(cell.parts).split("\n")) for cell in self.cells))
        out.line()


def _text(body: LexborNode) -> str:
    skipped = _furniture(body)
    out = _Buffer()
    rows: list[_Row] = []
    n_items = n_pre = 0
    for node, name, enters in _walk(body, skipped):
        if name == "-text":
            content = node.text_content or ""
            if n_pre:
                for index, line in enumerate(content.split("\n")):
                    if index:
                        out.line(2 if not line.strip() else 1)
                    out.add(line)
            else:
                out.add(content)
        elif name == "br":
            out.line()
        elif name in ("td", "th"):
            if not rows:
                out.line()
            elif enters:
                out = _Buffer()
                rows[-1].cells.append(out)
            else:
                out = rows[-1].around
        elif name == "tr":
            if enters:
                if rows:
                    rows[-1].is_layout = True
                rows.append(_Row(out))
            elif rows:
                row = rows.pop()
                row.close()
                out = row.around
        elif name == "li":
            out.line()
            n_items += 1 if enters else -1
            out.prefix = "- " if enters else ""
        elif name in _PARAGRAPHS:
            n_pre += (1 if enters else -1) if name == "pre" else 0
            out.line(1 if n_items or rows else 2)
        elif name in _LINES:
            out.line()
    while rows:
        rows.pop().close()
    return "".join(out.parts)


def _furniture(body: LexborNode) -> frozenset[int]:
    """Find the `_DOUBTFUL` elements that hold neither a third of the text nor, if a header or form, the heading."""
    length = 0
    opened: list[tuple[int, int, int]] = []
    closed: list[tuple[int, int]] = []
    n_headings = 0
    for node, name, enters in _walk(body, frozenset()):
        if name == "-text":
            length += len((node.text_content or "").strip())
        elif name == "h1" and enters:
            n_headings += 1
        elif name in _DOUBTFUL or (name in _LINES and node.attributes.get("role") in _DOUBTFUL_ROLES):
            if enters:
                opened.append((node.mem_id, length, n_headings))
            else:
                identity, before, headings_before = opened.pop()
                if name not in ("header", "form") or n_headings == headings_before:
                    closed.append((identity, length - before))
    return frozenset(identity for identity, held in closed if held * 3 < length)


def _walk(root: LexborNode, skipped: frozenset[int]) -> Iterator[tuple[LexborNode, str, bool]]:
    """Every node below ``root`` when it begins (True) and, if an element, when it ends (False)."""
    stack: list[tuple[LexborNode, str]] = []
    node = root.child
    while True:
        while node is None:
            if not stack:
                return
            parent, name = stack.pop()
            yield parent, name, False
            node = parent.next
        name = node.tag or ""
        if name in ("-text", "br"):
            yield node, name, True
        elif name[:1] not in ("", "-") and name not in _DROPPED and not (skipped and node.mem_id in skipped):
            if (first := node.child) is not None:
                yield node, name, True
                stack.append((node, name))
                node = first
                continue
            if name in _LINES or name in _PARAGRAPHS or name in ("td", "th"):
                yield node, name, True
                yield node, name, False
        node = node.next
