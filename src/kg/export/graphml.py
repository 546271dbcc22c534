"""The graph as GraphML for programs that draw and measure: networkx, igraph, Gephi, Cytoscape, yEd.

One directed graph whose edges are the plain facts. What a text negates, plans, supposes or ends is left to the Turtle,
as such programs draw every edge as a fact. All attributes are scalars. Each program finds what it looks for: ``label``
(Gephi), ``name`` and ``interaction`` (Cytoscape), ``x``, ``y``, ``size`` and ``r``, ``g``, ``b`` (Gephi).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from kg.export.attributes import EDGE, NODE, Value, edge, node
from kg.export.iris import escape as escape_iri
from kg.export.iris import statement_name
from kg.export.marks import draw
from kg.export.order import entities, plain_facts
from kg.export.xml import attribute, text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from kg.export.marks import Mark
    from kg.graphview import GraphView
    from kg.model import Entity, Statement
    from kg.schema import Schema

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write_graphml(graph: GraphView, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write the entities and plain facts of a graph as GraphML.

    Nodes carry ``label``, ``label_hant``, ``name``, ``type``, ``class``, ``mentions``, ``colour``, ``iri``, and how
    they are drawn: ``x``, ``y`` (which grows upwards, as in Gephi), ``size``, ``r``, ``g``, ``b``. Edges carry
    ``relation``, ``interaction``, ``label``, ``name``, ``weight``, ``confidence``, ``date`` (a day, month or year as
    ISO 8601), ``role``, ``evidence`` (one quote), ``documents``, ``rule`` and, if a gazetteer alone states the fact,
    ``source``. An empty attribute is left out.
    ``weight`` is the support, but at least 1: Gephi drops edges of weight 0, which facts known from a gazetteer alone
    would have.

    Args:
        graph: What to write. Its order does not matter: the writer sorts.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which the entities lie.
        schema: Gives the labels of relations and the colours of types.
    """
    put_graph(graph, out, _HEAD, base=base, schema=schema)


def put_graph(
    graph: GraphView,
    out: TextIO,
    head: str,
    *,
    base: str,
    schema: Schema,
    left_out: Collection[str] = (),
    of_node: Callable[[Entity, Mark], str] = lambda entity, mark: "",
    of_edge: Callable[[Statement], str] = lambda statement: "",
) -> None:
    """Write GraphML behind its head, without the attributes ``left_out`` and with more lines in nodes and edges."""
    mark_of = draw(graph, schema)
    out.write(head)
    for kind, declared in (("node", NODE), ("edge", EDGE)):
        for name, datatype in declared.items():
            if name not in left_out:
                out.write(f'  <key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{datatype}"/>\n')
    out.write('  <graph id="kg" edgedefault="directed">\n')
    for entity in entities(graph):
        mark = mark_of(entity)
        out.write(f"    <node id={attribute(escape_iri(entity.id))}>\n")
        out.writelines(_data("node", node(entity, base, mark), left_out))
        out.write(of_node(entity, mark) + "    </node>\n")
    for statement in plain_facts(graph):
        source, target = (attribute(escape_iri(end)) for end in (statement.subject, statement.object))
        out.write(f'    <edge id="{statement_name(statement)}" source={source} target={target}>\n')
        out.writelines(_data("edge", edge(statement, schema), left_out))
        out.write(of_edge(statement) + "    </edge>\n")
    out.write("  </graph>\n</graphml>\n")


def _data(kind: str, values: Mapping[str, Value], left_out: Collection[str]) -> Iterator[str]:
    """The lines of a node's or an edge's attributes; an empty one has none."""
    for name, value in values.items():
        if value != "" and name not in left_out:
            yield f'      <data key="{kind}_{name}">{text(value)}</data>\n'
