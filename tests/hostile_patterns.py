"""All regular expressions of the package, and for each the texts that it would take longest over.

A pattern is taken apart into what it is made of. For each of its repetitions there are texts that lead up to it, go
round it again and again (with the same words, with words of another shape, with what stands before it) and then do
not end as it asks: where two ways round lead to the same place, or each start runs to the end in vain, such a text
takes quadratic or exponential time.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import signal
import time
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import ntm_extract

if TYPE_CHECKING:
    from collections.abc import Iterator

_parser: Any = re._parser  # type: ignore[attr-defined]  # noqa: SLF001 - the only way to see what a pattern is made of
_LOOPS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_CLASS_SAMPLES = {
    "CATEGORY_DIGIT": "1", "CATEGORY_NOT_DIGIT": "a", "CATEGORY_SPACE": " ", "CATEGORY_NOT_SPACE": "a", "CATEGORY_WORD": "a",
    "CATEGORY_NOT_WORD": "-",
}
_COMMON = "aA1 ệ-,.Đ'(\n;:xX9"
MANY = 12  # repetitions with this many rounds or more can be led astray


def modules() -> Iterator[Any]:
    """Every module of the package."""
    for found in pkgutil.walk_packages(ntm_extract.__path__, "ntm_extract."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns() -> dict[str, re.Pattern[Any]]:
    """Every compiled pattern: constants, those in tuples, mappings and rules, and those that are built when first asked for."""
    found: dict[str, re.Pattern[Any]] = {}
    seen: set[tuple[Any, int]] = set()
    for module in modules():
        for name, value in sorted(vars(module).items()):
            for index, pattern in enumerate(_within(value, module.__name__, 0)):
                key = (pattern.pattern, pattern.flags)
                if key not in seen:
                    seen.add(key)
                    found[f"{module.__name__.removeprefix('ntm_extract.')}.{name}{f'[{index}]' if index else ''}"] = pattern
    return found


def _within(value: object, module: str, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 3 or isinstance(value, str | bytes | type):
        return
    elif isinstance(value, dict):
        for item in value.values():
            yield from _within(item, module, depth + 1)
    elif isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from _within(item, module, depth + 1)
    elif callable(value) and getattr(value, "__module__", "") == module:
        said = str(getattr(value, "__annotations__", {}).get("return", ""))
        if "Pattern" in said:
            yield from _within(_built(value), module, depth + 1)
    elif type(value).__module__.startswith("ntm_extract.") and hasattr(value, "__dataclass_fields__"):
        for field in value.__dataclass_fields__:
            item = getattr(value, field)
            if field == "pattern" and callable(item):  # made for the words of a text: here those of its examples
                item = item([word for example in value.examples for word in example[0].split()])
            yield from _within(item, module, depth + 1)


def _built(builder: Any) -> object:
    takes = [name for name in getattr(builder, "__annotations__", {}) if name != "return"]
    return builder() if not takes else None


def attacks(pattern: re.Pattern[Any], size: int) -> Iterator[str | bytes]:
    """Texts of about ``size`` characters made of the pattern's own parts."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    texts: dict[str, None] = {}
    for before, rounds in _loops(list(tree), ""):
        for turn in rounds:
            if not turn:
                continue
            count = max(1, size // len(turn))
            again = max(1, size // len(before + turn))
            for text in (before + turn * count, before + turn * count + "\x01", (before + turn) * again):
                texts[text] = None
    whole = _sample(tree, 0)
    if whole:
        texts[whole * max(1, size // len(whole))] = None
        short = whole[:-1]
        if short:
            texts[short * max(1, size // len(short))] = None
    for text in texts:
        yield text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


def _loops(items: list[Any], before: str) -> Iterator[tuple[str, list[str]]]:
    """Each long repetition: what leads up to it, and several ways round."""
    for at, (op, argument) in enumerate(items):
        lead = before + "".join(_one(item, 0) for item in items[:at])
        name = str(op)
        if name in _LOOPS:
            _, most, body = argument
            if most >= MANY:
                ways = {_sample(body, way): None for way in range(4)}
                yield lead, [way * (60 // len(way) + 1) if len(way) == 1 else way for way in ways if way] + list(ways)
                mixed = "".join(ways)
                yield lead, [mixed]
            yield from _loops(list(body), lead)
        else:
            for inner in _children(name, argument):
                yield from _loops(list(inner), lead)


def _children(name: str, argument: Any) -> list[Any]:
    if name == "SUBPATTERN":
        return [argument[-1]]
    if name == "BRANCH":
        return list(islice(argument[1], 40))
    if name == "ATOMIC_GROUP":
        return [argument]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    if name == "GROUPREF_EXISTS":
        return [part for part in argument[1:] if part is not None]
    return []


def _sample(items: Any, way: int) -> str:
    return "".join(_one(item, way) for item in items)


def _one(item: Any, way: int) -> str:
    """One text that a part of a pattern takes; another ``way``, another text where there is one."""
    op, argument = item
    name = str(op)
    if name == "LITERAL":
        return chr(argument)
    if name == "NOT_LITERAL":
        return next(char for char in _COMMON[way:] + _COMMON if ord(char) != argument)
    if name == "ANY":
        return _COMMON[way]
    if name == "IN":
        return _of_class(argument, way)
    if name in _LOOPS:
        least, most, body = argument
        rounds = max(least, min(most, (1, 2, 0, 3)[way % 4]))
        return "".join(_sample(body, way + turn) for turn in range(rounds))
    if name == "BRANCH":
        branches = argument[1]
        return _sample(branches[way % len(branches)], way)
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _sample(argument[-1] if name == "SUBPATTERN" else argument, way)
    return ""


def _of_class(members: list[Any], way: int) -> str:
    negated = str(members[0][0]) == "NEGATE"
    if negated:
        taken = [char for char in _COMMON if not any(_holds(member, char) for member in members[1:])]
        return taken[way % len(taken)] if taken else "\u4e00"
    options: list[str] = []
    for member in members:
        kind, argument = str(member[0]), member[1]
        if kind == "LITERAL":
            options.append(chr(argument))
        elif kind == "RANGE":
            options += [chr(argument[0]), chr(argument[1])]
        elif kind == "CATEGORY":
            options.append(_CLASS_SAMPLES.get(str(argument), "a"))
    return options[way * 7 % len(options)]


def _holds(member: Any, char: str) -> bool:
    kind, argument = str(member[0]), member[1]
    if kind == "LITERAL":
        return ord(char) == argument
    if kind == "RANGE":
        return bool(argument[0] <= ord(char) <= argument[1])
    if kind == "CATEGORY":
        test = {"CATEGORY_DIGIT": char.isdigit(), "CATEGORY_SPACE": char.isspace(), "CATEGORY_WORD": char.isalnum() or char == "_"}
        plain = str(argument).replace("NOT_", "")
        return test.get(plain, False) != ("NOT_" in str(argument))
    return False


class Late(Exception):  # noqa: N818 - it is what happened
    """It took too long."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer of the clock."""

    def ring(_number: int, _frame: Any) -> None:
        raise Late

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def uses(name: str) -> frozenset[str]:
    """What the module that has a pattern does with it: "match", "fullmatch", "search" (anywhere in a text); all, if unclear."""
    module, _, constant = f"ntm_extract.{name}".partition("[")[0].rpartition(".")
    source = inspect.getsource(importlib.import_module(module))
    told = set(re.findall(rf"\b{constant}(?:\(\w*\))?\.(\w+)", source))
    known = {"match", "fullmatch"}
    if not told & (known | {"search", "finditer", "findall", "sub", "split"}):
        return frozenset(known | {"search"})
    return frozenset((told & known) | ({"search"} if told - known else set()))


def seconds_of(pattern: re.Pattern[Any], text: str | bytes, limit: float, used: frozenset[str]) -> float:
    """Time of the processor for one go through a text; infinite when it does not end."""
    start = time.process_time()
    try:
        with at_most(limit):
            if "match" in used:
                pattern.match(text)
            if "fullmatch" in used:
                pattern.fullmatch(text)
            if "search" in used:
                for _ in pattern.finditer(text):
                    pass
    except Late:
        return float("inf")
    return time.process_time() - start
