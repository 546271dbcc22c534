"""What documents tell once names are decided, in a worker: each document's own text, and what it states, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from kg.caching.encoding import decoded
from kg.digests import digest
from kg.engines.spark.columns import Columns, batches, portions, rows
from kg.engines.spark.linked import Meant
from kg.engines.spark.turtle import Turtle
from kg.engines.spark.worker import Sent, Shipped, ontology_of
from kg.graph import key, merge, stated
from kg.merging.rows import evidence_of, plain_evidence
from kg.model import Evidence, Statement

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow

    Incoming = Iterator[pyarrow.RecordBatch]

TOLD: Columns = {
    "id": "string",
    "term": "string",
    "text": "string",
    "sha256": "string",
    "characters": "long",
    "sentences": "long",
    "names": "long",
    "relations": "long",
    "subject": "string",
    "relation": "string",
    "object": "string",
    "modality": "string",
    "support": "long",
    "confidence": "double",
    "evidence": "binary",
}
"""A document with its name and text in Turtle and what was found in it; with a ``subject``, what a document states."""

STATED = ("subject", "relation", "object", "modality", "id", "support", "confidence", "evidence")
"""The columns of what documents state; what the gazetteer knows has the name of its file in the place of evidence."""

MERGED: Columns = {
    "subject": "string",
    "relation": "string",
    "object": "string",
    "modality": "string",
    "documents": "boolean",
    "statement": "string",
    "membership": "string",
}
"""A statement with its text in Turtle, and that of the membership that it states, or nothing."""

_AT_ONCE = 200


def telling(shipped: Shipped, meant: Sent[Meant], base: str, evidence: int) -> Callable[[Incoming], Incoming]:
    """What documents tell, as Spark wants it: rows of id and extraction → rows of `TOLD`.

    Args:
        shipped: the ontology.
        meant: what names mean.
        base: what IRIs begin with.
        evidence: so many places are kept for each statement.
    """
    return partial(_tell, shipped=shipped, meant=meant, base=base, evidence=evidence)


def merging(shipped: Shipped, base: str, evidence: int) -> Callable[[Incoming], Incoming]:
    """What documents state, merged, as Spark wants it: rows of `STATED`, sorted, → rows of `MERGED`, sorted."""
    return partial(_merge, shipped=shipped, base=base, evidence=evidence)


def _tell(incoming: Incoming, shipped: Shipped, meant: Sent[Meant], base: str, evidence: int) -> Incoming:
    schema = ontology_of(shipped).schema
    turtle, names = Turtle(base, schema), meant.broadcast.value

    def told() -> Iterator[tuple[Any, ...]]:
        for portion in portions(rows(incoming), _AT_ONCE):
            documents, numbers = [], {}
            for _, content in portion:
                extraction = decoded(content)
                info, entity = extraction.document, names.entities(extraction)
                documents.append((info, {entity(mention) for mention in extraction.mentions}))
                numbers[info.id] = info, len(extraction.mentions), len(extraction.relations)
                for one in merge(stated(extraction, entity, schema), evidence):
                    *said, name, support, confidence, places = stated_row(info.id, one)
                    yield (name, *(None,) * 7, *said, support, confidence, places)
            for name, text in turtle.documents(documents):
                info, mentions, relations = numbers[name]
                sizes = info.characters, info.sentences, mentions, relations
                yield (name, turtle.terms.document(name), text, info.sha256, *sizes, *(None,) * 7)

    yield from batches(told(), TOLD)


def _merge(incoming: Incoming, shipped: Shipped, base: str, evidence: int) -> Incoming:
    turtle = Turtle(base, ontology_of(shipped).schema)
    told = (
        (one.subject, one.relation, one.object, one.modality, bool(one.documents), text, membership or None)
        for one, text, membership in turtle.statements(merged(rows(incoming), evidence))
    )
    yield from batches(told, MERGED)


def merged(sorted_rows: Iterable[tuple[Any, ...]], evidence: int) -> Iterator[Statement]:
    """Merge rows of `STATED` that say the same, in their order: by what they say, then by document.

    Of each statement as many places are kept in memory as are written, and the ids of its documents. What the
    gazetteer knows counts only if no document states it.
    """
    said: tuple[str, str, str, str] | None = None
    support, confidence, source = 0, 0.0, ""
    places: list[Evidence] = []
    documents: list[str] = []

    def statement(said: tuple[str, str, str, str]) -> Statement:
        if not documents:
            return Statement(*said, source=source)
        return Statement(*said, support, confidence, tuple(places[:evidence]), tuple(documents))

    for row in sorted_rows:
        if row[:4] != said:
            if said is not None:
                yield statement(said)
            said, support, confidence, source = (row[0], row[1], row[2], row[3]), 0, 0.0, ""
            places, documents = [], []
        document, count, trust, content = row[4:]
        if not document:
            source = content.decode()
            continue
        support, confidence = support + count, max(confidence, trust)
        documents.append(document)
        if len(places) < evidence:
            places += [evidence_of(one, document) for one in orjson.loads(content)]
    if said is not None:
        yield statement(said)


def stated_row(document: str, statement: Statement) -> tuple[Any, ...]:
    """What one document states, merged, as a row of `STATED`."""
    places = orjson.dumps([plain_evidence(one, one) for one in statement.evidence])
    return (*key(statement), document, statement.support, statement.confidence, places)


def known_row(statement: Statement) -> tuple[Any, ...]:
    """What the gazetteer knows as a row of `STATED`: it has no document."""
    return (*key(statement), "", 0, 0.0, statement.source.encode())


def digest_rows(incoming: Incoming) -> Incoming:
    """The hash of ids and the hashes of their texts, in the order in which they come."""
    yield from batches([(digest(rows(incoming)),)], {"digest": "string"})
