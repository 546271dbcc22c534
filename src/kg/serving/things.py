"""Entities, documents and the like by their IRIs: what the graph says of them, or the explorer at that place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.serving.answering import refusal, respond
from kg.serving.negotiation import GRAPHS, PAGE, accepted, choose
from kg.serving.places import base_iri
from kg.serving.pool import Job, Pool, RefusedError
from kg.serving.protocol import Operation, ProtocolError

KINDS = {"entity": "e", "document": "d", "statement": "s", "membership": "", "run": ""}
"""Kind of thing, which its IRI names → the key by which the explorer's address names one, if it shows such things."""

_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')

_ABOUT = """\
CONSTRUCT {
  %(it)s ?p ?o . ?o ?q ?r . ?r ?y ?z . ?n skos:prefLabel ?label .
  ?statement ?u ?v . ?v ?w ?x . ?x ?y ?z .
  ?other ?to %(it)s
} WHERE {
  {
    %(it)s ?p ?o
    OPTIONAL { ?o ?q ?r FILTER(isBlank(?o)) OPTIONAL { ?r ?y ?z FILTER(isBlank(?r)) } }
    OPTIONAL { ?o skos:prefLabel ?label BIND(?o AS ?n) }
  } UNION {
    ?statement rdf:subject|rdf:object %(it)s ; ?u ?v
    OPTIONAL { ?v ?w ?x FILTER(isBlank(?v)) OPTIONAL { ?x ?y ?z FILTER(isBlank(?x)) } }
    OPTIONAL { ?v skos:prefLabel ?label BIND(?v AS ?n) }
  } UNION {
    ?other ?to %(it)s
    FILTER(?to NOT IN (rdf:subject, rdf:object))
    OPTIONAL { ?other skos:prefLabel ?label BIND(?other AS ?n) }
  }
}"""
"""What is said of a thing and of the statements that it is an end of, with their evidence and its neighbours' names."""


async def thing(request: Request, kind: str, pool: Pool, prefixes: Mapping[str, str]) -> Response:
    """Give one thing: RDF to programs, the explorer to browsers.

    Args:
        request: whose path, behind its kind, is the end of the thing's IRI.
        kind: one of ``KINDS``.
        pool: who knows the graph.
        prefixes: those of the graph, which tell where its things lie.

    Raises:
        ProtocolError: the graph has no such thing, or what is wanted has no form that is acceptable.
    """
    path = request.scope.get("raw_path", b"").decode("ascii", "replace").partition(f"/{kind}/")[2].partition("?")[0]
    base = f"{base_iri(prefixes)}{kind}/"
    iris = [iri for iri in sorted({base + path, base + unquote(path)}) if path and not _NO_IRI.search(iri)]
    known = await _known(pool, iris)
    if not known:
        raise ProtocolError(404, f"The graph knows no {kind} of this name.")
    if KINDS[kind] and _wants_page(request):
        name = quote(unquote(known.removeprefix(base)), safe="")
        return RedirectResponse(f"/#{KINDS[kind]}={name}", 303, {"Vary": "Accept"})
    response = await respond(request, pool, Operation(_ABOUT % {"it": f"<{known}>"}))
    response.headers["Link"] = f'<{quote(known, safe=":/%#?&=~+,;@!$()*")}>; rel="describes"'
    return response


async def _known(pool: Pool, iris: list[str]) -> str:
    """Which of some IRIs is that of a thing in the graph; empty if none is."""
    for iri in iris:
        try:
            answer = await pool.answer(Job(f"ASK {{ <{iri}> ?p ?o }}", rows="csv"))
        except RefusedError as refused:
            if refused.kind == "malformed":  # no IRI after all
                continue
            raise refusal(refused) from refused
        with answer.file as file:
            if file.read() == b"true":
                return iri
    return ""


def _wants_page(request: Request) -> bool:
    accept = accepted(request)
    wanted = choose(accept, (*GRAPHS, *PAGE)) if accept else None
    return wanted is not None and wanted.form == "html"
