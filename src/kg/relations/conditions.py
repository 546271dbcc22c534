"""What speaks against a reading: a rule's own conditions, and the words that take a statement out of plain fact."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from kg.model import Span
from kg.names.reading import Name
from kg.relations.scene import Scene
from kg.rules import NEGATED, Condition, Cue, Rule


class Needs:
    """The words of which rules require one around their trigger, as bits: where none stands, no such rule is tried.

    The scan that finds the triggers finds these too, so that most rules with a requirement cost nothing.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Number what is required."""
        bits: dict[tuple[str, ...], int] = {}
        self._of: dict[str, int] = {}
        self.words: dict[str, int] = defaultdict(int)
        for rule in rules:
            for wanted, condition in rule.about_trigger:
                if wanted and all(condition.words) and not condition.types:
                    bit = bits.setdefault(condition.words, 1 << len(bits))
                    self._of[rule.name] = self._of.get(rule.name, 0) | bit
        for words, bit in bits.items():
            for word in words:
                self.words[word] |= bit

    def of(self, rule: Rule) -> int:
        """The bits of what a rule requires: a sentence must have a word for each of them."""
        return self._of.get(rule.name, 0)


def conditions_hold(rule: Rule, scene: Scene, trigger: Span | None, ends: tuple[Name, Name] | None = None) -> bool:
    """Check the conditions of a rule that can be judged.

    Args:
        rule: whose conditions.
        scene: the sentence.
        trigger: where the trigger stands; of a rule without one, the list that its subject is a member of.
        ends: subject and object once they are known; only then are the conditions about them checked, and no others.
    """
    if ends is not None:
        return not rule.about_ends or _ends_fit(rule, scene, *ends)
    clause: Span | None = None
    for wanted, condition in rule.about_trigger:
        position = condition.position
        if position == "sentence":
            start, end = scene.span.start, scene.span.end
        elif trigger is None:
            if wanted:
                return False
            continue  # what cannot be judged does not stand there
        else:
            clause = clause or scene.clause(trigger.start)
            start, end = clause.start, clause.end
            if position == "before":
                start, end = max(start, trigger.start - condition.within), trigger.start
            elif position == "after":
                start, end = trigger.end, max(trigger.end, min(end, trigger.end + condition.within))
        if _stands(scene, condition, start, end) != wanted:
            return False
    return True


def _ends_fit(rule: Rule, scene: Scene, subject: Name, target: Name) -> bool:
    """Check the conditions about the names that a rule joins."""
    between: Span | None = None
    for wanted, condition in rule.about_ends:
        if condition.position == "between":
            between = between or _between(scene, subject, target)
            near = between.end - between.start <= condition.within
            stands = near and _stands(scene, condition, between.start, between.end)
        else:
            name = subject if condition.position == "subject" else target
            stands = _stands(scene, condition, name.start, name.end)
        if stands != wanted:
            return False
    return True


def modality_of(trigger: Span, scene: Scene, cues: Iterable[tuple[int, int, Cue]], ignore: frozenset[str]) -> str:
    """The modality that the cues in reach give a trigger; empty for a plain fact.

    What is denied is so whatever else is said of it (否认将收购); of other cues the nearest counts.

    Distances are told without names: in 拟由北京大学组建 the plan is next to its verb.
    """
    clause = scene.clause(trigger.start)
    best: tuple[bool, int, str] | None = None
    for start, end, cue in cues:
        reach = clause if cue.scope == "clause" else scene.span
        if cue.modality in ignore or not reach.start <= start < reach.end:
            continue
        first, second = (end, trigger.start) if cue.position == "before" else (trigger.end, start)
        distance = second - first - scene.named(first, second)
        if second < first or distance > cue.within or _is_pseudo(scene, cue, start, end):
            continue
        if cue.stops and _holds_name(scene, first, second, cue.stops):
            continue
        told = cue.modality != NEGATED, distance, cue.modality
        if best is None or told < best:
            best = told
    return best[2] if best else ""


def _stands(scene: Scene, condition: Condition, start: int, end: int) -> bool:
    """Tell whether what a condition is about stands in a range."""
    if condition.types and _holds_name(scene, start, end, condition.types):
        return True
    if not condition.words:
        return False
    # Most places hold no word at all, in a name or not.
    if not condition.stands_in(scene.key, start, end):
        return False
    inside = condition.position in ("subject", "object")
    pieces = [(start, end)] if inside else scene.outside_names(Span(start, end))
    if not condition.pseudo:
        return inside or any(condition.stands_in(scene.key, *piece) for piece in pieces)
    found = (match for piece in pieces for match in condition.pattern.finditer(scene.key, *piece))
    return any(not _in_longer(scene.key, condition.pseudo, *match.span()) for match in found)


def _holds_name(scene: Scene, start: int, end: int, types: frozenset[str]) -> bool:
    inside = scene.names[bisect_left(scene.starts, start) : bisect_left(scene.starts, end)]
    return any(name.mention.type in types and name.end <= end for name in inside)


def _between(scene: Scene, subject: Name, target: Name) -> Span:
    """The range between two names. Other members of their own lists do not stand between them."""
    first, second = (subject, target) if subject.start < target.start else (target, subject)
    left, right = scene.list_of(first), scene.list_of(second)
    if left.end <= right.start:
        return Span(left.end, right.start)
    return Span(first.end, max(first.end, second.start))


def _is_pseudo(scene: Scene, cue: Cue, start: int, end: int) -> bool:
    """Tell whether a cue is only part of a longer word that is none (未 in 未来), or begins inside a name.

    A longer word does not run into a name: 前台 is none in 前|台北|市长.
    """
    if scene.inside_name(start, end) or scene.inside_name(start, start + 1):
        return True
    return _in_longer(scene.key, cue.pseudo, start, end, scene.next_name(end))


def _in_longer(key: str, longer: Iterable[str], start: int, end: int, edge: int | None = None) -> bool:
    """Tell whether a range is part of one of some longer words, none of which goes beyond an ``edge``."""
    for word in longer:
        last = start + len(word)
        position = key.find(word, max(0, end - len(word)), last if edge is None else min(last, edge))
        if 0 <= position <= start and position + len(word) >= end:
            return True
    return False
