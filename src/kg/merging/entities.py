"""Entities as rows of tables: their numbers, which are in the order of their ids, and their plain values."""

from __future__ import annotations

from typing import Any

from kg.model import Entity, Merge

_FIRST = 1 << 63
"""What lies between an id, 64 bits in hexadecimal digits, and the number with a sign that SQLite keeps."""


def number_of(identifier: str) -> int:
    """The number of an entity by its id."""
    return int(identifier, 16) - _FIRST


def id_of(number: int) -> str:
    """The id of an entity by its number."""
    return f"{number + _FIRST:016x}"


def plain_entity(entity: Entity) -> list[object]:
    """An entity without its documents as plain values, from which `entity_of` makes it again."""
    return [
        entity.id,
        entity.type,
        entity.label_hans,
        entity.label_hant,
        entity.labels,
        entity.classes,
        entity.code,
        [[merge.label, merge.reason, merge.detail] for merge in entity.merges],
    ]


def entity_of(plain: list[Any], documents: tuple[tuple[str, int], ...]) -> Entity:
    """The entity that a plain value tells, with the documents that mention it."""
    identifier, kind, hans, hant, labels, classes, code, merges = plain
    return Entity(
        identifier,
        kind,
        hans,
        hant,
        tuple([(language, label) for language, label in labels]),
        tuple(classes),
        code,
        documents,
        tuple([Merge(*merge) for merge in merges]),
    )
