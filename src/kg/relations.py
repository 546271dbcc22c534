"""Relations: the rules applied to the scenes of a text.

One scan finds all triggers of all rules; only rules whose trigger is there look for their arguments. Rules without a
trigger (a name states its place) are tried on each name. Everything a rule can say is in `kg.rules`; what it means is
here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import daachorse

from kg.conditions import conditions_hold, modality_of
from kg.model import Span
from kg.reading import Name
from kg.rules import Argument, Cue, Rule, RuleSet
from kg.scene import Group, Scene, Stage, bare, gap_between
from kg.schema import Schema


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule read in one scene: two names, the trigger's range (None without one), and the modality."""

    rule: Rule
    subject: Name
    object: Name
    trigger: Span | None
    modality: str
    scene: Scene


@dataclass(frozen=True, slots=True)
class Word:
    """What a found word is: a trigger of rules, a longer word that hides triggers, or a cue."""

    rules: tuple[Rule, ...]
    hides: frozenset[str]
    cues: tuple[Cue, ...]


Hit = tuple[int, int, Word]
"""Where a found word stands in the key, and what it is."""


class RelationReader:
    """The rules, compiled once."""

    def __init__(self, rules: RuleSet, schema: Schema) -> None:
        """Prepare the scan for all triggers, pseudo-triggers and cues."""
        self.rules = rules
        self.schema = schema
        self.stage = Stage(rules.context)
        by_trigger: dict[str, list[Rule]] = defaultdict(list)
        hides: dict[str, set[str]] = defaultdict(set)
        cues: dict[str, list[Cue]] = defaultdict(list)
        for rule in rules.rules:
            for word in rule.triggers:
                by_trigger[word].append(rule)
            for word in rule.pseudo:
                hides[word].add(rule.name)
        for cue in rules.context.cues:
            for word in cue.words:
                cues[word].append(cue)
        words = sorted(by_trigger.keys() | hides.keys() | cues.keys())
        self._words = [
            Word(tuple(by_trigger.get(w, ())), frozenset(hides.get(w, ())), tuple(cues.get(w, ()))) for w in words
        ]
        self._scan = daachorse.CharwiseDoubleArrayAhoCorasick(words) if words else None
        self._without_trigger = [rule for rule in rules.rules if not rule.triggers]

    def read(self, key: str, sentences: Iterable[Span], names: Iterable[Name]) -> Iterator[Finding]:
        """Yield what the rules read in a text, once for each relation, pair and place, in order of the text.

        Args:
            key: the folded text.
            sentences: its sentences as ranges of the key.
            names: its names, nested ones inside their holders.
        """
        names = list(names)
        present = {identity(name) for name in names}
        for scene, hits in self._scenes(key, sentences, names):
            yield from surest(self._read_scene(scene, hits, present))

    def _scenes(self, key: str, sentences: Iterable[Span], names: list[Name]) -> Iterator[tuple[Scene, list[Hit]]]:
        """Each scene with the triggers, pseudo-triggers and cues that were found in it."""
        found = self._find(key)
        position = 0
        for scene in self.stage.scenes(key, sentences, names):
            hits = []
            while position < len(found) and found[position][0] < scene.span.end:
                if found[position][0] >= scene.span.start:
                    hits.append(found[position])
                position += 1
            yield scene, hits

    def _find(self, key: str) -> list[Hit]:
        if self._scan is None:
            return []
        return sorted(
            ((start, end, self._words[index]) for start, end, index in self._scan.find_overlapping(key)),
            key=lambda hit: hit[:2],
        )

    def _read_scene(self, scene: Scene, hits: list[Hit], present: set[tuple[str, str]]) -> Iterator[Finding]:
        if scene.names:
            for rule in self._without_trigger:
                yield from self._read_names(scene, rule, present)
        if not scene.names and not scene.previous:
            return
        hidden = [(start, end, word.hides) for start, end, word in hits if word.hides]
        cues = [(start, end, cue) for start, end, word in hits for cue in word.cues]
        for start, end, word in hits:
            for rule in word.rules:
                if any(s <= start and end <= e and rule.name in names for s, e, names in hidden):
                    continue
                if any(name.start <= start and end <= name.end for name in scene.names):
                    continue  # part of a name: 投资 in 国新投资
                trigger = Span(start, end)
                if rule.opens is not None and not self._opens_clause(scene, trigger, rule.opens):
                    continue
                modality = rule.modality or modality_of(trigger, scene, cues, rule.ignore)
                for subject, target in self._pairs(scene, rule, trigger):
                    yield Finding(rule, subject, target, trigger, modality, scene)

    def _opens_clause(self, scene: Scene, trigger: Span, words: tuple[str, ...]) -> bool:
        return made_of(bare(scene.key[scene.clause(trigger.start).start : trigger.start]), words)

    # -- arguments -------------------------------------------------------------------------------------------------

    def _pairs(self, scene: Scene, rule: Rule, trigger: Span) -> Iterator[tuple[Name, Name]]:
        if not conditions_hold(rule, scene, trigger):
            return
        target_names = self._argument(scene, rule.object, trigger)
        if not target_names:
            return
        marked = rule.object.marker and rule.object.position == rule.subject.position == "before"
        limit = min(name.start for name in target_names) if marked else trigger.start
        subject_names = self._argument(scene, rule.subject, trigger, avoid=target_names, limit=limit)
        yield from self._combine(scene, rule, trigger, subject_names, target_names)

    def _combine(
        self, scene: Scene, rule: Rule, trigger: Span, subjects: list[Name], targets: list[Name]
    ) -> Iterator[tuple[Name, Name]]:
        pairs = [(subject, target) for subject in subjects for target in targets]
        if len(subjects) == len(targets) > 1 and self._distributes(scene, trigger):
            pairs = list(zip(subjects, targets, strict=True))
        for subject, target in pairs:
            if self._fits(rule, subject, target) and conditions_hold(rule, scene, trigger, (subject, target)):
                yield subject, target

    def _argument(
        self,
        scene: Scene,
        argument: Argument,
        trigger: Span,
        avoid: list[Name] | None = None,
        limit: int | None = None,
    ) -> list[Name]:
        """The names that fill an argument: all members of the group that fits best, or none.

        ``avoid`` are names that the other argument has already; a name after ``limit`` cannot stand before the trigger.
        """
        for group in self._candidates(scene, argument, trigger):
            members = [name for member in group.names for name in self._fitting(member, argument)]
            members = [name for name in members if not (avoid and name in avoid)]
            if limit is not None and argument.position == "before":
                members = [name for name in members if name.start < limit]
            if members:
                before = argument.position == "before"
                return [members[-1] if before else members[0]] if argument.one else members
        return []

    def _fitting(self, name: Name, argument: Argument) -> list[Name]:
        """A name if it has the argument's type and class; else, where parts count, the names nested in it that have."""
        if is_of(name, argument):
            return [name]
        return [part for part in name.parts if is_of(part, argument)] if argument.parts else []

    def _candidates(self, scene: Scene, argument: Argument, trigger: Span) -> Iterator[Group]:
        """Groups where the argument may stand, the best first."""
        clause = scene.clause(trigger.start)
        if argument.position == "before":
            region = clause if argument.reach in ("touching", "clause") else Span(scene.span.start, trigger.start)
            near = list(scene.groups_in(Span(clause.start, trigger.start)))
            ordered = near if argument.first else sorted(near, key=lambda group: -group.end)
            yield from (g for g in ordered if self._may_stand_before(scene, argument, g, trigger.start))
            if region is not clause:
                yield from self._carried(scene, argument, trigger)
            return
        ends = clause if argument.reach in ("touching", "clause") else scene.span
        for group in sorted(scene.groups_in(Span(trigger.end, ends.end)), key=lambda group: group.start):
            if self._may_stand_after(scene, argument, group, trigger.end):
                yield group

    def _carried(self, scene: Scene, argument: Argument, trigger: Span) -> Iterator[Group]:
        """Subjects of earlier clauses, then (if the reach is the discourse) of the sentence before."""
        for clause in scene.clauses_before(trigger.start):
            yield from self._subjects(scene, argument, scene.groups_in(clause))
        if argument.reach == "discourse" and scene.previous:
            yield from self._subjects(scene.previous, argument, scene.previous.groups)

    def _subjects(self, scene: Scene, argument: Argument, groups: Iterable[Group]) -> Iterator[Group]:
        """Groups that can be the subject of a clause.

        First the head of an attributive clause (A与B共建的|Z), then the others.
        """
        free = [g for g in groups if self._is_free(scene, g, argument) and self._is_marked(scene, argument, g)]
        attributive = self.rules.context.attributive
        heads = [g for g in free if attributive and self._text_before(scene, g).endswith(attributive)]
        yield from heads
        yield from (group for group in free if group not in heads)

    def _may_stand_before(self, scene: Scene, argument: Argument, group: Group, position: int) -> bool:
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
        return self._is_marked(scene, argument, group) and (
            bool(argument.marker) or self._is_free(scene, group, argument)
        )

    def _may_stand_after(self, scene: Scene, argument: Argument, group: Group, position: int) -> bool:
        gap = bare(gap_between(scene.key, position, group.start))
        if argument.follow:
            after = bare(scene.key[group.end : group.end + 12])
            if not after.startswith(argument.follow):
                return False
        if argument.reach == "touching":
            return made_of(gap, argument.gap) and self._is_marked(scene, argument, group)
        distance = len(gap) - scene.named(position, group.start)
        return distance <= argument.within and self._is_marked(scene, argument, group)

    def _is_marked(self, scene: Scene, argument: Argument, group: Group) -> bool:
        if not argument.marker:
            return True
        return self._text_before(scene, group).endswith(argument.marker)

    def _is_free(self, scene: Scene, group: Group, argument: Argument) -> bool:
        """Tell whether a group can be a subject: no preposition before it and no attributive 的 behind it."""
        context = self.rules.context
        if context.prepositions and self._text_before(scene, group).endswith(context.prepositions):
            return False
        after = scene.key[group.end : group.end + 4].lstrip("”")
        return bool(argument.follow) or not (context.attributive and after.startswith(context.attributive))

    def _text_before(self, scene: Scene, group: Group) -> str:
        return scene.key[max(scene.span.start, group.start - 10) : group.start].rstrip('“" ')

    # -- rules without a trigger -----------------------------------------------------------------------------------

    def _read_names(self, scene: Scene, rule: Rule, present: set[tuple[str, str]]) -> Iterator[Finding]:
        for name in scene.names:
            if not is_of(name, rule.subject) or name.mention.source == "reference":
                continue
            for target in self._seen_from(scene, rule.object, name, present):
                if self._fits(rule, name, target) and conditions_hold(rule, scene, None, (name, target)):
                    yield Finding(rule, name, target, None, rule.modality, scene)

    def _seen_from(self, scene: Scene, argument: Argument, name: Name, present: set[tuple[str, str]]) -> Iterator[Name]:
        if argument.position == "inside":
            for part in name.parts:
                fits = is_of(part, argument) and (not argument.at_start or part.start == name.start)
                if fits and identity(part) in present:
                    yield part
            return
        if argument.position == "before":
            outer = scene.outer(name)
            if outer:
                if is_of(outer, argument):
                    yield outer
                return
            before = [group for group in scene.groups_in(Span(scene.span.start, name.start)) if name not in group.names]
            nearest = max(before, key=lambda group: group.end, default=None)
            if nearest and self._may_stand_before(scene, argument, nearest, name.start):
                members = [m for member in nearest.names for m in self._fitting(member, argument)]
                yield from members[-1:] if argument.one else members
            return
        after = scene.groups_in(Span(name.end, scene.span.end))
        nearest = min(after, key=lambda group: group.start, default=None)
        if nearest and self._may_stand_after(scene, argument, nearest, name.end):
            members = [m for member in nearest.names for m in self._fitting(member, argument)]
            yield from members[:1] if argument.one else members

    # -- conditions ------------------------------------------------------------------------------------------------

    def _fits(self, rule: Rule, subject: Name, target: Name) -> bool:
        if identity(subject) == identity(target):
            return False
        return self.schema.relations[rule.relation].admits(subject.mention.type, target.mention.type)

    def _distributes(self, scene: Scene, trigger: Span) -> bool:
        before = scene.key[max(scene.span.start, trigger.start - 6) : trigger.start]
        return any(word in before for word in self.rules.context.distributive)


