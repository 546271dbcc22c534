"""The two rounds of reading, in a worker: documents by themselves, and again with the forms that others tell."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from kg.caching.encoding import decoded, encoded
from kg.engines.passes import in_passes
from kg.engines.portions import PASS
from kg.engines.spark.columns import Columns, batches, rows
from kg.engines.spark.documents import Found, Place
from kg.engines.spark.worker import Sent, Shipped, extractor_of, listening_of
from kg.errors import InputError
from kg.extraction import Extraction, Extractor
from kg.model import Document
from kg.names.reading import Alias
from kg.readers import Options

if TYPE_CHECKING:
    import pyarrow

Incoming = Iterator["pyarrow.RecordBatch"]

READ: Columns = {
    "root": "int",
    "file": "string",
    "block": "long",
    "row": "long",
    "number": "int",
    "id": "string",
    "content": "binary",
    "title": "string",
    "date": "string",
    "url": "string",
    "pages": "array<int>",
    "notes": "int",
    "extraction": "binary",
    "path": "string",
    "reason": "string",
    "hint": "string",
}
"""What the first round gives: a document's place, what it is, and what was read in it; or what was wrong there.

``content`` is the text, compressed; ``extraction`` is that of `kg.caching.encoding`. A problem has a ``reason``.
"""

HEARD: Columns = {"id": "string", "extraction": "binary"}
"""What the second round gives."""

_FAST = 1
_Reader = Callable[[Iterable[tuple[Any, ...]], Options], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the second round has to know: the forms told, and the ids of those documents whose own id was taken."""

    forms: Sent[Mapping[str, Alias]] | None
    renamed: Mapping[Place, str]


def first_round(incoming: Incoming, read: _Reader, shipped: Shipped, options: Options, timeout: float) -> Incoming:
    """Read documents by themselves.

    Args:
        incoming: rows as ``read`` wants them.
        read: makes documents of them.
        shipped: what to read with.
        options: how files are read.
        timeout: seconds that one document may take; 0 for as long as it takes.
    """
    yield from batches(_first(read(rows(incoming), options), extractor_of(shipped), timeout), READ)


def _first(found: Iterator[Found], extractor: Extractor, timeout: float) -> Iterator[tuple[Any, ...]]:
    portion: list[tuple[Place, str, Document]] = []
    size = 0
    for place, path, one in found:
        if isinstance(one, InputError):
            yield _problem(place, one)
            continue
        portion.append((place, path, one))
        size += len(one.text)
        if size >= PASS:
            yield from _portion(portion, extractor, timeout)
            portion, size = [], 0
    yield from _portion(portion, extractor, timeout)


def _portion(
    portion: list[tuple[Place, str, Document]], extractor: Extractor, timeout: float
) -> Iterator[tuple[Any, ...]]:
    outcomes = chain.from_iterable(in_passes([one for *_, one in portion], extractor, PASS, timeout))
    for (place, path, document), outcome in zip(portion, outcomes, strict=True):
        if isinstance(outcome, InputError):
            yield _problem(place, outcome)
            continue
        try:
            content, extraction = document.text.encode(), encoded(outcome)
        except ValueError:
            yield _problem(place, InputError(path, "text that is no Unicode", "write it as UTF-8"))
            continue
        yield (
            *place,
            document.id,
            zlib.compress(content, _FAST),
            document.title,
            document.date,
            document.url,
            list(document.pages),
            len(document.origin.notes),
            extraction,
            path,
            None,
            None,
        )


def _problem(place: Place, problem: InputError) -> tuple[Any, ...]:
    return (*place, *(None,) * 8, problem.path, problem.reason, problem.hint)


def second_round(incoming: Incoming, shipped: Shipped, heard: Heard) -> Incoming:
    """Read those documents again that use forms which others tell, and give all others as they were.

    Args:
        incoming: rows of `READ` that are documents.
        shipped: what to read with.
        heard: what others tell.
    """
    yield from batches(_second(rows(incoming), shipped, heard), HEARD)


def _second(given: Iterable[tuple[Any, ...]], shipped: Shipped, heard: Heard) -> Iterator[tuple[Any, ...]]:
    listening = listening_of(shipped, heard.forms) if heard.forms else None
    portion: list[tuple[Document, Extraction]] = []
    size = 0
    for *place, name, content, title, date, url, pages, _, extraction, _, _, _ in given:
        name = heard.renamed.get(Place(*place), name)
        before = decoded(extraction)
        if before.document.id != name:
            before = replace(before, document=replace(before.document, id=name))
            extraction = encoded(before)
        if listening is None:
            yield name, extraction
            continue
        document = Document(name, zlib.decompress(content).decode(), title, date, url, tuple(pages))
        used = listening.names.told_in(document)
        if not used or not listening.heard(used, before):
            yield name, extraction
            continue
        portion.append((document, before))
        size += len(document.text)
        if size >= PASS:
            yield from _again(portion, listening)
            portion, size = [], 0
    if listening is not None:
        yield from _again(portion, listening)


def _again(portion: list[tuple[Document, Extraction]], listening: Extractor) -> Iterator[tuple[Any, ...]]:
    for extraction in listening.extract_all([document for document, _ in portion]):
        yield extraction.document.id, encoded(extraction)


def reading_by(read: _Reader, shipped: Shipped, options: Options, timeout: float) -> Callable[[Incoming], Incoming]:
    """The first round as Spark wants it."""
    return partial(first_round, read=read, shipped=shipped, options=options, timeout=timeout)


def hearing(shipped: Shipped, heard: Heard) -> Callable[[Incoming], Incoming]:
    """The second round as Spark wants it."""
    return partial(second_round, shipped=shipped, heard=heard)
