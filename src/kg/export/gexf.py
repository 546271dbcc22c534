"""The graph as GEXF 1.3, Gephi's own format: labels, attributes, colours, sizes and places, parallel edges by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from kg.export.attributes import EDGE, NODE, edge, node
from kg.export.iris import escape as escape_iri
from kg.export.iris import statement_name
from kg.export.marks import draw
from kg.export.order import entities, plain_facts
from kg.export.xml import attribute

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.graphview import GraphView
    from kg.schema import Schema

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
  <meta><creator>kg</creator></meta>
  <graph defaultedgetype="directed" mode="static">
"""
_ELSEWHERE = frozenset({"label", "name", "weight", "x", "y", "size", "r", "g", "b"})
"""What GEXF has words of its own for."""

_TYPES = {"int": "integer"}


def write_gexf(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write the entities and plain facts of a graph as GEXF.

    Attributes are those of GraphML; ``kind`` of an edge is its relation, so that Gephi keeps edges
    between one pair apart.

    Args:
        graph: What to write. Its order does not matter: the writer sorts.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which the entities lie.
        schema: Gives the labels of relations and the colours of types.
    """
    mark_of = draw(graph, schema)
    out.write(_HEAD)
    for kind, declared in (("node", NODE), ("edge", EDGE)):
        out.write(f'    <attributes class="{kind}">\n')
        for name, datatype in declared.items():
            if name not in _ELSEWHERE:
                type_ = _TYPES.get(datatype, datatype)
                out.write(f'      <attribute id="{kind}_{name}" title="{name}" type="{type_}"/>\n')
        out.write("    </attributes>\n")
    out.write("    <nodes>\n")
    for entity in entities(graph):
        mark = mark_of(entity)
        values = node(entity, base, mark)
        red, green, blue = mark.rgb
        out.write(f"      <node id={attribute(escape_iri(entity.id))} label={attribute(values['label'])}>\n")
        out.writelines(_values("node", values))
        out.write(f'        <viz:color r="{red}" g="{green}" b="{blue}"/>\n')
        out.write(f'        <viz:position x="{values["x"]}" y="{values["y"]}" z="0.0"/>\n')
        out.write(f'        <viz:size value="{mark.size}"/>\n      </node>\n')
    out.write("    </nodes>\n    <edges>\n")
    for statement in plain_facts(graph):
        values = edge(statement, schema)
        ends = f"source={attribute(escape_iri(statement.subject))} target={attribute(escape_iri(statement.object))}"
        out.write(
            f'      <edge id="{statement_name(statement)}" {ends} kind={attribute(statement.relation)} '
            f'label={attribute(values["label"])} weight="{values["weight"]}">\n'
        )
        out.writelines(_values("edge", values))
        out.write("      </edge>\n")
    out.write("    </edges>\n  </graph>\n</gexf>\n")


def _values(kind: str, values: Mapping[str, object]) -> Iterator[str]:
    yield "        <attvalues>\n"
    for name, value in values.items():
        if name not in _ELSEWHERE and value != "":
            yield f'          <attvalue for="{kind}_{name}" value={attribute(value)}/>\n'
    yield "        </attvalues>\n"
