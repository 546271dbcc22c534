"""Nodes → groups that are one thing: links followed in order, the strongest first, and none across a decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.groups import Groups
from kg.knowledge.decisions import Decision
from kg.resolution.links import DECISION, Link
from kg.resolution.nodes import Node


@dataclass(frozen=True, slots=True)
class Joined:
    """The groups, each sorted, and for each node the link that first took it to another one."""

    groups: tuple[tuple[Node, ...], ...]
    by: dict[Node, Link] = field(default_factory=dict)


Parted = tuple[Sequence[Node], Sequence[Node]]
"""Nodes of which none on one side may come together with one on the other."""


def join(nodes: Iterable[Node], links: Iterable[Link], parted: Iterable[Parted] = ()) -> Joined:
    """Follow links from the strongest to the weakest; leave out those that would bring together what is parted.

    Takes time nearly linear in the number of nodes and links.

    Args:
        nodes: all nodes, with or without links.
        links: in any order.
        parted: what decisions keep apart.
    """
    groups: Groups[Node] = Groups()
    marks: dict[Node, set[tuple[int, int]]] = defaultdict(set)
    for number, sides in enumerate(parted):
        for side, members in enumerate(sides):
            for node in members:
                marks[node].add((number, side))
    by: dict[Node, Link] = {}
    everything = set(nodes)
    for link in sorted(set(links)):
        everything.add(link.left)
        everything.update(link.rights)
        if len({groups.root(right) for right in link.rights}) != 1:
            continue
        first, second = groups.root(link.left), groups.root(link.rights[0])
        if first == second or not _meet(marks.get(first), marks.get(second)):
            by.setdefault(link.left, link)
            if link.reason == DECISION:
                by.setdefault(link.rights[0], link)
        if first != second and not _meet(marks.get(first), marks.get(second)):
            top = groups.unite(first, second)
            below = second if top == first else first
            if below in marks:
                smaller, larger = sorted((marks.pop(below), marks[top]), key=len)
                larger |= smaller
                marks[top] = larger
    together: dict[Node, list[Node]] = defaultdict(list)
    for node in sorted(everything):
        together[groups.root(node)].append(node)
    return Joined(tuple(tuple(group) for group in together.values()), by)


def _meet(first: set[tuple[int, int]] | None, second: set[tuple[int, int]] | None) -> bool:
    """Tell whether two groups stand on the two sides of a decision."""
    if not first or not second:
        return False
    smaller, larger = sorted((first, second), key=len)
    return any((number, 1 - side) in larger for number, side in smaller)


@dataclass(frozen=True, slots=True)
class Idle:
    """A decision that decided nothing, and why; ``unmet`` if the documents simply do not use its names."""

    decision: Decision
    why: str
    unmet: bool = False

    def __str__(self) -> str:
        """Say where it stands and why nothing came of it."""
        return f"{self.decision.location}: {self.why}"
