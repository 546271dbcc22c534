"""``kg push``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kg.commands.options import Quiet


def push(
    url: Annotated[str, typer.Argument(metavar="URL", help="The store's Graph Store address.")],
    graph: Annotated[
        Path,
        typer.Option("--graph", "-g", metavar="FILE", help="A .ttl, .nt or .jsonld file, or a folder of kg build."),
    ] = Path("out/graph.ttl"),
    into: Annotated[str, typer.Option(metavar="IRI", help="The graph to fill. Default: the default graph.")] = "",
    add: Annotated[bool, typer.Option("--add", help="Add to what is there instead of replacing it.")] = False,
    user: Annotated[str, typer.Option(metavar="NAME", help="Who asks; the password is taken from KG_PASSWORD.")] = "",
    quiet: Quiet = False,
) -> None:
    """Send a graph to a triple store (SPARQL 1.1 Graph Store HTTP Protocol)."""
    from kg.pushing import push as send

    sent = send(url, graph, into=into, add=add, user=user, password=os.environ.get("KG_PASSWORD", ""))
    if not quiet:
        typer.echo(f"{sent.url}: {sent.size} bytes taken ({sent.status})")
