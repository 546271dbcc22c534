"""Why a rule whose trigger stands in a sentence stated nothing there.

The same steps as `kg.relations.reader` takes, in the same order; but each tells a reason instead of giving up. A rule
misses exactly where the reader of relations finds nothing by it; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.explanation.reasons import absent, broken, called, conditions_of, holds, listed, quoted
from kg.model import Span
from kg.names.reading import Name
from kg.relations.arguments import made_of, sentences_before
from kg.relations.members import asked_of
from kg.relations.reader import Finding, Hit, RelationReader, surest
from kg.relations.scene import Group, Scene, bare, gap_between
from kg.relations.stating import identity
from kg.relations.view import View
from kg.rules import Argument, Rule
from kg.text import PARAGRAPH

STEPS = (
    "pseudo-trigger",
    "part of a name",
    "opens",
    "unless",
    "requires",
    "object",
    "subject",
    "same thing",
    "domain or range",
)
"""What a rule can fail at, in the order in which it is asked."""

UNFIT = STEPS[-2:]
"""The steps at which two names were found that no rule may join."""

_MOST_GROUPS = 2
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Reason:
    """The step that failed and what was wrong there."""

    step: str
    message: str


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule whose trigger stands in a scene and that stated nothing by it.

    Attributes:
        rule: the rule.
        trigger: the trigger's range of the key.
        reasons: what failed, the first condition first; of conditions all, as they do not hang on one another.
        pairs: the names that the rule would have joined if nothing else had been in the way.
        near: whether somebody may have expected a relation here: names stood in reach of both arguments, little was
            in the way, and no other rule of the relation read it by the same words or between the same names.
        possible: whether at least names of both arguments' types stand in the trigger's clause, and no other rule of
            the relation read it by the same words.
    """

    rule: Rule
    trigger: Span
    reasons: tuple[Reason, ...]
    pairs: tuple[tuple[Name, Name], ...] = ()
    near: bool = False
    possible: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One scene: what was read, the same read by less sure rules, and the rules that missed."""

    scene: Scene
    findings: tuple[Finding, ...]
    outdone: tuple[Finding, ...]
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class _Why:
    """What keeps a name from being an argument, and whether it came near."""

    message: str
    near: bool


class Diagnostician(RelationReader):
    """A reader of relations that also tells why rules stated nothing."""

    def diagnose(self, key: str, sentences: Iterable[Span], names: Iterable[Name]) -> Iterator[Diagnosis]:
        """Yield a diagnosis of each sentence, in order. Arguments are those of `RelationReader.read`."""
        names = list(names)
        present = {identity(name) for name in names}
        for scene, hits in self._scenes(key, sentences, names):
            readings = list(self._read_scene(scene, hits, present))
            findings = list(surest(readings))
            outdone = [reading for reading in readings if not any(reading is finding for finding in findings)]
            misses = (
                replace(miss, near=False, possible=False) if any(_tells(one, miss) for one in readings) else miss
                for miss in self._misses(scene, hits)
            )
            yield Diagnosis(scene, tuple(findings), tuple(outdone), tuple(misses))

    def _misses(self, scene: Scene, hits: list[Hit]) -> Iterator[Miss]:
        for start, end, word in hits:
            for rule in word.rules:
                miss = self._miss(scene, rule, Span(start, end), hits)
                if miss:
                    yield miss

    def _miss(self, scene: Scene, rule: Rule, trigger: Span, hits: list[Hit]) -> Miss | None:
        reasons = list(self._barred(scene, rule, trigger, hits))
        pairs, missing, near = self._arguments(scene, rule, trigger)
        if not reasons and not missing:
            return None
        if missing and not pairs and (reasons or trigger.end - trigger.start == 1):
            near = False  # single characters are everywhere
        clause = scene.clause(trigger.start)
        names = [name for group in scene.groups_in(clause) for name in group.names]
        subjects, targets = (
            [name for name in names if self._fitting(name, argument)] for argument in (rule.subject, rule.object)
        )
        named = any(reason.step == STEPS[1] for reason in reasons)
        possible = (
            not named
            and trigger.end - trigger.start > 1
            and any(one is not other for one in subjects for other in targets)
        )
        return Miss(rule, trigger, (*reasons, *missing), tuple(pairs), near, near or possible)

    # -- what bars a trigger -----------------------------------------------------------------------------------------

    def _barred(self, scene: Scene, rule: Rule, trigger: Span, hits: list[Hit]) -> Iterator[Reason]:
        start, end = trigger.start, trigger.end
        for first, last, word in hits:
            if first <= start and end <= last and rule.name in word.hides:
                yield Reason("pseudo-trigger", f"the trigger is only part of {quoted(scene.key[first:last])}")
                break
        for name in scene.names:
            if name.start <= start and end <= name.end:
                yield Reason("part of a name", f"the trigger is part of the name {called(scene, name)}")
                break
        if rule.opens is not None and not self._opens_clause(scene, trigger, rule.opens):
            before = bare(scene.key[scene.clause(start).start : start])
            allowed = f", where only {listed(rule.opens)} may" if rule.opens else ""
            yield Reason("opens", f"the trigger must begin its clause, but {quoted(before)} stands before it{allowed}")
        for step, condition in conditions_of(rule, about_ends=False):
            if not holds(rule, step, condition, scene, trigger, None):
                yield Reason(step, broken(rule, step, condition, scene, trigger, None))

    # -- what keeps names from being arguments -----------------------------------------------------------------------

    def _arguments(self, scene: Scene, rule: Rule, trigger: Span) -> tuple[list[tuple[Name, Name]], list[Reason], bool]:
        """The pairs that the rule gives apart from what bars its trigger, or why it has none, and if it came near."""
        view = View(scene, self.kinds.of_all(scene.names), self.kinds)
        targets = self._filling(view, rule.object, trigger)
        marked = rule.object.marker and rule.object.position == rule.subject.position == "before"
        if not targets:
            reason, blocked = self._missing(scene, "object", rule.object, trigger, [], None)
            subjects = self._filling(view, rule.subject, trigger)
            near = blocked and (bool(subjects) or self._missing(scene, "subject", rule.subject, trigger, [], None)[1])
            return [], [reason], near
        limit = min(name.start for name in targets) if marked else trigger.start
        subjects = self._filling(view, rule.subject, trigger, avoid=targets, limit=limit)
        if not subjects:
            reason, blocked = self._missing(scene, "subject", rule.subject, trigger, targets, limit)
            return [], [reason], blocked
        pairs = list(self._combine(scene, rule, trigger, subjects, targets))
        if pairs:
            return pairs, [], True
        pairs = [(subject, target) for subject in subjects for target in targets]
        return pairs, [self._unfit(scene, rule, trigger, subjects, targets)], True

    def _unfit(self, scene: Scene, rule: Rule, trigger: Span, subjects: list[Name], targets: list[Name]) -> Reason:
        """Why no pair of the names that were found may be joined: the reason of the first pair."""
        pair = subject, target = subjects[0], targets[0]
        told = f"{called(scene, subject)} → {called(scene, target)}"
        if identity(subject) == identity(target):
            return Reason("same thing", f"{told}: both names mean one thing")
        if not self._fits(rule, subject, target):
            kinds = f"{subject.mention.type} → {target.mention.type}"
            return Reason("domain or range", f"{told}: {rule.relation} does not join {kinds}")
        for step, condition in conditions_of(rule, about_ends=True):
            if not holds(rule, step, condition, scene, trigger, pair):
                return Reason(step, f"{told}: {broken(rule, step, condition, scene, trigger, pair)}")
        raise AssertionError(f"{rule.name}: a pair without a fault")  # pragma: no cover

    def _missing(
        self, scene: Scene, role: str, argument: Argument, trigger: Span, avoid: list[Name], limit: int | None
    ) -> tuple[Reason, bool]:
        """Why an argument was not found, and whether a name came near to being it."""
        told: list[_Why] = []
        for place, group in self._looked_at(scene, argument, trigger):
            members = [name for member in group.names for name in self._fitting(member, argument)]
            if not members:
                continue
            free = [name for name in members if name not in avoid]
            if not free:
                why = _Why("is the object already", near=False)
            elif limit is not None and argument.position == "before" and not any(name.start < limit for name in free):
                why = _Why("stands behind the object", near=False)
            elif argument.sole and len(free) > 1:
                why = _Why("is not the only one of its list that fits", near=place != "discourse")
            else:
                why = self._why_not(scene, argument, group, trigger, place)
            first = members[-1 if argument.position == "before" else 0]
            told.append(_Why(f"{called(scene, first)} {why.message}", why.near))
        near = any(why.near for why in told)
        if told:
            words = [why.message for why in told if why.near or not near]
            more = f"; and {len(words) - _MOST_GROUPS} more" if len(words) > _MOST_GROUPS else ""
            return Reason(role, f"no {role}: {'; '.join(words[:_MOST_GROUPS])}{more}"), near
        return Reason(role, f"no {role}: {absent(scene, argument, trigger)}"), False

    def _looked_at(self, scene: Scene, argument: Argument, trigger: Span) -> Iterator[tuple[str, Group]]:
        """Every group in the argument's reach with the place it stands in, nearest first."""
        clause = scene.clause(trigger.start)
        if argument.position != "before":
            ends = clause if argument.reach in ("touching", "clause") else scene.span
            for group in sorted(scene.groups_in(Span(trigger.end, ends.end)), key=lambda group: group.start):
                yield "after", group
            return
        for group in sorted(scene.groups_in(Span(clause.start, trigger.start)), key=lambda group: -group.end):
            yield "before", group
        if argument.reach in ("touching", "clause"):
            return
        for earlier in scene.clauses_before(trigger.start):
            for group in scene.groups_in(earlier):
                yield "carried", group
        for before in sentences_before(scene, argument):
            for group in before.groups:
                yield "discourse", group

    def _why_not(self, scene: Scene, argument: Argument, group: Group, trigger: Span, place: str) -> _Why:
        """What keeps a group whose names fit from being an argument.

        A missing marker or follower tells another construction, so that the rule was not near.
        """
        if place in ("carried", "discourse"):
            before = sentences_before(scene, argument) if place == "discourse" else ()
            stage = next((one for one in before if one.span.start <= group.start < one.span.end), scene)
            why = self._why_no_subject(stage, argument, group)
            return _Why(why, near=place == "carried") if why else self._why_unmarked(stage, argument, group)
        after = place == "after"
        first, second = (trigger.end, group.start) if after else (group.end, trigger.start)
        gap = bare(gap_between(scene.key, first, second))
        if argument.follow:
            behind = bare(scene.key[group.end : group.end + 12].split(PARAGRAPH)[0]) if after else gap
            follow = next((word for word in argument.follow if behind.startswith(word)), None)
            if follow is None:
                instead = f", but by {quoted(behind[:8])}" if behind else ""
                return _Why(f"is not followed by {listed(argument.follow)}{instead}", near=False)
            gap = gap if after else gap[len(follow) :]
        if argument.reach == "touching":
            if not made_of(gap, argument.gap):
                allowed = f"only {listed(argument.gap)} may" if argument.gap else "nothing may"
                near = len(gap) - scene.named(first, second) <= _NEAR
                return _Why(f"does not touch the trigger: {quoted(gap)} stands between, where {allowed}", near=near)
            return self._why_unmarked(scene, argument, group)
        distance = len(gap) - scene.named(first, second)
        if distance > argument.within:
            near = distance <= argument.within + _NEAR
            return _Why(f"is too far: {distance} characters, where {argument.within} are allowed", near=near)
        if argument.marker or after:
            return self._why_unmarked(scene, argument, group)
        return _Why(self._why_no_subject(scene, argument, group), near=True)

    def _why_unmarked(self, scene: Scene, argument: Argument, group: Group) -> _Why:
        before = self._before(scene, group.start)[-4:]
        instead = f"; {quoted(before)} stands there" if before else ""
        return _Why(f"lacks the marker {listed(argument.marker)} before it{instead}", near=False)

    def _why_no_subject(self, scene: Scene, argument: Argument, group: Group) -> str:
        if self._is_free(scene, group, argument):
            return "" if asked_of(list(group.names), argument, scene.key) else "is not named as the rule asks"
        before = self._before(scene, group.start)
        word = next((word for word in self.rules.context.prepositions if before.endswith(word)), None)
        if word is not None:
            return f"stands behind the preposition {quoted(word)}"
        after = scene.key[group.end : group.end + 4].lstrip("”")
        word = next(word for word in self.rules.context.attributive if after.startswith(word))
        return f"is an attribute: {quoted(word)} stands behind it"


def _tells(finding: Finding, miss: Miss) -> bool:
    """Tell whether a finding says what a rule missed: by the same words, or between the same names."""
    if finding.rule.relation != miss.rule.relation:
        return False
    trigger = finding.trigger
    if trigger and trigger.start < miss.trigger.end and miss.trigger.start < trigger.end:
        return True
    ends = {identity(finding.subject), identity(finding.object)}
    return any({identity(subject), identity(target)} == ends for subject, target in miss.pairs)
