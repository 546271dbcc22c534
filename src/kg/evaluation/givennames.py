"""Reads gold's texts with gold's names: what is then wrong or missed is the rules' doing alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.evaluation.gold import Gold
from kg.extraction import Extraction, Extractor
from kg.model import Document
from kg.names.reading import Alias, Candidate
from kg.ontology import Ontology
from kg.text import NormalisedText, fold, normalise

SOURCE = "gold"
"""The source of the names that gold gives."""


def extract_with_names(golds: Iterable[Gold], ontology: Ontology) -> Iterator[Extraction]:
    """Read each gold's text, its names taken from the gold wherever their forms stand.

    Args:
        golds: gold that holds its texts.
        ontology: the rules to read with, and the gazetteer that tells what is nested in names.
    """
    extractor = Extractor(ontology)
    for gold in golds:
        document = Document(gold.document, gold.text)
        names = list(given_names(gold))
        yield extractor.relate(document, extractor.names.settle(document, names, list(_short_forms(gold))))


def given_names(gold: Gold) -> Iterator[Candidate]:
    """The names of a gold's entities as ranges of its text's key, in order; of overlapping ones the longer.

    Annotated text tells where names stand. Of other gold each place of a form counts, as gold says that it is
    a name in that document.
    """
    text = normalise(gold.text)
    places = sorted(
        _marked(gold, text) if gold.marks else _standing(gold, text), key=lambda one: (one[0] - one[1], one)
    )
    taken = bytearray(len(text.key))
    chosen = []
    for start, end, kind in places:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            chosen.append(Candidate(start, end, kind, SOURCE))
    yield from sorted(chosen, key=lambda one: one.start)


def _marked(gold: Gold, text: NormalisedText) -> Iterator[tuple[int, int, str]]:
    position = 0
    for mark in sorted(gold.marks, key=lambda one: one.start):
        if not mark.is_entity:
            continue
        while position < len(text.key) and text.span(position, position + 1).start < mark.start:
            position += 1
        start = position
        while position < len(text.key) and text.span(position, position + 1).start < mark.end:
            position += 1
        if start < position:
            yield start, position, mark.type


def _standing(gold: Gold, text: NormalisedText) -> Iterator[tuple[int, int, str]]:
    for entity in gold.entities:
        for form in sorted({fold(surface) for surface in entity.surfaces} - {""}):
            start = text.key.find(form)
            while start >= 0:
                yield start, start + len(form), entity.type
                start = text.key.find(form, start + len(form))


def _short_forms(gold: Gold) -> Iterator[Alias]:
    """Each form of an entity but its fullest as a short form of that."""
    for entity in gold.entities:
        fullest = fold(entity.name)
        for form in sorted({fold(surface) for surface in entity.surfaces} - {fullest, ""}):
            yield Alias(entity.type, form, fullest, entity.name)
