"""What is known of a document once it is read, and what reading it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ntm_extract.attribution.draft import Anchor, Observation
from ntm_extract.attribution.products.reader import Product
from ntm_extract.corpus.normalise import Normalised, normalise
from ntm_extract.model import Block, Document, Figure, Sentence
from ntm_extract.patterns.places import PlaceMention, PlaceScanner
from ntm_extract.patterns.wordings import Wording, WordingScanner
from ntm_extract.reference.catalogue import Catalogue
from ntm_extract.reference.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Reference:
    """What a run works with; made once, passed in. Only measuring reads with another normaliser than the usual one."""

    catalogue: Catalogue
    gazetteer: Gazetteer
    cues: WordingScanner
    places: PlaceScanner
    normalise: Callable[[str], Normalised] = normalise


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that was found in a document, with what it was found in."""

    document: Document
    normalised: Normalised
    blocks: Sequence[Block]
    sentences: Sequence[Sentence]
    figures: Sequence[Figure]
    observations: Sequence[Observation]
    products: Sequence[Product]
    reasons: dict[int, str]  # why a figure (by index) is no observation, where more is known than ``otherwise``
    anchor: Anchor
    otherwise: str = "no_indicator"
    lower: str = ""  # the normalised text in lower case, in which wordings are looked for; none where there is no sentence
    cues: Sequence[Wording] = ()
    places: Sequence[PlaceMention] = ()
