"""Several processes that read documents side by side; one that dies or hangs costs a document, and not the build.

When all is read they do other work on pieces, such as writing: what one of them was at when it died is done here then.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, TypeVar

from kg.engines.passes import Outcome, too_long
from kg.engines.worker import Done, Job, Knowledge, Order, Piece, Shipped, Task, work
from kg.errors import InputError, KgError
from kg.model import Document
from kg.ontology import Ontology
from kg.reading import Alias
from kg.spreading import Work

Answer = tuple[Document, Outcome | Shipped]
"""A document with what came of it."""

_Common = TypeVar("_Common")
_Value = TypeVar("_Value")
_Result = TypeVar("_Result")

_AHEAD = 2
"""Jobs or pieces that a worker has at a time: the next one lies ready when one is done."""

_WAITING = 4
"""Pieces for each worker that may be begun and not yet given on, as one before them is not done."""

_ALONE = 1
"""Code points side by side that let every document be read by itself."""

_STARTS = 3
"""So many times in a row a worker may end before it has loaded the ontology."""


class _Worker:
    """One process, what it still has to answer, and since when it is at it."""

    def __init__(self, knowledge: Knowledge, forms: Mapping[str, Alias] | None) -> None:
        context = multiprocessing.get_context("spawn")
        theirs, self._orders = context.Pipe(duplex=False)
        self.answers, answers = context.Pipe(duplex=False)
        self.process = context.Process(target=work, args=(knowledge, theirs, answers), daemon=True)
        self.process.start()
        theirs.close()
        answers.close()
        self.ready = False
        self.jobs: deque[Job] = deque()
        self.pieces: deque[Piece] = deque()
        self.since = time.monotonic()
        if forms is not None:
            self.send(dict(forms))

    def send(self, order: Order) -> None:
        if isinstance(order, Job):
            if not self.jobs:
                self.since = time.monotonic()
            self.jobs.append(order)
        elif isinstance(order, Piece):
            self.pieces.append(order)
        try:
            self._orders.send(order)
        except (BrokenPipeError, OSError):
            return  # it ended: this is seen where its answers are read

    def answered(self, found: list[Shipped]) -> Iterator[Answer]:
        """Put answers to the documents that they are for."""
        self.since = time.monotonic()
        if not found:
            self.ready = True
            return
        job = self.jobs.popleft()
        if len(found) < len(job.documents):
            self.jobs.appendleft(replace(job, documents=job.documents[len(found) :]))
        yield from zip(job.documents, found, strict=False)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self._orders.close()
        self.answers.close()
        self.process.close()


class Crew:
    """So many workers. Use as a context: at its end, however it comes, no process is left."""

    def __init__(self, count: int, knowledge: Knowledge, timeout: float) -> None:
        """Start nothing yet.

        Args:
            count: how many processes.
            knowledge: what they load.
            timeout: seconds that one document may take; 0 for as long as it takes.
        """
        self._count = count
        self._knowledge = knowledge
        self._timeout = timeout
        self._forms: Mapping[str, Alias] | None = None
        self._workers: dict[Connection, _Worker] = {}
        self._failed_starts = 0

    def __enter__(self) -> Crew:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes at once."""
        self._end()

    def _end(self) -> None:
        for worker in self._workers.values():
            worker.end()
        self._workers.clear()

    def listen(self, forms: Mapping[str, Alias]) -> None:
        """Let all workers know the forms that documents tell each other."""
        self._forms = forms
        for worker in self._workers.values():
            worker.send(dict(forms))

    def read(self, jobs: Iterator[Job]) -> Iterator[Answer]:
        """Read documents, and give what came of each as it comes.

        A job whose worker died or took too long is tried again document by document; what then still fails is told.

        Raises:
            KgError: workers end before they can read anything.
        """
        left: deque[Job] = deque()
        more = True
        while True:
            while more or left:
                worker = self._idle()
                if worker is None:
                    break
                job = left.popleft() if left else next(jobs, None)
                if job is None:
                    more = False
                    break
                worker.send(job)
            if not any(worker.jobs for worker in self._workers.values()):
                return
            yield from self._answers(left)

    def spread(
        self,
        work: Work[_Common, _Value, _Result],
        common: _Common,
        pieces: Iterable[_Value],
        ontology: Ontology,
    ) -> Iterator[_Result]:
        """Let the workers that there are do some work; see `kg.spreading.Spread`.

        Args:
            work: what to do.
            common: what all pieces have in common.
            pieces: consumed some ahead.
            ontology: what this process works with where no worker does.

        Raises:
            KgError: a worker cannot load the ontology.
        """
        for one in self._workers.values():
            one.send(Task(work, common))
        left = (Piece(number, value) for number, value in enumerate(pieces))
        found: dict[int, _Result] = {}
        begun = given = 0
        try:
            while True:
                most = given + _WAITING * self._count
                while begun < most and (worker := self._free()) and (piece := next(left, None)):
                    worker.send(piece)
                    begun += 1
                if given == begun:
                    break
                if given in found:
                    yield found.pop(given)
                    given += 1
                else:
                    found.update(self._results(lambda value: work(ontology, common, value)))
            for piece in left:  # nothing is left, but where no worker is
                yield work(ontology, common, piece.value)
        finally:
            if given < begun:
                self._end()  # nobody wants what they are at

    def _free(self) -> _Worker | None:
        """The worker that has the fewest pieces; None if all have enough."""
        worker = min(self._workers.values(), key=lambda one: len(one.pieces), default=None)
        return worker if worker and len(worker.pieces) < _AHEAD else None

    def _results(self, here: Callable[[Any], _Result]) -> Iterator[tuple[int, _Result]]:
        """Wait for what comes of pieces; those of workers that died are done in this process."""
        for connection in wait([*self._workers]):
            assert isinstance(connection, Connection)  # noqa: S101
            worker = self._workers[connection]
            try:
                answer = connection.recv()
            except (EOFError, OSError):
                del self._workers[connection]
                worker.end()
                yield from ((piece.number, here(piece.value)) for piece in worker.pieces)
                continue
            if isinstance(answer, KgError):
                raise answer
            if isinstance(answer, Done):
                worker.pieces.popleft()
                yield answer.number, answer.result

    def _idle(self) -> _Worker | None:
        """The worker with the least to do, or a new one; None if all have enough."""
        worker = min(self._workers.values(), key=lambda one: len(one.jobs), default=None)
        if worker is not None and (not worker.jobs or len(self._workers) >= self._count):
            return worker if len(worker.jobs) < _AHEAD else None
        worker = _Worker(self._knowledge, self._forms)
        self._workers[worker.answers] = worker
        return worker

    def _answers(self, left: deque[Job]) -> Iterator[Answer]:
        """Wait for answers; take from workers that died or took too long what they had to do."""
        for connection in wait([*self._workers], self._patience()):
            assert isinstance(connection, Connection)  # noqa: S101
            worker = self._workers[connection]
            try:
                found = connection.recv()
            except (EOFError, OSError):
                worker.process.join()
                yield from self._lost(worker, left, _ended(worker.process.exitcode))
                continue
            if isinstance(found, KgError):
                raise found
            self._failed_starts = 0
            yield from worker.answered(found)
        now = time.monotonic()
        for worker in [*self._workers.values()]:
            if self._timeout and worker.ready and worker.jobs and now - worker.since > self._timeout:
                yield from self._lost(worker, left, None)

    def _patience(self) -> float | None:
        """Seconds until the first worker has had its time."""
        busy = [worker.since for worker in self._workers.values() if worker.ready and worker.jobs]
        if not self._timeout or not busy:
            return None
        return max(0.0, min(busy) + self._timeout - time.monotonic()) + 0.01

    def _lost(self, worker: _Worker, left: deque[Job], ended: str | None) -> Iterator[Answer]:
        """Give up a worker: what it was at is read again by itself, or told if it was by itself already."""
        del self._workers[worker.answers]
        worker.end()
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS * self._count:
                hint = "it may have been out of memory: try fewer with --workers"
                raise KgError(f"worker processes end while they load the ontology ({ended})\n  hint: {hint}")
            left.extendleft(reversed(worker.jobs))
            return
        if not worker.jobs:
            return
        job, *others = worker.jobs
        first, rest = job.documents[0], job.documents[1:]
        left.extendleft(reversed(others))
        if job.size != _ALONE:
            left.appendleft(replace(job, size=_ALONE))
            return
        if rest:
            left.appendleft(replace(job, documents=rest))
        if ended is None:
            yield first, too_long(first, self._timeout)
        else:
            hint = "it may need more memory than there is: split it, or try fewer --workers"
            yield first, InputError(first.id, f"the process that read it {ended}, twice", hint)


def _ended(code: int | None) -> str:
    return f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
