"""What was found in a document, as rows of the tables.

The offsets of every row are mapped back to the decoded source text here, and only here, and every quote is cut from that
text: what a row shows is what the source says, whatever was normalised on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ntm_extract.analysis import Analysis, Reference
from ntm_extract.attribution.draft import NOWHERE, Anchor, Area, Holder, Observation, Period
from ntm_extract.attribution.products.reader import Product
from ntm_extract.attribution.times.dates import dated, first_and_last_day
from ntm_extract.output.rows import CommunesRow, DocumentsRow, FiguresRow, OcopItemsRow, OcopRow, PovertyRow
from ntm_extract.reference.gazetteer import Gazetteer, System, Unit, fold, system_for

# what stands among the figures and is none: times, and numbers that only name
NO_FIGURE = frozenset({"date", "year", "period", "doc_number", "ordinal", "time", "duration"})


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The rows of one document, ready for the writer."""

    document: DocumentsRow
    figures: Sequence[FiguresRow]
    communes: Sequence[CommunesRow]
    poverty: Sequence[PovertyRow]
    ocop: Sequence[OcopRow]
    ocop_items: Sequence[OcopItemsRow]


def to_rows(found: Analysis, reference: Reference, versions: tuple[str, str]) -> DocumentResult:
    """Turn an analysis into the rows of the tables, in their order."""
    document, anchor = found.document, found.anchor
    source = document.text
    figures = _figure_rows(found)
    tables: dict[str, list[tuple[object, ...]]] = {"communes": [], "poverty": [], "ocop": []}
    for item in found.observations:
        table = reference.catalogue.table_of(item.reading.code)
        tables[table].append(_observation_row(found, item, reference, table))
    for rows in tables.values():
        rows.sort(key=lambda row: (row[22], row[0], row[1]))
    products = [_product_row(found, item, reference) for item in found.products]
    row = DocumentsRow(
        document.doc_id,
        document.source,
        document.metadata.url,
        document.format,
        document.encoding,
        document.sha256,
        anchor.title.lstrip("# ") if anchor.title and document.format == "md" else anchor.title,
        anchor.issuer,
        anchor.doc_number,
        anchor.doc_type,
        anchor.published,
        anchor.published_source,
        anchor.province,
        len(source),
        len(figures),
        len(found.observations),
        "ok" if source else "empty",
        None,
        source,
        *versions,
    )
    return DocumentResult(row, figures, tables["communes"], tables["poverty"], tables["ocop"], products)  # type: ignore[arg-type]


def _figure_rows(found: Analysis) -> list[FiguresRow]:
    doc_id, source, anchor = found.document.doc_id, found.document.text, found.anchor
    span = None if found.normalised.identity else found.normalised.source_span
    counted = Counter([item.figure for item in found.observations]) if found.observations else {}
    reasons, otherwise = found.reasons, found.otherwise
    new = tuple.__new__  # half the time of calling the class
    rows = []
    for index, figure in enumerate(found.figures):
        start, end, kind, value, upper, denominator, unit, per, bound, iso, rule, _, _, reason = figure
        if span is not None:
            start, end = span(start, end)
        number = counted.get(index, 0)
        if number:
            reason = None
        elif kind not in NO_FIGURE:
            reason = reasons.get(index) or reason or otherwise
        rates = "/".join(per) if per else None
        if iso is not None and iso[0] == "-":
            iso = dated(iso, anchor) or iso
        quote = source[start:end]
        rows.append(
            new(
                FiguresRow,
                (doc_id, start, end, kind, quote, value, upper, denominator, unit, rates, bound, iso, rule, number, reason),
            )
        )
    return rows


def failed(
    doc_id: str, source: str, url: str | None, kind: str | None, error: str, versions: tuple[str, str]
) -> DocumentsRow:
    """The row of a document that could not be read."""
    return DocumentsRow(
        doc_id,
        source,
        url,
        kind,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        0,
        0,
        0,
        "failed",
        error,
        None,
        *versions,
    )


def _observation_row(found: Analysis, item: Observation, reference: Reference, table: str) -> tuple[object, ...]:
    reading = item.reading
    document = found.document
    sentence = found.sentences[item.sentence]
    start, end = found.normalised.source_span(reading.figure.start, reading.figure.end)
    first, last = found.normalised.source_span(sentence.start, sentence.end)
    name, code, codelist, province = _locate(item.area, item.period, found.anchor, reference.gazetteer)
    time_start, time_end = first_and_last_day(item.period.label)
    more = reading.breakdowns
    common = (
        reading.code,
        reading.value,
        reading.upper,
        reading.denominator,
        reading.unit,
        reading.bound,
        reading.measure,
        more.get("per"),
        item.status,
        name,
        item.area.level,
        code,
        codelist,
        province,
        item.period.label,
        time_start,
        time_end,
        more.get("population"),
        item.area_source,
        item.time_source,
        item.status_source,
        document.doc_id,
        start,
        end,
        document.text[start:end],
        document.text[first:last],
        reading.rule,
    )
    if table == "communes":
        return CommunesRow(*common, more.get("tier"), more.get("criteria_min"), more.get("criteria_max"), more.get("criterion"))  # type: ignore[arg-type]
    if table == "ocop":
        return OcopRow(*common, more.get("stars_min"), more.get("stars_max"), more.get("potential"))  # type: ignore[arg-type]
    return PovertyRow(*common)  # type: ignore[arg-type]


