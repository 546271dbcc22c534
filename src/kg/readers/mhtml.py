"""MHTML: pages that a browser saved as one file. Its headers tell encoding and address."""

from __future__ import annotations

import email.parser
import email.policy
from collections.abc import Iterator

from kg.errors import InputError
from kg.model import Document
from kg.readers.encoding import decode
from kg.readers.file import File
from kg.readers.html import document_of_page


def read_mhtml(file: File) -> Iterator[Document]:
    """Read the first page in the file; what it shows beside (pictures, frames) is left alone.

    Raises:
        InputError: there is no page in it, or no text on the page.
    """
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(file.content())
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            data = part.get_payload(decode=True)
            if not isinstance(data, bytes):
                break
            declared = str(part.get_content_charset() or "")
            decoded = decode(data, file.path, file.options.encoding, declared)
            address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
            web = address if address.startswith(("http://", "https://")) else ""
            yield document_of_page(file, decoded, "mhtml", web)
            return
    raise InputError(file.path, "no page in it", "save the page again, as one file or as HTML")
