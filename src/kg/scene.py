"""A sentence as rules see it: its clauses, its names in groups (A、B和C), and the names of the sentence before.

Groups are what makes coordination cheap: a rule looks for one group, and all of its members are arguments.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.model import Span
from kg.reading import Name
from kg.rules import Context
from kg.text import PARAGRAPH

_ASIDE = re.compile(r"\([^()]*\)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")
_LONGEST_BETWEEN = 60
BLOT = "\0"
_QUOTES = '“”"‘’'


@dataclass(frozen=True, slots=True)
class Group:
    """Names that stand in one list, in order; a name by itself is a group of one.

    Each member is a chain of names that narrow each other down, of which the last is meant (四川|仁寿县); mostly of
    one.
    """

    chains: tuple[tuple[Name, ...], ...]

    @property
    def names(self) -> tuple[Name, ...]:
        """The names that are meant: the last of each chain."""
        return tuple(chain[-1] for chain in self.chains)

    @property
    def start(self) -> int:
        """Where the first chain begins."""
        return self.chains[0][0].start

    @property
    def end(self) -> int:
        """Where the last name ends."""
        return self.chains[-1][-1].end


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence: its range of the key, the ends of its clauses, its groups, and the scene before it."""

    key: str
    span: Span
    names: tuple[Name, ...]
    groups: tuple[Group, ...]
    breaks: tuple[int, ...]
    previous: Scene | None = field(default=None, repr=False)

    def clause(self, position: int) -> Span:
        """The clause that holds a position, without the mark that ends it."""
        index = bisect_left(self.breaks, position)
        start = self.breaks[index - 1] + 1 if index else self.span.start
        end = self.breaks[index] if index < len(self.breaks) else self.span.end
        return Span(start, end)

    def named(self, start: int, end: int) -> int:
        """How many characters of a range belong to names: distances are told without them."""
        return sum(name.end - name.start for name in self.names if start <= name.start and name.end <= end)

    def without_names(self, span: Span) -> str:
        """The text of a range with each name blotted out, so that no word is found inside one."""
        pieces, position = [], span.start
        for name in self.names:
            if name.start < span.end and name.end > position:
                pieces += [self.key[position : max(position, name.start)], BLOT]
                position = min(name.end, span.end)
        return "".join([*pieces, self.key[position : span.end]])

    def clauses_before(self, position: int) -> Iterator[Span]:
        """The clauses before the one that holds a position, from the nearest backwards."""
        start = self.clause(position).start
        while start > self.span.start:
            clause = self.clause(start - 1)
            if clause.start >= start:
                return
            yield clause
            start = clause.start

    def groups_in(self, span: Span) -> Iterator[Group]:
        """The groups that have a member in a range, each cut to its members there."""
        for group in self.groups:
            if group.end <= span.start or group.start >= span.end:
                continue
            chains = tuple(c for c in group.chains if span.start <= c[-1].start and c[-1].end <= span.end)
            if chains:
                yield group if len(chains) == len(group.chains) else Group(chains)

    def outer(self, name: Name) -> Name | None:
        """The name that a name is narrowed down from: before it in its chain, or in that of its list's first member."""
        for group in self.groups:
            for chain in group.chains:
                if name in chain:
                    index = chain.index(name)
                    if index:
                        return chain[index - 1]
                    first = group.chains[0]
                    shares = len(chain) == 1 and len(first) > 1 and first[-1].mention.type == name.mention.type
                    return first[-2] if shares else None
        return None


