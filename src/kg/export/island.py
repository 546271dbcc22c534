"""What the page knows: the graph as plain values, ready for JSON, with numbers in place of ids.

Entities, documents, types and relations are named by their place in a list, so that no name from a text is ever a key
in the browser. Entities and statements are columns, quotes lie in parts of their own (``quotes.py``): the file stays
small and the browser reads what it draws first. ``docs/page.md`` describes the format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kg.export.iris import entity_path, statement_name
from kg.export.marks import GREY
from kg.export.pinyin import initials
from kg.export.quotes import PART, parts
from kg.export.writing import Made
from kg.model import DocumentInfo, Entity, Graph

if TYPE_CHECKING:
    from kg.schema import Schema


def island(graph: Graph, *, base: str, schema: Schema) -> dict[str, Any]:
    """Give the graph as the page's script reads it.

    Args:
        graph: What to show.
        base: The IRI below which the entities lie.
        schema: Labels, colours and symbols of types and relations.

    Returns:
        ``graph``, what the page needs to draw and search; ``evidence`` and ``merges``, the parts that it reads when a
        statement or an entity is opened, each as what makes it. All are dictionaries, lists, strings and numbers; long
        lists that only the page needs are `kg.export.writing.Made`.
    """
    entities = graph.entities
    place = _numbers(entity.id for entity in entities)
    statements = [s for s in graph.statements if s.subject in place and s.object in place]
    types = sorted({entity.type for entity in entities})
    classes = sorted({name for entity in entities for name in entity.classes})
    relations = sorted({statement.relation for statement in statements})
    modalities = sorted({"", *(statement.modality for statement in statements)})
    sources = sorted({"", *(statement.source for statement in statements)})
    rules = sorted({evidence.rule for statement in statements for evidence in statement.evidence})
    documents = _documents(graph)
    document = _numbers(info.id for info in documents)
    kind, finer, relation = _numbers(types), _numbers(classes), _numbers(relations)
    modality, source = _numbers(modalities), _numbers(sources)
    data = {
        "base": base,
        "part": PART,
        "types": [_type(schema, name) for name in types],
        "classes": [_class(schema, name) for name in classes],
        "relations": [_relation(schema, name) for name in relations],
        "documents": Made(lambda: map(_document, documents)),
        "modalities": modalities,
        "sources": sources,
        "rules": rules,
        "initials": initials(_names(entities)),
        "entities": _entities(entities, kind, finer, document),
        "statements": {
            "id": "".join(map(statement_name, statements)),
            "subject": [place[statement.subject] for statement in statements],
            "relation": [relation[statement.relation] for statement in statements],
            "object": [place[statement.object] for statement in statements],
            "modality": [modality[statement.modality] for statement in statements],
            "support": [statement.support for statement in statements],
            "confidence": [round(statement.confidence, 4) for statement in statements],
            "documents": [[document[name] for name in statement.documents] for statement in statements],
            "source": [source[statement.source] for statement in statements],
        },
    }
    return {"graph": data, "evidence": parts(statements, document, _numbers(rules)), "merges": _merges(entities)}


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _entities(
    entities: Sequence[Entity], kind: Mapping[str, int], finer: Mapping[str, int], document: Mapping[str, int]
) -> dict[str, Any]:
    """Columns of entities; types, classes and documents by their numbers."""
    paths = {str(number): entity_path(entity.id) for number, entity in enumerate(entities)}
    return {
        "id": [entity.id for entity in entities],
        "path": {key: path for key, path in paths.items() if path != "entity/" + entities[int(key)].id},
        "type": [kind[entity.type] for entity in entities],
        "hans": [entity.hans for entity in entities],
        "hant": [_other(entity) for entity in entities],
        "labels": Made(lambda: (_flat(entity.labels) for entity in entities)),
        "classes": [[finer[name] for name in entity.classes] for entity in entities],
        "code": {str(number): entity.code for number, entity in enumerate(entities) if entity.code},
        "documents": Made(
            lambda: (_flat((document[name], count) for name, count in entity.documents) for entity in entities)
        ),
    }


def _flat(pairs: Iterable[Sequence[Any]]) -> list[Any]:
    return [value for pair in pairs for value in pair]


def _names(entities: Iterable[Entity]) -> Iterable[str]:
    for entity in entities:
        yield entity.label_hans
        yield entity.label_hant
        yield from (text for _, text in entity.labels)


def _other(entity: Entity) -> str:
    """Give the traditional name where it differs from the simplified one: most of the time it does not."""
    hant = entity.hant
    return "" if hant == entity.hans else hant


def _merges(entities: Sequence[Entity]) -> list[Callable[[], Any]]:
    return [partial(_merged, entities[first : first + PART]) for first in range(0, len(entities), PART)]


def _merged(entities: Sequence[Entity]) -> list[Any]:
    return [[[merge.label, merge.reason, merge.detail] for merge in entity.merges] for entity in entities]


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], (), None)}


def _type(schema: Schema, name: str) -> dict[str, Any]:
    declared = schema.types.get(name)
    if declared is None:
        return {"id": name, "labels": {}, "colour": GREY, "shape": "dot"}
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
