"""``kg serve`` speaks the SPARQL 1.1 Protocol: W3C's own cases by their names."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from asking import BOOLEAN, FORM, QUERY, UPDATE, form
from served import Answer, Server

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
