"""Sets that grow together: things are one exactly where a chain of unions joins them, in whatever order these came."""

from __future__ import annotations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from kg.groups import Groups

THINGS = range(12)
PAIRS = st.lists(st.tuples(st.sampled_from(THINGS), st.sampled_from(THINGS)))


def united(pairs: list[tuple[int, int]]) -> Groups[int]:
    groups = Groups[int]()
    for first, second in pairs:
        groups.unite(first, second)
    return groups


def sets(groups: Groups[int]) -> set[frozenset[int]]:
    return {frozenset(other for other in THINGS if groups.root(other) == groups.root(one)) for one in THINGS}


@given(PAIRS)
def test_the_sets_are_the_connected_components_of_the_pairs(pairs: list[tuple[int, int]]) -> None:
    graph = networkx.Graph(pairs)
    graph.add_nodes_from(THINGS)

    assert sets(united(pairs)) == {frozenset(component) for component in networkx.connected_components(graph)}


@given(PAIRS)
def test_the_order_of_the_pairs_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    turned = [pair[::-1] for pair in reversed(pairs)]

    assert sets(united(pairs)) == sets(united(turned))


@given(PAIRS)
def test_what_stands_for_a_set_is_in_it_and_is_given_by_the_union(pairs: list[tuple[int, int]]) -> None:
    groups = united(pairs)

    for first, second in pairs:
        assert groups.unite(first, second) == groups.root(first) == groups.root(second)
    assert all(groups.root(groups.root(one)) == groups.root(one) for one in THINGS)
