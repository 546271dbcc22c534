"""What can go wrong, and where.

KgError
├── UsageError          the call itself is wrong (exit code 2)
├── InputError          a document cannot be read
├── OntologyError       the ontology folder is at fault; holds every fault found
└── OutputError         the result cannot be written

A *fault* is one thing wrong in a data file: where it stands, what was expected, and what to do about it. Loading
collects all faults of a file before it raises, so that a user mends them in one go.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. Lines and columns count from 1; 0 means the whole file (or the whole line)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Render as ``path:line:column`` the way compilers do, leaving out what is unknown."""
        parts = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a data file: its place, what is wrong, and a hint for mending it (may be empty)."""

    location: Location
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Render as ``path:line:column: message``, with the hint on a line of its own."""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{self.location}: {self.message}{hint}"


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Where in a text an offset is: its line and its column, both counted from 1."""
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def not_utf8(error: UnicodeDecodeError) -> tuple[str, str]:
    """What to say of a file that ought to be UTF-8: the message, and a hint that names the encoding it may be in."""
    remedy = "save it as UTF-8"
    data = error.object
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        remedy = f"it looks like UTF-16, as spreadsheets write Unicode text: {remedy}"
    else:
        with suppress(UnicodeDecodeError):
            data.decode("gb18030")
            remedy = f"it may be GB18030 or Big5, which Windows calls ANSI: {remedy}"
    return f"is not UTF-8 (byte {error.start})", remedy


class KgError(Exception):
    """Base of every error that this package raises on purpose. ``str()`` of it is fit to be shown to a user."""


class UsageError(KgError):
    """The call is wrong whatever the data: an unknown format, a worker count below one, a bad base IRI."""


class InputError(KgError):
    """A document or folder cannot be read. ``path`` is what was asked for, ``reason`` why it failed."""

    def __init__(self, path: str, reason: str, hint: str = "") -> None:
        """Keep place, reason and remedy apart, so that a summary can group by reason."""
        super().__init__(str(Fault(Location(path), reason, hint)))
        self.path = path
        self.reason = reason
        self.hint = hint

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """Make the error travel between processes with its three parts."""
        return type(self), (self.path, self.reason, self.hint)


class OntologyError(KgError):
    """The ontology folder has faults. ``faults`` holds all of them, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Take every fault found; at least one is expected."""
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[type[OntologyError], tuple[tuple[Fault, ...]]]:
        """Make the error travel between processes with its faults."""
        return type(self), (self.faults,)


class OutputError(KgError):
    """A result cannot be written: no permission, no space, a file where a folder should be."""
