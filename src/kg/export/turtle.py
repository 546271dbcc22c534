"""The graph as Turtle (RDF 1.1): streamed, sorted, the same bytes for equal graphs, and fit to be read by people.

Entities with their names and plain facts, documents with what they mention, and one ``rdf:Statement`` a fact with
its evidence. A fact that the text negates, plans, supposes or ends is a statement only, never a plain triple.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, TextIO

from kg.export.iris import document_path, entity_path, escape, is_web_iri, statement_path, validate_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import DocumentInfo, Entity, Evidence, Graph, Merge, Statement
    from kg.schema import Schema

_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LINE = 100  # characters a list of objects may take on one line; a longer one gets a line for each
_LOCAL = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff](?:[A-Za-z0-9_\u4e00-\u9fff-]|\.(?=[A-Za-z0-9_\u4e00-\u9fff]))*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_DATATYPE = re.compile(r"[A-Za-z]+")

# Beyond what Turtle demands: invisible characters that editors and line-wise tools take for line ends or marks.
_ESCAPES: dict[int, str] = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)},
    **{
        ord(character): escaped
        for character, escaped in zip('"\\\n\r\t\b\f', [r"\"", r"\\", r"\n", r"\r", r"\t", r"\b", r"\f"], strict=True)
    },
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # a lone surrogate has no UTF-8
}
_SPECIAL = re.compile("[" + "".join(map(re.escape, map(chr, _ESCAPES))) + "]")

_TYPE = "a"
_Property = tuple[str, list[str]]


def write_turtle(graph: Graph, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write a graph as Turtle.

    Args:
        graph: What to write. Its order does not matter: the writer sorts.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which documents, entities and statements lie.
        schema: Names the namespace of types, relations and qualifiers.

    Raises:
        UsageError: If ``base`` is no absolute IRI that ends in ``/`` or ``#``.
    """
    writer = _Terms(validate_base(base), schema.namespace)
    out.write(writer.prefixes())
    for title, subjects in (
        ("Documents", _documents(graph, writer)),
        ("Entities", _entities(graph, writer)),
        ("Statements", _statements(graph, writer)),
    ):
        out.write(f"\n# {title}\n")
        for subject, properties in subjects:
            out.write(f"\n{subject} {_block(properties, indent=4)} .\n")


def literal(text: str, language: str = "") -> str:
    """Quote a text as a Turtle literal on one line, with its language tag if it has one.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD; everything else is read back as it was.
    """
    if _SPECIAL.search(text):
        text = text.translate(_ESCAPES)
    return f'"{text}"@{language}' if _LANGUAGE.fullmatch(language) else f'"{text}"'


class _Terms:
    """Writes identifiers as Turtle terms: short with a prefix where the grammar allows it, else as a full IRI."""

    def __init__(self, base: str, namespace: str) -> None:
        self.base = base
        self.namespace = namespace

    def prefixes(self) -> str:
        folders = {name: f"{self.base}{name}/" for name in ("document", "entity", "statement")}
        bound = {"kg": self.namespace, **folders, **_PREFIXES}
        return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(bound.items()))

    def document(self, identifier: str) -> str:
        return self._below_base(document_path(identifier))

    def entity(self, identifier: str) -> str:
        return self._below_base(entity_path(identifier))

    def statement(self, statement: Statement) -> str:
        return self._below_base(statement_path(statement))

    def kg(self, name: str) -> str:
        return f"kg:{name}" if _LOCAL.fullmatch(name) else f"<{self.namespace}{escape(name)}>"

    def _below_base(self, path: str) -> str:
        folder, name = path.split("/", 1)
        return f"{folder}:{name}" if _LOCAL.fullmatch(name) else f"<{self.base}{path}>"


def _documents(graph: Graph, terms: _Terms) -> Iterator[tuple[str, list[_Property]]]:
    mentioned: dict[str, list[str]] = defaultdict(list)
    for entity in graph.entities:
        for document, _ in entity.documents:
            mentioned[document].append(entity.id)
    for info in sorted(graph.documents, key=lambda info: info.id):
        yield terms.document(info.id), _document_properties(info, mentioned.get(info.id, ()), terms)


def _document_properties(info: DocumentInfo, entities: Iterable[str], terms: _Terms) -> list[_Property]:
    url = [f"<{info.url}>" if is_web_iri(info.url) else literal(info.url)] if info.url else []
    return [
        (_TYPE, ["schema:NewsArticle"]),
        ("dcterms:identifier", [literal(info.id)]),
        ("dcterms:title", [literal(info.title)] if info.title else []),
        ("dcterms:date", [literal(info.date)] if info.date else []),
        ("schema:url", url),
        ("kg:characters", [str(info.characters)]),
        ("schema:mentions", [terms.entity(entity) for entity in sorted(set(entities))]),
    ]


