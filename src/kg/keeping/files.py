"""Small files of plain values and of bytes in a private folder, by content: whole and one's own, or not there.

A file is written beside its place and moved to it, so that of two processes the later one wins, and both wrote the
same. It holds a hash of its name and content: what is broken is as good as missing, and is written anew.
Nothing is compressed: it is read at each start, and unpacking would take longer than reading more.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from kg.keeping.places import private_folder, require_private

KEPT = 4
"""So many files of a kind are kept; a further one takes the place of the one not used for longest."""

_CHECK = 32


def kept_value(folder: Path, kind: str, key: str) -> Any:
    """The value that is kept by a key, or None if there is none to be trusted. Arguments are those of `kept_bytes`."""
    content = kept_bytes(folder, kind, key)
    try:
        return None if content is None else orjson.loads(content)
    except ValueError:
        return None


def kept_bytes(folder: Path, kind: str, key: str) -> bytes | None:
    """The bytes that are kept by a key, or None if there are none that can be trusted.

    Args:
        folder: where they are kept; it and the file have to be private (`kg.keeping.places`).
        kind: what things of their kind are called.
        key: what tells them from others of their kind; hexadecimal digits.
    """
    path = folder / f"{kind}-{key}"
    try:
        require_private(folder)
        require_private(path)
        with path.open("rb", buffering=0) as file:
            told, kept = file.read(_CHECK), file.readall()
        if told != _check(path, kept):
            return None
    except (OSError, ValueError):
        return None
    with suppress(OSError):
        os.utime(path)
    return kept


def keep_value(folder: Path, kind: str, key: str, value: Any) -> None:
    """Keep a value of strings, numbers and lists; where that cannot be done nothing is kept, and nothing is raised."""
    with suppress(TypeError):
        keep_bytes(folder, kind, key, orjson.dumps(value))


def keep_bytes(folder: Path, kind: str, key: str, kept: bytes) -> None:
    """Keep bytes; where that cannot be done nothing is kept, and nothing is raised."""
    path = folder / f"{kind}-{key}"
    with suppress(OSError):
        private_folder(folder)
        number, name = tempfile.mkstemp(prefix=f".{kind}-", dir=folder)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(_check(path, kept))
                file.write(kept)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _tidy(folder, kind)


def _tidy(folder: Path, kind: str) -> None:
    paths = sorted(folder.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in paths[KEPT:]:
        path.unlink(missing_ok=True)


def _check(path: Path, content: bytes) -> bytes:
    told = sha256(path.name.encode() + b"\0")
    told.update(content)
    return told.digest()
