"""A text and what the other sources see in it → what the tagger sees: names by how doubtful they are, and scores."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.names.reading import Candidate, Proposed
from kg.tagging.decoding import NEVER, Scores, decode, spans
from kg.tagging.features import Features, read_features
from kg.tagging.table import UNIT, Table
from kg.tagging.words import Words, read_words

SOURCE = "tagger"

LEVELS = (("sure", 0.0), ("doubtful", 3.0))
"""How much weight is taken from "no name" before a name comes out: names that the best reading has are sure, others
are proposed too, for other sources may agree with them."""

SHARES = (2, 1)
"""Of the table and of its network in the scores. With equal shares more is right on text like the examples, and less on
newspaper pages (docs/accuracy.md has both)."""

_Found = tuple[int, int, int, str]
"""A name's first word, the word behind its last, the number of its type, and its level."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """What the tagger says of a text.

    Attributes:
        words: the text as it sees it.
        scores: of each label for each word.
        names: its candidates; ``rule`` is the first of `LEVELS` at which a name comes out.
    """

    words: Words
    scores: Scores
    names: tuple[Candidate, ...]


class Tagger:
    """Finds names by their neighbours, with one table."""

    def __init__(self, table: Table) -> None:
        """Take a table; see `kg.tagging.table.load_table`."""
        self.table = table

    def tag(self, proposed: Sequence[Proposed]) -> list[Tagging]:
        """Read texts, with what the other sources propose for them, in one pass and in time linear in them."""
        if not proposed:
            return []
        words = read_words(*proposed, groups=self.table.groups)
        scores = self._scores(words, read_features(words))
        apart = np.ones(len(scores), np.bool_)
        for first, behind, _ in words.documents:
            apart[first:behind] = False
        scores[apart, 1:] = NEVER  # no name reaches from one text into the next
        found = self._names(scores)
        firsts = [first for first, *_ in found]
        return [
            self._tagging(
                words.of(number),
                scores[begin:behind],
                [
                    (first - begin, end - begin, kind, level)
                    for first, end, kind, level in found[bisect_left(firsts, begin) : bisect_left(firsts, behind)]
                ],
            )
            for number, (begin, behind, _) in enumerate(words.documents)
        ]

    def score(self, words: Words, features: Features) -> Tagging:
        """Read a text whose features are there already; ``words`` are theirs."""
        scores = self._scores(words, features)
        return self._tagging(words, scores, self._names(scores))

    def _scores(self, words: Words, features: Features) -> Scores:
        """What the table says; where it has a network, the mean of both by `SHARES`, rounded down."""
        scores, network = self.table.scores(features), self.table.network
        if not network:
            return scores
        of_table, of_network = SHARES
        return (of_table * scores + of_network * network.scores(words.columns)) // (of_table + of_network)

    def _names(self, scores: Scores) -> list[_Found]:
        found: dict[tuple[int, int, int], str] = {}
        moves = self.table.following()
        for level, bias in LEVELS:
            for span in spans(decode(scores, moves, UNIT, bias)):
                found.setdefault(span, level)
        return sorted((*span, level) for span, level in found.items())

    def _tagging(self, words: Words, scores: Scores, found: Sequence[_Found]) -> Tagging:
        starts, ends = words.starts.tolist(), words.ends.tolist()
        names = (
            Candidate(
                starts[first],
                ends[behind - 1],
                self.table.types[kind],
                SOURCE,
                level,
                sure=level == LEVELS[0][0],
            )
            for first, behind, kind, level in found
        )
        return Tagging(words, scores, tuple(names))
