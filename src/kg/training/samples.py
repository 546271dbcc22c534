"""Annotated paragraphs as the learner sees them: words with features and labels, and where the names truly are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.evaluation.givennames import given_names
from kg.evaluation.gold import Gold
from kg.evidence import Place
from kg.mentions import NameFinder
from kg.names.reading import Proposed
from kg.tagging.features import Features, read_features
from kg.tagging.wordgroups import WordGroups
from kg.tagging.words import Words, read_words


@dataclass(frozen=True, slots=True)
class Sample:
    """One paragraph. ``labels`` are those of `kg.tagging.decoding`, ``names`` the places that are truly names."""

    document: str
    proposed: Proposed
    words: Words
    features: Features
    labels: tuple[int, ...]
    names: frozenset[Place]


def read_samples(
    golds: Iterable[Gold], finder: NameFinder, types: Sequence[str], groups: WordGroups | None = None
) -> list[Sample]:
    """Read annotated paragraphs; what holds no text is left out.

    Args:
        golds: the paragraphs.
        finder: proposes names by the sources other than the tagger.
        types: the types in the order of their labels.
        groups: of words that are used alike.
    """
    return [_sample(gold, finder, types, groups) for gold in golds if gold.text]


def _sample(gold: Gold, finder: NameFinder, types: Sequence[str], groups: WordGroups | None) -> Sample:
    proposed = finder.propose(gold.text)
    words = read_words(proposed, groups=groups)
    by_start = {start: index for index, start in enumerate(words.starts.tolist())}
    by_end = {end: index for index, end in enumerate(words.ends.tolist())}
    labels = [0] * len(words.starts)
    names = set()
    for name in given_names(gold):
        names.add((name.start, name.end, name.type))
        first, final = by_start.get(name.start), by_end.get(name.end)
        if first is None or final is None:
            continue  # an edge of the name is no edge of a word: the tagger cannot learn it
        begin = 2 * types.index(name.type) + 1
        labels[first : final + 1] = [begin] + [begin + 1] * (final - first)
    return Sample(gold.document, proposed, words, read_features(words), tuple(labels), frozenset(names))
