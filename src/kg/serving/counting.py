"""Rows counted in the bytes of an answer while they are written, so that a cap can end a query that never stops.

The store's library writes whole answers and tells nothing on the way; what it writes tells it. In each of the four
forms a row begins or ends with something that can stand nowhere else, once strings are left out where they may hold it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_ESCAPED = re.compile(rb"\\.", re.DOTALL)


class LimitReachedError(Exception):
    """An answer grew beyond a cap. ``what`` is ``rows`` or ``bytes``, ``most`` the cap."""

    def __init__(self, what: str, most: int) -> None:
        """Keep what was exceeded."""
        super().__init__(f"more than {most} {what}")
        self.what = what
        self.most = most


class RowCounter:
    """Counts the rows in an answer that comes in pieces.

    Args:
        form: ``json``, ``xml``, ``csv`` or ``tsv`` as the SPARQL 1.1 recommendations define them, without white space
            between the signs of JSON.
    """

    def __init__(self, form: str) -> None:
        """Start before the first byte."""
        self._count = {"json": self._json, "xml": self._xml, "csv": self._csv, "tsv": self._tsv}[form]
        self._rest = b""
        self._quoted = False
        self._first = form == "json"
        self.rows = -1 if form in ("csv", "tsv") else 0  # their first line is the head

    def feed(self, piece: bytes) -> int:
        """Take the next piece; give the number of rows begun or ended so far."""
        self._count(piece)
        return self.rows

    def _xml(self, piece: bytes) -> None:
        self._marks(piece, b"<result>")  # "<" is always escaped in text

    def _tsv(self, piece: bytes) -> None:
        self.rows += piece.count(b"\n")  # line breaks are always escaped in terms

    def _csv(self, piece: bytes) -> None:
        self.rows += sum(part.count(b"\n") for part in self._outside(piece))

    def _json(self, piece: bytes) -> None:
        if self._rest.endswith(b"\\"):
            piece, self._rest = b"\\" + piece, self._rest[:-1]
        backslash = len(piece) - len(piece.rstrip(b"\\"))
        if backslash % 2:
            piece = piece[:-1]
        # Without its strings a row is {:{:,:},:{:,:}}: only between two rows a brace opens after a comma.
        before = self.rows
        self._marks(b"".join(self._outside(_ESCAPED.sub(b"", piece))), b"},{")
        if self._first and self.rows > before:
            self._first = False
            self.rows += 1  # marks stand between rows
        if backslash % 2:
            self._rest += b"\\"

    def _marks(self, piece: bytes, mark: bytes) -> None:
        piece = self._rest + piece
        self.rows += piece.count(mark)
        self._rest = piece[-len(mark) + 1 :]

    def _outside(self, piece: bytes) -> list[bytes]:
        parts = piece.split(b'"')
        outside = parts[1 if self._quoted else 0 :: 2]
        self._quoted ^= len(parts) % 2 == 0
        return outside


class CappedWriter:
    """A binary file to write to that passes every piece on, and raises as soon as a cap is exceeded.

    Args:
        send: takes each piece.
        most: bytes that may be written.
        rows: counts the rows; None for a form that has none.
        most_rows: rows that may be written.
    """

    def __init__(self, send: Callable[[bytes], object], most: int, rows: RowCounter | None, most_rows: int) -> None:
        """Start before the first byte."""
        self._send = send
        self._left = self._most = most
        self._rows = rows
        self._most_rows = most_rows

    def write(self, piece: bytes) -> int:
        """Pass a piece on.

        Raises:
            LimitReachedError: there are too many rows or bytes; the piece is not passed on.
        """
        self._left -= len(piece)
        if self._left < 0:
            raise LimitReachedError("bytes", self._most)
        if self._rows is not None and self._rows.feed(piece) > self._most_rows:
            raise LimitReachedError("rows", self._most_rows)
        self._send(piece)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: pieces are passed on as they come."""
