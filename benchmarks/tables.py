"""Figures as tables in Markdown, and how one grows with another."""

from __future__ import annotations

import math
from collections.abc import Sequence


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *remarks: str) -> str:
    """A table in Markdown under a heading, and remarks below it."""
    lines = [f"### {title}", "", _row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join([*lines, *(f"\n{remark}" for remark in remarks)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """By which power of x grows y: the slope of the line of least squares through the logarithms.

    Not a number where a y is not above zero, as a time that is the difference of two may be if both are short.
    """
    if any(y <= 0 for _, y in points):
        return math.nan
    return slope([(math.log(x), math.log(y)) for x, y in points])


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the line of least squares."""
    count = len(points)
    x, y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
