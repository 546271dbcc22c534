"""Loads and checks ``ontology/identity.yaml``; its faults are told with line and column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from kg.datafile import Checker, Node, SectionLoader, load_yaml
from kg.knowledge.identity import IdentityRules, Renamed
from kg.knowledge.partings import Homonyms, Namesakes, Nations, Occupation, Region
from kg.knowledge.shortening import AfterMark, Declared, Formal, Heads, Patterned, Routes, Shortened, Tails, Units
from kg.schema import Schema
from kg.text import fold

FILE = "identity.yaml"
_PLACE = "{place}"
_OCCUPATION = ("words", "at", "does", "with", "divided", "unlisted", "eras")

Section = TypeVar("Section")


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
        parts = self.checker.pairs(node, _keys(IdentityRules), "identity")
        return IdentityRules(
            self._renamed(self._part(parts, "renamed", _keys(Renamed))),
            tuple(self._formal(item) for item in self._list(parts, "formal")),
            tuple(self._after_mark(item) for item in self._list(parts, "parts")),
            tuple(self._shortened(item) for item in self._list(parts, "shortened")),
            tuple(self._tails(item) for item in self._list(parts, "tails")),
            tuple(self._heads(item) for item in self._list(parts, "heads")),
            tuple(self._units(item) for item in self._list(parts, "units")),
            tuple(self._patterned(item) for item in self._list(parts, "patterned")),
            self._routes(self._part(parts, "routes", _keys(Routes))),
            self._declared(self._part(parts, "declared", _keys(Declared))),
            self._homonyms(self._part(parts, "homonyms", _keys(Homonyms))),
            self._nations(self._part(parts, "nations", _keys(Nations))),
            self._namesakes(self._part(parts, "namesakes", _keys(Namesakes))),
        )

    def _section(self, parts: dict[str, Node], what: str, made: type[Section], /, **told: Any) -> Section:
        """A section as a value of a class: what is told of its fields, and the words of the file for all others."""
        words: dict[str, Any] = {}
        for one in fields(made):  # type: ignore[arg-type]
            if one.name not in told:
                found = self._words(parts, _key(one.name), what)
                words[one.name] = frozenset(found) if isinstance(one.default, frozenset) else found
        return made(**words, **told)

    def _declared(self, parts: dict[str, Node]) -> Declared:
        return self._section(parts, "declared", Declared, types=self._types(parts, "types", "declared"))

    def _nations(self, parts: dict[str, Node]) -> Nations:
        return self._section(
            parts,
            "nations",
            Nations,
            type=self._choice(parts, "type", self.schema.types, "nations"),
            kind=self._choice(parts, "class", self.schema.classes, "nations"),
            home=fold(self._text(parts, "home", "nations")),
            regions=self._regions(self._part(parts, "regions", None)),
        )

    def _regions(self, told: dict[str, Node]) -> dict[str, Region]:
        keys = {name: self._part(told, name, _keys(Region)) for name in told}
        return {fold(name): self._section(parts, f"nations.regions.{name}", Region) for name, parts in keys.items()}

    def _namesakes(self, parts: dict[str, Node]) -> Namesakes:
        told = self._part(parts, "fields", None)
        return self._section(
            parts,
            "namesakes",
            Namesakes,
            type=self._choice(parts, "type", self.schema.types, "namesakes"),
            bodies=self._types(parts, "bodies", "namesakes"),
            organs=frozenset(self._classes(parts, "organs", "namesakes")),
            of=self._text(parts, "of", "namesakes"),
            occupations=self._occupations(self._part(parts, "occupations", None)),
            known=self._known(self._part(parts, "known", None), parts),
            fields={fold(name): self._words(told, name, "namesakes.fields") for name in told},
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
                self._words(keys, "eras", f"namesakes.occupations.{name}"),
            )
            for name, keys in sorted(told.items())
        )

    def _homonyms(self, homonyms: dict[str, Node]) -> Homonyms:
        bare, annual = self._part(homonyms, "bare", None), self._part(homonyms, "annual", None)
        by_type = {
            part: self._part(homonyms, part, tuple(self.schema.types)) for part in ("behind", "owned", "everywhere")
        }
        return self._section(
            homonyms,
            "homonyms",
            Homonyms,
            containers=self._types(homonyms, "containers", "homonyms"),
            types=self._types(homonyms, "types", "homonyms"),
            annual={year: self._words(annual, year, "homonyms.annual") for year in annual if year.isdecimal()},
            bare={fold(word): self._words(bare, word, "homonyms.bare") for word in bare},
            **{
                part: {kind: self._words(of, kind, f"homonyms.{part}") for kind in of if kind in self.schema.types}
                for part, of in by_type.items()
            },
            **{
                key: self._classes(homonyms, key)
                for key in ("foremost", "states", "towns", "wide", "local", "national", "teams")
            },
            **{key: frozenset(self._classes(homonyms, key)) for key in ("outer", "bearers")},
        )

    def _level(self, node: Node) -> str:
        found = self.checker.pattern(node, "renamed.level")
        if found and not {"name", "unit"} <= found.groupindex.keys():
            hint = "write (?P<name>…) around the place and (?P<unit>…) around what it was"
            self.checker.fault(node, "renamed.level: a group is missing", hint)
        return found.pattern if found else r"(?!)"

    def _renamed(self, parts: dict[str, Node]) -> Renamed:
        return self._section(
            parts,
            "renamed",
            Renamed,
            level=tuple(self._level(item) for item in self._list(parts, "level")),
            **{
                key: tuple(self.checker.inner_pattern(item, f"renamed.{key}") for item in self._list(parts, key))
                for key in ("when", "then")
            },
        )

    def _text(self, parts: dict[str, Node], key: str, what: str) -> str:
        return self.checker.text(parts[key], f"{what}.{key}") if key in parts else ""

    def _choice(self, parts: dict[str, Node], key: str, choices: Collection[str], what: str) -> str:
        return self.checker.choice(parts[key], choices, f"{what}.{key}") if key in parts else ""

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

    def _classes(self, parts: dict[str, Node], key: str, what: str = "homonyms") -> tuple[str, ...]:
        """Classes in the order of the file."""
        items = self.checker.items(parts[key], f"{what}.{key}") if key in parts else []
        return tuple(self.checker.choice(item, self.schema.classes, f"{what}.{key}") for item in items)

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
        parts, kind = self._typed(
            node, "formal", ("ends",), ("unfinished", "fields", "common", "least", "legal", "shares")
        )
        ends, unfinished, fields = (self._words(parts, key, "formal") for key in ("ends", "unfinished", "fields"))
        common = frozenset(self._words(parts, "common", "formal"))
        legal, shares = (self._words(parts, key, "formal") for key in ("legal", "shares"))
        return Formal(kind, ends, unfinished, self._least(parts, 2), fields, common, legal, shares)

    def _tails(self, node: Node) -> Tails:
        parts, kind = self._typed(node, "tails", ("behind",), ("least", "ends"))
        ends = self._words(parts, "ends", "tails") if "ends" in parts else ()
        return Tails(kind, self._words(parts, "behind", "tails"), self._least(parts, 3), ends)

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

    def _routes(self, parts: dict[str, Node]) -> Routes:
        ends, initials = (self._part(parts, key, None) for key in ("ends", "initials"))
        return self._section(
            parts,
            "routes",
            Routes,
            type=self._choice(parts, "type", self.schema.types, "routes"),
            kind=self._choice(parts, "class", self.schema.classes, "routes"),
            ends={fold(end): self._words(ends, end, "routes.ends") for end in ends},
            initials={fold(place): self._text(initials, place, "routes.initials") for place in initials},
        )

    def _around(self, node: Node) -> tuple[str, str]:
        """What stands before and behind the place in a pattern."""
        text = self.checker.text(node, "patterned")
        before, place, behind = text.partition(_PLACE)
        if not place:
            self.checker.fault(node, f"patterned: '{text}' has no {_PLACE}")
        return fold(before), fold(behind)

    def _after_mark(self, node: Node) -> AfterMark:
        parts, kind = self._typed(node, "parts", ("mark",), ("least",))
        mark = fold(self.checker.text(parts["mark"], "parts.mark")) if "mark" in parts else ""
        return AfterMark(kind, mark, self._least(parts, 2))

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


def _keys(kind: type) -> tuple[str, ...]:
    """What the file calls the fields of a section."""
    return tuple(_key(one.name) for one in fields(kind))


def _key(field: str) -> str:
    """What the file calls a field: some words of it cannot be names in Python."""
    return "class" if field == "kind" else field.removesuffix("_")
