"""What the tagger looks at: for each word a row of hashed features, made of the columns of it and of its neighbours."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kg.tagging.hashing import Column, mix
from kg.tagging.words import Words

Features = NDArray[np.uint32]
"""A row for each word, a column for each of `TEMPLATES`."""

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "words": ("word", "word-1", "word+1", "word-2", "word+2", "word-1 word", "word word+1", "word-1 word+1"),
    "tags": (
        "tag",
        "length tag",
        "length-1 tag-1 length tag",
        "tag-1 tag tag+1",
        "tag-2 tag-1 tag",
        "tag tag+1 tag+2",
        "tag-1 tag",
        "tag tag+1",
    ),
    "characters": (
        "first length tag",
        "last length",
        "last_two",
        "first-1",
        "last-1",
        "first+1",
        "last+1",
        "last_two-1",
        "last_two+1",
        "last-1 first",
        "last first+1",
        "last-2 last-1",
    ),
    "groups": (
        "group",
        "group-1",
        "group+1",
        "group-2",
        "group+2",
        "fine",
        "fine-1",
        "fine+1",
        "coarse-1 coarse coarse+1",
        "group-1 group",
        "group group+1",
        "group-1 group+1",
        "group tag",
        "coarse-2 coarse-1",
        "coarse+1 coarse+2",
    ),
    "model": ("model", "model_word", "model-1 model model+1"),
    "gazetteer": ("class", "class word"),
    "names": ("name", "name-1 name name+1", "name tag", "name word-1", "name word+1"),
    "endings": ("ahead", "ahead between", "ahead tag", "ahead word-1", "ahead name"),
    "quotations": ("quotation", "quotation+1", "quotation-1"),
}
"""Families of templates: a column's name, with the distance of the word that it is taken of; several are joined."""

TEMPLATES: tuple[str, ...] = tuple(template for family in FAMILIES.values() for template in family)


def _parse(template: str) -> tuple[tuple[str, int], ...]:
    parts = []
    for part in template.split():
        name, distance = (part[:-2], int(part[-2:])) if part[-2:-1] in ("+", "-") else (part, 0)
        parts.append((name.replace("_", " "), distance))
    return tuple(parts)


_PARSED = tuple(map(_parse, TEMPLATES))


def read_features(words: Words) -> Features:
    """The features of each word; what lies outside the text is 0."""
    count = len(words.starts)
    shifted: dict[tuple[str, int], Column] = {}

    def column(name: str, distance: int) -> Column:
        found = shifted.get((name, distance))
        if found is None:
            found = shifted[name, distance] = _shift(words.columns[name], distance)
        return found

    # A template a row first: each is then written in one piece.
    features = np.empty((len(TEMPLATES), count), np.uint32)
    for number, parts in enumerate(_PARSED):
        features[number] = mix(count, number, *(column(*part) for part in parts))
    return features.T


def _shift(column: Column, distance: int) -> Column:
    if not distance:
        return column
    shifted = np.zeros_like(column)
    if distance > 0:
        shifted[:-distance] = column[distance:]
    else:
        shifted[-distance:] = column[:distance]
    return shifted
