"""More text out of the same text: each paragraph once more, with its names exchanged for others of their kind.

So the tagger learns what stands around names rather than the names themselves. Names are of one kind if they have the
same type, script and ending (two characters where enough names share them, else one, else none).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from random import Random

from kg.evaluation.gold import Gold, Mark
from kg.text import fold

LEAST = 8
"""Names that must share an ending for it to make a kind."""

Kind = tuple[str, bool, str]


def exchanged(golds: Sequence[Gold]) -> list[Gold]:
    """Each paragraph that has names, with other names; the same paragraphs always give the same result."""
    names = sorted({(mark.type, gold.text[mark.start : mark.end]) for gold in golds for mark in gold.marks})
    endings = Counter((kind, name[-length:]) for kind, name in names for length in (1, 2))
    kinds: dict[Kind, list[str]] = defaultdict(list)
    for kind, name in names:
        kinds[_kind(kind, name, endings)].append(name)
    return [_exchange(gold, kinds, endings) for gold in golds if gold.marks]


def _kind(kind: str, name: str, endings: Counter[tuple[str, str]]) -> Kind:
    ending = next((name[-length:] for length in (2, 1) if endings[kind, name[-length:]] >= LEAST), "")
    return kind, fold(name) == name, ending


def _exchange(gold: Gold, kinds: dict[Kind, list[str]], endings: Counter[tuple[str, str]]) -> Gold:
    # The choice hangs on the text alone, so that a paragraph more or less changes no other.
    random = Random(sha256(gold.text.encode()).digest())  # noqa: S311
    other: dict[tuple[str, str], str] = {}
    pieces, marks, position, length = [], [], 0, 0
    for mark in sorted(gold.marks, key=lambda one: one.start):
        name = gold.text[mark.start : mark.end]
        if (mark.type, name) not in other:
            other[mark.type, name] = random.choice(kinds[_kind(mark.type, name, endings)])
        new = other[mark.type, name]
        before = gold.text[position : mark.start]
        start = length + len(before)
        marks.append(Mark(start, start + len(new), mark.type, mark.is_entity))
        pieces += [before, new]
        length, position = start + len(new), mark.end
    text = "".join([*pieces, gold.text[position:]])
    return replace(gold, text=text, marks=tuple(marks), entities=(), relations=())
