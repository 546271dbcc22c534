"""The graph in its tables, read part by part in order; in memory as a whole if it is small."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

from kg.graphview import GraphView
from kg.keeping.packing import unpacked
from kg.merging.entities import entity_of, id_of
from kg.merging.rows import evidence_of, info_of, text
from kg.merging.tables import Tables
from kg.model import DocumentInfo, Entity, Graph, Statement
from kg.run import Run
from kg.schema import Schema

SMALL = 150_000
"""Mentions of entities by documents, and pieces of evidence, up to which a graph is held in memory: it is written
several times over, and faster from there."""

StatementRow = tuple[int, str, int, str, bytes]
"""Subject, relation, object and modality of a statement, and all else of it as bytes."""

_T = TypeVar("_T", covariant=True)


class _Part(Collection[_T], Generic[_T]):
    """What is read anew each time that it is gone through."""

    def __init__(self, count: int, read: Callable[[], Iterator[_T]]) -> None:
        self._count = count
        self._read = read

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[_T]:
        return self._read()

    def __contains__(self, one: object) -> bool:
        return any(one == other for other in self)


class StoredGraph:
    """A `kg.graphview.GraphView` of tables that `kg.merging.making.make` made. Good as long as these are open."""

    in_order = True

    def __init__(self, tables: Tables, run: Run | None = None) -> None:
        """Look at the tables."""
        self.run = run
        self._tables = tables
        self._connection = tables.connection
        rows = self._connection.execute("SELECT number, id FROM doc ORDER BY id")
        self.names = {number: text(name) for number, name in rows}
        self.documents: Collection[DocumentInfo] = _Part(len(self.names), self._documents)
        self.entities: Collection[Entity] = _Part(self._count("entity"), self._entities)
        self.statements: Collection[Statement] = _Part(self._count("statement"), self._statements)

    def mentioned(self) -> Iterator[tuple[DocumentInfo, list[str]]]:
        """The documents by id, each with the ids of the entities that it mentions, sorted."""
        return ((info_of(plain), [id_of(entity) for entity in entities]) for plain, entities in self.mentioned_rows())

    def mentioned_rows(self) -> Iterator[tuple[bytes, list[int]]]:
        """The same as rows: what is kept of each document as bytes, and the numbers of the entities."""
        query = "SELECT doc, entity FROM mention JOIN doc ON number = doc ORDER BY id, entity"
        groups = groupby(self._connection.execute(query), key=itemgetter(0))
        doc, mentions = next(groups, (None, ()))
        for number, plain in self._connection.execute("SELECT number, info FROM doc ORDER BY id"):
            if doc == number:
                yield plain, [entity for _, entity in mentions]
                doc, mentions = next(groups, (None, ()))
            else:
                yield plain, []

    def size(self) -> int:
        """Mentions of entities by documents, and places that state something, together."""
        facts: int = self._connection.execute("SELECT count(*) FROM fact").fetchone()[0]
        return self._count("mention") + facts

    def _count(self, table: str) -> int:
        count: int = self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        return count

    def _documents(self) -> Iterator[DocumentInfo]:
        return (info for info, _, _ in self._tables.infos())

    def _entities(self) -> Iterator[Entity]:
        names = self.names
        rows = self._connection.execute("SELECT entity, doc, count FROM mention ORDER BY entity")
        groups = groupby(rows, key=itemgetter(0))
        entity, mentions = next(groups, (None, ()))
        for number, plain in self._connection.execute("SELECT number, plain FROM entity ORDER BY number"):
            documents: tuple[tuple[str, int], ...] = ()
            if entity == number:
                documents = tuple(sorted([(names[doc], count) for _, doc, count in mentions]))
                entity, mentions = next(groups, (None, ()))
            yield entity_of(unpacked(plain), documents)

    def _statements(self) -> Iterator[Statement]:
        query = "SELECT * FROM statement ORDER BY subject, relation, object, modality"
        return (statement_of(row, self.names) for row in self._connection.execute(query))


def statement_of(row: StatementRow, names: Mapping[int, str]) -> Statement:
    """The statement that a row tells.

    Args:
        row: the row.
        names: the ids of documents by their numbers.
    """
    subject, relation, target, modality, plain = row
    support, confidence, evidence, documents, source = unpacked(plain)
    return Statement(
        id_of(subject),
        relation,
        id_of(target),
        modality,
        support,
        confidence,
        tuple([evidence_of(one, names[doc], swapped=bool(swapped)) for doc, swapped, one in evidence]),
        tuple([names[doc] for doc in documents]),
        source,
    )


def graph_of(tables: Tables, run: Run | None = None, *, small: int = SMALL) -> GraphView:
    """The graph of tables that `kg.merging.making.make` made.

    Args:
        tables: the tables; they have to stay open as long as the graph is used.
        run: what made it.
        small: up to this size the graph is read into memory.
    """
    stored = StoredGraph(tables, run)
    return held(stored) if stored.size() <= small else stored


def held(graph: GraphView, schema: Schema | None = None) -> Graph:
    """A graph as a whole in memory, that knows the terms it speaks in if they are given."""
    if isinstance(graph, Graph):
        return replace(graph, schema=schema, entity_by_id={}) if schema else graph
    return Graph(tuple(graph.documents), tuple(graph.entities), tuple(graph.statements), graph.run, schema)
