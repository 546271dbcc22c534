"""What a check has to say: a fault or a warning, with the place in the data file that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.datafile import Checker, Node, data_files, read_yaml
from kg.errors import Fault, Location
from kg.ontology import Ontology
from kg.rules import Rule
from kg.text import fold

FAULT, WARNING = "fault", "warning"


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One thing that a check found.

    ``severity`` is ``fault`` (the ontology contradicts itself) or ``warning`` (it may be meant). ``check`` names the
    check; ``about`` is the word or the rule that it speaks of, by which an ontology can accept a warning.
    """

    fault: Fault
    severity: str
    check: str
    about: str


def placed(ontology: Ontology, location: Location) -> Location:
    """A place in a file of the ontology as the user sees it: with the ontology's own folder."""
    return Location(str(ontology.folder / location.path), location.line, location.column)


def place_of_word(ontology: Ontology, rule: Rule, key: str, word: str) -> Location:
    """Where a word stands in a list of a rule, or the ``$name`` that brings it in; else where the rule begins."""
    checker = Checker(rule.location.path)
    root = read_yaml(ontology.folder / rule.location.path, checker)
    rules = checker.pairs(root, None, "").get("rules") if root is not None else None
    for item in checker.items(rules, "") if rules is not None else []:
        if checker.location(item) == rule.location:
            node = checker.pairs(item, None, "").get(key)
            return placed(ontology, _word(checker, node, word) if node is not None else rule.location)
    return placed(ontology, rule.location)


def place_of_cue_word(ontology: Ontology, word: str) -> Location:
    """Where a word stands as the ``pseudo`` of a cue in a shared rule file."""
    for path in data_files(ontology.folder / "rules", "_*.yaml"):
        checker = Checker(f"rules/{path.name}")
        for node in _pseudo_of_cues(checker, read_yaml(path, checker)):
            if any(fold(str(item.value)) == word for item in checker.items(node, "")):
                return placed(ontology, _word(checker, node, word))
    return placed(ontology, Location("rules"))


def _pseudo_of_cues(checker: Checker, root: Node | None) -> Iterator[Node]:
    context = checker.pairs(root, None, "").get("context") if root is not None else None
    cues = checker.pairs(context, None, "").get("cues") if context is not None else None
    for cue in checker.items(cues, "") if cues is not None else []:
        pseudo = checker.pairs(cue, None, "").get("pseudo")
        if pseudo is not None:
            yield pseudo


def _word(checker: Checker, node: Node, word: str) -> Location:
    items = checker.items(node, "")
    said = [item for item in items if fold(str(item.value)) == word]
    named = [item for item in items if str(item.value).startswith("$")]
    return checker.location([*said, *named, node][0])
