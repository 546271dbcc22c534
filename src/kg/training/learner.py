"""The two models, trained by crfsuite: a conditional random field over words, a logistic regression over evidence.

Okazaki, N. (2007): CRFsuite, a fast implementation of conditional random fields; L-BFGS with L1 and L2 penalties.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import UsageError
from kg.tagging.features import Features

_FIELD = {"c1": 0.02, "c2": 0.5, "max_iterations": 60, "feature.minfreq": 2}
_EVIDENCE = {"c1": 2.0, "c2": 2.0, "max_iterations": 60, "feature.minfreq": 2}

States = dict[int, dict[int, float]]
"""Feature → label → weight."""


def learn_labels(samples: Iterable[tuple[Features, Sequence[int]]]) -> tuple[States, dict[tuple[int, int], float]]:
    """Train the tagger: the weights of features for labels, and of labels that follow each other.

    Raises:
        UsageError: the training library is not installed.
    """
    info = _train(
        (([list(map(str, row)) for row in features.tolist()], list(map(str, labels))) for features, labels in samples),
        _FIELD,
    )
    states: States = defaultdict(dict)
    for (feature, label), weight in info.state_features.items():
        states[int(feature)][int(label)] = weight
    return states, {(int(a), int(b)): weight for (a, b), weight in info.transitions.items()}


def learn_worth(rows: Iterable[tuple[Sequence[str], bool]]) -> dict[str, int]:
    """What each piece of evidence is worth for a candidate's being right, in thousandths of log odds.

    Raises:
        UsageError: the training library is not installed.
    """
    info = _train((([list(pieces)], ["1" if right else "0"]) for pieces, right in rows), _EVIDENCE)
    worth: dict[str, float] = defaultdict(float)
    for (piece, label), weight in info.state_features.items():
        worth[piece] += weight if label == "1" else -weight
    rounded = {piece: round(1000 * weight) for piece, weight in sorted(worth.items())}
    return {piece: value for piece, value in rounded.items() if value}


def _train(sequences: Iterable[tuple[list[list[str]], list[str]]], parameters: Mapping[str, float]) -> Any:
    try:
        import pycrfsuite
    except ImportError as error:
        hint = "install it with: pip install 'kg[train]'"
        message = "training needs the library python-crfsuite, which is not installed"
        raise UsageError(f"{message}\n  hint: {hint}") from error
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=dict(parameters), verbose=False)
    for features, labels in sequences:
        if features:
            trainer.append(features, labels)
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        try:
            return tagger.info()
        finally:
            tagger.close()


def without(features: Features, columns: Sequence[int]) -> Features:
    """Features in which some templates say nothing (0 is no feature of any table), for telling what these are worth."""
    kept = np.array(features)
    kept[:, list(columns)] = 0
    return kept
