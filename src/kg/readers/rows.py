"""A record with named values → a document: what tables and JSON lines have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from kg.errors import InputError
from kg.model import Document, Origin
from kg.readers.dates import iso_day
from kg.readers.file import File, Options

_SURROGATE = re.compile("[\ud800-\udfff]")
_FURTHER = ("title", "date", "url")


def documents(records: Iterable[Callable[[], Document]], file: File) -> Iterator[Document]:
    """Make the documents of a file's records, in their order.

    A record that gives no document is noted with its reason, and so is one whose id an earlier one had.

    Args:
        records: what makes each document, or raises an InputError.
        file: where problems are noted.
    """
    seen: set[str] = set()
    for make in records:
        try:
            document = make()
            if document.id in seen:
                raise InputError(
                    document.origin.path,
                    f"repeated id {document.id!r}",
                    "give each an id of its own, or name another key with --id-column",
                )
        except InputError as error:
            file.note(error)
            continue
        seen.add(document.id)
        yield document


def document_of(
    values: Mapping[str, object], options: Options, origin: Origin, remedy: str, own_id: str = ""
) -> Document:
    """Make a document of the values under the options' text and id column, and under ``title``, ``date``, ``url``.

    Whole numbers are taken for strings (but not for text), None for absence. Dates are put as `iso_day` reads them. Of
    what else is no string, ``title``, ``date`` and ``url`` are left out and noted in the document's origin.

    Args:
        values: the record.
        options: which names hold text and id.
        origin: for the document; its path is what a problem calls the record.
        remedy: what to do about a record that is not as it should be; where a name is missing, those it has are told.
        own_id: the id of a record that brings none, as there is no column for it; empty if it must bring one.

    Raises:
        InputError: there is no text or no id, or one of them is no string.
    """
    where = origin.path
    text_column, id_column = chosen(options.text_column, values), chosen(options.id_column, values)
    text = values.get(text_column)
    required = ((id_column, "--id-column"), (text_column, "--text-column"))[bool(own_id) :]
    for key, option in required:
        if values.get(key) is None:
            raise InputError(where, f"no {key}", remedy if key in values else _named(values, option) or remedy)
    if not isinstance(text, str):
        raise InputError(where, f"{text_column} is not a string", remedy)
    identifier = own_id or _string(values, id_column, where, remedy)
    if not identifier.strip():
        raise InputError(where, "empty id", remedy)
    if not text.strip():
        raise InputError(where, "empty document")
    further = {key: _plain(values.get(key)) for key in _FURTHER}
    if lost := tuple(f"{key} is not a string: left out" for key, found in further.items() if found is None):
        origin = replace(origin, notes=(*origin.notes, *lost))
    title, date, url = (whole(found or "") for found in further.values())
    return Document(whole(identifier), whole(text), title, iso_day(date), url, origin=origin)


def chosen(names: str, there: Container[str]) -> str:
    """Which of the names that an option gives by commas is there: the first one; the first of all if none is."""
    several = [names, *map(str.strip, names.split(","))]  # a name may hold a comma itself
    return next((name for name in several if name in there), several[1])


def whole(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair, since no file could hold that."""
    return _SURROGATE.sub("\ufffd", text)


def _named(values: Mapping[str, object], option: str) -> str:
    """What to do about a record that has other names than the ones asked for; nothing if it has none."""
    shown = ", ".join(name[:40] for name in list(values)[:12])
    return f"name the one that holds it with {option}; there are: {shown}" if shown else ""


def _string(values: Mapping[str, object], key: str, where: str, remedy: str) -> str:
    found = _plain(values.get(key))
    if found is None:
        raise InputError(where, f"{key} is not a string", remedy)
    return found


def _plain(found: object) -> str | None:
    """A string, or what stands for one: a whole number (also as 7.0, as data frames with gaps write it), nothing."""
    if found is None:
        return ""
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) else None
