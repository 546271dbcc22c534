"""Tables of documents → tables of the graph: names summed and resolved, mentions and statements merged by key."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from kg.graph import known_statements
from kg.keeping.packing import packed, unpacked
from kg.merging.rows import evidence_of, use_of
from kg.merging.tables import Tables, text
from kg.model import Entity, Evidence, Merge
from kg.ontology import Ontology
from kg.resolution.gathered import Bodies, Gathered, Use
from kg.resolve import Resolution, decide

_MADE = """
ATTACH '' AS made;
CREATE TABLE made.place (doc INTEGER PRIMARY KEY, place INTEGER);
CREATE TABLE made.meaning (use INTEGER PRIMARY KEY, entity INTEGER);
CREATE TABLE made.symmetric (relation TEXT PRIMARY KEY);
CREATE TABLE made.entity (number INTEGER PRIMARY KEY, id TEXT, plain BLOB);
CREATE TABLE made.mention (entity INTEGER, place INTEGER, count INTEGER, PRIMARY KEY (entity, place)) WITHOUT ROWID;
CREATE TABLE made.statement (subject INTEGER, relation TEXT, object INTEGER, modality TEXT, plain BLOB,
  PRIMARY KEY (subject, relation, object, modality));
"""
"""Documents by their place in order, uses by what they mean, entities by their place in order, and what is merged."""

_MENTIONS = """
INSERT INTO made.mention
SELECT entity, place, sum(count) FROM used JOIN made.meaning ON meaning.use = used.use
JOIN made.place ON place.doc = used.doc WHERE count > 0 GROUP BY entity, place ORDER BY entity, place
"""

_STATED = """
SELECT CASE WHEN swapped THEN target ELSE subject END AS one, relation,
  CASE WHEN swapped THEN subject ELSE target END AS other, modality, place, confidence, number, swapped
FROM (
  SELECT s.entity AS subject, o.entity AS target, f.relation, f.modality, p.place, f.confidence, f.number,
    o.entity < s.entity AND f.relation IN (SELECT relation FROM made.symmetric) AS swapped
  FROM fact f JOIN made.meaning s ON s.use = f.subject JOIN made.meaning o ON o.use = f.object
  JOIN made.place p ON p.doc = f.doc
  WHERE s.entity != o.entity
)
ORDER BY one, relation, other, modality, place, number
"""

_UNUSED = """
DELETE FROM made.entity WHERE number NOT IN (
  SELECT entity FROM made.mention UNION SELECT subject FROM made.statement UNION SELECT object FROM made.statement)
