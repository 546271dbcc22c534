"""By how much the tagger prefers the labels of a name to those of no name, for many ranges of words at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kg.tagging.table import UNIT
from kg.tagging.tagger import Tagging

Margin = tuple[int, int, tuple[int, int, int]]
"""What the tagger's scores say of a range of words, in weights.

The range's first and last word; the sum of what each word's label in the name leads "no name" by; twice the mean of
that over the words; twice the least of it.
"""


def margins(tagging: Tagging, places: Sequence[tuple[int, int, str]], types: Sequence[str]) -> Iterator[Margin]:
    """Tell the margin of each place (start, end, type), whose edges are edges of words.

    Args:
        tagging: what the tagger says.
        places: the ranges.
        types: the types in the order of the labels.
    """
    if not places:
        return iter(())
    kinds = {kind: number for number, kind in enumerate(types)}
    starts, ends, named = zip(*places, strict=True)
    first = np.searchsorted(tagging.words.starts, starts)
    last = np.searchsorted(tagging.words.ends, ends)
    kind = np.array([kinds[one] for one in named])
    gains = tagging.scores - tagging.scores[:, :1]
    inside = gains[:, 2::2]
    total = gains[first, 2 * kind + 1]
    least = total.copy()
    for distance in range(1, int((last - first).max()) + 1):
        further = np.flatnonzero(first + distance <= last)
        gain = inside[first[further] + distance, kind[further]]
        total[further] += gain
        least[further] = np.minimum(least[further], gain)
    weight = total / UNIT
    gained = (
        np.clip(weight.astype(np.int64), -8, 12),
        np.clip((2 * weight / (last - first + 1)).astype(np.int64), -6, 8),
        np.clip((2 * least / UNIT).astype(np.int64), -6, 6),
    )
    gains_of = zip(*(column.tolist() for column in gained), strict=True)
    return zip(first.tolist(), last.tolist(), gains_of, strict=True)
