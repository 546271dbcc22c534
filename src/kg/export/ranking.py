"""The entities of a graph in the order of how much is known of them, in little memory."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graphview import GraphView


class Ranking:
    """The entities with the most facts first, then those with the most mentions; alike ones by id.

    Attributes:
        ids: their ids, sorted.
        number: the place of each id there.
        mentions: how often each is mentioned, in the order of ``ids``.
        order: the places of the entities in ``ids``, first of what is known most.
    """

    __slots__ = ("ids", "mentions", "number", "order")

    def __init__(self, graph: GraphView, facts: Iterable[tuple[str, str]]) -> None:
        """Rank.

        Args:
            graph: gives the entities. Their order does not matter.
            facts: the ends of the facts that count.
        """
        self.mentions = array("q")
        if graph.in_order:
            self.ids: list[str] = []
            for one in graph.entities:
                self.ids.append(one.id)
                self.mentions.append(one.mentions)
        else:
            mentions = {one.id: one.mentions for one in graph.entities}
            self.ids = sorted(mentions)
            self.mentions.extend([mentions[one] for one in self.ids])
        self.number = {identifier: place for place, identifier in enumerate(self.ids)}
        degree = array("q", bytes(8 * len(self.ids)))
        find = self.number.get
        for pair in facts:
            for end in pair:
                place = find(end)
                if place is not None:
                    degree[place] += 1
        keys = -np.asarray(self.mentions), -np.asarray(degree)  # the last one goes first
        self.order = array("q", np.lexsort(keys).tobytes()) if self.ids else array("q")

    def first(self, most: int) -> list[str]:
        """The ids of so many entities of which most is known."""
        return [self.ids[place] for place in self.order[:most]]