class Stage:
    """Makes scenes, with the shared context of the rules compiled once."""

    def __init__(self, context: Context) -> None:
        """Compile connectors and clause marks."""
        self.context = context
        connectors = "|".join(map(re.escape, context.connectors)) or r"\b\B"
        self._connector = re.compile(rf"[{_QUOTES}]*(?:{connectors})[{_QUOTES}]*")
        stops = re.escape("".join(word for word in context.attributive if len(word) == 1) + context.breaks)
        self._unknown_member = re.compile(rf"、[^、。:!?“”《》{stops}]{{1,8}}、")
        self._breaks = re.compile(f"[{re.escape(context.breaks)} ]")
        titles = "|".join(map(re.escape, context.titles)) or r"\b\B"
        self._title = re.compile(rf"[^{re.escape(context.breaks)}、。]{{0,14}}(?:{titles})")

    def scenes(self, key: str, sentences: Iterable[Span], names: Iterable[Name]) -> Iterator[Scene]:
        """Yield the scenes of a text in order. A paragraph's first sentence has none before it."""
        ordered = sorted(names, key=lambda name: (name.start, name.end))
        starts = [name.start for name in ordered]
        previous: Scene | None = None
        for span in sentences:
            inside = tuple(ordered[bisect_left(starts, span.start) : bisect_right(starts, span.end - 1)])
            if previous and key[span.start - 1] == PARAGRAPH:
                previous = None
            scene = Scene(
                key, span, inside, tuple(self._groups(key, inside)), self._clause_ends(key, span, inside), previous
            )
            yield scene
            previous = Scene(key, span, scene.names, scene.groups, scene.breaks)

    def _clause_ends(self, key: str, span: Span, names: tuple[Name, ...]) -> tuple[int, ...]:
        """Where clauses end: at clause marks outside names, asides and numbers (3,200)."""
        hidden = [
            match.span() for pattern in (_ASIDE, _THOUSANDS) for match in pattern.finditer(key, span.start, span.end)
        ]
        hidden += [(name.start, name.end) for name in names]
        return tuple(
            match.start()
            for match in self._breaks.finditer(key, span.start, span.end)
            if not any(start <= match.start() < end for start, end in hidden) and not self._joins(key, match.start())
        )

    def _joins(self, key: str, position: int) -> bool:
        """Tell whether the mark belongs to a connector (A，以及B)."""
        match = self._connector.match(key, position)
        return match is not None and key[position] in match[0].strip(_QUOTES) and match.end() > position + 1

    def _groups(self, key: str, names: tuple[Name, ...]) -> Iterator[Group]:
        """Join names into lists. Names in brackets behind another one stand aside and join nothing."""
        chains = self._chains(key, names)
        current: list[tuple[Name, ...]] = []
        for index, chain in enumerate(chains):
            if current and self._in_brackets(key, current[-1][-1].end, chain[0]):
                yield Group((chain,))
                continue
            follower = chains[index + 1][0] if index + 1 < len(chains) else None
            if (
                current
                and self._connects(key, current[-1][-1], chain[0])
                and not self._begins_anew(key, current, chain)
            ) and not self._introduces(key, current[-1][-1], chain[-1], follower):
                current.append(chain)
                continue
            if current:
                yield Group(tuple(current))
            current = [chain]
        if current:
            yield Group(tuple(current))

    def _chains(self, key: str, names: tuple[Name, ...]) -> list[tuple[Name, ...]]:
        """Names with those of the same type right before them that they narrow down."""
        chains: list[tuple[Name, ...]] = []
        for name in names:
            last = chains[-1][-1] if chains else None
            adjoin = last is not None and (last.end == name.start or key[last.end : name.start] in self.context.links)
            if last and adjoin and self._narrows(last, name):
                chains[-1] = (*chains[-1], name)
            else:
                chains.append((name,))
        return chains

    def _narrows(self, outer: Name, name: Name) -> bool:
        """Tell whether a name right before another one only says where or whose it is.

        Single characters are lists (中美).
        """
        if outer.mention.type == name.mention.type:
            single = outer.end - outer.start == 1 and name.end - name.start == 1
            return outer.mention.type in self.context.chains and not single
        context = self.context
        return outer.mention.type in context.attributes and name.mention.type in context.attributed

    def _begins_anew(self, key: str, current: list[tuple[Name, ...]], chain: tuple[Name, ...]) -> bool:
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

    def _titled_lists(self, key: str, groups: list[Group]) -> list[Group]:
        """Join persons to a list over the bodies and titles that stand between them."""
        result: list[Group] = []
        lists: list[int] = []  # where in `result` groups that end in a titled name are
        for group in groups:
            titled = all(name.mention.type in self.context.titled for name in group.names)
            last = result[lists[-1]] if lists else None
            if titled and last and self._continues_list(key, last, group, result[lists[-1] + 1 :]):
                result[lists[-1]] = Group(last.chains + group.chains)
                continue
            result.append(group)
            if titled:
                lists.append(len(result) - 1)
        return result

    def _continues_list(self, key: str, left: Group, right: Group, between: list[Group]) -> bool:
        """Tell whether nothing but a connector, names and a title stand between two groups of persons."""
        position = left.end
        connector = self._connector.match(key, position)
        if not connector or right.start - position > _LONGEST_BETWEEN or not between:
            return False
        rest = key[connector.end() : right.start]
        start = between[0].start
        if not connector.end() <= start or bare(key[connector.end() : start]):
            return False
        return self._is_title(key[between[-1].end : right.start]) and "。" not in rest

    def _in_brackets(self, key: str, position: int, name: Name) -> bool:
        between = key[position : name.start]
        return between.count("(") > between.count(")")

    def _connects(self, key: str, left: Name, right: Name) -> bool:
        gap = gap_between(key, left.end, right.start)
        if not gap:
            titles = key[left.end - 1] == "》" and key[right.start] == "《"
            return titles or (left.end - left.start == 1 and right.end - right.start == 1)
        if self._connector.fullmatch(gap):
            return True
        # A member in between that is no name to us: 人工智能、|商业航天|、低空经济.
        return left.mention.type == right.mention.type and bool(self._unknown_member.fullmatch(gap))


def gap_between(key: str, start: int, end: int) -> str:
    """The text of a range without bracketed asides: what a reader sees between two words."""
    return _ASIDE.sub("", key[start:end])


def bare(gap: str) -> str:
    """A gap without quotation marks and white space."""
    return gap.strip(_QUOTES + " ").replace("”", "").replace("“", "")
