"""Requests of the SPARQL 1.1 Protocol taken apart: the query, and the dataset that it is about."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kg.serving.limits import MEGABYTE

if TYPE_CHECKING:
    from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_PATIENCE = 60.0  # seconds that the body of a request may take to come
_DRAINED = 256 * MEGABYTE  # of a request that is too long so much is thrown away, so that its sender can listen


class ProtocolError(Exception):
    """A request is refused; ``status`` is the HTTP status, ``str()`` what its sender is told."""

    def __init__(self, status: int, message: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Operation:
    """A query, and the graphs that make its dataset; without any, the dataset is the server's own."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


async def read_operation(request: Request, most: int) -> Operation:
    """Take the query operation out of a request (SPARQL 1.1 Protocol, section 2.1).

    Args:
        request: a GET or POST.
        most: bytes that its body may have.

    Raises:
        ProtocolError: it holds none, or more than one; it holds an update; its body is too long, of another kind, or
            no UTF-8.
    """
    fields = _fields(request.scope["query_string"], "the address")
    if request.method == "POST":
        media_type, charset = _content_type(request.headers.get("content-type", ""))
        if media_type == UPDATE:
            raise _read_only()
        if media_type not in (FORM, QUERY):
            given = f"not {media_type}" if media_type else "which the request does not name"
            raise ProtocolError(415, f"The body has to be {QUERY} or {FORM}, {given}.")
        if charset not in ("", "utf-8", "utf8"):
            raise ProtocolError(400, f"The body has to be UTF-8, not {charset}.")
        body = await read_body(request, most)
        fields += _fields(body, "the body") if media_type == FORM else [("query", _text(body, "the body"))]
    if any(name == "update" for name, _ in fields):
        raise _read_only()
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        said = "no query" if not queries else f"{len(queries)} queries"
        raise ProtocolError(400, f"The request has {said}; it has to have one.")
    return Operation(
        queries[0],
        tuple(value for name, value in fields if name == "default-graph-uri"),
        tuple(value for name, value in fields if name == "named-graph-uri"),
    )


async def read_body(request: Request, most: int) -> bytes:
    """Read the body of a request. No more than ``most`` bytes are ever held.

    Raises:
        ProtocolError: it has more bytes, or does not come.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            return await _read(request, most)
    except TimeoutError as error:
        raise ProtocolError(408, "The body of the request did not come in time.") from error


async def _read(request: Request, most: int) -> bytes:
    told = request.headers.get("content-length", "")
    too_long = told.isdigit() and int(told) > most
    pieces: list[bytes] = []
    size = 0
    # A sender that waits to be asked for the body never sends one that is too long.
    if not (too_long and request.headers.get("expect", "").lower() == "100-continue"):
        async for piece in request.stream():
            size += len(piece)
            too_long |= size > most
            if too_long:
                pieces.clear()
            else:
                pieces.append(piece)
            if size > _DRAINED:
                break
    if too_long:
        raise ProtocolError(413, f"The request is too long: it may have {most} bytes.")
    return b"".join(pieces)


def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = header
    media_type = message.get_content_type() if header.strip() else ""
    return media_type, str(message.get_param("charset") or "").lower()


def _fields(encoded: bytes, where: str) -> list[tuple[str, str]]:
    """Take fields of a form apart. Unlike the usual readers, this one replaces nothing that is no UTF-8."""
    text = _text(encoded, where)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"What {where} encodes is no UTF-8.") from error
    except ValueError as error:
        raise ProtocolError(400, f"There are too many fields in {where}.") from error


def _text(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"{where.capitalize()} is no UTF-8 (byte {error.start}).") from error


def _read_only() -> ProtocolError:
    return ProtocolError(403, "This server is read-only: it takes no updates.")
