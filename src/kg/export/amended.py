"""Turtle of a graph of which little changed: what did not is taken over from the file that was written last.

An empty line stands between two subjects and nowhere else, and all comes in the same order each time: so the file is
a row of pieces, some of which are replaced. The bytes are those that `kg.export.turtle` writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Protocol

from kg.export.iris import validate_base
from kg.export.posts import membership, stating_posts
from kg.export.record import DOCUMENTS, ENTITIES, MEMBERSHIPS, RUN, STATEMENTS, record
from kg.export.terms import TurtleTerms
from kg.export.turtle import block
from kg.merging.changed import ChangedPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.export.nodes import Described
    from kg.graphview import GraphView
    from kg.merging.tables import Tables
    from kg.schema import Schema

_BETWEEN = b"\n\n"
_CHUNK = 1 << 20
_TOGETHER = 1000
"""So many pieces are written at once."""


@dataclass(frozen=True, slots=True)
class LastTurtle:
    """The Turtle that was written last, with its SHA-256, and what changed in the graph since."""

    path: Path
    sha256: str
    changed: ChangedPart


def last_turtle(tables: Tables, path: Path, base: str) -> LastTurtle | None:
    """The Turtle that the last build wrote, if it is there and what changed since is known.

    Args:
        tables: those of the graph that is to be written.
        path: the file.
        base: the IRI below which documents, entities and statements are to lie.
    """
    written = tables.written()
    if tables.stale is None or written is None or written[0] != base or not path.is_file():
        return None
    return LastTurtle(path, written[1], ChangedPart(tables, tables.stale))


class NotAmendableError(Exception):
    """The last file does not hold what it was taken to hold."""


def amend(last: LastTurtle, graph: GraphView, path: Path, *, base: str, schema: Schema) -> None:
    """Write a graph as Turtle into a file beside the last one; see `write_amended`.

    Raises:
        NotAmendableError: the last file is not as it was written.
        OSError: one of the files cannot be read or written.
    """
    with last.path.open("rb") as file, path.open("wb") as out:
        before = _Summed(file)
        write_amended(graph, last.changed, before, out, base=base, schema=schema)
        if before.sha256() != last.sha256:
            raise NotAmendableError


class _Summed:
    """A file whose hash is told when it was read to its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sum = sha256()

    def read(self, size: int) -> bytes:
        content = self._file.read(size)
        self._sum.update(content)
        return content

    def sha256(self) -> str:
        while self.read(_CHUNK):
            pass
        return self._sum.hexdigest()


class Readable(Protocol):
    """What can be read in pieces."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""


def write_amended(
    graph: GraphView, changed: ChangedPart, last: Readable, out: BinaryIO, *, base: str, schema: Schema
) -> None:
    """Write a graph as Turtle.

    Args:
        graph: the whole; only its run is rendered, and all else that is not in the last file.
        changed: the part of it that changed.
        last: the file that was written before it changed, with the same base and schema.
        out: where to.
        base: the IRI below which documents, entities and statements lie.
        schema: what `kg.export.turtle.write_turtle` takes it for.

    Raises:
        NotAmendableError: the last file is another one; what was written is of no use.
    """
    terms = TurtleTerms(validate_base(base), schema.namespace)
    posts = stating_posts(schema)
    places = {
        DOCUMENTS: changed.in_documents(),
        ENTITIES: changed.in_entities(),
        STATEMENTS: changed.in_statements(),
        MEMBERSHIPS: changed.in_statements(posts),
    }
    pieces = _amended(graph, changed, _Pieces(last), places, terms, schema)
    between = b""
    while some := [*islice(pieces, _TOGETHER)]:
        out.write(between + _BETWEEN.join(some))
        between = _BETWEEN
    out.write(b"\n")


def _amended(
    graph: GraphView,
    changed: ChangedPart,
    last: _Pieces,
    places: Mapping[str, Iterator[bool]],
    terms: TurtleTerms,
    schema: Schema,
) -> Iterator[bytes]:
    """All pieces of the file."""
    yield terms.prefixes().removesuffix("\n").encode()
    for _ in last.section(RUN):
        pass  # it tells of all documents, and is short
    if graph.run:
        _, run = next(record(graph, terms, schema))
        yield _title(RUN)
        yield from _texts(run)
    gone = _gone(changed, terms)
    for title, subjects in record(changed, terms, schema):
        kept = (piece for piece in last.section(title) if piece[: piece.find(b" ")] not in gone)
        heading = [_title(title)]
        for piece in _merged(_texts(subjects), kept, places[title]):
            yield from heading
            heading = []
            yield piece


def _merged(fresh: Iterator[bytes], kept: Iterator[bytes], places: Iterator[bool]) -> Iterator[bytes]:
    """Pieces of two kinds, those that are fresh where it is told."""
    for is_fresh in places:
        piece = next(fresh if is_fresh else kept, b"")
        if not piece:
            raise NotAmendableError
        yield piece
    if next(fresh, b"") or next(kept, b""):
        raise NotAmendableError


def _gone(changed: ChangedPart, terms: TurtleTerms) -> set[bytes]:
    """The subjects of the last file that do not hold any more."""
    documents, entities, statements = changed.before()
    subjects = {*map(terms.document, documents), *map(terms.entity, entities), *map(terms.statement, statements)}
    subjects.update(membership(statement, terms) for statement in statements)
    return {subject.encode() for subject in subjects}


def _texts(subjects: Iterable[Described]) -> Iterator[bytes]:
    return (f"{subject} {block(properties, indent=4)} .".encode() for subject, properties in subjects)


def _title(title: str) -> bytes:
    return f"# {title}".encode()


class _Pieces:
    """The pieces of a file by the titles of its sections, which are asked for in their order."""

    def __init__(self, file: Readable) -> None:
        self._pieces = _split(file)
        next(self._pieces, b"")  # the prefixes
        self._head = next(self._pieces, b"")

    def section(self, title: str) -> Iterator[bytes]:
        """The pieces of a section; none if the file does not have it."""
        if self._head != _title(title):
            return
        for piece in self._pieces:
            if piece.startswith(b"# "):
                self._head = piece
                return
            yield piece
        self._head = b""


def _split(file: Readable) -> Iterator[bytes]:
    rest = b""
    while chunk := file.read(_CHUNK):
        *pieces, rest = (rest + chunk).split(_BETWEEN)
        yield from pieces
    yield rest.removesuffix(b"\n")
