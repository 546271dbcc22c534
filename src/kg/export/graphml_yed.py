"""The graph as yEd likes its GraphML: labels, shapes, sizes, colours and places are read from yFiles' own elements.

The plain attributes of the other GraphML are there too, so that yEd's property mapper and other readers find them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TextIO

from kg.export.attributes import edge
from kg.export.graphml import put_graph
from kg.export.xml import text

if TYPE_CHECKING:
    from kg.export.marks import Mark
    from kg.graphview import GraphView
    from kg.model import Entity, Statement
    from kg.schema import Schema

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xmlns:y="http://www.yworks.com/xml/graphml" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd">
  <key id="node_graphics" for="node" yfiles.type="nodegraphics"/>
  <key id="edge_graphics" for="edge" yfiles.type="edgegraphics"/>
"""
_DRAWN = frozenset({"x", "y", "size", "r", "g", "b"})
"""Attributes that yFiles has elements for; some readers would mix them up with these."""

_SHAPES = {
    "dot": "ellipse",
    "square": "rectangle",
    "diamond": "diamond",
    "triangle": "triangle",
    "triangleDown": "trapezoid2",
    "star": "star5",
    "hexagon": "hexagon",
}
"""Symbol of a type → the shape that yEd has for it."""


def write_graphml_yed(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write the entities and plain facts of a graph as GraphML for yEd.

    Args:
        graph: What to write. Its order does not matter: the writer sorts.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which the entities lie.
        schema: Gives the labels of relations, and the colours and symbols of types.
    """
    of_node, of_edge = partial(_node, schema=schema), partial(_edge, schema=schema)
    put_graph(graph, out, _HEAD, base=base, schema=schema, left_out=_DRAWN, of_node=of_node, of_edge=of_edge)


def _node(entity: Entity, mark: Mark, schema: Schema) -> str:
    known = schema.types.get(entity.type)
    shape = _SHAPES.get(known.symbol if known else "", "ellipse")
    corner = f'x="{mark.x - mark.size / 2:.1f}" y="{mark.y - mark.size / 2:.1f}"'  # yEd's y grows downwards
    return (
        '      <data key="node_graphics"><y:ShapeNode>'
        f'<y:Geometry height="{mark.size:.1f}" width="{mark.size:.1f}" {corner}/>'
        f'<y:Fill color="{mark.colour}" transparent="false"/>'
        '<y:BorderStyle color="#333333" type="line" width="1.0"/>'
        '<y:NodeLabel fontSize="12" modelName="sandwich" modelPosition="s" hasBackgroundColor="false">'
        f"{text(entity.hans)}</y:NodeLabel>"
        f'<y:Shape type="{shape}"/></y:ShapeNode></data>\n'
    )


def _edge(statement: Statement, schema: Schema) -> str:
    declared = schema.relations.get(statement.relation)
    arrow = "none" if declared and declared.symmetric else "standard"
    width = min(6.0, 0.75 + 0.75 * statement.support.bit_length())
    return (
        '      <data key="edge_graphics"><y:PolyLineEdge>'
        f'<y:LineStyle color="#777777" type="{"line" if statement.evidence else "dotted"}" width="{width}"/>'
        f'<y:Arrows source="none" target="{arrow}"/>'
        f'<y:EdgeLabel fontSize="10">{text(edge(statement, schema)["label"])}</y:EdgeLabel>'
        "</y:PolyLineEdge></data>\n"
    )
