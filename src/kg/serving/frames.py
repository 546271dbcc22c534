"""Messages between the server and its workers: a letter, a length, and so many bytes."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncio import StreamReader
    from typing import BinaryIO

_HEAD = struct.Struct(">cI")

JOB = b"J"
"""Server to worker: what to answer, as JSON."""
PIECE = b"P"
"""Worker to server: the next bytes of the answer."""
END = b"E"
"""Worker to server: how it ended, as JSON; also the worker's first word, when it is ready."""


def pack(kind: bytes, content: bytes) -> bytes:
    """Give a message as bytes."""
    return _HEAD.pack(kind, len(content)) + content


def pack_json(kind: bytes, value: dict[str, Any]) -> bytes:
    """Give a message that holds a JSON object."""
    return pack(kind, json.dumps(value).encode("ascii"))


def read(source: BinaryIO) -> tuple[bytes, bytes] | None:
    """Read one message; None if there is no further one.

    Raises:
        EOFError: the stream ends in the middle of a message.
    """
    head = source.read(_HEAD.size)
    if not head:
        return None
    kind, size = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 1)
    content = source.read(size) if kind else b""
    if len(content) < size:
        raise EOFError("a message was cut short")
    return kind, content


async def receive(source: StreamReader) -> tuple[bytes, bytes]:
    """Read one message.

    Raises:
        asyncio.IncompleteReadError: the other side ended.
    """
    kind, size = _HEAD.unpack(await source.readexactly(_HEAD.size))
    return kind, await source.readexactly(size)
