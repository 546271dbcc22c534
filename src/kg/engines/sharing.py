"""Work on many pieces, shared among processes: what one of them was at when it died is done in this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from kg.engines.process import Process
from kg.engines.worker import Done, Piece, Task
from kg.errors import KgError
from kg.ontology import Ontology

_AHEAD = 4
"""Pieces that a process has at a time: it goes on while this one does something else."""


class Sharing:
    """Some work that processes share."""

    def __init__(
        self, processes: dict[Connection, Process], task: Task, pieces: Iterable[Any], ontology: Ontology
    ) -> None:
        """Let all begin.

        Args:
            processes: who works, by where the answers come from; those that die are taken out.
            task: what to do.
            pieces: consumed some ahead.
            ontology: what this process works with where no other does.
        """
        self._processes = processes
        self._task = task
        self._ontology = ontology
        self._left = (Piece(number, value) for number, value in enumerate(pieces))
        self._most = _AHEAD * len(processes)
        self._begun = self._given = 0
        for process in processes.values():
            process.send(task)
        self._feed()

    def results(self) -> Iterator[Any]:
        """What comes of each piece, in their order.

        Raises:
            KgError: a process cannot load the ontology.
        """
        found: dict[int, Any] = {}
        try:
            while self._given < self._begun:
                if self._given in found:
                    result = found.pop(self._given)
                    self._given += 1
                    self._feed()
                    yield result
                else:
                    found.update(self._answers())
                    self._feed()
            for piece in self._left:  # there are only where no process is left
                yield self._here(piece)
        finally:
            if self._given < self._begun:  # nobody wants what they are at
                while self._processes:
                    self._processes.popitem()[1].end()

    def _feed(self) -> None:
        """Give out pieces, first to who has the fewest."""
        while self._processes and self._begun < self._given + self._most:
            process = min(self._processes.values(), key=lambda one: len(one.pieces))
            piece = next(self._left, None) if len(process.pieces) < _AHEAD else None
            if piece is None:
                return
            process.send(piece)
            self._begun += 1

    def _answers(self) -> Iterator[tuple[int, Any]]:
        """Wait for what comes of pieces; those of processes that died are done here."""
        for connection in wait([*self._processes]):
            assert isinstance(connection, Connection)  # noqa: S101
            process = self._processes[connection]
            try:
                answer = connection.recv()
            except (EOFError, OSError):
                del self._processes[connection]
                process.end()
                yield from ((piece.number, self._here(piece)) for piece in process.pieces)
                continue
            if isinstance(answer, KgError):
                raise answer
            if isinstance(answer, Done):
                process.pieces.popleft()
                yield answer.number, answer.result

    def _here(self, piece: Piece) -> Any:
        return self._task.work(self._ontology, self._task.common, piece.value)
