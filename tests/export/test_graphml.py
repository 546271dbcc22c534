"""GraphML: another reader finds every entity and every plain fact, as the graph has them."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO, StringIO

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from graphs import BASE, hostile_graph, small_graph, small_schema
from kg.export.graphml import write_graphml
from kg.export.marks import GREY
from kg.model import Graph, Qualifier

XMLNS = "{http://graphml.graphdrawing.org/xmlns}"
hostile = st.one_of(
    st.text(st.characters(), max_size=30), st.text("<>&\"'\0\x0b\r\n\t]\x85\ufffe\ud800 中😀", max_size=12)
)


def graphml(graph: Graph) -> bytes:
    out = StringIO(newline="\n")
    write_graphml(graph, out, base=BASE, schema=small_schema())
    return out.getvalue().encode()


def read(graph: Graph) -> nx.MultiDiGraph:
    return nx.read_graphml(BytesIO(graphml(graph)))


def test_a_reader_finds_every_entity_and_every_plain_fact() -> None:
    graph = read(small_graph())

    assert graph.is_directed()
    assert graph.is_multigraph()
    assert set(graph) == {entity.id for entity in small_graph().entities}
    assert graph.number_of_edges() == 5


def test_a_node_carries_names_type_count_and_colour() -> None:
    node = read(small_graph()).nodes["Organization/1a2b"]
    drawn = {name: node.pop(name) for name in ("x", "y", "size", "r", "g", "b")}

    assert (drawn["r"], drawn["g"], drawn["b"], drawn["size"]) == (0x1F, 0x77, 0xB4, 18.0)
    assert isinstance(drawn["x"], float)
    assert node == {
        "label": "中关村泛联移动通信技术创新应用研究院",
        "label_hant": "中關村泛聯移動通信技術創新應用研究院",
        "name": "中关村泛联移动通信技术创新应用研究院",
        "type": "Organization",
        "class": "ResearchInstitute",
        "mentions": 2,
        "colour": "#1f77b4",
        "iri": BASE + "entity/Organization/1a2b",
    }


def test_an_edge_carries_relation_weight_and_one_quote() -> None:
    (edge,) = read(small_graph()).get_edge_data("Person-3c", "Organization/1a2b").values()
    (evidence,) = small_graph().statements[5].evidence

    assert edge == {
        "relation": "affiliatedWith",
        "label": "任职于",
        "name": "任职于",
        "interaction": "affiliatedWith",
        "weight": 1,
        "confidence": 0.9,
        "role": "院长",
        "evidence": evidence.quote,
        "documents": "news/003.txt",
        "rule": "affiliatedWith.title",
    }


def test_an_edge_tells_its_date_and_role_as_the_first_quotation_does_that_has_them() -> None:
    graph = small_graph()
    founded = graph.statements[1]
    (evidence,) = founded.evidence
    undated = replace(evidence, start=0, qualifiers=(Qualifier("date", "昨日"), Qualifier("role", "发起人")))
    later = replace(evidence, start=evidence.start + 1, qualifiers=(Qualifier("date", "2025年", "2025", "gYear"),))
    graph = replace(graph, statements=(replace(founded, evidence=(later, undated, evidence)),))

    ((_, _, edge),) = read(graph).edges(data=True)
    ((_, _, same),) = graph.to_networkx().edges(data=True)

    assert (edge["date"], edge["role"]) == (same["date"], same["role"]) == ("2024-03", "发起人")


def test_two_facts_between_one_pair_are_two_edges() -> None:
    edges = read(small_graph()).get_edge_data("Organization/1a2b", "Organization/北京邮电大学").values()

    assert {"foundedBy", "partOf"} == {edge["relation"] for edge in edges}


def test_what_is_only_possible_is_no_edge() -> None:
    assert not read(small_graph()).has_edge("Organization/1a2b", "Place-310000")


def test_a_fact_of_the_gazetteer_names_its_source_and_weighs_enough_to_be_drawn() -> None:
    (edge,) = read(small_graph()).get_edge_data("Organization/北京邮电大学", "Place-110108").values()

    assert edge["source"] == "Organization.universities.tsv"
    assert edge["weight"] == 1
    assert "evidence" not in edge


def test_a_type_or_relation_that_the_schema_does_not_know_is_written_by_its_name() -> None:
    graph = small_graph()
    strange = Graph(
        entities=tuple(replace(entity, type="Strange") for entity in graph.entities),
        statements=(replace(graph.statements[0], relation="strangeTo"),),
    )
    written = read(strange)
    ((_, _, edge),) = written.edges(data=True)

    assert edge["label"] == "strangeTo"
    assert written.nodes["Person-3c"]["colour"] == GREY


def test_the_order_of_what_is_given_does_not_matter() -> None:
    graph = small_graph()

    assert graphml(graph) == graphml(Graph(graph.documents[::-1], graph.entities[::-1], graph.statements[::-1]))


@settings(deadline=None)  # a slow machine is no fault
@given(hostile, hostile)
def test_every_text_comes_back_but_for_what_xml_cannot_hold(identifier: str, text: str) -> None:
    written = graphml(hostile_graph(identifier, text))
    root = etree.fromstring(written)
    expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    texts = {data.get("key"): data.text or "" for data in root.iter(XMLNS + "data")}

    assert texts.get("node_label", "") == expected
    assert texts.get("edge_evidence", "") == expected
    assert nx.read_graphml(BytesIO(written)).number_of_edges() == 1
