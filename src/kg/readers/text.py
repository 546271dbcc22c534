"""Plain text and Markdown: one file, one document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import InputError
from kg.model import Document
from kg.readers.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^# +(.*?)[ \t#]*\r?$", re.MULTILINE)


def read_text(
    stream: BinaryIO, identifier: str, path: str, on_problem: Callable[[InputError], None]
) -> Iterator[Document]:
    """Read a text file: its whole content, unchanged but for the encoding.

    Args:
        stream: The open file.
        identifier: The document's id.
        path: What a problem calls the file.
        on_problem: Called if there is no text to read; nothing is yielded then.

    Yields:
        The document.
    """
    try:
        text, _ = decode(stream.read(), path)
    except InputError as error:
        on_problem(error)
        return
    if text.strip():
        yield Document(identifier, text)
    else:
        on_problem(InputError(path, "empty document"))


def read_markdown(
    stream: BinaryIO, identifier: str, path: str, on_problem: Callable[[InputError], None]
) -> Iterator[Document]:
    """Read a Markdown file like a text file: the markup stays, and the first ``# `` line gives the title.

    Arguments and yield are those of ``read_text``.
    """
    for document in read_text(stream, identifier, path, on_problem):
        yield Document(document.id, document.text, title=_title(document.text))


def _title(text: str) -> str:
    # In front matter a # begins a comment.
    front_matter = _FRONT_MATTER.match(text)
    heading = _HEADING.search(text, front_matter.end() if front_matter else 0)
    return heading[1].strip() if heading else ""
