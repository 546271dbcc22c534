"""Answers in each standard form."""

from __future__ import annotations

import csv
import io
import json

import pytest
import rdflib

from kg.errors import UsageError
from kg.querying.answers import serialize
from kg.querying.store import Knowledge, ask
from sample import table

# Forms of answers


def test_rows_are_told_in_each_standard_form(sample: Knowledge) -> None:
    text = "SELECT ?label { ?x kg:foundedBy/skos:prefLabel ?label } ORDER BY ?label LIMIT 2"
    expected = [row[0] for row in table(sample, text)]
    told = {form: serialize(ask(sample, text), form).decode() for form in ("csv", "tsv", "json", "xml")}

    assert list(csv.reader(io.StringIO(told["csv"]))) == [["label"], *([label] for label in expected)]
    assert [line.split('"')[1] for line in told["tsv"].splitlines()[1:]] == expected
    assert [row["label"]["value"] for row in json.loads(told["json"])["results"]["bindings"]] == expected
    assert [str(row[0]) for row in rdflib.query.Result.parse(io.BytesIO(told["xml"].encode()), "xml")] == expected


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib's own reader of JSON-LD
def test_triples_are_told_in_each_standard_form(sample: Knowledge) -> None:
    text = "CONSTRUCT WHERE { ?x kg:foundedBy ?y }"
    graphs = [
        rdflib.Graph().parse(data=serialize(ask(sample, text), form, sample.prefixes), format=reader)
        for form, reader in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"))
    ]

    assert len(graphs[0]) > 3
    assert set(graphs[0]) == set(graphs[1]) == set(graphs[2])


def test_a_form_that_does_not_fit_is_refused(sample: Knowledge) -> None:
    with pytest.raises(UsageError, match="the answer is rows"):
        serialize(ask(sample, "ASK {}"), "ttl")
    with pytest.raises(UsageError, match="the answer is triples"):
        serialize(ask(sample, "CONSTRUCT WHERE { ?s ?p ?o }"), "csv")
