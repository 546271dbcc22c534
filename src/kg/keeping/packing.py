"""Plain values as bytes and back: JSON, whatever text there is in them."""

from __future__ import annotations

import json
from typing import Any

import orjson


def packed(value: Any) -> bytes:
    """A value of lists, strings and numbers as bytes; text that no UTF-8 can tell (lone surrogates) is escaped.

    Raises:
        TypeError: it holds something else.
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, separators=(",", ":")).encode("ascii")


def unpacked(content: bytes) -> Any:
    """What `packed` made bytes of.

    Raises:
        ValueError: these are no such bytes.
    """
    try:
        return orjson.loads(content)
    except ValueError:
        return json.loads(content)
