"""The network of `kg.tagging.network` while it is trained: floats, what comes in and goes back through its layers.

Written out with numpy alone: it is small, and its gradients are a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
"""Text × word × column: which row of the column's vectors a word has."""

CEILING = 4.0
"""What a layer gives on at most."""

DROPPED = 0.3
"""The share of what layers give on that is left out in each step of training, of what the vectors give half of it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What went through the layers on one pass, for the way back.

    Attributes:
        given: what each layer gave on.
        came: what came into each layer, the last one too.
        kept: what of the vectors, and of what each layer gave on, was left in, for the further layers and for the last.
    """

    given: list[Floats]
    came: list[Floats]
    kept: list[Floats]


class Convolutions:
    """Vectors and layers as floats.

    ``weights`` holds for each layer its weights (inputs × outputs) and its bias, in order.
    """

    def __init__(
        self, sizes: Sequence[tuple[int, int]], width: int, reaches: Sequence[int], labels: int, random: Generator
    ) -> None:
        """Begin with small random weights.

        Args:
            sizes: of each column how many vectors there are, and how many numbers each holds.
            width: numbers that a layer gives on.
            reaches: words to each side that the layers behind the first look.
            labels: that get scores.
            random: whence the weights come.
        """
        self.reaches = tuple(reaches)
        self.width = width
        self.vectors = [(0.3 * random.standard_normal(size)).astype(np.float32) for size in sizes]
        for vectors in self.vectors:
            vectors[0] = 0
        shapes = [(sum(size for _, size in sizes), width), *((3 * width, width) for _ in reaches)]
        shapes.append((width * len(shapes), labels))
        self.weights: list[Floats] = []
        for number, (inputs, outputs) in enumerate(shapes):
            bound = inputs**-0.5
            scale = 0.1 if number == len(shapes) - 1 else 1.0
            self.weights.append((scale * random.uniform(-bound, bound, (inputs, outputs))).astype(np.float32))
            self.weights.append(random.uniform(-bound, bound, outputs).astype(np.float32))

    def scores(self, places: Places, live: NDArray[np.bool_], random: Generator | None = None) -> tuple[Floats, Seen]:
        """What each word's labels score (text × word × label).

        Args:
            places: of the words of texts; those behind a text's end have vectors of nothing.
            live: where there is a word.
            random: what is left out, in training; else nothing is.
        """
        mask = live[..., None].astype(np.float32)
        here = np.concatenate(
            [vectors.take(places[..., number], axis=0) for number, vectors in enumerate(self.vectors)], axis=2
        )
        kept = [_kept(here.shape, DROPPED / 2, random)]
        here = here * kept[0]
        came, given = [here], [self._layer(0, here, mask)]
        for number, reach in enumerate(self.reaches, 1):
            kept.append(_kept(given[-1].shape, DROPPED, random))
            here = given[-1] * kept[-1]
            came.append(np.concatenate([_shifted(here, -reach), here, _shifted(here, reach)], axis=2))
            given.append(self._layer(number, came[-1], mask))
        joined = np.concatenate(given, axis=2)
        kept.append(_kept(joined.shape, DROPPED, random))
        came.append(joined * kept[-1])
        return came[-1] @ self.weights[-2] + self.weights[-1], Seen(given, came, kept)

    def _layer(self, number: int, here: Floats, mask: Floats) -> Floats:
        sums = here @ self.weights[2 * number]
        sums += self.weights[2 * number + 1]
        return np.clip(sums, 0, CEILING, out=sums) * mask

    def gradients(self, slopes: Floats, places: Places, seen: Seen) -> tuple[list[Floats], list[tuple[Places, Floats]]]:
        """By how much the loss rises with each weight, and with the rows of vectors that words have.

        Args:
            slopes: by how much it rises with each score; 0 where there is no word.
            places: as they were given to `scores`.
            seen: what that gave.
        """
        found = [*_of_layer(seen.came[-1], slopes)]
        back = (slopes @ self.weights[-2].T) * seen.kept[-1]
        ways = np.split(back, len(seen.given), axis=2)
        way = ways[-1]
        for number in range(len(self.reaches), 0, -1):
            way = way * _open(seen.given[number])
            found = [*_of_layer(seen.came[number], way), *found]
            before, same, behind = np.split(way @ self.weights[2 * number].T, 3, axis=2)
            reach = self.reaches[number - 1]
            way = ways[number - 1] + seen.kept[number] * (same + _shifted(before, reach) + _shifted(behind, -reach))
        way = way * _open(seen.given[0])
        found = [*_of_layer(seen.came[0], way), *found]
        return found, self._of_vectors((way @ self.weights[0].T) * seen.kept[0], places)

    def _of_vectors(self, way: Floats, places: Places) -> list[tuple[Places, Floats]]:
        """For each column the rows that stand somewhere, but that of nothing, and the sums over where they stand."""
        found = []
        first = 0
        for number, vectors in enumerate(self.vectors):
            column = places[..., number].ravel()
            order = np.argsort(column, kind="stable")
            rows, starts = np.unique(column[order], return_index=True)
            part = way[..., first : first + vectors.shape[1]].reshape(len(column), -1)[order]
            sums = np.add.reduceat(part, starts, axis=0)
            found.append((rows[rows > 0], sums[rows > 0]))
            first += vectors.shape[1]
        return found


def _of_layer(came: Floats, way: Floats) -> tuple[Floats, Floats]:
    flat = way.reshape(-1, way.shape[2])
    return came.reshape(-1, came.shape[2]).T @ flat, flat.sum(axis=0)


def _open(given: Floats) -> NDArray[np.bool_]:
    return (given > 0) & (given < CEILING)


def _shifted(here: Floats, reach: int) -> Floats:
    """What stands so many words behind (before, if negative), within each text."""
    moved = np.zeros_like(here)
    if reach > 0:
        moved[:, :-reach] = here[:, reach:]
    else:
        moved[:, -reach:] = here[:, :reach]
    return moved


def _kept(shape: tuple[int, ...], share: float, random: Generator | None) -> Floats:
    """What is left in is weighed so much more that the sum stays."""
    if random is None:
        return np.ones((1,) * len(shape), np.float32)
    out_of_256 = round(256 * share)
    kept = random.integers(0, 256, shape, np.uint8) >= out_of_256
    return kept.astype(np.float32) * np.float32(256 / (256 - out_of_256))
