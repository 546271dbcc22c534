"""The language of relation rules: what one rule, one argument, one condition and the shared context say.

The rules themselves are data (``ontology/rules/*.yaml``); `kg.rulefiles` reads them, and `kg.relations.reader` applies
them. The keys are explained, each with an example, in ``docs/rules.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from kg.errors import Location
from kg.examples import Example
from kg.wording import alternatives

POSITIONS = ("before", "after", "inside")
REACHES = ("touching", "clause", "sentence", "discourse", "paragraph", "story")
IN_CLAUSE = ("touching", "clause")
"""The reaches that do not leave the trigger's clause."""

FAR_BACK = ("paragraph", "story")
"""The reaches that go back to several sentences before, of the same paragraph or whatever paragraph they are in."""

NEGATED = "negated"
MODALITIES = (NEGATED, "planned", "possible", "ended")
ROLES = ("trigger", "gap")


@dataclass(frozen=True, slots=True)
class Argument:
    """Where an argument stands, seen from the trigger (or, in a rule without one, the object seen from the subject).

    An object ``inside`` the subject's name counts only if the text also uses it by itself. ``loose`` is how many
    characters may stand between the marker and the name, other names not counted. If not ``free``, a name behind a
    preposition or before an attributive word fills it too. Of an earlier clause the ``last`` name
    that fits is taken, instead of the head or the first. A ``sole`` argument is filled by no list of several that fit.
    Of the sentences before, ``lead`` takes the farthest first: what the paragraph begins with. Of the clauses before in
    the same sentence, ``topic`` takes the farthest first: what the sentence is about. ``asks`` are the rule's
    conditions on the words of the name itself, each with whether it is required. A name of one of
    the classes ``barred`` does not fill it.
    """

    types: frozenset[str]
    position: str
    reach: str = "clause"
    within: int = 40
    marker: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    gap: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    one: bool = False
    parts: bool = False
    at_start: bool = False
    first: bool = False
    loose: int = 0
    free: bool = True
    last: bool = False
    sole: bool = False
    lead: bool = False
    topic: bool = False
    asks: tuple[tuple[bool, Condition], ...] = ()


@dataclass(frozen=True)
class Condition:
    """Words that must (`requires`) or must not (`unless`) stand somewhere.

    ``position`` is ``before`` or ``after`` the trigger, ``between`` the arguments, in the ``clause`` or ``sentence``
    of the trigger, in the ``subject`` or the ``object``; ``within`` bounds the first two in characters, and is the
    most that may stand ``between`` the arguments in all. With ``types`` it is about names of these types instead of
    words, which can stand ``between`` the arguments or in the ``clause``. A word that is only part of one of the longer
    words ``pseudo`` does not stand there.
    """

    words: tuple[str, ...] = ()
    position: str = "before"
    within: int = 8
    types: frozenset[str] = frozenset()
    pseudo: tuple[str, ...] = ()

    def stands_in(self, key: str, start: int, end: int) -> bool:
        """Tell whether one of the words stands in a range of a key, be it a part of another word.

        Most ranges are a few characters long, and of most conditions little is asked: to look for each of a few words
        takes less time than to make a pattern of them.
        """
        if len(self.words) > _FEW:
            return self.pattern.search(key, start, end) is not None
        text = key[start:end]
        return any(map(text.__contains__, self.words))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds one of the words. Made when first asked for: of most rules nothing is ever asked."""
        return re.compile(alternatives(self.words))

    @cached_property
    def about_ends(self) -> bool:
        """Whether it is about the names that a rule joins, and not about its trigger."""
        return self.position in ABOUT_ENDS


_FEW = 16  # words that are looked for one by one
ABOUT_ENDS = ("subject", "object", "between")
APART = 1 << 20  # characters, which is more than any text has: names may stand as far apart as they like
CUE_SCOPES = ("clause", "sentence")
CONDITION_POSITIONS = ("before", "after", "between", "clause", "sentence", "subject", "object")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that take a statement out of plain fact, within some characters before or after its trigger.

    ``scope`` tells whether they must stand in the trigger's clause, or anywhere in its sentence. A name of one of the
    types ``stops`` between them and the trigger takes them to itself: in 原主任甲与院长乙 only 甲 is no longer one.
    """

    modality: str
    words: tuple[str, ...]
    position: str = "before"
    within: int = 8
    pseudo: tuple[str, ...] = ()
    scope: str = "clause"
    stops: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Context:
    """What all rules share about how statements are written.

    A name behind one of ``prepositions`` is no subject; words of ``pseudo`` end like one and are none (应用).
    Names of the types ``chains`` that stand side by side narrow each other down (四川仁寿县): the last is meant.
    Names of the types ``attributes`` right before a name of the types ``attributed`` belong to it (美国麦道公司):
    again the last is meant; one of the words ``links`` may stand between them (印度尼西亚首都雅加达). Behind a name of
    the types ``titled``, a name that one of ``titles`` follows belongs to the next such name and ends the list
    (甲和|B大学校长乙). A list in which one word of ``pairing`` joins every other two members is one of pairs.
    """

    connectors: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    pseudo: tuple[str, ...] = ()
    attributive: tuple[str, ...] = ()
    distributive: tuple[str, ...] = ()
    pairing: tuple[str, ...] = ()
    breaks: str = ",;"
    chains: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    attributes: frozenset[str] = frozenset()
    attributed: frozenset[str] = frozenset()
    titled: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One construction that states one relation.

    With ``opens`` the trigger has to stand at the beginning of its clause, with nothing but some of these words
    before it.
    """

    name: str
    relation: str
    subject: Argument
    object: Argument
    location: Location
    triggers: tuple[str, ...] = ()
    pseudo: tuple[str, ...] = ()
    unless: tuple[Condition, ...] = ()
    requires: tuple[Condition, ...] = ()
    modality: str = ""
    ignore: frozenset[str] = frozenset()
    role: str = ""
    amount: bool = False
    opens: tuple[str, ...] | None = None
    confidence: float = 0.8
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()

    @cached_property
    def about_trigger(self) -> tuple[tuple[bool, Condition], ...]:
        """The conditions about what stands around the trigger, each with whether it is required.

        What is required is mostly missing, so it goes first.
        """
        return tuple(pair for pair in self._conditions() if not pair[1].about_ends)

    @cached_property
    def about_ends(self) -> tuple[tuple[bool, Condition], ...]:
        """The conditions about the names that the rule joins, in the same order."""
        return tuple(pair for pair in self._conditions() if pair[1].about_ends)

    def _conditions(self) -> list[tuple[bool, Condition]]:
        return [(True, one) for one in self.requires] + [(False, one) for one in self.unless]

    @cached_property
    def subject_first(self) -> bool:
        """Whether the subject touches the trigger while the object is farther back: then it is looked for first."""
        subject, target = self.subject, self.object
        if subject.position != "before" or target.position != "before" or target.marker:
            return False
        return subject.reach == "touching" and target.reach not in IN_CLAUSE


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules, sorted by name, with the context that they share."""

    rules: tuple[Rule, ...] = ()
    context: Context = field(default_factory=Context)
