"""Why a text gave what it gave: its words, names, rules and statements, sentence by sentence, as values.

`explain_text` tells it of a text, `explain_entity` of one entity of a graph. All ranges are of the original text.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kg.datafile import suggestion
from kg.errors import InputError, UsageError
from kg.explanation.diagnose import Diagnostician
from kg.explanation.explained import EntityExplanation, Explanation
from kg.explanation.losers import losers
from kg.explanation.sentences import Whole
from kg.extraction import Extractor
from kg.model import Document, Entity, Graph
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build
from kg.readers import SUFFIXES
from kg.resolve import resolve
from kg.text import display, fold


class Explainer:
    """The ontology compiled for explaining. Make one and use it for all texts."""

    def __init__(self, ontology: Ontology) -> None:
        """Compile names and rules as `kg.extraction.Extractor` does."""
        self.ontology = ontology
        self._extractor = Extractor(ontology)
        self._diagnostician = Diagnostician(ontology.rules, ontology.schema)

    def explain(self, document: Document, sentence: int | None = None, notes: tuple[str, ...] = ()) -> Explanation:
        """Explain a document, or one of its sentences (counted from 1) in the light of the whole; ``notes`` go with it.

        Raises:
            UsageError: there is no such sentence.
            InputError: there is no text.
        """
        if not document.text.strip():
            raise InputError(document.id, "the text is empty")
        found = self._extractor.names.find(document)
        extraction = self._extractor.relate(document, found)
        spans = list(found.text.sentences())
        if sentence is not None and not 1 <= sentence <= len(spans):
            raise UsageError(f"--sentence {sentence}: the text has {_counted(len(spans))}, counted from 1")
        resolution = resolve([extraction], self.ontology.gazetteer, self.ontology.decisions)
        lost = list(losers(found, self.ontology.grammar))
        diagnoses = self._diagnostician.diagnose(found.text.key, spans, found.names)
        whole = Whole(found, extraction, resolution, self.ontology)
        sentences = tuple(
            whole.sentence(number, diagnosis, lost)
            for number, diagnosis in enumerate(diagnoses, start=1)
            if sentence in (None, number)
        )
        shown = " ".join(one.text for one in sentences) if sentence else ""
        aliases = tuple(
            (alias.alias, alias.key, display(alias.quote))
            for alias in found.aliases
            if not sentence or alias.alias in fold(shown)
        )
        return Explanation(document.id, sentences, aliases, notes)


def _counted(sentences: int) -> str:
    return "one sentence" if sentences == 1 else f"{sentences} sentences"


def explain_text(text: str, ontology: Ontology | None = None, sentence: int | None = None) -> Explanation:
    """Tell what a text gives and why.

    Args:
        text: the text, read as one document.
        ontology: the knowledge to read with; by default the one that comes with the package.
        sentence: give only this sentence, counted from 1; the others are read nevertheless.

    Raises:
        UsageError: there is no such sentence.
        InputError: there is no text.
    """
    return Explainer(ontology or load_ontology()).explain(Document("text", text), sentence)


def explain_entity(
    graph: Graph | Sequence[Path | str], name: str, ontology: Ontology | None = None
) -> EntityExplanation:
    """Tell which names belong to an entity and why.

    Args:
        graph: the graph, or the paths of documents to build it from (none: those that come with the package).
        name: any name of the entity, in either script.
        ontology: the knowledge to read documents with.

    Raises:
        InputError: no entity of the graph has this name.
    """
    if not isinstance(graph, Graph):
        graph = build(graph or None, ontology=ontology)
    entity = graph.entity_named(name.strip())
    if entity is None:
        labels = {label for one in graph.entities for label in (one.label_hans, one.label_hant)}
        labels |= {label for one in graph.entities for _, label in one.labels}
        raise InputError(name, "no entity of the graph has this name", suggestion(name, labels) if labels else "")
    called = {one.id: one.hans for one in graph.entities}
    statements = sorted(
        (called[s.subject], s.relation, called[s.object], s.modality or (f"known from {s.source}" if s.source else ""))
        for s in graph.statements
        if entity.id in (s.subject, s.object)
    )
    apart = []
    for other in graph.entities:
        if other.id != entity.id and other.type == entity.type and not _names(entity).isdisjoint(_names(other)):
            told = (s for s in graph.statements if other.id in (s.subject, s.object))
            apart.append((other, tuple(sorted(f"{called[s.subject]} {s.relation} {called[s.object]}" for s in told))))
    return EntityExplanation(entity, tuple(statements), tuple(apart))


def _names(entity: Entity) -> set[str]:
    """All names of an entity as texts may have them, folded."""
    return {fold(text) for text in (entity.label_hans, *(text for _, text in entity.labels))}


def path_note(argument: str) -> str:
    """A note on an argument that looks like a path but is none, so that it was read as text; empty if it does not."""
    looks = os.sep in argument or argument.lower().endswith(tuple(SUFFIXES))
    return f"{argument}: no such file; it was read as text" if looks and not any(map(str.isspace, argument)) else ""
