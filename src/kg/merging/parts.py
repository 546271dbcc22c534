"""The graph in its tables, cut into parts as plain rows: little to send to another process, which writes them there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from kg.keeping.packing import unpacked
from kg.merging.entities import entity_of, id_of
from kg.merging.rows import info_of
from kg.merging.stored import StatementRow, StoredGraph, statement_of
from kg.merging.tables import Tables
from kg.model import DocumentInfo, Entity, Statement
from kg.run import Run

_SIZE = 250_000
"""About so many bytes are in a part: some tenths of a second to write, so that sending costs little beside it."""

_ROW = 50
"""About so many bytes is each small value of a row."""

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a graph: documents with the entities that they mention, entities with the facts about them, statements.

    Attributes:
        documents: what is kept of each, as bytes, with the numbers of the entities.
        entities: entities as bytes, with the number of their mentions.
        facts: subject, relation and object of the plain facts about these entities.
        statements: rows of statements.
    """

    documents: list[tuple[bytes, list[int]]] = field(default_factory=list)
    entities: list[tuple[bytes, int]] = field(default_factory=list)
    facts: list[tuple[int, str, int]] = field(default_factory=list)
    statements: list[StatementRow] = field(default_factory=list)


class PartOfGraph:
    """A part as a `kg.graphview.GraphView`, of which the entities know how often they are mentioned, but not where."""

    in_order = True
    run: Run | None = None

    def __init__(self, part: Part, names: Mapping[int, str]) -> None:
        """Make its values.

        Args:
            part: the rows.
            names: the ids of documents by their numbers.
        """
        self._told = [(info_of(info), [id_of(one) for one in entities]) for info, entities in part.documents]
        self.documents: Collection[DocumentInfo] = [info for info, _ in self._told]
        self.entities: Collection[Entity] = [
            entity_of(unpacked(plain), (("", mentions),) if mentions else ()) for plain, mentions in part.entities
        ]
        facts = [Statement(id_of(subject), relation, id_of(target)) for subject, relation, target in part.facts]
        self.statements: Collection[Statement] = facts or [statement_of(row, names) for row in part.statements]

    def mentioned(self) -> Iterator[tuple[DocumentInfo, list[str]]]:
        """The documents, each with the ids of the entities that it mentions."""
        return iter(self._told)


class Parts:
    """The graph of tables part by part, each kind of things in the order of the files."""

    def __init__(self, tables: Tables, run: Run | None = None) -> None:
        """Look at tables that `kg.merging.making.make` made; good as long as these are open."""
        self.whole = StoredGraph(tables, run)
        self._run = tables.connection.execute

    @property
    def names(self) -> dict[int, str]:
        """The ids of documents by their numbers."""
        return self.whole.names

    def documents(self) -> Iterator[Part]:
        """The documents by id."""
        rows = self.whole.mentioned_rows()
        for several in _portions(rows, lambda row: len(row[0]) + _ROW * len(row[1])):
            yield Part(documents=several)

    def entities(self) -> Iterator[Part]:
        """The entities by id."""
        facts = groupby(
            self._run("SELECT subject, relation, object FROM statement WHERE modality = '' ORDER BY 1, 2, 3"),
            key=itemgetter(0),
        )
        subject, stated = next(facts, (None, ()))
        for several in _portions(self._entities(), lambda row: len(row[1]) + _ROW):
            part = Part(entities=[row[1:] for row in several])
            for number, _, _ in several:
                if number == subject:
                    part.facts.extend(stated)
                    subject, stated = next(facts, (None, ()))
            yield part

    def statements(self, relations: Collection[str] = ()) -> Iterator[Part]:
        """The statements in order of subject, relation, object, modality; if relations are named, their plain ones."""
        chosen = f"WHERE modality = '' AND relation IN ({', '.join('?' * len(relations))})" if relations else ""
        query = f"SELECT * FROM statement {chosen} ORDER BY subject, relation, object, modality"  # noqa: S608
        for several in _portions(self._run(query, sorted(relations)), lambda row: len(row[4])):
            yield Part(statements=several)

    def _entities(self) -> Iterator[tuple[int, bytes, int]]:
        counts = self._run("SELECT entity, sum(count) FROM mention GROUP BY entity ORDER BY entity")
        entity, count = next(counts, (None, 0))
        for number, plain in self._run("SELECT number, plain FROM entity ORDER BY number"):
            if number == entity:
                yield number, plain, count
                entity, count = next(counts, (None, 0))
            else:
                yield number, plain, 0


def _portions(rows: Iterable[_Row], size: Callable[[_Row], int]) -> Iterator[list[_Row]]:
    """Rows in portions of about `_SIZE` bytes."""
    portion: list[_Row] = []
    total = 0
    for row in rows:
        portion.append(row)
        total += size(row) + _ROW
        if total >= _SIZE:
            yield portion
            portion, total = [], 0
    if portion:
        yield portion
