"""A graph in Turtle as a store that answers SPARQL 1.1, and the running of queries in it (pyoxigraph)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.querying.failures import QueryError
from kg.querying.remote import refuse_remote
from kg.querying.syntax import syntax_error
from kg.querying.words import refuse
from kg.vocabularies import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyoxigraph

GRAPH = "graph.ttl"
"""The graph in a folder."""

PREFIXES = {prefix: iri for prefix, iri in VOCABULARIES.items() if prefix not in ("time", "wdt")}
"""Prefixes that a query need not declare, beyond those of the graph's own file (``kg``, ``entity``, …)."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A graph that can be asked: the store, the prefixes that need no declaration, the base of relative IRIs if any."""

    store: pyoxigraph.Store
    prefixes: dict[str, str] = field(default_factory=dict)
    base: str | None = None


def graph_file(path: Path) -> Path:
    """The file that is meant: a folder stands for the graph that ``kg build`` writes into it."""
    return path / GRAPH if path.is_dir() else path


def open_graph(path: Path) -> Knowledge:
    """Load a Turtle file into a store in memory.

    Args:
        path: the file; a folder stands for the ``graph.ttl`` in it.

    Raises:
        InputError: it is not there, cannot be read, or is no Turtle; with line and column.
    """
    import pyoxigraph

    path = graph_file(path)
    store = pyoxigraph.Store()
    load_turtle(store, path)
    return Knowledge(store, PREFIXES | read_prefixes(path))


def load_turtle(store: pyoxigraph.Store, path: Path) -> None:
    """Load a Turtle file into a store.

    Raises:
        InputError: it is not there, cannot be read, or is no Turtle; with line and column.
    """
    import pyoxigraph

    if not path.is_file():
        raise InputError(str(path), "there is no such file", "make one with kg build, or name another with -g")
    try:
        store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
        reason = str(error.msg).rpartition(": ")[2] if error.lineno else str(error)
        raise InputError(place, f"is no Turtle: {reason}", "name a graph that kg build wrote") from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}") from error


def read_prefixes(path: Path) -> dict[str, str]:
    """The prefixes that a Turtle file declares before its first triple.

    Raises:
        SyntaxError: that part of it is no Turtle.
        OSError: it cannot be read.
    """
    import pyoxigraph

    parser = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    next(iter(parser), None)
    return {name: iri for name, iri in sorted(parser.prefixes.items()) if name}


def ask(
    knowledge: Knowledge,
    text: str,
    *,
    name: str = "query",
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """Run a SPARQL 1.1 query. There is no time limit: see `kg.querying.limited`.

    Args:
        knowledge: what to ask.
        text: SELECT, ASK, CONSTRUCT or DESCRIBE; prefixes of ``knowledge`` need no declaration.
        name: what to call the query in messages.
        default_graphs: IRIs of the graphs that make the default graph, in place of the store's own and of what the
            query says.
        named_graphs: IRIs of the graphs that ``GRAPH`` sees, likewise. If either is given, the other may be empty.

    Returns:
        Rows, a truth value or triples; rows and triples are found while they are read.

    Raises:
        QueryError: it is no such query, is too long or too deep, or would ask another server; with line and column.
    """
    import pyoxigraph

    refuse(text, name)
    refuse_remote(text, knowledge.prefixes, name, knowledge.base)
    dataset: dict[str, list[pyoxigraph.NamedNode]] = {}
    if default_graphs or named_graphs:
        try:
            dataset["default_graph"] = [pyoxigraph.NamedNode(iri) for iri in default_graphs]
            dataset["named_graphs"] = [pyoxigraph.NamedNode(iri) for iri in named_graphs]
        except ValueError as error:
            raise QueryError(f"a graph of the dataset has no IRI for a name: {error}", name=name) from error
    try:
        return knowledge.store.query(
            text,
            base_iri=knowledge.base,
            prefixes=knowledge.prefixes,
            **dataset,  # type: ignore[arg-type]
        )
    except SyntaxError as error:
        raise syntax_error(error, text, knowledge.prefixes, name, knowledge.base) from error
