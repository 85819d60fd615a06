"""A set of phrases as one pattern: a trie, so that a text is compared with all of them at once.

The longest phrase wins. A phrase that ends in a letter or digit must end there in the text, too ("tỉnh" is
not read in "tỉnhx"); a sign such as "%" needs no such boundary. A blank in a phrase matches any white space, a
line break as well. Both are written in the way that compiles fastest: the start of the program waits for it.

>>> import re
>>> pattern = re.compile(trie_pattern(["xã", "xã, phường", "%"]))
>>> [m.group() for m in pattern.finditer("3 xã, phường; 2 xã; 5%dân; xãy")]
['xã, phường', 'xã', '%']
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

_Node: TypeAlias = "dict[str, _Node]"
_END = ""  # in the place of a character: a phrase ends here


def trie_pattern(phrases: Iterable[str]) -> str:
    """Make the pattern (without capturing groups) that matches the longest of ``phrases``."""
    root: _Node = {}
    for phrase in phrases:
        node = root
        for char in phrase:
            node = node.setdefault(char, {})
        node[_END] = {}
    return _pattern(root, "")


def _pattern(node: _Node, last: str) -> str:
    branches = [
        (char if char.isalnum() else r"\s" if char == " " else re.escape(char)) + _pattern(child, char)
        for char, child in sorted(node.items())
        if char != _END
    ]
    if _END in node:
        branches.append(r"\b" if last.isalnum() else "")
    return branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words of a line, which reads better than a hundred quoted ones."""
    return frozenset(words.split())
