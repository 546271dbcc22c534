"""Tables of documents → tables of the graph: names summed and resolved, mentions and statements merged by key."""

from __future__ import annotations

from kg.merging.binding import bonds_of_rows, end, keep, told_by_documents
from kg.merging.known import add_known
from kg.merging.layout import OF_GRAPH
from kg.merging.meaning import AT_ONCE, mean
from kg.merging.meant import in_order
from kg.merging.stated import INSERT, Stated, grouped, merged
from kg.merging.tables import Tables
from kg.ontology import Ontology
from kg.resolve import Resolution
from kg.spreading import Spread, here

_BEGIN = (
    "CREATE TABLE aside.place (doc INTEGER PRIMARY KEY, place INTEGER)",
    "CREATE TABLE aside.symmetric (relation TEXT PRIMARY KEY)",
)
_END = ("DROP TABLE aside.place", "DROP TABLE aside.symmetric")
"""Documents by their place in order, and which relations hold both ways, while a graph is made."""

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
DELETE FROM entity WHERE NOT EXISTS (SELECT 1 FROM mention WHERE mention.entity = entity.number)
  AND NOT EXISTS (SELECT 1 FROM statement WHERE subject = entity.number)
  AND number NOT IN (SELECT object FROM statement)
"""


def sum_up(
    tables: Tables, ontology: Ontology, most: int, *, at_once: int = AT_ONCE, spread: Spread | None = None
) -> Resolution:
    """Make the graph of all documents, whatever there was of it before.

    Args:
        tables: the documents.
        ontology: known names, relations, decisions.
        most: so many places of evidence are kept for each statement.
        at_once: so many uses of names are decided together.
        spread: shares work among processes; by default all is done in this one.

    Returns:
        What rows of the gazetteer are, and which decisions decided nothing; the rest is in the tables.
    """
    connection = tables.connection
    tables.limit("aside", 0.25)  # it is written and read in order
    with tables.together():
        for table in OF_GRAPH:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
        tables.forget_unused()
        resolution = _sum_up(tables, ontology, most, at_once, spread or here(ontology))
        connection.execute("INSERT INTO made VALUES (?)", (most,))
    tables.limit("aside", 0)
    return resolution


def _sum_up(tables: Tables, ontology: Ontology, most: int, at_once: int, spread: Spread) -> Resolution:
    connection = tables.connection
    for statement in _BEGIN:
        connection.execute(statement)
    resolution, ties = mean(tables, ontology, at_once, spread)
    bonds = spread(bonds_of_rows, None, told_by_documents(connection, "post") if tables.lasting else ())  # meanwhile
    connection.execute("INSERT INTO aside.place SELECT number, row_number() OVER (ORDER BY id) - 1 FROM doc")
    symmetric = [(name,) for name, info in ontology.schema.relations.items() if info.symmetric]
    connection.executemany("INSERT INTO aside.symmetric VALUES (?)", symmetric)
    connection.execute(_MENTIONS)
    groups = grouped(Stated(*row) for row in connection.execute(_STATED))
    connection.executemany(INSERT, (merged(connection, group, most) for group in groups))
    connection.execute(_UNUSED)
    add_known(connection, resolution.rows, ontology)
    if tables.lasting:
        keep(connection, bonds)
        end(connection, in_order(ties))
    for statement in _END:
        connection.execute(statement)
    return resolution
