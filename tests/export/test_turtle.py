"""Turtle: two other readers find the same triples, whatever the names."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS, XSD

from formats_made import hostile, with_small_tags
from graphs import BASE, NAMESPACE, hostile_graph, small_graph, small_schema
from kg.errors import UsageError
from kg.export.iris import document_path, entity_path, is_web_iri, statement_path, validate_base
from kg.export.turtle import literal, write_turtle
from kg.model import DocumentInfo, Entity, Graph, Qualifier, Statement

if TYPE_CHECKING:
    import random

KG = rdflib.Namespace(NAMESPACE)
SCHEMA = rdflib.Namespace("https://schema.org/")
ORGAN = rdflib.URIRef(BASE + "entity/Organization/1a2b")
UNIVERSITY = rdflib.URIRef(BASE + "entity/Organization/北京邮电大学")


def turtle(graph: Graph, base: str = BASE) -> str:
    out = StringIO()
    write_turtle(graph, out, base=base, schema=small_schema())
    return out.getvalue()


def read(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text.encode(), format="turtle")


def read_otherwise(text: str) -> rdflib.Graph:
    """Read by pyoxigraph, and hand on as N-Triples."""
    triples = pyoxigraph.serialize(
        pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.TURTLE), format=pyoxigraph.RdfFormat.N_TRIPLES
    )
    assert triples is not None

    return rdflib.Graph().parse(data=triples, format="nt")


def named(statement: Statement) -> rdflib.URIRef:
    return rdflib.URIRef(BASE + statement_path(statement))


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return read(turtle(small_graph()))


def test_two_readers_find_the_same_triples(graph: rdflib.Graph) -> None:
    other = read_otherwise(turtle(small_graph()))

    assert len(graph) > 100
    assert isomorphic(with_small_tags(graph), with_small_tags(other))


@settings(deadline=None)  # a slow machine is no fault
@given(hostile, hostile)
def test_two_readers_find_the_same_triples_whatever_the_names(identifier: str, text: str) -> None:
    written = turtle(hostile_graph(identifier, text))

    assert isomorphic(with_small_tags(read(written)), with_small_tags(read_otherwise(written)))


@given(hostile)
def test_every_text_comes_back_as_it_was_but_for_lone_surrogates(text: str) -> None:
    expected = re.sub("[\ud800-\udfff]", "\ufffd", text)
    (triple,) = pyoxigraph.parse(f"<a:a> <a:b> {literal(text)} .".encode(), pyoxigraph.RdfFormat.TURTLE)

    assert triple.object.value == expected


@given(hostile)
def test_a_literal_stands_on_one_line(text: str) -> None:
    assert len(literal(text).splitlines()) == 1


@given(hostile, hostile)
def test_two_documents_never_share_an_iri(one: str, other: str) -> None:
    assert (one == other) == (document_path(one) == document_path(other))


@given(hostile)
def test_escaping_an_entity_twice_changes_nothing(identifier: str) -> None:
    path = entity_path(identifier)

    assert path == entity_path(path.removeprefix("entity/"))


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_matter(chance: random.Random) -> None:
    graph = small_graph()

    def shuffled(values: tuple) -> tuple:
        return tuple(chance.sample(values, len(values)))

    entities = tuple(
        replace(e, labels=shuffled(e.labels), documents=shuffled(e.documents), merges=shuffled(e.merges))
        for e in graph.entities
    )
    other = Graph(shuffled(graph.documents), shuffled(entities), shuffled(graph.statements), graph.run)

    assert turtle(graph) == turtle(other)


def test_an_entity_has_its_top_type_first_and_its_finer_class(graph: rdflib.Graph) -> None:
    assert {KG.Organization, KG.ResearchInstitute} == set(graph.objects(ORGAN, RDF.type))
    assert "a kg:Organization , kg:ResearchInstitute ;" in turtle(small_graph())


def test_an_entity_has_one_preferred_name_in_each_script_and_the_others_beside(graph: rdflib.Graph) -> None:
    preferred = {(label.language, str(label)) for label in graph.objects(ORGAN, SKOS.prefLabel)}
    others = {(label.language, str(label)) for label in graph.objects(ORGAN, SKOS.altLabel)}

    assert preferred == {
        ("zh-Hans", "中关村泛联移动通信技术创新应用研究院"),
        ("zh-Hant", "中關村泛聯移動通信技術創新應用研究院"),
    }
    assert others == {("zh-Hans", "泛联院"), ("zh-Hant", "泛聯院"), (None, "ZGC-Fanlian")}


def test_a_preferred_name_is_never_also_an_alternative_one() -> None:
    entity = Entity("x", "Place", "上海", "上海", (("zh-Hans", "上海"), ("zh-Hans", "沪")))
    labels = read(turtle(Graph(entities=(entity,)))).objects(None, SKOS.altLabel)

    assert [str(label) for label in labels] == ["沪"]


def test_an_entity_keeps_its_count_its_code_and_the_reasons_of_its_merges(graph: rdflib.Graph) -> None:
    reasons = {str(reason) for reason in graph.objects(ORGAN, KG.mergeReason)}

    assert graph.value(UNIVERSITY, KG.mentionCount) == rdflib.Literal(4)
    assert graph.value(rdflib.URIRef(BASE + "entity/Place-110108"), KG.code) == rdflib.Literal("gb2260:110108")
    assert reasons == {"泛联院: declared, news/003.txt", "泛聯院: script"}


def test_a_document_tells_what_it_is_and_what_it_mentions(graph: rdflib.Graph) -> None:
    document = rdflib.URIRef(BASE + "document/news/003.txt")

    assert (document, RDF.type, SCHEMA.NewsArticle) in graph
    assert graph.value(document, DCTERMS.identifier) == rdflib.Literal("news/003.txt")
    assert graph.value(document, DCTERMS.title) == rdflib.Literal("泛联院成立")
    assert graph.value(document, DCTERMS.date) == rdflib.Literal("2024-03-05")
    assert graph.value(document, SCHEMA.url) == rdflib.URIRef("https://example.com/a?b=c")
    assert len(set(graph.objects(document, SCHEMA.mentions))) == 5


def test_an_address_that_is_no_iri_stays_a_text(graph: rdflib.Graph) -> None:
    assert rdflib.Literal("not an address") in set(graph.objects(None, SCHEMA.url))


def test_plain_facts_stand_as_triples_and_others_only_as_statements(graph: rdflib.Graph) -> None:
    shanghai = rdflib.URIRef(BASE + "entity/Place-310000")
    (possible,) = graph.subjects(KG.modality, rdflib.Literal("possible"))

    assert (ORGAN, KG.foundedBy, UNIVERSITY) in graph
    assert (ORGAN, KG.locatedIn, shanghai) not in graph
    assert graph.value(possible, RDF.object) == shanghai


def test_a_statement_carries_its_confidence_support_documents_and_evidence(graph: rdflib.Graph) -> None:
    founded = small_graph().statements[1]
    node = graph.value(named(founded), KG.evidence)
    (evidence,) = founded.evidence

    assert graph.value(named(founded), RDF.predicate) == KG.foundedBy
    assert graph.value(named(founded), KG.confidence) == rdflib.Literal("0.9500", datatype=XSD.decimal)
    assert graph.value(named(founded), KG.support) == rdflib.Literal(2)
    assert graph.value(named(founded), PROV.wasQuotedFrom) == graph.value(node, KG.document)
    assert graph.value(node, KG.quote) == rdflib.Literal(evidence.quote)
    assert graph.value(node, KG.rule) == rdflib.Literal("foundedBy.passive")
    for name, offset in {
        "start": evidence.start,
        "end": evidence.end,
        "subjectStart": evidence.subject.start,
        "subjectEnd": evidence.subject.end,
        "objectStart": evidence.object.start,
        "objectEnd": evidence.object.end,
    }.items():
        assert graph.value(node, KG[name]) == rdflib.Literal(offset)


def test_a_qualifier_stands_as_written_and_as_a_typed_value(graph: rdflib.Graph) -> None:
    dated = graph.value(named(small_graph().statements[1]), KG.evidence)
    (titled,) = graph.subjects(KG.role)

    assert graph.value(dated, KG.date) == rdflib.Literal("2024年3月")
    assert graph.value(dated, KG.dateValue) == rdflib.Literal("2024-03", datatype=XSD.gYearMonth)
    assert graph.value(titled, KG.role) == rdflib.Literal("院长")
    assert graph.value(titled, KG.roleValue) is None


def test_a_fact_of_the_gazetteer_is_quoted_from_nowhere_and_names_its_source(graph: rdflib.Graph) -> None:
    statement = named(small_graph().statements[4])

    assert graph.value(statement, PROV.wasQuotedFrom) is None
    assert graph.value(statement, KG.evidence) is None
    assert graph.value(statement, DCTERMS.source) == rdflib.Literal("Organization.universities.tsv")


def test_a_statement_is_named_by_what_it_says_alone() -> None:
    statement = small_graph().statements[0]

    assert statement_path(statement) == statement_path(replace(statement, support=9, confidence=0.1, documents=()))
    assert statement_path(statement) != statement_path(replace(statement, modality="planned"))


def test_names_of_any_language_may_name_relations_and_qualifiers() -> None:
    graph = small_graph()
    evidence = replace(graph.statements[0].evidence[0], qualifiers=(Qualifier("金 额", "五亿元"),))
    statement = replace(graph.statements[0], relation="发起", evidence=(evidence,))
    triples = read(turtle(Graph(graph.documents, graph.entities, (statement,))))

    assert (ORGAN, KG["发起"], rdflib.URIRef(BASE + "entity/Technology-6G")) in triples
    assert rdflib.Literal("五亿元") in set(triples.objects(None, KG["金%20额"]))


def test_a_path_of_dots_does_not_climb_out_of_its_folder() -> None:
    documents = tuple(DocumentInfo(identifier) for identifier in ("../a", "./a", "a/..", "...", "a..b"))
    paths = [document_path(document.id) for document in documents]

    assert paths == ["document/%2E%2E/a", "document/%2E/a", "document/a/%2E%2E", "document/...", "document/a..b"]
    assert len(set(read(turtle(Graph(documents))).subjects())) == len(documents)


def test_an_empty_graph_is_valid() -> None:
    assert len(read(turtle(Graph()))) == 0


@pytest.mark.parametrize(
    "base",
    [
        "https://example.org/kg/",
        "http://localhost:8000/",
        "http://[::1]/kg#",
        "urn:example:kg/",
        "https://例子.中国/图/",
    ],
)
def test_every_reader_takes_what_lies_below_a_valid_base(base: str) -> None:
    written = turtle(small_graph(), validate_base(base))

    assert isomorphic(with_small_tags(read(written)), with_small_tags(read_otherwise(written)))


@pytest.mark.parametrize(
    "base",
    ["", "kg/", "//example.org/", "https:///", "https://example.org/kg", "ftp://example.org/", "https://a b/",
     "https://example.org/<x>/", "https://example.org/%zz/", "http://[zz]/", "http://[:::]/", "urn:x/", "file:///tmp/"],
)  # fmt: skip
def test_a_base_that_is_no_absolute_iri_with_an_open_end_is_refused(base: str) -> None:
    with pytest.raises(UsageError, match="base IRI"):
        validate_base(base)


@example("HTTP://@@0")
@given(
    st.one_of(
        hostile, hostile.map("http://a/".__add__), st.from_regex(r"https?://[\[\]:@a0./?#%-]{1,12}", fullmatch=True)
    )
)
def test_what_passes_for_an_iri_is_one_to_a_strict_reader(text: str) -> None:
    if is_web_iri(text):
        assert pyoxigraph.NamedNode(text).value == text
