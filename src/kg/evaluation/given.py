"""What a graph says of each document, in the form that is scored: from a `Graph` value or from an exported file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.extraction import Extraction
from kg.model import Graph
from kg.querying.graphfile import graph_file
from kg.resolve import Resolved
from kg.schema import Schema

if TYPE_CHECKING:
    from rdflib import Graph as Triples


@dataclass(frozen=True, slots=True)
class GivenName:
    """An entity that a document mentions: its types, its labels, and which readers of names found it there.

    ``sources`` are those of `kg.model.Mention`; a graph does not hold them, so they are empty if it is all there is.
    """

    id: str
    types: frozenset[str]
    labels: frozenset[str]
    label: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenRelation:
    """A plain fact that a document states: by which rules, the first quotation, and how sure the graph is of it."""

    subject: str
    relation: str
    object: str
    rules: tuple[str, ...] = ()
    quote: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """What is scored of one document."""

    names: tuple[GivenName, ...] = ()
    relations: tuple[GivenRelation, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What is scored of a graph, by document; ``labels`` has a name for every entity by its id."""

    documents: dict[str, GivenDocument]
    labels: dict[str, str]
    has_sources: bool = False
    _index: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index documents by what gold may call them: id, end of the path, and both without suffix."""
        for identifier in sorted(self.documents, reverse=True):
            parts = identifier.split("/")
            for first in range(len(parts)):
                self._index["/".join(parts[first:])] = identifier
        for identifier in sorted(self.documents, reverse=True):
            self._index.setdefault("stem " + _stem(identifier), identifier)
        self._index.update((identifier, identifier) for identifier in self.documents)

    def find(self, document: str) -> GivenDocument | None:
        """The document of a name: one of this id, else one whose path ends so, else one that differs in suffix."""
        identifier = self._index.get(document) or self._index.get("stem " + _stem(document))
        return self.documents[identifier] if identifier is not None else None


def _stem(identifier: str) -> str:
    return identifier.rsplit(".", 1)[0]


Sources = Mapping[tuple[str, str], Collection[str]]
"""Id of a document and of an entity → the sources of the entity's mentions there."""


def given_by_graph(graph: Graph, sources: Sources | None = None) -> Given:
    """Take what is scored out of a graph.

    Args:
        graph: the graph.
        sources: what `sources_of` gave, if what the graph was built from is at hand.
    """
    sources = sources or {}
    names: dict[str, list[GivenName]] = defaultdict(list)
    for entity in graph.entities:
        labels = frozenset(filter(None, (entity.label_hans, entity.label_hant, *(text for _, text in entity.labels))))
        for document, _ in entity.documents:
            found = tuple(sorted(sources.get((document, entity.id), ())))
            names[document].append(GivenName(entity.id, frozenset([entity.type]), labels, entity.hans, found))
    relations: dict[str, list[GivenRelation]] = defaultdict(list)
    for statement in graph.statements:
        for document in statement.documents if not statement.modality else ():
            evidence = [one for one in statement.evidence if one.document == document]
            relations[document].append(
                GivenRelation(
                    statement.subject,
                    statement.relation,
                    statement.object,
                    tuple(sorted({one.rule for one in evidence})),
                    evidence[0].quote if evidence else "",
                    statement.confidence,
                )
            )
    documents = {
        info.id: GivenDocument(tuple(names.get(info.id, ())), tuple(relations.get(info.id, ())))
        for info in graph.documents
    }
    labels_by_id = {entity.id: entity.hans for entity in graph.entities}
    return Given(documents, labels_by_id, bool(sources))


