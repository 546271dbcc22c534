"""What ``kg serve`` refuses: updates, other servers, what is no query; each told so."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from asking import FORM, QUERY, UPDATE, form
from served import Server

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
