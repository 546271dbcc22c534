"""Documents and what was read in each, as tables of a private file that is in memory as long as it is small.

SQLite keeps so many pages in memory as it is told and the others in a file that it has unlinked: nothing is left of it,
however the process ends.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from kg.caching.encoding import decoded, plain_alias
from kg.extraction import Extraction
from kg.keeping.packing import packed, unpacked
from kg.merging.layout import LAST, SCHEMA
from kg.merging.rows import Rows, document_of, plain_document, plain_info, raw, rows_of
from kg.merging.touched import Stale, Touched
from kg.merging.working import WorkingFile
from kg.model import Document, DocumentInfo
from kg.names.reading import Alias

MEMORY = 96_000
"""KiB of pages that are held in memory."""

_USES = 100_000
"""So many uses of names have their numbers remembered."""

_FAST = 1

_OFFERED = "SELECT form FROM offer WHERE doc = ?"


class Tables:
    """The documents of a build, and the graph that `kg.merging.making.make` makes of them. For one thread.

    Attributes:
        apart: the ids of documents that decisions speak of.
        changed: whether anything is other than what was loaded.
        offered: the forms of names that documents offer which came, went or changed.
        lasting: whether another build shall begin with these tables.
        touched: what came and went since the graph was made; None if there is no graph, or too much did.
        stale: what of the graph changed since it was written; None if all did, or it never was.
    """

    def __init__(
        self, apart: frozenset[str] = frozenset(), memory: int = MEMORY, *, working: WorkingFile | None = None
    ) -> None:
        """Begin without documents, or with the tables that another build saved.

        Args:
            apart: the ids of documents that decisions speak of.
            memory: KiB that may be held in memory.
            working: what was saved, to be changed where it lies; `commit` makes that last.
        """
        self.apart = apart
        self.changed = False
        self.offered: set[bytes] = set()
        self.lasting = False
        self.touched: Touched | None = None
        self.stale: Stale | None = None
        self._numbers: dict[bytes, int] = {}
        self._working = working
        self.connection = working.connection if working else sqlite3.connect("", isolation_level=None)
        self._memory = memory
        self.connection.execute("ATTACH '' AS aside")  # not possible any more in a transaction
        self.tune("aside", "OFF")
        self.tune("main", "DELETE" if working else "OFF")
        self.limit("main", 1)
        if working is None:
            self.connection.executescript(SCHEMA)
            return
        working.begin()
        if self.made() is not None:
            self.touched = Touched()
            self.stale = Stale()

    def tune(self, name: str, journal: str) -> None:
        """Set up a database of the connection, before anything is done with it.

        Nothing is made sure against loss of power: what is kept has a hash. Rows that are taken out are overwritten:
        what is saved of the database holds nothing of them.

        Args:
            name: of the database.
            journal: SQLite's mode of keeping what a transaction changed; without one it cannot be undone.
        """
        for setting in ("locking_mode = EXCLUSIVE", f"journal_mode = {journal}", "synchronous = OFF"):
            self.connection.execute(f"PRAGMA {name}.{setting}")
        self.connection.execute(f"PRAGMA {name}.secure_delete = ON")

    def limit(self, name: str, share: float) -> None:
        """Let a database of the connection be in memory as long as it is small; its share is a part of 1."""
        self.connection.execute(f"PRAGMA {name}.cache_size = -{int(self._memory * share)}")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Take what the block does as one step, which is faster than many; after a fault nothing here is of use."""
        if self.connection.in_transaction:  # of a file that is changed in one step as a whole
            yield
            return
        self.connection.execute("BEGIN")
        yield
        self.connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of everything."""
        self._numbers.clear()
        self.connection.close()
        if self._working:
            self._working.close()

    # -- documents --------------------------------------------------------------------------------------------------

    def put(self, document: Document, key: bytes, found: Rows) -> int:
        """Take a document in place of what is known of its id; give its number.

        Args:
            document: the document.
            key: what its first reading is kept by elsewhere.
            found: what was read in it by itself.
        """
        run = self.connection.execute
        row = run("SELECT number FROM doc WHERE id = ?", (raw(document.id),)).fetchone()
        if row:
            self.remove(row)
        number: int = run("SELECT coalesce(max(number), 0) + 1 FROM doc").fetchone()[0]
        run("INSERT INTO doc VALUES (?, ?, ?, NULL, ?, ?)", (number, raw(document.id), key, packed([]), b""))
        text_of = zlib.compress(packed(plain_document(document)), _FAST)
        run("INSERT INTO kept VALUES (?, ?, ?, NULL)", (number, text_of, found.content))
        offers = [(number, raw(unpacked(plain)[1]), plain) for plain, _ in found.forms]
        self.connection.executemany("INSERT INTO offer VALUES (?, ?, ?)", offers)
        self.offered.update(form for _, form, _ in offers)
        self._put_rows(number, found)
        return number

    def put_again(self, number: int, key: bytes, heard: Iterable[Alias], found: Rows | None) -> None:
        """Take what was read in a document with forms that others tell; None if there are none.

        Args:
            number: the document.
            key: what that is kept by elsewhere.
            heard: the forms.
            found: what was read.
        """
        plain = packed([plain_alias(alias) for alias in heard])
        self.connection.execute("UPDATE kept SET again = ? WHERE doc = ?", (found and found.content, number))
        row = (plain, key if found else None, number)
        self.connection.execute("UPDATE doc SET heard = ?, again = ? WHERE number = ?", row)
        self._drop_rows(number)
        self._put_rows(number, found or rows_of(self.first(number), self.apart))

    def remove(self, numbers: Iterable[int]) -> None:
        """Forget documents."""
        for number in numbers:
            self._drop_rows(number)
            self.offered.update(form for (form,) in self.connection.execute(_OFFERED, (number,)))
            for table in ("kept", "offer"):
                self.connection.execute(f"DELETE FROM {table} WHERE doc = ?", (number,))  # noqa: S608
            self.connection.execute("DELETE FROM doc WHERE number = ?", (number,))

    def count(self) -> int:
        """How many documents there are."""
        count: int = self.connection.execute("SELECT count(*) FROM doc").fetchone()[0]
        return count

    def numbers(self) -> list[int]:
        """The numbers of all documents, by id."""
        return [number for (number,) in self.connection.execute("SELECT number FROM doc ORDER BY id")]

    def document(self, number: int) -> Document:
        """A document, without where it comes from."""
        (content,) = self.connection.execute("SELECT document FROM kept WHERE doc = ?", (number,)).fetchone()
        return document_of(unpacked(zlib.decompress(content)))

    def first(self, number: int) -> Extraction:
        """What was read in a document by itself."""
        (content,) = self.connection.execute("SELECT first FROM kept WHERE doc = ?", (number,)).fetchone()
        return decoded(content)

    def last(self, number: int) -> Extraction:
        """What was read in a document at last."""
        query = "SELECT coalesce(again, first) FROM kept WHERE doc = ?"
        return decoded(self.connection.execute(query, (number,)).fetchone()[0])

    def heard(self, number: int) -> tuple[Alias, ...]:
        """The forms told by others that a document was read with at last."""
        (content,) = self.connection.execute("SELECT heard FROM doc WHERE number = ?", (number,)).fetchone()
        return tuple(Alias(*row) for row in unpacked(content))

    def keys(self) -> set[bytes]:
        """The keys that all readings of all documents are kept by elsewhere."""
        rows = self.connection.execute("SELECT key, again FROM doc")
        return {key for row in rows for key in row if key}

    def infos(self) -> Iterator[tuple[DocumentInfo, int, int]]:
        """The documents by id, as a graph keeps them, with the numbers of names and of relations in each."""
        for (content,) in self.connection.execute("SELECT info FROM doc ORDER BY id"):
            *info, names, relations = unpacked(content)
            yield DocumentInfo(*info), names, relations

    def _drop_rows(self, number: int) -> None:
        """Forget the last reading of a document."""
        self._touch(number)
        for table in LAST:
            self.connection.execute(f"DELETE FROM {table} WHERE doc = ?", (number,))  # noqa: S608

    def _touch(self, number: int) -> None:
        """Note that a document will not be what it was."""
        self.changed = True
        if self.touched and not self.touched.add(self.connection, number):
            self.touched = None

    def _put_rows(self, number: int, found: Rows) -> None:
        self._touch(number)
        info = [*plain_info(found.info), found.names, len(found.facts)]
        self.connection.execute("UPDATE doc SET info = ? WHERE number = ?", (packed(info), number))
        uses = [self._use(plain) for plain, _ in found.uses]
        facts = [(number, uses[subject], uses[target], *rest) for subject, target, *rest in found.facts]
        rows: dict[str, list[tuple[Any, ...]]] = {
            "used VALUES (?, ?, ?)": [(number, use, count) for use, (_, count) in zip(uses, found.uses, strict=True)],
            "way VALUES (?, ?, ?, ?)": [(number, uses[use], reason, detail) for use, reason, detail in found.ways],
            "form VALUES (?, ?, ?)": [(number, *one) for one in found.forms],
            "post VALUES (?, ?, ?)": [(number, *one) for one in found.posts],
            "fact VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)": facts,
        }
        for table, told in rows.items():
            if told:  # a short document has no row in most of them
                self.connection.executemany(f"INSERT INTO {table}", told)

    def _use(self, plain: bytes) -> int:
        number = self._numbers.get(plain)
        if number is None:
            run = self.connection.execute
            added = run("INSERT OR IGNORE INTO use VALUES (NULL, ?)", (plain,))
            if added.rowcount:
                number = added.lastrowid or 0
            else:
                number = int(run("SELECT number FROM use WHERE plain = ?", (plain,)).fetchone()[0])
            if len(self._numbers) >= _USES:
                self._numbers.clear()
            # A copy: what is packed lies at the begin of a block of a kilobyte, of which little would be free again.
            self._numbers[bytes(memoryview(plain))] = number
        return number

    def forget_unused(self) -> None:
        """Forget the uses that no document has any more."""
        self.connection.execute("DELETE FROM use WHERE number NOT IN (SELECT use FROM used)")
        self._numbers.clear()

    def forget_uses(self, numbers: Iterable[int]) -> None:
        """Forget uses that no document has any more."""
        self.connection.executemany("DELETE FROM use WHERE number = ?", ((number,) for number in numbers))
        self._numbers.clear()

    def made(self) -> int | None:
        """So many places are kept for each statement of the graph that is made; None if none is."""
        row = self.connection.execute("SELECT evidence FROM made").fetchone()
        return row[0] if row else None

    def written(self) -> tuple[str, str] | None:
        """The base and the SHA-256 of the Turtle that was written of the graph before `stale` changed in it."""
        row: tuple[str, str] | None = self.connection.execute("SELECT base, sha256 FROM written").fetchone()
        return row

    def wrote(self, turtle: tuple[str, str] | None) -> None:
        """Say of the graph as it is now what `written` tells; None if Turtle was not written of it."""
        if turtle != self.written() and (turtle or self.stale != Stale()):
            self.changed = True
            self.connection.execute("DELETE FROM written")
            self.connection.executemany("INSERT INTO written VALUES (?, ?)", [turtle] if turtle else [])

    @property
    def in_place(self) -> bool:
        """Whether these are tables that another build saved, to be changed where they lie."""
        return self._working is not None

    def commit(self) -> str:
        """Let what was changed in place last; give the hash of the file.

        Raises:
            sqlite3.Error: it cannot be written.
        """
        assert self._working is not None  # noqa: S101
        self._make_ready()
        self._working.commit()
        return self._working.hash

    def save(self, path: Path) -> None:
        """Keep the tables in another file; it holds nothing yet."""
        self._make_ready()
        with closing(sqlite3.connect(path)) as target:
            self.connection.backup(target)

    def _make_ready(self) -> None:
        if self.made() is None:
            self.forget_unused()
