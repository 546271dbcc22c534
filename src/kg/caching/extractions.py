"""The extractions of earlier runs, by all that they hang on: what was read once need not be read again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from kg.caching.encoding import decoded
from kg.caching.keys import context_of, key_of
from kg.caching.store import AnotherVersionError, Store, is_broken
from kg.digests import folder_digest
from kg.extraction import Extraction
from kg.model import Document
from kg.names.reading import Alias
from kg.ontology import Ontology

FILE = "extractions.sqlite"
"""The name of the file in the folder."""

_PORTION = 1000
_PORTION_BYTES = 16_000_000
"""So many extractions, or bytes of them, are written at once; a run that is killed loses no more than these."""

_Result = TypeVar("_Result")


@contextmanager
def extraction_cache(folder: Path | None, ontology: Ontology, user: Path | None = None) -> Iterator[ExtractionCache]:
    """Open the extractions that are kept in a folder.

    Args:
        folder: where they are kept; None keeps nothing.
        ontology: what documents are read with.
        user: the folder that is built, for which extractions are kept; those that its last build did not use go.

    Yields:
        The cache. Whatever befalls its file is told in ``notes`` and costs time alone: nothing is raised.
    """
    cache = ExtractionCache(folder, ontology, user)
    try:
        yield cache
    finally:
        cache.close()


class ExtractionCache:
    """Gives extractions that were kept, and keeps new ones. Not for several threads.

    Attributes:
        notes: what was wrong with the file, and what was done about it.
        known: so many documents were not read again.
        folder: where things are kept; None keeps nothing.
        context: the hash of all that decides how documents are read; empty if nothing can be kept.
    """

    def __init__(self, folder: Path | None, ontology: Ontology, user: Path | None = None) -> None:
        """Open the file; the arguments are those of `extraction_cache`."""
        self.notes: list[str] = []
        self.known = 0
        self.folder = folder
        self._ontology = ontology
        self._user = str(user.resolve()) if user else ""
        self._used: set[bytes] = set()
        self._pending: dict[bytes, bytes] = {}
        self._size = 0
        self._replaced = False
        self._store: Store | None = None
        self._path = (folder or Path()) / FILE
        self.context = context_of(ontology) if folder else b""
        if self.context:
            self._open()

    def get(self, document: Document, used: Sequence[Alias] = ()) -> Extraction | None:
        """What was read in a document by the same program and ontology, or None if that is not known.

        Args:
            document: the text.
            used: the forms of names in it that other documents tell and that it is to be read with.
        """
        if self._store is None:
            return None
        key = key_of(self.context, document, used)
        content = self._tried(lambda store: store.get(key))
        if content is None:
            return None
        with suppress(ValueError):
            extraction = decoded(content)
            self._used.add(key)
            self.known += not used
            return extraction
        return None

    def keep(self, document: Document, content: bytes, used: Sequence[Alias] = ()) -> None:
        """Keep what was read in a document, as bytes, with the forms that other documents told (see `get`)."""
        if self._store is None:
            return
        key = key_of(self.context, document, used)
        self._used.add(key)
        self._pending[key] = content
        self._size += len(content)
        if len(self._pending) >= _PORTION or self._size >= _PORTION_BYTES:
            self._write()

    def complete(self, used: Iterable[bytes] = ()) -> None:
        """Say that all documents were read: what was kept for the same user and not used now is removed.

        Args:
            used: keys of what was used without being asked for here.
        """
        self._used.update(used)
        self._write()
        self._tried(lambda store: store.keep_only(self._user, self._used))

    def close(self) -> None:
        """Write what is left and close the file."""
        self._write()
        self._let_go()

    def _write(self) -> None:
        if not self._pending or self._store is None:
            return
        if not self._is_unchanged():
            self._off(f"{self._ontology.folder} was changed while documents were read")
            return
        portion = self._pending
        self._tried(lambda store: store.put(self._user, portion.items()))
        self._pending, self._size = {}, 0

    def _is_unchanged(self) -> bool:
        """Tell whether the folder holds what was loaded: what another process loaded from it later is the same then."""
        try:
            return folder_digest(self._ontology.folder) == self._ontology.digest
        except OSError:
            return False

    def _tried(self, work: Callable[[Store], _Result]) -> _Result | None:
        """Do something with the file; if it is broken, once more with a new one."""
        for _ in range(2):
            if self._store is None:
                return None
            try:
                return work(self._store)
            except sqlite3.Error as error:
                self._failed(error)
        return None

    def _open(self) -> None:
        try:
            self._store = Store(self._path)
        except AnotherVersionError:
            self._replace("is of another version of kg")
        except sqlite3.Error as error:
            self._failed(error)
        except OSError as error:
            self._off(error.strerror or str(error))

    def _failed(self, error: sqlite3.Error) -> None:
        if is_broken(error):
            self._replace(f"is broken ({error})")
        else:
            self._off(str(error))

    def _replace(self, reason: str) -> None:
        """Begin a new file in the place of one that is of no use."""
        if self._replaced:
            self._off(f"{reason}, and so is the one in its place")
            return
        self._replaced = True
        self._let_go()
        try:
            for path in (self._path, *(self._path.with_name(FILE + end) for end in ("-journal", "-wal", "-shm"))):
                path.unlink(missing_ok=True)
        except OSError as error:
            self._off(f"{reason}, and cannot be replaced: {error.strerror or error}")
            return
        self.notes.append(f"{self._path} {reason}: it was replaced, and documents are read anew")
        self._open()

    def _off(self, reason: str) -> None:
        """Do without, for the rest of the run."""
        self.notes.append(f"{self._path} is not used: {reason}")
        self._let_go()
        self._pending = {}

    def _let_go(self) -> None:
        """Let go of the file, whatever state it is in."""
        if self._store:
            with suppress(sqlite3.Error):
                self._store.close()
        self._store = None
