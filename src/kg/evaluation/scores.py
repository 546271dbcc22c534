"""What an evaluation gives: each name and relation with its verdict, and the figures that follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

RIGHT, WRONG, MISSED = "right", "wrong", "missed"
NAME, RELATION = "name", "relation"


@dataclass(frozen=True, slots=True)
class Score:
    """How many are right, how many were given, and how many there are."""

    right: int = 0
    given: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """The share of what was given that is right; 0 if nothing was given."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was given; 0 if there is nothing."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.given + self.gold) if self.given + self.gold else 0.0


@dataclass(frozen=True, slots=True, order=True)
class Judged:
    """One name or relation of one document, and whether it is right, wrong or missed.

    ``kind`` is its type or its relation, ``text`` shows it in words (of a relation: subject and object), ``by`` tells
    which rules or which readers of names gave it. ``means`` is the gold entity that a name shares a form with, even if
    it is wrong (of another type, or a second one for it). ``quote`` is what states a relation, ``place`` where the
    gold stands, ``confidence`` how sure the graph is of a relation (0 of one that was missed).
    """

    document: str
    level: str
    verdict: str
    kind: str
    text: str
    by: tuple[str, ...] = ()
    means: str = ""
    quote: str = ""
    place: str = ""
    confidence: float = 0.0


BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
"""The least confidence of each bin by which confidence is held against the share that is right."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was judged, sorted, and the documents: all, and those that the graph does not have."""

    documents: tuple[str, ...]
    judged: tuple[Judged, ...]
    absent: tuple[str, ...] = ()
    has_sources: bool = False

    @property
    def names(self) -> Score:
        """The names of all documents."""
        return _score(self.of(NAME))

    @property
    def relations(self) -> Score:
        """The relations of all documents."""
        return _score(self.of(RELATION))

    @property
    def names_type_apart(self) -> Score:
        """The names, where one of the wrong type counts as right."""
        found = {(one.document, one.means) for one in self.of(NAME) if one.means and one.verdict != MISSED}
        names = self.names
        return Score(len(found), names.given, names.gold)

    @property
    def by_type(self) -> dict[str, Score]:
        """Names by type."""
        return _by(self.of(NAME), lambda one: one.kind.split("/") if one.kind else ())

    @property
    def by_relation(self) -> dict[str, Score]:
        """Relations by name."""
        return _by(self.of(RELATION), lambda one: (one.kind,))

    @property
    def by_rule(self) -> dict[str, Score]:
        """What each rule gave; one that several rules gave counts for each. Only right and given are told."""
        return _by((one for one in self.of(RELATION) if one.verdict != MISSED), lambda one: one.by, gold=False)

    @property
    def by_confidence(self) -> dict[str, Score]:
        """Relations given, by bins of confidence: in each the share that is right should be the bin's own figure."""
        given = (one for one in self.of(RELATION) if one.verdict != MISSED)
        return _by(given, lambda one: (_bin(one.confidence),), gold=False)

    @property
    def by_source(self) -> dict[str, Score]:
        """What each reader of names gave; empty if the graph is all that was at hand. Only right and given are told."""
        return _by((one for one in self.of(NAME) if one.verdict != MISSED), lambda one: one.by, gold=False)

    @property
    def errors(self) -> tuple[Judged, ...]:
        """What is wrong or missed."""
        return tuple(one for one in self.judged if one.verdict != RIGHT)

    def of(self, level: str) -> Iterator[Judged]:
        """What was judged of one level, `NAME` or `RELATION`."""
        return (one for one in self.judged if one.level == level)

    def examples(self, rule: str, verdict: str, most: int = 3) -> list[Judged]:
        """The first relations that a rule gave and that are right (or wrong)."""
        found = (one for one in self.of(RELATION) if one.verdict == verdict and rule in one.by)
        return [one for one, _ in zip(found, range(most), strict=False)]


def _bin(confidence: float) -> str:
    least = max(bound for bound in BINS if bound <= confidence)
    return f"{least:.2f}"


def _score(judged: Iterable[Judged]) -> Score:
    right = wrong = missed = 0
    for one in judged:
        right += one.verdict == RIGHT
        wrong += one.verdict == WRONG
        missed += one.verdict == MISSED
    return Score(right, right + wrong, right + missed)


def _by(judged: Iterable[Judged], keys: Callable[[Judged], Iterable[str]], *, gold: bool = True) -> dict[str, Score]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        for key in keys(one):
            groups[key].append(one)
    scores = {key: _score(groups[key]) for key in sorted(groups)}
    return scores if gold else {key: Score(score.right, score.given) for key, score in scores.items()}
