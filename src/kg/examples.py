"""Annotated sentences that rules carry as their tests: ``<subject:美团>宣布<trigger:收购><object:摩拜单车>。``.

A mark is ``<role:text>``, ``<Type:text>`` or ``<role Type:text>``; marks nest (``<subject:<object:北京>市科委>``).
Roles are ``subject``, ``object`` and ``trigger``. In the place of a type a finer class may stand (``<object
University:…>``). A role without a type takes the only type that the rule's argument allows; if there are several, the
type must be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import Location
from kg.schema import Schema

_MARK = re.compile(r"<([A-Za-z]+)(?: ([A-Za-z]+))?:|>")
ROLES = ("subject", "object", "trigger")


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked name.

    Half-open range of the plain text, type and class, role (empty for a bystander), depth of nesting.
    """

    start: int
    end: int
    type: str
    kind: str
    role: str
    depth: int


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its marked names, taken out of the marks."""

    text: str
    marks: tuple[Marked, ...]
    location: Location


def read_example(annotated: str, defaults: Mapping[str, frozenset[str]], schema: Schema, location: Location) -> Example:
    """Take an annotated sentence apart.

    Args:
        annotated: the sentence with marks.
        defaults: the types that a role may have; used where a mark names no type.
        schema: the types and classes that a mark may name.
        location: where the sentence stands, for messages about it.

    Raises:
        ValueError: what is wrong with the marks, in words for a user.
    """
    text = ""
    marks: list[Marked] = []
    stack: list[tuple[int, str, str, str]] = []
    last = 0
    for match in _MARK.finditer(annotated):
        text += annotated[last : match.start()]
        last = match.end()
        if match[0] != ">":
            stack.append((len(text), *_role_and_type(match[1], match[2], defaults, schema)))
            continue
        if not stack:
            raise ValueError("a '>' closes nothing")
        start, role, kind, finer = stack.pop()
        if start == len(text):
            raise ValueError("an empty mark")
        if role != "trigger":
            marks.append(Marked(start, len(text), kind, finer, role, len(stack)))
    text += annotated[last:]
    if stack:
        raise ValueError("a '<' is not closed")
    return Example(text, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))), location)


def _role_and_type(
    first: str, second: str | None, defaults: Mapping[str, frozenset[str]], schema: Schema
) -> tuple[str, str, str]:
    """Role, type and class of a mark by the one or two words before its colon."""
    if first == "trigger":
        return "trigger", "", ""
    if first in schema.types or first in schema.classes:
        return "", *_type_and_class(first, schema)
    if first not in ROLES:
        raise ValueError(f"'{first}' is neither a role ({', '.join(ROLES)}) nor a type")
    if second:
        return first, *_type_and_class(second, schema)
    allowed = sorted(defaults.get(first, ()))
    if len(allowed) != 1:
        raise ValueError(f"the {first} can be {' or '.join(allowed)}: write <{first} {allowed[0]}:…>")
    return first, allowed[0], ""


def _type_and_class(word: str, schema: Schema) -> tuple[str, str]:
    if word in schema.types:
        return word, ""
    if word in schema.classes:
        return schema.classes[word].type, word
    raise ValueError(f"'{word}' is no type and no class")
