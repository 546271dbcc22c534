"""``kg suggest``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.options import OntologyFolder, one_of
from kg.commands.tables import grid
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.suggestion.suggest import Suggestions

_COLUMNS = ("name", "type", "documents", "count", "evidence", "place")
FORMATS = ("auto", "text", "plain", "json")
WIDE = 120
"""Columns of a terminal from which on each name is shown with a place where it stands."""


def suggest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files or folders to read, - for standard input.")],
    ontology: OntologyFolder = None,
    names: Annotated[int, typer.Option(metavar="N", help="How many names to show at most.")] = 30,
    triggers: Annotated[int, typer.Option(metavar="N", help="How many triggers to show at most.")] = 10,
    least: Annotated[int, typer.Option(metavar="N", help="How often a name must be seen.")] = 2,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text: tables; plain: rows and rules to paste; json; auto: tables on a terminal, else plain.",
        ),
    ] = "auto",
) -> None:
    """Tell which names and triggers the ontology lacks, as rows and rules ready to paste."""
    from kg.suggestion.suggest import suggest as suggest_from

    one_of("--format", form, FORMATS)

    def tell(problem: InputError) -> None:
        typer.echo(f"kg: skipped: {problem}", err=True)

    found = suggest_from(
        paths,
        ontology=ontology,
        names=names,
        triggers=triggers,
        least=least,
        stdin=sys.stdin.buffer,
        on_problem=tell,
    )
    if form == "json":
        typer.echo(_json(found))
    elif form == "text" or (form == "auto" and sys.stdout.isatty()):
        _tables(found)
    else:
        typer.echo(_plain(found), nl=False)


def _json(found: Suggestions) -> str:
    """One object: how many documents were read, the names with their rows, the triggers with their rules."""
    import json
    from dataclasses import asdict

    names = [{**asdict(name), "row": name.row} for name in found.names]
    triggers = [{**asdict(trigger), "rule": trigger.rule} for trigger in found.triggers]
    return json.dumps(
        {"documents": found.documents, "names": names, "triggers": triggers}, ensure_ascii=False, indent=2
    )


def _plain(found: Suggestions) -> str:
    """Rows under the name of their file, and rule files one after the other, each under a comment of its own."""
    lines = []
    for kind, table in found.tables().items():
        lines += [f"# gazetteer/{kind}.tsv", table]
    for trigger in found.triggers:
        lines += [
            f"# {trigger.word}: {trigger.count} of {trigger.total} places, {trigger.documents} documents",
            trigger.rule,
        ]
    return "\n".join(lines) if lines else "# nothing to suggest\n"


def _tables(found: Suggestions) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    if not found.names and not found.triggers:
        console.print(f"nothing to suggest in {found.documents} documents")
        return
    rows = []
    for name in found.names:
        kind = f"{name.type} ({name.kind})" if name.kind else name.type
        rows.append((name.name, kind, str(name.documents), str(name.count), ", ".join(name.evidence), name.quote))
    shown = len(_COLUMNS) if console.width >= WIDE else -1
    console.print(grid(_COLUMNS[:shown], (row[:shown] for row in rows), whole=("place",), title="names"))
    for trigger in found.triggers:
        where = f"{trigger.count} of {trigger.total} places, {trigger.documents} documents"
        console.print(Text(f"\n{trigger.word} ({where})", style="bold"))
        console.print(Text(trigger.rule.rstrip()), soft_wrap=True)  # a line must stay one for being pasted
    console.print(Text("\n--format plain gives the rows of the names, to paste into the gazetteer", style="dim"))
