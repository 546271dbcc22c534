"""Verbs between two names that no rule takes for a trigger, gathered over documents: which rule to write next.

A verb counts where it stands between two names of one clause that some relation may join, and no rule reads a relation
between the two. The relation meant is guessed by the triggers that share the verb's characters; what is proposed
is the skeleton of a rule with examples that this very rule reads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.check import read_example_text
from kg.errors import Location
from kg.examples import read_example
from kg.mentions import Names
from kg.model import Span
from kg.names.reading import REFERENCE, Name
from kg.ontology import Ontology
from kg.relations.reader import RelationReader
from kg.relations.scene import Scene
from kg.rules import Argument, Rule, RuleSet
from kg.suggestion.suggested import AFTER, BEFORE, SuggestedTrigger
from kg.text import display

EXAMPLES = 3
VERBS = frozenset({"v", "vn"})
"""Jieba's tags for verbs, and for verbs used as nouns."""


@dataclass(slots=True)
class _Seen:
    """All places where a verb stands between names of two types."""

    documents: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0
    close: int = 0
    places: list[tuple[str, ...]] = field(default_factory=list)


class NewTriggers:
    """Gathers verbs over documents; `ranked` gives the result."""

    def __init__(self, ontology: Ontology) -> None:
        """Compile the rules, so that pairs that they join can be left out."""
        self.ontology = ontology
        self._reader = RelationReader(ontology.rules, ontology.schema)
        self._seen: dict[tuple[str, str, str], _Seen] = defaultdict(_Seen)
        self._total: Counter[str] = Counter()
        self._read: Counter[tuple[str, str, str]] = Counter()
        self._joints = tuple(ontology.rules.context.connectors) or ("\0",)
        self._known = _words_of_rules(ontology)

    def add(self, document: str, names: Names) -> None:
        """Take the verbs of one document."""
        key = names.text.key
        sentences = list(names.text.sentences())
        joined: set[frozenset[str]] = set()
        for finding in self._reader.read(key, sentences, names.names):
            subject, target = finding.subject.mention, finding.object.mention
            joined.add(frozenset((subject.key, target.key)))
            self._read[finding.rule.relation, subject.type, target.type] += 1
        tokens = names.reading.tokens
        verbs = [
            Span(start, end)
            for start, end, tag in zip(tokens.starts, tokens.ends, tokens.tags, strict=True)
            if tag in VERBS
            and end - start > 1
            and key[start:end] not in self._known
            and names.reading.segmenter.knows(key[start:end])
            and not key.startswith(self._joints, end)
            and not key.endswith(self._joints, 0, start)
        ]
        for verb in verbs:
            self._total[key[verb.start : verb.end]] += 1
        position = 0
        for scene in self._reader.stage.scenes(key, sentences, names.names):
            while position < len(verbs) and verbs[position].start < scene.span.end:
                if verbs[position].start >= scene.span.start:
                    self._take(document, names, scene, verbs[position], joined)
                position += 1

    def ranked(self, least: int = 1) -> list[SuggestedTrigger]:
        """The verbs that stood between fitting names at least so often, the most telling first.

        Few verbs are all about names: the share of a verb's places that lie between names weighs as much as how many
        documents and pairs of names it is seen with; a name right behind it tells more than one further off.
        """
        found: dict[str, tuple[tuple[int, int, int], SuggestedTrigger]] = {}
        for (word, left, right), seen in sorted(self._seen.items()):
            if seen.count < least:
                continue
            trigger = self._suggestion(word, left, right, seen)
            if trigger is None:
                continue
            alike = self._likeness(word, trigger.relation)[0]
            rank = (
                (2 * len(seen.documents) + len(seen.pairs) + 2 * alike + 2 * min(seen.close, 3))
                * (4 * seen.count // self._total[word] + 1),
                len(seen.pairs),
                seen.count,
            )
            if word not in found or rank > found[word][0]:
                found[word] = rank, trigger
        return [
            trigger
            for _, trigger in sorted(found.values(), key=lambda each: (*(-number for number in each[0]), each[1].word))
        ]

    # -- one document ----------------------------------------------------------------------------------------------

    def _take(self, document: str, names: Names, scene: Scene, verb: Span, joined: set[frozenset[str]]) -> None:
        if any(name.start <= verb.start and verb.end <= name.end for name in scene.names):
            return
        clause = scene.clause(verb.start)
        inside = [name for name in scene.names if clause.start <= name.start and name.end <= clause.end]
        left = max((name for name in inside if name.end <= verb.start), key=lambda name: name.end, default=None)
        right = min((name for name in inside if name.start >= verb.end), key=lambda name: name.start, default=None)
        if left is None or right is None or REFERENCE in (left.mention.source, right.mention.source):
            return
        if verb.start - left.end > BEFORE or right.start - verb.end > AFTER or left.mention.key == right.mention.key:
            return
        if frozenset((left.mention.key, right.mention.key)) in joined:
            return
        types = left.mention.type, right.mention.type
        if not any(self._relations(*types)):
            return
        word = scene.key[verb.start : verb.end]
        seen = self._seen[word, *types]
        seen.documents.add(document)
        seen.pairs.add((left.mention.key, right.mention.key))
        seen.count += 1
        seen.close += right.start - verb.end <= 1
        seen.places.append(_pieces(names, clause, left, verb, right))

    def _relations(self, left: str, right: str) -> Iterator[tuple[str, str]]:
        """The relations that may join names of these types in this order of the text, with the order of their ends."""
        for relation in self.ontology.schema.relations.values():
            if relation.admits(left, right):
                yield relation.name, "active"
            elif relation.admits(right, left):
                yield relation.name, "inverse"

    # -- results ---------------------------------------------------------------------------------------------------

    def _likeness(self, word: str, relation: str) -> tuple[int, int]:
        """How like a verb is to the triggers of a relation.

        Returns:
            The most characters that it shares with one of them, and how many in a thousand share one.
        """
        rules = (rule for rule in self.ontology.rules.rules if rule.relation == relation)
        shared = [len(set(word) & set(trigger)) for trigger in {trigger for rule in rules for trigger in rule.triggers}]
        return max(shared, default=0), 1000 * sum(map(bool, shared)) // max(1, len(shared))

    def _suggestion(self, word: str, left: str, right: str, seen: _Seen) -> SuggestedTrigger | None:
        """The skeleton for one verb with the examples that it reads; None if it reads none."""

        def rank(choice: tuple[str, str]) -> tuple[int, int, int, tuple[str, str]]:
            ends = (left, right) if choice[1] == "active" else (right, left)
            best, share = self._likeness(word, choice[0])
            return -best, -share, -self._read[choice[0], *ends], choice

        choices = sorted(self._relations(left, right), key=rank)
        relation, order = choices[0]
        subject, target = (left, right) if order == "active" else (right, left)
        ends = (
            Argument(frozenset({subject}), "before" if order == "active" else "after", within=BEFORE),
            Argument(frozenset({target}), "after" if order == "active" else "before", within=AFTER),
        )
        rule = Rule(f"{relation}.{order} {word}", relation, *ends, Location(""), (word,))
        reader = RelationReader(RuleSet((rule,), self.ontology.rules.context), self.ontology.schema)
        roles = (f"subject {left}", f"object {right}") if order == "active" else (f"object {left}", f"subject {right}")
        examples: list[str] = []
        for place in sorted(set(seen.places), key=lambda place: (len("".join(place)), place)):
            before, first, head, verb, tail, second, after = place
            example = display(f"{before}<{roles[0]}:{first}>{head}<trigger:{verb}>{tail}<{roles[1]}:{second}>{after}")
            if self._reads(reader, example):
                examples.append(example)
            if len(examples) == EXAMPLES:
                break
        if not examples:
            return None
        return SuggestedTrigger(
            word,
            relation,
            tuple(name for name, _ in choices[1:]),
            subject,
            target,
            order,
            len(seen.documents),
            seen.count,
            self._total[word],
            tuple(examples),
        )

    def _reads(self, reader: RelationReader, annotated: str) -> bool:
        """Tell whether the skeleton reads a sentence as a plain fact."""
        try:
            example = read_example(annotated, {}, self.ontology.schema, Location(""))
        except ValueError:  # the text itself has < or > in it
            return False
        return any(not finding.modality for finding in read_example_text(reader, example))


def _words_of_rules(ontology: Ontology) -> frozenset[str]:
    """All words that some rule, cue or part of the grammar makes use of: what they mean is settled."""
    context = ontology.rules.context
    words = {*context.connectors, *context.prepositions, *context.attributive, *context.distributive, *context.links}
    for cue in context.cues:
        words |= {*cue.words, *cue.pseudo}
    for rule in ontology.rules.rules:
        words |= {*rule.triggers, *rule.pseudo}
    return frozenset(words | ontology.grammar.persons.after | ontology.grammar.titles)


def _pieces(names: Names, clause: Span, left: Name, verb: Span, right: Name) -> tuple[str, ...]:
    """The clause as it stands in the original, cut at the two names and the verb."""
    span, original = names.text.span, names.text.original

    def piece(start: int, end: int) -> str:
        if start >= end:
            return ""
        place = span(start, end)
        return original[place.start : place.end]

    return (
        piece(clause.start, left.start).lstrip(),
        piece(left.start, left.end),
        piece(left.end, verb.start),
        piece(verb.start, verb.end),
        piece(verb.end, right.start),
        piece(right.start, right.end),
        piece(right.end, clause.end).rstrip(),
    )
