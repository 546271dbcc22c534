"""The names that were proposed for a text, or could have been, and were not taken; and why.

Where the sources are weighed (`kg.weighing`) their scores are told; without a tagger `kg.names.choosing` decides, and
what is told is the first point of its policy in which the winner is better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.knowledge.gazetteer import Match
from kg.knowledge.grammar import Grammar
from kg.mentions import Names
from kg.names.choosing import trust
from kg.names.reading import Candidate, Reading
from kg.weighing import THRESHOLD


@dataclass(frozen=True, slots=True)
class Loser:
    """A range of the key that is no name: what it was proposed as, who has its place (if somebody), and why."""

    start: int
    end: int
    type: str
    source: str
    rule: str
    winner: tuple[int, int] | tuple[()]
    why: str


def losers(found: Names, grammar: Grammar) -> Iterator[Loser]:
    """Yield the losers of a document in order of the text, each once.

    Names nested in a chosen one are no losers.

    Args:
        found: what was found in the document.
        grammar: which words' tags are trusted.
    """
    chosen = list(found.chosen)
    lost = {*_outvoted(found, chosen), *_unproposed(found, grammar)}
    yield from sorted(lost, key=lambda loser: (loser.start, -loser.end, loser.source, loser.type, loser.rule))


def _outvoted(found: Names, chosen: list[Candidate]) -> Iterator[Loser]:
    nested = {(part.start, part.end, part.mention.type) for name in found.names for part in name.parts}
    winners = {candidate: candidate for candidate in chosen}
    at: dict[int, Candidate] = {position: one for one in chosen for position in range(one.start, one.end)}
    for candidate in found.candidates:
        if candidate in winners or (candidate.start, candidate.end, candidate.type) in nested:
            continue
        rivals = {id(at[p]): at[p] for p in range(candidate.start, candidate.end) if p in at}
        if not rivals and candidate.score and candidate.score <= THRESHOLD:
            yield _loser(candidate, (), f"the evidence speaks against it: {_odds(candidate)}")
        for rival in rivals.values():
            if (rival.start, rival.end, rival.type) == (candidate.start, candidate.end, candidate.type):
                break  # two readers agree
            why = _why_loses(candidate, rival)
            if why:
                yield _loser(candidate, (rival.start, rival.end), why)
                break


def _why_loses(candidate: Candidate, rival: Candidate) -> str:
    """The first point of the policy in which the rival is better; empty if it is not."""
    if candidate.score or rival.score:
        return f"the other, or all that it leaves room for, weighs more: {_odds(rival)} to {_odds(candidate)}"
    if candidate.sure != rival.sure:
        return "sure before unsure" if rival.sure else ""
    length, other = candidate.end - candidate.start, rival.end - rival.start
    if length != other:
        return f"longer before shorter: {other} to {length}" if other > length else ""
    mine, its = trust(candidate.source), trust(rival.source)
    if mine != its:
        return f"{rival.source} before {candidate.source}" if its < mine else ""
    if candidate.weight != rival.weight:
        return "the longer ending" if rival.weight > candidate.weight else ""
    if candidate.start != rival.start:
        return "left before right" if rival.start < candidate.start else ""
    if candidate.type != rival.type:
        return (
            f"{rival.type} before {candidate.type}, in the order of the alphabet" if rival.type < candidate.type else ""
        )
    return "by the order of the alphabet"


def _unproposed(found: Names, grammar: Grammar) -> Iterator[Loser]:
    """Known names that were passed over, and words whose tag says name but is not trusted."""
    reading = found.reading
    taken = {position for name in found.names for position in range(name.start, name.end)}
    proposed = {(one.start, one.end) for one in found.candidates if one.source == "gazetteer"}
    tagged = {(one.start, one.end) for one in found.candidates}
    whole = {(match.start, match.end) for match in reading.matches}
    for match in reading.gazetteer.find(reading.key):
        place = match.start, match.end
        # A single character that is a name only inside others is no news.
        if match.end - match.start < 2 or place in proposed or taken.issuperset(range(*place)):
            continue
        why = "it signs the text" if place in whole else _cut(reading, match)
        yield Loser(*place, reading.type_of(match), "gazetteer", "", (), why)
        tagged.add(place)
    for start, end, tag in zip(reading.tokens.starts, reading.tokens.ends, reading.tokens.tags, strict=True):
        kind = grammar.tag_types.get(tag)
        if kind and (start, end) not in tagged and not taken.issuperset(range(start, end)):
            yield Loser(start, end, kind, "jieba", tag, (), _untrusted(reading.key[start:end], grammar))


def _cut(reading: Reading, match: Match) -> str:
    over = [reading.token(edge) for edge in (match.start, match.end - 1)]
    words = dict.fromkeys(reading.key[s:e] for s, e, _ in over if s < match.start or e > match.end)
    return f"a word runs over its edge: {', '.join(words)}"


def _untrusted(word: str, grammar: Grammar) -> str:
    if len(word) < grammar.tag_least:
        return f"the tag alone is not trusted in words of less than {grammar.tag_least} characters"
    if word in grammar.tag_never:
        return "it stands among the words whose tag is never trusted"
    return f"the tag alone is trusted only in words that end in {'/'.join(grammar.tag_ends[:6])} …"


def _odds(candidate: Candidate) -> str:
    """A score as people read it: the logarithm of the odds that the candidate is a name."""
    return f"{candidate.score / 1000:+.1f}"


def _loser(candidate: Candidate, winner: tuple[int, int] | tuple[()], why: str) -> Loser:
    return Loser(candidate.start, candidate.end, candidate.type, candidate.source, candidate.rule, winner, why)
