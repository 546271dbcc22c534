"""Answers come in the form that is liked best, and in every form say the same."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph
import pytest
import rdflib

from asking import DESCRIBE, LABELS
from served import Server

pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated.*use Dataset:DeprecationWarning")  # rdflib, of itself

# -- forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("accept", "media_type"), [
    ("", "application/sparql-results+json"),
    ("*/*", "application/sparql-results+json"),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("text/csv", "text/csv"),
    ("text/tab-separated-values, text/csv;q=0.9", "text/tab-separated-values"),
    ("text/csv;q=0.1, application/sparql-results+xml;q=0.2", "application/sparql-results+xml"),
    ("application/json", "application/json"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ("text/*;q=0.5, image/png", "text/csv"),
])  # fmt: skip
def test_rows_come_in_the_form_that_is_liked_best(server: Server, accept: str, media_type: str) -> None:
    answer = server.query(LABELS, accept)

    assert (answer.status, answer.media_type) == (200, media_type)
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(("accept", "media_type", "reader"), [
    ("", "text/turtle", "turtle"),
    ("application/n-triples", "application/n-triples", "nt"),
    ("application/ld+json", "application/ld+json", "json-ld"),
    ("application/rdf+xml", "application/rdf+xml", "xml"),
    ("text/n3", "text/n3", "n3"),
])  # fmt: skip
def test_triples_come_in_each_form_and_another_reader_reads_the_same(
    server: Server, accept: str, media_type: str, reader: str
) -> None:
    answer = server.query(DESCRIBE, accept)
    graph = rdflib.Graph().parse(data=answer.text, format=reader)

    assert answer.media_type == media_type
    assert set(graph) == set(rdflib.Graph().parse(data=server.query(DESCRIBE, "").text, format="turtle")) != set()


def test_all_forms_of_rows_say_the_same(server: Server) -> None:
    expected = [
        (row["thing"]["value"], row["name"]["value"])
        for row in json.loads(server.query(LABELS).text)["results"]["bindings"]
    ]
    table = [tuple(row) for row in csv.reader(io.StringIO(server.query(LABELS, "text/csv").text))]
    others = [
        [(row["thing"].value, row["name"].value) for row in pyoxigraph.parse_query_results(answer.body, form)]  # type: ignore[union-attr]
        for form, answer in (
            (pyoxigraph.QueryResultsFormat.XML, server.query(LABELS, "application/sparql-results+xml")),
            (pyoxigraph.QueryResultsFormat.TSV, server.query(LABELS, "text/tab-separated-values")),
        )
    ]

    assert len(expected) == 12
    assert table == [("thing", "name"), *expected]
    assert others == [expected, expected]


@pytest.mark.parametrize(("query", "accept"), [(LABELS, "image/png"), (LABELS, "text/turtle"), (DESCRIBE, "text/csv")])
def test_a_form_that_the_answer_does_not_have_is_not_acceptable(server: Server, query: str, accept: str) -> None:
    assert server.query(query, accept).status == 406


def test_the_endpoint_describes_itself(server: Server) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    answer = server.ask("/sparql")
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    (endpoint,) = graph.objects(None, sd.endpoint)

    assert answer.media_type == "text/turtle"
    assert str(endpoint) == f"{server.address}sparql"
    assert (None, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert (None, sd.supportedLanguage, sd.SPARQL11Update) not in graph
    assert (None, sd.feature, sd.BasicFederatedQuery) not in graph
    assert server.ask("/sparql", Accept="application/ld+json").media_type == "application/ld+json"
    assert server.ask("/sparql", Accept="text/html").headers["location"] == "/query"


def test_a_head_request_has_no_body(server: Server) -> None:
    answer = server.ask("/sparql?query=ASK%20%7B%7D", method="HEAD")

    assert (answer.status, answer.body) == (200, b"")
