"""What uses and documents are tied by, kept in tables so that `kg.merging.amending` finds what a change bears on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from kg.apart.posts import MARK
from kg.keeping.packing import unpacked
from kg.knowledge.gazetteer import Gazetteer
from kg.merging.layout import AMENDABLE
from kg.resolution.gathered import Use
from kg.resolution.ties import ties_of_all, ties_of_name

_TOGETHER = 50_000
"""So many rows are held at once."""


def find_again(connection: sqlite3.Connection, ties: Iterable[tuple[int, int]], gazetteer: Gazetteer) -> None:
    """Index what `kg.merging.amending` looks for.

    Args:
        connection: the tables.
        ties: the ties of all uses with the numbers of these, sorted.
        gazetteer: the known names.
    """
    connection.execute("DROP TABLE IF EXISTS tied")
    connection.execute("DROP TABLE IF EXISTS bond")
    for statement in AMENDABLE.split(";")[:-1]:
        connection.execute(statement)
    connection.executemany("INSERT INTO tied VALUES (?, ?)", ties)
    documents = connection.execute("SELECT doc, plain, tie FROM form UNION ALL SELECT doc, plain, tie FROM post")
    while rows := documents.fetchmany(_TOGETHER):
        tie_documents(connection, rows, gazetteer)


def tied(uses: dict[int, Use], gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """The ties of uses with their numbers, sorted."""
    of_each = zip(uses, ties_of_all([*uses.values()], gazetteer), strict=True)
    return sorted((tie, number) for number, ties in of_each for tie in ties)


def tie_uses(connection: sqlite3.Connection, uses: dict[int, Use], gazetteer: Gazetteer) -> None:
    """Keep the ties of uses, by their numbers."""
    connection.executemany("INSERT INTO tied VALUES (?, ?)", tied(uses, gazetteer))


def tie_documents(connection: sqlite3.Connection, rows: list[tuple[int, bytes, int]], gazetteer: Gazetteer) -> None:
    """Keep what documents bind; ``rows`` are those of their forms and posts."""
    bonds = {(doc, tie, other) for doc, plain, tie in rows for other in _told_by(plain, gazetteer)}
    connection.executemany("INSERT INTO bond VALUES (?, ?, ?)", sorted(bonds))


def _told_by(plain: bytes, gazetteer: Gazetteer) -> set[int]:
    """The ties of the name that a form stands for, or of the bodies of a person's posts."""
    kind, _, told, *_ = unpacked(plain)
    if isinstance(told, str):
        return ties_of_name(kind, told, gazetteer)
    bodies = [one for one in told if not one[0].startswith(MARK)]  # what a person is ties it to nothing else
    return {tie for kind, body in bodies for tie in ties_of_name(kind, body, gazetteer)}
