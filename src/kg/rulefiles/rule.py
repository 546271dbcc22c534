"""The rules of one rule file: each `kg.rules.Rule` with the node that it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.datafile import Node, is_list, is_mapping, suggestion
from kg.examples import Example, read_example
from kg.rulefiles.fields import Fields, Source
from kg.rules import APART, CONDITION_POSITIONS, MODALITIES, POSITIONS, REACHES, ROLES, Argument, Condition, Rule
from kg.schema import RelationInfo

RULE_KEYS = (
    "name",
    "relation",
    "trigger",
    "pseudo",
    "opens",
    "arguments",
    "unless",
    "requires",
    "modality",
    "ignore",
    "qualifiers",
    "confidence",
    "examples",
    "counterexamples",
)
ARGUMENT_KEYS = (
    "type",
    "position",
    "reach",
    "within",
    "marker",
    "loose",
    "free",
    "follow",
    "gap",
    "class",
    "barred",
    "list",
    "parts",
    "at",
    "pick",
)


def read_rules(source: Source) -> Iterator[tuple[Rule, Node]]:
    """Read the rules of a file that have no fault; the faults of the others go to the source's checker."""
    root = source.read(("relation", "words", "rules"), "rule file")
    if root is None:
        return
    default = root.text("relation", source.path.stem)
    items = root.items("rules")
    for item in items:
        before = len(source.checker.faults)
        rule = _rule(source, item, default)
        if rule and len(source.checker.faults) == before:
            yield rule, item
    if "relation" in root and not items:
        _info(root, default)


def _rule(source: Source, node: Node, default: str) -> Rule | None:
    fields = source.fields(node, RULE_KEYS, _title(node))
    if "name" not in fields:
        fields.fault("rule: 'name' is missing", "a rule is named relation.construction")
        return None
    relation = fields.text("relation", default).removeprefix("kg:")
    info = _info(fields, relation)
    if info is None:
        return None
    if not fields.needs("arguments"):
        return None
    triggers = fields.words("trigger")
    ends = _ends(fields, info, has_trigger=bool(triggers))
    if ends is None:
        return None
    role, amount = _qualifiers(fields)
    unless, requires = _conditions(fields, "unless"), _conditions(fields, "requires")
    conditions = [(True, one) for one in requires] + [(False, one) for one in unless]
    rule = Rule(
        name=fields.text("name"),
        relation=relation,
        subject=replace(ends[0], asks=_asked(conditions, "subject")),
        object=replace(ends[1], asks=_asked(conditions, "object")),
        location=source.checker.location(node),
        triggers=triggers,
        pseudo=fields.words("pseudo"),
        unless=unless,
        requires=requires,
        modality=fields.choice("modality", MODALITIES),
        ignore=fields.choices("ignore", MODALITIES),
        role=role,
        amount=amount,
        opens=fields.words("opens") if "opens" in fields else None,
        confidence=fields.number("confidence", 0.8, most=1),
        examples=_examples(fields, "examples", ends),
        counterexamples=_examples(fields, "counterexamples", ends),
    )
    if not rule.examples and not ("examples" in fields and _has_items(fields.node("examples"))):
        fields.fault(f"{fields.what}: has no example", "give at least one sentence that it must read")
    return rule


def _info(fields: Fields, relation: str) -> RelationInfo | None:
    """The relation of a rule or a file; that there is none of this name is a fault."""
    relation = relation.removeprefix("kg:")
    info = fields.source.schema.relations.get(relation)
    if info is None:
        hint = suggestion(relation, fields.source.schema.relations)
        hint += "" if hint.startswith("did") else "; a new one is declared in kg.ttl"
        fields.fault(f"{fields.what}: '{relation}' is no relation", hint, "relation")
    return info


def _ends(fields: Fields, info: RelationInfo, *, has_trigger: bool) -> tuple[Argument, Argument] | None:
    """Subject and object of a rule; what cannot be seen from its trigger, or without one, is a fault."""
    what = fields.what
    arguments = fields.source.fields(fields.node("arguments"), ("subject", "object"), f"{what}: arguments")
    for key in ("subject", "object"):
        if key not in arguments:
            arguments.fault(f"{what}: argument '{key}' is missing")
            return None
    subject = _argument(arguments, "subject", info.domain, what, f"domain of {info.name}")
    target = _argument(arguments, "object", info.range, what, f"range of {info.name}")
    if has_trigger and not (subject.position and target.position):
        arguments.fault(f"{what}: both arguments need a 'position' seen from the trigger")
    if not has_trigger and subject.position:
        hint = "without a trigger the object is seen from the subject: give only the object a position"
        arguments.fault(f"{what}: the subject of a rule without trigger has a position", hint, "subject")
    if not has_trigger and not target.position:
        arguments.fault(f"{what}: the object needs a 'position' seen from the subject", "", "object")
    if has_trigger and "inside" in (subject.position, target.position):
        hint = "leave the trigger out; the words of a name can be asked for by 'requires' with position subject"
        arguments.fault(f"{what}: a rule with a trigger cannot look inside a name", hint)
    return subject, target


