"""How much a request may ask of the server. Whoever starts the server sets it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UsageError

MEGABYTE = 1_000_000

_OPTIONS = {"seconds": "timeout", "running": "workers"}
"""Limits that ``kg serve`` knows by another name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a server.

    ``seconds`` a query may run, from its start to its last row; ``rows`` it may answer with (triples, for CONSTRUCT and
    DESCRIBE); ``answer`` bytes these may take; ``body`` bytes of a request; ``memory`` bytes a query may need beyond
    the store; ``running`` queries at once, each in a process of its own; ``waiting`` requests that queue for one of
    these, each for ``patience`` seconds at most.
    """

    seconds: float = 30.0
    rows: int = 100_000
    answer: int = 64 * MEGABYTE
    body: int = 1 * MEGABYTE
    memory: int = 1_000 * MEGABYTE
    running: int = 2
    waiting: int = 256
    patience: float = 60.0

    def __post_init__(self) -> None:
        """Refuse bounds that nothing could keep.

        Raises:
            UsageError: a bound is not above zero (``waiting`` may be zero).
        """
        for name in ("seconds", "rows", "answer", "body", "memory", "running", "patience"):
            if not 0 < getattr(self, name) < float("inf"):
                option, value = _OPTIONS.get(name, name), getattr(self, name)
                raise UsageError(f"--{option} {value:g}: the limit '{name}' has to be a number above zero")
        if self.waiting < 0:
            raise UsageError(f"--waiting {self.waiting}: the limit 'waiting' has to be zero or more")
