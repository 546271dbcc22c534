"""Every shape of a valid export: the sample keeps it, and a graph that breaks it is told, with the place."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

import pytest
import rdflib

import kg
from commanding import run_kg
from graphs import BASE, small_graph, small_schema
from kg.errors import Fault, InputError, OntologyError, UsageError
from kg.export.jsonld import context_text
from kg.export.turtle import write_turtle
from kg.schema import Schema, load_schema
from kg.validation.shapes import shapes_text
from kg.validation.validate import InvalidGraphError, _faults, load_shapes, validate_graph
from test_schema import SMALL

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"


def small_turtle() -> str:
    out = StringIO()
    write_turtle(small_graph(), out, base=BASE, schema=small_schema())
    return out.getvalue()


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(ONTOLOGY / "kg.ttl")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return load_shapes(ONTOLOGY)


def faults(text: str, shapes: rdflib.Graph) -> set[Fault]:
    return _faults(rdflib.Graph().parse(data=text, format="turtle"), shapes, text, Path("graph.ttl"))


def test_a_graph_that_was_written_keeps_every_shape(shapes: rdflib.Graph) -> None:
    assert faults(small_turtle(), shapes) == set()


def test_the_sample_keeps_every_shape(ontology: kg.Ontology, tmp_path: Path) -> None:
    kg.build([ROOT / "seeds" / "04-fanlian-6g.txt"], tmp_path, ontology=ontology, formats=["ttl"], workers=1)
    found = validate_graph(tmp_path)

    assert found.triples > 1000
    assert found.error() is None


PLACE = "entity:Place-310000 a kg:Place , kg:City ;"
FOUNDED = "statement:fac01592e0bf9a73d54a"
QUOTE = '"2024年3月，泛联院由北京邮电大学发起成立。"'
UNIVERSITY = "<https://example.org/kg/entity/Organization/北京邮电大学>"

BREACHES = [
    # entities
    ('"上海市"@zh-Hans , ', "", "one preferred label in zh-Hans and one in zh-Hant"),
    ('"上海市"@zh-Hant', '"Shanghai"@en', "one preferred label in zh-Hans and one in zh-Hant"),
    ('"上海市"@zh-Hant', '"上海市"@zh-Hans-CN', "one preferred label in zh-Hans and one in zh-Hant"),
    ('"北邮"@zh-Hans', '"北京邮电大学"@zh-Hans', "preferred or alternative, not both"),
    ('"北邮"@zh-Hans', '""', "an alternative label is a text"),
    ("kg:mentionCount 4", "kg:mentionCount -4", "how often it is mentioned"),
    ("    kg:mentionCount 4 ;\n", "", "how often it is mentioned"),
    ('"gb2260:110108"', '"110108"', "a code is written scheme:value"),
    (PLACE, "entity:Place-310000 a kg:Place , kg:Person ;", "exactly one top type"),
    (PLACE, "entity:Place-310000 a kg:Place , kg:Village ;", "a class of an entity is one of the ontology"),
    ("a kg:Place , kg:District", "a kg:Place , kg:University", "finer class of Organization stands beside"),
    # documents
    ('    dcterms:identifier "news/003.txt" ;\n', "", "a document has one identifier"),
    ("kg:characters 48", 'kg:characters "many"', "a document tells its length once"),
    ("abababab", "ABABABAB", "64 hexadecimal digits"),
    ("        entity:Person-3c ,\n", "        entity:Nobody ,\n", "a document mentions entities of the graph"),
    # statements
    ("rdf:subject entity:Person-3c", "rdf:subject entity:Nobody", "one subject, an entity of the graph"),
    ("rdf:predicate kg:foundedBy", "rdf:predicate kg:inventedBy", "one predicate, a relation of the ontology"),
    ("rdf:object entity:Place-110108", "rdf:object entity:Nowhere", "one object, an entity of the graph"),
    ("kg:confidence 0.9500", "kg:confidence 1.9500", "a decimal number from 0 to 1"),
    ("kg:confidence 0.9500", "kg:confidence 0.95e0", "a decimal number from 0 to 1"),
    ("kg:support 2", "kg:support 2 , 3", "tells its support once"),
    ('kg:modality "possible"', 'kg:modality "likely"', "negated, planned, possible or ended"),
    ("prov:wasQuotedFrom <https://example.org/kg/document/news/003.txt>", "prov:wasQuotedFrom document:none",
     "quoted from documents of the graph"),
    ("kg:evidence [\n        a kg:Evidence ,", "kg:evidence [\n        a", "what a statement names as evidence"),
    ('    dcterms:source "Organization.universities.tsv"', "    rdfs:comment \"known\"", "names the data file"),
    (f"    kg:foundedBy {UNIVERSITY} ;\n", "", "also stands as a plain triple"),
    ("    kg:focusesOn entity:Technology-6G ;\n",
     "    kg:focusesOn entity:Technology-6G ; kg:locatedIn entity:Place-310000 ;\n", "is no plain triple"),
    # evidence
    ("kg:document <https://example.org/kg/document/news/003.txt>", "kg:document document:none",
     "evidence stands in one document of the graph"),
    (f"        kg:quote {QUOTE} ;\n", "", "evidence quotes the text once"),
    ('        kg:rule "foundedBy.passive" ;\n', "", "evidence names one rule"),
    ("kg:start 0", "kg:start 30", "one start, a whole number from 0 that lies before its end"),
    ("kg:start 0", "kg:start -1", "one start, a whole number from 0 that lies before its end"),
    ("        kg:end 23 ;\n", "", "a quote has one end"),
    ("kg:subjectStart 8", "kg:subjectStart 11", "the subject's name begins before it ends"),
    ("kg:objectStart 12", "kg:objectStart 99", "the object's name begins before it ends"),
    ('oa:exact "2024', 'oa:exact "2025', "the annotation quotes what the evidence quotes"),
    ("oa:start 0", "oa:start 1", "the annotation begins where the evidence begins"),
    ("oa:end 23", "oa:end 24", "the annotation ends where the evidence ends"),
    ("kg:end 23", "kg:end 22", "a quote is as long as its offsets say"),
    ("kg:characters 48", "kg:characters 40", "end within their document"),
    # posts and the run
    ("org:member entity:Person-3c", "org:member entity:Nobody", "a post has one holder"),
    ("    org:organization <https://example.org/kg/entity/Organization/1a2b> ;\n", "", "a post is at one entity"),
    ('        skos:prefLabel "院长"', '        rdfs:label "院长"', "a role has a name"),
    ("prov:wasDerivedFrom statement:df0e08c77caeec0677ed", "prov:wasDerivedFrom statement:none",
     "a post comes from one statement"),
    ('        schema:softwareVersion "1.2.3"', '        schema:name "x"', "the version of its program"),
    ('kg:sha256 "0a', 'kg:sha256 "xx', "the hashes of its ontology and of its documents"),
    # relations
    ("kg:partOf <https://example.org/kg/entity/Organization/北京邮电大学>", "kg:partOf entity:Place-310000",
     "partOf joins things of one type"),
    ("entity:Person-3c a kg:Person", "entity:Person-3c a kg:Product", "the domain of affiliatedWith is Person"),
    ("entity:Technology-6G a kg:Technology", "entity:Technology-6G a kg:Event", "the range of focusesOn is Technology"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BREACHES)
def test_a_graph_that_breaks_a_shape_is_told(shapes: rdflib.Graph, old: str, new: str, message: str) -> None:
    text = small_turtle()
    assert old in text

    found = faults(text.replace(old, new, 1), shapes)

    assert any(message in fault.message for fault in found), found


def test_every_shape_of_the_record_has_a_breach_here(shapes: rdflib.Graph) -> None:
    told = {str(message) for message in shapes.objects(None, rdflib.SH.message)}
    general = {
        message for message in told if not re.match(r"the (domain|range) of|a finer class of|\w+ joins", message)
    }
    unbroken = {message for message in general if not any(breach[2] in message for breach in BREACHES)}

    assert unbroken == {"a quoted statement has evidence", "this end is no entity of the graph: it has no label"}


def test_a_quoted_statement_needs_evidence(shapes: rdflib.Graph) -> None:
    text = small_turtle()
    start = text.index("    kg:evidence [", text.index(FOUNDED))
    end = text.index("    ] .", start)
    found = faults(text[:start].rstrip().removesuffix(";") + text[end + len("    ]") :], shapes)

    assert any("a quoted statement has evidence" in fault.message for fault in found)


def test_every_relation_has_shapes_for_both_ends(schema: Schema, shapes: rdflib.Graph) -> None:
    kg_terms = rdflib.Namespace(schema.namespace)
    subjects = set(shapes.objects(None, rdflib.SH.targetSubjectsOf))
    objects = set(shapes.objects(None, rdflib.SH.targetObjectsOf))

    assert {kg_terms[name] for name in schema.relations} <= subjects & objects


def test_a_fault_names_the_line_and_the_thing(shapes: rdflib.Graph) -> None:
    text = small_turtle().replace("kg:confidence 0.9500", "kg:confidence 1.9500")
    (fault,) = faults(text, shapes)

    assert text.splitlines()[fault.location.line - 1].startswith(FOUNDED)
    assert fault.message.startswith(FOUNDED)
    assert '"1.9500"' in fault.message


def test_a_fault_of_a_nameless_node_names_the_line_of_what_it_belongs_to(shapes: rdflib.Graph) -> None:
    text = small_turtle().replace("oa:start 0", "oa:start 1", 1)
    places = {text.splitlines()[fault.location.line - 1].split()[0] for fault in faults(text, shapes)}

    assert places == {FOUNDED}


# The files that follow from kg.ttl


def test_the_shipped_files_are_those_that_kg_ttl_makes(schema: Schema) -> None:
    """Otherwise run tools/make_vocabulary_files.py."""
    assert (ONTOLOGY / "shapes.ttl").read_text(encoding="utf-8") == shapes_text(schema)
    assert (ONTOLOGY / "context.jsonld").read_text(encoding="utf-8") == context_text(schema)


def test_an_ontology_of_ones_own_needs_no_shapes_file(tmp_path: Path) -> None:
    (tmp_path / "kg.ttl").write_text(SMALL, encoding="utf-8")
    zoo = rdflib.Namespace("https://example.org/zoo#")

    assert (None, rdflib.SH.targetSubjectsOf, zoo.livesIn) in load_shapes(tmp_path)


# Bad input


def test_what_is_no_graph_and_what_is_no_ontology_are_told(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a:b> <a:c> .\n", encoding="utf-8")
    (tmp_path / "cut.ttl").write_text("<a:b> <a:c> ", encoding="utf-8")
    (tmp_path / "big5.ttl").write_bytes("動物".encode("big5"))
    for name, message in {
        "bad.ttl": "bad.ttl:1:12: is no Turtle", "cut.ttl": "is no Turtle", "big5.ttl": "not UTF-8",
        "none.ttl": "cannot be read",
    }.items():  # fmt: skip
        with pytest.raises(InputError, match=message):
            validate_graph(tmp_path / name)
    (tmp_path / "other.ttl").write_text("<a:b> <a:c> <a:d> .\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)has no term of this ontology, https://example\.org/.*--ontology DIR"):
        validate_graph(tmp_path / "other.ttl")
    with pytest.raises(UsageError, match="no ontology folder"):
        validate_graph(tmp_path / "bad.ttl", tmp_path)
    (tmp_path / "kg.ttl").write_text(SMALL, encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text("<a:b> <a:c> .\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"shapes\.ttl:1"):
        validate_graph(tmp_path / "bad.ttl", tmp_path)


def test_the_command_tells_faults_and_their_number(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text(small_turtle(), encoding="utf-8")
    bad.write_text(small_turtle().replace("kg:support 2", "kg:support -2"), encoding="utf-8")
    told = [run_kg("check", *arguments) for arguments in ([str(good)], [str(bad)], [str(bad), "--format", "json"])]

    assert (told[0].returncode, told[0].stdout) == (
        0,
        f"{good}: no fault in {len(rdflib.Graph().parse(good))} triples\n",
    )
    assert (told[1].returncode, told[1].stdout) == (1, "")
    assert "1 fault in the graph\n" in told[1].stderr
    assert told[2].returncode == 1
    assert len(json.loads(told[2].stdout)["remarks"]) == 1


def test_the_faults_of_an_invalid_graph_come_as_one_error(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(small_turtle().replace("0.9500", "7.0"), encoding="utf-8")
    error = validate_graph(tmp_path).error()

    assert isinstance(error, InvalidGraphError)
    assert len(error.faults) == 1


def test_shapes_made_of_an_older_schema_judge_nothing(tmp_path: Path) -> None:
    """Who copies the ontology and adds a relation has its shapes at once, and no fault in each of its statements."""
    text = (ONTOLOGY / "kg.ttl").read_text(encoding="utf-8")
    (tmp_path / "kg.ttl").write_text(text.replace("kg:foundedBy", "kg:setUpBy"), encoding="utf-8")
    (tmp_path / "shapes.ttl").write_bytes((ONTOLOGY / "shapes.ttl").read_bytes())
    out = tmp_path / "graph.ttl"
    out.write_text(small_turtle().replace("kg:foundedBy", "kg:setUpBy"), encoding="utf-8")

    assert validate_graph(out, tmp_path).faults == ()


def test_a_graph_in_another_syntax_is_told_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonld"
    path.write_text("{}", encoding="utf-8")

    with pytest.raises(InputError, match=r"is no Turtle: .*\n  hint: name the graph\.ttl"):
        validate_graph(path)
