"""Relations: the rules applied to the scenes of a text.

One scan finds all triggers of all rules; only rules whose trigger is there look for their arguments. Rules without a
trigger (a name states its place) are tried on each name, see `kg.relations.stating`. Everything a rule can say is in
`kg.rules`; what it means is here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field

import daachorse

from kg.model import Span
from kg.names.reading import Name
from kg.relations.arguments import made_of
from kg.relations.conditions import conditions_hold, modality_of
from kg.relations.scene import Scene, bare
from kg.relations.stage import Stage
from kg.relations.stating import StatementFinder, identity
from kg.relations.view import View, anywhere
from kg.rules import IN_CLAUSE, Cue, Rule, RuleSet
from kg.schema import Schema
from kg.values import value


@value
class Finding:
    """What one rule read in one scene: two names, the trigger's range (None without one), and the modality."""

    rule: Rule
    subject: Name
    object: Name
    trigger: Span | None
    modality: str
    scene: Scene


_Wanted = tuple[int, int, int, Rule]
"""What must stand around a trigger of a rule, as bits for its subject and its object; what it needs, and the rule."""


@value
class Word:
    """What a found word is: a trigger of rules, a longer word that hides triggers, or a cue.

    ``wanted`` has for each rule what must stand around it, as bits for its subject and its object
    (`kg.relations.view`), with the bits of what else it needs; ``asked`` has all of these bits, and ``fitting`` the
    rules by those of them that stood in a scene before. ``meets`` are the needs that the word itself meets
    (`kg.relations.conditions`). It is ``special`` if it hides triggers or is a cue.
    """

    wanted: tuple[_Wanted, ...]
    hides: frozenset[str]
    cues: tuple[Cue, ...]
    asked: int
    meets: int
    special: bool
    fitting: dict[int, list[_Wanted]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules whose trigger it is."""
        return tuple(rule for *_, rule in self.wanted)


_REMEMBERED = 1000  # of what stood in the scenes of a trigger; then all of it is forgotten

Hit = tuple[int, int, Word]
"""Where a found word stands in the key, and what it is."""


class RelationReader(StatementFinder):
    """The rules, compiled once."""

    def __init__(self, rules: RuleSet, schema: Schema) -> None:
        """Prepare the scan for all triggers, pseudo-triggers and cues."""
        super().__init__(rules, schema)
        self.stage = Stage(rules.context)
        by_trigger: dict[str, list[_Wanted]] = defaultdict(list)
        hides: dict[str, set[str]] = defaultdict(set)
        cues: dict[str, list[Cue]] = defaultdict(list)
        around = self.kinds.wanted_around
        for rule in rules.rules:
            wanted = around(rule.subject), around(rule.object), self.needs.of(rule), rule
            for word in rule.triggers:
                by_trigger[word].append(wanted)
            for word in rule.pseudo:
                hides[word].add(rule.name)
        for cue in rules.context.cues:
            for word in cue.words:
                cues[word].append(cue)
        needs = self.needs.words
        words = sorted(by_trigger.keys() | hides.keys() | cues.keys() | needs.keys())
        self._words = [
            _word(
                tuple(by_trigger.get(word, ())),
                frozenset(hides.get(word, ())),
                tuple(cues.get(word, ())),
                needs.get(word, 0),
            )
            for word in words
        ]
        self._scan = daachorse.CharwiseDoubleArrayAhoCorasick(words) if words else None

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
        first = 0
        for scene in self.stage.scenes(key, sentences, names):
            first = bisect_left(found, (scene.span.start,), first)
            last = bisect_left(found, (scene.span.end,), first)
            yield scene, found[first:last]
            first = last

    def _find(self, key: str) -> list[Hit]:
        found = self._scan.find_overlapping(key) if self._scan else []
        return [(start, end, self._words[index]) for start, end, index in sorted(found)]

    def _read_scene(self, scene: Scene, hits: list[Hit], present: set[tuple[str, str]]) -> Iterator[Finding]:
        if not scene.names and not any(one.names for one in scene.before[: scene.own]):
            return
        own = self.kinds.of_all(scene.names)
        most = anywhere(scene, own, self.kinds) if hits else 0
        special: list[Hit] = []
        tried: list[Hit] = []
        met = 0
        for hit in hits:
            word = hit[2]
            met |= word.meets
            if word.special:
                special.append(hit)
            if most & word.asked and _fitting(word, most & word.asked):
                tried.append(hit)
        if scene.names:
            for rule, name, target, place in self._stated(scene, present, met):
                modality = rule.modality
                if not modality and rule.object.reach not in IN_CLAUSE:
                    modality = modality_of(place, scene, _cues(special), rule.ignore)
                yield Finding(rule, name, target, None, modality, scene)
        if not tried:
            return
        view, unmet = View(scene, own, self.kinds), ~met
        for start, end, word in tried:
            wanted = _fitting(word, view.supply(start, end) & word.asked)
            if rules := [rule for _, _, needs, rule in wanted if not needs & unmet]:
                yield from self._read_trigger(view, Span(start, end), rules, special)

    def _read_trigger(self, view: View, trigger: Span, rules: list[Rule], special: list[Hit]) -> Iterator[Finding]:
        """What rules read by one trigger, of those that have names of the right types around it and what they need.

        ``special`` are the words of the scene that hide triggers or give a modality.
        """
        scene = view.scene
        hidden: set[str] = set()
        for start, end, word in special:
            if start <= trigger.start and trigger.end <= end:
                hidden |= word.hides
        for rule in rules:
            if rule.name in hidden:
                continue
            if rule.opens is not None and not self._opens_clause(scene, trigger, rule.opens):
                continue
            pairs = self._pairs(view, rule, trigger)
            if pairs:
                modality = rule.modality or modality_of(trigger, scene, _cues(special), rule.ignore)
                yield from (Finding(rule, subject, target, trigger, modality, scene) for subject, target in pairs)

    def _opens_clause(self, scene: Scene, trigger: Span, words: tuple[str, ...]) -> bool:
        return made_of(bare(scene.key[scene.clause(trigger.start).start : trigger.start]), words)

    def _pairs(self, view: View, rule: Rule, trigger: Span) -> list[tuple[Name, Name]]:
        if rule.subject_first:
            subject_names = self._filling(view, rule.subject, trigger)
            if not subject_names or not conditions_hold(rule, view.scene, trigger):
                return []
            limit = min(name.start for name in subject_names)
            target_names = self._filling(view, rule.object, trigger, avoid=subject_names, limit=limit)
            return self._combine(view.scene, rule, trigger, subject_names, target_names) if target_names else []
        target_names = self._filling(view, rule.object, trigger)
        if not target_names or not conditions_hold(rule, view.scene, trigger):
            return []
        # The subject stands before an object that has a marker (X对Y持股), unless it touches the trigger.
        marked = rule.object.marker and rule.object.position == rule.subject.position == "before"
        marked = marked and rule.subject.reach != "touching"
        limit = min(name.start for name in target_names) if marked else trigger.start
        subject_names = self._filling(view, rule.subject, trigger, avoid=target_names, limit=limit)
        return self._combine(view.scene, rule, trigger, subject_names, target_names) if subject_names else []

    def _combine(
        self, scene: Scene, rule: Rule, trigger: Span, subjects: list[Name], targets: list[Name]
    ) -> list[tuple[Name, Name]]:
        pairs = [(subject, target) for subject in subjects for target in targets]
        if len(subjects) == len(targets) > 1 and self._distributes(scene, trigger):
            pairs = list(zip(subjects, targets, strict=True))
        return [
            (subject, target)
            for subject, target in pairs
            if self._fits(rule, subject, target) and conditions_hold(rule, scene, trigger, (subject, target))
        ]

    def _distributes(self, scene: Scene, trigger: Span) -> bool:
        before = scene.key[max(scene.span.start, trigger.start - 6) : trigger.start]
        return any(word in before for word in self.context.distributive)


def surest(readings: Iterable[Finding]) -> Iterator[Finding]:
    """Of several readings of one relation between the same two names, the surest; a doubt in one is a doubt in all."""
    readings = list(readings)
    if len(readings) < 2:
        yield from readings
        return
    groups: dict[tuple[int, int, int, int, str], list[Finding]] = defaultdict(list)
    for reading in readings:
        subject, target = reading.subject, reading.object
        groups[subject.start, subject.end, target.start, target.end, reading.rule.relation].append(reading)
    for key in sorted(groups):
        doubtful = [reading for reading in groups[key] if reading.modality]
        yield min(doubtful or groups[key], key=lambda reading: (-reading.rule.confidence, reading.rule.name))


def _fitting(word: Word, bits: int) -> list[_Wanted]:
    """The rules of a trigger that names of the right types stand for; worked out only for what is new."""
    rules = word.fitting.get(bits)
    if rules is None:
        if len(word.fitting) >= _REMEMBERED:
            word.fitting.clear()
        rules = word.fitting[bits] = [one for one in word.wanted if bits & one[0] and bits & one[1]]
    return rules


def _cues(hits: Iterable[Hit]) -> Iterator[tuple[int, int, Cue]]:
    return ((start, end, cue) for start, end, word in hits for cue in word.cues)


def _word(wanted: tuple[_Wanted, ...], hides: frozenset[str], cues: tuple[Cue, ...], meets: int) -> Word:
    asked = 0
    for subject, target, *_ in wanted:
        asked |= subject | target
    return Word(wanted, hides, cues, asked, meets, bool(hides or cues))
