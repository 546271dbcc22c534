"""DOCX: paragraphs, tables, text boxes, footnotes and endnotes of a Word file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.model import Document, Origin
from kg.readers.file import PARAGRAPH_END, File
from kg.readers.unfolding import ZIP_FAULTS, opened_zip, xml_root

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = ("footnotes", "endnotes")
_AGAIN = "open it in Word and save it again"
_ENCRYPTED = b"\xd0\xcf\x11\xe0"  # an OLE file: how Word keeps what has a password, and the .doc of old


def read_docx(file: File) -> Iterator[Document]:
    """Read a Word file: the body in its order with tables and text boxes, then the notes. Deleted text is left out.

    Raises:
        InputError: the file is broken, encrypted or empty, or unfolds to too much.
    """
    import docx
    from lxml import etree

    data = file.content()
    if data.startswith(_ENCRYPTED):
        reason = "encrypted, or an old .doc file"
        raise InputError(file.path, reason, "open it in Word or LibreOffice and save it as .docx without a password")
    with opened_zip(file, data, _AGAIN):
        pass  # the limits are kept
    try:
        word = docx.Document(io.BytesIO(data))
        roots = [word.element.body, *_notes(word.part)]
        paragraphs = [text for root in roots for text in _texts(root)]
        title, made = word.core_properties.title, word.core_properties.created
    except (KeyError, IndexError, AttributeError, TypeError, etree.LxmlError, *ZIP_FAULTS) as error:
        detail = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        raise InputError(file.path, f"broken Word file ({detail})", _AGAIN) from None
    if not any(map(str.strip, paragraphs)):
        raise InputError(file.path, "empty document")
    date = made.date().isoformat() if made else ""
    text = PARAGRAPH_END.join(paragraph for paragraph in paragraphs if paragraph.strip())
    yield Document(file.id, text, " ".join((title or "").split()), date, origin=Origin(file.path, "docx"))


def _notes(part: Any) -> Iterator[Any]:
    """The trees of footnotes and endnotes."""
    for name in _NOTES:
        for relation in part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{name}"):
                yield xml_root(relation.target_part.blob)


def _texts(root: Any) -> Iterator[str]:
    """The text of each paragraph below a root, in order, those in text boxes behind the one that holds the box."""
    for paragraph in root.iter(f"{_W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            pieces = [
                (element.text or "") if element.tag == f"{_W}t" else _BREAKS[element.tag]
                for element in paragraph.iter(f"{_W}t", *_BREAKS)
                if next(element.iterancestors(f"{_W}p")) is paragraph
                and (element.tag == f"{_W}t" or next(element.iterancestors(f"{_W}r"), None) is not None)
            ]
            yield from "".join(pieces).replace("\n", PARAGRAPH_END).split(PARAGRAPH_END)
