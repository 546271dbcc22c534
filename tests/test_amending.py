"""A graph that is amended where documents came, went or changed is the one that is made of all of them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.engines.crew import Answer
from kg.engines.rounds import Rounds
from kg.export.amended import NotAmendableError, write_amended
from kg.export.iris import BASE_IRI
from kg.export.turtle import write_turtle
from kg.extraction import Extractor
from kg.graphview import GraphView
from kg.knowledge.decisions import COLUMNS, load_decisions
from kg.merging import making, portioned
from kg.merging.amending import BeyondReachError, amend
from kg.merging.changed import ChangedPart
from kg.merging.making import make
from kg.merging.stored import StoredGraph, held
from kg.merging.summing import sum_up
from kg.merging.tables import Tables
from kg.merging.touched import MOST, Stale, Touched
from kg.model import Document, Graph
from kg.names.reading import Alias
from kg.resolve import decide
from kg.run import Run

TEXTS = [
    "中国林草碳汇研究中心（简称“林碳中心”）在哈尔滨揭牌。",
    "林碳中心昨日公布了首份碳汇报告，中国林业碳库研究中心到场。",
    "中国林业碳库研究中心（简称“林碳中心”）在长春揭牌。",
    "北溟重工集团的前身为北溟机械厂，总部在大连。",
    "北溟機械廠舊址對外開放，北溟機械廠的老工人回憶往事。",
    "北京大学教授王建伟介绍了这项研究。北京大学与北溟重工集团签署合作协议。",
    "中国银行行长王建伟表示，贷款规模将扩大。",
    "北大教授王建伟、中国银行行长王建伟出席。",
    "王建伟昨日抵达北京市朝阳区。",
    "吉林省长春市朝阳区改造老旧小区，中国银行位于北京市。",
    "青禾农业科学研究院（简称“青研院”）由北溟重工集团发起成立。",
    "青研院放假。青研院由北京大学发起成立，北京大学发起成立了青研院。",
    "北京市下雨，朝阳区多云。",
    "吉林省长春市与朝阳区下雨。",
    "中国银行投资了北溟机械厂。",
]
"""Short forms that one or two names have, older names, both scripts, namesakes by posts and places, rows of the
gazetteer under several names, which it knows or documents tell to lie in each other, and statements about all."""

RUN = Run("1", "a" * 64, "b" * 64)

DECISIONS = [
    (),
    (
        "same\tOrganization\t北溟重工集团\t北京大学\t北京大学\t一则",
        "different\tOrganization\t北溟机械厂\t北溟重工集团\t\t二则",
        "different\tPerson\t2.txt#王建伟\t王建伟\t\t三则",
        "same\tPerson\t王建伟\t赵无名\t\t四则",
        "same\tOrganization\t林碳中心\t中国银行\t\t五则",
    ),
]

EDITS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from([*TEXTS, ""])), min_size=1, max_size=3)


@pytest.fixture(scope="module", params=range(len(DECISIONS)), ids=["without decisions", "with decisions"])
def decided(
    request: pytest.FixtureRequest, extractor: Extractor, tmp_path_factory: pytest.TempPathFactory
) -> Extractor:
    path = tmp_path_factory.mktemp("decided") / "decisions.tsv"
    path.write_text("\n".join(["\t".join(COLUMNS), *DECISIONS[request.param], ""]), encoding="utf-8")
    reader, whole = copy(extractor), extractor.ontology
    reader.ontology = replace(whole, decisions=load_decisions(path, whole.schema, whole.gazetteer))
    return reader


class Here:
    """Reads in this process, with names and rules that are compiled already."""

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = lambda: extractor

    def read(self, documents: Iterable[Document], forms: Mapping[str, Alias] | None = None) -> Iterator[Answer]:
        extractor = self.extractor() if forms is None else self.extractor().listening(forms)
        for document in documents:
            yield document, extractor.extract(document)


@contextmanager
def tables_of(extractor: Extractor) -> Iterator[Tables]:
    with closing(Tables(extractor.ontology.decisions.documents)) as tables:
        tables.lasting = True
        yield tables


def read(tables: Tables, texts: dict[int, str], extractor: Extractor) -> None:
    documents = [Document(f"{number}.txt", text) for number, text in sorted(texts.items()) if text]
    Rounds(tables, Here(extractor), extractor.ontology.gazetteer, lambda info: None, None, None).read(documents)


def made_anew(texts: dict[int, str], extractor: Extractor) -> tuple[Graph, tuple[str, ...], set[tuple[object, ...]]]:
    with tables_of(extractor) as tables:
        read(tables, texts, extractor)
        idle = tuple(map(str, sum_up(tables, extractor.ontology, 2).idle))
        return held(StoredGraph(tables)), idle, known(tables)


def known(tables: Tables) -> set[tuple[object, ...]]:
    """What the gazetteer knows and no document states."""
    return set(tables.connection.execute("SELECT * FROM known"))


def rows(tables: Tables) -> dict[str, set[tuple[object, ...]]]:
    """All that hangs on the graph, but for the documents."""
    names = ("use", "meaning", "entity", "row", "mention", "statement", "known", "tied", "bond")
    return {name: set(tables.connection.execute(f"SELECT * FROM {name}")) for name in names}  # noqa: S608


@given(texts=st.lists(st.sampled_from(TEXTS), max_size=10), at_once=st.integers(1, 40))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_names_mean_the_same_decided_at_once_and_in_portions(
    decided: Extractor, texts: list[str], at_once: int
) -> None:
    with tables_of(decided) as tables:
        read(tables, dict(enumerate(texts)), decided)
        whole = sum_up(tables, decided.ontology, 2)
        expected = rows(tables)

        assert sum_up(tables, decided.ontology, 2, at_once=at_once) == whole
        assert rows(tables) == expected


def test_names_that_nothing_ties_are_decided_in_several_portions(
    decided: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    monkeypatch.setattr(portioned, "decide", lambda *told: found.append(len(told[0].uses)) or decide(*told))
    with tables_of(decided) as tables:
        read(tables, dict(enumerate(TEXTS)), decided)
        sum_up(tables, decided.ontology, 2, at_once=20)

    assert len(found) > 2
    assert all(0 < uses < 20 for uses in found)


@given(first=EDITS, rounds=st.lists(EDITS, min_size=1, max_size=3))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_edits_the_graph_is_the_one_made_anew(
    decided: Extractor, first: list[tuple[int, str]], rounds: list[list[tuple[int, str]]]
) -> None:
    texts = {9: "林碳中心的青研院与北溟机械厂。北京大学教授王建伟出席。", **dict(first)}
    with tables_of(decided) as tables, pytest.MonkeyPatch.context() as patch:
        read(tables, texts, decided)
        make(tables, decided.ontology, 2)
        patch.delattr(making, "sum_up")  # from here on nothing is made anew
        for edits in rounds:
            texts.update(edits)
            read(tables, texts, decided)

            idle = tuple(map(str, make(tables, decided.ontology, 2, share=9.0).idle))

            assert (held(StoredGraph(tables)), idle, known(tables)) == made_anew(texts, decided)


def turtle(graph: GraphView, extractor: Extractor) -> bytes:
    out = io.StringIO()
    write_turtle(graph, out, base=BASE_IRI, schema=extractor.ontology.schema)
    return out.getvalue().encode()


@given(first=EDITS, rounds=st.lists(st.tuples(EDITS, st.booleans()), min_size=1, max_size=3))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_edits_the_turtle_that_is_amended_is_the_one_written_anew(
    decided: Extractor, first: list[tuple[int, str]], rounds: list[tuple[list[tuple[int, str]], bool]]
) -> None:
    texts = {9: "北溟重工集团与北京大学放假。", **dict(first)}
    with tables_of(decided) as tables, pytest.MonkeyPatch.context() as patch:
        read(tables, texts, decided)
        make(tables, decided.ontology, 2)
        last = turtle(StoredGraph(tables, RUN), decided)
        tables.stale = Stale()
        patch.delattr(making, "sum_up")
        for edits, written in rounds:
            texts.update(edits)
            read(tables, texts, decided)
            make(tables, decided.ontology, 2, share=9.0)
            assert tables.stale is not None
            graph, out = StoredGraph(tables, replace(RUN, documents=str(texts))), io.BytesIO()
            changed = ChangedPart(tables, tables.stale)

            write_amended(graph, changed, io.BytesIO(last), out, base=BASE_IRI, schema=decided.ontology.schema)

            assert out.getvalue() == turtle(graph, decided)
            if written:
                last, tables.stale = out.getvalue(), Stale()


def test_turtle_of_another_graph_is_not_amended(decided: Extractor) -> None:
    schema = decided.ontology.schema
    with tables_of(decided) as tables:
        read(tables, dict(enumerate(TEXTS)), decided)
        make(tables, decided.ontology, 2)
        graph, changed = StoredGraph(tables, RUN), ChangedPart(tables, Stale())
        last = turtle(graph, decided)
        pieces = last.split(b"\n\n")

        for other in (b"", pieces[0], b"\n\n".join(pieces[:-3]), b"\n\n".join([*pieces[:8], *pieces[7:]])):
            with pytest.raises(NotAmendableError):
                write_amended(graph, changed, io.BytesIO(other), io.BytesIO(), base=BASE_IRI, schema=schema)


def test_nothing_is_left_of_documents_that_went(decided: Extractor) -> None:
    texts = dict(enumerate(TEXTS[:8]))
    with tables_of(decided) as tables:
        read(tables, texts, decided)
        make(tables, decided.ontology, 2)
        before = rows(tables)
        read(tables, {**texts, 20: TEXTS[9], 21: TEXTS[10], 22: "北大与北溟重工集团的赵大方签约。"}, decided)
        make(tables, decided.ontology, 2, share=1.0)
        assert len(rows(tables)["statement"]) > len(before["statement"])

        read(tables, texts, decided)
        make(tables, decided.ontology, 2, share=1.0)

        assert rows(tables) == before


def test_what_is_known_of_a_container_goes_with_it(decided: Extractor) -> None:
    with tables_of(decided) as tables:
        read(tables, {0: "海淀区下雨。"}, decided)
        make(tables, decided.ontology, 2)
        before = rows(tables)
        read(tables, {0: "海淀区下雨。", 1: "北京市下雨。"}, decided)
        make(tables, decided.ontology, 2, share=1.0)
        assert len(known(tables)) == 1

        read(tables, {0: "海淀区下雨。"}, decided)
        make(tables, decided.ontology, 2, share=1.0)

        assert rows(tables) == before


def test_what_did_not_change_is_not_touched(decided: Extractor) -> None:
    with tables_of(decided) as tables:
        read(tables, dict(enumerate(TEXTS)), decided)
        make(tables, decided.ontology, 2)
        tables.changed = False
        changes = tables.connection.total_changes

        read(tables, dict(enumerate(TEXTS)), decided)
        make(tables, decided.ontology, 2)

        assert tables.connection.total_changes == changes
        assert not tables.changed


def test_another_number_of_places_makes_the_graph_anew(decided: Extractor) -> None:
    texts = dict.fromkeys(range(4), TEXTS[10])
    with tables_of(decided) as tables:
        read(tables, texts, decided)
        make(tables, decided.ontology, 2)

        make(tables, decided.ontology, 3)

        assert max(len(one.evidence) for one in StoredGraph(tables).statements) == 3
        assert tables.changed


def test_many_changes_make_the_graph_anew(decided: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    with tables_of(decided) as tables:
        read(tables, dict(enumerate(TEXTS)), decided)
        make(tables, decided.ontology, 2)
        texts = dict(enumerate(TEXTS[2:]))
        read(tables, texts, decided)
        monkeypatch.delattr(making, "amend")

        make(tables, decided.ontology, 2)

        assert held(StoredGraph(tables)) == made_anew(texts, decided)[0]
        assert tables.touched == Touched()
        tables.touched.documents.update(range(-MOST, 0))
        read(tables, {}, decided)
        assert tables.touched is None


def test_where_something_bears_on_others_without_a_tie_the_graph_is_made_anew(decided: Extractor) -> None:
    with tables_of(decided) as tables:
        read(tables, dict(enumerate(TEXTS[:10])), decided)
        make(tables, decided.ontology, 2)
        tables.connection.execute("DELETE FROM tied")
        texts = dict(enumerate(TEXTS))
        read(tables, texts, decided)
        copied = Tables()
        tables.connection.backup(copied.connection)
        with closing(copied), pytest.raises(BeyondReachError):
            amend(copied, tables.touched or Touched(), decided.ontology, 2)

        make(tables, decided.ontology, 2, share=1.0)

        assert held(StoredGraph(tables)) == made_anew(texts, decided)[0]
