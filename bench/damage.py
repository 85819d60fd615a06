"""Accuracy on damaged copies of the sample corpus, kind by kind, with the repairs on and off.

    python bench/damage.py [CORPUS GOLD] [--only KIND ...] [--copies N] [--seed N] [--show N] [--write FOLDER]

Each kind of :mod:`damage_kinds` is scored (:mod:`ntm_extract.instruments.scoring`) on N copies of the corpus, twice: as the
program reads it ("on"), and with the normaliser taken out ("off"), which removes odd characters, joins lines and repairs;
everything else is the same. The line "none" is the undamaged corpus.

Documents are decoded and composed (NFC) first and written as UTF-8; pages (HTML) are left out, since their text
depends on how markup is taken away. "wrong" counts rows without a gold row, "lost" gold rows whose figure the damage ran into
another, "false" repaired words that are not those of the source (a word struck twice counts too).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ntm_extract.corpus.decoding import decode
from ntm_extract.corpus.normalise import Normalised
from ntm_extract.corpus.readers import Input, iter_inputs, read_document
from ntm_extract.corpus.repairs import find_repairs
from ntm_extract.instruments.scoring import score
from ntm_extract.output.writer import TableWriter
from ntm_extract.pipeline import extract_document, load_reference

from damage_kinds import KINDS, MIXED, Damaged, Kind, carry, damage, striking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ntm_extract.analysis import Reference
    from ntm_extract.instruments.scoring_report import Difference, Report

ROOT = Path(__file__).parents[1]
Key = tuple[str, str, str, str, str]


def sources(corpus: Path, gold: Path) -> dict[str, tuple[str, str, list[dict[str, Any]]]]:
    """Name and text of each document that is no page, by its stem, composed, with its gold moved accordingly."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["doc"], []).append(row)
    found = {}
    whole = Kind("composed", "", 1.0, striking(r"\w[\u0300-\u036f]+", lambda m, _: unicodedata.normalize("NFC", m[0])))
    for path in sorted(corpus.rglob("*")):
        if path.suffix in {".txt", ".md"} and path.is_file():
            copy = damage(decode(path.read_bytes()).text, (whole,), "")
            own, _ = carry(rows.get(path.stem, []), copy)
            found[path.stem] = (path.stem + path.suffix, copy.text, own)
    return found


class Repaired(NamedTuple):
    """A repair: the source offset of its word, what the word became, what it was, and whether that is the same."""

    at: int
    became: str
    was: str
    right: bool


class Copies(NamedTuple):
    """What was written: names of the documents, rows lost, words repaired, and those wrongly."""

    names: set[str]
    lost: int
    repairs: int
    false: list[Repaired]


def write_copies(
    documents: dict[str, tuple[str, str, list[dict[str, Any]]]], kinds: Sequence[Kind], folder: Path, seed: int, copies: int
) -> Copies:
    """Write the damaged texts and ``gold.jsonl``."""
    lost = repairs = 0
    names = set()
    false: list[Repaired] = []
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    with (folder / "gold.jsonl").open("w", encoding="utf-8") as out:
        for name, text, rows in documents.values():
            own = {word.at for word in repaired_words(text, damage(text, (), ""))}  # the sample has a scan of its own
            for copy in range(copies):
                new_name = name.replace(".", f"-{copy}.")
                damaged = damage(text, kinds, f"{seed} {name} {copy}")
                (folder / "texts" / new_name).write_text(damaged.text, encoding="utf-8", newline="")
                kept, gone = carry(rows, damaged)
                lost += gone
                names.add(Path(new_name).stem)
                repaired = list(repaired_words(text, damaged))
                repairs += len(repaired)
                false += [word for word in repaired if not word.right and word.at not in own]
                for row in kept:
                    out.write(json.dumps({**row, "doc": Path(new_name).stem}, ensure_ascii=False) + "\n")
    return Copies(names, lost, repairs, false)


def read_and_score(folder: Path, reference: Reference, names: set[str]) -> Report:
    """Extract the copies and score them."""
    with TableWriter(folder / "out", rules_version="bench", program_version="bench") as writer:
        for found in iter_inputs([str(folder / "texts")]):
            if isinstance(found, Input):
                result = extract_document(read_document(found), reference, ("bench", "bench"))
                writer.add("documents", [result.document])
                for table in ("figures", "communes", "poverty", "ocop", "ocop_items"):
                    writer.add(table, getattr(result, table))
        writer.commit()
    return score(folder / "out", folder / "gold.jsonl", docs=names)


