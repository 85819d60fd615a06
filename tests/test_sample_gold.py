"""The sample corpus and its hand-made gold are right in themselves, whatever the extractor finds in them.

Nothing of the package is imported: the files are decoded here, so that a mistake in the package's own
decoder or number reader cannot hide a mistake in the gold.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from types import ModuleType

Row = dict[str, Any]

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
CORPUS: Final = ROOT / "corpus"
ENCODINGS: Final = {"utf16": "utf-16", "cp1258": "windows-1258", "tcvn3": "tcvn3"}

OBSERVATION_KEYS: Final = (
    "doc", "quote", "nth", "start", "end", "indicator", "value", "upper", "denominator", "unit", "bound", "measure",
    "status", "area", "area_level", "period", "stars_min", "stars_max", "potential", "criteria_min", "criteria_max",
    "tier", "population", "criterion", "per", "optional", "also",
)  # fmt: skip
FIGURE_KEYS: Final = ("doc", "quote", "start", "end", "kind", "value", "upper", "denominator", "bound", "iso", "also")
ALLOWED: Final[dict[str, frozenset[str]]] = {
    "bound": frozenset({"approx", "at_least", "at_most", "more_than", "less_than"}),
    "measure": frozenset({"change"}),
    "status": frozenset({"estimate", "target"}),
    "area_level": frozenset({"country", "region", "province", "district", "commune", "village"}),
    "tier": frozenset({"advanced", "model", "smart"}),
    "population": frozenset({"rural", "urban", "ethnic_minority", "poor_districts", "border", "special", "pilot"}),
    "criterion": frozenset({
        "planning", "roads", "irrigation", "electricity", "schools", "culture", "market", "information", "housing",
        "income", "poverty", "labour", "production", "education", "health", "environment", "governance", "security",
    }),
    "per": frozenset({"year", "month"}),
    "kind": frozenset({
        "count", "ratio", "percent", "range", "money", "area", "length", "duration", "average", "date", "year",
        "period", "doc_number", "grade", "ordinal", "time",
    }),
}  # fmt: skip
BREAKDOWNS: Final = frozenset(
    {"tier", "population", "criteria_min", "criteria_max", "criterion", "per", "stars_min", "stars_max", "potential"}
)
POINT: Final = r"\d{4}(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?|-Q[1-4])?"
PERIOD: Final = re.compile(rf"{POINT}|\d{{4}}/\d{{4}}")
NUMBER: Final = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
NUMBER_WORDS: Final = {"một": 1, "hai": 2, "ba": 3, "sáu": 6}
SCALES: Final = (("triệu tỷ", 1e15), ("nghìn tỷ", 1e12), ("tỷ", 1e9), ("triệu", 1e6))
ROUNDING: Final = 0.051  # percentages are printed with one decimal at least


class VisibleText(HTMLParser):
    """What a reader sees of a page: no head, no scripts, no styles."""

    HIDDEN = frozenset({"head", "script", "style"})
    INLINE = frozenset({"a", "b", "span", "strong", "time"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.hidden += tag in self.HIDDEN
        if tag not in self.INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in self.HIDDEN

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


@functools.cache
def encoder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_encoded_samples", ROOT / "tools" / "make_encoded_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def encoding_of(path: Path) -> str:
    return next((name for mark, name in ENCODINGS.items() if path.stem.endswith(mark)), "utf-8")


@functools.cache
def texts() -> dict[str, str]:
    """The decoded text of each document (of a page, what is visible), by file name without extension."""
    found: dict[str, str] = {}
    for path in sorted(CORPUS.iterdir()):
        encoding = encoding_of(path)
        data = path.read_bytes()
        text = data.decode() if encoding == "utf-8" else str(encoder().decode(data, encoding))
        if path.suffix == ".html":
            parser = VisibleText()
            parser.feed(text)
            text = "".join(parser.parts)
        found[path.stem] = text
    return found


@functools.cache
def rows_of(name: str) -> tuple[Row, ...]:
    lines = (HERE / "gold" / name).read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def observations() -> tuple[Row, ...]:
    return rows_of("sample.jsonl")


def figures() -> tuple[Row, ...]:
    return rows_of("sample_figures.jsonl")


def span(row: Row) -> tuple[int, int]:
    if "nth" not in row:
        return row["start"], row["end"]
    start = -1
    for _ in range(row["nth"]):
        start = texts()[row["doc"]].find(row["quote"], start + 1)
    assert start >= 0, row
    return start, start + len(row["quote"])


def catalogue() -> dict[str, Row]:
    paths = sorted((ROOT / "ntm_extract").rglob("catalogue.toml"))
    if not paths:
        pytest.skip("the package holds no catalogue yet")
    with paths[0].open("rb") as file:
        content = tomllib.load(file)
    if "indicators" in content:
        return {entry["code"]: entry for entry in content["indicators"]}
    return {code: entry for code, entry in content.items() if isinstance(entry, dict)}


def printed_value(quote: str) -> float | None:
    """Read the first number of a quote the plain way, as a check on what the annotator typed."""
    quote = unicodedata.normalize("NFC", quote)
    match = NUMBER.search(quote)
    if match is None:
        return next((float(NUMBER_WORDS[word]) for word in quote.lower().split() if word in NUMBER_WORDS), None)
    value = float(match.group().replace(".", "").replace(",", "."))
    rest = quote[match.end() :].lstrip()
    return value * next((factor for word, factor in SCALES if rest.startswith(word)), 1.0)


def test_every_document_is_long_enough_and_known() -> None:
    assert len(texts()) >= 18
    assert {row["doc"] for row in (*observations(), *figures())} <= set(texts())
    for name, text in texts().items():
        assert 800 <= len(text) <= 5000, name
        assert "\ufffd" not in text, name
        assert name.isascii(), name


@pytest.mark.parametrize("mark", sorted(ENCODINGS))
def test_old_encodings_round_trip(mark: str) -> None:
    paths = [path for path in CORPUS.iterdir() if path.stem.endswith(mark)]
    assert paths
    for path in paths:
        data = path.read_bytes()
        assert encoder().encode(encoder().decode(data, ENCODINGS[mark]), ENCODINGS[mark]) == data
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")


def test_quotes_are_the_characters_at_their_place() -> None:
    for row in (*observations(), *figures()):
        start, end = span(row)
        text = texts()[row["doc"]]
        assert text[start:end] == row["quote"], row
        assert not (row["quote"][0].isdigit() and text[start - 1 : start].isdigit()), f"cuts a number: {row}"
        assert not (row["quote"][-1].isdigit() and text[end : end + 1].isdigit()), f"cuts a number: {row}"


def test_only_a_page_counts_occurrences() -> None:
    pages = {path.stem for path in CORPUS.glob("*.html")}
    for row in observations():
        assert ("nth" in row) == (row["doc"] in pages), row
        assert ("start" in row) != ("nth" in row), row


def test_rows_stand_in_the_order_of_the_text_once_each() -> None:
    for rows, what in ((observations(), ("indicator", "value", "criterion")), (figures(), ("kind", "value"))):
        seen = Counter((row["doc"], *span(row), *(row.get(key) for key in what)) for row in rows)
        assert not [key for key, count in seen.items() if count > 1]
        by_doc: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            by_doc[row["doc"]].append(span(row)[0])
        assert all(starts == sorted(starts) for starts in by_doc.values())


@pytest.mark.parametrize(("name", "keys"), [("sample.jsonl", OBSERVATION_KEYS), ("sample_figures.jsonl", FIGURE_KEYS)])
def test_keys_and_codes(name: str, keys: tuple[str, ...]) -> None:
    for row in rows_of(name):
        assert list(row) == [key for key in keys if key in row], row
        for key, allowed in ALLOWED.items():
            assert key not in row or row[key] in allowed, (key, row)
        for key, values in row.get("also", {}).items():
            assert key in keys, row
            assert isinstance(values, list), row
            assert row.get(key) not in values, row
        for period in (row.get("period"), row.get("iso"), *row.get("also", {}).get("period", [])):
            assert period is None or PERIOD.fullmatch(period), row


def test_indicators_units_and_breakdowns_are_of_the_catalogue() -> None:
    entries = catalogue()
    for row in observations():
        entry = entries[row["indicator"]]
        assert row["unit"] in entry["units"], row
        assert BREAKDOWNS & set(row) <= set(entry.get("breakdowns", ())), row


def test_every_indicator_occurs() -> None:
    assert {row["indicator"] for row in observations() if not row.get("optional")} == set(catalogue())


def test_values_are_what_the_quotes_print() -> None:
    for row in (*observations(), *figures()):
        if "value" not in row or (row.get("optional") and NUMBER.search(row["quote"]) is None) or row["value"] == 0:
            continue  # "Một phần ba", "không còn xã"
        assert printed_value(row["quote"]) == pytest.approx(abs(row["value"])), row


def test_numbers_go_together() -> None:
    for row in observations():
        assert row["value"] <= row.get("denominator", float("inf")), row
        if "upper" in row:
            assert abs(row["upper"]) > abs(row["value"]), row
            assert row["upper"] * row["value"] > 0, row
        assert row["value"] >= 0 or row.get("measure") == "change", row
        assert row["unit"] != "percent" or abs(row["value"]) <= 100, row
        assert ("criteria_min" in row) == (row["indicator"] == "communes_by_criteria"), row
        for low, high, top in (("criteria_min", "criteria_max", 19), ("stars_min", "stars_max", 5)):
            assert (low in row) == (high in row), row
            assert 0 <= row.get(low, 0) <= row.get(high, top) <= top, row


def test_shares_beside_ratios_are_their_quotients() -> None:
    checked = 0
    for ratio, share in zip(observations(), observations()[1:], strict=False):
        same = all(ratio.get(key) == share.get(key) for key in ("doc", "indicator", "area", "tier", "status"))
        if same and "denominator" in ratio and share["unit"] == "percent" and "denominator" not in share:
            assert share["value"] == pytest.approx(100 * ratio["value"] / ratio["denominator"], abs=ROUNDING), share
            checked += 1
    assert checked >= 8


def test_no_district_after_the_reform_of_2025() -> None:
    for row in observations():
        if str(row.get("period", "")).split("/")[-1] >= "2025-07" and row["area_level"] == "district":
            assert row["doc"] == "dak-lak-trang-tin-2024", row  # a plan of 2024 for the end of 2025
    assert {row["doc"] for row in observations() if row.get("period", "") >= "2025-07"} >= {
        "an-giang-hop-bao-2026", "lao-cai-6-thang-2025",
    }  # fmt: skip


def test_the_document_of_decoys_has_no_observation() -> None:
    assert set(texts()) - {row["doc"] for row in observations()} == {"hai-duong-kinh-te-2023"}


def test_furniture_of_the_page_is_not_annotated() -> None:
    text = texts()["dak-lak-trang-tin-2024"]
    first, last = text.index("Krông Năng dồn sức"), text.index("Ban Biên tập")
    places = [span(row) for row in observations() if row["doc"] == "dak-lak-trang-tin-2024"]
    assert places
    assert all(first <= start and end <= last for start, end in places)
