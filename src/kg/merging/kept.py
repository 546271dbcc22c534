"""The tables of a build kept for the next one of the same folder: then only what changed is summed anew.

The file stands beside one that tells its hash, and what it hangs on: a file that is broken, or of another ontology or
version, is as good as none. It is changed where it lies, in one transaction: a build that is killed leaves what was
there before it.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from kg.errors import OutputError
from kg.keeping.places import private_folder, require_private
from kg.merging.hashes import hash_of
from kg.merging.layout import AMENDABLE, SCHEMA
from kg.merging.tables import Tables
from kg.merging.working import WorkingFile, journal_of

_NAME = "tables-"
_ABANDONED = 3600
"""Seconds after which a file that is being written was left by a build that was killed."""


class KeptTables:
    """Where the tables of one folder are kept. Whatever befalls the file is told in ``notes``: nothing is raised."""

    def __init__(self, cache: Path | None, context: bytes, user: Path | None, apart: frozenset[str]) -> None:
        """Say what the tables hang on.

        Args:
            cache: the folder to keep them in; None keeps nothing.
            context: the hash of all that decides how documents are read; empty keeps nothing.
            user: the folder that is built; None keeps nothing.
            apart: the ids of documents that decisions speak of.
        """
        self.notes: list[str] = []
        self._apart = apart
        self._user = str(user.resolve()) if user else ""
        self._path = kept_in(cache, user) if cache and context and user else None
        hangs_on = [context.hex(), *sorted(apart), SCHEMA, AMENDABLE]
        self._context = blake2b("\0".join(hangs_on).encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()

    def load(self) -> Tables:
        """The tables of the last build, or empty ones."""
        tables = self._loaded(self._path) if self._path else None
        tables = tables or Tables(self._apart)
        tables.lasting = self._path is not None
        return tables

    def _loaded(self, path: Path) -> Tables | None:
        """The tables of the last build, if there are any that can be used."""
        if not path.exists() or not _sum(path).exists():
            return None
        file: WorkingFile | None = None
        try:
            for one in (path.parent, path, _sum(path)):
                require_private(one)
            told = _sum(path).read_text(encoding="utf-8", errors="surrogateescape").split("\n", 2)
            if len(told) == 3 and told[1:] != [self._context, self._user]:
                return None
            file = WorkingFile(path)
            if told[:1] == [file.hash]:
                return Tables(self._apart, working=file)
            self.notes.append(f"{path} is broken: it was replaced, and everything is summed anew")
        except (OSError, sqlite3.Error) as error:
            self.notes.append(f"{path} is not used: {_reason(error)}")
        if file:
            file.close()
        return None

    def save(self, tables: Tables) -> None:
        """Keep tables for the next build, if they changed; and remove those of folders that are gone."""
        if self._path is None:
            return
        try:
            folder = private_folder(self._path.parent)
            if tables.changed and tables.in_place:
                _sum(self._path).unlink(missing_ok=True)
                self._seal(self._path, tables.commit())
            elif tables.changed:
                self._write(tables, self._path)
            self._tidy(folder)
        except (OSError, sqlite3.Error, OutputError) as error:
            self.notes.append(f"{self._path} is not kept: {_reason(error)}")
            self._forget(self._path)

    def _write(self, tables: Tables, path: Path) -> None:
        number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(number)
        beside = Path(name)
        try:
            tables.save(beside)
            digest = hash_of(beside)
            self._forget(path)
            beside.replace(path)
            self._seal(path, digest)
        finally:
            beside.unlink(missing_ok=True)

    def _seal(self, path: Path, digest: str) -> None:
        """Tell the hash of the file, and what it hangs on: from now on it can be used."""
        number = os.open(_sum(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(number, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write("\n".join((digest, self._context, self._user)))

    def _tidy(self, folder: Path) -> None:
        for left in folder.glob(f".{_NAME}*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _ABANDONED:
                    left.unlink()
        for told in folder.glob(f"{_NAME}*.sum"):
            with suppress(OSError, ValueError):
                user = told.read_text(encoding="utf-8", errors="surrogateescape").split("\n", 2)[-1]
                if not Path(user).is_dir():
                    self._forget(told.with_suffix(""))

    def _forget(self, path: Path) -> None:
        for one in (_sum(path), path, journal_of(path)):
            with suppress(OSError):
                one.unlink(missing_ok=True)


def kept_in(cache: Path, user: Path) -> Path:
    """Where the tables of a folder are kept in a cache, if they are."""
    name = blake2b(str(user.resolve()).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return cache / f"{_NAME}{name}.sqlite"


def _sum(path: Path) -> Path:
    return path.with_name(path.name + ".sum")


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
