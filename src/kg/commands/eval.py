"""``kg eval``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.options import TEXT_OR_JSON, OntologyFolder, one_of
from kg.commands.pairs import tell_pairs
from kg.commands.tables import SHARES, shares, table
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.evaluation.runs import Comparison
    from kg.evaluation.scores import Evaluation, Judged, Score
    from kg.ontology import Ontology

_GROUPS = ("type", "relation", "rule", "source", "confidence")
_COUNTS = ("right", "wrong", "P")
_Rows = list[tuple[str, ...]]


def eval_(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="GOLD",
            help="Gold: annotated text (.txt), gold JSON (.json), or folders of them. "
            "Default: the ontology's examples, of them --part dev.",
        ),
    ] = None,
    graph: Annotated[
        Path | None,
        typer.Option(
            "--graph",
            "-g",
            metavar="FILE",
            help="The graph to judge: a Turtle file, or a folder of kg build. Default: one of the gold's texts.",
        ),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(
            metavar="PART",
            help="dev (a tenth, by a hash of the text, kept for measuring), train (the rest, to learn from) or all.",
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", metavar="WHAT", help="Figures by type, relation, rule, source or confidence; may be repeated."
        ),
    ] = None,
    pairs: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Judge pairs of names instead: are they one thing? May be repeated."),
    ] = None,
    given_names: Annotated[
        bool, typer.Option("--given-names", help="Take the names from the gold, so that the rules are judged alone.")
    ] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong and what was missed.")] = False,
    against: Annotated[
        Path | None,
        typer.Option(metavar="OLD.json", help="Tell what got better and worse since a saved run."),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Save this run, for --against."),
    ] = None,
    ontology: OntologyFolder = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, or json: the run itself.")] = "text",
) -> None:
    """Judge a graph by what a careful reader found: what is right, wrong and missed, and which rule is to blame."""
    from kg.evaluation.annotated import read_gold, select_part
    from kg.evaluation.evaluate import evaluate, read_and_evaluate
    from kg.evaluation.given import given_by_file
    from kg.evaluation.runs import compare, load_run, save_run, to_json
    from kg.ontology import load_ontology

    groups = _groups(by or [], graph)
    if graph and given_names:
        raise UsageError("--given-names: a graph has names of its own\n  hint: leave out --graph")
    one_of("--format", form, TEXT_OR_JSON)
    loaded = load_ontology(ontology)
    if pairs:
        if gold or graph or save or against:
            raise UsageError("--pairs stands by itself\n  hint: leave out gold, --graph, --save and --against")
        tell_pairs(pairs, loaded, errors=errors)
        return
    old = load_run(against) if against else None
    golds = read_gold(gold or [_examples(loaded)], loaded.schema)
    golds = select_part(golds, part or ("all" if gold else "dev"))
    if graph:
        evaluation = evaluate(golds, given_by_file(graph, loaded.schema), loaded.schema)
    else:
        evaluation = read_and_evaluate(golds, loaded, given_names=given_names)
    if save:
        save_run(evaluation, save)
    for document in evaluation.absent:
        sys.stderr.write(f"kg: the graph has no document {document}; all of its gold counts as missed\n")
    if form == "json":
        typer.echo(to_json(evaluation), nl=False)
        return
    _tell(evaluation, groups, errors=errors)
    if old:
        _tell_changes(compare(old, evaluation))


def _groups(by: Sequence[str], graph: Path | None) -> list[str]:
    groups = [name.strip() for text in by for name in text.split(",")]
    for name in groups:
        one_of("--by", name, _GROUPS)
    if graph and "source" in groups:
        hint = "leave out --graph: the gold's texts are then read anew"
        raise UsageError(f"--by source: a graph does not say which reader found a name\n  hint: {hint}")
    return groups


def _examples(ontology: Ontology) -> Path:
    folder = ontology.folder / "examples"
    if not folder.is_dir():
        raise UsageError(f"{folder}: the ontology has no examples\n  hint: name gold files: kg eval GOLD")
    return folder


def _tell(evaluation: Evaluation, groups: Sequence[str], *, errors: bool) -> None:
    totals = {
        "names": evaluation.names,
        "names, type apart": evaluation.names_type_apart,
        "relations": evaluation.relations,
    }
    table(("total", *SHARES), [(name, *shares(score)) for name, score in totals.items()])
    if "type" in groups:
        table(("type", *SHARES), [(name, *shares(score)) for name, score in evaluation.by_type.items()])
    if "relation" in groups:
        table(("relation", *SHARES), [(name, *shares(score)) for name, score in evaluation.by_relation.items()])
    if "source" in groups:
        table(("source", *_COUNTS), _counted(evaluation.by_source), _COUNTS)
    if "confidence" in groups:
        rows = [(f"{name} or more", *row) for name, *row in _counted(evaluation.by_confidence)]
        table(("confidence", *_COUNTS), sorted(rows), _COUNTS)
    if "rule" in groups:
        table(("rule", *_COUNTS), _counted(evaluation.by_rule), _COUNTS)
        table(("rule", "verdict", "document", "reads", "in"), list(_examples_of_rules(evaluation)))
    if errors:
        table(("verdict", "kind", "document", "text", "by", "in"), [_error(one) for one in evaluation.errors])


def _tell_changes(comparison: Comparison) -> None:
    totals = (("names", comparison.names), ("relations", comparison.relations))
    rows = [(f"{name}, {when}", *shares(pair[at])) for name, pair in totals for at, when in enumerate(("old", "new"))]
    left_out = comparison.only_before + comparison.only_after
    shared = f" (without {left_out} documents that only one run has)" if left_out else ""
    table((f"against the old run{shared}", *SHARES), rows)
    changes = [
        (sign, f"{change.before or 'not given'} → {change.after or 'not given'}", *_error(change.judged)[1:])
        for sign, group in (("worse", comparison.worse), ("better", comparison.better))
        for change in group
    ]
    table(("change", "verdict", "kind", "document", "text", "by", "in"), changes)
    typer.echo(f"{len(comparison.better)} better, {len(comparison.worse)} worse")


def _examples_of_rules(evaluation: Evaluation) -> Iterator[tuple[str, ...]]:
    for rule in evaluation.by_rule:
        for verdict in ("wrong", "right"):
            for one in evaluation.examples(rule, verdict, 2):
                yield rule, verdict, one.document, one.text, one.quote


def _error(one: Judged) -> tuple[str, ...]:
    return one.verdict, one.kind, one.document, one.text, ", ".join(one.by), one.quote


def _counted(scores: Mapping[str, Score]) -> _Rows:
    """Rules or sources, those with the most wrong first."""
    ordered = sorted(scores.items(), key=lambda item: (item[1].right - item[1].given, item[0]))
    return [
        (name, str(score.right), str(score.given - score.right), f"{score.precision:.3f}") for name, score in ordered
    ]
