"""What of a graph is other than it was when it was written last: only this has to be rendered anew.

An entity is taken with all that is stated of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kg.keeping.packing import unpacked
from kg.merging.entities import entity_of, id_of
from kg.merging.rows import info_of, raw, text
from kg.merging.stored import statement_of
from kg.merging.tables import Tables
from kg.merging.touched import Stale
from kg.model import DocumentInfo, Entity, Statement

_STATEMENTS = "SELECT * FROM statement WHERE subject = ? ORDER BY relation, object, modality"


class ChangedPart:
    """The part of a graph that changed, as a `kg.graphview.GraphView`. Good as long as the tables are open."""

    in_order = True
    run = None

    def __init__(self, tables: Tables, stale: Stale) -> None:
        """Take what changed."""
        self._run = tables.connection.execute
        self._stale = stale
        self._names = {number: text(name) for number, name in self._run("SELECT number, id FROM doc")}
        self._numbers = sorted(stale.entities)

    @property
    def documents(self) -> Collection[DocumentInfo]:
        """The documents that changed or came, by id."""
        return [info for info, _ in self.mentioned()]

    @property
    def entities(self) -> Collection[Entity]:
        """The entities that changed or came, by id."""
        return [*self._entities()]

    @property
    def statements(self) -> Collection[Statement]:
        """What is stated of these, in order."""
        rows = (row for number in self._numbers for row in self._run(_STATEMENTS, (number,)))
        return [statement_of(row, self._names) for row in rows]

    def mentioned(self) -> Iterator[tuple[DocumentInfo, list[str]]]:
        """The documents by id, each with the ids of the entities that it mentions, sorted."""
        for name in sorted(self._stale.documents):
            for number, plain in self._run("SELECT number, info FROM doc WHERE id = ?", (raw(name),)).fetchall():
                rows = self._run("SELECT entity FROM mention WHERE doc = ? ORDER BY entity", (number,))
                yield info_of(plain), [id_of(entity) for (entity,) in rows]

    def _entities(self) -> Iterator[Entity]:
        for number in self._numbers:
            for (plain,) in self._run("SELECT plain FROM entity WHERE number = ?", (number,)).fetchall():
                rows = self._run("SELECT doc, count FROM mention WHERE entity = ?", (number,))
                documents = sorted([(self._names[doc], count) for doc, count in rows])
                yield entity_of(unpacked(plain), tuple(documents))

    # -- where it belongs ------------------------------------------------------------------------------------------

    def in_documents(self) -> Iterator[bool]:
        """For each document of the whole graph, in order, whether it is in this part."""
        stale = {raw(name) for name in self._stale.documents}
        return (name in stale for (name,) in self._run("SELECT id FROM doc ORDER BY id"))

    def in_entities(self) -> Iterator[bool]:
        """The same for each entity."""
        stale = self._stale.entities
        return (number in stale for (number,) in self._run("SELECT number FROM entity ORDER BY number"))

    def in_statements(self, relations: Collection[str] | None = None) -> Iterator[bool]:
        """The same for each statement, or for the plain facts of some relations."""
        stale = self._stale.entities
        query = "SELECT subject, relation, modality FROM statement ORDER BY subject, relation, object, modality"
        rows = self._run(query)
        if relations is None:
            return (subject in stale for subject, _, _ in rows)
        return (subject in stale for subject, relation, modality in rows if not modality and relation in relations)

    def before(self) -> tuple[set[str], list[str], list[Statement]]:
        """The ids of documents and entities that were written and hold no more, and statements with just what they say.

        Some of them may not have been written.
        """
        keys = set(self._stale.statements)
        for number in self._numbers:
            keys.update(
                self._run("SELECT subject, relation, object, modality FROM statement WHERE subject = ?", (number,))
            )
        statements = [Statement(id_of(one), relation, id_of(other), mode) for one, relation, other, mode in keys]
        return self._stale.documents, [id_of(number) for number in self._numbers], statements
