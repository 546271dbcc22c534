"""The shipped ontology file as OWL: others read it alike, and it tells everything in three languages."""

from __future__ import annotations

import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, DefinedNamespace

from kg.resolve import to_hans, to_hant
from kg.schema import Schema, load_schema
from kg.version import __version__
from test_schema import KG

# The shipped file as OWL


def test_two_libraries_read_the_same_triples() -> None:
    def canonical(text: str, format_: pyoxigraph.RdfFormat) -> set[pyoxigraph.Quad]:
        dataset = pyoxigraph.Dataset(pyoxigraph.parse(text.encode(), format=format_))
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
        return set(dataset)

    by_rdflib = rdflib.Graph().parse(KG, format="turtle").serialize(format="nt")

    assert canonical(by_rdflib, pyoxigraph.RdfFormat.N_TRIPLES) == canonical(
        KG.read_text(encoding="utf-8"), pyoxigraph.RdfFormat.TURTLE
    )


KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(KG)


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(KG, format="turtle")


@pytest.fixture(scope="module")
def own(graph: rdflib.Graph, schema: Schema) -> set[rdflib.term.Node]:
    """The classes and properties of our namespace."""
    found = {term for kind in KINDS for term in graph.subjects(RDF.type, kind)}
    return {term for term in found if str(term).startswith(schema.namespace)}


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition])
def test_every_class_and_property_is_told_in_three_languages(
    graph: rdflib.Graph, own: set[rdflib.term.Node], predicate: rdflib.URIRef
) -> None:
    told = {term: sorted(str(text.language).lower() for text in graph.objects(term, predicate)) for term in own}

    assert len(own) > 100
    assert {term: ["en", "zh-hans", "zh-hant"] for term in own} == told


def test_traditional_definitions_are_in_traditional_script(graph: rdflib.Graph, own: set[rdflib.term.Node]) -> None:
    texts = [str(text) for term in own for text in graph.objects(term, SKOS.definition) if text.language == "zh-Hant"]

    assert [text for text in texts if to_hant(text) != text and to_hans(text) == text] == []


def test_the_head_tells_title_version_and_licence(graph: rdflib.Graph) -> None:
    (head,) = graph.subjects(RDF.type, OWL.Ontology)
    titles = {title.language for title in graph.objects(head, DCTERMS.title)}

    assert titles == {"zh-Hans", "zh-Hant", "en"}
    assert graph.value(head, OWL.versionInfo) == rdflib.Literal(__version__)
    assert str(graph.value(head, OWL.versionIRI)).endswith(f"/{__version__}")
    assert graph.value(head, DCTERMS.license)


def test_every_property_of_things_has_domain_and_range(graph: rdflib.Graph, own: set[rdflib.term.Node]) -> None:
    """An inverse has them from the property that it turns around; what any record can carry has no domain."""
    anywhere = {"sha256"}
    lacking = [
        str(term)
        for term in own
        for side in (RDFS.domain, RDFS.range)
        if {OWL.ObjectProperty, OWL.DatatypeProperty} & set(graph.objects(term, RDF.type))
        and not graph.value(term, side)
        and not any(graph.value(other, RDFS.range) for other in graph.objects(term, OWL.inverseOf))
        and (side, str(term).rpartition("#")[2]) not in {(RDFS.domain, name) for name in anywhere}
    ]

    assert lacking == []


def test_each_relation_that_is_not_symmetric_has_an_inverse_with_its_inverse_labels(
    graph: rdflib.Graph, schema: Schema
) -> None:
    for name, info in schema.relations.items():
        term = rdflib.URIRef(schema.namespace + name)
        inverses = list(graph.objects(term, OWL.inverseOf))

        assert len(inverses) == (not info.symmetric)
        for inverse in inverses:
            labels = {str(label.language): str(label) for label in graph.objects(inverse, RDFS.label)}
            assert (inverse, OWL.inverseOf, term) in graph
            assert labels == info.inverse_labels
            transitive = (term, RDF.type, OWL.TransitiveProperty) in graph
            assert transitive == ((inverse, RDF.type, OWL.TransitiveProperty) in graph)


def test_codes_are_written_with_properties_that_others_know(schema: Schema) -> None:
    assert {"gb2260", "iso3166", "geonames", "stock"} == set(schema.codes)
    assert schema.codes["geonames"].address.format("2643743") == "https://sws.geonames.org/2643743/"


def test_only_holding_a_post_states_a_membership(schema: Schema) -> None:
    assert [name for name, info in schema.relations.items() if info.states_membership] == ["affiliatedWith"]


def test_every_term_used_from_our_namespace_is_declared(schema: Schema) -> None:
    graph = rdflib.Graph().parse(KG, format="turtle")
    used = {term for triple in graph for term in triple if isinstance(term, rdflib.URIRef)}
    ours = {term for term in used if term.startswith(schema.namespace)}

    assert ours == {term for term in ours if (term, rdflib.RDF.type, None) in graph}


@pytest.mark.parametrize("vocabulary", [DCTERMS, FOAF, ORG, PROV, SDO, SKOS])
def test_mapped_terms_exist_in_their_vocabulary(vocabulary: type[DefinedNamespace]) -> None:
    graph = rdflib.Graph().parse(KG, format="turtle")
    mapped = {term for triple in graph for term in triple if str(term).startswith(str(vocabulary))}

    assert mapped
    assert all(term in vocabulary for term in mapped)
