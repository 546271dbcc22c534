"""What came and went since a graph was made of tables: all that amending it begins with."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

MOST = 4_000
"""So many documents may have come, gone or changed for the graph to be amended; of more it is made anew."""


@dataclass(slots=True)
class Touched:
    """The documents that came, went or changed, and of rows that went the uses of names and what they stated.

    ``facts`` are subject, object, relation and modality, the ends as uses.
    """

    documents: set[int] = field(default_factory=set)
    uses: set[int] = field(default_factory=set)
    facts: set[tuple[int, int, str, str]] = field(default_factory=set)

    def add(self, connection: sqlite3.Connection, number: int) -> bool:
        """Note a document whose rows, if there are any yet, will go; tell whether there are not too many."""
        run = connection.execute
        self.documents.add(number)
        self.uses.update(use for (use,) in run("SELECT use FROM used WHERE doc = ?", (number,)))
        self.facts.update(run("SELECT subject, object, relation, modality FROM fact WHERE doc = ?", (number,)))
        return len(self.documents) <= MOST
