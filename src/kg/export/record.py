"""What the graph says in RDF, whatever the syntax: subjects with their properties, in an order that is always the same.

Entities with their names and plain facts, documents with what they mention, one ``rdf:Statement`` a fact with its
evidence, one ``org:Membership`` a post, and the run that made all this. A fact that the text negates, plans, supposes
or ends is a statement only, never a plain triple and no membership.

Evidence is told twice: with terms of the ontology, and as a Web Annotation resource whose selectors give the
quotation with some text around it, and its place in code points, the end not included.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.export.iris import is_web_iri
from kg.export.nodes import TYPE, Blank
from kg.export.order import statements, with_facts
from kg.export.posts import memberships
from kg.export.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.export.nodes import Described, Property
    from kg.export.terms import Terms
    from kg.graphview import GraphView
    from kg.model import DocumentInfo, Entity, Evidence, Merge, Statement
    from kg.run import Run
    from kg.schema import Schema

DATASET = "dataset"
"""Path of the whole graph below the base."""

RUN, DOCUMENTS, ENTITIES, STATEMENTS, MEMBERSHIPS = "Run", "Documents", "Entities", "Statements", "Memberships"
"""The titles of the sections."""


def record(
    graph: GraphView, terms: Terms, schema: Schema, *, annotated: bool = False
) -> Iterator[tuple[str, Iterator[Described]]]:
    """Give what the graph says, in sections with a title.

    Args:
        graph: its order does not matter.
        terms: how the syntax writes terms.
        schema: tells how codes are written and which relations state a membership.
        annotated: name the triples that statements are about as RDF 1.2 does, by reifiers and triple terms, in place
            of ``rdf:subject``, ``rdf:predicate`` and ``rdf:object``; only Turtle can say so.

    Yields:
        A title, and subjects with their properties. No subject comes twice, and no property twice in one.
    """
    if graph.run:
        yield RUN, _run(graph, graph.run, terms)
    yield DOCUMENTS, _documents(graph, terms)
    yield ENTITIES, _entities(graph, terms, schema, annotated)
    yield STATEMENTS, _statements(graph, terms, annotated)
    yield MEMBERSHIPS, memberships(graph, terms, schema)


def run_path(run: Run) -> str:
    """Give the IRI of a run, relative to the base."""
    return f"run/{run.name}"


def _run(graph: GraphView, run: Run, terms: Terms) -> Iterator[Described]:
    name = terms.name
    maker = [
        (name(TYPE), [name("prov:SoftwareAgent")]),
        (name("schema:name"), [terms.text("kg")]),
        (name("schema:softwareVersion"), [terms.text(run.version)]),
    ]
    ontology = [
        (name(TYPE), [name("prov:Plan")]),
        (name("dcterms:title"), [terms.text("ontology")]),
        (terms.kg("sha256"), [terms.text(run.ontology)]),
    ]
    given = [
        (name(TYPE), [name("prov:Collection")]),
        (name("dcterms:title"), [terms.text("documents")]),
        (terms.kg("sha256"), [terms.text(run.documents)]),
        (name("prov:hadMember"), [terms.document(one) for one in sorted({info.id for info in graph.documents})]),
    ]
    yield (
        terms.below(DATASET),
        [
            (name(TYPE), [name("void:Dataset"), name("prov:Entity")]),
            (name("prov:wasGeneratedBy"), [terms.below(run_path(run))]),
        ],
    )
    yield (
        terms.below(run_path(run)),
        [
            (name(TYPE), [name("prov:Activity")]),
            (name("prov:wasAssociatedWith"), [Blank(maker)]),
            (name("prov:endedAtTime"), [terms.typed(run.stamp, "dateTime")] if run.stamp else []),
            (name("prov:used"), [Blank(ontology), Blank(given)]),
        ],
    )


def _documents(graph: GraphView, terms: Terms) -> Iterator[Described]:
    for info, mentioned in graph.mentioned():
        yield terms.document(info.id), _document(info, mentioned, terms)


def _document(info: DocumentInfo, entities: Iterable[str], terms: Terms) -> list[Property]:
    name = terms.name
    url = [terms.iri(info.url) if is_web_iri(info.url) else terms.text(info.url)] if info.url else []
    return [
        (name(TYPE), [name("schema:NewsArticle")]),
        (name("dcterms:identifier"), [terms.text(info.id)]),
        (name("dcterms:title"), [terms.text(info.title)] if info.title else []),
        (name("dcterms:date"), [terms.text(info.date)] if info.date else []),
        (name("schema:url"), url),
        (terms.kg("characters"), [terms.number(info.characters)]),
        (terms.kg("sha256"), [terms.text(info.sha256)] if info.sha256 else []),
        (name("schema:mentions"), [terms.entity(entity) for entity in entities]),
    ]


def _entities(graph: GraphView, terms: Terms, schema: Schema, annotated: bool) -> Iterator[Described]:
    for entity, facts in with_facts(graph):
        told = {
            (fact.relation, fact.object): terms.entity(fact.object)
            + (f" ~ {terms.statement(fact)}" if annotated else "")
            for fact in facts
        }
        objects: dict[str, list[str | Blank]] = defaultdict(list)
        for (relation, _), term in sorted(told.items()):
            objects[terms.kg(relation)].append(term)
        yield terms.entity(entity.id), [*_entity(entity, terms, schema), *objects.items()]


def _entity(entity: Entity, terms: Terms, schema: Schema) -> list[Property]:
    name = terms.name
    preferred = (
        ("zh-Hans", entity.hans),
        ("zh-Hant", entity.hant),
    )
    # SKOS forbids a label that is both preferred and alternative.
    others = sorted(set(entity.labels) - set(preferred)) if entity.labels else ()
    return [
        (name(TYPE), [terms.kg(one) for one in (entity.type, *sorted(set(entity.classes) - {entity.type}))]),
        (name("skos:prefLabel"), [terms.text(text, language) for language, text in preferred]),
        (name("skos:altLabel"), [terms.text(text, language) for language, text in others]),
        (terms.kg("mentionCount"), [terms.number(entity.mentions)]),
        *(_code(entity.code, terms, schema) if entity.code else ()),
        (terms.kg("mergeReason"), [terms.text(_reason(merge)) for merge in sorted(set(entity.merges))]),
    ]


def _code(code: str, terms: Terms, schema: Schema) -> Iterator[Property]:
    """A code as the gazetteer has it, and as others who know its scheme do."""
    yield terms.kg("code"), [terms.text(code)]
    scheme, _, value = code.partition(":")
    known = schema.codes.get(scheme)
    if known is None or not value:
        return
    yield _named(known.property, terms), [terms.text(value)]
    address = known.address.replace("{}", value)
    if address and is_web_iri(address):
        yield terms.name("skos:exactMatch"), [terms.iri(address)]


def _named(iri: str, terms: Terms) -> str:
    """A term of any vocabulary, short where it is one of those known here."""
    for prefix, namespace in PREFIXES.items():
        if (local := iri.removeprefix(namespace)) != iri and local.isalnum() and local.isascii():
            return terms.name(f"{prefix}:{local}")
    return terms.iri(iri)


def _reason(merge: Merge) -> str:
    return f"{merge.label}: {merge.reason}" + (f", {merge.detail}" if merge.detail else "")


def _statements(graph: GraphView, terms: Terms, annotated: bool) -> Iterator[Described]:
    for statement in statements(graph):
        yield terms.statement(statement), _statement(statement, terms, annotated)


def _statement(statement: Statement, terms: Terms, annotated: bool) -> list[Property]:
    name = terms.name
    ends = terms.entity(statement.subject), terms.kg(statement.relation), terms.entity(statement.object)
    if not annotated:
        about = [
            (name(part), [end]) for part, end in zip(("rdf:subject", "rdf:predicate", "rdf:object"), ends, strict=True)
        ]
    else:  # a plain triple names its reifier where it stands
        about = [(name("rdf:reifies"), [f"<<( {' '.join(ends)} )>>"])] if statement.modality else []
    return [
        (name(TYPE), [name("rdf:Statement")]),
        *about,
        (terms.kg("modality"), [terms.text(statement.modality)] if statement.modality else []),
        (terms.kg("confidence"), [terms.decimal(statement.confidence)]),
        (terms.kg("support"), [terms.number(statement.support)]),
        (name("prov:wasQuotedFrom"), [terms.document(document) for document in sorted(set(statement.documents))]),
        (name("dcterms:source"), [terms.text(statement.source)] if statement.source else []),
        (terms.kg("evidence"), [Blank(_evidence(evidence, terms)) for evidence in sorted(statement.evidence)]),
    ]


def _evidence(evidence: Evidence, terms: Terms) -> list[Property]:
    name, kg = terms.name, terms.kg
    qualifiers: dict[str, list[str | Blank]] = defaultdict(list)
    for qualifier in sorted(set(evidence.qualifiers)):
        qualifiers[kg(qualifier.name)].append(terms.text(qualifier.text))
        if qualifier.value:
            qualifiers[kg(f"{qualifier.name}Value")].append(terms.typed(qualifier.value, qualifier.datatype))
    document, quote = terms.document(evidence.document), terms.text(evidence.quote)
    start, end = terms.number(evidence.start), terms.number(evidence.end)
    return [
        (name(TYPE), [kg("Evidence"), name("oa:SpecificResource")]),
        (kg("document"), [document]),
        (kg("quote"), [quote]),
        (kg("start"), [start]),
        (kg("end"), [end]),
        (kg("subjectStart"), [terms.number(evidence.subject.start)]),
        (kg("subjectEnd"), [terms.number(evidence.subject.end)]),
        (kg("objectStart"), [terms.number(evidence.object.start)]),
        (kg("objectEnd"), [terms.number(evidence.object.end)]),
        (kg("rule"), [terms.text(evidence.rule)]),
        *((predicate, _distinct(values)) for predicate, values in qualifiers.items()),
        (name("oa:hasSource"), [document]),
        (
            name("oa:hasSelector"),
            [
                Blank(
                    [
                        (name(TYPE), [name("oa:TextQuoteSelector")]),
                        (name("oa:exact"), [quote]),
                        (name("oa:prefix"), [terms.text(evidence.prefix)] if evidence.prefix else []),
                        (name("oa:suffix"), [terms.text(evidence.suffix)] if evidence.suffix else []),
                    ]
                ),
                Blank(
                    [
                        (name(TYPE), [name("oa:TextPositionSelector")]),
                        (name("oa:start"), [start]),
                        (name("oa:end"), [end]),
                    ]
                ),
            ],
        ),
    ]


def _distinct(values: list[str | Blank]) -> list[str | Blank]:
    return list(dict.fromkeys(values))
