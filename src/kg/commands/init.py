"""``kg init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.commands.options import Quiet


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder; it must not hold anything yet.")],
    quiet: Quiet = False,
) -> None:
    """Write a small working ontology of another field, football, to be changed into your own."""
    from kg.init import init_ontology

    written = init_ontology(directory)
    if not quiet:
        for path in written:
            typer.echo(str(path))
        typer.echo(f"next: read {directory / 'kg.ttl'}, then run kg check --ontology {directory}", err=True)
