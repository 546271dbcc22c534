"""A small convolutional network over the tagger's words, in whole numbers: its scores stand beside those of the table.

Each column of a word (`kg.tagging.words`) is a vector; these side by side go through one layer of the word alone and
further ones that see its neighbours too, and all layers together say what each label scores. The way to tag with
convolutions over a window is that of Collobert et al. (2011), Natural Language Processing (Almost) from Scratch.

All weights and all that a layer gives on are small whole numbers. They are held as floats so that the fast routines
for products of matrices can be used, but no sum reaches 2^24, up to which a float of 32 bits holds every whole number
(`kg.tagging.networkfile.is_exact` proves it of each network that is read): so the order of summing, which differs from
machine to machine and with the number of words that are read together, changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.tagging.decoding import Scores
from kg.tagging.hashing import Column, mix

Floats = NDArray[np.float32]
"""Whole numbers, held as floats."""

EXACT = 1 << 24
"""Up to here a float of 32 bits holds every whole number."""

LARGEST = 127
"""What a vector holds at most, and at least with its sign turned."""

MOST = 255
"""What a layer gives on at most; what is less than nothing is given on as nothing."""

NOTHING, UNKNOWN = range(2)
"""The first rows of the vectors of a column: of 0, and of a value that training did not see, or too seldom."""

SPECIAL = 2
"""How many such rows there are before those of values."""

VALUES = (1 << 20) - 1
"""How many values can have vectors, over all columns."""

_BITS = VALUES.bit_length()
_ROW = np.uint32((1 << _BITS) - 1)
_ALONE = 1 << 18  # multiplications that OpenBLAS does in the thread that asks; those of more it shares out
_TOGETHER = 1024  # words whose layers are worked out side by side: as many as a processor's cache holds


@dataclass(frozen=True, slots=True)
class Layer:
    """Sums of what comes in, times ``weights`` (inputs × outputs), and ``bias``; divided by 2 to the ``shift``."""

    weights: NDArray[np.int16]
    bias: NDArray[np.int32]
    shift: int

    def largest(self, given: int) -> int:
        """How large a sum can get on its way, whatever its order, if nothing larger than ``given`` comes in."""
        sums = np.abs(self.weights.astype(np.int64)).sum(axis=0) * given + np.abs(self.bias.astype(np.int64))
        return int(sums.max(initial=0))


@dataclass(frozen=True, slots=True)
class Network:
    """Vectors and layers.

    Attributes:
        columns: the columns of words that it sees, in order.
        numbers: for each column the values that have vectors; of two that share a row the later one has it.
        vectors: for each column a row for nothing, one for what is unknown, and one for each of its values.
        layers: the first, which sees the word alone; one for each of ``reaches``; and the last, which sees what all
            others give on and gives scores, in the units of the table.
        reaches: how far before and behind the word the two others stand that the layers between look at.
    """

    columns: tuple[str, ...]
    numbers: tuple[NDArray[np.uint32], ...]
    vectors: tuple[NDArray[np.int8], ...]
    layers: tuple[Layer, ...]
    reaches: tuple[int, ...]
    _made: dict[str, _Ready] = field(default_factory=dict, compare=False, repr=False)

    def scores(self, columns: Mapping[str, Column]) -> Scores:
        """The score of each label (columns) for each word (rows), however many words are read together.

        Where all columns are 0 no word is: these stand between texts, and nothing is seen over them.
        """
        ready = self._ready()
        count = len(columns[self.columns[0]])
        places = [ready.places(number, columns[name]) for number, name in enumerate(self.columns)]
        nothing = np.bitwise_or.reduce([columns[name] for name in self.columns]) == 0
        out = np.empty((count, len(self.layers[-1].bias)), np.int32)
        reach = sum(self.reaches)
        for start in range(0, count, _TOGETHER):
            end = min(start + _TOGETHER, count)
            first, behind = max(0, start - reach), min(count, end + reach)
            seen = ready.seen([place[first:behind] for place in places])
            apart = np.flatnonzero(nothing[first:behind])
            out[start:end] = ready.through(seen, apart, self.reaches)[start - first : end - first]
        return out

    def _ready(self) -> _Ready:
        if "ready" not in self._made:
            self._made["ready"] = _Ready(self)
        return self._made["ready"]


def _product(given: Floats, weights: Floats) -> Floats:
    """``given @ weights``, some rows at a time, so that no further threads are started.

    Threads that wait for each other take many times as long where processes work side by side, as those of a build do.
    """
    rows = max(1, _ALONE // max(1, weights.size))
    out = np.empty((len(given), weights.shape[1]), np.float32)
    whole = len(given) - len(given) % rows
    np.matmul(given[:whole].reshape(-1, rows, len(weights)), weights, out=out[:whole].reshape(-1, rows, out.shape[1]))
    np.matmul(given[whole:], weights, out=out[whole:])
    return out


class _Step:
    """A layer as floats, divided beforehand: by a power of 2, which loses nothing."""

    def __init__(self, layer: Layer) -> None:
        scale = np.float32(2.0**-layer.shift)
        self.weights: Floats = layer.weights.astype(np.float32) * scale
        self._bias: Floats = layer.bias.astype(np.float32) * scale

    def rounded(self, sums: Floats) -> Floats:
        """What the layer says, once the products are summed."""
        sums += self._bias
        return np.floor(sums, out=sums)

    def given_on(self, sums: Floats, apart: NDArray[np.int64]) -> Floats:
        """The same, cut to what is given on; nothing in the rows ``apart``, where no word is."""
        sums = np.clip(self.rounded(sums), 0, MOST, out=sums)
        sums[apart] = 0
        return sums


class _Ready:
    """A network as it is used: the places of values by hash, and all weights as floats."""

    def __init__(self, network: Network) -> None:
        self._rows = np.zeros(1 << _BITS, np.uint32)
        self._ranges: list[tuple[np.uint32, np.uint32]] = []
        first = 1
        for column, numbers in enumerate(network.numbers):
            keys = mix(len(numbers), column, numbers)
            places = np.arange(first, first + len(numbers), dtype=np.uint32)
            self._rows[keys & _ROW] = (keys & ~_ROW) | places
            self._ranges.append((np.uint32(first), np.uint32(len(numbers))))
            first += len(numbers)
        *steps, self._last = map(_Step, network.layers)
        self._first, *self._further = steps
        # What the first layer makes of each value by itself: its sums are those of the values side by side.
        widths = [vectors.shape[1] for vectors in network.vectors]
        weights = np.split(self._first.weights, np.cumsum(widths)[:-1])
        pairs = zip(network.vectors, weights, strict=True)
        self._values = [_product(vectors.astype(np.float32), part) for vectors, part in pairs]
        self._ends = np.split(self._last.weights, len(steps))
        # What a layer makes of the words before, of the word itself, and of those behind.
        self._parts = [np.split(step.weights, 3) for step in self._further]

    def places(self, column: int, values: Column) -> NDArray[np.uint32]:
        """The rows of the vectors of a column's values."""
        first, count = self._ranges[column]
        key = mix(len(values), column, values)
        place = self._rows.take(key & _ROW)
        place ^= key & ~_ROW
        place -= first  # modulo 2^32: what is not the column's, and what has another check, is larger than count
        known = place < count
        place += np.uint32(SPECIAL)
        place[~known] = UNKNOWN
        place[values == 0] = NOTHING
        return place

    def seen(self, places: Sequence[NDArray[np.uint32]]) -> Floats:
        """The sums of the first layer, of the values of words."""
        sums = self._values[0].take(places[0], axis=0)
        one = np.empty_like(sums)
        for values, place in zip(self._values[1:], places[1:], strict=True):
            values.take(place, axis=0, out=one, mode="clip")  # all places are among the values
            sums += one
        return sums

    def through(self, seen: Floats, apart: NDArray[np.int64], reaches: Sequence[int]) -> Floats:
        """What the last layer says of words, from the sums of the first; no words stand in the rows ``apart``."""
        given = self._first.given_on(seen, apart)
        total = _product(given, self._ends[0])
        for step, (before, same, behind), end, reach in zip(
            self._further, self._parts, self._ends[1:], reaches, strict=True
        ):
            sums = _product(given, same)
            sums[reach:] += _product(given[:-reach], before)
            sums[:-reach] += _product(given[reach:], behind)
            given = step.given_on(sums, apart)
            total += _product(given, end)
        return self._last.rounded(total)
