"""One document in, its rows out: the stages in order, without any input or output of their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from ntm_extract.analysis import Analysis, Reference
from ntm_extract.attribution.anchor import find_anchor
from ntm_extract.attribution.observe import Body, Mentions, attribute
from ntm_extract.attribution.places.home import narrow_area, set_abroad
from ntm_extract.corpus.blocks import segment_blocks
from ntm_extract.corpus.normalise import Normalised
from ntm_extract.corpus.sentences import segment_sentences
from ntm_extract.model import Block, Document, Figure
from ntm_extract.patterns.places import PlaceScanner
from ntm_extract.patterns.scanner import scan_figures
from ntm_extract.patterns.wordings import WordingScanner
from ntm_extract.reference.catalogue import load_catalogue
from ntm_extract.reference.gazetteer import load_gazetteer
from ntm_extract.tabulate import DocumentResult, to_rows

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
# a part of each topic that few other texts have
_HINTS = ("thôn mới", "ntm", "ocop", "xã một s", "nhà tạm", "ệt khó kh", "đbkk", "nghèo")


def load_reference() -> Reference:
    """The packaged reference data with the scanners built on it."""
    catalogue = load_catalogue()
    gazetteer = load_gazetteer()
    return Reference(catalogue, gazetteer, WordingScanner(catalogue), PlaceScanner(gazetteer))


def analyse(document: Document, reference: Reference) -> Analysis:
    """Read one document; every decision is in the result."""
    return analyse_all([document], reference)[0]


def analyse_all(documents: Sequence[Document], reference: Reference) -> list[Analysis]:
    """Read documents, each by itself, but all of them stage by stage.

    So the code and the patterns of a stage stay in the processor's cache from one document to the next, which saves an
    eighth of the time; a few dozen documents are enough for that.
    """
    normalised = [reference.normalise(document.text) for document in documents]
    texts = [item.text for item in normalised]
    blocks = [segment_blocks(text) for text in texts]
    utf8 = [text.encode("utf-8", "surrogatepass") for text in texts]
    scanned = [scan_figures(text, data) for text, data in zip(texts, utf8, strict=True)]
    figures = [_outside_furniture(found, parts) for found, parts in zip(scanned, blocks, strict=True)]
    lowered = [_lower(text) if _hinted(data) else "" for text, data in zip(texts, utf8, strict=True)]
    return [
        _attributed(*parts, reference) if _is_topical(parts[-1]) else _unrelated(*parts[:-1], reference)
        for parts in zip(documents, normalised, blocks, figures, lowered, strict=True)
    ]


def extract_document(document: Document, reference: Reference, versions: tuple[str, str]) -> DocumentResult:
    """The rows of one document. ``versions`` are those of the program and of its rules."""
    return extract_documents([document], reference, versions)[0]


def extract_documents(
    documents: Sequence[Document], reference: Reference, versions: tuple[str, str]
) -> list[DocumentResult]:
    """The rows of each of some documents, read together as :func:`analyse_all` does."""
    return [to_rows(found, reference, versions) for found in analyse_all(documents, reference)]


def _unrelated(
    document: Document, normalised: Normalised, blocks: list[Block], figures: list[Figure], reference: Reference
) -> Analysis:
    """What is known of a text on other matters."""
    anchor = find_anchor(normalised.text, "", blocks, figures, None, document.metadata, reference.gazetteer)
    return Analysis(document, normalised, blocks, (), figures, (), (), {}, anchor, otherwise="no_topic")


def _attributed(
    document: Document,
    normalised: Normalised,
    blocks: list[Block],
    figures: list[Figure],
    lower: str,
    reference: Reference,
) -> Analysis:
    text = normalised.text
    sentences = segment_sentences(text, blocks)
    cues = reference.cues.scan(lower)
    places = reference.places.scan(text, lower)
    anchor = find_anchor(text, lower, blocks, figures, places, document.metadata, reference.gazetteer)
    if anchor.province is None and reference.places.tells_of_abroad(text, lower, places):
        set_abroad(anchor)
    if anchor.province is not None:
        places = reference.places.of_province(text, anchor.province, places)
        narrow_area(anchor, blocks, places)
    mentions = Mentions(figures, cues, places)
    body = Body(text, lower, blocks, sentences)
    found = attribute(body, mentions, anchor, reference.catalogue, reference.gazetteer)
    return Analysis(document, normalised, blocks, sentences, figures, *found, anchor, lower=lower, cues=cues, places=places)


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


@cache
def _hints() -> BytesAhoCorasick:
    """All ways to write the hints, once the letters of ASCII are small."""
    ways = [product(*(char if char.isascii() else (char, char.upper()) for char in hint)) for hint in _HINTS]
    return BytesAhoCorasick(["".join(way).encode() for hint in ways for way in hint], matchkind=MatchKind.LeftmostFirst)


def _hinted(utf8: bytes) -> bool:
    """Whether a text can be topical: to look for a few phrases in bytes is four times as fast as in small letters."""
    return bool(_hints().find_matches_as_indexes(utf8.lower()))


def _is_topical(lower: str) -> bool:
    return any(topic in lower for topic in _TOPICS) or ("nghèo" in lower and any(topic in lower for topic in _POVERTY))


def _lower(text: str) -> str:
    """Lower case without a change of length: only "İ" would become two characters."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.replace("İ", "I").lower()
