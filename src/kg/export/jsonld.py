"""The graph as JSON-LD 1.1: plain JSON for programmers, RDF for whoever reads its context.

The context is made from the ontology and stands in the file, so that nothing has to be fetched; the same context is
kept as ``context.jsonld`` in the ontology folder.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TextIO

from kg.export.iris import escape, validate_base
from kg.export.nodes import TYPE
from kg.export.record import record
from kg.export.terms import PREFIXES, PlainTerms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.export.nodes import Blank, Property
    from kg.graphview import GraphView
    from kg.schema import Schema

_RECORD = {
    "evidence": "@id", "document": "@id", "confidence": "xsd:decimal", "support": "xsd:integer",
    "start": "xsd:integer", "end": "xsd:integer", "subjectStart": "xsd:integer", "subjectEnd": "xsd:integer",
    "objectStart": "xsd:integer", "objectEnd": "xsd:integer", "mentionCount": "xsd:integer",
    "characters": "xsd:integer", "modality": "", "quote": "", "rule": "", "sha256": "", "code": "",
    "mergeReason": "", "date": "", "amount": "", "role": "",
}  # fmt: skip
"""Terms of the ontology's record: what their values are, so that JSON can hold them as plain values."""

_OTHERS = {
    "identifier": ("dcterms:identifier", ""), "title": ("dcterms:title", ""), "issued": ("dcterms:date", ""),
    "source": ("dcterms:source", ""), "mentions": ("schema:mentions", "@id"),
    "subject": ("rdf:subject", "@id"), "predicate": ("rdf:predicate", "@id"), "object": ("rdf:object", "@id"),
    "quotedFrom": ("prov:wasQuotedFrom", "@id"), "derivedFrom": ("prov:wasDerivedFrom", "@id"),
    "generatedBy": ("prov:wasGeneratedBy", "@id"), "used": ("prov:used", "@id"),
    "hadMember": ("prov:hadMember", "@id"), "associatedWith": ("prov:wasAssociatedWith", "@id"),
    "member": ("org:member", "@id"), "organization": ("org:organization", "@id"), "holds": ("org:role", "@id"),
    "memberDuring": ("org:memberDuring", "@id"), "inside": ("time:inside", "@id"), "label": ("rdfs:label", ""),
    "hasSource": ("oa:hasSource", "@id"), "hasSelector": ("oa:hasSelector", "@id"), "exact": ("oa:exact", ""),
    "prefix": ("oa:prefix", ""), "suffix": ("oa:suffix", ""), "selectionStart": ("oa:start", "xsd:integer"),
    "selectionEnd": ("oa:end", "xsd:integer"), "exactMatch": ("skos:exactMatch", "@id"),
    "name": ("schema:name", ""), "softwareVersion": ("schema:softwareVersion", ""),
}  # fmt: skip
"""Short name → the term of another vocabulary, and what its values are."""

_PAIR = re.compile(r"<(.*)>|(\".*\")(?:@([A-Za-z0-9-]+)|\^\^<(.*)>)?", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


def context(schema: Schema) -> dict[str, Any]:
    """Make the JSON-LD context for graphs of an ontology: short names, and which of them hold IRIs or numbers."""
    terms: dict[str, Any] = {"kg": schema.namespace, **PREFIXES, "id": "@id", "type": "@type"}
    for name, (curie, kind) in _OTHERS.items():
        terms[name] = {"@id": curie, "@type": kind} if kind else {"@id": curie}
    for name, kind in _RECORD.items():
        terms[name] = {"@id": f"kg:{name}", "@type": kind} if kind else {"@id": f"kg:{name}"}
    for name in schema.relations:
        if name in terms or not name.isidentifier():
            continue  # it stands in full
        terms[name] = {"@id": f"kg:{escape(name)}", "@type": "@id"}
    for name, curie in (("prefLabel", "skos:prefLabel"), ("altLabel", "skos:altLabel")):
        terms[name] = {"@id": curie}
    return terms


def context_text(schema: Schema) -> str:
    """The context as a file of its own."""
    return json.dumps({"@context": context(schema)}, ensure_ascii=False, indent=2) + "\n"


def write_jsonld(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write a graph as JSON-LD: the context, and an object a line for each subject.

    Args:
        graph: What to write. Its order does not matter: the writer sorts.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which documents, entities and statements lie.
        schema: As for Turtle.

    Raises:
        UsageError: If ``base`` is no absolute IRI that ends in ``/`` or ``#``.
    """
    terms = PlainTerms(validate_base(base), schema.namespace)
    shapes = _Shapes(context(schema), schema.namespace)
    out.write(f'{{"@context": {_dumps(shapes.context)},\n"@graph": [')
    comma = "\n"
    for _, subjects in record(graph, terms, schema):
        for subject, properties in subjects:
            out.write(comma + _dumps({"id": subject[1:-1], **shapes.properties(properties)}))
            comma = ",\n"
    out.write("\n]}\n")


class _Shapes:
    """Turns terms of N-Triples into values of JSON by a context."""

    def __init__(self, context: Mapping[str, Any], namespace: str) -> None:
        self.context = context
        self.bound = {"kg": namespace, **PREFIXES}
        self.names: dict[str, tuple[str, str]] = {}  # predicate in full → its short name, and what its values are
        for name, value in context.items():
            if isinstance(value, dict):
                prefix, _, local = value["@id"].partition(":")
                self.names[self.bound[prefix] + local] = name, self._kind(value.get("@type", ""))

    def _kind(self, kind: str) -> str:
        return self.bound["xsd"] + kind.removeprefix("xsd:") if kind.startswith("xsd:") else kind

    def properties(self, properties: Sequence[Property]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for predicate, objects in properties:
            if not objects:
                continue
            if predicate in (TYPE, f"<{PREFIXES['rdf']}type>"):
                name, values = "type", [self._short(str(one)[1:-1]) for one in objects]
            else:
                name, kind = self.names.get(predicate[1:-1], (predicate[1:-1], ""))
                values = [self._value(one, kind) for one in objects]
            found[name] = values[0] if len(values) == 1 else values
        return found

    def _value(self, one: str | Blank, kind: str) -> Any:
        if not isinstance(one, str):
            return self.properties(one.properties)
        match = _PAIR.fullmatch(one)
        if match is None or match[1] is not None:
            return one[1:-1] if kind == "@id" else {"id": one[1:-1]}
        text = json.loads(match[2])  # the escapes of Turtle that our writer makes are those of JSON
        datatype = match[4] or ""
        if match[3]:
            return {"@value": text, "@language": match[3]}
        if datatype != (kind if kind != "@id" else ""):
            return {"@value": text, "@type": datatype} if datatype else {"@value": text}
        # A decimal stays a text: JSON's numbers would be read back as doubles.
        return int(text) if datatype.endswith("#integer") else text

    def _short(self, iri: str) -> str:
        for prefix, namespace in self.bound.items():
            if iri.startswith(namespace) and re.fullmatch(r"\w[\w-]*", iri.removeprefix(namespace)):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri


def _dumps(value: object) -> str:
    return _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
