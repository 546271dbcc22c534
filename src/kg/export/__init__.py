"""The graph as files. Each format has a name, a file and a writer, and all writers are called alike."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, TextIO

from kg.errors import UsageError
from kg.export.atomic import write_all
from kg.export.graphml import write_graphml
from kg.export.iris import validate_base
from kg.export.turtle import write_turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.model import Graph
    from kg.schema import Schema

__all__ = [
    "FORMATS",
    "Writer",
    "export",
    "validate_base",
    "validate_formats",
    "write_all",
    "write_graphml",
    "write_html",
    "write_turtle",
]


class Writer(Protocol):
    """Writes a graph to a text stream that encodes as UTF-8 and does not translate line ends."""

    def __call__(self, graph: Graph, out: TextIO, /, *, base: str, schema: Schema) -> None:
        """Write ``graph`` to ``out``, its things below the IRI ``base``, named and coloured by ``schema``."""


def write_html(graph: Graph, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write a graph as one HTML page that works from disk without a network. See ``kg.export.html.write_html``."""
    from kg.export.html import write_html as write  # the drawing library takes its time to load

    write(graph, out, base=base, schema=schema)


FORMATS: dict[str, tuple[str, Writer]] = {
    "ttl": ("graph.ttl", write_turtle),
    "graphml": ("graph.graphml", write_graphml),
    "html": ("graph.html", write_html),
}
"""Format → name of its file, and its writer."""


def export(graph: Graph, directory: Path, *, base: str, schema: Schema, formats: Iterable[str] = FORMATS) -> list[Path]:
    """Write a graph into a folder in several formats: all files or none.

    Args:
        graph: What to write.
        directory: The folder; it is made if it is not there.
        base: The IRI below which documents, entities and statements lie.
        schema: The labels, colours and namespace of the ontology.
        formats: Keys of ``FORMATS``.

    Returns:
        The files written, in the order of ``formats``.

    Raises:
        UsageError: If a format is unknown or ``base`` is no base IRI.
        OutputError: If the folder or a file cannot be written.
    """
    validate_base(base)
    writers: dict[str, Callable[[Path], None]] = {}
    for name in validate_formats(formats):
        file, writer = FORMATS[name]
        writers[file] = partial(_write, graph, writer, base, schema)
    return write_all(directory, writers)


def validate_formats(formats: Iterable[str]) -> tuple[str, ...]:
    """Check names of formats and give them as a tuple.

    Raises:
        UsageError: If one is not a key of ``FORMATS``, or there is none.
    """
    names = tuple(formats)
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"format {name!r}: unknown; known are {', '.join(FORMATS)}")
    if not names:
        raise UsageError(f"no format is given; known are {', '.join(FORMATS)}")
    return names


def _write(graph: Graph, writer: Writer, base: str, schema: Schema, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        writer(graph, out, base=base, schema=schema)
