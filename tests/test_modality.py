"""What is denied, planned, proposed, conditional, asked, rumoured or ended is no plain fact.

``data/not-so.txt`` holds one annotated sentence a line, over all relations and in both scripts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.check import read_example_text
from kg.errors import Location
from kg.examples import read_example
from kg.ontology import Ontology
from kg.relations.reader import Finding, RelationReader

SENTENCES = (Path(__file__).parent / "data" / "not-so.txt").read_text(encoding="utf-8").splitlines()
# Said plainly, what some of the sentences take back: their silence is no proof if these are not read.
PLAIN = (
    "<Organization:银汉动力>是<Organization:大江集团>的子公司。",
    "<Organization:海川资本>向<Organization:银汉动力>投资三亿元。",
    "<Organization:大江集團>與<Organization:啟明大學>達成協議。",
    "<Organization:启明大学>牵头成立<Organization:星桥联盟>。",
    "<Organization:大江集團>董事長<Person:周子安>昨天到場。",
    "<Organization:啟明大學>主辦<Event:星河論壇>。",
    "<Person:周子安>出席<Event:星河論壇>。",
    # Before a name 将 marks what is acted on and tells no plan.
    "<Place:青州市>将<Technology:光子芯片>列为主导产业。",
)


@pytest.fixture(scope="module")
def reader(ontology: Ontology) -> RelationReader:
    return RelationReader(ontology.rules, ontology.schema)


def read(reader: RelationReader, sentence: str) -> list[Finding]:
    return read_example_text(reader, read_example(sentence, {}, reader.schema, Location("not-so.txt")))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_statement_that_is_not_so_gives_no_plain_fact(reader: RelationReader, sentence: str) -> None:
    plain = [f"{f.rule.name} {f.trigger}" for f in read(reader, sentence) if not f.modality]

    assert plain == []


@pytest.mark.parametrize("sentence", PLAIN)
def test_the_same_said_plainly_is_a_fact(reader: RelationReader, sentence: str) -> None:
    plain = [finding for finding in read(reader, sentence) if not finding.modality]

    assert plain


def test_most_of_the_sentences_are_read_and_doubted_rather_than_overlooked(reader: RelationReader) -> None:
    doubted = [sentence for sentence in SENTENCES if any(finding.modality for finding in read(reader, sentence))]

    assert len(doubted) > len(SENTENCES) / 2
