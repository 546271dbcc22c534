"""Several processes that read documents side by side; one that dies or hangs costs a document, and not the build.

When all is read they do other work on pieces, such as writing (`kg.engines.sharing`).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import TypeVar

from kg.engines.passes import too_long
from kg.engines.process import Answer, Process
from kg.engines.sharing import Sharing
from kg.engines.worker import ALONE, Job, Knowledge, Task
from kg.errors import InputError, KgError
from kg.names.reading import Alias
from kg.ontology import Ontology
from kg.spreading import Work

_Common = TypeVar("_Common")
_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")

_AHEAD = 2
"""Jobs that a worker has at a time: the next one lies ready when one is done."""

_STARTS = 3
"""So many times in a row a worker may end before it has loaded the ontology."""


class Crew:
    """So many workers. Use as a context: at its end, however it comes, no process is left."""

    def __init__(
        self, count: int, knowledge: Knowledge, timeout: float, start: Callable[[], Process] = Process
    ) -> None:
        """Start nothing yet.

        Args:
            count: how many processes.
            knowledge: what they load.
            timeout: seconds that one document may take; 0 for as long as it takes.
            start: gives a process that waits to be told what to load.
        """
        self._count = count
        self._start = start
        self._knowledge = knowledge
        self._timeout = timeout
        self._forms: Mapping[str, Alias] | None = None
        self._workers: dict[Connection, Process] = {}
        self._failed_starts = 0

    def __enter__(self) -> Crew:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes at once."""
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
        work: Work[_Common, _Piece, _Result],
        common: _Common,
        pieces: Iterable[_Piece],
        ontology: Ontology,
    ) -> Iterator[_Result]:
        """Let the workers that there are do some work; they begin at once. See `kg.spreading.Spread`.

        Args:
            work: what to do.
            common: what all pieces have in common.
            pieces: consumed some ahead.
            ontology: what this process works with where no worker does.
        """
        return Sharing(self._workers, Task(work, common), pieces, ontology).results()

    def _idle(self) -> Process | None:
        """The worker with the least to do, or a new one; None if all have enough."""
        worker = min(self._workers.values(), key=lambda one: len(one.jobs), default=None)
        if worker is not None and (not worker.jobs or len(self._workers) >= self._count):
            return worker if len(worker.jobs) < _AHEAD else None
        worker = self._start()
        worker.load(self._knowledge, self._forms)
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

    def _lost(self, worker: Process, left: deque[Job], ended: str | None) -> Iterator[Answer]:
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
        if job.size != ALONE:
            left.appendleft(replace(job, size=ALONE))
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
