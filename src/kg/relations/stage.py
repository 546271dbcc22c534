"""A text → its scenes: sentences with their clauses, and with their names in groups (A、B和C)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from kg.model import Span
from kg.names.reading import Name
from kg.relations.scene import QUOTES, Chain, Group, Scene, bare, gap_between
from kg.rules import Context
from kg.text import PARAGRAPH
from kg.wording import alternatives

# Begins with a set of characters, so that all places where none of them stands are passed over.
_ASIDE_OR_NUMBER = re.compile(r"[(\d](?:(?<=\()[^()]*\)|(?<=\d)\d{0,2}(?:,\d{3})+(?!\d))")
_start = attrgetter("start")

_CARRIED = 4
"""Over how many sentences of a paragraph a subject may be carried."""

_STORY = 8
"""How many sentences before a scene it knows: so far back stands what 在会上 is said of."""


class Stage:
    """Makes scenes, with the shared context of the rules compiled once."""

    def __init__(self, context: Context) -> None:
        """Compile connectors and clause marks."""
        self.context = context
        self._links = frozenset(context.links)
        self._pairs = frozenset(context.pairing)
        self._openers = frozenset("、" + QUOTES).union(word[0] for word in context.connectors)
        self._connector = re.compile(rf"[{QUOTES}]*(?:{alternatives(context.connectors)})[{QUOTES}]*")
        stops = re.escape("".join(word for word in context.attributive if len(word) == 1) + context.breaks)
        self._unknown_member = re.compile(rf"、[^、。:!?“”《》{stops}]{{1,8}}、")
        self._breaks = re.compile(f"[{re.escape(context.breaks)} ]")
        self._breaking = tuple(word for word in context.connectors if self._breaks.match(word))
        self._title = re.compile(rf"[^{re.escape(context.breaks)}、。]{{0,14}}(?:{alternatives(context.titles)})")

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
            by_start = tuple(sorted(groups, key=_start))
            parts = key, span, inside, tuple(starts[first:last]), groups, by_start, breaks
            yield Scene(*parts, before, own)
            # A scene knows a few before it, and these know none.
            before = (Scene(*parts), *before)[:_STORY]
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
        if match is None or key[position] not in match[0].strip(QUOTES) or match.end() <= position + 1:
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
                yield from self._lists(key, current)
            current = [chain]
        if current:
            yield from self._lists(key, current)

    def _lists(self, key: str, chains: list[Chain]) -> Iterator[Group]:
        """The list of some chains, or one for each pair where the same word joins every other two: 甲与|乙、丙与|丁."""
        gaps = [bare(key[left[-1].end : right[0].start]) for left, right in pairwise(chains)] if self._pairs else []
        inner, outer = set(gaps[::2]), set(gaps[1::2])
        if len(gaps) % 2 and len(inner) == len(outer) == 1 and inner != outer and inner <= self._pairs:
            yield from (Group.of(tuple(chains[first : first + 2])) for first in range(0, len(chains), 2))
        else:
            yield Group.of(tuple(chains))

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


def _is_single(name: Name) -> bool:
    return name.end - name.start == 1


def _inside(names: Sequence[Name], position: int) -> bool:
    index = bisect_right(names, position, key=_start) - 1
    return index >= 0 and position < names[index].end
