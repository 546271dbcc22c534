"""``kg query``."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.options import QuestionsFolder
from kg.commands.tables import grid
from kg.errors import InputError, UsageError, not_utf8

if TYPE_CHECKING:
    from kg.querying.questions import Question


def query(
    context: typer.Context,
    asked: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY",
            help="A named question with its parameters as --NAME VALUE, SPARQL, a .rq file, or - for standard input.",
        ),
    ] = None,
    graph: Annotated[
        Path,
        typer.Option(
            "--graph", "-g", metavar="FILE", help="A .ttl, .nt, .jsonld or .rdf file, or a folder of kg build."
        ),
    ] = Path("out/graph.ttl"),
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="table, csv, tsv, json, xml; for triples ttl, nt, jsonld. Default: a table on a terminal, else csv.",
        ),
    ] = "",
    listing: Annotated[bool, typer.Option("--list", help="Tell the named questions, and end.")] = False,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", help="How long loading and answering may take together.")
    ] = 60.0,
    ontology: QuestionsFolder = None,
) -> None:
    """Ask a graph: a question by name, or SPARQL 1.1 with the usual prefixes already there."""
    from kg.ontology import default_data
    from kg.querying.limited import TABLE, answer
    from kg.querying.questions import load_questions

    questions = load_questions((ontology or default_data("ontology")) / "queries")
    if listing:
        _list(questions)
        return
    if not asked:
        raise UsageError("nothing is asked\n  hint: kg query --list shows the named questions")
    text, name, given = _text(asked, context.args, questions)
    on_terminal = sys.stdout.isatty()
    found = answer(graph, text, form=form or (TABLE if on_terminal else ""), timeout=timeout, name=name, given=given)
    if found.columns:
        from rich.console import Console

        Console(highlight=False).print(grid(found.columns, found.rows))
        typer.echo(f"{len(found.rows)} row{'' if len(found.rows) == 1 else 's'}", err=True)
    else:
        typer.echo(found.data, nl=on_terminal and not found.data.endswith(b"\n"))
    if found.note:
        typer.echo(f"kg: note: nothing found: {found.note}", err=True)


def _text(asked: str, rest: list[str], questions: dict[str, Question]) -> tuple[str, str, tuple[str, ...]]:
    """The SPARQL that is meant, what to call it in messages, and the texts that a named question was given."""
    from kg.querying.questions import NAME, SUFFIX, find_question, options

    if NAME.fullmatch(asked) and asked != "-":
        question, given = find_question(questions, asked), options(rest)
        return question.fill(given), asked, question.texts(given)
    if rest:
        is_file = os.path.exists(asked)
        hint = f"the graph is given as --graph {asked}" if is_file else "only named questions take parameters"
        raise UsageError(f"'{rest[0]}' is not expected here\n  hint: {hint}")
    if asked == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input"), "standard input", ()
    if asked.endswith(SUFFIX) and not re.search(r"[\s{]", asked):
        try:
            return _decoded(Path(asked).read_bytes(), asked), asked, ()
        except OSError as error:
            raise InputError(asked, f"cannot be read: {error.strerror}") from error
    return asked, "query", ()


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(name, *not_utf8(error)) from error


def _list(questions: dict[str, Question]) -> None:
    for question in questions.values():
        typer.echo(f"{question.usage}\n    {question.titles['en']}\n    {question.titles['zh-Hans']}")
        for parameter in question.parameters:
            typer.echo(f"    --{parameter.name}: {parameter.description}")
