"""A trained network → one in whole numbers, as fine as sums that stay exact allow."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log2

import numpy as np
from numpy.typing import NDArray

from kg.tagging.network import EXACT, LARGEST, MOST, Layer, Network
from kg.tagging.table import UNIT
from kg.training.convolutions import CEILING, Convolutions

Floats = NDArray[np.float64]

_SPREAD = 6  # standard deviations; the few numbers of vectors that are larger are cut
_ROOM = 0.98  # of what stays exact: rounding may make a sum a little larger
_WIDEST = 32000  # of what an int16 holds


def rounded(columns: Sequence[str], numbers: Sequence[NDArray[np.uint32]], net: Convolutions) -> Network:
    """Round a network.

    Args:
        columns: that it sees.
        numbers: the values of each that have vectors, in the order of these.
        net: the network; its scores are in weights, those of the result in units of the table.
    """
    vectors, scales = [], []
    for one in net.vectors:
        wide = one.astype(np.float64)
        unit = (min(np.abs(wide).max(), _SPREAD * wide.std()) or 1.0) / LARGEST
        vectors.append(np.clip(np.round(wide / unit), -LARGEST, LARGEST).astype(np.int8))
        scales += [unit] * one.shape[1]
    pairs = list(zip(net.weights[::2], net.weights[1::2], strict=True))
    given = MOST / CEILING
    layers = [_layer(*pairs[0], np.array(scales), LARGEST, given)]
    layers += [_layer(*pair, np.full(len(pair[0]), 1 / given), MOST, given) for pair in pairs[1:-1]]
    weights, bias = pairs[-1]
    # What counts is by how much a label leads "no name".
    weights, bias = weights - weights[:, :1], bias - bias[0]
    layers.append(_layer(weights, bias, np.full(len(weights), 1 / given), MOST, UNIT))
    return Network(tuple(columns), tuple(numbers), tuple(vectors), tuple(layers), net.reaches)


def _layer(weights: NDArray[np.float32], bias: NDArray[np.float32], units: Floats, most: int, target: float) -> Layer:
    """A layer as fine as it can be.

    Args:
        weights: of it, as floats.
        bias: of it, as floats.
        units: what 1 stands for in each number that comes in.
        most: the largest number that comes in.
        target: what stands for 1 in what is given on.
    """
    wide = weights.astype(np.float64) * units[:, None] * target
    shifted = bias.astype(np.float64) * target
    largest = (np.abs(wide).sum(axis=0) * most + np.abs(shifted) + 0.5).max()
    shift = floor(min(log2(_ROOM * EXACT / largest), log2(_WIDEST / max(np.abs(wide).max(), 1e-9))))
    scale = 2.0**shift
    # Half is added, so that dividing rounds to what is nearest rather than down.
    return Layer(
        np.round(wide * scale).astype(np.int16), np.round((shifted + 0.5) * scale).astype(np.int32), max(shift, 0)
    )
