"""The graph as N-Triples: a triple a line, every IRI in full, for programs that load line by line."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, TextIO

from kg.export.iris import validate_base
from kg.export.record import record
from kg.export.terms import PlainTerms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.export.nodes import Property
    from kg.graphview import GraphView
    from kg.schema import Schema


def write_ntriples(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write a graph as N-Triples: the triples that its Turtle has, in the same order.

    Args:
        graph: What to write. Its order does not matter: the writer sorts.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which documents, entities and statements lie.
        schema: As for Turtle.

    Raises:
        UsageError: If ``base`` is no absolute IRI that ends in ``/`` or ``#``.
    """
    terms = PlainTerms(validate_base(base), schema.namespace)
    numbers = count(1)
    for _, subjects in record(graph, terms, schema):
        for subject, properties in subjects:
            out.writelines(_lines(subject, properties, numbers))


def _lines(subject: str, properties: Sequence[Property], numbers: Iterator[int]) -> Iterator[str]:
    for predicate, objects in properties:
        for one in objects:
            if isinstance(one, str):
                yield f"{subject} {predicate} {one} .\n"
            else:
                label = f"_:b{next(numbers)}"
                yield f"{subject} {predicate} {label} .\n"
                yield from _lines(label, one.properties, numbers)
