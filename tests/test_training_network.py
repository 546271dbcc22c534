"""Training the network: likelihoods and gradients are right, rounding loses little, the same comes out each time."""

from __future__ import annotations

from itertools import product
from math import log

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.evaluation.annotated import read_gold, select_part
from kg.ontology import Ontology
from kg.tagging.decoding import Moves
from kg.tagging.network import SPECIAL, Network
from kg.tagging.networkfile import is_exact, network_to_arrays
from kg.tagging.table import UNIT
from kg.training import jobs
from kg.training.chains import Chain
from kg.training.convolutions import Convolutions
from kg.training.network import VECTORS, Labelled, labelled, learn_network
from kg.training.rounding import rounded
from kg.training.train import train

MOVES = Moves(*np.array([[7, -11], [18, 3], [-4, 9]], np.int32))
LABELS = 5
LENGTHS = np.array([4, 2, 1])
LIVE = np.arange(4) < LENGTHS[:, None]


def worth(scores: NDArray[np.float64], labels: tuple[int, ...]) -> float:
    """A sequence of labels by the book; minus infinity where a name goes on that has not begun."""
    total = 0.0
    for word, label in enumerate(labels):
        before = labels[word - 1] if word else 0
        total += scores[word, label]
        kind = (label - 1) // 2
        if label % 2 and before:
            total += MOVES.adjacent[kind] / UNIT
        elif label and not label % 2:
            if before not in (label - 1, label):
                return -np.inf
            total += (MOVES.further if before == label else MOVES.second)[kind] / UNIT
    return total


def sequences(scores: NDArray[np.float64]) -> dict[tuple[int, ...], float]:
    listed = {labels: worth(scores, labels) for labels in product(range(LABELS), repeat=len(scores))}
    whole = np.logaddexp.reduce(list(listed.values()))
    return {labels: float(np.exp(value - whole)) for labels, value in listed.items()}


def test_likelihoods_are_those_of_all_sequences_together() -> None:
    random = np.random.default_rng(5)
    scores = random.normal(0, 2, (3, 4, LABELS)).astype(np.float32)

    likelihoods = Chain(MOVES, UNIT).likelihoods(scores, LENGTHS)

    for text, length in enumerate(LENGTHS.tolist()):
        expected = np.zeros((length, LABELS))
        for labels, share in sequences(scores[text, :length].astype(np.float64)).items():
            expected[np.arange(length), labels] += share
        assert likelihoods[text, :length] == pytest.approx(expected, abs=1e-6)


@pytest.fixture
def tiny() -> tuple[Convolutions, NDArray[np.int64]]:
    """A network in double precision, for numerical gradients, and words for it."""
    random = np.random.default_rng(3)
    net = Convolutions([(6, 3), (5, 2)], 4, (1, 2), LABELS, random)
    net.weights = [2 * weights.astype(np.float64) for weights in net.weights]  # type: ignore[misc]
    net.vectors = [vectors.astype(np.float64) for vectors in net.vectors]
    places = np.stack([random.integers(0, size, LIVE.shape) for size in (6, 5)], axis=2) * LIVE[..., None]
    return net, places


def test_gradients_are_those_of_small_steps(tiny: tuple[Convolutions, NDArray[np.int64]]) -> None:
    net, places = tiny
    right = ((0, 1, 2, 3), (3, 4), (1,))

    def loss() -> float:
        scores, _ = net.scores(places, LIVE)
        return -sum(
            log(sequences(of_text[: len(labels)])[labels]) for of_text, labels in zip(scores, right, strict=True)
        )

    scores, seen = net.scores(places, LIVE)
    slopes = Chain(MOVES, UNIT).likelihoods(scores, LENGTHS)
    for text, labels in enumerate(right):
        slopes[text, np.arange(len(labels)), labels] -= 1
    gradients, of_vectors = net.gradients(slopes * LIVE[..., None], places, seen)
    pairs = list(zip(net.weights, gradients, strict=True))
    for vectors, (rows, sums) in zip(net.vectors, of_vectors, strict=True):
        assert 0 not in rows  # nothing stays nothing
        whole = np.zeros_like(vectors)
        whole[rows] = sums
        pairs.append((vectors[1:], whole[1:]))
    for weights, gradient in pairs:
        for place in [np.unravel_index(number, weights.shape) for number in range(0, weights.size, 3)]:
            sides = []
            for step in (1e-4, -1e-4):
                weights[place] += step
                sides.append(loss())
                weights[place] -= step
            assert gradient[place] == pytest.approx((sides[0] - sides[1]) / 2e-4, abs=1e-5)


