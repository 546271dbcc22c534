"""The graph of tables, amended where documents came, went or changed: all else stays as it is.

What the names in these documents mean is decided anew, together with all names that they are tied to, and nothing else
can have another meaning than before (`kg.resolution.ties`). Then mentions are counted anew in the documents that
changed or use a name that means something else now, and statements are merged anew where such a document states them
or an end is such a name. Each row that is touched is made from the documents as if for the first time: nothing is
subtracted from what was summed before.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from kg.keeping.packing import packed, unpacked
from kg.merging.binding import tie_documents, tie_uses
from kg.merging.entities import number_of, plain_entity
from kg.merging.known import add_again, drop_known
from kg.merging.meant import post_of
from kg.merging.reach import reached, uses_of
from kg.merging.rows import text
from kg.merging.stated import INSERT, Key, Stated, merged
from kg.merging.tables import Tables
from kg.merging.touched import Touched
from kg.model import Entity
from kg.names.reading import Alias
from kg.ontology import Ontology
from kg.resolution.gathered import Gathered, Use
from kg.resolution.ties import ties_of, ties_of_decisions
from kg.resolution.told import Forms, add_forms
from kg.resolve import Resolution, decide

_COUNTED = """
INSERT INTO mention SELECT entity, doc, sum(count) FROM used JOIN meaning ON meaning.use = used.use
WHERE doc = ? AND count > 0 GROUP BY entity
"""

_STATED = """
SELECT f.doc, f.confidence, f.number FROM meaning s CROSS JOIN meaning o CROSS JOIN fact f
ON f.subject = s.use AND f.object = o.use
WHERE s.entity = ? AND o.entity = ? AND f.relation = ? AND f.modality = ?
"""

_PRESENT = """
SELECT EXISTS (SELECT 1 FROM mention WHERE entity = :entity) OR EXISTS (SELECT 1 FROM statement WHERE subject = :entity)
  OR EXISTS (SELECT 1 FROM statement WHERE object = :entity)
