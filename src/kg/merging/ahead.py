"""Documents that tables hold, asked for one by one in about the order of their ids: some are found ahead."""

from __future__ import annotations

import sqlite3

from kg.merging.rows import raw

_MOST = 1024

Row = tuple[int, bytes, bytes]
"""The number of a document, the key that its first reading is kept by elsewhere, and what a graph keeps of it."""


class Ahead:
    """Finds documents that tables hold; each may be asked for once, while others are put in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Find nothing yet."""
        self._run = connection.execute
        self._found: dict[bytes, Row] = {}
        self._count = 1

    def get(self, identifier: str) -> Row | None:
        """The document of an id, if there is one."""
        name = raw(identifier)
        if name not in self._found:
            # As long as all that was found is asked for, more is found at a time.
            self._count = 1 if self._found else min(2 * self._count, _MOST)
            query = "SELECT id, number, key, info FROM doc WHERE id >= ? ORDER BY id LIMIT ?"
            self._found = {one: (number, key, info) for one, number, key, info in self._run(query, (name, self._count))}
        return self._found.pop(name, None)
