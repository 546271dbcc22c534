"""A sentence as rules see it: its clauses, its names in groups (A、B和C), and the names of the sentence before.

Groups are what makes coordination cheap: a rule looks for one group, and all of its members are arguments.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from kg.model import Span
from kg.reading import Name
from kg.rules import Context
from kg.text import PARAGRAPH

_ASIDE = re.compile(r"\([^()]*\)")
_ASIDE_OR_NUMBER = re.compile(rf"{_ASIDE.pattern}|\d{{1,3}}(?:,\d{{3}})+(?!\d)")
_QUOTES = '“”"‘’'
_QUOTES_AND_SPACE = _QUOTES + " "

_CARRIED = 4
"""Over how many sentences of a paragraph a subject may be carried."""

_STORY = 8
"""How many sentences before a scene it knows: so far back stands what 在会上 is said of."""


Chain = tuple[Name, ...]
"""Names that narrow each other down, of which the last is meant (四川|仁寿县); mostly one name."""


@dataclass(frozen=True, slots=True)
class Group:
    """Names that stand in one list, in order; a name by itself is a group of one.

    Each member is a chain, and ``names`` are those that are meant. The group reaches from its first chain's start to
    its last name's end.
    """

    chains: tuple[Chain, ...]
    names: tuple[Name, ...]
    start: int
    end: int

    @classmethod
    def of(cls, chains: tuple[Chain, ...]) -> Group:
        """The group of these chains."""
        names = tuple([chain[-1] for chain in chains])
        return cls(chains, names, chains[0][0].start, names[-1].end)

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


@dataclass(frozen=True, slots=True)
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
        index = bisect_right(self.by_start, name.start, key=_group_start) - 1
        while index >= 0 and self.by_start[index].end < name.end:
            index -= 1  # a list in brackets behind an earlier member
        group = self.by_start[index] if index >= 0 else None
        if group and all(other.mention.type == name.mention.type for other in group.names):
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


class Stage:
    """Makes scenes, with the shared context of the rules compiled once."""

    def __init__(self, context: Context) -> None:
        """Compile connectors and clause marks."""
        self.context = context
        self._links = frozenset(context.links)
        self._openers = frozenset("、" + _QUOTES).union(word[0] for word in context.connectors)
        connectors = "|".join(map(re.escape, context.connectors)) or r"\b\B"
        self._connector = re.compile(rf"[{_QUOTES}]*(?:{connectors})[{_QUOTES}]*")
        stops = re.escape("".join(word for word in context.attributive if len(word) == 1) + context.breaks)
        self._unknown_member = re.compile(rf"、[^、。:!?“”《》{stops}]{{1,8}}、")
        self._breaks = re.compile(f"[{re.escape(context.breaks)} ]")
        self._breaking = tuple(word for word in context.connectors if self._breaks.match(word))
        titles = "|".join(map(re.escape, context.titles)) or r"\b\B"
        self._title = re.compile(rf"[^{re.escape(context.breaks)}、。]{{0,14}}(?:{titles})")

    def scenes(self, key: str, sentences: Iterable[Span], names: Iterable[Name]) -> Iterator[Scene]:
        """Yield the scenes of a text in order. A paragraph's first sentence has none before it."""
        ordered = sorted(names, key=lambda name: (name.start, name.end))
        starts = [name.start for name in ordered]
        before: tuple[Scene, ...] = ()
        own = 0
        for span in sentences:
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            inside = tuple(ordered[first:last])
            if before and key[span.start - 1] == PARAGRAPH:
                own = 0
            groups = tuple(self._groups(key, inside))
            breaks = self._clause_ends(key, span, inside)
            by_start = tuple(sorted(groups, key=_group_start))
            scene = Scene(key, span, inside, tuple(starts[first:last]), groups, by_start, breaks, before, own)
            yield scene
            # A scene knows a few before it, and these know none.
            before = (replace(scene, before=(), own=0), *before)[:_STORY]
            own = min(own + 1, _CARRIED)

    def _clause_ends(self, key: str, span: Span, names: tuple[Name, ...]) -> tuple[int, ...]:
        """Where clauses end: at clause marks outside names, asides and numbers (3,200)."""
        marks = [
            mark
            for mark in [match.start() for match in self._breaks.finditer(key, span.start, span.end)]
            if not _inside(names, mark) and not self._joins(key, mark, names)
        ]
        if not marks:
            return ()
        for hidden in _ASIDE_OR_NUMBER.finditer(key, span.start, span.end):
            marks = [mark for mark in marks if not hidden.start() <= mark < hidden.end()]
        return tuple(marks)

    def _joins(self, key: str, position: int, names: Sequence[Name]) -> bool:
        """Tell whether the mark belongs to a connector with a name behind it (A，以及B; not 收购了A，并否认…)."""
        match = self._connector.match(key, position) if key.startswith(self._breaking, position) else None
        if match is None or key[position] not in match[0].strip(_QUOTES) or match.end() <= position + 1:
            return False
        index = bisect_left(names, match.end(), key=_start)
        return index < len(names) and names[index].start == match.end()

    def _groups(self, key: str, names: tuple[Name, ...]) -> Iterator[Group]:
        """Join names into lists. Names in brackets behind another one stand aside and join nothing."""
        chains = self._chains(key, names)
        current: list[Chain] = []
        for index, chain in enumerate(chains):
            if current and self._in_brackets(key, current[-1][-1].end, chain[0]):
                yield Group.of((chain,))
                continue
            if (
                current
                and self._connects(key, current[-1][-1], chain[0])
                and not self._begins_anew(key, current, chain)
            ):
                follower = chains[index + 1][0] if index + 1 < len(chains) else None
                if not self._introduces(key, current[-1][-1], chain[-1], follower):
                    current.append(chain)
                    continue
            if current:
                yield Group.of(tuple(current))
            current = [chain]
        if current:
            yield Group.of(tuple(current))

    def _chains(self, key: str, names: tuple[Name, ...]) -> list[Chain]:
        """Names with those of the same type right before them that they narrow down."""
        chains: list[Chain] = []
        for name in names:
            last = chains[-1][-1] if chains else None
            adjoin = last is not None and (last.end == name.start or key[last.end : name.start] in self._links)
            if last and adjoin and self._narrows(last, name):
                chains[-1] = (*chains[-1], name)
            else:
                chains.append((name,))
        return chains

    def _narrows(self, outer: Name, name: Name) -> bool:
        """Tell whether a name right before another one only says where or whose it is.

        Single characters stand in lists (中美, 京津冀) and are narrowed down by nothing.
        """
        if outer.mention.type == name.mention.type:
            single = _is_single(outer) or _is_single(name)
            return outer.mention.type in self.context.chains and not single
        context = self.context
        return outer.mention.type in context.attributes and name.mention.type in context.attributed

    def _begins_anew(self, key: str, current: list[Chain], chain: tuple[Name, ...]) -> bool:
        """Tell whether B begins another item in A的X、B的Y: X and B are no list."""
        attributive = self.context.attributive
        if not attributive or not key.startswith(attributive, chain[-1].end):
            return False
        return key.endswith(attributive, 0, current[0][0].start)

    def _introduces(self, key: str, left: Name, name: Name, follower: Name | None) -> bool:
        """Tell whether a name after a titled one belongs to the next titled one: 甲和|B大学校长乙."""
        if follower is None or left.mention.type not in self.context.titled:
            return False
        return follower.mention.type in self.context.titled and self._is_title(key[name.end : follower.start])

    def _is_title(self, gap: str) -> bool:
        return bool(self._title.fullmatch(bare(gap)))

    def _in_brackets(self, key: str, position: int, name: Name) -> bool:
        return key.count("(", position, name.start) > key.count(")", position, name.start)

    def _connects(self, key: str, left: Name, right: Name) -> bool:
        gap = gap_between(key, left.end, right.start)
        if not gap:
            titles = key[left.end - 1] == "》" and key[right.start] == "《"
            return titles or (_is_single(left) and left.mention.type == right.mention.type)
        if gap[0] not in self._openers:
            return False
        if self._connector.fullmatch(gap):
            return True
        # A member in between that is no name to us: 人工智能、|商业航天|、低空经济.
        return left.mention.type == right.mention.type and bool(self._unknown_member.fullmatch(gap))


_start = attrgetter("start")
_group_start = attrgetter("start")


def _is_single(name: Name) -> bool:
    return name.end - name.start == 1


def _inside(names: Sequence[Name], position: int) -> bool:
    index = bisect_right(names, position, key=_start) - 1
    return index >= 0 and position < names[index].end


def gap_between(key: str, start: int, end: int) -> str:
    """The text of a range without bracketed asides: what a reader sees between two words."""
    gap = key[start:end]
    return _ASIDE.sub("", gap) if "(" in gap else gap


def bare(gap: str) -> str:
    """A gap without quotation marks and white space."""
    return gap.strip(_QUOTES_AND_SPACE).replace("”", "").replace("“", "")
