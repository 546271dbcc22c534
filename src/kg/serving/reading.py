"""A graph read back from its file, for the explorer page.

The file holds all that the page shows but one thing: how often each single document mentions an entity. Where several
do, each counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.graph import key
from kg.model import DocumentInfo, Entity, Evidence, Graph, Merge, Qualifier, Span, Statement
from kg.querying.graphfile import triples
from kg.vocabularies import VOCABULARIES

if TYPE_CHECKING:
    import pyoxigraph

    from kg.schema import Schema

_DCTERMS, _OA, _PROV, _RDF, _SCHEMA, _SKOS, _XSD = (
    VOCABULARIES[prefix] for prefix in ("dcterms", "oa", "prov", "rdf", "schema", "skos", "xsd")
)
_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
_VALUE = "Value"  # ends the names of qualifiers' typed values
_PLACES = ("start", "end", "subjectStart", "subjectEnd", "objectStart", "objectEnd")

_Things = dict[str, dict[str, list["pyoxigraph.Literal | pyoxigraph.NamedNode | pyoxigraph.BlankNode"]]]


def read_graph(path: Path, prefixes: Mapping[str, str], schema: Schema) -> Graph:
    """Read a graph that ``kg build`` wrote.

    Args:
        path: its file.
        prefixes: its prefixes; ``entity``, ``document`` and ``statement`` tell things apart.
        schema: which classes are types.

    Returns:
        The graph. What the file says in terms of other vocabularies is left out.
    """
    things: _Things = defaultdict(lambda: defaultdict(list))
    for quad in triples(path):
        things[_key(quad.subject)][quad.predicate.value].append(quad.object)  # type: ignore[arg-type]  # quoted triples stand in RDF 1.2 alone
    return _Reader(things, prefixes, schema).graph()


class _Reader:
    """Takes the values of a graph out of its triples."""

    def __init__(self, things: _Things, prefixes: Mapping[str, str], schema: Schema) -> None:
        self._things = things
        self._folders = {kind: prefixes.get(kind, "\0") for kind in ("entity", "document", "statement")}
        self._schema = schema
        self._kg = schema.namespace
        self._mentioned: dict[str, list[str]] = defaultdict(list)

    def graph(self) -> Graph:
        documents = [self._document(iri) for iri in self._below("document")]
        entities = [self._entity(iri) for iri in self._below("entity")]
        statements = [self._statement(iri) for iri in self._below("statement")]
        return Graph(
            tuple(sorted(documents, key=lambda one: one.id)),
            tuple(sorted(entities, key=lambda one: one.id)),
            tuple(sorted(statements, key=key)),
        )

    def _below(self, kind: str) -> list[str]:
        return [iri for iri in self._things if iri.startswith(self._folders[kind])]

    def _document(self, iri: str) -> DocumentInfo:
        identifier = self._text(iri, _DCTERMS + "identifier") or unquote(iri.removeprefix(self._folders["document"]))
        for entity in self._texts(iri, _SCHEMA + "mentions"):
            self._mentioned[entity].append(identifier)
        return DocumentInfo(
            identifier,
            self._text(iri, _DCTERMS + "title"),
            self._text(iri, _DCTERMS + "date"),
            self._text(iri, _SCHEMA + "url"),
            int(self._number(iri, "characters")),
            sha256=self._text(iri, self._kg + "sha256"),
        )

    def _entity(self, iri: str) -> Entity:
        classes = {text.removeprefix(self._kg) for text in self._texts(iri, _RDF + "type") if text.startswith(self._kg)}
        top = sorted(classes & self._schema.types.keys()) or sorted(classes) or [""]
        preferred = dict(self._labels(iri, "prefLabel"))
        documents = sorted(self._mentioned[iri])
        count = int(self._number(iri, "mentionCount")) if len(documents) == 1 else 1
        return Entity(
            self._name(iri, "entity"),
            top[0],
            preferred.get("zh-Hans", ""),
            preferred.get("zh-Hant", ""),
            tuple(sorted(set(self._labels(iri, "altLabel")))),
            tuple(sorted(classes - {top[0]})),
            self._text(iri, self._kg + "code"),
            tuple((document, count) for document in documents),
            tuple(sorted(_merge(text) for text in self._texts(iri, self._kg + "mergeReason"))),
        )

    def _statement(self, iri: str) -> Statement:
        evidence = [self._evidence(node) for node in self._texts(iri, self._kg + "evidence")]
        documents = self._texts(iri, _PROV + "wasQuotedFrom")
        return Statement(
            self._name(self._text(iri, _RDF + "subject"), "entity"),
            self._text(iri, _RDF + "predicate").removeprefix(self._kg),
            self._name(self._text(iri, _RDF + "object"), "entity"),
            self._text(iri, self._kg + "modality"),
            int(self._number(iri, "support")),
            self._number(iri, "confidence", 1.0),
            tuple(sorted(evidence)),
            tuple(sorted(self._identifier(document) for document in documents)),
            self._text(iri, _DCTERMS + "source"),
        )

    def _evidence(self, node: str) -> Evidence:
        start, end, *ends = (int(self._number(node, name)) for name in _PLACES)
        return Evidence(
            self._identifier(self._text(node, self._kg + "document")),
            start,
            end,
            Span(ends[0], ends[1]),
            Span(ends[2], ends[3]),
            self._text(node, self._kg + "quote"),
            self._text(node, self._kg + "rule"),
            tuple(sorted(self._qualifiers(node))),
            *(self._beside(node, name) for name in ("prefix", "suffix")),
        )

    def _beside(self, node: str, name: str) -> str:
        """The text before or after a quote, of the selector that tells it."""
        selectors = self._texts(node, _OA + "hasSelector")
        return next((text for selector in selectors if (text := self._text(selector, _OA + name))), "")

    def _qualifiers(self, node: str) -> list[Qualifier]:
        known = {self._kg + name for name in (*_PLACES, "document", "quote", "rule")}
        names = [name for name in self._things[node] if name.startswith(self._kg) and name not in known]
        plain = [name for name in names if not (name.endswith(_VALUE) and name.removesuffix(_VALUE) in names)]
        found = []
        for name in plain:
            values = self._things[node].get(name + _VALUE, [])
            datatype = getattr(getattr(values[0], "datatype", None), "value", "") if len(values) == 1 else ""
            value = getattr(values[0], "value", "") if len(values) == 1 else ""
            kind = datatype.removeprefix(_XSD) if datatype != _XSD + "string" else ""
            found += [Qualifier(name.removeprefix(self._kg), text, value, kind) for text in self._texts(node, name)]
        return found

    def _identifier(self, document: str) -> str:
        return self._text(document, _DCTERMS + "identifier") or self._name(document, "document")

    def _name(self, iri: str, kind: str) -> str:
        return iri.removeprefix(self._folders[kind])

    def _labels(self, iri: str, name: str) -> list[tuple[str, str]]:
        found = self._things[iri].get(_SKOS + name, ())
        tagged = ((getattr(label, "language", None) or "", _key(label)) for label in found)
        return [(_LANGUAGES.get(tag.lower(), tag), text) for tag, text in tagged]

    def _texts(self, iri: str, predicate: str) -> list[str]:
        return [_key(value) for value in self._things[iri].get(predicate, ())] if iri in self._things else []

    def _text(self, iri: str, predicate: str) -> str:
        return next(iter(sorted(self._texts(iri, predicate))), "")

    def _number(self, iri: str, name: str, default: float = 0.0) -> float:
        try:
            return float(self._text(iri, self._kg + name))
        except ValueError:
            return default


def _key(term: object) -> str:
    """An IRI, the text of a literal, or the name of a blank node, which begins with ``_:`` as no IRI does."""
    value = str(getattr(term, "value", term))
    return f"_:{value}" if type(term).__name__ == "BlankNode" else value


def _merge(text: str) -> Merge:
    label, _, why = text.partition(": ")
    reason, _, detail = why.partition(", ")
    return Merge(label, reason, detail)
