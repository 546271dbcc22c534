"""Frozen values as plain lists and back, for JSON: only the classes that are asked for can come of it, and no code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

_TUPLE, _SET, _DICT, _PATTERN, _FIRST = range(5)
"""What a list begins with: the kind of value, or from ``_FIRST`` on the number of the class."""


def layout(classes: Sequence[type]) -> str:
    """The classes with their fields in order: values may be read only with those that they were written with."""
    return ";".join(f"{kind.__name__}:{','.join(field.name for field in fields(kind))}" for kind in classes)


def to_plain(value: Any, classes: Sequence[type]) -> Any:
    """A value as strings, numbers and lists of them.

    Args:
        value: dataclasses of ``classes``, tuples, frozen sets, dictionaries, regular expressions, strings, numbers,
            truth values, None.
        classes: the dataclasses that there may be.

    Raises:
        ValueError: it holds something else.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_TUPLE, *(to_plain(item, classes) for item in value)]
    if isinstance(value, frozenset):
        return [_SET, *(to_plain(item, classes) for item in sorted(value))]
    if isinstance(value, dict):
        return [_DICT, *(to_plain(part, classes) for item in value.items() for part in item)]
    if isinstance(value, re.Pattern):
        return [_PATTERN, value.pattern, value.flags]
    if type(value) not in classes:
        raise ValueError(f"a {type(value).__name__} cannot be kept")
    row = (to_plain(getattr(value, field.name), classes) for field in fields(value))
    return [_FIRST + list(classes).index(type(value)), *row]


def from_plain(plain: Any, classes: Sequence[type]) -> Any:
    """What `to_plain` made plain.

    Raises:
        ValueError: it is nothing that could have been made so.
    """
    try:
        return _value(plain, classes)
    except (TypeError, ValueError, IndexError, re.error) as error:
        raise ValueError(f"no plain value: {error}") from error


def _value(plain: Any, classes: Sequence[type]) -> Any:
    if not isinstance(plain, list):
        return plain
    items = [_value(item, classes) if isinstance(item, list) else item for item in plain[1:]]
    kind = plain[0]
    if kind == _TUPLE:
        return tuple(items)
    if kind == _SET:
        return frozenset(items)
    if kind == _DICT:
        return dict(zip(items[::2], items[1::2], strict=True))
    if kind == _PATTERN:
        return re.compile(*items)
    return classes[kind - _FIRST](*items)
