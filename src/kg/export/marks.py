"""How entities look in programs that draw graphs: where, how large, in which colour. The same at every run."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.export.picture import DRAWN, picture, size

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graphview import GraphView
    from kg.model import Entity
    from kg.schema import Schema

GREY = "#8a8f98"
"""The colour of a type that the ontology does not know."""

_RING = 60.0  # pixels from one entity outside the core to the next


@dataclass(frozen=True, slots=True)
class Mark:
    """How an entity is drawn: the centre in pixels (y grows downwards), the diameter, and a colour ``#rrggbb``."""

    x: int
    y: int
    size: float
    colour: str

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The colour's parts, each from 0 to 255."""
        return int(self.colour[1:3], 16), int(self.colour[3:5], 16), int(self.colour[5:7], 16)


def draw(graph: GraphView, schema: Schema) -> Callable[[Entity], Mark]:
    """Give what places and dresses the entities of a graph.

    Plain facts are the edges that hold the picture together; entities that it has no room for
    stand around it. The order of the graph does not matter.
    """
    rank, places = picture(graph, DRAWN)
    radius = max((math.hypot(place.x, place.y) for place in places.values()), default=0.0)
    outside = array("q", bytes(8 * len(rank.ids)))
    for number, entity in enumerate(rank.order[len(places) :]):
        outside[entity] = number

    def mark(one: Entity) -> Mark:
        place = places.get(one.id)
        x, y = (place.x, place.y) if place else _around(outside[rank.number[one.id]], radius)
        known = schema.types.get(one.type)
        return Mark(x, y, 2.0 * size(one.mentions), (known.colour if known else "") or GREY)

    return mark


def _around(place: int, radius: float) -> tuple[int, int]:
    """A spot outside the core, on a spiral of even density."""
    distance = math.sqrt(radius * radius + (place + 1) * _RING * _RING / math.pi) + _RING
    angle = place * math.pi * (3 - math.sqrt(5))
    return round(distance * math.cos(angle)), round(distance * math.sin(angle))
