"""``kg explain``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.options import TEXT_OR_JSON, OntologyFolder, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.explanation.explained import Explanation
    from kg.model import Document
    from kg.ontology import Ontology

_COLOURS = {"  ✓": "green", "  –": "yellow", "  ✗": "red", "note: ": "yellow"}


def explain(
    target: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TEXT|FILE",
            help="A text, a file that holds one, or - for standard input. With --entity: what to build the graph from.",
        ),
    ] = None,
    sentence: Annotated[
        int | None,
        typer.Option(metavar="N", help="Tell only of the sentence with this number, counted from 1."),
    ] = None,
    entity: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Tell of this entity which names were merged into it and why."),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Tell only of rules whose name begins so, and of these all that missed."),
    ] = None,
    ontology: OntologyFolder = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Tell also of rules that were far from stating something.")
    ] = False,
    form: Annotated[str, typer.Option("--format", metavar="NAME", help="text or json.")] = "text",
) -> None:
    """Tell why a text gave what it gave: words, names, rules, near misses, statements; or why names were merged."""
    from kg.errors import UsageError
    from kg.explanation.explain import Explainer, explain_entity
    from kg.explanation.explaintext import render, render_entity, to_json
    from kg.ontology import load_ontology

    one_of("--format", form, TEXT_OR_JSON)
    loaded = load_ontology(ontology)
    if entity is not None:
        if sentence is not None or rule is not None:
            raise UsageError("--entity goes with neither --sentence nor --rule")
        told = explain_entity(target or [], entity, loaded)
        sys.stdout.write(to_json(told) if form == "json" else _coloured(render_entity(told)))
        return
    if not target:
        raise UsageError("there is nothing to explain\n  hint: give a text, a file, - for standard input, or --entity")
    if len(target) > 1:
        raise UsageError("give one text or file\n  hint: a text with spaces stands in quotation marks")
    _known(rule, loaded)
    documents, notes = _documents(target[0])
    if len(documents) > 1 and sentence is not None:
        raise UsageError(f"--sentence goes with one document, but {target[0]} holds {len(documents)}")
    explainer = Explainer(loaded)
    explanations: list[Explanation] = [explainer.explain(document, sentence, notes) for document in documents]
    if form == "json":
        sys.stdout.write("".join(to_json(explanation) for explanation in explanations))
        return
    for explanation in explanations:
        text = render(explanation, rule=rule or "", everything=everything, name=len(explanations) > 1)
        sys.stdout.write(_coloured(text))


def _coloured(text: str) -> str:
    """The text with its heads and signs in colour if it goes to a terminal."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    lines = []
    for line in text.split("\n"):
        colour = next((colour for sign, colour in _COLOURS.items() if line.startswith(sign)), None)
        head = line.startswith(("[", "=="))
        lines.append(typer.style(line, fg=colour) if colour else typer.style(line, bold=True) if head else line)
    return "\n".join(lines)


def _known(rule: str | None, ontology: Ontology) -> None:
    """Raise if no rule has a name that begins so."""
    from kg.datafile import suggestion
    from kg.errors import UsageError

    names = [one.name for one in ontology.rules.rules]
    if rule is not None and not any(name.startswith(rule) for name in names):
        raise UsageError(f"--rule {rule}: no rule's name begins so\n  hint: {suggestion(rule, names)}")


def _documents(argument: str) -> tuple[Sequence[Document], tuple[str, ...]]:
    """What an argument means: the documents of a path, standard input, or the argument itself as a text."""
    from kg.errors import InputError
    from kg.explanation.explain import path_note
    from kg.model import Document
    from kg.readers import SUFFIXES, read
    from kg.readers.telling import nothing_read

    if argument == "-" or os.path.exists(argument):
        problems: list[InputError] = []
        documents = list(read([argument], on_problem=problems.append, stdin=sys.stdin.buffer))
        if not documents:
            raise nothing_read(argument, problems, SUFFIXES)
        return documents, tuple(f"skipped: {problem}" for problem in problems)
    note = path_note(argument)
    return [Document("text", argument)], (note,) if note else ()
