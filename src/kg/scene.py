"""A sentence as rules see it: its clauses, its names in groups (A、B和C), and the names of the sentence before.

Groups are what makes coordination cheap: a rule looks for one group, and all of its members are arguments.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.mentions import Name
from kg.model import Span
from kg.rules import Context
from kg.text import PARAGRAPH

_ASIDE = re.compile(r"\([^()]*\)")
_QUOTES = '“”"‘’'


@dataclass(frozen=True, slots=True)
class Group:
    """Names that stand in one list, in order; a name by itself is a group of one."""

    names: tuple[Name, ...]

    @property
    def start(self) -> int:
        """Where the first name begins."""
        return self.names[0].start

    @property
    def end(self) -> int:
        """Where the last name ends."""
        return self.names[-1].end


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
            names = tuple(name for name in group.names if span.start <= name.start and name.end <= span.end)
            if names:
                yield group if len(names) == len(group.names) else Group(names)


class Stage:
    """Makes scenes, with the shared context of the rules compiled once."""

    def __init__(self, context: Context) -> None:
        """Compile connectors and clause marks."""
        self.context = context
        connectors = "|".join(map(re.escape, context.connectors)) or r"\b\B"
        self._connector = re.compile(rf"[{_QUOTES}]*(?:{connectors})[{_QUOTES}]*")
        self._breaks = re.compile(f"[{re.escape(context.breaks)} ]")

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
        """Where clauses end: at clause marks outside names and asides."""
        hidden = [(match.start(), match.end()) for match in _ASIDE.finditer(key, span.start, span.end)]
        hidden += [(name.start, name.end) for name in names]
        return tuple(
            match.start()
            for match in self._breaks.finditer(key, span.start, span.end)
            if not any(start <= match.start() < end for start, end in hidden) and not self._joins(key, match.start())
        )

    def _joins(self, key: str, position: int) -> bool:
        """Tell whether the mark belongs to a connector (A，以及B)."""
        match = self._connector.match(key, position)
        return bool(match) and key[position] in match[0].strip(_QUOTES) and match.end() > position + 1

    def _groups(self, key: str, names: tuple[Name, ...]) -> Iterator[Group]:
        """Join names into lists. Names in brackets behind another one stand aside and join nothing."""
        current: list[Name] = []
        for name in names:
            if current and self._in_brackets(key, current[-1].end, name):
                yield Group((name,))
                continue
            if current and self._connects(key, current[-1], name):
                current.append(name)
                continue
            if current:
                yield Group(tuple(current))
            current = [name]
        if current:
            yield Group(tuple(current))

    def _in_brackets(self, key: str, position: int, name: Name) -> bool:
        between = key[position : name.start]
        return between.count("(") > between.count(")")

    def _connects(self, key: str, left: Name, right: Name) -> bool:
        gap = gap_between(key, left.end, right.start)
        if not gap:
            return key[left.end - 1] == "》" and key[right.start] == "《"
        return bool(self._connector.fullmatch(gap))


def gap_between(key: str, start: int, end: int) -> str:
    """The text of a range without bracketed asides: what a reader sees between two words."""
    return _ASIDE.sub("", key[start:end])


def bare(gap: str) -> str:
    """A gap without quotation marks and white space."""
    return gap.strip(_QUOTES + " ").replace("”", "").replace("“", "")
