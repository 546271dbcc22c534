"""What can go wrong with a query, and where in it.

UsageError
└── QueryError          the query is not SPARQL, or asks for what is refused; holds the place
KgError
└── QueryTimeoutError   the query took longer than it may
"""

from __future__ import annotations

from kg.errors import Fault, KgError, Location, UsageError


class QueryError(UsageError):
    """A query cannot be answered as it is written. ``line`` and ``column`` count from 1; 0 where they are unknown."""

    def __init__(self, reason: str, hint: str = "", *, name: str = "query", line: int = 0, column: int = 0) -> None:
        """Keep place, reason and remedy apart, so that a server can tell them in its own form."""
        super().__init__(str(Fault(Location(name, line, column), reason, hint)))
        self.reason = reason
        self.hint = hint
        self.name = name
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[object, ...]:
        """Make the error travel between processes with its parts."""
        return _again, (type(self), self.reason, self.hint, self.name, self.line, self.column)


class QueryTimeoutError(KgError):
    """A query was ended because it took longer than ``seconds``."""

    def __init__(self, seconds: float) -> None:
        """Tell the limit, and what to do about it."""
        super().__init__(
            f"the query took longer than {seconds:g} s and was ended\n"
            "  hint: give more time with --timeout, name things in place of variables, or add a LIMIT"
        )
        self.seconds = seconds

    def __reduce__(self) -> tuple[type[QueryTimeoutError], tuple[float]]:
        """Make the error travel between processes."""
        return type(self), (self.seconds,)


def _again(kind: type[QueryError], reason: str, hint: str, name: str, line: int, column: int) -> QueryError:
    return kind(reason, hint, name=name, line=line, column=column)
