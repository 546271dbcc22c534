"""What an ontology file declares, as values: top types, finer classes, relations and schemes of codes."""

from __future__ import annotations

from dataclasses import dataclass, field

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
"""The languages in which each type, class and relation has a label."""

SYMBOLS = frozenset({"dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon"})
"""Shapes of nodes on the page: those that vis-network scales by size, with the label below."""

ROOT_CLASS = "Entity"
ROOT_RELATION = "relatedTo"


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
