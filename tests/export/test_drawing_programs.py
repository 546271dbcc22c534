"""The formats of programs that draw: equal counts, attributes, colours and places."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import igraph
import networkx as nx
from hypothesis import given, settings
from lxml import etree

from formats_made import hostile, written
from graphs import hostile_graph

# Programs that draw


def test_igraph_and_networkx_find_equal_counts_and_attributes(tmp_path: Path) -> None:
    for name in ("graphml", "graphml-yed"):
        path = tmp_path / f"{name}.graphml"
        path.write_bytes(written(name))
        theirs, ours = igraph.Graph.Read_GraphML(str(path)), nx.read_graphml(path)
        nodes = {node["id"]: node.attributes() for node in theirs.vs}

        assert (theirs.vcount(), theirs.ecount()) == (ours.number_of_nodes(), ours.number_of_edges()) == (6, 5)
        assert theirs.is_directed()
        for node, values in ours.nodes(data=True):
            drawn = () if name == "graphml-yed" else ("x", "y", "size", "r", "g", "b")
            known = {key: nodes[node][key] for key in ("label", "name", "type", "mentions", "iri", *drawn)}
            assert known == {key: values[key] for key in known}
        assert sorted(edge["interaction"] for edge in theirs.es) == sorted(
            values["interaction"] for _, _, values in ours.edges(data=True)
        )


def test_parallel_edges_have_ids_of_their_own() -> None:
    root = etree.fromstring(written("graphml"))
    edges = [edge for edge in root.iter("{*}edge") if edge.get("target").endswith("北京邮电大学")]

    assert len(edges) == 2
    assert len({edge.get("id") for edge in root.iter("{*}edge")}) == 5


def test_yed_finds_labels_shapes_colours_and_places() -> None:
    root = etree.fromstring(written("graphml-yed"))
    y = "{http://www.yworks.com/xml/graphml}"
    node = next(node for node in root.iter("{*}node") if node.get("id") == "Person-3c")
    geometry = node.find(f".//{y}Geometry")

    assert node.findtext(f".//{y}NodeLabel") == "张三"
    assert node.find(f".//{y}Fill").get("color") == "#ff7f0e"
    assert node.find(f".//{y}Shape").get("type") == "ellipse"
    assert {"x", "y", "width", "height"} <= set(geometry.keys())
    assert "任职于" in {label.text for label in root.iter(f"{y}EdgeLabel")}


def test_gexf_is_read_with_colours_places_and_parallel_edges() -> None:
    read = nx.read_gexf(BytesIO(written("gexf")), version="1.3")
    person = read.nodes["Person-3c"]

    assert (read.number_of_nodes(), read.number_of_edges()) == (6, 5)
    assert read.is_multigraph()
    assert person["label"] == "张三"
    assert (person["viz"]["color"]["r"], person["viz"]["color"]["g"], person["viz"]["color"]["b"]) == (255, 127, 14)
    assert {"position", "size"} <= person["viz"].keys()
    assert person["type"] == "Person"


@settings(deadline=None)
@given(hostile, hostile)
def test_xml_holds_whatever_the_names_are(identifier: str, text: str) -> None:
    graph = hostile_graph(identifier, text)
    expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    labels = {node.get("label") for node in etree.fromstring(written("gexf", graph)).iter("{*}node")}
    drawn = etree.fromstring(written("graphml-yed", graph)).iter("{http://www.yworks.com/xml/graphml}NodeLabel")

    assert labels == {expected}
    assert {label.text or "" for label in drawn} == {expected}
