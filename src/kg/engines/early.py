"""Processes that are started while this one still loads the ontology, where much text is to be read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kg.readers.formats import GUARDED, READERS

if TYPE_CHECKING:
    from kg.engines.process import Process

MUCH = 600_000
"""Bytes of plain text that is worth other processes: three for a code point."""

_PLAIN = tuple(READERS.keys() - GUARDED)


class Early:
    """Processes that wait to be told what to load. Use as a context: at its end those that nobody took are ended."""

    def __init__(self, count: int) -> None:
        """Start so many."""
        from kg.engines.process import Process  # what little text has no use for

        self._start = Process
        self._waiting = [Process() for _ in range(count)]

    def __enter__(self) -> Early:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what nobody took."""
        while self._waiting:
            self._waiting.pop().end()

    def take(self) -> Process:
        """A process that waits, or a new one."""
        return self._waiting.pop() if self._waiting else self._start()


def is_much(paths: Iterable[Path | str]) -> bool:
    """Tell at a glance whether so much plain text is to be read that several processes will; pages do not count."""
    size = 0
    for path in map(str, paths):
        for one in _files(path):
            try:
                size += os.stat(one).st_size
            except OSError:
                continue  # it is told when it is read
            if size >= MUCH:
                return True
    return False


def _files(path: str) -> Iterable[str]:
    if not os.path.isdir(path):
        return [path] if path.lower().endswith(_PLAIN) else []
    return (
        os.path.join(folder, name)
        for folder, _, names in os.walk(path)
        for name in names
        if name.lower().endswith(_PLAIN)
    )
