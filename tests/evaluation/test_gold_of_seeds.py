"""The gold of the sample documents speaks of these documents, by the project's own terms."""

from __future__ import annotations

import re

import pytest

from kg.evaluation.annotated import read_gold
from kg.evaluation.gold import Gold
from kg.schema import load_schema
from pages import ROOT, blocks

SCHEMA = load_schema(ROOT / "ontology" / "kg.ttl")
GOLD = read_gold([ROOT / "tests/gold/seeds"], SCHEMA)


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_each_sample_document_has_gold() -> None:
    documents = sorted(path.name for path in (ROOT / "seeds").glob("*.txt"))

    assert [gold.document for gold in GOLD] == documents


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.document)
def test_each_form_and_each_evidence_stands_in_the_document(gold: Gold) -> None:
    body = _squash((ROOT / "seeds" / gold.document).read_text(encoding="utf-8"))
    told = [surface for entity in gold.entities for surface in entity.surfaces]
    told += [relation.evidence for relation in gold.relations]

    assert [text for text in told if not text or _squash(text) not in body] == []


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.document)
def test_each_qualifier_stands_in_the_document(gold: Gold) -> None:
    body = _squash((ROOT / "seeds" / gold.document).read_text(encoding="utf-8"))
    values = [value for relation in gold.relations for _, value in relation.qualifiers]

    assert [value for value in values if value not in body] == []


def test_the_guidelines_tell_every_type_and_relation() -> None:
    text = (ROOT / "docs/guidelines.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))

    assert rows == {*SCHEMA.types, *SCHEMA.relations}
    assert blocks("docs/guidelines.md", "sh")
