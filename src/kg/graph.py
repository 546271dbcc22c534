"""Relations → statements, merged by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from kg.errors import UsageError
from kg.extraction import Extraction
from kg.knowledge.decisions import Decisions
from kg.knowledge.gazetteer import Gazetteer
from kg.model import Evidence, Graph, Mention, Relation, Span, Statement
from kg.resolve import Resolution, Resolved, resolve
from kg.schema import Schema

MOST_EVIDENCE = 50
"""Places kept per statement, the first in order of document and position; ``support`` counts all of them."""

Key = tuple[str, str, str, str]
"""What a statement says: subject, relation, object, modality."""


def validate_evidence(count: int) -> int:
    """Check how many places are to be kept per statement.

    Raises:
        UsageError: none.
    """
    if count < 1:
        raise UsageError(f"--evidence {count}: at least one place is kept for each statement\n  hint: give 1 or more")
    return count


def build_graph(
    extractions: Iterable[Extraction],
    gazetteer: Gazetteer,
    schema: Schema,
    decisions: Decisions | None = None,
    evidence: int = MOST_EVIDENCE,
) -> Graph:
    """Resolve the names of all documents and merge what they state.

    Args:
        extractions: what was read, in any order.
        gazetteer: the known names, for containers that are facts by themselves.
        schema: which relations are symmetric and which state a container.
        decisions: which names a person settled to be the same or not.
        evidence: so many places are kept for each statement.
    """
    extractions = list(extractions)
    return graph_of(extractions, resolve(extractions, gazetteer, decisions), gazetteer, schema, evidence)


def graph_of(
    extractions: list[Extraction],
    resolved: Resolved,
    gazetteer: Gazetteer,
    schema: Schema,
    evidence: int = MOST_EVIDENCE,
) -> Graph:
    """Merge what documents state about entities that are resolved already; arguments are those of `build_graph`."""

    def told() -> Iterator[Statement]:
        for one in extractions:
            name = one.document.id
            yield from stated(one, lambda mention, name=name: resolved.entity_id(mention, name), schema)  # type: ignore[misc]

    statements = merge(told(), evidence)
    plain = {(s.subject, s.relation, s.object) for s in statements if not s.modality}
    ends = {end for s in statements for end in (s.subject, s.object)}
    entities = tuple(entity for entity in resolved.entities if entity.documents or entity.id in ends)
    present = {entity.id for entity in entities}
    known = [
        s
        for s in known_statements(resolved.resolution, gazetteer, schema, present)
        if (s.subject, s.relation, s.object) not in plain
    ]
    return Graph(
        tuple(sorted((extraction.document for extraction in extractions), key=lambda document: document.id)),
        entities,
        tuple(sorted([*statements, *known], key=key)),
        schema=schema,
    )


def key(statement: Statement) -> Key:
    """What a statement says: those of one key are one."""
    return statement.subject, statement.relation, statement.object, statement.modality


def merge(statements: Iterable[Statement], evidence: int = MOST_EVIDENCE) -> list[Statement]:
    """Merge statements that say the same, in any order and grouping with the same result; sorted by what they say.

    Args:
        statements: what documents state.
        evidence: so many places are kept for each, the first in order; support and documents are those of all.
    """
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[key(statement)].append(statement)
    return [merged(groups[one], evidence) for one in sorted(groups)]


def merged(statements: Collection[Statement], evidence: int = MOST_EVIDENCE) -> Statement:
    """Merge statements that all say the same; arguments are those of `merge`.

    Merging what was merged before gives the same as merging all at once.
    """
    first = next(iter(statements))
    places = sorted({place for statement in statements for place in statement.evidence})
    documents = sorted({document for statement in statements for document in statement.documents})
    return Statement(
        *key(first),
        support=sum(statement.support for statement in statements),
        confidence=max(statement.confidence for statement in statements),
        evidence=tuple(places[:evidence]),
        documents=tuple(documents),
    )


def stated(extraction: Extraction, entity_id: Callable[[Mention], str], schema: Schema) -> Iterator[Statement]:
    """What one document states, one statement for each place, not merged.

    Args:
        extraction: what was read in it.
        entity_id: gives the entity that a mention in it names.
        schema: which relations are symmetric.
    """
    document = extraction.document.id
    for relation in extraction.relations:
        subject, target = entity_id(relation.subject), entity_id(relation.object)
        if subject == target:
            continue
        swapped = schema.relations[relation.relation].symmetric and target < subject
        ends = (target, subject) if swapped else (subject, target)
        yield Statement(
            ends[0],
            relation.relation,
            ends[1],
            relation.modality,
            1,
            relation.confidence,
            (_evidence(document, relation, swapped),),
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


def known_statements(
    resolution: Resolution, gazetteer: Gazetteer, schema: Schema, present: Collection[str]
) -> Iterator[Statement]:
    """Containers that the gazetteer knows, between entities that are both in the graph.

    Args:
        resolution: tells which entities are rows.
        gazetteer: the known names.
        schema: which relations state a container.
        present: the ids of the entities of the graph.
    """
    containing = [info for info in schema.relations.values() if info.states_container]
    containing.sort(key=lambda one: (not one.same_kind, one.name))
    for row, entity_id in sorted(resolution.rows.items()):
        entry = gazetteer.entries[row]
        container = gazetteer.entries.get(entry.container)
        if container is None:
            continue
        target = resolution.rows.get(container.id)
        if target is None or target == entity_id or target not in present or entity_id not in present:
            continue
        for info in containing:
            if info.admits(entry.type, container.type):
                yield Statement(entity_id, info.name, target, source=entry.location.path.rsplit("/", 1)[-1])
                break
