"""Rows that Spark read → documents, in a worker: whole files, lines of JSON lines, rows of tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from kg.errors import InputError, Location
from kg.model import Document, Origin
from kg.readers import File, Options, reading
from kg.readers.jsonl import read_line
from kg.readers.rows import document_of

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

TABLE = ("id", "text", "title", "date", "url")
"""The columns that a table is brought to before its rows come here."""


class Place(NamedTuple):
    """Where a document stands, in the order in which one process would come to it.

    The number of the path it was found below, the file's id, the place of the part of the file that Spark read, the
    row's number there, and the document's in the row.
    """

    root: int
    file: str
    block: int
    row: int
    number: int


Found = tuple[Place, str, Document | InputError]
"""A document, or why there is none, behind its place and the path of its file."""


def of_files(rows: Iterable[tuple[Any, ...]], options: Options) -> Iterator[Found]:
    """The documents of whole files: rows of root, file, path and content."""
    with reading() as read_by:
        for root, name, path, content in rows:
            noted: list[InputError] = []
            file = File(io.BytesIO(content), name, path, noted.append, options)
            number = 0
            try:
                for document in read_by(PurePosixPath(name).suffix.lower(), file):
                    yield Place(root, name, 0, 0, number), path, document
                    number += 1
            except OSError as error:
                noted.append(InputError(path, error.strerror or str(error)))
            for problem in noted:
                yield Place(root, name, 0, 0, number), path, problem
                number += 1


def of_lines(rows: Iterable[tuple[Any, ...]], options: Options) -> Iterator[Found]:
    """The documents of lines: rows of root, file, path, block, row and line. Blank lines are passed over."""
    for root, name, path, block, row, line in rows:
        text = line.removeprefix(_BYTE_ORDER_MARK)
        if text.strip():
            found = _tried(partial(read_line, text, Location(path), options), path, options)
            yield Place(root, name, block, row, 0), path, found


def of_table(rows: Iterable[tuple[Any, ...]], options: Options) -> Iterator[Found]:
    """The documents of rows: root, file, path, block, row, and the columns of `TABLE`."""
    plain = Options()  # the columns have the usual names here
    for root, name, path, block, row, *values in rows:
        told = dict(zip(TABLE, values, strict=True))
        read = partial(document_of, told, plain, Origin(path, "parquet"), "each row wants a text and an id")
        yield Place(root, name, block, row, 0), path, _tried(read, path, options)


def _tried(read: Callable[[], Document], path: str, options: Options) -> Document | InputError:
    try:
        document = read()
    except InputError as error:
        return error
    if len(document.text) > options.most_characters:
        reason = f"document {document.id!r} has more than {options.most_characters:,} characters"
        return InputError(path, reason, "split it into smaller documents")
    return document
