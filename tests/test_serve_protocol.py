"""``kg serve`` speaks the SPARQL 1.1 Protocol: W3C's own cases by their names, and clients that nobody here wrote."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pyoxigraph
import pytest
import rdflib
import SPARQLWrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from serving import Answer, Server, serving, write_small

pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated.*use Dataset:DeprecationWarning")  # rdflib, of itself

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}
LABELS = "SELECT ?thing ?name WHERE { ?thing skos:prefLabel ?name FILTER(isIRI(?thing)) } ORDER BY ?name"
DESCRIBE = "DESCRIBE entity:Person-3c"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def server(out: Path) -> Iterator[Server]:
    with serving(out) as server:
        yield server


def form(**fields: str | list[str]) -> bytes:
    return urlencode(fields, doseq=True).encode()


# -- W3C's cases for the protocol, under the names they have there ----------------------------------------------------


Case = Callable[[Server], Answer]

NEGATIVE: dict[str, tuple[Case, int]] = {
    "bad_query_method": (lambda s: s.ask("/sparql?query=ASK%20%7B%7D", method="PUT"), 405),
    "bad_multiple_queries": (lambda s: s.ask("/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"), 400),
    "bad_query_wrong_media_type": (lambda s: s.ask("/sparql/", data=b"ASK {}", Content_Type="text/plain"), 415),
    "bad_query_missing_form_type": (lambda s: untyped(s, b"query=ASK%20%7B%7D"), 415),
    "bad_query_missing_direct_type": (lambda s: untyped(s, b"ASK {}"), 415),
    "bad_query_non_utf8": (
        lambda s: s.ask("/sparql", data="ASK {}".encode("utf-16"), Content_Type=f"{QUERY}; charset=UTF-16"),
        400,
    ),
    "bad_query_syntax": (lambda s: s.ask("/sparql?query=ASK%20%7B"), 400),
    "bad_update_get": (lambda s: s.ask("/sparql?update=CLEAR%20ALL"), 403),
    "bad_multiple_updates": (
        lambda s: s.ask("/sparql/", data=form(update=["CLEAR NAMED", "CLEAR DEFAULT"]), Content_Type=FORM),
        403,
    ),
    "bad_update_wrong_media_type": (lambda s: s.ask("/sparql/", data=b"CLEAR NAMED", Content_Type="text/plain"), 415),
    "bad_update_missing_form_type": (lambda s: untyped(s, b"update=CLEAR%20NAMED"), 415),
    "bad_update_non_utf8": (
        lambda s: s.ask("/sparql", data="CLEAR NAMED".encode("utf-16"), Content_Type=f"{UPDATE}; charset=UTF-16"),
        403,
    ),
    "bad_update_syntax": (lambda s: s.ask("/sparql/", data=form(update="CLEAR XYZ"), Content_Type=FORM), 403),
    "bad_update_dataset_conflict": (
        lambda s: s.ask(
            "/sparql/",
            data=form(**{"using-named-graph-uri": "http://example/people", "update": "WITH <a:b> DELETE {} WHERE {}"}),
            Content_Type=FORM,
        ),
        403,
    ),
}


def untyped(server: Server, body: bytes) -> Answer:
    """A POST without a media type, which the usual clients would add by themselves."""
    host = server.address.removeprefix("http://").rstrip("/")
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), 20) as connection:
        head = f"POST /sparql/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + body)
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    return Answer(int(said.split()[1]), {}, said.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("name", NEGATIVE)
def test_w3c_negative(name: str, server: Server) -> None:
    case, status = NEGATIVE[name]
    answer = case(server)

    assert answer.status == status
    assert answer.text.strip()


def elsewhere(query: str, **dataset: str | list[str]) -> Case:
    return lambda server: server.ask(
        f"/sparql/?{urlencode(dataset, doseq=True)}", data=query.encode(), Content_Type=QUERY
    )


DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
POSITIVE: dict[str, tuple[Case, set[str], str]] = {
    "query_get": (lambda s: s.ask("/sparql?query=ASK%20%7B%7D"), BOOLEAN, "true"),
    "query_post_form": (
        lambda s: s.ask(
            f"/sparql/?{urlencode({'default-graph-uri': DATA.format(0)})}", data=form(query="ASK {}"), Content_Type=FORM
        ),
        BOOLEAN,
        "true",
    ),
    "query_post_direct": (elsewhere("ASK {}", **{"default-graph-uri": DATA.format(0)}), BOOLEAN, "true"),
    "query_content_type_select": (elsewhere("SELECT (1 AS ?value) {}"), {*BOOLEAN, "text/csv"}, "value"),
    "query_content_type_ask": (elsewhere("ASK {}"), BOOLEAN, "true"),
    "query_content_type_describe": (elsewhere("DESCRIBE <http://example.org/>"), {"text/turtle"}, ""),
    "query_content_type_construct": (elsewhere("CONSTRUCT { <s> <p> 1 } WHERE {}"), {"text/turtle"}, "1"),
    # The graphs of these cases are not here; what is left of them is that the dataset is that of the request.
    "query_dataset_default_graphs_get": (
        lambda s: s.ask(f"/sparql?{urlencode({'query': 'ASK { ?s ?p ?o }', 'default-graph-uri': DATA.format(1)})}"),
        BOOLEAN,
        "false",
    ),
    "query_dataset_default_graphs_post": (
        elsewhere("ASK { ?s ?p ?o }", **{"default-graph-uri": [DATA.format(1), DATA.format(2)]}),
        BOOLEAN,
        "false",
    ),
    "query_dataset_named_graphs_post": (
        elsewhere("ASK { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": [DATA.format(1), DATA.format(2)]}),
        BOOLEAN,
        "false",
    ),
    "query_dataset_full": (
        elsewhere("ASK { ?s ?p ?o }", **{"default-graph-uri": DATA.format(3), "named-graph-uri": DATA.format(1)}),
        BOOLEAN,
        "false",
    ),
    "query_multiple_dataset": (
        elsewhere(f"ASK FROM <{DATA.format(1)}> {{}}", **{"default-graph-uri": DATA.format(2)}),
        BOOLEAN,
        "true",
    ),
}


@pytest.mark.parametrize("name", POSITIVE)
def test_w3c_positive(name: str, server: Server) -> None:
    case, media_types, part = POSITIVE[name]
    answer = case(server)

    assert answer.status == 200, answer.text
    assert answer.media_type in media_types
    assert part in answer.text


def test_without_a_dataset_the_graph_itself_is_asked(server: Server) -> None:
    assert json.loads(server.query("ASK { ?s ?p ?o }").text)["boolean"] is True


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


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("update", [
    "INSERT DATA { <a:a> <a:b> <a:c> }", "DELETE WHERE { ?s ?p ?o }", "LOAD <http://127.0.0.1/x>", "CLEAR ALL",
    "DROP DEFAULT", "CREATE GRAPH <a:b>", "COPY <a:a> TO <a:b>", "MOVE <a:a> TO <a:b>", "ADD <a:a> TO <a:b>",
])  # fmt: skip
def test_an_update_is_refused_however_it_comes(server: Server, update: str) -> None:
    as_query = server.query(update)
    as_form = server.ask("/sparql", data=form(update=update), Content_Type=FORM)
    direct = server.ask("/sparql", data=update.encode(), Content_Type=UPDATE)
    beside = server.ask("/sparql", data=form(query="ASK {}", update=update), Content_Type=FORM)
    behind = server.query(f"ASK {{}} ; {update}")

    assert [a.status for a in (as_query, as_form, direct, beside, behind)] == [400, 403, 403, 403, 400]
    assert "read-only" in as_form.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/sparql?default", "/sparql?graph=http%3A%2F%2Fa%2F"])
def test_graph_management_is_refused(server: Server, method: str, path: str) -> None:
    answer = server.ask(path, data=b"", method=method, Content_Type="text/turtle")

    assert answer.status == 405
    assert "GET" in answer.headers["allow"]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Another server on this computer, and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    asked.append(connection.recv(4096))

        thread = threading.Thread(target=listen)
        thread.start()
        yield listening.getsockname()[1], asked
        done.set()
        thread.join()


REMOTE = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT*{service<URL>{}}",
    "ASK { { SELECT ?s { OPTIONAL { ?s ?p ?o { SeRvIcE <URL> { ?s ?p ?o } } } } } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { # SERVICE\n SERVICE # <\n<URL> { ?s ?p ?o } }",
    "ASK { ?a a:b ?b FILTER(?a<?b)SERVICE#>\n<URL>{?s ?p ?o} }",
    "ASK { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    'ASK { ?s ?p \'\\\'\', """"\'""" . SERVICE <URL> { ?s ?p ?o } }',
    "PREFIX service: <URL> ASK { SERVICE service: { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { 'SERVICE' } SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", REMOTE)
