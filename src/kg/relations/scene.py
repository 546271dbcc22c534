"""A sentence as rules see it: its clauses, its names in groups (A、B和C), and the names of the sentence before.

Groups are what makes coordination cheap: a rule looks for one group, and all of its members are arguments.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import field
from functools import cache
from operator import attrgetter

from kg.model import Span
from kg.names.reading import Name
from kg.values import value

_ASIDE = re.compile(r"\([^()]*\)")
QUOTES = '“”"‘’'
_QUOTES_AND_SPACE = QUOTES + " "
_start = attrgetter("start")


Chain = tuple[Name, ...]
"""Names that narrow each other down, of which the last is meant (四川|仁寿县); mostly one name."""


@value
class Group:
    """Names that stand in one list, in order; a name by itself is a group of one.

    Each member is a chain, ``names`` are those that are meant, and ``types`` are the types of these. The group reaches
    from its first chain's start to its last name's end.
    """

    chains: tuple[Chain, ...]
    names: tuple[Name, ...]
    types: frozenset[str]
    start: int
    end: int

    @classmethod
    def of(cls, chains: tuple[Chain, ...]) -> Group:
        """The group of these chains."""
        if len(chains) == 1:  # nearly all
            name = chains[0][-1]
            return cls(chains, (name,), _only(name.mention.type), chains[0][0].start, name.end)
        names = tuple([chain[-1] for chain in chains])
        types = frozenset([name.mention.type for name in names])
        return cls(chains, names, types, chains[0][0].start, names[-1].end)

    def within(self, start: int, end: int) -> Group | None:
        """The group cut to its members in a range; None if it has none there."""
        if start <= self.start and self.end <= end:
            return self
        if self.end <= start or end <= self.start:
            return None
        chains = tuple([c for c in self.chains if start <= c[-1].start and c[-1].end <= end])
        if len(chains) == len(self.chains):
            return self
        return Group.of(chains) if chains else None

    def outer(self, chain: Chain, name: Name) -> Name | None:
        """The name that one is narrowed down from: before it in its chain, or in that of the list's first member."""
        if name is not chain[0]:
            return chain[chain.index(name) - 1]
        first = self.chains[0]
        shares = len(chain) == 1 and len(first) > 1 and first[-1].mention.type == name.mention.type
        return first[-2] if shares else None


@value
class Scene:
    """One sentence: its range of the key, the ends of its clauses, its groups, and the scenes before it.

    Names are in order and do not overlap; ``starts`` are where they begin, so that those of a range need no search.
    ``by_start`` has the groups in order of their beginnings, while in ``groups`` those in brackets go first.
    ``before`` are the scenes of a few sentences before it, the nearest first; the first ``own`` of them are in the same
    paragraph, and near enough for a subject to be carried over them.
    """

    key: str
    span: Span
    names: tuple[Name, ...]
    starts: tuple[int, ...]
    groups: tuple[Group, ...]
    by_start: tuple[Group, ...]
    breaks: tuple[int, ...]
    before: tuple[Scene, ...] = field(default=(), repr=False)
    own: int = 0

    @property
    def previous(self) -> Scene | None:
        """The scene of the sentence before in the same paragraph."""
        return self.before[0] if self.own else None

    def clause(self, position: int) -> Span:
        """The clause that holds a position, without the mark that ends it."""
        return self.clause_at(self.clause_number(position))

    def clause_number(self, position: int) -> int:
        """How many clauses end before the one that holds a position."""
        return bisect_left(self.breaks, position)

    def clause_at(self, number: int) -> Span:
        """The clause with this number."""
        start = self.breaks[number - 1] + 1 if number else self.span.start
        end = self.breaks[number] if number < len(self.breaks) else self.span.end
        return Span(start, end)

    def named(self, start: int, end: int) -> int:
        """How many characters of a range belong to names: distances are told without them."""
        length = 0
        for name in self.names[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
            if name.end <= end:
                length += name.end - name.start
        return length

    def inside_name(self, start: int, end: int) -> bool:
        """Tell whether a range is part of a name or all of it."""
        index = bisect_right(self.starts, start)
        return index > 0 and end <= self.names[index - 1].end

    def next_name(self, position: int) -> int:
        """Where the first name begins that stands at a position or behind it; the end of the scene if none does."""
        index = bisect_left(self.starts, position)
        return self.starts[index] if index < len(self.starts) else self.span.end

    def outside_names(self, span: Span) -> Iterator[tuple[int, int]]:
        """The pieces of a range between its names: a word that stands in one is no part of a name."""
        position = span.start
        first = max(0, bisect_right(self.starts, position) - 1)
        for name in self.names[first : bisect_left(self.starts, span.end)]:
            if name.end > position:
                if name.start > position:
                    yield position, name.start
                position = name.end
        if position < span.end:
            yield position, span.end

    def clauses_before(self, position: int) -> Iterator[Span]:
        """The clauses before the one that holds a position, from the nearest backwards."""
        for number in range(self.clause_number(position) - 1, -1, -1):
            yield self.clause_at(number)

    def list_of(self, name: Name) -> Span:
        """The range of the list that a name is a member of, if all of it is of one type; else the name's own range."""
        index = bisect_right(self.by_start, name.start, key=_start) - 1
        while index >= 0 and self.by_start[index].end < name.end:
            index -= 1  # a list in brackets behind an earlier member
        group = self.by_start[index] if index >= 0 else None
        if group and len(group.types) == 1 and name.mention.type in group.types:
            return Span(min(group.start, name.start), group.end)
        return Span(name.start, name.end)

    def groups_in(self, span: Span) -> Iterator[Group]:
        """The groups that have a member in a range, each cut to its members there."""
        for group in self.groups:
            if cut := group.within(span.start, span.end):
                yield cut

    def chains(self) -> list[tuple[Group, Chain]]:
        """All chains of names, each with its group, in order of the text."""
        found = [(group, chain) for group in self.groups for chain in group.chains]
        if len(found) > 1:
            found.sort(key=lambda each: each[1][0].start)
        return found


@cache
def _only(kind: str) -> frozenset[str]:
    return frozenset({kind})


def gap_between(key: str, start: int, end: int) -> str:
    """The text of a range without bracketed asides: what a reader sees between two words."""
    gap = key[start:end]
    return _ASIDE.sub("", gap) if "(" in gap else gap


def bare(gap: str) -> str:
    """A gap without quotation marks and white space."""
    return gap.strip(_QUOTES_AND_SPACE).replace("”", "").replace("“", "")
