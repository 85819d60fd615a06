"""One row class for each table: fields exactly the columns of :mod:`.columns`, in their order.

Rows are named tuples because the writer takes tuples in column order, so that a row costs one
tuple and no conversion. A misspelt field is an error where the row is made, never a null column.
Optional fields have no defaults on purpose: whoever makes a row says what is null.

>>> FiguresRow._fields[:4]
('doc_id', 'char_start', 'char_end', 'kind')
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class DocumentsRow(NamedTuple):
    """An input document."""

    doc_id: str
    source: str
    url: str | None
    format: str | None
    encoding: str | None
    sha256: str | None
    title: str | None
    issuer: str | None
    doc_number: str | None
    doc_type: str | None
    published: str | None
    published_source: str | None
    province: str | None
    n_chars: int
    n_figures: int
    n_observations: int
    status: str
    error: str | None
    text: str | None
    program_version: str
    rules_version: str


class FiguresRow(NamedTuple):
    """A numeric or time expression."""

    doc_id: str
    char_start: int
    char_end: int
    kind: str
    quote: str
    value: float | None
    value_upper: float | None
    denominator: float | None
    unit: str | None
    per: str | None
    bound: str
    iso: str | None
    rule: str
    n_observations: int
    reason: str | None


class PovertyRow(NamedTuple):
    """An observation of poverty; its fields are those all observations share."""

    indicator: str
    obs_value: float
    obs_value_upper: float | None
    denominator: float | None
    unit_measure: str
    bound: str
    measure: str
    per: str | None
    obs_status: str
    ref_area: str
    ref_area_level: str
    ref_area_code: str | None
    ref_area_codelist: str | None
    province: str | None
    time_period: str | None
    time_start: date | None
    time_end: date | None
    population: str | None
    area_source: str
    time_source: str
    status_source: str
    doc_id: str
    char_start: int
    char_end: int
    quote: str
    sentence: str
    rule: str


class CommunesRow(NamedTuple):
    """An observation of the new-rural programme."""

    indicator: str
    obs_value: float
    obs_value_upper: float | None
    denominator: float | None
    unit_measure: str
    bound: str
    measure: str
    per: str | None
    obs_status: str
    ref_area: str
    ref_area_level: str
    ref_area_code: str | None
    ref_area_codelist: str | None
    province: str | None
    time_period: str | None
    time_start: date | None
    time_end: date | None
    population: str | None
    area_source: str
    time_source: str
    status_source: str
    doc_id: str
    char_start: int
    char_end: int
    quote: str
    sentence: str
    rule: str
    tier: str | None
    criteria_min: int | None
    criteria_max: int | None
    criterion: str | None


class OcopRow(NamedTuple):
    """An observation of the One Commune One Product programme."""

    indicator: str
    obs_value: float
    obs_value_upper: float | None
    denominator: float | None
    unit_measure: str
    bound: str
    measure: str
    per: str | None
    obs_status: str
    ref_area: str
    ref_area_level: str
    ref_area_code: str | None
    ref_area_codelist: str | None
    province: str | None
    time_period: str | None
    time_start: date | None
    time_end: date | None
    population: str | None
    area_source: str
    time_source: str
    status_source: str
    doc_id: str
    char_start: int
    char_end: int
    quote: str
    sentence: str
    rule: str
    stars_min: int | None
    stars_max: int | None
    potential: bool | None


class OcopItemsRow(NamedTuple):
    """A named OCOP product."""

    name: str
    owner: str | None
    owner_type: str | None
    stars: int | None
    potential: bool | None
    ref_area: str | None
    ref_area_level: str | None
    ref_area_code: str | None
    ref_area_codelist: str | None
    province: str | None
    time_period: str | None
    doc_id: str
    char_start: int
    char_end: int
    quote: str
    sentence: str
    rule: str


ROW_CLASSES: Mapping[str, type[tuple[object, ...]]] = MappingProxyType({
    "documents": DocumentsRow,
    "figures": FiguresRow,
    "communes": CommunesRow,
    "poverty": PovertyRow,
    "ocop": OcopRow,
    "ocop_items": OcopItemsRow,
})