def test_no_query_reaches_another_server(server: Server, listener: tuple[int, list[bytes]], query: str) -> None:
    port, asked = listener
    answer = server.query("PREFIX a: <a:> " + query.replace("URL", f"http://127.0.0.1:{port}/sparql"), "")

    assert (answer.status, asked) == (403, [])
    assert "SERVICE" in answer.text


@pytest.mark.parametrize("query", [
    "ASK { ?s ?p 'SERVICE <http://a/>' } # SERVICE <http://a/> {}", "SELECT ?service { BIND(1 AS ?service) }",
    "PREFIX service: <http://service/> ASK { ?s service:service _:service }", "ASK { ?s ?p 'a'@service }",
])  # fmt: skip
def test_the_word_service_alone_is_welcome(server: Server, query: str) -> None:
    assert server.query(query).status == 200


def test_a_mistake_is_told_with_its_place(server: Server) -> None:
    answer = server.query("SELECT ?x\nWHERE { ?x a }")

    assert answer.status == 400
    assert answer.text.startswith("line 2, column 14: not SPARQL: '}' cannot stand here")


@pytest.mark.parametrize(
    "path", ["/sparql?query=%FF%FE", "/sparql?query=ASK%20%7B%7D&x=%C3%28", "/sparql?foo=1", "/sparql?query="]
)
def test_a_request_without_a_readable_query_is_told_so(server: Server, path: str) -> None:
    answer = server.ask(path)

    assert answer.status == 400
    assert answer.text.strip()


