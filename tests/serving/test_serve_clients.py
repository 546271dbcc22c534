"""Clients that nobody here wrote read what ``kg serve`` answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
import SPARQLWrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from asking import DESCRIBE, LABELS
from served import Server

pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated.*use Dataset:DeprecationWarning")  # rdflib, of itself

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
