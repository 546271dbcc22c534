"""A graph as a store that answers SPARQL 1.1, and the running of queries in it (pyoxigraph)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.querying.failures import QueryError
from kg.querying.graphfile import graph_file, load, read_prefixes
from kg.querying.remote import refuse_remote
from kg.querying.syntax import syntax_error
from kg.querying.words import refuse
from kg.vocabularies import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyoxigraph

PREFIXES = {prefix: iri for prefix, iri in VOCABULARIES.items() if prefix not in ("time", "wdt")}
"""Prefixes that a query need not declare, beyond those of the graph's own file (``kg``, ``entity``, …)."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A graph that can be asked: the store, the prefixes that need no declaration, the base of relative IRIs if any."""

    store: pyoxigraph.Store
    prefixes: dict[str, str] = field(default_factory=dict)
    base: str | None = None


def open_graph(path: Path) -> Knowledge:
    """Load a graph into a store in memory.

    Args:
        path: the file (Turtle, N-Triples, JSON-LD or RDF/XML, by its suffix); a folder stands for the ``graph.ttl`` in
            it.

    Raises:
        InputError: it is not there, cannot be read, or is not what its suffix tells; with line and column.
    """
    import pyoxigraph

    path = graph_file(path)
    store = pyoxigraph.Store()
    load(store, path)
    return Knowledge(store, PREFIXES | read_prefixes(path))


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
