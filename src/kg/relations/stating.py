"""What names state by how they stand: rules without a trigger, whose object is seen from the subject.

The object stands inside the subject (北京 in 北京市科委), in the list next to it, or, where the rule reaches that far,
in the nearest list of the sentence or of the one before that has a fitting name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from operator import attrgetter

from kg.model import Span
from kg.names.reading import REFERENCE, Name
from kg.relations.arguments import ArgumentFinder, made_of, sentences_before
from kg.relations.conditions import Needs, conditions_hold
from kg.relations.members import asked_of, chosen_of, is_of
from kg.relations.scene import Chain, Group, Scene, bare, gap_between
from kg.relations.view import Kinds
from kg.rules import FAR_BACK, IN_CLAUSE, Argument, Rule, RuleSet
from kg.schema import Schema

Stated = tuple[int, Rule, Name, Name, Span]
"""The number of a rule without a trigger, the rule, the subject and object that it may join, and the subject's list."""

_Reaching = tuple[int, Rule, int, int, int]
"""A rule that reaches farther than its clause, with its number, what it needs (`Needs`), and what must stand where."""

_start, _end = attrgetter("start"), attrgetter("end")


class StatementFinder(ArgumentFinder):
    """Finds the pairs of names that rules without a trigger join."""

    def __init__(self, rules: RuleSet, schema: Schema) -> None:
        """Sort the rules without a trigger by what they look at."""
        super().__init__(rules.context, Kinds(end for rule in rules.rules for end in (rule.subject, rule.object)))
        self.rules = rules
        self.schema = schema
        self._stating: dict[tuple[str, str, str], list[tuple[int, Rule]]] = defaultdict(list)
        self._reaching: dict[str, list[_Reaching]] = defaultdict(list)
        self.needs = Needs(rules.rules)
        for number, rule in enumerate(rules.rules):
            if rule.triggers:
                continue
            if rule.object.reach not in IN_CLAUSE:
                reaching = number, rule, self.needs.of(rule), *self._reached(rule.object)
                self._reaching[rule.object.position].append(reaching)
                continue
            others = schema.types if rule.object.parts else rule.object.types
            for kinds in product(rule.subject.types, others):
                self._stating[rule.object.position, *kinds].append((number, rule))
        self._looking = {(position, kind) for position, kind, _ in self._stating}
        self._beside: dict[tuple[str, str, frozenset[str]], list[tuple[int, Rule]]] = {}
        self._across: dict[tuple[str, frozenset[str]], list[_Reaching]] = {}

    def _stated(self, scene: Scene, present: set[tuple[str, str]], met: int) -> Iterator[tuple[Rule, Name, Name, Span]]:
        """What names state by what is in them and around them, in the order of the rules.

        ``met`` is what stands in the scene of what rules need. Yields rule, subject, object, and the list that the
        subject is in.
        """
        found = [*self._seen_inside(scene, present), *self._seen_beside(scene), *self._seen_far(scene, met)]
        for _, rule, name, target, place in sorted(found, key=lambda one: one[0]):
            if (
                is_of(name, rule.subject)
                and self._fits(rule, name, target)
                and (not rule.about_trigger or conditions_hold(rule, scene, place))
                and (not rule.about_ends or conditions_hold(rule, scene, None, (name, target)))
            ):
                yield rule, name, target, place

    def _fits(self, rule: Rule, subject: Name, target: Name) -> bool:
        if identity(subject) == identity(target):
            return False
        return self.schema.relations[rule.relation].admits(subject.mention.type, target.mention.type)

    # -- inside a name and next to it ------------------------------------------------------------------------------

    def _seen_inside(self, scene: Scene, present: set[tuple[str, str]]) -> Iterator[Stated]:
        for name in scene.names:
            if not name.parts or name.mention.source == REFERENCE:
                continue
            for part in name.parts:
                if part.mention.source == REFERENCE:
                    continue  # 县 of 县医院 refers to the county: the name does not name it
                rules = self._stating.get(("inside", name.mention.type, part.mention.type), ())
                for number, rule in rules if identity(part) in present else ():
                    if not is_of(part, rule.object) or (rule.object.at_start and part.start != name.start):
                        continue
                    if scene.key.startswith(rule.object.follow or "", part.end, name.end):
                        yield number, rule, name, part, Span(name.start, name.end)

    def _seen_beside(self, scene: Scene) -> Iterator[Stated]:
        chains = scene.chains()
        for place, (group, chain) in enumerate(chains):
            for name in chain:
                yield from self._seen_ahead(scene, name, chains, place)
                if ("after", name.mention.type) not in self._looking:
                    continue
                last = name is chain[-1]
                if not last or place + 1 < len(chains):
                    behind = chains[place + 1][0] if last else group
                    yield from self._seen_in(scene, name, group, "after", behind, name.end)

    def _seen_ahead(
        self, scene: Scene, name: Name, chains: Sequence[tuple[Group, Chain]], place: int
    ) -> Iterator[Stated]:
        """What stands before a name: what it is narrowed down by, else the list before it, and before its own list.

        Args:
            scene: the sentence.
            name: in the chain at ``place``.
            chains: all of the sentence, each with its list.
            place: which of these.
        """
        if name.mention.source == REFERENCE:
            return  # nothing belongs to it by standing before it: 北京的他
        group, chain = chains[place]
        kind = name.mention.type
        if outer := group.outer(chain, name):
            span = Span(group.start, group.end)
            for number, rule in self._stating.get(("before", kind, outer.mention.type), ()):
                if is_of(outer, rule.object):
                    yield number, rule, name, outer, span
        elif place and ("before", kind) in self._looking:
            before = chains[place - 1][0]
            if before is not group:
                yield from self._seen_in(scene, name, group, "before", before, name.start)
            if chain is not group.chains[0] and kind == group.names[0].mention.type:
                yield from self._seen_before_list(scene, name, group, chains[:place])

    def _seen_before_list(
        self, scene: Scene, name: Name, group: Group, earlier: Sequence[tuple[Group, Chain]]
    ) -> Iterator[Stated]:
        """What stands before a list is said of all its members: A的X、Y和Z."""
        before = [other for other, chain in earlier if chain[-1].end <= group.start]
        if before:
            yield from self._seen_in(scene, name, group, "before", before[-1], group.start)

    def _seen_in(
        self, scene: Scene, name: Name, own: Group, position: str, group: Group, edge: int
    ) -> Iterator[Stated]:
        """What rules may join a name with in the group that is next to it, or to its own list, at that range's edge."""
        kind = name.mention.type
        rules = self._rules_beside(position, kind, group.types)
        if not rules:
            return
        before = position == "before"
        cut = group.within(scene.span.start, edge) if before else group.within(edge, scene.span.end)
        if cut is None:
            return
        span = Span(own.start, own.end)
        gap = bare(gap_between(scene.key, cut.end, edge) if before else gap_between(scene.key, edge, cut.start))
        for number, rule in rules:
            argument = rule.object
            if argument.reach == "touching" and not argument.follow and not made_of(gap, argument.gap):
                continue  # nearly all; whoever stands near enough is asked the rest
            members = self._members(cut, argument)
            if members and before and self._may_stand_before(scene, argument, cut, edge):
                ends = chosen_of(members, argument, scene.key, last=True)
                yield from ((number, rule, name, member, span) for member in ends)
            elif members and not before and self._may_stand_after(scene, argument, cut, edge):
                ends = chosen_of(members, argument, scene.key)
                yield from ((number, rule, name, member, span) for member in ends)

    def _rules_beside(self, position: str, kind: str, others: frozenset[str]) -> list[tuple[int, Rule]]:
        """The rules that may join a name of a type with one of a list of names of some types."""
        rules = self._beside.get((position, kind, others))
        if rules is None:
            found = {
                number: rule for other in others for number, rule in self._stating.get((position, kind, other), ())
            }
            rules = self._beside[position, kind, others] = sorted(found.items())
        return rules

    # -- farther off -----------------------------------------------------------------------------------------------

    def _reached(self, argument: Argument) -> tuple[int, int]:
        """The bits of the types of which one must stand: on the argument's side, or in the sentence before."""
        if argument.reach in FAR_BACK:
            return -1, -1  # who knows what stands so far back
        wanted = self.kinds.among(argument.types)
        return wanted, wanted if argument.reach == "discourse" else 0

    def _seen_far(self, scene: Scene, met: int) -> Iterator[Stated]:
        """What rules join over a distance: each list with the nearest fitting one before or behind it."""
        earlier = self.kinds.among(name.mention.type for name in scene.previous.names) if scene.previous else 0
        unmet = ~met
        for position in self._reaching:
            nearest: dict[str, Group] = {}
            passed = 0
            for group in scene.by_start if position == "before" else reversed(scene.by_start):
                rules = [
                    (number, rule)
                    for number, rule, needs, here, before in self._rules_across(position, group.types)
                    if not needs & unmet and (here & passed or before & earlier or here < 0)
                ]
                if rules:
                    yield from self._seen_from(scene, group, rules, nearest)
                for kind in group.types:
                    nearest[kind] = group
                passed |= self.kinds.among(group.types)

    def _rules_across(self, position: str, own: frozenset[str]) -> list[_Reaching]:
        """The rules that may join names of a list with others at that position; ``own`` are the types of the list."""
        rules = self._across.get((position, own))
        if rules is None:
            rules = [one for one in self._reaching[position] if not own.isdisjoint(one[1].subject.types)]
            self._across[position, own] = rules
        return rules

    def _seen_from(
        self, scene: Scene, group: Group, rules: Sequence[tuple[int, Rule]], nearest: dict[str, Group]
    ) -> Iterator[Stated]:
        span = Span(group.start, group.end)
        for number, rule in rules:
            subjects = [name for name in self._members(group, rule.subject) if name.mention.source != REFERENCE]
            subjects = chosen_of(subjects, rule.subject, scene.key, last=rule.object.position == "after")
            targets = self._far_from(scene, group, rule.object, nearest) if subjects else ()
            for name in subjects if targets else ():
                for target in targets:
                    yield number, rule, name, target, span

    def _far_from(self, scene: Scene, group: Group, argument: Argument, nearest: dict[str, Group]) -> list[Name]:
        """The names that fill an argument in the list nearest to another one, or else in the sentence before.

        ``nearest`` has for each type the list on the argument's side that is nearest and has a name of it.
        """
        before = argument.position == "before"
        start, end = (scene.span.start, group.start) if before else (group.end, scene.span.end)
        found = [nearest[kind] for kind in argument.types if kind in nearest and not argument.lead]
        if argument.asks:
            found = [one for one in found if asked_of(self._members(one, argument), argument, scene.key)]
        cuts = [cut for one in found if (cut := one.within(start, end))]
        if cuts:
            cut = max(cuts, key=_end) if before else min(cuts, key=_start)
            first, second = (cut.end, group.start) if before else (group.end, cut.start)
            if second - first > argument.within and second - first - scene.named(first, second) > argument.within:
                return []
            place = scene
        else:
            earlier = [
                (one, sentence)
                for sentence in (sentences_before(scene, argument) if before else ())
                for one in sentence.groups[::-1]
                if (members := self._members(one, argument))
                and (argument.lead or asked_of(members, argument, scene.key))
            ]
            if not earlier:
                return []
            cut, place = self._leading(earlier, argument) if argument.lead else earlier[0]
        if not self._has_edges(place, argument, cut):
            return []
        members = self._members(cut, argument)
        return chosen_of(members, argument, scene.key, last=before)

    def _leading(self, earlier: list[tuple[Group, Scene]], argument: Argument) -> tuple[Group, Scene]:
        """Of lists and their sentences, the nearest first, what the text begins with: a subject, if there is one."""
        place = earlier[-1][1]
        groups = [one for one, sentence in reversed(earlier) if sentence is place]
        return next((one for one in groups if self._is_free(place, one, argument)), groups[0]), place


def identity(name: Name) -> tuple[str, str]:
    """What tells whether two mentions surely name one thing within a document."""
    return name.mention.type, name.mention.entry or name.mention.key
