"""``kg serve``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.commands.options import QuestionsFolder, Quiet


def serve(
    graph: Annotated[
        Path, typer.Argument(metavar="GRAPH", help="A .ttl, .nt, .jsonld or .rdf file, or a folder of kg build.")
    ] = Path("out"),
    host: Annotated[
        str, typer.Option(metavar="NAME", help="Where to listen; other computers reach other addresses.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="NUMBER", help="The port; 0 takes a free one.")] = 7878,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", help="How long a query may run.")] = 30.0,
    rows: Annotated[int, typer.Option(metavar="N", help="How many rows or triples an answer may have.")] = 100_000,
    workers: Annotated[int, typer.Option(metavar="N", help="How many queries run at once.")] = 2,
    waiting: Annotated[int, typer.Option(metavar="N", help="How many more may wait.")] = 256,
    memory: Annotated[int, typer.Option(metavar="MB", help="How much memory each query may take.")] = 1000,
    body: Annotated[float, typer.Option(metavar="MB", help="How long a request may be.")] = 1.0,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name that the server goes by; may be repeated."),
    ] = None,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="A site whose pages may ask (https://example.org, or *); may be repeated."),
    ] = None,
    ontology: QuestionsFolder = None,
    quiet: Quiet = False,
) -> None:
    """Serve a graph on this computer: SPARQL 1.1 Protocol at /sparql, the explorer at /, a query editor at /query."""
    from kg.errors import UsageError
    from kg.serving.limits import MEGABYTE, Limits

    try:
        from kg.serving.server import is_loopback, serve
    except ModuleNotFoundError as error:
        raise UsageError(f"kg serve needs {error.name}\n  hint: pip install 'kg[serve]'") from error

    def ready(address: str) -> None:
        if quiet:
            return
        sys.stderr.write(f"kg: serving {graph} at {address} (Ctrl+C ends it)\n")
        if not is_loopback(host):
            sys.stderr.write(f"kg: warning: --host {host} lets other computers ask; there are no passwords\n")
        sys.stderr.flush()

    serve(
        graph,
        host=host,
        port=port,
        limits=Limits(
            seconds=timeout,
            rows=rows,
            running=workers,
            waiting=waiting,
            memory=memory * MEGABYTE,
            body=round(body * MEGABYTE),
        ),
        ontology=ontology,
        names=allow_host or (),
        origins=cors or (),
        on_ready=ready,
    )
