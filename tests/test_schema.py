"""The ontology file: what it declares, and how its faults are told."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Fault, OntologyError
from kg.ontology import load_ontology
from kg.schema import LANGUAGES, Schema, load_schema
from small_ontology import BUILT, write_ontology

KG = Path(__file__).parents[1] / "ontology" / "kg.ttl"

TYPES = ("Organization", "Place", "Policy", "Project", "Person", "Event", "Product", "Technology")
LETTERS = dict(zip("OPYJHEDT", TYPES, strict=True))
SIGNATURES = """
foundedBy OPJE OHP
locatedIn OPJED P
partOf OPYJHEDT OPYJHEDT
operatedBy PJOD O
developedBy DJTP OHP
issuedBy YD OHP
appliesTo YJ PO
focusesOn OPJYED T
investsIn OHP OPJ
owns OH ODP
supports OPYJ OPYJEDT
cooperatesWith OP OP
organizedBy EJ OP
participatesIn OHPD EJ
affiliatedWith H OP
uses OPJD DJTP
"""

SMALL = """\
@prefix z: <https://example.org/zoo#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/zoo> a owl:Ontology .
z:Entity a owl:Class .
z:Animal a owl:Class ;
    rdfs:subClassOf z:Entity ;
    rdfs:label "动物"@zh-Hans , "動物"@zh-Hant , "Animal"@en ;
    z:colour "#112233" ; z:symbol "star" .
z:Cage a owl:Class ;
    rdfs:subClassOf z:Entity ;
    rdfs:label "笼"@zh-Hans , "籠"@zh-Hant , "Cage"@en ;
    z:colour "#445566" ; z:symbol "square" .
z:Bird a owl:Class ;
    rdfs:subClassOf z:Animal ;
    rdfs:label "鸟"@zh-Hans , "鳥"@zh-Hant , "Bird"@en .
z:Owl a owl:Class ;
    rdfs:subClassOf z:Bird ;
    rdfs:label "鸮"@zh-Hans , "鴞"@zh-Hant , "Owl"@en .
z:relatedTo a owl:ObjectProperty .
z:livesIn a owl:ObjectProperty ;
    rdfs:subPropertyOf z:relatedTo ;
    rdfs:domain z:Animal ;
    rdfs:range [ a owl:Class ; owl:unionOf ( z:Cage z:Animal ) ] ;
    rdfs:label "住"@zh-Hans , "住"@zh-Hant , "lives in"@en .
