"""JSON lines: one object a line, one document an object."""

from __future__ import annotations

import codecs
import json
import re
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from kg.errors import InputError, Location
from kg.model import Document
from kg.readers.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_REMEDY = 'write one object on each line: {"id": "…", "text": "…"}'
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_jsonl(
    stream: BinaryIO, identifier: str, path: str, on_problem: Callable[[InputError], None]
) -> Iterator[Document]:
    r"""Read the documents of a JSON lines file, one line in memory at a time, in the file's order.

    A line is an object with the strings ``id`` and ``text`` and, if there, ``title``, ``date`` and ``url``; whole
    numbers are taken for strings (but not for ``text``), ``null`` for absence, other keys are left alone, and blank
    lines are passed over. Half of a surrogate pair (``\ud83d`` alone, from software that cut an emoji in two) becomes
    U+FFFD, since no file could hold it.

    Args:
        stream: The open file.
        identifier: Not used, since each document brings its own id.
        path: What a problem calls the file; the line number is added.
        on_problem: Called for each line that gives no document.

    Yields:
        The documents.
    """
    try:
        lines = _lines(stream, path)
    except InputError as error:
        on_problem(error)
        return
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            document = _document(line, Location(path, number))
        except InputError as error:
            on_problem(error)
            continue
        if document.id in seen:
            on_problem(InputError(str(Location(path, number)), f"repeated id {document.id!r}", "ids must be unique"))
            continue
        seen.add(document.id)
        yield document


def _lines(stream: BinaryIO, path: str) -> Iterator[bytes]:
    """The lines as bytes in which a line feed is one byte: a file in UTF-16 or UTF-32 is recoded as a whole."""
    first = stream.readline()
    if first.startswith(_WIDE_MARKS):
        text, _ = decode(first + stream.read(), path)
        return iter(text.encode().split(b"\n"))
    return chain([first.removeprefix(codecs.BOM_UTF8)], stream)


def _document(line: bytes, location: Location) -> Document:
    where = str(location)
    value = _parse(line, location)
    if not isinstance(value, dict):
        raise InputError(where, "not an object", _REMEDY)
    for key in ("id", "text"):
        if value.get(key) is None:
            raise InputError(where, f"no {key}", _REMEDY)
    text = value["text"]
    if not isinstance(text, str):
        raise InputError(where, "text is not a string", _REMEDY)
    identifier, title, date, url = (_string(value, key, where) for key in ("id", "title", "date", "url"))
    if not identifier.strip():
        raise InputError(where, "empty id", _REMEDY)
    if not text.strip():
        raise InputError(where, "empty document")
    return Document(identifier, text, title, date, url)


def _string(value: dict[str, Any], key: str, where: str) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if not isinstance(found, str):
        raise InputError(where, f"{key} is not a string", _REMEDY)
    return found


def _parse(line: bytes, location: Location) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        fault = error
    try:
        text = line.decode()
    except UnicodeDecodeError:
        # JSON ought to be UTF-8, but Chinese files in the older encodings exist.
        text, _ = decode(line, str(location))
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError as error:
            fault = error
    if "\\ud" in text.lower():
        # Half a surrogate pair, perhaps: the standard library lets it through, so that it can be replaced.
        with suppress(ValueError, RecursionError):
            return orjson.loads(_SURROGATE.sub("\ufffd", json.dumps(json.loads(text), ensure_ascii=False)))
    place = Location(location.path, location.line, fault.colno)
    raise InputError(str(place), f"broken JSON: {fault.msg}", _REMEDY)
