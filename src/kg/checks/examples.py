"""Every rule read against its examples.

An example must give just the subjects and objects that it marks, read by all rules of its relation and among
them by its own rule; a counterexample must give no plain fact of its relation. So a new rule cannot break what an
older one promised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.checks.remark import placed
from kg.errors import Fault
from kg.examples import Example, Marked
from kg.model import Mention
from kg.names.reading import Name
from kg.ontology import Ontology
from kg.relations.reader import Finding, RelationReader
from kg.rules import Rule, RuleSet
from kg.text import NormalisedText, normalise


def check_rules(ontology: Ontology) -> Iterator[Fault]:
    """Yield a fault for each example that is not read as it is marked, and each counterexample that is read."""
    everything = RelationReader(ontology.rules, ontology.schema)
    for rule in ontology.rules.rules:
        alone = RelationReader(RuleSet((rule,), ontology.rules.context), ontology.schema)
        for example in rule.examples:
            message = _example_fault(everything, alone, rule, example)
            if message:
                yield _fault(ontology, rule, example, message)
        for example in rule.counterexamples:
            # A rule that tells of what is planned or denied must not read its counterexamples as that either.
            findings = [f for f in read_example_text(everything, example) if _is_about(f, rule) and not f.modality]
            findings += [f for f in read_example_text(alone, example) if rule.modality and f.modality == rule.modality]
            if findings:
                message = f"counterexample gives {_shown(findings[0])} by rule '{findings[0].rule.name}'"
                yield _fault(ontology, rule, example, message)


def read_example_text(reader: RelationReader, example: Example) -> list[Finding]:
    """Read an example with the names that it marks."""
    text = normalise(example.text)
    return list(reader.read(text.key, list(text.sentences()), list(_names(example, text))))


def _example_fault(everything: RelationReader, alone: RelationReader, rule: Rule, example: Example) -> str:
    findings = [finding for finding in read_example_text(everything, example) if _is_about(finding, rule)]
    text = normalise(example.text)
    wanted = {role: {_key(text, m) for m in example.marks if m.role == role} for role in ("subject", "object")}
    if not wanted["subject"] or not wanted["object"]:
        return "the example marks no subject or no object"
    plain = [finding for finding in findings if bool(finding.modality) == bool(rule.modality)]
    subjects = {finding.subject.mention.key for finding in plain}
    objects = {finding.object.mention.key for finding in plain}
    if not plain:
        doubtful = f" (but {findings[0].modality}: {_shown(findings[0])})" if findings else ""
        return f"the example gives nothing{doubtful}"
    if not any(bool(finding.modality) == bool(rule.modality) for finding in read_example_text(alone, example)):
        return f"the example is read by rule '{plain[0].rule.name}' only, not by this one"
    for role, got in (("subject", subjects), ("object", objects)):
        if missing := sorted(wanted[role] - got):
            return f"the example's {role} {', '.join(missing)} is not read"
        if extra := sorted(got - wanted[role]):
            return f"the example gives the {role} {', '.join(extra)}, which it does not mark"
    return ""


def _is_about(finding: Finding, rule: Rule) -> bool:
    return finding.rule.relation == rule.relation


def _shown(finding: Finding) -> str:
    return f"{finding.subject.mention.text} {finding.rule.relation} {finding.object.mention.text}"


def _fault(ontology: Ontology, rule: Rule, example: Example, message: str) -> Fault:
    hint = "mark what the sentence states, or change the rule" if "mark" in message else ""
    return Fault(placed(ontology, example.location), f"rule '{rule.name}': {message}: {example.text}", hint)


def _names(example: Example, text: NormalisedText) -> Iterator[Name]:
    """The marked names as names of a text, nested marks as parts of their holders."""
    inner: dict[int, list[Name]] = defaultdict(list)
    outer = [mark for mark in example.marks if not mark.depth]
    for mark in example.marks:
        if mark.depth:
            holder = next(i for i, m in enumerate(outer) if m.start <= mark.start and mark.end <= m.end)
            inner[holder].append(_name(example, text, mark, nested=True))
    for index, mark in enumerate(outer):
        name = _name(example, text, mark)
        yield Name(name.start, name.end, name.mention, tuple(inner[index]))
    # A part counts only if the text names it elsewhere too; an example says so by marking it.
    for parts in inner.values():
        for part in parts:
            yield Name(len(text.key), len(text.key), part.mention)


def _name(example: Example, text: NormalisedText, mark: Marked, *, nested: bool = False) -> Name:
    start, end = _range(text, mark)
    mention = Mention(
        mark.start,
        mark.end,
        example.text[mark.start : mark.end],
        text.key[start:end],
        mark.type,
        "example",
        kind=mark.kind,
        nested=nested,
    )
    return Name(start, end, mention)


def _key(text: NormalisedText, mark: Marked) -> str:
    start, end = _range(text, mark)
    return text.key[start:end]


def _range(text: NormalisedText, mark: Marked) -> tuple[int, int]:
    """The range of the key that a range of the original became."""
    positions = [i for i in range(len(text.key)) if mark.start <= text.span(i, i + 1).start < mark.end]
    return positions[0], positions[-1] + 1