def test_rounding_keeps_all_sums_exact_and_changes_scores_little() -> None:
    random = np.random.default_rng(8)
    net = Convolutions([(42, 8), (12, 4)], 16, (1, 2), LABELS, random)
    net.weights[-2] *= 100  # as a trained one: it begins with next to nothing
    numbers = [random.choice(1 << 32, size, replace=False).astype(np.uint32) for size in (40, 10)]
    places = np.stack([random.integers(0, size + SPECIAL, 200) for size in (40, 10)], axis=1)
    places[:, 0] = np.maximum(places[:, 0], 1)  # where all columns are nothing a text ends
    columns = {
        name: np.concatenate([np.array([0, 12345], np.uint32), values])[places[:, column]]
        for column, (name, values) in enumerate(zip(("word", "tag"), numbers, strict=True))
    }

    network = rounded(("word", "tag"), numbers, net)

    assert is_exact(network)
    exact, _ = net.scores(places[None], np.ones((1, 200), np.bool_))
    wanted = (exact[0] - exact[0, :, :1]) * UNIT
    assert np.abs(wanted).max() > UNIT
    assert network.scores(columns) == pytest.approx(wanted, abs=2)


def some(count: int) -> Labelled:
    """Texts in which a word's own number and the one before it tell its label."""
    random = np.random.default_rng(1)
    paragraphs = []
    for _ in range(count):
        words = random.integers(1, 40, int(random.integers(1, 20)))
        labels = [0] * len(words)
        for place, word in enumerate(words):
            if word > 30:
                labels[place] = 1
            elif place and labels[place - 1] and word > 20:
                labels[place] = 2
        paragraphs.append(({name: words.astype(np.uint32) for name in VECTORS}, labels))
    return labelled([*paragraphs, ({name: np.zeros(0, np.uint32) for name in VECTORS}, [])])


def told(network: Network) -> list[bytes]:
    _, arrays = network_to_arrays(network)
    return [array.tobytes() for array in arrays.values()]


def test_training_lowers_the_loss_finds_what_is_there_and_gives_the_same_each_time() -> None:
    given = some(2000)
    losses: list[float] = []

    first = learn_network(given, MOVES, rounds=6, progress=losses.append)
    second = learn_network(given, MOVES, rounds=6)

    assert len(losses) == 6
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < losses[0] / 3
    assert told(first) == told(second)
    assert len(given.lengths) == 2000  # the text without words is left out
    one = given.lengths[0]
    scores = first.scores({name: column[:one] for name, column in given.columns.items()})
    assert scores.shape == (one, LABELS)
    assert scores[:, 0].any() == np.False_  # what counts is by how much a label leads "no name"


def test_paragraphs_enough_get_a_network_beside_the_table(ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    every = select_part(read_gold([ontology.folder / "examples"], ontology.schema), "train")
    marked = [gold for gold in every if gold.text and gold.marks]
    few = marked[:: len(marked) // 40]
    steps: list[str] = []
    monkeypatch.setattr(jobs, "LEAST_FOR_NETWORK", 30)

    first = train(ontology, few, folds=2, workers=1, multiply=False, progress=steps.append)
    second = train(ontology, few, folds=2, workers=2, multiply=False)

    assert "training 3 tables and networks" in steps[1]
    assert first.table.network is not None
    assert second.table.network is not None
    assert told(first.table.network) == told(second.table.network)
