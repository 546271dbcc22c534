"""The graph as Turtle (RDF 1.1): streamed, sorted, the same bytes for equal graphs, and fit to be read by people."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from kg.export.iris import validate_base
from kg.export.nodes import TYPE, Blank
from kg.export.record import record
from kg.export.terms import TurtleTerms, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.export.nodes import Described, Property
    from kg.export.tally import Tally
    from kg.graphview import GraphView
    from kg.schema import Schema

__all__ = ["literal", "write_turtle", "write_turtle12"]

_LINE = 100  # characters a list of objects may take on one line; a longer one gets a line for each


def write_turtle(graph: GraphView, out: TextIO, *, base: str, schema: Schema, counted: Tally | None = None) -> None:
    """Write a graph as Turtle.

    Args:
        graph: What to write. Its order does not matter: the writer sorts.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which documents, entities and statements lie.
        schema: Names the namespace of types, relations and qualifiers, the schemes of codes, and what states a post.
        counted: Counts what is written, if it is given.

    Raises:
        UsageError: If ``base`` is no absolute IRI that ends in ``/`` or ``#``.
    """
    _write(graph, out, base, schema, counted=counted)


def write_turtle12(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write a graph as Turtle of RDF 1.2: each plain triple names its statement (``s p o ~ statement``).

    Statements that are no plain triple reify a triple term. Arguments and errors are those of `write_turtle`.
    """
    out.write('VERSION "1.2"\n')
    _write(graph, out, base, schema, annotated=True)


def _write(
    graph: GraphView,
    out: TextIO,
    base: str,
    schema: Schema,
    *,
    annotated: bool = False,
    counted: Tally | None = None,
) -> None:
    terms = TurtleTerms(validate_base(base), schema.namespace)
    out.write(terms.prefixes())
    for title, subjects in record(graph, terms, schema, annotated=annotated):
        put_section(out, title, subject_texts(subjects, counted))


def subject_texts(subjects: Iterable[Described], counted: Tally | None = None) -> Iterator[str]:
    """Subjects as Turtle, each with an empty line before it; they are counted if it is told where."""
    for subject, properties in subjects:
        if counted is not None:
            counted.add(properties)
        yield f"\n{subject} {block(properties, indent=4)} .\n"


def put_section(out: TextIO, title: str, texts: Iterable[str]) -> None:
    """Write the texts of a section under its title, if there are any."""
    heading = f"\n# {title}\n"
    for text in texts:
        out.write(heading + text)
        heading = ""


def block(properties: Iterable[Property], indent: int) -> str:
    """Lay out predicates with their objects, one predicate a line; a predicate without objects is left out."""
    margin = "\n" + " " * indent
    lines = []
    for predicate, objects in properties:
        if objects:
            one = objects[0]
            if len(objects) > 1:
                text = _list(objects, indent, margin)
            else:
                text = one if isinstance(one, str) else _blank(one, indent, margin)
            lines.append(f"a {text}" if predicate == TYPE else f"{predicate} {text}")
    return f" ;{margin}".join(lines)


def _list(objects: Sequence[str | Blank], indent: int, margin: str) -> str:
    texts = [one if isinstance(one, str) else _blank(one, indent, margin) for one in objects]
    line = " , ".join(texts)
    if len(line) <= _LINE or isinstance(objects[0], Blank):
        return line
    return f" ,{margin}    ".join(texts)


def _blank(node: Blank, indent: int, margin: str) -> str:
    inner = indent + 4
    return f"[\n{' ' * inner}{block(node.properties, inner)}{margin}]"
