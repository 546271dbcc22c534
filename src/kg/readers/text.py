"""Plain text and Markdown: one file, one document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.errors import InputError
from kg.model import Document, Origin
from kg.readers.encoding import decode
from kg.readers.file import File

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^# +(.*?)[ \t#]*\r?$", re.MULTILINE)
_OTHERWISE = (
    (
        re.compile(r"\s*<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE),
        "looks like a web page, and was read as plain text: save it as .html to have the article alone",
    ),
    (
        re.compile(r'\s*\{\s*"[^"\n]*"\s*:'),
        "looks like JSON, and was read as one plain text: save it as .jsonl to have each line as a document",
    ),
)
"""How texts begin that are another format, and what is noted of them."""


def read_text(file: File) -> Iterator[Document]:
    """Read a text file: its whole content, unchanged but for the encoding.

    A web page or JSON lines under the name of a text, or from standard input, are read so too, and this is noted: names
    would be found in markup and keys.

    Raises:
        InputError: there is no text to read.
    """
    text, encoding, notes = decode(file.content(), file.path, file.options.encoding)
    if not text or text.isspace():
        raise InputError(file.path, "empty document")
    seen = (*notes, *(note for beginning, note in _OTHERWISE if beginning.match(text)))
    yield Document(file.id, text, origin=Origin(file.path, "text", encoding, seen))


def read_markdown(file: File) -> Iterator[Document]:
    """Read a Markdown file like a text file: the markup stays, and the first ``# `` line gives the title.

    Raises:
        InputError: there is no text to read.
    """
    for document in read_text(file):
        yield replace(document, title=_title(document.text), origin=replace(document.origin, format="markdown"))


def _title(text: str) -> str:
    # In front matter a # begins a comment.
    front_matter = _FRONT_MATTER.match(text)
    heading = _HEADING.search(text, front_matter.end() if front_matter else 0)
    return heading[1].strip() if heading else ""
