"""Tables of documents → tables of the graph: names summed and resolved, mentions and statements merged by key."""

from __future__ import annotations

import sqlite3
from collections import Counter

from kg.gazetteer import Gazetteer
from kg.graph import known_statements
from kg.keeping.packing import packed, unpacked
from kg.merging.entities import id_of, number_of, plain_entity
from kg.merging.layout import AMENDABLE, OF_GRAPH
from kg.merging.rows import use_of
from kg.merging.stated import INSERT, Stated, grouped, merged
from kg.merging.tables import Tables, text
from kg.ontology import Ontology
from kg.posts import MARK
from kg.resolution.gathered import Bodies, Gathered, Use
from kg.resolution.ties import ties_of, ties_of_name
from kg.resolve import Resolution, decide

_ASIDE = """
ATTACH '' AS aside;
CREATE TABLE aside.place (doc INTEGER PRIMARY KEY, place INTEGER);
CREATE TABLE aside.symmetric (relation TEXT PRIMARY KEY);
"""
"""Documents by their place in order, and what is only needed while a graph is made."""

_MENTIONS = """
INSERT INTO mention
SELECT entity, doc, sum(count) FROM used JOIN meaning ON meaning.use = used.use
WHERE count > 0 GROUP BY entity, doc ORDER BY entity, doc
"""

_STATED = """
SELECT CASE WHEN swapped THEN target ELSE subject END AS one, relation,
  CASE WHEN swapped THEN subject ELSE target END AS other, modality, doc, confidence, number, swapped
FROM (
  SELECT s.entity AS subject, o.entity AS target, f.relation, f.modality, f.doc, p.place, f.confidence, f.number,
    o.entity < s.entity AND f.relation IN (SELECT relation FROM aside.symmetric) AS swapped
  FROM fact f JOIN meaning s ON s.use = f.subject JOIN meaning o ON o.use = f.object
  JOIN aside.place p ON p.doc = f.doc
  WHERE s.entity != o.entity
)
ORDER BY one, relation, other, modality, place, number
"""

_UNUSED = """
DELETE FROM entity WHERE number NOT IN (
  SELECT entity FROM mention UNION SELECT subject FROM statement UNION SELECT object FROM statement)
"""


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
    posts = {post_of(plain) for (plain,) in run("SELECT DISTINCT plain FROM post")}
    return Gathered(uses, ways, tables.told("form"), frozenset(posts)), by_number


def post_of(plain: bytes) -> tuple[str, str, Bodies]:
    """The person with posts, and the bodies, that a row tells."""
    kind, person, bodies = unpacked(plain)
    return kind, person, tuple([(one, other) for one, other in bodies])


def sum_up(tables: Tables, ontology: Ontology, most: int) -> Resolution:
    """Make the graph of all documents, whatever there was of it before.

    Args:
        tables: the documents.
        ontology: known names, relations, decisions.
        most: so many places of evidence are kept for each statement.

    Returns:
        What rows of the gazetteer are, and which decisions decided nothing; the rest is in the tables.
    """
    connection = tables.connection
    connection.executescript(_ASIDE)
    tables.tune("aside")
    with tables.together():
        for table in OF_GRAPH:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
        tables.forget_unused()
        resolution = _sum_up(tables, ontology, most)
        connection.execute("INSERT INTO made VALUES (?)", (most,))
    connection.execute("DETACH aside")
    return resolution


def _sum_up(tables: Tables, ontology: Ontology, most: int) -> Resolution:
    connection = tables.connection
    told, by_number = gathered(tables)
    resolution = decide(told, ontology.gazetteer, ontology.decisions)
    del told
    entity_of = resolution.entity_of
    meaning = ((number, number_of(entity_of[use])) for number, use in by_number.items())
    connection.executemany("INSERT INTO meaning VALUES (?, ?)", meaning)
    plain = ((number_of(thing.id), packed(plain_entity(thing))) for thing in resolution.things)
    connection.executemany("INSERT INTO entity VALUES (?, ?)", plain)
    rows = [(row, number_of(entity)) for row, entity in sorted(resolution.rows.items())]
    connection.executemany("INSERT INTO row VALUES (?, ?)", rows)
    if tables.lasting:
        _find_again(connection, by_number, ontology.gazetteer)
    resolution = Resolution((), resolution.rows, resolution.idle)
    by_number.clear()
    connection.execute("INSERT INTO aside.place SELECT number, row_number() OVER (ORDER BY id) - 1 FROM doc")
    symmetric = [(name,) for name, info in ontology.schema.relations.items() if info.symmetric]
    connection.executemany("INSERT INTO aside.symmetric VALUES (?)", symmetric)
    connection.execute(_MENTIONS)
    groups = grouped(Stated(*row) for row in connection.execute(_STATED))
    connection.executemany(INSERT, (merged(connection, group, most) for group in groups))
    connection.execute(_UNUSED)
    add_known(connection, resolution, ontology)
    return resolution


def add_known(connection: sqlite3.Connection, resolution: Resolution, ontology: Ontology) -> None:
    """Add the containers that the gazetteer knows and no document states."""
    present = {id_of(number) for (number,) in connection.execute("SELECT number FROM entity")}
    for one in known_statements(resolution, ontology.gazetteer, ontology.schema, present):
        subject, target = number_of(one.subject), number_of(one.object)
        query = "SELECT 1 FROM statement WHERE (subject, relation, object, modality) = (?, ?, ?, '')"
        if connection.execute(query, (subject, one.relation, target)).fetchone() is None:
            plain = packed([one.support, one.confidence, [], [], one.source])
            connection.execute(INSERT, (subject, one.relation, target, "", plain))
            connection.execute("INSERT INTO known VALUES (?, ?, ?)", (subject, one.relation, target))


def _find_again(connection: sqlite3.Connection, uses: dict[int, Use], gazetteer: Gazetteer) -> None:
    """Index what `kg.merging.amending` looks for."""
    connection.execute("DROP TABLE IF EXISTS tied")
    connection.execute("DROP TABLE IF EXISTS bond")
    for statement in AMENDABLE.split(";")[:-1]:
        connection.execute(statement)
    tie_uses(connection, uses, gazetteer)
    documents = "SELECT doc, plain, tie FROM form UNION ALL SELECT doc, plain, tie FROM post"
    tie_documents(connection, connection.execute(documents).fetchall(), gazetteer)


def tie_uses(connection: sqlite3.Connection, uses: dict[int, Use], gazetteer: Gazetteer) -> None:
    """Keep the ties of uses, by their numbers."""
    rows = sorted((tie, number) for number, use in uses.items() for tie in ties_of(use, gazetteer))
    connection.executemany("INSERT INTO tied VALUES (?, ?)", rows)


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
