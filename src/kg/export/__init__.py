"""The graph as files. Each format has a name, its files and their writers, and all writers are called alike."""

from __future__ import annotations

from functools import partial
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Protocol, TextIO

from kg.errors import UsageError
from kg.export.amended import LastTurtle, NotAmendableError, amend
from kg.export.atomic import Claim, write_all
from kg.export.dataset import Written, write_dataset
from kg.export.iris import is_web_iri, validate_base
from kg.export.jsonld import write_jsonld
from kg.export.neo4j import write_documents, write_entities, write_facts, write_load, write_mentions
from kg.export.ntriples import write_ntriples
from kg.export.shared import Shared, write_shared
from kg.export.tally import Tally
from kg.export.turtle import write_turtle, write_turtle12

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from kg.graphview import GraphView
    from kg.schema import Schema

__all__ = [
    "DATASET",
    "DEFAULT_FORMATS",
    "FORMATS",
    "PAGE",
    "TURTLE",
    "Writer",
    "export",
    "validate_base",
    "validate_formats",
    "write_all",
    "write_dataset",
    "write_gexf",
    "write_graphml",
    "write_html",
    "write_jsonld",
    "write_ntriples",
    "write_turtle",
]


class Writer(Protocol):
    """Writes a graph to a text stream that encodes as UTF-8 and does not translate line ends."""

    def __call__(self, graph: GraphView, out: TextIO, /, *, base: str, schema: Schema) -> None:
        """Write ``graph`` to ``out``, its things below the IRI ``base``, named and coloured by ``schema``."""


class Seal(Protocol):
    """Writes a file that tells of the others, once these are written."""

    def __call__(self, path: Path, /, *, written: Mapping[str, Written]) -> None:
        """Write to ``path`` of what was ``written``, by the names of the files."""


def _drawing(name: str) -> Writer:
    """A writer of what draws: that takes its time to load, and is of no use where Turtle alone is wanted."""

    def write(graph: GraphView, out: TextIO, /, *, base: str, schema: Schema) -> None:
        from kg.export import gexf, graphml, graphml_yed, html

        writers: Mapping[str, Writer] = {
            "gexf": gexf.write_gexf,
            "graphml": graphml.write_graphml,
            "graphml-yed": graphml_yed.write_graphml_yed,
            "html": html.write_html,
        }
        writers[name](graph, out, base=base, schema=schema)

    return write


write_html, write_graphml, write_gexf = map(_drawing, ("html", "graphml", "gexf"))

TURTLE, PAGE, DATASET = "graph.ttl", "graph.html", "dataset.ttl"
"""The names of the Turtle file, of the page, and of the description of the files."""

FORMATS: Mapping[str, Mapping[str, Writer]] = {
    "ttl": {TURTLE: write_turtle},
    "graphml": {"graph.graphml": write_graphml},
    "html": {PAGE: write_html},
    "dataset": {DATASET: write_dataset},
    "nt": {"graph.nt": write_ntriples},
    "jsonld": {"graph.jsonld": write_jsonld},
    "graphml-yed": {"graph-yed.graphml": _drawing("graphml-yed")},
    "ttl12": {"graph-rdf12.ttl": write_turtle12},
    "gexf": {"graph.gexf": write_gexf},
    "neo4j": {
        "neo4j-entities.csv": write_entities,
        "neo4j-documents.csv": write_documents,
        "neo4j-facts.csv": write_facts,
        "neo4j-mentions.csv": write_mentions,
        "neo4j-load.sh": write_load,
    },
}
"""Format → names of its files, and their writers."""

DEFAULT_FORMATS = ("ttl", "graphml", "html", "dataset")
"""What is written unless something else is asked for."""

IN_PARTS = frozenset({"ttl", "dataset"})
"""Formats that a graph in parts is enough for."""

MEDIA_TYPES = {
    "csv": "text/csv",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "html": "text/html",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "sh": "application/x-sh",
    "ttl": "text/turtle",
}
"""Suffix of a file → its media type."""


