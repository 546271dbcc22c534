"""Checks of an ontology folder: does it load, does every rule keep its promises, does anything in it do nothing.

A *fault* is a contradiction: a file that does not load, an example that is not read as it is marked, a trigger that
can never fire, a rule that another covers, containers in a circle, a paragraph of ``examples/`` that is annotated
wrongly. A *warning* may be meant so: a rule that none of its examples needs, a name that two rows claim, a name that is
an ordinary word, a file that nothing reads; ``check.yaml`` accepts those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.checks.accepted import read_accepted, without_accepted
from kg.checks.examples import check_rules, read_example_text
from kg.checks.files import annotated_texts, shapes, unread_files
from kg.checks.names import common_words, container_cycles, shared_names, unknown_decisions
from kg.checks.remark import FAULT, WARNING, Remark
from kg.checks.rules import hidden_triggers, shadowed_rules, unneeded_rules
from kg.errors import OntologyError
from kg.ontology import Ontology, default_data, load_ontology
from kg.querying.questions import load_questions

__all__ = ["Inspection", "Remark", "check_ontology", "check_rules", "inspect_ontology", "read_example_text"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an ontology folder holds and what is to be said of it.

    If it does not load, it has only faults, and nothing of it is counted.
    """

    folder: Path
    faults: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    names: int = 0
    rules: int = 0
    examples: int = 0
    counterexamples: int = 0

    def error(self, *, strict: bool = False) -> OntologyError | None:
        """All faults as one error, or None; with ``strict`` warnings count as faults."""
        remarks = (*self.faults, *(self.warnings if strict else ()))
        return OntologyError(remark.fault for remark in remarks) if remarks else None


def check_ontology(folder: Path | None = None, *, strict: bool = False) -> Inspection:
    """Check an ontology folder that should be sound.

    Args:
        folder: the folder; by default the one that comes with the package.
        strict: take warnings for faults.

    Raises:
        UsageError: it is no ontology folder.
        OntologyError: with every fault found.
    """
    inspection = inspect_ontology(folder)
    if error := inspection.error(strict=strict):
        raise error
    return inspection


def inspect_ontology(folder: Path | None = None) -> Inspection:
    """Look through an ontology folder and tell its faults and warnings, sorted by place.

    Args:
        folder: the folder; by default the one that comes with the package.

    Raises:
        UsageError: it is no ontology folder.
    """
    folder = folder or default_data("ontology")
    try:
        ontology = load_ontology(folder)
        accepted = read_accepted(folder)
        load_questions(folder / "queries")
    except OntologyError as error:
        return Inspection(folder, tuple(Remark(fault, FAULT, "file", "") for fault in error.faults))
    remarks = sorted(without_accepted(_remarks(ontology), accepted, ontology.gazetteer.forms))
    rules = ontology.rules.rules
    return Inspection(
        folder,
        tuple(remark for remark in remarks if remark.severity == FAULT),
        tuple(remark for remark in remarks if remark.severity == WARNING),
        len(ontology.gazetteer.forms),
        len(rules),
        sum(len(rule.examples) for rule in rules),
        sum(len(rule.counterexamples) for rule in rules),
    )


def _remarks(ontology: Ontology) -> Iterator[Remark]:
    for fault in check_rules(ontology):
        yield Remark(fault, FAULT, "example", "")
    for check in (hidden_triggers, shadowed_rules, unneeded_rules, container_cycles, shared_names, common_words):
        yield from check(ontology)
    for check in (unknown_decisions, annotated_texts, shapes, unread_files):
        yield from check(ontology)
