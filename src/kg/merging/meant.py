"""What uses of names mean as rows of tables, and what finds it again: for all uses at once, or portion by portion."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kg.keeping.packing import packed, unpacked
from kg.merging.entities import number_of, plain_entity
from kg.merging.rows import use_of
from kg.model import Entity
from kg.ontology import Ontology
from kg.resolution.gathered import Bodies, Use
from kg.resolution.joining import Idle
from kg.resolution.ties import ties_of_all
from kg.resolve import Resolution

_TOGETHER = 2_000
"""So many uses, or pairs of numbers, are Python's own values at once."""


Tied = tuple["array[int]", "array[int]"]
"""Ties, and beside them the numbers of the uses that have them."""


@dataclass(slots=True)
class Meant:
    """What some uses mean, as rows of the tables ``meaning``, ``entity`` and ``row``.

    ``idle`` are the decisions that decided nothing.
    """

    uses: list[tuple[int, int]]
    things: list[tuple[int, str, bytes]]
    rows: list[tuple[str, int]]
    idle: tuple[Idle, ...] = ()


def put(connection: sqlite3.Connection, meant: Meant) -> None:
    """Put it into the tables."""
    connection.executemany("INSERT INTO meaning VALUES (?, ?)", meant.uses)
    connection.executemany("INSERT INTO entity VALUES (?, ?, ?)", meant.things)
    connection.executemany("INSERT INTO row VALUES (?, ?)", meant.rows)


def meant_of(resolution: Resolution, by_number: Mapping[int, Use]) -> Meant:
    """What uses mean, of those that a resolution tells of; all are known by their numbers."""
    entity_of = resolution.entity_of
    return Meant(
        [(number, number_of(entity_of[use])) for number, use in by_number.items() if use in entity_of],
        [thing_row(thing) for thing in resolution.things],
        [(row, number_of(entity)) for row, entity in sorted(resolution.rows.items())],
        resolution.idle,
    )


def thing_row(thing: Entity) -> tuple[int, str, bytes]:
    """A thing as a row of its table."""
    # A copy: what is packed lies at the begin of a block of a kilobyte, of which nothing is free as long as it lives.
    return number_of(thing.id), thing.type, bytes(memoryview(packed(plain_entity(thing))))


def post_of(plain: bytes) -> tuple[str, str, Bodies]:
    """The person with posts, and the bodies, that a row tells."""
    kind, person, bodies = unpacked(plain)
    return kind, person, tuple([(one, other) for one, other in bodies])


def uses_of_all(connection: sqlite3.Connection) -> Iterator[list[tuple[int, bytes]]]:
    """All uses with their numbers, some at a time."""
    rows = connection.execute("SELECT number, plain FROM use ORDER BY number")
    return iter(lambda: rows.fetchmany(_TOGETHER), [])


def ties_of_rows(ontology: Ontology, _: None, rows: list[tuple[int, bytes]]) -> Tied:
    """The ties of some uses, with the numbers of these beside them."""
    ties, uses = array("q"), array("q")
    of_each = ties_of_all([use_of(unpacked(plain)) for _, plain in rows], ontology.gazetteer)
    for (number, _plain), several in zip(rows, of_each, strict=True):
        ties.extend(several)
        uses.extend([number] * len(several))
    return ties, uses


def in_order(several: Iterable[Tied]) -> Iterator[tuple[int, int]]:
    """Ties with their uses, sorted."""
    ties, uses = array("q"), array("q")
    for some, of_them in several:
        ties.extend(some)
        uses.extend(of_them)
    order = np.lexsort((uses, ties))
    return pairs(np.asarray(ties)[order], np.asarray(uses)[order])


def pairs(keys: np.ndarray, values: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs of two columns, of which few at once are Python's own numbers."""
    for begin in range(0, len(keys), _TOGETHER):
        part = slice(begin, begin + _TOGETHER)
        yield from zip(keys[part].tolist(), values[part].tolist(), strict=True)
