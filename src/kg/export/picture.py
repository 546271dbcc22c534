"""Where the entities of a graph stand in a picture of it: the same in every format that has one."""

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

_LINE = 9.0  # a label is broken after so many wide characters; labels.js does the same
_EM = 12.0  # pixels of a wide character in a label

_Boxes = tuple[tuple[float, float], ...]
_Links = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The centre of an entity with its label below, in pixels (y grows downwards), and how high both are together."""

    x: int
    y: int
    height: float


def picture(graph: GraphView, most: int) -> tuple[list[str], dict[str, Place]]:
    """Rank the entities of a graph, and arrange the first of them by the plain facts that join them.

    Args:
        graph: The graph. Its order does not matter.
        most: How many entities are arranged.

    Returns:
        The ids of all entities, first those with the most plain facts, then with the most mentions; and the places of
        those that are arranged.
    """
    plain = {(s.subject, s.object) for s in graph.statements if not s.modality and s.subject != s.object}
    degree = Counter(end for pair in plain for end in pair)
    rank = sorted((-degree[one.id], -one.mentions, one.id) for one in graph.entities)
    number = {identifier: place for place, (_, _, identifier) in enumerate(rank[:most])}
    labels = {one.id: one.label_hans or one.label_hant for one in graph.entities if one.id in number}
    boxes = tuple(_box(labels[one], size(-mentions)) for _, mentions, one in rank[:most])
    links = sorted((number[source], number[target]) for source, target in plain if {source, target} <= number.keys())
    spots = _positions(boxes, tuple(links))
    places = {one: Place(*spot, box[1]) for one, spot, box in zip(number, spots, boxes, strict=True)}
    return [identifier for _, _, identifier in rank], places


def size(mentions: int) -> int:
    """The radius in pixels of an entity that is mentioned so often."""
    return min(24, 6 + round(2 * math.sqrt(mentions)))


@lru_cache(maxsize=1)  # several formats of one export show the same picture
def _positions(boxes: _Boxes, links: _Links) -> list[tuple[int, int]]:
    return positions(boxes, links)


def _box(label: str, radius: int) -> tuple[float, float]:
    """Estimate the width and height of an entity with its label below."""
    length = sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.56 for sign in label[:40])
    lines = 2 if length > _LINE else 1
    return max(min(length, _LINE) * _EM, 2.0 * radius) + 14, 2.0 * radius + lines * 15 + 14
