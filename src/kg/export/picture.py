"""Where the entities of a graph stand in a picture of it: the same in every format that has one."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.export.layout import positions
from kg.export.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graphview import GraphView

DRAWN = 1500
"""So many entities, those with the most plain facts and mentions, are arranged by forces; in all formats these."""

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


def picture(graph: GraphView, most: int) -> tuple[Ranking, dict[str, Place]]:
    """Rank the entities of a graph, and arrange the first of them by the plain facts that join them.

    What is only planned, denied or supposed joins those that no plain fact joins to anything: they stand beside what
    they have to do with, and not at the rim.

    Args:
        graph: The graph. Its order does not matter.
        most: How many entities are arranged.

    Returns:
        The entities, first those with the most plain facts, then with the most mentions; and the places of those that
        are arranged.
    """
    rank = Ranking(graph, _linked(graph))
    number = {identifier: place for place, identifier in enumerate(rank.first(most))}
    labels = {one.id: one.hans for one in graph.entities if one.id in number}
    boxes = tuple(_box(labels[one], size(rank.mentions[rank.number[one]])) for one in number)
    pairs = {pair for pair in _linked(graph) if pair[0] in number and pair[1] in number}
    joined = {end for pair in pairs for end in pair}
    for pair in _linked(graph, plain=False):
        if pair[0] in number and pair[1] in number and not joined.issuperset(pair):
            pairs.add(pair)
    spots = _positions(boxes, tuple(sorted({(number[source], number[target]) for source, target in pairs})))
    places = {one: Place(*spot, box[1]) for one, spot, box in zip(number, spots, boxes, strict=True)}
    return rank, places


def _linked(graph: GraphView, *, plain: bool = True) -> Iterator[tuple[str, str]]:
    """The ends of plain facts, or of the other statements, each pair once.

    Of a graph in order no more is remembered than one subject's.
    """
    ends = (
        (one.subject, one.object)
        for one in graph.statements
        if (not one.modality) == plain and one.subject != one.object
    )
    if not graph.in_order:
        yield from set(ends)
        return
    for subject, pairs in groupby(ends, key=itemgetter(0)):
        yield from ((subject, target) for target in {target for _, target in pairs})


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
