"""The part of a very large graph that a page can hold: a browser reads the whole of a page at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.model import Graph

if TYPE_CHECKING:
    from kg.graphview import GraphView

MOST_ENTITIES = 20_000
"""So many entities stand in a page, those with the most plain facts and mentions."""

MOST_STATEMENTS = 60_000
"""So many statements stand in a page, those with the most support."""


def page_note(graph: GraphView) -> str:
    """What to tell of the page of a graph: that it holds only the core; empty if it holds all."""
    if len(graph.entities) <= MOST_ENTITIES and len(graph.statements) <= MOST_STATEMENTS:
        return ""
    return (
        f"graph.html holds the {MOST_ENTITIES:,} of {len(graph.entities):,} entities with the most relations, and at "
        f"most {MOST_STATEMENTS:,} of {len(graph.statements):,} statements between them; the other files hold all"
    )


def core_of(graph: GraphView) -> Graph:
    """The graph as far as a page holds it: all of it, or the core of a very large one.

    The core hangs on the graph alone, not on its order.
    """
    if not page_note(graph):
        return (
            graph
            if isinstance(graph, Graph)
            else Graph(tuple(graph.documents), tuple(graph.entities), tuple(graph.statements), graph.run)
        )
    degree: Counter[str] = Counter()
    for one in graph.statements:
        if not one.modality:
            degree.update((one.subject, one.object))
    rank = sorted((-degree[one.id], -one.mentions, one.id) for one in graph.entities)
    kept = {identifier for *_, identifier in rank[:MOST_ENTITIES]}
    supports = sorted(
        (-one.support, one.subject, one.relation, one.object, one.modality)
        for one in graph.statements
        if one.subject in kept and one.object in kept
    )
    stated = {one[1:] for one in supports[:MOST_STATEMENTS]}
    entities = tuple(sorted((one for one in graph.entities if one.id in kept), key=lambda one: one.id))
    statements = [one for one in graph.statements if (one.subject, one.relation, one.object, one.modality) in stated]
    named = {name for one in entities for name, _ in one.documents}
    documents = sorted((one for one in graph.documents if one.id in named), key=lambda one: one.id)
    ordered = sorted(statements, key=lambda one: (one.subject, one.relation, one.object, one.modality))
    return Graph(tuple(documents), entities, tuple(ordered), graph.run)
