"""What the page knows: the graph as plain values, ready for JSON, with numbers in place of ids.

Entities, documents, types and relations are named by their place in a list, so that no name from a text is ever a key
in the browser, and the file stays small. Empty values are left out. Quotes come cut into pieces, each with the ends
that it belongs to, so that the browser needs no offsets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.export.iris import entity_path, statement_name
from kg.model import DocumentInfo, Entity, Evidence, Graph, Statement

if TYPE_CHECKING:
    from kg.schema import Schema

_BREAK = re.compile(r"[^\S\u3000]*[\r\n\u2028\u2029][\s]*")
_WIDE = "\u2e80"  # from here on, scripts that are written without spaces between words
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def dumps(value: object) -> str:
    """Render as JSON that may stand inside an HTML ``script`` element: nothing in it can end the element or a line.

    Beyond ``<``, ``>``, ``&`` and the two line separators, halves of surrogate pairs are escaped: UTF-8 has no room
    for them.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def island(graph: Graph, *, base: str, schema: Schema) -> dict[str, Any]:
    """Give the graph as the page's script reads it.

    Args:
        graph: What to show.
        base: The IRI below which the entities lie.
        schema: Labels, colours and symbols of types and relations.

    Returns:
        Dictionaries, lists, strings and numbers: ``types``, ``relations``, ``documents``, ``entities`` and
        ``statements``, in the order of the graph; types and relations sorted by name.
    """
    types = sorted({entity.type for entity in graph.entities})
    classes = sorted({name for entity in graph.entities for name in entity.classes})
    relations = sorted({statement.relation for statement in graph.statements})
    documents = _documents(graph)
    number = {
        "type": _numbers(types),
        "class": _numbers(classes),
        "relation": _numbers(relations),
        "document": _numbers(document.id for document in documents),
        "entity": _numbers(entity.id for entity in graph.entities),
    }
    known = [s for s in graph.statements if s.subject in number["entity"] and s.object in number["entity"]]
    return {
        "types": [_type(schema, name) for name in types],
        "classes": [_class(schema, name) for name in classes],
        "relations": [_relation(schema, name) for name in relations],
        "documents": [_document(document) for document in documents],
        "entities": [_entity(entity, number, base) for entity in graph.entities],
        "statements": [_statement(statement, number) for statement in known],
    }


def pieces(evidence: Evidence) -> list[tuple[str, str]]:
    """Cut a quote where an end of the statement begins or stops.

    Line breaks inside the quote are layout: between two wide characters (Chinese) they vanish, elsewhere they become a
    space.

    Returns:
        Pairs of a text and ``""``, ``"s"`` (subject), ``"o"`` (object) or ``"so"`` (both, one inside the other). The
        texts joined are the quote without its line breaks. An end that lies outside the quote marks nothing.
    """
    ends = (("s", evidence.subject), ("o", evidence.object))
    spans = [(role, span.start - evidence.start, span.end - evidence.start) for role, span in ends]
    size = len(evidence.quote)
    cuts = {0, size, *(cut for _, start, end in spans for cut in (start, end) if 0 < cut < size)}
    edges = sorted(cuts)
    cut_texts: list[tuple[str, str]] = []
    for start, end in pairwise(edges):
        text = _BREAK.sub(_join(evidence.quote, start), evidence.quote[start:end])
        if text:
            cut_texts.append((text, "".join(role for role, low, high in spans if low <= start and end <= high)))
    return cut_texts


def _join(quote: str, start: int) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        before, after = start + match.start() - 1, start + match.end()
        sides = [quote[place] for place in (before, after) if 0 <= place < len(quote)]
        return "" if len(sides) < 2 or any(side >= _WIDE for side in sides) else " "

    return replace


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], (), None)}


def _type(schema: Schema, name: str) -> dict[str, Any]:
    declared = schema.types.get(name)
    if declared is None:
        return {"id": name, "labels": {}, "colour": "#8a8f98", "shape": "dot"}  # not of this ontology: grey
    return {"id": name, "labels": declared.labels, "colour": declared.colour, "shape": declared.symbol}


def _class(schema: Schema, name: str) -> dict[str, Any]:
    declared = schema.classes.get(name)
    return {"id": name, "labels": declared.labels if declared else {}}


def _relation(schema: Schema, name: str) -> dict[str, Any]:
    declared = schema.relations.get(name)
    if declared is None:
        return {"id": name, "labels": {}}
    inverse, symmetric = declared.inverse_labels or None, declared.symmetric or None
    return _filled(id=name, labels=declared.labels, inverse=inverse, symmetric=symmetric)


def _documents(graph: Graph) -> list[DocumentInfo]:
    """Give the graph's documents, and those that only its entities and statements name."""
    named = {document.id: document for document in graph.documents}
    loose = {name for entity in graph.entities for name, _ in entity.documents}
    loose.update(name for statement in graph.statements for name in statement.documents)
    loose.update(evidence.document for statement in graph.statements for evidence in statement.evidence)
    return [*graph.documents, *(DocumentInfo(name) for name in sorted(loose - named.keys()))]


def _document(document: DocumentInfo) -> dict[str, Any]:
    return _filled(
        id=document.id,
        title=document.title,
        date=document.date,
        url=document.url,
        characters=document.characters or None,
        sentences=document.sentences or None,
    )


def _entity(entity: Entity, number: Mapping[str, Mapping[str, int]], base: str) -> dict[str, Any]:
    return _filled(
        id=entity.id,
        iri=base + entity_path(entity.id),
        type=number["type"][entity.type],
        hans=entity.label_hans or entity.label_hant,
        hant=entity.label_hant or entity.label_hans,
        labels=entity.labels,
        classes=[number["class"][name] for name in entity.classes],
        code=entity.code,
        mentions=entity.mentions,
        documents=[(number["document"][name], count) for name, count in entity.documents],
        merges=[(merge.label, merge.reason, merge.detail) for merge in entity.merges],
    )


def _statement(statement: Statement, number: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    return _filled(
        id=statement_name(statement),
        subject=number["entity"][statement.subject],
        relation=number["relation"][statement.relation],
        object=number["entity"][statement.object],
        modality=statement.modality,
        support=statement.support,
        confidence=round(statement.confidence, 4),
        evidence=[_evidence(evidence, number) for evidence in statement.evidence],
        documents=[number["document"][name] for name in statement.documents],
        source=statement.source,
    )


def _evidence(evidence: Evidence, number: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    qualifiers: Sequence[dict[str, Any]] = [
        _filled(name=qualifier.name, text=qualifier.text, value=qualifier.value) for qualifier in evidence.qualifiers
    ]
    return _filled(
        document=number["document"][evidence.document],
        start=evidence.start,
        end=evidence.end,
        pieces=pieces(evidence),
        rule=evidence.rule,
        qualifiers=qualifiers,
    )
