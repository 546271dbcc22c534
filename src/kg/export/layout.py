"""Positions for the nodes of a drawing, the same at every run and on every machine.

Each connected component is arranged by forces (Fruchterman and Reingold, "Graph Drawing by Force-directed Placement",
1991; far nodes are taken together by the cells of a grid), its labels are pushed apart, and the components are packed
around the largest one. What could differ from machine to machine is kept out: only operations that IEEE 754 rounds
exactly, sums in a fixed order, coordinates rounded after each step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kg.export.packing import ASPECT, Floats, lower_right, pack, row_width, set_rows, upper_left
from kg.groups import Groups

GRAIN = 256.0  # coordinates are kept to 1/GRAIN, so that the last bit of a sum cannot grow
FILL = 1.7  # room given to an arrangement, as a multiple of the area of its labels
EXACT = 300  # components up to this size get every pair's repulsion, larger ones that of grid cells


def positions(boxes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Place nodes so that no two boxes overlap and linked ones are near each other.

    Args:
        boxes: Width and height that each node needs with its label, in the units of the result.
        edges: Pairs of indexes into ``boxes``; order, direction and repetition do not matter, loops are ignored.

    Returns:
        The centre of each box in whole units, around the origin. Nodes without edges stand in rows below the rest.
    """
    if not boxes:
        return []
    links = sorted({(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]})
    sizes = np.array(boxes, dtype=np.float64)
    centres = np.zeros_like(sizes)
    linked, single = _components(len(boxes), links)
    for members in linked:
        number = {node: place for place, node in enumerate(members)}
        inner = [(number[source], number[target]) for source, target in links if source in number]
        rows = np.array(members)
        centres[rows] = _spread(_forces(len(members), inner, sizes[rows]), sizes[rows])
    bottom = pack(centres, sizes, linked)
    if single:
        width = row_width(centres, sizes, linked, sizes[single])
        set_rows(centres, sizes, single, width, bottom)
    middle = (upper_left(centres, sizes) + lower_right(centres, sizes)) / 2
    return [(round(x), round(y)) for x, y in (centres - middle).tolist()]


def _components(count: int, links: Sequence[tuple[int, int]]) -> tuple[list[list[int]], list[int]]:
    """Give the connected components of two and more nodes, largest first, and the nodes that have no edge."""
    united: Groups[int] = Groups()
    for source, target in links:
        united.unite(source, target)
    groups: dict[int, list[int]] = {}
    for node in range(count):
        groups.setdefault(united.root(node), []).append(node)
    linked = sorted((group for group in groups.values() if len(group) > 1), key=lambda group: (-len(group), group[0]))
    return linked, [group[0] for group in groups.values() if len(group) == 1]


def _start(count: int, links: Sequence[tuple[int, int]]) -> Floats:
    """Lay the nodes on a sunflower spiral, breadth first from the best connected one: hubs inside, kin together."""
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for source, target in links:
        neighbours[source].append(target)
        neighbours[target].append(source)
    order = [max(range(count), key=lambda node: (len(neighbours[node]), -node))]
    seen = set(order)
    for node in order:  # grows while it is read
        for other in sorted(neighbours[node], key=lambda other: (-len(neighbours[other]), other)):
            if other not in seen:
                seen.add(other)
                order.append(other)
    golden = math.pi * (3 - math.sqrt(5))
    start = np.zeros((count, 2))
    for place, node in enumerate(order):
        radius = math.sqrt(place + 0.5)
        start[node] = (radius * math.cos(place * golden), radius * math.sin(place * golden))
    return start


