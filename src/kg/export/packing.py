"""Components of a drawing brought together: the largest in the middle, the others around it, loners below.

All lengths are in the units of the drawing. The functions move the centres that they are given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ASPECT = 1.4  # width of the drawing by its height: most windows are landscape
CELL = 24.0  # cell of the packing grid, about half the height of a label


def pack(centres: Floats, sizes: Floats, linked: Sequence[list[int]]) -> float:
    """Move each component, largest first, to the free place nearest the middle; give the lowest edge of all."""
    if not linked:
        return 0.0
    spans = [lower_right(centres[m], sizes[m]) - upper_left(centres[m], sizes[m]) for m in linked]
    reach = float(spans[0].max()) + 2 * math.sqrt(sum(float(span[0] * span[1]) for span in spans)) + 8 * CELL
    cell = max(CELL, reach / 120)
    side = math.ceil(reach / cell)
    taken = np.zeros((side * 2, side * 2), dtype=np.int32)
    axis = np.arange(side * 2, dtype=np.float64) - side
    for members, span in zip(linked, spans, strict=True):
        width, height = (int(value) for value in np.ceil(span / cell) + 1)
        total = np.zeros((side * 2 + 1, side * 2 + 1), dtype=np.int64)
        total[1:, 1:] = taken.cumsum(axis=0).cumsum(axis=1)
        inside = total[height:, width:] - total[:-height, width:] - total[height:, :-width] + total[:-height, :-width]
        far = axis[: inside.shape[1]][None, :] + width / 2
        deep = axis[: inside.shape[0]][:, None] + height / 2
        cost = np.where(inside == 0, far * far + deep * deep * (ASPECT * ASPECT), np.inf)
        row, column = np.unravel_index(int(cost.argmin()), cost.shape)
        corner = np.array([(int(column) - side) * cell, (int(row) - side) * cell])
        centres[members] += corner - upper_left(centres[members], sizes[members])
        for centre, size in zip(centres[members], sizes[members], strict=True):
            left, top = np.floor((centre - size / 2) / cell).astype(int) + side
            right, low = np.ceil((centre + size / 2) / cell).astype(int) + side
            taken[top : low + 1, left : right + 1] = 1
    everyone = [node for members in linked for node in members]
    return float(lower_right(centres[everyone], sizes[everyone])[1])


def row_width(centres: Floats, sizes: Floats, linked: Sequence[list[int]], singles: Floats) -> float:
    """Give the width for the rows of nodes without edges: that of the drawing, or what makes a block of ``ASPECT``."""
    wanted = math.sqrt(float((singles[:, 0] * singles[:, 1]).sum()) * ASPECT) * 1.1
    everyone = [node for members in linked for node in members]
    if not everyone:
        return wanted
    return max(
        wanted,
        float((lower_right(centres[everyone], sizes[everyone]) - upper_left(centres[everyone], sizes[everyone]))[0]),
    )


def set_rows(centres: Floats, sizes: Floats, single: Sequence[int], width: float, top: float) -> None:
    """Set the nodes without edges in centred rows under the rest, in the order given."""
    middle = 0.0
    row: list[int] = []
    used, height = 0.0, top + 3 * CELL

    def flush() -> None:
        nonlocal height
        tall = max(float(sizes[node, 1]) for node in row)
        left = middle - used / 2
        for node in row:
            centres[node] = (left + float(sizes[node, 0]) / 2, height + tall / 2)
            left += float(sizes[node, 0])
        height += tall

    for node in single:
        if row and used + float(sizes[node, 0]) > width:
            flush()
            row, used = [], 0.0
        row.append(node)
        used += float(sizes[node, 0])
    flush()


def upper_left(centres: Floats, sizes: Floats) -> Floats:
    """Give the upper left corner of the boxes' bounds."""
    corner: Floats = (centres - sizes / 2).min(axis=0)
    return corner


def lower_right(centres: Floats, sizes: Floats) -> Floats:
    """Give the lower right corner of the boxes' bounds."""
    corner: Floats = (centres + sizes / 2).max(axis=0)
    return corner
