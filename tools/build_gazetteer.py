"""Build ``ntm_extract/reference/data/gazetteer.tsv.gz`` from the ``vietnamadminunits`` package.

    python tools/build_gazetteer.py [--dataset path/to/vietnamadminunits] [--check]

The package is a development dependency; it is read as data files (an SQLite table of each system
and a JSON map from old to new communes) and never imported. Same input, same text: `--check`
compares the unpacked text, because two zlib builds may pack it differently.

What is corrected on the way, and why:

- A unit's level word is read from its full name: the type column contradicts it in a dozen rows.
- Six communes have a lower-case letter where their name begins a word ("Pa ủ", "Đại áng"); a district is spelt
  otherwise than its town, its province and the law spell it ("Mù Căng Chải").
- The old-to-new map names communes by keys without diacritics and district, so that a commune that
  was divided also got the successors of its namesakes elsewhere in the merged province ("Phường 3"
  of Sa Đéc and of Cao Lãnh). Of namesakes that share a successor only the nearest keeps it, when
  the successor also lies well apart from the commune's main one.

The file is a table of units followed by a table of look-up keys; `ntm_extract.reference.listing`
documents both.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sqlite3
import sys
from collections import Counter, defaultdict
from contextlib import closing
from importlib import util
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ntm_extract.reference.gazetteer import DATA_FILE, KINDS, fold  # noqa: E402
from ntm_extract.reference.listing import FORMAT  # noqa: E402

TARGET = ROOT / "ntm_extract" / "reference" / DATA_FILE
TOTALS = {"province63": 63, "province34": 34, "district": 696, "commune63": 10_035, "commune34": 3_321}
WELL_APART = 1.2  # times the sum of the radii of two communes taken as discs
RESPELT = {
    "Đại áng": "Đại Áng", "Pa ủ": "Pa Ủ", "Mường é": "Mường É",
    "é Tòng": "É Tòng", "Đồng ý": "Đồng Ý", "Ya ly": "Ya Ly", "Mù Căng Chải": "Mù Cang Chải",
}  # fmt: skip

OldKey = tuple[str, str, str]
NewKey = tuple[str, str]


class Place(NamedTuple):
    """Where a commune lies, to tell namesakes apart."""

    lat: float
    lon: float
    radius: float  # km

    def km_to(self, other: Place) -> float:
        """Measure the distance on a plane, which is enough within one province."""
        north = (self.lat - other.lat) * 111.0
        east = (self.lon - other.lon) * 111.0 * math.cos(math.radians((self.lat + other.lat) / 2))
        return math.hypot(north, east)


class Row(NamedTuple):
    """One unit on its way into the table."""

    kind: str
    name: str
    code: str
    parent: int | None
    successors: tuple[int, ...] = ()

    def line(self) -> str:
        """Write the unit as the file holds it."""
        parent = "" if self.parent is None else str(self.parent)
        return "\t".join((self.kind, self.name, self.code, parent, ",".join(map(str, self.successors))))


def find_dataset(given: Path | None) -> Path:
    """Find the folder of the package without importing it (it loads everything and its geo libraries)."""
    if given is not None:
        return given
    spec = util.find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("vietnamadminunits is not installed: pip install vietnamadminunits==1.0.4")
    return Path(spec.origin).parent


def split_name(full: str) -> tuple[str, str]:
    """Part level word and name: "Thị Trấn Prao" -> ("thị trấn", "Prao")."""
    lowered = full.lower()
    for kind in KINDS:
        if lowered.startswith(kind + " "):
            name = full[len(kind) + 1 :]
            return kind, RESPELT.get(name, name)
    raise SystemExit(f"no level word in {full!r}")


def successor_keys(
    dataset: Path, old: dict[OldKey, Place], new: dict[NewKey, Place],
) -> dict[OldKey, tuple[NewKey, ...]]:
    """For each old commune its new ones, the main one first, namesakes' successors removed."""
    raw = json.loads((dataset / "data" / "converter_2025.json").read_text("utf-8"))
    found: dict[OldKey, list[NewKey]] = defaultdict(list)
    for province, communes in raw["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, sources in communes.items():
            for source in sources:
                found[_old_key(source)].append((province, commune))
    for province, sources in raw["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, parts in sources.items():
            ordered = sorted(parts, key=lambda part: (not part["isDefaultNewWard"], part["newWardKey"]))
            found[_old_key(source)].extend((province, part["newWardKey"]) for part in ordered)
    namesakes: dict[tuple[str, NewKey], list[OldKey]] = defaultdict(list)
    for key, targets in found.items():
        for target in targets:
            namesakes[key[2], target].append(key)

    def is_own(key: OldKey, target: NewKey, main: NewKey) -> bool:
        rivals = [old[other].km_to(new[target]) for other in namesakes[key[2], target] if other != key]
        reach = WELL_APART * (new[main].radius + new[target].radius)
        near = not rivals or old[key].km_to(new[target]) <= min(rivals)
        return near or new[main].km_to(new[target]) <= reach

    return {
        key: (targets[0], *(target for target in targets[1:] if is_own(key, target, targets[0])))
        for key, targets in found.items()
    }


def _old_key(joined: str) -> OldKey:
    province, district, commune = joined.split("_")
    return province, district, commune


def read_units(dataset: Path) -> list[Row]:
    """All units in file order: provinces, new provinces, districts, communes, new communes."""
    with closing(sqlite3.connect(f"file:{dataset / 'data' / 'dataset.db'}?mode=ro", uri=True)) as db:
        old = db.execute(
            "select provinceKey, districtKey, coalesce(wardKey, ''), province, district, ward, provinceCode, "
            "districtCode, wardCode, coalesce(wardLat, districtLat), coalesce(wardLon, districtLon) "
            "from admin_units_legacy order by provinceCode, districtCode, wardCode"
        ).fetchall()
        new = db.execute(
            "select provinceKey, wardKey, province, ward, provinceCode, wardCode, wardLat, wardLon, "
            "coalesce(wardAreaKm2, 0) "
            "from admin_units order by provinceCode, wardCode"
        ).fetchall()
    heirs = successor_keys(
        dataset,
        {(row[0], row[1], row[2]): Place(row[9], row[10], 0.0) for row in old},
        {(row[0], row[1]): Place(row[6], row[7], math.sqrt(row[8] / math.pi)) for row in new},
    )
    provinces63 = {row[6]: (row[0], row[3]) for row in old}
    provinces34 = {row[4]: (row[0], row[2]) for row in new}
    districts = {row[7]: (row[6], row[4]) for row in old}
    old_communes = [row for row in old if row[2]]

    base34 = len(provinces63)
    base_district = base34 + len(provinces34)
    base_commune = base_district + len(districts)
    base_new = base_commune + len(old_communes)
    id63 = {code: index for index, code in enumerate(provinces63)}
    id34 = {code: base34 + index for index, code in enumerate(provinces34)}
    id_district = {code: base_district + index for index, code in enumerate(districts)}
    id_new = {(row[0], row[1]): base_new + index for index, row in enumerate(new)}
    id34_by_key = {key: id34[code] for code, (key, _) in provinces34.items()}

    # The islands that are districts without communes have their successor themselves.
    island_heirs = {row[7]: heirs[row[0], row[1], ""] for row in old if not row[2]}
    province_heirs: dict[str, set[int]] = defaultdict(set)
    for row in old:
        province_heirs[row[6]].update(id34_by_key[key] for key, _ in heirs[row[0], row[1], row[2]])

    rows: list[Row] = []
    for code, (_, full) in provinces63.items():
        rows.append(Row(*split_name(full), code, None, tuple(sorted(province_heirs[code]))))
    rows += [Row(*split_name(full), code, None) for code, (_, full) in provinces34.items()]
    for code, (province, full) in districts.items():
        own = tuple(id_new[key] for key in island_heirs.get(code, ()))
        rows.append(Row(*split_name(full), code, id63[province], own))
    for row in old_communes:
        own = tuple(id_new[key] for key in heirs[row[0], row[1], row[2]])
        rows.append(Row(*split_name(row[5]), row[8], id_district[row[7]], own))
    rows += [Row(*split_name(row[3]), row[5], id34[row[4]]) for row in new]
    counts = dict(zip(TOTALS, map(len, (provinces63, provinces34, districts, old_communes, new)), strict=True))
    check_units(rows, counts)
    return rows


def check_units(rows: list[Row], counts: dict[str, int]) -> None:
    """Stop rather than package a table that misses the official totals or breaks a rule."""
    if counts != TOTALS:
        raise SystemExit(f"totals differ from the official ones: {counts} instead of {TOTALS}")
    split = sum(len(row.successors) != 1 for row in rows[:63])
    if split:
        raise SystemExit(f"{split} old provinces have no single successor")
    per_list = Counter((index >= len(rows) - TOTALS["commune34"], row.code) for index, row in enumerate(rows[97:], 97))
    if per_list.most_common(1)[0][1] > 1:
        raise SystemExit(f"code used twice: {per_list.most_common(1)[0][0]}")


def render(rows: list[Row]) -> str:
    """Write the text of the file."""
    keys: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        keys[fold(row.name)].append(index)
    header = "\t".join((FORMAT, *map(str, TOTALS.values())))
    units = "\n".join(row.line() for row in rows)
    index_lines = "\n".join(f"{key}\t{','.join(map(str, ids))}" for key, ids in sorted(keys.items()))
    return f"{header}\n\n{units}\n\n{index_lines}\n"


def build(dataset: Path) -> str:
    """Make the text of the packaged file from the package at ``dataset``."""
    return render(read_units(dataset))


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dataset", type=Path, help="folder of vietnamadminunits (default: the installed one)")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if the packaged file is stale")
    options = parser.parse_args(arguments)
    text = build(find_dataset(options.dataset))
    if options.check:
        fresh = TARGET.exists() and gzip.decompress(TARGET.read_bytes()).decode("utf-8") == text
        print("up to date" if fresh else f"stale: run {Path(__file__).name}", file=sys.stderr)
        return 0 if fresh else 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
