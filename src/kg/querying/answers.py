"""Answers as bytes: the standard forms of SPARQL results, a table for people, graphs as Turtle and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph

    Results = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples

ROW_FORMATS = ("csv", "tsv", "json", "xml")
"""Forms of rows and truth values (SPARQL 1.1 Query Results)."""

GRAPH_FORMATS = ("ttl", "nt", "jsonld", "rdf")
"""Forms of the triples that CONSTRUCT and DESCRIBE give."""


def is_graph(results: Results) -> bool:
    """Tell whether an answer is triples, rather than rows or a truth value."""
    import pyoxigraph

    return isinstance(results, pyoxigraph.QueryTriples)


def serialize(results: Results, form: str, prefixes: Mapping[str, str] | None = None) -> bytes:
    """Give an answer in one of the standard forms, in UTF-8.

    Args:
        results: what `kg.querying.store.ask` gave; it is used up.
        form: one of ``ROW_FORMATS`` for rows and truth values, of ``GRAPH_FORMATS`` for triples.
        prefixes: shorten the IRIs of Turtle.

    Raises:
        UsageError: the form does not fit the answer.
    """
    import pyoxigraph

    if isinstance(results, pyoxigraph.QueryTriples):
        if form not in GRAPH_FORMATS:
            raise _unfit(form, "triples", GRAPH_FORMATS)
        return serialize_triples(results, form, prefixes)
    if form not in ROW_FORMATS:
        raise _unfit(form, "rows", ROW_FORMATS)
    return results.serialize(format=getattr(pyoxigraph.QueryResultsFormat, form.upper())) or b""


def serialize_triples(
    triples: Iterable[pyoxigraph.Triple], form: str, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """Give triples, each once and sorted, in one of ``GRAPH_FORMATS``; ``prefixes`` shorten IRIs of Turtle."""
    import pyoxigraph

    kind = {
        "ttl": pyoxigraph.RdfFormat.TURTLE,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
        "rdf": pyoxigraph.RdfFormat.RDF_XML,
    }[form]
    return pyoxigraph.serialize(sorted(set(triples), key=str), format=kind, prefixes=dict(prefixes or {})) or b""


def rows(results: Results, prefixes: Mapping[str, str] | None = None) -> tuple[list[str], list[list[str]]]:
    """Give an answer as a table for people: the heads of its columns, and its rows.

    Literals stand without quotes and language; IRIs are shortened by ``prefixes``. A truth value is one cell, triples
    are three columns.
    """
    import pyoxigraph

    known = sorted((prefixes or {}).items(), key=lambda item: (-len(item[1]), item[0]))
    if isinstance(results, pyoxigraph.QueryBoolean):
        return ["answer"], [["yes" if results else "no"]]
    if isinstance(results, pyoxigraph.QueryTriples):
        triples = sorted(set(results), key=str)
        return ["subject", "predicate", "object"], [[_cell(term, known) for term in triple] for triple in triples]
    names = [variable.value for variable in results.variables]
    return names, [[_cell(solution[name], known) for name in names] for solution in results]


def _cell(term: object, prefixes: list[tuple[str, str]]) -> str:
    if term is None:
        return ""
    value = str(getattr(term, "value", term))
    if type(term).__name__ == "BlankNode":
        return f"_:{value}"
    if type(term).__name__ == "NamedNode":
        for prefix, iri in prefixes:
            if value.startswith(iri) and len(value) > len(iri):
                return f"{prefix}:{value.removeprefix(iri)}"
    return value


def _unfit(form: str, what: str, fitting: tuple[str, ...]) -> UsageError:
    return UsageError(f"format '{form}': the answer is {what}\n  hint: --format is one of: {', '.join(fitting)}")
