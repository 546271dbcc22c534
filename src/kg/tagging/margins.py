"""By how much the tagger prefers the labels of a name to those of no name, for many ranges of words at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from kg.tagging.table import UNIT
from kg.tagging.tagger import Tagging

Margin = tuple[int, int, tuple[int, int, int]]
"""What the tagger's scores say of a range of words, in weights.

The range's first and last word; the sum of what each word's label in the name leads "no name" by; twice the mean of
that over the words; twice the least of it.
"""


Places = Sequence[tuple[int, int, str]]
"""Ranges of one text, each with start, end and type."""


def margins(tagged: Sequence[tuple[Tagging, Places]], types: Sequence[str]) -> Iterator[Margin]:
    """Tell the margin of each place, whose edges are edges of words: of all texts, one after the other.

    Args:
        tagged: what the tagger says of each text, and the ranges in it.
        types: the types in the order of the labels.
    """
    tagged = [(tagging, places) for tagging, places in tagged if places]
    if not tagged:
        return iter(())
    kinds = {kind: number for number, kind in enumerate(types)}
    # As if the texts stood side by side: one look at columns takes as long for many texts as for one.
    texts = [tagging.words for tagging, _ in tagged]
    offsets = list(accumulate((int(words.ends[-1]) for words in texts), initial=0))
    words_before = list(accumulate((len(words.ends) for words in texts), initial=0))
    starts, ends, named = zip(
        *(
            (start + offset, end + offset, kinds[kind])
            for (_, places), offset in zip(tagged, offsets, strict=False)
            for start, end, kind in places
        ),
        strict=True,
    )
    first = np.searchsorted(_joined([words.starts for words in texts], offsets), starts)
    last = np.searchsorted(_joined([words.ends for words in texts], offsets), ends)
    kind = np.array(named)
    scores = np.concatenate([tagging.scores for tagging, _ in tagged])
    gains = scores - scores[:, :1]
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
    before = np.repeat(words_before[:-1], [len(places) for _, places in tagged])
    return zip((first - before).tolist(), (last - before).tolist(), gains_of, strict=True)


def _joined(columns: Sequence[NDArray[np.int64]], offsets: Sequence[int]) -> NDArray[np.int64]:
    """The positions of several texts as positions of all side by side."""
    return np.concatenate([column + offset for column, offset in zip(columns, offsets, strict=False)])
