"""Files → documents. ``read`` streams them; ``READERS`` says which file is read by what."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Document
from kg.readers.jsonl import read_jsonl
from kg.readers.text import read_markdown, read_text
from kg.readers.walk import Source, problem, shown, walk

__all__ = ["READERS", "Reader", "read"]

# A reader takes the open file, the id for its document, what a problem calls the file, and whom to tell of problems
# (an empty document is one). It yields documents, and raises nothing but what its stream raises.
Reader = Callable[[BinaryIO, str, str, Callable[[InputError], None]], Iterator[Document]]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".jsonl": read_jsonl,
        ".md": read_markdown,
        ".txt": read_text,
        # .csv, .docx, .html and .pdf belong here: a module of its own for each, and a line in this table.
    }
)

_STDIN = "-"
_STDIN_ID = "stdin"


def read(
    paths: Sequence[Path | str],
    *,
    on_problem: Callable[[InputError], None],
    stdin: BinaryIO | None = None,
) -> Iterator[Document]:
    """Read documents, one at a time, from files and folders.

    The roots are read in the order given, the files of each sorted by id, the documents of a JSON lines file in its
    own order. Text is as decoded: no line end is changed, only a byte order mark is dropped. No two documents have
    the same id: the later one gets the name of its root before it (``root/id``; of a file given directly, the name of
    its folder), and counts as a problem if that is taken, too. A file reached twice is read once.

    Args:
        paths: Files, folders, and ``-`` for standard input, which is one text document with the id ``stdin``.
        on_problem: Called with path, reason and remedy for everything that cannot be read: it is skipped. What this
            raises ends the reading.
        stdin: Read instead of the process's standard input.

    Yields:
        The documents, none of them empty.
    """
    taken: set[str] = set()
    files: set[str] = set()
    for root in paths:
        if str(root) == _STDIN:
            documents = _read_stdin(stdin, on_problem)
            yield from _with_own_ids(documents, "", "<stdin>", taken, on_problem)
            continue
        for source in walk(Path(root), READERS, on_problem):
            path = shown(source.path)
            real = os.path.realpath(source.path)
            if real in files:
                on_problem(InputError(path, "file already read by another path", "give each file once"))
                continue
            files.add(real)
            yield from _with_own_ids(_read_file(source, on_problem), _name(Path(root)), path, taken, on_problem)


def _read_file(source: Source, on_problem: Callable[[InputError], None]) -> Iterator[Document]:
    reader = READERS[source.path.suffix.lower()]
    try:
        with source.path.open("rb") as stream:
            yield from reader(stream, source.id, shown(source.path), on_problem)
    except OSError as error:
        on_problem(problem(source.path, error))


def _read_stdin(stdin: BinaryIO | None, on_problem: Callable[[InputError], None]) -> Iterator[Document]:
    if stdin is None and sys.stdin is None:
        on_problem(InputError("<stdin>", "standard input is closed"))
        return
    try:
        yield from read_text(stdin or sys.stdin.buffer, _STDIN_ID, "<stdin>", on_problem)
    except OSError as error:
        on_problem(problem("<stdin>", error))


def _with_own_ids(
    documents: Iterator[Document], root: str, path: str, taken: set[str], on_problem: Callable[[InputError], None]
) -> Iterator[Document]:
    """The documents with ids that are not in ``taken``, which grows by them."""
    for document in documents:
        candidates = [document.id, f"{root}/{document.id}"] if root else [document.id]
        identifier = next((candidate for candidate in candidates if candidate not in taken), None)
        if identifier is None:
            on_problem(InputError(path, f"id {document.id!r} is taken by another document", "rename one of them"))
            continue
        taken.add(identifier)
        if identifier != document.id:
            document = replace(document, id=identifier)
        yield document


def _name(root: Path) -> str:
    folder = root if os.path.isdir(root) else root.parent
    return shown(folder.resolve().name)
