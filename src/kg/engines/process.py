"""One process that works for this one, and what it still has to answer."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import resource_tracker

from kg.engines.passes import Outcome
from kg.engines.worker import Job, Knowledge, Order, Piece, Shipped, work
from kg.model import Document
from kg.names.reading import Alias

Answer = tuple[Document, Outcome | Shipped]
"""A document with what came of it."""


class Process:
    """A process, what it still has to answer, and since when it is at it.

    Attributes:
        answers: where they come from.
        process: the process itself.
        ready: whether it has loaded the ontology.
        jobs: what it has to read.
        pieces: what it has to do for a task.
        since: when it began with the first job, or answered last.
    """

    def __init__(self) -> None:
        """Start it; it waits to be told what to load."""
        context = multiprocessing.get_context("spawn")
        theirs, self._orders = context.Pipe(duplex=False)
        self.answers, answers = context.Pipe(duplex=False)
        self.process = context.Process(target=work, args=(theirs, answers), daemon=True)
        with _not_interrupted():
            self.process.start()
        theirs.close()
        answers.close()
        self.ready = False
        self.jobs: deque[Job] = deque()
        self.pieces: deque[Piece] = deque()
        self.since = time.monotonic()

    def load(self, knowledge: Knowledge, forms: Mapping[str, Alias] | None) -> None:
        """Let it load what it needs.

        Args:
            knowledge: what it loads.
            forms: what it shall listen to, if it is known yet.
        """
        self.send(knowledge)
        if forms is not None:
            self.send(dict(forms))

    def send(self, order: Order) -> None:
        """Let it do something after all that it has to do."""
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
        """End it at once."""
        self.process.kill()
        self.process.join()
        self._orders.close()
        self.answers.close()
        self.process.close()


@contextmanager
def _not_interrupted() -> Iterator[None]:
    """Let what is started never see an interrupt, which a terminal sends to all: this process decides what it ends."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # or it would be started below, and let interrupts pass again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
