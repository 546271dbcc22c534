"""Annotated words → the network that stands beside the tagger's table.

Trained by stochastic gradients as a conditional random field whose transitions are the table's, so that the sum of both
is decoded as one. Kingma and Ba (2015), Adam; Loshchilov and Hutter (2019), decoupled weight decay; Srivastava et al.
(2014), dropout. Values of columns are left out at random too, so that the network does not lean on words alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kg.tagging.decoding import Moves
from kg.tagging.hashing import Column
from kg.tagging.network import NOTHING, SPECIAL, UNKNOWN, Network
from kg.tagging.table import UNIT
from kg.training.chains import Chain
from kg.training.convolutions import Convolutions
from kg.training.rounding import rounded

Floats = NDArray[np.float32]

VECTORS: Mapping[str, tuple[int, int]] = {
    "word": (48, 8),
    "first": (24, 4),
    "last": (24, 4),
    "last two": (24, 12),
    "coarse": (12, 1),
    "group": (24, 1),
    "fine": (24, 1),
    "tag": (16, 1),
    "model": (16, 1),
    "model word": (12, 16),
    "name": (24, 1),
    "class": (24, 1),
    "quotation": (12, 10),
    "ahead": (16, 1),
    "between": (4, 1),
    "length": (4, 1),
}
"""For each column how many numbers its vectors hold, and how often a value must stand to have one.

With names exchanged most values stand twice: so a word needs eight places, not four.
"""

WIDTH = 96
"""Numbers that a layer gives on."""

REACHES = (1, 2)
"""Words to each side that the layers behind the first look."""

ROUNDS = 7
"""How often all paragraphs are gone through."""

_TOGETHER = 64  # paragraphs of a step
_SORTED = 12  # steps whose paragraphs are put together by length
_RATE = 2e-3
_WARM = 100  # steps in which the rate rises
_DECAY = 0.02
_STEEPEST = 5.0  # a longer gradient is shortened
_FIRST, _SECOND = 0.9, 0.999  # what remains of the means of gradients and of their squares
_LEXICAL = ("word", "first", "last", "last two", "model word")
_WHOLE = ("word", "last two", "model word")
_OFTEN, _SELDOM, _ALL = 0.2, 0.1, 0.1  # shares of values of `_WHOLE`, of others, and of all `_LEXICAL` ones, left out


@dataclass(frozen=True, slots=True)
class Labelled:
    """Paragraphs side by side: the columns of their words, the labels, and how many words each has."""

    columns: Mapping[str, Column]
    labels: NDArray[np.int8]
    lengths: NDArray[np.int64]


def labelled(paragraphs: Iterable[tuple[Mapping[str, Column], Sequence[int]]]) -> Labelled:
    """Put paragraphs side by side; those without words are left out."""
    listed = [(columns, labels) for columns, labels in paragraphs if len(labels)]
    return Labelled(
        {name: np.concatenate([columns[name] for columns, _ in listed]) for name in VECTORS},
        np.concatenate([np.array(labels, np.int8) for _, labels in listed]),
        np.array([len(labels) for _, labels in listed], np.int64),
    )


def learn_network(
    given: Labelled,
    moves: Moves,
    *,
    rounds: int = ROUNDS,
    seed: int = 1,
    progress: Callable[[float], None] = lambda loss: None,
) -> Network:
    """Train a network; the same paragraphs and the same seed give the same one with the same libraries.

    Args:
        given: the paragraphs.
        moves: what labels that follow each other are worth in the table.
        rounds: how often the paragraphs are gone through.
        seed: of all that is random.
        progress: is told behind each round how unlikely the right labels were in it: the mean of the logarithms.
    """
    random = np.random.default_rng(seed)
    numbers = [_values(given.columns[name], least) for name, (_, least) in VECTORS.items()]
    places = np.stack([_places(given.columns[name], known) for name, known in zip(VECTORS, numbers, strict=True)], 1)
    sizes = [(len(known) + SPECIAL, VECTORS[name][0]) for name, known in zip(VECTORS, numbers, strict=True)]
    net = Convolutions(sizes, WIDTH, REACHES, 2 * len(moves.adjacent) + 1, random)
    chain, adam = Chain(moves, UNIT), _Adam(net)
    firsts = np.cumsum(given.lengths) - given.lengths
    steps = rounds * -(-len(firsts) // _TOGETHER)
    loss = 0.0
    for step, texts in enumerate(_steps(given.lengths, rounds, random)):
        lengths = given.lengths[texts]
        words = np.arange(lengths.max())
        live = words < lengths[:, None]
        at = firsts[texts][:, None] + np.minimum(words, lengths[:, None] - 1)
        here = _left_out(places[at] * live[..., None], random)
        scores, seen = net.scores(here, live, random)
        slopes = chain.likelihoods(scores, lengths)
        right = given.labels[at].astype(np.int64)[..., None]
        likely = np.take_along_axis(slopes, right, 2)
        loss -= float(np.log(likely[live] + 1e-9).mean())
        np.put_along_axis(slopes, right, likely - 1, 2)
        slopes *= live[..., None] / np.float32(live.sum())
        rate = _RATE * min(1, (step + 1) / _WARM) * max(0.02, 1 - step / steps)
        adam.step(*net.gradients(slopes, here, seen), rate)
        if (step + 1) % (steps // rounds) == 0:
            progress(loss * rounds / steps)
            loss = 0.0
    return rounded(tuple(VECTORS), numbers, net)


def _values(column: Column, least: int) -> NDArray[np.uint32]:
    """The values that get vectors, the commonest last."""
    values, counts = np.unique(column, return_counts=True)
    enough = (counts >= least) & (values != 0)
    values, counts = values[enough], counts[enough]
    ordered: NDArray[np.uint32] = values[np.argsort(counts, kind="stable")].astype(np.uint32)
    return ordered


def _places(column: Column, known: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The rows of the vectors of values."""
    values, where = np.unique(column, return_inverse=True)
    rows = {number: row for row, number in enumerate(known.tolist(), SPECIAL)} | {0: NOTHING}
    return np.array([rows.get(value, UNKNOWN) for value in values.tolist()])[where]


