"""A set of phrases as one pattern: a trie, so that a text is compared with all of them at once.

The longest phrase wins. A phrase that ends in a letter or digit must end there in the text, too ("tỉnh" is
not read in "tỉnhx"); a sign such as "%" needs no such boundary. A blank in a phrase also matches a line break.

>>> import re
>>> pattern = re.compile(trie_pattern(["xã", "xã, phường", "%"]))
>>> [m.group() for m in pattern.finditer("3 xã, phường; 2 xã; 5%dân; xãy")]
['xã, phường', 'xã', '%']
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    end: str | None = None  # what must hold where a phrase ends here


def trie_pattern(phrases: Iterable[str]) -> str:
    """Make the pattern (without capturing groups) that matches the longest of ``phrases``."""
    root = _Node()
    for phrase in phrases:
        node = root
        for char in phrase:
            node = node.children.setdefault(char, _Node())
        node.end = r"(?!\w)" if phrase[-1].isalnum() else ""
    return _pattern(root)


def _pattern(node: _Node) -> str:
    branches = [
        ("[ \\n]" if char == " " else re.escape(char)) + _pattern(child)
        for char, child in sorted(node.children.items())
    ]
    if node.end is not None:
        branches.append(node.end)
    return branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words of a line, which reads better than a hundred quoted ones."""
    return frozenset(words.split())
