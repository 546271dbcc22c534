"""Quotes as the page keeps them: without the breaks of the layout, each sentence once, with the places of both ends.

Several statements often quote one sentence. The rows of statements are cut into parts, so that the browser reads a
part only when one of its statements is opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.model import Evidence, Qualifier, Span, Statement

PART = 250
"""So many statements, or entities, are in one part."""

_BREAK = re.compile(r"[^\S\u3000]*[\r\n\u2028\u2029][\s]*")
_LINE_END = re.compile("[\r\n\u2028\u2029]")
_WIDE = "\u2e80"  # from here on, scripts that are written without spaces between words

Ends = tuple[int, int]


def parts(
    statements: Sequence[Statement], documents: Mapping[str, int], rules: Mapping[str, int]
) -> list[Callable[[], Any]]:
    """Give the evidence of statements in parts of ``PART`` statements.

    Args:
        statements: In the order of the page.
        documents: The number of each document.
        rules: The number of each rule.

    Returns:
        What makes each part: ``quotes``, a list of texts; ``qualifiers``, lists of lists ``[name, text, value]``; and
        ``rows``, for each statement a list of its evidence as lists: number of the quote, of the document, first and
        last code point in the document, the same of the subject and of the object within the quote (0, 0 where it lies
        outside), number of the rule, and if there are any the number of the qualifiers.
    """
    return [
        partial(_part, statements[first : first + PART], documents, rules) for first in range(0, len(statements), PART)
    ]


def _part(statements: Sequence[Statement], documents: Mapping[str, int], rules: Mapping[str, int]) -> dict[str, Any]:
    number: dict[str, int] = {}
    qualified: dict[tuple[Qualifier, ...], int] = {}
    rows: list[list[list[Any]]] = []
    for statement in statements:
        row: list[list[Any]] = []
        for evidence in statement.evidence:
            text, subject, target = plain_quote(evidence)
            place = number.setdefault(text, len(number))
            item: list[Any] = [place, documents[evidence.document], evidence.start, evidence.end]
            item += [*subject, *target, rules[evidence.rule]]
            if evidence.qualifiers:
                item.append(qualified.setdefault(evidence.qualifiers, len(qualified)))
            row.append(item)
        rows.append(row)
    values = [[[one.name, one.text, one.value] for one in several] for several in qualified]
    return {"quotes": list(number), "qualifiers": values, "rows": rows}


def plain_quote(evidence: Evidence) -> tuple[str, Ends, Ends]:
    """Give a quote without line breaks, and where in it the subject and the object stand.

    Line breaks inside a quote are layout: between two wide characters (Chinese) they vanish, elsewhere they become a
    space.

    Returns:
        The text, and half-open ranges of its code points; (0, 0) for an end that lies outside the quote.
    """
    quote = evidence.quote
    if not _LINE_END.search(quote):  # most quotes: nothing to mend
        return quote, _inside(evidence.subject, evidence, int), _inside(evidence.object, evidence, int)
    text: list[str] = []
    moved: list[tuple[int, int, int]] = []  # a break: its start and end in the quote, and where it ends in the text
    done = size = 0
    for match in _BREAK.finditer(quote):
        kept = quote[done : match.start()] + _joint(quote, match.start(), match.end())
        text.append(kept)
        size += len(kept)
        done = match.end()
        moved.append((match.start(), done, size))
    text.append(quote[done:])

    def place(at: int) -> int:
        shift = 0
        for start, end, after in moved:
            if at <= start:
                break
            if at < end:
                return after
            shift = end - after
        return at - shift

    return "".join(text), _inside(evidence.subject, evidence, place), _inside(evidence.object, evidence, place)


def _inside(span: Span, evidence: Evidence, place: Callable[[int], int]) -> Ends:
    """Give where a span of the document lies in the text of a quote."""
    start, end = span.start - evidence.start, span.end - evidence.start
    if start < 0 or end > len(evidence.quote):  # it runs over the edge: what of it is inside
        start, end = max(start, 0), min(end, len(evidence.quote))
    return (place(start), place(end)) if start < end else (0, 0)


def _joint(quote: str, start: int, end: int) -> str:
    if start == 0 or end == len(quote):
        return ""
    return "" if quote[start - 1] >= _WIDE or quote[end] >= _WIDE else " "
