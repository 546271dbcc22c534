"""``kg eval --pairs``: how often two names are rightly one thing or two."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.commands.tables import table

if TYPE_CHECKING:
    from kg.evaluation.pairs import JudgedPair
    from kg.ontology import Ontology

_COLUMNS = ("right", "of", "share", "not read")


def tell_pairs(paths: Sequence[Path], ontology: Ontology, *, errors: bool) -> None:
    """Judge files of pairs and print how many are right by kind; with ``errors`` also those that are not.

    Raises:
        InputError: a file cannot be read.
        OntologyError: a file has faults.
    """
    from kg.evaluation.pairs import judge_pairs, read_pairs, share_right
    from kg.extraction import Extractor

    pairs = [pair for path in paths for pair in read_pairs(path)]
    judged = judge_pairs(pairs, Extractor(ontology))
    rows = [
        (kind or "all", str(right), str(of), f"{right / of:.3f}" if of else "–", str(_unread(judged, kind)))
        for kind, (right, of) in share_right(judged).items()
    ]
    table(("kind", *_COLUMNS), rows, _COLUMNS)
    for one in judged if errors else ():
        if not one.right:
            pair = one.pair
            unread = f" (not read as a name: {', '.join(one.unread)})" if one.unread else ""
            typer.echo(f"{pair.location}: {pair.name} and {pair.other} should be {pair.verdict}{unread}")


def _unread(judged: Sequence[JudgedPair], kind: str) -> int:
    return sum(bool(one.unread) for one in judged if kind in ("", one.pair.kind))
