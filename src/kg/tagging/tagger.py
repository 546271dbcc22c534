"""A text and what the other sources see in it → what the tagger sees: names by how doubtful they are, and scores."""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading import Candidate, Proposed
from kg.tagging.decoding import Scores, decode, spans
from kg.tagging.features import Features, read_features
from kg.tagging.table import UNIT, Table
from kg.tagging.words import Words, read_words

SOURCE = "tagger"

LEVELS = (("sure", 0.0), ("doubtful", 3.0))
"""How much weight is taken from "no name" before a name comes out: names that the best reading has are sure, others
are proposed too, for other sources may agree with them."""


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

    def tag(self, proposed: Proposed) -> Tagging:
        """Read a text, with what the other sources propose for it, in time linear in it."""
        words = read_words(proposed)
        return self.score(words, read_features(words))

    def score(self, words: Words, features: Features) -> Tagging:
        """Read a text whose features are there already; ``words`` are theirs."""
        scores = self.table.scores(features)
        found: dict[tuple[int, int, int], str] = {}
        moves = self.table.following()
        for level, bias in LEVELS:
            for span in spans(decode(scores, moves, UNIT, bias)):
                found.setdefault(span, level)
        names = tuple(
            Candidate(
                int(words.starts[first]),
                int(words.ends[behind - 1]),
                self.table.types[kind],
                SOURCE,
                level,
                sure=level == LEVELS[0][0],
            )
            for (first, behind, kind), level in sorted(found.items())
        )
        return Tagging(words, scores, names)
