"""The numbers and bullets that Word puts before paragraphs, and which paragraphs are headings (ECMA-376 part 1, 17.9).

A paragraph names a list and a level, itself or through its style. A level has a format and a text such as ``%1.%2.``, in
which ``%1`` is the number reached on the first level. A new item of a level starts those below it again. Formats that
are not decimal, letters or Roman count as decimal; every bullet is written ``-``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE: Final = f"{_W}val"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LEVELS: Final = 9
_BODY_LEVEL: Final = 9


class _Level(NamedTuple):
    format: str
    text: str
    start: int


class _Style(NamedTuple):
    based_on: str | None
    list_: str | None
    level: str | None
    outline: int | None


class Numbering:
    """The lists of one document; it counts as paragraphs are asked for, in order."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = dict(_read_styles(styles)) if styles is not None else {}
        self._lists, self._shared = _read_lists(numbering) if numbering is not None else ({}, {})
        self._counts: dict[str, list[int | None]] = {}

    def of(self, paragraph: Element) -> tuple[str, bool]:
        """What stands before a paragraph ("" for nothing), and whether it is a heading."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return "", False
        own = _style(properties)
        chain = [own, *self._ancestors(_attribute(properties, "pStyle"))]
        outline = next((style.outline for style in chain if style.outline is not None), None)
        list_ = next((style.list_ for style in chain if style.list_ is not None), None)
        level = next((style.level for style in chain if style.level is not None), "0")
        heading = outline is not None and outline < _BODY_LEVEL
        return (self._label(list_, int(level)) if list_ and level.isdigit() else ""), heading

    def _ancestors(self, name: str | None) -> Iterator[_Style]:
        seen: set[str] = set()
        while name is not None and name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = self._styles[name].based_on

    def _label(self, list_: str, level: int) -> str:
        levels = self._lists.get(list_)
        if levels is None or level not in levels:
            return ""
        counts = self._counts.setdefault(self._shared.get(list_, list_), [None] * _LEVELS)
        now = counts[level]
        counts[level] = levels[level].start if now is None else now + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if levels[level].format == "bullet":
            return "-"
        if levels[level].format == "none":
            return ""

        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            reached = counts[index] if 0 <= index < _LEVELS else None
            one = levels.get(index, levels[level])
            return _written(one.start if reached is None else reached, one.format)

        return re.sub(r"%(\d)", number, levels[level].text).strip()


def _read_styles(root: Element) -> Iterator[tuple[str, _Style]]:
    for style in root.iter(f"{_W}style"):
        properties = style.find(f"{_W}pPr")
        read = _style(properties) if properties is not None else _Style(None, None, None, None)
        name = (_attribute(style, "name") or "").lower()
        if name == "title" or (name.startswith("heading ") and read.outline is None):
            read = read._replace(outline=0)
        yield style.get(f"{_W}styleId", ""), read._replace(based_on=_attribute(style, "basedOn"))


def _style(properties: Element) -> _Style:
    outline = _attribute(properties, "outlineLvl")
    return _Style(
        None, _attribute(properties, f"numPr/{_W}numId"), _attribute(properties, f"numPr/{_W}ilvl"),
        int(outline) if outline and outline.isdigit() else None,
    )


def _read_lists(root: Element) -> tuple[dict[str, dict[int, _Level]], dict[str, str]]:
    """The levels of each list, and the definition whose count it shares."""
    kinds = {
        abstract.get(f"{_W}abstractNumId", ""): dict(map(_level, abstract.findall(f"{_W}lvl")))
        for abstract in root.findall(f"{_W}abstractNum")
    }
    lists: dict[str, dict[int, _Level]] = {}
    shared: dict[str, str] = {}
    for item in root.findall(f"{_W}num"):
        name, kind = item.get(f"{_W}numId", ""), _attribute(item, "abstractNumId") or ""
        levels = dict(kinds.get(kind, {}))
        overrides = item.findall(f"{_W}lvlOverride")
        for override in overrides:
            index = _integer(override.get(f"{_W}ilvl"), 0)
            changed = override.find(f"{_W}lvl")
            start = _attribute(override, "startOverride")
            if changed is not None:
                levels[index] = _level(changed)[1]
            if start is not None and index in levels:
                levels[index] = levels[index]._replace(start=_integer(start, 1))
        lists[name] = levels
        if not overrides:
            shared[name] = f"kind {kind}"
    return lists, shared


def _level(element: Element) -> tuple[int, _Level]:
    index = min(_integer(element.get(f"{_W}ilvl"), 0), _LEVELS - 1)
    start = _integer(_attribute(element, "start"), 1)
    return index, _Level(_attribute(element, "numFmt") or "decimal", _attribute(element, "lvlText") or "", start)


def _attribute(element: Element, path: str) -> str | None:
    child = element.find(f"{_W}{path}")
    return child.get(_VALUE) if child is not None else None


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() else otherwise


def _written(number: int, style: str) -> str:
    """A number as its level writes it.

    >>> _written(4, "upperRoman"), _written(28, "lowerLetter"), _written(7, "decimalZero")
    ('IV', 'bb', '07')
    """
    if style in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        parts = []
        for value, sign in _ROMAN:
            parts.append(sign * (number // value))
            number %= value
        text = "".join(parts)
        return text if style == "upperRoman" else text.lower()
    if style in ("upperLetter", "lowerLetter") and number > 0:
        text = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)
        return text.upper() if style == "upperLetter" else text
    return f"{number:02}" if style == "decimalZero" else str(number)