@pytest.mark.parametrize(("body", "media_type"), [
    (b"ASK { ?s ?p '\xff' }", QUERY), ("ASK { ?s ?p '创' }".encode("gb18030"), QUERY), (b"query=ASK%20%FF", FORM),
    (b"query=\xff", FORM), (b"\xef\xbb\xbf\xff", QUERY),
])  # fmt: skip
def test_bytes_that_are_no_utf_8_are_told_so(server: Server, body: bytes, media_type: str) -> None:
    answer = server.ask("/sparql", data=body, Content_Type=media_type)

    assert answer.status == 400
    assert "UTF-8" in answer.text


# -- clients that nobody here wrote -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST", "direct"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_reads_rows(server: Server, method: str, form: str) -> None:
    client = _client(server, LABELS, method)
    client.setReturnFormat(form)
    found = client.query().convert()
    text = (
        found.toxml()
        if form == "xml"
        else found.decode()
        if isinstance(found, bytes)
        else json.dumps(found, ensure_ascii=False)
    )

    assert "北京郵電大學" in text


def test_sparqlwrapper_reads_triples_and_answers(server: Server) -> None:
    graph = _client(server, DESCRIBE, "GET").query().convert()
    turtle = _client(server, DESCRIBE, "POST")
    turtle.setReturnFormat("turtle")
    ask = _client(server, "ASK { ?s ?p ?o }", "GET")
    ask.setReturnFormat("json")

    assert len(graph) == len(rdflib.Graph().parse(data=turtle.query().convert(), format="turtle")) > 3
    assert ask.query().convert()["boolean"] is True


def test_sparqlwrapper_tells_what_the_server_said(server: Server) -> None:
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="the query ends too soon"):
        _client(server, "SELECT * { ?s ?p", "GET").query()


def _client(server: Server, query: str, method: str) -> Any:
    client = SPARQLWrapper.SPARQLWrapper(f"{server.address}sparql")
    client.setMethod("GET" if method == "GET" else "POST")
    if method == "direct":
        client.setRequestMethod(SPARQLWrapper.POSTDIRECTLY)
    client.setQuery("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
                    "PREFIX entity: <https://example.org/kg/entity/> " + query)  # fmt: skip
    return client


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore_reads_the_graph(server: Server, out: Path, method: str) -> None:
    remote = rdflib.Graph(SPARQLStore(f"{server.address}sparql", method=method))  # type: ignore[arg-type]
    local = rdflib.Graph().parse(out / "graph.ttl")
    label = rdflib.SKOS.altLabel

    assert set(remote.subject_objects(label)) == set(local.subject_objects(label)) != set()
    assert len(remote) == len(local)
    assert list(remote.query("ASK { ?s a <a:nothing> }")) == [False]


def test_httpx_reads_over_one_connection(server: Server) -> None:
    with httpx.Client(base_url=server.address, trust_env=False) as client:
        answers = [client.post("/sparql", data={"query": LABELS}, headers={"Accept": "text/csv"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.text for answer in answers}) == 1
