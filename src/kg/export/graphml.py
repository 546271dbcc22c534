"""The graph as GraphML for programs that draw and measure: networkx, igraph, Gephi, Cytoscape, yEd.

One directed graph whose edges are the plain facts. What a text negates, plans, supposes or ends is left to the Turtle,
as such programs draw every edge as a fact. All attributes are scalars.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO
from xml.sax.saxutils import escape, quoteattr

from kg.export.iris import entity_path, statement_name
from kg.export.iris import escape as escape_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Entity, Graph, Statement
    from kg.schema import Schema

_NODE = {
    "label": "string",
    "label_hant": "string",
    "type": "string",
    "class": "string",
    "mentions": "int",
    "colour": "string",
    "iri": "string",
}
_EDGE = {
    "relation": "string",
    "label": "string",
    "weight": "int",
    "confidence": "double",
    "evidence": "string",
    "documents": "string",
    "rule": "string",
    "source": "string",
}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
# What XML 1.0 (section 2.2) has no way to write, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_Value = str | int | float


def write_graphml(graph: Graph, out: TextIO, *, base: str, schema: Schema) -> None:
    """Write the entities and plain facts of a graph as GraphML.

    Nodes carry ``label``, ``label_hant``, ``type``, ``class``, ``mentions``, ``colour`` and ``iri``; edges carry
    ``relation``, ``label``, ``weight``, ``confidence``, ``evidence`` (one quote), ``documents``, ``rule`` and, if a
    gazetteer alone states the fact, ``source``. An empty attribute is left out. ``weight`` is the support, but at
    least 1: Gephi drops edges of weight 0, which facts known from a gazetteer alone would have.

    Args:
        graph: What to write. Its order does not matter: the writer sorts.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which the entities lie.
        schema: Gives the labels of relations and the colours of types.
    """
    out.write(_HEAD)
    for kind, attributes in (("node", _NODE), ("edge", _EDGE)):
        for name, datatype in attributes.items():
            out.write(f'  <key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{datatype}"/>\n')
    out.write('  <graph id="kg" edgedefault="directed">\n')
    for entity in sorted(graph.entities, key=lambda entity: entity.id):
        out.write(f"    <node id={_attribute(escape_iri(entity.id))}>\n")
        out.writelines(_data("node", _node(entity, base, schema)))
        out.write("    </node>\n")
    plain = (statement for statement in graph.statements if not statement.modality)
    for statement in sorted(plain, key=lambda statement: (statement.subject, statement.relation, statement.object)):
        source, target = (_attribute(escape_iri(end)) for end in (statement.subject, statement.object))
        out.write(f'    <edge id="{statement_name(statement)}" source={source} target={target}>\n')
        out.writelines(_data("edge", _edge(statement, schema)))
        out.write("    </edge>\n")
    out.write("  </graph>\n</graphml>\n")


def _node(entity: Entity, base: str, schema: Schema) -> dict[str, _Value]:
    declared = schema.types.get(entity.type)
    return {
        "label": entity.label_hans or entity.label_hant,
        "label_hant": entity.label_hant or entity.label_hans,
        "type": entity.type,
        "class": "; ".join(sorted(entity.classes)),
        "mentions": entity.mentions,
        "colour": declared.colour if declared else "",
        "iri": base + entity_path(entity.id),
    }


def _edge(statement: Statement, schema: Schema) -> dict[str, _Value]:
    declared = schema.relations.get(statement.relation)
    evidence = min(statement.evidence, default=None)
    return {
        "relation": statement.relation,
        "label": (declared.labels.get("zh-Hans") if declared else None) or statement.relation,
        "weight": max(1, statement.support),
        "confidence": round(statement.confidence, 4),
        "evidence": evidence.quote if evidence else "",
        "documents": "; ".join(sorted(set(statement.documents))),
        "rule": evidence.rule if evidence else "",
        "source": statement.source,
    }


def _data(kind: str, values: Mapping[str, _Value]) -> Iterable[str]:
    for name, value in values.items():
        if value != "":
            yield f'      <data key="{kind}_{name}">{_text(str(value))}</data>\n'


def _text(text: str) -> str:
    # A bare carriage return would be read back as a line feed.
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))
