"""One document in, its rows out: the stages in order, without any input or output of their own."""

from __future__ import annotations

from collections.abc import Sequence

from ntm_extract.analysis import Analysis, Reference
from ntm_extract.attribution.anchor import find_anchor
from ntm_extract.attribution.observe import Body, Mentions, attribute
from ntm_extract.corpus.blocks import segment_blocks
from ntm_extract.corpus.normalise import normalise
from ntm_extract.corpus.sentences import segment_sentences
from ntm_extract.model import Block, Document, Figure
from ntm_extract.patterns.places import PlaceScanner
from ntm_extract.patterns.scanner import scan_figures
from ntm_extract.patterns.wordings import WordingScanner
from ntm_extract.reference.catalogue import load_catalogue
from ntm_extract.reference.gazetteer import load_gazetteer
from ntm_extract.tabulate import NO_FIGURE, DocumentResult, to_rows

# a document without any of these has no figure of the three programmes
_TOPICS = ("nông thôn mới", "ntm", "ocop", "mỗi xã một sản phẩm", "nhà tạm", "đặc biệt khó khăn", "đbkk")
_POVERTY = (
    "hộ nghèo",
    "cận nghèo",
    "giảm nghèo",
    "thoát nghèo",
    "lệ nghèo",
    "huyện nghèo",
    "xã nghèo",
    "đói nghèo",
    "nghèo đa chiều",
    "đình nghèo",
)


def load_reference() -> Reference:
    """The packaged reference data with the scanners built on it."""
    catalogue = load_catalogue()
    gazetteer = load_gazetteer()
    return Reference(catalogue, gazetteer, WordingScanner(catalogue), PlaceScanner(gazetteer))


def analyse(document: Document, reference: Reference) -> Analysis:
    """Read one document; every decision is in the result."""
    normalised = normalise(document.text)
    text = normalised.text
    blocks = segment_blocks(text)
    figures = _outside_furniture(scan_figures(text), blocks)
    lower = _lower(text)
    if not _is_topical(lower):
        anchor = find_anchor(text, lower, blocks, figures, None, document.metadata, reference.gazetteer)
        reasons = {index: figure.reason or "no_topic" for index, figure in enumerate(figures) if figure.kind not in NO_FIGURE}
        return Analysis(document, normalised, blocks, (), figures, (), (), reasons, anchor)
    sentences = segment_sentences(text, blocks)
    cues = reference.cues.scan(lower)
    places = reference.places.scan(text, lower)
    anchor = find_anchor(text, lower, blocks, figures, places, document.metadata, reference.gazetteer)
    if anchor.province is not None:
        places = reference.places.of_province(text, anchor.province, places)
    mentions = Mentions(figures, cues, places)
    body = Body(text, lower, blocks, sentences)
    found = attribute(body, mentions, anchor, reference.catalogue, reference.gazetteer)
    return Analysis(document, normalised, blocks, sentences, figures, *found, anchor, lower=lower, cues=cues, places=places)


def extract_document(document: Document, reference: Reference, versions: tuple[str, str]) -> DocumentResult:
    """The rows of one document. ``versions`` are those of the program and of its rules."""
    return to_rows(analyse(document, reference), reference, versions)


def _outside_furniture(figures: list[Figure], blocks: Sequence[Block]) -> list[Figure]:
    """Figures of the article itself."""
    furniture = [(block.start, block.end) for block in blocks if block.kind == "furniture"]
    if not furniture:
        return figures
    kept = []
    at = 0
    for figure in figures:
        while at < len(furniture) and furniture[at][1] <= figure.start:
            at += 1
        if at == len(furniture) or figure.start < furniture[at][0]:
            kept.append(figure)
    return kept


def _is_topical(lower: str) -> bool:
    return any(topic in lower for topic in _TOPICS) or ("nghèo" in lower and any(topic in lower for topic in _POVERTY))


def _lower(text: str) -> str:
    """Lower case without a change of length: only "İ" would become two characters."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.replace("İ", "I").lower()
