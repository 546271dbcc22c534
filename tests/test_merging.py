"""Tables: the same graph and files whether it is held in memory or on disk, and whatever was known before."""

from __future__ import annotations

import io
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.engines import extract_all, read_into
from kg.errors import OutputError, UsageError
from kg.export import FORMATS, core
from kg.export.core import MOST_ENTITIES, core_of, page_note
from kg.extraction import Extractor
from kg.graph import build_graph
from kg.graphview import GraphView
from kg.merging import stored, telling
from kg.merging.ahead import Ahead
from kg.merging.making import make
from kg.merging.rows import rows_of
from kg.merging.stored import StoredGraph, graph_of, held
from kg.merging.tables import Tables
from kg.merging.telling import forms_listened_to, told_anew
from kg.merging.working import spilling
from kg.model import Document, Entity, Graph, Run, Statement
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build_with_report
from kg.resolution.told import Forms, add_forms, forms_of, told
from small_ontology import BUILT, SHIP_NEWS, write_ontology

BASE = "https://example.org/kg/"
RUN = Run("1", "a" * 64, "b" * 64)

TEXTS = [*SHIP_NEWS, "长风破浪号到了青屿深水港，南屏船务公司也在。"]


@pytest.fixture(scope="module")
def ships(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return load_ontology(write_ontology(tmp_path_factory.mktemp("ships"), BUILT))


def documents(texts: list[str]) -> list[Document]:
    return [Document(f"{number:02}.txt", text, title=f"第{number}则\ud800") for number, text in enumerate(texts)]


def graph(ontology: Ontology, texts: list[Document], tables: Tables, evidence: int = 50) -> StoredGraph:
    read_into(tables, texts, ontology, workers=1)
    make(tables, ontology, evidence)
    return StoredGraph(tables, RUN)


def written(graph: GraphView, ontology: Ontology) -> Iterator[tuple[str, str]]:
    for files in FORMATS.values():
        for name, writer in files.items():
            out = io.StringIO()
            writer(graph, out, base=BASE, schema=ontology.schema)
            yield name, out.getvalue()


@given(st.lists(st.sampled_from(TEXTS), max_size=8), st.integers(1, 3))
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tables_give_the_graph_that_memory_gives(ships: Ontology, texts: list[str], evidence: int) -> None:
    extractions = extract_all(documents(texts), ships, workers=1)
    whole = build_graph(extractions, ships.gazetteer, ships.schema, ships.decisions, evidence)

    with closing(Tables()) as tables:
        assert held(graph(ships, documents(texts), tables, evidence)) == replace(whole, run=RUN)


def test_every_file_is_the_same_from_memory_and_from_disk(ships: Ontology) -> None:
    texts = [TEXTS[number % 5] for number in range(30)]
    with closing(Tables(memory=1)) as tables:  # one page in memory: all others are on disk
        kept = graph(ships, documents(texts), tables)
        whole = held(kept)
        shuffled = replace(
            whole,
            documents=_shuffled(whole.documents),
            entities=_shuffled(whole.entities),
            statements=_shuffled(whole.statements),
        )

        assert len(whole.statements) > 3
        assert (len(kept.documents), len(kept.entities), len(kept.statements)) == (
            len(whole.documents),
            len(whole.entities),
            len(whole.statements),
        )
        assert dict(written(kept, ships)) == dict(written(whole, ships))
        page = {"graph.html"}  # takes the graph's own order
        assert {row for row in written(shuffled, ships) if row[0] not in page} == {
            row for row in written(whole, ships) if row[0] not in page
        }


def _shuffled(values: tuple) -> tuple:  # type: ignore[type-arg]
    return tuple(random.Random(3).sample(values, len(values)))  # noqa: S311


def test_a_small_graph_is_held_and_a_large_one_is_not(ships: Ontology) -> None:
    with closing(Tables()) as tables:
        kept = graph(ships, documents(TEXTS), tables)

        assert isinstance(graph_of(tables), Graph)
        assert isinstance(graph_of(tables, small=kept.size() - 1), StoredGraph)


def test_a_build_that_does_not_fit_into_memory_writes_the_same_files(
    ships: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(f'{{"id": "{n}", "text": "{TEXTS[n % 5]}"}}\n' for n in range(40)), encoding="utf-8")
    formats = list(FORMATS)
    build_with_report([source], tmp_path / "small", ontology=ships, workers=1, formats=formats)
    monkeypatch.setattr(stored.graph_of, "__kwdefaults__", {"small": 0})

    report = build_with_report(
        [source], tmp_path / "large", ontology=ships, workers=1, formats=formats, keep_graph=False
    )

    assert report.graph == Graph()
    assert report.sums.statements_by_relation
    assert _bytes(tmp_path / "large") == _bytes(tmp_path / "small")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_evidence_is_bounded_and_support_is_not(ships: Ontology, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    text = "北溟造船公司建造了长风破浪号。" * 2
    source.write_text("".join(f'{{"id": "{n}", "text": "{text}"}}\n' for n in range(9)), encoding="utf-8")

    found = build_with_report([source], ontology=ships, workers=1, evidence=3).graph

    (statement,) = (one for one in found.statements if one.relation == "builtBy")
    assert statement.support == 18
    assert len(statement.documents) == 9
    assert [(place.document, place.start) for place in statement.evidence] == [("0", 0), ("0", 15), ("1", 0)]
    with pytest.raises(UsageError, match="--evidence 0"):
        build_with_report([source], ontology=ships, workers=1, evidence=0)


def test_a_full_disk_for_what_does_not_fit_into_memory_is_told(ships: Ontology) -> None:
    with closing(Tables()) as tables:
        tables.connection.execute("PRAGMA max_page_count = 60")

        with pytest.raises(OutputError, match=r"temporary files: .* full\n  hint: .*SQLITE_TMPDIR"), spilling():
            read_into(tables, documents([text * 50 for text in TEXTS] * 20), ships, workers=1)


@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([*TEXTS, ""])), max_size=4), max_size=4))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tables_that_are_used_again_are_those_of_a_first_build(ships: Ontology, rounds: list) -> None:  # type: ignore[type-arg]
    texts: dict[int, str] = {}
    with closing(Tables()) as again:
        for edits in rounds:
            texts.update(edits)
            now = [Document(f"{number}.txt", text) for number, text in sorted(texts.items()) if text]
            read_into(again, now, ships, workers=1)
            with closing(Tables()) as first, closing(_copy(again)) as copy:
                make(copy, ships, 50)
                make_first = graph(ships, now, first)
                assert held(StoredGraph(copy, RUN)) == held(make_first)


