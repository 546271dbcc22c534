"""The two rounds of reading: each document by itself, and again with the forms of names that others tell.

What is known already, from tables or from the cache, is not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from kg.caching import ExtractionCache
from kg.caching.keys import key_of
from kg.errors import InputError
from kg.extraction import Extraction, Extractor
from kg.knowledge.gazetteer import Gazetteer
from kg.merging.ahead import Ahead
from kg.merging.rows import Rows, info_of, rows_of
from kg.merging.tables import Tables
from kg.merging.telling import forms_listened_to, told_anew
from kg.model import Document, DocumentInfo
from kg.names.reading import Alias

if TYPE_CHECKING:
    from kg.engines.process import Answer

_Pending = dict[str, tuple[int, tuple[Alias, ...]]]
"""Documents on their way to be read again, by id: their numbers, and the forms that they use."""


class Reader(Protocol):
    """Reads documents; see `kg.engines.local`."""

    def read(self, documents: Iterable[Document], forms: Mapping[str, Alias] | None = None) -> Iterator[Answer]:
        """Read documents, and give what came of each, in any order; with forms that others tell if there are any."""

    def extractor(self) -> Extractor:
        """What reads in this process; made when it is first asked for."""


class Rounds:
    """Reads documents into tables."""

    def __init__(
        self,
        tables: Tables,
        reader: Reader,
        gazetteer: Gazetteer,
        on_done: Callable[[DocumentInfo], None] | None = None,
        on_failure: Callable[[InputError], None] | None = None,
        cache: ExtractionCache | None = None,
    ) -> None:
        """Take what is needed; see `kg.engines.local.read_into`."""
        self._tables = tables
        self._reader = reader
        self._gazetteer = gazetteer
        self._done = on_done
        self._failure = on_failure
        self._cache = cache
        self._context = cache.context if cache else b""

    def read(self, documents: Iterable[Document]) -> None:
        """Read documents; what the tables held before and is not among them is removed."""
        with self._tables.together():
            self._read(documents)
        if self._cache:
            self._cache.complete(self._tables.keys())

    def _read(self, documents: Iterable[Document]) -> None:
        tables = self._tables
        present: set[int] = set()
        fresh: set[int] = set()
        for document, outcome in self._reader.read(self._unknown(documents, present, fresh)):
            if isinstance(outcome, InputError):
                self._fail(outcome)
                continue
            found = self._rows(outcome)
            if self._cache:
                self._cache.keep(document, found.content)
            fresh.add(tables.put(document, key_of(self._context, document), found))
            if self._done:
                self._done(found.info)
        present |= fresh
        tables.remove([number for number in tables.numbers() if number not in present])
        self._again(fresh, told_anew(tables.connection, tables.offered, self._gazetteer))
        tables.offered.clear()

    def _unknown(self, documents: Iterable[Document], present: set[int], fresh: set[int]) -> Iterator[Document]:
        """The documents that are left to read; those that are known are taken on the way."""
        tables, cache = self._tables, self._cache
        ahead = Ahead(tables.connection)
        for document in documents:
            key, known = key_of(self._context, document), ahead.get(document.id)
            if known and known[1] == key:
                present.add(known[0])
                if cache:
                    cache.known += 1
                if self._done:
                    self._done(info_of(known[2]))
            elif cache and (before := cache.get(document)) is not None:
                fresh.add(tables.put(document, key, self._rows(before)))
                if self._done:
                    self._done(before.document)
            else:
                yield document

    def _again(self, fresh: set[int], changed: dict[str, Alias]) -> None:
        """Read again what uses forms that others tell now, or used such as they do not tell any more."""
        tables = self._tables
        forms = forms_listened_to(tables.connection) if changed or fresh else {}
        if not (changed or forms):
            return
        pending: _Pending = {}
        for document, outcome in self._reader.read(self._outdated(fresh, changed, forms, pending), forms):
            number, used = pending.pop(document.id)
            if isinstance(outcome, InputError):
                self._fail(outcome)
                tables.remove([number])
                continue
            found = self._rows(outcome)
            if self._cache:
                self._cache.keep(document, found.content, used)
            tables.put_again(number, key_of(self._context, document, used), used, found)

    def _outdated(
        self, fresh: set[int], changed: dict[str, Alias], forms: dict[str, Alias], pending: _Pending
    ) -> Iterator[Document]:
        """The documents to be read again, with other forms than they were read with; what is kept is taken on the way.

        Args:
            fresh: the numbers of those that were read just now, by themselves.
            changed: forms that others have begun or ceased to tell.
            forms: all that documents tell each other.
            pending: takes in each document that is given.
        """
        tables, extractor = self._tables, self._reader.extractor()
        listening, probing = extractor.listening(forms), extractor.listening(changed)
        for number in tables.numbers():
            is_fresh = number in fresh
            if not is_fresh and not changed:
                continue
            document = tables.document(number)
            if not is_fresh and not probing.names.told_in(document):
                continue
            stand = listening.names.told_in(document)
            if is_fresh and not stand:
                continue
            used = listening.heard(stand, tables.first(number)) if stand else ()
            if used == tables.heard(number):
                continue
            known = self._cache.get(document, used) if self._cache and used else None
            if used and not known:
                pending[document.id] = number, used
                yield document
                continue
            again = self._rows(known) if known else None  # without forms what it says by itself holds again
            tables.put_again(number, key_of(self._context, document, used), used, again)

    def _rows(self, outcome: Extraction | Rows) -> Rows:
        """What tables take of a reading; other processes send it so."""
        return outcome if isinstance(outcome, Rows) else rows_of(outcome, self._tables.apart)

    def _fail(self, problem: InputError) -> None:
        if self._failure is None:
            raise problem
        self._failure(problem)
