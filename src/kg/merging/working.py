"""Kept tables that a build works on where they lie, and what memory does not hold of others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from kg.errors import Fault, Location, OutputError
from kg.merging.hashes import ChunkHashes


class WorkingFile:
    """A database that is changed in one transaction: a build that fails or is killed leaves what was there before.

    Attributes:
        connection: works with the file, which no other process can use meanwhile.
    """

    def __init__(self, path: Path) -> None:
        """Open a file, and undo what a build that was killed had begun to change in it.

        Raises:
            OSError: it cannot be read.
            sqlite3.Error: it cannot be opened.
        """
        # It is closed after the connection: a process that closes a file gives up all locks that it has on it.
        self._content = path.open("rb", buffering=0)
        self._journal = journal_of(path)
        with ExitStack() as stack:
            stack.enter_context(self._content)
            self.connection = stack.enter_context(closing(sqlite3.connect(path, isolation_level=None)))
            if self._journal.exists():
                with suppress(sqlite3.DatabaseError):  # its hash tells that it is broken
                    self.connection.execute("PRAGMA schema_version")
            self._hashes = ChunkHashes(self._content)
            stack.pop_all()  # all is well, and `close` lets go of it

    @property
    def hash(self) -> str:
        """The hash of the file as it was opened, or as it was committed (`kg.merging.hashes`)."""
        return self._hashes.whole

    def begin(self) -> None:
        """Begin to change it.

        Raises:
            sqlite3.Error: it is no database, or another process works with it.
        """
        self.connection.execute("BEGIN EXCLUSIVE")
        self._hashes.begin()

    def commit(self) -> None:
        """Let all that was changed last.

        Raises:
            sqlite3.Error: it cannot be written.
            OSError: it cannot be read.
        """
        pages = self._hashes.changed(self._journal)  # which is gone afterwards
        self.connection.execute("COMMIT")
        self._hashes.refresh(pages)

    def close(self) -> None:
        """Let go of the file; what was not committed is undone."""
        self.connection.close()
        self._content.close()


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what a file held before the transaction that changes it."""
    return path.with_name(path.name + "-journal")


@contextmanager
def spilling() -> Iterator[None]:
    """Tell of a disk that is full, or a fault of the file, as an error of the output.

    Raises:
        OutputError: SQLite could not read or write what does not fit into memory.
    """
    try:
        yield
    except sqlite3.Error as error:
        hint = "free some space there and in the cache, or name another folder for them in SQLITE_TMPDIR"
        fault = Fault(Location("temporary files"), f"what does not fit into memory cannot be kept: {error}", hint)
        raise OutputError(str(fault)) from error
