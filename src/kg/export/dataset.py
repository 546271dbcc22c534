"""What the export holds, told by VoID and DCAT: how many triples, of which classes and properties, in which files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from kg.export.iris import validate_base
from kg.export.nodes import TYPE, Blank
from kg.export.record import DATASET, record, run_path
from kg.export.tally import Tally
from kg.export.terms import PREFIXES, TurtleTerms
from kg.export.turtle import block

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from kg.export.nodes import Property
    from kg.graphview import GraphView
    from kg.schema import Schema

_VOCABULARIES = {"dcat": "http://www.w3.org/ns/dcat#", "spdx": "http://spdx.org/rdf/terms#"}
_MEDIA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of an export: its name, media type, size in bytes, and SHA-256 in hexadecimal digits."""

    name: str
    media_type: str
    size: int
    sha256: str


def _tally(graph: GraphView, *, base: str, schema: Schema) -> Tally:
    """Count what the graph's Turtle holds, by terms as Turtle writes them."""
    counted = Tally()
    for _, subjects in record(graph, TurtleTerms(base, schema.namespace), schema):
        for _, properties in subjects:
            counted.add(properties)
    return counted


def write_dataset(
    graph: GraphView,
    out: TextIO,
    *,
    base: str,
    schema: Schema,
    files: Sequence[Written] = (),
    counted: Tally | None = None,
    licence: str = "",
) -> None:
    """Describe a graph and its files in Turtle.

    Args:
        graph: What is described. Its order does not matter.
        out: A text stream that encodes as UTF-8 and does not translate line ends.
        base: The IRI below which the graph's things lie; the description is of ``<base>dataset``.
        schema: Names the namespace of the ontology, and how codes are written.
        files: The files of the export.
        counted: What its Turtle holds, if that was counted while it was written.
        licence: The IRI of the licence that the graph is under, if one is to be told.
    """
    terms = TurtleTerms(validate_base(base), schema.namespace)
    name, number = terms.name, terms.number
    counted = counted or _tally(graph, base=base, schema=schema)
    spaces = sorted({schema.namespace, *(PREFIXES[one] for one in ("dcterms", "oa", "org", "prov", "schema", "skos"))})
    whole: list[Property] = [
        (TYPE, [name("void:Dataset"), name("dcat:Dataset"), name("prov:Entity")]),
        (name("dcterms:title"), [terms.text(f"Knowledge graph of {len(graph.documents)} documents", "en")]),
        (name("dcterms:license"), [terms.iri(licence)] if licence else []),
        (name("prov:wasGeneratedBy"), [terms.below(run_path(graph.run))] if graph.run else []),
        (name("void:uriSpace"), [terms.text(base)]),
        (name("void:vocabulary"), [terms.iri(space) for space in spaces]),
        (name("void:triples"), [number(counted.triples)]),
        (name("void:entities"), [number(len(graph.entities))]),
        (name("void:documents"), [number(len(graph.documents))]),
        (name("void:distinctSubjects"), [number(counted.subjects + _blanks(counted, terms))]),
        (name("void:classes"), [number(len(counted.classes))]),
        (name("void:properties"), [number(len(counted.properties))]),
        (name("void:classPartition"), _parts(counted.classes, "void:class", "void:entities", terms)),
        (name("void:propertyPartition"), _parts(counted.properties, "void:property", "void:triples", terms)),
        (name("dcat:distribution"), [terms.below(f"{DATASET}/{file.name}") for file in files]),
    ]
    out.write(terms.prefixes(_VOCABULARIES))
    out.write(f"\n{terms.below(DATASET)} {block(whole, indent=4)} .\n")
    for file in files:
        out.write(f"\n{terms.below(f'{DATASET}/{file.name}')} {block(_file(file, terms), indent=4)} .\n")


def _blanks(counted: Tally, terms: TurtleTerms) -> int:
    """Nodes without a name: each is the object of one triple, with one of these properties."""
    told = [
        terms.kg("evidence"),
        *map(
            terms.name,
            ("oa:hasSelector", "org:role", "org:memberDuring", "time:inside", "prov:used", "prov:wasAssociatedWith"),
        ),
    ]
    return sum(counted.properties[predicate] for predicate in told)


def _parts(counts: Counter[str], what: str, how_many: str, terms: TurtleTerms) -> list[Blank]:
    return [
        Blank([(terms.name(what), [term]), (terms.name(how_many), [terms.number(count)])])
        for term, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _file(file: Written, terms: TurtleTerms) -> list[Property]:
    name = terms.name
    checksum = Blank(
        [
            (TYPE, [name("spdx:Checksum")]),
            (name("spdx:algorithm"), [name("spdx:checksumAlgorithm_sha256")]),
            (name("spdx:checksumValue"), [terms.typed(file.sha256, "hexBinary")]),
        ]
    )
    return [
        (TYPE, [name("dcat:Distribution")]),
        (name("dcterms:title"), [terms.text(file.name)]),
        (name("dcat:mediaType"), [terms.iri(_MEDIA + file.media_type)]),
        (name("dcat:byteSize"), [terms.typed(str(file.size), "nonNegativeInteger")]),
        (name("spdx:checksum"), [checksum]),
    ]
