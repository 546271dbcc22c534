"""Where the arguments of a rule may stand, seen from its trigger, and the names that fill them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from kg.model import Span
from kg.names.reading import Name
from kg.relations.members import asked_of, chosen_of, is_of
from kg.relations.scene import Group, Scene, bare, gap_between
from kg.relations.view import Kinds, View
from kg.rules import IN_CLAUSE, Argument, Context
from kg.wording import alternatives

_LOOK_BACK = 10
"""How many characters before a name are looked at for markers, prepositions and the like."""

_MOST_OWNERS = 3
"""How many names may belong to one another behind a marker."""

SENTENCE_BEFORE = -1
"""Stands for the sentence before among the numbers of clauses; lower numbers for those before it."""

_NAME = "\n"  # stands for a name where those of a range are left out
_FURTHEST_MARKER = 80  # characters, names included, that are looked at before a name for its marker


class ArgumentFinder:
    """Finds the names that fill an argument, with the shared context of the rules."""

    def __init__(self, context: Context, kinds: Kinds) -> None:
        """Keep the words that tell subjects from other names."""
        self.context = context
        self.kinds = kinds
        self._owned = (*context.attributive, *context.titles)

    def _filling(
        self, view: View, argument: Argument, trigger: Span, avoid: Sequence[Name] = (), limit: int | None = None
    ) -> list[Name]:
        """The names that fill an argument: all members of the group that fits best, or none.

        ``avoid`` are names that the other argument has already; a name after ``limit`` cannot stand before the trigger.
        """
        if argument.position != "before":
            for group in view.behind(trigger, in_clause=argument.reach in IN_CLAUSE):
                if group.types.isdisjoint(argument.types) and not argument.parts:
                    continue
                members = self._members(group, argument, avoid)
                if members and self._may_stand_after(view.scene, argument, group, trigger.end):
                    return self._with_joined(view.scene, argument, chosen_of(members, argument, view.scene.key), avoid)
            return []
        near = view.before(trigger.start)
        if len(near) > 1 and not argument.first:
            near = sorted(near, key=lambda group: -group.end)
        for group in near:
            if group.types.isdisjoint(argument.types) and not argument.parts:
                continue
            # Whether its names fit is the cheaper question.
            members = self._members(group, argument, avoid, limit)
            if members and self._may_stand_before(view.scene, argument, group, trigger.start):
                ends = chosen_of(members, argument, view.scene.key, last=True)
                return self._with_joined(view.scene, argument, ends, avoid)
        for group in self._carried(view, argument, trigger.start) if argument.reach not in IN_CLAUSE else ():
            members = self._members(group, argument, avoid, limit)
            if not argument.lead:
                members = asked_of(members, argument, view.scene.key)
            if members:
                return chosen_of(members, argument, view.scene.key, last=True)
        return []

    def _members(
        self, group: Group, argument: Argument, avoid: Sequence[Name] = (), limit: int | None = None
    ) -> list[Name]:
        """The names of a group that fit an argument."""
        if argument.parts:
            members = [fitting for name in group.names for fitting in self._fitting(name, argument)]
        else:
            types, kinds = argument.types, argument.kinds
            if group.types.isdisjoint(types):
                return []
            alone = len(group.types) == 1
            members = list(group.names) if alone else [name for name in group.names if name.mention.type in types]
            if kinds:
                members = [name for name in members if name.mention.kind in kinds]
            if argument.barred:
                members = [name for name in members if name.mention.kind not in argument.barred]
        if members and avoid:
            members = [name for name in members if name not in avoid]
        if members and limit is not None:
            members = [name for name in members if name.start < limit]
        return members

    def _fitting(self, name: Name, argument: Argument) -> list[Name]:
        """A name if it has the argument's type and class; else, where parts count, the names nested in it that have."""
        if is_of(name, argument):
            return [name]
        return [part for part in name.parts if is_of(part, argument)] if argument.parts else []

    # -- lists whose members have owners ----------------------------------------------------------------------------

    def _with_joined(self, scene: Scene, argument: Argument, members: list[Name], avoid: Sequence[Name]) -> list[Name]:
        """The members of a list, and those with which it goes on farther from the trigger: 甲的|X、乙的|Y."""
        if not members or argument.one or argument.sole or argument.parts or argument.reach == "touching":
            return members
        clause = scene.clause(members[0].start)
        behind = argument.position != "before"
        follow = self._joined_behind if behind else self._joined_before
        joined = list(members)
        while name := follow(scene, joined[-1] if behind else joined[0], plain=len(joined) > len(members)):
            if not is_of(name, argument) or name in (*avoid, *joined) or not clause.start <= name.start < clause.end:
                break
            joined.insert(len(joined) if behind else 0, name)
        return joined

    def _joined_before(self, scene: Scene, name: Name, *, plain: bool) -> Name | None:
        """What a connector joins with what a name belongs to (X in X、乙的|Y, X和乙校校长|Y), or ``plain`` with it."""
        place = bisect_left(scene.starts, name.start)
        for index in range(place, max(0, place - _MOST_OWNERS - 1), -1):
            gap = self._gap_behind(scene, index - 1)
            if gap in self.context.connectors:
                return scene.names[index - 1] if plain or index < place else None
            if not made_of(gap, self._owned):
                return None
        return None

    def _joined_behind(self, scene: Scene, name: Name, *, plain: bool) -> Name | None:
        """The same from the other end: Y for X."""
        names = scene.names
        place = bisect_left(scene.starts, name.start)
        if place + 1 == len(names) or self._gap_behind(scene, place) not in self.context.connectors:
            return None
        index = place + 1
        while index <= place + _MOST_OWNERS and index + 1 < len(names):
            gap = self._gap_behind(scene, index)
            if gap in self.context.connectors or not made_of(gap, self._owned):
                break
            index += 1
        return names[index] if plain or index > place + 1 else None

    def _gap_behind(self, scene: Scene, index: int) -> str:
        return bare(scene.key[scene.names[index].end : scene.names[index + 1].start])

    # -- groups ----------------------------------------------------------------------------------------------------

    def _carried(self, view: View, argument: Argument, position: int) -> Iterator[Group]:
        """Subjects of earlier clauses, then of the sentences before that the argument's reach goes back to."""
        scene = view.scene
        numbers = range(scene.clause_number(position))
        for number in numbers if argument.topic else reversed(numbers):
            for group in self._subjects(view, scene, number, argument):
                if self._is_marked(scene, argument, group):
                    yield group
        earlier = list(enumerate(sentences_before(scene, argument)))
        for number, before in reversed(earlier) if argument.lead else earlier:
            for group in self._subjects(view, before, SENTENCE_BEFORE - number, argument):
                if self._is_marked(before, argument, group):
                    yield group

    def _subjects(self, view: View, scene: Scene, clause: int, argument: Argument) -> list[Group]:
        """Groups that can be the subject of a clause (or of the whole sentence before).

        First the head of an attributive clause (A与B共建的|Z), then the others.
        """
        key = clause, bool(argument.follow), argument.free
        found = view.subjects.get(key)
        if found is None:
            groups = scene.groups if clause <= SENTENCE_BEFORE else view.in_clause(clause)
            free = [group for group in groups if self._is_free(scene, group, argument)]
            found = view.subjects[key] = sorted(free, key=lambda group: not self._is_head(scene, group))
        return sorted(found, key=lambda group: -group.start) if argument.last else found

    def _is_head(self, scene: Scene, group: Group) -> bool:
        return self._before(scene, group.start).endswith(self.context.attributive)

    # -- places ----------------------------------------------------------------------------------------------------

    def _may_stand_before(self, scene: Scene, argument: Argument, group: Group, position: int) -> bool:
        if argument.reach != "touching" and not argument.follow and position - group.end <= argument.within:
            return self._stands_free(scene, argument, group)  # near enough, whatever stands between
        gap = bare(gap_between(scene.key, group.end, position))
        if argument.follow:
            follow = next((word for word in argument.follow if gap.startswith(word)), None)
            if follow is None:
                return False
            gap = gap[len(follow) :]
        if argument.reach == "touching":
            return made_of(gap, argument.gap) and self._is_marked(scene, argument, group)
        if len(gap) - scene.named(group.end, position) > argument.within:
            return False
        return self._stands_free(scene, argument, group)

    def _stands_free(self, scene: Scene, argument: Argument, group: Group) -> bool:
        """Tell whether a group has the argument's marker, or needs none and is free."""
        if argument.marker:
            return self._is_marked(scene, argument, group)
        return self._is_free(scene, group, argument)

    def _may_stand_after(self, scene: Scene, argument: Argument, group: Group, position: int) -> bool:
        if argument.follow:
            after = bare(scene.key[group.end : group.end + 12])
            if not after.startswith(argument.follow):
                return False
        if argument.reach != "touching" and group.start - position <= argument.within:
            return self._is_marked(scene, argument, group)
        gap = bare(gap_between(scene.key, position, group.start))
        if argument.reach == "touching":
            return made_of(gap, argument.gap) and self._is_marked(scene, argument, group)
        distance = len(gap) - scene.named(position, group.start)
        return distance <= argument.within and self._is_marked(scene, argument, group)

    def _has_edges(self, scene: Scene, argument: Argument, group: Group) -> bool:
        """Tell whether an argument's marker stands before a group and what has to follow it behind."""
        after = bare(scene.key[group.end : group.end + 12])
        return after.startswith(argument.follow or "") and self._is_marked(scene, argument, group)

    def _is_marked(self, scene: Scene, argument: Argument, group: Group) -> bool:
        """Tell whether a marker stands before a group, or before the name that it belongs to: 由A旗下的|B."""
        if not argument.marker:
            return True
        start = group.start
        for _ in range(_MOST_OWNERS):
            if self._before(scene, start).endswith(argument.marker):
                return True
            owner = self._owner(scene, start)
            if owner is None:
                break
            start = owner
        return argument.loose > 0 and self._is_marked_loosely(scene, argument, group)

    def _is_marked_loosely(self, scene: Scene, argument: Argument, group: Group) -> bool:
        """Tell whether a marker stands before a group in its clause with names and a few characters between."""
        clause = scene.clause(group.start)
        start = max(scene.span.start, clause.start - 1, group.start - _FURTHEST_MARKER)
        text = _NAME.join(scene.key[first:last] for first, last in scene.outside_names(Span(start, group.start)))
        if not _any_word(argument.marker).search(text):
            return False  # nearly always, and some arguments have a hundred markers
        for word in argument.marker:
            position = text.rfind(word)
            if position >= 0 and len(text[position + len(word) :].replace(_NAME, "")) <= argument.loose:
                return True
        return False

    def _owner(self, scene: Scene, start: int) -> int | None:
        """Where the name begins that stands with 的 or the like right before a position; None if there is none."""
        before = rest = self._before(scene, start)
        while rest.endswith(self.context.attributive):
            rest = rest[: -next(len(word) for word in self.context.attributive if rest.endswith(word))]
        end = max(scene.span.start, start - _LOOK_BACK) + len(rest)
        index = bisect_left(scene.starts, end) - 1
        if rest == before or index < 0 or scene.names[index].end != end:
            return None
        return scene.names[index].start

    def _is_free(self, scene: Scene, group: Group, argument: Argument) -> bool:
        """Tell whether a group can be a subject: no preposition before it and no attributive 的 behind it."""
        if not argument.free:
            return True
        before = self._before(scene, group.start)
        if before.endswith(self.context.prepositions) and not before.endswith(self.context.pseudo):
            return False
        after = scene.key[group.end : group.end + 4].lstrip("”")
        return bool(argument.follow) or not after.startswith(self.context.attributive)

    def _before(self, scene: Scene, start: int) -> str:
        return scene.key[max(scene.span.start, start - _LOOK_BACK) : start].rstrip('“" ')


@cache
def _any_word(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(alternatives(words))


def sentences_before(scene: Scene, argument: Argument) -> tuple[Scene, ...]:
    """The sentences before this one that an argument's reach goes back to, the nearest first."""
    counts = {"discourse": min(scene.own, 1), "paragraph": scene.own, "story": len(scene.before)}
    return scene.before[: counts.get(argument.reach, 0)]


def made_of(gap: str, words: tuple[str, ...]) -> bool:
    """Tell whether a gap is nothing but some of these words, one after another."""
    position = 0
    while position < len(gap):
        if not gap.startswith(words, position):
            return False
        position += next(len(word) for word in words if gap.startswith(word, position))
    return True
