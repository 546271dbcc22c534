"""Parts of a graph as parts of its Turtle.

A part of a graph is a graph: what `kg.export` writes of it is what it writes of the whole, subject by subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.export.record import DOCUMENTS, ENTITIES, MEMBERSHIPS, RUN, STATEMENTS, record
from kg.export.terms import TurtleTerms
from kg.export.turtle import block
from kg.model import DocumentInfo, Entity, Graph, Statement
from kg.run import Run
from kg.schema import Schema

FEW = 16
"""With fewer documents than this the list of them may stand on one line."""


class Turtle:
    """Writes subjects as `kg.export.turtle` does, each with the empty line before it and without the last line end."""

    def __init__(self, base: str, schema: Schema) -> None:
        """Keep what all of them are written with."""
        self._schema = schema
        self.terms = TurtleTerms(base, schema.namespace)

    def documents(self, told: Iterable[tuple[DocumentInfo, Iterable[str]]]) -> Iterator[tuple[str, str]]:
        """Documents with the ids of the entities that they mention, as ids and texts, sorted by id."""
        pairs = sorted(told, key=lambda one: one[0].id)
        entities = (_mentioned(entity, info.id) for info, several in pairs for entity in several)
        graph = Graph(tuple(info for info, _ in pairs), tuple(entities))
        texts = self._section(graph, DOCUMENTS)
        yield from ((info.id, text) for (info, _), text in zip(pairs, texts, strict=True))

    def entities(self, entities: Iterable[Entity], facts: Iterable[Statement]) -> Iterator[tuple[Entity, str]]:
        """Entities, with the plain facts that they are subjects of, sorted by id."""
        several = sorted(entities, key=lambda entity: entity.id)
        texts = self._section(Graph((), tuple(several), tuple(facts)), ENTITIES)
        yield from zip(several, texts, strict=True)

    def statements(self, statements: Iterable[Statement]) -> Iterator[tuple[Statement, str, str]]:
        """Statements, in their order, each with its text and, if it states one, that of a membership."""
        for statement in statements:
            graph = Graph((), (), (statement,))
            texts = [next(self._section(graph, section), "") for section in (STATEMENTS, MEMBERSHIPS)]
            yield statement, texts[0], texts[1]

    def head(self, run: Run, documents: Iterable[str] | None) -> Head:
        """The beginning, up to the first section after the run, as far as it is not the list of documents.

        Args:
            run: what made the graph.
            documents: the ids of all, if they are fewer than `FEW`; else None.
        """
        start = self.terms.prefixes()
        if documents is not None:
            return Head(start + self._run(run, documents), "", "", "")
        first, last = (f"between-which-{number:090}" for number in range(2))
        text = self._run(run, [first, last])
        before, _, rest = text.partition(self.terms.document(first))
        between, _, after = rest.partition(self.terms.document(last))
        ending, _, indent = between.partition("\n")
        return Head(start + before, ending, indent, after)

    def _run(self, run: Run, documents: Iterable[str]) -> str:
        graph = Graph(tuple(DocumentInfo(one) for one in documents), run=run)
        return f"\n# {RUN}\n" + "\n".join(self._section(graph, RUN))

    def _section(self, graph: Graph, wanted: str) -> Iterator[str]:
        for title, subjects in record(graph, self.terms, self._schema):
            if title == wanted:
                for subject, properties in subjects:
                    yield f"\n{subject} {block(properties, indent=4)} ."


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file around the list of its documents: what stands before, between and after them.

    ``ending`` ends the line of each document but the last, ``indent`` begins that of each but the first. All three are
    empty if ``before`` is all.
    """

    before: str
    ending: str
    indent: str
    after: str


def heading(title: str) -> str:
    """What stands before the first subject of a section, without the last line end."""
    return f"\n# {title}"


def _mentioned(identifier: str, document: str) -> Entity:
    return Entity(identifier, "", "", "", documents=((document, 1),))
