"""Tables on standard output: set for the eye on a terminal, in a pipe a line a row with tabs between the cells."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.table import Table

    from kg.evaluation.scores import Score

SHARES = ("P", "R", "F1", "right", "given", "gold")


def shares(score: Score) -> tuple[str, ...]:
    """The cells of a row under `SHARES`."""
    figures = (f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
    return (*figures, str(score.right), str(score.given), str(score.gold))


def table(head: Sequence[str], rows: Sequence[Sequence[str]], figures: Collection[str] = SHARES) -> None:
    """Print a table; nothing if it has no rows. Columns named in ``figures`` are set to the right."""
    if not rows:
        return
    if not sys.stdout.isatty():
        typer.echo("\n".join("\t".join(row) for row in (head, *rows)) + "\n")
        return
    from rich.console import Console

    Console(highlight=False).print(grid(head, rows, figures=figures), "")


def grid(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    figures: Collection[str] = (),
    whole: Collection[str] = (),
    title: str = "",
) -> Table:
    """A table for a terminal. Cells are text, whatever is in them.

    Args:
        head: the names of the columns.
        rows: the cells of each row.
        figures: columns that are set to the right.
        whole: columns that are cut off rather than broken into lines.
        title: what stands above.
    """
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", title=title or None)
    shown.title_justify, shown.title_style = "left", "bold"
    for name in head:
        right = name in figures
        shown.add_column(name, justify="right" if right else "left", no_wrap=right or name in whole, overflow="fold")
    for row in rows:
        shown.add_row(*map(Text, row))
    return shown
