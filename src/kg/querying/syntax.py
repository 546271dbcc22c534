"""Where a query stops being SPARQL, told so that its author sees it.

The parser of pyoxigraph names the furthest place that any branch of its grammar looked at, and a keyword is looked for
over its whole length, so that the place may lie words behind the mistake. With wide gaps between the words of
the query no keyword reaches into the next one: the query is parsed once more so, and the word found is the one at
fault.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import line_and_column
from kg.querying.failures import QueryError
from kg.querying.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

_GAP = " " * 24  # wider than the longest keyword
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_CAUSES = re.compile(r"[A-Z][a-z]+(?: [A-Za-z-]+)+")
_NO_PREFIX = "Prefix not found"
_UPDATES = frozenset({"INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})
_SEPARATE = frozenset("{}[]();,")


def syntax_error(
    error: SyntaxError, text: str, prefixes: Mapping[str, str], name: str, base: str | None = None
) -> QueryError:
    """Tell a parser's complaint about a query legibly: its place, and the line there with a mark below.

    Args:
        error: what pyoxigraph raised for the query.
        text: the query as its author wrote it.
        prefixes: those that the query need not declare.
        name: what to call it in the message: a file, or ``query``.
        base: what its relative IRIs are relative to; None if it may have none.
    """
    place, causes = _fault(text, prefixes, base)
    place = min(place, len(text.rstrip()))
    word = _word(text, place)
    if word.upper() in _UPDATES and "{" not in text[:place]:
        reason = f"'{word}' begins an update, and a graph is only asked: begin with SELECT, ASK, CONSTRUCT or DESCRIBE"
    elif word.startswith("<") and "IRI parsing failed" in str(error):
        reason = f"'{word}' is no whole IRI: write it with its scheme, or as a name behind a prefix"
    elif causes and causes[0] == _NO_PREFIX:
        known = f"; known are {', '.join(sorted(prefixes))}" if prefixes else ""
        reason = f"'{word}': {_NO_PREFIX.lower()}: declare it with PREFIX{known}"
    elif causes and re.match(r"[\w.-]*:", text[place:]):
        reason = f"'{word}': {causes[0].lower()}"
    elif causes:
        reason = f"{causes[0][0].lower()}{causes[0][1:]}"
    elif place == len(text.rstrip()):
        reason = "the query ends too soon"
    elif _PLACE.search(str(error)):
        reason = f"'{word}' cannot stand here"
    else:
        reason = str(error)
    line, column = line_and_column(text, place)
    return QueryError(f"not SPARQL: {reason}", _shown(text, line, column), name=name, line=line, column=column)


def _fault(text: str, prefixes: Mapping[str, str], base: str | None) -> tuple[int, list[str]]:
    """The offset of the word at fault, and what the parser says of it in words, if anything."""
    import pyoxigraph

    spaced = ""
    starts: list[tuple[int, int]] = []  # where a word begins in the spaced query, and in the query
    apart = True
    for word in words(text):
        if word.kind in ("space", "comment"):
            apart = True
            continue
        if apart or word.text in _SEPARATE:
            spaced += _GAP
            starts.append((len(spaced), word.start))
        spaced += word.text
        apart = word.text in _SEPARATE
    try:
        pyoxigraph.Store().query(spaced, base_iri=base, prefixes=dict(prefixes))
    except SyntaxError as error:
        match = _PLACE.search(str(error))
        if match is None:
            return 0, []
        lines = spaced.split("\n")  # of strings over several lines
        offset = sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1
        if offset >= len(spaced) and not match[3].startswith("[_]"):
            return len(text), []
        place = max((pair for pair in starts if pair[0] <= offset), default=(0, 0))[1]
        return place, _CAUSES.findall(match[3])
    return 0, []


def _word(text: str, place: int) -> str:
    """What stands at an offset, up to the next white space or bracket."""
    found = re.match(r"<[^\s<>]{0,80}>|[^\s{}()\[\];,]{1,40}|\S", text[place:])
    return found[0] if found else ""


def _shown(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    start = max(0, column - 60)
    excerpt = lines[line - 1][start : start + 100].replace("\t", " ").rstrip("\r")
    # A Chinese character is two columns wide on a terminal; an ideographic space is as wide.
    mark = "".join("\u3000" if sign >= "\u2e80" else " " for sign in excerpt[: column - 1 - start])
    return f"look here\n    {excerpt}\n    {mark}^"
