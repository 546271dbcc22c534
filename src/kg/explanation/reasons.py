"""The words in which a diagnosis speaks of conditions, names and word lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.model import Span
from kg.names.reading import Name
from kg.relations.conditions import conditions_hold
from kg.relations.scene import Scene
from kg.rules import ABOUT_ENDS, APART, Argument, Condition, Rule
from kg.text import PARAGRAPH

_LONGEST_GAP = 24


def conditions_of(rule: Rule, *, about_ends: bool) -> Iterator[tuple[str, Condition]]:
    """The conditions of a rule, with what they are: those about its names, or the others."""
    for step, conditions in (("unless", rule.unless), ("requires", rule.requires)):
        for condition in conditions:
            if (condition.position in ABOUT_ENDS) == about_ends:
                yield step, condition


def holds(
    rule: Rule, step: str, condition: Condition, scene: Scene, trigger: Span, ends: tuple[Name, Name] | None
) -> bool:
    """Tell whether one condition holds by itself."""
    unless, requires = ((condition,), ()) if step == "unless" else ((), (condition,))
    return conditions_hold(replace(rule, unless=unless, requires=requires), scene, trigger, ends)


def broken(
    rule: Rule, step: str, condition: Condition, scene: Scene, trigger: Span, ends: tuple[Name, Name] | None
) -> str:
    """What is wrong with a condition that does not hold: which of its words stands there, or what is missing."""
    bound = f" within {condition.within} characters" if condition.position in ("before", "after") else ""
    if condition.position == "between" and condition.within < APART:
        bound = f", at most {condition.within} characters apart"
    where = {
        "before": "before the trigger",
        "after": "behind the trigger",
        "between": "between the names",
        "clause": "in the clause",
        "sentence": "in the sentence",
        "subject": "in the subject",
        "object": "in the object",
    }[condition.position]
    wanted = " or ".join(
        part
        for part in (
            listed(condition.words) if condition.words else "",
            f"a {'/'.join(sorted(condition.types))}" if condition.types else "",
        )
        if part
    )
    if step == "requires":
        return f"needs {wanted} {where}{bound}"
    for word in condition.words:
        if not holds(rule, step, replace(condition, words=(word,), types=frozenset()), scene, trigger, ends):
            return f"{quoted(word)} stands {where}{bound}"
    return f"a {'/'.join(sorted(condition.types))} stands {where}"


def absent(scene: Scene, argument: Argument, trigger: Span) -> str:
    """That no name of the wanted type stands in reach, and where the nearest ones stand that come close."""
    kind = "/".join(sorted(argument.types)) + (f" ({'/'.join(sorted(argument.kinds))})" if argument.kinds else "")
    side = "before" if argument.position == "before" else "behind"
    reaches = {
        "touching": "clause",
        "discourse": "sentence or the one before",
        "paragraph": "sentence or those before",
        "story": "sentence or those before",
    }
    reach = reaches.get(argument.reach, argument.reach)
    told = f"no {kind} stands {side} the trigger in its {reach}"
    others = [name for name in scene.names if name.mention.type in argument.types]
    if not others:
        return told
    nearest = min(others, key=lambda name: max(name.start - trigger.end, trigger.start - name.end))
    if argument.kinds and nearest.mention.kind not in argument.kinds:
        return f"{told}; {called(scene, nearest)} is {nearest.mention.kind or 'of no class'}"
    clause = scene.clause(trigger.start)
    inside = clause.start <= nearest.start and nearest.end <= clause.end
    place = "" if inside else " in another clause"
    return f"{told}; {called(scene, nearest)} stands {'before' if nearest.start < trigger.start else 'behind'}{place}"


def called(scene: Scene, name: Name) -> str:
    """A name as the key has it."""
    return quoted(scene.key[name.start : name.end])


def quoted(text: str) -> str:
    """A piece of the key in straight quotation marks, since curved ones often belong to it."""
    text = text.replace(PARAGRAPH, " ")
    shortened = text if len(text) <= _LONGEST_GAP else f"{text[: _LONGEST_GAP // 2]}…{text[-_LONGEST_GAP // 2 :]}"
    return f"'{shortened}'"


def listed(words: Iterable[str], most: int = 6) -> str:
    """Some of the words, the short ones first: they are the plain ones."""
    words = sorted(words, key=lambda word: (len(word), word))
    return "/".join(words[:most]) + (f"/… ({len(words) - most} more)" if len(words) > most else "")
