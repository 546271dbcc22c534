"""Places of nodes: no two overlap, what is linked is near, and every process gives the same."""

from __future__ import annotations

import math
import subprocess
import sys
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.layout import positions
from kg.export.picture import picture
from kg.model import Entity, Graph, Statement

Drawing = tuple[list[tuple[float, float]], list[tuple[int, int]]]


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    count = draw(st.integers(1, 40))
    size = st.tuples(st.integers(20, 130).map(float), st.integers(30, 90).map(float))
    node = st.integers(0, count - 1)
    boxes = draw(st.lists(size, min_size=count, max_size=count))
    return boxes, draw(st.lists(st.tuples(node, node), max_size=60))


def overlap(boxes: list[tuple[float, float]], spots: list[tuple[int, int]]) -> bool:
    slack = 3  # spots are whole numbers, and a touch of half a unit is let pass
    return any(
        abs(spots[a][0] - spots[b][0]) < (boxes[a][0] + boxes[b][0]) / 2 - slack
        and abs(spots[a][1] - spots[b][1]) < (boxes[a][1] + boxes[b][1]) / 2 - slack
        for a, b in combinations(range(len(spots)), 2)
    )


@settings(max_examples=40, deadline=None)
@given(drawings())
def test_no_two_boxes_overlap(drawing: Drawing) -> None:
    boxes, edges = drawing

    assert not overlap(boxes, positions(boxes, edges))


@settings(max_examples=20, deadline=None)
@given(drawings())
def test_order_direction_and_repetition_of_edges_do_not_matter(drawing: Drawing) -> None:
    boxes, edges = drawing
    other = [(target, source) for source, target in reversed(edges + edges[:3])]

    assert positions(boxes, edges) == positions(boxes, other)


def test_a_graph_without_nodes_has_no_positions() -> None:
    assert positions([], []) == []


def test_linked_nodes_are_nearer_than_nodes_of_other_components() -> None:
    spots = positions([(60.0, 40.0)] * 8, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)])

    def apart(first: int, second: int) -> float:
        return (spots[first][0] - spots[second][0]) ** 2 + (spots[first][1] - spots[second][1]) ** 2

    assert max(apart(0, 1), apart(1, 2)) < apart(1, 4)
    assert min(spots[6][1], spots[7][1]) > max(y for _, y in spots[:6]), "nodes without edges stand below"


def test_large_components_are_placed_without_overlap_too() -> None:
    count = 700  # more than are placed by exact forces
    boxes = [(100.0, 50.0)] * count
    edges = [(node, (node * 7 + 1) % count // 3) for node in range(count)]

    assert not overlap(boxes, positions(boxes, edges))


def test_every_process_gives_the_same_positions() -> None:
    code = (
        "from kg.export.layout import positions\n"
        "print(positions([(80.0, 50.0)] * 60, [(node, node * node % 40) for node in range(50)]))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout
        for seed in ("1", "2")
    }

    assert len(runs) == 1


def test_what_is_only_planned_stands_beside_what_it_has_to_do_with() -> None:
    names = [f"{number:02}" for number in range(24)]
    entities = tuple(Entity(name, "Organization", name, name) for name in names)
    facts = [Statement("00", "owns", name) for name in names[1:22]]
    planned = Statement("22", "owns", "01", "planned", 1)
    graph = Graph(entities=entities, statements=(*facts, planned))
    _, places = picture(graph, 100)

    def far(one: str, other: str) -> float:
        return math.hypot(places[one].x - places[other].x, places[one].y - places[other].y)

    assert far("22", "01") < far("23", "01")
    assert far("22", "01") < 150
