"""What came and went since a graph was made of tables, all that amending it begins with; and what that changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.merging.stated import Key

MOST = 4_000
"""So many documents may have come, gone or changed for the graph to be amended; of more it is made anew."""


@dataclass(slots=True)
class Touched:
    """The documents that came, went or changed, and of rows that went the uses of names and what they stated.

    ``names`` are the ids of the documents; ``facts`` are subject, object, relation and modality, the ends as uses.
    """

    documents: set[int] = field(default_factory=set)
    names: set[bytes] = field(default_factory=set)
    uses: set[int] = field(default_factory=set)
    facts: set[tuple[int, int, str, str]] = field(default_factory=set)

    def add(self, connection: sqlite3.Connection, number: int) -> bool:
        """Note a document whose rows, if there are any yet, will go; tell whether there are not too many."""
        run = connection.execute
        self.documents.add(number)
        self.names.update(name for (name,) in run("SELECT id FROM doc WHERE number = ?", (number,)))
        self.uses.update(use for (use,) in run("SELECT use FROM used WHERE doc = ?", (number,)))
        self.facts.update(run("SELECT subject, object, relation, modality FROM fact WHERE doc = ?", (number,)))
        return len(self.documents) <= MOST


@dataclass(slots=True)
class Stale:
    """The ids of documents and the numbers of entities that changed, came or went, and what was or is stated of them.

    ``statements`` have what went; what is in the graph is found by its subject.
    """

    documents: set[str] = field(default_factory=set)
    entities: set[int] = field(default_factory=set)
    statements: set[Key] = field(default_factory=set)

    def add(self, documents: Iterable[str], entities: Iterable[int], statements: Iterable[Key]) -> None:
        """Note what changed."""
        self.documents.update(documents)
        self.entities.update(entities)
        self.statements.update(statements)
