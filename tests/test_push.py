"""Graphs sent to a real triple store (Oxigraph), and what goes wrong on the way."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread

import pyoxigraph
import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from commanding import run_kg
from graphs import BASE, small_graph, small_schema
from kg.errors import InputError, UsageError
from kg.export import export
from kg.export.turtle import write_turtle
from kg.pushing import PushError, push

BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A running Oxigraph server, in memory."""
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen([BIN / "oxigraph", "serve", "--bind", address], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"http://{address}/query?query=ASK%7B%7D", timeout=5):
                    break
            except OSError:
                time.sleep(0.05)
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    export(small_graph(), folder, base=BASE, schema=small_schema(), formats=["ttl", "nt", "jsonld"])
    return folder


def count(store: str, where: str = "{ ?s ?p ?o }") -> int:
    client = SPARQLWrapper(f"{store}/query", returnFormat=JSON)
    client.setQuery(f"SELECT (COUNT(*) AS ?n) {where}")
    return int(client.queryAndConvert()["results"]["bindings"][0]["n"]["value"])


def triples() -> int:
    text = StringIO()
    write_turtle(small_graph(), text, base=BASE, schema=small_schema())
    return len(list(pyoxigraph.parse(text.getvalue().encode(), pyoxigraph.RdfFormat.TURTLE)))


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt", "graph.jsonld"])
def test_a_store_holds_each_form_and_replaces_what_was_there(store: str, out: Path, name: str) -> None:
    for _ in range(2):
        sent = push(f"{store}/store", out / name)

    assert sent.status in (201, 204)
    assert sent.size == (out / name).stat().st_size
    assert count(store) == triples()


def test_a_graph_of_a_name_is_filled_apart_and_added_to(store: str, out: Path) -> None:
    push(f"{store}/store", out)
    push(f"{store}/store", out, into="https://example.org/graphs/新闻")
    named = count(store, "{ GRAPH <https://example.org/graphs/新闻> { ?s ?p ?o } }")
    push(f"{store}/store?graph=https%3A%2F%2Fexample.org%2Fgraphs%2F%E6%96%B0%E9%97%BB", out, add=True)
    added = count(store, "{ GRAPH <https://example.org/graphs/新闻> { ?s ?p ?o } }")

    assert named == triples() == count(store)
    assert added > named


def test_another_client_finds_the_facts(store: str, out: Path) -> None:
    push(f"{store}/store", out)
    client = SPARQLWrapper(f"{store}/query", returnFormat=JSON)
    client.setQuery(
        "PREFIX kg: <https://example.org/kg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        'SELECT ?by { ?x skos:altLabel "泛聯院"@zh-Hant ; kg:foundedBy/skos:prefLabel ?by . '
        'FILTER(LANGMATCHES(LANG(?by), "zh-Hans")) }'
    )
    rows = client.queryAndConvert()["results"]["bindings"]

    assert [row["by"]["value"] for row in rows] == ["北京邮电大学"]


def test_what_the_store_refuses_is_told_with_its_own_words(store: str, out: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a:b> <a:c> .", encoding="utf-8")
    before = count(store)

    with pytest.raises(PushError, match="refused with 400 Bad Request: ") as bad:
        push(f"{store}/store", tmp_path / "bad.ttl")
    with pytest.raises(PushError, match=r"refused with 40[45] ") as missing:
        push(f"{store}/nowhere", out)

    assert (bad.value.status, missing.value.status in (404, 405)) == (400, True)
    assert count(store) == before


def test_a_store_that_is_not_there_is_told(out: Path) -> None:
    with pytest.raises(PushError, match=r"cannot be reached: .*\n  hint: is the store running"):
        push(f"http://127.0.0.1:{free_port()}/store", out)


@pytest.mark.parametrize(
    ("address", "named"), [("someone:secret@", {}), ("", {"user": "someone", "password": "secret"})]
)
def test_a_password_is_sent_and_never_shown(out: Path, address: str, named: dict[str, str]) -> None:
    sent: list[str] = []

    class Refusing(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            sent.append(self.headers["Authorization"])
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_error(401)

        def log_message(self, *told: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        answering = Thread(target=server.handle_request)
        answering.start()
        with pytest.raises(PushError) as told:
            push(f"http://{address}127.0.0.1:{server.server_port}/store", out, **named)
        answering.join()

    assert sent == ["Basic " + b64encode(b"someone:secret").decode()]
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(("url", "into", "message"), [
    ("localhost:7878", "", "is no address"), ("ftp://a/", "", "is no address"), ("http://", "", "is no address"),
    ("http://a:x/", "", "is no address"), ("http://a b/", "", "is no address"),
    ("http://a/", "news", "not an absolute"),
    ("http://a/?default", "urn:x:y", "named twice"),
])  # fmt: skip
def test_an_address_that_is_none_is_refused(out: Path, url: str, into: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        push(url, out, into=into)


def test_a_file_that_is_missing_or_of_another_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        push("http://localhost/", tmp_path / "graph.ttl")
    with pytest.raises(InputError, match="there is no such file"):
        push("http://localhost/", tmp_path / "out")
    with pytest.raises(UsageError, match=r"takes \.ttl, \.nt, \.jsonld"):
        push("http://localhost/", tmp_path / "graph.html")


def test_the_command_tells_what_was_taken(store: str, out: Path) -> None:
    done = run_kg("push", f"{store}/store", "-g", str(out))

    assert (done.returncode, done.stderr) == (0, "")
    assert f"{store}/store?default: {(out / 'graph.ttl').stat().st_size} bytes taken" in done.stdout
