"""Hashes of a database that is changed: those made anew for what changed are those of the whole file."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.merging import hashes
from kg.merging.hashes import hash_of
from kg.merging.working import WorkingFile, journal_of

ROWS = 400


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return _database(tmp_path / "rows.sqlite")


def _database(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("CREATE TABLE row (number INTEGER PRIMARY KEY, content BLOB)")
        connection.execute("CREATE INDEX row_by_content ON row (content)")
        connection.executemany("INSERT INTO row VALUES (?, ?)", ((n, bytes([n % 7]) * 700) for n in range(ROWS)))
    return path


def _change(path: Path, edits: list[tuple[str, int, int]], memory: int) -> tuple[str, set[int] | None]:
    """Change a database in one transaction; give its hash, and the pages that were taken to be changed."""
    file = WorkingFile(path)
    with closing(file):
        run = file.connection.execute
        for setting in ("locking_mode = EXCLUSIVE", "synchronous = OFF", "secure_delete = ON"):
            run(f"PRAGMA {setting}")
        run(f"PRAGMA cache_size = {memory}")
        file.begin()
        for kind, number, size in edits:
            if kind == "put":
                run("INSERT OR REPLACE INTO row VALUES (?, ?)", (number, bytes([number % 251]) * size))
            else:
                run("DELETE FROM row WHERE number BETWEEN ? AND ?", (number, number + size // 20))
        pages = file._hashes.changed(journal_of(path))
        file.commit()
        return file.hash, pages


_EDIT = st.tuples(st.sampled_from(("put", "drop")), st.integers(0, 2 * ROWS), st.integers(0, 9000))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_EDIT, min_size=1, max_size=12), min_size=1, max_size=4), st.sampled_from((1, -50_000)))
def test_what_a_transaction_changed_is_all_that_is_hashed_anew(
    transactions: list[list[tuple[str, int, int]]], memory: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = _database(Path(folder) / "rows.sqlite")
        for edits in transactions:
            before = hash_of(path)
            told, pages = _change(path, edits, memory)
            assert pages is not None or told == before  # without a change there is no journal
            assert told == hash_of(path)


def test_few_pages_are_taken_to_be_changed_by_a_small_change(path: Path) -> None:
    _, pages = _change(path, [("put", 7, 100)], -50_000)

    assert pages
    assert len(pages) < 8
    assert path.stat().st_size > 4096 * 80


def test_pages_that_were_free_are_hashed_anew_when_they_are_filled(path: Path) -> None:
    _change(path, [("drop", 100, 3000)], -50_000)

    told, _ = _change(path, [("put", 1000, 200_000)], -50_000)

    assert told == hash_of(path)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _of_many_parts(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:8] + (1).to_bytes(4, "big") + content[12:])


@pytest.mark.parametrize("harm", [Path.unlink, _cut, _of_many_parts], ids=["none", "cut off", "of many parts"])
def test_all_is_hashed_where_the_journal_is_not_as_expected(path: Path, harm: Callable[[Path], None]) -> None:
    file = WorkingFile(path)
    with closing(file):
        file.connection.execute("PRAGMA synchronous = OFF")
        file.begin()
        file.connection.execute("UPDATE row SET content = x'01' WHERE number = 9")
        copy = path.with_name("copy")
        copy.write_bytes(journal_of(path).read_bytes())
        harm(copy)
        pages = file._hashes.changed(copy)
        file.connection.execute("COMMIT")
        file._hashes.refresh(pages)

        assert pages is None
        assert file.hash == hash_of(path)


def test_a_hash_is_that_of_all_bytes(path: Path) -> None:
    content = path.read_bytes()
    told = {hash_of(path)}
    places = range(0, len(content), 9973)
    for at in places:
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        told.add(hash_of(path))
    path.write_bytes(content + b"\0")
    told.add(hash_of(path))
    path.write_bytes(content[: hashes.CHUNK])
    told.add(hash_of(path))
    assert len(told) == len(places) + 3
