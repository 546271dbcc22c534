"""What the names of all documents mean → tables: decided at once, or portion by portion where they are many."""

from __future__ import annotations

import sqlite3
from collections import Counter

from kg.keeping.packing import unpacked
from kg.merging.binding import begin, bonds_of_rows, keep, told_by_documents
from kg.merging.entities import id_of
from kg.merging.meant import Tied, meant_of, post_of, put, ties_of_rows, uses_of_all
from kg.merging.portioned import ByPortions
from kg.merging.rows import text, use_of
from kg.merging.tables import Tables
from kg.merging.telling import forms_told
from kg.ontology import Ontology
from kg.resolution.gathered import Gathered, Use
from kg.resolve import Resolution, decide
from kg.spreading import Spread

AT_ONCE = 100_000
"""So many uses of names are decided together: one takes some two kilobytes meanwhile. Of more, a share at a time."""

AT_ONCE_OF_SEVERAL = 10_000
"""So many where several processes share the work."""

SHARE = 5
"""Portions are so much smaller than what would be decided together; each costs a little beyond its names."""


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
    return Gathered(uses, ways, forms_told(tables.connection), frozenset(posts)), by_number


def mean(tables: Tables, ontology: Ontology, most: int, spread: Spread) -> tuple[Resolution, list[Tied]]:
    """Decide what all names mean: the tables ``meaning``, ``entity`` and ``row``, which are empty.

    Args:
        tables: the documents; a database ``aside`` is attached to them.
        ontology: known names and decisions.
        most: so many uses are decided together, of more a fifth as many at a time.
        spread: shares the work among processes.

    Returns:
        What rows of the gazetteer are, and which decisions decided nothing, the rest is in the tables; and the ties of
        all uses, if another build shall begin with the tables.
    """
    connection = tables.connection
    if connection.execute("SELECT count(*) FROM use").fetchone()[0] > most:
        try:
            return ByPortions(tables, ontology, max(most // SHARE, 1), spread).mean()
        except sqlite3.IntegrityError:  # two portions have to do with each other after all: nothing is lost but time
            for table in ("meaning", "entity", "row"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608
    told, by_number = gathered(tables)
    meant = meant_of(decide(told, ontology.gazetteer, ontology.decisions), by_number)
    del told, by_number
    put(connection, meant)
    ties: list[Tied] = []
    if tables.lasting:
        begin(connection)
        ties += spread(ties_of_rows, None, uses_of_all(connection))
        keep(connection, spread(bonds_of_rows, None, told_by_documents(connection, "form")))
    return Resolution((), {row: id_of(entity) for row, entity in meant.rows}, meant.idle), ties
