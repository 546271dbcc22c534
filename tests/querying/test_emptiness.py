"""An answer without rows says what in the question may be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from commanding import run_kg
from kg.querying.emptiness import why_empty
from kg.querying.limited import answer
from kg.querying.store import Knowledge


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("泛联院", ""),
        ("泛聯院", ""),
        ("泛联", "names like it: 泛联院"),
        ("北京邮电大學", "names like it: 北京邮电大学"),  # mixed scripts
        ("无此机构", "nothing in the graph goes by '无此机构'"),
        ("foundedBy", ""),
        ("foundBy", "names like it: foundedBy"),
        ("", "a parameter is empty"),
        ('"} # \n\\', "nothing in the graph goes by"),
    ],
)
def test_of_a_name_that_nothing_goes_by_those_like_it_are_told(sample: Knowledge, name: str, told: str) -> None:
    found = why_empty(sample, "", [name])

    assert told in found
    assert bool(found) == bool(told)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?x { ?x kg:foundedBi ?y }", "the graph has no kg:foundedBi, but kg:foundedBy"),
        ("SELECT ?x { ?x a kg:Universty }", "the graph has no kg:Universty, but kg:University"),
        ("SELECT ?x { ?x skos:prefLable ?y }", "the graph has no skos:prefLable, but skos:prefLabel"),
        ("SELECT ?x { ?x kg:qqq ?y }", "the graph has no kg:qqq"),
        ("SELECT ?x { ?x kg:foundedBy 'kg:foundedBi' }", ""),  # in a string
        ("SELECT ?x { ?x kg:foundedBy ?y FILTER(xsd:integer('2') = 1) }", ""),
    ],
)
def test_of_a_term_that_the_graph_has_not_the_nearest_is_told(sample: Knowledge, query: str, told: str) -> None:
    assert why_empty(sample, query) == told


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ('?x skos:prefLabel "北京邮电大学"', 'names have a language: write "北京邮电大学"@zh-Hans for "北京邮电大学"'),
        ("?x skos:altLabel '泛聯院'", "names have a language: write '泛聯院'@zh-Hant for '泛聯院'"),
        ('?x skos:prefLabel "北京邮电大学"@en', ""),
        ('?x skos:prefLabel "nobody"', ""),
        ('?x kg:foundedBy ?y ; kg:code "x" FILTER(STR(?y) = "北京邮电大学")', ""),
    ],
)
def test_that_a_name_lacks_its_language_is_told(sample: Knowledge, query: str, told: str) -> None:
    assert why_empty(sample, f"SELECT ?x {{ {query} }}") == told


@pytest.mark.parametrize(
    ("condition", "is_told"), [('LANG(?x) = "zh-Hans"', True), ('langMatches(LANG(?x), "en")', False)]
)
def test_that_a_language_tag_is_compared_as_text_is_told(sample: Knowledge, condition: str, is_told: bool) -> None:
    found = why_empty(sample, f"SELECT ?x {{ ?y skos:prefLabel ?x FILTER({condition}) }}")

    assert ("langMatches" in found) == is_told


@pytest.mark.parametrize("form", ["", "csv", "tsv", "json", "xml", "table"])
def test_only_answers_without_rows_have_a_note(out: Path, form: str) -> None:
    none = answer(out, "SELECT ?x { ?x kg:foundedBi ?y }", form=form)
    some = answer(out, "SELECT ?x { ?x kg:foundedBy ?y }", form=form)
    truth = answer(out, "ASK { ?x kg:foundedBi ?y }", form="json")

    assert "kg:foundedBi" in none.note
    assert (some.note, truth.note) == ("", "")


def test_the_command_tells_it_beside_the_answer(out: Path) -> None:
    done = run_kg("query", "founders", "--of", "泛联", "-g", str(out))

    assert done.returncode == 0
    assert done.stdout.split() == ["founder,date,document,quote"]
    assert done.stderr.startswith("kg: note: nothing found: nothing in the graph goes by '泛联'; names like it: 泛联院")
