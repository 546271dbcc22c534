"""Annotated texts: what a paragraph with its marks says, and what is told of a faulty one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.evaluation.annotated import read_annotated, read_gold, select_part
from kg.evaluation.evaluate import read_and_evaluate
from kg.evaluation.givennames import given_names
from kg.evaluation.gold import Gold, GoldEntity, GoldRelation
from kg.ontology import Ontology
from kg.schema import Schema, load_schema
from kg.text import normalise
from pages import ROOT, SHARED
from ships_gold import LETTERED, TEXT

# Annotated text


def test_a_paragraph_gives_its_text_names_relations_and_equal_names(schema: Schema) -> None:
    golds, faults = read_annotated(TEXT, "a.txt", schema)

    assert faults == []
    assert [gold.document for gold in golds] == ["a-0002", "a-0005", "a-0009"]
    assert golds[0].text == "北溟造船公司昨天建造了长风破浪号。"
    assert golds[0].relations == (GoldRelation("e1", "builtBy", "e0", (("date", "昨天"),)),)
    assert golds[1].entities == (
        GoldEntity("e0", "Firm", "远星航运公司", ("远星航运公司", "远星航运")),
        GoldEntity("e1", "Firm", "南屏船务公司", ("南屏船务公司",)),
    )
    assert [(golds[1].text[m.start : m.end], m.is_entity) for m in golds[1].marks][-1] == ("张三", False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[甲|Q]来了。", "a.txt:1:4: 甲: no type has the letter Q"),
        ("[甲厂|F]]来了。", "a.txt:1: a bracket or bar is left"),
        ("[甲厂|F]来了，甲厂走了。", "a.txt:1: 甲厂 stands 2 times and is marked 1 times"),
        ("[甲厂|F]来了。\n-> 甲厂 | builtBy", "a.txt:2: a relation has three parts, this has 2"),
        ("[甲厂|F]来了。\n-> 甲厂 | likes | 甲厂", "a.txt:2: 甲厂 | likes | 甲厂: there is no relation 'likes'"),
        ("[甲厂|F]来了。\n-> 乙号 | builtBy | 甲厂", "a.txt:2: 乙号 is not marked in the paragraph"),
        (
            "[甲厂|F]和[乙厂|F]。\n-> 甲厂 | builtBy | 乙厂",
            "a.txt:2: 甲厂 | builtBy | 乙厂: Firm cannot be its",
        ),
        ("[甲厂|F]和[乙号|S]。\n= 甲厂 | 乙号", "a.txt:2: 甲厂 is marked Firm, but 乙号 Ship"),
        ("[甲厂|F]和[乙厂|F]。\n-> 甲厂 | alliesWith | 乙厂 | 昨天", "a.txt:2: '昨天' is no qualifier"),
        ("-> 甲厂 | builtBy | 乙厂", "a.txt:1: the line belongs to no paragraph"),
        ("甲乙丙丁。\n\n甲乙丙丁。", "a.txt:3: the paragraph begins like the one at a.txt:1"),
    ],
)
def test_a_fault_of_an_annotated_text_is_told_with_its_line(text: str, told: str, schema: Schema) -> None:
    _, faults = read_annotated(text, "a.txt", schema)

    assert [str(fault) for fault in faults if str(fault).startswith(told)]


@given(text=st.text(alphabet="甲乙[]|FS->=# \n", max_size=60))
def test_no_annotated_text_breaks_the_reader(text: str, schema: Schema) -> None:
    golds, _ = read_annotated(text, "a.txt", schema)

    assert all(gold.text[mark.start : mark.end] for gold in golds for mark in gold.marks)


def test_the_examples_of_the_shipped_ontology_have_no_fault_and_say_that_they_are_invented(
    ontology: Ontology,
) -> None:
    files = sorted((ontology.folder / "examples").glob("*.txt"))
    golds = read_gold(files, ontology.schema)

    assert len(golds) > 4000
    assert 0.08 < len(select_part(golds, "dev")) / len(golds) < 0.12
    assert all(file.read_text(encoding="utf-8").startswith("# Invented texts") for file in files)


def test_the_passages_of_the_project_have_no_fault_and_are_not_among_the_examples(ontology: Ontology) -> None:
    passages = read_gold([ROOT / "tests" / "gold"], ontology.schema)
    examples = {gold.text for gold in read_gold([ontology.folder / "examples"], ontology.schema)}

    assert len(passages) >= 30
    assert not examples & {gold.text for gold in passages}


def test_names_can_be_taken_from_the_gold_so_that_rules_are_judged_alone(ontology: Ontology) -> None:
    marked = "[甲乙丙|O]（下称[甲丙|O]）位于[北京|L]。[甲丙|O]由[丁戊己|O]、[庚辛|O]共同创办。\n"
    says = (
        "= 甲乙丙 | 甲丙\n-> 甲乙丙 | locatedIn | 北京\n-> 甲乙丙 | foundedBy | 丁戊己\n-> 甲乙丙 | foundedBy | 庚辛\n"
    )
    golds, faults = read_annotated(marked + says, "own.txt", ontology.schema)
    assert not faults

    evaluation = read_and_evaluate(golds, ontology, given_names=True)

    assert (evaluation.names.f1, evaluation.relations.f1) == (1, 1)


def test_given_names_stand_where_the_gold_marks_them_or_wherever_their_forms_stand(ontology: Ontology) -> None:
    (marked,), _ = read_annotated("[北京|L]的[北京 大学|O]，北京[李某|p]。\n", "own.txt", ontology.schema)
    unmarked = replace(marked, marks=())

    def told(gold: Gold) -> list[tuple[str, str]]:
        key = normalise(gold.text).key
        return [(key[one.start : one.end], one.type) for one in given_names(gold)]

    assert told(marked) == [("北京", "Place"), ("北京大学", "Organization")]
    assert told(unmarked) == [("北京", "Place"), ("北京大学", "Organization"), ("北京", "Place")]


def test_the_examples_are_read_as_the_reference_reads_them(ontology: Ontology, tmp_path: Path) -> None:
    reader = SHARED / "gold" / "corpus.py"
    if not reader.exists():
        pytest.skip("the reference is not at hand (../shared/gold)")
    files = sorted((ontology.folder / "examples").glob("1*.txt"))
    subprocess.run([sys.executable, reader, *files, "--gold", tmp_path / "gold.json"], check=True, capture_output=True)

    ours = read_gold(files, ontology.schema)
    theirs = read_gold([tmp_path / "gold.json"], ontology.schema)

    assert [(g.document, g.text, g.entities, g.relations) for g in ours] == [
        (g.document, g.text, g.entities, g.relations) for g in theirs
    ]


# Letters of types


@pytest.mark.parametrize(
    ("letter", "told"),
    [("f", "'Firm': 'f' is no letter"), ("FF", "'Firm': 'FF' is no letter"), ("S", "has the letter of")],
)
def test_a_type_s_letter_is_one_capital_of_its_own(letter: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "kg.ttl"
    path.write_text(LETTERED.replace('kg:letter "F"', f'kg:letter "{letter}"'), encoding="utf-8")

    with pytest.raises(OntologyError, match=told):
        load_schema(path)


def test_every_type_of_the_shipped_ontology_has_a_letter(ontology: Ontology) -> None:
    assert all(info.letter for info in ontology.schema.types.values())