def _entities(graph: Graph, terms: _Terms) -> Iterator[tuple[str, list[_Property]]]:
    facts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for statement in graph.statements:
        if not statement.modality:
            facts[statement.subject].append((statement.relation, statement.object))
    for entity in sorted(graph.entities, key=lambda entity: entity.id):
        objects: dict[str, list[str]] = defaultdict(list)
        for relation, target in sorted(set(facts.get(entity.id, ()))):
            objects[terms.kg(relation)].append(terms.entity(target))
        yield terms.entity(entity.id), [*_entity_properties(entity, terms), *objects.items()]


def _entity_properties(entity: Entity, terms: _Terms) -> list[_Property]:
    preferred = (
        ("zh-Hans", entity.label_hans or entity.label_hant),
        ("zh-Hant", entity.label_hant or entity.label_hans),
    )
    return [
        (_TYPE, [terms.kg(name) for name in (entity.type, *sorted(set(entity.classes) - {entity.type}))]),
        ("skos:prefLabel", [literal(text, language) for language, text in preferred]),
        # SKOS forbids a label that is both preferred and alternative.
        ("skos:altLabel", [literal(text, language) for language, text in sorted(set(entity.labels) - set(preferred))]),
        ("kg:mentionCount", [str(entity.mentions)]),
        ("kg:code", [literal(entity.code)] if entity.code else []),
        ("kg:mergeReason", [literal(_reason(merge)) for merge in sorted(set(entity.merges))]),
    ]


def _reason(merge: Merge) -> str:
    return f"{merge.label}: {merge.reason}" + (f", {merge.detail}" if merge.detail else "")


def _statements(graph: Graph, terms: _Terms) -> Iterator[tuple[str, list[_Property]]]:
    def place(statement: Statement) -> tuple[str, str, str, str]:
        return statement.subject, statement.relation, statement.object, statement.modality

    for statement in sorted(graph.statements, key=place):
        yield terms.statement(statement), _statement_properties(statement, terms)


def _statement_properties(statement: Statement, terms: _Terms) -> list[_Property]:
    evidence = [_evidence(evidence, terms) for evidence in sorted(statement.evidence)]
    return [
        (_TYPE, ["rdf:Statement"]),
        ("rdf:subject", [terms.entity(statement.subject)]),
        ("rdf:predicate", [terms.kg(statement.relation)]),
        ("rdf:object", [terms.entity(statement.object)]),
        ("kg:modality", [literal(statement.modality)] if statement.modality else []),
        ("kg:confidence", [f"{statement.confidence:.4f}"]),  # digits with a point are an xsd:decimal
        ("kg:support", [str(statement.support)]),
        ("prov:wasQuotedFrom", [terms.document(document) for document in sorted(set(statement.documents))]),
        ("dcterms:source", [literal(statement.source)] if statement.source else []),
        ("kg:evidence", evidence),
    ]


def _evidence(evidence: Evidence, terms: _Terms) -> str:
    qualifiers: dict[str, list[str]] = defaultdict(list)
    for qualifier in sorted(set(evidence.qualifiers)):
        qualifiers[terms.kg(qualifier.name)].append(literal(qualifier.text))
        if qualifier.value:
            datatype = f"^^xsd:{qualifier.datatype}" if _DATATYPE.fullmatch(qualifier.datatype) else ""
            qualifiers[terms.kg(f"{qualifier.name}Value")].append(literal(qualifier.value) + datatype)
    properties = [
        (_TYPE, ["kg:Evidence"]),
        ("kg:document", [terms.document(evidence.document)]),
        ("kg:quote", [literal(evidence.quote)]),
        ("kg:start", [str(evidence.start)]),
        ("kg:end", [str(evidence.end)]),
        ("kg:subjectStart", [str(evidence.subject.start)]),
        ("kg:subjectEnd", [str(evidence.subject.end)]),
        ("kg:objectStart", [str(evidence.object.start)]),
        ("kg:objectEnd", [str(evidence.object.end)]),
        ("kg:rule", [literal(evidence.rule)]),
        *qualifiers.items(),
    ]
    return f"[\n        {_block(properties, indent=8)}\n    ]"


def _block(properties: Iterable[_Property], indent: int) -> str:
    """Lay out predicates with their objects, one predicate a line; a predicate without objects is left out."""
    margin = "\n" + " " * indent
    return f" ;{margin}".join(
        f"{predicate} {_objects(objects, margin)}" for predicate, objects in properties if objects
    )


def _objects(objects: list[str], margin: str) -> str:
    line = " , ".join(objects)
    if len(line) <= _LINE or objects[0].startswith("["):
        return line
    return f" ,{margin}    ".join(objects)
