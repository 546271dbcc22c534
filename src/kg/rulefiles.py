"""Rule files loaded, checked and folded: ``ontology/rules/*.yaml`` → `kg.rules.RuleSet`.

A file holds the rules of one relation (or several). Files whose names begin with ``_`` hold what all rules share: word
lists (``words``) and how statements are written (``context``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from kg.datafile import Checker, Node, data_files, read_yaml, suggestion
from kg.errors import Fault, OntologyError
from kg.examples import Example, read_example
from kg.rules import (
    CONDITION_POSITIONS,
    CUE_SCOPES,
    MODALITIES,
    POSITIONS,
    REACHES,
    ROLES,
    Argument,
    Condition,
    Context,
    Cue,
    Rule,
    RuleSet,
)
from kg.schema import RelationInfo, Schema
from kg.text import fold


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
        loader = _Loader(path, schema, shared)
        context = loader.shared_file(path, context)
        shared |= loader.lists
        faults += loader.checker.faults
    rules: dict[str, Rule] = {}
    for path in data_files(folder, "[!_]*.yaml"):
        loader = _Loader(path, schema, shared)
        for rule, node in loader.rule_file(path):
            if rule.name in rules:
                hint = f"the other one is at {rules[rule.name].location}; names are unique over all files"
                loader.checker.fault(node, f"rule '{rule.name}' is given twice", hint)
            rules[rule.name] = rule
        faults += loader.checker.faults
    if faults:
        raise OntologyError(faults)
    return RuleSet(tuple(rules[name] for name in sorted(rules)), context)


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
    "list",
    "parts",
    "at",
    "pick",
)
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


class _Loader:
    """Reads one file; ``lists`` are its own word lists, ``shared`` those of the shared files."""

    def __init__(self, path: Path, schema: Schema, shared: dict[str, tuple[str, ...]]) -> None:
        self.checker = Checker(f"rules/{path.name}")
        self.schema = schema
        self.shared = shared
        self.lists: dict[str, tuple[str, ...]] = {}

    # -- files -----------------------------------------------------------------------------------------------------

    def shared_file(self, path: Path, context: Context) -> Context:
        node = read_yaml(path, self.checker)
        parts = self.checker.pairs(node, ("words", "context"), "shared file") if node is not None else {}
        self._own_lists(parts)
        if "context" not in parts:
            return context
        keys = (*Context.__dataclass_fields__,)
        values = self.checker.pairs(parts["context"], keys, "context")

        def words(key: str) -> tuple[str, ...]:
            return self.words(values[key], f"context.{key}") if key in values else ()

        def types(key: str) -> frozenset[str]:
            items = self.checker.items(values[key], f"context.{key}") if key in values else []
            return frozenset(self.checker.choice(item, self.schema.types, f"context.{key}") for item in items)

        breaks = self.checker.text(values["breaks"], "context.breaks") if "breaks" in values else context.breaks
        cues = tuple(self._cue(item) for item in self.checker.items(values["cues"], "cues")) if "cues" in values else ()
        return Context(
            words("connectors"),
            words("prepositions"),
            words("attributive"),
            words("distributive"),
            breaks,
            types("chains"),
            words("links"),
            types("attributes"),
            types("attributed"),
            types("titled"),
            words("titles"),
            cues,
        )

    def rule_file(self, path: Path) -> Iterator[tuple[Rule, Node]]:
        node = read_yaml(path, self.checker)
        if node is None:
            return
        parts = self.checker.pairs(node, ("relation", "words", "rules"), "rule file")
        self._own_lists(parts)
        default = self.checker.text(parts["relation"], "relation") if "relation" in parts else path.stem
        for item in self.checker.items(parts["rules"], "rules") if "rules" in parts else []:
            before = len(self.checker.faults)
            rule = self._rule(item, default)
            if rule and len(self.checker.faults) == before:
                yield rule, item

    def _own_lists(self, parts: dict[str, Node]) -> None:
        for name, value in (self.checker.pairs(parts["words"], None, "words") if "words" in parts else {}).items():
            self.lists[name] = self.words(value, f"words.{name}")

    def words(self, node: Node, what: str) -> tuple[str, ...]:
        """Folded words, ``$name`` standing for a list, without repetitions, the longest first."""
        words: set[str] = set()
        for item in self.checker.items(node, what):
            text = self.checker.text(item, what)
            if text.startswith("$"):
                known = self.shared | self.lists
                if text[1:] not in known:
                    self.checker.fault(item, f"{what}: unknown word list '{text}'", suggestion(text[1:], known))
                words.update(known.get(text[1:], ()))
            elif folded := fold(text):
                words.add(folded)
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    def _cue(self, node: Node) -> Cue:
        parts = self.checker.pairs(node, ("modality", "words", "position", "within", "pseudo", "scope"), "cue")
        for key in ("modality", "words"):
            if key not in parts:
                self.checker.fault(node, f"cue: '{key}' is missing")
        return Cue(
            self.checker.choice(parts["modality"], MODALITIES, "cue: modality") if "modality" in parts else "",
            self.words(parts["words"], "cue: words") if "words" in parts else (),
            self.checker.choice(parts["position"], ("before", "after"), "cue: position")
            if "position" in parts
            else "before",
            int(self._number(parts, "within", 8, "cue")),
            self.words(parts["pseudo"], "cue: pseudo") if "pseudo" in parts else (),
            self.checker.choice(parts["scope"], CUE_SCOPES, "cue: scope") if "scope" in parts else "clause",
        )

    def _number(self, parts: dict[str, Node], key: str, default: float, what: str, most: float = 500) -> float:
        return self.checker.number(parts[key], f"{what}: {key}", least=0, most=most) if key in parts else default

    # -- rules -----------------------------------------------------------------------------------------------------

    def _rule(self, node: Node, default: str) -> Rule | None:
        parts = self.checker.pairs(node, RULE_KEYS, _title(node))
        if "name" not in parts:
            self.checker.fault(node, "rule: 'name' is missing", "a rule is named relation.construction")
            return None
        name = self.checker.text(parts["name"], "rule: name")
        what = f"rule '{name}'"
        relation = (self.checker.text(parts["relation"], what) if "relation" in parts else default).removeprefix("kg:")
        info = self.schema.relations.get(relation)
        if info is None:
            at = parts.get("relation", node)
            self.checker.fault(at, f"{what}: '{relation}' is no relation", suggestion(relation, self.schema.relations))
            return None
        if "arguments" not in parts:
            self.checker.fault(node, f"{what}: 'arguments' is missing")
            return None
        arguments = self.checker.pairs(parts["arguments"], ("subject", "object"), f"{what}: arguments")
        triggers = self.words(parts["trigger"], f"{what}: trigger") if "trigger" in parts else ()
        ends = self._ends(parts["arguments"], arguments, info, bool(triggers), what)
        if ends is None:
            return None
        role, amount = self._qualifiers(parts, what)
        rule = Rule(
            name,
            relation,
            *ends,
            self.checker.location(node),
            triggers,
            self.words(parts["pseudo"], f"{what}: pseudo") if "pseudo" in parts else (),
            self._conditions(parts, "unless", what),
            self._conditions(parts, "requires", what),
            self.checker.choice(parts["modality"], MODALITIES, f"{what}: modality") if "modality" in parts else "",
            frozenset(
                self.checker.choice(item, MODALITIES, f"{what}: ignore")
                for item in (self.checker.items(parts["ignore"], f"{what}: ignore") if "ignore" in parts else [])
            ),
            role,
            amount,
            self.words(parts["opens"], f"{what}: opens") if "opens" in parts else None,
            self._number(parts, "confidence", 0.8, what, most=1),
            self._examples(parts, "examples", what, ends),
            self._examples(parts, "counterexamples", what, ends),
        )
        if not rule.examples and not _has_items(parts.get("examples")):
            self.checker.fault(node, f"{what}: has no example", "give at least one sentence that it must read")
        return rule

    def _ends(
        self, node: Node, arguments: dict[str, Node], info: RelationInfo, has_trigger: bool, what: str
    ) -> tuple[Argument, Argument] | None:
        for key in ("subject", "object"):
            if key not in arguments:
                self.checker.fault(node, f"{what}: argument '{key}' is missing")
                return None
        subject = self._argument(arguments["subject"], info.domain, f"{what}: subject", f"domain of {info.name}")
        target = self._argument(arguments["object"], info.range, f"{what}: object", f"range of {info.name}")
        if has_trigger and not (subject.position and target.position):
            self.checker.fault(node, f"{what}: both arguments need a 'position' seen from the trigger")
        if not has_trigger and subject.position:
            hint = "without a trigger the object is seen from the subject: give only the object a position"
            self.checker.fault(
                arguments["subject"], f"{what}: the subject of a rule without trigger has a position", hint
            )
        if not has_trigger and not target.position:
            self.checker.fault(arguments["object"], f"{what}: the object needs a 'position' seen from the subject")
        if has_trigger and "inside" in (subject.position, target.position):
            hint = "leave the trigger out; the words of a name can be asked for by 'requires' with position subject"
            self.checker.fault(node, f"{what}: a rule with a trigger cannot look inside a name", hint)
        return subject, target

    def _argument(self, node: Node, allowed: frozenset[str], what: str, role: str) -> Argument:
        parts = self.checker.pairs(node, ARGUMENT_KEYS, what)
        types = allowed
        if "type" in parts:
            types = frozenset(
                self.checker.choice(item, self.schema.types, f"{what}: type")
                for item in self.checker.items(parts["type"], what)
            ) - {""}
            for wrong in sorted(types - allowed):
                fits = ", ".join(sorted(allowed))
                self.checker.fault(parts["type"], f"{what} has type {wrong}, but the {role} is {fits}")
            types = types or allowed  # nothing of it is known: the rest of the rule is checked as if it were not there
        pick = self.checker.choice(parts["pick"], ("nearest", "first", "last"), what) if "pick" in parts else "nearest"
        listed = self.checker.choice(parts["list"], ("all", "one", "sole"), what) if "list" in parts else "all"
        known_classes = [name for name, finer in self.schema.classes.items() if finer.type in types]
        return Argument(
            types,
            self.checker.choice(parts["position"], POSITIONS, f"{what}: position") if "position" in parts else "",
            self.checker.choice(parts["reach"], REACHES, f"{what}: reach") if "reach" in parts else "clause",
            int(self._number(parts, "within", 40, what)),
            self.words(parts["marker"], f"{what}: marker") if "marker" in parts else (),
            self.words(parts["follow"], f"{what}: follow") if "follow" in parts else (),
            self.words(parts["gap"], f"{what}: gap") if "gap" in parts else (),
            frozenset(
                self.checker.choice(item, known_classes, f"{what}: class")
                for item in (self.checker.items(parts["class"], what) if "class" in parts else [])
            ),
            listed == "one",
            self.checker.flag(parts["parts"], f"{what}: parts") if "parts" in parts else False,
            "at" in parts and self.checker.choice(parts["at"], ("start",), f"{what}: at") == "start",
            pick == "first",
            int(self._number(parts, "loose", 0, what)),
            self.checker.flag(parts["free"], f"{what}: free") if "free" in parts else True,
            pick == "last",
            listed == "sole",
        )

    def _conditions(self, parts: dict[str, Node], key: str, what: str) -> tuple[Condition, ...]:
        conditions = []
        for item in self.checker.items(parts[key], f"{what}: {key}") if key in parts else []:
            values = self.checker.pairs(item, ("words", "types", "position", "within"), f"{what}: {key}")
            if "words" not in values and "types" not in values:
                self.checker.fault(item, f"{what}: {key}: 'words' or 'types' is missing")
                continue
            position = values.get("position")
            types = self.checker.items(values["types"], f"{what}: {key}") if "types" in values else []
            place = self.checker.choice(position, CONDITION_POSITIONS, f"{what}: {key}") if position else "before"
            conditions.append(
                Condition(
                    self.words(values["words"], f"{what}: {key}") if "words" in values else (),
                    place,
                    int(self._number(values, "within", 8, what)),
                    frozenset(self.checker.choice(one, self.schema.types, f"{what}: {key}") for one in types),
                )
            )
        return tuple(conditions)

    def _qualifiers(self, parts: dict[str, Node], what: str) -> tuple[str, bool]:
        if "qualifiers" not in parts:
            return "", False
        values = self.checker.pairs(parts["qualifiers"], ("role", "amount"), f"{what}: qualifiers")
        role = self.checker.choice(values["role"], ROLES, f"{what}: role") if "role" in values else ""
        amount = self.checker.flag(values["amount"], f"{what}: amount") if "amount" in values else False
        return role, amount

    def _examples(
        self, parts: dict[str, Node], key: str, what: str, ends: tuple[Argument, Argument]
    ) -> tuple[Example, ...]:
        examples = []
        for item in self.checker.items(parts[key], f"{what}: {key}") if key in parts else []:
            text = self.checker.text(item, f"{what}: {key}")
            defaults = {"subject": ends[0].types, "object": ends[1].types}
            try:
                examples.append(read_example(text, defaults, self.schema, self.checker.location(item)))
            except ValueError as error:
                self.checker.fault(item, f"{what}: {key}: {error}")
        return tuple(examples)


def _title(node: Node) -> str:
    """What messages call a rule before it is taken apart: by its name, if it has one."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    name = next((value.value for key, value in pairs if key.value == "name"), "")
    return f"rule '{name}'" if isinstance(name, str) and name else "rule"


def _has_items(node: Node | None) -> bool:
    """Tell whether a list was given, whatever is wrong with its members."""
    return bool(node.value) if isinstance(node, yaml.SequenceNode) else node is not None
