"""The engine of one machine: this process for little text, several processes for much."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED as FIRST
from concurrent.futures import Future, ProcessPoolExecutor, wait
from pathlib import Path

from kg.errors import UsageError
from kg.extract import Extraction, Extractor
from kg.model import Document
from kg.ontology import Ontology, load_ontology

BATCH = 400_000
"""Code points in a batch: some tenths of a second of work, so that shipping it costs little beside it."""

WORTH_PROCESSES = 3_000_000
"""Code points below which starting other processes, each of which loads the ontology, costs more than it gains."""


def extract_all(
    documents: Iterable[Document],
    ontology: Ontology,
    *,
    workers: int | None = None,
    on_done: Callable[[Extraction], None] = lambda extraction: None,
) -> list[Extraction]:
    """Extract all documents.

    Args:
        documents: what to read; consumed once, in order.
        ontology: the knowledge to read with; other processes load it again from its folder.
        workers: processes to use; None for one per core. Little text is always read in this process.
        on_done: called after each document, in this process.

    Returns:
        The extractions sorted by document id, whatever the number of workers.

    Raises:
        UsageError: fewer than one worker.
    """
    count = workers if workers is not None else os.cpu_count() or 1
    if count < 1:
        raise UsageError(f"--workers {count}: at least one worker is needed")
    stream = _Batches(documents)
    first = stream.take(WORTH_PROCESSES) if count > 1 else []
    if count == 1 or stream.exhausted:
        extractor = Extractor(ontology)
        found = _one_by_one(extractor, first if count > 1 else stream.rest(), on_done)
    else:
        found = _in_processes(first, stream, ontology, count, on_done)
    return sorted(found, key=lambda extraction: extraction.document.id)


class _Batches:
    """A stream of documents that can be taken in portions by size."""

    def __init__(self, documents: Iterable[Document]) -> None:
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

    def rest(self) -> Iterator[Document]:
        return self._documents


def _one_by_one(
    extractor: Extractor, documents: Iterable[Document], on_done: Callable[[Extraction], None]
) -> list[Extraction]:
    found = []
    for document in documents:
        found.append(extractor.extract(document))
        on_done(found[-1])
    return found


def _in_processes(
    first: list[Document], stream: _Batches, ontology: Ontology, count: int, on_done: Callable[[Extraction], None]
) -> list[Extraction]:
    found: list[Extraction] = []
    pending: set[Future[list[Extraction]]] = set()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=_start, initargs=(ontology.folder, ontology.source_names)
    ) as pool:
        batches = _cut(first, stream)
        while True:
            while len(pending) < 2 * count and (batch := next(batches, None)):
                pending.add(pool.submit(_extract_batch, batch))
            if not pending:
                return found
            done, pending = wait(pending, return_when=FIRST)
            for future in done:
                for extraction in future.result():
                    found.append(extraction)
                    on_done(extraction)


def _cut(first: list[Document], stream: _Batches) -> Iterator[list[Document]]:
    head = _Batches(first)
    for source in (head, stream):
        while batch := source.take(BATCH):
            yield batch


_extractor: Extractor | None = None


def _start(folder: Path, sources: tuple[str, ...]) -> None:
    """Load the ontology once per worker process."""
    global _extractor
    _extractor = Extractor(load_ontology(folder, sources))


def _extract_batch(documents: list[Document]) -> list[Extraction]:
    if _extractor is None:
        raise RuntimeError("the worker was not started")
    return [_extractor.extract(document) for document in documents]
