"""The description of the dataset tells what a query counts."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rdflib

from formats_made import written
from graphs import BASE, small_graph, small_schema
from kg.errors import UsageError
from kg.export import export, validate_licence

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


LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("licence", ["", LICENCE])
def test_the_description_tells_a_licence_if_one_is_given(tmp_path: Path, licence: str) -> None:
    export(small_graph(), tmp_path, base=BASE, schema=small_schema(), formats=["dataset"], licence=licence)
    told = rdflib.Graph().parse(tmp_path / "dataset.ttl")

    assert [str(one) for one in told.objects(rdflib.URIRef(BASE + "dataset"), rdflib.DCTERMS.license)] == [
        one for one in [licence] if one
    ]


@pytest.mark.parametrize("licence", ["CC BY 4.0", "mit", "https://a b/", "file:///etc/x", "https://example.org/<x>", 4])
def test_a_licence_that_is_no_address_is_refused(licence: Any) -> None:
    with pytest.raises(UsageError, match="no IRI of the web\n  hint: give the address"):
        validate_licence(licence, ["dataset"])


def test_a_licence_is_refused_where_no_file_would_tell_it() -> None:
    with pytest.raises(UsageError, match="hint: write the format dataset"):
        validate_licence(LICENCE, ["ttl"])
