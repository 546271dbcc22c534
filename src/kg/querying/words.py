"""SPARQL text cut into words, as far as parameters and refusals need it (SPARQL 1.1, section 19.8).

Strings, IRIs and comments are told from the rest, so that a ``$name`` or a ``SERVICE`` inside of them counts for
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import line_and_column
from kg.querying.failures import QueryError

LONGEST = 1_000_000
"""Characters that a query may have."""

DEEPEST = 200
"""Levels of brackets that a query may have."""

_SURROGATE = re.compile("[\ud800-\udfff]")  # what Python makes of arguments that are no UTF-8
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")

_WORD = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>[\w][\w.-]*:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*|:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[^\w\s])+)
    | (?P<word>[^\W\d]\w*)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a query: its kind (``comment``, ``iri``, ``string``, ``variable``, ``word`` …), text and offset."""

    kind: str
    text: str
    start: int


def words(text: str) -> Iterator[Word]:
    """Cut a query into pieces whose texts joined are the query again. Time is linear in its length."""
    for match in _WORD.finditer(text):
        yield Word(match.lastgroup or "other", match[0], match.start())


def refuse(text: str, name: str = "query") -> None:
    """Refuse a query that is too long or too deep to be read.

    The parser and the optimizer of pyoxigraph call themselves for each level, and end the process when the stack is
    full. Brackets are counted here; a long chain of one operator can still do that, so that a query of unknown origin
    belongs into a process of its own.

    Raises:
        QueryError: the query is longer than ``LONGEST`` characters, is no UTF-8, or has brackets in more than
            ``DEEPEST`` levels; with the place.
    """
    if len(text) > LONGEST:
        raise QueryError(f"longer than {LONGEST} characters", "ask several shorter queries", name=name)
    if _SURROGATE.search(text):
        raise QueryError("holds bytes that are no UTF-8", "save it as UTF-8", name=name)
    depth = 0
    for word in words(text):
        depth += (word.text in _OPEN) - (word.text in _CLOSE)
        if depth > DEEPEST:
            line, column = line_and_column(text, word.start)
            reason = f"brackets in more than {DEEPEST} levels"
            raise QueryError(reason, "nest less", name=name, line=line, column=column)
