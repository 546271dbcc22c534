"""What is drawn at first: which entities and statements, where, and how each looks.

All of a graph of up to `kg.export.picture.DRAWN` entities; of a larger one those with the most plain facts, and the
strongest statements between them. The others are found by search, and drawn when they are chosen. A look is a set of
vis-network options; few looks serve all statements.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.export.picture import DRAWN, picture, size
from kg.model import Graph

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.export.picture import Place

LINES = 3000
"""So many statements are drawn at most when not all entities are; the others are drawn when an end is chosen."""


def drawing(graph: Graph, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the drawing of a graph.

    Args:
        graph: The graph.
        data: The same as the page knows it (``island.island``).

    Returns:
        ``nodes`` and ``edges`` for vis-network, whose ids are places in the page's lists; ``looks``, the different
        options of edges; ``look``, for each statement the number of its look; ``sizes``, for each entity the radius of
        its node at natural scale.
    """
    rows = data["statements"]
    ends = list(zip(rows["subject"], rows["object"], strict=True))
    sizes = [size(entity.mentions) for entity in graph.entities]
    _, places = picture(graph, DRAWN)
    drawn = {number: places[entity.id] for number, entity in enumerate(graph.entities) if entity.id in places}
    lines = _lines(drawn, ends, rows)
    looks, look = _looks(data, ends)
    nodes = _nodes(data, drawn, sizes)
    edges = [{"id": line, "from": ends[line][0], "to": ends[line][1], **looks[look[line]]} for line in lines]
    return {"nodes": nodes, "edges": edges, "looks": looks, "look": look, "sizes": sizes}


def _lines(drawn: Collection[int], ends: Sequence[tuple[int, int]], rows: Mapping[str, Any]) -> list[int]:
    """Give the statements to draw between these entities: each one's strongest, then the strongest of all."""
    inside = set(drawn)
    lines = [line for line, pair in enumerate(ends) if inside.issuperset(pair)]
    if len(drawn) < DRAWN or len(lines) <= LINES:
        return lines
    lines.sort(key=lambda line: (-rows["support"][line], -rows["confidence"][line], line))
    met: set[int] = set()
    first: list[int] = []
    for line in lines:
        if not met.issuperset(ends[line]):
            first.append(line)
            met.update(ends[line])
    chosen = set(first)
    rest = (line for line in lines if line not in chosen)
    return sorted([*first, *rest][: max(LINES, len(first))])


def _nodes(data: Mapping[str, Any], drawn: Mapping[int, Place], sizes: Sequence[int]) -> list[dict[str, Any]]:
    nodes = []
    for number, place in sorted(drawn.items()):
        type_ = data["types"][data["entities"]["type"][number]]
        nodes.append(
            {
                "id": number,
                "label": data["entities"]["hans"][number][:40],
                "shape": type_["shape"],
                "color": type_["colour"],
                "size": sizes[number],
                "x": place.x,
                "y": place.y - round(place.height / 2) + sizes[number] + 4,  # the place holds the label below the node
            }
        )
    return nodes


def _looks(data: Mapping[str, Any], ends: Sequence[tuple[int, int]]) -> tuple[list[dict[str, Any]], list[int]]:
    """Give the different looks, and the number of each statement's; several between the same entities bend apart."""
    rows = data["statements"]
    mutual = [relation.get("symmetric", False) for relation in data["relations"]]
    number: dict[tuple[int, bool, str, int], int] = {}
    look: list[int] = []
    seen: Counter[tuple[int, int]] = Counter()
    for line, (source, target) in enumerate(ends):
        line_style = ""
        if data["modalities"][rows["modality"][line]]:
            line_style = "dashed"
        elif data["sources"][rows["source"][line]] and not rows["documents"][line]:
            line_style = "dotted"
        pair = (min(source, target), max(source, target))
        turn = seen[pair] if source != target else 0
        bend = (turn + 1) // 2 * (1 if (turn % 2 == 1) == (source < target) else -1)
        seen[pair] += 1
        key = (int(rows["support"][line]).bit_length(), mutual[rows["relation"][line]], line_style, bend)
        look.append(number.setdefault(key, len(number)))
    return [_look(*key) for key in number], look


_DASHES = {"dashed": [7, 6], "dotted": [2, 4]}


def _look(strength: int, mutual: bool, line_style: str, bend: int) -> dict[str, Any]:
    """Give the options of an edge. ``strength`` is the binary magnitude of its support, ``bend`` which arc it takes."""
    options: dict[str, Any] = {"width": min(6.0, 0.75 + 0.75 * strength)}
    if not mutual:
        options["arrows"] = "to"
    if line_style:
        options["dashes"] = _DASHES[line_style]
    if bend:
        kind = "curvedCW" if bend > 0 else "curvedCCW"
        options["smooth"] = {"enabled": True, "type": kind, "roundness": min(0.9, 0.16 * abs(bend))}
    return options
