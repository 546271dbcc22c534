"""A graph against the shapes of its ontology (pySHACL), and what breaks them, told with places in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import Fault, InputError, KgError, Location, OntologyError, UsageError, line_and_column
from kg.ontology import default_data
from kg.querying.graphfile import graph_file
from kg.schema import load_schema
from kg.turtlefile import read_turtle
from kg.validation.shapes import is_made, shapes_text

if TYPE_CHECKING:
    import rdflib

SHAPES = "shapes.ttl"
"""The shapes of an ontology folder; without this file they are made from its ``kg.ttl``."""


class InvalidGraphError(KgError):
    """A graph breaks its shapes. ``faults`` holds all of them, sorted by place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Take every fault found; at least one is expected."""
        self.faults = faults
        count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'} in the graph"
        super().__init__("\n".join([count, *map(str, faults)]))


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found of a graph: how many triples it has, and its faults, sorted by place."""

    path: Path
    triples: int
    faults: tuple[Fault, ...] = ()

    def error(self) -> InvalidGraphError | None:
        """All faults as one error, or None."""
        return InvalidGraphError(self.faults) if self.faults else None


def validate_graph(path: Path, ontology: Path | None = None) -> Validation:
    """Check a graph in Turtle against the shapes of an ontology.

    Args:
        path: the file; a folder stands for the ``graph.ttl`` in it.
        ontology: the ontology folder; by default the one that comes with the package.

    Raises:
        InputError: the graph cannot be read, is no Turtle, or has no term of the ontology.
        UsageError: the ontology folder is none.
        OntologyError: its ``kg.ttl`` or its shapes have faults.
    """
    path = graph_file(path)
    folder = ontology or default_data("ontology")
    shapes = load_shapes(folder)
    source, graph = _read(path)
    namespace = load_schema(folder / "kg.ttl").namespace
    if len(graph) and not any(str(term).startswith(namespace) for triple in graph for term in triple):
        hint = "name the folder of its own ontology with --ontology DIR"
        raise InputError(str(path), f"has no term of this ontology, {namespace}", hint)
    return Validation(path, len(graph), tuple(sorted(_faults(graph, shapes, source, path))))


_TURTLE = "name the graph.ttl of the build, or its folder"


def load_shapes(folder: Path) -> rdflib.Graph:
    """The shapes of an ontology folder: those of its ``kg.ttl``, or of a ``shapes.ttl`` that somebody wrote.

    One that was made of a ``kg.ttl`` says nothing more than that, and may be older.

    Raises:
        UsageError: the folder is none.
        OntologyError: the file has faults.
    """
    import rdflib

    if not (folder / "kg.ttl").is_file():
        raise UsageError(f"{folder}: this is no ontology folder: it holds no kg.ttl")
    if (folder / SHAPES).is_file() and not is_made(folder / SHAPES):
        read_turtle(folder / SHAPES)  # tells what is wrong with it
        return rdflib.Graph().parse(folder / SHAPES, format="turtle")
    return rdflib.Graph().parse(data=shapes_text(load_schema(folder / "kg.ttl")), format="turtle")


def shapes_faults(path: Path) -> set[Fault]:
    """What is wrong with a file of shapes: it is no Turtle, holds no shape, or breaks the shapes that SHACL has itself.

    Without a fault pySHACL can read it.
    """
    import pyshacl
    import rdflib
    from rdflib import RDF, SH

    try:
        read_turtle(path)
    except OntologyError as error:
        return {replace(fault, location=replace(fault.location, path=str(path))) for fault in error.faults}
    source = path.read_text(encoding="utf-8-sig")
    shapes = rdflib.Graph().parse(data=source, format="turtle")
    if not any((None, RDF.type, kind) in shapes for kind in (SH.NodeShape, SH.PropertyShape)):
        return {Fault(Location(str(path)), "holds no shape of SHACL", "take the file out, or write shapes into it")}
    own = rdflib.Graph().parse(Path(pyshacl.__file__).with_name("assets") / "shacl-shacl.ttl", format="turtle")
    found = _faults(shapes, own, source, path)
    # That a shape is none follows from what is wrong in it, which is told as well.
    return {fault for fault in found if "exactly one shape" not in fault.message} or found


def _read(path: Path) -> tuple[str, rdflib.Graph]:
    import rdflib
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        source = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        hint = "name a graph that kg build wrote; an ontology folder is checked with --ontology DIR"
        raise InputError(str(path), f"cannot be read: {error.strerror}", hint) from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is no Turtle: not UTF-8 (byte {error.start})") from error
    try:
        return source, rdflib.Graph().parse(data=source, format="turtle")
    except BadSyntax as error:
        place = Location(str(path), *line_and_column(source, error._i))
        raise InputError(str(place), f"is no Turtle: {error._why}", _TURTLE) from error
    except Exception as error:  # at the end of an unfinished file the parser stumbles over itself, in several ways
        raise InputError(str(path), "is no Turtle: the file ends too soon", _TURTLE) from error


def _faults(graph: rdflib.Graph, shapes: rdflib.Graph, source: str, path: Path) -> set[Fault]:
    import pyshacl
    from rdflib import RDF, SH, BNode

    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    if conforms:
        return set()
    lines = _Lines(source)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        if report.value(result, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent and value is not None:
            focus = value  # a condition on the whole graph tells what breaks it as its value
        subject = focus
        while isinstance(subject, BNode) and (above := next(graph.subjects(None, subject), None)) is not None:
            subject = above
        messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
        told = f": {_short(value, graph)}" if value is not None and value != focus and len(str(value)) < 200 else ""
        within = f"in {_short(subject, graph)}" if isinstance(focus, BNode) else _short(focus, graph)
        found.add(Fault(Location(str(path), lines.of(str(subject))), f"{within}: {'; '.join(messages)}{told}"))
    return found


class _Lines:
    """Where subjects are described in a Turtle file: the lines that begin with their term."""

    def __init__(self, source: str) -> None:
        self.prefixes = dict(re.findall(r"(?m)^@prefix\s+(\S*:)\s*<([^>]*)>", source))
        self.heads: dict[str, int] = {}
        for number, line in enumerate(source.split("\n"), 1):
            if line[:1].strip() and line[0] not in "@#":
                self.heads.setdefault(line.split(None, 1)[0], number)

    def of(self, subject: str) -> int:
        """The line of a subject's IRI; 0 if none begins with it."""
        terms = [prefix + subject.removeprefix(iri) for prefix, iri in self.prefixes.items() if subject.startswith(iri)]
        return next((self.heads[term] for term in (f"<{subject}>", *terms) if term in self.heads), 0)


def _short(term: object, graph: rdflib.Graph) -> str:
    """A term as a reader of the file sees it."""
    import rdflib

    if isinstance(term, rdflib.Literal):
        return f'"{term}"' + (f"@{term.language}" if term.language else "")
    if isinstance(term, rdflib.BNode):
        return "a node without a name"
    return str(term.n3(graph.namespace_manager)) if isinstance(term, rdflib.URIRef) else str(term)
