"""CSV and TSV: a header with names, then one document a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath

from kg.errors import InputError, Location
from kg.model import Document, Origin
from kg.readers.encoding import decode
from kg.readers.file import File
from kg.readers.rows import chosen, document_of, documents

_DELIMITERS = {".tsv": "\t", ".tab": "\t"}
_CANDIDATES = ",;\t|"


def read_table(file: File) -> Iterator[Document]:
    """Read the documents of a table with a header, in its order.

    The options name the columns that hold text and id; columns ``title``, ``date`` and ``url`` are read if there.
    Names are compared without regard to case and space. Without an id column, the id is the file's with the row's
    number. A row that gives no document is noted with its line, and so is a quotation mark that is never closed.

    Raises:
        InputError: the table has no header with the text column, or is no text.
    """
    text, encoding, notes = decode(file.content(), file.path, file.options.encoding)
    # The limit is the process's own; a cell is never longer than the text.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    delimiter = _delimiter(file.path, text)
    lines = io.StringIO(text.replace("\0", ""), newline="")
    size = lines.seek(0, io.SEEK_END)
    lines.seek(0)
    rows = csv.reader(lines, delimiter=delimiter)
    header = _header(next(rows, []), file)

    def records() -> Iterator[Callable[[], Document]]:
        line, start = rows.line_num, lines.tell()
        for number, row in enumerate(rows, start=1):
            place, line, told = Location(file.path, line + 1), rows.line_num, notes
            if lines.tell() == size and _is_open(lines.getvalue()[start:], delimiter):
                told = (*notes, "a quotation mark in this row is never closed: all rows below are in its cell")
            start = lines.tell()
            if any(cell.strip() for cell in row):
                yield partial(_document, row, header, file, Origin(str(place), "table", encoding, told), number)

    yield from documents(records(), file)


def _is_open(row: str, delimiter: str) -> bool:
    """Tell whether the last row of a table ends within a quotation."""
    try:
        list(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _delimiter(path: str, text: str) -> str:
    given = _DELIMITERS.get(PurePath(path).suffix.lower())
    if given:
        return given
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max(_CANDIDATES, key=first.count)


def _header(cells: list[str], file: File) -> list[str]:
    """The names of the columns as the options spell them."""
    options = file.options.text_column, file.options.id_column
    wanted = {_plain(name): name.strip() for option in options for name in (option, *option.split(","))}
    header = [wanted.get(_plain(cell), _plain(cell)) for cell in cells]
    text_column, id_column = (chosen(option, header) for option in options)
    if text_column not in header:
        shown = ", ".join(cell.strip()[:40] for cell in cells[:20]) or "none"
        hint = f"name the one that holds the text with --text-column; the first line has: {shown}"
        raise InputError(file.path, f"no column '{text_column}'", hint)
    for name in (text_column, id_column):
        if header.count(name) > 1:
            raise InputError(file.path, f"column '{name}' stands twice in the first line", "rename one of them")
    return header


def _plain(name: str) -> str:
    return name.strip().lstrip("\ufeff").casefold()


def _document(row: list[str], header: list[str], file: File, origin: Origin, number: int) -> Document:
    if len(row) <= header.index(chosen(file.options.text_column, header)):
        cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
        raise InputError(origin.path, f"{cells} in a table of {len(header)} columns", "give the row its text")
    if len(row) > len(header):
        hint = "put quotation marks around a cell that holds the separator or a line break"
        raise InputError(origin.path, f"{len(row)} cells in a table of {len(header)} columns", hint)
    values: dict[str, object] = dict(zip(header, row, strict=False))
    own_id = "" if chosen(file.options.id_column, header) in header else f"{file.id}#{number}"
    return document_of(values, file.options, origin, "give each row a text and an id of its own", own_id)
