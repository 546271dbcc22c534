"""A process that reads documents, or does other work on pieces, for another one until that has no more or is gone."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Queue, SimpleQueue
from typing import TYPE_CHECKING, Any

from kg.engines.passes import Outcome, in_passes
from kg.errors import InputError, KgError
from kg.extraction import Extractor
from kg.garbage import collect_rarely
from kg.merging.rows import Rows, rows_of
from kg.model import Document
from kg.names.reading import Alias
from kg.ontology import load_ontology
from kg.spreading import Work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

ALONE = 1
"""Code points side by side that let every document be read by itself."""


@dataclass(frozen=True, slots=True)
class Job:
    """Documents to read, so many code points side by side; ``listening`` if with the forms that were sent last."""

    documents: list[Document]
    size: int
    listening: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Work to do from now on on pieces, and what these have in common."""

    work: Work[Any, Any, Any]
    common: Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece for the last task, by its number."""

    number: int
    value: Any


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a piece."""

    number: int
    result: Any


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a worker loads: the ontology's folder, further sources of names, and where compiled parts are kept.

    ``apart`` are the ids of documents that decisions speak of.
    """

    folder: Path
    sources: tuple[str, ...]
    cache: Path | None
    apart: frozenset[str] = frozenset()


Shipped = Rows | InputError
"""What a worker answers about a document."""

Order = Knowledge | Job | dict[str, Alias] | Task | Piece
"""What a worker is sent: first what to load, then a job, the forms that it shall listen to from now on, a task, or a
piece for that."""

Reply = list[Shipped] | Done | KgError
"""What a worker sends: nothing when it can begin, what came of documents or of a piece, or what ends all."""


def work(orders: Connection, answers: Connection) -> None:
    """Do what is ordered, and answer after each pass or piece; a first answer tells that the ontology is loaded.

    Answers are lists of what tables take, in the order of the documents of the jobs; what came of a piece; or an error
    that ends everything.
    """
    from multiprocessing.reduction import ForkingPickler  # loads what only a process of its own needs

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the other process decides
    collect_rarely()
    waiting: SimpleQueue[Order | None] = SimpleQueue()
    ready: Queue[memoryview | None] = Queue()
    threading.Thread(target=_receive, args=(orders, waiting.put), daemon=True).start()
    sender = threading.Thread(target=_send, args=(answers, ready))
    sender.start()

    def answer(told: Reply, sent: bool = False) -> None:
        ready.put(ForkingPickler.dumps(told))
        if sent:
            ready.join()  # until the answer is in the pipe

    try:
        _obey(waiting.get, answer)
    except KgError as error:
        answer(error)
    finally:
        ready.put(None)
        sender.join()


def _obey(order_of: Callable[[], Order | None], answer: Callable[[Reply, bool], None]) -> None:
    """Load the ontology, and do what is ordered.

    Where documents are read by themselves, as one of them may end the process, the answer for each is sent before the
    next one is begun: else the one before it would be held for the one that did.
    """
    knowledge = order_of()
    if not isinstance(knowledge, Knowledge):
        return
    extractor = Extractor(load_ontology(knowledge.folder, knowledge.sources, cache=knowledge.cache))
    answer([], False)
    listening = extractor
    task: Task | None = None
    while (order := order_of()) is not None:
        if isinstance(order, dict):
            listening = extractor.listening(order)
        elif isinstance(order, Task):
            task = order
        elif isinstance(order, Piece):
            assert task is not None  # noqa: S101
            answer(Done(order.number, task.work(extractor.ontology, task.common, order.value)), False)
        elif isinstance(order, Job):
            for found in in_passes(order.documents, listening if order.listening else extractor, order.size, 0):
                answer([_shipped(one, knowledge.apart) for one in found], order.size == ALONE)


def _shipped(outcome: Outcome, apart: frozenset[str]) -> Shipped:
    """What is sent of an outcome: what tables take of it, so that who puts it there has the least to do."""
    return outcome if isinstance(outcome, InputError) else rows_of(outcome, apart)


def _receive(orders: Connection, put: Callable[[Order | None], None]) -> None:
    """Take orders from the pipe as they come, so that who sends them need not wait; the end ends the process."""
    try:
        while True:
            put(orders.recv())
    except (EOFError, OSError):
        put(None)
        if not orders.closed:
            os._exit(0)  # whoever gave the orders is gone, and nobody wants what is being read


def _send(answers: Connection, ready: Queue[memoryview | None]) -> None:
    """Send answers as they come, so that who works need not wait until they are read: it has few jobs at a time."""
    while (answer := ready.get()) is not None:
        try:
            answers.send_bytes(answer)
        except OSError:
            os._exit(0)  # nobody is there any more
        ready.task_done()
