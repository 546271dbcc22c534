"""Scores: what counts as right, wrong and missed."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, UsageError
from kg.evaluation.annotated import read_gold
from kg.evaluation.evaluate import evaluate, fold_label, read_and_evaluate
from kg.evaluation.given import Given, GivenDocument, GivenRelation, given_by_file, given_by_graph
from kg.evaluation.gold import Gold, GoldEntity, GoldRelation
from kg.evaluation.scores import MISSED, NAME, RIGHT, WRONG, Score
from kg.knowledge.decisions import COLUMNS
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build
from kg.schema import Schema
from ships_gold import GOLD, judge, name_of


def test_a_second_entity_for_a_name_and_one_of_the_wrong_type_are_wrong(schema: Schema) -> None:
    names = (name_of("1", "Firm", "甲厂"), name_of("2", "Firm", "《甲造船廠》"), name_of("3", "Firm", "丁港"))

    result = judge(schema, names)

    assert result.names == Score(1, 3, 4)
    assert result.names_type_apart == Score(2, 3, 4)
    assert [(one.verdict, one.text) for one in result.errors if one.verdict == WRONG] == [
        (WRONG, "丁港 (丁港 is Port)"),
        (WRONG, "甲厂 (again 甲厂)"),  # the longest shared label is matched first
    ]
    assert result.by_type["Firm"] == Score(1, 3, 2)


def test_a_symmetric_relation_holds_both_ways_and_others_do_not(schema: Schema) -> None:
    names = (name_of("0", "Ship", "乙号"), name_of("1", "Firm", "甲厂"), name_of("2", "Firm", "丙厂"))
    relations = (
        GivenRelation("2", "alliesWith", "1", ("ally",), "丙厂与甲厂结盟"),
        GivenRelation("1", "builtBy", "0", ("build", "turn")),
        GivenRelation("9", "builtBy", "1", ("build",)),
    )

    result = judge(schema, names, relations)

    assert result.relations == Score(1, 3, 3)
    assert result.by_rule == {"ally": Score(1, 1), "build": Score(0, 2), "turn": Score(0, 1)}
    assert [one.quote for one in result.examples("ally", RIGHT)] == ["丙厂与甲厂结盟"]


@pytest.mark.parametrize(("kind", "right"), [("Place", 1), ("Organization", 0)])
def test_relations_that_state_a_container_count_as_the_same_where_both_fit(
    kind: str, right: int, ontology: Ontology
) -> None:
    relations = sorted(info.name for info in ontology.schema.relations.values() if info.states_container)
    entities = (GoldEntity("e0", kind, "甲", ("甲",)), GoldEntity("e1", kind, "乙", ("乙",)))
    gold = Gold("a", "", entities, (GoldRelation("e0", relations[1], "e1"),))
    names = (name_of("0", kind, "甲"), name_of("1", kind, "乙"))
    document = GivenDocument(names, (GivenRelation("0", relations[0], "1"),))

    result = evaluate([gold], Given({"a": document}, {}), ontology.schema)

    assert result.relations == Score(right, 1, 1)


@given(name=st.text(max_size=12))
def test_folding_a_label_again_changes_nothing(name: str) -> None:
    assert fold_label(f"《{name} 》") == fold_label(name)


def test_a_graph_without_any_of_the_documents_is_told(schema: Schema) -> None:
    with pytest.raises(InputError, match="the graph has none of its 1 documents"):
        evaluate([GOLD], Given({"b.txt": GivenDocument()}, {}), schema)


def test_a_document_that_the_graph_lacks_counts_as_missed(schema: Schema) -> None:
    other = Gold("b.txt", "", (), ())

    result = evaluate([GOLD, other], Given({"b.txt": GivenDocument()}, {}), schema)

    assert result.absent == ("a.txt",)
    assert result.names == Score(0, 0, 4)


def test_a_graph_and_its_file_are_judged_alike(ships: Ontology, folder: Path, tmp_path: Path) -> None:
    golds = read_gold([folder / "examples"], ships.schema)
    for gold in golds:
        (tmp_path / f"{gold.document}.txt").write_text(gold.text, encoding="utf-8")
    graph = build([tmp_path], tmp_path / "out", ontology=ships, formats=["ttl"], workers=1)

    by_value = evaluate(golds, given_by_graph(graph), ships.schema)
    by_file = evaluate(golds, given_by_file(tmp_path / "out" / "graph.ttl", ships.schema), ships.schema)

    assert by_value == by_file
    assert by_value.relations == Score(2, 2, 3)
    assert {one.kind for one in by_value.errors} == {"leads"}


def test_reading_the_gold_s_own_texts_tells_which_reader_found_a_name(ships: Ontology, folder: Path) -> None:
    result = read_and_evaluate(read_gold([folder / "examples"], ships.schema), ships, workers=1)

    assert result.by_source == {"gazetteer": Score(6, 6)}


def test_names_that_a_decision_joins_have_their_reader_too(folder: Path, tmp_path: Path) -> None:
    decided = tmp_path / "decided"
    copytree(folder, decided)
    row = ("same", "Firm", "远星航运公司", "南屏船务公司", "远星航运公司", "settled")
    (decided / "decisions.tsv").write_text("\t".join(COLUMNS) + "\n" + "\t".join(row) + "\n", encoding="utf-8")
    ships = load_ontology(decided)

    result = read_and_evaluate(read_gold([decided / "examples"], ships.schema), ships, workers=1)

    assert all(one.by == ("gazetteer",) for one in result.of(NAME) if one.verdict != MISSED)


def test_gold_without_text_needs_a_graph(ships: Ontology) -> None:
    with pytest.raises(UsageError, match="does not hold its text"):
        read_and_evaluate([GOLD], ships, workers=1)
