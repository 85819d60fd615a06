"""What a plain program gets: a pattern for numbers and the nearest trigger word, as a yardstick for the extractor.

    python bench/baseline.py FOLDER OUTPUT      then: ntm score OUTPUT GOLD

It reads each sentence by itself. A number with a unit behind it is an observation when a wording of the catalogue that goes with
this unit stands in the sentence, and the nearest such wording is its indicator. Value: dots group, a comma is the decimal sign.
A change: "tăng" or "giảm" directly before. A target: a word of planning anywhere in the sentence. Place: the last one its sentence
names before the figure, else the first of the document. Period: the nearest year of the sentence, else the first of the document.

The wordings, the gazetteer and the sentences are the extractor's own, so the difference between the two is the reading of
figures and their meaning, and nothing else.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ntm_extract.analysis import Reference
from ntm_extract.corpus.blocks import segment_blocks
from ntm_extract.corpus.sentences import segment_sentences
from ntm_extract.output.rows import ROW_CLASSES
from ntm_extract.output.writer import TableWriter
from ntm_extract.pipeline import extract_document, load_reference
from ntm_extract.run.text import open_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ntm_extract.model import Document, Sentence
    from ntm_extract.patterns.places import PlaceMention
    from ntm_extract.patterns.wordings import Wording

UNITS = {
    "%": "percent", "xã": "commune", "huyện": "district", "tỉnh": "province", "thôn": "village", "bản": "village",
    "ấp": "village", "buôn": "village", "hộ": "household", "sản phẩm": "product", "tiêu chí": "criteria", "căn nhà": "house",
    "nhà": "house", "km": "km", "m2": "m2", "ha": "ha", "ngày công": "day", "chủ thể": "entity", "điểm": "point",
    "triệu đồng": "VND", "tỷ đồng": "VND", "đồng": "VND",
}  # fmt: skip
FACTORS = {"triệu đồng": 1e6, "tỷ đồng": 1e9}
NUMBER = re.compile(
    r"(?<![\w,.])(\d[\d.]*(?:,\d+)?)(?:/(\d[\d.]*(?:,\d+)?))?\s*("
    + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
    + r")(?!\w)"
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
CHANGE = re.compile(r"(tăng|giảm)(?: thêm| được)? $")
PLAN = re.compile(r"phấn đấu|mục tiêu|kế hoạch|sẽ |dự kiến")


def number(text: str) -> float:
    """A number as Vietnamese writes it; a last group of other than three digits is a decimal ("2.2")."""
    head, comma, tail = text.partition(",")
    groups = head.split(".")
    if not comma and len(groups) == 2 and len(groups[1]) != 3:
        return float(head)
    return float("".join(groups) + (f".{tail}" if comma else ""))


def indicator_at(start: int, unit: str, wordings: Sequence[Wording], reference: Reference) -> str | None:
    """The indicator of the wording nearest to a figure among those that go with its unit."""
    fitting = [
        (abs(wording.start - start), reference.catalogue.by_concept[concept, unit][0])
        for wording in wordings
        for concept in wording.concepts
        if (concept, unit) in reference.catalogue.by_concept
    ]
    return min(fitting)[1] if fitting else None


def observations(document: Document, reference: Reference) -> Iterator[tuple[str, dict[str, object]]]:
    """Table and columns of each observation the plain program sees."""
    text, lower = document.text, document.text.lower()
    if len(lower) != len(text):
        return
    wordings = reference.cues.scan(lower)
    places = [place for place in reference.places.scan(text, lower) if place.level != "abroad"]
    first_year = YEAR.search(text)
    for sentence in segment_sentences(text, segment_blocks(text)):
        inside = [wording for wording in wordings if sentence.start <= wording.start < sentence.end]
        for figure in NUMBER.finditer(text, sentence.start, sentence.end):
            value, whole, noun = figure.groups()
            code = indicator_at(figure.start(), UNITS[noun], inside, reference)
            if code is None:
                continue
            change = CHANGE.search(lower, max(sentence.start, figure.start() - 20), figure.start())
            sign = -1 if change and change[1] == "giảm" else 1
            yield reference.catalogue.table_of(code), {
                "doc_id": document.doc_id, "char_start": figure.start(), "char_end": figure.end(), "quote": figure[0],
                "sentence": text[sentence.start : sentence.end], "indicator": code, "unit_measure": UNITS[noun],
                "obs_value": sign * number(value) * FACTORS.get(noun, 1), "denominator": number(whole) if whole else None,
                "bound": "exact", "measure": "change" if change else "level",
                "obs_status": "target" if PLAN.search(lower, sentence.start, sentence.end) else "actual",
                "time_period": year_near(text, figure.start(), sentence) or (first_year and first_year[0]),
                **place_before(figure.start(), sentence, places),
                "area_source": "sentence", "time_source": "sentence", "status_source": "sentence", "rule": "nearest",
            }  # fmt: skip


def year_near(text: str, at: int, sentence: Sentence) -> str | None:
    """The year of the sentence that stands nearest to a place in it."""
    years = [(abs(year.start() - at), year[0]) for year in YEAR.finditer(text, sentence.start, sentence.end)]
    return min(years)[1] if years else None


def place_before(at: int, sentence: Sentence, places: Sequence[PlaceMention]) -> dict[str, str]:
    """The last place its sentence names before a figure, else the first of the document, else the country."""
    before = [place for place in places if sentence.start <= place.start < at] or list(places[:1])
    name, level = (before[-1].name, before[-1].level) if before else ("Việt Nam", "country")
    return {"ref_area": name, "ref_area_level": level}


def main() -> None:
    """Write the tables of the plain program."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    reference = load_reference()
    with TableWriter(str(args.output), rules_version="baseline", program_version="baseline") as writer:
        for path in sorted(path for path in args.folder.rglob("*") if path.is_file()):
            document = open_document(str(path))
            writer.add("documents", [extract_document(document, reference, ("baseline", "baseline")).document])
            for table, columns in observations(document, reference):
                row = ROW_CLASSES[table]
                writer.add(table, [row(*(columns.get(name) for name in row._fields))])  # type: ignore[attr-defined]
        writer.commit()


if __name__ == "__main__":
    main()
