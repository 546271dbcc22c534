"""One process that works for this one, and what it still has to answer."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace

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

    def __init__(self, knowledge: Knowledge, forms: Mapping[str, Alias] | None) -> None:
        """Start it.

        Args:
            knowledge: what it loads.
            forms: what it shall listen to, if it is known yet.
        """
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
