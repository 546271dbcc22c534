"""The tables of docs/accuracy.md, made again.

    python tools/accuracy.py [NAME=GOLD …] [--write]

Without arguments the two sets that travel with the project are judged: ``paragraphs`` (the tenth of the examples that
is kept apart) and ``own`` (`tests/gold`). Each further NAME=GOLD is one more column. ``--write`` puts the tables in
docs/accuracy.md, between the lines ``<!-- tables -->`` and ``<!-- end of tables -->``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kg.evaluation.annotated import read_gold, select_part
from kg.evaluation.evaluate import read_and_evaluate
from kg.evaluation.scores import Evaluation, Score
from kg.ontology import Ontology, load_ontology

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- tables -->\n", "<!-- end of tables -->"
LEAST_READINGS = 5
"""Rules read less often are told in sum only: their share says little."""

Runs = Mapping[str, tuple[Evaluation, Evaluation]]
"""Set → judged as read, and with the gold's names given."""


def run(ontology: Ontology, sets: Mapping[str, tuple[Path, str]]) -> Runs:
    """Judge each set twice."""
    runs = {}
    for name, (path, part) in sets.items():
        golds = select_part(read_gold([path], ontology.schema), part)
        runs[name] = (read_and_evaluate(golds, ontology), read_and_evaluate(golds, ontology, given_names=True))
    return runs


def figure(score: Score | None, *, counted: bool = False) -> str:
    """F1 (P / R), and how many there are."""
    if score is None or not (score.gold or score.given):
        return "–"
    count = f"; {score.gold}" if counted else ""
    return f"{score.f1:.3f} ({score.precision:.3f} / {score.recall:.3f}{count})"


def grid(head: str, runs: Runs, rows: Mapping[str, Callable[[str], str]]) -> Iterator[str]:
    """A Markdown table with a column for each set."""
    yield f"| {head} | {' | '.join(runs)} |"
    yield f"| --- |{' --- |' * len(runs)}"
    for name, cell in rows.items():
        yield f"| {name} | {' | '.join(cell(one) for one in runs)} |"
    yield ""


def tables(runs: Runs) -> Iterator[str]:
    """All tables, line by line."""
    yield "## All together: F1 (P / R)\n"
    yield from grid(
        "",
        runs,
        {
            "names": lambda one: figure(runs[one][0].names),
            "names, whatever their type": lambda one: figure(runs[one][0].names_type_apart),
            "relations": lambda one: figure(runs[one][0].relations),
            "relations, the reader's names given": lambda one: figure(runs[one][1].relations),
        },
    )
    yield "## By type: F1 (P / R; how many there are)\n"
    types = sorted({kind for run in runs.values() for kind in run[0].by_type})
    yield from grid("", runs, {kind: _cell(runs, kind, "by_type") for kind in types})
    yield "## By relation: F1 (P / R; how many there are)\n"
    kinds = sorted({kind for run in runs.values() for kind in run[0].by_relation})
    yield from grid("", runs, {kind: _cell(runs, kind, "by_relation") for kind in kinds})
    yield "## By source of names: share right (right of given)\n"
    yield "A name that several sources give counts for each.\n"
    sources = sorted({source for run in runs.values() for source in run[0].by_source})
    yield from grid("source", runs, {name: _share(runs, name, "by_source") for name in sources})
    yield "## By confidence: share right (right of given)\n"
    bins = sorted({bound for run in runs.values() for bound in run[0].by_confidence})
    yield from grid("confidence", runs, {f"{name} or more": _share(runs, name, "by_confidence") for name in bins})


def rules(evaluation: Evaluation) -> Iterator[str]:
    """How often each rule is right."""
    yield "## By rule: how often it is right\n"
    often = {name: score for name, score in evaluation.by_rule.items() if score.given >= LEAST_READINGS}
    yield "| rule | readings | share right |"
    yield "| --- | --- | --- |"
    for name, score in often.items():
        yield f"| `{name}` | {score.given} | {score.precision:.2f} |"
    rare = [score for name, score in evaluation.by_rule.items() if name not in often]
    if given := sum(score.given for score in rare):
        right = sum(score.right for score in rare)
        yield f"| {len(rare)} rules with fewer readings | {given} | {right / given:.2f} |"
    yield ""


def _cell(runs: Runs, key: str, group: str) -> Callable[[str], str]:
    return lambda one: figure(getattr(runs[one][0], group).get(key), counted=True)


def _share(runs: Runs, key: str, group: str) -> Callable[[str], str]:
    def cell(one: str) -> str:
        score = getattr(runs[one][0], group).get(key)
        return f"{score.precision:.3f} ({score.right} of {score.given})" if score else "–"

    return cell


def main(arguments: list[str]) -> None:
    """Print the tables, or write them into the page."""
    ontology = load_ontology()
    examples = ontology.folder / "examples"
    sets = {"paragraphs": (examples, "dev"), "own": (ROOT / "tests" / "gold", "all")}
    for argument in arguments:
        name, equals, path = argument.partition("=")
        if equals:
            sets[name] = (Path(path), "all")
    text = "\n".join(tables(run(ontology, sets)))
    train = select_part(read_gold([examples], ontology.schema), "train")
    text += "\n" + "\n".join(rules(read_and_evaluate(train, ontology, given_names=True)))
    if "--write" in arguments:
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
