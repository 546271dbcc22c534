"""Hashes of 32 bits, over whole columns at once: the features of the tagger are numbers, never strings.

The mixing steps are those of MurmurHash3's finalizer (Austin Appleby, public domain). All is done modulo 2^32, so that
every machine and every version of numpy gives the same numbers.
"""

from __future__ import annotations

from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.uint32]
"""One 32-bit number for each word."""

_SEED = 2166136261
_ALL = (1 << 32) - 1
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
_LONGEST = 8
"""Characters of a word that its hash tells apart; of a longer one the last character and the length count too."""


@cache
def number_of(text: str) -> int:
    """A number for a tag, a type or a rule."""
    return crc32(text.encode())


def mix(length: int, *columns: Column | int) -> Column:
    """One number for the values that ``columns`` (each of ``length`` numbers, or one for all) have side by side."""
    first = 0
    start = _SEED
    while first < len(columns) and isinstance(number := columns[first], int):
        start = _mixed(start, number)  # what all have in common is mixed once
        first += 1
    mixed = np.full(length, start, np.uint32)
    shifted = np.empty_like(mixed)
    for column in columns[first:]:
        mixed ^= np.asarray(column, np.uint32)
        mixed *= _FIRST
        mixed ^= np.right_shift(mixed, 15, out=shifted)
        mixed *= _SECOND
        mixed ^= np.right_shift(mixed, 13, out=shifted)
    return mixed


@cache
def _mixed(start: int, number: int) -> int:
    """A number of 32 bits that is mixed with a further one, step by step as columns are."""
    mixed = (start ^ number) * int(_FIRST) & _ALL
    mixed = (mixed ^ mixed >> 15) * int(_SECOND) & _ALL
    return mixed ^ mixed >> 13


def mix_spans(characters: Column, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Column:
    """A number for each range of ``characters``, which must go on for some characters behind the last range."""
    lengths = ends - starts
    mixed = mix(len(starts), 17)
    for offset in range(_LONGEST):
        reach = lengths > offset
        if not reach.any():
            break
        mixed = np.where(reach, _step(mixed, characters[np.minimum(starts + offset, len(characters) - 1)]), mixed)
    long = lengths > _LONGEST
    if long.any():
        tail = _step(_step(mixed, characters[ends - 1]), lengths.astype(np.uint32))
        mixed = np.where(long, tail, mixed)
    return mixed


def _step(mixed: Column, column: Column) -> Column:
    mixed = (mixed ^ column) * _FIRST
    mixed ^= mixed >> np.uint32(15)
    mixed *= _SECOND
    mixed ^= mixed >> np.uint32(13)
    return mixed
