"""What the names of all documents mean → tables: decided at once, or portion by portion where they are many.

In portions no more is in memory than the names of one of them, and the ties of all, 16 bytes each: what documents tell
lies in tables, in the order of the portions.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import numpy as np

from kg.keeping.packing import packed, unpacked
from kg.merging.binding import find_again, tied
from kg.merging.entities import number_of, plain_entity
from kg.merging.rows import text, use_of
from kg.merging.tables import Tables
from kg.ontology import Ontology
from kg.posts import MARK
from kg.reading import Alias
from kg.resolution.gathered import Bodies, Gathered, Use
from kg.resolution.joining import Idle
from kg.resolution.namesakes import tell_namesakes
from kg.resolution.portions import Portioned, Tying
from kg.resolution.ties import form_tie, row_tie, ties_of_all, ties_of_decisions, ties_of_name
from kg.resolution.told import Forms, add_forms
from kg.resolve import Resolution, called_in, decide

AT_ONCE = 100_000
"""So many uses of names are decided together: one takes some two kilobytes meanwhile. Of more, a share at a time."""

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
    return Gathered(uses, ways, tables.told("form"), frozenset(posts)), by_number


def post_of(plain: bytes) -> tuple[str, str, Bodies]:
    """The person with posts, and the bodies, that a row tells."""
    kind, person, bodies = unpacked(plain)
    return kind, person, tuple([(one, other) for one, other in bodies])


def mean(tables: Tables, ontology: Ontology, most: int) -> Resolution:
    """Decide what all names mean: the tables ``meaning``, ``entity`` and ``row``, which are empty.

    Args:
        tables: the documents; a database ``aside`` is attached to them.
        ontology: known names and decisions.
        most: so many uses are decided together, of more a fifth as many at a time.

    Returns:
        What rows of the gazetteer are, and which decisions decided nothing; the rest is in the tables.
    """
    connection = tables.connection
    if connection.execute("SELECT count(*) FROM use").fetchone()[0] > most:
        try:
            return _Portions(tables, ontology, max(most // SHARE, 1)).mean()
        except sqlite3.IntegrityError:  # two portions have to do with each other after all: nothing is lost but time
            for table in ("meaning", "entity", "row"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608
    told, by_number = gathered(tables)
    resolution = decide(told, ontology.gazetteer, ontology.decisions)
    del told
    _put(connection, resolution, by_number)
    if tables.lasting:
        find_again(connection, tied(by_number, ontology.gazetteer), ontology.gazetteer)
    return Resolution((), resolution.rows, resolution.idle)


def _put(connection: sqlite3.Connection, resolution: Resolution, by_number: dict[int, Use]) -> None:
    """Put what some uses mean into the tables."""
    entity_of = resolution.entity_of
    meaning = ((number, number_of(entity_of[use])) for number, use in by_number.items())
    connection.executemany("INSERT INTO meaning VALUES (?, ?)", meaning)
    plain = ((number_of(thing.id), thing.type, packed(plain_entity(thing))) for thing in resolution.things)
    connection.executemany("INSERT INTO entity VALUES (?, ?, ?)", plain)
    rows = [(row, number_of(entity)) for row, entity in sorted(resolution.rows.items())]
    connection.executemany("INSERT INTO row VALUES (?, ?)", rows)


_BEGIN = """
CREATE TABLE aside.of_use (use INTEGER PRIMARY KEY, portion INTEGER);
CREATE TABLE aside.of_tie (tie INTEGER PRIMARY KEY, portion INTEGER);
CREATE TABLE aside.share (portion INTEGER, use INTEGER, count INTEGER, PRIMARY KEY (portion, use)) WITHOUT ROWID;
CREATE TABLE aside.why (portion INTEGER, use INTEGER, reason TEXT, detail BLOB, PRIMARY KEY (portion, use, reason))
  WITHOUT ROWID;
