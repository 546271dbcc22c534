"""Files → documents. ``read`` streams them; ``READERS`` says which file is read by what."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Document
from kg.readers.archive import read_gzip, read_zip
from kg.readers.encoding import known
from kg.readers.file import File, Options, Reader
from kg.readers.formats import AT_ONCE, GUARDED, READERS
from kg.readers.guard import Guard
from kg.readers.walk import Source, problem, shown, walk

__all__ = ["READERS", "SUFFIXES", "File", "Options", "Reader", "read", "reading"]

_ARCHIVES = {".gz": read_gzip, ".zip": read_zip}

SUFFIXES = frozenset({*READERS, *_ARCHIVES})
"""The suffixes of files that can be read, in lower case."""

_STDIN = "-"
_STDIN_ID = "stdin"


def read(
    paths: Sequence[Path | str] | Path | str,
    *,
    on_problem: Callable[[InputError], None],
    stdin: BinaryIO | None = None,
    options: Options | None = None,
) -> Iterator[Document]:
    """Read documents, one at a time, from files and folders.

    The roots are read in the order given, the files of each sorted by id, the documents of one file in its
    own order. Plain text is as decoded: no line end is changed, only a byte order mark is dropped. No two documents
    have the same id: the later one gets the name of its root before it (``root/id``; of a file given directly, the
    name of its folder), and counts as a problem if that is taken, too. A file reached twice is read once.

    Args:
        paths: Files, folders (or one of them), and ``-`` for standard input, which is one text document with the id
            ``stdin``.
        on_problem: Called with path, reason and remedy for everything that cannot be read: it is skipped. What this
            raises ends the reading.
        stdin: Read instead of the process's standard input.
        options: How files are read, and the limits they are held to.

    Yields:
        The documents, none of them empty.

    Raises:
        UsageError: The options name an encoding that is unknown.
    """
    paths = [paths] if isinstance(paths, Path | str) else paths
    options = options or Options()
    if options.encoding:
        known(options.encoding)

    def note(problem: InputError) -> None:
        try:
            on_problem(problem)
        except InputError as error:
            raise _StoppedError(error) from error

    try:
        yield from _read(paths, note, stdin, options)
    except _StoppedError as stopped:
        raise stopped.error from None


@contextmanager
def reading() -> Iterator[Callable[[str, File], Iterator[Document]]]:
    """Give what reads an open file by its suffix, hostile formats in a process that ends with the context.

    The suffix has to be one of `SUFFIXES`. What is wrong with a file is noted, and its documents end there; what the
    stream itself raises passes through.
    """
    with Guard() as guard:

        def read_by(suffix: str, file: File) -> Iterator[Document]:
            if suffix in _ARCHIVES:
                return _ARCHIVES[suffix](file, READERS, read_by)
            return guard.read(suffix, file) if suffix in GUARDED else READERS[suffix](file)

        yield lambda suffix, file: _told(read_by(suffix, file), file)


class _StoppedError(Exception):
    """What the caller raised when told of a problem: not to be taken for one more problem on its way out."""

    def __init__(self, error: InputError) -> None:
        super().__init__(str(error))
        self.error = error


def _read(
    paths: Sequence[Path | str], on_problem: Callable[[InputError], None], stdin: BinaryIO | None, options: Options
) -> Iterator[Document]:
    taken: set[str] = set()
    files: set[str] = set()
    with reading() as read_by:
        for root in paths:
            if str(root) == _STDIN:
                for document in _read_stdin(stdin, on_problem, options):
                    if own := _with_own_id(document, "", "<stdin>", taken, on_problem):
                        yield own
                continue
            name = _name(Path(root))
            for source in walk(Path(root), SUFFIXES, on_problem):
                path = shown(source.path)
                if source.real in files:
                    on_problem(InputError(path, "file already read by another path", "give each file once"))
                    continue
                files.add(source.real)
                for document in _read_file(source, path, on_problem, options, read_by):
                    if own := _with_own_id(document, name, path, taken, on_problem):
                        yield own


def _read_file(
    source: Source,
    path: str,
    on_problem: Callable[[InputError], None],
    options: Options,
    read_by: Callable[[str, File], Iterator[Document]],
) -> Iterator[Document]:
    try:
        with open(source.path, "rb", buffering=0 if source.suffix in AT_ONCE else -1) as stream:
            file = File(stream, source.id, path, on_problem, options)
            yield from read_by(source.suffix, file)
    except OSError as error:
        on_problem(problem(source.path, error))


def _read_stdin(
    stdin: BinaryIO | None, on_problem: Callable[[InputError], None], options: Options
) -> Iterator[Document]:
    if stdin is None and sys.stdin is None:
        on_problem(InputError("<stdin>", "standard input is closed"))
        return
    try:
        file = File(stdin or sys.stdin.buffer, _STDIN_ID, "<stdin>", on_problem, options)
        yield from _told(READERS[".txt"](file), file)
    except OSError as error:
        on_problem(problem("<stdin>", error))


def _told(documents: Iterator[Document], file: File) -> Iterator[Document]:
    """The documents as far as they come, without those that are too long; an input error that ends them is told."""
    most = file.options.most_characters
    while True:
        try:
            document = next(documents, None)
        except InputError as error:
            file.note(error)
            return
        if document is None:
            return
        if len(document.text) > most:
            reason = f"document {document.id!r} has more than {most:,} characters"
            file.note(InputError(file.path, reason, "split it into smaller documents"))
            continue
        yield document


def _with_own_id(
    document: Document, root: str, path: str, taken: set[str], on_problem: Callable[[InputError], None]
) -> Document | None:
    """The document with an id that is not in ``taken``, which grows by it; None if there is none."""
    if document.id in taken:
        identifier = f"{root}/{document.id}" if root else document.id
        if identifier in taken:
            on_problem(InputError(path, f"id {document.id!r} is taken by another document", "rename one of them"))
            return None
        document = replace(document, id=identifier)
    taken.add(document.id)
    return document


def _name(root: Path) -> str:
    folder = root if os.path.isdir(root) else root.parent
    return shown(folder.resolve().name)
