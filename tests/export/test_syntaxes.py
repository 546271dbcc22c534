"""The further syntaxes of RDF: what each reader finds in them is what the Turtle says."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from rdflib.compare import isomorphic

from formats_made import NT, TURTLE, dataset, hostile, with_small_tags, written
from graphs import BASE, hostile_graph, small_graph, small_schema
from kg.export import FORMATS
from kg.export.jsonld import context
from kg.export.turtle import write_turtle12
from kg.model import Graph

# RDF in other syntaxes


@pytest.mark.parametrize("name", ["nt", "jsonld"])
def test_each_syntax_says_what_the_turtle_says(name: str) -> None:
    assert set(dataset(name)) == set(dataset("ttl"))


@settings(deadline=None)
@given(hostile, hostile)
def test_each_syntax_says_the_same_whatever_the_names(identifier: str, text: str) -> None:
    graph = hostile_graph(identifier, text)

    assert set(dataset("nt", graph)) == set(dataset("ttl", graph)) == set(dataset("jsonld", graph))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib's own reader of JSON-LD
@pytest.mark.parametrize(("name", "form"), [("nt", "nt"), ("jsonld", "json-ld")])
def test_another_reader_finds_the_same_triples(graph: rdflib.Graph, name: str, form: str) -> None:
    other = rdflib.Graph().parse(data=written(name), format=form)

    assert len(graph) > 100
    assert isomorphic(with_small_tags(graph), with_small_tags(other))


@pytest.mark.skipif(not shutil.which("rapper"), reason="raptor2-utils is not installed")
@pytest.mark.parametrize(("name", "syntax"), [("ttl", "turtle"), ("nt", "ntriples"), ("dataset", "turtle")])
def test_rapper_reads_the_same_number_of_triples(tmp_path: Path, name: str, syntax: str) -> None:
    (tmp_path / "file").write_bytes(written(name))
    done = subprocess.run(
        ["rapper", "-q", "-i", syntax, "-o", "ntriples", str(tmp_path / "file")], capture_output=True, check=True
    )
    expected = len(list(pyoxigraph.parse(written(name), NT if name == "nt" else TURTLE)))

    assert len(set(done.stdout.splitlines())) == expected


def test_json_ld_reads_as_plain_json() -> None:
    nodes = {node["id"]: node for node in json.loads(written("jsonld"))["@graph"]}
    university = nodes[BASE + "entity/Organization/北京邮电大学"]

    assert university["type"] == ["kg:Organization", "kg:University"]
    assert university["mentionCount"] == 4
    assert university["locatedIn"] == BASE + "entity/Place-110108"
    assert university["altLabel"] == {"@value": "北邮", "@language": "zh-Hans"}


def test_the_context_names_every_relation_and_no_term_twice() -> None:
    terms = context(small_schema())
    iris = [value["@id"] for value in terms.values() if isinstance(value, dict)]

    assert small_schema().relations.keys() <= terms.keys()
    assert len(iris) == len(set(iris))


def test_rdf_1_2_names_statements_where_their_triples_stand() -> None:
    out = StringIO()
    write_turtle12(small_graph(), out, base=BASE, schema=small_schema())
    store = pyoxigraph.Store()
    store.load(out.getvalue().encode(), format=TURTLE)
    plain = pyoxigraph.Store()
    plain.load(written("ttl"), format=TURTLE)
    facts = "SELECT ?statement ?s ?p ?o { %s }"
    told = "?statement <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( ?s ?p ?o )>>"
    before = "?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o"
    prefixes = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}

    def rows(one: pyoxigraph.Store, where: str) -> set[tuple[str, ...]]:
        return {tuple(map(str, row)) for row in one.query(facts % where, prefixes=prefixes)}

    assert len(rows(plain, before)) == 6
    assert rows(store, told) == rows(plain, before)


def test_the_order_of_what_is_given_does_not_matter() -> None:
    whole = small_graph()
    turned = Graph(whole.documents[::-1], whole.entities[::-1], whole.statements[::-1], whole.run)

    for name in FORMATS:
        if name != "html":
            assert written(name) == written(name, turned), name
