"""The engine of one machine: this process for little text, several processes for much."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED as FIRST
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from kg.caching import ExtractionCache
from kg.engines.known import PASS, Again, Known, Read, read_again
from kg.errors import InputError, KgError, UsageError
from kg.extract import Extraction, Extractor
from kg.garbage import collect_rarely, rare_collections
from kg.gazetteer import Gazetteer
from kg.model import Document
from kg.ontology import Ontology, load_ontology
from kg.reading import Alias
from kg.resolution.told import Forms, add_forms, forms_of, told

BATCH = 400_000
"""Code points in a batch: some tenths of a second of work, so that shipping it costs little beside it."""

WORTH_PROCESSES = 3_000_000
"""Code points below which starting other processes, each of which loads the ontology, costs more than it gains."""


@rare_collections()
def extract_all(
    documents: Iterable[Document],
    ontology: Ontology,
    *,
    workers: int | None = None,
    on_done: Callable[[Extraction], None] = lambda extraction: None,
    on_failure: Callable[[InputError], None] | None = None,
    cache: ExtractionCache | None = None,
) -> list[Extraction]:
    """Extract all documents.

    Args:
        documents: what to read; consumed once, in order, and kept until all are read: what some tell of names lets
            others be read anew.
        ontology: the knowledge to read with; other processes load it again from its folder.
        workers: processes to use; None for one per core. Little text is always read in this process.
        on_done: called after each document was read first, in this process.
        on_failure: called with what is wrong with a document that could not be read; it is left out. None raises.
        cache: what earlier runs read; only what it does not hold is read, and then kept in it.

    Returns:
        The extractions sorted by document id, whatever the number of workers and whatever was kept.

    Raises:
        UsageError: fewer than one worker.
        InputError: a document could not be read, and there is no ``on_failure``.
        KgError: a worker process was killed.
    """
    count = workers if workers is not None else os.cpu_count() or 1
    if count < 1:
        raise UsageError(f"--workers {count}: at least one worker is needed")
    heard = _Heard(on_done, on_failure)
    known = Known(cache, on_done)
    extractor = lru_cache(partial(Extractor, ontology))
    stream = _Batches(known.unknown(documents))
    first = stream.take(WORTH_PROCESSES) if count > 1 else []
    if count == 1 or stream.exhausted:
        found = _in_turn(first if count > 1 else stream.rest(), extractor, ontology.gazetteer, heard, known)
    else:
        found = _in_processes(first, stream, extractor, ontology, count, heard, known)
    if cache:
        cache.complete()
    return sorted(found, key=lambda extraction: extraction.document.id)


def read_in_turn(documents: Iterable[Document], extractor: Extractor) -> list[Extraction]:
    """Extract documents in this process, and again those that use forms of names which others tell.

    Args:
        documents: what to read.
        extractor: reads them.

    Raises:
        InputError: a document could not be read.
    """
    heard = _Heard(lambda extraction: None, None)
    return _in_turn(documents, lambda: extractor, extractor.ontology.gazetteer, heard, Known(None, heard.done))


_Outcome = Extraction | InputError
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Heard:
    """Who is told of documents that were read, and of those that could not be."""

    done: Callable[[Extraction], None]
    failure: Callable[[InputError], None] | None

    def tell(self, outcome: _Outcome) -> Iterator[Extraction]:
        """Tell of an outcome, and give it if something was read.

        Raises:
            InputError: nothing was, and nobody is there to be told.
        """
        if isinstance(outcome, Extraction):
            self.done(outcome)
            yield outcome
        elif self.failure is None:
            raise outcome
        else:
            self.failure(outcome)


def _in_passes(documents: Iterable[Document], extractor: Extractor) -> Iterator[_Outcome]:
    """What was read in documents, in their order, or why one could not be read; that must not end all reading."""
    portions = _Batches(documents)
    while portion := portions.take(PASS):
        try:
            yield from extractor.extract_all(portion)
        except KgError:
            raise  # the call is at fault, not the documents
        except Exception:
            yield from (_extracted(extractor, document) for document in portion)


def _extracted(extractor: Extractor, document: Document) -> _Outcome:
    """What was read in a document, or why it could not be: one document must not end the reading of all."""
    try:
        return extractor.extract(document)
    except KgError:
        raise  # the call is at fault, not the document
    except MemoryError:
        return InputError(document.id, "needs more memory than there is", "split it into smaller documents")
    except Exception as error:
        reason = f"could not be understood ({type(error).__name__}: {error})"
        return InputError(document.id, reason, "this is a fault of kg: please report it with the document")


def _in_turn(
    documents: Iterable[Document],
    extractor: Callable[[], Extractor],
    gazetteer: Gazetteer,
    heard: _Heard,
    known: Known,
) -> list[Extraction]:
    read: list[Read] = []
    portions = _Batches(documents)
    while portion := portions.take(PASS):
        for document, outcome in zip(portion, _in_passes(portion, extractor()), strict=True):
            for extraction in heard.tell(outcome):
                known.keep(document, extraction)
                read.append((document, extraction))
    found = [extraction for _, extraction in (*read, *known.read)]
    forms = told(_forms(found), gazetteer)
    if not forms:
        return found
    listening = extractor().listening(forms)
    found, left = known.settled(lambda: listening)
    read += left
    return [*found, *_kept_again(read, read_again(read, listening), known)]


def _forms(extractions: Iterable[Extraction]) -> Forms:
    forms: Forms = {}
    for extraction in extractions:
        add_forms(forms, forms_of(extraction).values())
    return forms


def _kept_again(read: Iterable[Read], again: Iterable[Again], known: Known) -> Iterator[Extraction]:
    """Keep what was read again, and give it."""
    for (document, _), (used, extraction) in zip(read, again, strict=True):
        if used:
            known.keep(document, extraction, used)
        yield extraction


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


def _in_processes(
    first: list[Document],
    stream: _Batches,
    extractor: Callable[[], Extractor],
    ontology: Ontology,
    count: int,
    heard: _Heard,
    known: Known,
) -> list[Extraction]:
    kept: dict[str, Document] = {}
    read: list[Read] = []
    context = multiprocessing.get_context("spawn")
    knowledge = (ontology.folder, ontology.source_names, known.folder)
    with ProcessPoolExecutor(count, mp_context=context, initializer=_start, initargs=knowledge) as pool:
        for outcome in _spread(pool, _extract_batch, _keeping(_cut(first, stream), kept), count):
            for extraction in heard.tell(outcome):
                document = kept[extraction.document.id]
                known.keep(document, extraction)
                read.append((document, extraction))
        found = [extraction for _, extraction in (*read, *known.read)]
        forms = told(_forms(found), ontology.gazetteer)
        if not forms:
            return found
        listening = lru_cache(lambda: extractor().listening(forms))
        found, left = known.settled(listening)
        by_id = {document.id: (document, before) for document, before in (*read, *left)}
        portions = (([by_id[one.id] for one in batch], forms) for batch in _batched(by_id))
        for used, extraction in _spread(pool, _again_batch, portions, count):
            if used:
                known.keep(by_id[extraction.document.id][0], extraction, used)
            found.append(extraction)
        return found


def _batched(by_id: Mapping[str, Read]) -> Iterator[list[Document]]:
    stream = _Batches(by_id[one][0] for one in sorted(by_id))
    return iter(lambda: stream.take(BATCH), [])


def _spread(
    pool: ProcessPoolExecutor, work: Callable[..., list[_Result]], portions: Iterator[tuple[object, ...]], count: int
) -> Iterator[_Result]:
    """Give portions to processes, a few ahead of what is done, and yield what comes back in whatever order."""
    pending: set[Future[list[_Result]]] = set()
    while True:
        while len(pending) < 2 * count and (portion := next(portions, None)):
            pending.add(pool.submit(work, *portion))
        if not pending:
            return
        done, pending = wait(pending, return_when=FIRST)
        for future in done:
            try:
                yield from future.result()
            except BrokenProcessPool as error:
                hint = "it may have been out of memory: try fewer with --workers"
                raise KgError(f"a worker process ended unexpectedly\n  hint: {hint}") from error


def _keeping(batches: Iterable[list[Document]], kept: dict[str, Document]) -> Iterator[tuple[object, ...]]:
    for batch in batches:
        kept.update((document.id, document) for document in batch)
        yield (batch,)


def _cut(first: list[Document], stream: _Batches) -> Iterator[list[Document]]:
    head = _Batches(first)
    for source in (head, stream):
        while batch := source.take(BATCH):
            yield batch


_extractor: Extractor | None = None
_listening: tuple[dict[str, Alias], Extractor] | None = None


def _start(folder: Path, sources: tuple[str, ...], cache: Path | None) -> None:
    """Load the ontology once per worker process."""
    global _extractor
    collect_rarely()
    _extractor = Extractor(load_ontology(folder, sources, cache=cache))


def _extract_batch(documents: list[Document]) -> list[_Outcome]:
    if _extractor is None:
        raise RuntimeError("the worker was not started")
    return list(_in_passes(documents, _extractor))


def _again_batch(read: list[Read], forms: dict[str, Alias]) -> list[Again]:
    global _listening
    if _extractor is None:
        raise RuntimeError("the worker was not started")
    if _listening is None or _listening[0] != forms:
        _listening = forms, _extractor.listening(forms)
    return list(read_again(read, _listening[1]))
