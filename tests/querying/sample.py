"""The named questions, and what the sample answers to them."""

from __future__ import annotations

from kg.querying.answers import rows
from kg.querying.questions import load_questions
from kg.querying.store import Knowledge, ask
from pages import ROOT

QUESTIONS = load_questions(ROOT / "ontology" / "queries")


def table(sample: Knowledge, text: str) -> list[list[str]]:
    return rows(ask(sample, text), sample.prefixes)[1]


def found(sample: Knowledge, name: str, **arguments: str) -> list[list[str]]:
    return table(sample, QUESTIONS[name].fill(arguments))
