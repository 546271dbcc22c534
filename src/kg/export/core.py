"""The part of a very large graph that a page can hold: a browser reads the whole of a page at once."""

from __future__ import annotations

from dataclasses import replace
from heapq import nsmallest
from typing import TYPE_CHECKING

from kg.export.ranking import Ranking
from kg.graph import Key, key
from kg.merging.stored import held
from kg.model import Graph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.graphview import GraphView

MOST_ENTITIES = 20_000
"""So many entities stand in a page, those with the most plain facts and mentions."""

MOST_STATEMENTS = 60_000
"""So many statements stand in a page, those with the most support."""


def page_note(graph: GraphView) -> str:
    """What to tell of the page of a graph: that it holds only the core; empty if it holds all."""
    if _fits(graph):
        return ""
    return (
        f"graph.html holds the {MOST_ENTITIES:,} of {len(graph.entities):,} entities with the most relations, and at "
        f"most {MOST_STATEMENTS:,} of {len(graph.statements):,} statements between them; the other files hold all"
    )


def _fits(graph: GraphView) -> bool:
    return len(graph.entities) <= MOST_ENTITIES and len(graph.statements) <= MOST_STATEMENTS


def core_of(graph: GraphView) -> Graph:
    """The graph as far as a page holds it: all of it, or the core of a very large one.

    The core hangs on the graph alone, not on its order. What a page does not show is left out of it: the text around
    quotations, and the hashes of documents.
    """
    if _fits(graph):
        return held(graph)
    # Ids by themselves: of each one text serves all statements below, in place of a copy in each.
    kept = {one: one for one in Ranking(graph, _plain_facts(graph)).first(MOST_ENTITIES)}
    stated = {said for _, said in nsmallest(MOST_STATEMENTS, _supported(graph, kept))}
    pairs: dict[tuple[str, int], tuple[str, int]] = {}  # a document mentions many entities so often
    entities = [
        replace(one, documents=tuple([pairs.setdefault(pair, pair) for pair in one.documents]))
        for one in graph.entities
        if one.id in kept
    ]
    pairs.clear()
    statements = [
        replace(one, evidence=tuple([replace(place, prefix="", suffix="") for place in one.evidence]))
        for one in graph.statements
        if one.subject in kept and one.object in kept and key(one) in stated
    ]
    named = {name for one in entities for name, _ in one.documents}
    documents = sorted((replace(one, sha256="") for one in graph.documents if one.id in named), key=lambda one: one.id)
    return Graph(
        tuple(documents),
        tuple(sorted(entities, key=lambda one: one.id)),
        tuple(sorted(statements, key=key)),
        graph.run,
    )


def _plain_facts(graph: GraphView) -> Iterator[tuple[str, str]]:
    return ((one.subject, one.object) for one in graph.statements if not one.modality)


def _supported(graph: GraphView, kept: Mapping[str, str]) -> Iterator[tuple[int, Key]]:
    """The statements between entities that are kept, by what they say, those with the most support first."""
    for one in graph.statements:
        subject, target = kept.get(one.subject), kept.get(one.object)
        if subject is not None and target is not None:
            yield -one.support, (subject, one.relation, target, one.modality)
