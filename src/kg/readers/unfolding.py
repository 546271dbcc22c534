"""Zip files and the XML in them, with limits on what they unfold to. Nothing is ever written to the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kg.errors import InputError
from kg.readers.file import EMPTY_FILE, File, Options

_CHUNK = 1 << 20
_SMALL = 1 << 24  # bytes that anything may unfold to, however small it is itself
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)
"""What the standard library raises on archives that are damaged, locked or of a kind that it does not know."""


@contextmanager
def opened_zip(
    file: File, data: bytes, remedy: str = "make it again, or unpack it and give the folder"
) -> Iterator[zipfile.ZipFile]:
    """A zip file whose listing keeps within the limits; ``remedy`` is told if it is broken.

    Raises:
        InputError: it is broken, or its listing promises more files or bytes than the options allow.
    """
    if not data:
        raise InputError(file.path, *EMPTY_FILE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except ZIP_FAULTS:
        raise InputError(file.path, "broken archive", remedy) from None
    with archive:
        members = archive.infolist()
        if len(members) > file.options.most_members:
            raise _too_large(file.path, f"{len(members):,} files in an archive")
        total = sum(member.file_size for member in members)
        _check(file.path, total, len(data), file.options)
        yield archive


def member_bytes(file: File, archive: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> bytes:
    """The content of a file in an archive, whatever size the listing promised.

    Raises:
        InputError: it is broken, encrypted, not there, or unfolds to more than the options allow.
    """
    try:
        with archive.open(member) as stream:
            data = stream.read(file.options.most_bytes + 1)
    except KeyError:
        raise InputError(file.path, f"no '{member}' in it", "it is damaged; save it again") from None
    except ZIP_FAULTS as error:
        encrypted = "encrypted" in str(error) or "password" in str(error)
        reason = "encrypted: it opens with a password only" if encrypted else "broken archive"
        raise InputError(file.path, reason, "unpack it and give the folder") from None
    if len(data) > file.options.most_bytes:
        raise _too_large(file.path, "unfolds to more")
    return data


def xml_root(data: bytes) -> Any:
    """The root of an XML file, with no entity unfolded and nothing loaded that it refers to.

    Raises:
        lxml.etree.XMLSyntaxError: it is no XML.
    """
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def unfolded(file: File, stream: io.BufferedIOBase, size: int) -> bytes:
    """All bytes that a stream unfolds to from ``size`` bytes.

    Raises:
        InputError: it is broken, or unfolds to more than the options allow.
    """
    data = bytearray()
    try:
        while chunk := stream.read(_CHUNK):
            data += chunk
            _check(file.path, len(data), size, file.options)
    except ZIP_FAULTS:
        raise InputError(file.path, "broken archive", "make it again") from None
    return bytes(data)


def _check(path: str, unfolded: int, folded: int, options: Options) -> None:
    most = min(options.most_bytes, max(_SMALL, options.most_unfolding * folded))
    if unfolded > most:
        raise _too_large(path, f"unfolds to {unfolded / (1 << 20):,.0f} MB from {max(1, folded >> 10):,} KB")


def _too_large(path: str, what: str) -> InputError:
    return InputError(path, f"{what}: more than is unfolded", "unpack it yourself and give the folder, if you trust it")