"""


class BeyondReachError(Exception):
    """Something bears on what changed that no tie leads to; then the graph has to be made anew."""


def amend(tables: Tables, touched: Touched, ontology: Ontology, most: int) -> Resolution:
    """Make the graph of tables that of their documents.

    Args:
        tables: the documents, with a graph that was made of what they were before.
        touched: what came and went since.
        ontology: known names, relations, decisions.
        most: so many places of evidence are kept for each statement, as were before.

    Returns:
        The decisions that decided nothing; the rest is in the tables.

    Raises:
        BeyondReachError: this cannot be done. The tables are of no use then, but for `kg.merging.summing.sum_up`.
    """
    rows = ontology.decisions.rows
    if not (touched.documents or rows):
        return Resolution(())
    amending = _Amending(tables, touched, ontology)
    resolution = amending.decide()
    if touched.documents:
        try:
            amending.put(resolution, most)
        except sqlite3.IntegrityError as error:  # of a name that was not reached, there is one already
            raise BeyondReachError from error
    return resolution


class _Amending:
    """One amendment, in two steps: what names mean now, and what follows from that."""

    def __init__(self, tables: Tables, touched: Touched, ontology: Ontology) -> None:
        self._tables = tables
        self._run = tables.connection.execute
        self._many = tables.connection.executemany
        self._touched = touched
        self._ontology = ontology
        self._symmetric = {name for name, info in ontology.schema.relations.items() if info.symmetric}
        self._uses: dict[int, Use] = {}
        self._count: Counter[int] = Counter()
        self._before: dict[int, int] = {}

    # -- what names mean -------------------------------------------------------------------------------------------

    def decide(self) -> Resolution:
        """Decide what the names of the documents that changed mean, and all that they are tied to."""
        gazetteer, decisions = self._ontology.gazetteer, self._ontology.decisions
        numbers = self._touched.uses | set(self._each("SELECT use FROM used WHERE doc = ?", self._touched.documents))
        fresh = numbers - {use for use in numbers if self._entity(use) is not None}
        tie_uses(self._tables.connection, uses_of(self._tables, fresh), gazetteer)
        ties = self._rebound() | ties_of_decisions(decisions.rows, gazetteer)
        self._uses, met = reached(self._tables, numbers, ties, gazetteer)
        self._before = {use: entity for use in self._uses if (entity := self._entity(use)) is not None}
        return decide(self._gathered(met), gazetteer, decisions)

    def _rebound(self) -> set[int]:
        """Bind anew what the documents that changed told and tell, and give all ties that this is about."""
        ties: set[int] = set()
        for doc in self._touched.documents:
            ties.update(tie for row in self._run("SELECT one, other FROM bond WHERE doc = ?", (doc,)) for tie in row)
            self._run("DELETE FROM bond WHERE doc = ?", (doc,))
            told = self._run(
                "SELECT doc, plain, tie FROM form WHERE doc = :doc UNION ALL "
                "SELECT doc, plain, tie FROM post WHERE doc = :doc",
                {"doc": doc},
            )
            tie_documents(self._tables.connection, told.fetchall(), self._ontology.gazetteer)
            ties.update(tie for row in self._run("SELECT one, other FROM bond WHERE doc = ?", (doc,)) for tie in row)
        return ties

    def _gathered(self, ties: set[int]) -> Gathered:
        """What all documents tell of the uses and ties that were reached."""
        uses: Counter[Use] = Counter()
        ways: dict[tuple[Use, str], str] = {}
        for number, use in self._uses.items():
            (count,) = self._run("SELECT sum(count) FROM used WHERE use = ?", (number,)).fetchone()
            if count is not None:
                uses[use] = self._count[number] = count
            query = "SELECT reason, min(detail) FROM way WHERE use = ? GROUP BY reason"
            ways.update(((use, reason), text(detail)) for reason, detail in self._run(query, (number,)))
        forms: Forms = {}
        query = "SELECT doc.id, plain FROM form JOIN doc ON doc.number = form.doc WHERE tie = ?"
        for tie in ties:
            add_forms(forms, ((text(name), Alias(*unpacked(plain))) for name, plain in self._run(query, (tie,))))
        posts = {post_of(plain) for plain in self._each("SELECT plain FROM post WHERE tie = ?", ties)}
        return Gathered(uses, ways, forms, frozenset(posts))

    # -- what follows ----------------------------------------------------------------------------------------------

    def put(self, resolution: Resolution, most: int) -> None:
        """Change the graph to what names mean now, and to what documents mention and state."""
        after = {use: number_of(resolution.entity_of[one]) for use, one in self._uses.items() if use in self._count}
        moved = {use for use, entity in self._before.items() if after.get(use, entity) != entity}
        stale = set(self._keys(self._touched.facts)) | set(self._keys(self._facts_with(moved)))
        self._mean(after, moved)
        documents = self._touched.documents | set(self._each("SELECT doc FROM used WHERE use = ?", moved))
        query = "SELECT subject, object, relation, modality FROM fact WHERE doc = ?"
        stated = {row for doc in self._touched.documents for row in self._run(query, (doc,))}
        stale |= set(self._keys(stated | self._facts_with(moved)))
        for doc in documents:
            self._run("DELETE FROM mention WHERE doc = ?", (doc,))
            self._run(_COUNTED, (doc,))
        before = set(self._before.values())
        concerned = before | {number_of(thing.id) for thing in resolution.things}  # what is stated ends in one of these
        known = drop_known(self._tables.connection, concerned)
        for key in sorted(stale):
            self._state(key, most)
        self._put_entities(resolution.things, before)
        rows = [(row, number_of(one)) for row, one in resolution.rows.items()]
        self._many("INSERT INTO row VALUES (?, ?)", rows)
        known |= add_again(self._tables.connection, concerned, self._ontology)
        if self._tables.stale:
            keys = stale | {(*row, "") for row in known}
            names = self._touched.names | {self._name(doc) for doc in documents - self._touched.documents}
            self._tables.stale.add(map(text, names), concerned | {key[0] for key in keys}, keys)

    def _mean(self, after: dict[int, int], moved: set[int]) -> None:
        """Note what uses mean now, and forget those that no document has any more."""
        for use, entity in after.items():
            if use not in self._before:
                self._run("INSERT INTO meaning VALUES (?, ?)", (use, entity))
        for use in moved:
            self._run("UPDATE meaning SET entity = ? WHERE use = ?", (after[use], use))
        gone = self._uses.keys() - after.keys()
        for use in gone:
            self._run("DELETE FROM meaning WHERE use = ?", (use,))
            ties = ties_of(self._uses[use], self._ontology.gazetteer)
            self._many("DELETE FROM tied WHERE tie = ? AND use = ?", ((tie, use) for tie in ties))
        self._tables.forget_uses(gone)

    def _facts_with(self, uses: Iterable[int]) -> set[tuple[int, int, str, str]]:
        """What documents state of what some uses mean."""
        return {
            row
            for end in ("subject", "object")
            for use in uses
            for row in self._run(
                f"SELECT subject, object, relation, modality FROM fact WHERE {end} = ?",  # noqa: S608
                (use,),
            )
        }

    def _keys(self, facts: Iterable[tuple[int, int, str, str]]) -> Iterator[Key]:
        """The statements that facts come to, by what their ends mean in the tables."""
        for one, other, relation, modality in facts:
            subject, target = self._entity(one), self._entity(other)
            if subject is None or target is None or subject == target:
                continue  # a use that is new was not in the graph; nothing is stated of a thing and itself
            swapped = relation in self._symmetric and target < subject
            yield (target, relation, subject, modality) if swapped else (subject, relation, target, modality)

    def _state(self, key: Key, most: int) -> None:
        """Merge anew what documents state."""
        subject, relation, target, modality = key
        group = [
            Stated(*key, doc, confidence, number, int(swapped))
            for swapped in ((False, True) if relation in self._symmetric else (False,))
            for doc, confidence, number in self._run(
                _STATED, (target, subject, relation, modality) if swapped else (subject, target, relation, modality)
            )
        ]
        self._run("DELETE FROM statement WHERE (subject, relation, object, modality) = (?, ?, ?, ?)", key)
        if group:
            names = {one.doc: self._name(one.doc) for one in group}
            group.sort(key=lambda one: (names[one.doc], one.number))
            self._run(INSERT, merged(self._tables.connection, group, most))

    def _put_entities(self, things: Iterable[Entity], before: set[int]) -> None:
        """Put the entities as they are now in the place of those that they were."""
        for entity in before:
            self._run("DELETE FROM entity WHERE number = ?", (entity,))
            self._run("DELETE FROM row WHERE entity = ?", (entity,))
            for (use,) in self._run("SELECT use FROM meaning WHERE entity = ?", (entity,)):
                if use not in self._uses:
                    raise BeyondReachError
        for thing in things:
            number = number_of(thing.id)
            if self._run(_PRESENT, {"entity": number}).fetchone()[0]:
                self._run("INSERT INTO entity VALUES (?, ?, ?)", (number, thing.type, packed(plain_entity(thing))))

    # -- asking ----------------------------------------------------------------------------------------------------

    def _entity(self, use: int) -> int | None:
        """What a use means, as far as the tables tell."""
        row = self._run("SELECT entity FROM meaning WHERE use = ?", (use,)).fetchone()
        return row[0] if row else None

    def _name(self, doc: int) -> bytes:
        """The id of a document, as bytes that sort as it does."""
        name: bytes = self._run("SELECT id FROM doc WHERE number = ?", (doc,)).fetchone()[0]
        return name

    def _each(self, query: str, values: Iterable[int]) -> Iterator[Any]:
        """What a query of one column gives for each value."""
        return (one for value in values for (one,) in self._run(query, (value,)))
