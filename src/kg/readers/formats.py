"""Suffix → reader. Formats with a structure that can be built to do harm are read in a process of their own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kg.readers.docx import read_docx
from kg.readers.epub import read_epub
from kg.readers.file import Reader
from kg.readers.html import read_html
from kg.readers.jsonl import read_jsonl
from kg.readers.mhtml import read_mhtml
from kg.readers.pdf import read_pdf
from kg.readers.table import read_table
from kg.readers.text import read_markdown, read_text

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".csv": read_table,
        ".docx": read_docx,
        ".epub": read_epub,
        ".htm": read_html,
        ".html": read_html,
        ".jsonl": read_jsonl,
        ".md": read_markdown,
        ".mht": read_mhtml,
        ".mhtml": read_mhtml,
        ".ndjson": read_jsonl,
        ".pdf": read_pdf,
        ".tab": read_table,
        ".tsv": read_table,
        ".txt": read_text,
        ".xhtml": read_html,
    }
)
"""Suffix in lower case → the reader of such files. A new format is a module of its own and a line here."""

GUARDED = frozenset({".docx", ".epub", ".htm", ".html", ".mht", ".mhtml", ".pdf", ".xhtml"})
"""Suffixes whose files are read in another process, so that none can crash, fill or hold up this one."""
