"""What the names of all documents mean, decided portion by portion.

No more is in memory than the names of a few portions, and the ties of all, 16 bytes each: what documents tell lies in
tables, in the order of the portions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from kg.apart.posts import MARK
from kg.keeping.packing import unpacked
from kg.merging.binding import begin, bonds_of_rows, keep, told_by_documents
from kg.merging.entities import id_of
from kg.merging.meant import Meant, Tied, meant_of, pairs, post_of, put, ties_of_rows, uses_of_all
from kg.merging.rows import text, use_of
from kg.merging.tables import Tables
from kg.names.reading import Alias
from kg.ontology import Ontology
from kg.resolution.gathered import Gathered, Use
from kg.resolution.joining import Idle
from kg.resolution.namesakes import tell_namesakes
from kg.resolution.portions import Tying
from kg.resolution.ties import form_tie, row_tie, ties_of_decisions
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

_TOLD = (
    "SELECT use, plain, count FROM aside.share JOIN use ON number = use WHERE portion = ? ORDER BY use",
    "SELECT use, reason, detail FROM aside.why WHERE portion = ?",
    "SELECT id, plain FROM aside.spoken JOIN doc ON number = doc WHERE portion = ?",
    "SELECT plain FROM aside.person WHERE portion = ?",
)

_END = ("of_use", "of_tie", "share", "why", "spoken", "person")


class ByPortions:
    """The names of tables, decided portion by portion."""

    def __init__(self, tables: Tables, ontology: Ontology, most: int, spread: Spread) -> None:
        """Take what is needed; so many uses at ``most`` are in a portion. See `kg.merging.meaning.mean`."""
        self._spread = spread
        self._lasting = tables.lasting
        self._connection = tables.connection
        self._ontology = ontology
        self._most = most

    def mean(self) -> tuple[Resolution, list[Tied]]:
        """Decide, into the tables; see `kg.merging.meaning.mean`."""
        run, gazetteer, decisions = self._connection.execute, self._ontology.gazetteer, self._ontology.decisions
        bodies = self._bodies()
        tying = self._tying(bodies)
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
        called = called_in(_gathered(self._told(0))[0], gazetteer, bodies, decisions.rows) if bodies else {}
        rows: dict[str, str] = {}
        idle: tuple[Idle, ...] = ()
        for meant in self._spread(_meant_by_portion, called, map(self._told, range(portioned.count))):
            put(self._connection, meant)
            rows.update((row, id_of(entity)) for row, entity in meant.rows)
            idle += meant.idle  # of the first alone: the others know of no decisions
        for table in _END:
            run(f"DROP TABLE aside.{table}")
        return Resolution((), rows, idle), [(tying.ties, tying.uses)]

    def _tying(self, bodies: Collection[tuple[str, str]]) -> Tying:
        """All that ties uses, of all documents; what these tell of forms is kept on the way."""
        connection, gazetteer = self._connection, self._ontology.gazetteer
        tying = Tying()
        for ties, uses in self._spread(ties_of_rows, None, uses_of_all(connection)):
            tying.ties.extend(ties)
            tying.uses.extend(uses)
        if self._lasting:
            begin(connection)
        for bonds in self._spread(bonds_of_rows, None, told_by_documents(connection, "form")):
            _, forms, names = bonds
            tying.forms.extend(forms)
            tying.names.extend(names)
            if self._lasting:
                keep(connection, [bonds])
        tying.decided.extend(sorted(ties_of_decisions(self._ontology.decisions.rows, gazetteer)))
        tying.asked.extend(
            sorted(row_tie(key) if key in gazetteer.entries else form_tie(kind, key) for kind, key in bodies)
        )
        return tying

    def _bodies(self) -> set[tuple[str, str]]:
        """The bodies that tell persons from namesakes."""
        bodies: set[tuple[str, str]] = set()
        posts = self._connection.execute("SELECT tie, plain FROM post GROUP BY tie, plain")
        for _, several in groupby(posts, key=itemgetter(0)):
            told = [post_of(plain) for _, plain in several]
            if len(told) > 1 and tell_namesakes(told).bodies:
                bodies.update(body for *_, named in told for body in named if not body[0].startswith(MARK))
        return bodies

    def _told(self, portion: int) -> _Told:
        """What all documents tell of the names of a portion, as rows."""
        uses, ways, forms, posts = (self._connection.execute(query, (portion,)).fetchall() for query in _TOLD)
        return _Told(uses, ways, forms, posts, first=portion == 0)


@dataclass(frozen=True, slots=True)
class _Told:
    """Rows of uses, of why they mean what they do, of forms and of posts; ``first`` if decisions speak of them."""

    uses: list[tuple[int, bytes, int]]
    ways: list[tuple[int, str, bytes]]
    forms: list[tuple[bytes, bytes]]
    posts: list[tuple[bytes]]
    first: bool


def _gathered(told: _Told) -> tuple[Gathered, dict[int, Use]]:
    """What documents tell of the names of a portion, summed, and its uses by their numbers."""
    uses: Counter[Use] = Counter()
    by_number: dict[int, Use] = {}
    for number, plain, count in told.uses:
        one = by_number[number] = use_of(unpacked(plain))
        uses[one] = count
    ways = {(by_number[number], reason): text(detail) for number, reason, detail in told.ways}
    forms: Forms = {}
    add_forms(forms, ((text(name), Alias(*unpacked(plain))) for name, plain in told.forms))
    return Gathered(uses, ways, forms, frozenset(post_of(plain) for (plain,) in told.posts)), by_number


def _meant_by_portion(ontology: Ontology, called: Called, portion: _Told) -> Meant:
    """Decide a portion, if it is the first with what decisions say."""
    told, by_number = _gathered(portion)
    decisions = ontology.decisions if portion.first else None
    return meant_of(decide(told, ontology.gazetteer, decisions, called), by_number)
