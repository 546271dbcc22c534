"""Entities as Turtle, in a worker: what is known of each comes sorted by its id, from wherever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import orjson

from kg.engines.spark.columns import Columns, batches, rows
from kg.engines.spark.linked import mentioned
from kg.engines.spark.turtle import Turtle
from kg.engines.spark.worker import Shipped, ontology_of
from kg.knowledge.gazetteer import Gazetteer
from kg.merging.entities import entity_of, plain_entity
from kg.merging.rows import use_of
from kg.model import Entity, Statement
from kg.resolution.alone import plain_thing

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow

    Incoming = Iterator[pyarrow.RecordBatch]

KNOWN: Columns = {
    "id": "string",
    "what": "string",
    "first": "string",
    "second": "string",
    "value": "string",
    "count": "long",
}
"""What is known of an entity: the whole of it, a use of its name, or a fact that it is the subject of.

Of a use ``first`` and ``second`` are its type and form and ``value`` its key; of a fact they are relation and object.
"""

THING, USE, FACT = "thing", "use", "fact"

WRITTEN: Columns = {"id": "string", "type": "string", "text": "string"}
"""An entity as Turtle."""


def thing_row(entity: Entity) -> tuple[str, str, str, str, str, int]:
    """An entity as a row of `KNOWN`."""
    value = [plain_entity(entity), entity.documents]
    return entity.id, THING, "", "", orjson.dumps(value).decode(), entity.mentions


def writing(shipped: Shipped, base: str, silent: frozenset[str]) -> Callable[[Incoming], Incoming]:
    """Entities as Spark wants it: rows of `KNOWN` sorted by id → rows of `WRITTEN`.

    Args:
        shipped: the ontology.
        base: what IRIs begin with.
        silent: the ids of things that no document mentions and nothing is stated of: they are left out.
    """
    return partial(_write, shipped=shipped, base=base, silent=silent)


def _write(incoming: Incoming, shipped: Shipped, base: str, silent: frozenset[str]) -> Incoming:
    ontology = ontology_of(shipped)
    turtle = Turtle(base, ontology.schema)

    def written() -> Iterator[tuple[str, str, str]]:
        for name, known in groupby(rows(incoming), lambda row: row[0]):
            if name not in silent:
                entity, facts = _entity(known, ontology.gazetteer)
                yield from ((one.id, one.type, text) for one, text in turtle.entities([entity], facts))

    yield from batches(written(), WRITTEN)


def _entity(known: Iterable[tuple[Any, ...]], gazetteer: Gazetteer) -> tuple[Entity, list[Statement]]:
    entity: Entity | None = None
    facts: list[Statement] = []
    uses = []
    for name, what, first, second, value, count in known:
        if what == FACT:
            facts.append(Statement(name, first, second))
        elif what == USE:
            uses.append((use_of(orjson.loads(value)), count))
            kind, form = first, second
        else:
            entity = _thing(*orjson.loads(value))
    if entity is None:
        entity = mentioned(plain_thing(kind, form, uses, gazetteer), sum(count for _, count in uses))
    return entity, facts


def _thing(plain: list[Any], documents: list[list[Any]]) -> Entity:
    return entity_of(plain, tuple([(document, count) for document, count in documents]))