def _forces(count: int, links: Sequence[tuple[int, int]], sizes: Floats) -> Floats:
    """Arrange one component: every node pushes every other away, edges pull, steps shrink."""
    if count == 2:  # one above the other would read as a list: side by side
        reach = float(sizes[:, 0].sum()) / 2 + 40
        return np.array([[0.0, 0.0], [reach, 0.0]])
    source = np.array([link[0] for link in links])
    target = np.array([link[1] for link in links])
    degree = np.bincount(source, minlength=count) + np.bincount(target, minlength=count)
    mass = 1 + np.sqrt(degree.astype(np.float64))  # hubs push more, so that their leaves have room
    spot = _start(count, links)
    steps = 150 if count <= EXACT else 90
    for step in range(steps):
        push = _repulsion(spot, mass)
        pull = spot[target] - spot[source]
        length = np.sqrt((pull * pull).sum(axis=1))
        pull *= (length / 3)[:, None]
        for axis in (0, 1):
            push[:, axis] += np.bincount(source, pull[:, axis], minlength=count)
            push[:, axis] -= np.bincount(target, pull[:, axis], minlength=count)
        push -= spot * 0.12  # a little gravity keeps long arms in the picture
        size = np.sqrt((push * push).sum(axis=1)) + 1e-9
        heat = 0.02 + math.sqrt(count) * 0.12 * (1 - step / steps) ** 2
        spot += push * (np.minimum(size, heat) / size)[:, None]
        spot = np.rint(spot * GRAIN) / GRAIN
    return _proportion(spot, float((sizes[:, 0] * sizes[:, 1]).sum()))


def _proportion(spot: Floats, area: float) -> Floats:
    """Turn an arrangement so that it lies flat, and stretch it until its labels have room, more so sideways."""
    spot = spot - spot.mean(axis=0)
    turns = [
        (max(float(np.ptp(turned[:, 0])) / ASPECT, float(np.ptp(turned[:, 1]))), number)
        for number in range(24)
        for turned in (_turn(spot, number),)
    ]
    spot = _turn(spot, min(turns)[1])
    wide, high = (max(float(np.sqrt((spot[:, axis] ** 2).mean())), 0.1) for axis in (0, 1))
    # A disc's standard deviation is a quarter of its diameter.
    across = math.sqrt(area * FILL * ASPECT) / (4 * wide)
    down = math.sqrt(area * FILL / ASPECT) / (4 * high)
    across, down = min(across, 2.2 * down), min(down, 1.2 * across)
    stretched: Floats = np.rint(spot * np.array([across, down]) * GRAIN) / GRAIN
    return stretched


def _turn(spot: Floats, number: int) -> Floats:
    angle = number * math.pi / 24
    sine, cosine = math.sin(angle), math.cos(angle)
    x, y = spot[:, 0], spot[:, 1]
    turned: Floats = np.rint(np.stack([x * cosine - y * sine, x * sine + y * cosine], axis=1) * GRAIN) / GRAIN
    return turned


def _repulsion(spot: Floats, mass: Floats) -> Floats:
    """Give the push on each node from all others, beyond ``EXACT`` nodes from the centres of grid cells instead."""
    count = len(spot)
    x, y = np.ascontiguousarray(spot[:, 0]), np.ascontiguousarray(spot[:, 1])
    if count <= EXACT:
        return _away(x, y, mass, x, y, mass)
    low = spot.min(axis=0)
    side = max(float((spot.max(axis=0) - low).max()), 1.0)
    number = math.ceil(math.sqrt(count / 3))
    place = np.minimum((spot - low) * (number / side), number - 1).astype(np.int64)
    used, cell = np.unique(place[:, 0] * number + place[:, 1], return_inverse=True)
    weight: Floats = np.bincount(cell, mass, minlength=len(used)).astype(np.float64)
    sums = [np.bincount(cell, mass * axis, minlength=len(used)) for axis in (x, y)]
    push = _away(x, y, mass, sums[0] / weight, sums[1] / weight, weight, own=cell)
    others = weight[cell] - mass  # the own cell: its centre without the node itself
    alone = others <= 0
    near = [
        axis - (total[cell] - mass * axis) / np.where(alone, 1.0, others)
        for axis, total in zip((x, y), sums, strict=True)
    ]
    force = np.where(alone, 0.0, mass * others / (near[0] * near[0] + near[1] * near[1] + 0.05))
    return push + np.stack([near[0] * force, near[1] * force], axis=1)


