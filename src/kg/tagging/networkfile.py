"""A network as arrays of a file, and back; the check that no sum of it can lose anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.tagging.network import EXACT, LARGEST, MOST, SPECIAL, VALUES, Layer, Network
from kg.tagging.words import APART, COLUMNS

Arrays = Mapping[str, NDArray[Any]]


def network_to_arrays(network: Network) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a file's head tells of a network, and its arrays by name."""
    arrays: dict[str, NDArray[Any]] = {}
    for number, (numbers, vectors) in enumerate(zip(network.numbers, network.vectors, strict=True)):
        arrays |= {f"values{number}": numbers, f"vectors{number}": vectors}
    for number, layer in enumerate(network.layers):
        arrays |= {f"layer{number}": layer.weights, f"bias{number}": layer.bias}
    head = {
        "columns": list(network.columns),
        "reaches": list(network.reaches),
        "shifts": [layer.shift for layer in network.layers],
        "sum": _sum(arrays),
    }
    return head, arrays


def network_from_arrays(head: Mapping[str, Any], arrays: Arrays) -> Network:
    """A network of what `network_to_arrays` gave, which is taken to be whole.

    Args:
        head: what is told of it.
        arrays: those of the file; further ones are no matter.

    Raises:
        KeyError: an array is missing, or the head lacks something.
    """
    columns, shifts = head["columns"], head["shifts"]
    return Network(
        tuple(columns),
        tuple(arrays[f"values{number}"] for number in range(len(columns))),
        tuple(arrays[f"vectors{number}"] for number in range(len(columns))),
        tuple(Layer(arrays[f"layer{number}"], arrays[f"bias{number}"], shift) for number, shift in enumerate(shifts)),
        tuple(head["reaches"]),
    )


def fault_of_network(network: Network, head: Mapping[str, Any], labels: int) -> str | None:
    """Why a network that was read must not be used, or None.

    Args:
        network: that was read.
        head: what the file tells of it.
        labels: that it has to give scores for.
    """
    if head.get("sum") != _sum(network_to_arrays(network)[1]):
        return "is damaged: the sum of its network does not agree with what it holds"
    if not _fits(network, labels):
        return "has a network whose parts do not fit together"
    if not is_exact(network):
        return f"has a network whose sums could reach {EXACT}, so that another machine could give other names"
    return None


def is_exact(network: Network) -> bool:
    """Whether no sum can reach 2^24, whatever the words are and in whatever order is summed."""
    if any(np.abs(vectors.astype(np.int64)).max(initial=0) > LARGEST for vectors in network.vectors):
        return False
    first, *further = network.layers
    return first.largest(LARGEST) < EXACT and all(layer.largest(MOST) < EXACT for layer in further)


def _fits(network: Network, labels: int) -> bool:
    """Whether what each part gives is what the next one takes."""
    layers = network.layers
    if not network.columns or not set(network.columns) <= COLUMNS.keys() or len(layers) != len(network.reaches) + 2:
        return False
    if sum(map(len, network.numbers)) > VALUES:
        return False
    parts: list[tuple[Iterable[NDArray[Any]], type[np.generic]]] = [
        (network.numbers, np.uint32),
        (network.vectors, np.int8),
        ([one.weights for one in layers], np.int16),
        ([one.bias for one in layers], np.int32),
    ]
    if any(array.dtype != kind for arrays, kind in parts for array in arrays):
        return False
    values = zip(network.numbers, network.vectors, strict=True)
    if any(vectors.ndim != 2 or len(vectors) != len(numbers) + SPECIAL for numbers, vectors in values):
        return False
    given = len(layers[0].bias)
    ins = [sum(vectors.shape[1] for vectors in network.vectors), *[3 * given] * len(network.reaches)]
    ins.append(given * (len(layers) - 1))
    outs = [*[given] * (len(layers) - 1), labels]
    shapes = zip(layers, ins, outs, strict=True)
    whole = all(one.weights.shape == (taken, left) and one.bias.shape == (left,) for one, taken, left in shapes)
    return whole and all(0 < reach <= APART for reach in network.reaches) and all(0 <= one.shift < 32 for one in layers)


def _sum(arrays: Arrays) -> int:
    total = 0
    for array in arrays.values():
        total = crc32(np.ascontiguousarray(array).tobytes(), total)
    return total
