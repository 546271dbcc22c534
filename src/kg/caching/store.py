"""Values by key in one SQLite file, each with what uses it: what nothing uses any more is gone.

A value stands with a hash of itself and its key, so that a broken file can cost time and never tell something false.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from kg.keeping.places import private_folder, require_private

VERSION = 1
"""The number of the tables' form, kept in the file."""

_APPLICATION = 0x6B672D78
_CHECK = 16
_PATIENCE = 10.0
"""Seconds to wait for another process that writes."""

_TABLES = """
CREATE TABLE value (key BLOB PRIMARY KEY, content BLOB NOT NULL) STRICT;
CREATE TABLE user (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE use (user INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY (user, key)) STRICT, WITHOUT ROWID;
CREATE INDEX use_by_key ON use (key);
"""

_BROKEN = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class AnotherVersionError(Exception):
    """The file was written by another version of the program."""


def is_broken(error: sqlite3.Error) -> bool:
    """Tell whether an error says that the file is no whole store, rather than that it cannot be used just now."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _BROKEN


class Store:
    """An open file. Every method may raise `sqlite3.Error`; no value is ever given that was not put so."""

    def __init__(self, path: Path) -> None:
        """Open or make a file that the user alone can write.

        Raises:
            OSError: the file or its folder cannot be made, or is not private (`PermissionError`).
            sqlite3.Error: it cannot be opened, or is no store.
            AnotherVersionError: it was written by another version.
        """
        private_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        require_private(path)
        self._connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        run = self._connection.execute
        run("PRAGMA auto_vacuum = FULL")  # both before the first table is made
        run("PRAGMA secure_delete = ON")
        run("PRAGMA synchronous = NORMAL")
        if self._version() == (0, 0, 0):
            with self._connection:
                run("BEGIN IMMEDIATE")
                if self._version() == (0, 0, 0):  # nobody was faster
                    for statement in _TABLES.split(";"):
                        run(statement)
                    run(f"PRAGMA application_id = {_APPLICATION}")
                    run(f"PRAGMA user_version = {VERSION}")
        application, version, _ = self._version()
        if (application, version) != (_APPLICATION, VERSION):
            raise AnotherVersionError(version)

    def _version(self) -> tuple[int, int, int]:
        names = ("application_id", "user_version", "schema_version")
        application, version, schema = (self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
        return application, version, schema

    def get(self, key: bytes) -> bytes | None:
        """The value of a key, or None if there is none that is whole."""
        row = self._connection.execute("SELECT content FROM value WHERE key = ?", (key,)).fetchone()
        if row is None or row[0][:_CHECK] != _check(key, row[0][_CHECK:]):
            return None
        content: bytes = row[0][_CHECK:]
        return content

    def put(self, user: str, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values by their keys, all or none, as used by somebody."""
        run = self._connection.execute
        with self._connection:
            run("BEGIN IMMEDIATE")
            number = self._number(user)
            for key, content in values:
                run("INSERT OR REPLACE INTO value VALUES (?, ?)", (key, _check(key, content) + content))
                run("INSERT OR IGNORE INTO use VALUES (?, ?)", (number, key))

    def keep_only(self, user: str, keys: set[bytes]) -> None:
        """Say all that somebody uses; what they used before and nobody else does is removed, to the last byte.

        Users that are paths of folders which are not there any more use nothing.
        """
        run = self._connection.execute
        with self._connection:
            run("BEGIN IMMEDIATE")
            number = self._number(user)
            users = run("SELECT number, name FROM user WHERE number != ?", (number,)).fetchall()
            gone = [one for one, name in users if not Path(name).is_dir()]
            before = {key for (key,) in run("SELECT key FROM use WHERE user = ?", (number,))}
            dropped = {key for one in gone for (key,) in run("SELECT key FROM use WHERE user = ?", (one,))}
            for one in gone:
                run("DELETE FROM use WHERE user = ?", (one,))
                run("DELETE FROM user WHERE number = ?", (one,))
            many = self._connection.executemany
            many("DELETE FROM use WHERE user = ? AND key = ?", ((number, key) for key in before - keys))
            many("INSERT OR IGNORE INTO use VALUES (?, ?)", ((number, key) for key in keys - before))
            many(
                "DELETE FROM value WHERE key = :key AND NOT EXISTS (SELECT 1 FROM use WHERE key = :key)",
                ({"key": key} for key in sorted((before | dropped) - keys)),
            )

    def close(self) -> None:
        """Close the file; what was put stays."""
        self._connection.close()

    def _number(self, user: str) -> int:
        self._connection.execute("INSERT OR IGNORE INTO user (name) VALUES (?)", (user,))
        number: int = self._connection.execute("SELECT number FROM user WHERE name = ?", (user,)).fetchone()[0]
        return number


def _check(key: bytes, content: bytes) -> bytes:
    return blake2b(key + content, digest_size=_CHECK).digest()
