"""Decoded text, and the evidence that it was decoded rightly: its share of frequent characters."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

# Big5 with the Hong Kong characters first; cp950 has a few symbols (€) that it lacks.
LEGACY = ("gb18030", "big5hkscs", "cp950")
"""The encodings of Chinese text that say nothing of themselves, in the order in which equal evidence is decided."""

LEAST_SHARE = 0.1
"""The share of frequent characters that a right reading has: five newspaper pages read rightly have 0.69–0.78, read
wrongly at most 0.041."""

SAMPLE = 100_000
"""Characters that are judged; more would not change the verdict."""


class Decoded(NamedTuple):
    """Text, its encoding by Python's name, and what was wrong with its bytes (nothing, usually)."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def frequent_share(text: str) -> float:
    """The share (0 to 1) of frequent Chinese characters among those of ``text`` that are not ASCII; 0 if none is."""
    foreign = [character for character in text[:SAMPLE] if character > "\x7f"]
    if not foreign:
        return 0.0
    frequent = frequent_characters()
    return sum(character in frequent for character in foreign) / len(foreign)


@cache
def frequent_characters() -> frozenset[str]:
    """The most frequent characters of both scripts; ``frequent.txt`` tells how they were counted."""
    lines = files("kg.readers").joinpath("frequent.txt").read_text(encoding="utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))
