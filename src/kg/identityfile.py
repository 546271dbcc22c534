"""Loads and checks ``ontology/identity.yaml``; its faults are told with line and column."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from kg.datafile import Checker, Node, SectionLoader, load_yaml
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
_PATTERNS = ("level", "when")
_RENAMED = tuple(one.name for one in fields(Renamed) if one.name not in _PATTERNS)
_NATIONS = ("type", "home", "class", "territories", "organs", "alone", "joining", "at", "ours", "answers", "datelines")
_NAMESAKES = (
    "type",
    "bodies",
    "bridges",
    "is",
    "adverbs",
    "died",
    "born",
    "past",
    "young",
    "age",
    "apart",
    "today",
    "own",
    "year",
    "memory",
    "joints",
    "of",
    "common",
    "occupations",
    "fields",
    "known",
)
_TELLING = ("adverbs", "died", "born", "past", "young", "age", "apart", "today", "own", "year", "memory", "joints")
_SIGNS = {"is": "is_"} | {key: key for key in _TELLING}
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


class _Loader(SectionLoader):
    def __init__(self, checker: Checker, schema: Schema) -> None:
        super().__init__(checker)
        self.schema = schema

    def rules(self, node: Node) -> IdentityRules:
        parts = self.checker.pairs(node, _PARTS, "identity")
        declared = self._part(parts, "declared", ("types", "common"))
        namesakes = self._part(parts, "namesakes", _NAMESAKES)
        told = self._part(namesakes, "fields", None)
        return IdentityRules(
            self._renamed(self._part(parts, "renamed", (*(key.removesuffix("_") for key in _RENAMED), *_PATTERNS))),
            tuple(self._formal(item) for item in self._list(parts, "formal")),
            tuple(self._after_mark(item) for item in self._list(parts, "parts")),
            tuple(self._shortened(item) for item in self._list(parts, "shortened")),
            tuple(self._tails(item) for item in self._list(parts, "tails")),
            tuple(self._heads(item) for item in self._list(parts, "heads")),
            tuple(self._units(item) for item in self._list(parts, "units")),
            tuple(self._patterned(item) for item in self._list(parts, "patterned")),
            Declared(self._types(declared, "types", "declared"), self._words(declared, "common", "declared")),
            self._homonyms(self._part(parts, "homonyms", tuple(one.name for one in fields(Homonyms)))),
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
                fields={fold(name): self._words(told, name, "namesakes.fields") for name in told},
                **{_SIGNS[key]: self._words(namesakes, key, "namesakes") for key in _SIGNS},
            ),
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
                for key in ("territories", "alone", "joining", "at", "ours", "answers", "datelines")
            },
        )

    def _known(self, parts: dict[str, Node], namesakes: dict[str, Node]) -> dict[str, frozenset[str]]:
        """The occupations of known persons, by their names."""
        groups = self._part(namesakes, "occupations", None)
        found: dict[str, set[str]] = {}
        for several, node in parts.items():
            told = several.split("|")
            for group in set(told).difference(groups):
                self.checker.fault(node, f"namesakes.known: '{group}' is no occupation")
            for name in self._words(parts, several, "namesakes.known"):
                found.setdefault(name, set()).update(told)
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

    def _homonyms(self, homonyms: dict[str, Node]) -> Homonyms:
        bare = self._part(homonyms, "bare", None)
        behind, owned = (self._part(homonyms, part, tuple(self.schema.types)) for part in ("behind", "owned"))
        return Homonyms(
            self._types(homonyms, "containers", "homonyms"),
            {kind: self._words(behind, kind, "homonyms.behind") for kind in behind if kind in self.schema.types},
            self._types(homonyms, "types", "homonyms"),
            frozenset(self._words(homonyms, "generic", "homonyms")),
            {fold(word): self._words(bare, word, "homonyms.bare") for word in bare},
            self._words(homonyms, "ends", "homonyms"),
            frozenset(self._words(homonyms, "joining", "homonyms")),
            self._words(homonyms, "bodies", "homonyms"),
            self._words(homonyms, "no_body", "homonyms"),
            self._words(homonyms, "posts", "homonyms"),
            {kind: self._words(owned, kind, "homonyms.owned") for kind in owned if kind in self.schema.types},
            self._classes(homonyms, "foremost"),
            self._words(homonyms, "listing", "homonyms"),
            self._words(homonyms, "ways", "homonyms"),
            self._classes(homonyms, "states"),
            self._classes(homonyms, "towns"),
            self._classes(homonyms, "wide"),
            self._words(homonyms, "urban", "homonyms"),
            frozenset(self._classes(homonyms, "outer")),
        )

    def _level(self, node: Node) -> str:
        found = self.checker.pattern(node, "renamed.level")
        if found and not {"name", "unit"} <= found.groupindex.keys():
            hint = "write (?P<name>…) around the place and (?P<unit>…) around what it was"
            self.checker.fault(node, "renamed.level: a group is missing", hint)
        return found.pattern if found else r"(?!)"

    def _renamed(self, parts: dict[str, Node]) -> Renamed:
        words = {key: self._words(parts, key.removesuffix("_"), "renamed") for key in _RENAMED}
        patterns = {
            "level": tuple(self._level(item) for item in self._list(parts, "level")),
            "when": tuple(self.checker.inner_pattern(item, "renamed.when") for item in self._list(parts, "when")),
        }
        return Renamed(**words, **patterns)

    def _words(self, parts: dict[str, Node], key: str, what: str) -> tuple[str, ...]:
        """Folded words without repetitions, longest first, so that the first that fits is the longest."""
        items = self.checker.items(parts[key], f"{what}.{key}") if key in parts else []
        texts = [self.checker.text(item, f"{what}.{key}") for item in items]
        for item, text in zip(items, texts, strict=True):
            if text.startswith("$"):
                self.checker.fault(
                    item, f"{what}.{key}: unknown word list '{text}'", f"{FILE} has none: write the words"
                )
        return tuple(sorted({fold(text) for text in texts if text}, key=lambda word: (-len(word), word)))

    def _types(self, parts: dict[str, Node], key: str, what: str) -> frozenset[str]:
        items = self.checker.items(parts[key], f"{what}.{key}") if key in parts else []
        return frozenset(self.checker.choice(item, self.schema.types, f"{what}.{key}") for item in items)

    def _classes(self, parts: dict[str, Node], key: str) -> tuple[str, ...]:
        """Classes in the order of the file."""
        items = self.checker.items(parts[key], f"homonyms.{key}") if key in parts else []
        return tuple(self.checker.choice(item, self.schema.classes, f"homonyms.{key}") for item in items)

    def _typed(
        self, node: Node, what: str, needed: tuple[str, ...], other: tuple[str, ...] = ()
    ) -> tuple[dict[str, Node], str]:
        """A row of a section, of which each is about names of one type, and that type."""
        parts = self.checker.pairs(node, ("type", *needed, *other), what)
        self.checker.needs(node, parts, ("type", *needed), what)
        return parts, self.checker.choice(parts["type"], self.schema.types, what) if "type" in parts else ""

    def _least(self, parts: dict[str, Node], default: int) -> int:
        """How many characters a form has at least."""
        return self._whole(parts, "least", default, most=80)

    def _formal(self, node: Node) -> Formal:
        parts, kind = self._typed(node, "formal", ("ends",), ("unfinished", "fields", "common", "least"))
        ends, unfinished, fields = (self._words(parts, key, "formal") for key in ("ends", "unfinished", "fields"))
        common = frozenset(self._words(parts, "common", "formal"))
        return Formal(kind, ends, unfinished, self._least(parts, 2), fields, common)

    def _tails(self, node: Node) -> Tails:
        parts, kind = self._typed(node, "tails", ("behind",), ("least",))
        return Tails(kind, self._words(parts, "behind", "tails"), self._least(parts, 3))

    def _heads(self, node: Node) -> Heads:
        parts, kind = self._typed(node, "heads", ("words",), ("least",))
        return Heads(kind, self._words(parts, "words", "heads"), self._least(parts, 3))

    def _units(self, node: Node) -> Units:
        parts, kind = self._typed(node, "units", ("ends",), ("short", "alone", "single", "left out"))
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
        parts, kind = self._typed(node, "patterned", ("long", "short"))
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

    def _after_mark(self, node: Node) -> Parts:
        parts, kind = self._typed(node, "parts", ("mark",), ("least",))
        mark = fold(self.checker.text(parts["mark"], "parts.mark")) if "mark" in parts else ""
        return Parts(kind, mark, self._least(parts, 2))

    def _shortened(self, node: Node) -> Shortened:
        parts, kind = self._typed(node, "shortened", ("ends",), ("behind",))
        ends = self._part(parts, "ends", None)
        behind = self._words(parts, "behind", "shortened") or ("",)
        pairs = [(fold(long) + last, self._words(ends, long, "shortened.ends")) for long in ends for last in behind]
        for long, shorts in pairs:
            for short in shorts:
                if len(short) > len(long) or short == long:
                    self.checker.fault(parts["ends"], f"shortened: '{short}' is no shorter than '{long}'")
        return Shortened(kind, tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))))
