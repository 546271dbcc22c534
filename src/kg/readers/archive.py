"""``.zip`` and ``.gz``: the files in them, each by its own reader."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from kg.errors import InputError
from kg.model import Document
from kg.readers.file import File
from kg.readers.shares import LEGACY, frequent_share
from kg.readers.telling import no_reader
from kg.readers.unfolding import member_bytes, opened_zip, unfolded

_WHERE = " in an archive"
_UTF8_NAME = 0x800  # the flag of a name that is UTF-8; any other is of the machine that made the archive


def read_gzip(
    file: File, suffixes: Collection[str], read: Callable[[str, File], Iterator[Document]]
) -> Iterator[Document]:
    """Read the one file in a gzip: ``a.csv.gz`` as ``a.csv``.

    Args:
        file: the archive.
        suffixes: those that have a reader.
        read: reads a file by its suffix.

    Raises:
        InputError: the archive is broken or unfolds to too much, or there is no reader for what is in it.
    """
    inner = file.id[: -len(".gz")]
    suffix = _suffix(inner)
    if suffix not in suffixes:
        raise no_reader(file.path, suffix, suffixes, _WHERE)
    data = file.content()
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
        content = unfolded(file, stream, len(data))
    yield from read(suffix, replace(file, stream=io.BytesIO(content), id=inner))


def read_zip(
    file: File, suffixes: Collection[str], read: Callable[[str, File], Iterator[Document]]
) -> Iterator[Document]:
    """Read the files of a zip in the order of their names; ids are ``archive.zip/folder/name``.

    Hidden files are passed over; what cannot be read is noted. Archives in archives stay shut.
    Arguments and errors are those of `read_gzip`.
    """
    data = file.content()
    with opened_zip(file, data) as archive:
        named = sorted((_name(member), index, member) for index, member in enumerate(archive.infolist()))
        before = ""
        for name, _, member in named:
            if member.is_dir() or any(part.startswith((".", "__MACOSX")) for part in name.split("/")):
                continue
            inner = replace(file, id=f"{file.id}/{name}", path=f"{file.path}/{name}")
            try:
                if name == before:
                    raise InputError(inner.path, "a file of this name stands in the archive twice", "make it again")
                before = name
                suffix = _suffix(name)
                if suffix not in suffixes:
                    raise no_reader(inner.path, suffix, suffixes, _WHERE)
                yield from read(suffix, replace(inner, stream=io.BytesIO(member_bytes(inner, archive, member))))
            except InputError as error:
                file.note(error)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name. Archives from Chinese Windows hold it in GB18030 or Big5, which reads as code page 437."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME and not name.isascii():
        data = name.encode("cp437", "replace")
        readings = []
        for encoding in ("utf-8", *LEGACY):
            try:
                readings.append(data.decode(encoding))
            except UnicodeDecodeError:
                continue
        name = max(readings, key=frequent_share, default=name)
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts)