def _product_row(found: Analysis, item: Product, reference: Reference) -> OcopItemsRow:
    source = found.document.text
    span = found.normalised.source_span
    start, end = span(item.start, item.end)
    sentence = found.sentences[item.sentence]
    first, last = span(sentence.start, sentence.end)
    owner = None
    if item.owner is not None:
        owner_start, owner_end = span(item.owner.start, item.owner.end)
        owner = _one_line(source[owner_start:owner_end])
    place: tuple[str | None, str | None, str | None, str | None] = (None, None, None, None)
    if item.area is not None:
        place = _locate(item.area, item.period, found.anchor, reference.gazetteer)
    name, code, codelist, province = place
    return OcopItemsRow(
        _one_line(source[start:end]),
        owner,
        item.owner_type,
        item.stars,
        item.potential,
        name,
        item.area.level if item.area is not None else None,
        code,
        codelist,
        province,
        item.period.label,
        found.document.doc_id,
        start,
        end,
        source[start:end],
        source[first:last],
        item.rule,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _locate(
    area: Area, period: Period, anchor: Anchor, gazetteer: Gazetteer
) -> tuple[str, str | None, str | None, str | None]:
    """The official name of an area, its code and code list, and its province, as far as they are settled."""
    name, level = area.name, area.level
    if level == "country":
        country = gazetteer.country()
        return country.name, country.code, country.codelist, None
    if level == "region":
        region = gazetteer.region(name)
        return (region.name if region else name), None, None, None
    held = anchor.holders.get((level, name), NOWHERE)
    if level == "abroad":
        return name, None, None, None
    if level == "village":
        return name, None, None, None if held.doubtful else held.province or anchor.province
    known = False
    for system in _systems(period, anchor):
        found = gazetteer.find(name, level=level, system=system)
        known = known or bool(found)
        units = _borne_by(found, held, anchor, gazetteer)
        if len(units) == 1:
            return units[0].name, units[0].code, units[0].codelist, units[0].province
        if units:
            break  # several bear the name: no code, no province but the one the text says
    if level == "province":
        return name, None, None, name
    elsewhere = known and not units
    return name, None, None, None if held.doubtful else held.province or (None if elsewhere else anchor.province)


def _systems(period: Period, anchor: Anchor) -> tuple[System, System]:
    """The systems to look a unit up in: a text cannot name one that is yet to come, and of old times it tells in old units."""
    written = system_for(anchor.published)
    told = system_for(period.label[:10]) if period.label else written
    if anchor.published is None:
        return (told, "63" if told == "34" else "34")
    old = told == "63" and period.label is not None and period.label[:4] < "2025"
    return ("34", "63") if written == "34" and not old else ("63", "34")


def _borne_by(found: Sequence[Unit], held: Holder, anchor: Anchor, gazetteer: Gazetteer) -> tuple[Unit, ...]:
    """The units of a name that it can be: those the text says it lies in, else those of the document's province, else all."""
    said = None if held.doubtful else held.province
    units = tuple(unit for unit in found if _in_province(unit, said or anchor.province, gazetteer))
    if not units and said is None:
        units = tuple(found)
    if held.district is not None and not held.doubtful and any(unit.district for unit in units):
        key = fold(held.district)
        within = tuple(unit for unit in found if unit.district is not None and fold(unit.district) == key and unit in units)
        units = within or (units if len(units) == 1 else ())  # a commune may since have come to another district
    units = tuple(unit for unit in units if unit.until is None) or units
    said_so = tuple(unit for unit in units if unit.kind == held.kind) if len(units) > 1 else ()
    return said_so or units


def _in_province(unit: Unit, province: str | None, gazetteer: Gazetteer) -> bool:
    """Whether a unit lies in the province, by its name of either system."""
    if province is None or unit.province is None:
        return False
    key = fold(province)
    if fold(unit.province) == key:
        return True
    successor = gazetteer.province_successor(province)
    return unit.system == "34" and successor is not None and fold(unit.province) == fold(successor)