def key_of(difference: Difference) -> Key:
    """A difference without its place: document without the number of its copy, and what differs."""
    return difference.doc.rpartition("-")[0], difference.kind, difference.name, str(difference.gold), str(difference.found)


def new_differences(report: Report, usual: Counter[Key]) -> list[Difference]:
    """What the undamaged corpus does not show."""
    left = usual.copy()
    new = []
    for difference in report.differences:
        left[key_of(difference)] -= 1
        if left[key_of(difference)] < 0:
            new.append(difference)
    return new


def repaired_words(text: str, copy: Damaged) -> Iterator[Repaired]:
    """Every repair of a copy beside the source. A space is right where the source has one, letters if they are the source's."""
    for start, end, new, _ in find_repairs(copy.text):
        first, last = start, end
        while first > 0 and not copy.text[first - 1].isspace():
            first -= 1
        while last < len(copy.text) and not copy.text[last].isspace():
            last += 1
        came = [origin for origin in copy.origins[first:last] if origin >= 0]
        low, high = min(came), max(came) + 1
        while low > 0 and not text[low - 1].isspace():
            low -= 1
        while high < len(text) and not text[high].isspace():
            high += 1
        became, was = copy.text[first:start] + new + copy.text[end:last], text[low:high]
        if new == " ":
            right = any(map(str.isspace, text[copy.origins[start - 1] + 1 : copy.origins[end]]))
        else:
            right = "".join(became.split()) == "".join(was.split())
        yield Repaired(low, became, was, right)


def line_of(name: str, way: str, report: Report, written: Copies) -> str:
    """One row of the table."""
    figures = []
    for level in ("core", "full"):
        at_level = report.total.at(level)
        figures.append(f"{at_level.precision:.3f} {at_level.recall:.3f} {at_level.f1:.3f}")
    total = report.total
    counts = f"gold {total.gold:5} wrong {total.found - total.core:4} lost {written.lost}"
    if way == "on":
        counts += f" repairs {written.repairs} false {len(written.false)}"
    return f"{name:14} {way:3}  {'   '.join(figures)}   {counts}"


def main() -> None:
    """Damage, extract, score and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "tests" / "gold" / "sample.jsonl")
    parser.add_argument("--only", action="append", default=[], help="one kind; several times for several")
    parser.add_argument("--copies", type=int, default=3, help="damaged copies of each document")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="new differences to show for each kind, repairs on")
    parser.add_argument("--write", type=Path, help="keep the copies and their gold here")
    args = parser.parse_args()
    by_id = {kind.id: kind for kind in KINDS}
    runs = {"none": (), **{kind.id: (kind,) for kind in KINDS}, "mixed": tuple(by_id[name] for name in MIXED)}
    unknown = set(args.only) - set(runs)
    if unknown:
        sys.exit(f"no kind {', '.join(sorted(unknown))}; there are {', '.join(runs)}")
    documents = sources(args.corpus, args.gold)
    reference = load_reference()
    ways = {"off": replace(reference, normalise=lambda text: Normalised(text, identity=True)), "on": reference}
    print(f"{len(documents)} documents, {args.copies} copies of each, seed {args.seed}; core and full: precision recall F1")
    usual: Counter[Key] = Counter()
    for name, kinds in runs.items():
        if args.only and name not in {"none", *args.only}:
            continue
        with tempfile.TemporaryDirectory() as temporary:
            folder = args.write / name if args.write else Path(temporary)
            written = write_copies(documents, kinds, folder, args.seed, args.copies)
            for way, used in ways.items():
                report = read_and_score(folder, used, written.names)
                print(line_of(name, way, report, written), flush=True)
        if name == "none":
            usual.update(map(key_of, report.differences))
        for difference in new_differences(report, usual)[: args.show]:
            print("   ", difference.line())
        if args.show:
            print("    false repairs:", [(word.became, word.was) for word in written.false[: args.show]])


if __name__ == "__main__":
    main()
