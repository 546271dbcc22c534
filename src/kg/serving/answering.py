"""A query asked in the name of an HTTP request, and its answer or refusal as an HTTP response."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from kg.serving.negotiation import GRAPHS, ROWS, Offer, accepted, choose
from kg.serving.pool import Answer, Job, Pool, RefusedError
from kg.serving.protocol import Operation, ProtocolError

_BLOCK = 1 << 16
_RETRY_AFTER = "5"  # seconds

_REFUSALS = {
    "remote": (403, "{reason}."),
    "unacceptable": (406, "None of the media types that the request accepts fits the answer, which is {reason}."),
    "time": (
        500,
        "The query took longer than {reason} s and was ended. Name things in place of variables, or add a LIMIT.",
    ),
    "rows": (500, "The answer has more than {reason} rows; the query was ended. Add a LIMIT."),
    "triples": (500, "The answer has more than {reason} triples; the query was ended. Add a LIMIT."),
    "bytes": (500, "The answer has more than {reason} bytes; the query was ended. Add a LIMIT."),
    "memory": (
        500,
        "The query needs more than {reason} bytes of memory and was ended. Add a LIMIT, or sort and group less.",
    ),
    "crash": (500, "The query ended its process: it is nested too deeply, or has too many parts."),
    "failed": (500, "The query cannot be answered: {reason}."),
    "ending": (503, "The server is about to end."),
    "busy": (503, "Too many queries are waiting. Try again in a while."),
}
"""Kind of refusal → HTTP status and message. 500 is what the Protocol has for a query that is SPARQL and fails."""


async def respond(request: Request, pool: Pool, operation: Operation) -> Response:
    """Answer a query in the form that its asker likes best. If the asker goes away, the query is ended.

    Raises:
        ProtocolError: the query has no answer; says why.
    """
    accept = accepted(request)
    rows, graph = choose(accept, ROWS), choose(accept, GRAPHS)
    if rows is None and graph is None:
        known = ", ".join(sorted({offer.media_type for offer in (*ROWS, *GRAPHS)}))
        raise ProtocolError(406, f"None of the media types that the request accepts is known here. Known are {known}.")
    job = Job(
        operation.query,
        rows.form if rows else "",
        graph.form if graph else "",
        operation.default_graphs,
        operation.named_graphs,
    )
    try:
        answer = await ask(request, pool, job)
    except RefusedError as refused:
        raise refusal(refused) from refused
    offer = _offer(answer, rows, graph)
    headers = {"Content-Type": offer.content_type, "Content-Length": str(answer.size), "Vary": "Accept"}
    return StreamingResponse(_blocks(answer.file), headers=headers | {"Cache-Control": "no-store"})


async def ask(request: Request, pool: Pool, job: Job) -> Answer:
    """Have a query answered as long as its asker is there.

    Raises:
        RefusedError: there is no answer; ``gone`` if there is no asker.
    """
    answering = asyncio.create_task(pool.answer(job))
    leaving = asyncio.create_task(_left(request))
    try:
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            raise RefusedError("gone")
        return answering.result()
    finally:
        for task in (answering, leaving):
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError, RefusedError):
                    await task


def refusal(refused: RefusedError) -> ProtocolError:
    """What the asker is told of a query without an answer."""
    told = {"reason": "", "hint": "", **refused.told}
    if refused.kind == "gone":
        return ProtocolError(499, "")  # nobody reads it
    if refused.kind == "malformed":
        place = f"line {told['line']}, column {told['column']}: " if told.get("line") else ""
        return ProtocolError(400, f"{place}{told['reason']}" + (f"\n{told['hint']}" if told["hint"] else ""))
    status, message = _REFUSALS[refused.kind]
    return ProtocolError(status, message.format(**told))


def failure(request: Request, error: Exception) -> Response:
    """Give a refusal as a response of plain text."""
    assert isinstance(error, ProtocolError)  # noqa: S101 - it is registered for nothing else
    response = PlainTextResponse(f"{error}\n", error.status, {"Cache-Control": "no-store"})
    if error.status == 503:
        response.headers["Retry-After"] = _RETRY_AFTER
    if error.status == 405:
        response.headers["Allow"] = "GET, HEAD, POST"
    return response


def _offer(answer: Answer, rows: Offer | None, graph: Offer | None) -> Offer:
    offer = graph if answer.kind == "graph" else rows
    assert offer is not None  # noqa: S101 - a worker answers in no other form
    return offer


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(_BLOCK):
            yield block


async def _left(request: Request) -> None:
    """Wait until the asker goes away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
