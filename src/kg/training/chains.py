"""How likely each label of each word is, over all sequences of labels: the forward-backward sums of a linear chain.

Rabiner (1989), A Tutorial on Hidden Markov Models; Lafferty, McCallum and Pereira (2001), Conditional Random Fields.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.tagging.decoding import Moves

Floats = NDArray[np.float32]


class Chain:
    """Labels that follow each other as `kg.tagging.decoding` says, with fixed weights."""

    def __init__(self, moves: Moves, unit: int) -> None:
        """Take what labels that follow each other are worth, and what stands for a weight of 1 in that."""
        types = len(moves.adjacent)
        self._odds = odds = np.zeros((2 * types + 1, 2 * types + 1))
        odds[:, 0] = odds[0, 1::2] = 1
        begin = np.arange(1, 2 * types, 2)
        odds[1:, 1::2] = np.exp(moves.adjacent / unit)
        odds[begin, begin + 1] = np.exp(moves.second / unit)
        odds[begin + 1, begin + 1] = np.exp(moves.further / unit)

    def likelihoods(self, scores: Floats, lengths: NDArray[np.int64]) -> Floats:
        """The likelihood of each label (text × word × label); what lies behind a text's last word means nothing.

        Args:
            scores: of labels, text × word × label, in weights.
            lengths: words of each text, one at least.
        """
        count, longest, labels = scores.shape
        odds = np.exp(scores - scores.max(axis=2, keepdims=True)).astype(np.float64).transpose(1, 0, 2).copy()
        odds[0, :, 2::2] = 0  # no name goes on where the text begins
        sums = np.empty((longest, count, labels))
        for word in range(longest):
            sums[word] = odds[word] if not word else (sums[word - 1] @ self._odds) * odds[word]
            sums[word] /= sums[word].sum(axis=1, keepdims=True)
        behind = np.ones((count, labels))
        for word in range(longest - 1, -1, -1):
            behind[lengths - 1 == word] = 1
            sums[word] *= behind
            behind = (odds[word] * behind) @ self._odds.T
            behind /= behind.sum(axis=1, keepdims=True)
        sums /= sums.sum(axis=2, keepdims=True)
        return sums.transpose(1, 0, 2).astype(np.float32)
