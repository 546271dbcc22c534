"""What training gives: the table, and what was measured on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.evaluation.scores import Score
from kg.tagging.table import Table


@dataclass(frozen=True, slots=True)
class Measured:
    """How right names were on paragraphs that the models had not seen, by places.

    Attributes:
        total: over all types.
        types: by type.
    """

    total: Score
    types: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class Trained:
    """The result of `kg.training.train.train`.

    Attributes:
        table: the table, ready to be written.
        paragraphs: annotated paragraphs that it was made of.
        folds: parts of the cross-validation.
        before: the other sources without the tagger.
        tagger: the tagger's sure names alone.
        weighed: all sources weighed: what a user gets, short forms and the like apart.
        first: the same on the first fold alone, with which the next two are to be compared.
        families: F1 on the first fold if the tagger's table had not seen a family of features; its network sees all.
        sources: F1 on the first fold if one source had not proposed anything.
    """

    table: Table
    paragraphs: int
    folds: int
    before: Measured
    tagger: Measured
    weighed: Measured
    first: Measured
    families: Mapping[str, float]
    sources: Mapping[str, float]
