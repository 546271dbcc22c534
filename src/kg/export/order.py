"""A graph's parts in the order that files have them: sorted here, or as they come where they come so already.

What comes in order is never held as a whole: a graph that is kept on disk is written as it is read.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kg.graph import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graphview import GraphView
    from kg.model import DocumentInfo, Entity, Statement


def documents(graph: GraphView) -> Iterable[DocumentInfo]:
    """The documents by id."""
    return graph.documents if graph.in_order else sorted(graph.documents, key=lambda info: info.id)


def entities(graph: GraphView) -> Iterable[Entity]:
    """The entities by id."""
    return graph.entities if graph.in_order else sorted(graph.entities, key=lambda entity: entity.id)


def statements(graph: GraphView) -> Iterable[Statement]:
    """The statements by subject, relation, object and modality."""
    return graph.statements if graph.in_order else sorted(graph.statements, key=key)


def plain_facts(graph: GraphView) -> Iterator[Statement]:
    """The statements that the texts state as facts, in the same order."""
    return (statement for statement in statements(graph) if not statement.modality)


def with_facts(graph: GraphView) -> Iterator[tuple[Entity, list[Statement]]]:
    """The entities by id, each with the plain facts about it."""
    groups = groupby(plain_facts(graph), key=lambda statement: statement.subject)
    subject = ""
    facts: list[Statement] = []
    for entity in entities(graph):
        while subject < entity.id and (following := next(groups, None)):
            subject, facts = following[0], list(following[1])
        yield entity, facts if subject == entity.id else []
