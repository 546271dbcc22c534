"""A scene as the triggers in it see it: what many rules ask of it, found once.

Types are bits of a number, and so is what a rule asks for: one operation tells whether names of the right types stand
on the right sides of a trigger. Most rules whose trigger is there need no other look.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from kg.model import Span
from kg.names.reading import Name
from kg.relations.scene import Group, Scene
from kg.rules import FAR_BACK, IN_CLAUSE, Argument

_NEAR, _EARLIER, _DISCOURSE, _BEHIND, _LATER = range(5)
"""Where names stand: before a trigger in its clause, its sentence, or that and the sentence before; likewise behind."""


class Kinds:
    """The types that rules ask for, as bits: first those of names themselves, then those of the names inside them."""

    def __init__(self, arguments: Iterable[Argument]) -> None:
        """Number the types of all arguments."""
        types = sorted({kind for argument in arguments for kind in argument.types})
        self._bits = {kind: 1 << index for index, kind in enumerate(types)}
        self._inner = len(types)
        self.width = 2 * len(types)

    def of(self, name: Name) -> int:
        """The bits of a name."""
        bits = self._bits.get(name.mention.type, 0)
        for part in name.parts:
            bits |= self._bits.get(part.mention.type, 0) << self._inner
        return bits

    def of_all(self, names: Sequence[Name]) -> list[int]:
        """The bits of each name."""
        bits = self._bits
        return [self.of(name) if name.parts else bits.get(name.mention.type, 0) for name in names]

    def among(self, types: Iterable[str]) -> int:
        """The bits of some types; those that no rule asks for have none."""
        bits = 0
        for kind in types:
            bits |= self._bits.get(kind, 0)
        return bits

    def wanted(self, argument: Argument) -> int:
        """The bits of which a name must have one to fill an argument."""
        bits = self.among(argument.types)
        return bits | bits << self._inner if argument.parts else bits

    def wanted_around(self, argument: Argument) -> int:
        """The bits of which `View.supply` must have one: those of the argument at the place where it stands."""
        if argument.reach in FAR_BACK:
            return -1  # what stands so far back is looked for only once the other argument is found
        clause = argument.reach in IN_CLAUSE
        if argument.position == "before":
            place = _NEAR if clause else _DISCOURSE if argument.reach == "discourse" else _EARLIER
        else:
            place = _BEHIND if clause else _LATER
        return self.wanted(argument) << place * self.width


class View:
    """One scene with its names and groups sorted out by where a trigger stands among them."""

    def __init__(self, scene: Scene, own: list[int], kinds: Kinds) -> None:
        """Gather which types stand before and behind each name, in its clause and in the sentence.

        ``own`` are the bits of each name of the scene.
        """
        self.scene = scene
        self._width = kinds.width
        self._own = own
        self._ends = [name.end for name in scene.names]
        breaks = scene.breaks
        self._clauses = [bisect_left(breaks, start) for start in scene.starts]
        self._bits_before = _gathered(self._own, self._clauses)
        self._bits_behind = _gathered(self._own[::-1], self._clauses[::-1])[::-1]
        self._previous = _all(kinds.of_all(scene.previous.names)) if scene.previous else 0
        self._supplies: dict[tuple[int, int, int], int] = {}
        self._in_clause: dict[int, list[Group]] = {}
        self._before: dict[int, list[Group]] = {}
        self._behind: dict[tuple[int, bool], list[Group]] = {}
        self.subjects: dict[tuple[int, bool, bool], list[Group]] = {}

    def supply(self, start: int, end: int) -> int:
        """The bits of the names that stand around a range, each at its place; none for a range inside a name."""
        before, behind = bisect_right(self._ends, start), bisect_left(self.scene.starts, end)
        if before < behind and self.scene.starts[before] <= start and end <= self._ends[before]:
            return 0
        place = before, behind, bisect_left(self.scene.breaks, start)
        supply = self._supplies.get(place)
        if supply is None:
            supply = self._supplies[place] = self._supply(*place)
        return supply

    def _supply(self, before: int, behind: int, clause: int) -> int:
        near, earlier = self._bits_before[before - 1] if before else (0, 0)
        next_, later = self._bits_behind[behind] if behind < len(self._own) else (0, 0)
        if not before or self._clauses[before - 1] != clause:
            near = 0
        if behind == len(self._own) or self._clauses[behind] != clause:
            next_ = 0
        width = self._width
        return (
            near << _NEAR * width
            | earlier << _EARLIER * width
            | (earlier | self._previous) << _DISCOURSE * width
            | next_ << _BEHIND * width
            | later << _LATER * width
        )

    def in_clause(self, number: int) -> list[Group]:
        """The groups of a clause, each cut to its members there."""
        groups = self._in_clause.get(number)
        if groups is None:
            groups = self._in_clause[number] = list(self.scene.groups_in(self.scene.clause_at(number)))
        return groups

    def before(self, position: int) -> list[Group]:
        """The groups before a position in its clause, in order of the text."""
        groups = self._before.get(position)
        if groups is None:
            inside = self.in_clause(self.scene.clause_number(position))
            cuts = [cut for group in inside if (cut := group.within(self.scene.span.start, position))]
            groups = self._before[position] = cuts
        return groups

    def behind(self, trigger: Span, *, in_clause: bool) -> list[Group]:
        """The groups behind a trigger, in its clause or in the whole sentence, the nearest first."""
        groups = self._behind.get((trigger.end, in_clause))
        if groups is None:
            inside = self.in_clause(self.scene.clause_number(trigger.start)) if in_clause else self.scene.groups
            groups = [cut for group in inside if (cut := group.within(trigger.end, self.scene.span.end))]
            if len(groups) > 1:
                groups.sort(key=lambda group: group.start)
            self._behind[trigger.end, in_clause] = groups
        return groups


def anywhere(scene: Scene, own: list[int], kinds: Kinds) -> int:
    """The bits of which `View.supply` can have some at most, wherever in a scene it is asked for.

    ``own`` are the bits of each name of the scene.
    """
    every = _all(own)
    earlier = _all(kinds.of_all(scene.previous.names)) if scene.previous else 0
    bits = earlier << _DISCOURSE * kinds.width
    for place in (_NEAR, _EARLIER, _DISCOURSE, _BEHIND, _LATER):
        bits |= every << place * kinds.width
    return bits


def _all(bits: Iterable[int]) -> int:
    gathered = 0
    for one in bits:
        gathered |= one
    return gathered


def _gathered(bits: list[int], clauses: list[int]) -> list[tuple[int, int]]:
    """For each name the bits of it and those before it in its clause, and of it and all before it."""
    gathered = []
    near = every = 0
    clause = -1
    for own, at in zip(bits, clauses, strict=True):
        near = near | own if at == clause else own
        every |= own
        clause = at
        gathered.append((near, every))
    return gathered
