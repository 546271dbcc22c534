"""The parts of ``kg serve`` that can be looked at alone: counting, negotiation, stores, graphs read back."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs import small_graph
from kg.errors import InputError, OutputError
from kg.ontology import default_data
from kg.querying.graphfile import read_prefixes
from kg.schema import load_schema
from kg.serving.counting import CappedWriter, LimitReachedError, RowCounter
from kg.serving.negotiation import GRAPHS, PAGE, ROWS, choose
from kg.serving.reading import read_graph
from kg.serving.storing import KEPT, stored
from served import write_small

FORMS = ("json", "xml", "csv", "tsv")
CELLS = st.one_of(
    st.none(),
    st.text(st.sampled_from('{},[]":\\\n\r\t<>&result a创'), max_size=12).map(pyoxigraph.Literal),
    st.builds(lambda text: pyoxigraph.Literal(text, language="zh-Hans"), st.text("},{", max_size=4)),
    st.just(pyoxigraph.NamedNode("http://a/result")),
    st.just(pyoxigraph.Literal(1)),
)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS), max_size=8),
    form=st.sampled_from(FORMS),
    cuts=st.lists(st.integers(1, 40), min_size=1, max_size=30),
)
def test_rows_are_counted_in_every_form_however_the_pieces_fall(
    rows: list[tuple[object, object]], form: str, cuts: list[int]
) -> None:
    content = _answer(rows, form)
    counter = RowCounter(form)
    pieces, start = [], 0
    while start < len(content):
        size = cuts[len(pieces) % len(cuts)]
        pieces.append(content[start : start + size])
        start += size
    for piece in pieces:
        counter.feed(piece)

    # One row of JSON cannot be told from none; it never matters, as a cap is at least one.
    assert counter.rows == (0 if form == "json" and len(rows) == 1 else len(rows))


def _answer(rows: list[tuple[object, object]], form: str) -> bytes:
    values = " ".join(f"({_term(first)} {_term(second)})" for first, second in rows)
    results = pyoxigraph.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    return results.serialize(format=getattr(pyoxigraph.QueryResultsFormat, form.upper())) or b""


def _term(value: object) -> str:
    return "UNDEF" if value is None else str(value)


@pytest.mark.parametrize("form", FORMS)
def test_a_writer_passes_on_what_fits_and_raises_at_the_first_row_too_many(form: str) -> None:
    content = _answer([(pyoxigraph.Literal(number), None) for number in range(10)], form)
    sent: list[bytes] = []
    whole = CappedWriter(sent.append, len(content), RowCounter(form), 10)
    whole.write(content)

    assert sent == [content]
    with pytest.raises(LimitReachedError, match="more than 9 rows"):
        CappedWriter(sent.append, len(content), RowCounter(form), 9).write(content)
    with pytest.raises(LimitReachedError, match="bytes"):
        CappedWriter(sent.append, len(content) - 1, RowCounter(form), 10).write(content)
    assert sent == [content]


@pytest.mark.parametrize(("accept", "form"), [
    ("", "json"), ("*", "json"), ("text/*", "csv"), ("text/csv;q=0.2, text/tab-separated-values;q=0.3", "tsv"),
    ("text/csv; charset=utf-8", "csv"), ("TEXT/CSV", "csv"), ("*/*;q=0.1, text/csv;q=0", "json"), ("image/png", None),
    ("application/*;q=0.4, application/sparql-results+json;q=0", "xml"), (";;,, ,", "json"), ("text/csv;q=x", None),
    ("text/csv;q=1.7", "csv"),
])  # fmt: skip
def test_the_best_offer_is_chosen(accept: str, form: str | None) -> None:
    chosen = choose(accept, ROWS)

    assert (chosen and chosen.form) == form


@given(st.text("abc/*;q=0.15, text/csv", max_size=40))
def test_any_header_gives_an_offer_or_none(accept: str) -> None:
    assert choose(accept, (*GRAPHS, *PAGE)) in {None, *GRAPHS, *PAGE}


# -- stores -----------------------------------------------------------------------------------------------------------


def test_a_store_is_made_once_and_opens_again(tmp_path: Path) -> None:
    graph = write_small(tmp_path) / "graph.ttl"
    with stored(graph, tmp_path / "kept") as first:
        size = len(pyoxigraph.Store.read_only(str(first)))
        made = first.stat().st_mtime_ns
    with stored(graph, tmp_path / "kept") as second:
        assert second == first
        assert second.stat().st_mtime_ns == made
        assert len(pyoxigraph.Store.read_only(str(second))) == size == len(_triples(graph))


def _triples(graph: Path) -> set[object]:
    return set(pyoxigraph.parse(path=str(graph), format=pyoxigraph.RdfFormat.TURTLE))


def test_another_graph_has_another_store_and_few_are_kept(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    folder = tmp_path / "kept"
    places = []
    for number in range(KEPT + 3):
        graph.write_text(f"<a:a> <a:b> {number} .", encoding="utf-8")
        with stored(graph, folder) as place:
            places.append(place)
            os.utime(place.parent, (number, number))

    assert len(set(places)) == KEPT + 3
    assert sorted(path for path in folder.iterdir()) == sorted(place.parent for place in places[-KEPT:])


def test_a_store_in_use_is_kept(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text("<a:a> <a:b> 0 .", encoding="utf-8")
    with stored(graph, tmp_path / "kept") as used:
        os.utime(used.parent, (0, 0))
        for number in range(1, KEPT + 3):
            graph.write_text(f"<a:a> <a:b> {number} .", encoding="utf-8")
            with stored(graph, tmp_path / "kept"):
                pass

        assert used.is_dir()


def test_a_graph_that_is_no_turtle_leaves_nothing_behind(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text("<a:a> <a:b> .", encoding="utf-8")

    with pytest.raises(InputError, match="no Turtle"), stored(graph, tmp_path / "kept"):
        pass
    assert list((tmp_path / "kept").iterdir()) == []


def test_what_a_killed_server_left_half_made_is_removed(tmp_path: Path) -> None:
    graph = write_small(tmp_path) / "graph.ttl"
    left = tmp_path / "kept" / ".making-x"
    left.mkdir(parents=True)
    (left / "in-use").write_text("")
    with stored(graph, tmp_path / "kept") as place:
        assert list((tmp_path / "kept").iterdir()) == [place.parent]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    graph = write_small(tmp_path) / "graph.ttl"
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match="XDG_CACHE_HOME"), stored(graph, tmp_path / "file"):
        pass


# -- graphs read back -------------------------------------------------------------------------------------------------


def test_a_graph_read_back_is_the_graph(tmp_path: Path) -> None:
    path = write_small(tmp_path) / "graph.ttl"
    graph = small_graph()
    again = read_graph(path, read_prefixes(path), load_schema(default_data("ontology") / "kg.ttl"))

    assert again.statements == graph.statements
    assert [replace(entity, documents=()) for entity in again.entities] == [
        replace(entity, documents=(), labels=tuple(sorted(entity.labels))) for entity in graph.entities
    ]
    assert [[name for name, _ in entity.documents] for entity in again.entities] == [
        [name for name, _ in entity.documents] for entity in graph.entities
    ]
    assert again.documents == tuple(replace(document, sentences=0) for document in graph.documents)


def test_turtle_of_something_else_gives_an_empty_graph(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    again = read_graph(path, read_prefixes(path), load_schema(default_data("ontology") / "kg.ttl"))

    assert (again.documents, again.entities, again.statements) == ((), (), ())
