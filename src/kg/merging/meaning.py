"""What the names of all documents mean → tables: decided at once, or portion by portion where they are many."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from kg.keeping.packing import unpacked
from kg.merging.binding import find_again
from kg.merging.entities import id_of
from kg.merging.meant import Meant, in_order, post_of, put, rows_of, thing_row, ties_of_rows, uses_of_all
from kg.merging.portioned import Portions
from kg.merging.rows import text, use_of
from kg.merging.tables import Tables
from kg.merging.telling import forms_told
from kg.ontology import Ontology
from kg.resolution.alone import Shares, alone, divide
from kg.resolution.gathered import Gathered, Use
from kg.resolve import Resolution, decide_divided
from kg.spreading import Spread

AT_ONCE = 100_000
"""So many uses of names are decided together: one takes some two kilobytes meanwhile. Of more, a share at a time."""

_ROWS = 2_000
"""So many rows of the gazetteer are a piece of work that can be shared: some tenth of a second."""

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


def mean(tables: Tables, ontology: Ontology, most: int, spread: Spread) -> Resolution:
    """Decide what all names mean: the tables ``meaning``, ``entity`` and ``row``, which are empty.

    Args:
        tables: the documents; a database ``aside`` is attached to them.
        ontology: known names and decisions.
        most: so many uses are decided together, of more a fifth as many at a time.
        spread: shares the work among processes.

    Returns:
        What rows of the gazetteer are, and which decisions decided nothing; the rest is in the tables.
    """
    connection = tables.connection
    if connection.execute("SELECT count(*) FROM use").fetchone()[0] > most:
        try:
            return Portions(tables, ontology, max(most // SHARE, 1), spread).mean()
        except sqlite3.IntegrityError:  # two portions have to do with each other after all: nothing is lost but time
            for table in ("meaning", "entity", "row"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608
    told, by_number = gathered(tables)
    meant = _meant_by_all(told, by_number, ontology, spread)
    del told
    ties = spread(ties_of_rows, None, uses_of_all(connection)) if tables.lasting else None  # found meanwhile
    rows: dict[str, str] = {}
    for one in meant:
        put(connection, one)
        rows.update((row, id_of(entity)) for row, entity in one.rows)
    if ties is not None:
        find_again(connection, in_order(ties), ontology.gazetteer)
    return Resolution((), rows, meant[0].idle)


def _meant_by_all(told: Gathered, by_number: Mapping[int, Use], ontology: Ontology, spread: Spread) -> list[Meant]:
    """Decide at once; the rows of the gazetteer that stand alone are work that others share meanwhile."""
    shares = divide(told, ontology.gazetteer, ontology.decisions.rows)
    portions = spread(_things_alone, None, _rows_alone(shares))
    rest = replace(shares, rows={}, ways={})
    meant = [rows_of(decide_divided(rest, ontology.gazetteer, ontology.decisions.rows), by_number)]
    number = {use: number for number, use in by_number.items()}
    names = iter(shares.rows.items())
    for things in portions:
        used, rows = [], []
        for (entity, _, _), ((_, row), uses) in zip(things, islice(names, len(things)), strict=True):
            used += [(number[use], entity) for use, _ in uses]
            rows.append((row, entity))
        meant.append(Meant(used, things, rows))
    return meant


def _rows_alone(shares: Shares) -> Iterator[Shares]:
    """The rows of the gazetteer that stand alone, some at a time."""
    rows = iter(shares.rows.items())
    while several := dict(islice(rows, _ROWS)):
        ways = {use: shares.ways[use] for uses in several.values() for use, _ in uses if use in shares.ways}
        yield Shares({}, several, Gathered(), ways)


def _things_alone(ontology: Ontology, _: None, shares: Shares) -> list[tuple[int, str, bytes]]:
    """What names that stand alone are, as rows of a table, in their order."""
    return [thing_row(thing) for thing, _ in alone(shares, ontology.gazetteer)]
