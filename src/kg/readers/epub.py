"""EPUB: the chapters of a book in the order of its spine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from kg.errors import InputError
from kg.model import Document, Origin
from kg.readers.dates import iso_day
from kg.readers.encoding import decode
from kg.readers.file import PARAGRAPH_END, File
from kg.readers.html import page_text, page_tree
from kg.readers.unfolding import member_bytes, opened_zip, xml_root

_CONTAINER = "META-INF/container.xml"
_RIGHTS = "META-INF/encryption.xml"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"


def read_epub(file: File) -> Iterator[Document]:
    """Read a book: one document of all its chapters, with title and date.

    Raises:
        InputError: the book is broken, encrypted or empty, or unfolds to too much.
    """
    from lxml import etree

    with opened_zip(file, file.content()) as archive:
        try:
            container = xml_root(member_bytes(file, archive, _CONTAINER))
            package = next(container.iter(_ROOTFILE)).get("full-path", "")
            opf = xml_root(member_bytes(file, archive, package))
        except (etree.XMLSyntaxError, StopIteration):
            raise InputError(file.path, "broken EPUB: its table of contents cannot be read", "make it again") from None
        chapters, notes = [], []
        items = {item.get("id"): item.get("href", "") for item in opf.iter(f"{_OPF}item")}
        for reference in opf.iter(f"{_OPF}itemref"):
            name = posixpath.normpath(
                posixpath.join(posixpath.dirname(package), unquote(items.get(reference.get("idref"), "")))
            )
            try:
                text, _, wrong = decode(member_bytes(file, archive, name), f"{file.path}/{name}")
            except InputError as error:
                notes.append(f"{name}: {error.reason}")
                continue
            notes += [f"{name}: {note}" for note in wrong]
            tree = page_tree(text)
            chapters.append(page_text(tree) if tree is not None else "")
        if _RIGHTS in archive.namelist() and not any(chapters):
            raise InputError(file.path, "encrypted: it opens in one program only", "give a copy without such a lock")
    text = PARAGRAPH_END.join(chapter for chapter in chapters if chapter)
    if not text:
        raise InputError(file.path, "empty document" + (f" ({notes[0]})" if notes else ""))
    title, date = (next((str(found.text or "") for found in opf.iter(_DC + name)), "") for name in ("title", "date"))
    yield Document(
        file.id, text, " ".join(title.split()), iso_day(date), origin=Origin(file.path, "epub", notes=tuple(notes))
    )
