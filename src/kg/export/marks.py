"""How entities look in programs that draw graphs: where, how large, in which colour. The same at every run."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.export.layout import positions

if TYPE_CHECKING:
    from kg.graphview import GraphView
    from kg.schema import Schema

LAID_OUT = 1500
"""So many entities, those with the most relations and mentions, are arranged by forces; the others around them."""

GREY = "#8a8f98"
"""The colour of a type that the ontology does not know."""

_LINE, _EM = 9.0, 12.0  # wide characters in a line of a label, and pixels of one
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


def draw(graph: GraphView, schema: Schema) -> dict[str, Mark]:
    """Place and dress the entities of a graph, by id.

    Plain facts are the edges that hold the picture together. The order of the graph does not matter.
    """
    plain = {(s.subject, s.object) for s in graph.statements if not s.modality and s.subject != s.object}
    degree = Counter(end for pair in plain for end in pair)
    rank = sorted((-degree[one.id], -one.mentions, one.id, one.type) for one in graph.entities)
    core = {identifier: place for place, (_, _, identifier, _) in enumerate(rank[:LAID_OUT])}
    labels = {one.id: one.label_hans or one.label_hant for one in graph.entities if one.id in core}
    boxes = tuple(_box(labels[one], _size(-mentions)) for _, mentions, one, _ in rank[:LAID_OUT])
    links = sorted((core[source], core[target]) for source, target in plain if source in core and target in core)
    spots = _positions(boxes, tuple(links))
    radius = max((math.hypot(x, y) for x, y in spots), default=0.0)
    marks = {}
    for place, (_, mentions, identifier, kind) in enumerate(rank):
        x, y = spots[place] if place < len(spots) else _around(place - len(spots), radius)
        known = schema.types.get(kind)
        marks[identifier] = Mark(x, y, 2.0 * _size(-mentions), (known.colour if known else "") or GREY)
    return marks


@lru_cache(maxsize=1)  # several formats of one export draw the same picture
def _positions(boxes: tuple[tuple[float, float], ...], links: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    return positions(boxes, links)


def _size(mentions: int) -> int:
    return min(24, 6 + round(2 * math.sqrt(mentions)))


def _box(label: str, size: int) -> tuple[float, float]:
    """Estimate the width and height of an entity with its label below."""
    length = sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.56 for sign in label[:40])
    lines = 2 if length > _LINE else 1
    return max(min(length, _LINE) * _EM, 2.0 * size) + 14, 2.0 * size + lines * 15 + 14


def _around(place: int, radius: float) -> tuple[int, int]:
    """A spot outside the core, on a spiral of even density."""
    distance = math.sqrt(radius * radius + (place + 1) * _RING * _RING / math.pi) + _RING
    angle = place * math.pi * (3 - math.sqrt(5))
    return round(distance * math.cos(angle)), round(distance * math.sin(angle))
