"""The further formats: what each reader finds in them is what the Turtle says."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path

import igraph
import networkx as nx
import owlrl
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from rdflib.compare import isomorphic

from graphs import BASE, hostile_graph, small_graph, small_schema
from kg.export import FORMATS, export
from kg.export.jsonld import context
from kg.export.turtle import write_turtle12
from kg.model import Graph

NT, JSONLD, TURTLE = pyoxigraph.RdfFormat.N_TRIPLES, pyoxigraph.RdfFormat.JSON_LD, pyoxigraph.RdfFormat.TURTLE
RDF_FORMATS = {"ttl": TURTLE, "nt": NT, "jsonld": JSONLD}
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
KG = rdflib.Namespace("https://example.org/kg/ontology#")

hostile = st.one_of(
    st.text(st.characters(), max_size=30), st.text("\"\\\n\r\t\0\x7f\u2028\ud800<>&{}`%#;:@,' 中😀", max_size=12)
)


def written(name: str, graph: Graph | None = None) -> bytes:
    """The first file of a format."""
    writer = next(iter(FORMATS[name].values()))
    out = StringIO(newline="\n")
    writer(graph or small_graph(), out, base=BASE, schema=small_schema())
    return out.getvalue().encode()


def dataset(name: str, graph: Graph | None = None) -> pyoxigraph.Dataset:
    """What pyoxigraph reads in a file, with nodes without a name called alike."""
    found = pyoxigraph.Dataset(pyoxigraph.parse(written(name, graph), RDF_FORMATS[name]))
    found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all")
    export(small_graph(), folder, base=BASE, schema=small_schema(), formats=FORMATS)
    return folder


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=written("ttl"), format="turtle")


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
    assert isomorphic(_plain(graph), _plain(other))


def _plain(graph: rdflib.Graph) -> rdflib.Graph:
    """Tags in small letters, as one of the readers makes them, and decimals by their value."""
    copy = rdflib.Graph()
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.Literal) and value.language:
            copy.add((subject, predicate, rdflib.Literal(str(value), lang=value.language.lower())))
        else:
            copy.add((subject, predicate, value))
    return copy


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


# What the RDF says beyond the old contract


def test_evidence_is_an_annotation_that_finds_its_place(graph: rdflib.Graph) -> None:
    from graphs import TEXT

    found = 0
    for evidence in graph.subjects(rdflib.RDF.type, OA.SpecificResource):
        quote, position = None, None
        for selector in graph.objects(evidence, OA.hasSelector):
            if (selector, rdflib.RDF.type, OA.TextQuoteSelector) in graph:
                quote = selector
            else:
                position = selector
        start, end = (graph.value(position, one).toPython() for one in (OA.start, OA.end))
        prefix, suffix = (str(graph.value(quote, one) or "") for one in (OA.prefix, OA.suffix))
        found += 1

        assert TEXT[start:end] == str(graph.value(quote, OA.exact)) == str(graph.value(evidence, KG.quote))
        assert TEXT[:start].endswith(prefix)
        assert TEXT[end:].startswith(suffix)
        assert graph.value(evidence, OA.hasSource) == graph.value(evidence, KG.document)
    assert found == 5


def test_a_post_is_a_membership_with_its_role(graph: rdflib.Graph) -> None:
    (post,) = graph.subjects(rdflib.RDF.type, ORG.Membership)

    assert graph.value(post, ORG.member) == rdflib.URIRef(BASE + "entity/Person-3c")
    assert graph.value(post, ORG.organization) == rdflib.URIRef(BASE + "entity/Organization/1a2b")
    assert graph.value(graph.value(post, ORG.role), rdflib.SKOS.prefLabel) == rdflib.Literal("院长")
    assert (graph.value(post, PROV.wasDerivedFrom), rdflib.RDF.predicate, KG.affiliatedWith) in graph


def test_a_post_that_is_only_planned_is_no_membership() -> None:
    from dataclasses import replace

    whole = small_graph()
    planned = replace(whole, statements=(*whole.statements[:-1], replace(whole.statements[-1], modality="planned")))
    found = rdflib.Graph().parse(data=written("ttl", planned), format="turtle")

    assert list(found.subjects(rdflib.RDF.type, ORG.Membership)) == []


def test_a_post_tells_when_it_was_held() -> None:
    from dataclasses import replace

    from kg.model import Qualifier

    whole = small_graph()
    last = whole.statements[-1]
    evidence = replace(last.evidence[0], qualifiers=(Qualifier("date", "2024年3月", "2024-03", "gYearMonth"),))
    dated = replace(whole, statements=(*whole.statements[:-1], replace(last, evidence=(evidence,))))
    found = rdflib.Graph().parse(data=written("ttl", dated), format="turtle")
    time = rdflib.Namespace("http://www.w3.org/2006/time#")
    (interval,) = found.objects(None, ORG.memberDuring)

    assert found.value(interval, rdflib.RDFS.label) == rdflib.Literal("2024年3月")
    assert found.value(found.value(interval, time.inside), time.inXSDgYearMonth) == rdflib.Literal(
        "2024-03", datatype=rdflib.XSD.gYearMonth
    )


def test_a_code_is_written_as_others_write_it(graph: rdflib.Graph) -> None:
    place = rdflib.URIRef(BASE + "entity/Place-110108")

    assert graph.value(place, rdflib.URIRef("http://www.wikidata.org/prop/direct/P442")) == rdflib.Literal("110108")
    assert graph.value(place, rdflib.SKOS.exactMatch) == rdflib.URIRef("https://example.org/cn/110108/")


def test_the_run_names_version_ontology_and_documents_and_no_time(graph: rdflib.Graph) -> None:
    (run,) = graph.subjects(rdflib.RDF.type, PROV.Activity)
    used = {str(graph.value(one, KG.sha256)) for one in graph.objects(run, PROV.used)}

    assert used == {"0a" * 32, "0b" * 32}
    assert (rdflib.URIRef(BASE + "dataset"), PROV.wasGeneratedBy, run) in graph
    assert graph.value(run, PROV.endedAtTime) is None


def test_a_reasoner_finds_no_contradiction_but_where_there_is_one(graph: rdflib.Graph) -> None:
    ontology = rdflib.Graph().parse(Path(__file__).parents[1] / "ontology" / "kg.ttl")
    broken = graph + rdflib.Graph().add((rdflib.URIRef(BASE + "entity/Person-3c"), rdflib.RDF.type, KG.Place))

    assert _contradictions(graph + ontology) == []
    assert "Person" in _contradictions(broken + ontology)[0]


def _contradictions(graph: rdflib.Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(told) for _, predicate, told in graph if str(predicate).endswith("#error")]


# The description of the dataset


def test_the_description_counts_what_a_query_counts(graph: rdflib.Graph) -> None:
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    told = rdflib.Graph().parse(data=written("dataset"), format="turtle")
    whole = rdflib.URIRef(BASE + "dataset")
    classes = {
        told.value(part, void["class"]): told.value(part, void.entities).toPython()
        for part in told.objects(whole, void.classPartition)
    }
    properties = {
        told.value(part, void.property): told.value(part, void.triples).toPython()
        for part in told.objects(whole, void.propertyPartition)
    }

    assert told.value(whole, void.triples).toPython() == len(graph)
    assert told.value(whole, void.distinctSubjects).toPython() == len(set(graph.subjects()))
    assert classes == {
        kind: len(set(graph.subjects(rdflib.RDF.type, kind))) for kind in set(graph.objects(None, rdflib.RDF.type))
    }
    assert properties == {one: len(list(graph.subject_objects(one))) for one in set(graph.predicates())}


def test_the_description_names_size_and_hash_of_every_other_file(out: Path) -> None:
    told = rdflib.Graph().parse(out / "dataset.ttl")
    dcat, spdx = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://spdx.org/rdf/terms#")
    described = {
        str(told.value(file, rdflib.DCTERMS.title)): (
            int(told.value(file, dcat.byteSize)),
            str(told.value(told.value(file, spdx.checksum), spdx.checksumValue)).lower(),
        )
        for file in told.objects(None, dcat.distribution)
    }
    others = {path.name: path.read_bytes() for path in out.iterdir() if path.name != "dataset.ttl"}

    assert len(others) > 10
    assert described == {name: (len(data), sha256(data).hexdigest()) for name, data in others.items()}


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


# Neo4j


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_the_files_for_neo4j_hold_nodes_and_the_edges_between_them(out: Path) -> None:
    entities, documents = rows(out / "neo4j-entities.csv"), rows(out / "neo4j-documents.csv")
    facts, mentions = rows(out / "neo4j-facts.csv"), rows(out / "neo4j-mentions.csv")
    known = {row["iri:ID(thing)"] for row in (*entities, *documents)}

    assert (len(entities), len(documents), len(facts), len(mentions)) == (6, 2, 5, 6)
    assert len(known) == 8
    assert {row[end] for row in (*facts, *mentions) for end in (":START_ID(thing)", ":END_ID(thing)")} <= known
    assert "Entity;Organization;University" in {row[":LABEL"] for row in entities}
    assert {row[":TYPE"] for row in facts} == {"focusesOn", "foundedBy", "partOf", "locatedIn", "affiliatedWith"}


def test_the_headers_keep_to_the_grammar_of_the_import_tool(out: Path) -> None:
    field = re.compile(r"\w*(:(ID|START_ID|END_ID)\(\w+\)|:LABEL|:TYPE|:(int|double|string)(\[\])?)?")
    heads = {
        path.name: path.read_text(encoding="utf-8").split("\n", 1)[0].split(",") for path in out.glob("neo4j-*.csv")
    }

    assert [name for head in heads.values() for name in head if not field.fullmatch(name)] == []


def test_the_script_loads_every_file_and_is_sound(out: Path) -> None:
    script = out / "neo4j-load.sh"
    text = script.read_text(encoding="utf-8")

    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    assert set(re.findall(r"neo4j-\w+\.csv", text)) == {path.name for path in out.glob("neo4j-*.csv")}


def test_the_script_hands_the_files_to_the_import_tool(out: Path, tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text('#!/bin/sh\nprintf "%s\\n" "$PWD" "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    done = subprocess.run(
        ["sh", str(out / "neo4j-load.sh"), "news"], env={"NEO4J_ADMIN": str(tool), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = done.stdout.splitlines()

    assert told[:5] == [str(out), "database", "import", "full", "news"]
    assert all((out / argument.split("=")[1]).is_file() for argument in told if ".csv" in argument)


@given(hostile)
def test_a_csv_reader_finds_every_quote_as_it_was(text: str) -> None:
    writer = FORMATS["neo4j"]["neo4j-facts.csv"]
    out = StringIO(newline="")
    writer(hostile_graph("x", text), out, base=BASE, schema=small_schema())
    ((quote),) = [row["evidence"] for row in csv.DictReader(StringIO(out.getvalue(), newline=""), strict=True)]

    assert quote == re.sub("[\ud800-\udfff\0]", "\ufffd", text)


def test_the_order_of_what_is_given_does_not_matter() -> None:
    whole = small_graph()
    turned = Graph(whole.documents[::-1], whole.entities[::-1], whole.statements[::-1], whole.run)

    for name in FORMATS:
        if name != "html":
            assert written(name) == written(name, turned), name
