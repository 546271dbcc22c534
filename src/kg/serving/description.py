"""What the endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from kg.querying.answers import serialize_triples
from kg.vocabularies import VOCABULARIES

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"

RESULT_FORMATS = (
    "JSON-LD",
    "N-Triples",
    "RDF_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_JSON",
    "SPARQL_Results_TSV",
    "SPARQL_Results_XML",
    "Turtle",
)
"""Local names of the forms of answers in W3C's list of formats."""


def convert(turtle: bytes, form: str) -> bytes:
    """Give what a Turtle text says in another form, one of `kg.querying.answers.GRAPH_FORMATS`.

    Raises:
        SyntaxError: it is no Turtle.
    """
    import pyoxigraph

    parser = pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)
    triples = [quad.triple for quad in parser]
    return serialize_triples(triples, form, parser.prefixes)


def describe(endpoint: str, form: str) -> bytes:
    """Give the service description.

    Args:
        endpoint: the address of the endpoint, as its client wrote it.
        form: one of `kg.querying.answers.GRAPH_FORMATS`.
    """
    from pyoxigraph import BlankNode, NamedNode, Triple

    kind = NamedNode(VOCABULARIES["rdf"] + "type")
    service, dataset, graph = NamedNode(endpoint), BlankNode("dataset"), BlankNode("graph")

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    triples = [
        Triple(service, kind, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, kind, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, kind, sd("Graph")),
        *(Triple(service, sd("resultFormat"), NamedNode(_FORMATS + name)) for name in RESULT_FORMATS),
    ]
    return serialize_triples(triples, form, {"sd": _SD, "formats": _FORMATS})
