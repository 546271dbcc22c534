"""What the names of all documents mean, decided portion by portion.

No more is in memory than the names of a few portions, and the ties of all, 16 bytes each: what documents tell lies in
tables, in the order of the portions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

import numpy as np

from kg.apart.posts import MARK
from kg.keeping.packing import unpacked
from kg.merging.binding import find_again
from kg.merging.entities import id_of
from kg.merging.meant import Meant, in_order, pairs, post_of, put, rows_of, ties_of_rows, uses_of_all
from kg.merging.rows import text, use_of
from kg.merging.tables import Tables
from kg.names.reading import Alias
from kg.ontology import Ontology
from kg.resolution.gathered import Gathered, Use
from kg.resolution.joining import Idle
from kg.resolution.namesakes import tell_namesakes
from kg.resolution.portions import Portioned, Tying
from kg.resolution.ties import form_tie, row_tie, ties_of_decisions, ties_of_name
from kg.resolution.told import Forms, add_forms
from kg.resolve import Called, Resolution, called_in, decide
from kg.spreading import Spread

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


class Portions:
    """The names of tables, decided portion by portion."""

    def __init__(self, tables: Tables, ontology: Ontology, most: int, spread: Spread) -> None:
        """Take what is needed; so many uses at ``most`` are in a portion. See `kg.merging.meaning.mean`."""
        self._tables = tables
        self._spread = spread
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
            many(f"INSERT INTO aside.{table} VALUES (?, ?)", pairs(keys, values))  # noqa: S608
        for statement in _FILL.split(";"):
            run(statement)
        called: dict[tuple[str, str], str] = {}
        for portion, bodies in sorted(self._bodies(portioned).items()):
            called |= called_in(self._gathered(portion)[0], gazetteer, bodies, () if portion else decisions.rows)
        rows: dict[str, str] = {}
        idle: tuple[Idle, ...] = ()
        portions = ((*self._gathered(portion), not portion) for portion in range(portioned.count))
        for meant in self._spread(_meant_by_portion, called, portions):
            put(self._connection, meant)
            rows.update((row, id_of(entity)) for row, entity in meant.rows)
            idle += meant.idle  # of the first alone: the others know of no decisions
        for table in _END:
            run(f"DROP TABLE aside.{table}")
        if self._tables.lasting:
            find_again(self._connection, in_order([(tying.ties, tying.uses)]), gazetteer)
        return Resolution((), rows, idle)

    def _tying(self) -> Tying:
        """All that ties uses, of all documents."""
        gazetteer = self._ontology.gazetteer
        tying = Tying()
        for ties, uses in self._spread(ties_of_rows, None, uses_of_all(self._connection)):
            tying.ties.extend(ties)
            tying.uses.extend(uses)
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


def _meant_by_portion(ontology: Ontology, called: Called, portion: tuple[Gathered, Mapping[int, Use], bool]) -> Meant:
    """Decide a portion, if it is the first with what decisions say."""
    told, by_number, first = portion
    return rows_of(decide(told, ontology.gazetteer, ontology.decisions if first else None, called), by_number)