def sources_of(extractions: Iterable[Extraction], resolved: Resolved) -> Sources:
    """Tell which readers of names found what.

    Args:
        extractions: what a graph was built from.
        resolved: what their names mean in that graph.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for extraction in extractions:
        document = extraction.document.id
        for mention in extraction.mentions:
            found[document, resolved.entity_id(mention, document)].add(mention.source)
    return found


def given_by_file(path: Path, schema: Schema) -> Given:
    """Take what is scored out of an exported file: Turtle, or N-Triples if its name ends in ``.nt``.

    Args:
        path: the file; a folder stands for the ``graph.ttl`` in it.
        schema: the types and relations that count, and their namespace.

    Raises:
        InputError: it cannot be read, is no such file, or describes no document.
    """
    import rdflib

    path = graph_file(path)
    triples = rdflib.Graph()
    try:
        source = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error), "name a graph.ttl that kg build wrote") from error
    try:
        triples.parse(data=source, format="nt" if path.suffix == ".nt" else "turtle")
    except Exception as error:  # the parsers stumble over broken files in many ways of their own
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:120]
        raise InputError(str(path), f"is no Turtle: {reason}", "name a graph.ttl that kg build wrote") from error
    given = _Exported(triples, schema).given()
    if not given.documents:
        raise InputError(str(path), "describes no document", "name a graph.ttl that kg build wrote")
    return given


class _Exported:
    """Reads the export's contract: documents with identifiers and mentions, entities with labels, statements."""

    def __init__(self, triples: Triples, schema: Schema) -> None:
        from rdflib.namespace import DCTERMS, PROV, RDF, SKOS

        self.triples = triples
        self.schema = schema
        self.dcterms, self.prov, self.rdf, self.skos = DCTERMS, PROV, RDF, SKOS

    def given(self) -> Given:
        names, relations = self._names(), self._relations()
        documents = {
            str(identifier): GivenDocument(tuple(names.get(document, ())), tuple(relations.get(document, ())))
            for document, identifier in self.triples.subject_objects(self.dcterms.identifier)
        }
        return Given(documents, {str(one): self._label(one) for one in self.triples.subjects(self.skos.prefLabel)})

    def _names(self) -> dict[Any, list[GivenName]]:
        from rdflib import URIRef

        found: dict[Any, list[GivenName]] = defaultdict(list)
        seen: dict[Any, GivenName] = {}
        for scheme in ("https", "http"):
            for document, entity in self.triples.subject_objects(URIRef(f"{scheme}://schema.org/mentions")):
                name = seen.get(entity) or self._name(entity)
                seen[entity] = name
                if name not in found[document]:
                    found[document].append(name)
        return {document: sorted(names, key=lambda name: name.id) for document, names in found.items()}

    def _name(self, entity: Any) -> GivenName:
        types = {_local(kind) for kind in self.triples.objects(entity, self.rdf.type)} & self.schema.types.keys()
        labels = {
            str(label)
            for predicate in (self.skos.prefLabel, self.skos.altLabel, self.skos.hiddenLabel)
            for label in self.triples.objects(entity, predicate)
        }
        return GivenName(str(entity), frozenset(types), frozenset(labels), self._label(entity))

    def _label(self, entity: Any) -> str:
        labels = list(self.triples.objects(entity, self.skos.prefLabel))
        # By language, so that simplified comes before traditional script.
        return str(min(labels, key=lambda one: (getattr(one, "language", "") or "", str(one)), default=_local(entity)))

    def _relations(self) -> dict[Any, list[GivenRelation]]:
        term = self._term
        found: dict[Any, list[GivenRelation]] = defaultdict(list)
        for statement in sorted(self.triples.subjects(self.rdf.type, self.rdf.Statement), key=str):
            if (statement, term("modality"), None) in self.triples:
                continue
            ends = [self.triples.value(statement, one) for one in (self.rdf.subject, self.rdf.object)]
            relation = _local(self.triples.value(statement, self.rdf.predicate))
            rules: dict[Any, set[str]] = defaultdict(set)
            quotes: dict[Any, list[str]] = defaultdict(list)
            for evidence in self.triples.objects(statement, term("evidence")):
                place = self.triples.value(evidence, term("document"))
                rules[place] |= set(map(str, self.triples.objects(evidence, term("rule"))))
                quotes[place] += map(str, self.triples.objects(evidence, term("quote")))
            for document in self.triples.objects(statement, self.prov.wasQuotedFrom):
                found[document].append(
                    GivenRelation(
                        str(ends[0]),
                        relation,
                        str(ends[1]),
                        tuple(sorted(rules[document])),
                        min(quotes[document], default=""),
                        float(str(self.triples.value(statement, term("confidence")) or 1)),
                    )
                )
        return found

    def _term(self, name: str) -> Any:
        from rdflib import URIRef

        return URIRef(self.schema.namespace + name)


def _local(iri: object) -> str:
    return re.split(r"[#/]", str(iri))[-1]
