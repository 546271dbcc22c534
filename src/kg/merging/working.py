"""A copy of kept tables to work with, and the folder where all goes that memory does not hold.

What is kept stays whole until other tables take its place.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from pathlib import Path

from kg.errors import Fault, Location, OutputError

_CHUNK = 1 << 18


class WorkingCopy:
    """A copy of a database, where SQLite has its temporary files too.

    Attributes:
        connection: works with the copy.
    """

    def __init__(self, source: Path) -> None:
        """Copy a file. Its content is not looked at.

        Raises:
            OSError: it cannot be read, or there is no room for the copy.
        """
        number, self._path = tempfile.mkstemp(prefix="kg-", dir=_temporary_folder())
        self._content = os.fdopen(number, "rb", buffering=0)  # nothing is held here of what SQLite changes
        # Opened while it is empty, it can have its name taken away before anything is in it: so nothing is ever left.
        self.connection = sqlite3.connect(self._path, isolation_level=None)
        self._unlink()
        try:
            with source.open("rb") as file, os.fdopen(os.dup(number), "wb") as target:
                shutil.copyfileobj(file, target, _CHUNK)
        except BaseException:
            self.close()
            raise

    def sha256(self) -> str:
        """The SHA-256 of what was copied, in hexadecimal digits."""
        self._content.seek(0)
        return file_digest(self._content, sha256).hexdigest()

    def copy_to(self, path: Path) -> None:
        """Copy what the copy has become into a file, between two transactions.

        Raises:
            OSError: that file cannot be written.
        """
        self._content.seek(0)
        with path.open("wb") as file:
            shutil.copyfileobj(self._content, file, _CHUNK)

    def close(self) -> None:
        """Remove the copy."""
        self.connection.close()
        self._content.close()
        self._unlink()

    def _unlink(self) -> None:
        with suppress(OSError):  # Windows removes no file that is open
            os.unlink(self._path)
            self._path = ""


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, sha256).hexdigest()


def _temporary_folder() -> str:
    """The folder that SQLite takes for temporary files: more than memory holds may go there."""
    named = os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR"), "/var/tmp"  # noqa: S108  # as SQLite does
    return next((one for one in named if one and os.access(one, os.W_OK | os.X_OK)), tempfile.gettempdir())


@contextmanager
def spilling() -> Iterator[None]:
    """Tell of a disk that is full, or a fault of the file, as an error of the output.

    Raises:
        OutputError: SQLite could not read or write what does not fit into memory.
    """
    try:
        yield
    except sqlite3.Error as error:
        hint = "free some space there, or name another folder in the environment variable SQLITE_TMPDIR"
        fault = Fault(Location("temporary files"), f"what does not fit into memory cannot be kept: {error}", hint)
        raise OutputError(str(fault)) from error
