"""JSON lines: one object a line, one document an object."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain

import orjson

from kg.errors import InputError, Location
from kg.model import Document, Origin
from kg.readers.encoding import decode
from kg.readers.file import File, Options
from kg.readers.rows import chosen, document_of, documents, whole

_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def read_jsonl(file: File) -> Iterator[Document]:
    r"""Read the documents of a JSON lines file, one line in memory at a time, in the file's order.

    A line is an object with the strings ``id`` and ``text`` (or what the options name) and, if there, ``title``,
    ``date`` and ``url``; whole numbers are taken for strings (but not for the text), ``null`` for absence, other
    keys are left alone, what else stands for title, date or url is left out and noted, and blank lines are passed
    over. Half of a surrogate pair (``\ud83d`` alone, from software that cut an emoji in two) becomes U+FFFD, since
    no file could hold it. A line that gives no document is noted.

    Raises:
        InputError: the file as a whole cannot be read.
    """

    def records() -> Iterator[Callable[[], Document]]:
        for number, line in enumerate(_lines(file), start=1):
            place = Location(file.path, number)
            if len(line) > file.options.most_bytes:
                raise InputError(str(place), "line too long", "give a larger limit, or split the file")
            if line.strip():
                yield partial(read_line, line, place, file.options)

    yield from documents(records(), file)


def read_line(line: bytes, place: Location, options: Options) -> Document:
    """Read the document of one line.

    Args:
        line: what stands on it.
        place: what a problem calls it.
        options: the keys, and the encoding if that is known.

    Raises:
        InputError: it gives no document.
    """
    id_column, text_column = (chosen(names, ()) for names in (options.id_column, options.text_column))
    remedy = f'write one object on each line: {{"{id_column}": "…", "{text_column}": "…"}}'
    value, encoding, notes = _parse(line, place, options.encoding, remedy)
    if not isinstance(value, dict):
        raise InputError(str(place), "not an object", remedy)
    return document_of(value, options, Origin(str(place), "jsonl", encoding, notes), remedy)


def _lines(file: File) -> Iterator[bytes]:
    """The lines as bytes in which a line feed is one byte: a file in UTF-16 or UTF-32 is recoded as a whole."""
    most = file.options.most_bytes + 1
    first = file.stream.readline(most)
    forced = file.options.encoding
    if first.startswith(_WIDE_MARKS) or forced.lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf16")):
        text, _, _ = decode(first + file.stream.read(most), file.path, forced)
        return iter(text.encode().split(b"\n"))
    return chain([first.removeprefix(codecs.BOM_UTF8)], iter(lambda: file.stream.readline(most), b""))


def _parse(line: bytes, place: Location, forced: str, remedy: str) -> tuple[object, str, tuple[str, ...]]:
    """The value of a line, with the encoding it was in and what was wrong with its bytes."""
    encoding, notes = "utf-8", tuple[str, ...]()
    try:
        return orjson.loads(line), encoding, notes
    except orjson.JSONDecodeError as error:
        fault = error
    try:
        text = line.decode()
    except UnicodeDecodeError:
        # JSON ought to be UTF-8, but Chinese files in the older encodings exist.
        text, encoding, notes = decode(line, str(place), forced)
        try:
            return orjson.loads(text), encoding, notes
        except orjson.JSONDecodeError as error:
            fault = error
    if "\\ud" in text.lower():
        # Half a surrogate pair, perhaps: the standard library lets it through, so that it can be replaced.
        with suppress(ValueError, RecursionError):
            return orjson.loads(whole(json.dumps(json.loads(text), ensure_ascii=False))), encoding, notes
    where = Location(place.path, place.line, fault.colno)
    raise InputError(str(where), f"broken JSON: {fault.msg}", remedy)
