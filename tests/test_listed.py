"""Lists: an unknown member between known names of one type is a name of that type, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extraction import Extraction, Extractor
from small_ontology import GRAMMAR, read, reader

LISTS = """\
inside:
  tags: [n, nz, nr, nrt, ns, x, zg, a, vn, z, g, ng]
  never: [收购]
lists:
  types: [Firm]
  ends: [等, 三家]
  longest: 6
"""


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    return reader(tmp_path_factory.mktemp("lists"), grammar=GRAMMAR + LISTS)


def listed(extraction: Extraction) -> list[str]:
    return [mention.text for mention in extraction.mentions if mention.rule == "listed"]


@pytest.mark.parametrize(
    "text", ["远星航运、青禾海运、北溟造船都来了。", "遠星航運、青禾海運等到會。", "远星航运、青禾海运三家中标。"]
)
def test_an_unknown_member_between_known_firms_is_a_firm(lists: Extractor, text: str) -> None:
    (name,) = listed(read(lists, text))

    assert name in ("青禾海运", "青禾海運")


@pytest.mark.parametrize(
    "text",
    [
        "远星航运、青禾海运昨日到会。",  # nothing shows where the last member ends
        "白沙河口港、青禾海运、远星航运都来了。",  # a list of two kinds
        "白沙河口港、青禾海运、青屿深水港都来了。",  # a type that is not read in lists
        "青禾海运、海燕航运、沧浪航运都来了。",  # no known name
        "远星航运、收购青禾、北溟造船都来了。",  # a word that is in no name
        "远星航运、青禾海运远洋船舶、北溟造船都来了。",  # longer than a member may be
        "远星航运，青禾海运，北溟造船都来了。",  # clauses, no list
    ],
)
def test_what_the_list_does_not_show_to_be_a_firm_is_none(lists: Extractor, text: str) -> None:
    assert listed(read(lists, text)) == []


def test_without_lists_in_the_grammar_none_are_read(tmp_path: Path) -> None:
    assert listed(read(reader(tmp_path), "远星航运、青禾海运、北溟造船都来了。")) == []


def test_a_type_that_the_ontology_does_not_have_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"grammar\.yaml:\d+:\d+: lists\.types"):
        reader(tmp_path, grammar=GRAMMAR + LISTS.replace("[Firm]", "[Company]"))
