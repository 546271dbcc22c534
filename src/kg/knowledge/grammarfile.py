"""``ontology/grammar.yaml`` → `kg.knowledge.grammar.Grammar`: every word is folded, every fault has its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.datafile import Node, load_yaml, suggestion
from kg.knowledge.grammar import (
    KNOWN,
    NEEDS,
    QUALIFIERS,
    Bylines,
    Extension,
    Grammar,
    Heads,
    Inside,
    Lists,
    Ordinary,
    Pattern,
    Persons,
    Singles,
    Stem,
    Suffix,
)
from kg.knowledge.grammarparts import GrammarParts
from kg.knowledge.standins import Reference
from kg.schema import Schema
from kg.text import fold
from kg.wording import alternatives

_FORMS = ("introduced", "called", "earlier", "full")
_CHARACTERS = frozenset(
    (
        *("surnames", "never", "given_first", "given_last", "given_third", "given_ends", "edges"),
        *("people", "foreign", "foreign_never_last", "adverbs"),
    )
)
_TOP = (
    *("words", "inside", "ordinals", "ordinal_types", "nameless", "singles", "suffixes", "extensions", "branches"),
    *("heads", "unended", "patterns", "titles", "quoted", "numbered", "lists", "persons", "bylines", "unnamed"),
    *("everyday", "ordinary", "seams", "alone", "short_forms", "references", "tags", "scales", "caution", "used_as"),
    *("coded", "qualifiers"),
)


def load_grammar(path: Path, schema: Schema) -> Grammar:
    """Read and check a grammar file.

    Args:
        path: the file; if it is missing, the grammar is empty.
        schema: the types and classes that names may have.

    Raises:
        OntologyError: with every fault of the file.
    """
    return load_yaml(path, lambda checker, node: _Loader(checker, schema).grammar(node), Grammar())


class _Loader(GrammarParts):
    """Walks the file once; ``lists`` are the shared word lists seen so far."""

    def grammar(self, node: Node) -> Grammar:
        parts = self.checker.pairs(node, _TOP, "grammar")
        for name, value in self._part(parts, "words", None).items():
            self.lists[name] = self._words(value, f"words.{name}")
        quoted = self._part(parts, "quoted", ("longest", "reach", "kinds"))
        numbered = self._part(parts, "numbered", ("number", "kinds"))
        short = self._part(parts, "short_forms", (*_FORMS, "kinds", "stems"))
        tags = self._part(parts, "tags", ("types", "ends", "least", "never"))
        persons = self._part(parts, "persons", (*Persons.__dataclass_fields__, "type"))
        return Grammar(
            titles=frozenset(self.lists.get("titles", ())),
            inside=self._inside(parts),
            ordinals=self._patterns(parts.get("ordinals"), "ordinals"),
            nameless=self._patterns(parts.get("nameless"), "nameless"),
            seams=self._patterns(parts.get("seams"), "seams"),
            ordinal_types=frozenset(self._type(item, "ordinal_types") for item in self._list(parts, "ordinal_types")),
            singles=tuple(self._singles(item) for item in self._list(parts, "singles")),
            heads=tuple(self._heads(item) for item in self._list(parts, "heads")),
            suffixes=tuple(self._suffix(item) for item in self._list(parts, "suffixes")),
            extensions=tuple(self._extension(item) for item in self._list(parts, "extensions")),
            **self._titles(self._part(parts, "titles", ("otherwise", "others", "kinds", "plain"))),
            quoted_longest=self._whole(quoted, "longest", 14),
            quoted_reach=self._whole(quoted, "reach", 12),
            quoted=self._kinds(quoted, "quoted", "heads"),
            number=self.checker.inner_pattern(numbered["number"], "numbered.number") if "number" in numbered else "",
            numbered=self._kinds(numbered, "numbered", "names"),
            patterns=tuple(pattern for item in self._list(parts, "patterns") for pattern in self._pattern(item)),
            lists=self._listed(self._part(parts, "lists", tuple(Lists.__dataclass_fields__))),
            persons=self._persons(persons),
            person_type=self._type(persons["type"], "persons.type") if "type" in persons else "",
            bylines=self._bylines(self._part(parts, "bylines", tuple(Bylines.__dataclass_fields__))),
            unnamed=self._patterns(parts.get("unnamed"), "unnamed"),
            everyday=frozenset(self._given(parts, "everyday", "everyday")),
            ordinary=self._ordinary(self._part(parts, "ordinary", tuple(Ordinary.__dataclass_fields__))),
            **self._forms(short),
            short_kinds=self._kinds(short, "short_forms", "ends"),
            stems=tuple(self._stem(item) for item in self._list(short, "stems")),
            references=tuple(one for item in self._list(parts, "references") for one in self._references(item)),
            tag_types={tag: self._type(node, "tags.types") for tag, node in self._part(tags, "types", None).items()},
            tag_ends=self._words(tags["ends"], "tags.ends") if "ends" in tags else (),
            tag_least=self._whole(tags, "least", 2),
            tag_never=frozenset(self._words(tags["never"], "tags.never")) if "never" in tags else frozenset(),
            scales=self._wholes("scales", self._part(parts, "scales", None), 1, 10**16),
            caution=self._wholes("caution", self._part(parts, "caution", tuple(self.schema.types)), 0, 4000),
            alone=self._wholes("alone", self._part(parts, "alone", tuple(self.schema.types)), 0, 4000),
            branches=tuple(self._kind(item, "branches", "ends") for item in self._list(parts, "branches")),
            unended=tuple(self._kind(item, "unended", "ends") for item in self._list(parts, "unended")),
            used_as=self._used_as(parts),
            coded=self._coded(self._part(parts, "coded", tuple(self.schema.types))),
            qualifiers={k: self._qualifier(k, v) for k, v in self._part(parts, "qualifiers", (*QUALIFIERS,)).items()},
        )

    def _titles(self, titles: dict[str, Node]) -> dict[str, Any]:
        return {
            "title_otherwise": self._type(titles["otherwise"], "titles.otherwise") if "otherwise" in titles else "",
            "title_others": self._patterns(titles.get("others"), "titles.others"),
            "title_kinds": self._kinds(titles, "titles", "ends"),
            "plain_title": f"(?:{alternatives(self._given(titles, 'plain', 'plain'))})+",
        }

    def _forms(self, short: dict[str, Node]) -> dict[str, Any]:
        return {key: self._words(short[key], f"short_forms.{key}") for key in _FORMS if key in short}

    def _coded(self, nodes: dict[str, Node]) -> dict[str, tuple[re.Pattern[str], ...]]:
        return {kind: self._patterns(node, f"coded.{kind}") for kind, node in nodes.items()}

    def _wholes(self, what: str, nodes: dict[str, Node], least: int, most: int) -> dict[str, int]:
        return {key: self.checker.whole(node, f"{what}.{key}", least=least, most=most) for key, node in nodes.items()}

    def _used_as(self, parts: dict[str, Node]) -> dict[str, frozenset[str]]:
        what = "used_as"
        kinds = self._part(parts, what, (*self.schema.types, *self.schema.classes)).items()
        return {key: frozenset(self._type(one, what) for one in self.checker.items(node, what)) for key, node in kinds}

    def _qualifier(self, name: str, node: Node) -> tuple[re.Pattern[str], ...]:
        what, found = f"qualifiers.{name}", []
        for item in self.checker.items(node, what):
            if pattern := self.checker.pattern(item, what):
                found.append(pattern)
                for group in sorted(pattern.groupindex.keys() - QUALIFIERS[name]):
                    hint = suggestion(group, QUALIFIERS[name])
                    self.checker.fault(item, f"{what}: unknown group '{group}'", hint)
        return tuple(found)

    def _inside(self, parts: dict[str, Node]) -> Inside:
        inside = self._part(parts, "inside", tuple(Inside.__dataclass_fields__))
        sets = {key: frozenset(self._words(value, f"inside.{key}")) for key, value in inside.items()}
        for key in ("divisions", "outside", "organs"):
            if key in inside:
                classes = self.checker.items(inside[key], f"inside.{key}")
                sets[key] = frozenset(
                    self.checker.choice(item, self.schema.classes, f"inside.{key}") for item in classes
                )
        if "fields" in inside:
            fields = self.checker.items(inside["fields"], "inside.fields")
            sets["fields"] = frozenset(self._type(item, "inside.fields") for item in fields)
        sets["generic"] = frozenset(self.lists.get("generic", ()))
        return Inside(**sets)

    def _singles(self, node: Node) -> Singles:
        parts = self.checker.pairs(node, tuple(Singles.__dataclass_fields__), "singles")
        self.checker.needs(node, parts, ("type", "names"), "singles")
        names = self._part(parts, "names", None)
        return Singles(
            self._type(parts["type"], "singles.type") if "type" in parts else "",
            {fold(key): fold(self.checker.text(node, "singles.names")) for key, node in names.items()},
            frozenset(self._given(parts, "behind", "singles.behind")),
            frozenset(self._given(parts, "never", "singles.never")),
            frozenset(self._given(parts, "others", "singles.others")),
            self._patterns(parts.get("forms"), "singles"),
        )

    def _heads(self, node: Node) -> Heads:
        parts = self.checker.pairs(node, tuple(Heads.__dataclass_fields__), "heads")
        self.checker.needs(node, parts, ("type", "begins", "names", "ends"), "heads")
        names = self._part(parts, "names", None)
        return Heads(
            self._type(parts["type"], "heads.type") if "type" in parts else "",
            self._type(parts["begins"], "heads.begins") if "begins" in parts else "",
            {fold(key): fold(self.checker.text(node, "heads.names")) for key, node in names.items()},
            self._given(parts, "ends", "heads.ends"),
            self._given(parts, "never", "heads.never"),
        )

    def _bylines(self, parts: dict[str, Node]) -> Bylines:
        return Bylines(
            frozenset(
                self.checker.choice(item, self.schema.classes, "bylines.classes")
                for item in self._list(parts, "classes")
            ),
            self._given(parts, "after", "bylines.after"),
            self._given(parts, "before", "bylines.before"),
        )

    def _listed(self, parts: dict[str, Node]) -> Lists:
        return Lists(
            frozenset(self._type(item, "lists.types") for item in self._list(parts, "types")),
            frozenset(self._given(parts, "ends", "lists.ends")),
            self._whole(parts, "longest", 12),
        )

    def _ordinary(self, parts: dict[str, Node]) -> Ordinary:
        words, before, behind, marks, things, told = (
            self._given(parts, key, f"ordinary.{key}")
            for key in ("words", "before", "behind", "marks", "things", "told")
        )
        what = "ordinary.classes"
        classes = (self.checker.choice(one, self.schema.classes, what) for one in self._list(parts, "classes"))
        sets = frozenset(words), before, behind, frozenset(marks), frozenset(classes)
        return Ordinary(*sets, frozenset(things), told)

    def _suffix(self, node: Node) -> Suffix:
        keys = ("name", "type", "class", "needs", "least", "words", "through", "tags", "within", "coined", "posts")
        parts = self.checker.pairs(node, (*keys, "worth"), "suffix")
        name = self._required(node, parts, "name", "suffix")
        what = f"suffix '{name}'"
        kind = self._type(parts["type"], what) if "type" in parts else self._required(node, parts, "type", what)
        self.checker.needs(node, parts, ("words",), what)
        return Suffix(
            name,
            kind,
            self._class(parts, kind, what),
            self.checker.choice(parts["needs"], NEEDS, f"{what}: needs") if "needs" in parts else "proper",
            self._whole(parts, "least", 3),
            self._given(parts, "words", what),
            frozenset(self._given(parts, "through", what)),
            frozenset(self._given(parts, "tags", what)),
            frozenset(self._given(parts, "within", what)),
            self._whole(parts, "coined", 0),
            self._given(parts, "posts", what),
            self._whole(parts, "worth", 0, 8000),
        )

    def _extension(self, node: Node) -> Extension:
        parts = self.checker.pairs(node, ("type", "forms"), "extension")
        self.checker.needs(node, parts, ("type", "forms"), "extension")
        kind = self._type(parts["type"], "extension") if "type" in parts else ""
        return Extension(kind, self._patterns(parts.get("forms"), "extension"))

    def _pattern(self, node: Node) -> Iterator[Pattern]:
        parts = self.checker.pairs(
            node, ("name", "type", "class", "forms", "worth", "has", "known", "whole"), "pattern"
        )
        name = self._required(node, parts, "name", "pattern")
        what = f"pattern '{name}'"
        kind = self._type(parts["type"], what) if "type" in parts else self._required(node, parts, "type", what)
        self.checker.needs(node, parts, ("forms",), what)
        known = self.checker.choice(parts["known"], KNOWN, f"{what}: known") if "known" in parts else ""
        whole = "whole" in parts and self.checker.flag(parts["whole"], f"{what}: whole")
        for expression in self._patterns(parts.get("forms"), what):
            if expression.match(""):
                self.checker.fault(parts["forms"], f"{what}: a form matches the empty text", "let it need a character")
            else:
                worth, has = self._whole(parts, "worth", 0, 8000), self._given(parts, "has", what)
                yield Pattern(name, kind, self._class(parts, kind, what), expression.pattern, worth, has, known, whole)

    def _persons(self, parts: dict[str, Node]) -> Persons:
        values = {
            key: frozenset(fold(self.checker.text(node, f"persons.{key}")))
            if key in _CHARACTERS
            else frozenset(self._words(node, f"persons.{key}"))
            for key, node in parts.items()
            if key != "type"
        }
        return Persons(**values)

    def _stem(self, node: Node) -> Stem:
        parts = self.checker.pairs(node, ("type", "ends", "least"), "stem")
        self.checker.needs(node, parts, ("type", "ends"), "stem")
        kind = self._type(parts["type"], "stem") if "type" in parts else ""
        ends = self._given(parts, "ends", "stem.ends")
        return Stem(kind, tuple(sorted(ends, key=lambda end: (-len(end), end))), self._whole(parts, "least", 2))

    def _references(self, node: Node) -> list[Reference]:
        """One reference for each type that a back reference can be of."""
        keys = ("type", "words", "ends", "at_start", "begins", "pseudo", "pair", "joins", "told", "sources", "states")
        parts = self.checker.pairs(node, keys, "reference")
        self.checker.needs(node, parts, ("type",), "reference")
        types = self.checker.items(parts["type"], "reference.type") if "type" in parts else []
        return [
            Reference(
                self._type(kind, "reference"),
                self._given(parts, "words", "reference.words"),
                self._given(parts, "ends", "reference.ends"),
                self.checker.flag(parts["at_start"], "reference.at_start") if "at_start" in parts else False,
                self._type(parts["begins"], "reference.begins") if "begins" in parts else "",
                self._given(parts, "pseudo", "reference.pseudo"),
                self.checker.choice(parts["pair"], ("first", "last"), "reference.pair") if "pair" in parts else "",
                self._given(parts, "joins", "reference.joins"),
                self._given(parts, "told", "reference.told"),
                self._given(parts, "sources", "reference.sources"),
                self.checker.flag(parts["states"], "reference.states") if "states" in parts else True,
            )
            for kind in types
        ]
