"""Options that several commands have, and the check of a value that is one of a few words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg.errors import UsageError

OntologyFolder = Annotated[
    Path | None, typer.Option(metavar="DIR", help="The ontology folder. Default: the one that comes with kg.")
]
QuestionsFolder = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The ontology folder with the named questions. Default: that of kg."),
]
Sources = Annotated[
    list[str] | None, typer.Option(metavar="MODULE:FACTORY", help="A further source of names; may be repeated.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


TEXT_OR_JSON = ("text", "json")
"""What several commands can tell their result as."""


def one_of(option: str, value: str, known: Sequence[str]) -> None:
    """Raise a UsageError that names the known values of an option if the value is none of them."""
    if value not in known:
        raise UsageError(f"{option} '{value}': there is none of this name\n  hint: it is one of: {', '.join(known)}")
