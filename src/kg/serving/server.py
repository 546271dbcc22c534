"""A graph served over HTTP until the process is told to end."""

from __future__ import annotations

import asyncio
import logging
import re
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import uvicorn

from kg.errors import InputError, KgError, UsageError
from kg.ontology import default_data
from kg.querying.graphfile import graph_file, read_prefixes
from kg.querying.questions import load_questions
from kg.querying.store import PREFIXES
from kg.serving.app import Site, make_app
from kg.serving.explorer import Explorer
from kg.serving.limits import Limits
from kg.serving.places import base_iri, dataset_beside
from kg.serving.pool import Pool
from kg.serving.storing import stored

_FAREWELL = 5  # seconds that answers under way may take once the server is told to end
_CONNECTIONS = 512  # connections beyond those of queries that run or wait; whoever comes then is sent away with 503
_PULSE = 0.05  # seconds between two looks at whether the server has started or is to end
_ORIGIN = re.compile(r"null|[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#@]+")
_BACKLOG = 1024  # connections that may wait to be taken up


def serve(
    graph: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7878,
    limits: Limits | None = None,
    ontology: Path | None = None,
    names: Iterable[str] = (),
    origins: Iterable[str] = (),
    on_ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve a graph until SIGTERM or SIGINT.

    Args:
        graph: its file, or a folder with a ``graph.ttl``; a ``graph.html`` beside it is the explorer.
        host: the name or address to listen at.
        port: the port; 0 takes a free one.
        limits: what a request may take.
        ontology: the ontology folder with the named questions, and with labels for an explorer that has to be made;
            by default that of the package.
        names: further host names that the server goes by.
        origins: origins whose pages may ask; ``*`` for all.
        on_ready: called with the server's address as soon as it takes requests.

    Raises:
        InputError: the graph is not there, or is not what its suffix tells.
        OntologyError: the named questions have faults.
        UsageError: host, port, an origin or a limit cannot be.
        KgError: the port is in use, or the processes for queries do not start.
    """
    limits = limits or Limits()
    allowed = tuple(map(_origin, origins))
    path = graph_file(graph)
    if not path.is_file():
        raise InputError(str(path), "there is no such file", "make one with kg build, or name another")
    folder = ontology or default_data("ontology")
    questions = load_questions(folder / "queries")
    with _listen(host, port) as listening, stored(path) as store:
        prefixes = PREFIXES | read_prefixes(path)
        site = Site(
            pool=Pool(store, prefixes, base_iri(prefixes), limits),
            prefixes=prefixes,
            limits=limits,
            explorer=Explorer(path, folder),
            dataset=dataset_beside(path),
            questions=questions,
            names=(host, *names),
            origins=allowed,
        )
        _run(site, listening, host, on_ready)


def is_loopback(host: str) -> bool:
    """Tell whether only this computer reaches a host name or address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(text: str) -> str:
    """An origin as browsers tell it, in small letters and without an address behind it."""
    if text != "*" and not _ORIGIN.fullmatch(text):
        hint = "give scheme and host, and the port if it is an unusual one, as in https://example.org; or * for all"
        raise UsageError(f"--cors {text!r}: this is no origin\n  hint: {hint}")
    return text.lower()


@contextmanager
def _listen(host: str, port: int) -> Iterator[socket.socket]:
    """Open a socket that takes connections."""
    if not 0 <= port <= 65535:
        raise UsageError(f"--port {port}: give a number from 0 to 65535")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise UsageError(f"--host {host!r}: this computer knows no such name or address") from error
    with socket.socket(family, kind, protocol) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen(_BACKLOG)
        except OSError as error:
            raise KgError(
                f"port {port} of {host} cannot be opened: {error.strerror or error}\n"
                "  hint: another server may use it; --port 0 takes a free one"
            ) from error
        yield listening


def _run(site: Site, listening: socket.socket, host: str, on_ready: Callable[[str], None]) -> None:
    problems: list[KgError] = []
    app = make_app(site, on_problem=problems.append)
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        backlog=_BACKLOG,
        limit_concurrency=_CONNECTIONS + site.limits.running + site.limits.waiting,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_FAREWELL,
    )
    server = uvicorn.Server(config)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    port = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host

    async def living() -> None:
        running = asyncio.create_task(server.serve(sockets=[listening]))
        told = False
        while not running.done():
            if server.started and not told:
                told = True
                on_ready(f"http://{shown}:{port}/")
            if server.should_exit:
                await site.pool.close()  # or queries under way would hold up the end
                break
            await asyncio.wait((running,), timeout=_PULSE)
        await running

    # The server library takes the signals while it runs and raises them anew when it has ended: then they mean nothing.
    with _quiet(signal.SIGTERM, signal.SIGINT):
        asyncio.run(living())
    if problems:
        raise problems[0]


@contextmanager
def _quiet(*signals: signal.Signals) -> Iterator[None]:
    before = {one: signal.signal(one, lambda *_: None) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
