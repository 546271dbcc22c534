"""A stream of documents in portions by size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Document

PASS = 50_000
"""Code points that are read side by side: so many that what a pass costs by itself is little for each of them."""

BATCH = PASS
"""Code points in a batch: about a second of work, so that shipping it costs little beside it and all end together."""


class Portions:
    """A stream of documents that can be taken in portions."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Take the stream; ``exhausted`` tells that its end was reached."""
        self._documents = iter(documents)
        self.exhausted = False

    def take(self, characters: int) -> list[Document]:
        """The next documents, up to and including the one that passes a number of code points."""
        batch: list[Document] = []
        size = 0
        for document in self._documents:
            batch.append(document)
            size += len(document.text)
            if size >= characters:
                return batch
        self.exhausted = True
        return batch

    def all(self, characters: int) -> Iterator[list[Document]]:
        """All portions of so many code points."""
        return iter(lambda: self.take(characters), [])
