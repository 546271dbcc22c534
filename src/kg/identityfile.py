"""Loads and checks ``ontology/identity.yaml``; its faults are told with line and column."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kg.datafile import Checker, Node, load_yaml
from kg.identity import IdentityRules, Renamed
from kg.partings import Homonyms, Namesakes, Nations, Occupation
from kg.schema import Schema
from kg.shortening import Declared, Formal, Heads, Parts, Patterned, Shortened, Tails, Units
from kg.text import fold

FILE = "identity.yaml"
_PARTS = (
    "renamed",
    "declared",
    "formal",
    "parts",
    "tails",
    "heads",
    "units",
    "patterned",
    "shortened",
    "homonyms",
    "nations",
    "namesakes",
)
_PLACE = "{place}"
_RENAMED = (
    "into",
    "from",
    "bracketed",
    "unless",
    "several",
    "by",
    "changed",
    "now",
    "approved",
    "bracketed_now",
    "peculiar",
)
_NATIONS = ("type", "home", "class", "territories", "organs", "alone", "joining", "at", "ours", "answers")
_NAMESAKES = (
    "type",
    "bodies",
    "bridges",
    "is",
    "adverbs",
    "died",
    "born",
    "past",
    "age",
    "apart",
    "joints",
    "of",
    "common",
    "occupations",
    "fields",
    "known",
)
_SIGNS = {"is": "is_"} | {key: key for key in ("adverbs", "died", "born", "past", "age", "apart", "joints")}
_OCCUPATION = ("words", "at", "does", "with", "divided", "unlisted")


def load_identity(path: Path, schema: Schema) -> IdentityRules:
    """Read and check the file.

    Args:
        path: the file; if it is missing, the rules are empty.
        schema: the types that names may have.

    Raises:
        OntologyError: with every fault of the file.
    """
    return load_yaml(path, lambda checker, node: _Loader(checker, schema).rules(node), IdentityRules())


class _Loader:
    def __init__(self, checker: Checker, schema: Schema) -> None:
        self.checker = checker
        self.schema = schema

    def rules(self, node: Node) -> IdentityRules:
        parts = self.checker.pairs(node, _PARTS, "identity")
        declared = self._part(parts, "declared", ("types", "common"))
        renamed = self._part(parts, "renamed", (*_RENAMED, "when"))
        homonyms = self._part(
            parts,
            "homonyms",
            ("containers", "behind", "types", "generic", "bare", "ends", "joining", "bodies", "outer"),
        )
        namesakes = self._part(parts, "namesakes", _NAMESAKES)
        fields = self._part(namesakes, "fields", None)
        return IdentityRules(
            replace(
                Renamed(*(self._words(renamed, key, "renamed") for key in _RENAMED)),
                when=self._patterns(renamed, "when"),
            ),
            tuple(self._formal(item) for item in self._list(parts, "formal")),
            tuple(self._last(item) for item in self._list(parts, "parts")),
            tuple(self._shortened(item) for item in self._list(parts, "shortened")),
            tuple(self._tails(item) for item in self._list(parts, "tails")),
            tuple(self._heads(item) for item in self._list(parts, "heads")),
            tuple(self._units(item) for item in self._list(parts, "units")),
            tuple(self._patterned(item) for item in self._list(parts, "patterned")),
            Declared(self._types(declared, "types", "declared"), self._words(declared, "common", "declared")),
            self._homonyms(homonyms),
            self._nations(self._part(parts, "nations", _NATIONS)),
            Namesakes(
                self.checker.choice(namesakes["type"], self.schema.types, "namesakes.type")
                if "type" in namesakes
                else "",
                self._types(namesakes, "bodies", "namesakes"),
                self._words(namesakes, "bridges", "namesakes"),
                of=self.checker.text(namesakes["of"], "namesakes.of") if "of" in namesakes else "",
                common=frozenset(self._words(namesakes, "common", "namesakes")),
                occupations=self._occupations(self._part(namesakes, "occupations", None)),
                known=self._known(self._part(namesakes, "known", None), namesakes),
                fields={fold(name): self._words(fields, name, "namesakes.fields") for name in fields},
                **{_SIGNS[key]: self._words(namesakes, key, "namesakes") for key in _SIGNS},
            ),
        )

    def _homonyms(self, parts: dict[str, Node]) -> Homonyms:
        bare = self._part(parts, "bare", None)
        behind = self._part(parts, "behind", tuple(self.schema.types))
        return Homonyms(
            self._types(parts, "containers", "homonyms"),
            {kind: self._words(behind, kind, "homonyms.behind") for kind in behind if kind in self.schema.types},
            self._types(parts, "types", "homonyms"),
            frozenset(self._words(parts, "generic", "homonyms")),
            {fold(word): self._words(bare, word, "homonyms.bare") for word in bare},
            self._words(parts, "ends", "homonyms"),
            frozenset(self._words(parts, "joining", "homonyms")),
            self._words(parts, "bodies", "homonyms"),
            frozenset(self.checker.choice(one, self.schema.classes, "outer") for one in self._list(parts, "outer")),
        )

    def _nations(self, parts: dict[str, Node]) -> Nations:
        def word(key: str) -> str:
            return fold(self.checker.text(parts[key], f"nations.{key}")) if key in parts else ""

        return Nations(
            self.checker.choice(parts["type"], self.schema.types, "nations.type") if "type" in parts else "",
            word("home"),
            self.checker.choice(parts["class"], self.schema.classes, "nations.class") if "class" in parts else "",
            organs=frozenset(self._words(parts, "organs", "nations")),
            **{
                key: self._words(parts, key, "nations")
                for key in ("territories", "alone", "joining", "at", "ours", "answers")
            },
        )

    def _known(self, parts: dict[str, Node], namesakes: dict[str, Node]) -> dict[str, frozenset[str]]:
        """The occupations of known persons, by their names."""
        groups = self._part(namesakes, "occupations", None)
        found: dict[str, set[str]] = {}
        for group, node in parts.items():
            if group not in groups:
                self.checker.fault(node, f"namesakes.known: '{group}' is no occupation")
            for name in self._words(parts, group, "namesakes.known"):
                found.setdefault(name, set()).add(group)
        return {name: frozenset(told) for name, told in sorted(found.items())}

    def _occupations(self, parts: dict[str, Node]) -> tuple[Occupation, ...]:
        told = {name: self._part(parts, name, _OCCUPATION) for name in parts}
        goes_with: dict[str, set[str]] = {name: {name} for name in parts}
        for name, keys in told.items():
            for node in self._list(keys, "with"):
                other = self.checker.choice(node, parts, "namesakes.occupations.with")
                if other in goes_with:
                    goes_with[name].add(other)
                    goes_with[other].add(name)
        return tuple(
            Occupation(
                name,
                self._words(keys, "words", f"namesakes.occupations.{name}"),
                self._words(keys, "at", f"namesakes.occupations.{name}"),
                self._words(keys, "does", f"namesakes.occupations.{name}"),
                tuple(sorted(goes_with[name])),
                "divided" in keys and self.checker.flag(keys["divided"], "divided"),
                "unlisted" in keys and self.checker.flag(keys["unlisted"], "unlisted"),
            )
            for name, keys in sorted(told.items())
        )

    def _part(self, parts: dict[str, Node], key: str, known: tuple[str, ...] | None) -> dict[str, Node]:
        return self.checker.pairs(parts[key], known, key) if key in parts else {}

    def _list(self, parts: dict[str, Node], key: str) -> list[Node]:
        return self.checker.items(parts[key], key) if key in parts else []

    def _words(self, parts: dict[str, Node], key: str, what: str) -> tuple[str, ...]:
        """Folded words without repetitions, longest first, so that the first that fits is the longest."""
        texts = self.checker.texts(parts[key], f"{what}.{key}") if key in parts else ()
        return tuple(sorted({fold(text) for text in texts}, key=lambda word: (-len(word), word)))

    def _patterns(self, parts: dict[str, Node], key: str) -> tuple[str, ...]:
        """Regular expressions over folded text, whose marks are folded too."""
        found = []
        for item in self.checker.items(parts[key], key) if key in parts else ():
            text = self.checker.text(item, key)
            try:
                re.compile(text)
            except re.error as error:
                self.checker.fault(item, f"{key}: not a regular expression: {error}")
            else:
                found.append(text)
        return tuple(found)

    def _types(self, parts: dict[str, Node], key: str, what: str) -> frozenset[str]:
        items = self.checker.items(parts[key], f"{what}.{key}") if key in parts else []
        return frozenset(self.checker.choice(item, self.schema.types, f"{what}.{key}") for item in items)

    def _typed(self, node: Node, what: str, *further: str) -> tuple[dict[str, Node], str]:
        parts = self.checker.pairs(node, ("type", "ends", *further), what)
        for key in ("type", "ends"):
            if key not in parts:
                self.checker.fault(node, f"{what}: '{key}' is missing")
        return parts, self.checker.choice(parts["type"], self.schema.types, what) if "type" in parts else ""

    def _formal(self, node: Node) -> Formal:
        parts, kind = self._typed(node, "formal", "unfinished", "fields", "common", "least")
        least = int(self.checker.number(parts["least"], "least", least=1, most=80)) if "least" in parts else 2
        ends, unfinished, fields = (self._words(parts, key, "formal") for key in ("ends", "unfinished", "fields"))
        return Formal(kind, ends, unfinished, least, fields, frozenset(self._words(parts, "common", "formal")))

    def _tails(self, node: Node) -> Tails:
        return Tails(*self._words_of_type(node, "tails", "behind"))

    def _heads(self, node: Node) -> Heads:
        return Heads(*self._words_of_type(node, "heads", "words"))

    def _words_of_type(self, node: Node, what: str, key: str) -> tuple[str, tuple[str, ...], int]:
        parts = self.checker.pairs(node, ("type", key, "least"), what)
        kind = self.checker.choice(parts["type"], self.schema.types, f"{what}.type") if "type" in parts else ""
        least = int(self.checker.number(parts["least"], "least", least=1, most=80)) if "least" in parts else 3
        return kind, self._words(parts, key, what), least

    def _units(self, node: Node) -> Units:
        parts, kind = self._typed(node, "units", "short", "alone", "single", "left out")
        short = self._part(parts, "short", None)
        return Units(
            kind,
            self._words(parts, "ends", "units"),
            {fold(long): self._words(short, long, "units.short") for long in short},
            self._words(parts, "alone", "units"),
            frozenset(self._words(parts, "single", "units")),
            frozenset(self._words(parts, "left out", "units")),
        )

    def _patterned(self, node: Node) -> Patterned:
        parts = self.checker.pairs(node, ("type", "long", "short"), "patterned")
        for key in ("type", "long", "short"):
            if key not in parts:
                self.checker.fault(node, f"patterned: '{key}' is missing")
        kind = self.checker.choice(parts["type"], self.schema.types, "patterned.type") if "type" in parts else ""
        items = self.checker.items(parts["short"], "patterned.short") if "short" in parts else []
        long = self._around(parts["long"]) if "long" in parts else ("", "")
        return Patterned(kind, long, tuple(map(self._around, items)))

    def _around(self, node: Node) -> tuple[str, str]:
        """What stands before and behind the place in a pattern."""
        text = self.checker.text(node, "patterned")
        before, place, behind = text.partition(_PLACE)
        if not place:
            self.checker.fault(node, f"patterned: '{text}' has no {_PLACE}")
        return fold(before), fold(behind)

    def _last(self, node: Node) -> Parts:
        parts = self.checker.pairs(node, ("type", "mark", "least"), "parts")
        for key in ("type", "mark"):
            if key not in parts:
                self.checker.fault(node, f"parts: '{key}' is missing")
        return Parts(
            self.checker.choice(parts["type"], self.schema.types, "parts.type") if "type" in parts else "",
            fold(self.checker.text(parts["mark"], "parts.mark")) if "mark" in parts else "",
            int(self.checker.number(parts["least"], "least", least=1, most=80)) if "least" in parts else 2,
        )

    def _shortened(self, node: Node) -> Shortened:
        parts, kind = self._typed(node, "shortened", "behind")
        ends = self._part(parts, "ends", None)
        behind = self._words(parts, "behind", "shortened") or ("",)
        pairs = [(fold(long) + last, self._words(ends, long, "shortened.ends")) for long in ends for last in behind]
        for long, shorts in pairs:
            for short in shorts:
                if len(short) > len(long) or short == long:
                    self.checker.fault(parts["ends"], f"shortened: '{short}' is no shorter than '{long}'")
        return Shortened(kind, tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))))