def is_of(name: Name, argument: Argument) -> bool:
    """Tell whether a name has the type and class that an argument asks for."""
    if name.mention.type not in argument.types:
        return False
    return not argument.kinds or name.mention.kind in argument.kinds


def identity(name: Name) -> tuple[str, str]:
    """What tells whether two mentions surely name one thing within a document."""
    return name.mention.type, name.mention.entry or name.mention.key


def made_of(gap: str, words: tuple[str, ...]) -> bool:
    """Tell whether a gap is nothing but some of these words, one after another."""
    position = 0
    while position < len(gap):
        word = next((word for word in words if gap.startswith(word, position)), None)
        if word is None:
            return False
        position += len(word)
    return True


def surest(readings: Iterable[Finding]) -> Iterator[Finding]:
    """Of several readings of one relation between the same two names, the surest; a doubt in one is a doubt in all."""
    groups: dict[tuple[int, int, int, int, str], list[Finding]] = defaultdict(list)
    for reading in readings:
        subject, target = reading.subject, reading.object
        groups[subject.start, subject.end, target.start, target.end, reading.rule.relation].append(reading)
    for key in sorted(groups):
        doubtful = [reading for reading in groups[key] if reading.modality]
        yield min(doubtful or groups[key], key=lambda reading: (-reading.rule.confidence, reading.rule.name))
