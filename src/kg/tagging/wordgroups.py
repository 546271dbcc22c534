"""Words in groups: words that stand beside the same words are alike, also those that no annotated example has.

The groups come from counts of pairs of words in a large collection of text (``tools/make_word_groups.py`` tells which
and how), at three degrees of fineness. In a linear tagger they stand for what it has not seen: Miller, Guinness and
Zamanian (2004), Name Tagging with Word Clusters and Discriminative Training; Turian, Ratinov and Bengio (2010).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.errors import Fault, Location, OntologyError
from kg.tagging.hashing import Column, mix_spans

FILE = "word-groups.npz"
"""The file in the ontology folder; without it words have no groups."""

DEGREES = ("coarse", "group", "fine")
"""The degrees of fineness, as columns of words (`kg.tagging.words`) call them."""

_REMEDY = "make it again with tools/make_word_groups.py, or take the file and tagger.npz away"


@dataclass(frozen=True, slots=True)
class WordGroups:
    """The groups of words: for each word (by its number, sorted) a row of group numbers from 1, one for each degree."""

    numbers: NDArray[np.uint32]
    groups: NDArray[np.uint16]

    def columns(self, words: Column) -> dict[str, Column]:
        """The groups of words, a column for each degree; 0 for a word that has none."""
        if not len(self.numbers):
            return no_groups(len(words))
        places = np.minimum(np.searchsorted(self.numbers, words), len(self.numbers) - 1)
        known = self.numbers[places] == words
        return {
            degree: np.where(known, self.groups[places, index], 0).astype(np.uint32)
            for index, degree in enumerate(DEGREES)
        }

    def sum(self) -> int:
        """A sum of the content, by which a table tells whether it was trained with these."""
        return crc32(self.groups.tobytes(), crc32(self.numbers.tobytes()))


def no_groups(count: int) -> dict[str, Column]:
    """The columns of so many words that have no groups."""
    return {degree: np.zeros(count, np.uint32) for degree in DEGREES}


def make_groups(words: Mapping[str, tuple[int, ...]]) -> WordGroups:
    """Groups by word, as one value.

    Args:
        words: word → its group in each of `DEGREES`, from 1.
    """
    rows: dict[int, tuple[int, ...]] = {}
    for word in sorted(words):
        characters = np.array([*map(ord, word), 0], np.uint32)
        number = mix_spans(characters, np.array([0]), np.array([len(word)]))[0]
        rows.setdefault(int(number), words[word])
    order = sorted(rows)
    return WordGroups(
        np.array(order, np.uint32), np.array([rows[number] for number in order], np.uint16).reshape(-1, len(DEGREES))
    )


def write_groups(groups: WordGroups, path: Path) -> None:
    """Write groups; the same groups give the same bytes."""
    with path.open("wb") as file:
        np.savez_compressed(file, numbers=groups.numbers, groups=groups.groups)


def load_groups(path: Path) -> WordGroups | None:
    """Read groups of words; None if there is no such file.

    Raises:
        OntologyError: the file holds no groups, or is cut short.
    """
    if not path.exists():
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            groups = WordGroups(arrays["numbers"], arrays["groups"])
    except (OSError, BadZipFile, ValueError, KeyError, EOFError) as error:
        raise _fault(path, "holds no groups of words, or is cut short") from error
    if groups.numbers.dtype != np.uint32 or groups.groups.shape != (len(groups.numbers), len(DEGREES)):
        raise _fault(path, "holds no groups of words, or those of another version of kg")
    return groups


def _fault(path: Path, message: str) -> OntologyError:
    return OntologyError([Fault(Location(path.name), message, _REMEDY)])
