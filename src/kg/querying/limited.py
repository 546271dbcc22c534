"""A query with a time limit that really ends it: it runs in a process of its own, which is killed when time is up.

The store's engine has no way to be interrupted, and a thread cannot be killed.
"""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, UsageError
from kg.querying.answers import GRAPH_FORMATS, ROW_FORMATS, is_graph, rows, serialize
from kg.querying.emptiness import why_empty
from kg.querying.failures import QueryTimeoutError
from kg.querying.store import ask, open_graph

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

TABLE = "table"
FORMATS = (TABLE, *ROW_FORMATS, *GRAPH_FORMATS)
"""Forms that an answer can have; which of them fit depends on whether it is rows or triples."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: the heads and rows of a table, or, if another form was asked for, its bytes.

    ``note`` says what in the query may be wrong, if it found nothing.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    data: bytes = b""
    note: str = ""


def answer(
    graph: Path,
    text: str,
    *,
    form: str = "",
    timeout: float | None = None,
    name: str = "query",
    given: Sequence[str] = (),
) -> Answer:
    """Load a graph, run a query in it and give the answer in one form.

    Args:
        graph: its file, or a folder with a ``graph.ttl``.
        text: a SPARQL 1.1 query; the prefixes of the file and the usual ones need no declaration.
        form: one of ``FORMATS``; if empty, CSV for rows and Turtle for triples.
        timeout: seconds that loading and answering may take together; None for no limit.
        name: what to call the query in messages.
        given: texts that a named question was filled in with; where nothing is found, it is told which are unknown.

    Raises:
        UsageError: the form is unknown or does not fit the answer, or the limit is none.
        QueryError: the query is no SPARQL or would ask another server.
        QueryTimeoutError: time was up.
        InputError: the graph cannot be read.
        KgError: the query's process ended by itself, as it does when memory runs out.
    """
    if form and form not in FORMATS:
        raise UsageError(f"unknown format '{form}'\n  hint: --format is one of: {', '.join(FORMATS)}")
    if timeout is None:
        return _answer(graph, text, form, name, given)
    if not timeout > 0:
        raise UsageError(f"--timeout {timeout:g}: give a number of seconds above 0")
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, graph, text, form, name, tuple(given)), daemon=True)
    process.start()
    sender.close()  # so that the end of the process is seen here as the end of the pipe
    try:
        if not receiver.poll(timeout):
            raise QueryTimeoutError(timeout)
        result = receiver.recv()
    except EOFError as error:
        raise KgError(
            "the query ended by itself: it needed more memory than there is, or a chain in it is too long "
            "for the engine\n  hint: ask for less at once"
        ) from error
    finally:
        process.kill()
        process.join()
        receiver.close()
    if isinstance(result, Exception):
        raise result
    assert isinstance(result, Answer)  # noqa: S101 - what _work sends
    return result


def _work(sender: Connection, graph: Path, text: str, form: str, name: str, given: Sequence[str]) -> None:
    try:
        sender.send(_answer(graph, text, form, name, given))
    except KgError as error:
        sender.send(error)
    except MemoryError:
        sender.send(KgError("the query needs more memory than there is\n  hint: add a LIMIT"))


def _answer(graph: Path, text: str, form: str, name: str, given: Sequence[str]) -> Answer:
    knowledge = open_graph(graph)
    results = ask(knowledge, text, name=name)
    if form == TABLE:
        columns, cells = rows(results, knowledge.prefixes)
        note = "" if cells else why_empty(knowledge, text, given)
        return Answer(tuple(columns), tuple(map(tuple, cells)), note=note)
    form = form or ("ttl" if is_graph(results) else "csv")
    data = serialize(results, form, knowledge.prefixes)
    return Answer(data=data, note=why_empty(knowledge, text, given) if _is_empty(data, form) else "")


def _is_empty(data: bytes, form: str) -> bool:
    """Tell whether an answer has no row; of triples nothing is told."""
    match form:
        case "csv" | "tsv":
            return data.count(b"\n") <= 1
        case "json":
            return b'"bindings":[]' in data[-40:]
        case "xml":
            return b"<result>" not in data and b"<boolean>" not in data
        case _:
            return False
