"""What goes wrong with a query is told with its place; what never ends is ended."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, KgError
from kg.querying.failures import QueryError, QueryTimeoutError
from kg.querying.limited import answer
from kg.querying.store import Knowledge, ask, open_graph
from sample import QUESTIONS

# What goes wrong


@pytest.mark.parametrize(("text", "line", "column", "reason"), [
    ("SELCT * {}", 1, 1, "'SELCT' cannot stand here"),
    ("SELECT ?x WHERE { ?x a }", 1, 24, "'}' cannot stand here"),
    ("SELECT ?x\nWHERE { ?x a ?y ; # ,\n  , ?z }", 3, 3, "',' cannot stand here"),
    ("ASK { ?s ?p '中文' . ?s 中文 ?o }", 1, 23, "'中文' cannot stand here"),
    ("ASK { ?s ?p ?o } ODER BY ?s", 1, 18, "'ODER' cannot stand here"),
    ("SELECT * { ?s ?p ?o", 1, 20, "the query ends too soon"),
    ("ASK { ?s foo:a ?o }", 1, 10, "'foo:a': prefix not found"),
    ("", 1, 1, "the query ends too soon"),
    ("INSERT DATA { <a:a> <a:b> <a:c> }", 1, 1, "'INSERT' begins an update, and a graph is only asked"),
        ("SELECT ?x { ?x a <y>}", 1, 18, "'<y>' is no whole IRI: write it with its scheme"),
        ("SELECT ?x { ?x a bar:Firm}", 1, 18, "'bar:Firm': prefix not found: declare it with PREFIX; known are "),
])  # fmt: skip
def test_a_syntax_error_shows_the_place(sample: Knowledge, text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(QueryError) as told:
        ask(sample, text)

    assert (told.value.line, told.value.column) == (line, column)
    assert reason in told.value.reason
    assert not text or text.splitlines()[line - 1] in str(told.value)


@given(st.text("SELECT*{}()?s.;,<>\"' \n#中:@", max_size=40))
def test_whatever_is_asked_gives_an_answer_or_an_error_of_ours(text: str) -> None:
    lines = {1}
    try:
        ask(Knowledge(pyoxigraph.Store()), text)
    except QueryError as error:
        lines = {error.line}

    assert lines <= set(range(1, text.count("\n") + 2))


def test_a_query_that_never_ends_is_ended(out: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

    with pytest.raises(QueryTimeoutError, match="longer than 1 s"):
        answer(out, endless, timeout=1)


def test_a_query_that_takes_its_process_down_is_told(out: Path) -> None:
    with pytest.raises(KgError, match="ended by itself"):
        answer(out, "ASK { FILTER(" + "!" * 100_000 + "true) }", timeout=60)


def test_a_limited_query_answers_like_an_unlimited_one(out: Path) -> None:
    text = QUESTIONS["counts"].fill({})

    assert answer(out, text, timeout=60) == answer(out, text)
    with pytest.raises(QueryError, match="ends too soon"):
        answer(out, "SELECT", timeout=60)


@pytest.mark.parametrize(("name", "content", "message"), [
    ("none.ttl", None, "there is no such file"), ("rules.yaml", "a: [b]\n", "is no Turtle"),
    ("bytes.ttl", b"\xff\xfe\x00", "is no Turtle"), ("cut.ttl", "<a:b> <a:c> ", "is no Turtle"),
    ("page.jsonld", "<p>", "is no JSON-LD"), ("cut.nt", "<a:b> <a:c> ", "is no N-Triples"),
])  # fmt: skip
def test_a_graph_that_is_none_is_told(tmp_path: Path, name: str, content: str | bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(InputError, match=f"{name}.*{message}"):
        open_graph(tmp_path / name)