def export(
    graph: GraphView,
    directory: Path | Claim,
    *,
    base: str,
    schema: Schema,
    formats: Iterable[str] = DEFAULT_FORMATS,
    seal: tuple[str, Seal] | None = None,
    shared: Shared | None = None,
    last: LastTurtle | None = None,
    licence: str = "",
) -> list[Path]:
    """Write a graph into a folder in several formats: all files or none.

    Args:
        graph: What to write.
        directory: The folder, or a claim to it; it is made if it is not there.
        base: The IRI below which documents, entities and statements lie.
        schema: The labels, colours and namespace of the ontology.
        formats: Keys of ``FORMATS``.
        seal: Name and writer of a file that tells of the others; see `kg.export.atomic.write_all`.
        shared: The same graph in parts, of which Turtle is written then.
        last: The Turtle of this graph before it changed, of which then only what changed is rendered.
        licence: What ``dataset.ttl`` tells of the graph's licence, checked by `validate_licence`.

    Returns:
        The files written, in the order of ``formats``; behind them the description of the others, and the seal last.

    Raises:
        UsageError: If a format is unknown or ``base`` is no base IRI.
        OutputError: If the folder or a file cannot be written.
    """
    validate_base(base)
    written: dict[str, Written] = {}
    writers: dict[str, Callable[[Path], None]] = {}
    names = dict.fromkeys(validate_formats(formats))
    counted = Tally() if {"ttl", "dataset"} <= names.keys() else None
    for name in sorted(names, key=lambda name: name == "dataset"):  # it tells of the other files
        for file, writer in FORMATS[name].items():
            if writer is write_turtle and last and counted is None:  # what is taken over is not counted
                writers[file] = partial(_amend, graph, last, base, schema, file, written)
                continue
            if writer is write_dataset:
                writer = partial(_describe, written, counted, licence)
            elif writer is write_turtle:
                writer = partial(_turtle, shared, counted)
            writers[file] = partial(_write, graph, writer, base, schema, file, written)
    return write_all(directory, writers, seal and (seal[0], partial(seal[1], written=written)))


def validate_formats(formats: Iterable[str]) -> tuple[str, ...]:
    """Check names of formats and give them as a tuple. One text holds names by commas.

    Raises:
        UsageError: If one is not a key of ``FORMATS``, or there is none.
    """
    names = tuple(filter(None, map(str.strip, formats.split(",")))) if isinstance(formats, str) else tuple(formats)
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"format {name!r}: unknown; known are {', '.join(FORMATS)}")
    if not names:
        raise UsageError(f"no format is given; known are {', '.join(FORMATS)}")
    return names


def validate_licence(licence: str, formats: Iterable[str]) -> str:
    """Check the IRI of a licence and give it; an empty text is none.

    Raises:
        UsageError: If it is no IRI of the web, or none of the formats tells of it.
    """
    if licence and not (isinstance(licence, str) and is_web_iri(licence)):
        hint = "give the address of its text, like https://creativecommons.org/licenses/by/4.0/"
        raise UsageError(f"licence {licence!r}: no IRI of the web\n  hint: {hint}")
    if licence and "dataset" not in formats:
        raise UsageError(f"licence {licence!r}: only {DATASET} tells it\n  hint: write the format dataset, too")
    return licence


def _turtle(
    shared: Shared | None, counted: Tally | None, graph: GraphView, out: TextIO, /, *, base: str, schema: Schema
) -> None:
    if shared is None:
        write_turtle(graph, out, base=base, schema=schema, counted=counted)
    else:
        write_shared(shared, out, base=base, schema=schema, counted=counted)


def _describe(
    written: Mapping[str, Written],
    counted: Tally | None,
    licence: str,
    graph: GraphView,
    out: TextIO,
    /,
    *,
    base: str,
    schema: Schema,
) -> None:
    files = [written[name] for name in sorted(written)]
    write_dataset(graph, out, base=base, schema=schema, files=files, counted=counted, licence=licence)


def _write(
    graph: GraphView, writer: Writer, base: str, schema: Schema, name: str, written: dict[str, Written], path: Path
) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        writer(graph, out, base=base, schema=schema)
    _tell(name, path, written)


def _amend(
    graph: GraphView, last: LastTurtle, base: str, schema: Schema, name: str, written: dict[str, Written], path: Path
) -> None:
    try:
        amend(last, graph, path, base=base, schema=schema)
    except (NotAmendableError, OSError):
        _write(graph, write_turtle, base, schema, name, written, path)
    else:
        _tell(name, path, written)


def _tell(name: str, path: Path, written: dict[str, Written]) -> None:
    with path.open("rb") as file:
        digest = file_digest(file, sha256).hexdigest()
    written[name] = Written(name, MEDIA_TYPES[name.rpartition(".")[2]], path.stat().st_size, digest)
