"""Large JSON values in pieces: what is written once need not be in memory as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_TOGETHER = 1000


class Made:
    """A list whose values are made one after another, each time that it is written."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], Iterable[object]]) -> None:
        """Keep what makes the values."""
        self._make = make

    def __iter__(self) -> Iterator[object]:
        """Make the values."""
        return iter(self._make())


def dumps(value: object) -> str:
    """Render as JSON that may stand inside an HTML ``script`` element: nothing in it can end the element or a line.

    Beyond ``<``, ``>``, ``&`` and the two line separators, halves of surrogate pairs are escaped: UTF-8 has no room
    for them.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def pieces(value: object) -> Iterator[str]:
    """Render like `dumps`, in pieces; lists within dictionaries may be `Made`."""
    if isinstance(value, Made):
        values = iter(value)
        yield "["
        comma = ""
        while portion := list(islice(values, _TOGETHER)):
            yield comma + dumps(portion)[1:-1]
            comma = ","
        yield "]"
    elif isinstance(value, dict):
        yield "{"
        for number, key in enumerate(sorted(value)):
            yield f"{',' if number else ''}{dumps(key)}:"
            yield from pieces(value[key])
        yield "}"
    else:
        yield dumps(value)
