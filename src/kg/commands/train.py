"""``kg train``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands.options import TEXT_OR_JSON, OntologyFolder, Sources, one_of
from kg.commands.tables import SHARES, shares, table
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.training.trained import Measured, Trained


def train(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="Annotated text (.txt) or gold that holds its texts (.json) of your own, or folders of either, "
            "beside the ontology's examples.",
        ),
    ] = None,
    ontology: OntologyFolder = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Where the table goes. Default: tagger.npz of the ontology."),
    ] = None,
    source: Sources = None,
    folds: Annotated[int, typer.Option(metavar="N", help="Parts of the cross-validation.")] = 3,
    multiply: Annotated[
        bool, typer.Option(help="Train on each paragraph once more, with its names exchanged for others of their kind.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", help="Processes that train side by side. Default: all cores."),
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, or json: the figures.")] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Make the tagger's table from annotated examples, and tell how right names are by cross-validation.

    A tenth of the examples (kg eval --part dev) is not trained on. From 5 000 paragraphs on the table holds a network.
    """
    from kg.engines.local import count_of
    from kg.evaluation.annotated import read_gold, select_part
    from kg.export.atomic import write_all
    from kg.ontology import TABLE, load_ontology
    from kg.tagging.table import write_table
    from kg.training.train import train as train_table

    one_of("--format", form, TEXT_OR_JSON)
    count = count_of(workers)
    loaded = load_ontology(ontology, source or (), tagger=False)
    examples = loaded.folder / "examples"
    paths = [*([examples] if examples.is_dir() else []), *(files or [])]
    if not paths:
        raise UsageError(f"{examples}: the ontology has no examples\n  hint: name annotated files: kg train FILE")
    golds = select_part(read_gold(paths, loaded.schema), "train")

    def tell(step: str) -> None:
        if not quiet:
            sys.stderr.write(f"kg: {step}\n")

    trained = train_table(loaded, golds, folds=folds, multiply=multiply, workers=count, progress=tell)
    target = out or loaded.folder / TABLE
    write_all(target.parent, {target.name: lambda path: write_table(trained.table, path)})
    if form == "json":
        typer.echo(json.dumps(_values(trained), ensure_ascii=False, indent=1))
        return
    _tell(trained)
    network = trained.table.network
    beside = f", a network of {sum(map(len, network.numbers))} vectors" if network else ""
    typer.echo(f"{target}: {len(trained.table.numbers)} features{beside}, {target.stat().st_size / 1e6:.2f} MB")


def _tell(trained: Trained) -> None:
    measured = {
        "the other sources": trained.before,
        "the tagger alone": trained.tagger,
        "all, weighed": trained.weighed,
    }
    table(("names by place", *SHARES), [(name, *shares(one.total)) for name, one in measured.items()])
    table(("all, weighed", *SHARES), [(name, *shares(score)) for name, score in trained.weighed.types.items()])
    whole = trained.first.total.f1
    table(
        ("without", "F1", "less"),
        [("nothing", f"{whole:.3f}", "")]
        + [
            (f"{kind} {name}", f"{f1:.3f}", f"{whole - f1:.3f}")
            for kind, worth in (("features", trained.families), ("source", trained.sources))
            for name, f1 in sorted(worth.items(), key=lambda item: item[1])
        ],
        ("F1", "less"),
    )


def _values(trained: Trained) -> dict[str, Any]:
    return {
        "paragraphs": trained.paragraphs,
        "folds": trained.folds,
        "features": len(trained.table.numbers),
        "vectors": sum(map(len, trained.table.network.numbers)) if trained.table.network else 0,
        "names": {
            name: _figures(one)
            for name, one in (("before", trained.before), ("tagger", trained.tagger), ("weighed", trained.weighed))
        },
        "without": {
            "nothing": round(trained.first.total.f1, 4),
            "features": {name: round(f1, 4) for name, f1 in trained.families.items()},
            "sources": {name: round(f1, 4) for name, f1 in trained.sources.items()},
        },
    }


def _figures(measured: Measured) -> dict[str, dict[str, float]]:
    return {
        name: {"P": round(one.precision, 4), "R": round(one.recall, 4), "F1": round(one.f1, 4)}
        for name, one in {"all": measured.total, **measured.types}.items()
    }
