"""Containers that the gazetteer knows and no document states, as statements of tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from kg.graph import known_statements
from kg.keeping.packing import packed
from kg.merging.entities import id_of, number_of
from kg.merging.stated import INSERT
from kg.ontology import Ontology
from kg.resolve import Resolution

_OF_ENTITY = "SELECT subject, relation, object FROM known WHERE subject = :entity OR object = :entity"

_UNLESS_STATED = INSERT.replace("INSERT", "INSERT OR IGNORE")


Known = tuple[int, str, int]
"""Subject, relation, object."""


def add_known(connection: sqlite3.Connection, rows: Mapping[str, str], ontology: Ontology) -> set[Known]:
    """Add what the gazetteer knows of its rows.

    Args:
        connection: the tables, with all that documents state.
        rows: rows of the gazetteer with the entities that they are, all rows of each.
        ontology: known names and relations.

    Returns:
        What was added.
    """
    added: set[Known] = set()
    run = connection.execute
    query = "SELECT 1 FROM entity WHERE number = ?"
    present = {one for one in {*rows.values()} if run(query, (number_of(one),)).fetchone()}
    for one in known_statements(Resolution((), dict(rows)), ontology.gazetteer, ontology.schema, present):
        subject, target = number_of(one.subject), number_of(one.object)
        plain = packed([one.support, one.confidence, [], [], one.source])
        if run(_UNLESS_STATED, (subject, one.relation, target, "", plain)).rowcount:
            added.add((subject, one.relation, target))
    connection.executemany("INSERT INTO known VALUES (?, ?, ?)", sorted(added))
    return added


def drop_known(connection: sqlite3.Connection, entities: Iterable[int]) -> set[Known]:
    """Take out what is known of some entities, and give it."""
    run = connection.execute
    known = {row for entity in entities for row in run(_OF_ENTITY, {"entity": entity})}
    for row in known:
        run("DELETE FROM statement WHERE (subject, relation, object, modality) = (?, ?, ?, '')", row)
        run("DELETE FROM known WHERE (subject, relation, object) = (?, ?, ?)", row)
    return known


def add_again(connection: sqlite3.Connection, entities: Iterable[int], ontology: Ontology) -> set[Known]:
    """Add what is known of some entities, once their rows and all that documents state are in the tables.

    Args:
        connection: the tables.
        entities: those of which `drop_known` took out what was known, and those that came instead.
        ontology: known names and relations.

    Returns:
        What was added.
    """
    entries = ontology.gazetteer.entries
    changed = _rows(connection, entities)
    inside = _entities(connection, ontology.gazetteer.contained(changed))
    about = _rows(connection, {*changed.values(), *inside.values()})
    containers = _entities(connection, {entries[row].container for row in about} - about.keys())
    rows = {row: id_of(entity) for row, entity in {**about, **containers}.items()}
    return add_known(connection, rows, ontology)


def _rows(connection: sqlite3.Connection, entities: Iterable[int]) -> dict[str, int]:
    """The rows of the gazetteer that some entities are."""
    query = "SELECT id, entity FROM row WHERE entity = ?"
    return {row: one for entity in entities for row, one in connection.execute(query, (entity,))}


def _entities(connection: sqlite3.Connection, rows: Iterable[str]) -> dict[str, int]:
    """Which entities some rows of the gazetteer are, as far as the graph has them."""
    query = "SELECT id, entity FROM row WHERE id = ?"
    return dict(found for row in rows if (found := connection.execute(query, (row,)).fetchone()))