def _away(
    x: Floats,
    y: Floats,
    mass: Floats,
    from_x: Floats,
    from_y: Floats,
    weight: Floats,
    own: npt.NDArray[np.int64] | None = None,
) -> Floats:
    """Sum the pushes on each node from all the given points, but from the one that is its ``own``."""
    across = x[:, None] - from_x[None, :]
    down = y[:, None] - from_y[None, :]
    force = across * across
    force += down * down
    force += 0.01
    np.divide(weight[None, :], force, out=force)
    if own is not None:
        force[np.arange(len(x)), own] = 0.0
    across *= force
    down *= force
    pushes: Floats = np.stack([across.sum(axis=1) * mass, down.sum(axis=1) * mass], axis=1)
    return pushes


def _spread(spot: Floats, sizes: Floats) -> Floats:
    """Free all boxes of each other: widen the arrangement where pushing alone fails, then draw it together again."""
    turns = max(40, min(160, 12000 // len(spot)))
    spot, free = _push_apart(spot, sizes, turns)
    for _ in range(60):
        if free:
            break
        spot, free = _push_apart(spot * 1.03, sizes, turns // 3)
    for shrink in ((0.94, 1.0), (1.0, 0.94)) * 6:
        closer, free = _push_apart(spot * np.array(shrink), sizes, turns)
        if free:
            spot = closer
    return spot


def _push_apart(spot: Floats, sizes: Floats, turns: int) -> tuple[Floats, bool]:
    """Push boxes that overlap apart, along the axis that costs less; say whether none does any more."""
    widest, tallest = map(float, sizes.max(axis=0))
    half = sizes / 2
    for _ in range(turns):
        first, second = _near(spot, widest, tallest)
        apart = spot[second] - spot[first]
        over = half[second] + half[first] - np.abs(apart)
        hit = np.flatnonzero((over[:, 0] > 0.5) & (over[:, 1] > 0.5))
        if not len(hit):
            return spot, True
        first, second, apart, over = first[hit], second[hit], apart[hit], over[hit]
        sideways = over[:, 0] < over[:, 1] * 1.6
        spot = spot.copy()
        for axis, chosen in ((0, sideways), (1, ~sideways)):
            step = np.where(chosen, over[:, axis] * 0.34, 0.0) * np.where(apart[:, axis] < 0, -1.0, 1.0)
            spot[:, axis] += np.bincount(second, step, minlength=len(spot))
            spot[:, axis] -= np.bincount(first, step, minlength=len(spot))
        spot = np.rint(spot * GRAIN) / GRAIN
    return spot, False


def _near(spot: Floats, wide: float, high: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give the pairs of nodes that may be nearer than a width and a height: those of one row or of two, side by side.

    Rows are as high as that height; nodes stand in a line by row and by x, so that the near ones are two ranges of it.
    """
    x = spot[:, 0] - spot[:, 0].min()
    row = np.floor((spot[:, 1] - spot[:, 1].min()) / high)
    length = float(x.max()) + 3 * wide
    line = row * length + x
    order = np.argsort(line, kind="stable")
    line = line[order]
    places = np.arange(len(line))
    pairs = []
    for begin, end in (
        (places + 1, np.searchsorted(line, line + wide)),
        (np.searchsorted(line, line + length - wide), np.searchsorted(line, line + length + wide)),
    ):
        counts = np.maximum(end - begin, 0)
        first = np.repeat(places, counts)
        pairs.append((first, np.arange(len(first)) + (begin - np.cumsum(counts) + counts)[first]))
    first, second = (order[np.concatenate(side)] for side in zip(*pairs, strict=True))
    return first, second
