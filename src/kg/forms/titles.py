"""Forms of what is named by a title: 《江岸市电梯条例》, 江岸市电梯条例; 《中华人民共和国耕地法》, 《耕地法》."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.knowledge.shortening import Heads

_OPEN, _CLOSE = "《》"
_LEAST = 5
"""Characters from which a title is what it names without its marks, too: 《青春》 is not 青春."""


def titled(name: str, kind: str, heads: Sequence[Heads]) -> Iterator[str]:
    """The ways in which a title is written: with and without its marks, and a word that says of which state it is.

    Args:
        name: the folded name, in marks or not.
        kind: its type.
        heads: words at the head of names that say only of what sort they are.
    """
    marked = name.startswith(_OPEN) and name.endswith(_CLOSE)
    inner = name[1:-1] if marked else name
    if marked and len(inner) >= _LEAST:
        yield inner
    for one in heads:
        for word in one.words if one.type == kind else ():
            if inner.startswith(word) and len(rest := inner[len(word) :]) >= one.least:
                yield from (rest, f"{_OPEN}{rest}{_CLOSE}")
