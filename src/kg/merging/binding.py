"""What uses and documents are tied by, kept in tables so that `kg.merging.amending` finds what a change bears on."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator

from kg.apart.posts import MARK
from kg.keeping.packing import unpacked
from kg.knowledge.gazetteer import Gazetteer
from kg.merging.layout import AMENDABLE
from kg.ontology import Ontology
from kg.resolution.gathered import Use
from kg.resolution.ties import ties_of_all, ties_of_name

_TOGETHER = 2_000
"""So many rows are held at once."""

Told = tuple[int, bytes, int]
"""A form or a post, behind the number of the document that tells it, with the tie of the form or person."""

Bonds = tuple["array[int]", "array[int]", "array[int]"]
"""Numbers of documents, and beside each two ties that it binds: of a form or person, and of what that stands for."""

_TABLES, _INDEXES = (tuple(filter(str.strip, part)) for part in (AMENDABLE.split(";")[:2], AMENDABLE.split(";")[2:]))


def begin(connection: sqlite3.Connection) -> None:
    """Let there be nothing of what finds things again; no rows of these tables may be left to be fetched."""
    for table in ("tied", "bond"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _TABLES:
        connection.execute(statement)


def end(connection: sqlite3.Connection, ties: Iterable[tuple[int, int]]) -> None:
    """Keep the ties of all uses with the numbers of these, sorted, and index what `kg.merging.amending` looks for."""
    connection.executemany("INSERT INTO tied VALUES (?, ?)", ties)
    for statement in _INDEXES:
        connection.execute(statement)


def told_by_documents(connection: sqlite3.Connection, table: str) -> Iterator[list[Told]]:
    """The forms, or the posts, of all documents, some at a time."""
    rows = connection.execute(f"SELECT doc, plain, tie FROM {table}")  # noqa: S608
    return iter(lambda: rows.fetchmany(_TOGETHER), [])


def bonds_of_rows(ontology: Ontology, _: None, rows: list[Told]) -> Bonds:
    """What documents bind that tell some forms or posts."""
    return _bonds(rows, ontology.gazetteer)


def keep(connection: sqlite3.Connection, several: Iterable[Bonds]) -> None:
    """Keep what documents bind."""
    for bonds in several:
        connection.executemany("INSERT INTO bond VALUES (?, ?, ?)", zip(*bonds, strict=True))


def tied(uses: dict[int, Use], gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """The ties of uses with their numbers, sorted."""
    of_each = zip(uses, ties_of_all([*uses.values()], gazetteer), strict=True)
    return sorted((tie, number) for number, ties in of_each for tie in ties)


def tie_uses(connection: sqlite3.Connection, uses: dict[int, Use], gazetteer: Gazetteer) -> None:
    """Keep the ties of uses, by their numbers."""
    connection.executemany("INSERT INTO tied VALUES (?, ?)", tied(uses, gazetteer))


def tie_documents(connection: sqlite3.Connection, rows: list[Told], gazetteer: Gazetteer) -> None:
    """Keep what documents bind that tell some forms or posts."""
    keep(connection, [_bonds(rows, gazetteer)])


def _bonds(rows: list[Told], gazetteer: Gazetteer) -> Bonds:
    others_of = {plain: _told_by(plain, gazetteer) for plain in {plain for _, plain, _ in rows}}
    found = sorted({(doc, tie, other) for doc, plain, tie in rows for other in others_of[plain]})
    docs, ties, others = array("q"), array("q"), array("q")
    for doc, tie, other in found:
        docs.append(doc)
        ties.append(tie)
        others.append(other)
    return docs, ties, others


def _told_by(plain: bytes, gazetteer: Gazetteer) -> set[int]:
    """The ties of the name that a form stands for, or of the bodies of a person's posts."""
    kind, _, told, *_ = unpacked(plain)
    if isinstance(told, str):
        return ties_of_name(kind, told, gazetteer)
    bodies = [one for one in told if not one[0].startswith(MARK)]  # what a person is ties it to nothing else
    return {tie for kind, body in bodies for tie in ties_of_name(kind, body, gazetteer)}
