"""The graph as GraphML for programs that draw and measure: networkx, igraph, Gephi, Cytoscape, yEd.

One directed graph whose edges are the plain facts. What a text negates, plans, supposes or ends is left to the Turtle,
as such programs draw every edge as a fact. All attributes are scalars. Each program finds what it looks for: ``label``
(Gephi), ``name`` and ``interaction`` (Cytoscape), ``x``, ``y``, ``size`` and ``r``, ``g``, ``b`` (Gephi).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from kg.export.iris import entity_path, statement_name
from kg.export.iris import escape as escape_iri
from kg.export.marks import draw
from kg.export.order import entities, plain_facts
from kg.export.xml import attribute, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.export.marks import Mark
    from kg.graphview import GraphView
    from kg.model import Entity, Statement
    from kg.schema import Schema

NODE = {
    "label": "string",
    "label_hant": "string",
    "name": "string",
    "type": "string",
    "class": "string",
    "mentions": "int",
    "colour": "string",
    "iri": "string",
    "x": "double",
    "y": "double",
    "size": "double",
    "r": "int",
    "g": "int",
    "b": "int",
}
"""Attributes of nodes, with their types in GraphML."""

EDGE = {
    "relation": "string",
    "label": "string",
    "name": "string",
    "interaction": "string",
    "weight": "int",
    "confidence": "double",
    "evidence": "string",
    "documents": "string",
    "rule": "string",
    "source": "string",
}
"""Attributes of edges."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_Value = str | int | float


def write_graphml(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write the entities and plain facts of a graph as GraphML.

    Nodes carry ``label``, ``label_hant``, ``name``, ``type``, ``class``, ``mentions``, ``colour``, ``iri``, and how
    they are drawn: ``x``, ``y`` (which grows upwards, as in Gephi), ``size``, ``r``, ``g``, ``b``. Edges carry
    ``relation``, ``interaction``, ``label``, ``name``, ``weight``, ``confidence``, ``evidence`` (one quote),
    ``documents``, ``rule`` and, if a gazetteer alone states the fact, ``source``. An empty attribute is left out.
    ``weight`` is the support, but at least 1: Gephi drops edges of weight 0, which facts known from a gazetteer alone
    would have.

    Args:
        graph: What to write. Its order does not matter: the writer sorts.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which the entities lie.
        schema: Gives the labels of relations and the colours of types.
    """
    mark_of = draw(graph, schema)
    out.write(_HEAD)
    for kind, attributes in (("node", NODE), ("edge", EDGE)):
        for name, datatype in attributes.items():
            out.write(f'  <key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{datatype}"/>\n')
    out.write('  <graph id="kg" edgedefault="directed">\n')
    for entity in entities(graph):
        out.write(f"    <node id={attribute(escape_iri(entity.id))}>\n")
        out.writelines(data("node", node(entity, base, mark_of(entity))))
        out.write("    </node>\n")
    for statement in plain_facts(graph):
        source, target = (attribute(escape_iri(end)) for end in (statement.subject, statement.object))
        out.write(f'    <edge id="{statement_name(statement)}" source={source} target={target}>\n')
        out.writelines(data("edge", edge(statement, schema)))
        out.write("    </edge>\n")
    out.write("  </graph>\n</graphml>\n")


def node(entity: Entity, base: str, mark: Mark) -> dict[str, _Value]:
    """The attributes of an entity."""
    label = entity.hans
    red, green, blue = mark.rgb
    return {
        "label": label,
        "label_hant": entity.hant,
        "name": label,
        "type": entity.type,
        "class": "; ".join(sorted(entity.classes)),
        "mentions": entity.mentions,
        "colour": mark.colour,
        "iri": base + entity_path(entity.id),
        "x": float(mark.x),
        "y": float(-mark.y),
        "size": mark.size,
        "r": red,
        "g": green,
        "b": blue,
    }


def edge(statement: Statement, schema: Schema) -> dict[str, _Value]:
    """The attributes of a plain fact."""
    declared = schema.relations.get(statement.relation)
    evidence = min(statement.evidence, default=None)
    label = (declared.labels.get("zh-Hans") if declared else None) or statement.relation
    return {
        "relation": statement.relation,
        "label": label,
        "name": label,
        "interaction": statement.relation,
        "weight": max(1, statement.support),
        "confidence": round(statement.confidence, 4),
        "evidence": evidence.quote if evidence else "",
        "documents": "; ".join(sorted(set(statement.documents))),
        "rule": evidence.rule if evidence else "",
        "source": statement.source,
    }


def data(kind: str, values: Mapping[str, _Value]) -> Iterator[str]:
    """The lines of a node's or an edge's attributes; an empty one has none."""
    for name, value in values.items():
        if value != "":
            yield f'      <data key="{kind}_{name}">{text(value)}</data>\n'
