"""The hash of a large database of which little changes: that of the SHA-256 of all its chunks.

A build makes anew only those of chunks that it changed. Which these are is told by SQLite's rollback journal: before a
page is changed for the first time, what it held goes there (https://www.sqlite.org/fileformat.html, "The Rollback
Journal"). Only pages that were free, and such as are added, have nothing to go back to. Nothing is trusted for this:
whoever reads the file next hashes all of it, so that a page that was missed would make the file a broken one, and
never one that tells what is not so.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 15
"""Bytes that are hashed together: some pages."""

_TOGETHER = 8
"""So many chunks are read at once."""

_JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_HEAD = struct.Struct(">8s5I")  # magic, records, nonce, pages before, size of a sector, size of a page
_ALL = 0xFFFFFFFF  # records up to the end, as SQLite has it where nothing is made sure against loss of power
_PAGE_SIZE, _FREE = 16, 32  # where the head of a database tells the size of its pages, and the first trunk of free ones


class ChunkHashes:
    """The hashes of all chunks of a database that one transaction changes."""

    def __init__(self, file: BinaryIO) -> None:
        """Hash a file.

        Args:
            file: the database, unbuffered; nothing has begun to change it yet.
        """
        self._file = file
        self._hashes: list[bytes] = []
        self._append(0)
        self._size = file.tell()
        self._free: set[int] | None = None

    @property
    def whole(self) -> str:
        """The hash of the file, in hexadecimal digits."""
        return sha256(b"".join(self._hashes)).hexdigest()

    def begin(self) -> None:
        """Take note of pages that are free: they can be filled without a word in the journal."""
        self._free = _free_pages(self._file, self._size)

    def changed(self, journal: Path) -> set[int] | None:
        """The pages that a transaction is about to change, or more; None if that cannot be told.

        Args:
            journal: SQLite's journal of the transaction, which has changed all that it will.
        """
        if self._free is None or (told := _journaled(journal, self._size)) is None:
            return None
        return told | self._free

    def refresh(self, pages: Iterable[int] | None) -> None:
        """Hash what a transaction changed, once it ended.

        Args:
            pages: what `changed` gave.
        """
        first = 0
        if pages is not None:
            page = _page_size(self._file)
            first = self._size // CHUNK
            # The first page counts the transactions. What was added begins within what was the last chunk.
            for chunk in sorted({(number - 1) * page // CHUNK for number in (1, *pages)}):
                if chunk < first:
                    self._file.seek(chunk * CHUNK)
                    self._hashes[chunk] = sha256(self._file.read(CHUNK)).digest()
        self._append(first)
        self._size = self._file.tell()

    def _append(self, first: int) -> None:
        """Hash from a chunk on to the end."""
        del self._hashes[first:]
        self._file.seek(first * CHUNK)
        room = memoryview(bytearray(CHUNK * _TOGETHER))
        while size := _filled(self._file, room):
            chunks = (room[start : min(start + CHUNK, size)] for start in range(0, size, CHUNK))
            self._hashes.extend([sha256(chunk).digest() for chunk in chunks])


def hash_of(path: Path) -> str:
    """The hash of a database that nothing changes, as `ChunkHashes.whole` tells it."""
    with path.open("rb", buffering=0) as file:
        return ChunkHashes(file).whole


def _filled(file: BinaryIO, room: memoryview) -> int:
    """Read as much as there is room for; a system may give less at a time than it has."""
    size = 0
    while size < len(room) and (more := file.readinto(room[size:])):  # type: ignore[attr-defined]
        size += more
    return size


def _page_size(file: BinaryIO) -> int:
    file.seek(_PAGE_SIZE)
    told = int.from_bytes(file.read(2), "big")
    return 1 << 16 if told == 1 else told


def _free_pages(file: BinaryIO, size: int) -> set[int] | None:
    """The pages of a database that hold nothing; None if it is not laid out as databases are."""
    page = _page_size(file)
    file.seek(_FREE)
    trunk = int.from_bytes(file.read(4), "big")
    found: set[int] = set()
    while trunk:
        if trunk in found or trunk * page > size:
            return None
        found.add(trunk)
        file.seek((trunk - 1) * page)
        content = file.read(page)
        trunk, count = struct.unpack_from(">2I", content)
        if 8 + 4 * count > page:
            return None
        found.update(struct.unpack_from(f">{count}I", content, 8))
    return found


def _journaled(journal: Path, size: int) -> set[int] | None:
    """The pages that a journal can give back; None if it is missing, or is none as one transaction writes it."""
    found: set[int] = set()
    try:
        with journal.open("rb", buffering=0) as file:
            magic, records, _, before, sector, page = _HEAD.unpack(file.read(_HEAD.size))
            if (magic, records, before * page) != (_JOURNAL, _ALL, size):
                return None
            record = 4 + page + 4  # the number of a page, what it held, and a sum of that
            length = journal.stat().st_size
            for at in range(sector, length, record):
                file.seek(at)
                found.add(int.from_bytes(file.read(4), "big"))
    except (OSError, ValueError, struct.error):
        return None
    is_sound = (length - sector) % record == 0 and all(0 < number <= before for number in found)
    return found if is_sound else None
