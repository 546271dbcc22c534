"""From what documents state to one graph: names joined with reasons, statements merged, in whatever order they come."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction import Extraction, Extractor
from kg.graph import build_graph, merge, stated
from kg.model import Document, Evidence, Graph, Span, Statement
from small_ontology import ALLIED, BUILT, read, reader

FULL, SHORT = "青藤脑机接口技术创新应用研究院", "青藤院"
TEXTS = {
    "1.txt": f"位于海淀区的{FULL}（简称“{SHORT}”）挂牌。",
    "2.txt": "青藤腦機接口技術創新應用研究院（下稱「青藤院」）揭牌，青藤院招生。",
    "3.txt": "记者走进青藤脑机接口技术创新应用研究院。",
}

SHIPS = {
    "a.txt": "北溟造船公司建造了长风破浪号。长风破浪号驶向青屿深水港。",
    "b.txt": "北溟造船建造了長風破浪號。北溟造船公司未建造云帆沧海号。",
    "c.txt": "远星航运公司与南屏船务公司结盟。赤洲群岛在望。",
    "d.txt": "南屏船務公司與遠星航運結盟。远星航运公司拟建造碧海明珠号。",
    "e.txt": "遠星航運和北溟造船公司建造长风破浪号。",
}


def graph_of(extractor: Extractor, extractions: list[Extraction]) -> Graph:
    return build_graph(extractions, extractor.ontology.gazetteer, extractor.ontology.schema)


@pytest.fixture(scope="module")
def ships(tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    return reader(tmp_path_factory.mktemp("ships"), {"builtBy": BUILT, "alliesWith": ALLIED})


@pytest.fixture(scope="module")
def read_ships(ships: Extractor) -> list[Extraction]:
    return [read(ships, text, name) for name, text in SHIPS.items()]


def said(graph: Graph) -> list[str]:
    """The statements as sorted sentences, with their modality."""
    label = {entity.id: entity.label_hans for entity in graph.entities}
    return sorted(
        " ".join(filter(None, (label[s.subject], s.relation, label[s.object], s.modality))) for s in graph.statements
    )


def statement(graph: Graph, sentence: str) -> Statement:
    label = {entity.id: entity.label_hans for entity in graph.entities}
    return next(
        s for s in graph.statements if f"{label[s.subject]} {s.relation} {label[s.object]} {s.modality}" == sentence
    )


# -- names ---------------------------------------------------------------------------------------------------------


def test_short_form_full_name_and_both_scripts_are_one_entity_with_reasons(extractor: Extractor) -> None:
    graph = graph_of(extractor, [read(extractor, text, name) for name, text in TEXTS.items()])

    entity = graph.entity_named(SHORT)
    assert entity is not None
    assert (
        entity
        is graph.entity_named(FULL)
        is graph.entity_named("青藤院")
        is graph.entity_named("青藤腦機接口技術創新應用研究院")
    )
    assert (entity.label_hans, entity.label_hant) == (FULL, "青藤腦機接口技術創新應用研究院")
    assert ("zh-Hans", SHORT) in entity.labels
    assert dict(entity.documents).keys() == set(TEXTS)
    assert {(merge.label, merge.reason) for merge in entity.merges} >= {
        (SHORT, "declared"),
        ("青藤腦機接口技術創新應用研究院", "script"),
    }
    assert any("1.txt" in merge.detail and "简称" in merge.detail for merge in entity.merges)


def test_a_short_form_that_documents_disagree_about_joins_nothing(extractor: Extractor) -> None:
    texts = {
        "1.txt": "青藤脑科学研究院（简称“青院”）挂牌。",
        "2.txt": "青田农业科学研究院（简称“青院”）开放。",
        "3.txt": "青院放假。",
    }

    graph = graph_of(extractor, [read(extractor, text, name) for name, text in texts.items()])

    first, second = graph.entity_named("青藤脑科学研究院"), graph.entity_named("青田农业科学研究院")
    assert first is not None
    assert second is not None
    assert first.id != second.id


def test_aliases_of_a_row_are_joined_with_its_place_in_the_table(ships: Extractor) -> None:
    graph = graph_of(ships, [read(ships, "FarStar、遠星航運與远星航运公司。")])

    (entity,) = graph.entities
    assert (entity.label_hans, entity.label_hant, entity.mentions) == ("远星航运公司", "遠星航運公司", 3)
    assert {(merge.label, merge.reason) for merge in entity.merges} == {
        ("FarStar", "gazetteer"),
        ("遠星航運", "gazetteer"),
    }
    assert all(merge.detail.startswith("gazetteer/Firm.tsv:2") for merge in entity.merges)


def test_ids_depend_on_the_thing_alone(ships: Extractor, read_ships: list[Extraction]) -> None:
    alone = {entity.label_hans: entity.id for one in read_ships for entity in graph_of(ships, [one]).entities}

    together = {entity.label_hans: entity.id for entity in graph_of(ships, read_ships).entities}

    assert alone == together


# -- order and grouping --------------------------------------------------------------------------------------------


@given(st.permutations(range(len(SHIPS))))
@settings(deadline=None)
def test_the_order_of_documents_does_not_matter(
    ships: Extractor, read_ships: list[Extraction], order: list[int]
) -> None:
    assert graph_of(ships, [read_ships[i] for i in order]) == graph_of(ships, read_ships)


def test_the_order_of_documents_does_not_matter_for_declared_forms(extractor: Extractor) -> None:
    extractions = [read(extractor, text, name) for name, text in TEXTS.items()]

    assert graph_of(extractor, extractions) == graph_of(extractor, extractions[::-1])


PLACES = st.builds(
    lambda document, start: Evidence(
        document, start, start + 9, Span(start, start + 2), Span(start + 4, start + 6), "引文", "rule"
    ),
    st.sampled_from("abc"),
    st.integers(0, 99),
)
STATEMENTS = st.builds(
    lambda subject, modality, confidence, place: Statement(
        subject, "builtBy", "firm", modality, 1, confidence, (place,), (place.document,)
    ),
    st.sampled_from(["ship", "boat"]),
    st.sampled_from(["", "planned"]),
    st.sampled_from([0.5, 0.8, 0.9]),
    PLACES,
)


@given(st.lists(STATEMENTS, max_size=80), st.randoms(use_true_random=False), st.integers(0, 80))
@settings(deadline=None)
def test_merging_is_associative_and_commutative(statements: list[Statement], chance: random.Random, cut: int) -> None:
    shuffled = chance.sample(statements, len(statements))

    whole = merge(statements)

    assert merge(shuffled) == whole
    assert merge([*merge(shuffled[:cut]), *merge(shuffled[cut:])]) == whole
    assert merge(whole) == whole
    assert sum(one.support for one in whole) == len(statements)


def test_merging_many_places_keeps_the_first_and_counts_all() -> None:
    places = [Evidence("a", i, i + 1, Span(i, i), Span(i, i), "引", "rule") for i in range(300)]
    many = [Statement("ship", "builtBy", "firm", "", 1, 0.8, (place,), ("a",)) for place in places]

    (merged,) = merge(reversed(many))

    assert merged.support == 300
    assert merged.evidence == tuple(places[: len(merged.evidence)])


def test_what_several_state_is_as_sure_as_the_surest_of_them() -> None:
    places = [Evidence(name, 0, 1, Span(0, 0), Span(0, 0), "引", "rule") for name in ("a", "b", "c")]
    many = [
        Statement("ship", "builtBy", "firm", "", 1, confidence, (place,), (place.document,))
        for place, confidence in zip(places, (0.5, 0.9, 0.7), strict=True)
    ]

    assert [one.confidence for one in merge(many)] == [0.9]


def test_nothing_is_stated_of_a_thing_and_itself(ships: Extractor, read_ships: list[Extraction]) -> None:
    schema = ships.ontology.schema

    assert any(one.relations for one in read_ships)
    assert [said for one in read_ships for said in stated(one, lambda mention: "the same", schema)] == []


# -- statements ----------------------------------------------------------------------------------------------------


def test_a_fact_has_every_document_and_place_that_states_it(ships: Extractor, read_ships: list[Extraction]) -> None:
    one = statement(graph_of(ships, read_ships), "长风破浪号 builtBy 北溟造船公司 ")

    assert (one.support, one.documents) == (3, ("a.txt", "b.txt", "e.txt"))
    for evidence in one.evidence:
        text = SHIPS[evidence.document]
        assert text[evidence.start : evidence.end] == evidence.quote
        assert "號" in text[evidence.subject.start : evidence.subject.end] or "号" in evidence.quote


def test_a_symmetric_relation_is_written_once_whichever_way_it_is_said(
    ships: Extractor, read_ships: list[Extraction]
) -> None:
    graph = graph_of(ships, read_ships)

    (one,) = [s for s in graph.statements if s.relation == "alliesWith"]
    assert one.support == 2
    for evidence in one.evidence:
        ends = [SHIPS[evidence.document][span.start : span.end] for span in (evidence.subject, evidence.object)]
        assert [graph.entity_named(end).id for end in ends] == [one.subject, one.object]  # type: ignore[union-attr]


def test_what_is_no_plain_fact_stands_apart_from_what_is(ships: Extractor, read_ships: list[Extraction]) -> None:
    graph = graph_of(ships, [*read_ships, read(ships, "北溟造船公司未建造长风破浪号。", "f.txt")])

    assert {"长风破浪号 builtBy 北溟造船公司", "长风破浪号 builtBy 北溟造船公司 negated"} <= set(said(graph))
    assert "云帆沧海号 builtBy 北溟造船公司 negated" in said(graph)
    assert "云帆沧海号 builtBy 北溟造船公司" not in said(graph)
    assert "碧海明珠号 builtBy 远星航运公司 planned" in said(graph)
    assert statement(graph, "长风破浪号 builtBy 北溟造船公司 negated").documents == ("f.txt",)
    assert all(not data.get("modality") for *_, data in graph.to_networkx().edges(data=True))
    plain = [s for s in graph.statements if not s.modality]
    assert graph.to_networkx().number_of_edges() == len(plain)


def test_a_container_of_the_gazetteer_is_a_fact_without_evidence_if_both_are_named(ships: Extractor) -> None:
    both = graph_of(ships, [read(ships, "青屿深水港到了。"), read(ships, "赤洲群岛到了。", "b.txt")])
    one = graph_of(ships, [read(ships, "青屿深水港到了。")])

    assert said(both) == ["青屿深水港 locatedIn 赤洲群岛"]
    (known,) = both.statements
    assert (known.support, known.evidence, known.documents, known.source) == (0, (), (), "Port.tsv")
    assert one.statements == ()


def test_the_graph_keeps_every_document_even_one_that_names_nothing(ships: Extractor) -> None:
    graph = graph_of(ships, [ships.extract(Document("a.txt", "天气晴好。", title="天气", date="2024-05-06"))])

    (info,) = graph.documents
    assert (info.id, info.title, info.date, info.characters) == ("a.txt", "天气", "2024-05-06", 5)
    assert graph == replace(graph)
    assert (graph.entities, graph.statements) == ((), ())


def test_no_documents_give_an_empty_graph(ships: Extractor) -> None:
    assert graph_of(ships, []) == Graph()


def test_sources_of_knowledge_do_not_change_by_building(
    ships: Extractor, read_ships: list[Extraction], tmp_path: Path
) -> None:
    again = reader(tmp_path, {"builtBy": BUILT, "alliesWith": ALLIED})

    assert graph_of(again, [read(again, text, name) for name, text in SHIPS.items()]) == graph_of(ships, read_ships)
