"""The small graph as the writers of the formats give it."""

from __future__ import annotations

from io import StringIO

import pyoxigraph
import rdflib
from hypothesis import strategies as st

from graphs import BASE, small_graph, small_schema
from kg.export import FORMATS
from kg.model import Graph

NT, JSONLD, TURTLE = pyoxigraph.RdfFormat.N_TRIPLES, pyoxigraph.RdfFormat.JSON_LD, pyoxigraph.RdfFormat.TURTLE
RDF_FORMATS = {"ttl": TURTLE, "nt": NT, "jsonld": JSONLD}
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
KG = rdflib.Namespace("https://example.org/kg/ontology#")

anything = st.text(st.characters(), max_size=30)  # every code point, lone surrogates and controls included
harmful = st.text("\"\\\n\r\t\0\x0b\x7f\x85\u2028\ufeff\uffff\ud800<>&{}|^`%#;:?./ @,'a中😀", max_size=12)
hostile = st.one_of(anything, harmful)


def written(name: str, graph: Graph | None = None) -> bytes:
    """The first file of a format."""
    writer = next(iter(FORMATS[name].values()))
    out = StringIO(newline="\n")
    writer(graph or small_graph(), out, base=BASE, schema=small_schema())
    return out.getvalue().encode()


def with_small_tags(graph: rdflib.Graph) -> rdflib.Graph:
    """Language tags have no case; one of the readers makes them small."""
    copy = rdflib.Graph()
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.Literal) and value.language:
            copy.add((subject, predicate, rdflib.Literal(str(value), lang=value.language.lower())))
        else:
            copy.add((subject, predicate, value))
    return copy


def dataset(name: str, graph: Graph | None = None) -> pyoxigraph.Dataset:
    """What pyoxigraph reads in a file, with nodes without a name called alike."""
    found = pyoxigraph.Dataset(pyoxigraph.parse(written(name, graph), RDF_FORMATS[name]))
    found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return found