def _copy(tables: Tables) -> Tables:
    copy = Tables()
    tables.connection.backup(copy.connection)
    return copy


@given(st.lists(st.integers(0, 40), unique=True), st.lists(st.integers(0, 40), unique=True))
@settings(deadline=None, max_examples=50)
def test_documents_are_found_in_whatever_order_they_are_asked_for(held: list[int], asked: list[int]) -> None:
    with closing(Tables()) as tables:
        put = "INSERT INTO doc VALUES (?, ?, x'01', NULL, x'', x'')"
        tables.connection.executemany(put, [(number, b"%02d" % number) for number in held])
        ahead = Ahead(tables.connection)

        for one in asked:
            found = ahead.get(f"{one:02}")

            assert found == ((one, b"\x01", b"") if one in held else None)
            if not found:  # it is read and put in, as a build does
                tables.connection.execute(put, (one, b"%02d" % one))


OFFERING = [
    "中国林草碳汇研究中心（简称“林碳中心”）在哈尔滨揭牌。",
    "中国林业碳库研究中心（简称“林碳中心”）在长春揭牌。",
    "青禾农业科学研究院（简称“青研院”）成立。",
    "青禾农业科学研究院放假。",
    "",
]


@given(st.lists(st.lists(st.sampled_from(OFFERING), min_size=3, max_size=3), min_size=1, max_size=4))
@settings(deadline=None, max_examples=20)
def test_forms_that_are_told_anew_are_those_of_a_first_build(extractor: Extractor, rounds: list[list[str]]) -> None:
    gazetteer = extractor.ontology.gazetteer
    with closing(Tables()) as few, closing(Tables()) as all_of_them:
        for texts in rounds:
            now = [Document(f"{number}.txt", text) for number, text in enumerate(texts)]
            changed = []
            for tables, at_most in ((few, 1000), (all_of_them, -1)):
                for one in now:
                    tables.put(one, b"", rows_of(extractor.extract(one), ()))
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(telling, "_FEW", at_most)
                    changed.append(told_anew(tables.connection, tables.offered, gazetteer))
                tables.offered.clear()
            listened = [forms_listened_to(tables.connection) for tables in (few, all_of_them)]
            sums: Forms = {}
            for one in now:
                add_forms(sums, forms_of(extractor.extract(one)).values())
            assert changed[0] == changed[1]
            assert listened == [told(sums, gazetteer)] * 2


def test_nothing_of_a_removed_document_is_left_in_a_saved_file(ships: Ontology, tmp_path: Path) -> None:
    secret = Document("geheim.txt", "北溟造船公司建造了长风破浪号。绝密代号玄武九。")
    with closing(Tables()) as tables:
        read_into(tables, [secret, *documents(TEXTS)], ships, workers=1)
        tables.save(tmp_path / "one.sqlite")
        with closing(sqlite3.connect(tmp_path / "one.sqlite")) as connection:
            assert connection.execute("SELECT count(*) FROM doc").fetchone() == (7,)
        assert b"geheim" in (tmp_path / "one.sqlite").read_bytes()
        read_into(tables, documents(TEXTS), ships, workers=1)
        tables.save(tmp_path / "two.sqlite")

    assert b"geheim" not in (tmp_path / "two.sqlite").read_bytes()


def test_of_many_statements_the_core_holds_those_with_the_most_support(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "MOST_STATEMENTS", 2)
    entities = tuple(Entity(f"{n}", "Ship", f"船{n}", f"船{n}", documents=(("a", 1),)) for n in range(5))
    statements = tuple(Statement(f"{n}", "near", f"{n + 1}", support=(3, 9, 1, 7)[n]) for n in range(4))

    assert core_of(Graph((), entities, statements)).statements == (statements[1], statements[3])


def test_the_page_of_a_very_large_graph_holds_its_core() -> None:
    entities = tuple(
        Entity(f"{n:06}", "Ship", f"船{n}", f"船{n}", documents=(("a", 1 + n % 7),)) for n in range(MOST_ENTITIES + 500)
    )
    statements = tuple(Statement(f"{n:06}", "near", f"{n + 1:06}", support=n) for n in range(0, 30, 2))
    large = Graph((), entities, statements)

    kept = core_of(large)

    assert "graph.html holds" in page_note(large)
    assert page_note(kept) == ""
    assert len(kept.entities) == MOST_ENTITIES
    assert kept.statements == statements  # whatever is stated goes first
    assert core_of(replace(large, entities=entities[::-1], statements=statements[::-1])) == kept