CREATE TABLE aside.spoken (portion INTEGER, doc INTEGER, plain BLOB);
CREATE TABLE aside.person (portion INTEGER, plain BLOB, PRIMARY KEY (portion, plain)) WITHOUT ROWID;
"""

_FILL = """
INSERT INTO aside.share SELECT portion, total.use, count
FROM (SELECT use, sum(count) AS count FROM used GROUP BY use) total JOIN aside.of_use o ON o.use = total.use
ORDER BY 1, 2;
INSERT INTO aside.why SELECT portion, way.use, reason, min(detail)
FROM way JOIN aside.of_use o ON o.use = way.use GROUP BY portion, way.use, reason;
INSERT INTO aside.spoken SELECT portion, doc, plain FROM form JOIN aside.of_tie o ON o.tie = form.tie ORDER BY portion;
CREATE INDEX aside.spoken_by_portion ON spoken (portion);
INSERT INTO aside.person SELECT DISTINCT portion, plain FROM post JOIN aside.of_tie o ON o.tie = post.tie ORDER BY 1, 2
"""

_END = ("of_use", "of_tie", "share", "why", "spoken", "person")


class _Portions:
    """The names of tables, decided portion by portion."""

    def __init__(self, tables: Tables, ontology: Ontology, most: int) -> None:
        self._tables = tables
        self._connection = tables.connection
        self._ontology = ontology
        self._most = most

    def mean(self) -> Resolution:
        """Decide, into the tables."""
        run, gazetteer, decisions = self._connection.execute, self._ontology.gazetteer, self._ontology.decisions
        tying = self._tying()
        portioned = tying.portions(self._most)
        for statement in _BEGIN.split(";")[:-1]:
            run(statement)
        many = self._connection.executemany
        for table, keys, values in (
            ("of_use", portioned.uses, portioned.of_use),
            ("of_tie", portioned.ties, portioned.of_tie),
        ):
            many(f"INSERT INTO aside.{table} VALUES (?, ?)", _pairs(keys, values))  # noqa: S608
        for statement in _FILL.split(";"):
            run(statement)
        called: dict[tuple[str, str], str] = {}
        for portion, bodies in sorted(self._bodies(portioned).items()):
            called |= called_in(self._gathered(portion)[0], gazetteer, bodies, () if portion else decisions.rows)
        rows: dict[str, str] = {}
        idle: tuple[Idle, ...] = ()
        for portion in range(portioned.count):
            told, by_number = self._gathered(portion)
            found = decide(told, gazetteer, None if portion else decisions, called)
            _put(self._connection, found, by_number)
            rows |= found.rows
            idle += found.idle  # of the first alone: the others know of no decisions
        for table in _END:
            run(f"DROP TABLE aside.{table}")
        if self._tables.lasting:
            order = np.lexsort((tying.uses, tying.ties))
            ties, uses = np.asarray(tying.ties)[order], np.asarray(tying.uses)[order]
            find_again(self._connection, _pairs(ties, uses), gazetteer)
        return Resolution((), rows, idle)

    def _tying(self) -> Tying:
        """All that ties uses, of all documents."""
        gazetteer = self._ontology.gazetteer
        tying = Tying()
        rows = self._connection.execute("SELECT number, plain FROM use ORDER BY number")
        while portion := rows.fetchmany(_TOGETHER):
            uses = [use_of(unpacked(plain)) for _, plain in portion]
            for (number, _), ties in zip(portion, ties_of_all(uses, gazetteer), strict=True):
                tying.ties.extend(ties)
                tying.uses.extend([number] * len(ties))
        for tie, plain in self._connection.execute("SELECT DISTINCT tie, plain FROM form"):
            kind, _, key, *_ = unpacked(plain)
            names = ties_of_name(kind, key, gazetteer)
            tying.names.extend(names)
            tying.forms.extend([tie] * len(names))
        tying.decided.extend(sorted(ties_of_decisions(self._ontology.decisions.rows, gazetteer)))
        return tying

    def _bodies(self, portioned: Portioned) -> dict[int, set[tuple[str, str]]]:
        """The bodies that tell persons from namesakes, by the portion in which it is decided what they are."""
        bodies: set[tuple[str, str]] = set()
        posts = self._connection.execute("SELECT tie, plain FROM post GROUP BY tie, plain")
        for _, several in groupby(posts, key=itemgetter(0)):
            told = [post_of(plain) for _, plain in several]
            if len(told) > 1 and tell_namesakes(told).bodies:
                bodies.update(body for *_, named in told for body in named if not body[0].startswith(MARK))
        found: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for kind, body in bodies:
            tie = row_tie(body) if body in self._ontology.gazetteer.entries else form_tie(kind, body)
            place = int(np.searchsorted(portioned.ties, tie))
            if place < len(portioned.ties) and portioned.ties[place] == tie:
                found[int(portioned.of_tie[place])].add((kind, body))
        return found

    def _gathered(self, portion: int) -> tuple[Gathered, dict[int, Use]]:
        """What all documents tell of the names of a portion, summed, and its uses by their numbers."""
        run, of = self._connection.execute, (portion,)
        uses: Counter[Use] = Counter()
        by_number: dict[int, Use] = {}
        query = "SELECT use, plain, count FROM aside.share JOIN use ON number = use WHERE portion = ? ORDER BY use"
        for number, plain, count in run(query, of):
            one = by_number[number] = use_of(unpacked(plain))
            uses[one] = count
        ways = {
            (by_number[number], reason): text(detail)
            for number, reason, detail in run("SELECT use, reason, detail FROM aside.why WHERE portion = ?", of)
        }
        forms: Forms = {}
        query = "SELECT id, plain FROM aside.spoken JOIN doc ON number = doc WHERE portion = ?"
        add_forms(forms, ((text(name), Alias(*unpacked(plain))) for name, plain in run(query, of)))
        posts = frozenset(post_of(plain) for (plain,) in run("SELECT plain FROM aside.person WHERE portion = ?", of))
        return Gathered(uses, ways, forms, posts), by_number


_TOGETHER = 10_000


def _pairs(keys: np.ndarray, values: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs of two columns, of which few at once are Python's own numbers."""
    for begin in range(0, len(keys), _TOGETHER):
        part = slice(begin, begin + _TOGETHER)
        yield from zip(keys[part].tolist(), values[part].tolist(), strict=True)