"""


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(KG)


def load_text(text: str, folder: Path) -> Schema:
    path = folder / "kg.ttl"
    path.write_text(text, encoding="utf-8")
    return load_schema(path)


# What the shipped file declares


def test_relations_join_what_the_guidelines_say(schema: Schema) -> None:
    expected = {
        name: tuple(frozenset(LETTERS[letter] for letter in end) for end in ends)
        for name, *ends in map(str.split, SIGNATURES.strip().splitlines())
    }

    assert expected == {name: (info.domain, info.range) for name, info in schema.relations.items()}


def test_types_stand_in_the_order_of_the_file(schema: Schema) -> None:
    assert list(TYPES) == list(schema.types)


def test_every_type_but_person_has_finer_classes(schema: Schema) -> None:
    assert set(schema.types) - {"Person"} == {info.type for info in schema.classes.values()}


def test_every_term_is_labelled_in_each_language(schema: Schema) -> None:
    terms = [*schema.types.values(), *schema.classes.values(), *schema.relations.values()]

    assert all(tuple(info.labels) == LANGUAGES for info in terms)
    assert all(tuple(info.inverse_labels) == LANGUAGES for info in schema.relations.values())


def test_only_cooperation_is_symmetric(schema: Schema) -> None:
    assert [name for name, info in schema.relations.items() if info.symmetric] == ["cooperatesWith"]


@pytest.mark.parametrize(
    ("subject", "target", "expected"),
    [("Place", "Place", True), ("Project", "Policy", True), ("Policy", "Project", False), ("Person", "Place", False)],
)
def test_a_part_is_of_the_same_kind_as_the_whole(schema: Schema, subject: str, target: str, expected: bool) -> None:
    assert schema.relations["partOf"].admits(subject, target) is expected


def test_a_relation_admits_only_its_domain_and_range(schema: Schema) -> None:
    founded_by = schema.relations["foundedBy"]

    assert founded_by.admits("Organization", "Person")
    assert not founded_by.admits("Person", "Organization")


def test_schema_travels_between_processes(schema: Schema) -> None:
    assert schema == pickle.loads(pickle.dumps(schema))  # noqa: S301 - our own bytes


def test_importing_the_schema_does_not_load_rdflib() -> None:
    code = "import sys, kg.schema; sys.exit('rdflib' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# A file of one's own


def test_another_namespace_and_other_terms_need_no_code(tmp_path: Path) -> None:
    zoo = load_text(SMALL, tmp_path)

    assert zoo.namespace == "https://example.org/zoo#"
    assert {name: info.type for name, info in zoo.classes.items()} == {"Bird": "Animal", "Owl": "Animal"}
    assert zoo.relations["livesIn"].range == {"Animal", "Cage"}


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "hint"),
    [
        ('"Bird"@en', '"Bird"', "16:5", "'Bird' has no label in en", "@en"),
        ('"Bird"@en', '"Bird"@en , "Fowl"@en', "16:5", "'Bird' has more than one label in en", "keep one"),
        ("z:Bird a owl:Class ;\n    rdfs:subClassOf z:Animal", "z:Bird a owl:Class ;\n    rdfs:subClassOf z:Animl",
         "15:5", "class 'Bird' is below no top type", "'Animal'"),
        ("subClassOf z:Bird", "subClassOf z:Bird , z:Cage", "18:5", "class 'Owl' is below two top types", "keep one"),
        ("subClassOf z:Bird", "subClassOf z:Bird , z:Owl", "18:5", "'Owl' is below itself", "take one rdfs:subClassOf"),
        ("    rdfs:domain z:Animal ;\n", "", "21:1", "relation 'livesIn' has no rdfs:domain", "rdfs:domain"),
        ("domain z:Animal", "domain z:Animal , z:Cage", "23:5", "has more than one rdfs:domain", "owl:unionOf"),
        ("domain z:Animal", "domain z:Bird", "23:17", "domain 'Bird' is no top type", "'Animal'"),
        ("( z:Cage z:Animal )", "( z:Cge z:Animal )", "24:46", "range 'Cge' is no top type", "'Cage'"),
        ("( z:Cage z:Animal )", "()", "24:5", "range '[]' is no top type", "known"),
        ('"#112233"', '"red"', "9:5", "'red' is no colour", "#3c60b4"),
        ('z:colour "#112233" ; ', "", "6:1", "'Animal': needs one colour", "#3c60b4"),
        ('"star"', '"sta"', "9:26", "'sta' is no symbol", "'star'"),
        ("    rdfs:subPropertyOf z:relatedTo ;\n", "", "21:1", "is not below relatedTo", "subPropertyOf"),
        ("z:livesIn a owl:ObjectProperty ;", "z:livesIn", "21:1", "is no owl:ObjectProperty", "owl:ObjectProperty"),
        ("a owl:Ontology", "a owl:Thing", "", "has 0 owl:Ontology headers", "owl:Ontology"),
        ("z:relatedTo a", "z:gb a z:CodeScheme .\nz:relatedTo a", "20:1", "'gb': needs one codeProperty", "property"),
        ("z:relatedTo a", 'z:gb a z:CodeScheme ;\n  z:codeProperty z:p ; z:codeAddress "a" .\nz:relatedTo a', "21:24",
         "no address with one {}", "geonames"),
        ("domain z:Animal ;", 'domain z:Animal ; z:crossKind "Cage" ;', "23:28", "no pair of top types", "space"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, message: str, hint: str
) -> None:
    with pytest.raises(OntologyError) as caught:
        load_text(SMALL.replace(old, new, 1), tmp_path)
    fault = next(fault for fault in caught.value.faults if message in fault.message)

    assert ":".join(filter(None, ("kg.ttl", place))) == str(fault.location)
    assert hint in fault.hint


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(OntologyError) as caught:
        load_text(SMALL.replace('"#112233"', '"red"').replace(', "Owl"@en', ""), tmp_path)

    assert [fault.location.line for fault in caught.value.faults] == [9, 19]


def test_faulty_syntax_is_told_with_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"^kg\.ttl:16:30: is not Turtle: Prefix \"y:\" not bound"):
        load_text(SMALL.replace('"鸟"@zh-Hans ,', '"鸟"@zh-Hans ; y:note'), tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ('"鸟"@zh-Hans ,', '"鸟"@zh-Hans ; y:note', "declare it at the head, '@prefix y: <…> .'"),
        ('"鸟"@zh-Hans', "“鸟”@zh-Hans", "the full-width mark '“' outside quotes"),
        ('"鸟"@zh-Hans ,', '"鸟"@zh-Hans ，', "the full-width mark '，' outside quotes"),
        ('"鸟"@zh-Hans ,', '"鸟，“飞”"@zh-Hans ,,', "the statement before may lack"),
    ],
)
def test_faulty_syntax_is_told_with_the_remedy(tmp_path: Path, old: str, new: str, hint: str) -> None:
    with pytest.raises(OntologyError, match="is not Turtle") as caught:
        load_text(SMALL.replace(old, new), tmp_path)

    assert hint in caught.value.faults[0].hint


@pytest.mark.parametrize(("end", "place"), [("", "25:57"), (".\nz:Owl a z:Bird", "26")])
def test_an_unfinished_file_is_told_by_its_last_line(tmp_path: Path, end: str, place: str) -> None:
    with pytest.raises(OntologyError, match=rf"^kg\.ttl:{place}: is not Turtle"):
        load_text(SMALL.rstrip().removesuffix(".") + end, tmp_path)


def test_a_file_that_is_missing_or_no_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "big5.ttl").write_bytes("動物".encode("big5"))

    with pytest.raises(OntologyError, match="cannot be read"):
        load_schema(tmp_path / "none.ttl")
    with pytest.raises(OntologyError, match="is not UTF-8"):
        load_schema(tmp_path / "big5.ttl")


@given(st.integers(0, len(SMALL)), st.integers(0, 40))
def test_whatever_is_cut_out_gives_a_schema_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int
) -> None:
    text = SMALL[:start] + SMALL[start + length :]
    faults: tuple[Fault, ...] = ()
    try:
        load_text(text, tmp_path_factory.getbasetemp())
    except OntologyError as error:
        faults = error.faults

    assert all(0 <= fault.location.line <= text.count("\n") + 1 for fault in faults)


def test_a_fault_of_an_ontology_folder_is_told_with_the_path_of_its_file(tmp_path: Path) -> None:
    root = write_ontology(tmp_path / "field", BUILT)
    (root / "kg.ttl").write_text("a b", encoding="utf-8")

    with pytest.raises(OntologyError) as caught:
        load_ontology(root)

    assert caught.value.faults[0].location.path == str(root / "kg.ttl")
