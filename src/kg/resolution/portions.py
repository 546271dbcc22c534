"""Names in portions that have nothing to do with each other, so that each can be decided without the others in memory.

Uses that share a tie (`kg.resolution.ties`), and those of a form and of the name that it is told to stand for, stay
together. Posts keep nothing together: which body stands for a person's is all that they ask of other names, and that
is found beforehand (`kg.resolve.called_in`).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(slots=True)
class Tying:
    """What ties uses, as it comes, 16 bytes a tie: nothing of the names themselves is kept.

    ``ties`` and ``uses`` are parallel, and the uses ascend; so are ``forms`` and ``names``, the ties of forms and of
    what they are told to stand for. ``decided`` are the ties of what decisions speak of, ``asked`` those of names that
    are asked for before the portions are decided.
    """

    ties: array[int] = field(default_factory=lambda: array("q"))
    uses: array[int] = field(default_factory=lambda: array("q"))
    forms: array[int] = field(default_factory=lambda: array("q"))
    names: array[int] = field(default_factory=lambda: array("q"))
    decided: array[int] = field(default_factory=lambda: array("q"))
    asked: array[int] = field(default_factory=lambda: array("q"))

    def portions(self, most: int) -> Portioned:
        """Take apart what is not tied.

        Args:
            most: so many uses are in a portion, but for the last ones that are tied to each other.

        Returns:
            The portions, numbered from 0. All that decisions speak of or that is asked for is in the first, and
            nothing else, if such names are used.
        """
        ties, uses, forms, names, decided = map(_ints, (self.ties, self.uses, self.forms, self.names, self.decided))
        used = np.isin(forms, ties)  # what nobody uses stands for nothing here
        forms, names = forms[used], names[used]
        known = np.unique(np.concatenate((ties, names, decided)))
        first = np.ones(len(uses), dtype=bool)
        first[1:] = uses[1:] != uses[:-1]
        of_use = np.searchsorted(known, ties)
        leader = of_use[first][np.cumsum(first) - 1]
        ends = forms, names, decided[:1].repeat(len(decided)), decided
        told, meant, one_decided, all_decided = (np.searchsorted(known, end) for end in ends)
        one = np.concatenate((leader, told, one_decided))
        other = np.concatenate((of_use, meant, all_decided))
        group = _groups(len(known), one, other)
        size = np.bincount(group[leader[first]], minlength=len(known))
        before = group[np.isin(known, np.concatenate((decided, _ints(self.asked))))]
        size_of_others = size.copy()
        size_of_others[before] = 0
        portion = 1 + (np.cumsum(size_of_others) - size_of_others) // most
        portion[before] = 0
        of_group = portion[group]
        numbers = np.unique(of_group[leader[first]])  # a large group leaves a gap behind
        of_tie = np.searchsorted(numbers, of_group)
        return Portioned(known, of_tie, uses[first], of_tie[leader[first]])


@dataclass(frozen=True, slots=True)
class Portioned:
    """Which portion ties (sorted) and uses (ascending) belong to."""

    ties: Ints
    of_tie: Ints
    uses: Ints
    of_use: Ints

    @property
    def count(self) -> int:
        """How many portions there are."""
        return int(self.of_use.max()) + 1 if len(self.of_use) else 0


def _ints(values: array[int]) -> Ints:
    return np.frombuffer(values, dtype=np.int64) if values else np.empty(0, dtype=np.int64)


def _groups(count: int, one: Ints, other: Ints) -> Ints:
    """The least member of the group of each of so many things, of which pairs are in one group.

    After Shiloach and Vishkin, "An O(log n) parallel connectivity algorithm", 1982: each root takes the least root that
    a pair leads to, and all point to roots again, until no pair lies across two groups.
    """
    leader = np.arange(count, dtype=np.int64)
    while True:
        first, second = leader[one], leader[other]
        across = first != second
        if not across.any():
            return leader
        one, other, first, second = one[across], other[across], first[across], second[across]
        np.minimum.at(leader, np.maximum(first, second), np.minimum(first, second))
        while True:
            further = leader[leader]
            if np.array_equal(further, leader):
                break
            leader = further
