"""A graph on disk, in the syntax that its suffix tells: its triples, and the prefixes that it speaks in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.vocabularies import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyoxigraph

GRAPH = "graph.ttl"
"""The graph in a folder."""

BELOW = ("document", "entity", "membership", "statement")
"""What lies below the base of a graph; a query may name it with a prefix each."""

_DATASET = "dataset"  # what a graph calls itself, below its base
_COUNTED = "characters"  # what the ontology of a graph calls the length of a document
_TYPE, _TOLD, _DOCUMENT = (
    VOCABULARIES[prefix] + name for prefix, name in (("rdf", "type"), ("void", "Dataset"), ("schema", "NewsArticle"))
)
_NAMES = {"TURTLE": "Turtle", "N_TRIPLES": "N-Triples", "JSON_LD": "JSON-LD", "RDF_XML": "RDF/XML"}
_FORMATS = {".nt": "N_TRIPLES", ".jsonld": "JSON_LD", ".rdf": "RDF_XML", ".xml": "RDF_XML"}


def graph_file(path: Path) -> Path:
    """The file that is meant: a folder stands for the graph that ``kg build`` writes into it."""
    return path / GRAPH if path.is_dir() else path


def load(store: pyoxigraph.Store, path: Path) -> None:
    """Load a graph into a store.

    Raises:
        InputError: it is not there, cannot be read, or is not in the syntax that its suffix tells (Turtle, where it
            tells none); with line and column.
    """
    if not path.is_file():
        raise InputError(str(path), "there is no such file", "make one with kg build, or name another with -g")
    try:
        store.bulk_load(path=str(path), format=_format(path))
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
        reason = str(error.msg).rpartition(": ")[2] if error.lineno else str(error)
        raise InputError(place, f"is no {_syntax(path)}: {reason}", "name a graph that kg build wrote") from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}") from error


def triples(path: Path) -> Iterator[pyoxigraph.Quad]:
    """The triples of a graph, as they come.

    Raises:
        SyntaxError: it is not in the syntax that its suffix tells.
        OSError: it cannot be read.
    """
    import pyoxigraph

    return pyoxigraph.parse(path=str(path), format=_format(path))


def read_prefixes(path: Path) -> dict[str, str]:
    """The prefixes that a graph speaks in.

    They are those that it declares. Where it declares none for its own things and terms, as N-Triples and JSON-LD do
    not, they are what these things and terms begin with.

    Raises:
        SyntaxError: its first part is not in the syntax that its suffix tells.
        OSError: it cannot be read.
    """
    import pyoxigraph

    parser = pyoxigraph.parse(path=str(path), format=_format(path))
    first = next(parser, None)
    declared = {name: iri for name, iri in sorted(parser.prefixes.items()) if name}
    if first is None or {"kg", *BELOW} <= declared.keys():
        return declared
    return _own(triples(path)) | declared


def _own(found: Iterable[pyoxigraph.Quad]) -> dict[str, str]:
    """The prefixes of a graph's own things and terms, from what it says of itself and of its first document."""
    base = namespace = ""
    documents: set[str] = set()
    counted: dict[str, str] = {}
    for quad in found:
        subject, predicate, value = (getattr(term, "value", "") for term in quad.triple)
        if predicate == _TYPE and value == _TOLD and subject.endswith(_DATASET):
            base = subject.removesuffix(_DATASET)
        elif predicate == _TYPE and value == _DOCUMENT:
            documents.add(subject)
        elif predicate.endswith(_COUNTED):
            counted[subject] = predicate.removesuffix(_COUNTED)
        else:
            continue
        if known := documents & counted.keys():
            namespace = counted[min(known)]
        if base and namespace:
            break
    if not base and documents:
        base = min(documents).rpartition(f"{BELOW[0]}/")[0]
    own = {name: f"{base}{name}/" for name in BELOW} if base else {}
    return own | ({"kg": namespace} if namespace else {})


def _syntax(path: Path) -> str:
    return _NAMES[_FORMATS.get(path.suffix.lower(), "TURTLE")]


def _format(path: Path) -> pyoxigraph.RdfFormat:
    import pyoxigraph

    found: pyoxigraph.RdfFormat = getattr(pyoxigraph.RdfFormat, _FORMATS.get(path.suffix.lower(), "TURTLE"))
    return found
