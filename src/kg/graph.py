"""Relations → statements, merged by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.decisions import Decisions
from kg.extraction import Extraction
from kg.gazetteer import Gazetteer
from kg.model import Evidence, Graph, Relation, Span, Statement
from kg.resolve import Resolution, resolve
from kg.schema import Schema

MOST_EVIDENCE = 50
"""Places kept per statement, the first in order of document and position; ``support`` counts all of them."""

_Key = tuple[str, str, str, str]


def build_graph(
    extractions: Iterable[Extraction], gazetteer: Gazetteer, schema: Schema, decisions: Decisions | None = None
) -> Graph:
    """Resolve the names of all documents and merge what they state.

    Args:
        extractions: what was read, in any order.
        gazetteer: the known names, for containers that are facts by themselves.
        schema: which relations are symmetric and which state a container.
        decisions: which names a person settled to be the same or not.
    """
    extractions = list(extractions)
    return graph_of(extractions, resolve(extractions, gazetteer, decisions), gazetteer, schema)


def graph_of(extractions: list[Extraction], resolution: Resolution, gazetteer: Gazetteer, schema: Schema) -> Graph:
    """Merge what documents state about entities that are resolved already; arguments are those of `build_graph`."""
    statements = merge(_statements(extractions, resolution, schema))
    stated = {(s.subject, s.relation, s.object) for s in statements if not s.modality}
    ends = {end for s in statements for end in (s.subject, s.object)}
    entities = tuple(entity for entity in resolution.entities if entity.documents or entity.id in ends)
    present = {entity.id for entity in entities}
    known = [
        s for s in _known(resolution, gazetteer, schema, present) if (s.subject, s.relation, s.object) not in stated
    ]
    return Graph(
        tuple(sorted((extraction.document for extraction in extractions), key=lambda document: document.id)),
        entities,
        tuple(sorted([*statements, *known], key=_key)),
        schema=schema,
    )


def merge(statements: Iterable[Statement]) -> list[Statement]:
    """Merge statements that say the same, in any order and grouping with the same result; sorted by what they say."""
    groups: dict[_Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[_key(statement)].append(statement)
    return [_merged(groups[key]) for key in sorted(groups)]


def _key(statement: Statement) -> _Key:
    return statement.subject, statement.relation, statement.object, statement.modality


def _merged(statements: list[Statement]) -> Statement:
    first = statements[0]
    evidence = sorted({evidence for statement in statements for evidence in statement.evidence})
    documents = sorted({document for statement in statements for document in statement.documents})
    return Statement(
        *_key(first),
        support=sum(statement.support for statement in statements),
        confidence=max(statement.confidence for statement in statements),
        evidence=tuple(evidence[:MOST_EVIDENCE]),
        documents=tuple(documents),
    )


def _statements(extractions: list[Extraction], resolution: Resolution, schema: Schema) -> Iterator[Statement]:
    for extraction in extractions:
        document = extraction.document.id
        for relation in extraction.relations:
            subject = resolution.entity_id(relation.subject, document)
            target = resolution.entity_id(relation.object, document)
            if subject == target:
                continue
            swapped = schema.relations[relation.relation].symmetric and target < subject
            ends = (target, subject) if swapped else (subject, target)
            evidence = _evidence(document, relation, swapped)
            yield Statement(
                ends[0],
                relation.relation,
                ends[1],
                relation.modality,
                1,
                relation.confidence,
                (evidence,),
                (document,),
            )


def _evidence(document: str, relation: Relation, swapped: bool) -> Evidence:
    subject, target = relation.subject, relation.object
    if swapped:
        subject, target = target, subject
    return Evidence(
        document,
        relation.span.start,
        relation.span.end,
        Span(subject.start, subject.end),
        Span(target.start, target.end),
        relation.quote,
        relation.rule,
        relation.qualifiers,
        relation.prefix,
        relation.suffix,
    )


def _known(resolution: Resolution, gazetteer: Gazetteer, schema: Schema, present: set[str]) -> Iterator[Statement]:
    """Containers that the gazetteer knows, between entities that are both in the graph."""
    containing = [info for _, info in sorted(schema.relations.items()) if info.states_container]
    for row, entity_id in sorted(resolution.rows.items()):
        entry = gazetteer.entries[row]
        container = gazetteer.entries.get(entry.container)
        if container is None:
            continue
        target = resolution.rows.get(container.id)
        if target is None or target == entity_id or not {target, entity_id} <= present:
            continue
        for info in sorted(containing, key=lambda one: (not one.same_kind, one.name)):
            if info.admits(entry.type, container.type):
                yield Statement(entity_id, info.name, target, source=entry.location.path.rsplit("/", 1)[-1])
                break
