"""Gold: what a careful reader found in a text, as values that an extraction is scored against."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from kg.datafile import suggestion
from kg.errors import Location, OntologyError
from kg.schema import Schema

PARTS = ("dev", "train")
"""What a collection falls into: a tenth that is only measured on, and the rest, which rules may be written from."""


class GoldError(OntologyError):
    """Gold files have faults; holds all of them, sorted by place."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A name as it stands in an annotated text. ``is_entity`` is false for one that the story is not about."""

    start: int
    end: int
    type: str
    is_entity: bool = True


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """One thing that a text names: ``name`` is its fullest form, ``surfaces`` are all forms, as the text has them."""

    id: str
    type: str
    name: str
    surfaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """What a text states of two of its entities, which are told by their ids."""

    head: str
    relation: str
    tail: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """One document as a careful reader understands it.

    ``text`` is empty where the gold does not hold it, and ``marks`` are known of annotated text only.
    """

    document: str
    text: str
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]
    marks: tuple[Mark, ...] = ()
    location: Location = field(default=Location(""), compare=False)


def part_of(text: str) -> str:
    """The part of a collection (of `PARTS`) that a text belongs to: by its hash, so that it never changes sides."""
    tenth = int.from_bytes(sha256(text.encode("utf-8", "replace")).digest(), "big") % 10
    return PARTS[0] if tenth == 0 else PARTS[1]


def signature_fault(schema: Schema, relation: str, head: str, tail: str) -> str:
    """What is wrong with a relation between two types, empty if nothing is; an end of type ``""`` fits anywhere."""
    info = schema.relations.get(relation)
    if info is None:
        return f"there is no relation '{relation}'"
    if head and head not in info.domain:
        return f"{head} cannot be its subject"
    return f"{tail} cannot be its object" if tail and tail not in info.range else ""


def signature_hint(schema: Schema, relation: str) -> str:
    """What a relation may join, or the relation that may have been meant."""
    info = schema.relations.get(relation)
    if info is None:
        return suggestion(relation, schema.relations)
    return f"it joins {', '.join(sorted(info.domain))} with {', '.join(sorted(info.range))}"
