"""A graph into a store of one's own: the SPARQL 1.1 Graph Store HTTP Protocol, which every triple store speaks.

The file is streamed; the store replaces its graph as one step or refuses, so that nothing is half loaded.
"""

from __future__ import annotations

import base64
import http.client
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult, parse_qs, quote, urlencode, urlsplit, urlunsplit

from kg.errors import InputError, KgError, UsageError
from kg.export.iris import is_web_iri
from kg.querying.graphfile import graph_file

MEDIA_TYPES = {".ttl": "text/turtle", ".nt": "application/n-triples", ".jsonld": "application/ld+json"}
"""Files that a store is sent as they are, by suffix."""

_REMEDY = "make one with kg build, or name another with -g"
_SHOWN = 300  # characters of a store's own message that are shown


class PushError(KgError):
    """A store did not take a graph. ``status`` is its HTTP status code; 0 if it was not reached."""

    def __init__(self, url: str, reason: str, hint: str = "", status: int = 0) -> None:
        """Tell which store, why, and what to do."""
        super().__init__(f"{url}: {reason}" + (f"\n  hint: {hint}" if hint else ""))
        self.status = status


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a store was sent: the address of its graph, how many bytes, and its HTTP status code."""

    url: str
    size: int
    status: int


def push(
    url: str,
    graph: Path,
    *,
    into: str = "",
    add: bool = False,
    user: str = "",
    password: str = "",
    timeout: float = 300.0,
) -> Pushed:
    """Send a graph to a Graph Store endpoint.

    Args:
        url: the endpoint (``http://localhost:7878/store``); a ``graph=`` or ``default`` in its query names the graph.
        graph: a file with a suffix of ``MEDIA_TYPES``, or a folder with a ``graph.ttl``.
        into: the IRI of the graph to fill; by default the store's default graph.
        add: add to what is there (POST) instead of replacing it (PUT). Nodes without a name come anew each time.
        user: name for HTTP Basic authentication; by default that of the address, if it has one.
        password: goes with ``user``.
        timeout: seconds without any answer.

    Raises:
        UsageError: the address or the IRI is none, or the file has another suffix.
        InputError: the file cannot be read.
        PushError: the store was not reached, or refused.
    """
    graph = graph_file(graph)
    if not graph.suffix and not graph.exists():  # most likely a folder that was meant
        raise InputError(str(graph), "cannot be read: there is no such file", _REMEDY)
    if graph.suffix not in MEDIA_TYPES:
        raise UsageError(
            f"{graph}: a store takes {', '.join(MEDIA_TYPES)} files\n  hint: kg build --format ttl,nt,jsonld"
        )
    address = _address(url, into)
    shown = urlunsplit((address.scheme, address.netloc.rpartition("@")[2], address.path, address.query, ""))
    headers = {"Content-Type": MEDIA_TYPES[graph.suffix], "User-Agent": "kg"}
    if user or address.username:
        name, secret = (user, password) if user else (address.username or "", address.password or "")
        headers["Authorization"] = "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode("ascii")
    try:
        file = graph.open("rb")
    except OSError as error:
        raise InputError(str(graph), f"cannot be read: {error.strerror}", _REMEDY) from error
    with file:
        size = graph.stat().st_size
        headers["Content-Length"] = str(size)
        status, reason, said = _sent(address, "POST" if add else "PUT", file, headers, timeout, shown)
    if not 200 <= status < 300:
        raise _refusal(shown, status, reason, said)
    return Pushed(shown, size, status)


def _sent(
    address: SplitResult, method: str, file: BinaryIO, headers: dict[str, str], timeout: float, shown: str
) -> tuple[int, str, str]:
    """Send a file; status, reason and the beginning of what the store says to it."""
    connection = _connect(address, timeout)
    try:
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request(method, target, body=file, headers=headers)
        response = connection.getresponse()
        said = response.read(4 * _SHOWN).decode("utf-8", "replace").strip()
    except (OSError, http.client.HTTPException) as error:
        reason = f"cannot be reached: {getattr(error, 'strerror', None) or error or type(error).__name__}"
        raise PushError(shown, reason, "is the store running, and is this its Graph Store address?") from error
    finally:
        connection.close()
    return response.status, response.reason, said


def _address(url: str, into: str) -> SplitResult:
    address = urlsplit(url)
    try:
        reachable = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        reachable = False
    if not reachable or any(sign.isspace() for sign in url):
        raise UsageError(f"'{url}' is no address of a store\n  hint: give one like http://localhost:7878/store")
    if into and not is_web_iri(into) and not into.startswith("urn:"):
        raise UsageError(f"--into '{into}': not an absolute IRI\n  hint: give one like https://example.org/graphs/news")
    named = parse_qs(address.query, keep_blank_values=True).keys() & {"graph", "default"}
    if into and named:
        raise UsageError("the graph is named twice, by --into and in the address\n  hint: keep one")
    if named:
        return address
    wanted = urlencode({"graph": into}, quote_via=quote) if into else "default"
    return address._replace(query="&".join(filter(None, (address.query, wanted))))


def _connect(address: SplitResult, timeout: float) -> http.client.HTTPConnection:
    host = address.hostname or ""
    if address.scheme == "https":
        return http.client.HTTPSConnection(host, address.port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, address.port, timeout=timeout)


def _refusal(url: str, status: int, reason: str, said: str) -> PushError:
    hints = {
        401: "name a user with --user, and the password in KG_PASSWORD",
        403: "this user may not write there",
        404: "this is not the store's Graph Store address; for Oxigraph it ends in /store, for Fuseki in /data",
        405: "the store does not take graphs at this address, or is read-only",
        413: "the store takes no file of this size: load it on the store's own machine",
    }
    if 300 <= status < 400:
        hints[status] = "give the address that the store points to"
    told = f": {' '.join(said.split())[:_SHOWN]}" if said and not said.startswith("<") else ""
    return PushError(url, f"refused with {status} {reason}{told}", hints.get(status, ""), status)