"""

_INSERT = "INSERT INTO made.statement VALUES (?, ?, ?, ?, ?)"


class _Stated(NamedTuple):
    subject: int
    relation: str
    object: int
    modality: str
    place: int
    confidence: float
    number: int
    swapped: int


def gathered(tables: Tables) -> tuple[Gathered, dict[int, Use]]:
    """What all documents tell of names, summed, and the uses by their numbers."""
    run = tables.connection.execute
    uses: Counter[Use] = Counter()
    by_number: dict[int, Use] = {}
    query = "SELECT use.number, plain, total FROM (SELECT use, sum(count) AS total FROM used GROUP BY use)"
    for number, plain, count in run(f"{query} JOIN use ON use.number = use"):
        one = use_of(unpacked(plain))
        by_number[number] = one
        uses[one] = count
    ways = {
        (by_number[number], reason): text(detail)
        for number, reason, detail in run("SELECT use, reason, min(detail) FROM way GROUP BY use, reason")
    }
    posts: set[tuple[str, str, Bodies]] = set()
    for (plain,) in run("SELECT DISTINCT plain FROM post"):
        kind, person, bodies = unpacked(plain)
        posts.add((kind, person, tuple((one, other) for one, other in bodies)))
    return Gathered(uses, ways, tables.told("form"), frozenset(posts)), by_number


def make(tables: Tables, ontology: Ontology, most: int) -> Resolution:
    """Resolve names over all documents, and merge what these mention and state into tables of the graph.

    Args:
        tables: the documents.
        ontology: known names, relations, decisions.
        most: so many places of evidence are kept for each statement.

    Returns:
        What names mean; its ``things`` and ``entity_of`` are empty, as the tables hold them.
    """
    connection = tables.connection
    connection.executescript(_MADE)
    tables.tune("made")
    with tables.together():
        return _make(tables, ontology, most)


def _make(tables: Tables, ontology: Ontology, most: int) -> Resolution:
    connection = tables.connection
    told, by_number = gathered(tables)
    resolution = decide(told, ontology.gazetteer, ontology.decisions)
    del told
    places = [thing.id for thing in resolution.things]
    place = {identifier: number for number, identifier in enumerate(places)}
    meaning = ((number, place[resolution.entity_of[use]]) for number, use in by_number.items())
    connection.executemany("INSERT INTO made.meaning VALUES (?, ?)", meaning)
    plain = ((place[thing.id], thing.id, packed(plain_entity(thing))) for thing in resolution.things)
    connection.executemany("INSERT INTO made.entity VALUES (?, ?, ?)", plain)
    resolution = Resolution((), resolution.rows, resolution.idle)
    by_number.clear()
    connection.execute("INSERT INTO made.place SELECT number, row_number() OVER (ORDER BY id) - 1 FROM doc")
    symmetric = [(name,) for name, info in ontology.schema.relations.items() if info.symmetric]
    connection.executemany("INSERT INTO made.symmetric VALUES (?)", symmetric)
    connection.execute(_MENTIONS)
    connection.execute("CREATE INDEX made.mention_by_place ON mention (place, entity)")
    stated = (_merged(connection, group, most) for group in _groups(connection))
    connection.executemany(_INSERT, stated)
    connection.execute(_UNUSED)
    _add_known(connection, resolution, ontology, place)
    return resolution


def _groups(connection: sqlite3.Connection) -> Iterator[list[_Stated]]:
    rows = (_Stated(*row) for row in connection.execute(_STATED))
    return (list(group) for _, group in groupby(rows, key=lambda row: row[:4]))


def _merged(connection: sqlite3.Connection, group: list[_Stated], most: int) -> tuple[int, str, int, str, bytes]:
    """A statement's row: like `kg.graph.merged`, with the evidence of so many documents as are needed for the most."""
    first = group[0]
    places = [place for place, _ in groupby(one.place for one in group)]
    if len(places) == len(group):
        return *first[:4], _row_of_documents(connection, group[:most], group, places)
    kept: set[tuple[int, Evidence]] = set()
    evidence = []
    for place, several in groupby(group, key=lambda one: one.place):
        if len(kept) >= most:
            break
        for one in several:
            (content,) = connection.execute("SELECT evidence FROM fact WHERE number = ?", (one.number,)).fetchone()
            plain = unpacked(content)
            found = evidence_of(plain, "", swapped=bool(one.swapped))
            if (place, found) not in kept:
                kept.add((place, found))
                evidence.append((place, found, one.swapped, plain))
    evidence.sort(key=lambda row: row[:2])
    plain_evidence = [[place, swapped, plain] for place, _, swapped, plain in evidence[:most]]
    row = [len(group), max(one.confidence for one in group), plain_evidence, places, ""]
    return *first[:4], packed(row)


def _row_of_documents(
    connection: sqlite3.Connection, kept: list[_Stated], group: list[_Stated], places: list[int]
) -> bytes:
    """What `_merged` packs where each document states the fact once: nothing has to be unpacked to put it in order."""
    find = connection.execute
    evidence = b",".join(
        b"[%d,%d,%s]"
        % (one.place, one.swapped, *find("SELECT evidence FROM fact WHERE number = ?", (one.number,)).fetchone())
        for one in kept
    )
    return b'[%d,%s,[%s],%s,""]' % (len(group), packed(max(one.confidence for one in group)), evidence, packed(places))


def _add_known(
    connection: sqlite3.Connection, resolution: Resolution, ontology: Ontology, place: dict[str, int]
) -> None:
    """Add the containers that the gazetteer knows and no document states."""
    present = {identifier for (identifier,) in connection.execute("SELECT id FROM made.entity")}
    for one in known_statements(resolution, ontology.gazetteer, ontology.schema, present):
        row = (place[one.subject], one.relation, place[one.object], "")
        query = "SELECT 1 FROM made.statement WHERE (subject, relation, object, modality) = (?, ?, ?, ?)"
        if connection.execute(query, row).fetchone() is None:
            connection.execute(_INSERT, (*row, packed([one.support, one.confidence, [], [], one.source])))


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
        tuple((language, label) for language, label in labels),
        tuple(classes),
        code,
        documents,
        tuple(Merge(*merge) for merge in merges),
    )
