"""The ontology file (``kg.ttl``): which types, finer classes and relations there are, and what may join what.

The file says all of this in OWL; its head tells how. This module knows only the words that carry the structure: the
roots ``Entity`` and ``relatedTo``, and the annotations for the page. No type and no relation is named here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.datafile import suggestion
from kg.errors import Fault, Location, OntologyError
from kg.turtlefile import TurtleFile, Value, read_turtle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
"""The languages in which each type, class and relation has a label."""

SYMBOLS = frozenset({"dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon"})
"""Shapes of nodes on the page: those that vis-network scales by size, with the label below."""

ROOT_CLASS = "Entity"
ROOT_RELATION = "relatedTo"

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE, _LABEL = _RDF + "type", _RDFS + "label"
_SUBCLASS, _SUBPROPERTY = _RDFS + "subClassOf", _RDFS + "subPropertyOf"
_NAMESPACE = "http://purl.org/vocab/vann/preferredNamespaceUri"
_LETTER = re.compile("[A-Z]")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """A top type: its labels by language, and its colour (``#rrggbb``) and shape on the page.

    ``letter`` is the capital that stands for it in annotated examples; empty if it has none.
    """

    name: str
    labels: dict[str, str]
    colour: str
    symbol: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """A finer class: the top type that it is a kind of, and its labels by language."""

    name: str
    type: str
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class RelationInfo:
    """A relation: which types it joins, how it is called, and how it reads from the object's end.

    ``domain`` and ``range`` are top types. With ``same_kind`` both ends have to be of one type, save for the pairs of
    ``cross_kinds``. With ``states_container`` the gazetteer's container column states it; with ``states_membership``
    each fact is a post that its subject holds. ``inverse_labels`` may be empty.
    """

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    labels: dict[str, str]
    inverse_labels: dict[str, str] = field(default_factory=dict)
    symmetric: bool = False
    same_kind: bool = False
    cross_kinds: frozenset[tuple[str, str]] = frozenset()
    states_container: bool = False
    states_membership: bool = False

    def admits(self, subject: str, target: str) -> bool:
        """Tell whether the relation may join a subject of one top type with an object of another."""
        if subject not in self.domain or target not in self.range:
            return False
        return not self.same_kind or subject == target or (subject, target) in self.cross_kinds


@dataclass(frozen=True, slots=True)
class CodeScheme:
    """How codes of a scheme are written: the IRI of the property that takes them.

    ``address`` is the IRI of the thing that a code stands for, with ``{}`` in the code's place; it may be empty.
    """

    name: str
    property: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """What the ontology file declares, by local name and in the order of the file."""

    namespace: str
    types: dict[str, TypeInfo]
    classes: dict[str, ClassInfo]
    relations: dict[str, RelationInfo]
    codes: dict[str, CodeScheme] = field(default_factory=dict)


def load_schema(path: Path) -> Schema:
    """Read and check an ontology file in Turtle.

    Args:
        path: the file; messages name it without its folder.

    Raises:
        OntologyError: if it cannot be read, is no Turtle, or declares what does not fit together; holds every fault.
    """
    reader = _Reader(read_turtle(path))
    types = reader.types()
    classes = reader.classes(types)
    relations = reader.relations(types, classes)
    codes = reader.codes()
    if reader.faults:
        raise OntologyError(reader.faults)
    return Schema(reader.namespace, types, classes, relations, codes)


class _Reader:
    """Takes types, classes and relations out of the triples, and notes every fault on the way."""

    def __init__(self, file: TurtleFile) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.namespace = self._read_namespace()

    def types(self) -> dict[str, TypeInfo]:
        """Every class that stands directly below the root class."""
        named = self._terms(lambda iri: self._iri(ROOT_CLASS) in self.file.texts(iri, _SUBCLASS))
        if not named:
            self.faults.append(Fault(Location(self.file.name), f"no class is a direct subclass of {ROOT_CLASS}"))
        letters: dict[str, str] = {}
        return {
            name: TypeInfo(
                name, self._labels(name), self._colour(name), self._symbol(name), self._letter(name, letters)
            )
            for name in named
        }

    def classes(self, types: dict[str, TypeInfo]) -> dict[str, ClassInfo]:
        """Every class below a top type."""
        known = set(self._terms(self._is_class)) | {ROOT_CLASS}
        found: dict[str, ClassInfo] = {}
        for name in self._terms(self._is_class):
            above = {self._local(iri) for iri in self.file.above(self._iri(name), _SUBCLASS)}
            tops = sorted(({name} | above) & types.keys())
            if len(tops) > 1:
                self._fault(name, f"class '{name}' is below two top types: {', '.join(tops)}", "keep one", "subClassOf")
            elif name in types or name == ROOT_CLASS or self._is_record(name):
                continue
            elif not tops:
                missing = sorted(iri for iri in above - known if ":" not in iri)
                hint = suggestion(missing[0], known) if missing else "let it be rdfs:subClassOf a top type"
                self._fault(name, f"class '{name}' is below no top type", hint, "subClassOf")
            else:
                found[name] = ClassInfo(name, tops[0], self._labels(name))
        return found

    def relations(self, types: dict[str, TypeInfo], classes: dict[str, ClassInfo]) -> dict[str, RelationInfo]:
        """Every property below the root relation."""
        found: dict[str, RelationInfo] = {}
        for name in self._terms(self._is_property):
            if self._iri(ROOT_RELATION) not in self.file.above(self._iri(name), _SUBPROPERTY):
                self._check_stray(name, types, classes)
                continue
            kinds = self._texts(name, _TYPE)
            if _OWL + "ObjectProperty" not in kinds:
                self._fault(name, f"relation '{name}' is no owl:ObjectProperty", "declare it 'a owl:ObjectProperty'")
            found[name] = RelationInfo(
                name,
                self._end(name, "domain", types, classes),
                self._end(name, "range", types, classes),
                self._labels(name),
                self._inverse_labels(name),
                _OWL + "SymmetricProperty" in kinds,
                "true" in self._texts(name, self._iri("sameKind")),
                self._cross_kinds(name, types),
                "true" in self._texts(name, self._iri("statesContainer")),
                "true" in self._texts(name, self._iri("statesMembership")),
            )
        return found

    def codes(self) -> dict[str, CodeScheme]:
        """Every scheme of codes."""
        found: dict[str, CodeScheme] = {}
        for name in self._terms(lambda iri: self._iri("CodeScheme") in self.file.texts(iri, _TYPE)):
            properties = self._texts(name, self._iri("codeProperty"))
            addresses = self._texts(name, self._iri("codeAddress"))
            if len(properties) != 1:
                self._fault(name, f"'{name}': needs one codeProperty", "give the property that takes its codes")
            elif len(addresses) > 1 or any(address.count("{}") != 1 for address in addresses):
                hint = 'write it like "https://sws.geonames.org/{}/"'
                self._fault(name, f"'{name}': codeAddress is no address with one {{}}", hint, "codeAddress")
            else:
                found[name] = CodeScheme(name, properties[0], "".join(addresses))
        return found

    # Pieces of one term

    def _end(self, name: str, side: str, types: dict[str, TypeInfo], classes: dict[str, ClassInfo]) -> frozenset[str]:
        values = self._values(name, _RDFS + side)
        if len(values) != 1:
            count = "more than one" if values else "no"
            hint = "join several types by owl:unionOf" if values else f"give the types that it may join: rdfs:{side}"
            self._fault(name, f"relation '{name}' has {count} rdfs:{side}", hint, side)
            return frozenset()
        members = [self._local(iri) for iri in values[0].members or (values[0].text,)]
        for member in members:
            if member not in types and member != ROOT_CLASS:
                finer = classes.get(member)
                hint = f"take its top type '{finer.type}'" if finer else suggestion(member, types)
                self._fault(
                    name,
                    f"relation '{name}': {side} '{member}' is no top type",
                    hint,
                    member if member != "[]" else side,
                )
        return frozenset(types) if ROOT_CLASS in members else frozenset(member for member in members if member in types)

    def _cross_kinds(self, name: str, types: dict[str, TypeInfo]) -> frozenset[tuple[str, str]]:
        pairs = set()
        for text in self._texts(name, self._iri("crossKind")):
            subject, _, target = text.partition(" ")
            if subject in types and target in types:
                pairs.add((subject, target))
            else:
                hint = "give a subject's and an object's type with a space between them"
                self._fault(name, f"relation '{name}': crossKind '{text}' is no pair of top types", hint, "crossKind")
        return frozenset(pairs)

    def _check_stray(self, name: str, types: dict[str, TypeInfo], classes: dict[str, ClassInfo]) -> None:
        """An object property between entities that is no relation was surely meant to be one."""
        ends = [value for side in ("domain", "range") for value in self._values(name, _RDFS + side)]
        joined = {self._local(end) for value in ends for end in value.members or (value.text,)}
        is_object = _OWL + "ObjectProperty" in self._texts(name, _TYPE)
        if is_object and name != ROOT_RELATION and joined & {*types, *classes, ROOT_CLASS}:
            hint = f"let it be rdfs:subPropertyOf {ROOT_RELATION}"
            self._fault(name, f"'{name}' joins entities, but is not below {ROOT_RELATION}", hint, "subPropertyOf")

    def _labels(self, name: str) -> dict[str, str]:
        return self._in_each_language(name, _LABEL)

    def _inverse_labels(self, name: str) -> dict[str, str]:
        predicate = self._iri("inverseLabel")
        return self._in_each_language(name, predicate) if self._values(name, predicate) else {}

    def _in_each_language(self, name: str, predicate: str) -> dict[str, str]:
        what = re.split(r"[#/]", predicate)[-1]
        labels: dict[str, str] = {}
        for language in LANGUAGES:
            values = self._values(name, predicate)
            texts = [value.text for value in values if value.language == language.lower() and value.text.strip()]
            if len(texts) != 1:
                problem = "more than one" if texts else "no"
                hint = "keep one" if texts else f'add "…"@{language}'
                self._fault(name, f"'{name}' has {problem} {what} in {language}", hint, what)
            else:
                labels[language] = texts[0]
        return labels

    def _colour(self, name: str) -> str:
        values = self._texts(name, self._iri("colour"))
        if len(values) == 1 and _COLOUR.fullmatch(values[0]):
            return values[0]
        shown = f"'{values[0]}' is no colour" if len(values) == 1 else "needs one colour"
        self._fault(name, f"'{name}': {shown}", 'write it like "#3c60b4"', "colour")
        return ""

    def _symbol(self, name: str) -> str:
        values = self._texts(name, self._iri("symbol"))
        if len(values) == 1 and values[0] in SYMBOLS:
            return values[0]
        shown = f"'{values[0]}' is no symbol" if len(values) == 1 else "needs one symbol"
        hint = suggestion(values[0] if values else "", SYMBOLS)
        self._fault(name, f"'{name}': {shown}", hint, "symbol")
        return ""

    def _letter(self, name: str, taken: dict[str, str]) -> str:
        """The type's letter, if it has one; ``taken`` holds those of the types before it, and is added to."""
        values = self._texts(name, self._iri("letter"))
        if not values:
            return ""
        if len(values) > 1 or not _LETTER.fullmatch(values[0]):
            self._fault(name, f"'{name}': '{' '.join(values)}' is no letter", 'write one capital, like "A"', "letter")
            return ""
        if (other := taken.setdefault(values[0], name)) != name:
            self._fault(name, f"'{name}' has the letter of '{other}'", "give each type a letter of its own", "letter")
        return values[0]

    # Terms, names and faults

    def _read_namespace(self) -> str:
        headers = [iri for iri in self.file.triples if _OWL + "Ontology" in self.file.texts(iri, _TYPE)]
        if len(headers) != 1:
            hint = "begin with one '<https://…> a owl:Ontology'"
            self.faults.append(Fault(Location(self.file.name), f"has {len(headers)} owl:Ontology headers", hint))
            return ""
        declared = self.file.texts(headers[0], _NAMESPACE)
        return declared[0] if declared else headers[0] + ("" if headers[0].endswith(("#", "/")) else "#")

    def _terms(self, wanted: Callable[[str], bool]) -> list[str]:
        """Local names of the namespace's terms that pass a test of their IRI, in the order of the file."""
        found = [iri for iri in self.file.triples if self.namespace and iri.startswith(self.namespace) and wanted(iri)]
        return [self._local(iri) for iri in sorted(found, key=lambda iri: (self.file.locate(iri), iri))]

    def _is_class(self, iri: str) -> bool:
        return _OWL + "Class" in self.file.texts(iri, _TYPE) or bool(self.file.values(iri, _SUBCLASS))

    def _is_property(self, iri: str) -> bool:
        return _OWL + "ObjectProperty" in self.file.texts(iri, _TYPE) or bool(self.file.values(iri, _SUBPROPERTY))

    def _is_record(self, name: str) -> bool:
        """A class apart from all entities says something of the record, not of the world."""
        return self._iri(ROOT_CLASS) in self._texts(name, _OWL + "disjointWith")

    def _iri(self, name: str) -> str:
        return self.namespace + name

    def _local(self, iri: str) -> str:
        return iri.removeprefix(self.namespace)

    def _values(self, name: str, predicate: str) -> list[Value]:
        return self.file.values(self._iri(name), predicate)

    def _texts(self, name: str, predicate: str) -> list[str]:
        return self.file.texts(self._iri(name), predicate)

    def _fault(self, name: str, message: str, hint: str, word: str = "") -> None:
        self.faults.append(Fault(self.file.locate(self._iri(name), word), message, hint))