def _argument(arguments: Fields, end: str, allowed: frozenset[str], rule: str, role: str) -> Argument:
    """One end of a rule; ``allowed`` are the types that its relation lets stand there, ``role`` says as what."""
    source = arguments.source
    fields = source.fields(arguments.node(end), ARGUMENT_KEYS, f"{rule}: {end}")
    types = fields.choices("type", source.schema.types)
    for wrong in sorted(types - allowed):
        fits = ", ".join(sorted(allowed))
        fields.fault(f"{fields.what} has type {wrong}, but the {role} is {fits}", "", "type")
    types = types or allowed  # nothing of it is known: the rest of the rule is checked as if it were not there
    known_classes = [name for name, finer in source.schema.classes.items() if finer.type in types]
    pick = fields.choice("pick", ("nearest", "first", "last", "lead", "topic"))
    listed = fields.choice("list", ("all", "one", "sole"))
    return Argument(
        types,
        position=fields.choice("position", POSITIONS),
        reach=fields.choice("reach", REACHES, "clause"),
        within=int(fields.number("within", 40)),
        marker=fields.words("marker"),
        follow=fields.words("follow"),
        gap=fields.words("gap"),
        kinds=fields.choices("class", known_classes),
        barred=fields.choices("barred", known_classes),
        one=listed == "one",
        parts=fields.flag("parts"),
        at_start=fields.choice("at", ("start",)) == "start",
        first=pick == "first",
        loose=int(fields.number("loose", 0)),
        free=fields.flag("free", default=True),
        last=pick == "last",
        lead=pick == "lead",
        topic=pick == "topic",
        sole=listed == "sole",
    )


def _conditions(rule: Fields, key: str) -> tuple[Condition, ...]:
    conditions = []
    for item in rule.items(key):
        fields = rule.source.fields(item, ("words", "types", "position", "within", "pseudo"), f"{rule.what}: {key}")
        if "words" not in fields and "types" not in fields:
            fields.fault(f"{fields.what}: 'words' or 'types' is missing")
            continue
        position = fields.choice("position", CONDITION_POSITIONS, "before")
        conditions.append(
            Condition(
                words=fields.words("words"),
                position=position,
                within=int(fields.number("within", APART if position == "between" else 8)),
                types=fields.choices("types", rule.source.schema.types),
                pseudo=fields.words("pseudo"),
            )
        )
    return tuple(conditions)


def _asked(conditions: list[tuple[bool, Condition]], end: str) -> tuple[tuple[bool, Condition], ...]:
    """The conditions on the words of the name at one end of a rule."""
    return tuple((wanted, one) for wanted, one in conditions if one.position == end and one.words and not one.types)


def _qualifiers(rule: Fields) -> tuple[str, bool]:
    """Where a rule finds the role that its subject plays, and whether it takes an amount."""
    if "qualifiers" not in rule:
        return "", False
    fields = rule.source.fields(rule.node("qualifiers"), ("role", "amount"), f"{rule.what}: qualifiers")
    return fields.choice("role", ROLES), fields.flag("amount")


def _examples(rule: Fields, key: str, ends: tuple[Argument, Argument]) -> tuple[Example, ...]:
    checker, schema = rule.source.checker, rule.source.schema
    defaults = {"subject": ends[0].types, "object": ends[1].types}
    examples = []
    for item in rule.items(key):
        text = checker.text(item, f"{rule.what}: {key}")
        try:
            examples.append(read_example(text, defaults, schema, checker.location(item)))
        except ValueError as error:
            checker.fault(item, f"{rule.what}: {key}: {error}")
    return tuple(examples)


def _title(node: Node) -> str:
    """What messages call a rule: by its name, if it has one."""
    pairs = node.value if is_mapping(node) else []
    name = next((value.value for key, value in pairs if key.value == "name"), "")
    return f"rule '{name}'" if isinstance(name, str) and name else "rule"


def _has_items(node: Node) -> bool:
    """Tell whether a list was given, whatever is wrong with its members."""
    return bool(node.value) if is_list(node) else True
