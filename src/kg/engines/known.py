"""What earlier runs read, beside what is read now: which documents are left to read, and to read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.caching import ExtractionCache
from kg.extraction import Extraction, Extractor
from kg.model import Document
from kg.reading import Alias

PASS = 50_000
"""Code points that are read side by side: so many that what a pass costs by itself is little for each of them."""

Read = tuple[Document, Extraction]
"""A document with what was read in it by itself."""

Again = tuple[tuple[Alias, ...], Extraction]
"""The forms told by others that a document was read again with, and what was read then; the first reading and no forms
where there are none."""


class Known:
    """What a cache holds of documents; without a cache nothing.

    ``read`` are the documents that it held, ``folder`` is where it keeps things.
    """

    def __init__(self, cache: ExtractionCache | None, done: Callable[[Extraction], None]) -> None:
        """Take a cache, and whom to tell of each document that it holds."""
        self._cache = cache
        self.folder = cache.folder if cache else None
        self._done = done
        self.read: list[Read] = []

    def unknown(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents that are left to read; the others are put to ``read`` on the way."""
        for document in documents:
            before = self._cache.get(document) if self._cache else None
            if before is None:
                yield document
            else:
                self._done(before)
                self.read.append((document, before))

    def keep(self, document: Document, extraction: Extraction, used: tuple[Alias, ...] = ()) -> None:
        """Keep what was read in a document, with forms that others told or without."""
        if self._cache:
            self._cache.keep(document, extraction, used)

    def settled(self, listening: Callable[[], Extractor]) -> tuple[list[Extraction], list[Read]]:
        """What the known documents are read to be now that others told their forms, and those to read again.

        Args:
            listening: gives what reads with these forms; not called if nothing is known.
        """
        found: list[Extraction] = []
        left: list[Read] = []
        for document, before in self.read:
            used = listening().heard(document, before)
            after = self._cache.get(document, used) if self._cache and used else before
            if after:
                found.append(after)
            else:
                left.append((document, before))
        return found, left


def read_again(read: Iterable[Read], listening: Extractor) -> Iterator[Again]:
    """What documents are read to be by an extractor that listens to what others tell, in their order."""
    portion: list[tuple[tuple[Alias, ...], Document, Extraction]] = []
    size = 0
    for document, before in read:
        portion.append((listening.heard(document, before), document, before))
        size += len(document.text)
        if size >= PASS:
            yield from _read_side_by_side(portion, listening)
            portion, size = [], 0
    yield from _read_side_by_side(portion, listening)


def _read_side_by_side(
    portion: list[tuple[tuple[Alias, ...], Document, Extraction]], listening: Extractor
) -> Iterator[Again]:
    anew = iter(listening.extract_all([document for used, document, _ in portion if used]))
    for used, _, before in portion:
        yield used, next(anew) if used else before
