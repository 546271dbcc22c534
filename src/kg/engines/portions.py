"""A stream of documents in portions by size."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from kg.model import Document

PASS = 50_000
"""Code points that are read side by side: so many that what a pass costs by itself is little for each of them."""

BATCH = PASS
"""Code points in a batch: about a second of work, so that shipping it costs little beside it."""

_TAPER = 8
"""The last batches are so much smaller, so that all processes end together; side by side so few are read slower."""


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

    def tapering(self, ways: int, characters: int = BATCH, first: int = 0) -> Iterator[list[Document]]:
        """All portions of so many code points, smaller ones towards the end, down to an eighth.

        What is left is known some portions ahead: of that each has its part in twice as many as there are ways (after
        Polychronopoulos and Kuck, "Guided self-scheduling", 1987).

        Args:
            ways: so many processes read side by side.
            characters: of a portion.
            first: so many portions at the beginning are as small as the last: where it takes time to find documents,
                nobody shall wait until many are found.
        """
        ahead: deque[list[Document]] = deque()
        pieces = self.all(max(characters // _TAPER, 1))
        yield from islice(pieces, first)
        while True:
            ahead.extend(islice(pieces, 2 * ways * _TAPER - len(ahead)))
            if not ahead:
                return
            count = max(1, len(ahead) // (2 * ways))
            yield [document for _ in range(count) for document in ahead.popleft()]
