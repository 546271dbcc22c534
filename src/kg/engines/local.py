"""The engine of one machine: this process for little text, several processes for much."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from kg.caching import ExtractionCache
from kg.engines.passes import in_passes
from kg.engines.portions import BATCH, PASS, Portions
from kg.engines.rounds import Rounds
from kg.engines.worker import Job, Knowledge
from kg.errors import InputError, UsageError
from kg.extraction import Extraction, Extractor
from kg.garbage import rare_collections
from kg.merging.tables import Tables
from kg.model import Document, DocumentInfo
from kg.names.reading import Alias
from kg.ontology import Ontology
from kg.spreading import Work, here

if TYPE_CHECKING:
    from kg.engines.crew import Crew
    from kg.engines.process import Answer, Process

_Common = TypeVar("_Common")
_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")

WORTH_PROCESSES = 200_000
"""Code points below which starting other processes, each of which loads the ontology, costs more than it gains."""

TIMEOUT = 600.0
"""Seconds that one document may take."""


def read_into(
    tables: Tables,
    documents: Iterable[Document],
    ontology: Ontology,
    *,
    workers: int | None = None,
    timeout: float = TIMEOUT,
    on_done: Callable[[DocumentInfo], None] | None = None,
    on_failure: Callable[[InputError], None] | None = None,
    cache: ExtractionCache | None = None,
) -> None:
    """Read documents into tables: afterwards these hold what was read in just these documents.

    Arguments and errors are those of `Local` and `Local.read_into`.
    """
    with Local(ontology, workers, timeout, cache.folder if cache else None, tables.apart) as local:
        local.read_into(tables, documents, on_done=on_done, on_failure=on_failure, cache=cache)


def extract_all(
    documents: Iterable[Document],
    ontology: Ontology,
    *,
    workers: int | None = None,
    timeout: float = TIMEOUT,
    on_done: Callable[[DocumentInfo], None] | None = None,
    on_failure: Callable[[InputError], None] | None = None,
    cache: ExtractionCache | None = None,
) -> list[Extraction]:
    """Extract all documents, into memory. Arguments and errors are those of `read_into`.

    Returns:
        The extractions sorted by document id, whatever the number of workers and whatever was kept.
    """
    with closing(Tables()) as tables:
        read_into(
            tables,
            documents,
            ontology,
            workers=workers,
            timeout=timeout,
            on_done=on_done,
            on_failure=on_failure,
            cache=cache,
        )
        return [tables.last(number) for number in tables.numbers()]


def read_in_turn(documents: Iterable[Document], extractor: Extractor) -> list[Extraction]:
    """Extract documents in this process, and again those that use forms of names which others tell.

    Args:
        documents: what to read.
        extractor: reads them.

    Returns:
        The extractions sorted by document id.

    Raises:
        InputError: a document could not be read.
    """
    with closing(Tables()) as tables:
        reader = _Here(lambda: extractor, 0)
        Rounds(tables, reader, extractor.ontology.gazetteer).read(documents)
        return [tables.last(number) for number in tables.numbers()]


class _Here:
    """Reads in this process; what reads is made when there is something to read."""

    def __init__(self, extractor: Callable[[], Extractor], timeout: float) -> None:
        self.extractor = extractor
        self._timeout = timeout

    def read(self, documents: Iterable[Document], forms: Mapping[str, Alias] | None = None) -> Iterator[Answer]:
        for portion in Portions(documents).all(PASS):
            extractor = self.extractor() if forms is None else self.extractor().listening(forms)
            for found in in_passes(portion, extractor, PASS, self._timeout):
                yield from zip(portion, found, strict=False)


def count_of(workers: int | None) -> int:
    """How many processes to use; None for one per core.

    Raises:
        UsageError: fewer than one.
    """
    count = workers if workers is not None else os.cpu_count() or 1
    if count < 1:
        raise UsageError(f"--workers {count}: at least one worker is needed")
    return count


class Local:
    """This process, and several more where that is worth while: they read, and do further work until the end.

    Use as a context: at its end, however it comes, no other process is left.
    """

    def __init__(
        self,
        ontology: Ontology,
        workers: int | None = None,
        timeout: float = TIMEOUT,
        cache: Path | None = None,
        apart: frozenset[str] = frozenset(),
        start: Callable[[], Process] | None = None,
    ) -> None:
        """Start nothing yet.

        Args:
            ontology: the knowledge to read with; other processes load it again from its folder.
            workers: processes to use; None for one per core. Little text is always read in this process.
            timeout: seconds that one document may take, 0 for as long as it takes; one that takes longer is a failure.
            cache: the folder that compiled parts of the ontology are kept in, if any are.
            apart: the ids of documents that decisions speak of.
            start: gives a process that waits to be told what to load; by default a new one.

        Raises:
            UsageError: fewer than one worker, or a time below 0.
        """
        self._count = count_of(workers)
        if not timeout >= 0:
            raise UsageError(f"--document-timeout {timeout:g}: give seconds, or 0 for no limit")
        self._ontology = ontology
        self._timeout = timeout
        self._start = start
        self._knowledge = Knowledge(ontology.folder, ontology.source_names, cache, apart)
        self._extractor: Extractor | None = None
        self._crew: Crew | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Local:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all other processes."""
        self.dismiss()

    def dismiss(self) -> None:
        """End all other processes: what is still to be done is done here, or by new ones."""
        self._crew = None
        self._stack.close()

    @property
    def several(self) -> bool:
        """Whether there are other processes that work is spread over."""
        return self._crew is not None

    def extractor(self) -> Extractor:
        """What reads in this process; made when it is first asked for."""
        if self._extractor is None:
            self._extractor = Extractor(self._ontology)
        return self._extractor

    @rare_collections()
    def read_into(
        self,
        tables: Tables,
        documents: Iterable[Document],
        *,
        on_done: Callable[[DocumentInfo], None] | None = None,
        on_failure: Callable[[InputError], None] | None = None,
        cache: ExtractionCache | None = None,
    ) -> None:
        """Read documents into tables: afterwards these hold what was read in just these documents.

        Args:
            tables: where to; documents that they hold already are not read again.
            documents: what to read; consumed once, in order, and never held as a whole.
            on_done: called after each document was read first, in this process.
            on_failure: called with what is wrong with a document that could not be read; it is left out. None raises.
            cache: what earlier runs read; only what it does not hold is read, and then kept in it.

        Raises:
            InputError: a document could not be read, and there is no ``on_failure``.
            KgError: worker processes cannot be started.
        """
        Rounds(tables, self, self._ontology.gazetteer, on_done, on_failure, cache).read(documents)
        self._extractor = None  # with all that it remembers

    def spread(
        self, work: Work[_Common, _Piece, _Result], common: _Common, pieces: Iterable[_Piece]
    ) -> Iterator[_Result]:
        """Do work on pieces in all processes that there are; see `kg.spreading.Spread`."""
        if self._crew is None:
            return here(self._ontology)(work, common, pieces)
        return self._crew.spread(work, common, pieces, self._ontology)

    def read(self, documents: Iterable[Document], forms: Mapping[str, Alias] | None = None) -> Iterator[Answer]:
        """Read documents, and give what came of each, in any order; with forms that others tell if there are any."""
        stream = Portions(documents)
        first = stream.take(WORTH_PROCESSES) if self._count > 1 and self._crew is None else []
        rest = (one for portion in stream.all(1) for one in portion)
        if self._count == 1 or stream.exhausted:
            yield from _Here(self.extractor, self._timeout).read(chain(first, rest), forms)
            return
        if self._crew is None:
            from kg.engines.crew import Crew  # what little text has no use for
            from kg.engines.process import Process

            start = self._start or Process
            self._crew = self._stack.enter_context(Crew(self._count, self._knowledge, self._timeout, start))
        if forms is not None:
            self._crew.listen(forms)
        yield from self._crew.read(self._jobs(Portions(chain(first, rest)), forms is not None))

    def _jobs(self, stream: Portions, listening: bool) -> Iterator[Job]:
        for number, batch in enumerate(stream.tapering(self._count, BATCH, 2 * self._count if listening else 0)):
            if number == self._count:
                self.extractor()  # it is wanted between the rounds, when others wait; now they load the ontology
            yield Job(batch, PASS, listening)
