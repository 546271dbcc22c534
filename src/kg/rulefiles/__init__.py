"""Rule files loaded, checked and folded: ``ontology/rules/*.yaml`` → `kg.rules.RuleSet`.

A file holds the rules of one relation (or several). Files whose names begin with ``_`` hold what all rules share: word
lists (``words``) and how statements are written (``context``).
"""

from __future__ import annotations

from pathlib import Path

from kg.datafile import data_files
from kg.errors import Fault, OntologyError
from kg.rulefiles.fields import Source
from kg.rulefiles.rule import ARGUMENT_KEYS, RULE_KEYS, read_rules
from kg.rulefiles.shared import read_shared
from kg.rules import Context, Rule, RuleSet
from kg.schema import Schema

__all__ = ["ARGUMENT_KEYS", "RULE_KEYS", "load_rules"]


def load_rules(folder: Path, schema: Schema) -> RuleSet:
    """Read and check all rule files of a folder.

    Args:
        folder: the ``rules`` folder of an ontology; it may be missing (then no relation is read).
        schema: the relations with their domains and ranges, and the types.

    Raises:
        OntologyError: with every fault of every file.
    """
    faults: list[Fault] = []
    shared: dict[str, tuple[str, ...]] = {}
    context = Context()
    for path in data_files(folder, "_*.yaml"):
        source = Source(path, schema, shared)
        context = read_shared(source, context)
        shared = source.lists
        faults += source.checker.faults
    rules: dict[str, Rule] = {}
    for path in data_files(folder, "[!_]*.yaml"):
        source = Source(path, schema, shared)
        for rule, node in read_rules(source):
            if rule.name in rules:
                hint = f"the other one is at {rules[rule.name].location}; names are unique over all files"
                source.checker.fault(node, f"rule '{rule.name}' is given twice", hint)
            rules[rule.name] = rule
        faults += source.checker.faults
    if faults:
        raise OntologyError(faults)
    return RuleSet(tuple(rules[name] for name in sorted(rules)), context)
