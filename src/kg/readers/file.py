"""What every reader is given: an open file, how to read it, and whom to tell what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Document
from kg.values import value

PARAGRAPH_END = "\u2029\n"
"""What ends a paragraph in text that a reader puts together itself (of pages, web pages, Word files).

Unlike a line break alone it is never taken for the edge of a column, over which a sentence goes on.
"""


EMPTY_FILE = ("empty file", "copy it again from where it came from")
"""What is told of a file of no bytes whose format asks for some."""

_FIRST = 1 << 16
"""Bytes that are asked for at first: for as many as are allowed, as much memory would be set aside."""


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read.

    ``encoding`` is Python's name of the encoding of all text files; empty to find it out. The columns are names in
    the header of tables and keys of JSON lines; of several by commas the first that is there. Sizes are bytes: a
    file, or what an archive unfolds to, that is larger than ``most_bytes`` is not read; neither is a document of
    more than ``most_characters`` code points, which takes minutes to understand; neither is an archive with more
    than ``most_members``, or one whose content is more than ``most_unfolding`` times as large as itself. A reader
    that takes longer than ``seconds``, or more memory than ``memory``, is ended.
    """

    encoding: str = ""
    text_column: str = "text"
    id_column: str = "id"
    most_bytes: int = 1 << 29
    most_characters: int = 10_000_000
    most_members: int = 100_000
    most_unfolding: int = 200
    seconds: float = 300.0
    memory: int = 4 << 30


@value
class File:
    """A file to read. ``id`` is for its document, ``path`` what a problem calls it; ``note`` takes problems."""

    stream: BinaryIO
    id: str
    path: str
    note: Callable[[InputError], None]
    options: Options = field(default_factory=Options)

    def content(self) -> bytes:
        """All bytes of the file.

        Raises:
            InputError: there are more than the options allow.
        """
        most = self.options.most_bytes + 1
        data, asked = b"", min(most, _FIRST)
        while asked and (more := self.stream.read(asked)):  # without a buffer it may give less than there is
            data += more
            asked = most - len(data) if len(data) >= _FIRST else min(most - len(data), _FIRST)
        if len(data) > self.options.most_bytes:
            size = f"{self.options.most_bytes / (1 << 20):,.0f} MB"
            raise InputError(self.path, f"larger than {size}", "split it into smaller files")
        return data


Reader = Callable[[File], Iterator[Document]]
"""Yields the documents of a file, none of them empty; tells ``file.note`` of what gives none. It may raise
``InputError`` for the file as a whole, and what the stream raises, nothing else."""