def _steps(lengths: NDArray[np.int64], rounds: int, random: Generator) -> Iterator[NDArray[np.int64]]:
    """The texts of each step, those of about the same length together."""
    for _ in range(rounds):
        order = random.permutation(len(lengths))
        parts = [order[first : first + _TOGETHER * _SORTED] for first in range(0, len(order), _TOGETHER * _SORTED)]
        order = np.concatenate([part[np.argsort(lengths[part], kind="stable")] for part in parts])
        for number in random.permutation(-(-len(order) // _TOGETHER)):
            yield order[number * _TOGETHER : (number + 1) * _TOGETHER]


def _left_out(places: NDArray[np.int64], random: Generator) -> NDArray[np.int64]:
    """Places of which some are those of unknown values."""
    share = np.array([_OFTEN if name in _WHOLE else _SELDOM for name in VECTORS], np.float32)
    out = random.random(places.shape, np.float32) < share
    out |= (random.random((*places.shape[:2], 1), np.float32) < _ALL) & np.isin(list(VECTORS), _LEXICAL)
    return np.where(out & (places != NOTHING), UNKNOWN, places)


class _Adam:
    """Steps down the gradient; vectors only where words stand."""

    def __init__(self, net: Convolutions) -> None:
        self._net = net
        self._means = [(np.zeros_like(weights), np.zeros_like(weights)) for weights in net.weights]
        self._of_vectors = [(np.zeros_like(vectors), np.zeros_like(vectors)) for vectors in net.vectors]
        self._steps = 0

    def step(
        self, gradients: Sequence[Floats], of_vectors: Sequence[tuple[NDArray[np.int64], Floats]], rate: float
    ) -> None:
        self._steps += 1
        squares = sum(float((one * one).sum()) for one in (*gradients, *(sums for _, sums in of_vectors)))
        scale = np.float32(min(1.0, _STEEPEST / max(squares**0.5, 1e-12)))
        for weights, gradient, (mean, square) in zip(self._net.weights, gradients, self._means, strict=True):
            weights *= np.float32(1 - rate * _DECAY)
            weights -= self._moved(mean, square, gradient * scale, rate)
        for vectors, (rows, gradient), means in zip(self._net.vectors, of_vectors, self._of_vectors, strict=True):
            mean, square = means[0][rows], means[1][rows]
            vectors[rows] -= self._moved(mean, square, gradient * scale, rate)
            means[0][rows], means[1][rows] = mean, square

    def _moved(self, mean: Floats, square: Floats, gradient: Floats, rate: float) -> Floats:
        """The step of some weights; their means are changed in place."""
        mean += np.float32(1 - _FIRST) * (gradient - mean)
        square += np.float32(1 - _SECOND) * (gradient * gradient - square)
        root = np.sqrt(square * np.float32(1 / (1 - _SECOND**self._steps)))
        moved: Floats = np.float32(rate / (1 - _FIRST**self._steps)) * mean / (root + np.float32(1e-8))
        return moved
