"""Suffix → reader. Formats with a structure that can be built to do harm are read in a process of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kg.model import Document
from kg.readers.file import File, Reader
from kg.readers.jsonl import read_jsonl
from kg.readers.table import read_table
from kg.readers.text import read_markdown, read_text

# What these need takes its time to load, and the process that gives others the files to read has no use for it.


def _docx(file: File) -> Iterator[Document]:
    from kg.readers.docx import read_docx

    return read_docx(file)


def _epub(file: File) -> Iterator[Document]:
    from kg.readers.epub import read_epub

    return read_epub(file)


def _html(file: File) -> Iterator[Document]:
    from kg.readers.html import read_html

    return read_html(file)


def _mhtml(file: File) -> Iterator[Document]:
    from kg.readers.mhtml import read_mhtml

    return read_mhtml(file)


def _pdf(file: File) -> Iterator[Document]:
    from kg.readers.pdf import read_pdf

    return read_pdf(file)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".csv": read_table,
        ".docx": _docx,
        ".epub": _epub,
        ".htm": _html,
        ".html": _html,
        ".jsonl": read_jsonl,
        ".md": read_markdown,
        ".mht": _mhtml,
        ".mhtml": _mhtml,
        ".ndjson": read_jsonl,
        ".pdf": _pdf,
        ".tab": read_table,
        ".tsv": read_table,
        ".txt": read_text,
        ".xhtml": _html,
    }
)
"""Suffix in lower case → the reader of such files. A new format is a module of its own and a line here."""

GUARDED = frozenset({".docx", ".epub", ".htm", ".html", ".mht", ".mhtml", ".pdf", ".xhtml"})
"""Suffixes whose files are read in another process, so that none can crash, fill or hold up this one."""

AT_ONCE = frozenset({".md", ".txt"})
"""Suffixes whose files are asked for all that they hold: a buffer would be made for nothing, which counts for many."""
