"""Rules that do nothing: whose trigger can never fire, that another rule covers, or that no example of theirs needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.checks.examples import read_example_text
from kg.checks.remark import FAULT, WARNING, Remark, place_of_cue_word, place_of_word, placed
from kg.errors import Fault
from kg.examples import Example
from kg.ontology import Ontology
from kg.relations.reader import RelationReader
from kg.rules import Argument, Rule, RuleSet

HIDDEN, SHADOWED, UNNEEDED = "hidden trigger", "shadowed rule", "unneeded rule"


def hidden_triggers(ontology: Ontology) -> Iterator[Remark]:
    """Yield a fault for each trigger, and each word of a condition or cue, that is one of its own pseudo words.

    A pseudo-trigger hides every trigger that stands within it. Only one that equals the trigger hides it always.
    """
    hint = (
        "keep it in one of the two lists; a pseudo-trigger is a longer word in which the trigger means something else"
    )
    for rule in ontology.rules.rules:
        for word in sorted({*rule.triggers} & {*rule.pseudo}):
            place = place_of_word(ontology, rule, "pseudo", word)
            message = f"rule '{rule.name}': trigger '{word}' can never fire: it is a pseudo-trigger too"
            yield Remark(Fault(place, message, hint), FAULT, HIDDEN, rule.name)
        for word in sorted({w for one in (*rule.requires, *rule.unless) for w in {*one.words} & {*one.pseudo}}):
            message = f"rule '{rule.name}': the word '{word}' can never count: it is one of its pseudo words too"
            place = place_of_word(ontology, rule, "pseudo", word)
            yield Remark(Fault(place, message, hint), FAULT, HIDDEN, rule.name)
    for cue in ontology.rules.context.cues:
        for word in sorted({*cue.words} & {*cue.pseudo}):
            message = f"the cue '{word}' ({cue.modality}) can never count: it is one of its pseudo words too"
            yield Remark(Fault(place_of_cue_word(ontology, word), message, hint), FAULT, HIDDEN, word)


def shadowed_rules(ontology: Ontology) -> Iterator[Remark]:
    """Yield a fault for each rule that can read nothing that another rule of its relation does not read as surely."""
    for rules in _by_relation(ontology).values():
        gone: set[str] = set()
        for rule in sorted(rules, key=lambda rule: rule.location, reverse=True):
            other = next((r for r in rules if r is not rule and r.name not in gone and _covers(r, rule)), None)
            if other is None:
                continue
            gone.add(rule.name)  # of two rules that are alike only the later one is told
            message = f"rule '{rule.name}' is shadowed by '{other.name}' ({placed(ontology, other.location)})"
            hint = "it has the same arguments and no trigger of its own: take it out, or move its triggers"
            yield Remark(Fault(placed(ontology, rule.location), message, hint), FAULT, SHADOWED, rule.name)


def unneeded_rules(ontology: Ontology) -> Iterator[Remark]:
    """Yield a warning for each rule without which all its examples are read the same, by other rules."""
    context = ontology.rules.context
    for rules in _by_relation(ontology).values():
        everything = RelationReader(RuleSet(tuple(rules), context), ontology.schema)
        for rule in rules:
            others = RelationReader(RuleSet(tuple(r for r in rules if r is not rule), context), ontology.schema)
            readers: set[str] = set()
            for example in rule.examples:
                without = _readings(others, example)
                if not without or without.keys() != _readings(everything, example).keys():
                    break
                readers.update(without.values())
            else:
                if rule.examples:
                    yield _unneeded(ontology, rule, sorted(readers))


def _unneeded(ontology: Ontology, rule: Rule, readers: list[str]) -> Remark:
    by = ", ".join(f"'{name}'" for name in readers)
    message = f"rule '{rule.name}': none of its examples needs it: all are read the same by {by}"
    hint = "add an example that this rule alone reads, or take the rule out"
    return Remark(Fault(placed(ontology, rule.location), message, hint), WARNING, UNNEEDED, rule.name)


def _readings(reader: RelationReader, example: Example) -> dict[tuple[object, ...], str]:
    """What an example states, each with the rule that reads it."""
    return {
        (f.subject.start, f.subject.end, f.object.start, f.object.end, f.modality, f.rule.role, f.rule.amount): (
            f.rule.name
        )
        for f in read_example_text(reader, example)
    }


def _by_relation(ontology: Ontology) -> dict[str, list[Rule]]:
    groups: dict[str, list[Rule]] = defaultdict(list)
    for rule in ontology.rules.rules:
        groups[rule.relation].append(rule)
    return groups


def _covers(wide: Rule, rule: Rule) -> bool:
    """Tell whether whatever ``rule`` reads is read by ``wide`` too, with as much confidence and as much beside it."""
    return (
        bool(wide.triggers) == bool(rule.triggers)
        and {*rule.triggers} <= {*wide.triggers}
        and {*wide.pseudo} <= {*rule.pseudo}
        and {*wide.unless} <= {*rule.unless}
        and {*wide.requires} <= {*rule.requires}
        and (wide.opens is None or (rule.opens is not None and {*rule.opens} <= {*wide.opens}))
        and (wide.modality, wide.ignore) == (rule.modality, rule.ignore)
        and rule.role in ("", wide.role)
        and rule.amount <= wide.amount
        and rule.confidence <= wide.confidence
        and _same(wide.subject, rule.subject)
        and _same(wide.object, rule.object)
    )


def _same(wide: Argument, argument: Argument) -> bool:
    """Tell whether two arguments are alike, but for words that the first allows in between and the second does not."""
    return {*argument.gap} <= {*wide.gap} and all(
        getattr(wide, name) == getattr(argument, name) for name in Argument.__dataclass_fields__ if name != "gap"
    )
