"""The words of a query: what would ask another server is refused, what is too deep or too long too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.querying.failures import QueryError
from kg.querying.remote import RemoteQueryError, refuse_remote
from kg.querying.store import Knowledge, ask
from kg.querying.words import DEEPEST, refuse, words

# Words of a query


@given(st.text("SERVICE<>{}\"'\\#?$:@ \nab1.", max_size=60))
def test_the_words_of_a_query_joined_are_the_query(text: str) -> None:
    assert "".join(word.text for word in words(text)) == text


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", "ASK { { SELECT * { service silent ?x { } } } }",
    "ASK { ?s ?p '#' . SERVICE <a:b> {} }", "ASK { # SERVICE\n SERVICE\n<a:b>{} }",
    'ASK { ?s ?p """a"b""" OPTIONAL{SERVICE<a:b>{}} }', "ASK { ?a a:SERVICE ?b FILTER(?a<?b)SERVICE#>\n<a:b>{} }",
    "ASK { BIND('saaaaaa' AS ?service) SERVICE ?service {} }",
])  # fmt: skip
def test_a_query_that_would_ask_another_server_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(RemoteQueryError) as told:
        refuse_remote(text, {"a": "a:"})

    line = text.splitlines()[told.value.line - 1]
    assert line[told.value.column - 1 :].upper().startswith("SERVICE")


@pytest.mark.parametrize("text", [
    "ASK { ?s ?p 'SERVICE' }", "ASK { ?s ?p ?SERVICE }", "ASK { ?s <a:SERVICE> 1 } # SERVICE", "ASK { ?s a:SERVICE 1 }",
    "ASK { ?service ?Service ?SERVICE FILTER(?saaaaaa<?service&&?b>1) }", "ASK { ?s ?p 'x'@service, _:service }",
    "PREFIX service: <service:> ASK { service:a <service:service> 'service' }",
    'ASK { ?s ?p """\nSERVICE""" }',
])  # fmt: skip
def test_the_word_alone_is_no_reason_to_refuse(text: str) -> None:
    refuse_remote(text, {"a": "a:"})


def test_a_query_that_is_wrong_anyway_is_shown_as_it_was_written() -> None:
    with pytest.raises(QueryError, match="SERVICE") as told:
        refuse_remote("ASK { ?s ?p } # SERVICE", {})

    assert not isinstance(told.value, RemoteQueryError)
    assert told.value.column == 13


@pytest.mark.parametrize("text", [
    "ASK { " + "{" * 5000 + "}" * 5000 + " }", "ASK { FILTER(" + "(" * 99_999 + "1" + ")" * 99_999 + ") }",
    "ASK { ?s ?p '" + "x" * 2_000_000 + "' }",
], ids=["groups", "brackets", "length"])  # fmt: skip
def test_a_query_that_is_too_deep_or_too_long_is_refused_before_it_is_parsed(sample: Knowledge, text: str) -> None:
    with pytest.raises(QueryError, match=r"levels|longer than"):
        ask(sample, text)


def test_as_many_levels_are_read_as_are_allowed_and_no_more() -> None:
    refuse("(" * DEEPEST)

    with pytest.raises(QueryError, match="levels") as told:
        refuse("(" * DEEPEST + "(")
    assert told.value.column == DEEPEST + 1


def test_brackets_in_texts_and_one_after_the_other_are_no_levels(sample: Knowledge) -> None:
    text = "ASK { VALUES ?x { '" + "(" * 500 + "' } " + "FILTER(true) " * 300 + "}"

    assert ask(sample, text)
